"""A report that compares with the assessment before is made again from what it carries, and a change of that is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from anhui_assess import composition
from anhui_assess.composition import issue_report, open_library, verify_report
from anhui_assess.content.library import shipped_catalog
from anhui_assess.report.pdf.reading import read_pdf
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.verifying import State
from tests.assessments import USCC, document
from tests.verifying.conftest import without_planning


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("earlier")
    patch = pytest.MonkeyPatch()
    without_planning(patch)
    catalog = shipped_catalog()
    items = [item.id for item in catalog.forms["smart_factory"].items.values() if item.kind == "scale"][:40]
    profile = {"name": "甲机械厂", "uscc": USCC}
    library = open_library(folder / "w", create=True)
    for title, date, value in (("2025 年自评", "2025-10-31", 0.5), ("2026 年自评", "2026-10-31", 0.8)):
        made = document(catalog, profile=profile, smart_factory=dict.fromkeys(items, value))
        record = library.import_documents([AnswersDocument(made.sheet, title, date)])[0]
    issue_report(
        library.open(record.id),
        folder / "r.pdf",
        report_date="2026-11-23",
        sections=("summary", "changes", "declaration"),
    )
    library.store.close()
    yield folder / "r.pdf"
    patch.undo()


def test_a_comparing_report_is_intact(report: Path) -> None:
    found = verify_report(report)
    assert found.state is State.INTACT, found.differences
    assert found.recomposed
    said = "".join(text for page in read_pdf(report.read_bytes()).pages for text in page.texts)
    assert "2025 年自评" in said


def test_another_score_before_is_found_on_the_pages(report: Path, tmp_path: Path) -> None:
    with pikepdf.open(report) as pdf:
        carried = json.loads(pdf.attachments["report.json"].get_file().read_bytes())
        assert carried["earlier"]["forms"]["smart_factory"]["score"] > 0
        carried["earlier"]["forms"]["smart_factory"]["score"] = 0.1
        pdf.attachments["report.json"] = pikepdf.AttachedFileSpec(pdf, json.dumps(carried).encode())
        pdf.save(tmp_path / "altered.pdf")
    assert verify_report(tmp_path / "altered.pdf").state is State.ALTERED


@pytest.mark.parametrize("earlier", [5, {"forms": 1}, {"title": "", "date": "", "forms": {"x": {}}}])
def test_a_comparison_that_cannot_be_read_is_named(report: Path, tmp_path: Path, earlier: object) -> None:
    with pikepdf.open(report) as pdf:
        carried = json.loads(pdf.attachments["report.json"].get_file().read_bytes())
        carried["earlier"] = earlier
        pdf.attachments["report.json"] = pikepdf.AttachedFileSpec(pdf, json.dumps(carried).encode())
        pdf.save(tmp_path / "altered.pdf")
    found = verify_report(tmp_path / "altered.pdf")
    assert found.state is State.ALTERED
    assert any("上次评估" in entry.message for entry in found.differences)


def test_composition_takes_the_assessment_before(report: Path) -> None:
    library = open_library(report.parent / "w", create=False, read_only=True)
    try:
        records = sorted(library.store.assessments(), key=lambda record: record.date)
        assert composition.assessment_before(library.open(records[0].id)) is None
        found = composition.assessment_before(library.open(records[1].id))
    finally:
        library.store.close()
    assert found is not None
    assert found.title == "2025 年自评"
    assert set(found.forms) == {"smart_factory"}
