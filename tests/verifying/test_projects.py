"""The register in a report: made again from the attachments, and every change of it found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from anhui_assess import composition
from anhui_assess.composition import verify_report
from anhui_assess.content.library import shipped_catalog
from anhui_assess.report.pdf.reading import read_pdf
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.reporting import attachments_fingerprint
from anhui_assess.services.verifying import State
from tests.assessments import document, sample
from tests.verifying.conftest import without_planning

DATA = ("answers.json", "result.json", "forms.json", "packs.json")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the register alone, issued once for this file."""
    folder = tmp_path_factory.mktemp("original")
    patch = pytest.MonkeyPatch()
    without_planning(patch)
    catalog = shipped_catalog()
    sheet = document(catalog, profile={"name": "甲机械厂"}).sheet
    source = AnswersDocument(sheet, "评", "2026-11-01", projects=sample("hefei-precision", catalog).projects)
    try:
        library = composition.open_library(folder / "w", create=True)
        session = library.open(library.import_documents([source])[0].id)
        composition.issue_report(
            session, folder / "r.pdf", report_date="2026-11-23", sections=("projects", "sources")
        )
        library.store.close()
    finally:
        patch.undo()
    return folder / "r.pdf"


@pytest.fixture
def copy(original: Path, tmp_path: Path, no_planning: None) -> Path:
    return Path(shutil.copy(original, tmp_path / "copy.pdf"))


def attached(pdf: pikepdf.Pdf, name: str) -> Any:
    return pdf.attachments[name].obj["/EF"]["/F"]


def altered(path: Path, *, also_fingerprint: bool) -> None:
    """Let a project have been finished earlier than it was."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        data = json.loads(bytes(attached(pdf, "answers.json").read_bytes()))
        assert data["projects"][3]["actual"].pop("started") == "2026-06-22"
        data["projects"][3]["actual"]["started"] = "2026-05-22"
        attached(pdf, "answers.json").write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
        if also_fingerprint:
            carried = json.loads(bytes(attached(pdf, "report.json").read_bytes()))
            carried["fingerprint"] = attachments_fingerprint(
                {name: bytes(attached(pdf, name).read_bytes()) for name in DATA}
            )
            attached(pdf, "report.json").write(json.dumps(carried, ensure_ascii=False).encode())
        pdf.save(path)


def test_the_register_is_printed_and_intact(copy: Path) -> None:
    text = "".join("".join(page.texts) for page in read_pdf(copy.read_bytes()).pages)
    for words in (
        "项目清单（四督四保）",
        "转化率",
        "83%",
        "75%",
        "逾期 39 天",
        "车间工业网络改造",
        "2026-11-12",
        "147.1 万元",
    ):
        assert words in text, words
    found = verify_report(copy)
    assert found.state is State.INTACT, found.differences
    assert found.recomposed


def test_a_changed_project_does_not_fit_the_fingerprint(copy: Path) -> None:
    altered(copy, also_fingerprint=False)
    found = verify_report(copy)
    assert found.state is State.ALTERED
    assert "fingerprint" in {difference.code for difference in found.differences}


def test_a_project_changed_together_with_the_fingerprint_does_not_fit_the_pages(copy: Path) -> None:
    altered(copy, also_fingerprint=True)
    found = verify_report(copy)
    assert found.state is State.ALTERED
    assert any("2026-05-22" in difference.message for difference in found.differences), found.differences
