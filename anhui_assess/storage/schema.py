"""The tables of a workspace and the steps that lead to them.

Version history
    1   enterprises, assessments with pinned forms, answers, tailoring, change log, evidence, settings
    2   projects of an assessment; the change log also speaks of projects

A step is one function that is never edited after its release; a change is a new function at the end of `STEPS`. The
number of steps is the schema version and stands in `PRAGMA user_version`. Every row of the tables in `rows.TABLES`
carries `content_hash`. `assessment.forms` is a JSON object of form id to version and `summary` the headline: the list
of 10,000 enterprises has 0.1 s, too little for a join over all their forms. Order "most recently changed first" goes by the counter `touched`, not by the local times, which
jump when a clock or time zone is set.

sqlite_utils takes about 80 ms to import, more than the start of the program may cost, so it is loaded only when there is
a step to run.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anhui_assess.storage.connection import transaction
from anhui_assess.storage.faults import UnsoundError

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

Step = Callable[["Database"], None]

_MIGRATION_SET = "anhui_assess"
_NUMERIC_PARTS = ("numpy", "pandas")

_V1_LIBRARY = """
CREATE TABLE workspace (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    workspace_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    log_count INTEGER NOT NULL,
    log_head TEXT NOT NULL
) STRICT;
CREATE TABLE enterprise (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    uscc TEXT NOT NULL,
    city TEXT NOT NULL,
    county TEXT NOT NULL,
    industry TEXT NOT NULL,
    is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    touched INTEGER NOT NULL,
    content_hash TEXT NOT NULL
) STRICT;
CREATE INDEX enterprise_touched ON enterprise (touched);
CREATE TABLE assessment (
    id TEXT PRIMARY KEY NOT NULL,
    enterprise_id TEXT NOT NULL REFERENCES enterprise (id),
    title TEXT NOT NULL,
    date TEXT NOT NULL,
    assessor TEXT NOT NULL,
    forms TEXT NOT NULL,
    summary TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    touched INTEGER NOT NULL,
    content_hash TEXT NOT NULL
) STRICT;
CREATE INDEX assessment_touched ON assessment (touched);
CREATE INDEX assessment_enterprise ON assessment (enterprise_id, touched);
CREATE TABLE pinned_form (
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    source TEXT NOT NULL,
    pinned_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (form_id, version)
) STRICT;
"""

_V1_CONTENT = """
CREATE TABLE answer (
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    form_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (assessment_id, form_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tailoring (
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    form_id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (assessment_id, form_id, node_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
    sha256 TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    added_at TEXT NOT NULL,
    content_hash TEXT NOT NULL
) STRICT;
CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    content_hash TEXT NOT NULL
) STRICT;
"""

_V1_LOG = """
CREATE TABLE change_log (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    assessment_id TEXT NOT NULL,
    form_id TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject IN ('assessment', 'item', 'node')),
    subject_id TEXT NOT NULL,
    action TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    program_version TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX change_log_subject ON change_log (assessment_id, form_id, subject, subject_id, number);
"""

_V1_LOG_GUARDS = (
    """CREATE TRIGGER change_log_keeps_rows BEFORE DELETE ON change_log
    BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END""",
    """CREATE TRIGGER change_log_keeps_content BEFORE UPDATE ON change_log
    BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END""",
    """CREATE TRIGGER change_log_only_grows BEFORE INSERT ON change_log
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM change_log)
    BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END""",
)


def m0001_workspace(db: Database) -> None:
    """Create the first released schema."""
    for script in (_V1_LIBRARY, _V1_CONTENT, _V1_LOG):
        for statement in script.split(";"):
            if statement.strip():
                db.execute(statement.strip())
    for trigger in _V1_LOG_GUARDS:
        db.execute(trigger)


_V2_PROJECT = """
CREATE TABLE project (
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    project_id TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (assessment_id, project_id)
) STRICT, WITHOUT ROWID
"""

_V2_LOG = """
CREATE TABLE change_log_2 (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    assessment_id TEXT NOT NULL,
    form_id TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject IN ('assessment', 'item', 'node', 'project')),
    subject_id TEXT NOT NULL,
    action TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    program_version TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT
"""

_V2_LOG_MOVED = (
    "INSERT INTO change_log_2 SELECT * FROM change_log ORDER BY number",
    "DROP TABLE change_log",  # with its triggers, which a DROP does not fire
    "ALTER TABLE change_log_2 RENAME TO change_log",
    "CREATE INDEX change_log_subject ON change_log (assessment_id, form_id, subject, subject_id, number)",
)


def m0002_projects(db: Database) -> None:
    """Add the table of projects, and let the change log speak of them: its CHECK can only be widened by a rebuild."""
    for statement in (_V2_PROJECT, _V2_LOG, *_V2_LOG_MOVED, *_V1_LOG_GUARDS):
        db.execute(statement.strip())


STEPS: tuple[Step, ...] = (m0001_workspace, m0002_projects)
SCHEMA_VERSION = len(STEPS)


@dataclass(frozen=True, slots=True)
class Schema:
    """A list of steps; the program uses `CURRENT`, tests also others."""

    steps: tuple[Step, ...]

    @property
    def version(self) -> int:
        """The version a database has after all steps."""
        return len(self.steps)

    def migrations(self) -> Migrations:
        """Return the steps as a migration set of sqlite_utils."""
        with _without_numeric_parts():
            from sqlite_utils import Migrations
        found = Migrations(_MIGRATION_SET)
        for step in self.steps:
            found(name=step.__name__)(step)
        return found

    def names_at(self, version: int) -> frozenset[str]:
        """Return the tables, indexes and triggers a database of an earlier version has."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
            Schema(self.steps[:version]).migrate(fresh)
            return frozenset(structure(fresh))

    def migrate(self, connection: sqlite3.Connection) -> None:
        """Bring a database to this version in one transaction; foreign keys must be off.

        Raises UnsoundError, with everything as it was, when a check after the last step finds a fault.
        """
        migrations = self.migrations()
        from sqlite_utils import Database

        with transaction(connection):
            migrations.apply(Database(connection, execute_plugins=False))
            connection.execute(f"PRAGMA user_version = {self.version}")
            require_sound(connection)


CURRENT = Schema(STEPS)


def require_sound(connection: sqlite3.Connection) -> None:
    """Raise UnsoundError when the file is damaged or a row points nowhere."""
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if dangling is not None or verdict != "ok":
        raise UnsoundError(verdict if dangling is None else f"dangling row in {dangling[0]}")


def structure(connection: sqlite3.Connection) -> dict[str, str]:
    """Return name to SQL text of all our tables, indexes and triggers."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE '\\_%' ESCAPE '\\' "
        "AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {row[0]: row[1] for row in rows}


@contextmanager
def _without_numeric_parts() -> Iterator[None]:
    """Hide numpy and pandas, which sqlite_utils imports whenever they can be found and which we do not need."""
    hidden = [name for name in _NUMERIC_PARTS if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
