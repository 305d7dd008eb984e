"""What both composition roots, the commands and the window, wire the same way. Qt is not known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anhui_assess.content.library import rebuild_form, shipped_catalog
from anhui_assess.content.locations import fonts_folder
from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.request import Request
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import planning
from anhui_assess.services.library import Library
from anhui_assess.services.plan_request import stored_request
from anhui_assess.services.ports import AnswersDocument, Cancelled, Progress, Solver
from anhui_assess.services.reporting import ReportHeading, ReportInput, gather
from anhui_assess.services.session import AssessmentSession

if TYPE_CHECKING:
    from anhui_assess.report.pdf.writer import PdfReport


@dataclass(frozen=True, slots=True)
class Issued:
    """A report that was written."""

    path: Path
    pages: int
    measures: int
    missing_glyphs: int


def open_library(folder: Path, *, create: bool, read_only: bool = False) -> Library:
    """Open a workspace with the shipped forms and packs."""
    from anhui_assess.storage.workspace import open_workspace

    store = open_workspace(folder, read_only=read_only, create=create)
    return Library(store, shipped_catalog(), rebuild_form)


def solver() -> Solver | None:
    """Return the solver of the optimal plan, None where it is not installed."""
    from anhui_assess.solving.highs import HighsSolver, available

    return HighsSolver() if available() else None


class _LastPlan:
    """The plan made last: the report and the pages ask for the same one, one after another."""

    kept: tuple[Scored, Request, Plan] | None = None


def make_plan(scored: Scored, request: Request, progress: Progress, cancelled: Cancelled) -> Plan:
    """Return the best plan for a request, step by step where no solver is installed."""
    kept = _LastPlan.kept
    if kept is not None and kept[0] is scored and kept[1] == request:
        return kept[2]
    found = planning.make_plan(scored, request, solver(), progress, cancelled)
    _LastPlan.kept = (scored, request, found)
    return found


def plan_for_report(session: AssessmentSession) -> Plan:
    """Return the plan the user asked for, or the program's own proposal where that one cannot be had."""
    wanted = stored_request(session.store, session.record.id)
    for request in (wanted, Request()):
        try:
            return make_plan(session.scored, request, lambda _share, _what: None, lambda: False)
        except (planning.RequestConflictError, planning.NothingFoundError):
            continue
    return planning.make_plan(session.scored, Request(), None)


def answers_document(session: AssessmentSession) -> AnswersDocument:
    """Return an open assessment as it travels."""
    record = session.record
    return AnswersDocument(session.sheet, record.title, record.date, record.assessor)


def attachments(session: AssessmentSession) -> Mapping[str, bytes]:
    """Return what is embedded in the report: the answers and the result, as JSON."""
    from anhui_assess.exchange.answers_json import answers_bytes
    from anhui_assess.exchange.result_json import result_bytes

    catalog = session.engine.catalog
    return {
        "answers.json": answers_bytes(answers_document(session), catalog),
        "result.json": result_bytes(session.scored),
    }


def prepare_report(
    session: AssessmentSession, report_date: str, sections: tuple[str, ...] = ()
) -> ReportInput:
    """Gather a report's input from an open assessment; the outcome is immutable and fit for another thread."""
    record = session.record
    heading = ReportHeading(record.title, record.date, record.assessor, report_date, sections)
    references = sorted(_evidence_of(session.sheet))
    return gather(
        session.scored,
        heading,
        attachments=attachments(session),
        history_head=session.store.history_head(),
        evidence=session.store.evidence(references) if references else {},
        plan=plan_for_report(session),
    )


def _evidence_of(sheet: AnswerSheet) -> set[str]:
    return {reference for _, _, answer in sheet.all_answers() for reference in answer.evidence}


def write_report(source: ReportInput, target: Path, progress: Progress, cancelled: Cancelled) -> PdfReport:
    """Compose and typeset a report; raises CancelledError and EnvironmentFaultError, leaving nothing behind."""
    from anhui_assess.report.compose import compose
    from anhui_assess.report.pdf.writer import write_pdf

    progress(0.02, "整理内容")
    document = compose(source)
    return write_pdf(document, target, fonts_dir=fonts_folder(), progress=progress, cancelled=cancelled)


def issue_report(
    session: AssessmentSession, target: Path, *, report_date: str, sections: tuple[str, ...] = ()
) -> Issued:
    """Make the report of an open assessment at once."""
    source = prepare_report(session, report_date, sections)
    written = write_report(source, target, lambda _share, _what: None, lambda: False)
    return Issued(target, written.pages, len(source.plan.measures), len(written.missing_glyphs))
