"""Files that are there whole or not at all: written under a temporary name, flushed, then renamed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SUFFIX = ".part"


@contextmanager
def temporary_in(folder: Path) -> Iterator[Path]:
    """Give an unused path in the folder; what still stands there at the end is removed."""
    path = folder / f".{uuid.uuid4().hex}{_SUFFIX}"
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def settle(temporary: Path, target: Path) -> None:
    """Flush a finished temporary file and give it its name; both survive a power cut."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Flush the entries of a folder, where the system knows how."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_temporary(folder: Path) -> None:
    """Remove what a killed program left behind in the folder."""
    if folder.is_dir():
        for left in folder.glob(f".*{_SUFFIX}"):
            with suppress(OSError):
                left.unlink()
