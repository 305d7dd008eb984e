"""Worked examples of the energy table: each is recomputed by hand in its docstring and exact to 1e-9."""

from __future__ import annotations

from typing import Any

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.energy_remarks import remarks
from anhui_assess.domain.energy_sums import equivalent_energy, market_carbon
from anhui_assess.domain.energy_table import (
    EnergyLine,
    EnergyRowError,
    energy_faults,
    energy_line,
)
from anhui_assess.domain.quantities import EnergyFactors
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.figures import calculated_figures
from tests.builders import scored

EXACT = 1e-9
GREEN = "green_factory"


@pytest.fixture(scope="session")
def factors(catalog: Catalog) -> EnergyFactors:
    assert catalog.packs.energy is not None
    return catalog.packs.energy


def line(factors: EnergyFactors, kind: str, grid: str | None = None, **cells: Any) -> EnergyLine:
    found = energy_line({"kind": kind, **cells}, factors, factors.grid(grid))
    assert found is not None
    return found


def near(value: float) -> Any:
    return pytest.approx(value, abs=EXACT)


def figures(engine: ScoringEngine, **answers: Any) -> Scored:
    return scored(engine, green_factory={key.replace("__", "."): value for key, value in answers.items()})


def calculated(found: Scored) -> dict[str, Any]:
    return dict(found.result(GREEN).calculated)


def test_1_the_worked_example_of_the_method(engine: ScoringEngine) -> None:
    """10,000,000 × 0.0001229 = 1,229.000; 500,000 × 0.00133 = 665.000; 100 × 1.4571 = 145.710; together 2,039.710 tce."""
    rows = (
        {"kind": "electricity_grid", "consumption": 10_000_000},
        {"kind": "natural_gas", "consumption": 500_000},
        {"kind": "diesel", "consumption": 100},
    )
    assert calculated(figures(engine, gf__energy=rows))["energy_tce"] == near(2039.710)


def test_2_the_same_in_other_units(engine: ScoringEngine) -> None:
    """1,000 万kWh = 10,000,000 kWh; 50 万m³ = 500,000 m³; 100,000 kg = 100 t: the same 2,039.710 tce."""
    rows = (
        {"kind": "electricity_grid", "consumption": 1000, "amount_unit": "wan_kwh"},
        {"kind": "natural_gas", "consumption": 50, "amount_unit": "wan_m3"},
        {"kind": "diesel", "consumption": 100_000, "amount_unit": "kg"},
    )
    found = figures(engine, gf__energy=rows)
    assert calculated(found)["energy_tce"] == near(2039.710)
    table = found.item_value(GREEN, "gf.energy")
    assert [row["net"] for row in table] == pytest.approx([1e7, 5e5, 100], abs=EXACT)
    assert table[0]["shown"] == "1 万kWh = 10,000 kWh"


def test_3_purchase_and_stock_of_coal(factors: EnergyFactors) -> None:
    """1,200 + 300 − 250 − 50 = 1,200 t net; × 0.7143 = 857.16 tce; × 20.908 × 0.02637 × 0.94 × 44/12.

    20.908 × 0.02637 = 0.55134396; × 0.94 = 0.5182633224; × 44/12 = 1.9002988488; × 1,200 = 2,280.35861856 t.
    """
    found = line(
        factors, "raw_coal", purchase=1200, opening=300, closing=250, consumption=1250, transferred_out=50
    )
    assert (found.net, found.balance, found.stock_change) == (near(1200), near(1200), near(50))
    assert (found.tce, found.co2_t) == (near(857.16), near(2280.35861856))


def test_4_consumption_from_purchase_and_stock(factors: EnergyFactors) -> None:
    """Consumption left empty: 80 + 12 − 20 = 72 t of diesel; 72 × 1.4571 = 104.9112 tce; the stock grew by 8 t."""
    row: dict[str, Any] = {"kind": "diesel", "purchase": 80, "opening": 12, "closing": 20}
    found = line(factors, **row)
    assert (found.net, found.from_balance, found.stock_change) == (near(72), True, near(-8))
    assert found.tce == near(104.9112)
    words = "".join(remarks(row, factors, factors.grid(None)))
    assert "期末比期初多 8 t：库存增加，这部分不算当年消费。" in words
    assert "按“购进＋期初－期末”算出" in words


def test_5_lignite_with_the_listed_factor(factors: EnergyFactors) -> None:
    """2,000 t × 0.4930 = 986 tce; 2,000 t × 14.449 × 0.028 × 0.96 × 44/12 = 2,848.18688 t.

    14.449 × 0.028 = 0.404572; × 0.96 = 0.38838912; × 44/12 = 1.42409344; × 2,000 = 2,848.18688 t.
    """
    found = line(factors, "lignite", consumption=2000)
    assert (found.tce, found.co2_t) == (near(986), near(2848.18688))


def test_6_bituminous_coal_with_measured_heat(factors: EnergyFactors) -> None:
    """24,000 kJ/kg: 24,000 × 500 ÷ 29,307.6 = 409.450108504279… tce; 24 × 0.02618 × 0.93 × 44/12 × 500 = 1,071.2856 t.

    24 × 0.02618 = 0.62832; × 0.93 = 0.5843376; × 44/12 = 2.1425712; × 500 = 1,071.2856 t.
    """
    found = line(factors, "bituminous_coal", consumption=500, measured_kj=24000)
    assert (found.tce, found.measured) == (near(409.450108504279), True)
    assert found.co2_t == near(1071.2856)


def test_7_lng_by_the_kilogram(factors: EnergyFactors) -> None:
    """250,000 kg = 250 t × 1.7572 = 439.3 tce; 41.868 × 0.0153 × 0.99 × 44/12 = 2.325306852; × 250 = 581.326713 t.

    41.868 × 0.0153 = 0.6405804; × 0.99 = 0.634174596; × 44/12 = 2.325306852.
    """
    found = line(factors, "lng", consumption=250_000, amount_unit="kg")
    assert (found.tce, found.co2_t) == (near(439.3), near(581.326713))


def test_8_coke_oven_gas_in_ten_thousand_cubic_metres(factors: EnergyFactors) -> None:
    """120 万m³ = 1,200,000 m³ × 0.0006143 = 737.16 tce; 173.854 × 0.0136 × 0.99 × 44/12 × 120.

    173.854 × 0.0136 = 2.3644144; × 0.99 = 2.340770256; × 44/12 = 8.582824272; × 120 = 1,029.93891264 t.
    """
    found = line(factors, "coke_oven_gas", consumption=120, amount_unit="wan_m3")
    assert (found.tce, found.co2_t) == (near(737.16), near(1029.93891264))


def test_9_blast_furnace_gas(factors: EnergyFactors) -> None:
    """5,000 千m³ = 5,000,000 m³ × 0.0001286 = 643 tce; 37.69 × 0.0708 × 0.99 × 44/12 × 500.

    37.69 × 0.0708 = 2.668452; × 0.99 = 2.64176748; × 44/12 = 9.68648076; × 500 = 4,843.24038 t.
    """
    found = line(factors, "blast_furnace_gas", consumption=5000, amount_unit="qian_m3")
    assert (found.tce, found.co2_t) == (near(643), near(4843.24038))


def test_10_steam_by_its_enthalpy(factors: EnergyFactors) -> None:
    """2,777.1 kJ/kg: (2,777.1 − 83.74) ÷ 1,000 = 2.69336 GJ/t; × 10,000 t = 26,933.6 GJ.

    26,933.6 × 0.03412 = 918.974432 tce; × 0.11 = 2,962.696 t.
    """
    found = line(factors, "steam_enthalpy", consumption=10_000, enthalpy_kj=2777.1)
    assert found.tce_terms == "焓值（2,777.1 － 83.74）÷ 1000 × 0.03412"
    assert (found.tce, found.co2_t, found.measured) == (near(918.974432), near(2962.696), True)


def test_11_hot_water_by_its_temperature(factors: EnergyFactors) -> None:
    """(95 − 20) × 4.1868 ÷ 1,000 = 0.31401 GJ/t; × 40,000 t = 12,560.4 GJ; × 0.03412 = 428.560848 tce; × 0.11 = 1,381.644 t."""
    found = line(factors, "hot_water", consumption=40_000, temperature_c=95)
    assert (found.tce, found.co2_t) == (near(428.560848), near(1381.644))


def test_12_heat_in_megajoules(factors: EnergyFactors) -> None:
    """6,000,000 MJ = 6,000 GJ × 0.03412 = 204.72 tce; × 0.11 = 660 t."""
    found = line(factors, "heat_purchased", consumption=6_000_000, amount_unit="mj")
    assert (found.tce, found.co2_t) == (near(204.72), near(660))


def test_13_methanol_and_hydrogen(factors: EnergyFactors) -> None:
    """Methanol 30 t × 0.6794 = 20.382 tce; 19.913 × 0.01883 × 1 × 44/12 × 30. Hydrogen 90,000 m³ × 0.0003329 = 29.961 tce, 0 t.

    19.913 × 0.01883 = 0.37496179; × 30 = 11.2488537; × 44/12 = 41.2457969 t exactly.
    """
    methanol = line(factors, "methanol", consumption=30)
    assert (methanol.tce, methanol.co2_t) == (near(20.382), near(41.2457969))
    hydrogen = line(factors, "hydrogen", consumption=9, amount_unit="wan_m3")
    assert (hydrogen.tce, hydrogen.co2_t) == (near(29.961), 0.0)


def test_14_media_count_as_energy_without_emission(factors: EnergyFactors) -> None:
    """Fresh water 10,000 t × 0.0002571 = 2.571; softened 4,000 × 0.0004857 = 1.9428; deaerated 500 × 0.0009714 = 0.4857;
    compressed air 60 万m³ × 0.00004 = 24; oxygen 25,000 m³ × 0.0004 = 10; nitrogen 30,000 m³ × 0.0006714 = 20.142 tce.
    """
    amounts = {
        "fresh_water": (10_000, None, 2.571),
        "soft_water": (4_000, None, 1.9428),
        "deaerated_water": (500, None, 0.4857),
        "compressed_air": (60, "wan_m3", 24.0),
        "oxygen": (25_000, None, 10.0),
        "nitrogen_main": (30_000, None, 20.142),
    }
    for kind, (amount, unit, tce) in amounts.items():
        cells: dict[str, Any] = {"consumption": amount} | ({"amount_unit": unit} if unit else {})
        found = line(factors, kind, **cells)
        assert (found.tce, found.co2_t) == (near(tce), 0.0), kind


def test_15_electricity_by_both_values_and_by_contract(engine: ScoringEngine, factors: EnergyFactors) -> None:
    """8,000,000 kWh from the grid and 2,000,000 kWh of direct green power, Anhui 2023 (0.6553 kg/kWh).

    当量值 10,000,000 × 0.0001229 = 1,229 tce; 等价值 10,000,000 × 0.000305 = 3,050 tce. Location-based 6,553 t. With
    1,000,000 kWh of certificates and the residual factor 0.6096: (8,000,000 − 1,000,000) × 0.6096 ÷ 1,000 = 4,267.2 t.
    """
    rows = (
        {"kind": "electricity_grid", "consumption": 800, "amount_unit": "wan_kwh"},
        {"kind": "electricity_green_direct", "consumption": 2000, "amount_unit": "mwh"},
    )
    found = calculated(
        figures(
            engine,
            gf__energy=rows,
            gf__grid_factor="anhui_2023",
            gf__market_grid="national_residual_2023",
            gf__green_power_kwh=0,
            gf__green_certificate_kwh=1_000_000,
            gf__process_co2=0,
        )
    )
    assert (found["energy_tce"], found["energy_tce_equivalent"]) == (near(1229), near(3050))
    assert (found["co2_t"], found["market_co2_t"]) == (near(6553), near(4267.2))
    lines = [line(factors, kind="electricity_green_direct", consumption=2_000_000)]
    assert (market_carbon(lines), equivalent_energy(lines)) == (0.0, near(610))


def test_16_the_market_follows_the_location_when_nothing_is_chosen(engine: ScoringEngine) -> None:
    """(3,000,000 − 500,000) kWh × 0.5306 ÷ 1,000 = 1,326.5 t beside 1,591.8 t."""
    found = calculated(
        figures(
            engine,
            gf__energy=({"kind": "electricity_grid", "consumption": 3_000_000},),
            gf__grid_factor="national_2023",
            gf__green_power_kwh=500_000,
            gf__green_certificate_kwh=0,
            gf__process_co2=0,
        )
    )
    assert (found["co2_t"], found["market_co2_t"]) == (near(1591.8), near(1326.5))


def test_17_crude_benzol_lpg_and_petrol_together(engine: ScoringEngine) -> None:
    """Crude benzol 10 × 1.4286 = 14.286; LPG 20 × 1.7143 = 34.286; petrol 15,000 kg = 15 × 1.4714 = 22.071: 70.643 tce.

    CO₂: 10 × 41.816 × 0.0227 × 0.98 = 9.30238736; × 44/12 = 34.108753653333…
    20 × 47.31 × 0.0172 × 0.99 = 16.1118936; × 44/12 = 59.0769432
    15 × 44.8 × 0.0189 × 0.98 = 12.446784; × 44/12 = 45.638208; together 138.823904853333… t.
    """
    rows = (
        {"kind": "crude_benzol", "consumption": 10},
        {"kind": "lpg", "consumption": 20},
        {"kind": "gasoline", "consumption": 15_000, "amount_unit": "kg"},
    )
    found = calculated(figures(engine, gf__energy=rows))
    assert (found["energy_tce"], found["energy_co2_t"]) == (near(70.643), near(138.823904853333))


def test_18_biogas_and_own_solar_power_are_renewable(engine: ScoringEngine) -> None:
    """Biogas 100,000 m³ × 0.0008286 = 82.86; own solar 946,000 kWh × 0.0001229 = 116.2634; grid 4,054,000 kWh × 0.0001229.

    Together 82.86 + 116.2634 + 498.2366 = 697.36 tce; renewable 199.1234 of it, 28.553888952621…%.
    """
    rows = (
        {"kind": "biogas", "consumption": 10, "amount_unit": "wan_m3"},
        {"kind": "electricity_pv_self", "consumption": 94.6, "amount_unit": "wan_kwh"},
        {"kind": "electricity_grid", "consumption": 4054, "amount_unit": "mwh"},
    )
    found = calculated(figures(engine, gf__energy=rows, gf__green_power_kwh=0, gf__green_certificate_kwh=0))
    assert found["energy_tce"] == near(697.36)
    assert found["renewable_tce"] == near(199.1234)
    assert found["renewable_rate"] == near(28.553888952621)


# ---- what cannot be calculated, and what looks wrong


def test_19_what_was_taken_off_and_converted_is_written_out(factors: EnergyFactors) -> None:
    """256 − 0.8 = 255.2 万m³ = 2,552,000 m³; × 0.00133 = 3,394.16 tce; 389.31 × 0.0153 × 0.99 × 44/12 × 255.2.

    389.31 × 0.0153 = 5.956443; × 0.99 = 5.89687857; × 44/12 = 21.62188809; × 255.2 = 5,517.905840568 t.
    """
    row: dict[str, Any] = {"consumption": 256, "transferred_out": 0.8, "amount_unit": "wan_m3"}
    found = line(factors, "natural_gas", **row)
    assert (found.net, found.tce, found.co2_t) == (near(2_552_000), near(3394.16), near(5517.905840568))
    assert found.shown == "消费 256 － 转供 0.8 = 255.2 万m³；1 万m³ = 10,000 m³"
    drawn = line(factors, "diesel", purchase=80, opening=12, closing=20)
    assert drawn.shown == "购进 80 ＋ 期初 12 － 期末 20 = 72 t"


def test_20_gas_by_its_own_measured_heat(factors: EnergyFactors) -> None:
    """35,500 kJ/m³: 35,500 ÷ 29,307.6 ÷ 1,000 = 0.00121129… tce/m³ × 100,000 m³; 355 GJ/万m³ × 0.0153 × 0.99 × 44/12 × 10.

    3,550,000 ÷ 29,307.6 = 121.12898…; 355 × 0.0153 = 5.4315; × 0.99 = 5.377185; × 44/12 = 19.716345; × 10 = 197.16345 t.
    """
    found = line(factors, "natural_gas", consumption=100_000, measured_kj=35_500)
    assert (found.tce, found.measured) == (near(3_550_000 / 29_307.6), True)
    assert found.tce_terms == "热值 35,500 ÷ 29,307.6 ÷ 1000"
    assert line(factors, "lng", consumption=1).tce_terms == ""
    assert found.co2_t == near(197.16345)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"kind": "steam_enthalpy", "consumption": 10}, "还缺“蒸汽焓值”"),
        ({"kind": "hot_water", "consumption": 10}, "还缺“热水温度”"),
        ({"kind": "diesel", "consumption": 10, "amount_unit": "wan_kwh"}, "换算不到柴油的单位“t”"),
        ({"kind": "gone", "consumption": 10}, "没有品种“gone”的折标系数"),
        ({"kind": "diesel"}, "还没有填消费量"),
        ({"consumption": 10}, "没有选能源品种"),
    ],
)
def test_a_row_that_cannot_be_calculated_says_why_and_is_never_nothing(
    engine: ScoringEngine, factors: EnergyFactors, row: dict[str, Any], word: str
) -> None:
    assert [word in said for _, said in energy_faults([row], factors)] == [True]
    good = {"kind": "natural_gas", "consumption": 1000}
    found = figures(engine, gf__energy=(good, row))
    by_id = {figure.id: figure for figure in calculated_figures(found, found.catalog.forms[GREEN])}
    assert by_id["energy_tce"].value is None
    assert by_id["energy_tce"].reason.startswith("“能源消费明细”第 2 行：")
    assert word in by_id["energy_tce"].reason
    assert word in by_id["energy_per_output"].reason
    assert word in found.item_value(GREEN, "gf.energy")[1]["remark"]


def test_a_blank_row_counts_for_nothing_and_disturbs_nothing(engine: ScoringEngine) -> None:
    rows: tuple[dict[str, Any], ...] = ({"kind": "natural_gas", "consumption": 1000}, {}, {"note": "备用"})
    assert calculated(figures(engine, gf__energy=rows))["energy_tce"] == near(1.33)


def test_an_unknown_unit_is_said_by_name(factors: EnergyFactors) -> None:
    with pytest.raises(EnergyRowError, match="换算不到"):
        energy_line(
            {"kind": "diesel", "consumption": 1, "amount_unit": "barrel"}, factors, factors.grid(None)
        )


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"kind": "raw_coal", "purchase": 1000, "consumption": 1_000_000}, "差约 1,000 倍"),
        ({"kind": "electricity_grid", "purchase": 1182, "consumption": 11_820_000}, "差约 10,000 倍"),
        ({"kind": "raw_coal", "purchase": 1000, "consumption": 900}, "相差 10.0%"),
        ({"kind": "diesel", "consumption": 5, "transferred_out": 8}, "转供比消费还多"),
        ({"kind": "diesel", "opening": 9, "closing": 5, "consumption": 4}, "动用库存 4 t"),
        ({"kind": "raw_coal", "consumption": 5, "measured_kj": 5000}, "像是按千卡填的"),
        ({"kind": "raw_coal", "consumption": 5, "measured_kj": 21}, "像是按兆焦填的"),
        ({"kind": "raw_coal", "consumption": 5, "measured_kj": 90000}, "相差太大"),
        ({"kind": "electricity_grid", "consumption": 5, "measured_kj": 3600}, "不按热值折算"),
        ({"kind": "steam_enthalpy", "consumption": 5, "enthalpy_kj": 640}, "2,500 到 3,700"),
        ({"kind": "hot_water", "consumption": 5, "temperature_c": 240}, "30 到 180"),
    ],
)
def test_a_row_that_looks_wrong_is_calculated_and_remarked(
    factors: EnergyFactors, row: dict[str, Any], word: str
) -> None:
    assert energy_line(row, factors, factors.grid(None)) is not None
    assert word in "".join(remarks(row, factors, factors.grid(None)))


def test_a_sound_row_has_no_remark(factors: EnergyFactors) -> None:
    row = {"kind": "raw_coal", "purchase": 1000, "consumption": 998, "measured_kj": 21500}
    assert remarks(row, factors, factors.grid(None)) == ()


def test_every_unit_belongs_to_a_kind_and_there_are_forty_kinds(factors: EnergyFactors) -> None:
    assert len(factors.kinds) >= 60
    bases = {kind.unit for kind in factors.kinds.values()}
    assert {unit.base for unit in factors.units.values()} == bases
    assert all(kind.source and kind.status in {"已核对", "待核对"} for kind in factors.kinds.values())
