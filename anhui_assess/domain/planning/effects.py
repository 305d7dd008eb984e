"""What a measure would change: the answers it lifts, scored by the same engine as everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anhui_assess.domain.answers import Answer, AnswerSheet, AnswerState, Value
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.packs import Closes, Measure
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import item_score
from anhui_assess.domain.scoring.tolerance import TOLERANCE

RATING_STEPS = 2
"""How many of the five written steps a plan can lift an anchored rating at most: capability grows step by step."""


def targets(form: Form, closes: Closes) -> Iterator[Item]:
    """Yield the items a `closes` entry names."""
    if closes.item is not None:
        item = form.items.get(closes.item)
        if item is not None:
            yield item
    elif closes.node in form.nodes:
        for item in form.items_below(closes.node or ""):
            if not closes.levels or item.level in closes.levels:
                yield item


def lifted_value(item: Item, current: float, to: float) -> Value | None:
    """Return the best value worth at most `to` and more than `current`, or None when there is none.

    An anchored rating is lifted by at most `RATING_STEPS` steps.
    """
    kind = kind_of(item)
    if item.kind == "scale":
        options: list[Value] = [point.value for point in item.scale]
    elif item.kind == "anchored_rating":
        options = list(range(1, min(5, round(current * 4) + 1 + RATING_STEPS) + 1))
    elif item.kind == "yes_no":
        options = [True, False]
    elif item.kind == "choice":
        options = [choice.id for choice in item.choices if choice.score is not None]
    elif item.kind == "multi_choice" and to >= 1.0 - TOLERANCE:
        options = [tuple(choice.id for choice in item.choices)]
    else:
        options = []
    worth = [(kind.score(item, option) or 0.0, option) for option in options]
    fitting = [(score, option) for score, option in worth if current + TOLERANCE < score <= to + TOLERANCE]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def lifts(scored: Scored, measure: Measure, besides: Scored | None = None) -> dict[tuple[str, str], Value]:
    """Return the answers a measure would raise: (form id, item id) to the new value. Items that do not apply stay.

    With `besides` only items count that did not apply there.
    """
    found: dict[tuple[str, str], Value] = {}
    for closes in measure.closes:
        form = scored.catalog.forms.get(closes.form)
        if form is None:
            continue
        for item in targets(form, closes):
            if besides is not None and besides.applies(form, item):
                continue
            if (
                not scored.applies(form, item)
                or scored.sheet.get(form.id, item.id).state is AnswerState.NOT_APPLICABLE
            ):
                continue
            current = item_score(item, scored.value(item.id))
            value = None if current is None else lifted_value(item, current, closes.to)
            if value is not None:
                before = found.get((form.id, item.id))
                kind = kind_of(item)
                if before is None or (kind.score(item, before) or 0.0) < (kind.score(item, value) or 0.0):
                    found[form.id, item.id] = value
    return found


LiftsKnown = dict[str, dict[tuple[str, str], Value]]
"""Measure id to what it lifts from the answers as they are: worked out once where many choices are compared."""


def combined(
    scored: Scored, measures: Iterable[Measure], known: LiftsKnown | None = None
) -> dict[tuple[str, str], Value]:
    """Return the answers some measures raise together: for every item the best that any one of them brings.

    The order does not matter, and two measures never lift an answer further than the better of them does from where it
    is now. Items that only come to apply through these very lifts are lifted too.
    """
    return _combined(scored, measures, known)[0]


def raised(scored: Scored, measures: Iterable[Measure], known: LiftsKnown | None = None) -> Scored:
    """Return the scores with the answers that `combined` gives."""
    return _combined(scored, measures, known)[1]


def _combined(
    scored: Scored, measures: Iterable[Measure], known: LiftsKnown | None
) -> tuple[dict[tuple[str, str], Value], Scored]:
    chosen = list(measures)
    known = {} if known is None else known
    found: dict[tuple[str, str], Value] = {}
    for measure in chosen:
        if measure.id not in known:
            known[measure.id] = lifts(scored, measure)
        for key, value in known[measure.id].items():
            if _better(scored, key, value, found.get(key)):
                found[key] = value
    current = lifted(scored, found)
    while fresh := _newly_applicable(current, chosen, found, scored):
        found |= fresh
        current = lifted(scored, found)
    return found, current


def _newly_applicable(
    scored: Scored, chosen: Iterable[Measure], found: Mapping[tuple[str, str], Value], base: Scored
) -> dict[tuple[str, str], Value]:
    fresh: dict[tuple[str, str], Value] = {}
    for measure in chosen:
        for key, value in lifts(scored, measure, base).items():
            if key not in found and _better(scored, key, value, fresh.get(key)):
                fresh[key] = value
    return fresh


def _better(scored: Scored, key: tuple[str, str], value: Value, than: Value | None) -> bool:
    item = scored.catalog.forms[key[0]].items[key[1]]
    kind = kind_of(item)
    return than is None or (kind.score(item, than) or 0.0) < (kind.score(item, value) or 0.0)


def lifted(scored: Scored, values: Mapping[tuple[str, str], Value]) -> Scored:
    """Return the scores with some answers replaced; the sheet handed in stays as it is."""
    sheet: AnswerSheet = scored.sheet
    for (form_id, item_id), value in values.items():
        sheet = sheet.with_answer(form_id, item_id, Answer.of(value))
    return scored.engine.rescore(scored, sheet, list(values))


def with_measures(scored: Scored, measures: Iterable[Measure]) -> Scored:
    """Return the scores after some measures, all of them counted from the answers as they are in `scored`."""
    return raised(scored, measures)
