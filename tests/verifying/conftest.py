from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from anhui_assess import composition
from anhui_assess.composition import issue_report, open_library
from anhui_assess.content.library import shipped_catalog
from anhui_assess.domain.answers import Answer
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.services import planning
from anhui_assess.services.ports import AnswersDocument
from tests.assessments import document

Issue = Callable[..., Path]
NO_PLAN = Plan((), (), (), (), (0.0, 0.0), 0)


def without_planning(patch: pytest.MonkeyPatch) -> None:
    """Let reports be made, and made again, without a plan."""
    patch.setattr(composition, "plan_for_report", lambda *_: NO_PLAN)
    patch.setattr(planning, "first_plan", lambda _scored: NO_PLAN)


@pytest.fixture
def no_planning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planning takes a second and is the same on both sides of a comparison."""
    without_planning(monkeypatch)


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    """Return what puts a document into a workspace and writes its report."""

    def run(document: AnswersDocument, name: str = "r.pdf", sections: tuple[str, ...] = ()) -> Path:
        library = open_library(tmp_path / "workspace", create=True)
        try:
            session = library.open(library.import_documents([document])[0].id)
            issue_report(session, tmp_path / name, report_date="2026-11-23", sections=sections)
        finally:
            library.store.close()
        return tmp_path / name

    return run


def small() -> AnswersDocument:
    catalog = shipped_catalog()
    items = [item for item in catalog.forms["smart_factory"].items.values() if item.kind == "scale"][:60]
    return document(
        catalog,
        profile={"name": "甲机械厂", "industry": "智能家电"},
        smart_factory={
            item.id: replace(Answer.of(item.scale[place % 2].value), note=f"第 {place} 条备注")
            for place, item in enumerate(items)
        },
    )


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report, issued once."""
    folder = tmp_path_factory.mktemp("original")
    patch = pytest.MonkeyPatch()
    without_planning(patch)
    try:
        library = composition.open_library(folder / "w", create=True)
        session = library.open(library.import_documents([small()])[0].id)
        sections = ("summary", "method", "smart_factory", "answers", "declaration")
        composition.issue_report(session, folder / "r.pdf", report_date="2026-11-23", sections=sections)
        library.store.close()
    finally:
        patch.undo()
    return folder / "r.pdf"
