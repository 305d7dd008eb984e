from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import UNANSWERED, Answer, AnswerState, Verified
from anhui_assess.storage import codec

TEXT = st.text(st.characters(codec="utf-8"))
SCALAR = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
ROWS = st.lists(st.dictionaries(TEXT, SCALAR, max_size=4), max_size=4).map(tuple)
VALUE = SCALAR | st.lists(TEXT, max_size=4).map(tuple) | ROWS
ANSWER = st.builds(
    Answer,
    state=st.sampled_from(AnswerState),
    value=st.none() | VALUE,
    reason=TEXT,
    note=TEXT,
    flagged=st.booleans(),
    verified=st.none() | st.builds(Verified, VALUE, TEXT),
    evidence=st.lists(TEXT, max_size=3).map(tuple),
)


def same(left: Any, right: Any) -> bool:
    """Equal, and of the same types all the way down, so that 1, 1.0 and True are told apart."""
    if isinstance(left, tuple):
        return isinstance(right, tuple) and len(left) == len(right) and all(map(same, left, right))
    if hasattr(left, "items"):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, float) and isinstance(right, float):
        return left == right and math.copysign(1, left) == math.copysign(1, right)
    return type(left) is type(right) and left == right


@given(ANSWER)
def test_every_answer_comes_back_exactly(answer: Answer) -> None:
    found = codec.decode_answer(codec.encode_answer(answer))
    assert found == answer
    assert same(found.value, answer.value)
    if answer.verified is not None and found.verified is not None:
        assert same(found.verified.value, answer.verified.value)


@given(ANSWER)
def test_writing_again_what_was_read_gives_the_same_text(answer: Answer) -> None:
    text = codec.encode_answer(answer)
    assert codec.encode_answer(codec.decode_answer(text)) == text
    assert codec.dumps(codec.loads(text)) == text
    text.encode()


@given(st.text(st.characters(categories=["Cs"]), min_size=1, max_size=1), TEXT)
def test_a_lone_surrogate_survives(surrogate: str, text: str) -> None:
    answer = Answer.of(text, note=surrogate)
    encoded = codec.encode_answer(answer)
    encoded.encode()
    assert codec.decode_answer(encoded) == answer


@given(st.text())
def test_any_other_text_is_refused_or_is_an_answer(text: str) -> None:
    try:
        codec.decode_answer(text)
    except ValueError:
        return
    assert text.strip().startswith("{")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"state": "maybe"}',
        '{"state": "answered", "value": NaN}',
        '{"state": "answered", "value": Infinity}',
        '{"state": "answered", "extra": 1}',
        '{"state": "answered", "note": 1}',
        '{"state": "answered", "flagged": 1}',
        '{"state": "answered", "evidence": "abc"}',
        '{"state": "answered", "evidence": [1]}',
        '{"state": "answered", "verified": {"reason": "x"}}',
        '{"state": "answered", "verified": {"value": 1, "other": 2}}',
        '{"state": "answered", "value": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller words the message
        codec.decode_answer(text)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none_are_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        codec.encode_answer(Answer.of(value))


def test_defaults_are_not_written() -> None:
    assert codec.encode_answer(Answer.of(0.8)) == '{"state":"answered","value":0.8}'
    assert codec.EMPTY_ANSWER == '{"state":"unanswered"}'
    assert codec.decode_answer(codec.EMPTY_ANSWER) == UNANSWERED


def test_table_rows_come_back_read_only() -> None:
    found = codec.decode_answer(codec.encode_answer(Answer.of(({"a": 1},))))
    assert isinstance(found.value, tuple)
    with pytest.raises(TypeError):
        found.value[0]["a"] = 2


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert codec.sha256({"a": 1, "b": "文"}) == codec.sha256({"b": "文", "a": 1})
    assert codec.sha256({"a": 1}) != codec.sha256({"a": 1.0})
    with pytest.raises(TypeError, match="is no text"):
        codec.dumps({1: "a"})
