from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.errors import ReadOnlyError, WorkspaceLockedError
from anhui_assess.storage import lock
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import FORM, ITEM, contents, filled, new_assessment, put

HOLDER = """
import sys
from pathlib import Path
from anhui_assess.storage.workspace import open_workspace
with open_workspace(Path(sys.argv[1])) as store:
    print(store.read_only, flush=True)
    sys.stdin.readline()
"""


@contextmanager
def other_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that holds the workspace until its input ends."""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "False"
        yield process
        if process.poll() is None:
            process.communicate("\n", timeout=20)


def test_a_second_window_reads_and_is_told_who_holds_it(store: SqliteWorkspace) -> None:
    made = filled(store)
    with open_workspace(store.folder) as second:
        assert second.read_only
        assert f"进程 {os.getpid()}" in second.read_only_reason
        assert "2026-11-23T14:32" in second.read_only_reason
        assert "请先关闭那个窗口" in second.read_only_reason
        assert second.sheet(made.id) == store.sheet(made.id)
        put(store, made.id, ITEM, Answer.of(1))
        assert second.sheet(made.id).get(FORM, ITEM) == Answer.of(1)
        with pytest.raises(ReadOnlyError, match=f"进程 {os.getpid()}"):
            put(second, made.id, ITEM, Answer.of(0))
    assert not store.read_only
    put(store, made.id, ITEM, Answer.of(0.5))


def test_another_process_holds_it_until_it_closes(store: SqliteWorkspace) -> None:
    filled(store)
    store.close()
    with other_process(store.folder) as process:
        with open_workspace(store.folder) as second:
            assert f"进程 {process.pid}" in second.read_only_reason
            assert second.recovery == ""
        process.communicate("\n", timeout=20)
    with open_workspace(store.folder) as third:
        assert not third.read_only
        assert third.recovery == ""


def test_a_stale_lock_clears_itself_and_the_crash_is_told(store: SqliteWorkspace) -> None:
    made = filled(store)
    store.close()
    with other_process(store.folder) as process:
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.wait(timeout=20)
    with open_workspace(store.folder) as next_start:
        assert not next_start.read_only
        assert "没有正常关闭" in next_start.recovery
        assert next_start.sheet(made.id).get(FORM, ITEM) == Answer.of(0.5, note="复核后改")
    with open_workspace(store.folder) as later:
        assert later.recovery == ""


@pytest.mark.parametrize("text", [b"", b"rubbish", b"\xff\xfe", b'{"pid": "x"}', b"[]", b"x" * 10_000])
def test_whatever_stands_in_a_free_lock_file(folder: Path, text: bytes) -> None:
    folder.mkdir()
    (folder / "workspace.lock").write_bytes(text)
    with open_workspace(folder) as store:
        assert not store.read_only
        assert store.recovery == ""


def test_a_holder_that_has_not_said_its_name(store: SqliteWorkspace) -> None:
    (store.folder / "workspace.lock").write_bytes(b"")
    with open_workspace(store.folder) as second:
        assert second.read_only_reason.startswith("这个工作区正在另一个窗口里打开。")


def test_a_workspace_that_is_just_being_made_elsewhere(folder: Path) -> None:
    folder.mkdir()
    held = lock.WorkspaceLock.acquire(folder, "now")
    with pytest.raises(WorkspaceLockedError, match="另一个窗口"):
        open_workspace(folder)
    held.release()
    with open_workspace(folder) as store:
        assert not store.read_only


def test_a_file_system_without_locks_is_only_read(
    store: SqliteWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()

    def refuse(_: int) -> None:
        raise OSError(errno.ENOTSUP, "no locks")

    monkeypatch.setattr(lock, "_lock", refuse)
    with open_workspace(store.folder) as reader:
        assert "不支持文件锁" in reader.read_only_reason


def test_every_change_is_refused_when_reading_only(store: SqliteWorkspace, tmp_path: Path) -> None:
    made = filled(store)
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    store.close()
    before = contents(store.folder)
    with open_workspace(store.folder, read_only=True) as reader:
        assert "只读方式打开" in reader.read_only_reason
        for change in (
            lambda: reader.create_assessment(new_assessment()),
            lambda: put(reader, made.id, ITEM, Answer.of(1)),
            lambda: reader.save_tailoring(made.id, FORM, "design", None, "", {}),
            lambda: reader.update_assessment(made.id, title="", date="", assessor=""),
            lambda: reader.delete_assessment(made.id),
            lambda: reader.add_evidence(tmp_path / "photo.png", "photo.png"),
            lambda: reader.set_setting("a", "b"),
        ):
            with pytest.raises(ReadOnlyError, match="没有保存"):
                change()
    assert contents(store.folder) == before
