"""Checked catalogue data to domain objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from anhui_assess.content.form_builder import expression
from anhui_assess.domain.critical_items import (
    CellChange,
    Chokepoint,
    CriticalItem,
    ReadinessScale,
    ReadinessStep,
    WhatIf,
)

Plain = Mapping[str, Any]


def critical_items(pack: Plain) -> Iterator[CriticalItem]:
    """Yield the typical critical items of a pack."""
    for entry in pack.get("critical_items") or ():
        yield CriticalItem(
            entry["id"],
            entry["name"],
            entry["base"],
            entry["stage"],
            entry["used_in"],
            entry["check"],
            tuple(entry["industries"]),
            entry["section"],
            entry.get("status") or pack.get("status") or "",
        )


def what_ifs(pack: Plain) -> Iterator[WhatIf]:
    """Yield the what-ifs of a pack."""
    for entry in pack.get("what_ifs") or ():
        changes = tuple(
            CellChange(
                found["column"],
                found.get("value"),
                float(found.get("times", 1.0)),
                float(found.get("add", 0.0)),
                found.get("least"),
                found.get("most"),
            )
            for found in entry["changes"]
        )
        when = expression(entry["when"]) if entry.get("when") else None
        yield WhatIf(entry["id"], entry["title"], entry["assumes"], changes, when)


def chokepoints(pack: Plain) -> Iterator[Chokepoint]:
    """Yield the kinds of chokepoint of a pack."""
    for entry in pack.get("chokepoints") or ():
        when = expression(entry["when"])
        assert when is not None  # noqa: S101 - required by the spec
        measures = {base: tuple(ids) for base, ids in entry["measures"].items()}
        yield Chokepoint(entry["id"], entry["title"], when, entry["why"], entry["do"], measures)


def readiness(pack: Plain) -> Iterator[ReadinessScale]:
    """Yield the readiness scales of a pack, their steps in order."""
    for entry in pack.get("readiness") or ():
        steps = (
            ReadinessStep(step["level"], step["title"], step["question"], tuple(step["evidence"]))
            for step in entry["steps"]
        )
        yield ReadinessScale(
            entry["id"],
            entry["title"],
            entry["column"],
            tuple(sorted(steps, key=lambda step: step.level)),
            entry.get("source") or pack.get("source") or "",
            entry.get("status") or pack.get("status") or "",
        )
