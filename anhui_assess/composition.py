"""What both composition roots, the commands and the window, wire the same way. Qt is not known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from anhui_assess import __version__
from anhui_assess.content.library import rebuild, rebuild_catalog, shipped_catalog
from anhui_assess.content.locations import fonts_folder
from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.errors import InputRefusedError
from anhui_assess.domain.planning.plan import GREEDY, OPTIMAL, Plan
from anhui_assess.domain.planning.projects import Project
from anhui_assess.domain.planning.request import Request
from anhui_assess.domain.problems import Problem
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import planning
from anhui_assess.services.earlier import Earlier, before, earlier_of
from anhui_assess.services.library import Library
from anhui_assess.services.plan_request import stored_request
from anhui_assess.services.ports import AnswersDocument, Cancelled, CancelledError, Progress, Solver
from anhui_assess.services.printed import PrintedFile, PrintedPage
from anhui_assess.services.reporting import (
    ReportHeading,
    ReportInput,
    attachments_fingerprint,
    gather,
    with_projects,
)
from anhui_assess.services.session import AssessmentSession
from anhui_assess.services.signing import Signature, Signer
from anhui_assess.services.statements import headlines
from anhui_assess.services.verifying import (
    Carried,
    Recomputed,
    Verification,
    check_report,
    compare_content,
    unreadable,
)

if TYPE_CHECKING:
    from anhui_assess.report.pdf.writer import PdfReport
    from anhui_assess.report.word.writer import WordReport


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
    return Library(store, shipped_catalog(), rebuild)


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


def plan_for_report(scored: Scored, wanted: Request, progress: Progress, cancelled: Cancelled) -> Plan:
    """Return the plan the user asked for, or the program's own proposal where that one cannot be had."""
    for request in (wanted, Request()):
        try:
            return make_plan(scored, request, progress, cancelled)
        except (planning.RequestConflictError, planning.NothingFoundError):
            continue
    return planning.make_plan(scored, Request(), None)


def answers_document(session: AssessmentSession) -> AnswersDocument:
    """Return an open assessment as it travels."""
    record = session.record
    projects = tuple(session.store.projects(record.id))
    return AnswersDocument(session.sheet, record.title, record.date, record.assessor, projects)


def attachments(document: AnswersDocument, scored: Scored) -> Mapping[str, bytes]:
    """Return the data embedded in the report as JSON: answers, result, and the forms and packs both rest on."""
    from anhui_assess.exchange.answers_json import answers_bytes
    from anhui_assess.exchange.report_json import ANSWERS, RESULT, content_attachments
    from anhui_assess.exchange.result_json import result_bytes

    return {
        ANSWERS: answers_bytes(document, scored.catalog),
        RESULT: result_bytes(scored),
        **content_attachments(scored.catalog),
    }


Preparation = Callable[[Progress, Cancelled], ReportInput]
"""Works out a report's input in any thread; raises CancelledError."""


def report_preparation(
    session: AssessmentSession, report_date: str, sections: tuple[str, ...] = ()
) -> Preparation:
    """Take from the workspace what a report needs, which is quick; the work itself, the plan above all, comes after."""
    record, scored, document = session.record, session.scored, answers_document(session)
    heading = ReportHeading(
        record.title, record.date, record.assessor, report_date, sections, assessment_before(session)
    )
    references = sorted(_evidence_of(session.sheet))
    evidence = session.store.evidence(references) if references else {}
    history_head = session.store.history_head()
    wanted = stored_request(session.store, record.id)

    def prepare(progress: Progress, cancelled: Cancelled) -> ReportInput:
        plan = plan_for_report(scored, wanted, progress, cancelled)
        progress(1.0, "整理内容")
        source = gather(
            scored,
            heading,
            attachments=attachments(document, scored),
            history_head=history_head,
            evidence=evidence,
            plan=plan,
        )
        return with_report_attachment(with_projects(source, document.projects))

    return prepare


def prepare_report(
    session: AssessmentSession, report_date: str, sections: tuple[str, ...] = ()
) -> ReportInput:
    """Gather a report's input from an open assessment at once; the outcome is immutable and fit for another thread."""
    return report_preparation(session, report_date, sections)(lambda _share, _what: None, lambda: False)


def assessment_before(session: AssessmentSession) -> Earlier | None:
    """Return what the same enterprise's assessment before this one came out as, None where there is none."""
    store = session.store
    record = before(session.record, store.assessments(session.record.enterprise_id))
    if record is None:
        return None
    library = Library(store, session.engine.catalog, rebuild)
    return earlier_of(library.engine(record.forms).score(store.sheet(record.id)), record)


def with_report_attachment(source: ReportInput) -> ReportInput:
    """Add to the attachments how the report is composed; the fingerprint speaks of the data only."""
    from anhui_assess.exchange.report_json import REPORT, report_bytes

    return replace(source, attachments={**source.attachments, REPORT: report_bytes(source)})


def _evidence_of(sheet: AnswerSheet) -> set[str]:
    return {reference for _, _, answer in sheet.all_answers() for reference in answer.evidence}


def write_report(
    source: ReportInput,
    target: Path,
    progress: Progress,
    cancelled: Cancelled,
    signer: Signer | None = None,
) -> PdfReport:
    """Compose, typeset and perhaps sign a report; raises CancelledError and AssessError, leaving nothing behind."""
    from anhui_assess.report.compose import compose
    from anhui_assess.report.paused import collection_paused
    from anhui_assess.report.pdf.writer import write_pdf

    progress(0.0, "整理内容")
    with collection_paused():
        document = compose(source, partial(_check, cancelled))
        return write_pdf(
            document,
            target,
            fonts_dir=fonts_folder(),
            progress=progress,
            cancelled=cancelled,
            signer=signer,
        )


def _check(cancelled: Cancelled) -> None:
    if cancelled():
        raise CancelledError


def issue_report(
    session: AssessmentSession, target: Path, *, report_date: str, sections: tuple[str, ...] = ()
) -> Issued:
    """Make the report of an open assessment at once."""
    source = prepare_report(session, report_date, sections)
    written = write_report(source, target, lambda _share, _what: None, lambda: False)
    return Issued(target, written.pages, len(source.plan.measures), len(written.missing_glyphs))


def write_brief(source: ReportInput, target: Path, progress: Progress, cancelled: Cancelled) -> PdfReport:
    """Write the owner's one page; raises CancelledError and EnvironmentFaultError, leaving nothing behind."""
    from anhui_assess.report.brief import brief
    from anhui_assess.report.pdf.writer import count_pages, write_pdf

    progress(0.02, "整理内容")
    document = brief(source, lambda made: count_pages(made, fonts_dir=fonts_folder()))
    return write_pdf(document, target, fonts_dir=fonts_folder(), progress=progress, cancelled=cancelled)


def write_word(source: ReportInput, target: Path, progress: Progress, cancelled: Cancelled) -> WordReport:
    """Write the report as Word; raises CancelledError and EnvironmentFaultError, leaving nothing behind."""
    from anhui_assess.report.compose import compose
    from anhui_assess.report.word.writer import write_docx

    progress(0.02, "整理内容")
    return write_docx(
        compose(source), target, fonts_dir=fonts_folder(), progress=progress, cancelled=cancelled
    )


def verify_report(path: Path) -> Verification:
    """Compare a report PDF with what its attachments give; never raises for what is wrong with the file."""
    from anhui_assess.report.pdf.reading import LARGEST_FILE, read_pdf

    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
        printed = read_pdf(data)
    except OSError as error:
        return unreadable(f"读不出“{path}”：{error.strerror or error}。")
    except InputRefusedError as error:
        return unreadable("".join(problem.message for problem in error.problems))
    return check_report(printed, lambda: _recompute(printed), _signatures(data) if printed.signed else ())


def _signatures(data: bytes) -> tuple[Signature, ...] | None:
    """Return the signatures of a file, None where the extra that reads them is not installed."""
    from anhui_assess.signing.certificate import available
    from anhui_assess.signing.reading import read_signatures

    return read_signatures(data) if available() else None


def load_signer(path: Path, password: str) -> Signer:
    """Open a certificate file; raises InputRefusedError and EnvironmentFaultError."""
    from anhui_assess.signing.certificate import load_signer as load

    return load(path, password)


def _recompute(printed: PrintedFile) -> Recomputed:
    """Work out again what a report's attachments give, the pages included where this program made them."""
    from anhui_assess.domain.scoring.engine import ScoringEngine
    from anhui_assess.exchange import report_json, strict_json
    from anhui_assess.exchange.answers_json import parse_answers
    from anhui_assess.exchange.result_json import result_bytes

    data = {name: printed.attachments[name] for name in report_json.DATA}
    carried = report_json.parse_report(printed.attachments[report_json.REPORT])
    catalog = rebuild_catalog(*report_json.parse_content(data[report_json.FORMS], data[report_json.PACKS]))
    document = parse_answers(data[report_json.ANSWERS], report_json.ANSWERS, catalog)
    scored = ScoringEngine(catalog).score(document.sheet)
    attached = strict_json.loads(data[report_json.RESULT], report_json.RESULT)
    return Recomputed(
        fingerprint=attachments_fingerprint(data),
        carried=carried,
        attached_result=attached,
        result=strict_json.loads(result_bytes(scored), report_json.RESULT),
        headline=headlines(scored),
        enterprise=Enterprise.of(document.sheet).name,
        pages=_composed_again(scored, carried, document.projects),
        content=compare_content(catalog, shipped_catalog()),
    )


def _planned_again(scored: Scored, carried: Carried) -> Plan | None:
    """Return the plan a report was made with, None where it cannot be made again: no solver, or a search cut short."""
    if carried.plan is None or carried.plan.method == GREEDY:
        return planning.make_plan(scored, Request(), None)
    if carried.plan.method != OPTIMAL or solver() is None:
        return None
    try:
        return make_plan(scored, carried.plan.request, lambda _share, _what: None, lambda: False)
    except (planning.RequestConflictError, planning.NothingFoundError) as error:
        raise InputRefusedError([Problem("report.json", f"方案的要求算不出方案：{error}")]) from error


def _composed_again(
    scored: Scored, carried: Carried, projects: Sequence[Project]
) -> Sequence[PrintedPage] | None:
    """Return the pages as this program makes them; None for a report it cannot make again."""
    from anhui_assess.report.compose import compose
    from anhui_assess.report.pdf.reading import read_pdf
    from anhui_assess.report.pdf.writer import pdf_bytes

    plan = _planned_again(scored, carried) if carried.program_version == __version__ else None
    if plan is None:
        return None
    source = gather(
        scored,
        carried.heading,
        attachments={},
        history_head=carried.history_head,
        evidence=carried.evidence,
        plan=plan,
    )
    document = compose(with_projects(replace(source, fingerprint=carried.fingerprint), projects))
    return read_pdf(pdf_bytes(document, fonts_dir=fonts_folder())).pages
