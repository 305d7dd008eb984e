"""Checked data of factor and limit packs to domain objects; also for the packs kept with an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anhui_assess.content.form_builder import fingerprint
from anhui_assess.domain.limits import Limits, LimitValue
from anhui_assess.domain.quantities import CarbonFactor, EnergyFactors, EnergyKind, EnergyUnit, GridFactor

Plain = Mapping[str, Any]


def energy_factors(pack: Plain) -> EnergyFactors:
    """Build a factor pack."""
    return EnergyFactors(
        id=pack["id"],
        edition=pack["edition"],
        title=pack["title"],
        kinds={entry["id"]: _kind(entry, pack) for entry in pack["energy_kinds"]},
        units={
            entry["id"]: EnergyUnit(entry["id"], entry["title"], entry["base"], float(entry["times"]))
            for entry in pack.get("units") or ()
        },
        grids={entry["id"]: _grid(entry, pack) for entry in pack["grid_factors"]},
        default_grid=pack["default_grid"],
        fingerprint=fingerprint(pack),
        source=pack,
    )


def limits_of(pack: Plain) -> Limits:
    """Build a pack of energy limits and water quotas."""
    return Limits(
        id=pack["id"],
        edition=pack["edition"],
        title=pack["title"],
        values={
            entry["id"]: LimitValue(
                id=entry["id"],
                kind=entry["kind"],
                title=entry["title"],
                standard=entry["standard"],
                measure=entry["measure"],
                unit=entry["unit"],
                lead=float(entry["lead"]),
                base=float(entry["base"]),
                divisions=tuple(entry.get("divisions") or ()),
                note=entry.get("note") or "",
                status=_inherited(entry, pack, "status"),
            )
            for entry in pack["limits"]
        },
        fingerprint=fingerprint(pack),
        source=pack,
    )


def _inherited(entry: Plain, pack: Plain, key: str) -> str:
    return entry.get(key) or pack.get(key) or ""


def _grid(entry: Plain, pack: Plain) -> GridFactor:
    return GridFactor(
        entry["id"],
        entry["title"],
        float(entry["kg_per_kwh"]),
        entry["year"],
        _inherited(entry, pack, "source"),
        _inherited(entry, pack, "status"),
        entry.get("region") or "",
    )


def _kind(entry: Plain, pack: Plain) -> EnergyKind:
    co2 = entry["co2"]
    calorific = entry.get("calorific")
    equivalent = entry.get("equivalent_tce_per_unit")
    return EnergyKind(
        id=entry["id"],
        title=entry["title"],
        unit=entry["unit"],
        tce_per_unit=float(entry["tce_per_unit"]),
        category=entry["category"],
        renewable=entry["renewable"],
        carbon=CarbonFactor(
            method=co2["method"],
            ncv=float(co2.get("ncv", 0.0)),
            ncv_unit=co2.get("ncv_unit") or "",
            carbon=float(co2.get("carbon_tc_per_gj", 0.0)),
            oxidation=float(co2.get("oxidation", 0.0)),
            per_unit=float(co2.get("per_unit_factor", 1.0)),
            t_per_gj=float(co2.get("t_per_gj", 0.0)),
            market_zero=entry.get("market_zero", False),
            source=co2.get("source") or "",
            status=co2.get("status") or _inherited(entry, pack, "status"),
        ),
        calorific=float(calorific["value"]) if calorific else None,
        calorific_unit=calorific["unit"] if calorific else "",
        source=_inherited(entry, pack, "source"),
        status=_inherited(entry, pack, "status"),
        heat_from=entry.get("heat_from") or "",
        equivalent_tce_per_unit=None if equivalent is None else float(equivalent),
        also=tuple(entry.get("also") or ()),
    )
