"""Random, but always acceptable, answers to the shipped forms."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Choice, Column, Form, Item

_SCALE = (1.0, 0.8, 0.5, 0.0)
_DAYS = ("2024-02-29", "2025-12-31", "2026-01-01")


def _number(low: Any, high: Any, decimals: int | None) -> st.SearchStrategy[float]:
    low, high = low if isinstance(low, (int, float)) else 0, high if isinstance(high, (int, float)) else 1e6
    whole = st.integers(int(low), int(high))
    return whole if decimals == 0 else whole | st.floats(low, high, allow_nan=False, allow_infinity=False)


def _choice(choices: Sequence[Choice]) -> st.SearchStrategy[str]:
    return st.sampled_from([choice.id for choice in choices])


def _cell(column: Column) -> st.SearchStrategy[Any]:
    if column.kind == "number":
        return _number(column.minimum, column.maximum, column.decimals)
    if column.kind == "choice":
        return _choice(column.choices)
    return {"yes_no": st.booleans(), "date": st.sampled_from(_DAYS)}.get(column.kind, st.just("某某"))


def _rows(item: Item) -> st.SearchStrategy[Any]:
    cells = {column.id: _cell(column) for column in item.columns if not column.calculated}
    return st.lists(st.fixed_dictionaries({}, optional=cells), max_size=min(4, item.max_rows)).map(tuple)


def subsets(names: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Any of the names, in their order (one bit each: failures shrink well, which sets of samples do not)."""
    return st.integers(0, 2 ** len(names) - 1).map(
        lambda bits: tuple(name for place, name in enumerate(names) if bits >> place & 1)
    )


def value_of(item: Item) -> st.SearchStrategy[Any]:
    """A value the item's kind accepts."""
    if item.kind == "scale":
        return st.sampled_from([point.value for point in item.scale])
    if item.kind == "number":
        return _number(item.minimum, item.maximum, item.decimals)
    if item.kind == "choice":
        return _choice(item.choices)
    if item.kind == "multi_choice":
        return subsets([choice.id for choice in item.choices])
    if item.kind == "table":
        return _rows(item)
    plain = {"anchored_rating": st.integers(1, 5), "yes_no": st.booleans(), "date": st.sampled_from(_DAYS)}
    return plain.get(item.kind, st.just("某某"))


def answer_of(item: Item) -> st.SearchStrategy[Answer]:
    """Any state: unanswered, answered, not applicable, unknown, with or without an assessor's value."""
    value = value_of(item)
    verified = st.none() | value.map(lambda found: Verified(found, "现场核对"))
    return st.one_of(
        st.builds(lambda found, seen: Answer.of(found, verified=seen), value, verified),
        value.map(Answer.of),
        st.sampled_from([Answer(), Answer.not_applicable("没有"), Answer.unknown("待查")]),
    )


def edits(
    catalog: Catalog, form_ids: Sequence[str], most: int
) -> st.SearchStrategy[list[tuple[str, str, Answer]]]:
    """A sequence of (form id, item id, new answer)."""
    places = [(form_id, item) for form_id in form_ids for item in catalog.forms[form_id].items.values()]
    one = st.sampled_from(places).flatmap(
        lambda place: answer_of(place[1]).map(lambda answer: (place[0], place[1].id, answer))
    )
    return st.lists(one, min_size=1, max_size=most)


@st.composite
def smart_answers(draw: st.DrawFn, form: Form) -> dict[str, Answer]:
    """Answers to every item of a form of scales, all from one drawn seed so that it is quick."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    lean = draw(st.sampled_from([0.0, 0.5, 0.9]))
    made: dict[str, Answer] = {}
    for item_id, item in form.items.items():
        low_level = (item.level or 5) <= 3
        value = 1.0 if low_level and rng.random() < lean else rng.choice(_SCALE)
        draw_state = rng.random()
        if draw_state < 0.08:
            made[item_id] = Answer.not_applicable("没有")
        elif draw_state < 0.12:
            made[item_id] = Answer.unknown("待查")
        elif draw_state < 0.2:
            made[item_id] = Answer.of(value, verified=Verified(rng.choice(_SCALE), "现场核对"))
        elif draw_state < 0.95:
            made[item_id] = Answer.of(value)
    return made


def sheet(
    answers: Mapping[str, Mapping[str, Answer]], tailored: Mapping[str, Sequence[str]] | None = None
) -> AnswerSheet:
    """A sheet of answers by form id, with tailored sections by form id."""
    out = tailored or {}
    return AnswerSheet(
        {
            form_id: FormAnswers("2026.1", dict(given), dict.fromkeys(out.get(form_id, ()), "不做"))
            for form_id, given in answers.items()
        }
    )
