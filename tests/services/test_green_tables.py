"""Energy, carbon, three years and every figure as window, report and result file tell them: all from the same terms."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.figures import calculated_figures
from anhui_assess.exchange.result_json import result_bytes
from anhui_assess.report.compose import compose
from anhui_assess.report.model import Table, to_plain
from anhui_assess.services import statements
from anhui_assess.services.diagnosis import green, green_products, green_tables
from anhui_assess.services.figure_words import substituted, term_source, term_words
from anhui_assess.services.reporting import ReportHeading, gather
from tests.assessments import ALL_SAMPLES, GREEN_ONLY, sample
from tests.builders import scored

GREEN = "green_factory"


@pytest.fixture(params=ALL_SAMPLES)
def factory(request: pytest.FixtureRequest, engine: ScoringEngine) -> Scored:
    return engine.score(sample(request.param, engine.catalog).sheet)


def test_the_terms_of_every_sum_add_up_to_it(factory: Scored) -> None:
    for figure in calculated_figures(factory, factory.catalog.forms[GREEN]):
        by_row = [term for term in figure.terms if term.factor is not None]
        if figure.value is not None and by_row:
            assert sum(term.result or 0.0 for term in by_row) == pytest.approx(figure.value, abs=1e-6), (
                figure.id
            )
            for term in by_row:
                assert (term.amount or 0) * (term.factor or 0) == pytest.approx(term.result, abs=1e-6)
                assert term.source, (figure.id, term.label)
                assert term.year or term.source.startswith("企业实测"), (figure.id, term.label)


def test_the_result_file_gives_every_figure_with_its_terms(factory: Scored) -> None:
    data: dict[str, Any] = json.loads(result_bytes(factory))["forms"][GREEN]
    assert [entry["id"] for entry in data["calculations"]] == list(data["calculated"])
    for entry in data["calculations"]:
        assert entry["value"] == data["calculated"][entry["id"]]
        assert entry["formula"]
        assert (entry["value"] is None) == bool(entry["reason"])
        for term in entry["terms"]:
            assert {"label", "amount", "unit", "factor", "source", "year", "result"} <= term.keys()
    energy = next(entry for entry in data["calculations"] if entry["id"] == "energy_tce")
    assert sum(term["result"] for term in energy["terms"]) == pytest.approx(data["calculated"]["energy_tce"])
    parts = [part for indicator in data["indicators"] for part in indicator["parts"]]
    assert all("reason" in part for part in parts)
    assert all(part["reason"] for part in parts if part["state"] in {"uncalibrated", "no_data"})


def test_the_samples_are_one_in_each_energy_class(engine: ScoringEngine) -> None:
    classes = set()
    for name in ALL_SAMPLES:
        found = engine.score(sample(name, engine.catalog).sheet)
        tce = found.result(GREEN).calculated["energy_tce"]
        classes.add(sum(tce >= bound for bound in (3000, 5000, 10_000)))
    assert classes == {0, 1, 2, 3}


def test_window_and_report_show_the_same_rows(factory: Scored) -> None:
    form = factory.catalog.forms[GREEN]
    window = green_tables.energy(factory, form)
    heading = ReportHeading("2026 年自评", "2026-10-31", "李四", "2026-11-23", (GREEN,))
    document = compose(gather(factory, heading, attachments={"a.json": b"{}"}))
    blocks = [block for section in document.sections for block in section.blocks]
    tables = {block.key: block for block in blocks if isinstance(block, Table)}
    assert {"table-energy", "table-carbon", "table-years", "table-calculated"} <= tables.keys()
    plain = json.dumps(to_plain(tables["table-energy"]), ensure_ascii=False)
    for row in window.rows:
        assert row.cells[4].text in plain
    assert green_tables.carbon(factory, form).rows[-1].style == "total"
    assert "等价值" in green_tables.beside(factory, form)
    assert "2026.2 版" in green_tables.factor_edition(factory)
    assert "不加进总分" in green_tables.bonus(factory, form)
    years = green_tables.years(factory, form)
    assert [column.title for column in years.columns[2:]] == ["2023 年", "2024 年", "2025 年", "比上年"]


def test_the_statistical_year_stands_beside_those_before_without_being_filled_in(
    engine: ScoringEngine,
) -> None:
    """500,000 m³ of gas are 665 tce, 66.5 kgce a 万元 of 10,000; before 700 tce over 9,500: −5.0 %, 73.684."""
    answers = {
        "gf.year": 2025,
        "gf.output_value": 10_000,
        "gf.output_prior1": 9500,
        "gf.energy": ({"kind": "natural_gas", "consumption": 500_000},),
    }
    found = scored(
        engine,
        green_factory=answers | {"gf.years": ({"year": 2024, "output_value": 9500, "energy_tce": 700},)},
    )
    form = found.catalog.forms[GREEN]
    rows = {
        row.cells[0].text: [cell.text for cell in row.cells[2:]]
        for row in green_tables.years(found, form).rows
    }
    assert rows["综合能耗"] == ["700.000", "665.000", "−5.0%"]
    assert rows["万元产值能耗"] == ["73.684", "66.500", "−9.8%"]
    assert "取水量" not in rows
    prior = scored(engine, green_factory=answers)
    rows = {
        row.cells[0].text: [cell.text for cell in row.cells[2:]]
        for row in green_tables.years(prior, form).rows
    }
    assert rows["总产值"] == ["9,500.00", "10,000.00", "+5.3%"]
    assert (
        green_tables.years(scored(engine, green_factory={"gf.year": 2025, "gf.output_value": 5}), form).rows
        == ()
    )


def test_a_table_that_cannot_be_added_up_says_so_and_shows_no_total(engine: ScoringEngine) -> None:
    rows = ({"kind": "diesel", "consumption": 5}, {"kind": "steam_enthalpy", "consumption": 100})
    found = scored(engine, green_factory={"gf.energy": rows})
    grid = green_tables.energy(found, found.catalog.forms[GREEN])
    assert [row.cells[0].text for row in grid.rows] == ["柴油", "合计"]
    assert grid.rows[-1].cells[4].text == "—"
    assert "第 2 行" in grid.rows[-1].cells[5].text
    assert "没有算出" in green_tables.beside(found, found.catalog.forms[GREEN])


def test_figures_without_value_say_what_is_missing_and_lead_there(engine: ScoringEngine) -> None:
    found = scored(engine, green_factory={"gf.output_value": 5})
    grid = green_tables.figures(found, found.catalog.forms[GREEN])
    row = next(row for row in grid.rows if row.cells[0].text == "万元产值能耗")
    assert row.cells[4].text == "没有算出：“能源消费明细”没有填"
    assert row.place is not None


def test_terms_are_told_with_factor_and_source(factory: Scored) -> None:
    figures = {figure.id: figure for figure in calculated_figures(factory, factory.catalog.forms[GREEN])}
    first = figures["energy_tce"].terms[0]
    assert term_words(first).startswith("外购电力（电网） ")
    assert "× 0.0001229 = " in term_words(first)
    assert "因子包 2026.2" in term_source(first)
    assert substituted(figures["energy_per_output"]).startswith("全厂综合能耗 ")


def test_the_indicators_carry_their_reason_as_a_tip(engine: ScoringEngine) -> None:
    found = scored(engine, green_factory={"gf.output_value": 0, "gf.limit.has": False})
    form, result = found.catalog.forms[GREEN], found.result(GREEN)
    why = green.reasons(found, form, result)
    grid = green.indicators(form, result, why)
    row = next(row for row in grid.rows if row.cells[0].text == "能源消耗强度")
    assert why["gf.i.energy.intensity"] in row.cells[-1].tip
    assert "缺基准值" in row.cells[-1].tip


def test_a_figure_of_the_enterprises_own_counts_with_its_reason_and_both_are_kept(
    engine: ScoringEngine,
) -> None:
    """1,330 tce by the table; 1,340 by the audit count: 1,340 × 1,000 ÷ 10,000 万元 = 134 kgce/万元."""
    answers: dict[str, Any] = {
        "gf.energy": ({"kind": "natural_gas", "consumption": 1_000_000},),
        "gf.output_value": 10_000,
        "gf.overrides": (
            {"figure": "energy_tce", "value": 1340, "reason": "能源审计报告 2025-07 第 9 页"},
            {"figure": "co2_t", "value": 5},
        ),
    }
    found = scored(engine, green_factory=answers)
    figures = {figure.id: figure for figure in calculated_figures(found, found.catalog.forms[GREEN])}
    assert found.result(GREEN).calculated["energy_tce"] == figures["energy_tce"].value == 1340
    assert figures["energy_tce"].own == pytest.approx(1330, abs=1e-9)
    assert figures["energy_per_output"].value == pytest.approx(134, abs=1e-9)
    assert figures["co2_t"].value == figures["co2_t"].own != 5
    assert substituted(figures["energy_tce"]).startswith(
        "企业改用 1,340.000 tce（理由：能源审计报告 2025-07 第 9 页），程序算得 1,330.000；"
    )
    data = json.loads(result_bytes(found))["forms"][GREEN]
    energy = next(entry for entry in data["calculations"] if entry["id"] == "energy_tce")
    assert (energy["value"], energy["override_reason"]) == (1340, "能源审计报告 2025-07 第 9 页")
    assert energy["own_value"] == pytest.approx(1330, abs=1e-9)


def test_only_what_stands_in_the_way_is_named(engine: ScoringEngine) -> None:
    """The market-based CO₂ makes up for a market factor and process emissions that were not given."""
    rows = ({"kind": "electricity_grid", "consumption": 1000},)
    found = scored(engine, green_factory={"gf.energy": rows, "gf.green_power_kwh": 0})
    form = found.catalog.forms[GREEN]
    figure = next(entry for entry in calculated_figures(found, form) if entry.id == "market_co2_t")
    assert figure.reason == "“单独购买的绿证”没有填"


def test_what_the_case_does_not_ask_for_is_not_held_against_it(engine: ScoringEngine) -> None:
    found = scored(engine, green_factory={"gf.limit.has": False, "gf.outlet.water": False})
    titles = {row.cells[0].text for row in green_tables.figures(found, found.catalog.forms[GREEN]).rows}
    assert not titles & {"限额产品实际能耗", "按1级折算能耗", "按2级折算能耗", "废水最差余量"}
    asked = scored(engine, green_factory={"gf.limit.has": True, "gf.outlet.water": True})
    titles = {row.cells[0].text for row in green_tables.figures(asked, asked.catalog.forms[GREEN]).rows}
    assert {"限额产品实际能耗", "废水最差余量"} <= titles


def test_columns_of_one_formula_are_told_apart(factory: Scored) -> None:
    form = factory.catalog.forms[GREEN]
    rows = {row.cells[0].text: row.cells[4].text for row in green_tables.figures(factory, form).rows}
    assert rows["全厂重复利用水量"].startswith("循环水量：“")
    assert "；串联回用水量：“" in rows["全厂重复利用水量"]


def test_unanswered_basics_are_not_called_met(engine: ScoringEngine) -> None:
    found = scored(engine, green_factory={"gf.veto.quality": True})
    assert "基本要求还有 18 项没有答" in statements.sentence(found)


def test_products_stand_beside_the_values_of_their_standard(engine: ScoringEngine) -> None:
    """4,088 tce over 28,000 t are 146 kgce/t between 135 and 160; 600 over 6,000 are 100, just at 100; 2,300 over 18,000: 127.778."""
    found = engine.score(sample(GREEN_ONLY, engine.catalog).sheet)
    form = found.catalog.forms[GREEN]
    first = green_products.limits(found, form).rows[0]
    assert [cell.text for cell in first.cells[1:9]] == [
        "28,000", "t", "4,088", "146.000", "135", "160", "kgce/t", "在1级和2级之间",
    ]  # fmt: skip
    assert first.cells[9].text.startswith("GB 21351-2023")
    products = (
        {
            "name": "建筑型材",
            "output": 6000,
            "unit": "t",
            "value": 1,
            "tce": 600,
            "has_limit": True,
            "limit": "lim.al_building",
        },
        {
            "name": "氧化",
            "output": 18000,
            "unit": "t",
            "value": 1,
            "tce": 2300,
            "has_limit": True,
            "limit": "lim.al_anodise",
        },
        {"name": "别的", "output": 5, "unit": "t", "value": 1, "tce": 1, "has_limit": False},
    )
    made = scored(engine, green_factory={"gf.limit.has": True, "gf.products": products})
    rows = green_products.limits(made, form).rows
    assert [row.cells[8].text for row in rows] == ["达到1级", "没有达到2级"]
    assert green_products.quotas(made, form).rows == ()


def test_a_quota_stands_with_its_two_values(engine: ScoringEngine) -> None:
    """90,000 m³ over 300,000 t of clinker are 0.3 m³/t between 0.225 and 0.51."""
    row = {
        "name": "熟料",
        "output": 300_000,
        "unit": "t熟料",
        "value": 1,
        "withdrawal": 90_000,
        "quota": "wq.cement",
    }
    found = scored(engine, green_factory={"gf.quota.has": True, "gf.quota.products": (row,)})
    cells = green_products.quotas(found, found.catalog.forms[GREEN]).rows[0].cells
    assert [cell.text for cell in cells[3:9]] == [
        "90,000",
        "0.300",
        "0.225",
        "0.51",
        "m³/t熟料",
        "在先进值和通用值之间",
    ]
