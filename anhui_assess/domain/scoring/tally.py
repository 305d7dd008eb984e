"""The counts behind completeness and evidence coverage, kept so that one answer recounts one item.

A tally remembers what every item of a form adds to the counts and the very answer it was read from. The next sheet reads
again only the items whose answer is another object or that are asked now and were not before, and those whose figure is
shared with other forms. The counts are whole numbers, so taking away and adding gives exactly the full count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from anhui_assess.domain.answers import UNANSWERED, Answer, AnswerState
from anhui_assess.domain.form import Item
from anhui_assess.domain.scoring.result import Progress

Asked = Sequence[tuple[Item, int | None]]
"""Items with the place of the cell that says whether each is asked, None where it always is."""
Counts = tuple[int, ...]
"""One number for each field of `Progress`, in their order."""

_NOTHING: Counts = (0,) * len(Progress.__dataclass_fields__)
_SETTLED = list(Progress.__dataclass_fields__).index("settled")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Tally:
    """What every item of a form adds (`parts`), the answers they were read from (None: not asked), and the sum.

    The same object goes from sheet to sheet until something of the form changes, so that what is made from it can be kept
    by its identity.
    """

    seen: Sequence[Answer | None]
    parts: Sequence[Counts]
    total: Counts

    def settled(self, number: int) -> bool:
        """Return whether nothing more is needed of the item at a place: answered, not applicable, or given elsewhere."""
        return bool(self.parts[number][_SETTLED])

    def progress(self, asked: Asked, below: Collection[str] | None = None) -> Progress:
        """Return the counts of the whole form, or of the items whose ids are in `below`."""
        if below is None:
            return Progress(*self.total)
        parts = [part for (item, _), part in zip(asked, self.parts, strict=True) if item.id in below]
        return Progress(*map(sum, zip(_NOTHING, *parts, strict=True)))


def tally(
    asked: Asked,
    answers: Mapping[str, Answer],
    values: Sequence[object],
    elsewhere: Callable[[Item], bool],
    before: Tally | None = None,
) -> Tally:
    """Count the answers to a form's items, starting from an earlier count of the same items where there is one.

    `values` are the cells that `asked` points into; `elsewhere` says whether an item's shared figure is settled elsewhere.
    """
    same = before is not None
    seen: list[Answer | None] = list(before.seen) if before else [None] * len(asked)
    parts = list(before.parts) if before else [_NOTHING] * len(asked)
    changed: list[tuple[Counts, Counts]] = []
    for number, (item, place) in enumerate(asked):
        given = answers.get(item.id, UNANSWERED) if place is None or values[place] else None
        if given is seen[number] and item.shared is None:
            continue
        part = _NOTHING if given is None else _part(item, counted(item, given), elsewhere)
        if part is not parts[number]:
            changed.append((parts[number], part))
        same = same and part is parts[number] and given is seen[number]
        seen[number], parts[number] = given, part
    if before is not None and same:
        return before
    return Tally(seen, parts, _total(before.total if before else _NOTHING, changed))


def _total(total: Counts, changed: Sequence[tuple[Counts, Counts]]) -> Counts:
    if not changed:
        return total
    gone, come = zip(*changed, strict=True)
    columns = zip(total, zip(*gone, strict=True), zip(*come, strict=True), strict=True)
    return tuple(count - sum(old) + sum(new) for count, old, new in columns)


def counted(item: Item, answer: Answer) -> Answer:
    """Return an answer as completeness sees it: a table that needs rows and has none is not answered."""
    return answer.cleared() if item.kind == "table" and item.unfilled(answer.effective) else answer


class _Facts(NamedTuple):
    """All that the counts see of an item and its answer; a few dozen combinations occur."""

    state: AnswerState
    required: bool
    asks_evidence: bool
    has_evidence: bool
    verified: bool
    flagged: bool
    settled_elsewhere: bool


def _part(item: Item, answer: Answer, elsewhere: Callable[[Item], bool]) -> Counts:
    return _counts(
        _Facts(
            answer.state,
            item.required,
            bool(item.evidence),
            bool(answer.evidence),
            answer.verified is not None,
            answer.flagged,
            item.shared is not None and elsewhere(item),
        )
    )


@cache
def _counts(facts: _Facts) -> Counts:
    answered = facts.state is AnswerState.ANSWERED or facts.verified
    dropped = facts.state is AnswerState.NOT_APPLICABLE
    elsewhere = facts.settled_elsewhere and facts.state is AnswerState.UNANSWERED
    settled = answered or dropped or elsewhere
    progress = Progress(
        applicable=int(facts.required or settled),
        settled=int(settled),
        asks_evidence=int(facts.asks_evidence and not dropped),
        with_evidence=int(facts.asks_evidence and not dropped and facts.has_evidence),
        answered=int(answered),
        verified=int(facts.verified),
        flagged=int(facts.flagged),
        unknown=int(facts.state is AnswerState.UNKNOWN),
        not_applicable=int(dropped),
    )
    return tuple(getattr(progress, name) for name in Progress.__dataclass_fields__)
