"""The planning problem as a linear programme with yes-no columns: one per measure and phase.

Exact, not approximate: a measure's lift of an answer counts once however many measures bring it (the best one counts),
a level counts when its weighted score reaches the gate, and nothing is weighed against anything it cannot be traded for.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from anhui_assess.domain.planning.problem import Ladder, Problem, Score
from anhui_assess.domain.planning.program import Program, ProgramBuilder, Row, Solution

_SLACK = 1e-7
"""How far a value that an earlier step has proven may be missed in a later one: rounding of the solver."""
_TIE = 0.5
"""All the tie-breaking together weighs less than one unit of money."""
_EARLY = 1e-4
"""Of two orders with equal scores on the way the one that ends earlier wins."""


_MOST_CASES = 64


@dataclass(frozen=True, slots=True)
class Linear:
    """Σ coefficient × column + constant."""

    terms: Mapping[int, float]
    constant: float = 0.0

    def value(self, values: Sequence[float]) -> float:
        """Return the value at a solution."""
        return self.constant + sum(factor * values[column] for column, factor in self.terms.items())


@dataclass
class Model:
    """The programme of a problem. `take[option][phase]` are its yes-no columns.

    Attributes:
        only: when given, exactly these options are chosen and only their phases are open.
        worked: share of the measure-months that may be used; below 1 when a choice could not be laid out in time.
        placed: options that may end in no phase but this; not_before: the earliest month in which such an option can end.
        rungs: for each level-gated total the columns that say whether its levels are met, lowest first.
    """

    problem: Problem
    only: frozenset[int] | None = None
    worked: float = 1.0
    placed: Mapping[int, int] = field(default_factory=dict)
    not_before: Mapping[int, float] = field(default_factory=dict)
    builder: ProgramBuilder = field(default_factory=ProgramBuilder)
    take: list[dict[int, int]] = field(default_factory=list)
    rungs: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay down what every plan keeps to."""
        ends = self.problem.earliest_ends(self.not_before)
        for number in range(len(self.problem.options)):
            open_ = self.only is None or number in self.only
            self.take.append(
                {
                    place: self.builder.column(whole=True)
                    for place, phase in enumerate(self.problem.phases)
                    if open_ and ends[number] <= phase.end + 1e-9 and self.placed.get(number, place) == place
                }
            )
        self._choose_once()
        self._order()
        self._money()
        self._time()
        self._time_after(ends)
        self._cells: dict[tuple[tuple[int, ...], int], int] = {}

    def by(self, number: int, place: int) -> dict[int, float]:
        """Return the columns that say whether an option has ended by a phase."""
        return {column: 1.0 for phase, column in self.take[number].items() if phase <= place}

    def _choose_once(self) -> None:
        must = self.problem.forced if self.only is None else self.only
        last = len(self.problem.phases) - 1
        for number in range(len(self.problem.options)):
            terms = self.by(number, last)
            if number in must:
                self.builder.row(terms, at_least=1.0, at_most=1.0)
            elif len(terms) > 1:
                self.builder.row(terms, at_most=1.0)

    def _order(self) -> None:
        last = len(self.problem.phases) - 1
        for number, option in enumerate(self.problem.options):
            for other in option.prerequisites:
                for place in self.take[number]:
                    terms = self.by(number, place)
                    for column in self.by(other, place):
                        terms[column] = terms.get(column, 0.0) - 1.0
                    self.builder.row(terms, at_most=0.0)
            for other in option.excludes:
                if self.take[number] and self.take[other]:
                    both = self.by(number, last) | self.by(other, last)
                    self.builder.row(both, at_most=1.0)

    def _money(self) -> None:
        every: dict[int, float] = {}
        for place, phase in enumerate(self.problem.phases):
            terms = {
                columns[place]: float(self.problem.options[number].cost)
                for number, columns in enumerate(self.take)
                if place in columns
            }
            every |= terms
            if phase.budget is not None:
                self.builder.row(terms, at_most=float(phase.budget))
        if self.problem.budget is not None:
            self.builder.row(every, at_most=float(self.problem.budget))

    def _time(self) -> None:
        for place in range(len(self.problem.phases)):
            terms = {
                column: option.months
                for number, option in enumerate(self.problem.options)
                for column in self.by(number, place)
            }
            room = self.problem.work_until(place) * self.worked
            if sum(max([0.0, *(terms[c] for c in self.by(n, place))]) for n in range(len(self.take))) > room:
                self.builder.row(terms, at_most=room)

    def _time_after(self, ends: Sequence[float]) -> None:
        """Let what can only be worked after an option that the user has put late fit into the months left."""
        last = len(self.problem.phases) - 1
        for begin in sorted(set(self.not_before.values())):
            late = [n for n, option in enumerate(self.problem.options) if ends[n] - option.months >= begin]
            terms = {column: self.problem.options[n].months for n in late for column in self.by(n, last)}
            room = 0.0
            for (start, end), phase in zip(self.problem.spans(), self.problem.phases, strict=True):
                room += max(0.0, end - max(start, begin)) * phase.capacity
            if sum(self.problem.options[n].months for n in late) > room * self.worked:
                self.builder.row(terms, at_most=room * self.worked)

    # ---- what is reached ----

    def _cell(self, cell: int, place: int) -> int:
        """Return the column of a cell by a phase; cells that the same options reach share it."""
        options = tuple(number for number in self.problem.cells[cell] if self.by(number, place))
        if (options, place) not in self._cells:
            column = self.builder.column()
            terms = {column: 1.0}
            for number in options:
                for taken in self.by(number, place):
                    terms[taken] = -1.0
            self.builder.row(terms, at_most=0.0)
            self._cells[options, place] = column
        return self._cells[options, place]

    def score(self, number: int, place: int | None = None) -> Linear:
        """Return a score at the end of a phase, of the whole plan by default."""
        place = len(self.problem.phases) - 1 if place is None else place
        score: Score = self.problem.scores[number]
        terms: dict[int, float] = {}
        for cell, gain in score.terms:
            column = self._cell(cell, place)
            terms[column] = terms.get(column, 0.0) + gain
        for table in score.tables:
            rows: dict[int, float] = {}
            for cells, gain in table.rows:
                row = self.builder.column(whole=True)
                rows[row] = gain
                for cell in cells:
                    self.builder.row({row: 1.0, self._cell(cell, place): -1.0}, at_most=0.0)
            self.builder.row(dict.fromkeys(rows, 1.0), at_most=1.0)
            terms |= rows
        return Linear(terms, score.base)

    def climb(self, ladder: Ladder) -> Linear:
        """Return a level-gated total: levels met plus the score of the first level not met."""
        terms: dict[int, float] = {}
        below: int | None = None
        mets: list[int] = []
        for number in ladder.scores:
            level = self.score(number)
            met = self.builder.column(whole=True)
            part = self.builder.column()
            self.builder.row({**level.terms, met: -ladder.met_at}, at_least=-level.constant)
            self.builder.row({part: 1.0, **_negative(level.terms)}, at_most=level.constant)
            if below is None:
                self.builder.row({part: 1.0, met: 1.0}, at_most=1.0)
            else:
                self.builder.row({met: 1.0, below: -1.0}, at_most=0.0)
                self.builder.row({part: 1.0, met: 1.0, below: -1.0}, at_most=0.0)
            terms |= {met: 1.0, part: 1.0}
            below = met
            mets.append(met)
        self.rungs.append(tuple(mets))
        return Linear(terms)

    # ---- objectives ----

    def cost(self) -> dict[int, float]:
        """Return the money, with ties broken: fewer measures first, then those that come first by id."""
        count = len(self.problem.options)
        weight = _TIE / max(1, 2 * count)
        return {
            column: option.cost + weight * (1.0 + number / count)
            for number, option in enumerate(self.problem.options)
            for column in self.take[number].values()
        }

    def insist(self) -> None:
        """Require every need of the goal."""
        for need in self.problem.needs:
            line = self.score(need.score)
            self.builder.row(line.terms, at_least=need.at_least - line.constant)

    def shortfalls(self) -> dict[int, float]:
        """Let needs be missed, and return what that costs."""
        costs: dict[int, float] = {}
        for need in self.problem.needs:
            line = self.score(need.score)
            missing = self.builder.column(0.0, max(need.at_least, 0.0))
            self.builder.row({**line.terms, missing: 1.0}, at_least=need.at_least - line.constant)
            costs[missing] = need.weight
        return costs

    def gain(self) -> Linear:
        """Return what the plan brings, weighed over the forms."""
        terms: dict[int, float] = {}
        constant = 0.0
        lines = [(self.climb(ladder), ladder.weight) for ladder in self.problem.ladders]
        lines += [(self.score(number), weight) for number, weight in self.problem.gains]
        for line, weight in lines:
            constant += weight * line.constant
            for column, factor in line.terms.items():
                terms[column] = terms.get(column, 0.0) + weight * factor
        return Linear(terms, constant)

    def early(self) -> dict[int, float]:
        """Return costs that reward what is reached early, need by need, and then simply being early."""
        costs: dict[int, float] = {}
        for place in range(len(self.problem.phases) - 1):
            wanted = [(need.score, need.at_least, need.weight) for need in self.problem.needs]
            wanted += [
                (n, ladder.met_at, ladder.weight) for ladder in self.problem.ladders for n in ladder.scores
            ]
            for number, at_most, weight in wanted:
                line = self.score(number, place)
                so_far = self.builder.column(0.0, at_most)
                self.builder.row({so_far: 1.0, **_negative(line.terms)}, at_most=line.constant)
                costs[so_far] = -weight
            for number, weight in self.problem.gains:
                line = self.score(number, place)
                for column, factor in line.terms.items():
                    costs[column] = costs.get(column, 0.0) - weight * factor
        count = max(1, len(self.problem.options))
        for number, columns in enumerate(self.take):
            for place, column in columns.items():
                costs[column] = costs.get(column, 0.0) + _EARLY * place * (2.0 - number / count)
        return costs

    # ---- solving ----

    def hold(self, costs: Mapping[int, float], value: float) -> None:
        """Keep a value that an earlier step has proven to be the least."""
        self.builder.row(dict(costs), at_most=value + _SLACK)

    def beyond(self, chosen: Collection[int]) -> Row:
        """Return a row that asks for at least one option outside a choice found to be too little."""
        last = len(self.problem.phases) - 1
        terms = [
            (column, 1.0)
            for number in range(len(self.take))
            if number not in chosen
            for column in self.by(number, last)
        ]
        return Row(tuple(sorted(terms)), 1.0, float("inf"))

    def program(self, costs: Mapping[int, float], more: Iterable[Row] = ()) -> Program:
        """Return the programme that minimises `costs`."""
        return self.builder.build(costs, more)

    def cases(self, costs: Mapping[int, float]) -> list[Program]:
        """Return the programme once for each number of levels that the level-gated totals can come to.

        Together they allow what the programme allows; with the gates settled each of them is bounded much more tightly.
        """
        whole = self.program(costs)
        if math.prod(len(mets) + 1 for mets in self.rungs) > _MOST_CASES:
            return [whole]
        found = []
        for counts in product(*(range(len(mets) + 1) for mets in self.rungs)):
            lows, highs = list(whole.lows), list(whole.highs)
            for mets, count in zip(self.rungs, counts, strict=True):
                for place, column in enumerate(mets):
                    lows[column] = highs[column] = float(place < count)
            found.append(replace(whole, lows=tuple(lows), highs=tuple(highs)))
        return found

    @staticmethod
    def least_money(bound: float) -> int:
        """Return the least money a plan can cost, given the bound of the programme of `cost`."""
        return max(0, math.ceil(bound - _TIE - _SLACK)) if math.isfinite(bound) else 0

    def chosen(self, solution: Solution) -> dict[int, int]:
        """Return option to phase at a solution."""
        return {
            number: place
            for number, columns in enumerate(self.take)
            for place, column in columns.items()
            if solution.values[column] > _TIE
        }


def _negative(terms: Mapping[int, float]) -> dict[int, float]:
    return {column: -value for column, value in terms.items()}
