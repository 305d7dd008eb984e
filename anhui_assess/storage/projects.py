"""Projects of an assessment, inside a transaction that the caller holds.

A row holds the project as JSON text. In the log `old` is that text, empty where there was none, and `new` an object with the
project (null when it was removed) and the reason that was given.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from anhui_assess.domain.errors import DamagedWorkspaceError
from anhui_assess.domain.planning.projects import Project
from anhui_assess.services.ports import ProjectChange, ProjectEntry
from anhui_assess.services.project_data import project_data, project_from
from anhui_assess.storage import codec, history, messages
from anhui_assess.storage.rows import PROJECT

SUBJECT = "project"


def place(assessment_id: str, project_id: str) -> str:
    """Name a project so that it can be found again."""
    return f"评估 {assessment_id} · 项目 {project_id}"


def encode(project: Project) -> str:
    """Return a project as JSON text."""
    return codec.dumps(project_data(project))


def _decoded(text: str, where: str) -> Project:
    try:
        return project_from(codec.loads(text))
    except ValueError as error:
        raise DamagedWorkspaceError(messages.damaged_row(where)) from error


def of_assessment(connection: sqlite3.Connection, assessment_id: str) -> tuple[Project, ...]:
    """Return the projects of an assessment by number."""
    rows = connection.execute(
        "SELECT project_id, body FROM project WHERE assessment_id = ?", (assessment_id,)
    )
    found = [_decoded(row["body"], place(assessment_id, row["project_id"])) for row in rows]
    return tuple(sorted(found, key=lambda project: (project.number, project.id)))


def put_first(
    connection: sqlite3.Connection, assessment_id: str, projects: Sequence[Project], at: str
) -> None:
    """Store the projects a new assessment brings along; its creation entry holds them."""
    for project in projects:
        row = {"assessment_id": assessment_id, "project_id": project.id, "updated_at": at}
        PROJECT.put(connection, row | {"body": encode(project)})


def save(connection: sqlite3.Connection, change: ProjectChange, at: str) -> None:
    """Store one project with its history entry. The log takes what was from the database, not from the caller."""
    key = (change.assessment_id, change.project_id)
    stored = PROJECT.get(connection, *key)
    old = "" if stored is None else stored["body"]
    new = "" if change.new is None else encode(change.new)
    if new == old:
        return
    if change.new is None:
        PROJECT.drop(connection, *key)
    else:
        PROJECT.put(connection, dict(zip(PROJECT.key, key, strict=True)) | {"body": new, "updated_at": at})
    what: dict[str, Any] = {"project": None if change.new is None else project_data(change.new)}
    entry = history.LogEntry(
        at,
        change.who,
        change.assessment_id,
        change.action,
        SUBJECT,
        subject_id=change.project_id,
        old=old,
        new=codec.dumps(what | ({"reason": change.reason} if change.reason else {})),
    )
    history.append(connection, entry)


def logged_body(text: str) -> str:
    """Return the stored text a log entry led to, empty when it removed the project; raises ValueError, KeyError."""
    plain = codec.loads(text)["project"]
    return "" if plain is None else codec.dumps(plain)


def changes(connection: sqlite3.Connection, assessment_id: str, project_id: str | None) -> list[ProjectEntry]:
    """Return the changes of one project or of all, newest first; what a new assessment brought along is no change."""
    chosen, values = ("", ()) if project_id is None else ("AND subject_id = ?", (project_id,))
    rows = connection.execute(
        "SELECT * FROM change_log WHERE assessment_id = ? AND form_id = '' AND subject = ? "
        f"{chosen} ORDER BY number DESC",
        (assessment_id, SUBJECT, *values),
    )
    where = f"{place(assessment_id, project_id or '')} 的变更记录"
    try:
        return [_entry(row) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedWorkspaceError(messages.damaged_row(where)) from error


def _entry(row: sqlite3.Row) -> ProjectEntry:
    new = codec.loads(row["new"])
    return ProjectEntry(
        number=row["number"],
        at=row["at"],
        who=row["who"],
        project_id=row["subject_id"],
        action=row["action"],
        old=project_from(codec.loads(row["old"])) if row["old"] else None,
        new=None if new["project"] is None else project_from(new["project"]),
        reason=new.get("reason", ""),
        program_version=row["program_version"],
    )
