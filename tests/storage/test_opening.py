from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.errors import (
    DamagedWorkspaceError,
    EnvironmentFaultError,
    ForeignFileError,
    NewerWorkspaceError,
    WorkspaceError,
    WorkspaceLockedError,
)
from anhui_assess.storage import connection, opening
from anhui_assess.storage.header import APPLICATION_ID
from anhui_assess.storage.rows import TABLES
from anhui_assess.storage.schema import SCHEMA_VERSION
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import FORM, ITEM, connection_of, contents, database_of, filled, put, raw


def make_foreign(path: Path) -> None:
    with raw(path) as database:
        database.execute("CREATE TABLE photos (a TEXT)")


def make_newer(path: Path) -> None:
    with open_workspace(path.parent):
        pass
    with raw(path) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def make_truncated(path: Path) -> None:
    with open_workspace(path.parent) as store:
        filled(store)
    path.write_bytes(path.read_bytes()[:-4096])


def make_cut_in_a_page(path: Path) -> None:
    make_truncated(path)
    path.write_bytes(path.read_bytes()[:-1])


def make_without_tables(path: Path) -> None:
    with raw(path) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute("PRAGMA user_version = 1")
        database.execute("CREATE TABLE answer (a TEXT)")


def make_overwritten(path: Path) -> None:
    with open_workspace(path.parent) as store:
        filled(store)
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))


REFUSED: list[tuple[Callable[[Path], object], type[WorkspaceError], str]] = [
    (make_foreign, ForeignFileError, "不是本程序"),
    (lambda path: path.write_bytes(b"%PDF-1.7 not a database at all" * 300), ForeignFileError, "不是本程序"),
    (lambda path: path.write_bytes(b""), DamagedWorkspaceError, "空文件"),
    (lambda path: path.write_bytes(bytes(8192)), DamagedWorkspaceError, "空文件"),
    (lambda path: path.write_bytes(b"SQLite format 3\0 and no more"), DamagedWorkspaceError, "不完整"),
    (make_truncated, DamagedWorkspaceError, "不完整"),
    (make_cut_in_a_page, DamagedWorkspaceError, "不完整"),
    (make_overwritten, DamagedWorkspaceError, "已损坏"),
    (make_without_tables, DamagedWorkspaceError, "已损坏"),
    (make_newer, NewerWorkspaceError, "安装新版程序"),
]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(("make", "kind", "words"), REFUSED)
def test_what_cannot_be_opened_is_refused_and_stays_byte_identical(
    folder: Path, make: Callable[[Path], object], kind: type[WorkspaceError], words: str, read_only: bool
) -> None:
    folder.mkdir()
    make(folder / "workspace.db")
    (folder / "workspace.lock").unlink(missing_ok=True)
    before = contents(folder)
    with pytest.raises(kind, match=words) as refused:
        open_workspace(folder, read_only=read_only)
    after = contents(folder)
    after.pop("workspace.lock", None)
    assert after == before
    assert str(folder / "workspace.db") in str(refused.value)


def test_a_refused_workspace_is_not_left_locked(folder: Path) -> None:
    folder.mkdir()
    make_without_tables(folder / "workspace.db")
    for _ in range(2):
        with pytest.raises(DamagedWorkspaceError):
            open_workspace(folder)
    (folder / "workspace.db").unlink()
    with open_workspace(folder) as store:
        assert not store.read_only
        assert store.recovery == ""


def test_a_folder_without_workspace_stays_empty_when_none_may_be_made(tmp_path: Path) -> None:
    for read_only, create in ((False, False), (True, True), (True, False)):
        with pytest.raises(WorkspaceError, match="没有工作区"):
            open_workspace(tmp_path / "none", read_only=read_only, create=create)
        assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/数据/a b#?%.db"), "file:///%E6%95%B0%E6%8D%AE/a%20b%23%3F%25.db"),
        (PureWindowsPath("C:/数据/w.db"), "file:///C:/%E6%95%B0%E6%8D%AE/w.db"),
        (PureWindowsPath("//server/share/w.db"), "file:////server/share/w.db"),
    ],
)
def test_paths_of_every_system_reach_sqlite(path: PurePath, uri: str) -> None:
    class Absolute:
        def absolute(self) -> PurePath:
            return path

    assert connection._uri(Absolute()) == uri  # type: ignore[arg-type]


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "workspace.db").write_bytes(b"x")
    with pytest.raises(ForeignFileError, match="文件夹"):
        open_workspace(tmp_path / "workspace.db")


def test_the_database_is_marked_as_ours_and_strict(store: SqliteWorkspace) -> None:
    database = connection_of(store)
    assert database.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert database.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert database.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert database.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert database.execute("PRAGMA synchronous").fetchone()[0] == 3
    strict = {
        row["name"]: row["strict"] for row in database.execute("PRAGMA table_list") if row["schema"] == "main"
    }
    ours = {name for name in strict if not name.startswith(("sqlite_", "_"))}
    assert ours == opening.REQUIRED_TABLES
    assert all(strict[name] for name in ours)


def test_the_row_descriptions_match_the_tables(store: SqliteWorkspace) -> None:
    for table in TABLES:
        info = connection_of(store).execute(f"PRAGMA table_info({table.name})").fetchall()
        assert {row["name"] for row in info} == {*table.columns, "content_hash"}
        assert (
            tuple(row["name"] for row in sorted(info, key=lambda row: int(row["pk"])) if row["pk"])
            == table.key
        )
        assert all(row["notnull"] for row in info)


def test_wrong_types_and_dangling_rows_are_refused_by_the_database(store: SqliteWorkspace) -> None:
    database = connection_of(store)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        database.execute("UPDATE workspace SET log_count = 'many'")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        database.execute("INSERT INTO answer VALUES ('a_x', 'f', 'i', '{}', '', '')")


def test_a_kill_while_a_workspace_is_made_leaves_none_or_a_whole_one(folder: Path) -> None:
    folder.mkdir()
    (folder / "workspace.db.new").write_bytes(b"SQLite format 3\0 half")
    (folder / "workspace.db.new-journal").write_bytes(b"half")
    with open_workspace(folder) as store:
        filled(store)
        assert store.check() == []
    assert sorted(contents(folder)) == ["workspace.db", "workspace.lock"]


def test_a_journal_without_its_database_does_not_spoil_a_new_one(folder: Path, tmp_path: Path) -> None:
    half_written(folder, tmp_path / "half")
    (tmp_path / "half" / "workspace.db").unlink()
    with open_workspace(tmp_path / "half") as store:
        assert store.enterprises() == []
        assert store.check() == []
    assert (tmp_path / "half" / "workspace.db-journal.orphan").exists()


def half_written(folder: Path, target: Path) -> str:
    """Copy a workspace at a moment when a commit has begun to overwrite the database; return its assessment id."""
    with open_workspace(folder) as store:
        made = filled(store)
        target.mkdir()
        database = connection_of(store)
        database.execute("PRAGMA cache_size = 1")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE answer SET body = 'half'")
        database.execute("UPDATE pinned_form SET source = ?", ("x" * 500_000,))
        for name in ("workspace.db", "workspace.db-journal"):
            (target / name).write_bytes((folder / name).read_bytes())
        database.execute("ROLLBACK")
    assert (target / "workspace.db").read_bytes() != database_of(store).read_bytes()
    return made.id


def test_a_half_written_commit_is_undone_and_said(folder: Path, tmp_path: Path) -> None:
    made = half_written(folder, tmp_path / "half")
    with open_workspace(tmp_path / "half") as store:
        assert "已撤回" in store.recovery
        assert store.sheet(made).get(FORM, ITEM) == Answer.of(0.5, note="复核后改")
        assert store.check() == []
    with open_workspace(tmp_path / "half") as store:
        assert store.recovery == ""


def test_a_half_written_commit_is_read_without_touching_it(folder: Path, tmp_path: Path) -> None:
    made = half_written(folder, tmp_path / "half")
    before = contents(tmp_path / "half")
    with open_workspace(tmp_path / "half", read_only=True) as store:
        assert store.sheet(made).get(FORM, ITEM) == Answer.of(0.5, note="复核后改")
        assert store.check() == []
        snapshot = store._opened.snapshot
        assert snapshot is not None
        assert snapshot.exists()
    assert not snapshot.exists()
    assert contents(tmp_path / "half") == before


def test_a_database_that_some_tool_switched_to_wal(store: SqliteWorkspace) -> None:
    made = filled(store)
    store.close()
    with raw(database_of(store)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    before = contents(store.folder)
    with open_workspace(store.folder, read_only=True) as reader:
        assert reader.sheet(made.id).get(FORM, ITEM) == Answer.of(0.5, note="复核后改")
    assert contents(store.folder) == before
    with open_workspace(store.folder) as writer:
        put(writer, made.id, ITEM, Answer.of(1))
    assert not list(store.folder.glob("*-wal"))
    with raw(database_of(store)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_a_database_another_program_holds(store: SqliteWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(store)
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    store.close()
    with raw(database_of(store)) as database:
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(WorkspaceLockedError, match="别的程序占用"):
            open_workspace(store.folder)
        database.execute("ROLLBACK")
        with open_workspace(store.folder) as again:
            database.execute("BEGIN IMMEDIATE")
            with pytest.raises(EnvironmentFaultError, match="稍等再试"):
                put(again, made.id, ITEM, Answer.of(1))
            database.execute("ROLLBACK")
            put(again, made.id, ITEM, Answer.of(1))
            assert again.check() == []


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
def test_a_database_moved_away_under_our_hands(store: SqliteWorkspace) -> None:
    made = filled(store)
    database_of(store).rename(store.folder / "moved.db")
    with pytest.raises(EnvironmentFaultError, match="移走"):
        put(store, made.id, ITEM, Answer.of(1))
    (store.folder / "moved.db").rename(database_of(store))
    put(store, made.id, ITEM, Answer.of(1))
    assert store.check() == []


PROBE = """
import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from anhui_assess.storage.workspace import open_workspace
with open_workspace(Path(sys.argv[1])) as store:
    store.set_setting("a", "b")
print(sorted({name.split(".")[0] for name in sys.modules} & {"numpy", "pandas", "sqlite_utils", "PySide6"}))
"""


def test_opening_imports_neither_numpy_nor_for_an_existing_workspace_sqlite_utils(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "fakes").mkdir()
    for name in ("numpy", "pandas"):
        (tmp_path / "fakes" / f"{name}.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    root = Path(__file__).parents[2]
    for expected in ("['sqlite_utils']", "[]"):
        done = subprocess.run(
            [sys.executable, "-c", PROBE, str(folder)],
            env={"PYTHONPATH": f"{root}:{tmp_path / 'fakes'}", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected
