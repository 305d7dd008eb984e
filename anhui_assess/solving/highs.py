"""HiGHS (MIT licence, through highspy) behind the port `services.ports.Solver`: one thread, fixed seed, exact gap.

A large programme is solved in two steps. First a part of it, without the columns that the relaxed programme prices out of
reach, is solved roughly; then the whole of it, to proven optimum, from that solution. The first step only spares search.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from anhui_assess.domain.planning.program import INFEASIBLE, OPTIMAL, STOPPED, Program, Solution
from anhui_assess.services.ports import Cancelled, CancelledError

_SEED = 0
_FEASIBILITY = 1e-9
_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": _SEED,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-9,
    "mip_allow_restart": False,  # halves the time of our programmes
    "mip_feasibility_tolerance": _FEASIBILITY,
    "primal_feasibility_tolerance": _FEASIBILITY,
    "dual_feasibility_tolerance": _FEASIBILITY,
}
_ROUGH = {"mip_rel_gap": 0.02, "mip_max_nodes": 1}
_STARTED = {"mip_heuristic_run_rens": False, "mip_heuristic_run_root_reduced_cost": False}
"""With a good solution in hand these two only search again for what the first step has found."""
_LARGE = 80
"""Whole-number columns from which on the first step pays."""
_UNSETTLED = 0.125
"""Share of these columns that the relaxed programme leaves between whole numbers from which on it pays."""
_OUT_OF_REACH = 0.002
"""A column whose reduced cost is a larger share of the relaxed objective stays as the relaxed solution has it."""
_WHOLE = 1e-6


def available() -> bool:
    """Whether highspy is installed; nothing is imported to find out."""
    return importlib.util.find_spec("highspy") is not None


class HighsSolver:
    """Solves programmes with HiGHS; equal programmes give equal solutions on the same version of HiGHS."""

    name = "HiGHS"

    def __call__(
        self, program: Program, *, seconds: float, cancelled: Cancelled, start: Sequence[float] = ()
    ) -> Solution:
        """Minimise; raises CancelledError when `cancelled` says so. `seconds` limits the time of the search.

        The search runs in a Python thread of its own: in a thread of Qt's pool, which comes back with another Python
        thread state each time, the second call that asks `cancelled` from inside HiGHS waits for ever.
        """
        if cancelled():
            raise CancelledError
        if not program.costs:
            kept = all(row.low <= _FEASIBILITY and row.high >= -_FEASIBILITY for row in program.rows)
            return Solution(OPTIMAL, bound=0.0) if kept else Solution(INFEASIBLE)
        with ThreadPoolExecutor(1, "highs") as executor:
            found = executor.submit(_solve, program, seconds, cancelled, start).result()
        if cancelled():
            raise CancelledError
        return found


def _solve(program: Program, seconds: float, cancelled: Cancelled, start: Sequence[float]) -> Solution:
    begun = time.perf_counter()
    if not start and len(program.whole) >= _LARGE:
        start = _rough(program, seconds, cancelled)
        if cancelled():
            return Solution(STOPPED)
    left = max(0.1, seconds - (time.perf_counter() - begun))
    return _run(program, left, cancelled, _STARTED if start else {}, start)[0]


def _rough(program: Program, seconds: float, cancelled: Cancelled) -> Sequence[float]:
    """Return a good solution found by a short search among the columns that matter; nothing where there is none."""
    relaxed, prices = _run(replace(program, whole=frozenset()), seconds, cancelled)
    if relaxed.state != OPTIMAL:
        return ()
    broken = sum(
        abs(relaxed.values[column] - round(relaxed.values[column])) > _WHOLE for column in program.whole
    )
    if broken < _UNSETTLED * len(program.whole):
        return ()
    far = abs(relaxed.objective) * _OUT_OF_REACH
    lows, highs = list(program.lows), list(program.highs)
    for column in program.whole:
        value, price = relaxed.values[column], prices[column]
        if price > far and value < lows[column] + _WHOLE:
            highs[column] = lows[column]
        elif -price > far and value > highs[column] - _WHOLE:
            lows[column] = highs[column]
    part = replace(program, lows=tuple(lows), highs=tuple(highs))
    return _run(part, seconds, cancelled, _ROUGH)[0].values


def _run(
    program: Program,
    seconds: float,
    cancelled: Cancelled,
    options: Mapping[str, Any] = MappingProxyType({}),
    start: Sequence[float] = (),
) -> tuple[Solution, Sequence[float]]:
    """Return the solution and the reduced costs of its columns."""
    import highspy

    highs = highspy.Highs()
    for option, value in {**_OPTIONS, **options}.items():
        highs.setOptionValue(option, value)
    highs.setOptionValue("time_limit", seconds)
    highs.passModel(_model(highspy, program))
    if start:
        known = highspy.HighsSolution()
        known.col_value = list(start)
        highs.setSolution(known)

    def ask(event: Any) -> None:
        if cancelled():
            event.interrupt()

    highs.cbMipInterrupt += ask
    highs.run()
    found = _solution(highspy, highs)
    prices = tuple(float(value) for value in highs.getSolution().col_dual)
    highs.clearCallbacks()
    return found, prices


def _model(highspy: Any, program: Program) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_ = len(program.costs)
    lp.num_row_ = len(program.rows)
    lp.col_cost_ = list(program.costs)
    lp.col_lower_ = list(program.lows)
    lp.col_upper_ = list(program.highs)
    lp.row_lower_ = [row.low for row in program.rows]
    lp.row_upper_ = [row.high for row in program.rows]
    starts = [0]
    for row in program.rows:
        starts.append(starts[-1] + len(row.terms))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = starts
    lp.a_matrix_.index_ = [column for row in program.rows for column, _ in row.terms]
    lp.a_matrix_.value_ = [value for row in program.rows for _, value in row.terms]
    kinds = highspy.HighsVarType
    lp.integrality_ = [
        kinds.kInteger if column in program.whole else kinds.kContinuous
        for column in range(len(program.costs))
    ]
    return lp


def _solution(highspy: Any, highs: Any) -> Solution:
    states = highspy.HighsModelStatus
    status = highs.getModelStatus()
    if status in {states.kInfeasible, states.kUnboundedOrInfeasible}:
        return Solution(INFEASIBLE)
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solution(STOPPED, bound=float(info.mip_dual_bound))
    values = tuple(float(value) for value in highs.getSolution().col_value)
    state = OPTIMAL if status == states.kOptimal else STOPPED
    objective = float(info.objective_function_value)
    bound = objective if state == OPTIMAL else float(info.mip_dual_bound)
    return Solution(state, values, objective, bound)
