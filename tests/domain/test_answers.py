from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import UNANSWERED, Answer, AnswerSheet, AnswerState, Verified
from anhui_assess.domain.expressions import Missing

answers = st.sampled_from(
    [
        Answer(),
        Answer.of(1),
        Answer.of(False),
        Answer.not_applicable("没有"),
        Answer.unknown("待查"),
        Answer(note="记一笔"),
    ]
)
places = st.tuples(st.sampled_from(["f", "g"]), st.sampled_from(["x", "y", "z"]))


@pytest.mark.parametrize(
    ("answer", "effective", "settled"),
    [
        (Answer(), Missing.UNANSWERED, False),
        (Answer.of(0), 0, True),
        (Answer.of(False), False, True),
        (Answer.of(()), (), True),
        (Answer(AnswerState.ANSWERED), Missing.UNANSWERED, True),
        (Answer.not_applicable("没有"), Missing.NOT_APPLICABLE, True),
        (Answer.unknown("待查"), Missing.UNANSWERED, False),
        (Answer.of(1, verified=Verified(0, "没见到")), 0, True),
        (Answer.unknown("待查", verified=Verified(1)), 1, True),
        (Answer.not_applicable("没有", verified=Verified(1)), 1, True),
    ],
)
def test_what_scores_use_and_what_counts_as_done(answer: Answer, effective: object, settled: bool) -> None:
    assert answer.effective is effective or answer.effective == effective
    assert answer.settled is settled


def test_clearing_keeps_what_was_written_beside_the_value() -> None:
    answer = Answer.of(1, note="注", flagged=True, evidence=("照片",), verified=Verified(0))
    assert answer.cleared() == Answer(note="注", flagged=True, evidence=("照片",))
    assert not answer.cleared().empty
    assert Answer.of(1).cleared().empty


def test_an_answer_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        UNANSWERED.value = 1  # type: ignore[misc]


@given(st.lists(st.tuples(places, answers)))
def test_a_sheet_behaves_like_a_dictionary_and_never_changes(
    changes: list[tuple[tuple[str, str], Answer]],
) -> None:
    sheet, expected = AnswerSheet(), dict[tuple[str, str], Answer]()
    history = [(sheet, dict(expected))]
    for place, answer in changes:
        sheet = sheet.with_answer(*place, answer)
        expected[place] = answer
        history.append((sheet, dict(expected)))
    for old, wanted in history:
        kept = {place: answer for place, answer in wanted.items() if not answer.empty}
        assert {(form, item): answer for form, item, answer in old.all_answers()} == kept
        for place, answer in wanted.items():
            assert old.get(*place) == answer


def test_a_form_not_begun_is_empty() -> None:
    assert AnswerSheet().get("f", "x") is UNANSWERED
    assert AnswerSheet().form("f").version == ""
