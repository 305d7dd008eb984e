"""Walking through the questions: their order, what a filter shows, what is next and how much is left in each section."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anhui_assess.domain.answers import Answer, AnswerState
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.tally import counted


class Filter(enum.Enum):
    """Which questions are shown; the value is what the user reads."""

    ALL = "全部"
    OPEN = "未答"
    FLAGGED = "存疑"
    NOT_APPLICABLE = "不适用"
    TO_VERIFY = "待核验"


class ItemState(enum.Enum):
    """How a question stands, for its mark in lists."""

    OPEN = "未答"
    DONE = "已答"
    UNKNOWN = "暂不清楚"
    NOT_APPLICABLE = "不适用"
    ABSENT = "不需要答"


@dataclass(frozen=True, slots=True)
class Place:
    """A question of a form."""

    form_id: str
    item_id: str


@dataclass(frozen=True, slots=True)
class NodeCount:
    """How much of a section is left; `applies` is False for a section that is tailored out or not asked."""

    total: int = 0
    open: int = 0
    flagged: int = 0
    applies: bool = True

    def plus(self, other: NodeCount) -> NodeCount:
        """Return the sum of two counts."""
        return NodeCount(
            self.total + other.total, self.open + other.open, self.flagged + other.flagged, self.applies
        )


def settled(scored: Scored, form: Form, item: Item) -> bool:
    """Return whether nothing more is needed: answered, not applicable, or the shared figure is given elsewhere."""
    answer = counted(item, scored.sheet.get(form.id, item.id))
    if answer.settled:
        return True
    return answer.state is AnswerState.UNANSWERED and shared_from(scored, form, item) is not None


def shared_from(scored: Scored, form: Form, item: Item) -> Place | None:
    """Return the other place that gives this item's shared figure, or None."""
    for form_id, item_id in scored.catalog.shared.get(item.shared or "", ()):
        if (form_id, item_id) == (form.id, item.id):
            continue
        if counted(scored.catalog.item(form_id, item_id), scored.sheet.get(form_id, item_id)).settled:
            return Place(form_id, item_id)
    return None


def item_state(scored: Scored, form: Form, item: Item) -> ItemState:
    """Return how a question stands."""
    if not scored.applies(form, item):
        return ItemState.ABSENT
    answer = counted(item, scored.sheet.get(form.id, item.id))
    if answer.state is AnswerState.UNKNOWN and answer.verified is None:
        return ItemState.UNKNOWN
    if answer.state is AnswerState.NOT_APPLICABLE:
        return ItemState.NOT_APPLICABLE
    return ItemState.DONE if settled(scored, form, item) else ItemState.OPEN


def matches(scored: Scored, form: Form, item: Item, wanted: Filter) -> bool:
    """Return whether a question is asked and passes the filter."""
    if not scored.applies(form, item):
        return False
    answer: Answer = scored.sheet.get(form.id, item.id)
    if wanted is Filter.OPEN:
        return not settled(scored, form, item)
    if wanted is Filter.FLAGGED:
        return answer.flagged
    if wanted is Filter.NOT_APPLICABLE:
        return answer.state is AnswerState.NOT_APPLICABLE
    if wanted is Filter.TO_VERIFY:
        return answer.state is AnswerState.ANSWERED and answer.verified is None
    return True


def places(scored: Scored, wanted: Filter = Filter.ALL) -> tuple[Place, ...]:
    """Return the questions of all scored forms that pass the filter, in reading order."""
    return tuple(
        Place(form.id, item.id)
        for form in scored.catalog.scored_forms
        for item in form.items.values()
        if matches(scored, form, item, wanted)
    )


def step(scored: Scored, current: Place | None, by: int, wanted: Filter = Filter.ALL) -> Place | None:
    """Return the nearest question after (`by` > 0) or before `current` that passes the filter; None at the end."""
    order = [Place(form.id, item.id) for form in scored.catalog.scored_forms for item in form.items.values()]
    shown = set(places(scored, wanted))
    start = order.index(current) if current in order else (-1 if by > 0 else len(order))
    rest = order[start + 1 :] if by > 0 else reversed(order[: max(start, 0)])
    return next((place for place in rest if place in shown), None)


def first_in(
    scored: Scored, form_id: str, node_id: str | None = None, wanted: Filter = Filter.ALL
) -> Place | None:
    """Return where to go in a form or section: its first open question, else its first one that passes the filter."""
    form = scored.catalog.forms[form_id]
    items = list(form.items.values() if node_id is None else form.items_below(node_id))
    shown = [item for item in items if matches(scored, form, item, wanted)]
    best = next((item for item in shown if not settled(scored, form, item)), shown[0] if shown else None)
    return Place(form_id, best.id) if best else None


def start(scored: Scored) -> Place | None:
    """Return where work goes on: the first open required question of a form already begun, else of any form.

    One that goes with a main questionnaire stands back until it was begun.
    """
    forms = sorted(
        scored.catalog.scored_forms,
        key=lambda form: (not scored.sheet.form(form.id).answers, bool(form.part_of)),
    )
    for form in forms:
        for item in form.items.values():
            if item.required and matches(scored, form, item, Filter.OPEN):
                return Place(form.id, item.id)
    found = places(scored)
    return found[0] if found else None


def position(scored: Scored, current: Place) -> tuple[int, int]:
    """Return the number of a question among the asked ones of its form, and how many those are; 0 when not asked."""
    form = scored.catalog.forms[current.form_id]
    asked = [item.id for item in form.items.values() if scored.applies(form, item)]
    return (asked.index(current.item_id) + 1 if current.item_id in asked else 0), len(asked)


def counts(scored: Scored, form_id: str) -> Mapping[str, NodeCount]:
    """Return the counts of every section of a form; the empty id stands for the whole form.

    Open are required questions without an answer; optional ones never count as left over.
    """
    form = scored.catalog.forms[form_id]
    found: dict[str, NodeCount] = {}
    for node in reversed(tuple(form.nodes.values())):
        own = NodeCount(applies=scored.node_applies(form, node.id))
        for item_id in node.items:
            own = own.plus(_one(scored, form, form.items[item_id]))
        for child in node.children:
            own = own.plus(found[child])
        found[node.id] = own
    whole = NodeCount()
    for root in form.roots:
        whole = whole.plus(found[root.id])
    found[""] = whole
    return found


def _one(scored: Scored, form: Form, item: Item) -> NodeCount:
    if not scored.applies(form, item):
        return NodeCount()
    is_open = item.required and not settled(scored, form, item)
    return NodeCount(1, int(is_open), int(scored.sheet.get(form.id, item.id).flagged))


def tailorable(form: Form, node_id: str) -> str | None:
    """Return the section at or above `node_id` that may be tailored out, or None."""
    return next((node.id for node in reversed(form.path(node_id)) if node.tailorable), None)


def filter_counts(scored: Scored) -> Mapping[Filter, int]:
    """Return how many questions each filter shows."""
    found = dict.fromkeys(Filter, 0)
    for form in scored.catalog.scored_forms:
        for item in form.items.values():
            for wanted in Filter:
                found[wanted] += matches(scored, form, item, wanted)
    return found


def changed_state(before: Scored, after: Scored, places_shown: Sequence[Place]) -> tuple[Place, ...]:
    """Return those of the places whose state differs between two scorings."""
    found = []
    for place in places_shown:
        form = after.catalog.forms[place.form_id]
        item = form.items[place.item_id]
        if item_state(before, form, item) is not item_state(after, form, item):
            found.append(place)
    return tuple(found)
