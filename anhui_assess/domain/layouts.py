"""Tables whose columns the program understands: what each layout needs, and what it calculates for all rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from anhui_assess.domain.energy_remarks import remarks
from anhui_assess.domain.energy_table import EnergyRowError, energy_line, figure
from anhui_assess.domain.limits import LimitValue
from anhui_assess.domain.quantities import EnergyFactors, GridFactor
from anhui_assess.domain.units import factor

Row = Mapping[str, Any]
_TOP = 3
"""With more products under a limit than this, only those that use most count (2025 general rules)."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The packs a layout may look things up in, and the grid factor chosen."""

    energy: EnergyFactors | None = None
    limits: Mapping[str, LimitValue] = field(default_factory=dict)
    grid_id: str | None = None


LAYOUT_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "energy": ("kind", "consumption", "transferred_out", "measured_kj"),
        "products": ("output", "value", "tce", "has_limit"),
        "quotas": ("output", "value", "withdrawal"),
        "inventory": ("name", "impact"),
    }
)
"""The columns a table must have to declare a layout."""
LAYOUT_RESULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "energy": (
            "unit", "net", "shown", "factor", "tce", "tce_equivalent", "co2_t", "renewable", "balance", "remark",
        ),
        "products": (
            "used_unit", "used_level1", "used_level2", "limit_source", "value_share", "rank", "counted", "remark",
        ),
        "quotas": ("used_lead", "used_base", "quota_source", "rank", "counted", "remark"),
        "inventory": ("risk", "risk_class"),
    }
)  # fmt: skip
"""The columns a layout calculates."""


def energy_row(row: Row, factors: EnergyFactors, grid: GridFactor) -> Row:
    """Return the row with the layout's calculated columns filled where they can be."""
    notes = "".join(remarks(row, factors, grid))
    filled: dict[str, Any] = {**row, "remark": notes} if notes else dict(row)
    kind = factors.kinds.get(str(row.get("kind")))
    if kind is None:
        return filled
    filled["unit"] = kind.unit
    try:
        line = energy_line(row, factors, grid)
    except EnergyRowError:
        return filled
    if line is None:
        return filled
    filled |= {
        "net": line.net,
        "factor": line.tce_factor,
        "tce": line.tce,
        "tce_equivalent": line.tce_equivalent,
        "co2_t": line.co2_t,
        "renewable": line.renewable,
    }
    if line.shown:
        filled["shown"] = line.shown
    if line.balance is not None:
        filled["balance"] = line.balance
    return filled


def _energy(rows: Sequence[Row], lookup: Lookup) -> Sequence[Row]:
    factors = lookup.energy
    if factors is None:
        return rows
    grid = factors.grid(lookup.grid_id)
    return [energy_row(row, factors, grid) for row in rows]


def _ranks(rows: Sequence[Row], column: str) -> dict[int, int]:
    """Return the place (from 1) of every row that takes part, the largest figure first; equal figures in row order."""
    taking = [
        (number, figure(row, column) or 0.0)
        for number, row in enumerate(rows)
        if row.get("has_limit", True) is True
    ]
    taking.sort(key=lambda entry: -entry[1])
    return {number: place for place, (number, _) in enumerate(taking, start=1)}


def _bounds(row: Row, entry: LimitValue | None, lead: str, base: str) -> tuple[float | None, float | None]:
    own = figure(row, lead), figure(row, base)
    if entry is None:
        return own
    return (entry.lead if own[0] is None else own[0]), (entry.base if own[1] is None else own[1])


def _known(row: Row, column: str, limits: Mapping[str, LimitValue]) -> LimitValue | None:
    return limits.get(str(row.get(column)))


def _other_unit(row: Row, entry: LimitValue | None) -> str:
    """Say that the output is counted in another unit than the chosen standard counts in; empty when it is the same."""
    unit = str(row.get("unit") or "").strip()
    if entry is None or not unit or unit == entry.unit.strip() or factor(unit, entry.unit) == 1.0:
        return ""
    return f"产量单位‘{unit}’与标准的‘{entry.unit.strip()}’不同，请换算后再填。"


def _limit_remark(found: tuple[float | None, float | None], row: Row, counted: bool, used: str) -> str:  # noqa: FBT001 - a plain fact
    lead, base = found
    if not counted:
        return "参评的只取用量最大的三种，这一种没有计入。"
    if lead is None or base is None:
        return "缺引领值或基准值，还不能评。"
    if lead > base:
        return f"引领值 {lead:g} 比基准值 {base:g} 大，单耗越小越好，像是填反了。"
    if not figure(row, "output"):
        return "产量没有填或为 0，算不出单位产品用量。"
    if figure(row, used) is None:
        return "这种产品的用量没有填，还不能评。"
    return ""


def _products(rows: Sequence[Row], lookup: Lookup) -> Sequence[Row]:
    total = sum(figure(row, "value") or 0.0 for row in rows)
    ranks = _ranks(rows, "tce")
    found = []
    for number, row in enumerate(rows):
        filled = dict(row)
        value = figure(row, "value")
        if total > 0 and value is not None:
            filled["value_share"] = value / total * 100
        if row.get("has_limit") is True:
            entry = _known(row, "limit", lookup.limits)
            other = _other_unit(row, entry)
            bounds = (None, None) if other else _bounds(row, entry, "level1", "level2")
            counted = ranks[number] <= _TOP
            filled |= {"rank": ranks[number], "counted": counted}
            filled |= _present(used_level1=bounds[0], used_level2=bounds[1])
            filled |= _present(used_unit=row.get("limit_unit") or (entry.measure if entry else None))
            filled |= _present(limit_source=entry.source if entry else None)
            filled |= _present(
                remark=(counted and other) or _limit_remark(bounds, row, counted, "tce") or None
            )
        found.append(filled)
    return found


def _quotas(rows: Sequence[Row], lookup: Lookup) -> Sequence[Row]:
    ranks = _ranks(rows, "withdrawal")
    found = []
    for number, row in enumerate(rows):
        entry = _known(row, "quota", lookup.limits)
        other = _other_unit(row, entry)
        bounds = (None, None) if other else _bounds(row, entry, "lead", "base")
        counted = ranks[number] <= _TOP
        filled = {**row, "rank": ranks[number], "counted": counted}
        filled |= _present(used_lead=bounds[0], used_base=bounds[1])
        filled |= _present(quota_source=entry.source if entry else None)
        filled |= _present(
            remark=(counted and other) or _limit_remark(bounds, row, counted, "withdrawal") or None
        )
        found.append(filled)
    return found


def _present(**cells: Any) -> dict[str, Any]:
    return {name: value for name, value in cells.items() if value is not None}


FILLERS: Mapping[str, Callable[[Sequence[Row], Lookup], Sequence[Row]]] = MappingProxyType(
    {"energy": _energy, "products": _products, "quotas": _quotas}
)
"""What fills the calculated columns of a layout, over all rows of the table."""
