"""The edges of the green-factory indicators on the shipped form: each is a clear word, none is a crash or a silent 0."""

from __future__ import annotations

from typing import Any

import pytest

from anhui_assess.domain.diagnosis.checks import holding_checks, with_figures
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.figures import CalculatedFigure, calculated_figures
from anhui_assess.domain.scoring.reasons import part_reason
from anhui_assess.domain.scoring.result import PartScore
from anhui_assess.services.warnings import warnings_at
from tests.builders import scored

EXACT = 1e-9
GREEN = "green_factory"
ENERGY = ({"kind": "natural_gas", "consumption": 500_000},)


def assessed(engine: ScoringEngine, **answers: Any) -> Scored:
    return scored(engine, green_factory={key.replace("__", "."): value for key, value in answers.items()})


def part(found: Scored, part_id: str) -> tuple[PartScore, str]:
    form = found.catalog.forms[GREEN]
    score = next(p for entry in found.result(GREEN).indicators for p in entry.parts if p.id == part_id)
    return score, part_reason(found, form, score)


def figure(found: Scored, calc_id: str) -> CalculatedFigure:
    return next(f for f in calculated_figures(found, found.catalog.forms[GREEN]) if f.id == calc_id)


def checks(found: Scored) -> set[str]:
    return {check.id for check in holding_checks(found)}


# ---- base and lead


@pytest.mark.parametrize(("output", "fraction"), [(10_000, 1.0), (6_000, 0.0)])
def test_base_equal_to_lead_is_a_step_and_says_so(
    engine: ScoringEngine, output: float, fraction: float
) -> None:
    """665 tce × 1,000 ÷ 10,000 万元 = 66.5 kgce/万元 reaches 100; ÷ 6,000 = 110.83 does not."""
    found = assessed(
        engine, gf__energy=ENERGY, gf__output_value=output, gf__limit__has=False,
        gf__bench__energy_base=100, gf__bench__energy_lead=100,
    )  # fmt: skip
    score, reason = part(found, "gf.i.energy.intensity")
    assert (score.state, score.fraction) == ("scored", fraction)
    assert reason == "基准值与引领值相同（100），达到就得满分，达不到不得分"


def test_base_better_than_lead_is_not_scored_and_says_why(engine: ScoringEngine) -> None:
    found = assessed(
        engine, gf__energy=ENERGY, gf__output_value=10_000, gf__limit__has=False,
        gf__bench__energy_base=60, gf__bench__energy_lead=90,
    )  # fmt: skip
    score, reason = part(found, "gf.i.energy.intensity")
    assert (score.state, score.fraction) == ("uncalibrated", None)
    assert reason == "这项指标越小越好，基准值 60 却比引领值 90 还小，像是填反了，没有评分"


def test_base_above_lead_of_a_more_is_better_indicator_is_said_the_other_way_round(
    engine: ScoringEngine,
) -> None:
    form = engine.catalog.forms[GREEN]
    found = assessed(engine, gf__energy=ENERGY)
    score = PartScore(
        "gf.i.reuse.rate",
        "",
        1,
        85.0,
        "%",
        2,
        "more",
        base=95.0,
        lead=92.0,
        fraction=None,
        state="uncalibrated",
    )
    said = part_reason(found, form, score)
    assert said == "这项指标越大越好，基准值 95 却比引领值 92 还大，像是填反了，没有评分"


def test_nothing_to_compare_with_says_which_figure_is_missing(engine: ScoringEngine) -> None:
    found = assessed(engine, gf__energy=ENERGY, gf__output_value=10_000, gf__limit__has=False)
    score, reason = part(found, "gf.i.energy.intensity")
    assert score.state == "uncalibrated"
    assert reason == "缺基准值：“产值能耗基准值”没有填；缺引领值：“产值能耗引领值”没有填"


# ---- figures that are not there


def test_zero_output_is_no_division_and_is_said(engine: ScoringEngine) -> None:
    found = assessed(
        engine, gf__energy=ENERGY, gf__output_value=0, gf__limit__has=False,
        gf__bench__energy_base=100, gf__bench__energy_lead=60,
    )  # fmt: skip
    assert figure(found, "energy_per_output").value is None
    assert figure(found, "energy_per_output").reason == "“工业总产值”为 0，不能作除数"
    score, reason = part(found, "gf.i.energy.intensity")
    assert (score.state, score.fraction) == ("no_data", 0.0)
    assert reason == "“工业总产值”为 0，不能作除数"


def test_a_figure_names_what_it_lacks(engine: ScoringEngine) -> None:
    found = assessed(engine, gf__output_value=100)
    assert figure(found, "energy_per_output").reason == "“能源消费明细”没有填"
    assert figure(assessed(engine, gf__energy=ENERGY), "co2_per_output").reason == "“工业总产值”没有填"


def test_all_figures_say_a_value_or_a_reason(engine: ScoringEngine) -> None:
    for found in (assessed(engine), assessed(engine, gf__energy=ENERGY, gf__output_value=0, gf__water=())):
        for entry in calculated_figures(found, found.catalog.forms[GREEN]):
            assert (entry.value is None) == bool(entry.reason), entry.id
            assert entry.formula, entry.id


# ---- products under limits


THREE = (
    {"name": "铜杆", "output": 1000, "unit": "t", "value": 7000, "tce": 48, "has_limit": True,
     "level1": 45, "level2": 52, "limit_unit": "kgce"},
    {"name": "玻璃", "output": 20, "unit": "万重箱", "value": 1500, "tce": 2000, "has_limit": True,
     "level1": 95, "level2": 115, "limit_unit": "tce"},
    {"name": "水泥粉磨", "output": 300_000, "unit": "t", "value": 6000, "tce": 1013.925, "has_limit": True,
     "level1": 26, "level2": 29, "limit_unit": "kwh"},
)  # fmt: skip


def test_three_products_in_three_units_are_weighed_by_the_energy_they_use(engine: ScoringEngine) -> None:
    """Values 7,000 + 1,500 + 6,000 = 14,500 万元.

    Actual (48 + 2,000 + 1,013.925) tce × 1,000 ÷ 14,500; level 1: 1,000 × 45 ÷ 1,000 = 45, 20 × 95 = 1,900 and
    300,000 × 26 × 0.0001229 = 958.62 tce, together 2,903.62; level 2: 52, 2,300 and 300,000 × 29 × 0.0001229 = 1,069.23.
    """
    found = assessed(engine, gf__limit__has=True, gf__products=THREE)
    score, reason = part(found, "gf.i.energy.intensity")
    assert reason == ""
    assert score.value == pytest.approx((48 + 2000 + 1013.925) * 1000 / 14_500, abs=EXACT)
    assert score.lead == pytest.approx((45 + 1900 + 958.62) * 1000 / 14_500, abs=EXACT)
    assert score.base == pytest.approx((52 + 2300 + 1069.23) * 1000 / 14_500, abs=EXACT)
    table = found.item_value(GREEN, "gf.products")
    assert table[1]["unit_energy"] == pytest.approx(100, abs=EXACT)
    assert table[2]["unit_energy"] == pytest.approx(1013.925 / 300_000 * 1000 / 0.1229, abs=EXACT)
    assert [row["value_share"] for row in table] == pytest.approx([v / 145 for v in (7000, 1500, 6000)])


def test_of_more_than_three_only_the_largest_three_count(engine: ScoringEngine) -> None:
    small = {**THREE[0], "name": "小产品", "tce": 3, "output": 60}
    four = assessed(engine, gf__limit__has=True, gf__products=(small, *THREE))
    three = assessed(engine, gf__limit__has=True, gf__products=THREE)
    assert part(four, "gf.i.energy.intensity")[0].value == part(three, "gf.i.energy.intensity")[0].value
    assert four.item_value(GREEN, "gf.products")[0]["remark"] == "参评的只取用量最大的三种，这一种没有计入。"


def test_a_listed_limit_brings_its_levels_and_its_standard(engine: ScoringEngine) -> None:
    """紫铜管材全工序 190/200 kgce/t: 29,600 t × 190 ÷ 1,000 = 5,624 tce allowed at level 1."""
    row = {"name": "铜管", "output": 29_600, "unit": "t", "value": 239_800, "tce": 5727.6, "has_limit": True,
           "limit": "lim.cu_tube"}  # fmt: skip
    table = assessed(engine, gf__limit__has=True, gf__products=(row,)).item_value(GREEN, "gf.products")
    assert (table[0]["used_level1"], table[0]["used_level2"]) == (190, 200)
    assert table[0]["limit_source"] == "GB 21350-2023 铜加工"
    assert table[0]["allowed1_tce"] == pytest.approx(5624, abs=EXACT)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"level1": 60}, "像是填反了"),
        ({"level1": None}, "缺引领值或基准值"),
        ({"tce": None}, "这种产品的用量没有填"),
        ({"output": 0}, "产量没有填或为 0"),
    ],
)
def test_a_product_that_cannot_be_judged_stops_the_sum_and_says_so(
    engine: ScoringEngine, change: dict[str, Any], word: str
) -> None:
    broken = {key: value for key, value in {**THREE[0], **change}.items() if value is not None}
    found = assessed(engine, gf__limit__has=True, gf__products=(broken, *THREE[1:]))
    assert word in found.item_value(GREEN, "gf.products")[0]["remark"]
    score, reason = part(found, "gf.i.energy.intensity")
    assert score.fraction in (None, 0.0)
    assert "没有填齐，或1级值大于2级值" in reason


def test_a_listed_quota_brings_both_values(engine: ScoringEngine) -> None:
    """水泥熟料 0.225/0.510 m³/t: 1,000,000 t × 0.225 = 225,000 m³ ÷ 40,000 万元 = 5.625 m³/万元."""
    row = {"name": "熟料", "output": 1_000_000, "unit": "t熟料", "value": 40_000, "withdrawal": 300_000,
           "quota": "wq.cement"}  # fmt: skip
    score, _ = part(assessed(engine, gf__quota__has=True, gf__quota__products=(row,)), "gf.i.water.intensity")
    assert (score.lead, score.base, score.value) == (
        pytest.approx(5.625, abs=EXACT),
        pytest.approx(12.75, abs=EXACT),
        pytest.approx(7.5, abs=EXACT),
    )


# ---- energy classes


@pytest.mark.parametrize(
    ("tce", "lead"),
    [(10_000, 4.31), (9_999, 11.9), (5_000, 11.9), (4_999, 7.93), (3_000, 7.93), (2_999, 33.03)],
)
def test_the_lead_of_renewables_goes_by_the_energy_class(
    engine: ScoringEngine, tce: float, lead: float
) -> None:
    rows = ({"kind": "heat_purchased", "consumption": tce / 0.03412 + 1e-6},)
    assert part(assessed(engine, gf__energy=rows), "gf.i.renewable.rate")[0].lead == lead


def test_the_bonus_stands_apart(engine: ScoringEngine) -> None:
    plain = assessed(engine, gf__energy=ENERGY, gf__output_value=5000)
    rich = assessed(
        engine, gf__energy=ENERGY, gf__output_value=5000, gf__bonus__zero_carbon="started",
        gf__bonus__footprint_platform=True, gf__bonus__chain=False,
    )  # fmt: skip
    assert figure(rich, "bonus_points").value == 3
    assert rich.result(GREEN).score == plain.result(GREEN).score


# ---- plausibility: warned, never blocked


@pytest.mark.parametrize(
    ("answers", "check"),
    [
        ({"gf__energy": ({"kind": "electricity_grid", "consumption": 1182},), "gf__output_value": 33150}, "ck.gfx.kwh_small"),
        ({"gf__energy": ({"kind": "electricity_grid", "consumption": 1e12},), "gf__output_value": 33150}, "ck.gfx.kwh_large"),
        ({"gf__energy": ({"kind": "natural_gas", "consumption": 1},), "gf__output_value": 33150}, "ck.gfx.energy_small"),
        ({"gf__energy": ({"kind": "diesel", "consumption": 1e6},), "gf__output_value": 10}, "ck.gfx.energy_large"),
        ({"gf__output_value": 33150, "gf__revenue": 321_864_000}, "ck.gfx.revenue"),
        ({"gf__water": ({"source": "tap", "withdrawal": 10, "recycled": 5000, "reuse": 0, "discharge": 0},)}, "ck.gfx.reuse_rate"),
        ({"gf__land__building": 9000, "gf__land__structure": 0, "gf__land__yard": 0, "gf__land__total": 30}, "ck.gfx.buildings"),
        ({"gf__land__total": 30, "gf__output_value": 9000}, "ck.gfx.land_mu"),
        ({"gf__solid_waste": ({"name": "渣", "category": "general", "generated": 10, "utilised": 12, "prior_utilised": 0, "disposed": 0},)}, "ck.gfx.waste_rate"),
        ({"gf__footprint__total": 2, "gf__footprint__done": 3}, "ck.gfx.footprint"),
        ({"gf__machines": ({"type": "motor", "total": 5, "obsolete": 2},), "gf__veto__obsolete": False}, "ck.gfx.obsolete"),
        ({"gf__energy": ({"kind": "natural_gas", "consumption": 10},), "gf__green_power_kwh": 5, "gf__green_certificate_kwh": 0}, "ck.gfx.green_power"),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_warned_of(engine: ScoringEngine, answers: dict[str, Any], check: str) -> None:
    found = assessed(engine, **answers)
    assert check in checks(found)
    entry = next(entry for entry in found.catalog.packs.cross_checks if entry.id == check)
    assert "（缺）" not in with_figures(found, entry.text)
    assert any(f.title == entry.title and "{" not in f.text for f in findings(found))
    item = found.catalog.forms[GREEN].items[entry.items[0]]
    assert any(
        w.words == with_figures(found, entry.text)
        for w in warnings_at(found, found.catalog.forms[GREEN], item)
    )


def test_carbon_per_tonne_of_coal_is_watched_between_0_and_4(engine: ScoringEngine) -> None:
    """Fossil carbon of 90,000 kJ/kg heat: 90 × 0.02637 × 0.94 × 44/12 ÷ (90,000 ÷ 29,307.6) = 2.66 is usual; a process
    figure entered as a saving makes it negative. A table of grid electricity alone (5.3 by 当量值) is no reason to warn.
    """
    usual = assessed(
        engine, gf__energy=({"kind": "electricity_grid", "consumption": 1e6},), gf__process_co2=0
    )
    assert figure(usual, "co2_per_tce").value == pytest.approx(0.6553 / 0.1229)
    assert "ck.gfx.carbon_per_tce" not in checks(usual)
    odd = assessed(
        engine,
        gf__energy=ENERGY,
        gf__process_co2=0,
        gf__overrides=({"figure": "co2_t", "value": 10_000, "reason": "核查报告"},),
    )
    assert "ck.gfx.carbon_per_tce" in checks(odd)


def test_no_default_of_the_factor_pack_is_called_implausible(engine: ScoringEngine) -> None:
    """Blast furnace gas has 7.5 t a tce, converter gas 5.3, carbide furnace gas 4.2, hydrogen none: all are as they should be."""
    factors = engine.catalog.packs.energy
    assert factors is not None
    fuels = [kind.id for kind in factors.kinds.values() if kind.category == "fuel"]
    assert {"blast_furnace_gas", "converter_gas", "carbide_furnace_gas", "middlings", "hydrogen"} <= set(
        fuels
    )
    for kind in fuels:
        found = checks(assessed(engine, gf__energy=({"kind": kind, "consumption": 1e6},), gf__process_co2=0))
        assert not found & {"ck.gfx.carbon_per_tce", "ck.gfx.fuel_carbon"}, kind


def test_middlings_have_one_heat_for_energy_and_carbon(engine: ScoringEngine) -> None:
    """100 t × 0.2857 = 28.57 tce; 8.374 × 0.0254 × 0.9 × 44/12 = 0.70190868; × 100 = 70.190868 t."""
    found = assessed(engine, gf__energy=({"kind": "middlings", "consumption": 100},))
    assert figure(found, "energy_tce").value == pytest.approx(28.57, abs=EXACT)
    assert figure(found, "energy_co2_t").value == pytest.approx(70.190868, abs=EXACT)


def test_sound_figures_are_not_warned_of(engine: ScoringEngine) -> None:
    found = assessed(
        engine, gf__energy=ENERGY, gf__output_value=10_000, gf__revenue=9_800, gf__year=2025,
        gf__process_co2=0, gf__green_power_kwh=0, gf__green_certificate_kwh=0,
    )  # fmt: skip
    assert not {check for check in checks(found) if check.startswith("ck.gfx")}


def test_doubtful_rows_become_one_finding_and_told_ones_none(engine: ScoringEngine) -> None:
    wrong = {"kind": "raw_coal", "purchase": 1000, "consumption": 1_000_000}
    told = {"kind": "diesel", "opening": 9, "closing": 5, "consumption": 4}
    titles = [f.title for f in findings(assessed(engine, gf__energy=(wrong,)))]
    assert "能源消费明细要核对" in titles
    assert "能源消费明细要核对" not in [f.title for f in findings(assessed(engine, gf__energy=(told,)))]


# ---- the values of the firm's own industry


def waste_with(engine: ScoringEngine, *own: tuple[float, float]) -> Scored:
    waste = {
        "name": "渣",
        "category": "general",
        "generated": 100,
        "utilised": 90,
        "prior_utilised": 0,
        "disposed": 10,
    }
    return assessed(
        engine, gf__solid_waste=(waste,), gf__bench__sector=True,
        gf__bench__industry=tuple({"part": "waste", "base": base, "lead": lead} for base, lead in own),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "state", "fraction", "word"),
    [
        ((85, 95), "scored", 0.5, ""),
        ((90, 90), "scored", 1.0, "基准值与引领值相同（90）"),
        ((95, 85), "uncalibrated", None, "像是填反了"),
    ],
)
def test_the_industry_values_are_taken_as_entered_and_never_replaced(
    engine: ScoringEngine, own: tuple[float, float], state: str, fraction: float | None, word: str
) -> None:
    """90 of 100 t used is 90%: half way from 85 to 95; equal values are a step; reversed ones are said, not dropped."""
    score, reason = part(waste_with(engine, own), "gf.i.waste.rate")
    assert (score.base, score.lead, score.state) == (*own, state)
    assert score.fraction == (None if fraction is None else pytest.approx(fraction, abs=EXACT))
    assert word in reason


def test_industry_values_entered_twice_are_told(engine: ScoringEngine) -> None:
    assert "ck.gfx.bench_twice" not in checks(waste_with(engine, (85, 95)))
    assert "ck.gfx.bench_twice" in checks(waste_with(engine, (85, 95), (80, 90)))


# ---- the worst margin of a medium


def test_the_worst_margin_names_pollutants_of_its_own_medium_only(engine: ScoringEngine) -> None:
    """Water: (100 − 40) ÷ 100 = 60% and (10 − 2) ÷ 10 = 80%, the worst 60%; air: (50 − 45) ÷ 50 = 10%."""
    found = assessed(
        engine, gf__outlet__water=True, gf__outlet__air=True,
        gf__pollutants=(
            {"medium": "water", "pollutant": "化学需氧量", "limit": 100, "mean": 40},
            {"medium": "water", "pollutant": "氨氮", "limit": 10, "mean": 2},
            {"medium": "air", "pollutant": "氮氧化物", "limit": 50, "mean": 45},
        ),
    )  # fmt: skip
    water, air = figure(found, "margin_water"), figure(found, "margin_air")
    assert (water.value, air.value) == (pytest.approx(60, abs=EXACT), pytest.approx(10, abs=EXACT))
    assert not [term for term in water.terms if "氮氧化物" in term.label]
    assert not [term for term in air.terms if "化学需氧量" in term.label or "氨氮" in term.label]


# ---- what there is none of, and what was left empty


HAZARDOUS = {"name": "废油", "category": "hazardous", "generated": 2, "utilised": 0, "prior_utilised": 0, "disposed": 2}  # fmt: skip


@pytest.mark.parametrize(
    ("has", "general", "state"),
    [
        (False, 0, "not_applicable"),
        (True, 0, "no_data"),
        (None, 0, "no_data"),
        (True, 50, "scored"),
        (None, 50, "scored"),
        (False, 50, "scored"),
    ],
)
def test_a_plant_without_general_waste_says_so_and_is_not_judged(
    engine: ScoringEngine, has: bool | None, general: float, state: str
) -> None:
    rows: tuple[dict[str, Any], ...] = (HAZARDOUS,)
    if general:
        rows += (
            HAZARDOUS | {"category": "general", "generated": general, "utilised": general, "disposed": 0},
        )
    given: dict[str, Any] = {"gf__solid_waste": rows} | (
        {} if has is None else {"gf__waste__general_has": has}
    )
    found = assessed(engine, **given)
    score, reason = part(found, "gf.i.waste.rate")
    assert score.state == state
    assert ("有没有一般固废" in reason) == (state == "no_data")
    assert ("ck.gfx.waste_denied" in checks(found)) == (has is False and general > 0)
    indicator = next(entry for entry in found.result(GREEN).indicators if entry.id == "gf.i.waste")
    assert (indicator.score is None) == (state == "not_applicable")


def test_what_was_left_empty_and_counts_as_nothing_is_told(engine: ScoringEngine) -> None:
    empty = assessed(engine, gf__energy=ENERGY)
    assert {"ck.gfx.process_empty", "ck.gfx.green_empty"} <= checks(empty)
    for calc_id in ("co2_t", "market_co2_t", "renewable_tce"):
        assert "没有填的先按 0 加" in figure(empty, calc_id).formula
        assert "没有则取" not in figure(empty, calc_id).formula
    told = assessed(
        engine, gf__energy=ENERGY, gf__process_co2=0, gf__green_power_kwh=0, gf__green_certificate_kwh=0
    )
    assert not {"ck.gfx.process_empty", "ck.gfx.green_empty"} & checks(told)


@pytest.mark.parametrize(
    ("cells", "check"),
    [
        ({"energy_tce": 700}, "ck.gfx.years_energy"),
        ({"co2_t": 1200}, "ck.gfx.years_co2"),
        ({"water_m3": 900}, "ck.gfx.years_water"),
    ],
)
def test_the_row_of_the_year_is_held_against_what_is_calculated(
    engine: ScoringEngine, cells: dict[str, float], check: str
) -> None:
    """500,000 m³ of natural gas are 665 tce and 1,081.0934 t; 1,000 m³ of water."""
    right = {"year": 2025, "output_value": 10_000, "energy_tce": 665, "co2_t": 1081.09, "water_m3": 1000}
    water = ({"source": "tap", "withdrawal": 1000, "recycled": 0, "reuse": 0, "discharge": 0},)
    for row, told in ((right, set()), (right | cells, {check})):
        found = assessed(
            engine, gf__energy=ENERGY, gf__process_co2=0, gf__water=water, gf__year=2025, gf__years=(row,)
        )
        assert {entry for entry in checks(found) if entry.startswith("ck.gfx.years")} == told


# ---- a table without a row, a total that is not above nothing


PER_VALUE = {
    "gf__output_value": 10_000, "gf__limit__has": False, "gf__quota__has": False, "gf__carbon__per_product": False,
    "gf__bench__energy_base": 100, "gf__bench__energy_lead": 60, "gf__bench__co2_base": 300,
    "gf__bench__co2_lead": 100, "gf__bench__water_base": 9, "gf__bench__water_lead": 3,
}  # fmt: skip


@pytest.mark.parametrize("rows", [(), ({},), ({"kind": None, "note": "  "},)])
def test_an_empty_energy_table_is_no_consumption_of_nothing(engine: ScoringEngine, rows: Any) -> None:
    found = assessed(engine, gf__energy=rows, **PER_VALUE)
    for part_id in ("gf.i.energy.intensity", "gf.i.carbon.intensity"):
        score, reason = part(found, part_id)
        assert (score.state, score.fraction) == ("no_data", 0.0)
        assert reason.startswith("“能源消费明细”没有填")
    without = assessed(engine, **PER_VALUE)
    assert found.progress(GREEN).settled == without.progress(GREEN).settled


def test_an_empty_water_table_is_no_withdrawal_of_nothing(engine: ScoringEngine) -> None:
    score, reason = part(assessed(engine, gf__water=(), **PER_VALUE), "gf.i.water.intensity")
    assert (score.state, score.fraction) == ("no_data", 0.0)
    assert reason == "“水源与用水明细”没有填"


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "natural_gas", "consumption": 100, "transferred_out": 5_000},
        {"kind": "natural_gas", "purchase": 100, "opening": 0, "closing": 900},
        {"kind": "natural_gas", "consumption": 0},
    ],
)
def test_a_total_not_above_nothing_gets_no_points_and_says_so(engine: ScoringEngine, row: Any) -> None:
    found = assessed(engine, gf__energy=(row,), **PER_VALUE)
    for part_id in ("gf.i.energy.intensity", "gf.i.carbon.intensity"):
        score, reason = part(found, part_id)
        assert (score.state, score.fraction) == ("no_data", 0.0)
        assert reason == "合计不大于 0，请核对明细"


# ---- a row that was begun and lacks a required cell


WATER = {"source": "tap", "withdrawal": 4_000, "recycled": 0, "reuse": 0, "discharge": 0}
WASTE = {"category": "general", "generated": 100, "utilised": 60, "prior_utilised": 0, "disposed": 40}
CARBON = {"output": 100, "value": 500, "co2_t": 50, "lead": 400, "base": 600}
POLLUTANT = {"medium": "water", "limit": 100, "mean": 40}


def without(row: dict[str, Any], column: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != column}


@pytest.mark.parametrize(
    ("table", "row", "column", "calc_id", "reason"),
    [
        ("gf__water", WATER, "withdrawal", "water_withdrawal", "“水源与用水明细”第 2 行“取用水量”没有填"),
        ("gf__water", WATER, "source", "water_withdrawal", "“水源与用水明细”第 2 行“水源类别”没有填"),
        ("gf__water", WATER, "recycled", "water_reused", "“水源与用水明细”第 2 行“循环水量”没有填"),
        ("gf__solid_waste", WASTE, "generated", "waste_generated", "“固体废物明细”第 2 行“当年产生量”没有填"),
        ("gf__solid_waste", WASTE, "category", "waste_generated", "“固体废物明细”第 2 行“固废类别”没有填"),
        ("gf__pollutants", POLLUTANT, "medium", "margin_water", "“主要污染物浓度”第 2 行“介质类型”没有填"),
        ("gf__pollutants", POLLUTANT, "mean", "margin_water", "“主要污染物浓度”第 2 行“年平均浓度”没有填"),
    ],
)  # fmt: skip
def test_a_required_cell_left_empty_makes_the_total_unknown_and_is_named(
    engine: ScoringEngine, table: str, row: dict[str, Any], column: str, calc_id: str, reason: str
) -> None:
    more: dict[str, Any] = {"gf__outlet__water": True, "gf__outlet__air": True}
    whole = figure(assessed(engine, **{table: (row, row), **more}), calc_id)
    assert whole.value is not None
    short = figure(assessed(engine, **{table: (row, without(row, column)), **more}), calc_id)
    assert (short.value, short.reason) == (None, reason)
    blank = figure(assessed(engine, **{table: (row, row, {}, {column: None}), **more}), calc_id)
    assert blank.value == whole.value


def test_a_row_of_the_other_kind_does_not_stand_in_the_way(engine: ScoringEngine) -> None:
    hazardous = without({**WASTE, "category": "hazardous"}, "generated")
    found = assessed(engine, gf__solid_waste=(WASTE, hazardous))
    assert figure(found, "waste_generated").value == 100
    assert figure(found, "hazardous_generated").value is None
    air = {"medium": "air", "mean": 3}
    found = assessed(engine, gf__pollutants=(POLLUTANT, air), gf__outlet__water=True, gf__outlet__air=True)
    assert figure(found, "margin_water").value == pytest.approx(60)
    assert figure(found, "margin_air").value is None


@pytest.mark.parametrize("column", sorted(CARBON))
def test_a_product_with_a_gap_stops_the_carbon_by_product(engine: ScoringEngine, column: str) -> None:
    more: dict[str, Any] = {"gf__carbon__per_product": True}
    score, _ = part(assessed(engine, gf__carbon__products=(CARBON, CARBON), **more), "gf.i.carbon.intensity")
    assert (score.state, score.fraction) == ("scored", pytest.approx(0.5))
    found = assessed(engine, gf__carbon__products=(CARBON, without(CARBON, column)), **more)
    score, reason = part(found, "gf.i.carbon.intensity")
    assert score.state != "scored"
    assert "第 2 行" in reason or "没有填齐" in reason


def test_a_warning_is_not_silenced_by_a_gap(engine: ScoringEngine) -> None:
    over = {"medium": "water", "limit": 100, "mean": 140}
    rows = (over, without(POLLUTANT, "limit"))
    found = assessed(engine, gf__pollutants=rows, gf__outlet__water=True)
    whole = assessed(engine, gf__pollutants=(over, POLLUTANT), gf__outlet__water=True)
    assert checks(found) == checks(whole)


def test_a_gap_filled_later_counts_at_once(engine: ScoringEngine) -> None:
    rows = (WATER, without(WATER, "withdrawal"))
    before = assessed(engine, gf__water=rows)
    whole = assessed(engine, gf__water=(WATER, WATER))
    after = engine.rescore(before, whole.sheet, [(GREEN, "gf.water")])
    assert list(after.values) == list(whole.values)
    back = engine.rescore(after, before.sheet, [(GREEN, "gf.water")])
    assert list(back.values) == list(before.values)


# ---- units of products, stock, measured heat


@pytest.mark.parametrize(
    ("unit", "same"), [("t", True), (" t ", True), ("吨", True), ("万t", False), ("kg", False), ("件", False)]
)
def test_output_in_another_unit_than_the_limit_is_not_compared(
    engine: ScoringEngine, unit: str, same: bool
) -> None:  # fmt: skip
    row = {
        "name": "管", "output": 100, "unit": unit, "value": 500, "tce": 19, "has_limit": True, "limit": "lim.cu_tube",
    }  # fmt: skip
    found = assessed(engine, gf__products=(row,), gf__limit__has=True)
    filled = found.value("gf.products")[0]
    if same:
        assert (filled["used_level1"], filled["used_level2"]) == (190, 200)
        assert figure(found, "limit_actual").value == pytest.approx(38)
        return
    assert "used_level1" not in filled
    assert "used_level2" not in filled
    assert filled["remark"] == f"产量单位‘{unit}’与标准的‘t’不同，请换算后再填。"
    assert figure(found, "limit_actual").value is None
    assert part(found, "gf.i.energy.intensity")[0].state != "scored"


def test_water_in_another_unit_than_the_quota_is_not_compared(engine: ScoringEngine) -> None:
    limits = engine.catalog.packs.limits
    assert limits is not None
    entry = next(e for e in limits.values.values() if e.kind == "water")
    row = {"output": 10, "unit": f"百{entry.unit}", "value": 5, "withdrawal": 9, "quota": entry.id}
    filled = assessed(engine, gf__quota__products=(row,), gf__quota__has=True).value("gf.quota.products")[0]
    assert "used_lead" not in filled
    assert filled["remark"] == f"产量单位‘百{entry.unit}’与标准的‘{entry.unit}’不同，请换算后再填。"
    same = {**row, "unit": entry.unit}
    filled = assessed(engine, gf__quota__products=(same,), gf__quota__has=True).value("gf.quota.products")[0]
    assert (filled["used_lead"], filled["used_base"]) == (entry.lead, entry.base)


def test_more_stock_than_was_bought_is_said_as_it_is(engine: ScoringEngine) -> None:
    row = {"kind": "natural_gas", "purchase": 100, "opening": 50, "closing": 900}
    remark = assessed(engine, gf__energy=(row,)).value("gf.energy")[0]["remark"]
    assert "期末库存比购进加期初还多，算出的消费量是负数，请核对。" in remark
    assert "转供" not in remark


@pytest.mark.parametrize("heat", [0, -5])
def test_a_measured_heat_not_above_nothing_is_not_used(engine: ScoringEngine, heat: float) -> None:
    found = assessed(engine, gf__energy=({**ENERGY[0], "measured_kj": heat},))
    plain = assessed(engine, gf__energy=ENERGY)
    for calc_id in ("energy_tce", "co2_t"):
        assert figure(found, calc_id).value == figure(plain, calc_id).value
    assert "没有采用，按参考系数折算" in found.value("gf.energy")[0]["remark"]
