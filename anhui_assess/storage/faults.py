"""The one place that turns the faults of SQLite and of the operating system into our errors.

What is left alone (constraint violations, wrong SQL, a value SQLite cannot bind) is our own bug and must crash.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from anhui_assess.domain.errors import (
    AssessError,
    DamagedWorkspaceError,
    DiskFullError,
    EnvironmentFaultError,
)
from anhui_assess.storage import messages

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NO_ACCESS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FILE = frozenset({errno.ENOENT, errno.ENOTDIR})
_PRIMARY = 0xFF
_NEARLY_FULL = 1_000_000
_NOT_UTF8 = "Could not decode to UTF-8"

_BUSY = (EnvironmentFaultError, messages.busy)
_DAMAGED = (DamagedWorkspaceError, messages.damaged_file)
_NO_ACCESS = (EnvironmentFaultError, messages.no_access)
_BY_CODE: Mapping[int | None, tuple[type[AssessError], Callable[[Path], str]]] = {
    sqlite3.SQLITE_FULL: (DiskFullError, messages.disk_full),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: _NO_ACCESS,
    sqlite3.SQLITE_PERM: _NO_ACCESS,
    sqlite3.SQLITE_AUTH: _NO_ACCESS,
}


class UnsoundError(Exception):
    """A database failed the checks that end a migration or a backup or follow a crash."""


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Translate what goes wrong inside the block, naming `path` where the fault itself names no file."""
    try:
        yield
    except sqlite3.Error as error:
        ours = from_sqlite(error, path)
        if ours is None:
            raise
        raise ours from error
    except UnsoundError as error:
        raise DamagedWorkspaceError(messages.damaged_file(path)) from error
    except OSError as error:
        raise from_os(error, path) from error


def primary_code(error: sqlite3.Error) -> int | None:
    """Return SQLite's primary result code, None for an error raised by the Python module itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY


def from_sqlite(error: sqlite3.Error, path: Path) -> AssessError | None:
    """Return our error for a fault of the machine or of the file, None for a bug of ours."""
    if _NOT_UTF8 in str(error):
        return DamagedWorkspaceError(messages.damaged_file(path))
    code = primary_code(error)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return _disk_fault(error, path)
    if code == sqlite3.SQLITE_READONLY and error.sqlite_errorname == "SQLITE_READONLY_DBMOVED":
        return EnvironmentFaultError(messages.moved_away(path))
    known = _BY_CODE.get(code)
    return known[0](known[1](path)) if known else None


def _disk_fault(error: sqlite3.Error, path: Path) -> EnvironmentFaultError:
    """Look at the disk to tell a full one from a failing or vanished one: SQLite reports several cases alike."""
    if not path.exists():
        return EnvironmentFaultError(messages.moved_away(path))
    if shutil.disk_usage(path).free < _NEARLY_FULL:
        return DiskFullError(messages.disk_full(path))
    if error.sqlite_errorcode in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR_ACCESS):
        return EnvironmentFaultError(messages.no_access(path))
    return EnvironmentFaultError(messages.disk_trouble(path, str(error)))


def from_os(error: OSError, path: Path) -> EnvironmentFaultError:
    """Return our error for a fault the operating system reports."""
    where = Path(error.filename) if isinstance(error.filename, str) else path
    if error.errno in NO_SPACE:
        return DiskFullError(messages.disk_full(where))
    if error.errno in NO_ACCESS:
        return EnvironmentFaultError(messages.no_access(where))
    if error.errno in _NO_FILE:
        return EnvironmentFaultError(messages.missing(where))
    return EnvironmentFaultError(messages.disk_trouble(where, error.strerror or str(error)))
