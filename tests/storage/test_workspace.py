from __future__ import annotations

import dataclasses
import threading

import pytest

from anhui_assess.domain.answers import UNANSWERED, Answer, AnswerSheet, FormAnswers, Verified
from anhui_assess.domain.errors import InputRefusedError, NotFoundError, WorkspaceError
from anhui_assess.services.ports import AnswerChange, EnterpriseRecord, WorkspaceStore
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import (
    FIRST_ANSWERS,
    FORM,
    ITEM,
    NODE,
    OTHER_FORM,
    TABLE_ITEM,
    connection_of,
    filled,
    new_assessment,
    pinned,
    put,
)


def test_the_workspace_is_a_workspace_store(store: SqliteWorkspace) -> None:
    as_port: WorkspaceStore = store  # mypy compares every signature here
    assert not as_port.read_only
    assert not as_port.read_only_reason
    assert store.recovery == ""


def test_a_new_assessment_is_stored_whole_and_survives_reopening(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    store.close()
    with open_workspace(store.folder) as again:
        assert again.assessment(made.id) == made
        assert again.enterprise(made.enterprise_id).name == "合肥示例精密机械有限公司"
        sheet = again.sheet(made.id)
        assert dict(sheet.form(FORM).answers) == FIRST_ANSWERS
        assert sheet.form(FORM).tailored_out == {NODE: "第三方物流"}
        assert sheet.form(OTHER_FORM) == FormAnswers("2026.1")
        assert again.pinned_form(FORM, "2026.1") == pinned()
        assert again.check() == []
    assert made.forms == {FORM: "2026.1", OTHER_FORM: "2026.1"}
    assert made.summary == {"levels": {FORM: 2}, "completeness": 0.25}
    assert made.id.startswith("a_")
    assert made.enterprise_id.startswith("e_")
    assert made.created_at == "2026-11-23T14:32:10+08:00"


def test_an_answer_is_stored_with_what_follows_from_it(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    texts = EnterpriseRecord("ignored", "新名称", "", "芜湖市", "", "汽车")
    at = put(store, made.id, ITEM, Answer.of(0.5), summary={"levels": {FORM: 3}}, enterprise=texts)
    record, firm = store.assessment(made.id), store.enterprise(made.enterprise_id)
    assert store.sheet(made.id).get(FORM, ITEM) == Answer.of(0.5)
    assert (record.updated_at, record.summary) == (at, {"levels": {FORM: 3}})
    assert (firm.name, firm.city, firm.updated_at) == ("新名称", "芜湖市", at)
    assert record.created_at < at


def test_a_change_without_summary_keeps_the_summary(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    put(store, made.id, ITEM, Answer.of(0.5))
    assert store.assessment(made.id).summary == made.summary


def test_an_empty_answer_removes_the_row(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    put(store, made.id, ITEM, UNANSWERED)
    assert ITEM not in store.sheet(made.id).form(FORM).answers
    assert store.check() == []


def test_the_most_recently_changed_come_first_also_within_one_second(store: SqliteWorkspace) -> None:
    one_moment = store._clock()
    store._clock = lambda: one_moment
    first, second, third = (store.create_assessment(new_assessment(name)) for name in "甲乙丙")
    put(store, first.id, ITEM, Answer.of(1))
    assert [record.id for record in store.assessments()] == [first.id, third.id, second.id]
    assert [record.name for record in store.enterprises()] == ["甲", "丙", "乙"]


def test_assessments_of_one_enterprise(store: SqliteWorkspace) -> None:
    first = store.create_assessment(new_assessment())
    store.create_assessment(new_assessment("另一家"))
    later = store.create_assessment(new_assessment("改名后", enterprise_id=first.enterprise_id))
    assert [record.id for record in store.assessments(first.enterprise_id)] == [later.id, first.id]
    assert store.enterprise(first.enterprise_id).name == "改名后"
    assert len(store.enterprises()) == 2
    assert store.assessments("e_none") == []


def test_creating_several_is_all_or_none(store: SqliteWorkspace) -> None:
    good = new_assessment()
    bad = new_assessment(enterprise_id="e_none")
    with pytest.raises(NotFoundError, match="e_none"):
        store.create_assessments([good, good, bad])
    assert store.enterprises() == []
    assert store.history_head() == ""
    assert len(store.create_assessments([good, good])) == 2
    assert store.check() == []


def test_a_published_form_version_cannot_change(store: SqliteWorkspace) -> None:
    store.create_assessment(new_assessment())
    with pytest.raises(InputRefusedError, match="更高的版本号"):
        store.create_assessment(new_assessment(pinned=[pinned(fingerprint="other")]))
    store.create_assessment(new_assessment(pinned=[pinned(version="2027.1", fingerprint="other")]))
    assert store.pinned_form(FORM, "2026.1").fingerprint == "f1"
    assert store.pinned_form(FORM, "2027.1").fingerprint == "other"


def test_answers_to_a_form_that_is_not_pinned_are_refused(store: SqliteWorkspace) -> None:
    with pytest.raises(NotFoundError, match=FORM):
        store.create_assessment(new_assessment(pinned=[pinned(OTHER_FORM)]))
    made = store.create_assessment(new_assessment())
    with pytest.raises(NotFoundError, match="no_form"):
        store.save_answer(AnswerChange(made.id, "no_form", ITEM, UNANSWERED, Answer.of(1)))
    assert store.check() == []


def test_unknown_ids_are_named(store: SqliteWorkspace) -> None:
    for call in (
        lambda: store.assessment("a_x"),
        lambda: store.sheet("a_x"),
        lambda: store.delete_assessment("a_x"),
        lambda: store.update_assessment("a_x", title="", date="", assessor=""),
        lambda: store.save_answer(AnswerChange("a_x", FORM, ITEM, UNANSWERED, Answer.of(1))),
        lambda: store.save_tailoring("a_x", FORM, NODE, None, "", {}),
    ):
        with pytest.raises(NotFoundError, match="a_x"):
            call()
    with pytest.raises(NotFoundError, match="e_x"):
        store.enterprise("e_x")
    with pytest.raises(NotFoundError, match="2099"):
        store.pinned_form(FORM, "2099")


def test_tailoring_out_and_back_in(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    at = store.save_tailoring(made.id, FORM, "design", "集团统一设计", "李四", {"levels": {}})
    store.save_tailoring(made.id, FORM, NODE, None, "李四", {"levels": {}})
    store.save_tailoring(made.id, FORM, NODE, None, "李四", {"levels": {}})  # no change, no entry
    assert store.sheet(made.id).form(FORM).tailored_out == {"design": "集团统一设计"}
    assert at < store.assessment(made.id).updated_at
    assert [entry.action for entry in store.history(made.id, FORM, "design")] == ["tailor_out"]
    assert [entry.action for entry in store.history(made.id, FORM, NODE)] == ["tailor_in", "create"]
    assert store.check() == []


def test_heading_data_can_be_changed(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    changed = store.update_assessment(made.id, title="复评", date="2027-01-05", assessor="王五")
    assert (changed.title, changed.date, changed.assessor) == ("复评", "2027-01-05", "王五")
    head = store.history_head()
    assert store.update_assessment(made.id, title="复评", date="2027-01-05", assessor="王五") == changed
    assert store.history_head() == head
    assert store.assessment(made.id) == changed
    assert store.check() == []


def test_deleting_removes_the_answers_and_keeps_the_history(store: SqliteWorkspace) -> None:
    made, other = filled(store), store.create_assessment(new_assessment("另一家"))
    store.delete_assessment(made.id)
    with pytest.raises(NotFoundError):
        store.sheet(made.id)
    assert [record.id for record in store.assessments()] == [other.id]
    (rows,) = (
        connection_of(store)
        .execute("SELECT count(*) FROM answer WHERE assessment_id = ?", (made.id,))
        .fetchone()
    )
    assert rows == 0
    assert len(store.history(made.id, FORM, ITEM)) == 2
    assert store.enterprise(made.enterprise_id).id == made.enterprise_id
    assert store.check() == []


def test_settings(store: SqliteWorkspace) -> None:
    assert store.setting("theme") is None
    store.set_setting("theme", "dark")
    store.set_setting("theme", "light")
    assert store.setting("theme") == "light"


def test_every_kind_of_answer_comes_back(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    for number, answer in enumerate(
        (
            Answer.of(1),
            Answer.of(1.0),
            Answer.of(True),
            Answer.of("0123"),
            Answer.of(("a",)),
            Answer.of(()),
            Answer.of(({"a": 1.5, "b": "文"}, {})),
            Answer.of("长" * 20000),
            Answer.unknown(),
            Answer.of(0.8, verified=Verified(0.5, "现场没有看到")),
            Answer(note="只有备注"),
            Answer.of(1, evidence=("0" * 64,)),
        )
    ):
        put(store, made.id, f"i{number}", answer)
        found = store.sheet(made.id).get(FORM, f"i{number}")
        assert found == answer
        assert type(found.value) is type(answer.value)
    assert [finding.message for finding in store.check()] == ["答案引用了这个证据，工作区里却没有登记。"]


def test_list_rows_can_be_used_as_plain_data(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    (listed,) = store.assessments()
    assert listed == made
    assert dict(listed.summary) == {"levels": {FORM: 2}, "completeness": 0.25}
    assert dataclasses.asdict(listed)["forms"] == dict(made.forms)
    assert repr(listed.summary) == repr(dict(listed.summary))


def test_lists_are_read_along_an_index(store: SqliteWorkspace) -> None:
    for sql in (
        "SELECT * FROM enterprise ORDER BY touched DESC",
        "SELECT * FROM assessment ORDER BY touched DESC",
        "SELECT * FROM assessment WHERE enterprise_id = 'e' ORDER BY touched DESC",
        "SELECT max(touched) FROM assessment",
        "SELECT body FROM answer WHERE assessment_id = 'a'",
        "SELECT * FROM change_log WHERE assessment_id = 'a' AND form_id = 'f' AND subject = 'node' AND subject_id = 'i'",
    ):
        plan = " ".join(row["detail"] for row in connection_of(store).execute(f"EXPLAIN QUERY PLAN {sql}"))
        assert "INDEX" in plan or "PRIMARY KEY" in plan, sql
        assert "TEMP B-TREE" not in plan, sql


def test_threads_take_turns(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment(answers={}))
    threads = [
        threading.Thread(
            target=lambda part=part: [put(store, made.id, f"{part}.{n}", Answer.of(n)) for n in range(20)]
        )
        for part in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.sheet(made.id).form(FORM).answers) == 80
    assert store.check() == []


def test_a_closed_workspace_says_so(store: SqliteWorkspace) -> None:
    store.close()
    store.close()
    with pytest.raises(WorkspaceError, match="重新打开"):
        store.enterprises()
    with pytest.raises(WorkspaceError, match="重新打开"):
        store.set_setting("a", "b")


def test_an_error_inside_a_change_leaves_no_trace(store: SqliteWorkspace) -> None:
    made = store.create_assessment(new_assessment())
    head = store.history_head()
    with pytest.raises(TypeError, match="is no text"):
        store.save_answer(
            AnswerChange(made.id, FORM, ITEM, UNANSWERED, Answer.of(9), summary={"levels": {1: 2}})
        )
    assert store.sheet(made.id).form(FORM).answers == FIRST_ANSWERS
    assert store.history_head() == head
    put(store, made.id, ITEM, Answer.of(1))
    assert store.sheet(made.id).get(FORM, TABLE_ITEM) == FIRST_ANSWERS[TABLE_ITEM]
    assert AnswerSheet() == AnswerSheet({})
