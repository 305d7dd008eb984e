"""From phases to months: when each chosen measure begins and ends, with no more at a time than a phase allows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from anhui_assess.domain.planning.problem import Problem

SLOTS = 4
"""A month is laid out in quarters; every duration of the library is a multiple."""
_SHUFFLES = 60
"""Further orders that are tried where the usual ones leave something out."""


@dataclass(frozen=True, slots=True)
class Span:
    """A measure's months from now, and the number of the phase in which it ends."""

    start: float
    end: float
    phase: int


def schedule(
    problem: Problem, phases: Mapping[int, int | None], wishes: Mapping[int, int] | None = None
) -> dict[int, Span] | None:
    """Lay chosen options out in time: prerequisites first, each ending in its phase (None: in whichever it comes to).

    `wishes` say in which phase an option would best end, and only decide who comes first. Many orders are tried, the same ones every time; None when none of them fits everything in.
    """
    tails = _tails(problem, phases)
    months = {number: problem.options[number].months for number in phases}
    last = len(problem.phases)

    def place(number: int) -> int:
        found = phases[number]
        return (wishes or {}).get(number, last) if found is None else found

    orders: tuple[Callable[[int], tuple[float, ...]], ...] = (
        lambda number: (place(number), -tails[number], number),
        lambda number: (place(number), -months[number], number),
        lambda number: (-tails[number], place(number), number),
        lambda number: (place(number), months[number], number),
        lambda number: (-months[number], place(number), number),
    )
    for order in orders:
        found = _lay_out(problem, phases, order)
        if found is not None:
            return found
    for shuffle in range(_SHUFFLES):
        found = _lay_out(problem, phases, _shaken(orders[shuffle % 3], shuffle))
        if found is not None:
            return found
    return None


def _shaken(order: Callable[[int], tuple[float, ...]], shuffle: int) -> Callable[[int], tuple[float, ...]]:
    """Return an order with its second number shaken by up to a third, the same way every time."""

    def shaken(number: int) -> tuple[float, ...]:
        first, second, *rest = order(number)
        share = (number * 7919 + shuffle * 104_729 + number * shuffle * 31) % 997 / 997
        return (first, second * (1.0 + (share - 0.5) * 2 / 3), *rest)

    return shaken


def _tails(problem: Problem, phases: Mapping[int, int | None]) -> dict[int, float]:
    """Return for each option the months of the longest chain that begins with it."""
    waiting: dict[int, list[int]] = {number: [] for number in phases}
    for number in phases:
        for other in problem.options[number].prerequisites:
            if other in waiting:
                waiting[other].append(number)
    known: dict[int, float] = {}

    def tail(number: int) -> float:
        if number not in known:
            rest = max([0.0, *(tail(other) for other in waiting[number])])
            known[number] = problem.options[number].months + rest
        return known[number]

    return {number: tail(number) for number in phases}


def _lay_out(
    problem: Problem, phases: Mapping[int, int | None], order: Callable[[int], tuple[float, ...]]
) -> dict[int, Span] | None:
    slots = int(problem.phases[-1].end * SLOTS)
    room: list[int] = []
    for (begin, end), phase in zip(problem.spans(), problem.phases, strict=True):
        room += [phase.capacity] * (int(end * SLOTS) - int(begin * SLOTS))
    money = [math.inf if phase.budget is None else phase.budget for phase in problem.phases]
    done: dict[int, Span] = {}
    left = set(phases)
    while left:
        ready = [n for n in left if left.isdisjoint(problem.options[n].prerequisites)]
        if not ready:
            return None
        number = min(ready, key=order)
        before = [done[other].end for other in problem.options[number].prerequisites if other in done]
        found = _first_gap(
            problem, number, phases[number], int(max([0.0, *before]) * SLOTS), room[:slots], money
        )
        if found is None:
            return None
        done[number] = found
        for slot in range(int(found.start * SLOTS), int(found.start * SLOTS) + _length(problem, number)):
            room[slot] -= 1
        money[found.phase] -= problem.options[number].cost
        left.discard(number)
    return done


def _length(problem: Problem, number: int) -> int:
    return max(1, math.ceil(problem.options[number].months * SLOTS - 1e-9))


def _first_gap(
    problem: Problem, number: int, phase: int | None, begin: int, room: list[int], money: list[float]
) -> Span | None:
    option = problem.options[number]
    length = _length(problem, number)
    latest = len(room) if phase is None else int(problem.phases[phase].end * SLOTS)
    if phase:
        begin = max(begin, int(problem.phases[phase - 1].end * SLOTS) - length + 1)
    for start in range(begin, latest - length + 1):
        end = start / SLOTS + option.months
        place = _phase_of(problem, end)
        if option.cost <= money[place] and all(room[slot] > 0 for slot in range(start, start + length)):
            return Span(start / SLOTS, end, place)
    return None


def _phase_of(problem: Problem, end: float) -> int:
    return next(place for place, phase in enumerate(problem.phases) if end <= phase.end + 1e-9)
