"""The optimal plan: read the problem, solve it to proven optimum, lay it out in time, and explain it.

The order of the steps: least cost (or most gain, then least cost) over all measures, the phases taken as one; the phases of
the chosen measures, so that what counts comes early; the months. A choice that fits the phases is the best there is. Else
the search is done again with the phases, and where a choice cannot be laid out in months, with a little less work a phase;
the gap to the proven bound is told.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.errors import AssessError
from anhui_assess.domain.planning import plan as plans
from anhui_assess.domain.planning.effects import with_measures
from anhui_assess.domain.planning.explaining import reason_of, with_losses
from anhui_assess.domain.planning.first_plan import begun_goals, first_plan
from anhui_assess.domain.planning.modelling import Model
from anhui_assess.domain.planning.plan import Candidate, Plan, Proof, Shortfall, Slot
from anhui_assess.domain.planning.problem import MONEY, Phase, Problem
from anhui_assess.domain.planning.program import INFEASIBLE, OPTIMAL, Program, Row, Solution
from anhui_assess.domain.planning.reading import VETO_WEIGHT, Reading, read_problem
from anhui_assess.domain.planning.request import MOST_GAIN, Request, Target, money
from anhui_assess.domain.planning.scheduling import SLOTS, Span, schedule
from anhui_assess.domain.planning.targets import default_targets, is_met, level_scores, settled, target_words
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.level_gated import gate
from anhui_assess.domain.scoring.tolerance import TOLERANCE
from anhui_assess.services.plan_cases import best_of_cases
from anhui_assess.services.plan_limits import bindings
from anhui_assess.services.ports import Cancelled, CancelledError, Progress, Solver

_SECONDS = 20.0
_TRIES = 24
_QUICK_TRIES = 3
_PATIENCE = 40.0
"""Seconds after which a search that finds nothing that can be laid out in months gives up."""
_LESS_WORK = 0.96
_ALIKE = 1e-6
"""Gains this near to each other are the same: rounding of the solver."""


class RequestConflictError(AssessError):
    """What the user decided cannot be had together, whatever else is chosen; the plan shown before stays."""

    title = "这些要求放不到一起"


class NothingFoundError(AssessError):
    """The search ended by its time limit with nothing in hand."""

    title = "没有在限定时间内找到方案"


@dataclass(frozen=True, slots=True)
class Found:
    """A choice with its phases and how good it is: costs in the units of the problem."""

    phases: Mapping[int, int]
    cost: int
    bound: int
    gain: float = 0.0
    gain_bound: float = 0.0
    nearest: bool = False
    proven: bool = False


def make_plan(
    scored: Scored,
    request: Request,
    solver: Solver | None,
    progress: Progress = lambda _share, _what: None,
    cancelled: Cancelled = lambda: False,
) -> Plan:
    """Return the best plan for a request; without a solver the greedy one to the program's own goals.

    Raises RequestConflictError, NothingFoundError, CancelledError.
    """
    if solver is None:
        return first_plan(scored)
    progress(0.05, "测算每项措施的作用")
    targets = tuple(settled(scored, target) for target in request.targets) or default_targets(scored, request)
    if not targets:
        return _empty(scored, replace(request, targets=()))
    reading = read_problem(scored, request, targets)
    search = Search(reading, request, solver, cancelled, scored)
    progress(0.3, "求最省的组合" if request.objective != MOST_GAIN else "求提高最多的组合")
    found, spans = search.run()
    progress(0.7, "核对得分，说明理由")
    asked = replace(request, targets=tuple(targets))
    plan = _assembled(
        scored, asked, reading, (found, spans), _candidates(scored, reading, cancelled), cancelled
    )
    if plan.proof is None or not plan.proof.nearest:
        return plan
    progress(0.85, "查找卡在哪个条件")

    decided = (asked.forced_in, asked.forced_out, asked.placed)

    def reach(looser: Request) -> float | None:
        alike = (looser.forced_in, looser.forced_out, looser.placed) == decided
        read = _with_limits(reading, looser) if alike else read_problem(scored, looser, targets)
        return Search(read, looser, solver, cancelled, scored).reached_for()

    return replace(plan, proof=replace(plan.proof, bindings=bindings(asked, reach)))


class Search:
    """Solves one problem step by step; see the module."""

    def __init__(
        self, reading: Reading, request: Request, solver: Solver, cancelled: Cancelled, scored: Scored
    ) -> None:
        self._reading = reading
        self._request = request
        self._solver = solver
        self._cancelled = cancelled
        self._scored = scored
        self._placed = placed_in(reading, request)
        phases = reading.problem.phases
        self._not_before = {n: phases[p - 1].end + 1 / SLOTS for n, p in self._placed.items() if p}

    def run(self) -> tuple[Found, dict[int, Span]]:
        """Return the choice and its months."""
        first = self._choose(1.0, merged(self._reading.problem))
        laid = self._lay_out(frozenset(first.phases))
        if laid is not None:
            return _in_phases(self._judged(first, first), laid), laid
        return self._quickly(first) or self._patiently(first)

    def _quickly(self, first: Found) -> tuple[Found, dict[int, Span]] | None:
        """Choose with a little less work, the phases still as one; None when the counted money or months forbid it."""
        worked = 1.0
        for _ in range(_QUICK_TRIES):
            worked *= _LESS_WORK
            found = self._choose(worked, merged(self._reading.problem))
            laid = None if found.nearest != first.nearest else self._lay_out(frozenset(found.phases))
            if laid is not None:
                return _in_phases(self._judged(found, first), laid), laid
        return None

    def _patiently(self, whole: Found) -> tuple[Found, dict[int, Span]]:
        """Choose with every phase and its limits, with less work from try to try."""
        first = found = self._choose(1.0, self._reading.problem)
        if first.bound < whole.bound and first.nearest == whole.nearest:
            first = replace(first, bound=whole.bound)
        worked = 1.0
        until = time.monotonic() + _PATIENCE
        for _ in range(_TRIES):
            laid = self._lay_out(frozenset(found.phases))
            if laid is not None:
                return _in_phases(self._judged(found, first), laid), laid
            if time.monotonic() > until:
                break
            worked *= _LESS_WORK
            found = self._choose(worked, self._reading.problem)
        raise NothingFoundError(
            "措施太多，同时能做的太少，排不进给定的月数。请放宽期限或每阶段同时进行的项数，或撤销刚才的改动。"
        )

    def reached_for(self) -> float | None:
        """Return the least cost in 万元 at which every target is reached, None where that is not known to be possible."""
        try:
            found = self._choose(1.0, merged(self._reading.problem))
        except RequestConflictError:
            return None
        if found.nearest or self._lay_out(frozenset(found.phases)) is None:
            return None
        return found.cost / MONEY

    def _judged(self, found: Found, first: Found) -> Found:
        """Return a choice with what is proven of it by the first one, which knew no limit but the counted ones."""
        if self._request.objective == MOST_GAIN:
            proven = first.gain_bound <= found.gain + _ALIKE
        else:
            proven = first.bound >= found.cost and first.nearest == found.nearest
            proven = proven and (found is first or not found.nearest)
        return replace(
            found,
            bound=min(first.bound, found.cost),
            gain_bound=max(first.gain_bound, found.gain),
            proven=proven,
        )

    def _solve(self, program: Program, start: Sequence[float] = ()) -> Solution:
        return self._solver(program, seconds=_SECONDS, cancelled=self._cancelled, start=start)

    def _model(self, worked: float, problem: Problem) -> Model:
        last = len(problem.phases) - 1
        placed = {number: min(place, last) for number, place in self._placed.items()}
        return Model(problem, worked=worked, placed=placed, not_before=self._not_before)

    def _choose(self, worked: float, problem: Problem) -> Found:
        if self._request.objective == MOST_GAIN:
            return self._most_gain(worked, problem)
        return self._least_cost(worked, problem)

    def _least_cost(self, worked: float, problem: Problem) -> Found:
        model = self._model(worked, problem)
        model.insist()
        more: list[Row] = []
        while True:
            solution = self._solve(model.program(model.cost(), more))
            if solution.state == INFEASIBLE:
                return self._nearest(worked, problem)
            found = self._found(model, solution)
            if self._meets(found.phases):
                return found
            more.append(model.beyond(found.phases))

    def _meets(self, chosen: Mapping[int, int]) -> bool:
        measures = [self._reading.measures[number] for number in chosen]
        after = with_measures(self._scored, measures)
        return all(is_met(after, target) for target in self._reading.targets)

    def _nearest(self, worked: float, problem: Problem) -> Found:
        model = self._model(worked, problem)
        missing = model.shortfalls()
        first = self._first(model, missing)
        model.hold(missing, first.objective)
        return replace(self._cheapest(model, first), nearest=True)

    def _most_gain(self, worked: float, problem: Problem) -> Found:
        model = self._model(worked, problem)
        gain = model.gain()
        less = {column: -factor for column, factor in gain.terms.items()}
        first = self._first(model, less)
        model.hold(less, first.objective)
        found = self._cheapest(model, first)
        base = _gain_now(self._reading.problem)
        reached = self._reading.problem.reached(found.phases)
        base += sum(
            VETO_WEIGHT * self._reading.problem.scores[n].value(reached) for n in self._reading.vetoes
        )
        return replace(
            found, gain=gain.constant - first.objective - base, gain_bound=gain.constant - first.bound - base
        )

    def _cheapest(self, model: Model, first: Solution) -> Found:
        """Return the cheapest choice as good as a first one, or that one where the search for it ends with nothing."""
        solution = best_of_cases(model, model.cost(), self._solve, first.values)
        if solution.values or not model.problem.options:
            return self._found(model, solution)
        return replace(self._found(model, first), bound=0)

    def _first(self, model: Model, costs: Mapping[int, float]) -> Solution:
        solution = best_of_cases(model, costs, self._solve)
        if solution.state == INFEASIBLE:
            raise RequestConflictError(self._conflict())
        if solution.state != OPTIMAL and not solution.values:
            raise NothingFoundError("限定时间内没有找到可行的方案。请减少目标，或放宽预算和期限。")
        return solution

    def _conflict(self) -> str:
        return (
            "指定必做或指定阶段的措施互相排斥、超出预算，或在期限内做不完，无论怎样搭配都放不下。"
            "原来的方案没有变。请放宽预算或期限，或取消其中一项指定。"
        )

    def _found(self, model: Model, solution: Solution) -> Found:
        if solution.state != OPTIMAL and not solution.values:
            raise NothingFoundError("限定时间内没有找到可行的方案。请减少目标，或放宽预算和期限。")
        phases = model.chosen(solution)
        cost = sum(self._reading.problem.options[number].cost for number in phases)
        return Found(phases, cost, cost if solution.state == OPTIMAL else model.least_money(solution.bound))

    def _lay_out(self, chosen: frozenset[int]) -> dict[int, Span] | None:
        """Choose phases so that what counts comes early, then months; with less work a phase where that does not fit."""
        problem = self._reading.problem
        worked = 1.0
        for _ in range(_TRIES):
            model = Model(
                problem, only=chosen, worked=worked, placed=self._placed, not_before=self._not_before
            )
            solution = self._solve(model.program(model.early()))
            if solution.state != OPTIMAL and not solution.values:
                return None
            wishes = model.chosen(solution)
            spans = schedule(problem, wishes)
            if spans is not None:
                return spans
            free = schedule(problem, {number: self._placed.get(number) for number in chosen}, wishes)
            if free is not None and problem.fits({number: span.phase for number, span in free.items()}):
                return free
            worked *= _LESS_WORK
        return None


def merged(problem: Problem) -> Problem:
    """Return the problem with all its phases as one: no plan is lost by it, and most of its best plans fit the phases."""
    limits = [phase.budget for phase in problem.phases]
    known = [limit for limit in limits if limit is not None]
    whole = Phase(
        "all",
        "",
        problem.phases[-1].end,
        sum(known) if len(known) == len(limits) else None,
        max(phase.capacity for phase in problem.phases),
    )
    return replace(problem, phases=(whole,))


def _with_limits(reading: Reading, request: Request) -> Reading:
    """Return the reading of an assessment with the money, months and hands of another request."""
    budget = None if request.budget is None else money(request.budget)
    return replace(reading, problem=replace(reading.problem, budget=budget, phases=request.phases()))


def _in_phases(found: Found, laid: Mapping[int, Span]) -> Found:
    return replace(found, phases={number: span.phase for number, span in laid.items()})


def placed_in(reading: Reading, request: Request) -> dict[int, int]:
    """Return option to phase for the measures the user has put into a phase."""
    numbers = {measure.id: number for number, measure in enumerate(reading.measures)}
    phases = {phase.id: place for place, phase in enumerate(reading.problem.phases)}
    return {
        numbers[key]: phases[phase]
        for key, phase in request.placed.items()
        if key in numbers and phase in phases
    }


def _gain_now(problem: Problem) -> float:
    total = sum(weight * problem.scores[number].base for number, weight in problem.gains)
    for ladder in problem.ladders:
        _, climbed = gate([problem.scores[number].base for number in ladder.scores], ladder.met_at)
        total += ladder.weight * climbed
    return total


def _empty(scored: Scored, request: Request) -> Plan:
    path = plans.path_of(scored, (), begun_goals(scored), _phase_names(request))
    return Plan((), path, (), (), (0.0, 0.0), 0, Proof(plans.OPTIMAL, request, 0.0, 0.0))


def _phase_names(request: Request) -> list[tuple[str, str, float]]:
    return [(phase.id, phase.title, phase.end) for phase in request.phases()]


def _stop_if(cancelled: Cancelled) -> None:
    if cancelled():
        raise CancelledError


def _assembled(
    scored: Scored,
    request: Request,
    reading: Reading,
    choice: tuple[Found, Mapping[int, Span]],
    candidates: tuple[Candidate, ...],
    cancelled: Cancelled,
) -> Plan:
    found, spans = choice
    titles = [measure.title for measure in reading.measures]
    order = sorted(spans, key=lambda n: (spans[n].phase, spans[n].start, spans[n].end, n))
    slots = [
        Slot(
            reading.measures[n],
            spans[n].start,
            spans[n].end,
            reading.problem.phases[spans[n].phase].id,
            reason_of(reading.problem, spans, n, titles, placed=reading.measures[n].id in request.placed),
        )
        for n in order
    ]
    _stop_if(cancelled)
    rows = plans.numbered(slots, scored, Enterprise.of(scored.sheet).size)
    _stop_if(cancelled)
    measures = with_losses(scored, rows, reading.targets)
    _stop_if(cancelled)
    after = with_measures(scored, [entry.measure for entry in measures])
    forms = [*begun_goals(scored), *(t.form_id for t in reading.targets)]
    investment, without = plans.total_investment(measures)
    met = [target for target in reading.targets if is_met(after, target)]
    gains = request.objective == MOST_GAIN
    return Plan(
        measures,
        plans.path_of(scored, measures, list(dict.fromkeys(forms)), _phase_names(request)),
        _goal_words(scored, request, reading.targets),
        _goal_words(scored, request, reading.targets)
        if gains
        else tuple(target_words(scored, target) for target in met),
        investment,
        without,
        _proof(request, reading, found, () if gains else _shortfalls(after, reading.targets)),
        candidates,
    )


def _goal_words(scored: Scored, request: Request, targets: Sequence[Target]) -> tuple[str, ...]:
    if request.objective != MOST_GAIN:
        return tuple(target_words(scored, target) for target in targets)
    forms = "、".join(scored.catalog.forms[target.form_id].short_title for target in targets)
    money = "不限投资" if request.budget is None else f"投资不超过 {request.budget:g} 万元"
    return (f"{money}、{request.months:g} 个月内，让{forms}提高最多",)


def _proof(request: Request, reading: Reading, found: Found, shortfalls: tuple[Shortfall, ...]) -> Proof:
    return Proof(
        plans.OPTIMAL if found.proven else plans.WITHIN_GAP,
        request,
        found.cost / MONEY,
        found.bound / MONEY,
        (found.cost - found.bound) / found.cost if found.cost else 0.0,
        found.gain,
        found.gain_bound,
        found.nearest,
        shortfalls,
        reading.exact,
    )


def _shortfalls(after: Scored, targets: Sequence[Target]) -> tuple[Shortfall, ...]:
    rows = []
    for target in targets:
        if is_met(after, target):
            continue
        if target.level is None:
            reached = after.result(target.form_id).score or 0.0
            rows.append(Shortfall(target.form_id, None, target.score or 0.0, reached))
            continue
        met_at = after.catalog.forms[target.form_id].scoring.met_at
        for level, value in enumerate(level_scores(after, target.form_id, target.level), start=1):
            if value < met_at - TOLERANCE:
                rows.append(Shortfall(target.form_id, level, met_at, value))
    return tuple(rows)


def _candidates(scored: Scored, reading: Reading, cancelled: Cancelled) -> tuple[Candidate, ...]:
    rows = []
    for option, measure in zip(reading.problem.options, reading.measures, strict=True):
        _stop_if(cancelled)
        after = with_measures(scored, [measure])
        gains = [
            (t.form_id, (after.result(t.form_id).score or 0.0) - (scored.result(t.form_id).score or 0.0))
            for t in reading.targets
        ]
        kept = tuple((form, gain) for form, gain in gains if abs(gain) > TOLERANCE)
        before = tuple(reading.measures[other].id for other in option.prerequisites)
        rows.append(Candidate(measure.id, measure.title, option.cost / MONEY, kept, before))
    return tuple(rows)
