"""Which limit keeps a plan from its targets: each one is lifted in turn, and the search says whether they can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from anhui_assess.domain.planning.plan import (
    BUDGET,
    DECISIONS,
    HANDS,
    LIBRARY,
    MONTHS,
    PHASE_BUDGETS,
    TOGETHER,
    Binding,
)
from anhui_assess.domain.planning.request import HORIZON, PHASES, PhaseLimit, Request

_MANY_HANDS = 30
"""Measures at a time that no plan of the library needs more of."""


def bindings(request: Request, reach: Callable[[Request], float | None]) -> tuple[Binding, ...]:
    """Return the limits without which the targets can be reached; `reach` gives the least cost in 万元, None where not.

    Where no single limit is the obstacle, all of them are lifted together.
    """
    tried = list(_relaxed(request))
    found = tuple(Binding(limit, cost) for limit, looser in tried if (cost := reach(looser)) is not None)
    if found:
        return found
    cost = reach(_freed(request)) if len(tried) > 1 else None
    return (Binding(LIBRARY) if cost is None else Binding(TOGETHER, cost),)


def _relaxed(request: Request) -> Iterator[tuple[str, Request]]:
    """Yield each limit that is in force, with the request without it."""
    if request.budget is not None:
        yield BUDGET, replace(request, budget=None)
    if any(limit.budget is not None for limit in request.limits.values()):
        limits = {key: replace(limit, budget=None) for key, limit in request.limits.items()}
        yield PHASE_BUDGETS, replace(request, limits=limits)
    if request.months < HORIZON:
        yield MONTHS, replace(request, months=float(HORIZON))
    yield HANDS, replace(request, limits=_hands(request))
    if request.forced_in or request.forced_out or request.placed:
        yield DECISIONS, replace(request, forced_in=frozenset(), forced_out=frozenset(), placed={})


def _hands(request: Request) -> dict[str, PhaseLimit]:
    return {
        phase_id: replace(request.limits.get(phase_id, PhaseLimit()), capacity=_MANY_HANDS)
        for phase_id, _, _ in PHASES
    }


def _freed(request: Request) -> Request:
    limits = {phase_id: PhaseLimit(None, _MANY_HANDS) for phase_id, _, _ in PHASES}
    return Request(request.objective, request.targets, limits=limits)
