"""The plan as outsiders read it (`anhui-assess/plan/1`). Money in 万元, time in months from now."""

from __future__ import annotations

from typing import Any

from anhui_assess.domain.planning.plan import Plan, PlannedMeasure, Proof
from anhui_assess.domain.planning.problem import MONEY


def plan_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data."""
    return {
        "schema": "anhui-assess/plan/1",
        "goals": list(plan.goals),
        "reached": list(plan.reached),
        "investment": list(plan.investment),
        "without_figure": plan.without_figure,
        **(_proof(plan, plan.proof) if plan.proof is not None else {}),
        "candidates": _candidates(plan),
        "chosen": [entry.measure.id for entry in plan.measures],
        "measures": [_measure(entry) for entry in plan.measures],
        "path": [
            {
                "title": point.title,
                "scores": {form: {"score": value, "name": name} for form, value, name in point.scores},
            }
            for point in plan.path
        ],
    }


def _proof(plan: Plan, proof: Proof) -> dict[str, Any]:
    request = proof.request
    spent = {
        phase.id: sum(sum(e.investment) / 2 for e in plan.measures if e.phase == phase.id and e.investment)
        for phase in request.phases()
    }
    return {
        "method": proof.method,
        "objective": request.objective,
        "targets": [{"form": t.form_id, "level": t.level, "score": t.score} for t in request.targets],
        "budget": request.budget,
        "months": request.months,
        "cost": proof.cost,
        "bound": proof.bound,
        "gap": proof.gap,
        "gain": proof.gain,
        "gain_bound": proof.gain_bound,
        "exact": proof.exact,
        "nearest": proof.nearest,
        "shortfalls": [
            {"form": s.form_id, "level": s.level, "wanted": s.wanted, "reached": s.reached}
            for s in proof.shortfalls
        ],
        "bindings": [{"limit": entry.limit, "cost": entry.cost} for entry in proof.bindings],
        "phases": [
            {
                "id": phase.id,
                "title": phase.title,
                "end": phase.end,
                "budget": None if phase.budget is None else phase.budget / MONEY,
                "capacity": phase.capacity,
                "cost": spent[phase.id],
            }
            for phase in request.phases()
        ],
    }


def _candidates(plan: Plan) -> list[dict[str, Any]]:
    phases = {entry.measure.id: entry.phase for entry in plan.measures}
    return [
        {
            "id": entry.id,
            "title": entry.title,
            "cost": entry.cost,
            "gain": dict(entry.gains),
            "prerequisites": list(entry.prerequisites),
            "chosen": entry.id in phases,
            "phase": phases.get(entry.id),
        }
        for entry in plan.candidates
    ]


def _measure(entry: PlannedMeasure) -> dict[str, Any]:
    return {
        "id": entry.measure.id,
        "title": entry.measure.title,
        "number": entry.number,
        "phase": entry.phase,
        "start": entry.start,
        "end": entry.end,
        "investment": list(entry.investment) if entry.investment else None,
        "cost": sum(entry.investment) / 2 if entry.investment else None,
        "prerequisites": list(entry.measure.prerequisites),
        "closes": [{"form": form, "item": item} for form, item in entry.closes],
        "gains": dict(entry.gains),
        "reason": {"code": entry.reason[0], "waits_for": entry.reason[1] or None},
        "lost_without": [
            {
                "form": loss.form_id,
                "level": loss.level,
                "before": loss.before,
                "after": loss.after,
                "goal_missed": loss.goal_missed,
            }
            for loss in entry.losses
        ],
        "falls_with_it": list(entry.falls),
        "effects": [
            {
                "figure": e.figure,
                "direction": e.direction,
                "low": e.low,
                "high": e.high,
                "unit": e.unit,
                "scope": e.scope,
            }
            for e in entry.measure.effects
        ],
    }
