"""Writing a file whole or not at all: beside the target, flushed, then renamed."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from anhui_assess.domain.errors import DiskFullError, EnvironmentFaultError


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target`; on any fault the target is as it was and nothing is left beside it.

    Raises DiskFullError when no space is left, EnvironmentFaultError for every other fault of the machine.
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}-", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
        temporary = None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(
                f"磁盘空间不足，没有写出“{target.name}”，原有文件没有变化。请腾出空间后再试。"
            ) from error
        raise EnvironmentFaultError(
            f"写不出“{target}”：{error.strerror}。原有文件没有变化，请换个位置再试。"
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
