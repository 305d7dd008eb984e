"""A plan: chosen measures in their months, why each is there, where they lead, and how good the choice is proven to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning.effects import LiftsKnown, combined, lifted, raised
from anhui_assess.domain.planning.request import Request
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.tolerance import TOLERANCE

_SIZE_KEYS = {"大型": "L", "中型": "M", "小型": "S", "微型": "S"}

FIRST = "first"
AFTER = "after"
LENGTH = "length"
MONEY_SPENT = "money"
CAPACITY_FULL = "capacity"
BY_HAND = "hand"
"""Why a measure ends in its phase and no earlier one: nothing holds it back (the first phase); a prerequisite ends
late; it takes long itself; an earlier phase's money is spent; the hands of earlier phases are full; the user put it there."""

OPTIMAL = "optimal"
GREEDY = "greedy"
WITHIN_GAP = "gap"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a form would lose without a measure and those that rest on it.

    `level` is the level of a level-gated form the loss shows at (its score 0–1), None for a whole score.
    """

    form_id: str
    level: int | None
    before: float
    after: float
    goal_missed: bool


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A chosen measure.

    Attributes:
        number: its place in the plan, from 1.
        phase: id of the phase it ends in; `start` and `end` are months from now.
        investment: (low, high) in 万元 for the firm's size, None when the library has no figure.
        closes: (form id, item id) pairs it lifts; gains: form id to what it adds to the score in the plan's order.
        needed_for: titles of chosen measures that rest on it.
        losses: what the plan would lose without it; falls: titles of the measures that would go with it.
        reason: why it stands in its phase, and the title of the measure it waits for.
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
    losses: tuple[Loss, ...] = ()
    falls: tuple[str, ...] = ()
    reason: tuple[str, str] = (FIRST, "")


@dataclass(frozen=True, slots=True)
class PathPoint:
    """The scores after a phase: form id to (score, level or grade name)."""

    title: str
    scores: tuple[tuple[str, float | None, str], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that could be had: cost is the middle of its range in 万元, gain what it adds alone, by form."""

    id: str
    title: str
    cost: float
    gains: tuple[tuple[str, float], ...]
    prerequisites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A target that cannot be reached, and how near the plan comes."""

    form_id: str
    level: int | None
    wanted: float
    reached: float


BUDGET = "budget"
PHASE_BUDGETS = "phase_budgets"
MONTHS = "months"
HANDS = "hands"
DECISIONS = "decisions"
TOGETHER = "together"
LIBRARY = "library"
"""What keeps a plan from its targets: one of the limits asked for, what the user decided on single measures, several of
these together, or, whatever is allowed, the measures there are."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit without which the targets can be reached, and what that costs in 万元 (None where nothing reaches them)."""

    limit: str
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """How good the choice is.

    Attributes:
        method: OPTIMAL (nothing better exists), WITHIN_GAP (at most `gap` away), GREEDY (step by step, nothing proven).
        request: what was asked for, targets filled in.
        cost: of the plan in 万元, middles of the ranges; bound: no plan that does as much costs less.
        gap: (cost − bound) ÷ cost.
        gain: what the plan adds, in shares of full marks over the forms; gain_bound: no plan within the limits adds more.
        nearest: whether the targets cannot be reached and the plan is the nearest to them.
        shortfalls: by how much each target is missed; bindings: what stands in the way, for a plan that is the nearest.
        exact: whether every score could be counted exactly; else what measures bring is a floor.
    """

    method: str
    request: Request
    cost: float
    bound: float
    gap: float = 0.0
    gain: float = 0.0
    gain_bound: float = 0.0
    nearest: bool = False
    shortfalls: tuple[Shortfall, ...] = ()
    exact: bool = True
    bindings: tuple[Binding, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The proposal and where it leads. `investment` is the (low, high) sum of the measures with a figure."""

    measures: tuple[PlannedMeasure, ...]
    path: tuple[PathPoint, ...]
    goals: tuple[str, ...]
    reached: tuple[str, ...]
    investment: tuple[float, float]
    without_figure: int
    proof: Proof | None = None
    candidates: tuple[Candidate, ...] = ()


def investment_of(measure: Measure, size: str | None) -> tuple[float, float] | None:
    """Return the investment range in 万元 for an enterprise size (default medium)."""
    return measure.investment.get(_SIZE_KEYS.get(size or "", "M"))


def can_be_had(scored: Scored, measure: Measure, size: str | None) -> bool:
    """Whether a measure is offered: it is usual for the firm's size, and what it works on is there.

    Only a known no counts against it; a prerequisite over an answer that is missing leaves it to the reader.
    """
    return investment_of(measure, size) is not None and is_ready(scored, measure) is not False


def is_ready(scored: Scored, measure: Measure) -> bool | None:
    """Whether the answers show what a measure needs of the firm as it is; None when they do not say."""
    rule = measure.ready_when
    if rule is None or rule.holds(scored.value):
        return True
    return None if any(isinstance(scored.value(name), Missing) for name in rule.names) else False


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a chosen measure stands in time; `reason` as in PlannedMeasure."""

    measure: Measure
    start: float
    end: float
    phase: str
    reason: tuple[str, str] = (FIRST, "")


def numbered(slots: Sequence[Slot], scored: Scored, size: str | None) -> tuple[PlannedMeasure, ...]:
    """Number the measures in the order given and say what each adds when it comes."""
    rows: list[PlannedMeasure] = []
    known: LiftsKnown = {}
    before: Mapping[tuple[str, str], object] = {}
    current = scored
    for number, slot in enumerate(slots, start=1):
        measure = slot.measure
        values = combined(scored, [entry.measure for entry in slots[:number]], known)
        after = lifted(scored, values)
        changed = tuple(key for key, value in values.items() if before.get(key) != value)
        gains = tuple(
            (form_id, gain)
            for form_id in sorted({form for form, _ in changed})
            if abs(gain := (after.result(form_id).score or 0.0) - (current.result(form_id).score or 0.0))
            > TOLERANCE
        )
        needed = tuple(entry.measure.title for entry in slots if measure.id in entry.measure.prerequisites)
        rows.append(
            PlannedMeasure(
                measure,
                number,
                slot.phase,
                slot.start,
                slot.end,
                investment_of(measure, size),
                changed,
                gains,
                needed,
                reason=slot.reason,
            )
        )
        before, current = values, after
    return tuple(rows)


def path_of(
    scored: Scored,
    measures: Sequence[PlannedMeasure],
    forms: Sequence[str],
    phases: Sequence[tuple[str, str, float]],
) -> tuple[PathPoint, ...]:
    """Return the scores now and at the end of each phase, from the same engine that scores the answers."""
    points = [_point("现在", scored, forms)]
    taken: list[Measure] = []
    known: LiftsKnown = {}
    for phase_id, title, _ in phases:
        taken += [entry.measure for entry in measures if entry.phase == phase_id]
        points.append(_point(f"{title}末", raised(scored, taken, known), forms))
    return tuple(points)


def _point(title: str, scored: Scored, forms: Sequence[str]) -> PathPoint:
    rows = []
    for form_id in forms:
        result = scored.result(form_id)
        rows.append((form_id, result.score, result.level_name or result.grade_name))
    return PathPoint(title, tuple(rows))


def total_investment(measures: Sequence[PlannedMeasure]) -> tuple[tuple[float, float], int]:
    """Return the (low, high) sum of the measures with a figure, and how many have none."""
    figures = [entry.investment for entry in measures if entry.investment is not None]
    return (sum(low for low, _ in figures), sum(high for _, high in figures)), len(measures) - len(figures)
