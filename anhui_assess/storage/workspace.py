"""A workspace: one folder with its database, evidence and backups, opened by one window at a time for writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.planning.projects import Project
from anhui_assess.services.ports import (
    AnswerChange,
    AssessmentRecord,
    CheckFinding,
    EnterpriseRecord,
    EvidenceRecord,
    HistoryEntry,
    NewAssessment,
    PinnedForm,
    ProjectChange,
    ProjectEntry,
)
from anhui_assess.storage import answers, assessments, backup, check, creation, evidence, history, projects
from anhui_assess.storage.evidence import EVIDENCE_FOLDER, EvidenceFolder
from anhui_assess.storage.opening import Clock, Opened, Opener, local_now, stamp
from anhui_assess.storage.rows import SETTING
from anhui_assess.storage.schema import CURRENT, Schema


def open_workspace(
    folder: Path,
    *,
    read_only: bool = False,
    create: bool = True,
    clock: Clock = local_now,
    schema: Schema = CURRENT,
) -> SqliteWorkspace:
    """Open the workspace in a folder, making a new one when there is none and `create` allows it.

    When another window holds it, or nothing can be written there, it is opened read-only and says why. Raises
    ForeignFileError, DamagedWorkspaceError, NewerWorkspaceError (each leaves the file byte-identical),
    WorkspaceLockedError, another WorkspaceError when there is no workspace, or EnvironmentFaultError. An older
    workspace is backed up and migrated. `clock` and `schema` are for tests.
    """
    folder = folder.absolute()
    return SqliteWorkspace(
        folder, Opener(folder, schema, clock).open(read_only=read_only, create=create), clock, schema
    )


class SqliteWorkspace:
    """The `WorkspaceStore` over SQLite. May be used from several threads; they take turns.

    Attributes:
        recovery: what was found and done when the last session did not close, in Chinese; empty otherwise.
    """

    def __init__(self, folder: Path, opened: Opened, clock: Clock, schema: Schema) -> None:
        self._folder = folder
        self._opened = opened
        self._database = opened.database
        self._evidence = EvidenceFolder(folder / EVIDENCE_FOLDER)
        self._clock = clock
        self._schema = schema
        self.recovery = opened.recovery

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The workspace folder."""
        return self._folder

    @property
    def read_only(self) -> bool:
        """Whether the workspace was opened without the right to change it."""
        return bool(self._database.read_only_reason)

    @property
    def read_only_reason(self) -> str:
        """Why it is read-only, in Chinese; empty otherwise."""
        return self._database.read_only_reason

    def close(self) -> None:
        """Release the lock and the database; a second call does nothing."""
        self._opened.close()

    def _now(self) -> str:
        return stamp(self._clock())

    # -------------------------------------------------------------------------------------- library

    def enterprises(self) -> Sequence[EnterpriseRecord]:
        """Return all enterprises, most recently changed first."""
        with self._database.reading() as connection:
            return assessments.enterprises(connection)

    def assessments(self, enterprise_id: str | None = None) -> Sequence[AssessmentRecord]:
        """Return the assessments of one or all enterprises, most recently changed first."""
        with self._database.reading() as connection:
            return assessments.assessments(connection, enterprise_id)

    def assessment(self, assessment_id: str) -> AssessmentRecord:
        """Return one assessment; raises NotFoundError."""
        with self._database.reading() as connection:
            return assessments.assessment(connection, assessment_id)

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord:
        """Return one enterprise; raises NotFoundError."""
        with self._database.reading() as connection:
            return assessments.enterprise(connection, enterprise_id)

    def create_assessment(self, new: NewAssessment) -> AssessmentRecord:
        """Store an assessment with its pinned forms and answers, and its enterprise when new."""
        return self.create_assessments([new])[0]

    def create_assessments(self, new: Sequence[NewAssessment]) -> Sequence[AssessmentRecord]:
        """Store several assessments, all or none; those of one new enterprise (same code) share it."""
        at = self._now()
        made: list[AssessmentRecord] = []
        known: dict[str, str] = {}
        with self._database.writing() as connection:
            for one in new:
                enterprise_id = one.enterprise_id or known.get(one.enterprise.uscc)
                made.append(creation.create(connection, replace(one, enterprise_id=enterprise_id), at))
                if one.enterprise.uscc:
                    known[one.enterprise.uscc] = made[-1].enterprise_id
        return made

    def update_assessment(
        self, assessment_id: str, *, title: str, date: str, assessor: str
    ) -> AssessmentRecord:
        """Change the heading data of an assessment."""
        at, heading = self._now(), {"title": title, "date": date, "assessor": assessor}
        with self._database.writing() as connection:
            assessments.update_heading(connection, assessment_id, heading, at)
            return assessments.assessment(connection, assessment_id)

    def delete_assessment(self, assessment_id: str) -> None:
        """Remove an assessment with its answers; the change log keeps its entries."""
        at = self._now()
        with self._database.writing() as connection:
            assessments.delete(connection, assessment_id, at)

    # -------------------------------------------------------------------------------------- answers

    def sheet(self, assessment_id: str) -> AnswerSheet:
        """Return all answers of an assessment; raises NotFoundError."""
        with self._database.reading() as connection:
            return answers.sheet(connection, assessment_id)

    def pinned_form(self, form_id: str, version: str) -> PinnedForm:
        """Return a form version as it was stored; raises NotFoundError."""
        with self._database.reading() as connection:
            return assessments.pinned_form(connection, form_id, version)

    def save_answer(self, change: AnswerChange) -> str:
        """Store one answer, its history entry and what follows from it; return the ISO time it was saved."""
        at = self._now()
        with self._database.writing() as connection:
            answers.save(connection, change, at)
        return at

    def save_answers(self, changes: Sequence[AnswerChange]) -> str:
        """Store several answers of one assessment, all or none; return the ISO time they were saved."""
        at = self._now()
        with self._database.writing() as connection:
            for change in changes:
                answers.save(connection, change, at)
        return at

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
        at = self._now()
        with self._database.writing() as connection:
            answers.save_tailoring(connection, (assessment_id, form_id, node_id), reason, who, at)
            assessments.touch(connection, assessment_id, at, summary=summary)
        return at

    def history(
        self, assessment_id: str, form_id: str, item_id: str, most: int | None = None
    ) -> Sequence[HistoryEntry]:
        """Return the changes of one answer, newest first; also those of a deleted assessment."""
        with self._database.reading() as connection:
            return answers.changes(connection, assessment_id, form_id, item_id, most)

    def history_head(self) -> str:
        """Return the hash of the newest entry of the change log, empty when there is none."""
        with self._database.reading() as connection:
            return history.head(connection)

    # -------------------------------------------------------------------------------------- projects

    def projects(self, assessment_id: str) -> Sequence[Project]:
        """Return the projects of an assessment by number."""
        with self._database.reading() as connection:
            return projects.of_assessment(connection, assessment_id)

    def save_projects(self, changes: Sequence[ProjectChange]) -> str:
        """Store changes of projects with their history entries, all or none; return the ISO time they were saved."""
        at = self._now()
        with self._database.writing() as connection:
            for assessment_id in sorted({change.assessment_id for change in changes}):
                assessments.touch(connection, assessment_id, at)
            for change in changes:
                projects.save(connection, change, at)
        return at

    def project_history(self, assessment_id: str, project_id: str | None = None) -> Sequence[ProjectEntry]:
        """Return the changes of one project, or of all of an assessment, newest first."""
        with self._database.reading() as connection:
            return projects.changes(connection, assessment_id, project_id)

    # -------------------------------------------------------------------------------------- evidence, settings

    def add_evidence(self, source: Path, name: str) -> EvidenceRecord:
        """Copy a file into the evidence folder; the same content is kept once."""
        self._database.require_writable()
        kept = self._evidence.keep(source, name, self._now())
        with self._database.writing() as connection:
            return evidence.register(connection, kept)

    def evidence(self, sha256s: Sequence[str]) -> Mapping[str, EvidenceRecord]:
        """Return what is known of some evidence files."""
        with self._database.reading() as connection:
            return evidence.records(connection, sha256s)

    def evidence_path(self, sha256: str) -> Path:
        """Return where an evidence file is kept, for opening it or packing it."""
        return self._evidence.path(sha256)

    def setting(self, key: str) -> str | None:
        """Return a stored setting."""
        with self._database.reading() as connection:
            row = SETTING.get(connection, key)
        return None if row is None else str(row["value"])

    def set_setting(self, key: str, value: str) -> None:
        """Store a setting."""
        with self._database.writing() as connection:
            SETTING.put(connection, {"key": key, "value": value})

    # -------------------------------------------------------------------------------------- care

    def backup(self, target: Path) -> Path:
        """Write a consistent copy of the database to a new file; a folder gets one with a dated name."""
        with self._database.outside_transaction() as connection:
            return backup.write_backup(connection, target, self._clock())

    def check(self) -> Sequence[CheckFinding]:
        """Check database, answer hashes, change log chain and evidence files."""
        with self._database.reading() as connection:
            found = check.findings(connection, self._schema)
            listed = check.listed_evidence(connection)
        return [*found, *self._evidence.verify(listed)]
