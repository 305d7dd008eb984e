"""The best solution of a planning programme, level by level: one programme for each number of levels that can be met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from anhui_assess.domain.planning.modelling import Model
from anhui_assess.domain.planning.program import INFEASIBLE, OPTIMAL, STOPPED, Program, Row, Solution

_BETTER = 1e-9
"""Values nearer to each other than this are the same: rounding of the solver."""


class Solve(Protocol):
    """Solves one programme, from a solution already known where there is one."""

    def __call__(self, program: Program, start: Sequence[float] = ()) -> Solution:
        """Return the solution."""


def best_of_cases(
    model: Model, costs: Mapping[int, float], solve: Solve, start: Sequence[float] = ()
) -> Solution:
    """Minimise over all cases of the model. `start` is a solution known to fit, not known to be the best.

    The relaxed programme of each case bounds it; cases are solved in the order of these bounds, and those that cannot beat
    the best solution found are left out. The bound returned holds for all of them.
    """
    programs = model.cases(costs)
    if len(programs) == 1:
        return solve(programs[0], start)
    bounded = []
    for number, program in enumerate(programs):
        relaxed = solve(replace(program, whole=frozenset()))
        if relaxed.state != INFEASIBLE:
            bounded.append((relaxed.bound, number))
    best = Solution(INFEASIBLE)
    open_: list[float] = []
    for bound, number in sorted(bounded):
        program = programs[number]
        if best.values:
            if bound >= best.objective - _BETTER:
                break
            program = _no_worse(program, costs, best.objective)
        found = solve(program, start if _within(program, start) else ())
        if found.state == STOPPED:
            open_.append(found.bound)
        if found.values and (not best.values or found.objective < best.objective):
            best = found
    if not open_:
        return replace(best, state=OPTIMAL, bound=best.objective) if best.values else best
    return replace(best, state=STOPPED, bound=min([*open_, *([best.objective] if best.values else [])]))


def _no_worse(program: Program, costs: Mapping[int, float], value: float) -> Program:
    terms = tuple((column, cost) for column, cost in sorted(costs.items()) if cost)
    return replace(program, rows=(*program.rows, Row(terms, -float("inf"), value)))


def _within(program: Program, values: Sequence[float]) -> bool:
    return bool(values) and all(
        low - _BETTER <= value <= high + _BETTER
        for low, value, high in zip(program.lows, values, program.highs, strict=True)
    )
