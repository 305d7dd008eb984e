"""From an assessment to the planning problem: what each measure would bring is measured by the engine that scores.

Every answer step that some measure reaches is tried alone, and the change of each score is its gain. Where answers work
together (an indicator that needs two of them) all their combinations are tried. No scoring rule is written a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from anhui_assess.domain.answers import Value
from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning.effects import LiftsKnown, combined, lifted, lifts
from anhui_assess.domain.planning.plan import can_be_had, investment_of
from anhui_assess.domain.planning.problem import Ladder, Need, Option, Problem, Score, Table
from anhui_assess.domain.planning.request import MOST_GAIN, Request, Target, money
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import ROOT
from anhui_assess.domain.scoring.tolerance import TOLERANCE

Key = tuple[str, str]
Read = Callable[[Scored], float]
_MOST_COMBINED = 4096
VETO_WEIGHT = 100.0
"""A basic requirement outweighs any score: without it the form's score leads nowhere."""


@dataclass(frozen=True)
class Reading:
    """The problem and what its numbers stand for.

    Attributes:
        measures: in the order of the problem's options.
        targets: filled in, one for every form that is a goal; `needs` are the numbers of each one's needs.
        vetoes: numbers of the scores that count basic requirements newly met.
        exact: whether every score could be taken apart into single answers and small tables; else gains are a floor.
    """

    problem: Problem
    measures: tuple[Measure, ...]
    targets: tuple[Target, ...]
    needs: tuple[tuple[int, ...], ...]
    vetoes: tuple[int, ...]
    exact: bool


def read_problem(scored: Scored, request: Request, targets: Sequence[Target]) -> Reading:
    """Return the problem of reaching `targets`, or of the most gain in their forms, from the answers as they are."""
    known: LiftsKnown = {}
    parts = _Parts(scored, _usable(scored, request, known), known)
    wishes = _Wishes(scored, parts, every_level=request.objective == MOST_GAIN)
    of_target = tuple(wishes.add(target) for target in targets)
    kept = _with_prerequisites(wishes.helpful() | _forced(request), parts, scored)
    numbers = {measure.id: number for number, measure in enumerate(kept)}
    size = Enterprise.of(scored.sheet).size
    names = [measure.id for measure in parts.measures]
    gain = request.objective == MOST_GAIN
    problem = Problem(
        tuple(_option(measure, numbers, parts.prerequisites, size) for measure in kept),
        tuple(tuple(numbers[names[n]] for n in cell if names[n] in numbers) for cell in parts.cells),
        tuple(wishes.scores),
        () if gain else tuple(wishes.needs),
        request.phases(),
        tuple(wishes.ladders) if gain else (),
        tuple(wishes.gains) if gain else (),
        None if request.budget is None else money(request.budget),
        frozenset(numbers[key] for key in _forced(request) if key in numbers),
    )
    return Reading(problem, tuple(kept), tuple(targets), of_target, tuple(wishes.vetoes), parts.exact)


class _Wishes:
    """Collects the scores, needs and gains that targets ask for."""

    def __init__(self, scored: Scored, parts: _Parts, *, every_level: bool) -> None:
        self._scored = scored
        self._parts = parts
        self._every_level = every_level
        self.scores: list[Score] = []
        self.needs: list[Need] = []
        self.ladders: list[Ladder] = []
        self.gains: list[tuple[int, float]] = []
        self.vetoes: list[int] = []

    def add(self, target: Target) -> tuple[int, ...]:
        """Take a target up and return the numbers of its needs."""
        first = len(self.needs)
        result = self._scored.result(target.form_id)
        if result.model == "level_gated":
            self._levels(target)
        else:
            number = self._score(target.form_id, _total_reader(target.form_id))
            self.gains.append((number, 1.0 / result.full))
            if target.score is not None:
                self.needs.append(Need(number, target.score, 1.0 / result.full))
        if result.unmet_vetoes:
            count = float(len(result.unmet_vetoes))
            number = self._score(target.form_id, _veto_reader(target.form_id, count))
            self.vetoes.append(number)
            self.needs.append(Need(number, count, VETO_WEIGHT))
            self.gains.append((number, VETO_WEIGHT))
        return tuple(range(first, len(self.needs)))

    def _levels(self, target: Target) -> None:
        form = self._scored.catalog.forms[target.form_id]
        top = len(form.scoring.levels) if self._every_level else (target.level or 0)
        numbers = [
            self._score(target.form_id, _level_reader(target.form_id, level.level))
            for level in form.scoring.levels[:top]
        ]
        self.needs += [Need(number, form.scoring.met_at) for number in numbers]
        weight = 1.0 / len(form.scoring.levels)
        self.ladders.append(Ladder(tuple(numbers), form.scoring.met_at, weight))

    def _score(self, form_id: str, read: Read) -> int:
        self.scores.append(self._parts.score(form_id, read))
        return len(self.scores) - 1

    def helpful(self) -> set[str]:
        """Return the measures that raise any of the scores."""
        used = {cell for score in self.scores for cell, _ in score.terms}
        used |= {
            cell
            for score in self.scores
            for table in score.tables
            for cells, _ in table.rows
            for cell in cells
        }
        return {self._parts.measures[number].id for cell in used for number in self._parts.cells[cell]}


def _forced(request: Request) -> frozenset[str]:
    return (request.forced_in | request.placed.keys()) - request.forced_out


def _option(
    measure: Measure, numbers: Mapping[str, int], before: Mapping[str, tuple[str, ...]], size: str | None
) -> Option:
    figure = investment_of(measure, size)
    return Option(
        measure.id,
        money(sum(figure) / 2) if figure else 0,
        sum(measure.months) / 2,
        tuple(numbers[key] for key in before[measure.id]),
        tuple(numbers[key] for key in measure.excludes if key in numbers),
    )


def _usable(scored: Scored, request: Request, known: LiftsKnown) -> list[Measure]:
    """Return the measures that lift something and can be had, with all that must come before them."""
    library = scored.catalog.packs.measures
    size = Enterprise.of(scored.sheet).size
    forced = _forced(request)
    for key, measure in library.items():
        known[key] = lifts(scored, measure)
    at_best = _asked_at_best(scored, combined(scored, library.values(), known))

    def helps(key: str) -> bool:
        """Whether it lifts an answer as things are, or one that comes to apply through other measures."""
        return bool(known[key] or lifts(at_best, library[key], scored))

    keys = {
        key
        for key, measure in library.items()
        if key not in request.forced_out
        and (key in forced or (can_be_had(scored, measure, size) and helps(key)))
    }
    while True:
        without = {
            key
            for key in keys
            if any(known[other] and other not in keys for other in library[key].prerequisites)
        }
        if not without:
            return [library[key] for key in sorted(keys)]
        keys -= without


def _asked_at_best(scored: Scored, best: Mapping[Key, Value]) -> Scored:
    """Return the scores with the best answers to all that is asked today; what comes to apply thereby stays open."""
    forms = scored.catalog.forms
    asked = {
        key: value
        for key, value in best.items()
        if scored.applies(forms[key[0]], forms[key[0]].items[key[1]])
    }
    return lifted(scored, asked)


def _with_prerequisites(wanted: Iterable[str], parts: _Parts, scored: Scored) -> list[Measure]:
    library = scored.catalog.packs.measures
    kept: set[str] = set()
    queue = [key for key in wanted if key in parts.prerequisites]
    while queue:
        key = queue.pop()
        if key not in kept:
            kept.add(key)
            queue += parts.prerequisites[key]
    return [library[key] for key in sorted(kept)]


def _level_reader(form_id: str, level: int) -> Read:
    return lambda scored: scored.read(f"level:{form_id}:{level}")[ROOT] or 0.0


def _total_reader(form_id: str) -> Read:
    return lambda scored: scored.result(form_id).score or 0.0


def _veto_reader(form_id: str, now: float) -> Read:
    return lambda scored: now - len(scored.result(form_id).unmet_vetoes)


class _Parts:
    """Takes scores apart: which answer steps can be reached, by which measures, and what each brings."""

    def __init__(self, scored: Scored, measures: Sequence[Measure], known: LiftsKnown) -> None:
        self.scored = scored
        self.measures = tuple(measures)
        self.exact = True
        self.prerequisites = {
            measure.id: tuple(key for key in measure.prerequisites if known[key]) for measure in measures
        }
        self.cells: list[tuple[int, ...]] = []
        self._steps: dict[Key, list[tuple[Value, int]]] = {}
        self._all = combined(scored, self.measures, known)
        self._collect(known)
        self._alone: dict[tuple[Key, int], Scored] = {}
        self._best = lifted(scored, self._all)

    def _collect(self, known: LiftsKnown) -> None:
        """Number the cells: for every answer its distinct values, lowest first, with the measures that reach each."""
        offers: dict[Key, dict[int, Value]] = {}
        at_best = _asked_at_best(self.scored, self._all)
        for number, measure in enumerate(self.measures):
            late = lifts(at_best, measure, self.scored)
            for key, value in {**late, **known[measure.id]}.items():
                offers.setdefault(key, {})[number] = value
        for key in sorted(offers):
            worth = {number: self._worth(key, value) for number, value in offers[key].items()}
            for step in sorted(set(worth.values())):
                reaching = tuple(number for number, found in worth.items() if found >= step - TOLERANCE)
                value = next(offers[key][number] for number, found in worth.items() if found == step)
                self._steps.setdefault(key, []).append((value, len(self.cells)))
                self.cells.append(reaching)

    def _worth(self, key: Key, value: Value) -> float:
        item = self.scored.catalog.forms[key[0]].items[key[1]]
        return kind_of(item).score(item, value) or 0.0

    def score(self, form_id: str, read: Read) -> Score:
        """Return a score as a sum over cells, with tables where answers work together."""
        base = read(self.scored)
        keys = [key for key in self._steps if key[0] == form_id]
        terms: list[tuple[int, float]] = []
        tops: dict[Key, float] = {}
        for key in keys:
            before = 0.0
            for value, cell in self._steps[key]:
                gain = read(self._with({key: value})) - base
                if abs(gain - before) > TOLERANCE:
                    terms.append((cell, gain - before))
                before = gain
            tops[key] = before
        whole = read(self._best) - base
        if abs(whole - sum(tops.values())) <= TOLERANCE * max(1.0, abs(whole)):
            return Score(base, tuple(terms))
        return self._together(keys, read, base, terms, tops)

    def _with(self, values: Mapping[Key, Value]) -> Scored:
        if len(values) == 1:
            ((key, value),) = values.items()
            number = next(cell for found, cell in self._steps[key] if found == value)
            if (key, number) not in self._alone:
                self._alone[key, number] = lifted(self.scored, values)
            return self._alone[key, number]
        return lifted(self.scored, values)

    def _together(
        self,
        keys: Sequence[Key],
        read: Read,
        base: float,
        terms: list[tuple[int, float]],
        tops: Mapping[Key, float],
    ) -> Score:
        """Find the answers that work together (their effect differs when all others are there) and tabulate them."""
        full = read(self._best)
        linked = []
        for key in keys:
            sheet = self._best.sheet.with_answer(*key, self.scored.sheet.get(*key))
            last = full - read(self._best.engine.rescore(self._best, sheet, [key]))
            if abs(last - tops[key]) > TOLERANCE:
                linked.append(key)
        mine = {cell for key in linked for _, cell in self._steps[key]}
        rest = tuple(term for term in terms if term[0] not in mine)
        tables = [self._table(group, read, base) for group in self._groups(linked, read, base, tops)]
        return Score(base, rest, tuple(table for table in tables if table.rows))

    def _groups(
        self, linked: Sequence[Key], read: Read, base: float, tops: Mapping[Key, float]
    ) -> list[list[Key]]:
        """Split linked answers into groups that do not touch each other, judged pair by pair."""
        groups: list[list[Key]] = []
        for key in linked:
            touching = [
                group for group in groups if any(self._touch(key, other, read, base, tops) for other in group)
            ]
            groups = [group for group in groups if group not in touching]
            groups.append([*(entry for group in touching for entry in group), key])
        return groups

    def _touch(self, one: Key, other: Key, read: Read, base: float, tops: Mapping[Key, float]) -> bool:
        pair = {one: self._steps[one][-1][0], other: self._steps[other][-1][0]}
        return abs(read(lifted(self.scored, pair)) - base - tops[one] - tops[other]) > TOLERANCE

    def _table(self, group: Sequence[Key], read: Read, base: float) -> Table:
        """Return the gains of all combinations of a group that are worth more than any smaller combination."""
        choices = [[(None, ()), *((value, (cell,)) for value, cell in self._steps[key])] for key in group]
        count = 1
        for choice in choices:
            count *= len(choice)
        if count > _MOST_COMBINED:
            self.exact = False
            return Table(())
        rows: list[tuple[tuple[int, ...], float]] = []
        for combination in sorted(product(*choices), key=lambda c: sum(len(cells) for _, cells in c)):
            values = {
                key: value for key, (value, _) in zip(group, combination, strict=True) if value is not None
            }
            cells = tuple(cell for _, found in combination for cell in found)
            gain = read(lifted(self.scored, values)) - base if values else 0.0
            if gain > max([0.0, *(g for c, g in rows if self._within(c, cells))]) + TOLERANCE:
                rows.append((cells, gain))
        return Table(tuple(rows))

    def _within(self, smaller: Sequence[int], larger: Sequence[int]) -> bool:
        """Whether reaching `larger` means reaching `smaller`: a higher step of the same answer does."""
        return all(any(set(self.cells[big]) <= set(self.cells[cell]) for big in larger) for cell in smaller)
