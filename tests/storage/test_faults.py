from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from anhui_assess.domain.errors import (
    AssessError,
    DamagedWorkspaceError,
    DiskFullError,
    EnvironmentFaultError,
    NotFoundError,
)
from anhui_assess.storage.faults import UnsoundError, faults


def sqlite_error(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError(name)
    error.sqlite_errorname = name
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_FULL", DiskFullError, "清理磁盘"),
        ("SQLITE_BUSY", EnvironmentFaultError, "别的程序占用"),
        ("SQLITE_LOCKED", EnvironmentFaultError, "别的程序占用"),
        ("SQLITE_CORRUPT", DamagedWorkspaceError, "已损坏"),
        ("SQLITE_NOTADB", DamagedWorkspaceError, "已损坏"),
        ("SQLITE_READONLY", EnvironmentFaultError, "没有权限"),
        ("SQLITE_READONLY_DBMOVED", EnvironmentFaultError, "移走"),
        ("SQLITE_IOERR_WRITE", EnvironmentFaultError, "系统报错"),
        ("SQLITE_CANTOPEN", EnvironmentFaultError, "没有权限"),
    ],
)
def test_sqlite_faults_in_our_words(tmp_path: Path, name: str, kind: type[AssessError], words: str) -> None:
    with pytest.raises(kind, match=words) as raised, faults(tmp_path):
        raise sqlite_error(name)
    assert isinstance(raised.value.__cause__, sqlite3.Error)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, DiskFullError, "清理磁盘"),
        (errno.EDQUOT, DiskFullError, "清理磁盘"),
        (errno.EROFS, EnvironmentFaultError, "写保护"),
        (errno.EACCES, EnvironmentFaultError, "权限"),
        (errno.ENOENT, EnvironmentFaultError, "找不到"),
        (errno.EIO, EnvironmentFaultError, "系统报错"),
    ],
)
def test_system_faults_in_our_words(tmp_path: Path, number: int, kind: type[AssessError], words: str) -> None:
    with pytest.raises(kind, match=words), faults(tmp_path):
        raise OSError(number, "text")


def test_a_vanished_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFaultError, match="gone"), faults(tmp_path / "gone"):
        raise sqlite_error("SQLITE_CANTOPEN")
    with pytest.raises(EnvironmentFaultError, match="other"), faults(tmp_path):
        raise OSError(errno.EIO, "text", str(tmp_path / "other"))


def test_a_full_disk_is_recognised_behind_a_write_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 0

    monkeypatch.setattr("anhui_assess.storage.faults.shutil.disk_usage", lambda _: Full)
    with pytest.raises(DiskFullError), faults(tmp_path):
        raise sqlite_error("SQLITE_IOERR_FSYNC")


def test_text_that_is_no_text_is_damage(tmp_path: Path) -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(DamagedWorkspaceError), faults(tmp_path):
        connection.execute("SELECT CAST(x'ff41' AS TEXT)").fetchone()
    connection.close()
    with pytest.raises(DamagedWorkspaceError), faults(tmp_path):
        raise UnsoundError("row missing")


@pytest.mark.parametrize(
    "bug",
    [
        sqlite3.IntegrityError("constraint"),
        sqlite3.ProgrammingError("closed"),
        ValueError("x"),
        KeyError("x"),
    ],
)
def test_bugs_are_left_alone(tmp_path: Path, bug: Exception) -> None:
    with pytest.raises(type(bug)) as raised, faults(tmp_path):
        raise bug
    assert raised.value is bug


def test_our_own_errors_pass(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError), faults(tmp_path):
        raise NotFoundError("x")
