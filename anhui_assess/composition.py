"""What both composition roots, the commands and the window, wire the same way. Qt is not known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anhui_assess.content.library import rebuild, shipped_catalog
from anhui_assess.content.locations import fonts_folder
from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.services.library import Library
from anhui_assess.services.ports import AnswersDocument, Cancelled, Progress
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
    return Library(store, shipped_catalog(), rebuild)


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
