"""Files: written beside the target, flushed, read back, then renamed; nothing is left behind when that fails."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from anhui_assess.domain.errors import DiskFullError, EnvironmentFaultError


def write_file(target: Path, data: bytes, check: Callable[[], None]) -> str:
    """Write a file whole or not at all and return its SHA-256; `check` may raise to stop just before the renaming."""
    digest = hashlib.sha256(data).hexdigest()
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", suffix=".part", dir=target.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with beside.open("rb") as written:
            read_back = hashlib.file_digest(written, "sha256").hexdigest()
        if read_back != digest:
            raise OSError(errno.EIO, "读回的内容与写入的不同")  # noqa: TRY301 - handled like any fault of the disk
        check()
        beside.chmod(0o644)
        beside.replace(target)
        beside = None
    except OSError as error:
        raise _fault(target, error) from error
    finally:
        if beside is not None:
            with suppress(OSError):
                beside.unlink()
    return digest


def _fault(target: Path, error: OSError) -> EnvironmentFaultError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError(
            f"磁盘空间不足，报告没有写成（{target}）。评价数据没有变化；清出空间后再导出即可。"
        )
    if isinstance(error, PermissionError):
        return EnvironmentFaultError(
            f"没有权限写入 {target}，或者这个文件正在别的程序里打开。报告没有写成，原有文件和评价数据没有变化；"
            "请关闭正在看它的程序，或换一个文件夹再导出。"
        )
    if isinstance(error, FileNotFoundError):
        return EnvironmentFaultError(
            f"文件夹 {target.parent} 不存在，报告没有写成，评价数据没有变化；请换一个文件夹再导出。"
        )
    return EnvironmentFaultError(
        f"报告没有写成（{target}：{error.strerror or error}）。原有文件和评价数据没有变化；请换一个文件夹再导出。"
    )
