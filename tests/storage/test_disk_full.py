from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.errors import AssessError, DiskFullError, EnvironmentFaultError
from anhui_assess.services.ports import ProjectChange
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import (
    FORM,
    connection_of,
    contents,
    database_of,
    new_assessment,
    project,
    put_number,
    put_project,
)

LONG = 15_000  # characters of a note: about 45 kB, eleven pages and again as much in the log


def assert_nothing_lost(store: SqliteWorkspace, assessment_id: str, saved: int) -> None:
    found = store.sheet(assessment_id).form(FORM).answers
    assert {item: answer.value for item, answer in found.items()} == {
        f"i{number}": number for number in range(saved)
    }
    assert store.check() == []


def fill_up(
    store: SqliteWorkspace, assessment_id: str, first: int, size: int = LONG
) -> tuple[int, AssessError]:
    """Save answers until one is refused; return how many there are then, and the refusal."""
    for number in range(first, 10_000):
        try:
            put_number(store, assessment_id, f"i{number}", number, size)
        except EnvironmentFaultError as refused:
            return number, refused
    raise AssertionError("never full")


def test_a_full_database_at_every_page(store: SqliteWorkspace) -> None:
    """SQLite runs out of pages at every possible point of a save."""
    made = store.create_assessment(new_assessment(answers={}))
    database, saved = connection_of(store), 0
    for spare in range(40):
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages + spare}")
        saved, refused = fill_up(store, made.id, saved)
        assert isinstance(refused, DiskFullError)
        assert "之前已保存的内容都在" in str(refused)
        assert_nothing_lost(store, made.id, saved)
        database.execute("PRAGMA max_page_count = 1000000")
        put_number(store, made.id, f"i{saved}", saved, LONG)
        saved += 1
    assert_nothing_lost(store, made.id, saved)


def test_a_full_database_at_every_page_of_a_project(store: SqliteWorkspace) -> None:
    """Projects taken in together are there all or not at all, whatever page the space ends at."""
    made = store.create_assessment(new_assessment(answers={}))
    database, whole, number = connection_of(store), [], 1
    for spare in range(12):
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages + spare}")
        while True:
            batch = [project(number + place, notes="长" * 4000) for place in range(3)]
            try:
                store.save_projects([ProjectChange(made.id, one.id, one, "accept") for one in batch])
            except DiskFullError as refused:
                assert "之前已保存的内容都在" in str(refused)
                break
            whole += batch
            number += 3
        assert list(store.projects(made.id)) == whole
        assert store.check() == []
    database.execute("PRAGMA max_page_count = 1000000")
    put_project(store, made.id, project(number))
    assert list(store.projects(made.id)) == [*whole, project(number)]


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let the system refuse to write beyond `size` bytes of any file: database and journal alike."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_a_refused_write_at_many_bytes(store: SqliteWorkspace) -> None:
    """The system refuses a write in the middle of journal or database; half-pages are left on the disk."""
    made = store.create_assessment(new_assessment(answers={}))
    for number in range(3):
        put_number(store, made.id, f"i{number}", number)
    size = database_of(store).stat().st_size
    saved = 3
    for limit in (
        0,
        1,
        511,
        512,
        513,
        3000,
        4096,
        4700,
        9000,
        20_000,
        size - 1,
        size,
        size + 1,
        size + 5000,
        size + 40_000,
    ):
        with files_no_larger_than(limit):
            saved, refused = fill_up(store, made.id, saved)
        assert "之前已保存的内容都在" in str(refused)
        assert_nothing_lost(store, made.id, saved)
        put_number(store, made.id, f"i{saved}", saved)
        saved += 1
    store.close()
    with open_workspace(store.folder) as again:
        assert again.recovery == ""
        assert_nothing_lost(again, made.id, saved)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    if sys.platform == "win32" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("this machine allows no mounts")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_really_full_disk(small_disk: Path, tmp_path: Path) -> None:
    ballast = small_disk / "ballast"
    with open_workspace(small_disk / "ws") as store:
        made = store.create_assessment(new_assessment(answers={}))
        saved = 0
        for keep in range(0, 60_000, 5_000):
            ballast.write_bytes(bytes(free(small_disk) - 100_000 - keep))
            saved, refused = fill_up(store, made.id, saved)
            assert isinstance(refused, DiskFullError), refused
            assert "清理磁盘" in str(refused)
            assert_nothing_lost(store, made.id, saved)
            ballast.unlink()
            put_number(store, made.id, f"i{saved}", saved)
            saved += 1
        fill_the_rest(small_disk)
        photo = tmp_path / "photo.png"
        photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300_000))
        before = contents(store.folder)
        for refused_work in (
            lambda: store.add_evidence(photo, "photo.png"),
            lambda: store.backup(small_disk / "copy.db"),
            lambda: store.create_assessments(
                [new_assessment(answers={"long": Answer.of("长" * 20_000)})] * 3
            ),
            lambda: store.set_setting("long", "长" * 20_000),
        ):
            with pytest.raises(DiskFullError, match="清理磁盘"):
                refused_work()
            assert contents(store.folder) == before
        assert not (small_disk / "copy.db").exists()
    with open_workspace(small_disk / "ws") as store:  # also opens on a full disk
        assert not store.read_only
        assert_nothing_lost(store, made.id, saved)
    with pytest.raises(DiskFullError):
        open_workspace(small_disk / "other")
    assert not (small_disk / "other" / "workspace.db").exists()
    (small_disk / "rest").unlink()
    with open_workspace(small_disk / "ws") as store:
        put_number(store, made.id, f"i{saved}", saved)
        store.add_evidence(photo, "photo.png")
        assert_nothing_lost(store, made.id, saved + 1)


def free(disk: Path) -> int:
    return shutil.disk_usage(disk).free


def fill_the_rest(disk: Path) -> None:
    with (disk / "rest").open("wb") as rest:
        rest.write(bytes(free(disk)))
