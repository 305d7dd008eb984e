"""HiGHS (MIT licence, through highspy) behind the port `services.ports.Solver`: one thread, fixed seed, exact gap."""

from __future__ import annotations

import importlib.util
from concurrent.futures import ThreadPoolExecutor
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


def available() -> bool:
    """Whether highspy is installed; nothing is imported to find out."""
    return importlib.util.find_spec("highspy") is not None


class HighsSolver:
    """Solves programmes with HiGHS; equal programmes give equal solutions on the same version of HiGHS."""

    name = "HiGHS"

    def __call__(self, program: Program, *, seconds: float, cancelled: Cancelled) -> Solution:
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
            found = executor.submit(_solve, program, seconds, cancelled).result()
        if cancelled():
            raise CancelledError
        return found


def _solve(program: Program, seconds: float, cancelled: Cancelled) -> Solution:
    import highspy

    highs = highspy.Highs()
    for option, value in _OPTIONS.items():
        highs.setOptionValue(option, value)
    highs.setOptionValue("time_limit", seconds)
    highs.passModel(_model(highspy, program))

    def ask(event: Any) -> None:
        if cancelled():
            event.interrupt()

    highs.cbMipInterrupt += ask
    highs.run()
    found = _solution(highspy, highs)
    highs.clearCallbacks()
    return found


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
