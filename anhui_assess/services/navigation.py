"""Walking through the questions: their order, what a filter shows, what is next and how much is left in each section.

Every answer asks all of this anew, for some nine hundred questions, and may take a few milliseconds at most. So what is
seen of a form is kept as long as its tally is the same object (`domain.scoring.tally`); an answer looks again at its own
form only.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from anhui_assess.domain.answers import Answer, AnswerState
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.tally import Tally, counted


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


@dataclass(frozen=True)
class FormView:
    """How the questions of a form stand, in reading order: state and flag of each, and which ones each filter shows."""

    ids: tuple[str, ...]
    states: tuple[ItemState, ...]
    flagged: tuple[bool, ...]
    to_verify: tuple[bool, ...]
    _shown: dict[Filter, tuple[bool, ...]] = field(default_factory=dict, compare=False, repr=False)
    _numbers: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    _counts: dict[tuple[bool, ...], Mapping[str, NodeCount]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def number(self, item_id: str) -> int:
        """Return the place of a question, from 0."""
        if not self._numbers:
            self._numbers.update((found, number) for number, found in enumerate(self.ids))
        return self._numbers[item_id]

    def shown(self, wanted: Filter) -> tuple[bool, ...]:
        """Return for each question whether it is asked and passes the filter."""
        found = self._shown.get(wanted)
        if found is None:
            found = self._shown[wanted] = tuple(self._passing(wanted))
        return found

    def _passing(self, wanted: Filter) -> Iterator[bool]:
        match wanted:
            case Filter.OPEN:
                return (state in {ItemState.OPEN, ItemState.UNKNOWN} for state in self.states)
            case Filter.FLAGGED:
                return iter(self.flagged)
            case Filter.NOT_APPLICABLE:
                return (state is ItemState.NOT_APPLICABLE for state in self.states)
            case Filter.TO_VERIFY:
                return iter(self.to_verify)
        return (state is not ItemState.ABSENT for state in self.states)

    def counts(self, form: Form, applies: tuple[bool, ...]) -> Mapping[str, NodeCount]:
        """Return the counts of every section; `applies` says of each section, in the form's order, whether it is asked."""
        found = self._counts.get(applies)
        if found is None:
            found = self._counts[applies] = self._counted(form, dict(zip(form.nodes, applies, strict=True)))
        return found

    def _counted(self, form: Form, applies: Mapping[str, bool]) -> Mapping[str, NodeCount]:
        found: dict[str, NodeCount] = {}
        for node in reversed(tuple(form.nodes.values())):
            own = NodeCount(applies=applies[node.id])
            for item_id in node.items:
                own = own.plus(self._one(form.items[item_id]))
            for child in node.children:
                own = own.plus(found[child])
            found[node.id] = own
        whole = NodeCount()
        for root in form.roots:
            whole = whole.plus(found[root.id])
        found[""] = whole
        return found

    def _one(self, item: Item) -> NodeCount:
        number = self.number(item.id)
        if self.states[number] is ItemState.ABSENT:
            return NodeCount()
        return NodeCount(1, int(item.required and self.shown(Filter.OPEN)[number]), int(self.flagged[number]))


_views: WeakKeyDictionary[Tally, FormView] = WeakKeyDictionary()


def view(scored: Scored, form: Form) -> FormView:
    """Return how the questions of a form stand: the same object until one of them changes."""
    tally = scored.tally(form.id)
    found = _views.get(tally)
    if found is None:
        found = _views[tally] = _viewed(form, tally)
    return found


def _viewed(form: Form, tally: Tally) -> FormView:
    answers = tuple(tally.seen)
    return FormView(
        tuple(form.items),
        tuple(
            _state(item, answer, settled=tally.settled(number))
            for number, (item, answer) in enumerate(zip(form.items.values(), answers, strict=True))
        ),
        tuple(answer is not None and answer.flagged for answer in answers),
        tuple(
            answer is not None and answer.state is AnswerState.ANSWERED and answer.verified is None
            for answer in answers
        ),
    )


def _state(item: Item, answer: Answer | None, *, settled: bool) -> ItemState:
    if answer is None:
        return ItemState.ABSENT
    if answer.state is AnswerState.UNKNOWN and answer.verified is None:
        return ItemState.UNKNOWN
    if answer.state is AnswerState.NOT_APPLICABLE and counted(item, answer).settled:
        return ItemState.NOT_APPLICABLE
    return ItemState.DONE if settled else ItemState.OPEN


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
    found = view(scored, form)
    return found.states[found.number(item.id)]


def matches(scored: Scored, form: Form, item: Item, wanted: Filter) -> bool:
    """Return whether a question is asked and passes the filter."""
    found = view(scored, form)
    return found.shown(wanted)[found.number(item.id)]


def places(scored: Scored, wanted: Filter = Filter.ALL) -> tuple[Place, ...]:
    """Return the questions of all scored forms that pass the filter, in reading order."""
    return tuple(
        Place(form.id, item_id)
        for form in scored.catalog.scored_forms
        for item_id, shown in zip(form.items, view(scored, form).shown(wanted), strict=True)
        if shown
    )


def step(scored: Scored, current: Place | None, by: int, wanted: Filter = Filter.ALL) -> Place | None:
    """Return the nearest question after (`by` > 0) or before `current` that passes the filter; None at the end.

    A `current` that is no question of a scored form counts as before the first, or after the last.
    """
    forms = scored.catalog.scored_forms if by > 0 else tuple(reversed(scored.catalog.scored_forms))
    begun = current is None or all(form.id != current.form_id for form in forms)
    for form in forms:
        here = current is not None and form.id == current.form_id
        if not here and not begun:
            continue
        begun = True
        found = view(scored, form)
        at = (
            found.number(current.item_id)
            if here and current is not None
            else (-1 if by > 0 else len(found.ids))
        )
        shown = found.shown(wanted)
        rest = range(at + 1, len(shown)) if by > 0 else range(at - 1, -1, -1)
        number = next((number for number in rest if shown[number]), None)
        if number is not None:
            return Place(form.id, found.ids[number])
    return None


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
    found = view(scored, scored.catalog.forms[current.form_id])
    asked = found.shown(Filter.ALL)
    number = found.number(current.item_id)
    return (sum(asked[: number + 1]) if asked[number] else 0), sum(asked)


def counts(scored: Scored, form_id: str) -> Mapping[str, NodeCount]:
    """Return the counts of every section of a form; the empty id stands for the whole form.

    Open are required questions without an answer; optional ones never count as left over.
    """
    form = scored.catalog.forms[form_id]
    applies = tuple(scored.node_applies(form, node_id) for node_id in form.nodes)
    return view(scored, form).counts(form, applies)


def tailorable(form: Form, node_id: str) -> str | None:
    """Return the section at or above `node_id` that may be tailored out, or None."""
    return next((node.id for node in reversed(form.path(node_id)) if node.tailorable), None)


def filter_counts(scored: Scored) -> Mapping[Filter, int]:
    """Return how many questions each filter shows."""
    views = [view(scored, form) for form in scored.catalog.scored_forms]
    return {wanted: sum(sum(found.shown(wanted)) for found in views) for wanted in Filter}
