from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from anhui_assess.domain.errors import DiskFullError, EnvironmentFaultError
from anhui_assess.exchange.files import write_whole

OLD, NEW = "原来的".encode(), b"new"


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def small_files() -> Iterator[int]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield 4096
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_new_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    target = tmp_path / "甲" / "乙" / "x.json"
    write_whole(target, NEW)
    assert target.read_bytes() == NEW
    assert listing(target.parent) == ["x.json"]
    assert target.stat().st_mode & 0o777 == 0o644


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    target.write_bytes(OLD)
    write_whole(target, NEW)
    assert target.read_bytes() == NEW
    assert listing(tmp_path) == ["x.json"]


def test_a_name_as_long_as_the_file_system_takes(tmp_path: Path) -> None:
    target = tmp_path / ("长" * 83 + ".json")
    write_whole(target, NEW)
    assert listing(tmp_path) == [target.name]


def test_a_full_disk_leaves_the_target_as_it_was_and_nothing_beside_it(small_disk: Path) -> None:
    target = small_disk / "x.json"
    target.write_bytes(OLD)
    with pytest.raises(DiskFullError, match=r"磁盘空间不足，没有写出“x.json”，原有文件没有变化"):
        write_whole(target, b"x" * 300_000)
    assert target.read_bytes() == OLD
    assert listing(small_disk) == ["x.json"]
    write_whole(target, NEW)
    assert target.read_bytes() == NEW


def test_a_file_size_limit_leaves_the_target_as_it_was(tmp_path: Path, small_files: int) -> None:
    target = tmp_path / "x.json"
    target.write_bytes(OLD)
    with pytest.raises(EnvironmentFaultError, match="原有文件没有变化"):
        write_whole(target, b"x" * (small_files + 1))
    assert target.read_bytes() == OLD
    assert listing(tmp_path) == ["x.json"]


def test_a_folder_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    with pytest.raises(EnvironmentFaultError, match="写不出"):
        write_whole(tmp_path / "x.json", NEW)
    assert listing(tmp_path) == ["x.json"]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(EnvironmentFaultError):
        write_whole(tmp_path / "file" / "x.json", NEW)
    assert listing(tmp_path) == ["file"]


def test_an_interruption_leaves_no_debris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_descriptor: int) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "x.json"
    target.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(target, NEW)
    assert target.read_bytes() == OLD
    assert listing(tmp_path) == ["x.json"]
