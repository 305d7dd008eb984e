"""The rows of an energy table: amount in the base unit, tce, t CO₂ and what is worth a second look, term by term.

One row is one kind of energy of one year. Amounts are read in the unit the row names, else in the kind's own; consumption
left empty follows from purchase and stock. A row that cannot be calculated says why and is never counted as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from anhui_assess.domain.quantities import (
    CO2_PER_CARBON,
    KJ_PER_KGCE,
    EnergyFactors,
    EnergyKind,
    EnergyUnit,
    GridFactor,
)

_BASE_UNITS: Mapping[str, float] = MappingProxyType({"t": 1000.0, "kg": 1.0, "m³": 1.0})
_NCV_GJ_FROM_KJ: Mapping[str, float] = MappingProxyType(
    {"GJ/t": 1e-3, "GJ/万m³": 1e-2, "GJ/千m³": 1e-3, "GJ/m³": 1e-6}
)
TCE_PER_GJ = 0.03412
"""当量值 of heat, tce/GJ (GB/T 2589)."""
WATER_AT_20 = 83.74
"""Enthalpy of water at 20 ℃, kJ/kg: what steam and hot water are counted from."""
WATER_HEAT = 4.1868
"""Heat capacity of water, kJ/(kg·K)."""
_CO2_RULES: Mapping[str, str] = MappingProxyType(
    {"zero": "核算口径：自用可再生能源等记零", "none": "核算口径：耗能工质的排放算在供应方"}
)
AMOUNTS = ("purchase", "opening", "closing", "consumption", "transferred_out")
"""The columns in the unit the row names."""


class EnergyRowError(ValueError):
    """A row cannot be calculated; `word` says why, in Chinese."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class UnknownEnergyError(EnergyRowError):
    """The factor pack has no energy kind of that id."""


@dataclass(frozen=True, slots=True)
class EnergyLine:
    """One row of an energy table, calculated. Amounts are in `unit`, the kind's base unit; tce and CO₂ in tonnes.

    Attributes:
        net: consumption less what was transferred out. `from_balance` says that consumption was not filled in but follows
            from purchase and stock.
        balance: purchase + opening − closing − transferred out, None without a purchase.
        stock_change: opening − closing; negative when the stock grew.
        shown: how the filled amounts became `net`, in words; empty when nothing was taken off, made up or converted.
        tce_factor: tce per unit that was used; `measured` says that it came from the firm's own calorific value, enthalpy
            or temperature. tce_equivalent: by 等价值. co2_market_t: by contracts, where a kind counts as zero.
        tce_terms: how a measured factor was found; empty for the pack's. co2_terms: the multiplication written out.
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
    tce_equivalent: float = 0.0
    equivalent_factor: float = 0.0
    co2_market_t: float = 0.0
    co2_method: str = ""
    co2_source: str = ""
    co2_status: str = ""
    balance: float | None = None
    stock_change: float | None = None
    from_balance: bool = False
    shown: str = ""
    tce_terms: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class _Amounts:
    """The amounts of a row in the base unit."""

    purchase: float | None
    opening: float | None
    closing: float | None
    consumption: float | None
    transferred_out: float | None
    unit: EnergyUnit | None

    @property
    def stock_change(self) -> float | None:
        if self.opening is None and self.closing is None:
            return None
        return (self.opening or 0.0) - (self.closing or 0.0)

    @property
    def bought(self) -> float | None:
        """What purchase and stock say was consumed or passed on."""
        return None if self.purchase is None else self.purchase + (self.stock_change or 0.0)


def figure(row: Mapping[str, Any], column: str) -> float | None:
    """Return a cell as a number, None when it holds none."""
    value = row.get(column)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _amounts(row: Mapping[str, Any], kind: EnergyKind, factors: EnergyFactors) -> _Amounts:
    unit_id, unit = row.get("amount_unit"), None
    if isinstance(unit_id, str):
        unit = factors.units.get(unit_id)
        if unit is None or unit.base != kind.unit:
            title = unit.title if unit else unit_id
            raise EnergyRowError(
                f"填报单位“{title}”换算不到{kind.title}的单位“{kind.unit}”，请改填报单位或品种。"
            )
    found = {name: figure(row, name) for name in AMOUNTS}
    if unit is not None:
        found = {name: None if value is None else value * unit.times for name, value in found.items()}
    return _Amounts(**found, unit=unit)


def heat_per_tonne(kind: EnergyKind, row: Mapping[str, Any]) -> float | None:
    """Return GJ per tonne of steam (from its enthalpy) or hot water (from its temperature); None for other kinds.

    Counted from water of 20 ℃. Raises EnergyRowError when the row lacks the enthalpy or temperature.
    """
    if kind.heat_from == "enthalpy":
        enthalpy = figure(row, "enthalpy_kj")
        if enthalpy is None:
            raise EnergyRowError("按焓值折算的蒸汽还缺“蒸汽焓值”，不能计算。")
        return (enthalpy - WATER_AT_20) * 1e-3
    if kind.heat_from == "temperature":
        temperature = figure(row, "temperature_c")
        if temperature is None:
            raise EnergyRowError("热水还缺“热水温度”，不能计算。")
        return (temperature - 20.0) * WATER_HEAT * 1e-3
    return None


def _tce_factor(kind: EnergyKind, measured_kj: float | None, heat: float | None) -> tuple[float, bool]:
    if heat is not None:
        return heat * TCE_PER_GJ, True
    if measured_kj is None or measured_kj <= 0 or kind.calorific is None or kind.unit not in _BASE_UNITS:
        return kind.tce_per_unit, False
    return measured_kj / KJ_PER_KGCE * _BASE_UNITS[kind.unit] / 1000.0, True


def _tce_terms(kind: EnergyKind, row: Mapping[str, Any]) -> str:
    """Return how the factor follows from what was measured, in words."""
    if kind.heat_from == "enthalpy":
        return f"焓值（{figure(row, 'enthalpy_kj'):,.10g} － {WATER_AT_20}）÷ 1000 × {TCE_PER_GJ}"
    if kind.heat_from == "temperature":
        return f"水温（{figure(row, 'temperature_c'):,.10g} － 20）× {WATER_HEAT} ÷ 1000 × {TCE_PER_GJ}"
    scale = "" if kind.unit == "t" else " ÷ 1000"
    return f"热值 {figure(row, 'measured_kj'):,.10g} ÷ {KJ_PER_KGCE:,.10g}{scale}"


def _co2(
    kind: EnergyKind, measured_kj: float | None, heat: float | None, grid: GridFactor
) -> tuple[float, str]:
    """Return t CO₂ per base unit, and the terms in words."""
    carbon = kind.carbon
    if carbon.method == "grid":
        return grid.kg_per_kwh / 1000.0, f"× {grid.kg_per_kwh} kg/kWh（{grid.title}）"
    if carbon.method == "heat":
        per_unit = carbon.per_unit if heat is None else heat
        scale = "" if per_unit == 1.0 else f"× {per_unit:g} GJ "
        return per_unit * carbon.t_per_gj, f"{scale}× {carbon.t_per_gj:g} t/GJ"
    if carbon.method == "fuel":
        ncv = carbon.ncv
        if measured_kj is not None and carbon.ncv_unit in _NCV_GJ_FROM_KJ:
            ncv = measured_kj * _NCV_GJ_FROM_KJ[carbon.ncv_unit]
        scale = "" if carbon.per_unit == 1.0 else f"× {carbon.per_unit:g} "
        terms = (
            f"{scale}× {ncv:g} {carbon.ncv_unit} × {carbon.carbon:g} tC/GJ × {carbon.oxidation:.0%} × 44/12"
        )
        return carbon.per_unit * ncv * carbon.carbon * carbon.oxidation * CO2_PER_CARBON, terms
    return 0.0, "按零计" if carbon.method == "zero" else "不计"


def _co2_source(kind: EnergyKind, grid: GridFactor) -> str:
    if kind.carbon.method == "grid":
        return grid.source
    return _CO2_RULES.get(kind.carbon.method, kind.carbon.source)


def _begun(row: Mapping[str, Any]) -> bool:
    return any(figure(row, name) is not None for name in AMOUNTS)


def energy_line(row: Mapping[str, Any], factors: EnergyFactors, grid: GridFactor) -> EnergyLine | None:
    """Calculate one row; None when the row has no kind or no amount yet.

    The row's columns are those of the `energy` layout: `kind`; `purchase`, `opening`, `closing`, `consumption`,
    `transferred_out` in the unit `amount_unit` names, else in the kind's own; `measured_kj` (own measured lower heating
    value, kJ/kg or kJ/m³, preferred over the pack's); `enthalpy_kj` and `temperature_c` for steam and hot water.

    Raises UnknownEnergyError for a kind the pack lacks, EnergyRowError for a row that cannot be calculated.
    """
    kind_id = row.get("kind")
    if not isinstance(kind_id, str):
        return None
    kind = factors.kinds.get(kind_id)
    if kind is None:
        raise UnknownEnergyError(f"所用因子包里没有品种“{kind_id}”的折标系数，这一行没有计算。")
    amounts = _amounts(row, kind, factors)
    consumption = amounts.consumption if amounts.consumption is not None else amounts.bought
    if consumption is None:
        return None
    net = consumption - (amounts.transferred_out or 0.0)
    measured_kj, heat = figure(row, "measured_kj"), heat_per_tonne(kind, row)
    tce_factor, measured = _tce_factor(kind, measured_kj, heat)
    co2_factor, terms = _co2(kind, measured_kj if measured else None, heat, grid)
    equivalent = tce_factor if kind.equivalent_tce_per_unit is None else kind.equivalent_tce_per_unit
    return EnergyLine(
        kind=kind.id,
        title=kind.title,
        unit=kind.unit,
        net=net,
        tce_factor=tce_factor,
        measured=measured,
        tce=net * tce_factor,
        tce_terms=_tce_terms(kind, row) if measured else "",
        co2_t=net * co2_factor,
        co2_factor=co2_factor,
        co2_terms=terms,
        renewable=kind.renewable,
        category=kind.category,
        source=kind.source,
        status=kind.status,
        tce_equivalent=net * equivalent,
        equivalent_factor=equivalent,
        co2_market_t=0.0 if kind.carbon.market_zero else net * co2_factor,
        co2_method=kind.carbon.method,
        co2_source=_co2_source(kind, grid),
        co2_status=grid.status if kind.carbon.method == "grid" else kind.carbon.status,
        balance=None if amounts.bought is None else amounts.bought - (amounts.transferred_out or 0.0),
        stock_change=amounts.stock_change,
        from_balance=amounts.consumption is None,
        shown="；".join(part for part in (_derived(row, kind, amounts), _converted(amounts.unit)) if part),
    )


def _derived(row: Mapping[str, Any], kind: EnergyKind, amounts: _Amounts) -> str:
    """Return how the net amount follows from what was filled in, in the row's unit; empty when it is just that."""
    filled = {name: figure(row, name) for name in AMOUNTS}
    if amounts.consumption is None:
        terms = [("购进", filled["purchase"]), ("＋ 期初", filled["opening"]), ("－ 期末", filled["closing"])]
    elif filled["transferred_out"]:
        terms = [("消费", filled["consumption"])]
    else:
        return ""
    terms.append(("－ 转供", filled["transferred_out"] or None))
    unit = amounts.unit
    net = ((amounts.bought if amounts.consumption is None else amounts.consumption) or 0.0) - (
        amounts.transferred_out or 0.0
    )
    said = " ".join(f"{word} {value:,.10g}" for word, value in terms if value is not None)
    return f"{said} = {net / (unit.times if unit else 1.0):,.10g} {unit.title if unit else kind.unit}"


def _converted(unit: EnergyUnit | None) -> str:
    if unit is None or unit.times == 1.0:
        return ""
    return f"1 {unit.title} = {unit.times:,.10g} {unit.base}"


def energy_lines(
    rows: Sequence[Mapping[str, Any]], factors: EnergyFactors, grid_id: str | None
) -> tuple[EnergyLine, ...]:
    """Calculate every row that can be, in order; `energy_faults` names the others."""
    grid = factors.grid(grid_id)
    found = []
    for number, row in enumerate(rows):
        try:
            line = energy_line(row, factors, grid)
        except EnergyRowError:
            continue
        if line is not None:
            found.append(replace(line, row=number))
    return tuple(found)


def energy_faults(rows: Sequence[Mapping[str, Any]], factors: EnergyFactors) -> tuple[tuple[int, str], ...]:
    """Return (row number from 0, why in Chinese) of every row that was begun but cannot be calculated."""
    grid = factors.grid(None)
    found = []
    for number, row in enumerate(rows):
        word = row_fault(row, factors, grid)
        if word:
            found.append((number, word))
    return tuple(found)


def row_fault(row: Mapping[str, Any], factors: EnergyFactors, grid: GridFactor) -> str:
    """Say why a row that was begun cannot be calculated; empty when it can or is still blank."""
    try:
        line = energy_line(row, factors, grid)
    except EnergyRowError as error:
        return error.word
    if line is None and (row.get("kind") or _begun(row)):
        return (
            "还没有填消费量，这一行没有计入合计。"
            if row.get("kind")
            else "有数量、没有选能源品种，这一行没有计入合计。"
        )
    return ""
