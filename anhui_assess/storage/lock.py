"""One writer per workspace: a lock of the operating system on `workspace.lock`, which also says who holds it.

The operating system drops the lock when its process ends in whatever way, so a stale lock clears itself; the text left
in the file then tells that the last session did not close. `flock` is used rather than POSIX record locks because those
would let a second window of the same process in. On Windows a byte far behind the text is locked, which leaves the text
readable for others.
"""

from __future__ import annotations

import errno
import getpass
import os
import platform
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from anhui_assess.storage import codec

LOCK_FILE = "workspace.lock"
_FAR_BYTE = 1 << 30
_LONGEST = 4096
_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who opened a workspace for writing."""

    pid: int
    host: str
    user: str
    since: str

    @classmethod
    def this_process(cls, since: str) -> Holder:
        """Return this process."""
        return cls(os.getpid(), platform.node(), _user(), since)

    @classmethod
    def parse(cls, text: bytes) -> Holder | None:
        """Return what a lock file says, None when it says nothing usable."""
        try:
            plain = codec.loads(text.decode())
            return cls(int(plain["pid"]), str(plain["host"]), str(plain["user"]), str(plain["since"]))
        except (ValueError, TypeError, KeyError):
            return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no entry for the user id, no pwd module
        return "?"


class LockHeldError(Exception):
    """Somebody else has the workspace; `holder` is None when the file does not tell who."""

    def __init__(self, holder: Holder | None) -> None:
        self.holder = holder
        super().__init__(holder)


class LocksUnsupportedError(Exception):
    """The file system has no locks."""


class WorkspaceLock:
    """The lock held by this process.

    Attributes:
        left_by: who held it last without releasing it, because of a crash, a kill or a power cut.
    """

    def __init__(self, descriptor: int, left_by: Holder | None) -> None:
        self._descriptor: int | None = descriptor
        self.left_by = left_by

    @classmethod
    def acquire(cls, folder: Path, since: str) -> WorkspaceLock:
        """Take the lock at once or raise LockHeldError, LocksUnsupportedError or the OSError of opening the file."""
        binary = getattr(os, "O_BINARY", 0)
        descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | binary, 0o666)
        try:
            return cls._take(descriptor, since)
        except BaseException:
            os.close(descriptor)
            raise

    @classmethod
    def _take(cls, descriptor: int, since: str) -> WorkspaceLock:
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno in _HELD:
                raise LockHeldError(Holder.parse(_read(descriptor))) from None
            raise LocksUnsupportedError from error
        left_by = Holder.parse(_read(descriptor))
        with suppress(OSError):  # a full disk: the lock itself holds without the text
            _write(descriptor, codec.dumps(asdict(Holder.this_process(since))).encode())
        return cls(descriptor, left_by)

    def release(self) -> None:
        """Give the lock back and empty the file, which marks a clean end; a second call does nothing."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        try:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
            with suppress(OSError):
                _unlock(descriptor)
        finally:
            os.close(descriptor)

    def give_up(self) -> None:
        """Give the lock back without ending a session: after a crash the next start must still check the database."""
        if self.left_by is None:
            self.release()
        elif self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _read(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _LONGEST)


def _write(descriptor: int, text: bytes) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text)
