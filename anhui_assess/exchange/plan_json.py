"""The plan as outsiders read it (`anhui-assess/plan/1`)."""

from __future__ import annotations

from typing import Any

from anhui_assess.domain.planning.first_plan import Plan


def plan_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data."""
    return {
        "schema": "anhui-assess/plan/1",
        "goals": list(plan.goals),
        "reached": list(plan.reached),
        "investment": list(plan.investment),
        "without_figure": plan.without_figure,
        "measures": [
            {
                "id": entry.measure.id,
                "title": entry.measure.title,
                "number": entry.number,
                "phase": entry.phase,
                "start": entry.start,
                "end": entry.end,
                "investment": list(entry.investment) if entry.investment else None,
                "prerequisites": list(entry.measure.prerequisites),
                "closes": [{"form": form, "item": item} for form, item in entry.closes],
                "gains": dict(entry.gains),
            }
            for entry in plan.measures
        ],
        "path": [
            {
                "title": point.title,
                "scores": {form: {"score": value, "name": name} for form, value, name in point.scores},
            }
            for point in plan.path
        ],
    }
