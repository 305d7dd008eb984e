"""Look at a file before SQLite touches it, so that a file which is not ours stays byte-identical."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from anhui_assess.domain.errors import DamagedWorkspaceError, ForeignFileError, NewerWorkspaceError
from anhui_assess.storage import messages

APPLICATION_ID = 0x41485A44
"""`AHZD`, 安徽诊断: marks a SQLite file as a workspace of this program."""
_MAGIC = b"SQLite format 3\0"
_HEADER_LENGTH = 100
_LARGEST_PAGE = 65536
_WAL = 2
SIDE_FILES = ("-journal", "-wal")


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a SQLite header (https://www.sqlite.org/fileformat.html, section 1.3) that decide about opening."""

    page_size: int
    page_count: int
    user_version: int
    application_id: int
    uses_wal: bool

    @classmethod
    def parse(cls, head: bytes) -> Header:
        """Read the first 100 bytes of a database."""
        page_size = int.from_bytes(head[16:18], "big")
        changes, pages = struct.unpack_from(">II", head, 24)
        (user_version,) = struct.unpack_from(">I", head, 60)
        application_id, valid_for = struct.unpack_from(">I20xI", head, 68)
        # The page count is only in date when both counters agree.
        return cls(
            page_size=_LARGEST_PAGE if page_size == 1 else page_size,
            page_count=pages if changes == valid_for else 0,
            user_version=user_version,
            application_id=application_id,
            uses_wal=head[18] == _WAL or head[19] == _WAL,
        )


def side_files(path: Path) -> tuple[Path, ...]:
    """Return the journal files that stand beside a database and have content."""
    beside = (path.with_name(path.name + suffix) for suffix in SIDE_FILES)
    return tuple(file for file in beside if file.is_file() and file.stat().st_size)


def require_ours(path: Path, newest: int) -> Header:
    """Return the header of a workspace this program can open; raises the error that says why not.

    The length is only judged when no journal stands beside the file, since SQLite will first put that right.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEADER_LENGTH)
    if not head.strip(b"\0"):
        raise DamagedWorkspaceError(messages.empty_file(path))
    if not head.startswith(_MAGIC):
        raise ForeignFileError(messages.foreign_file(path))
    if len(head) < _HEADER_LENGTH:
        raise DamagedWorkspaceError(messages.truncated_file(path))
    header = Header.parse(head)
    if header.application_id != APPLICATION_ID:
        raise ForeignFileError(messages.foreign_file(path))
    if header.user_version > newest:
        raise NewerWorkspaceError(messages.newer_file(path, header.user_version, newest))
    if header.user_version == 0 or header.page_size == 0:
        raise DamagedWorkspaceError(messages.damaged_file(path))
    if not side_files(path) and (size % header.page_size or size < header.page_size * header.page_count):
        raise DamagedWorkspaceError(messages.truncated_file(path))
    return header
