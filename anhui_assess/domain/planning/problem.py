"""The planning problem in numbers: which measures can be had, what they bring, and what a plan must keep to.

Nothing here knows forms or answers; `reading` makes a problem from an assessment, `modelling` turns it into a programme.
Money is counted in whole tenths of 万元, time in months from now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

MONEY = 10
"""Units of money in one 万元."""


@dataclass(frozen=True, slots=True)
class Option:
    """A measure that can be chosen. `prerequisites` and `excludes` are numbers of other options.

    Only prerequisites that are not in place already are named, and each of them must be chosen too, to end no later.
    """

    id: str
    cost: int
    months: float
    prerequisites: tuple[int, ...] = ()
    excludes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Gains that are not a sum: of the rows (cells, gain) whose cells are all reached, the largest gain counts."""

    rows: tuple[tuple[tuple[int, ...], float], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A score: `base` now, plus the gain of every cell reached, plus what its tables give."""

    base: float
    terms: tuple[tuple[int, float], ...] = ()
    tables: tuple[Table, ...] = ()

    def value(self, reached: Collection[int]) -> float:
        """Return the score when these cells are reached."""
        total = self.base + sum(gain for cell, gain in self.terms if cell in reached)
        for table in self.tables:
            total += max([0.0, *(gain for cells, gain in table.rows if all(c in reached for c in cells))])
        return total


@dataclass(frozen=True, slots=True)
class Need:
    """A score that the goal asks for; `weight` makes shortfalls of different scores comparable."""

    score: int
    at_least: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Ladder:
    """A level-gated total: a level counts when its score reaches `met_at` and all lower ones do (lowest first)."""

    scores: tuple[int, ...]
    met_at: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the plan up to month `end`, with its budget (None: no limit of its own) and measures at a time."""

    id: str
    title: str
    end: float
    budget: int | None = None
    capacity: int = 6


@dataclass(frozen=True)
class Problem:
    """Everything a plan is decided on.

    Attributes:
        options: the measures, in the order of their ids, so that a smaller number wins a tie.
        cells: for each answer step that can be reached, the options that reach it; one of them is enough.
        scores: in any order; `needs`, `ladders` and `gains` (score, weight) refer to them by number.
        needs: what the goal asks for; ladders and gains: what is worth having, when the goal is the most gain.
        phases: in order of time; budget: for the whole plan.
        forced: options that must be chosen.
    """

    options: tuple[Option, ...]
    cells: tuple[tuple[int, ...], ...]
    scores: tuple[Score, ...]
    needs: tuple[Need, ...]
    phases: tuple[Phase, ...]
    ladders: tuple[Ladder, ...] = ()
    gains: tuple[tuple[int, float], ...] = ()
    budget: int | None = None
    forced: frozenset[int] = frozenset()

    def reached(self, chosen: Collection[int]) -> frozenset[int]:
        """Return the cells that some chosen option reaches."""
        return frozenset(
            cell for cell, options in enumerate(self.cells) if any(option in chosen for option in options)
        )

    def earliest_ends(self, not_before: Mapping[int, float] = MappingProxyType({})) -> tuple[float, ...]:
        """Return for each option the earliest month in which it can end, its prerequisites done one after another.

        `not_before` are options that shall not end before a month.
        """
        known: dict[int, float] = {}

        def end(number: int) -> float:
            if number not in known:
                option = self.options[number]
                chain = option.months + max([0.0, *(end(other) for other in option.prerequisites)])
                known[number] = max(chain, not_before.get(number, 0.0))
            return known[number]

        return tuple(end(number) for number in range(len(self.options)))

    def spans(self) -> Iterator[tuple[float, float]]:
        """Yield (first month, last month) of the phases."""
        yield from pairwise([0.0, *(phase.end for phase in self.phases)])

    def work_until(self, number: int) -> float:
        """Return the measure-months that can be worked by the end of a phase."""
        spans = list(self.spans())[: number + 1]
        return sum(
            (end - begin) * phase.capacity for (begin, end), phase in zip(spans, self.phases, strict=False)
        )

    def fits(self, phases: Mapping[int, int]) -> bool:
        """Whether a choice (option to the phase it ends in) keeps to all that is counted here.

        Counted are prerequisites, exclusions, forced options, money and measure-months; `schedule` then finds the days.
        """
        return (
            phases.keys() >= self.forced
            and self._ordered(phases)
            and self._affordable(phases)
            and self._workable(phases)
        )

    def _ordered(self, phases: Mapping[int, int]) -> bool:
        for number, phase in phases.items():
            option = self.options[number]
            if any(phases.get(other, len(self.phases)) > phase for other in option.prerequisites):
                return False
            if any(other in phases for other in option.excludes):
                return False
        return True

    def _affordable(self, phases: Mapping[int, int]) -> bool:
        spent = [0] * len(self.phases)
        for number, phase in phases.items():
            spent[phase] += self.options[number].cost
        within = all(
            phase.budget is None or sum_ <= phase.budget
            for phase, sum_ in zip(self.phases, spent, strict=True)
        )
        return within and (self.budget is None or sum(spent) <= self.budget)

    def _workable(self, phases: Mapping[int, int]) -> bool:
        ends = self.earliest_ends()
        if any(ends[number] > self.phases[phase].end + 1e-9 for number, phase in phases.items()):
            return False
        for place in range(len(self.phases)):
            work = sum(self.options[number].months for number, phase in phases.items() if phase <= place)
            if work > self.work_until(place) + 1e-9:
                return False
        return True
