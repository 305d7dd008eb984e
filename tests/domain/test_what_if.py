"""Sensitivity, chokepoints and readiness: the same risk function, read over changed rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.critical_items import CellChange, WhatIf
from anhui_assess.domain.form import SupplyRisk
from anhui_assess.domain.readiness import BETWEEN, basis_text, kept_basis, notes_of, parts_of, reached
from anhui_assess.domain.scoring.supply_risk import RiskReader, inventory_lines, line_of
from anhui_assess.domain.scoring.what_if import changed_row, chokepoints, measures_for, sensitivity
from tests.domain.test_supply_risk import Row, rows, rule

__all__ = ["rule"]
BEARING: Row = {
    "name": "主轴轴承", "base": "parts", "import_share": 80, "qualified_suppliers": 1, "largest_share": 100,
    "lead_time_weeks": 16, "stock_weeks": 4, "substitute_trl": 6, "plan": "trial", "impact": 5,
}  # fmt: skip


@pytest.fixture
def what_ifs(catalog: Catalog) -> dict[str, WhatIf]:
    return {entry.id: entry for entry in catalog.packs.what_ifs}


def test_a_second_supplier_by_hand(rule: SupplyRisk, what_ifs: dict[str, WhatIf]) -> None:
    """Suppliers 1 → 2: 1 → 0.55 of weight 0.2; largest share 100 → 70: 1 → 4/7 of weight 0.1; impact 1."""
    found = sensitivity(BEARING, rule, what_ifs["second_supplier"])
    assert found.gain == pytest.approx(100 * (0.2 * 0.45 + 0.1 * 3 / 7), abs=1e-9)
    assert found.after == line_of({**BEARING, "qualified_suppliers": 2, "largest_share": 70}, rule)


def test_a_substitute_in_batch_by_hand(rule: SupplyRisk, what_ifs: dict[str, WhatIf]) -> None:
    row = changed_row(BEARING, what_ifs["substitute_batch"])
    changed = {"substitute_trl": 9, "plan": "batch", "import_share": 50, "qualified_suppliers": 2}
    assert row == {**BEARING, **changed}
    fall = 0.1 * 0.5 + 0.15 * 0.4 + 0.2 * 0.3 + 0.2 * 0.45
    assert sensitivity(BEARING, rule, what_ifs["substitute_batch"]).gain == pytest.approx(100 * fall)


def test_twice_the_stock_by_hand(rule: SupplyRisk, what_ifs: dict[str, WhatIf]) -> None:
    assert sensitivity(BEARING, rule, what_ifs["double_stock"]).gain == pytest.approx(100 * 0.1 * 0.3)
    unknown = sensitivity({**BEARING, "stock_weeks": None}, rule, what_ifs["double_stock"])
    assert (unknown.changed, unknown.gain) == (False, 0.0)


@given(row=rows, data=st.data())
def test_a_step_never_raises_the_risk(
    catalog: Catalog, rule: SupplyRisk, row: Row, data: st.DataObject
) -> None:
    what_if = data.draw(st.sampled_from(catalog.packs.what_ifs))
    found = sensitivity(row, rule, what_if)
    assert found.before == line_of(row, rule)
    assert 0.0 <= found.after.risk <= found.before.risk
    assert found.changed == (found.gain > 0)


def test_a_step_that_would_not_help_leaves_the_row(rule: SupplyRisk) -> None:
    worse = WhatIf("w", "多等", "", (CellChange("lead_time_weeks", add=10),))
    found = sensitivity(BEARING, rule, worse)
    assert (found.changed, found.after) == (False, found.before)


def test_a_step_is_only_for_rows_it_makes_sense_for(rule: SupplyRisk, what_ifs: dict[str, WhatIf]) -> None:
    """Nothing imported has no import to replace; what is no part and no material cannot be stocked."""
    home = sensitivity({**BEARING, "import_share": 0}, rule, what_ifs["substitute_batch"])
    assert (home.applies, home.changed, home.after) == (False, False, home.before)
    unknown = sensitivity({"impact": 5}, rule, what_ifs["substitute_batch"])
    assert (unknown.applies, unknown.changed) == (True, True)
    service = sensitivity({**BEARING, "base": "process"}, rule, what_ifs["double_stock"])
    assert not service.applies
    assert sensitivity(BEARING, rule, what_ifs["double_stock"]).applies


def kinds(catalog: Catalog, row: Row) -> list[str]:
    return [kind.id for kind in chokepoints(row, catalog.packs.chokepoints)]


def test_kinds_of_chokepoint(catalog: Catalog) -> None:
    found = kinds(catalog, BEARING)
    assert found == ["second_source", "substitution_trial", "stock", "testing", "patents"]
    nobody = {**BEARING, "substitute_trl": 3, "plan": "none"}
    assert {"joint_development", "design_change"} <= set(kinds(catalog, nobody))
    safe = {
        "base": "parts",
        "import_share": 0,
        "qualified_suppliers": 4,
        "largest_share": 40,
        "plan": "batch",
    }
    assert (
        kinds(catalog, {**safe, "substitute_trl": 9, "impact": 3, "lead_time_weeks": 3, "stock_weeks": 4})
        == []
    )


def test_an_empty_row_is_of_no_kind(catalog: Catalog) -> None:
    assert kinds(catalog, {}) == []


def test_every_kind_leads_to_measures_of_the_library(catalog: Catalog) -> None:
    bases = [choice.id for choice in catalog.item("four_bases", "fb.inventory").columns[3].choices]
    assert bases == ["parts", "process", "materials", "technology", "software"]
    for kind in catalog.packs.chokepoints:
        for base in (*bases, None):
            found = measures_for(kind, base)
            assert len(set(found)) == len(found)
            assert set(found) <= set(catalog.packs.measures)
            assert found or base is None, (kind.id, base)


@given(table=st.lists(rows, max_size=12), data=st.data())
def test_the_reader_says_what_the_function_says(
    rule: SupplyRisk, table: list[Row], data: st.DataObject
) -> None:
    """A remembered risk is the risk: after any edit of any row, in any order."""
    reader = RiskReader(rule)
    assert reader.lines(table) == inventory_lines(table, rule)
    if table:
        place = data.draw(st.integers(0, len(table) - 1))
        table[place] = data.draw(rows)
    assert reader.lines(table) == inventory_lines(table, rule)


def test_the_reader_tells_true_from_one(rule: SupplyRisk) -> None:
    reader = RiskReader(rule)
    assert reader.line({"impact": 1}).risk == line_of({"impact": 1}, rule).risk
    assert reader.line({"impact": True}).risk == line_of({"impact": True}, rule).risk
    odd: dict[str, Any] = {"plan": []}
    assert reader.line(odd) == line_of(odd, rule)


# ------------------------------------------------------------------------------------------------- readiness


@pytest.mark.parametrize(("scale", "top"), [("trl", 9), ("mrl", 10)])
def test_all_steps_reach_the_top(catalog: Catalog, scale: str, top: int) -> None:
    known = catalog.packs.readiness[scale]
    assert [step.level for step in known.steps] == list(range(1, top + 1))
    assert all(step.evidence and step.question.endswith("？") for step in known.steps)
    assert reached(known, dict.fromkeys(range(1, top + 1), True)).level == top
    assert reached(known, dict.fromkeys(range(1, top + 1), True)).next_step is None


@given(yes=st.frozensets(st.integers(1, 9)), no=st.frozensets(st.integers(1, 9)))
def test_the_level_is_the_run_of_yes_from_the_first_step(
    catalog: Catalog, yes: frozenset[int], no: frozenset[int]
) -> None:
    scale = catalog.packs.readiness["trl"]
    answers = {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)}
    found = reached(scale, answers)
    level = found.level or 0
    assert all(answers.get(step) is True for step in range(1, level + 1))
    assert answers.get(level + 1) is not True
    assert found.beyond == tuple(step for step in range(level + 2, 10) if answers.get(step) is True)
    fewer = {step: answer for step, answer in answers.items() if step != min(answers)} if answers else {}
    assert (reached(scale, fewer).level or 0) <= level


def test_the_basis_says_level_evidence_and_next_step(catalog: Catalog) -> None:
    scale = catalog.packs.readiness["trl"]
    text = basis_text(scale, {1: True, 2: True, 3: True}, {2: "方案 2025-18", 3: " ", 5: "没到"})
    assert text == "技术就绪级 3 级（2 级 方案 2025-18），下一步：样件合成"
    assert "证据待补" in basis_text(scale, {1: True}, {})
    assert basis_text(scale, {2: True}, {}) == "技术就绪级：第 1 步还没有做到"


@given(
    notes=st.dictionaries(
        st.integers(1, 9), st.text("报告（2026）()；;、，:：0123456789 级AB-", max_size=14), max_size=9
    ),
    top=st.integers(0, 9),
)
def test_evidence_is_read_back_as_it_was_written(catalog: Catalog, notes: dict[int, str], top: int) -> None:
    """Opening the helper again and writing again changes nothing, whatever signs the evidence holds."""
    scale = catalog.packs.readiness["trl"]
    answers = dict.fromkeys(range(1, top + 1), True)
    text = basis_text(scale, answers, notes)
    again = notes_of(text)
    assert basis_text(scale, answers, again) == text
    assert set(again) == {level for level, note in notes.items() if level <= top and note.strip()}


def test_each_scale_finds_its_own_words_in_the_cell(catalog: Catalog) -> None:
    trl, mrl = catalog.packs.readiness["trl"], catalog.packs.readiness["mrl"]
    yes = {1: True, 2: True}
    cell = BETWEEN.join(
        [basis_text(trl, yes, {2: "方案（2026｜03）；附图"}), basis_text(mrl, yes, {1: "难点表"})]
    )
    assert len(parts_of(cell)) == 2
    assert notes_of(kept_basis(cell, trl)) == {2: "方案（2026|03）；附图"}
    assert notes_of(kept_basis(cell, mrl)) == {1: "难点表"}
    assert notes_of(kept_basis("自己写的一句话", trl)) == {}
