"""What the user wants of the plan, kept with the workspace: one setting an assessment, as JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from anhui_assess.domain.planning.request import (
    CAPACITY,
    HORIZON,
    LEAST_COST,
    MOST_GAIN,
    PHASES,
    PhaseLimit,
    Request,
    Target,
)
from anhui_assess.services.ports import WorkspaceStore

_LOG = logging.getLogger(__name__)
_PHASE_IDS = frozenset(phase_id for phase_id, _, _ in PHASES)


def _setting(assessment_id: str) -> str:
    return f"plan:{assessment_id}"


def stored_request(store: WorkspaceStore, assessment_id: str) -> Request:
    """Return what was asked for last; the program's own proposal when nothing (readable) was."""
    text = store.setting(_setting(assessment_id))
    if not text:
        return Request()
    try:
        return request_from(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        _LOG.warning("stored plan request is unreadable, the proposal is shown instead")
        return Request()


def store_request(store: WorkspaceStore, assessment_id: str, request: Request) -> None:
    """Keep what is asked for; a read-only workspace keeps nothing."""
    if not store.read_only:
        store.set_setting(
            _setting(assessment_id), json.dumps(request_data(request), ensure_ascii=False, sort_keys=True)
        )


def request_data(request: Request) -> dict[str, Any]:
    """Return a request as plain data."""
    return {
        "objective": request.objective,
        "targets": [{"form": t.form_id, "level": t.level, "score": t.score} for t in request.targets],
        "budget": request.budget,
        "months": request.months,
        "limits": {
            phase_id: {"budget": limit.budget, "capacity": limit.capacity}
            for phase_id, limit in request.limits.items()
        },
        "forced_in": sorted(request.forced_in),
        "forced_out": sorted(request.forced_out),
        "placed": dict(sorted(request.placed.items())),
    }


def request_from(data: Mapping[str, Any]) -> Request:
    """Return a request from plain data; raises ValueError, TypeError or KeyError when it is none."""
    objective = data.get("objective", LEAST_COST)
    if objective not in {LEAST_COST, MOST_GAIN}:
        raise ValueError(objective)
    return Request(
        objective,
        tuple(
            Target(str(t["form"]), _whole(t.get("level")), _number(t.get("score")))
            for t in data.get("targets", ())
        ),
        _number(data.get("budget")),
        min(max(_number(data.get("months")) or HORIZON, 1.0), float(HORIZON)),
        {
            phase_id: PhaseLimit(_number(limit.get("budget")), _whole(limit.get("capacity")) or CAPACITY)
            for phase_id, limit in data.get("limits", {}).items()
            if phase_id in _PHASE_IDS
        },
        frozenset(str(key) for key in data.get("forced_in", ())),
        frozenset(str(key) for key in data.get("forced_out", ())),
        {str(key): str(phase) for key, phase in data.get("placed", {}).items() if phase in _PHASE_IDS},
    )


def _number(value: Any) -> float | None:
    if value is None:
        return None
    found = float(value)
    if not 0.0 <= found < float("inf"):
        raise ValueError(value)
    return found


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
