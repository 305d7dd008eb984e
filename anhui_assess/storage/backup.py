"""Consistent copies of the database: written beside the target, checked, then renamed; never over an existing file."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from anhui_assess.domain.errors import InputRefusedError
from anhui_assess.domain.problems import Problem
from anhui_assess.storage import messages
from anhui_assess.storage.durable import clear_temporary, settle, sync_folder, temporary_in
from anhui_assess.storage.faults import faults
from anhui_assess.storage.schema import require_sound

BACKUP_FOLDER = "backups"


def write_backup(source: sqlite3.Connection, target: Path, now: dt.datetime) -> Path:
    """Copy the database to `target`, or under a dated name into the folder `target`; return the file.

    Raises InputRefusedError when the file exists, EnvironmentFaultError when it cannot be written.
    """
    with faults(target):
        if target.is_dir():
            target = unused_name(target, f"workspace-{now:%Y%m%d-%H%M%S}")
        elif target.exists():
            raise InputRefusedError(
                [Problem(str(target), messages.target_exists(target))], messages.NOT_BACKED_UP
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary_in(target.parent) as temporary:
            _copy(source, temporary)
            settle(temporary, target)
    return target


def _copy(source: sqlite3.Connection, temporary: Path) -> None:
    with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
        # The file counts only once it is complete and renamed, so it needs no journal of its own.
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        source.backup(copy)
        require_sound(copy)


def backup_before_migration(source: sqlite3.Connection, folder: Path, version: int, now: dt.datetime) -> Path:
    """Keep the database as it was before a migration in `backups/`."""
    backups = folder / BACKUP_FOLDER
    with faults(backups):
        backups.mkdir(exist_ok=True)
        clear_temporary(backups)
        sync_folder(folder)
        return write_backup(
            source, unused_name(backups, f"before-migration-v{version}-{now:%Y%m%d-%H%M%S}"), now
        )


def unused_name(folder: Path, stem: str) -> Path:
    """Return `stem.db` in the folder, with a number when that exists."""
    candidate, number = folder / f"{stem}.db", 2
    while candidate.exists():
        candidate, number = folder / f"{stem}-{number}.db", number + 1
    return candidate
