"""The register as outsiders read it (`anhui-assess/projects/1`). Money in 万元, days ISO dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anhui_assess.domain.planning import projects as rules
from anhui_assess.domain.planning.projects import Project, Rate, State
from anhui_assess.services.project_data import project_data

_RATES = {
    State.RESERVE: "conversion",
    State.STARTED: "start",
    State.COMPLETED: "completion",
    State.AT_CAPACITY: "capacity",
}


def projects_data(projects: Sequence[Project], day: str) -> dict[str, Any]:
    """Return the register on a day as plain data; a rate without anything to count is null."""
    return {
        "schema": "anhui-assess/projects/1",
        "day": day,
        "rates": {_RATES[rate.state]: _rate(rate) for rate in rules.rates(projects, day)},
        "overdue": [project.id for project in rules.overdue(projects, day)],
        "due_soon": [project.id for project in rules.due_soon(projects, day)],
        "projects": [_project(project, day) for project in projects],
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"value": rate.value, "reached": rate.reached, "base": rate.base}


def _project(project: Project, day: str) -> dict[str, Any]:
    return {
        **project_data(project),
        "state": str(project.state),
        "next": None if project.next_state is None else str(project.next_state),
        "days_late": rules.days_late(project, day),
        "due_in": rules.due_in(project, day),
    }
