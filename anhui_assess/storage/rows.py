"""Rows of the hashed tables: written with their content hash, read back, verified."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anhui_assess.storage import codec


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the present schema: its key and its other columns, without `content_hash`."""

    name: str
    key: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns the content hash covers."""
        return self.key + self.others

    def hash(self, row: Mapping[str, Any] | sqlite3.Row) -> str:
        """Return the SHA-256 over table name and columns."""
        return codec.sha256([self.name, *(row[column] for column in self.columns)])

    def put(self, connection: sqlite3.Connection, row: Mapping[str, Any]) -> None:
        """Insert the row, or update the one with its key."""
        connection.execute(_upsert(self), (*(row[column] for column in self.columns), self.hash(row)))

    def get(self, connection: sqlite3.Connection, *key: str) -> dict[str, Any] | None:
        """Return the row of that key, None when there is none."""
        row = connection.execute(f"SELECT * FROM {self.name} WHERE {_matches(self)}", key).fetchone()
        return None if row is None else dict(row)

    def drop(self, connection: sqlite3.Connection, *key: str) -> None:
        """Delete the row of that key."""
        connection.execute(f"DELETE FROM {self.name} WHERE {_matches(self)}", key)


def _matches(table: Table) -> str:
    return " AND ".join(f"{column} = ?" for column in table.key)


def _upsert(table: Table) -> str:
    columns = (*table.columns, "content_hash")
    changes = ", ".join(f"{column} = excluded.{column}" for column in (*table.others, "content_hash"))
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {changes}"
    )


def next_touched(connection: sqlite3.Connection, table: Table, present: int | None = None) -> int:
    """Return the number that makes a row first in the order "most recently changed".

    A row that is first already keeps its number, which spares its indexes a write: the fewer pages a commit touches, the
    shorter is the moment in which a kill leaves the file half-written.
    """
    (newest,) = connection.execute(f"SELECT coalesce(max(touched), 0) FROM {table.name}").fetchone()
    return int(newest) if present == newest else int(newest) + 1


_TIMES = ("created_at", "updated_at", "touched")

ENTERPRISE = Table(
    "enterprise", ("id",), ("name", "uscc", "city", "county", "industry", "is_sample", *_TIMES)
)
ASSESSMENT = Table(
    "assessment", ("id",), ("enterprise_id", "title", "date", "assessor", "forms", "summary", *_TIMES)
)
PINNED_FORM = Table("pinned_form", ("form_id", "version"), ("fingerprint", "source", "pinned_at"))
ANSWER = Table("answer", ("assessment_id", "form_id", "item_id"), ("body", "updated_at"))
PROJECT = Table("project", ("assessment_id", "project_id"), ("body", "updated_at"))
TAILORING = Table("tailoring", ("assessment_id", "form_id", "node_id"), ("reason", "updated_at"))
EVIDENCE = Table("evidence", ("sha256",), ("name", "size", "media_type", "added_at"))
SETTING = Table("setting", ("key",), ("value",))

TABLES = (ENTERPRISE, ASSESSMENT, PINNED_FORM, ANSWER, TAILORING, PROJECT, EVIDENCE, SETTING)
"""Every table whose rows carry a content hash."""
