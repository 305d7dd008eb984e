"""What is said of the inventory: the step to take first, the whole list under a step, and who comes first."""

from __future__ import annotations

from typing import Any

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services.diagnosis import inventory as read
from tests.assessments import sample
from tests.builders import sheet_of

FB = "four_bases"
BEARING = {
    "name": "主轴轴承", "base": "parts", "import_share": 80, "qualified_suppliers": 1, "largest_share": 100,
    "lead_time_weeks": 16, "stock_weeks": 4, "substitute_trl": 6, "plan": "trial", "impact": 4,
}  # fmt: skip
BOLT = {
    "name": "螺栓", "base": "parts", "import_share": 0, "qualified_suppliers": 5, "largest_share": 30,
    "lead_time_weeks": 1, "stock_weeks": 16, "substitute_trl": 9, "plan": "batch", "impact": 2,
}  # fmt: skip


@pytest.fixture
def form(catalog: Catalog) -> Form:
    return catalog.forms[FB]


def scored(engine: ScoringEngine, *rows: dict[str, Any]) -> Scored:
    return engine.score(sheet_of(four_bases={"fb.inventory": rows}))


def test_first_comes_the_easiest_step_that_lowers_the_class(engine: ScoringEngine, form: Form) -> None:
    """61.2 is 高; twice the stock (4 → 8 weeks: −2.4) brings 58.8, enough, though a substitute would lower it more."""
    row = {**BEARING, "lead_time_weeks": 15, "import_share": 96.5}
    state = scored(engine, row)
    (line,) = read.what_if_lines(state, form, read.entries(state, form))
    assert line.entry.line.class_title == "高"
    assert line.first is not None
    assert line.first.what_if.id == "double_stock"
    assert max(line.outcomes, key=lambda outcome: outcome.gain).what_if.id == "substitute_batch"


def test_a_step_to_the_very_edge_of_the_class_is_not_enough(engine: ScoringEngine, form: Form) -> None:
    """61.8 less 2.4 is 59.4: below 60, but by less than a point."""
    state = scored(engine, {**BEARING, "lead_time_weeks": 15, "import_share": 100})
    (line,) = read.what_if_lines(state, form, read.entries(state, form))
    assert 59 < line.outcomes[0].after.risk < 60
    assert line.first is not None
    assert line.first.what_if.id == "second_supplier"


def test_where_no_step_lowers_the_class_the_most_helpful_one_is_first(
    engine: ScoringEngine, form: Form
) -> None:
    state = scored(engine, {**BEARING, "impact": 5, "stock_weeks": 0, "plan": "none", "import_share": 100})
    (line,) = read.what_if_lines(state, form, read.entries(state, form))
    assert line.first is not None
    assert line.first.gain == max(outcome.gain for outcome in line.outcomes)


def test_where_nothing_helps_there_is_no_first_step(engine: ScoringEngine, form: Form) -> None:
    state = scored(engine, BOLT)
    (line,) = read.what_if_lines(state, form, read.entries(state, form))
    assert line.first is None
    assert [read.outcome_words(outcome) for outcome in line.outcomes] == ["不变", "不变", "不适用"]
    assert "保持现状" in read.first_words([line])


def test_the_whole_list_is_counted_under_every_step(engine: ScoringEngine, form: Form) -> None:
    state = scored(engine, BEARING, {**BEARING, "import_share": 95, "lead_time_weeks": 15}, BOLT)
    found = read.entries(state, form)
    words = read.portfolio_words(state, form, found)
    assert "都做“库存加一倍”，高风险 1 项变 0 项、中风险 1 项变 2 项" in words
    assert words.count("都做") == len(state.catalog.packs.what_ifs)
    assert read.portfolio_words(state, form, ()) == ""
    assert read.first_words(()) == ""


@pytest.mark.parametrize("name", ["hefei-precision", "tongling-copper", "anqing-textile"])
def test_a_sample_says_where_to_begin(name: str, engine: ScoringEngine, form: Form) -> None:
    state = engine.score(sample(name, engine.catalog).sheet)
    lines = read.what_if_lines(state, form, read.entries(state, form)[:3])
    words = read.first_words(lines)
    assert words.startswith("先动这三件：")
    assert all(line.entry.name in words for line in lines)
