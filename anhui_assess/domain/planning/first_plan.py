"""A first plan: measures that close what blocks the next level, in prerequisite order, laid into three phases.

A greedy proposal, explained step by step: take the measure that adds most to the goal per 万元 (its prerequisites counted
in), until the goal is met or nothing adds to it. It stands in for the optimal plan where no solver is installed, and the
optimal plan is measured against it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from anhui_assess.domain.answers import Answer, Value
from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning.effects import LiftsKnown, combined, lifts, with_measures
from anhui_assess.domain.planning.plan import (
    GREEDY,
    PathPoint,
    Plan,
    PlannedMeasure,
    Proof,
    Slot,
    can_be_had,
    investment_of,
    numbered,
    path_of,
    total_investment,
)
from anhui_assess.domain.planning.problem import Option, Problem
from anhui_assess.domain.planning.request import PHASES, Request
from anhui_assess.domain.planning.scheduling import Span, schedule
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import ROOT
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.domain.scoring.tolerance import TOLERANCE

__all__ = ["PHASES", "PathPoint", "Plan", "PlannedMeasure", "first_plan", "greedy_choice", "investment_of"]

PLANNED_MODELS = frozenset({"level_gated", "points_on_a_line", "anchored"})
"""Models whose forms are goals: an estimate, a second instrument beside them and a checklist follow, they do not lead."""
_MOST_PER_FORM = 8
_MOST_TO_TARGET = 60
_LEAST_COST = 0.5
_VETO_WEIGHT = 100.0
_UNKNOWN_COST = 200.0


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
        self.usable = {key for key, measure in self.library.items() if can_be_had(scored, measure, size)}
        self.chosen: list[Measure] = []
        self.start = scored
        self.scored = scored
        self._known: LiftsKnown = {}

    def _lifts(self, measure: Measure) -> dict[tuple[str, str], Value]:
        if measure.id not in self._known:
            self._known[measure.id] = lifts(self.start, measure)
        return self._known[measure.id]

    def chain(self, measure: Measure) -> list[Measure]:
        """Return the measure behind its prerequisites that are neither chosen nor in place, in order.

        A prerequisite that would lift nothing today is in place: all it brings is there already.
        """
        chosen = {entry.id for entry in self.chosen}
        order: list[Measure] = []

        def add(measure_id: str) -> None:
            if measure_id in chosen or any(entry.id == measure_id for entry in order):
                return
            found = self.library[measure_id]
            if measure_id != measure.id and not self._lifts(found):
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
            self.scored = with_measures(self.start, self.chosen)

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

    def _after(self, chain: Sequence[Measure]) -> Scored:
        """Return the scores with some more measures: what they lift today, or what came to apply meanwhile."""
        fresh: dict[tuple[str, str], Value] = {}
        for measure in chain:
            today = self._lifts(measure)
            for key, value in lifts(self.scored, measure).items():
                form = self.start.catalog.forms[key[0]]
                fresh[key] = today.get(key, value) if self.start.applies(form, form.items[key[1]]) else value
        sheet = self.scored.sheet
        for (form_id, item_id), value in fresh.items():
            sheet = sheet.with_answer(form_id, item_id, Answer.of(value))
        return self.scored.engine.rescore(self.scored, sheet, list(fresh))

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
            gain = _goal_value(self._after(chain), form_id, target) - now
            if gain <= TOLERANCE:
                continue
            rate = gain / sum(_cost(entry, self.size) for entry in chain)
            if best is None or rate > best[0] + TOLERANCE:
                best = (rate, measure_id, chain)
        return best[2] if best else None


def begun_goals(scored: Scored) -> list[str]:
    """Return the forms that were begun and are goals, those with an unmet basic requirement first."""
    forms = [
        form.id
        for form in scored.catalog.scored_forms
        if form.scoring.model in PLANNED_MODELS and scored.sheet.form(form.id).answers
    ]
    return sorted(forms, key=lambda form_id: not scored.result(form_id).unmet_vetoes)


def greedy_choice(scored: Scored) -> tuple[list[Measure], list[tuple[str, int | None, str]]]:
    """Return the measures a step-by-step choice takes, and its goals as (form id, level or None, words)."""
    greedy = _Greedy(scored, Enterprise.of(scored.sheet).size)
    targets: list[tuple[str, int | None, str]] = []
    tracks: dict[str, str] = {}
    for form_id in begun_goals(scored):
        goal, target = _goal(scored, form_id, scored.result(form_id))
        if goal:
            targets.append((form_id, target, goal))
            greedy.work_towards(form_id, target, _MOST_TO_TARGET if target else _MOST_PER_FORM)
            if target is not None:
                greedy.prune(form_id, target, tracks)
            for measure in greedy.chosen:
                tracks.setdefault(measure.id, form_id)
    for form_id, target, _ in targets:
        if target is not None:
            greedy.prune(form_id, target, {key for key, track in tracks.items() if track != form_id})
    return _without_idle(scored, greedy.chosen), targets


def _without_idle(scored: Scored, chosen: Sequence[Measure]) -> list[Measure]:
    """Drop what brings nothing beside the others, since a later choice brings as much or more, and carries nothing."""
    known: LiftsKnown = {}
    kept = list(chosen)
    for measure in chosen:
        rest = [entry for entry in kept if entry is not measure]
        if not any(measure.id in entry.prerequisites for entry in rest) and combined(
            scored, rest, known
        ) == combined(scored, kept, known):
            kept = rest
    return kept


def first_plan(scored: Scored) -> Plan:
    """Propose measures for every form that was begun and is a goal; deterministic for equal answers and packs."""
    size = Enterprise.of(scored.sheet).size
    chosen, targets = greedy_choice(scored)
    measures = numbered(_laid_out(chosen), scored, size)
    path = path_of(scored, measures, begun_goals(scored), PHASES)
    after = with_measures(scored, [entry.measure for entry in measures])
    reached = tuple(
        goal for form_id, target, goal in targets if target is None or _goal_met(after, form_id, target)
    )
    investment, without = total_investment(measures)
    cost = sum(investment) / 2
    return Plan(
        measures,
        path,
        tuple(goal for _, _, goal in targets),
        reached,
        investment,
        without,
        Proof(GREEDY, Request(), cost, 0.0, 1.0 if cost else 0.0),
    )


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


def _laid_out(chosen: Sequence[Measure]) -> list[Slot]:
    """Give every measure its months; what cannot end within the horizon is left out, with what rests on it."""
    kept = list(chosen)
    while kept:
        spans = _spans(kept)
        if spans is not None:
            order = {measure.id: place for place, measure in enumerate(kept)}
            rows = sorted(kept, key=lambda m: (spans[m.id].phase, spans[m.id].start, order[m.id]))
            return [Slot(m, spans[m.id].start, spans[m.id].end, PHASES[spans[m.id].phase][0]) for m in rows]
        gone = {kept[-1].id}
        while more := {m.id for m in kept if m.id not in gone and gone & set(m.prerequisites)}:
            gone |= more
        kept = [measure for measure in kept if measure.id not in gone]
    return []


def _spans(chosen: Sequence[Measure]) -> dict[str, Span] | None:
    places = {measure.id: place for place, measure in enumerate(chosen)}
    options = tuple(
        Option(
            measure.id,
            0,
            sum(measure.months) / 2,
            tuple(places[key] for key in measure.prerequisites if key in places),
        )
        for measure in chosen
    )
    problem = Problem(options, (), (), (), Request().phases())
    found = schedule(problem, dict.fromkeys(range(len(options))))
    return None if found is None else {options[number].id: span for number, span in found.items()}
