"""Places where nothing can be written. As root, permission bits bind nobody, so the tests act as another user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.errors import EnvironmentFaultError, ReadOnlyError
from anhui_assess.storage.workspace import open_workspace
from tests.storage.builders import FORM, ITEM, contents, filled, put

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permission bits are a thing of POSIX")
NOBODY = 65534


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Give up root's right to write anywhere; nothing changes when the tests already run as an ordinary user."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder everybody can reach, with a filled workspace in it; pytest's own folders are closed to others."""
    root = Path(tempfile.mkdtemp())
    root.chmod(0o755)
    with open_workspace(root / "ws") as store:
        filled(store)
    yield root / "ws"
    for path in (root, root / "ws"):
        path.chmod(0o755)
    shutil.rmtree(root)


def test_a_read_only_folder_is_read_and_stays_as_it_is(place: Path) -> None:
    for path in place.iterdir():
        path.chmod(0o444)
    place.chmod(0o555)
    before = contents(place)
    with ordinary_user(), open_workspace(place) as store:
        assert store.read_only
        assert "不允许写入" in store.read_only_reason
        (listed,) = store.assessments()
        assert store.sheet(listed.id).get(FORM, ITEM) == Answer.of(0.5, note="复核后改")
        assert store.check() == []
        with pytest.raises(ReadOnlyError, match="不允许写入"):
            put(store, listed.id, ITEM, Answer.of(1))
    assert contents(place) == before


def test_a_read_only_file_in_a_writable_folder(place: Path) -> None:
    place.chmod(0o777)
    (place / "workspace.lock").chmod(0o666)
    (place / "workspace.db").chmod(0o444)
    before = contents(place)
    with ordinary_user(), open_workspace(place) as store:
        assert "workspace.db" in store.read_only_reason
        assert len(store.enterprises()) == 1
    assert contents(place) == before


def test_a_folder_that_takes_no_new_files(place: Path) -> None:
    """The database could be changed but no journal could stand beside it."""
    for path in place.iterdir():
        path.chmod(0o666)
    place.chmod(0o555)
    before = contents(place)
    with ordinary_user(), open_workspace(place) as store:
        assert str(place) in store.read_only_reason
    assert contents(place) == before


def test_a_half_written_commit_in_a_read_only_folder(place: Path) -> None:
    (place / "workspace.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    (place / "workspace.lock").unlink()
    place.chmod(0o555)
    before = contents(place)
    with ordinary_user(), open_workspace(place) as store:
        assert store.read_only
        assert len(store.enterprises()) == 1
    assert contents(place) == before


def test_a_workspace_cannot_be_made_where_nothing_can_be_written(place: Path) -> None:
    with ordinary_user(), pytest.raises(EnvironmentFaultError, match="权限"):
        open_workspace(place / "new")
    (place / "empty").mkdir()
    (place / "empty").chmod(0o555)
    with ordinary_user(), pytest.raises(EnvironmentFaultError, match="不能在"):
        open_workspace(place / "empty")
    assert list((place / "empty").iterdir()) == []


def test_rights_taken_away_while_it_is_open(place: Path) -> None:
    for path in (place, *place.iterdir()):
        path.chmod(0o777)
    with ordinary_user(), open_workspace(place) as store:
        assert not store.read_only
        (listed,) = store.assessments()
        os.seteuid(os.getuid())
        place.chmod(0o555)
        if os.getuid() == 0:
            os.seteuid(NOBODY)
        with pytest.raises(EnvironmentFaultError, match="权限"):
            put(store, listed.id, ITEM, Answer.of(1))
        assert store.sheet(listed.id).get(FORM, ITEM) == Answer.of(0.5, note="复核后改")
        os.seteuid(os.getuid())
        place.chmod(0o777)
        put(store, listed.id, ITEM, Answer.of(1))
        assert store.check() == []


def test_a_read_only_mount(place: Path) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount")
    mounted = subprocess.run(["mount", "--bind", str(place), str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this machine allows no mounts")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        with open_workspace(place) as store:
            assert "不允许写入" in store.read_only_reason
            assert len(store.enterprises()) == 1
            assert store.check() == []
    finally:
        subprocess.run(["umount", str(place)], check=True)
