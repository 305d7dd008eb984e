from __future__ import annotations

from pathlib import Path

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.errors import EnvironmentFaultError, InputRefusedError
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import ITEM, contents, database_of, digest, filled, put


def test_a_backup_opens_as_a_workspace_of_its_own(store: SqliteWorkspace, tmp_path: Path) -> None:
    made = filled(store)
    target = tmp_path / "restored" / "workspace.db"
    assert store.backup(target) == target
    put(store, made.id, ITEM, Answer.of(1))
    with open_workspace(target.parent) as restored:
        assert restored.check() == []
        assert restored.sheet(made.id).get("smart_factory", ITEM) == Answer.of(0.5, note="复核后改")
        assert not restored.read_only


def test_a_backup_into_a_folder_gets_a_dated_name(store: SqliteWorkspace, tmp_path: Path) -> None:
    written = store.backup(tmp_path)
    assert written.parent == tmp_path
    assert written.name.startswith("workspace-20261123-1432")
    one_moment = store._clock()
    store._clock = lambda: one_moment
    assert len({store.backup(tmp_path), store.backup(tmp_path)}) == 2


def test_a_backup_never_overwrites(store: SqliteWorkspace, tmp_path: Path) -> None:
    target = tmp_path / "kept.db"
    target.write_bytes(b"kept")
    with pytest.raises(InputRefusedError, match="已经存在"):
        store.backup(target)
    assert target.read_bytes() == b"kept"


def test_a_backup_that_cannot_be_written_leaves_nothing(store: SqliteWorkspace, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"a file, no folder")
    with pytest.raises(EnvironmentFaultError):
        store.backup(blocked / "copy.db")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_read_only_workspace_can_be_backed_up(store: SqliteWorkspace, tmp_path: Path) -> None:
    filled(store)
    before = digest(database_of(store))
    with open_workspace(store.folder) as second:
        assert second.read_only
        second.backup(tmp_path / "copy" / "workspace.db")
    assert digest(database_of(store)) == before
    assert list(contents(tmp_path / "copy")) == ["workspace.db"]
