"""Factors of energy and carbon: what one unit of an energy kind is worth in tce and in t CO₂, and how units relate.

Standard coal equivalent by GB/T 2589-2020 (equivalent value of electricity); CO₂ of fuels by the usual formula of
GB/T 32150 and the sector guides: amount × NCV × carbon content × oxidation × 44/12. All factors come from a pack; the rows
of a table are calculated in `energy_table`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KJ_PER_KGCE = 29307.6
"""Heat of one kilogram of standard coal, kJ (GB/T 2589)."""
CO2_PER_CARBON = 44.0 / 12.0
MU_IN_M2 = 10000.0 / 15.0
"""One 亩 in square metres."""


@dataclass(frozen=True, slots=True)
class CarbonFactor:
    """How a kind's CO₂ is found.

    `method` is `fuel` (NCV × carbon × oxidation), `grid` (electricity × grid factor), `heat` (t CO₂ per GJ), `zero`
    (counted as no emission) or `none` (not counted, e.g. a medium). `per_unit` turns the filled unit into the NCV's unit.
    """

    method: str
    ncv: float = 0.0
    ncv_unit: str = ""
    carbon: float = 0.0
    oxidation: float = 0.0
    per_unit: float = 1.0
    t_per_gj: float = 0.0
    market_zero: bool = False
    source: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class EnergyKind:
    """One kind of energy: its base unit, tce per that unit, and its carbon factor.

    Attributes:
        heat_from: `enthalpy` (steam by the tonne) or `temperature` (hot water by the tonne) when the heat of a tonne is
            found from the state the row gives; empty otherwise.
        equivalent_tce_per_unit: 等价值 (what it takes to make a unit); None where it equals the 当量值.
        also: the other names under which it stands in reports and bills.
    """

    id: str
    title: str
    unit: str
    tce_per_unit: float
    category: str
    renewable: bool
    carbon: CarbonFactor
    calorific: float | None = None
    calorific_unit: str = ""
    source: str = ""
    status: str = ""
    heat_from: str = ""
    equivalent_tce_per_unit: float | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnergyUnit:
    """A unit a factory may fill in: one of it is `times` of the `base` unit in which factors are kept."""

    id: str
    title: str
    base: str
    times: float


@dataclass(frozen=True, slots=True)
class GridFactor:
    """CO₂ of a kilowatt-hour for a region and year, kg/kWh."""

    id: str
    title: str
    kg_per_kwh: float
    year: int
    source: str = ""
    status: str = ""
    region: str = ""


@dataclass(frozen=True)
class EnergyFactors:
    """A factor pack: energy kinds, units and grid factors by id, with its edition.

    `source` is the plain data it was built from, so that an assessment can keep the pack it was answered with;
    `fingerprint` tells two editions apart.
    """

    id: str
    edition: str
    kinds: Mapping[str, EnergyKind]
    grids: Mapping[str, GridFactor]
    default_grid: str
    units: Mapping[str, EnergyUnit] = field(default_factory=dict)
    title: str = ""
    fingerprint: str = ""
    source: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def choices(self, name: str) -> tuple[tuple[str, str], ...] | None:
        """Return ids and titles of what a form's `choices_from` names in this pack; None for what is not in here."""
        if name == "energy_kinds":
            return tuple((kind.id, f"{kind.title}（{kind.unit}）") for kind in self.kinds.values())
        if name == "energy_units":
            return tuple((unit.id, unit.title) for unit in self.units.values())
        if name == "grid_factors":
            return tuple(
                (grid.id, f"{grid.title} {grid.kg_per_kwh:g} kg/kWh") for grid in self.grids.values()
            )
        return None

    def also(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Return the other names of the choices of `name` by id, where they have any."""
        return (
            {kind.id: kind.also for kind in self.kinds.values() if kind.also}
            if name == "energy_kinds"
            else {}
        )

    def grid(self, grid_id: str | None) -> GridFactor:
        """Return the grid factor chosen, or the pack's default when none is chosen or known."""
        return self.grids.get(grid_id or "", self.grids[self.default_grid])
