"""The inventory read for diagnosis: exposure, shared items, sensitivity, chokepoints, dependence; each by hand."""

from __future__ import annotations

from typing import Any

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services.diagnosis import bases, inventory_grids
from anhui_assess.services.diagnosis import inventory as read
from tests.assessments import SAMPLES, document, sample

FB = "four_bases"
STEEL: dict[str, Any] = {
    "name": "轴承钢", "base": "materials", "product": "减速器、轴承；减速器", "stage": "input", "origin": "abroad_single",
    "annual_purchase": 1000, "import_share": 80, "qualified_suppliers": 1, "largest_share": 100, "stock_weeks": 4,
    "lead_time_weeks": 17, "substitute_trl": 7, "plan": "trial", "impact": 5, "affected_sales": 5200,
}  # fmt: skip
SEAL: dict[str, Any] = {
    "name": "密封件", "base": "parts", "product": "减速器", "stage": "assembly", "origin": "china",
    "annual_purchase": 50, "import_share": 0, "qualified_suppliers": 4, "largest_share": 30, "stock_weeks": 16,
    "lead_time_weeks": 4, "substitute_trl": 9, "plan": "batch", "impact": 2, "affected_sales": 900,
}  # fmt: skip
BLANK: dict[str, Any] = {"name": "控制板", "base": "parts", "impact": 3}


def scored(engine: ScoringEngine, catalog: Catalog, *rows: dict[str, Any]) -> Scored:
    return engine.score(document(catalog, four_bases={"fb.inventory": rows}).sheet)


@pytest.fixture
def found(engine: ScoringEngine, catalog: Catalog) -> tuple[read.Entry, ...]:
    return read.entries(scored(engine, catalog, SEAL, STEEL, BLANK), catalog.forms[FB])


def test_the_order_is_that_of_risk(found: tuple[read.Entry, ...]) -> None:
    assert [(entry.number, entry.name) for entry in found] == [(1, "轴承钢"), (2, "控制板"), (3, "密封件")]
    assert [entry.line.risk for entry in found] == sorted((e.line.risk for e in found), reverse=True)


def test_exposure_by_hand(found: tuple[read.Entry, ...]) -> None:
    """Steel: 1000 × 80 % = 800; 5200 ÷ 52 × (17 − 4) = 1300. Seal: stock outlasts the lead time, so nothing stops."""
    steel, blank, seal = found
    assert (steel.imported, steel.stopped) == (pytest.approx(800), pytest.approx(1300))
    assert (seal.imported, seal.stopped) == (0, 0)
    assert (blank.imported, blank.stopped) == (None, None)
    sums = read.exposure(found)
    assert (sums.purchase, sums.imported) == (pytest.approx(1050), pytest.approx(800))
    assert (sums.greatest_stop, sums.without_purchase, sums.without_stop) == (steel, 1, 1)
    words = read.exposure_words(found)
    assert "1,050.0 万元" in words
    assert "800.0 万元（76%）" in words
    assert "约有 1,300.0 万元" in words
    assert "1 项没填年采购额" in words


def test_an_unknown_import_share_counts_as_all_imported(engine: ScoringEngine, catalog: Catalog) -> None:
    row = {key: value for key, value in STEEL.items() if key not in {"import_share", "stock_weeks"}}
    (entry,) = read.entries(scored(engine, catalog, row), catalog.forms[FB])
    assert (entry.imported, entry.stopped) == (pytest.approx(1000), pytest.approx(1700))


def test_items_shared_by_products(found: tuple[read.Entry, ...]) -> None:
    assert found[0].products == ("减速器", "轴承")
    assert read.shared_items(found) == (found[0],)


def test_chokepoints_lead_to_measures(engine: ScoringEngine, catalog: Catalog) -> None:
    state = scored(engine, catalog, SEAL, STEEL, BLANK)
    form = catalog.forms[FB]
    entries = read.entries(state, form)
    risky = read.worth_acting(form, entries)
    assert [entry.name for entry in risky] == ["轴承钢", "控制板"]
    given = {advice.kind.id: advice for advice in read.advice(state, risky)}
    assert set(given) == {"second_source", "substitution_trial", "stock", "testing", "patents"}
    assert [measure.id for measure in given["substitution_trial"].measures] == ["material-substitution"]
    assert [entry.name for entry in read.to_find_out(entries)] == ["控制板"]
    grid = inventory_grids.advice_grid(tuple(given.values()), form)
    assert [row.cells[1].text for row in grid.rows] == ["1"] * 5


def test_each_what_if_is_the_risk_of_the_changed_row(engine: ScoringEngine, catalog: Catalog) -> None:
    state = scored(engine, catalog, STEEL)
    form = catalog.forms[FB]
    (line,) = read.what_if_lines(state, form, read.entries(state, form))
    changed = {**STEEL, "qualified_suppliers": 2, "largest_share": 70}
    expected = scored(engine, catalog, changed).result(FB).inventory[0].risk
    outcome = next(entry for entry in line.outcomes if entry.what_if.id == "second_supplier")
    assert outcome.after.risk == pytest.approx(expected, abs=1e-9)
    assert line.first is not None
    assert line.first.what_if.id == "substitute_batch"
    assert inventory_grids.what_if_grid((line,), form).rows[0].cells[-1].text == "国产替代转批量"


def test_dependence_by_stage_and_origin(found: tuple[read.Entry, ...], catalog: Catalog) -> None:
    data = read.dependence(catalog.forms[FB], found)
    assert data.rows == ("原料投入", "装配调试", "未填")
    assert data.columns[-1] == "未填"
    cells = {(data.rows[row], data.columns[column]): cell for (row, column), cell in data.cells.items()}
    steel = cells["原料投入", "境外一地"]
    assert (steel.count, steel.worst, steel.purchase, steel.numbers) == (1, "高", 1000, (1,))
    assert cells["装配调试", "省外国内"].worst == "低"
    assert cells["未填", "未填"].numbers == (2,)
    assert "有高风险件的格：原料投入 × 境外一地、未填 × 未填。" in read.dependence_words(data)


def test_nothing_listed_says_so(engine: ScoringEngine, catalog: Catalog) -> None:
    form = catalog.forms[FB]
    state = scored(engine, catalog)
    assert read.entries(state, form) == ()
    assert read.dependence_words(read.dependence(form, ())) == "清单里还没有填环节和来源地。"
    assert read.what_if_lines(state, form, ()) == ()
    assert inventory_grids.what_if_grid((), form).rows == ()
    assert read.exposure_words(()).startswith("清单年采购额合计 0.0 万元")


@pytest.mark.parametrize("name", SAMPLES)
def test_strengths_and_weak_aspects_are_ratings_of_the_answers(
    name: str, engine: ScoringEngine, catalog: Catalog
) -> None:
    state = engine.score(sample(name, catalog).sheet)
    form = catalog.forms[FB]
    strong, weak = bases.strengths(state, form), bases.weaknesses(state, form)
    assert all(entry.rating >= 4 for entry in strong)
    assert all(entry.rating <= 2 for entry in weak)
    for entry in (*strong, *weak):
        assert state.value(entry.item.id) == entry.rating
        assert entry.anchor == entry.item.anchors[str(entry.rating)]
    assert sum(cell.count for cell in read.dependence(form, read.entries(state, form)).cells.values()) == len(
        state.result(FB).inventory
    )


def test_the_factors_of_a_row_add_up_to_its_risk(found: tuple[read.Entry, ...], catalog: Catalog) -> None:
    grid = inventory_grids.factor_grid(found, catalog.forms[FB])
    for row, entry in zip(grid.rows, found, strict=True):
        *factors, total, impact, risk = (cell.text for cell in row.cells[2:])
        assert sum(float(words.rstrip("*")) for words in factors) == pytest.approx(float(total), abs=0.4)
        assert float(total) * float(impact.strip("× *")) == pytest.approx(entry.line.risk, abs=0.1)
        assert risk.startswith(f"{entry.line.risk:.1f}")
    assert [cell.text.endswith("*") for cell in grid.rows[1].cells[2:9]] == [True] * 7
    assert grid.rows[1].cells[2].tip == "没有填，按最坏算"


def test_the_dearest_items_come_first(found: tuple[read.Entry, ...], catalog: Catalog) -> None:
    grid = inventory_grids.exposure_grid(found, catalog.forms[FB], 10)
    assert [[cell.text for cell in row.cells[1:7]] for row in grid.rows] == [
        ["轴承钢", "减速器、轴承", "1,000.0", "800.0", "13.0", "1,300.0"]
    ]
