"""How a workspace folder is opened: refusals, lock, creation, recovery, migration, and the ways to read only."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from anhui_assess.domain.errors import (
    DamagedWorkspaceError,
    EnvironmentFaultError,
    ForeignFileError,
    WorkspaceError,
    WorkspaceLockedError,
)
from anhui_assess.storage import header, messages
from anhui_assess.storage.backup import backup_before_migration
from anhui_assess.storage.connection import Database, Mode, connect, enforce_keys
from anhui_assess.storage.durable import settle
from anhui_assess.storage.evidence import EVIDENCE_FOLDER, EvidenceFolder
from anhui_assess.storage.faults import NO_ACCESS, faults, primary_code
from anhui_assess.storage.lock import Holder, LockHeldError, LocksUnsupportedError, WorkspaceLock
from anhui_assess.storage.rows import TABLES
from anhui_assess.storage.schema import Schema, require_sound, structure

DATABASE_FILE = "workspace.db"
REQUIRED_TABLES = frozenset({"workspace", "change_log", *(table.name for table in TABLES)})
Clock = Callable[[], dt.datetime]


def local_now() -> dt.datetime:
    """Return the local time with its offset."""
    return dt.datetime.now().astimezone()


def stamp(now: dt.datetime) -> str:
    """Return ISO 8601 with UTC offset, to the second."""
    return now.isoformat(timespec="seconds")


@dataclass(slots=True)
class Opened:
    """An open workspace folder; `close` gives everything back."""

    database: Database
    lock: WorkspaceLock | None = None
    recovery: str = ""
    snapshot: Path | None = None

    def close(self) -> None:
        """Close the database, then release the lock, then remove a snapshot."""
        self.database.close()
        if self.lock is not None:
            self.lock.release()
        if self.snapshot is not None:
            shutil.rmtree(self.snapshot, ignore_errors=True)


class Opener:
    """Opens one folder. See `workspace.open_workspace` for what is promised."""

    def __init__(self, folder: Path, schema: Schema, clock: Clock) -> None:
        self._folder = folder
        self._path = folder / DATABASE_FILE
        self._schema = schema
        self._clock = clock

    def open(self, *, read_only: bool, create: bool) -> Opened:
        """Open for writing where that is possible and wanted, else for reading."""
        with faults(self._path):
            exists = self._look(may_create=create and not read_only)
            if read_only:
                return self._open_to_read(messages.ASKED_READ_ONLY)
            lock = self._lock()
            if isinstance(lock, WorkspaceLock):
                return self._open_to_write(lock)
            if not exists:
                raise EnvironmentFaultError(messages.cannot_create(self._folder))
            return self._open_to_read(lock)

    def _look(self, *, may_create: bool) -> bool:
        """Refuse what is not ours before anything is touched; say whether a workspace is there."""
        if self._folder.exists() and not self._folder.is_dir():
            raise ForeignFileError(messages.not_a_folder(self._folder))
        if self._path.exists():
            header.require_ours(self._path, self._schema.version)
            return True
        if not may_create:
            raise WorkspaceError(messages.no_workspace(self._folder))
        self._folder.mkdir(parents=True, exist_ok=True)
        return False

    # -------------------------------------------------------------------------------------- the right to write

    def _lock(self) -> WorkspaceLock | str:
        """Return the lock, or in Chinese why this window may only read."""
        try:
            self._require_writable()
            return WorkspaceLock.acquire(self._folder, stamp(self._clock()))
        except LockHeldError as held:
            who = held.holder
            said = messages.held(who.user, who.host, who.pid, who.since) if who else messages.HELD_BY_UNKNOWN
            if not self._path.exists():  # just being made
                raise WorkspaceLockedError(said) from None
            return said
        except LocksUnsupportedError:
            return messages.no_file_locks(self._folder)
        except OSError as error:
            if error.errno not in NO_ACCESS:
                raise
            return messages.not_writable(
                Path(error.filename) if isinstance(error.filename, str) else self._folder
            )

    def _require_writable(self) -> None:
        """Raise PermissionError or its like unless the folder takes new files and the database can be changed."""
        with suppress(FileNotFoundError), self._path.open("rb+"):
            pass
        try:
            with tempfile.TemporaryFile(dir=self._folder):
                pass
        except OSError as error:
            if error.errno in NO_ACCESS:
                raise OSError(error.errno, error.strerror, str(self._folder)) from error

    # -------------------------------------------------------------------------------------- writing

    def _open_to_write(self, lock: WorkspaceLock) -> Opened:
        connection: sqlite3.Connection | None = None
        try:
            created = not self._path.exists()
            undone = not created and bool(header.side_files(self._path))
            if created:
                self._create()
            connection = self._connect("rw")
            recovery = "" if created else _after_crash(connection, lock.left_by, undone=undone)
            self._bring_up_to_date(connection, keep_old=True)
            enforce_keys(connection)
        except BaseException:
            if connection is not None:
                connection.close()
            lock.give_up()
            raise
        EvidenceFolder(self._folder / EVIDENCE_FOLDER).clear_left_over()
        return Opened(Database(connection, self._path), lock, recovery)

    def _create(self) -> None:
        """Make the database under another name first, so that a kill leaves either none or a complete one."""
        fresh = self._path.with_name(f"{DATABASE_FILE}.new")
        self._clear_way(fresh)
        try:
            with closing(connect(fresh, "rwc")) as connection:
                connection.execute("PRAGMA synchronous = OFF")  # `settle` flushes the whole file
                connection.execute(f"PRAGMA application_id = {header.APPLICATION_ID}")
                self._schema.migrate(connection)
                connection.execute(
                    "INSERT INTO workspace (only, workspace_id, created_at, log_count, log_head) VALUES (1, ?, ?, 0, '')",
                    (uuid.uuid4().hex, stamp(self._clock())),
                )
            settle(fresh, self._path)
        except BaseException:
            with suppress(OSError):
                self._clear_way(fresh)
            raise

    def _clear_way(self, fresh: Path) -> None:
        """Remove an earlier half-made database; set aside a journal without database, which would spoil the new one."""
        for left in (fresh, *header.side_files(fresh)):
            left.unlink(missing_ok=True)
        for orphan in header.side_files(self._path):
            orphan.replace(orphan.with_name(f"{orphan.name}.orphan"))

    def _bring_up_to_date(self, connection: sqlite3.Connection, *, keep_old: bool) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < self._schema.version:
            if not self._schema.names_at(version).issubset(structure(connection)):
                raise DamagedWorkspaceError(messages.damaged_file(self._path))
            if keep_old:
                backup_before_migration(connection, self._folder, version, self._clock())
            self._schema.migrate(connection)
        if not REQUIRED_TABLES.issubset(structure(connection)):
            raise DamagedWorkspaceError(messages.damaged_file(self._path))

    def _connect(self, mode: Mode) -> sqlite3.Connection:
        try:
            return connect(self._path, mode)
        except sqlite3.OperationalError as error:
            if primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise WorkspaceLockedError(messages.being_used(self._path)) from error
            raise

    # -------------------------------------------------------------------------------------- reading only

    def _open_to_read(self, reason: str) -> Opened:
        """Open without writing a byte; what cannot be read in place is read from a copy in the temporary folder.

        Such are a file left in the middle of a commit, an older schema, and a file some tool has switched to WAL.
        """
        known = header.require_ours(self._path, self._schema.version)
        if known.user_version < self._schema.version or known.uses_wal:
            return self._open_copy(reason)
        try:
            connection = self._connect("ro")
        except sqlite3.OperationalError as error:
            if primary_code(error) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
                raise
            return self._open_copy(reason)
        if not REQUIRED_TABLES.issubset(structure(connection)):
            connection.close()
            raise DamagedWorkspaceError(messages.damaged_file(self._path))
        return Opened(Database(connection, self._path, reason))

    def _open_copy(self, reason: str) -> Opened:
        snapshot = Path(tempfile.mkdtemp(prefix="anhui-assess-read-"))
        connection: sqlite3.Connection | None = None
        try:
            for file in (self._path, *header.side_files(self._path)):
                shutil.copyfile(file, snapshot / file.name)
            connection = connect(snapshot / DATABASE_FILE, "rw")
            self._bring_up_to_date(connection, keep_old=False)
            connection.execute("PRAGMA query_only = ON")
        except BaseException:
            if connection is not None:
                connection.close()
            shutil.rmtree(snapshot, ignore_errors=True)
            raise
        return Opened(Database(connection, self._path, reason), snapshot=snapshot)


def _after_crash(connection: sqlite3.Connection, left_by: Holder | None, *, undone: bool) -> str:
    """Check the database when the last session did not end properly; return what to tell the user."""
    if left_by is None and not undone:
        return ""
    require_sound(connection)
    return messages.recovered(left_by.user, left_by.since, undone=undone) if left_by else messages.UNDONE
