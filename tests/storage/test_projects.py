"""Projects in a real workspace: whole transactions, a history that says why, and nothing that changes unseen."""

from __future__ import annotations

import pytest

from anhui_assess.domain.errors import DamagedWorkspaceError, NotFoundError, ReadOnlyError
from anhui_assess.domain.planning.projects import State
from anhui_assess.services.ports import ProjectChange
from anhui_assess.services.project_data import project_data, project_from
from anhui_assess.storage.rows import PROJECT
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import (
    connection_of,
    database_of,
    filled,
    new_assessment,
    project,
    put_project,
    raw,
    with_projects,
)


def test_projects_come_back_as_they_were_also_after_a_restart(store: SqliteWorkspace) -> None:
    record = filled(store)
    full = project(
        1,
        title="喆 堃 ㎡",
        actual=dict(zip(State, ("2026-01-01", "2026-02-01", "2026-05-01", "2026-09-01"), strict=True)),
        actual_amount=0.1 + 0.2,
        notes="两行\n三行",
    )
    bare = project(2, measure_id="", planned={}, planned_amount=None, responsible="", notes="")
    store.save_projects([ProjectChange(record.id, one.id, one, "accept") for one in (bare, full)])
    store.close()
    with open_workspace(store.folder) as again:
        assert list(again.projects(record.id)) == [full, bare]
        assert again.check() == []
    assert project_from(project_data(full)) == full


def test_the_history_tells_what_was_why_and_by_whom(store: SqliteWorkspace) -> None:
    record = filled(store)
    with_projects(store, record.id)
    newest, first = store.project_history(record.id, "p_1")
    assert (first.action, first.old, first.new) == ("accept", None, project(1))
    assert (newest.action, newest.who, newest.reason) == ("advance", "李四", "试一次")
    assert newest.new is not None
    assert newest.new.state is State.STARTED
    gone = store.project_history(record.id, "p_3")[0]
    assert (gone.new, gone.old) == (None, project(3))
    assert len(store.project_history(record.id)) == 5
    head = store.history_head()
    put_project(store, record.id, project(2))  # as it is: nothing to log
    assert store.history_head() == head


def test_several_changes_are_one_transaction(store: SqliteWorkspace) -> None:
    record = filled(store)
    with pytest.raises(NotFoundError):
        store.save_projects(
            [
                ProjectChange(record.id, "p_1", project(1), "accept"),
                ProjectChange("a_none", "p_2", project(2), "accept"),
            ]
        )
    assert store.projects(record.id) == ()
    assert store.check() == []


def test_a_new_assessment_brings_its_projects_and_takes_them_along(store: SqliteWorkspace) -> None:
    record = store.create_assessment(new_assessment(projects=[project(2), project(1)]))
    assert [found.number for found in store.projects(record.id)] == [1, 2]
    assert store.check() == []
    put_project(store, record.id, None, key="p_1", action="remove")
    assert store.check() == []
    store.delete_assessment(record.id)
    assert connection_of(store).execute("SELECT count(*) FROM project").fetchone()[0] == 0
    assert store.check() == []


def test_a_read_only_workspace_shows_projects_and_takes_none(store: SqliteWorkspace) -> None:
    record = filled(store)
    with_projects(store, record.id)
    with open_workspace(store.folder, read_only=True) as reader:
        assert list(reader.projects(record.id)) == list(store.projects(record.id))
        with pytest.raises(ReadOnlyError):
            put_project(reader, record.id, project(7))


def test_an_edit_with_a_fitting_hash_is_found_through_the_log(store: SqliteWorkspace) -> None:
    record = filled(store)
    with_projects(store, record.id)
    store.close()
    with raw(database_of(store)) as database:
        body, at = database.execute(
            "SELECT body, updated_at FROM project WHERE project_id = 'p_1'"
        ).fetchone()
        row = {
            "assessment_id": record.id,
            "project_id": "p_1",
            "body": body.replace("2026-03-04", "2026-02-27"),
        }
        row["updated_at"] = at
        assert row["body"] != body
        database.execute(
            "UPDATE project SET body = ?, content_hash = ? WHERE project_id = 'p_1'",
            (row["body"], PROJECT.hash(row)),
        )
    with open_workspace(store.folder) as again:
        (finding,) = again.check()
    assert "项目 p_1" in finding.where
    assert "与变更记录里最后一次保存的内容不一致" in finding.message


@pytest.mark.parametrize("body", ["rubbish", "{}", '{"id":"p_1","number":0}'])
def test_an_unreadable_project_is_named(store: SqliteWorkspace, body: str) -> None:
    record = filled(store)
    with_projects(store, record.id)
    store.close()
    with raw(database_of(store)) as database:
        database.execute("UPDATE project SET body = ? WHERE project_id = 'p_1'", (body,))
    with open_workspace(store.folder) as again:
        with pytest.raises(DamagedWorkspaceError, match="p_1"):
            again.projects(record.id)
        assert any("p_1" in finding.where for finding in again.check())
