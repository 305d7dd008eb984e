"""Where a report is written: a plain, safe name in the workspace's report folder, never over an earlier one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anhui_assess.domain.errors import DiskFullError, EnvironmentFaultError
from anhui_assess.services.ports import Cancelled, CancelledError, Progress
from anhui_assess.services.reporting import ReportInput

FOLDER = "reports"
_FORBIDDEN = set('<>:"/\\|?*')
_LONGEST = 50


def report_path(workspace: Path, enterprise: str, report_date: str) -> Path:
    """Return a file name that is free. The folder need not exist."""
    folder = workspace / FOLDER
    stem = f"{safe_name(enterprise) or '未命名企业'} 一企一诊断一企一方案 {report_date}"
    path = folder / f"{stem}.pdf"
    number = 2
    while path.exists():
        path = folder / f"{stem}（{number}）.pdf"
        number += 1
    return path


def safe_name(name: str) -> str:
    """Return a name without what file systems refuse."""
    kept = "".join(character for character in name if character not in _FORBIDDEN and character.isprintable())
    return kept.strip(" .")[:_LONGEST]


_PREPARED = 0.2
"""Share of the work done when the report's input is there."""


def prepare_and_make(
    write: Callable[[ReportInput, Path, Progress, Cancelled], Any],
    prepare: Callable[[Progress, Cancelled], ReportInput],
    target: Path,
    progress: Progress,
    cancelled: Cancelled,
) -> Any:
    """Work out a report's input, then write the report as `make_report` does."""
    source = prepare(lambda share, _what: progress(_PREPARED * share, "测算改进方案"), cancelled)
    if cancelled():
        raise CancelledError
    rest = 1 - _PREPARED
    return make_report(
        write, source, target, lambda share, what: progress(_PREPARED + rest * share, what), cancelled
    )


def make_report(
    write: Callable[[ReportInput, Path, Progress, Cancelled], Any],
    source: ReportInput,
    target: Path,
    progress: Progress,
    cancelled: Cancelled,
) -> Any:
    """Write a report into its folder; when it is not finished, nothing is left behind, not even an empty folder.

    Raises CancelledError and EnvironmentFaultError.
    """
    fresh = not target.parent.exists()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return write(source, target, progress, cancelled)
    except OSError as error:
        raise fault_of(error, target) from error
    finally:
        if fresh and not target.exists():
            with contextlib.suppress(OSError):
                target.parent.rmdir()


def copy_report(source: Path, target: Path) -> None:
    """Copy a report beside its target and rename it, so that a half copy never stands there.

    Raises EnvironmentFaultError.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        with source.open("rb") as reader, part.open("wb") as writer:
            shutil.copyfileobj(reader, writer)
            writer.flush()
            os.fsync(writer.fileno())
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise fault_of(error, target) from error


def read_report(path: Path) -> bytes:
    """Return a finished report. Raises EnvironmentFaultError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise fault_of(error, path) from error


def fault_of(error: OSError, path: Path) -> EnvironmentFaultError:
    """Return what to tell the user of a fault of the machine."""
    if error.errno == errno.ENOSPC:
        return DiskFullError(
            f"“{path.parent}”所在的磁盘满了，“{path.name}”没有写成。答题数据不受影响；腾出空间后再试一次。"
        )
    if isinstance(error, PermissionError):
        return EnvironmentFaultError(
            f"没有权限写“{path}”，或者它正被别的程序打开。答题数据不受影响；关掉那个程序，或换个地方另存。"
        )
    return EnvironmentFaultError(
        f"读写“{path}”时出错（{error.strerror or '原因不明'}）。答题数据不受影响；请再试一次。"
    )
