from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import SupplyRisk
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.domain.scoring.supply_risk import inventory_lines
from tests.builders import sheet_of

PLANS = ("none", "planned", "trial", "batch")
Row = dict[str, Any]
numbers = {
    "import_share": st.floats(0, 100),
    "qualified_suppliers": st.integers(0, 20),
    "largest_share": st.floats(0, 100),
    "stock_weeks": st.floats(0, 60),
    "lead_time_weeks": st.floats(0, 60),
    "substitute_trl": st.integers(1, 9),
    "impact": st.integers(1, 5),
}
cells: dict[str, st.SearchStrategy[Any]] = {**numbers, "plan": st.sampled_from(PLANS)}
rows = st.fixed_dictionaries({"name": st.just("件")}, optional=cells)
WORSE_WHEN_LARGER = {
    "import_share": True,
    "qualified_suppliers": False,
    "largest_share": True,
    "stock_weeks": False,
    "lead_time_weeks": True,
    "substitute_trl": False,
    "impact": True,
}


@pytest.fixture(scope="session")
def rule(catalog: Catalog) -> SupplyRisk:
    found = catalog.forms["four_bases"].scoring.supply_risk
    assert found is not None
    return found


def risk(rule: SupplyRisk, row: Row) -> float:
    (line,) = inventory_lines([row], rule)
    return line.risk


def test_a_hand_computed_row(catalog: Catalog, engine: ScoringEngine) -> None:
    """Import 80 % → 0.8; 1 supplier → 1; largest 65 % → 0.5; lead 12 weeks → 0.6; stock 4 weeks → 0.6; TRL 6 → 0.5;
    plan trial → 0.4. 0.2·0.8 + 0.2·1 + 0.1·0.5 + 0.15·0.6 + 0.1·0.6 + 0.1·0.5 + 0.15·0.4 = 0.67; impact 4 → 0.8.
    100 × 0.67 × 0.8 = 53.6, which is 中.
    """
    row = {
        "name": "主轴轴承", "import_share": 80, "qualified_suppliers": 1, "largest_share": 65, "lead_time_weeks": 12,
        "stock_weeks": 4, "substitute_trl": 6, "plan": "trial", "impact": 4,
    }  # fmt: skip
    sheet = sheet_of(four_bases={"fb.inventory": (row, {"name": "什么都没填"})})
    found = engine.score(sheet).result("four_bases").inventory
    assert found[0].risk == pytest.approx(53.6, abs=1e-9)
    assert (found[0].row, found[0].class_title, found[0].unknown, found[0].impact) == (
        0,
        "中",
        (),
        pytest.approx(0.8),
    )
    assert (found[1].row, found[1].risk, found[1].class_title) == (1, pytest.approx(100), "高")
    assert len(found[1].unknown) == 8
    assert engine.score(AnswerSheet()).result("four_bases").inventory == ()


@given(row=rows, data=st.data())
def test_more_exposure_never_lowers_the_risk(rule: SupplyRisk, row: Row, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(sorted(numbers)))
    low, high = sorted([data.draw(numbers[column]), data.draw(numbers[column])])
    safe, exposed = (low, high) if WORSE_WHEN_LARGER[column] else (high, low)
    assert risk(rule, {**row, column: exposed}) >= risk(rule, {**row, column: safe}) - 1e-12


@given(row=rows, first=st.integers(0, 3), second=st.integers(0, 3))
def test_less_progress_of_the_plan_never_lowers_the_risk(
    rule: SupplyRisk, row: Row, first: int, second: int
) -> None:
    less, more = sorted([first, second])
    assert risk(rule, {**row, "plan": PLANS[less]}) >= risk(rule, {**row, "plan": PLANS[more]})


@given(row=rows, data=st.data())
def test_an_empty_cell_never_lowers_the_risk(rule: SupplyRisk, row: Row, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(sorted(cells)))
    without = {key: value for key, value in row.items() if key != column}
    assert risk(rule, without) >= risk(rule, {**row, column: data.draw(cells[column])}) - 1e-12


@given(some=st.lists(rows, max_size=6), data=st.data())
def test_rows_stand_alone(rule: SupplyRisk, some: list[Row], data: st.DataObject) -> None:
    """Equal rows have equal risk wherever they stand; order and neighbours do not matter."""
    order = data.draw(st.permutations(range(len(some))))
    alone = [risk(rule, row) for row in some]
    shuffled = inventory_lines([some[place] for place in order], rule)
    assert [line.risk for line in shuffled] == [alone[place] for place in order]
    assert [line.row for line in shuffled] == list(range(len(some)))
    assert all(0.0 <= line.risk <= 100.0 + 1e-9 for line in shuffled)


@given(
    some=st.lists(rows, min_size=1, max_size=8),
    data=st.data(),
)
@settings(max_examples=40)
def test_a_whole_form_keeps_the_properties(
    catalog: Catalog, engine: ScoringEngine, some: list[Row], data: st.DataObject
) -> None:
    """Through the engine: the order of rows changes no risk; making one cell of one row worse changes only that row, upwards."""

    def risks(table: list[Row]) -> list[float]:
        result = engine.score(sheet_of(four_bases={"fb.inventory": tuple(table)})).result("four_bases")
        return [line.risk for line in result.inventory]

    before = risks(some)
    order = data.draw(st.permutations(range(len(some))))
    assert risks([some[place] for place in order]) == [before[place] for place in order]
    place = data.draw(st.integers(0, len(some) - 1))
    column = data.draw(st.sampled_from(sorted(numbers)))
    drawn = [data.draw(numbers[column]) for _ in range(2)]
    known = some[place].get(column)
    worst = max if WORSE_WHEN_LARGER[column] else min
    cell = worst([*drawn, known] if known is not None else drawn)
    worse = [dict(row) for row in some]
    if known is None:
        worse[place].pop(column, None)
    else:
        worse[place][column] = cell
    after = risks(worse)
    assert after[place] >= before[place] - 1e-9
    assert [risk for n, risk in enumerate(after) if n != place] == [
        risk for n, risk in enumerate(before) if n != place
    ]


def test_a_row_in_which_nothing_was_filled_in_is_no_item(
    catalog: Catalog, engine: ScoringEngine, rule: SupplyRisk
) -> None:
    """Lines keep the numbers of their rows; a row just added shows no risk until something stands in it."""
    table: tuple[Row, ...] = ({}, {"name": "轴承"}, {"note": " "}, {"impact": 1})
    assert [line.row for line in inventory_lines(table, rule)] == [1, 3]
    state = engine.score(sheet_of(four_bases={"fb.inventory": table}))
    assert [line.row for line in state.result("four_bases").inventory] == [1, 3]
    shown = state.value("fb.inventory")
    assert ["risk" in row for row in shown] == [False, True, False, True]


@given(row=rows)
def test_the_class_follows_from_the_risk(rule: SupplyRisk, row: Row) -> None:
    (line,) = inventory_lines([row], rule)
    fitting = [found for found in rule.classes if line.risk >= found.minimum - 1e-9]
    assert line.risk_class == max(fitting, key=lambda found: found.minimum).id


@pytest.mark.parametrize("junk", [True, "很多", "", None, ()])
def test_an_unreadable_cell_counts_as_unknown(rule: SupplyRisk, junk: object) -> None:
    for column in ("import_share", "plan", "impact"):
        (line,) = inventory_lines([{"name": "件", column: junk}], rule)
        assert (line.risk, len(line.unknown)) == (pytest.approx(100), 8)


def test_beyond_the_ends_of_the_line_it_is_flat(rule: SupplyRisk) -> None:
    assert risk(rule, {"lead_time_weeks": 500}) == risk(rule, {"lead_time_weeks": 26})
    assert risk(rule, {"qualified_suppliers": 99}) == risk(rule, {"qualified_suppliers": 5})
