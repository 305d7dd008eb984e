"""A step of the schema that has not been released yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anhui_assess.storage.schema import STEPS, Schema

if TYPE_CHECKING:
    from sqlite_utils import Database


def step_rebuilds_tables(db: Database) -> None:
    """What later steps will do: a new column, and a rebuild of a table others refer to with ON DELETE CASCADE."""
    db.execute("ALTER TABLE evidence ADD COLUMN remark TEXT NOT NULL DEFAULT ''")
    db.table("assessment").transform(column_order=["id", "enterprise_id", "date", "title"])


LATER = Schema((*STEPS, step_rebuilds_tables))
