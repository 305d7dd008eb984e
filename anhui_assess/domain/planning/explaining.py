"""Why a measure is in the plan and in its phase: what would be lost without it, and what it has to wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning.effects import LiftsKnown, lifts, raised
from anhui_assess.domain.planning.plan import (
    AFTER,
    BY_HAND,
    CAPACITY_FULL,
    FIRST,
    LENGTH,
    MONEY_SPENT,
    Loss,
    PlannedMeasure,
)
from anhui_assess.domain.planning.problem import Problem
from anhui_assess.domain.planning.request import Target
from anhui_assess.domain.planning.scheduling import Span
from anhui_assess.domain.planning.targets import is_met, level_scores
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.tolerance import TOLERANCE


def with_losses(
    scored: Scored, measures: Sequence[PlannedMeasure], targets: Sequence[Target]
) -> tuple[PlannedMeasure, ...]:
    """Return the measures with what each one's absence would cost, scored by the engine."""
    known: LiftsKnown = {}
    chosen = [entry.measure for entry in measures]
    whole = raised(scored, chosen, known)
    rows = []
    for entry in measures:
        gone = _falling(scored, entry.measure, chosen)
        rest = [measure for measure in chosen if measure.id not in gone]
        without = raised(scored, rest, known)
        losses = tuple(
            loss for target in targets if (loss := _loss(scored, whole, without, target)) is not None
        )
        falls = tuple(m.title for m in chosen if m.id in gone and m.id != entry.measure.id)
        rows.append(replace(entry, losses=losses, falls=falls))
    return tuple(rows)


def _falling(scored: Scored, measure: Measure, chosen: Sequence[Measure]) -> set[str]:
    """Return the measure and the chosen ones that rest on it, unless what it brings is in place today."""
    gone = {measure.id}
    if not lifts(scored, measure):
        return gone
    while more := {m.id for m in chosen if m.id not in gone and gone & set(m.prerequisites)}:
        gone |= more
    return gone


def _loss(scored: Scored, whole: Scored, without: Scored, target: Target) -> Loss | None:
    missed = is_met(whole, target) and not is_met(without, target)
    if scored.result(target.form_id).model == "level_gated":
        top = target.level or (whole.result(target.form_id).level or 0) + 1
        top = min(top, len(scored.catalog.forms[target.form_id].scoring.levels))
        met_at = scored.catalog.forms[target.form_id].scoring.met_at
        pairs = list(
            zip(
                level_scores(whole, target.form_id, top),
                level_scores(without, target.form_id, top),
                strict=True,
            )
        )
        fallen = [
            level
            for level, (before, after) in enumerate(pairs, start=1)
            if before >= met_at - TOLERANCE > after
        ]
        level = fallen[0] if fallen else top
        before, after = pairs[level - 1]
        return Loss(target.form_id, level, before, after, missed) if before - after > TOLERANCE else None
    before = whole.result(target.form_id).score or 0.0
    after = without.result(target.form_id).score or 0.0
    if before - after <= TOLERANCE and not missed:
        return None
    return Loss(target.form_id, None, before, after, missed)


def reason_of(
    problem: Problem, spans: Mapping[int, Span], number: int, titles: Sequence[str], *, placed: bool
) -> tuple[str, str]:
    """Return why an option ends in its phase and no earlier one, with the title of the measure it waits for."""
    phase = spans[number].phase
    if placed:
        return BY_HAND, ""
    if phase == 0:
        return FIRST, ""
    earlier_end = problem.phases[phase - 1].end
    before = [other for other in problem.options[number].prerequisites if other in spans]
    if before:
        last = max(before, key=lambda other: (spans[other].end, other))
        if spans[last].end + problem.options[number].months > earlier_end + TOLERANCE:
            return AFTER, titles[last]
    if problem.options[number].months > earlier_end:
        return LENGTH, ""
    budget = problem.phases[phase - 1].budget
    if budget is not None:
        spent = sum(problem.options[n].cost for n, span in spans.items() if span.phase == phase - 1)
        if spent + problem.options[number].cost > budget:
            return MONEY_SPENT, ""
    return CAPACITY_FULL, ""
