"""Energy and carbon: what each row of an energy table is worth in tce and in t CO₂, term by term.

Standard coal equivalent by GB/T 2589-2020 (equivalent value of electricity); CO₂ of fuels by the usual formula of
GB/T 32150 and the sector guides: amount × NCV × carbon content × oxidation × 44/12. All factors come from a pack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

KJ_PER_KGCE = 29307.6
"""Heat of one kilogram of standard coal, kJ (GB/T 2589)."""
CO2_PER_CARBON = 44.0 / 12.0
MU_IN_M2 = 10000.0 / 15.0
"""One 亩 in square metres."""

_BASE_UNITS: Mapping[str, float] = MappingProxyType(
    {"t": 1000.0, "kg": 1.0, "m³": 1.0, "万m³": 10000.0, "千m³": 1000.0}
)
_NCV_GJ_FROM_KJ: Mapping[str, float] = MappingProxyType(
    {"GJ/t": 1e-3, "GJ/万m³": 1e-2, "GJ/千m³": 1e-3, "GJ/m³": 1e-6}
)


class UnknownEnergyError(KeyError):
    """The factor pack has no energy kind of that id."""


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
    """One kind of energy: the unit a factory fills in, tce per that unit, and its carbon factor."""

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


@dataclass(frozen=True, slots=True)
class GridFactor:
    """CO₂ of a kilowatt-hour for a region and year, kg/kWh."""

    id: str
    title: str
    kg_per_kwh: float
    year: int
    source: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class EnergyFactors:
    """A factor pack: energy kinds and grid factors by id, with its edition."""

    id: str
    edition: str
    kinds: Mapping[str, EnergyKind]
    grids: Mapping[str, GridFactor]
    default_grid: str

    def grid(self, grid_id: str | None) -> GridFactor:
        """Return the grid factor chosen, or the pack's default when none is chosen or known."""
        return self.grids.get(grid_id or "", self.grids[self.default_grid])


@dataclass(frozen=True, slots=True)
class EnergyLine:
    """One row of an energy table, calculated.

    Attributes:
        net: consumption less what was transferred out, in `unit`.
        tce_factor: tce per unit that was used; `measured` says whether it came from the firm's own calorific value.
        tce, co2_t: tonnes; `co2_terms` is the multiplication written out.
    """

    kind: str
    title: str
    unit: str
    net: float
    tce_factor: float
    measured: bool
    tce: float
    co2_t: float
    co2_factor: float
    co2_terms: str
    renewable: bool
    category: str
    source: str
    status: str


def _tce_factor(kind: EnergyKind, measured_kj: float | None) -> tuple[float, bool]:
    if measured_kj is None or kind.calorific is None or kind.unit not in _BASE_UNITS:
        return kind.tce_per_unit, False
    return measured_kj / KJ_PER_KGCE * _BASE_UNITS[kind.unit] / 1000.0, True


def _co2(
    kind: EnergyKind, net: float, measured_kj: float | None, grid: GridFactor
) -> tuple[float, float, str]:
    """Return t CO₂, t CO₂ per filled unit, and the terms in words."""
    carbon = kind.carbon
    if carbon.method == "grid":
        factor = grid.kg_per_kwh / 1000.0
        return net * factor, factor, f"× {grid.kg_per_kwh} kg/kWh（{grid.title}）"
    if carbon.method == "heat":
        factor = carbon.per_unit * carbon.t_per_gj
        scale = "" if carbon.per_unit == 1.0 else f"× {carbon.per_unit:g} GJ "
        return net * factor, factor, f"{scale}× {carbon.t_per_gj:g} t/GJ"
    if carbon.method == "fuel":
        ncv = carbon.ncv
        if measured_kj is not None and carbon.ncv_unit in _NCV_GJ_FROM_KJ:
            ncv = measured_kj * _NCV_GJ_FROM_KJ[carbon.ncv_unit]
        factor = carbon.per_unit * ncv * carbon.carbon * carbon.oxidation * CO2_PER_CARBON
        scale = "" if carbon.per_unit == 1.0 else f"× {carbon.per_unit:g} "
        terms = (
            f"{scale}× {ncv:g} {carbon.ncv_unit} × {carbon.carbon:g} tC/GJ × {carbon.oxidation:.0%} × 44/12"
        )
        return net * factor, factor, terms
    return 0.0, 0.0, "按零计" if carbon.method == "zero" else "不计"


def _figure(row: Mapping[str, Any], column: str) -> float | None:
    value = row.get(column)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def energy_line(row: Mapping[str, Any], factors: EnergyFactors, grid: GridFactor) -> EnergyLine | None:
    """Calculate one row; None when the row has no kind or no consumption yet.

    The row's columns are those of the `energy` layout: `kind`, `consumption`, `transferred_out` (both in the kind's own
    unit) and `measured_kj` (own measured lower heating value, kJ/kg or kJ/m³, preferred over the pack's).

    Raises UnknownEnergyError for a kind the pack lacks.
    """
    kind_id, consumption = row.get("kind"), _figure(row, "consumption")
    if not isinstance(kind_id, str) or consumption is None:
        return None
    kind = factors.kinds.get(kind_id)
    if kind is None:
        raise UnknownEnergyError(kind_id)
    net = consumption - (_figure(row, "transferred_out") or 0.0)
    measured_kj = _figure(row, "measured_kj")
    tce_factor, measured = _tce_factor(kind, measured_kj)
    co2_t, co2_factor, terms = _co2(kind, net, measured_kj if measured else None, grid)
    return EnergyLine(
        kind=kind.id,
        title=kind.title,
        unit=kind.unit,
        net=net,
        tce_factor=tce_factor,
        measured=measured,
        tce=net * tce_factor,
        co2_t=co2_t,
        co2_factor=co2_factor,
        co2_terms=terms,
        renewable=kind.renewable,
        category=kind.category,
        source=kind.source,
        status=kind.status,
    )


def energy_lines(
    rows: Sequence[Mapping[str, Any]], factors: EnergyFactors, grid_id: str | None
) -> tuple[EnergyLine, ...]:
    """Calculate every row that has a known kind and a consumption, in order."""
    grid = factors.grid(grid_id)
    known = [row for row in rows if row.get("kind") in factors.kinds]
    return tuple(line for row in known if (line := energy_line(row, factors, grid)) is not None)


def comprehensive_energy(lines: Sequence[EnergyLine]) -> float:
    """Comprehensive energy consumption of one year, in tce (GB/T 2589-2020, equivalent value of electricity)."""
    return float(sum(line.tce for line in lines))


def carbon_emission(lines: Sequence[EnergyLine]) -> float:
    """Energy-related CO₂ of one year, in t: fuels, purchased electricity at the chosen grid factor, purchased heat."""
    return float(sum(line.co2_t for line in lines))


def renewable_energy(lines: Sequence[EnergyLine]) -> float:
    """Renewable energy consumed in one year, in tce."""
    return float(sum(line.tce for line in lines if line.renewable))


LAYOUT_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "energy": ("kind", "consumption", "transferred_out", "measured_kj"),
        "inventory": ("name", "impact"),
    }
)
"""The columns a table must have to declare a layout."""
LAYOUT_RESULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"energy": ("unit", "factor", "tce", "co2_t", "renewable"), "inventory": ("risk", "risk_class")}
)
"""The columns a layout calculates."""


def energy_row(row: Mapping[str, Any], factors: EnergyFactors, grid: GridFactor) -> Mapping[str, Any]:
    """Return the row with the layout's calculated columns filled where they can be."""
    line = energy_line(row, factors, grid) if row.get("kind") in factors.kinds else None
    if line is None:
        kind = factors.kinds.get(str(row.get("kind")))
        return {**row, "unit": kind.unit} if kind else row
    return {
        **row,
        "unit": line.unit,
        "factor": line.tce_factor,
        "tce": line.tce,
        "co2_t": line.co2_t,
        "renewable": line.renewable,
    }
