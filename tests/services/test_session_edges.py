"""Sessions at their edges: what changes nothing stores nothing, and texts no file could carry are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhui_assess.composition import answers_document, open_library
from anhui_assess.domain.answers import Answer, Verified
from anhui_assess.domain.errors import DiskFullError
from anhui_assess.exchange.answers_json import answers_bytes, parse_answers
from anhui_assess.services.library import Library
from anhui_assess.services.session import AssessmentSession, Changes
from tests.assessments import HOSTILE

SF, ITEM, NODE = "smart_factory", "sf.org.1.1", "manufacturing.logistics"
Act = Callable[[AssessmentSession, str], Changes]
TEXTS: dict[str, Act] = {
    "not applicable": lambda session, text: session.not_applicable(SF, ITEM, text),
    "unknown": lambda session, text: session.unknown(SF, ITEM, text),
    "note": lambda session, text: session.note(SF, ITEM, text),
    "verify": lambda session, text: session.verify(SF, ITEM, 0.5, text),
    "tailor": lambda session, text: session.tailor(SF, NODE, text),
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = open_library(tmp_path / "w", create=True)
    yield made
    made.store.close()


@pytest.fixture
def session(library: Library) -> AssessmentSession:
    return library.open(library.create_enterprise("甲厂").id)


def nothing(changes: Changes) -> bool:
    return not changes.stored and changes.before is changes.after


def test_what_changes_nothing_stores_nothing(session: AssessmentSession) -> None:
    assert nothing(session.clear(SF, ITEM))
    assert nothing(session.note(SF, ITEM, ""))
    assert nothing(session.tailor(SF, NODE, None))
    session.answer(SF, ITEM, 1)
    session.add_evidence(SF, ITEM, "ab" * 32)
    session.tailor(SF, NODE, "外包")
    head = session.store.history_head()
    assert nothing(session.answer(SF, ITEM, 1.0))
    assert nothing(session.add_evidence(SF, ITEM, "ab" * 32))
    assert nothing(session.tailor(SF, NODE, " 外包 "))
    assert nothing(session.flag(SF, ITEM, False))
    assert session.store.history_head() == head


def test_undo_and_redo_with_nothing_to_do(session: AssessmentSession) -> None:
    assert session.undo() is None
    assert session.redo() is None
    assert (session.can_undo, session.can_redo) == (False, False)
    session.answer(SF, ITEM, 1)
    session.undo()
    assert (session.can_undo, session.can_redo) == (False, True)
    session.answer(SF, ITEM, 0.5)
    assert (session.can_undo, session.can_redo) == (True, False)


def test_redo_keeps_its_step_when_storing_fails(
    session: AssessmentSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> str:
        raise DiskFullError("满了")

    session.tailor(SF, NODE, "外包")
    session.undo()
    with monkeypatch.context() as patch:
        patch.setattr(session.store, "save_tailoring", full)
        with pytest.raises(DiskFullError):
            session.redo()
    assert (session.can_undo, session.can_redo) == (False, True)
    assert not session.sheet.form(SF).tailored_out
    assert session.redo() is not None
    assert session.sheet.form(SF).tailored_out == {NODE: "外包"}


def test_a_failed_change_is_not_shown_as_made(
    session: AssessmentSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_change: object) -> str:
        raise DiskFullError("满了")

    monkeypatch.setattr(session.store, "save_answer", full)
    before = session.scored
    with pytest.raises(DiskFullError):
        session.answer(SF, ITEM, 1)
    assert session.scored is before
    assert not session.can_undo


@pytest.mark.parametrize("act", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("text", ["长" * 20001, "半个\ud83d", "空\x00"], ids=["long", "surrogate", "null"])
def test_a_text_that_no_answers_file_could_carry_is_refused(
    text: str, act: Act, session: AssessmentSession
) -> None:
    changes = act(session, text)
    assert nothing(changes)
    assert "最多 20,000 字" in changes.problems[0].message or "不能保存的字符" in changes.problems[0].message


@pytest.mark.parametrize("act", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "emoji", "quotes", "lines", "long"])
def test_what_was_typed_survives_storage_and_the_answers_file(
    text: str, act: Act, session: AssessmentSession, library: Library
) -> None:
    assert act(session, text).stored
    assert library.open(session.record.id).sheet == session.sheet
    content = answers_bytes(answers_document(session), session.engine.catalog)
    again = parse_answers(content, "x.json", session.engine.catalog).sheet
    assert again.form(SF) == session.sheet.form(SF)


def test_an_unacceptable_verified_value_is_refused(session: AssessmentSession) -> None:
    assert "只能取" in session.verify(SF, ITEM, 0.7, "现场").problems[0].message
    session.answer(SF, ITEM, 1)
    assert session.verify(SF, ITEM, 1, "").stored
    assert session.current(SF, ITEM).verified == Verified(1, "")


def test_not_applicable_drops_value_and_verification_and_keeps_the_rest(session: AssessmentSession) -> None:
    session.answer(SF, ITEM, 1)
    session.verify(SF, ITEM, 0.5, "现场")
    session.add_evidence(SF, ITEM, "ab" * 32)
    session.note(SF, ITEM, "备")
    session.not_applicable(SF, ITEM, " 没有 ")
    assert session.current(SF, ITEM) == Answer.not_applicable("没有", note="备", evidence=("ab" * 32,))


def test_only_the_last_500_steps_can_be_taken_back(
    session: AssessmentSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anhui_assess.services.session._UNDO_DEPTH", 3)
    for text in "甲乙丙丁戊":
        session.note(SF, ITEM, text)
    while session.can_undo:
        session.undo()
    assert session.current(SF, ITEM).note == "乙"


def test_the_heading_can_be_changed(session: AssessmentSession, library: Library) -> None:
    session.rename(title="复评", date="2026-12-01", assessor="王五")
    assert session.record.title == "复评"
    assert library.store.assessment(session.record.id).assessor == "王五"
    assert session.read_only is False


def test_every_action_is_logged_with_who_did_it(library: Library) -> None:
    library.who = "王五"
    session = library.open(library.create_enterprise("甲厂").id)
    session.answer(SF, ITEM, 1)
    (entry,) = session.history(SF, ITEM)
    assert (entry.who, entry.old, entry.new) == ("王五", Answer(), Answer.of(1))


def test_any_sequence_of_actions_can_be_taken_back_and_repeated(session: AssessmentSession) -> None:
    """Also: the stored sheet, and the scores of a full computation, are those of the session after every sequence."""
    catalog = session.engine.catalog
    items = list(catalog.forms[SF].items)[:4]
    actions: list[Callable[[AssessmentSession, str], object]] = [
        lambda s, item: s.answer(SF, item, 1),
        lambda s, item: s.answer(SF, item, 0.5),
        lambda s, item: s.answer(SF, item, "?"),
        lambda s, item: s.not_applicable(SF, item, "没有"),
        lambda s, item: s.unknown(SF, item),
        lambda s, item: s.clear(SF, item),
        lambda s, item: s.note(SF, item, "备"),
        lambda s, item: s.verify(SF, item, 0.8, "现场"),
        lambda s, item: s.tailor(SF, NODE, "外包" if item == items[0] else None),
        lambda s, _item: s.undo(),
        lambda s, _item: s.redo(),
    ]

    def rewind() -> None:
        while session.can_undo:
            session.undo()

    def replay() -> None:
        while session.can_redo:
            session.redo()

    @settings(max_examples=12)
    @given(st.lists(st.tuples(st.sampled_from(range(len(actions))), st.sampled_from(items)), max_size=10))
    def check(steps: list[tuple[int, str]]) -> None:
        rewind()
        start = session.sheet
        for number, item in steps:
            actions[number](session, item)
        end = session.sheet
        assert session.store.sheet(session.record.id) == end
        assert list(session.scored.values) == list(session.engine.score(end).values)
        replay()
        latest = session.sheet
        rewind()
        assert session.sheet == start
        replay()
        assert session.sheet == latest

    check()
