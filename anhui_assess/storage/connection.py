"""The connection to a workspace database: how it is set up, and reading and writing as blocks.

Journal: DELETE with synchronous=EXTRA. A copy of `workspace.db` alone must hold every answer shown as saved, also when
the program was killed right after it; with WAL the answer would still stand in the WAL file, and a checkpoint after
each answer costs what it saves. Measured for one answer (upsert, log row, summary of 2.5 kB), median per commit:

    journal, synchronous          SSD here        20 ms per fsync
    DELETE, FULL                  0.7–1.1 ms       83 ms
    DELETE, EXTRA                 0.9–1.5 ms      104 ms
    WAL, FULL                     0.2–0.3 ms       21 ms
    WAL, FULL + checkpoint        0.9 ms           83 ms

EXTRA also syncs the folder after the journal is deleted; with FULL a power cut could bring the journal back and undo
the last acknowledged answer. A process killed in the middle of a commit leaves a journal: the answer in flight was not
acknowledged and is undone at the next opening. Only a copy made before that, without the journal, can be half-written,
when the kill fell between the first and the last page: 1,500 kills of a process that saved without pause left 972
journals; without them 7 lone copies were half-written (5 refused at opening, 2 only named by the check). No lone copy
lacked an acknowledged change.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote_from_bytes

from anhui_assess.domain.errors import ReadOnlyError, WorkspaceError
from anhui_assess.storage import messages
from anhui_assess.storage.faults import faults

BUSY_SECONDS = 5.0
Mode = Literal["ro", "rw", "rwc"]


def connect(path: Path, mode: Mode) -> sqlite3.Connection:
    """Open a database file; foreign keys stay off until `enforce_keys`.

    Transactions are begun and ended by us alone. The connection may be used from several threads because `Database`
    lets in one at a time.
    """
    connection = sqlite3.connect(
        f"{_uri(path)}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _set_up(connection, mode)
    except BaseException:
        connection.close()
        raise
    return connection


def _uri(path: Path) -> str:
    """Return the file as SQLite wants it; `Path.as_uri` puts the server of a network path where SQLite refuses it."""
    posix = path.absolute().as_posix()
    return f"file://{'' if posix.startswith('/') else '/'}{quote_from_bytes(os.fsencode(posix), safe='/:')}"


def _set_up(connection: sqlite3.Connection, mode: Mode) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = OFF")  # a migration may rebuild tables others refer to
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE must not slip past the log's triggers
    if mode == "ro":
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.execute(
        "SELECT count(*) FROM sqlite_master"
    ).fetchone()  # undoes a half-written commit, finds damage


def enforce_keys(connection: sqlite3.Connection) -> None:
    """Switch foreign keys on, which SQLite only does outside a transaction."""
    connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit when the block ends, roll back when anything escapes from it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    finally:
        _roll_back(connection)


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Give one consistent view of the data; ended by a roll-back because a COMMIT repeats faults that were dealt with."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        _roll_back(connection)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # neither committed nor already rolled back by a fault
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


class Database:
    """A workspace database as the parts of the adapter use it: one block at a time, faults in our words."""

    def __init__(self, connection: sqlite3.Connection, path: Path, read_only_reason: str = "") -> None:
        self._connection: sqlite3.Connection | None = connection
        self._mutex = threading.RLock()
        self.path = path
        self.read_only_reason = read_only_reason

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give one consistent view of the data."""
        with self._mutex, faults(self.path), snapshot(self._open_connection()) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give one transaction, durable when the block has ended."""
        self.require_writable()
        with self._mutex, faults(self.path), transaction(self._open_connection()) as connection:
            yield connection

    def require_writable(self) -> None:
        """Raise ReadOnlyError unless changes are allowed."""
        self._open_connection()
        if self.read_only_reason:
            raise ReadOnlyError(messages.read_only(self.read_only_reason))

    @contextmanager
    def outside_transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the bare connection, for the backup API and the check."""
        with self._mutex, faults(self.path):
            yield self._open_connection()

    def _open_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            raise WorkspaceError(messages.CLOSED)
        return self._connection

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with self._mutex:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()
