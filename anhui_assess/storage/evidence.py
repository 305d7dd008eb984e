"""Evidence files: kept once each under their SHA-256 in `evidence/<aa>/<sha256>`, listed in the table `evidence`."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn

from anhui_assess.domain.errors import InputRefusedError
from anhui_assess.domain.problems import Problem
from anhui_assess.services.ports import CheckFinding, EvidenceRecord
from anhui_assess.storage import messages
from anhui_assess.storage.durable import clear_temporary, settle, sync_folder, temporary_in
from anhui_assess.storage.faults import faults
from anhui_assess.storage.media import clean_name, is_executable, media_type
from anhui_assess.storage.rows import EVIDENCE

EVIDENCE_FOLDER = "evidence"
SIZE_LIMIT = 200_000_000
_BLOCK = 1 << 20
_HASH_LENGTH = 64
_AT_ONCE = 500  # SQLite allows a limited number of bound values in one statement


class EvidenceFolder:
    """The files; the table is the business of the functions below."""

    def __init__(self, folder: Path, limit: int = SIZE_LIMIT) -> None:
        self.folder = folder
        self._limit = limit

    def path(self, sha256: str) -> Path:
        """Return where the file of that hash is kept."""
        return self.folder / sha256[:2] / sha256

    def keep(self, source: Path, name: str, at: str) -> EvidenceRecord:
        """Copy a file in and return its record; a damaged copy of the same content is replaced by the good one.

        Raises InputRefusedError for programs, empty or too large files, EnvironmentFaultError when copying fails.
        """
        name = clean_name(name)
        with faults(source):
            self._require_regular(source, name)
            file = source.open("rb")
        with file, faults(self.folder):
            self.folder.mkdir(exist_ok=True)
            with temporary_in(self.folder) as temporary:
                return self._store(file, temporary, source, name, at)

    def _require_regular(self, source: Path, name: str) -> None:
        info = source.stat()
        if not stat.S_ISREG(info.st_mode):
            _refuse(name, messages.evidence_not_a_file())
        if info.st_size > self._limit:
            _refuse(name, messages.evidence_too_big(self._limit))

    def _store(self, file: BinaryIO, temporary: Path, source: Path, name: str, at: str) -> EvidenceRecord:
        head = file.read(_BLOCK)
        if not head:
            _refuse(name, messages.evidence_empty())
        if is_executable(head, name, source.name):
            _refuse(name, messages.evidence_executable())
        sha256, size = self._copy(head, file, temporary, name)
        target = self.path(sha256)
        if hash_of_file(target) != sha256:
            target.parent.mkdir(exist_ok=True)
            settle(temporary, target)
            sync_folder(self.folder)
        return EvidenceRecord(sha256, name, size, media_type(head, name), at)

    def _copy(self, head: bytes, file: BinaryIO, temporary: Path, name: str) -> tuple[str, int]:
        digest, size, block = hashlib.sha256(), 0, head
        with temporary.open("xb") as copy:
            while block:
                size += len(block)
                if size > self._limit:
                    _refuse(name, messages.evidence_too_big(self._limit))
                digest.update(block)
                copy.write(block)
                block = file.read(_BLOCK)
        return digest.hexdigest(), size

    def clear_left_over(self) -> None:
        """Remove half-copied files of a killed program."""
        clear_temporary(self.folder)

    def verify(self, listed: Iterable[tuple[str, str]]) -> Iterator[CheckFinding]:
        """Find every file, listed by hash and name, that is missing or changed."""
        for sha256, name in listed:
            found = hash_of_file(self.path(sha256)) if is_hash(sha256) else None
            if found != sha256:
                message = messages.EVIDENCE_MISSING if found is None else messages.EVIDENCE_CHANGED
                yield CheckFinding(f"证据 {name}（{sha256[:12]}…）", message)


def _refuse(name: str, message: str) -> NoReturn:
    raise InputRefusedError([Problem(name, message)], messages.NOT_ADDED)


def is_hash(text: str) -> bool:
    """Whether a text can be a SHA-256 as we write it, and so a safe file name."""
    return len(text) == _HASH_LENGTH and set(text) <= set("0123456789abcdef")


def hash_of_file(path: Path) -> str | None:
    """Return the SHA-256 of a file, None when it is missing or unreadable."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def register(connection: sqlite3.Connection, record: EvidenceRecord) -> EvidenceRecord:
    """List a kept file; content that is already listed keeps its first name and time."""
    known = records(connection, [record.sha256])
    if known:
        return known[record.sha256]
    fields = {name: getattr(record, name) for name in EVIDENCE.columns}
    EVIDENCE.put(connection, fields)
    return record


def records(connection: sqlite3.Connection, sha256s: Sequence[str]) -> dict[str, EvidenceRecord]:
    """Return what is listed of some hashes."""
    found: dict[str, EvidenceRecord] = {}
    wanted = list(dict.fromkeys(sha256s))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        for row in connection.execute(f"SELECT * FROM evidence WHERE sha256 IN ({marks})", part):
            found[row["sha256"]] = EvidenceRecord(*(row[name] for name in EVIDENCE.columns))
    return {sha256: found[sha256] for sha256 in wanted if sha256 in found}
