"""Working on an assessment over a real workspace: what is said to be saved is on disk and scored."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from anhui_assess.composition import open_library
from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.errors import DiskFullError, InputRefusedError, ReadOnlyError
from anhui_assess.services.library import Library
from anhui_assess.services.ports import AnswerChange
from anhui_assess.services.session import AssessmentSession
from tests.assessments import USCC, random_value, sample

SF = "smart_factory"
ITEM = "sf.sched.3.1"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = open_library(tmp_path / "w", create=True)
    yield made
    made.store.close()


@pytest.fixture
def session(library: Library) -> AssessmentSession:
    return library.open(library.create_enterprise("甲示例厂").id)


def reread(library: Library, session: AssessmentSession) -> AssessmentSession:
    folder = library.store.folder
    library.store.close()
    return open_library(folder, create=False).open(session.record.id)


def test_answer_is_on_disk_for_a_second_reader(library: Library, session: AssessmentSession) -> None:
    changes = session.answer(SF, ITEM, 0.8)
    assert changes.stored
    assert changes.saved_at
    again = reread(library, session)
    assert again.current(SF, ITEM).value == 0.8
    assert again.scored.read("mean:smart_factory:manufacturing.production.scheduling:3") == pytest.approx(0.2)
    again.store.close()


def test_unacceptable_value_stores_nothing_and_says_why(session: AssessmentSession) -> None:
    changes = session.answer(SF, ITEM, 0.7)
    assert not changes.stored
    assert "全部满足" in changes.problems[0].message
    assert session.current(SF, ITEM).empty


def test_not_applicable_needs_a_reason_and_an_item_that_allows_it(session: AssessmentSession) -> None:
    assert "理由" in session.not_applicable(SF, ITEM, " ").problems[0].message
    assert session.not_applicable(SF, ITEM, "没有生产").stored
    assert "不能选" in session.not_applicable("green_factory", "gf.veto.energy", "没有").problems[0].message


def test_verified_value_that_differs_needs_a_reason_and_counts(session: AssessmentSession) -> None:
    session.answer(SF, ITEM, 1)
    assert "理由" in session.verify(SF, ITEM, 0.5, "").problems[0].message
    assert session.verify(SF, ITEM, 0.5, "现场只看到两类").stored
    assert session.current(SF, ITEM).value == 1
    assert session.current(SF, ITEM).effective == 0.5


def test_undo_and_redo_are_stored_and_logged_like_any_change(session: AssessmentSession) -> None:
    session.answer(SF, ITEM, 0.5)
    session.answer(SF, ITEM, 1)
    undone = session.undo()
    assert undone is not None
    assert undone.stored
    assert session.current(SF, ITEM).value == 0.5
    assert session.redo() is not None
    assert session.current(SF, ITEM).value == 1
    assert [entry.new.value for entry in session.history(SF, ITEM)] == [1, 0.5, 1, 0.5]


def test_undo_keeps_its_step_when_storing_fails(
    session: AssessmentSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.answer(SF, ITEM, 1)

    def full(change: AnswerChange) -> str:
        raise DiskFullError("满了")

    with monkeypatch.context() as patch:
        patch.setattr(session.store, "save_answer", full)
        with pytest.raises(DiskFullError):
            session.undo()
    assert session.current(SF, ITEM).value == 1
    assert session.undo() is not None
    assert session.current(SF, ITEM).empty


def test_tailoring_needs_a_reason_and_a_section_that_allows_it(session: AssessmentSession) -> None:
    node = "manufacturing.logistics"
    assert "理由" in session.tailor(SF, node, " ").problems[0].message
    assert "不允许" in session.tailor(SF, "people", "没有人").problems[0].message
    assert session.tailor(SF, node, "外包").stored
    assert session.sheet.form(SF).tailored_out == {node: "外包"}
    assert session.undo() is not None
    assert not session.sheet.form(SF).tailored_out


def test_note_flag_unknown_and_clear(session: AssessmentSession) -> None:
    session.note(SF, ITEM, "看过两条线")
    session.flag(SF, ITEM, True)
    session.unknown(SF, ITEM, "等设备科")
    answer = session.current(SF, ITEM)
    assert (answer.state, answer.note, answer.flagged) == (AnswerState.UNKNOWN, "看过两条线", True)
    session.clear(SF, ITEM)
    assert session.current(SF, ITEM).state is AnswerState.UNANSWERED
    assert session.current(SF, ITEM).note == "看过两条线"


def test_profile_answers_change_what_the_library_lists(library: Library, session: AssessmentSession) -> None:
    session.answer(PROFILE_FORM, "name", "乙示例厂")
    session.answer(PROFILE_FORM, "uscc", USCC)
    session.answer(PROFILE_FORM, "city", "合肥市")
    row = library.rows("乙示例 合肥")[0]
    assert (row.enterprise.name, row.enterprise.uscc, row.enterprise.city) == ("乙示例厂", USCC, "合肥市")
    assert not library.rows("芜湖")


def test_scores_stay_those_of_a_full_computation(session: AssessmentSession) -> None:
    rng = random.Random(7)
    forms = session.engine.catalog.scored_forms
    for _ in range(120):
        form = rng.choice(forms)
        item = rng.choice(list(form.items.values()))
        session.answer(form.id, item.id, random_value(rng, ["词"], item))
    assert list(session.scored.values) == list(session.engine.score(session.sheet).values)


def test_empty_name_is_refused(library: Library) -> None:
    with pytest.raises(InputRefusedError, match="企业名称不能为空"):
        library.create_enterprise("  ")


def test_known_code_gets_a_further_assessment_of_the_same_enterprise(library: Library) -> None:
    document = sample("hefei-precision", library.catalog)
    first, second = library.import_documents([document])[0], library.import_documents([document])[0]
    assert first.enterprise_id == second.enterprise_id
    assert library.rows("精密")[0].assessments == 2


def test_next_assessment_begins_with_the_last_profile(library: Library) -> None:
    record = library.import_documents([sample("hefei-precision", library.catalog)])[0]
    following = library.continue_enterprise(record.enterprise_id, title="2027 年自评", date="2027-01-05")
    opened = library.open(following.id)
    assert opened.current(PROFILE_FORM, "city").value == "合肥市"
    assert not opened.sheet.form(SF).answers


def test_read_only_workspace_changes_nothing(library: Library, session: AssessmentSession) -> None:
    session.answer(SF, ITEM, 1)
    folder, record = library.store.folder, session.record.id
    library.store.close()
    before = (folder / "workspace.db").read_bytes()
    reader = open_library(folder, create=False, read_only=True)
    opened = reader.open(record)
    assert opened.read_only
    with pytest.raises(ReadOnlyError):
        opened.answer(SF, ITEM, 0.5)
    assert opened.current(SF, ITEM).value == 1
    reader.store.close()
    assert (folder / "workspace.db").read_bytes() == before
