"""A first plan: measures that close what blocks the next level, in prerequisite order, laid into three phases.

A greedy proposal, explained step by step: take the measure that adds most to the goal per 万元 (its prerequisites counted
in), until the goal is met or nothing adds to it. The optimal proposal with budgets replaces it later.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning.effects import lifts, with_measures
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import ROOT, TOLERANCE
from anhui_assess.domain.scoring.result import FormResult

PHASES = (("near", "近期", 12.0), ("middle", "中期", 24.0), ("far", "远期", 36.0))
"""Phase id, name, and the month in which it ends."""
_SIZE_KEYS = {"大型": "L", "中型": "M", "小型": "S", "微型": "S"}
_PLANNED = frozenset({"level_gated", "points_on_a_line", "anchored"})
"""Models whose forms are goals: an estimate, a second instrument beside them and a checklist follow, they do not lead."""
_MOST_PER_FORM = 8
_MOST_TO_TARGET = 60
_PER_TRACK = {"level_gated": 3}
_PER_OTHER_TRACK = 2
_LEAST_COST = 0.5
_VETO_WEIGHT = 100.0
_UNKNOWN_COST = 200.0


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A chosen measure.

    Attributes:
        number: its place in the plan, from 1.
        phase: id of the phase it ends in; `start` and `end` are months from now.
        investment: (low, high) in 万元 for the firm's size, None when the library has no figure.
        closes: (form id, item id) pairs it lifts; gains: form id to what it adds to the score in the plan's order.
        needed_for: titles of chosen measures that rest on it.
    """

    measure: Measure
    number: int
    phase: str
    start: float
    end: float
    investment: tuple[float, float] | None
    closes: tuple[tuple[str, str], ...]
    gains: tuple[tuple[str, float], ...]
    needed_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathPoint:
    """The scores after a phase: form id to (score, level or grade name)."""

    title: str
    scores: tuple[tuple[str, float | None, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The proposal and where it leads. `investment` is the (low, high) sum of the measures with a figure."""

    measures: tuple[PlannedMeasure, ...]
    path: tuple[PathPoint, ...]
    goals: tuple[str, ...]
    reached: tuple[str, ...]
    investment: tuple[float, float]
    without_figure: int


def investment_of(measure: Measure, size: str | None) -> tuple[float, float] | None:
    """Return the investment range in 万元 for an enterprise size (default medium)."""
    return measure.investment.get(_SIZE_KEYS.get(size or "", "M"))


def _cost(measure: Measure, size: str | None) -> float:
    found = investment_of(measure, size)
    return max(_LEAST_COST, sum(found) / 2) if found else _UNKNOWN_COST


def _goal_value(scored: Scored, form_id: str, target: int | None) -> float:
    """Return how far a form is on the way to the plan's goal, in its own units."""
    form = scored.catalog.forms[form_id]
    if form.scoring.model == "level_gated" and target is not None:
        values = [scored.read(f"level:{form_id}:{level}")[ROOT] or 0.0 for level in range(1, target + 1)]
        return sum(min(value, form.scoring.met_at) for value in values)
    result = scored.result(form_id)
    return (result.score or 0.0) / 100.0 - _VETO_WEIGHT * len(result.unmet_vetoes)


def _goal_met(scored: Scored, form_id: str, target: int | None) -> bool:
    result = scored.result(form_id)
    return result.model == "level_gated" and target is not None and (result.level or 0) >= target


class _Greedy:
    def __init__(self, scored: Scored, size: str | None) -> None:
        self.library = scored.catalog.packs.measures
        self.size = size
        self.usable = {
            key for key, measure in self.library.items() if investment_of(measure, size) is not None
        }
        self.chosen: list[Measure] = []
        self.start = scored
        self.scored = scored

    def chain(self, measure: Measure) -> list[Measure]:
        """Return the measure behind its prerequisites that are neither chosen nor in place, in order.

        A prerequisite that would lift nothing is in place: all it brings is there already.
        """
        chosen = {entry.id for entry in self.chosen}
        order: list[Measure] = []

        def add(measure_id: str) -> None:
            if measure_id in chosen or any(entry.id == measure_id for entry in order):
                return
            found = self.library[measure_id]
            if measure_id != measure.id and not lifts(self.scored, found):
                return
            for prerequisite in found.prerequisites:
                add(prerequisite)
            order.append(found)

        add(measure.id)
        return order

    def work_towards(self, form_id: str, target: int | None, most: int) -> None:
        """Choose measures for one form until its goal is met or nothing adds to it."""
        for _ in range(most):
            if _goal_met(self.scored, form_id, target):
                return
            best = self._best(form_id, target)
            if best is None:
                return
            self.chosen.extend(best)
            self.scored = with_measures(self.scored, best)

    def prune(self, form_id: str, target: int, kept: Collection[str]) -> None:
        """Drop, dearest first, what the goal can do without and nothing chosen rests on; `kept` serve other goals."""
        if not _goal_met(self.scored, form_id, target):
            return
        for measure in sorted(self.chosen, key=lambda entry: (-_cost(entry, self.size), entry.id)):
            rest = [entry for entry in self.chosen if entry.id != measure.id]
            if measure.id in kept or any(measure.id in entry.prerequisites for entry in rest):
                continue
            scored = with_measures(self.start, rest)
            if _goal_met(scored, form_id, target):
                self.chosen, self.scored = rest, scored

    def _best(self, form_id: str, target: int | None) -> list[Measure] | None:
        now = _goal_value(self.scored, form_id, target)
        chosen = {entry.id for entry in self.chosen}
        excluded = {other for entry in self.chosen for other in entry.excludes}
        excluded |= {key for key, measure in self.library.items() if chosen & set(measure.excludes)}
        best: tuple[float, str, list[Measure]] | None = None
        for measure_id in sorted(self.usable - chosen - excluded):
            measure = self.library[measure_id]
            if not any(closes.form == form_id for closes in measure.closes):
                continue
            chain = self.chain(measure)
            if any(entry.id not in self.usable or entry.id in excluded for entry in chain):
                continue
            if not any(key[0] == form_id for key in lifts(self.scored, measure)):
                continue
            gain = _goal_value(with_measures(self.scored, chain), form_id, target) - now
            if gain <= TOLERANCE:
                continue
            rate = gain / sum(_cost(entry, self.size) for entry in chain)
            if best is None or rate > best[0] + TOLERANCE:
                best = (rate, measure_id, chain)
        return best[2] if best else None


def first_plan(scored: Scored) -> Plan:
    """Propose measures for every form that was begun and is a goal; deterministic for equal answers and packs."""
    size = Enterprise.of(scored.sheet).size
    begun = [
        form
        for form in scored.catalog.scored_forms
        if form.scoring.model in _PLANNED and scored.sheet.form(form.id).answers
    ]
    begun.sort(key=lambda form: not scored.result(form.id).unmet_vetoes)
    greedy = _Greedy(scored, size)
    goals: list[str] = []
    targets: list[tuple[str, int | None, str]] = []
    tracks: dict[str, str] = {}
    for form in begun:
        result = scored.result(form.id)
        goal, target = _goal(scored, form.id, result)
        if goal:
            goals.append(goal)
            targets.append((form.id, target, goal))
            greedy.work_towards(form.id, target, _MOST_TO_TARGET if target else _MOST_PER_FORM)
            if target is not None:
                greedy.prune(form.id, target, tracks)
            for measure in greedy.chosen:
                tracks.setdefault(measure.id, form.id)
    for form_id, target, _ in targets:
        if target is not None:
            greedy.prune(form_id, target, {key for key, track in tracks.items() if track != form_id})
    measures = _laid_out(greedy.chosen, tracks, scored, size)
    path = _path(scored, measures, [form.id for form in begun])
    after = with_measures(scored, [entry.measure for entry in measures])
    reached = tuple(
        goal for form_id, target, goal in targets if target is None or _goal_met(after, form_id, target)
    )
    figures = [entry.investment for entry in measures if entry.investment is not None]
    total = (sum(low for low, _ in figures), sum(high for _, high in figures))
    return Plan(measures, path, tuple(goals), reached, total, len(measures) - len(figures))


def _goal(scored: Scored, form_id: str, result: FormResult) -> tuple[str, int | None]:
    form = scored.catalog.forms[form_id]
    if result.model == "level_gated":
        if result.next_level is None:
            return "", None
        name = next(level.name for level in form.scoring.levels if level.level == result.next_level)
        return f"{form.short_title}达到 {result.next_level} 级 {name}", result.next_level
    if result.unmet_vetoes:
        return f"{form.short_title}先消除 {len(result.unmet_vetoes)} 项否决，再提高得分", None
    return f"{form.short_title}补短板、提高得分", None


def _laid_out(
    chosen: Sequence[Measure], tracks: Mapping[str, str], scored: Scored, size: str | None
) -> tuple[PlannedMeasure, ...]:
    """Give every measure a start after its prerequisites; three at a time serve the levels, two any other form."""
    ends: dict[str, float] = {}
    running: dict[str, list[float]] = {}
    spans: list[tuple[float, float, Measure]] = []
    for measure in chosen:
        track = running.setdefault(tracks[measure.id], [])
        ready = max((ends.get(entry, 0.0) for entry in measure.prerequisites), default=0.0)
        model = scored.catalog.forms[tracks[measure.id]].scoring.model
        if len(track) >= _PER_TRACK.get(model, _PER_OTHER_TRACK):
            track.sort()
            ready = max(ready, track.pop(0))
        ends[measure.id] = ready + sum(measure.months) / 2
        track.append(ends[measure.id])
        spans.append((ready, ends[measure.id], measure))
    order = {measure.id: place for place, measure in enumerate(chosen)}
    spans.sort(key=lambda span: (_phase(span[1]), span[0], order[span[2].id]))
    return _numbered(spans, scored, size)


def _phase(end: float) -> int:
    return next((place for place, (_, _, limit) in enumerate(PHASES) if end <= limit), len(PHASES) - 1)


def _numbered(
    spans: Sequence[tuple[float, float, Measure]], scored: Scored, size: str | None
) -> tuple[PlannedMeasure, ...]:
    """Number the measures in their final order and say what each adds when it comes."""
    rows: list[PlannedMeasure] = []
    current = scored
    for number, (ready, end, measure) in enumerate(spans, start=1):
        phase = PHASES[_phase(end)][0]
        changes = lifts(current, measure)
        after = with_measures(current, [measure])
        gains = tuple(
            (form_id, gain)
            for form_id in sorted({form for form, _ in changes})
            if abs(gain := (after.result(form_id).score or 0.0) - (current.result(form_id).score or 0.0))
            > TOLERANCE
        )
        needed = tuple(entry.title for _, _, entry in spans if measure.id in entry.prerequisites)
        rows.append(
            PlannedMeasure(
                measure,
                number,
                phase,
                ready,
                end,
                investment_of(measure, size),
                tuple(changes),
                gains,
                needed,
            )
        )
        current = after
    return tuple(rows)


def _path(scored: Scored, measures: Sequence[PlannedMeasure], forms: Sequence[str]) -> tuple[PathPoint, ...]:
    points = [_point("现在", scored, forms)]
    current = scored
    for phase_id, title, _ in PHASES:
        taken = [entry.measure for entry in measures if entry.phase == phase_id]
        if taken:
            current = with_measures(current, taken)
        points.append(_point(f"{title}末", current, forms))
    return tuple(points)


def _point(title: str, scored: Scored, forms: Sequence[str]) -> PathPoint:
    rows = []
    for form_id in forms:
        result = scored.result(form_id)
        rows.append((form_id, result.score, result.level_name or result.grade_name))
    return PathPoint(title, tuple(rows))
