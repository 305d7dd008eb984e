from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anhui_assess.domain.answers import Answer, Verified
from anhui_assess.domain.errors import DamagedWorkspaceError, DiskFullError, NewerWorkspaceError
from anhui_assess.domain.planning.projects import State
from anhui_assess.storage import codec, schema
from anhui_assess.storage.schema import CURRENT, SCHEMA_VERSION, STEPS, Schema, structure
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import (
    FORM,
    ITEM,
    Clock,
    connection_of,
    contents,
    digest,
    project,
    put,
    put_project,
    raw,
)
from tests.storage.future import step_rebuilds_tables

if TYPE_CHECKING:
    from sqlite_utils import Database

STORED = sorted((Path(__file__).parents[1] / "data" / "schema").glob("schema_v*.sqlite"))

# What each released step makes of a database. A released step is never edited: this list only grows.
RELEASED = [
    "885fd7667ee57cbf5f51ad9a525fa325949d2ff2c6e6568220467865c70e7d40",
    "a873c7f0dc3488c11c3eb8c79e7bcb16a62170d4ad3a10478982a9b8b470a178",
]


def open_stored(stored: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(stored, folder / "workspace.db")
    return folder


def answers_of(store: SqliteWorkspace) -> dict[str, Answer]:
    (record,) = store.assessments()
    return dict(store.sheet(record.id).form(FORM).answers)


def assert_whole(store: SqliteWorkspace) -> None:
    (record,) = store.assessments()
    assert (record.title, record.date, record.assessor) == ("2026 年复评", "2026-11-24", "王五")
    found = answers_of(store)
    assert found[ITEM] == Answer.of(0.5, note="复核后改")
    assert found["sf.verified"] == Answer.of(1, verified=Verified(0.5, "现场没有看到记录"))
    assert found["sf.text"] == Answer.of("长" * 5000, note="喆 堃 镕 ㎡", flagged=True)
    assert found["sf.new"] == Answer.not_applicable("没有这道工序")
    assert "sf.cleared" not in found
    assert store.sheet(record.id).form(FORM).tailored_out == {
        "logistics": "第三方物流",
        "design": "集团统一设计",
    }
    assert [entry.action for entry in store.history(record.id, FORM, "sf.cleared")] == ["clear", "answered"]
    if store.projects(record.id):  # a workspace of version 1 has none
        assert [found.state for found in store.projects(record.id)] == [State.STARTED, State.RESERVE]
        assert store.projects(record.id)[1] == project(2)
        assert [entry.action for entry in store.project_history(record.id, "p_3")] == ["remove", "accept"]
    assert store.setting("theme") == "dark"
    assert store.pinned_form(FORM, "2026.1").source["title"] == "智能工厂"
    assert store.check() == []


def test_there_is_a_stored_workspace_for_every_schema() -> None:
    assert [path.stem for path in STORED] == [f"schema_v{number}" for number in range(1, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.stem)
def test_every_stored_workspace_opens_whole_and_takes_answers(stored: Path, folder: Path) -> None:
    with open_workspace(open_stored(stored, folder)) as store:
        assert_whole(store)
        (record,) = store.assessments()
        assert len(store.projects(record.id)) == (0 if stored.stem == "schema_v1" else 2)
        put(store, record.id, ITEM, Answer.of(1))
        put_project(store, record.id, project(9))
        assert store.check() == []


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.stem)
def test_every_stored_workspace_opens_read_only_and_stays_byte_identical(stored: Path, folder: Path) -> None:
    open_stored(stored, folder)
    before = contents(folder)
    with open_workspace(folder, read_only=True) as store:
        assert_whole(store)
    assert contents(folder) == before


def test_released_steps_are_never_edited() -> None:
    made = []
    for number in range(1, SCHEMA_VERSION + 1):
        connection = sqlite3.connect(":memory:", isolation_level=None)
        Schema(STEPS[:number]).migrate(connection)
        made.append(codec.sha256(structure(connection)))
        connection.close()
    assert made == RELEASED


def test_the_log_of_version_1_keeps_its_chain_and_its_guards(folder: Path) -> None:
    with open_workspace(open_stored(STORED[0], folder)) as store:
        (record,) = store.assessments()
        head = store.history_head()
        put_project(store, record.id, project())
        entries = connection_of(store).execute("SELECT * FROM change_log ORDER BY number").fetchall()
        assert [row["number"] for row in entries] == list(range(1, len(entries) + 1))
        assert entries[-1]["previous_hash"] == head
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection_of(store).execute("DELETE FROM change_log")
        assert store.check() == []
    (kept,) = (folder / "backups").iterdir()
    assert kept.name.startswith("before-migration-v1-")
    with raw(kept) as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 1


# ------------------------------------------------------------------------------------------ a step of the future


def step_breaks_a_key(db: Database) -> None:
    db.execute("UPDATE answer SET assessment_id = 'a_none' WHERE item_id = 'sf.text'")


def step_fails(db: Database) -> None:
    db.execute("DELETE FROM answer")
    raise RuntimeError("a bug in the step")


def with_step(*steps: Callable[[Database], None]) -> Schema:
    return Schema((*STEPS, *steps))


def test_a_later_step_runs_after_a_backup_and_loses_nothing(folder: Path) -> None:
    open_stored(STORED[-1], folder)
    later = with_step(step_rebuilds_tables)
    with open_workspace(folder, schema=later, clock=Clock()) as store:
        assert_whole(store)
        assert connection_of(store).execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION + 1
        assert connection_of(store).execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert (
            "remark"
            in connection_of(store)
            .execute("SELECT sql FROM sqlite_master WHERE name = 'evidence'")
            .fetchone()[0]
        )
    (kept,) = (folder / "backups").iterdir()
    assert kept.name.startswith(f"before-migration-v{SCHEMA_VERSION}-20261123-1432")
    with open_workspace(folder, schema=later) as store:
        assert_whole(store)
    assert len(list((folder / "backups").iterdir())) == 1
    with pytest.raises(NewerWorkspaceError):
        open_workspace(folder)
    restored = folder.parent / "restored"
    with open_workspace(open_stored(kept, restored)) as store:
        assert_whole(store)


@pytest.mark.parametrize(
    ("step", "kind"), [(step_fails, RuntimeError), (step_breaks_a_key, DamagedWorkspaceError)]
)
def test_a_failing_step_leaves_everything_as_it_was(
    folder: Path, step: Callable[[Database], None], kind: type[Exception]
) -> None:
    database = open_stored(STORED[-1], folder) / "workspace.db"
    before = digest(database)
    with pytest.raises(kind):
        open_workspace(folder, schema=with_step(step_rebuilds_tables, step))
    assert digest(database) == before
    assert not (folder / "workspace.db-journal").exists()
    with open_workspace(folder) as store:
        assert not store.read_only
        assert_whole(store)


def test_an_older_workspace_is_read_through_a_migrated_copy(folder: Path) -> None:
    open_stored(STORED[-1], folder)
    before = contents(folder)
    with open_workspace(folder, read_only=True, schema=with_step(step_rebuilds_tables)) as store:
        assert_whole(store)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection_of(store).execute("DELETE FROM answer")
    assert contents(folder) == before


def test_no_room_for_the_backup_means_no_migration(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_stored(STORED[-1], folder) / "workspace.db"
    before = digest(database)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("anhui_assess.storage.backup.settle", full)
    with pytest.raises(DiskFullError, match="清理磁盘"):
        open_workspace(folder, schema=with_step(step_rebuilds_tables))
    assert digest(database) == before
    assert list((folder / "backups").iterdir()) == []


def test_no_version_without_a_step() -> None:
    assert CURRENT.version == SCHEMA_VERSION == len(schema.STEPS)
