"""Assessments at the edge, through the whole way: workspace, PDF that qpdf and `verify` find sound, Word file, one page.

1 nothing answered · 2 everything not applicable or unknown · 3 notes of 20,000 characters · 4 500 rows and 200 evidence
files · 5 rare characters, emoji, right-to-left, controls, markup and 300-letter words in every field.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from anhui_assess.composition import (
    open_library,
    prepare_report,
    verify_report,
    write_brief,
    write_report,
    write_word,
)
from anhui_assess.content.library import shipped_catalog
from anhui_assess.domain.answers import Answer, AnswerSheet, AnswerState, FormAnswers
from anhui_assess.domain.form import Column, Item
from anhui_assess.report.pdf.reading import read_pdf
from anhui_assess.report.word.writer import WordReport
from anhui_assess.services.ports import AnswersDocument, EvidenceRecord
from anhui_assess.services.verifying import State, verdict_lines
from tests.report.docx_checks import sound, text_of
from tests.report.pdf_checks import described_and_linked, embedded_and_clean
from tests.verifying.conftest import without_planning

LONG = "".join(chr(0x4E00 + place % 5000) for place in range(20000))
ODD = (
    "䶮𠮷喆堃㎡ 😀👩‍👩‍👧🇨🇳 مرحبا שלום \u202e倒\u202c <b>&amp;</b><img src='file:///etc/passwd'/> {x} %s "
    + "w" * 300
    + " =1+1 （）“”"
)


@dataclass
class Made:
    """What was written of one assessment."""

    pdf: Path
    word: WordReport
    docx: Any
    pages: list[str]
    missing: dict[str, int]

    @property
    def text(self) -> str:
        return "".join(self.pages)


Make = Callable[..., Made]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return what takes a sheet through a workspace and checks every file that comes out."""
    without_planning(monkeypatch)

    def run(sheet: AnswerSheet, title: str = "自评", files: dict[str, EvidenceRecord] | None = None) -> Made:
        library = open_library(tmp_path / "w", create=True)
        try:
            session = library.open(
                library.import_documents([AnswersDocument(sheet, title, "2026-10-31", "李四")])[0].id
            )
            monkeypatch.setattr(session.store, "evidence", lambda _wanted: files or {}, raising=False)
            source = prepare_report(session, "2026-11-23")
        finally:
            library.store.close()
        pdf, brief, word = tmp_path / "r.pdf", tmp_path / "b.pdf", tmp_path / "r.docx"
        report = write_report(source, pdf, lambda *_: None, lambda: False)
        assert write_brief(source, brief, lambda *_: None, lambda: False).pages == 1
        written = write_word(source, word, lambda *_: None, lambda: False)
        for path in (pdf, brief):
            check(path)
        pages = ["".join(page.texts) for page in read_pdf(pdf.read_bytes()).pages]
        assert len(pages) == report.pages
        found = verify_report(pdf)
        assert found.state is State.INTACT, verdict_lines(found, "")
        return Made(pdf, written, sound(word), pages, dict(report.missing_glyphs))

    return run


def check(path: Path) -> None:
    """The file is clean, every font embedded, language and information complete, every link and bookmark leads to a page."""
    embedded_and_clean(path)
    described_and_linked(path)
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for font in page.obj["/Resources"]["/Font"].values():
                assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]


def fill(answer: Callable[[Item], Answer | None]) -> AnswerSheet:
    forms = {}
    for form in shipped_catalog().forms.values():
        given = {item.id: made for item in form.items.values() if (made := answer(item)) is not None}
        forms[form.id] = FormAnswers(form.version, given)
    return AnswerSheet(forms)


def typed(field: Item | Column, text: str) -> Any:
    """Return a valid value of a field, `text` wherever text may be typed; None where there is none."""
    if field.kind in {"choice", "multi_choice"}:
        first = field.choices[0].id
        return first if field.kind == "choice" else (first,)
    if field.kind == "number":
        return field.minimum if isinstance(field.minimum, (int, float)) else 1
    if isinstance(field, Item):
        if field.kind == "scale":
            return field.scale[0].value
        if field.kind == "text":
            return None if field.format else text[: field.max_length]
    simple = {"yes_no": True, "anchored_rating": 3, "text": text}
    return simple.get(field.kind)


def test_1_nothing_answered(make: Make) -> None:
    made = make(AnswerSheet())
    assert "草稿" in made.text
    assert "填报声明" in text_of(made.docx)


def test_2_everything_not_applicable_or_unknown(make: Make) -> None:
    def answer(item: Item) -> Answer:
        if item.not_applicable:
            return Answer(AnswerState.NOT_APPLICABLE, reason="本厂没有这项业务")
        return Answer(AnswerState.UNKNOWN, reason="还在查")

    made = make(fill(answer))
    assert made.text.count("本厂没有这项业务") > 200
    assert "还在查" in text_of(made.docx)


def test_3_notes_of_20000_characters(make: Make) -> None:
    catalog = shipped_catalog()
    items = [item for item in catalog.forms["smart_factory"].items.values() if item.not_applicable][:3]
    given = {
        items[0].id: replace(Answer.of(typed(items[0], "")), note=LONG),
        items[1].id: Answer(AnswerState.NOT_APPLICABLE, reason=LONG),
        items[2].id: Answer(AnswerState.UNKNOWN, reason=LONG),
    }
    version = catalog.forms["smart_factory"].version
    made = make(AnswerSheet({"smart_factory": FormAnswers(version, given)}))
    assert text_of(made.docx).count(LONG) == 4
    printed = made.text
    assert all(printed.count(char) >= 3 for char in set(LONG[:5000:97]))


def test_3_notes_of_20000_characters_in_every_field_of_a_form(make: Make) -> None:
    form = shipped_catalog().forms["smart_quick"]
    given = {item.id: replace(Answer.of(typed(item, "")), note=LONG) for item in form.items.values()}
    made = make(AnswerSheet({form.id: FormAnswers(form.version, given)}))
    assert len(given) == 20
    assert text_of(made.docx).count(LONG) == len(given)
    assert sum(len(page) for page in made.pages) > len(given) * len(LONG)


def test_4_500_rows_and_200_evidence_files(make: Make) -> None:
    catalog = shipped_catalog()
    form = catalog.forms["four_bases"]
    table = form.items["fb.inventory"]
    rows = tuple(
        {
            column.id: f"{column.title}甲{number}" if column.kind == "text" else typed(column, "")
            for column in table.columns
            if not column.calculated and column.kind != "date"
        }
        for number in range(500)
    )
    rated = next(item for item in form.items.values() if item.kind == "anchored_rating")
    records = {
        sha: EvidenceRecord(
            sha, f"{number:03d}采购合同{'长名' * 20}.pdf", 2048, "application/pdf", "2026-11-01"
        )
        for number in range(200)
        for sha in [hashlib.sha256(bytes([number])).hexdigest()]
    }
    answer = replace(Answer.of(3), evidence=tuple(records))
    sheet = AnswerSheet({form.id: FormAnswers(form.version, {table.id: Answer.of(rows), rated.id: answer})})
    made = make(sheet, files=records)
    assert all(f"甲{number}" in made.text for number in (0, 249, 499))
    assert [number for number in range(200) if f"{number:03d}采购合同" not in made.text] == []
    assert "甲499" in text_of(made.docx)


def test_5_odd_characters_in_every_field(make: Make) -> None:
    def answer(item: Item) -> Answer | None:
        if item.kind == "table":
            row = {
                column.id: value
                for column in item.columns
                if not column.calculated and (value := typed(column, ODD)) is not None
            }
            return replace(Answer.of((row,)), note=ODD)
        value = typed(item, ODD)
        note = ODD if len(item.id) % 3 == 0 else ""
        return None if value is None else replace(Answer.of(value), note=note, flagged=True)

    made = make(fill(answer), title=ODD)
    assert "以方框表示" in made.text
    assert "䶮" in made.text
    assert "U+4DAE" not in made.missing
    assert {"U+1F600", "U+202E", "U+0645"} <= made.missing.keys()
    assert "file:///etc/passwd" in made.text
    assert "w" * 40 in made.text
    said = text_of(made.docx)
    assert "䶮𠮷喆堃㎡ 😀" in said
    assert "\u202e" not in said
    assert set(made.word.missing) == {"U+202C", "U+202E"}
