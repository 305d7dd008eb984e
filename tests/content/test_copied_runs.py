"""The comparison for copied passages finds what was copied, wherever it stands, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.copied_runs import copied, grams, plain, runs

SENTENCE = "企业应建立设备台账并按月核对一次，差异要写明原因和处理人"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "standard.md"
    path.write_text(f"# 标题\n\n| 级 | **{SENTENCE}** |\n", encoding="utf-8")
    return path


def form(folder: Path, guidance: str) -> Path:
    path = folder / "form.yaml"
    path.write_text(
        f"nodes:\n  - id: a\n    items:\n      - id: x.1\n        guidance: {guidance}\n", encoding="utf-8"
    )
    return path


def test_a_copied_sentence_is_found_with_its_place(tmp_path: Path, source: Path) -> None:
    (found,) = copied([form(tmp_path, f"看清楚：{SENTENCE}！")], [source])
    assert found[1] == ".nodes[a].items[x.1].guidance"
    assert found[2] == SENTENCE


def test_blanks_do_not_hide_a_copy(tmp_path: Path, source: Path) -> None:
    assert list(copied([form(tmp_path, " ".join(SENTENCE))], [source]))


def test_a_shorter_run_is_no_copy(tmp_path: Path, source: Path) -> None:
    assert not list(copied([form(tmp_path, SENTENCE[:19])], [source]))
    assert list(copied([form(tmp_path, SENTENCE[:20])], [source]))
    assert list(copied([form(tmp_path, SENTENCE[:19])], [source], 15))


@given(st.text("甲乙丙", max_size=60), st.text("甲乙丙", max_size=40), st.integers(3, 12))
def test_a_run_is_found_if_and_only_if_it_is_shared(source: str, text: str, least: int) -> None:
    found = list(runs(text, grams([source], least), least))
    shared = any(text[i : i + least] in source for i in range(len(text) - least + 1))
    assert bool(found) == shared
    assert all(len(passage) >= least and passage in plain(text) for passage in found)
