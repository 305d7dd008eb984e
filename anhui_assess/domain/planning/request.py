"""What a plan is asked for: a goal, money, time, and what the user has decided already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from anhui_assess.domain.planning.problem import MONEY, Phase

LEAST_COST = "least_cost"
MOST_GAIN = "most_gain"
CAPACITY = 6
"""Measures at a time, unless the user says otherwise: one a department, of those a middling factory has."""
HORIZON = 36
PHASES = (("near", "近期", 12.0), ("middle", "中期", 24.0), ("far", "远期", 36.0))
"""Phase id, name, and the month in which it ends."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a form should reach: a level of a level-gated form, or a score of any other."""

    form_id: str
    level: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class PhaseLimit:
    """What a phase allows: money in 万元 (None: no limit of its own) and measures at a time."""

    budget: float | None = None
    capacity: int = CAPACITY


@dataclass(frozen=True)
class Request:
    """What a plan is asked for.

    Attributes:
        objective: LEAST_COST to the targets, or MOST_GAIN within the budget.
        targets: empty for what the program proposes itself; of MOST_GAIN only the forms count.
        budget: 万元 for the whole plan, None for no limit; months: how long the plan may take, up to 36.
        limits: phase id to its own limits.
        forced_in, forced_out: measures the user has decided on.
        placed: measure id to the phase the user put it into; such a measure is forced in too.
    """

    objective: str = LEAST_COST
    targets: tuple[Target, ...] = ()
    budget: float | None = None
    months: float = float(HORIZON)
    limits: Mapping[str, PhaseLimit] = field(default_factory=dict)
    forced_in: frozenset[str] = frozenset()
    forced_out: frozenset[str] = frozenset()
    placed: Mapping[str, str] = field(default_factory=dict)

    def phases(self) -> tuple[Phase, ...]:
        """Return the phases that begin before the last month, the last one cut short."""
        found: list[Phase] = []
        for phase_id, title, end in PHASES:
            if found and found[-1].end >= self.months:
                break
            limit = self.limits.get(phase_id, PhaseLimit())
            budget = None if limit.budget is None else money(limit.budget)
            found.append(Phase(phase_id, title, min(end, self.months), budget, limit.capacity))
        return tuple(found)


def money(amount: float) -> int:
    """Return an amount in 万元 as whole units of the model, halves up."""
    return int(amount * MONEY + 0.5)
