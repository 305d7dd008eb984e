"""A report can be stopped at any moment: between two looks at whether to stop lies a small share of the work."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from anhui_assess import composition
from anhui_assess.content.library import shipped_catalog
from anhui_assess.report.pdf.fonts import load_faces
from anhui_assess.services.ports import CancelledError
from anhui_assess.services.report_files import prepare_and_make
from anhui_assess.services.session import AssessmentSession
from tests.assessments import sample


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AssessmentSession]:
    library = composition.open_library(tmp_path_factory.mktemp("w"), create=True)
    yield library.open(library.import_documents([sample("anqing-textile", shipped_catalog())])[0].id)
    library.store.close()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    load_faces.cache_clear()
    composition._LastPlan.kept = None


def test_no_step_from_the_plan_to_the_file_takes_long(session: AssessmentSession, tmp_path: Path) -> None:
    """Measured in processor time, as a share of all: tests/bench says it in milliseconds."""
    moments = [time.process_time()]
    shares: list[float] = []

    def cancelled() -> bool:
        moments.append(time.process_time())
        return False

    prepare_and_make(
        composition.write_report,
        composition.report_preparation(session, "2026-11-23"),
        tmp_path / "r.pdf",
        lambda share, _what: shares.append(share),
        cancelled,
    )
    moments.append(time.process_time())
    gaps = [after - before for before, after in itertools.pairwise(moments)]
    assert len(gaps) > 1000
    assert max(gaps) < 0.3 * sum(gaps)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize("moment", [2, 60, 5000])
def test_stopping_anywhere_leaves_nothing(session: AssessmentSession, tmp_path: Path, moment: int) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > moment

    with pytest.raises(CancelledError):
        prepare_and_make(
            composition.write_report,
            composition.report_preparation(session, "2026-11-23"),
            tmp_path / "reports" / "r.pdf",
            lambda _share, _what: None,
            cancelled,
        )
    assert asked <= moment + 3  # the solver asks before and after a search
    assert list(tmp_path.iterdir()) == []
