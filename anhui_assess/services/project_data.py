"""A project as plain data, the same in the workspace and in the answers file: there and back without a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anhui_assess.domain.planning.projects import PLANNED_STATES, STATES, Project, State

_TEXTS = ("id", "title", "measure", "responsible", "notes")
_KEYS = frozenset({*_TEXTS, "number", "planned", "actual", "planned_amount", "actual_amount"})


def project_data(project: Project) -> dict[str, Any]:
    """Return a project as plain data; what is empty is left out."""
    found: dict[str, Any] = {"id": project.id, "number": project.number, "title": project.title}
    if project.measure_id:
        found["measure"] = project.measure_id
    if project.planned:
        found["planned"] = {
            str(state): project.planned[state] for state in STATES if state in project.planned
        }
    found["actual"] = {str(state): project.actual[state] for state in STATES if state in project.actual}
    amounts = {"planned_amount": project.planned_amount, "actual_amount": project.actual_amount}
    found |= {key: _written(amount) for key, amount in amounts.items() if amount is not None}
    texts = {"responsible": project.responsible, "notes": project.notes}
    return found | {key: text for key, text in texts.items() if text}


def _written(amount: float) -> float:
    """Return an amount so that equal ones are written alike: 120 and 120.0 as 120."""
    return int(amount) if float(amount).is_integer() else float(amount)


def project_from(data: Any) -> Project:
    """Return the project of plain data; raises ValueError saying in Chinese what is wrong with its outline.

    Dates and amounts are judged by the rules of the domain, not here.
    """
    if not isinstance(data, dict):
        raise ValueError("这里应是 {…}。")  # noqa: TRY004 - a fault of the data, callers expect one exception
    unknown = sorted(data.keys() - _KEYS)
    if unknown:
        raise ValueError(f"不认识的键“{unknown[0][:60]}”。")
    number = data.get("number")
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise ValueError("number 应是从 1 起的整数。")
    texts = {key: _text(data, key) for key in _TEXTS}
    if not texts["id"]:
        raise ValueError("缺少 id。")
    return Project(
        id=texts["id"],
        number=number,
        title=texts["title"],
        measure_id=texts["measure"],
        planned=_dates(data, "planned", PLANNED_STATES),
        actual=_dates(data, "actual", STATES),
        planned_amount=_amount(data, "planned_amount"),
        actual_amount=_amount(data, "actual_amount"),
        responsible=texts["responsible"],
        notes=texts["notes"],
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key} 应是文字。")  # noqa: TRY004 - as above
    return value


def _amount(data: Mapping[str, Any], key: str) -> float | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{key} 应是万元数。")  # noqa: TRY004 - as above
    return float(value)


def _dates(data: Mapping[str, Any], key: str, states: tuple[State, ...]) -> Mapping[State, str]:
    given = data.get(key, {})
    if not isinstance(given, dict) or not all(isinstance(day, str) for day in given.values()):
        raise ValueError(f"{key} 应是状态到日期。")
    unknown = sorted(given.keys() - {str(state) for state in states})
    if unknown:
        raise ValueError(f"{key} 里没有状态“{unknown[0][:60]}”；可用：{'、'.join(states)}。")
    return {state: given[state] for state in states if state in given}
