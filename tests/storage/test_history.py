from __future__ import annotations

import sqlite3

import pytest

from anhui_assess import __version__
from anhui_assess.domain.answers import UNANSWERED, Answer, Verified
from anhui_assess.services.ports import AnswerChange
from anhui_assess.storage import history
from anhui_assess.storage.workspace import SqliteWorkspace
from tests.storage.builders import FIRST_ANSWERS, FORM, ITEM, database_of, filled, new_assessment, put, raw


def test_the_history_of_an_answer_begins_with_its_creation(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    put(store, made.id, ITEM, Answer.of(0.5))
    put(store, made.id, ITEM, UNANSWERED)
    newest, middle, first = store.history(made.id, FORM, ITEM)
    assert (first.action, first.who, first.old, first.new) == (
        "create",
        "张三",
        UNANSWERED,
        FIRST_ANSWERS[ITEM],
    )
    assert (middle.action, middle.who, middle.old, middle.new) == (
        "answered",
        "李四",
        FIRST_ANSWERS[ITEM],
        Answer.of(0.5),
    )
    assert (newest.action, newest.old, newest.new) == ("clear", Answer.of(0.5), UNANSWERED)
    assert [entry.number for entry in (newest, middle, first)] == [3, 2, 1]
    assert {entry.program_version for entry in (newest, middle, first)} == {__version__}
    assert {(entry.form_id, entry.item_id) for entry in (newest, middle, first)} == {(FORM, ITEM)}
    assert newest.at > middle.at > first.at
    assert store.history(made.id, FORM, "other") == []


def test_saving_the_same_answer_again_is_no_change(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    head = store.history_head()
    put(store, made.id, ITEM, FIRST_ANSWERS[ITEM], summary={"again": True})
    assert store.history_head() == head
    assert store.assessment(made.id).summary == {"again": True}


def test_every_change_moves_the_head(store: SqliteWorkspace) -> None:
    assert store.history_head() == ""
    heads = {store.history_head()}
    made = store.create_assessment(new_assessment())
    for change in (
        lambda: put(store, made.id, ITEM, Answer.of(1)),
        lambda: store.save_tailoring(made.id, FORM, "design", "外包", "", {}),
        lambda: store.update_assessment(made.id, title="复评", date="2027-01-01", assessor=""),
        lambda: store.delete_assessment(made.id),
    ):
        change()
        heads.add(store.history_head())
    assert len(heads) == 5
    assert all(len(head) in (0, 64) for head in heads)


@pytest.mark.parametrize(
    ("old", "new", "action"),
    [
        (UNANSWERED, Answer.of(1), "answered"),
        (Answer.of(1), Answer.of(0.5), "answered"),
        (Answer.of(1), Answer.not_applicable("无"), "not_applicable"),
        (Answer.of(1), Answer.unknown(), "unknown"),
        (Answer.of(1), Answer(note="留下备注"), "clear"),
        (Answer.of(1), Answer.of(1, verified=Verified(0.5, "x")), "verify"),
        (Answer.unknown("a"), Answer.unknown("b"), "reason"),
        (Answer.of(1), Answer.of(1, evidence=("e",)), "evidence"),
        (Answer.of(1), Answer.of(1, note="n"), "note"),
        (Answer.of(1), Answer.of(1, flagged=True), "flag"),
    ],
)
def test_a_change_is_named_by_what_weighs_most(old: Answer, new: Answer, action: str) -> None:
    assert history.action_of(old, new) == action


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change_log SET who = 'x' WHERE number = 1",
        "DELETE FROM change_log WHERE number = 2",
        "INSERT OR REPLACE INTO change_log SELECT * FROM change_log WHERE number = 1",
        """INSERT INTO change_log SELECT 99, at, who, assessment_id, form_id, subject, subject_id, action, old, new,
        program_version, previous_hash, hash FROM change_log WHERE number = 1""",
    ],
)
def test_the_log_refuses_every_other_tool(store: SqliteWorkspace, statement: str) -> None:
    filled(store)
    store.close()
    with raw(database_of(store)) as database, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute(statement)


def test_the_log_takes_the_old_answer_from_the_database(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    store.save_answer(AnswerChange(made.id, FORM, ITEM, Answer.of("stale"), Answer.of(0.5)))
    assert store.history(made.id, FORM, ITEM)[0].old == FIRST_ANSWERS[ITEM]


def test_only_so_many_of_the_newest_are_read(store: SqliteWorkspace) -> None:
    """The creation comes last, so it is left out as soon as there are enough."""
    made = store.create_assessment(new_assessment())
    for value in (0.5, 0.8, 1):
        put(store, made.id, ITEM, Answer.of(value))
    whole = store.history(made.id, FORM, ITEM)
    assert len(whole) == 4
    for most in (1, 3, 4, 9):
        assert store.history(made.id, FORM, ITEM, most) == whole[:most]
