from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhui_assess.report.pdf.fonts import EM, FaceSet, Span, clean, load_faces
from anhui_assess.report.pdf.linebreak import NO_END, NO_START, Line, break_lines

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
ALPHABET = "企业诊断方案工厂数据集成，。、；：？！）》】”’…—（《【“‘ abcXYZ019.%-/(),\n万元月℃"
texts = st.text(alphabet=ALPHABET, max_size=300)


@pytest.fixture(scope="module")
def faces() -> FaceSet:
    return load_faces(FONTS)


def spans(text: str) -> list[Span]:
    return load_faces(FONTS).spans(text, "serif", "", Counter())


def restored(lines: list[Line]) -> str:
    return "".join(line.text + line.tail for line in lines)


@given(texts, st.integers(4, 45), st.integers(0, 2))
@settings(max_examples=300, deadline=None)
def test_text_is_preserved_exactly(text: str, measure: int, indent: int) -> None:
    assert restored(break_lines(spans(text), measure * EM, indent * EM)) == text


@given(texts, st.integers(4, 45))
@settings(max_examples=300, deadline=None)
def test_no_line_is_wider_than_the_measure(text: str, measure: int) -> None:
    assert all(line.width <= measure * EM for line in break_lines(spans(text), measure * EM))


@given(
    st.lists(
        st.sampled_from(
            [
                "企业",
                "数据，",
                "“四基”",
                "（一）",
                "abc",
                "12.5 万元",
                "《标准》",
                "……",
                "——",
                "断。",
                "集成、",
            ]
        ),
        max_size=80,
    ),
    st.integers(12, 45),
)
@settings(max_examples=300, deadline=None)
def test_no_line_begins_or_ends_with_a_forbidden_mark(words: list[str], measure: int) -> None:
    text = "业" + "".join(words)
    if any(mark * 2 in text for mark in ("……", "——")):
        return  # a run of dashes longer than the line cannot be helped
    lines = break_lines(spans(text), measure * EM)
    assert all(line.text[0] not in NO_START for line in lines[1:] if line.text)
    assert all(line.text[-1] not in NO_END for line in lines[:-1] if line.text)


@given(
    st.lists(st.tuples(texts, st.sampled_from(["serif", "sans-bold", "serif-bold"])), max_size=6),
    st.integers(6, 40),
)
@settings(max_examples=150, deadline=None)
def test_runs_of_different_faces_break_like_one_text(parts: list[tuple[str, str]], measure: int) -> None:
    mixed = [span for text, key in parts for span in load_faces(FONTS).spans(text, key, "", Counter())]
    lines = break_lines(mixed, measure * EM)
    assert restored(lines) == "".join(text for text, _ in parts)
    assert all(line.width <= measure * EM for line in lines)


def test_number_and_unit_stay_together(faces: FaceSet) -> None:
    for measure in range(6, 20):
        lines = break_lines(
            spans("预计投资需要 180 万元、用时 8 个月即可达到集成级，第 3 页有图 12 说明"), measure * EM
        )
        joined = [line.text for line in lines]
        for unit in ("180 万元", "8 个月", "第 3 页", "图 12"):
            assert any(unit in text for text in joined), (measure, joined)


def test_word_of_three_hundred_letters_is_broken(faces: FaceSet) -> None:
    lines = break_lines(spans("a" * 300), 20 * EM)
    assert len(lines) > 5
    assert restored(lines) == "a" * 300


def test_mark_at_the_end_counts_half_and_marks_meeting_close_up() -> None:
    line = break_lines(spans("企业企业企业企业，数据"), 8.5 * EM)[0]
    assert line.text.endswith("，")
    assert line.width == 8.5 * EM
    pair = break_lines(spans("（“四基”）。企业企业企业"), 30 * EM)[0]
    assert len(pair.squeezed) == 3


def test_odd_characters_are_cleaned() -> None:
    missing = Counter[str]()
    assert clean("a\tb\r\nc\u200bd", missing) == "a b\ncd"
    assert clean("x\x00\u202ey\ud800", missing) == "x\ufffd\ufffdy\ufffd"
    assert missing == {"\x00": 1, "\u202e": 1, "\ud800": 1}
