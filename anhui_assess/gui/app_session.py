"""The one signal hub of the window: which assessment is open, and what has just changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from anhui_assess.domain.catalog import Catalog
    from anhui_assess.domain.planning.plan import Plan
    from anhui_assess.domain.planning.request import Request
    from anhui_assess.domain.scoring.engine import Scored
    from anhui_assess.services.library import Library
    from anhui_assess.services.ports import Cancelled, ChartPainter, Progress
    from anhui_assess.services.reporting import ReportInput
    from anhui_assess.services.session import AssessmentSession, Changes
    from anhui_assess.services.signing import Signer


class PackKeeper(Protocol):
    """The forms and packs in use, as the settings show them."""

    def lines(self) -> Sequence[str]:
        """Return a line for every form and pack: title, edition, where it comes from."""

    def add(self, paths: Sequence[Path]) -> Sequence[str]:
        """Take newer ones into use and return what became of each; raises InputRefusedError."""

    def folder(self) -> Path:
        """Return the folder in which added ones lie."""

    def complaint(self) -> str:
        """Return why added ones are not in use, empty when all is well."""


@dataclass(frozen=True)
class Tools:
    """What the composition root hands to the window.

    Attributes:
        library: the open workspace.
        catalog: shipped forms and packs.
        resources: the folder of icons, fonts, themes, samples.
        paint: draws a chart as SVG.
        prepare_report: takes from the open assessment what a report needs: (session, report date, section ids); what it
            returns works out the immutable report input in another thread: (progress, cancelled).
        write_report: typesets it, in another thread if wanted: (input, target, progress, cancelled), and a signer after
            these where it is to be signed; returns pages etc.
        write_word, write_brief: the same as Word, and the owner's one page as PDF.
        report_sections: returns (id, title) of the sections that can be chosen.
        read_answers: reads an answers file into documents; raises InputRefusedError.
        write_answers: writes the answers file of a session.
        log_file: where the log is.
        make_plan: computes the plan in any thread: (scores, request, progress, cancelled); None: the greedy one.
        load_signer: opens a certificate file with its password; raises AssessError.
        solves: whether it can be asked for goals and limits, that is, whether a solver is installed.
        packs: shows and takes in newer forms and packs.
    """

    library: Library
    catalog: Catalog
    resources: Path
    paint: ChartPainter
    prepare_report: Callable[
        [AssessmentSession, str, tuple[str, ...]], Callable[[Progress, Cancelled], ReportInput]
    ]
    write_report: Callable[..., Any]
    write_word: Callable[[ReportInput, Path, Progress, Cancelled], Any]
    write_brief: Callable[[ReportInput, Path, Progress, Cancelled], Any]
    report_sections: Callable[[], tuple[tuple[str, str], ...]]
    read_answers: Callable[[Path], Any]
    write_answers: Callable[[AssessmentSession, Path], None]
    log_file: Path
    make_plan: Callable[[Scored, Request, Progress, Cancelled], Plan] | None = None
    solves: bool = False
    packs: PackKeeper | None = None
    load_signer: Callable[[Path, str], Signer] | None = None


class AppSession(QObject):
    """Holds the open assessment and tells every page of changes.

    Signals:
        opening(): an assessment is about to be opened; pages that listen to `opened` must stand by now.
        opened(object): an AssessmentSession was opened, or None was closed.
        changed(object, object): a Changes record and the page that caused it (it need not refresh itself).
        library_changed(): enterprises or assessments were added or removed.
        item_wanted(str, str): form id and item id: some page wants the questionnaire to show this item.
        problem(str, str): a title and a text the user should see.
        saved(str): ISO time at which something beside the answers was stored.
        projects_wanted(): some page wants the plan's measures taken in as projects.
    """

    opening = Signal()
    opened = Signal(object)
    changed = Signal(object, object)
    library_changed = Signal()
    item_wanted = Signal(str, str)
    problem = Signal(str, str)
    saved = Signal(str)
    projects_wanted = Signal()

    def __init__(self, tools: Tools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tools = tools
        self.current: AssessmentSession | None = None

    def open(self, assessment_id: str) -> AssessmentSession:
        """Open an assessment and tell the pages."""
        self.opening.emit()
        self.current = self.tools.library.open(assessment_id)
        self.opened.emit(self.current)
        return self.current

    def close(self) -> None:
        """Close the open assessment."""
        self.current = None
        self.opened.emit(None)

    def publish(self, changes: Changes, initiator: object) -> None:
        """Tell the pages what changed; `initiator` is the page that caused it."""
        self.changed.emit(changes, initiator)
