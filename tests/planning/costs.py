"""The optimal plan against the greedy one: samples and generated factories, the next level alone and all goals at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from anhui_assess.domain.answers import Answer, AnswerSheet
from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning import plan as plans
from anhui_assess.domain.planning.effects import with_measures
from anhui_assess.domain.planning.first_plan import greedy_choice, investment_of
from anhui_assess.domain.planning.problem import MONEY
from anhui_assess.domain.planning.request import Request, Target, money
from anhui_assess.domain.planning.targets import default_targets, is_met
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.planning import make_plan
from anhui_assess.solving.highs import HighsSolver

SF = "smart_factory"
_MATURITIES = ((0.9, 0.5, 0.15, 0.05, 0.05), (0.8, 0.3, 0.05, 0.05, 0.05), (1.0, 0.8, 0.4, 0.05, 0.05))
"""Shares of the questions of levels 1–5 that are mostly fulfilled."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Costs in 万元 of reaching the same targets. `reached` says that both do, `proven` that nothing is cheaper."""

    optimal: float
    greedy: float
    reached: bool
    proven: bool


def middle(measures: Sequence[Measure], size: str) -> int:
    """Return what measures cost, middles of their ranges, in units of the problem."""
    return sum(money(sum(investment_of(entry, size) or (0, 0)) / 2) for entry in measures)


def factory(base: Scored, seed: int) -> Scored:
    """Return a generated factory with nothing but the smart-factory form, a function of the seed."""
    rng = random.Random(seed)
    form = base.catalog.forms[SF]
    sheet = base.sheet.with_answer("profile", "size", Answer.of(rng.choice(["大型", "中型", "小型"])))
    shares = rng.choice(_MATURITIES)
    for item in form.items.values():
        if item.kind == "scale":
            fulfilled = rng.random() < shares[(item.level or 1) - 1]
            sheet = sheet.with_answer(
                SF, item.id, Answer.of(rng.choice([0.8, 1.0] if fulfilled else [0.0, 0.5]))
            )
    return base.engine.score(_smart_only(sheet))


def smart_alone(scored: Scored) -> Scored:
    """Return the scores of an assessment with nothing but the smart-factory form."""
    return scored.engine.score(_smart_only(scored.sheet))


def _smart_only(sheet: AnswerSheet) -> AnswerSheet:
    return replace(sheet, forms={key: form for key, form in sheet.forms.items() if key in {"profile", SF}})


def next_level(alone: Scored) -> Compared:
    """Compare the ways to the next level."""
    target = Target(SF, level=alone.result(SF).next_level)
    return _compared(alone, (target,))


def all_that_greedy_reaches(scored: Scored) -> Compared:
    """Compare the ways to everything that the greedy plan reaches."""
    after = with_measures(scored, greedy_choice(scored)[0])
    targets = tuple(
        target if target.level else Target(target.form_id, score=after.result(target.form_id).score)
        for target in default_targets(scored, Request())
    )
    return _compared(scored, targets)


def _compared(scored: Scored, targets: tuple[Target, ...]) -> Compared:
    size = Enterprise.of(scored.sheet).size or ""
    greedy, _ = greedy_choice(scored)
    plan = make_plan(scored, Request(targets=targets), HighsSolver())
    assert plan.proof is not None
    afters = (with_measures(scored, greedy), with_measures(scored, [e.measure for e in plan.measures]))
    return Compared(
        plan.proof.cost,
        middle(greedy, size) / MONEY,
        all(is_met(after, target) for after in afters for target in targets),
        plan.proof.method == plans.OPTIMAL and not plan.proof.nearest,
    )
