from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.energy_sums import carbon_emission, comprehensive_energy, renewable_energy
from anhui_assess.domain.energy_table import (
    EnergyLine,
    UnknownEnergyError,
    energy_line,
    energy_lines,
)
from anhui_assess.domain.layouts import energy_row
from anhui_assess.domain.quantities import MU_IN_M2, EnergyFactors
from anhui_assess.domain.scoring.engine import ScoringEngine
from tests.builders import scored

EXACT = 1e-9


@pytest.fixture(scope="session")
def factors(catalog: Catalog) -> EnergyFactors:
    assert catalog.packs.energy is not None
    return catalog.packs.energy


def line(
    factors: EnergyFactors, kind: str, consumption: float, grid: str | None = None, **more: Any
) -> EnergyLine:
    found = energy_line({"kind": kind, "consumption": consumption, **more}, factors, factors.grid(grid))
    assert found is not None
    return found


def test_worked_example_of_the_method(engine: ScoringEngine) -> None:
    """10,000,000 kWh × 0.1229 kgce = 1,229.000 tce; 500,000 m³ × 1.3300 kgce = 665.000 tce; 100 t × 1.4571 = 145.710 tce;
    together 2,039.710 tce.
    """
    rows = (
        {"kind": "electricity_grid", "consumption": 10_000_000},
        {"kind": "natural_gas", "consumption": 500_000},
        {"kind": "diesel", "consumption": 100},
    )
    found = scored(engine, green_factory={"gf.energy": rows})
    assert found.result("green_factory").calculated["energy_tce"] == pytest.approx(2039.710, abs=EXACT)
    table = found.item_value("green_factory", "gf.energy")
    assert [row["tce"] for row in table] == pytest.approx([1229.000, 665.000, 145.710], abs=EXACT)
    assert [row["unit"] for row in table] == ["kWh", "m³", "t"]


def test_a_measured_calorific_value_replaces_the_listed_one(factors: EnergyFactors) -> None:
    """Raw coal of 22,000 kJ/kg: 22,000 / 29,307.6 = 0.750658532 tce/t; × 1,000 t = 750.658532 tce.
    CO₂: 22.000 GJ/t × 0.02637 tC/GJ × 0.94 × 44/12 = 1.999549… t/t.
    """
    found = line(factors, "raw_coal", 1000, measured_kj=22000)
    assert found.measured
    assert found.tce == pytest.approx(1000 * 22000 / 29307.6, abs=EXACT)
    assert found.tce == pytest.approx(750.6585322578444, abs=1e-6)
    assert found.co2_t == pytest.approx(1000 * 22.0 * 0.02637 * 0.94 * 44 / 12, abs=1e-6)


def test_a_measured_value_of_gas_counts_per_cubic_metre(factors: EnergyFactors) -> None:
    """35,000 kJ/m³: 35,000 / 29,307.6 / 1,000 tce/m³ × 100,000 m³ = 119.4229 tce; 350 GJ/万m³ × 0.0153 × 0.99 × 44/12 × 10."""
    found = line(factors, "natural_gas", 100_000, measured_kj=35000)
    assert found.tce == pytest.approx(100 * 35000 / 29307.6, abs=EXACT)
    assert found.co2_t == pytest.approx(10 * 350 * 0.0153 * 0.99 * 44 / 12, abs=1e-9)


def test_a_measured_value_of_electricity_is_not_used(factors: EnergyFactors) -> None:
    found = line(factors, "electricity_grid", 1000, measured_kj=5000)
    assert (found.measured, found.tce) == (False, pytest.approx(0.1229, abs=EXACT))


def test_what_is_passed_on_is_taken_off(factors: EnergyFactors) -> None:
    """(1,200,000 − 200,000) kWh × 0.1229 kgce = 122.9 tce; × 0.6553 kg = 655.3 t CO₂."""
    found = line(factors, "electricity_grid", 1_200_000, "anhui_2023", transferred_out=200_000)
    assert (found.net, found.tce) == (1_000_000, pytest.approx(122.9, abs=EXACT))
    assert found.co2_t == pytest.approx(655.3, abs=EXACT)


def test_purchased_heat(factors: EnergyFactors) -> None:
    """1,000 GJ × 0.03412 tce = 34.12 tce; × 0.11 t = 110 t CO₂."""
    found = line(factors, "heat_purchased", 1000)
    assert (found.tce, found.co2_t) == (pytest.approx(34.12, abs=EXACT), pytest.approx(110, abs=EXACT))


def test_low_pressure_steam_by_the_tonne(factors: EnergyFactors) -> None:
    """1,000 t × 0.1286 = 128.6 tce; 3.763 GJ/t × 0.11 t/GJ × 1,000 t = 413.93 t CO₂."""
    found = line(factors, "steam_low_pressure", 1000)
    assert (found.tce, found.co2_t) == (pytest.approx(128.6, abs=EXACT), pytest.approx(413.93, abs=EXACT))
    assert found.co2_terms == "× 3.763 GJ × 0.11 t/GJ"


@pytest.mark.parametrize(
    ("grid", "tonnes"),
    [
        ("anhui_2021", 707.5),
        ("anhui_2022", 678.2),
        ("anhui_2023", 655.3),
        ("national_2023", 530.6),
        (None, 655.3),
    ],
)
def test_the_grid_factor_goes_by_region_and_year(
    factors: EnergyFactors, grid: str | None, tonnes: float
) -> None:
    """1,000,000 kWh × kg/kWh ÷ 1,000; without a choice the pack's default, Anhui 2023."""
    assert line(factors, "electricity_grid", 1_000_000, grid).co2_t == pytest.approx(tonnes, abs=EXACT)


def test_the_engine_uses_the_grid_factor_chosen_in_the_form(engine: ScoringEngine) -> None:
    """10,000,000 kWh × 0.7075 kg = 7,075 t; plus 25 t from processes = 7,100 t."""
    answers = {
        "gf.energy": ({"kind": "electricity_grid", "consumption": 1e7},),
        "gf.grid_factor": "anhui_2021",
        "gf.process_co2": 25,
    }
    found = scored(engine, green_factory=answers)
    assert found.result("green_factory").calculated["co2_t"] == pytest.approx(7100, abs=EXACT)
    assert found.item_value("green_factory", "gf.energy")[0]["co2_t"] == pytest.approx(7075, abs=EXACT)


@pytest.mark.parametrize(
    ("kind", "amount", "tonnes"),
    [
        ("anthracite", 1, 2.3228),
        ("bituminous_coal", 1, 2.0715),
        ("lignite", 1, 1.4241),
        ("washed_coal", 1, 2.2818),
        ("middlings", 1, 0.7019),
        ("briquette", 1, 1.9360),
        ("coke", 1, 2.8518),
        ("crude_oil", 1, 3.0783),
        ("fuel_oil", 1, 3.0472),
        ("gasoline", 1, 3.0425),
        ("diesel", 1, 3.1451),
        ("kerosene", 1, 3.1517),
        ("jet_fuel", 1, 3.1517),
        ("naphtha", 1, 2.9488),
        ("petroleum_coke", 1, 3.0633),
        ("other_petroleum", 1, 2.8883),
        ("coal_tar", 1, 2.6446),
        ("crude_benzol", 1, 3.4109),
        ("refinery_gas", 1, 3.0423),
        ("lpg", 1, 2.9538),
        ("lng", 1, 2.3253),
        ("natural_gas", 10_000, 21.6219),
        ("coke_oven_gas", 10_000, 8.5828),
        ("blast_furnace_gas", 10_000, 9.6865),
        ("converter_gas", 10_000, 14.3210),
        ("carbide_furnace_gas", 10_000, 15.9470),
        ("producer_gas", 10_000, 2.3179),
    ],
)
def test_co2_of_fuels(factors: EnergyFactors, kind: str, amount: float, tonnes: float) -> None:
    """The usual default table, t CO₂ per t or per 万m³, to its four places; e.g. diesel 43.33 × 0.0202 × 0.98 × 44/12."""
    assert line(factors, kind, amount).co2_t == pytest.approx(tonnes, abs=5.1e-5)


@pytest.mark.parametrize("kind", ["electricity_pv_self", "electricity_wind_self", "biogas", "solar_heat"])
def test_own_renewables_emit_nothing_and_are_renewable(factors: EnergyFactors, kind: str) -> None:
    found = line(factors, kind, 1000)
    assert (found.co2_t, found.co2_terms, found.renewable) == (0.0, "按零计", True)


def test_media_are_energy_but_no_emission(factors: EnergyFactors) -> None:
    """10,000 t of fresh water × 0.2571 kgce = 2.571 tce."""
    found = line(factors, "fresh_water", 10_000)
    assert (found.tce, found.co2_t, found.co2_terms) == (pytest.approx(2.571, abs=EXACT), 0.0, "不计")


def test_every_listed_factor_agrees_with_its_calorific_value(factors: EnergyFactors) -> None:
    """tce per t or m³ is the heat over 29,307.6 kJ/kg to within half a per cent, so a slip of a digit shows."""
    for kind in factors.kinds.values():
        if kind.calorific is None or kind.category not in {"fuel", "renewable"}:
            continue
        per_unit = kind.calorific / 29307.6 * (1.0 if kind.unit == "t" else 0.001)
        assert kind.tce_per_unit == pytest.approx(per_unit, rel=5e-3), kind.id


def test_rows_without_kind_or_consumption_count_nothing(factors: EnergyFactors) -> None:
    rows: list[dict[str, Any]] = [
        {},
        {"kind": "diesel"},
        {"consumption": 5},
        {"kind": "gone", "consumption": 5},
    ]
    assert energy_lines(rows, factors, None) == ()
    assert comprehensive_energy(()) == carbon_emission(()) == renewable_energy(()) == 0.0
    grid = factors.grid(None)
    begun = energy_row({"kind": "diesel"}, factors, grid)
    assert (begun["unit"], begun["remark"]) == ("t", "还没有填消费量，这一行没有计入合计。")
    assert "没有品种“gone”的折标系数" in energy_row({"kind": "gone"}, factors, grid)["remark"]
    assert energy_row({}, factors, grid) == {}
    with pytest.raises(UnknownEnergyError):
        energy_line({"kind": "gone", "consumption": 1}, factors, grid)
    assert energy_line({"kind": "diesel", "consumption": True}, factors, grid) is None


def test_an_unknown_grid_is_the_default(factors: EnergyFactors) -> None:
    assert factors.grid("gone").id == factors.grid(None).id == factors.default_grid


def test_a_mu() -> None:
    assert pytest.approx(10_000) == MU_IN_M2 * 15


@given(st.data())
def test_sums_are_over_the_rows(factors: EnergyFactors, data: st.DataObject) -> None:
    kinds = st.sampled_from(sorted(factors.kinds))
    row = {"kind": kinds, "consumption": st.floats(0, 1e9), "enthalpy_kj": st.floats(2500, 3700)}
    rows = data.draw(st.lists(st.fixed_dictionaries(row | {"temperature_c": st.floats(21, 180)}), max_size=6))
    lines = energy_lines(rows, factors, None)
    assert len(lines) == len(rows)
    assert comprehensive_energy(lines) == pytest.approx(sum(found.net * found.tce_factor for found in lines))
    assert carbon_emission(lines) == pytest.approx(sum(found.net * found.co2_factor for found in lines))
    assert renewable_energy(lines) <= comprehensive_energy(lines) + 1e-6
