from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from anhui_assess import composition
from anhui_assess.composition import issue_report, open_library
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.services import planning
from anhui_assess.services.ports import AnswersDocument

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
