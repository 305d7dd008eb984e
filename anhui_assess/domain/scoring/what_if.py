"""Sensitivity of the supply risk: rows changed as a what-if supposes, read by the same risk function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.critical_items import CellChange, Chokepoint, WhatIf
from anhui_assess.domain.expressions import Missing, Scope
from anhui_assess.domain.form import SupplyRisk
from anhui_assess.domain.scoring.result import InventoryLine
from anhui_assess.domain.scoring.supply_risk import line_of


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A row as it is and as it would be.

    `changed` is False when the what-if finds nothing to change in it, `applies` when the step makes no sense for it.
    """

    what_if: WhatIf
    before: InventoryLine
    after: InventoryLine
    changed: bool
    applies: bool = True

    @property
    def gain(self) -> float:
        """By how many points the risk falls; 0 when it does not."""
        return max(self.before.risk - self.after.risk, 0.0)

    @property
    def lowers_class(self) -> bool:
        """Whether the row would leave its class."""
        return self.changed and self.after.risk_class != self.before.risk_class


def changed_row(row: Mapping[str, Any], what_if: WhatIf) -> dict[str, Any]:
    """Return a copy of a row as a what-if supposes it."""
    found = dict(row)
    for change in what_if.changes:
        value = _changed(found.get(change.column), change)
        if value is not None:
            found[change.column] = value
    return found


def _changed(value: Any, change: CellChange) -> Any:
    if change.value is not None:
        return change.value
    number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    if number is None:
        return change.least if change.least is not None else change.most
    number = number * change.times + change.add
    if change.least is not None:
        number = max(number, change.least)
    return number if change.most is None else min(number, change.most)


def sensitivity(row: Mapping[str, Any], rule: SupplyRisk, what_if: WhatIf) -> Sensitivity:
    """Return what a what-if makes of a row's risk. A step never raises it: where it would not help, the row stays."""
    before = line_of(row, rule)
    if what_if.when is not None and not what_if.when.holds(_cells(row)):
        return Sensitivity(what_if, before, before, changed=False, applies=False)
    after = line_of(changed_row(row, what_if), rule)
    if after.risk >= before.risk:
        return Sensitivity(what_if, before, before, changed=False)
    return Sensitivity(what_if, before, after, changed=True)


def chokepoints(row: Mapping[str, Any], kinds: tuple[Chokepoint, ...]) -> tuple[Chokepoint, ...]:
    """Return the kinds of chokepoint a row is of, in the pack's order."""
    scope = _cells(row)
    return tuple(kind for kind in kinds if kind.when.holds(scope))


def _cells(row: Mapping[str, Any]) -> Scope:
    def scope(name: str) -> Any:
        value = row.get(name)
        return Missing.UNANSWERED if value is None else value

    return scope


def measures_for(kind: Chokepoint, base: object) -> tuple[str, ...]:
    """Return the measures a kind of chokepoint asks for in a row of some base."""
    own = kind.measures.get(base, ()) if isinstance(base, str) else ()
    return (*own, *(measure for measure in kind.measures.get("any", ()) if measure not in own))
