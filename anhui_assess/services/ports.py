"""What the use cases need from outside, as protocols, and the records that cross those borders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from anhui_assess.domain.answers import Answer, AnswerSheet
from anhui_assess.domain.planning.program import Program, Solution
from anhui_assess.domain.planning.projects import Project


@dataclass(frozen=True, slots=True)
class EnterpriseRecord:
    """An enterprise as the library lists it; the texts repeat the profile answers of its newest assessment."""

    id: str
    name: str
    uscc: str = ""
    city: str = ""
    county: str = ""
    industry: str = ""
    is_sample: bool = False
    created_at: str = ""
    updated_at: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """One assessment. `forms` maps form id to the pinned version; `summary` is the headline kept for lists."""

    id: str
    enterprise_id: str
    title: str
    date: str
    assessor: str = ""
    created_at: str = ""
    updated_at: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, Any] = field(default_factory=dict)


PACK_MARK = "pack:"
"""Begins the id under which a pack scores rest on is pinned beside the forms; it has no answers."""


@dataclass(frozen=True, slots=True)
class PinnedForm:
    """A form version or pack edition stored whole: `source` is the plain data it can be rebuilt from."""

    form_id: str
    version: str
    fingerprint: str
    source: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one answer. `number` counts through the workspace; the entries are hash-chained."""

    number: int
    at: str
    who: str
    form_id: str
    item_id: str
    action: str
    old: Answer
    new: Answer
    program_version: str


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A file kept in the evidence folder under its SHA-256."""

    sha256: str
    name: str
    size: int
    media_type: str
    added_at: str


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """Everything needed to store an assessment at once. `enterprise_id` None makes a new enterprise."""

    enterprise: EnterpriseRecord
    title: str
    date: str
    assessor: str
    pinned: Sequence[PinnedForm]
    sheet: AnswerSheet
    summary: Mapping[str, Any] = field(default_factory=dict)
    enterprise_id: str | None = None
    projects: Sequence[Project] = ()


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer to store: old and new, with the headline and enterprise texts that follow from it."""

    assessment_id: str
    form_id: str
    item_id: str
    old: Answer
    new: Answer
    who: str = ""
    summary: Mapping[str, Any] | None = None
    enterprise: EnterpriseRecord | None = None


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """One project to store: `new` None removes it. `reason` is what the user gave for stepping back or removing."""

    assessment_id: str
    project_id: str
    new: Project | None
    action: str
    who: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """One change of one project in the change log."""

    number: int
    at: str
    who: str
    project_id: str
    action: str
    old: Project | None
    new: Project | None
    reason: str
    program_version: str


@dataclass(frozen=True, slots=True)
class AnswersDocument:
    """An assessment as it travels between programs: heading data, the sheet and the projects, checked against the catalogue."""

    sheet: AnswerSheet
    title: str
    date: str
    assessor: str = ""
    projects: tuple[Project, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """Something a check of the workspace found wrong, in Chinese."""

    where: str
    message: str


class WorkspaceStore(Protocol):
    """A workspace: one folder with its database, evidence and backups.

    Every method that changes something is one transaction, durable when it returns. On a read-only workspace they raise
    ReadOnlyError. Faults of the machine arrive as EnvironmentFaultError (DiskFullError when no space is left) and leave
    the stored data as it was.
    """

    @property
    def folder(self) -> Path:
        """The workspace folder."""

    @property
    def read_only(self) -> bool:
        """Whether the workspace was opened without the right to change it."""

    @property
    def read_only_reason(self) -> str:
        """Why it is read-only, in Chinese; empty otherwise."""

    def enterprises(self) -> Sequence[EnterpriseRecord]:
        """Return all enterprises, most recently changed first."""

    def assessments(self, enterprise_id: str | None = None) -> Sequence[AssessmentRecord]:
        """Return the assessments of one or all enterprises, most recently changed first."""

    def assessment(self, assessment_id: str) -> AssessmentRecord:
        """Return one assessment; raises NotFoundError."""

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord:
        """Return one enterprise; raises NotFoundError."""

    def create_assessment(self, new: NewAssessment) -> AssessmentRecord:
        """Store an assessment with its pinned forms and answers, and its enterprise when new."""

    def create_assessments(self, new: Sequence[NewAssessment]) -> Sequence[AssessmentRecord]:
        """Store several assessments, all or none; those of one new enterprise (same code) share it."""

    def sheet(self, assessment_id: str) -> AnswerSheet:
        """Return all answers of an assessment; raises NotFoundError."""

    def pinned_form(self, form_id: str, version: str) -> PinnedForm:
        """Return a form version as it was stored; raises NotFoundError."""

    def save_answer(self, change: AnswerChange) -> str:
        """Store one answer, its history entry and what follows from it; return the ISO time it was saved."""

    def save_answers(self, changes: Sequence[AnswerChange]) -> str:
        """Store several answers of one assessment, all or none; return the ISO time they were saved."""

    def projects(self, assessment_id: str) -> Sequence[Project]:
        """Return the projects of an assessment by number."""

    def save_projects(self, changes: Sequence[ProjectChange]) -> str:
        """Store changes of projects with their history entries, all or none; return the ISO time they were saved."""

    def project_history(self, assessment_id: str, project_id: str | None = None) -> Sequence[ProjectEntry]:
        """Return the changes of one project, or of all of an assessment, newest first."""

    def save_tailoring(
        self,
        assessment_id: str,
        form_id: str,
        node_id: str,
        reason: str | None,
        who: str,
        summary: Mapping[str, Any],
    ) -> str:
        """Tailor a section out with a reason, or back in with None; return the ISO time."""

    def update_assessment(
        self, assessment_id: str, *, title: str, date: str, assessor: str
    ) -> AssessmentRecord:
        """Change the heading data of an assessment."""

    def delete_assessment(self, assessment_id: str) -> None:
        """Remove an assessment with its answers; the change log keeps its entries."""

    def history(
        self, assessment_id: str, form_id: str, item_id: str, most: int | None = None
    ) -> Sequence[HistoryEntry]:
        """Return the changes of one answer, newest first; at most so many when told so."""

    def history_head(self) -> str:
        """Return the hash of the newest entry of the change log, empty when there is none."""

    def add_evidence(self, source: Path, name: str) -> EvidenceRecord:
        """Copy a file into the evidence folder; the same content is kept once."""

    def evidence(self, sha256s: Sequence[str]) -> Mapping[str, EvidenceRecord]:
        """Return what is known of some evidence files."""

    def setting(self, key: str) -> str | None:
        """Return a stored setting."""

    def set_setting(self, key: str, value: str) -> None:
        """Store a setting."""

    def backup(self, target: Path) -> Path:
        """Write a consistent copy of the database to a new file."""

    def check(self) -> Sequence[CheckFinding]:
        """Check database, answer hashes, change log chain and evidence files."""

    def close(self) -> None:
        """Release the lock and the database."""


Progress = Callable[[float, str], None]
"""Receives the share done (0–1) and what is being done."""
Cancelled = Callable[[], bool]
"""Asks whether the user wants to stop."""


class CancelledError(Exception):
    """The user stopped a long task; nothing is left behind."""


class Solver(Protocol):
    """Solves a linear programme with whole-number columns, the same way every time."""

    name: str

    def __call__(
        self, program: Program, *, seconds: float, cancelled: Cancelled, start: Sequence[float] = ()
    ) -> Solution:
        """Return the solution found within `seconds`; raises CancelledError. `start` is a solution already known."""


class ReportWriter(Protocol):
    """Typesets a finished report model into a file, written beside the target and renamed."""

    def __call__(self, document: Any, target: Path, *, progress: Progress, cancelled: Cancelled) -> None:
        """Write `document` to `target`; raises CancelledError, EnvironmentFaultError."""


class ChartPainter(Protocol):
    """Draws a chart for the window as SVG, the very drawing the report uses."""

    def __call__(self, kind: str, data: Any, *, width: float, theme: str) -> bytes:
        """Return the SVG."""
