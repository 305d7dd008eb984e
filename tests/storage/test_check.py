from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from anhui_assess.domain.answers import UNANSWERED, Answer
from anhui_assess.domain.errors import AssessError, DamagedWorkspaceError
from anhui_assess.services.ports import AnswerChange, AssessmentRecord, CheckFinding
from anhui_assess.storage import history, messages
from anhui_assess.storage.rows import ANSWER
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import (
    FORM,
    ITEM,
    database_of,
    filled,
    new_assessment,
    put_number,
    raw,
    with_projects,
)

DROP_GUARDS = (
    "DROP TRIGGER change_log_keeps_rows",
    "DROP TRIGGER change_log_keeps_content",
    "DROP TRIGGER change_log_only_grows",
)


@pytest.fixture
def made(store: SqliteWorkspace, tmp_path: Path) -> AssessmentRecord:
    record = filled(store)
    with_projects(store, record.id)
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 300)
    store.add_evidence(photo, "现场.png")
    store.set_setting("theme", "dark")
    assert store.check() == []
    return record


def tampered(
    store: SqliteWorkspace, *statements: str, values: Sequence[object] = (), guards: bool = True
) -> list[CheckFinding]:
    """Change the closed database with other tools, then check it; the guards of the log are put back."""
    store.close()
    with raw(database_of(store)) as database:
        kept = [row[0] for row in database.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
        for statement in DROP_GUARDS if guards else ():
            database.execute(statement)
        for statement in statements:
            database.execute(statement, values)
        for statement in kept if guards else ():
            database.execute(statement)
    with open_workspace(store.folder) as again:
        return list(again.check())


@pytest.mark.parametrize(
    ("statement", "where", "message"),
    [
        (
            'UPDATE answer SET body = \'{"state":"answered","value":1}\' WHERE item_id = \'sf.people.1\'',
            ITEM,
            "校验值",
        ),
        ("UPDATE answer SET updated_at = '2020-01-01' WHERE item_id = 'sf.new'", "sf.new", "校验值"),
        ("DELETE FROM answer WHERE item_id = 'sf.people.1'", ITEM, "被删除"),
        ("UPDATE answer SET item_id = 'sf.moved' WHERE item_id = 'sf.new'", "sf.moved", "校验值"),
        ("UPDATE tailoring SET reason = 'x' WHERE node_id = 'design'", "design", "校验值"),
        ("DELETE FROM tailoring WHERE node_id = 'design'", "design", "被删除"),
        ("UPDATE project SET body = replace(body, '120', '12') WHERE project_id = 'p_2'", "p_2", "校验值"),
        ("DELETE FROM project WHERE project_id = 'p_1'", "项目 p_1", "被删除"),
        ("UPDATE project SET project_id = 'p_9' WHERE project_id = 'p_1'", "项目 p_9", "校验值"),
        ("UPDATE enterprise SET name = '别家'", "企业 e_", "校验值"),
        ("UPDATE assessment SET date = '2020-01-01'", "评估 a_", "校验值"),
        ("UPDATE assessment SET summary = '{\"levels\":9}'", "评估 a_", "校验值"),
        ("UPDATE pinned_form SET source = '{}'", f"表单 {FORM}", "校验值"),
        ("DELETE FROM pinned_form", f"表单 {FORM}", "没有保存它"),
        ("UPDATE setting SET value = 'light'", "设置 theme", "校验值"),
        ("UPDATE evidence SET name = 'x.png'", "证据 ", "校验值"),
        ("DELETE FROM enterprise", "表 assessment", "不存在"),
        ("UPDATE change_log SET who = '王五' WHERE number = 2", "变更记录第 2 条", "被改动"),
        ("UPDATE change_log SET new = '{}' WHERE number = 1", "变更记录第 1 条", "被改动"),
        ("DELETE FROM change_log WHERE number = 2", "变更记录", "第 2 条变更记录被删除"),
        ("DELETE FROM change_log WHERE number IN (1, 2)", "变更记录", "第 1 至 2 条"),
        ("DELETE FROM change_log WHERE number = 9", "变更记录", "末尾"),
        ("DELETE FROM change_log", "变更记录", "末尾"),
        ("DELETE FROM workspace", "变更记录", "末尾"),
    ],
)
def test_every_injected_change_is_found_and_located(
    store: SqliteWorkspace, made: AssessmentRecord, statement: str, where: str, message: str
) -> None:
    found = tampered(store, statement)
    assert any(where in finding.where and message in finding.message for finding in found), found


def test_an_edit_with_a_fitting_hash_is_found_through_the_log(
    store: SqliteWorkspace, made: AssessmentRecord
) -> None:
    row = {
        "assessment_id": made.id,
        "form_id": FORM,
        "item_id": ITEM,
        "updated_at": "2026-11-23T15:00:00+08:00",
    }
    row["body"] = '{"state":"answered","value":1}'
    found = tampered(
        store,
        "UPDATE answer SET body = ?, updated_at = ?, content_hash = ? WHERE item_id = ?",
        values=(row["body"], row["updated_at"], ANSWER.hash(row), ITEM),
    )
    assert [(ITEM in finding.where, finding.message) for finding in found] == [
        (True, "与变更记录里最后一次保存的内容不一致。")
    ]


def test_an_added_answer_with_a_fitting_hash_is_found(store: SqliteWorkspace, made: AssessmentRecord) -> None:
    row = {
        "assessment_id": made.id,
        "form_id": FORM,
        "item_id": "sf.added",
        "updated_at": "2026-11-23T15:00:00+08:00",
    }
    row["body"] = '{"state":"answered","value":1}'
    found = tampered(
        store,
        "INSERT INTO answer (assessment_id, form_id, item_id, body, updated_at, content_hash) VALUES (?, ?, ?, ?, ?, ?)",
        values=(*(row[column] for column in ANSWER.columns), ANSWER.hash(row)),
    )
    assert ["sf.added" in finding.where for finding in found] == [True]
    assert "没有" in found[0].message


def test_an_edited_log_entry_with_a_fitting_hash_breaks_the_chain(
    store: SqliteWorkspace, made: AssessmentRecord
) -> None:
    with store._database.reading() as connection:
        entry = dict(connection.execute("SELECT * FROM change_log WHERE number = 2").fetchone())
    entry["who"] = "王五"
    found = tampered(
        store, "UPDATE change_log SET who = '王五', hash = ? WHERE number = 2", values=(history.link(entry),)
    )
    assert [finding.where for finding in found] == ["变更记录第 3 条"]


def test_a_deleted_assessment_is_found(store: SqliteWorkspace, made: AssessmentRecord) -> None:
    gone = ["DELETE FROM answer", "DELETE FROM tailoring", "DELETE FROM project", "DELETE FROM assessment"]
    found = tampered(store, *gone)
    assert [finding.where for finding in found] == [f"评估 {made.id}"]
    assert "被删除" in found[0].message


def test_a_missing_guard_is_found(store: SqliteWorkspace, made: AssessmentRecord) -> None:
    found = tampered(store, *DROP_GUARDS, "CREATE TABLE extra (a TEXT)", guards=False)
    assert {finding.where.removeprefix("表结构 ") for finding in found} == {
        "change_log_keeps_rows",
        "change_log_keeps_content",
        "change_log_only_grows",
        "extra",
    }


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.unlink(), "不见了"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"), "被改动"),
        (lambda path: path.write_bytes(b""), "被改动"),
    ],
)
def test_missing_and_changed_evidence_is_found(
    store: SqliteWorkspace, made: AssessmentRecord, damage: Callable[[Path], object], message: str
) -> None:
    (kept,) = [path for path in (store.folder / "evidence").rglob("*") if path.is_file()]
    damage(kept)
    (finding,) = store.check()
    assert "现场.png" in finding.where
    assert message in finding.message


def test_flipped_bits_never_pass_as_an_answer(store: SqliteWorkspace) -> None:
    """Whatever bit flips, the check either finds it or every answer still reads as it was."""
    made = store.create_assessment(new_assessment())
    for number in range(30):
        put_number(store, made.id, f"i{number}", number, size=30)
    answers = store.sheet(made.id).form(FORM).answers
    store.close()
    good, random_bits = database_of(store).read_bytes(), random.Random(7)
    silent = 0
    for round_number in range(60):
        folder = store.folder.parent / f"flip{round_number}"
        folder.mkdir()
        position = random_bits.randrange(100, len(good))
        flipped = bytearray(good)
        flipped[position] ^= 1 << random_bits.randrange(8)
        (folder / "workspace.db").write_bytes(flipped)
        try:
            with open_workspace(folder, read_only=True) as again:
                if again.check() == []:
                    silent += 1
                    assert again.sheet(made.id).form(FORM).answers == answers
        except AssessError:
            continue
        finally:
            shutil.rmtree(folder)
    assert silent < 60


def test_every_overwritten_page_is_found_and_the_check_goes_on(
    store: SqliteWorkspace, made: AssessmentRecord
) -> None:
    store.close()
    good = database_of(store).read_bytes()
    refused = 0
    for page in range(1, len(good) // 4096):
        folder = store.folder.parent / f"page{page}"
        shutil.copytree(store.folder, folder)
        (folder / "workspace.db").write_bytes(
            good[: page * 4096] + b"\xa5" * 4096 + good[(page + 1) * 4096 :]
        )
        try:
            with open_workspace(folder, read_only=True) as damaged:
                assert damaged.check() != [], page
        except DamagedWorkspaceError:
            refused += 1
    assert refused < len(good) // 4096 / 2


@pytest.mark.parametrize("body", ["{}", "rubbish", '{"state":"answered","value":NaN}'])
def test_an_unreadable_answer_is_named(store: SqliteWorkspace, made: AssessmentRecord, body: str) -> None:
    found = tampered(
        store,
        "UPDATE answer SET body = ? WHERE item_id = ?",
        "UPDATE change_log SET new = ? WHERE subject_id = ?",
        values=(body, ITEM),
    )
    assert any(ITEM in finding.where for finding in found)
    with open_workspace(store.folder) as again:
        with pytest.raises(DamagedWorkspaceError, match=ITEM):
            again.sheet(made.id)
        with pytest.raises(DamagedWorkspaceError, match=ITEM):
            again.history(made.id, FORM, ITEM)
        with pytest.raises(DamagedWorkspaceError, match=ITEM):
            again.save_answer(AnswerChange(made.id, FORM, ITEM, UNANSWERED, Answer.of(1)))


@pytest.mark.parametrize("text", ["[]", "rubbish"])
def test_unreadable_plain_data_is_named(store: SqliteWorkspace, made: AssessmentRecord, text: str) -> None:
    found = tampered(
        store, "UPDATE assessment SET summary = ?1", "UPDATE pinned_form SET source = ?1", values=(text,)
    )
    assert {finding.message for finding in found} == {messages.CHANGED_OUTSIDE}
    with open_workspace(store.folder) as again:
        with pytest.raises(DamagedWorkspaceError, match=made.id):
            dict(again.assessments()[0].summary)
        with pytest.raises(DamagedWorkspaceError, match=FORM):
            again.pinned_form(FORM, "2026.1")
    tampered(store, "UPDATE assessment SET forms = ?", values=(text,))
    with open_workspace(store.folder) as again, pytest.raises(DamagedWorkspaceError, match="表单"):
        again.sheet(made.id)


def test_an_unreadable_log_is_located_and_the_rest_is_checked(
    store: SqliteWorkspace, made: AssessmentRecord
) -> None:
    other = store.create_assessment(new_assessment("另一家"))
    found = tampered(
        store,
        "UPDATE change_log SET new = 'rubbish' WHERE number = 1 AND ?1 = ?1",
        "UPDATE answer SET body = 'rubbish' WHERE assessment_id = ?1 AND item_id = 'sf.choice'",
        values=(other.id,),
    )
    places = [finding.where for finding in found]
    assert f"评估 {made.id} 的变更记录" in places
    assert any(other.id in place and "sf.choice" in place for place in places)


def test_a_damaged_workspace_left_by_a_crash_is_not_opened_for_writing(
    store: SqliteWorkspace, made: AssessmentRecord
) -> None:
    store.close()
    with raw(database_of(store)) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'assessment_touched'")
    left = b'{"pid": 1, "host": "pc", "user": "zhang", "since": "2026-11-23T09:00:00+08:00"}'
    (store.folder / "workspace.lock").write_bytes(left)
    for _ in range(2):  # the mark of the crash stays, so every start checks again
        with pytest.raises(DamagedWorkspaceError, match="backups"):
            open_workspace(store.folder)
    assert (store.folder / "workspace.lock").read_bytes() != b""
    with open_workspace(store.folder, read_only=True) as reader:
        assert reader.check() != []


def test_the_check_also_works_on_a_read_only_workspace(
    store: SqliteWorkspace, made: AssessmentRecord
) -> None:
    with open_workspace(store.folder, read_only=True) as reader:
        assert reader.check() == []
