"""The inventory in the window: typical items, the readiness helper, risks that follow every edit, long tables."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from anhui_assess.domain.form import SupplyRisk
from anhui_assess.domain.scoring import supply_risk
from anhui_assess.domain.scoring.supply_risk import line_of
from anhui_assess.gui.diagnosis_page import DiagnosisPage
from anhui_assess.gui.editors.inventory_tools import InventoryTools
from anhui_assess.gui.editors.table import TableEditor
from anhui_assess.gui.questionnaire.page import QuestionnairePage
from anhui_assess.services.navigation import Place
from tests.domain.test_supply_risk import rule
from tests.gui.conftest import Desk

__all__ = ["rule"]
FB, TABLE = "four_bases", "fb.inventory"
ROWS = [
    {"name": "主轴轴承", "base": "parts", "impact": 4, "import_share": 80, "substitute_trl": 5},
    {"name": "润滑脂", "base": "materials", "impact": 2},
]


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> QuestionnairePage:
    made = QuestionnairePage(desk.app, desk.prompter)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    session = desk.fill()
    session.answer("profile", "industry", "智能装备")
    session.answer(FB, TABLE, ROWS)
    made.go(Place(FB, TABLE))
    return made


def table(page: QuestionnairePage) -> tuple[TableEditor, InventoryTools]:
    editor = page.question.editor
    assert isinstance(editor, TableEditor)
    assert editor.aids is not None
    return editor, editor.aids


def stored(desk: Desk) -> Any:
    session = desk.app.current
    assert session is not None
    return session.current(FB, TABLE).value


def test_typical_items_become_rows_of_one_edit(desk: Desk, page: QuestionnairePage) -> None:
    _, aids = table(page)
    aids.open_catalogue()
    dialog = aids.catalogue
    assert dialog.industry.currentText() == "智能装备"
    assert not dialog.add.isEnabled()
    dialog.tick("cnc-system")
    dialog.tick("precision-reducer")
    saves = len(desk.store.saves)
    dialog.add.click()
    assert len(desk.store.saves) == saves + 1
    assert [dict(row) for row in stored(desk)[2:]] == [
        {"name": "精密减速器（谐波、摆线）", "base": "parts", "stage": "assembly"},
        {"name": "数控系统", "base": "parts", "stage": "control"},
    ]


def test_what_is_in_the_list_already_is_not_offered_again(desk: Desk, page: QuestionnairePage) -> None:
    editor, aids = table(page)
    aids.open_catalogue()
    aids.catalogue.tick("cnc-system")
    aids.catalogue.add.click()
    aids.open_catalogue()
    aids.catalogue.tick("cnc-system")
    assert not aids.catalogue.add.isEnabled()
    assert len(editor.model.rows) == 3


def test_the_search_finds_by_name_and_use_over_all_industries(page: QuestionnairePage) -> None:
    _, aids = table(page)
    aids.open_catalogue()
    aids.catalogue.industry.setCurrentIndex(0)
    aids.catalogue.search.setText("隔膜")
    assert "battery-separator" in [item.id for item in aids.catalogue.shown()]
    aids.catalogue.tick("battery-separator")
    aids.catalogue.search.setText("没有这种东西")
    assert aids.catalogue.shown() == []
    assert aids.catalogue.add.text() == "加入 1 项"


def test_the_readiness_helper_writes_level_and_evidence(desk: Desk, page: QuestionnairePage) -> None:
    editor, aids = table(page)
    editor.grid.setCurrentIndex(editor.model.index(0, 0))
    aids.open_readiness()
    trl, mrl = aids.readiness.pages
    assert trl.found().level == 5
    trl.boxes[6].setChecked(True)
    trl.notes[6].setText("正样试验 2026-05")
    trl.boxes[8].setChecked(True)
    assert not trl.warning.isHidden()
    saves = len(desk.store.saves)
    aids.readiness.write.click()
    assert len(desk.store.saves) == saves + 1
    row = stored(desk)[0]
    assert row["substitute_trl"] == 6
    assert row["readiness_basis"] == "技术就绪级 6 级（6 级 正样试验 2026-05），下一步：现场试用"
    assert "mrl" not in row
    aids.open_readiness()
    assert trl.notes[6].text() == "正样试验 2026-05"
    for level in (1, 2):
        mrl.boxes[level].setChecked(True)
    aids.readiness.write.click()
    row = stored(desk)[0]
    assert (row["substitute_trl"], row["mrl"]) == (6, 2)
    assert row["readiness_basis"].count("｜") == 1


def test_nothing_answered_changes_nothing(desk: Desk, page: QuestionnairePage) -> None:
    editor, aids = table(page)
    aids.open_readiness()
    if not editor.grid.currentIndex().isValid():
        assert "先在表里点一行" in aids.said.text()
    editor.grid.setCurrentIndex(editor.model.index(1, 0))
    aids.open_readiness()
    saves = len(desk.store.saves)
    aids.readiness.write.click()
    assert len(desk.store.saves) == saves


def test_taking_steps_back_lowers_and_empties_the_level(desk: Desk, page: QuestionnairePage) -> None:
    editor, aids = table(page)
    editor.grid.setCurrentIndex(editor.model.index(0, 0))
    aids.open_readiness()
    aids.readiness.pages[0].boxes[1].setChecked(False)
    aids.readiness.write.click()
    assert "substitute_trl" not in stored(desk)[0]
    assert "第 1 步还没有做到" in stored(desk)[0]["readiness_basis"]


def test_risk_stands_in_the_table_and_follows_an_edit(page: QuestionnairePage, rule: SupplyRisk) -> None:
    editor, _ = table(page)
    ids = [column.id for column in editor.model.columns]
    place = editor.model.index(0, ids.index("risk"))
    assert place.data() == f"{line_of(ROWS[0], rule).risk:.1f}"
    editor.model.setData(editor.model.index(0, ids.index("qualified_suppliers")), "3")
    assert place.data() == f"{line_of({**ROWS[0], 'qualified_suppliers': 3}, rule).risk:.1f}"
    assert not editor.model.setData(place, "0")


def test_an_edit_in_five_hundred_rows_works_out_one(
    page: QuestionnairePage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.app.current
    assert session is not None
    rows = [{"name": f"件 {n}", "impact": 1 + n % 5, "import_share": n % 101} for n in range(500)]
    session.answer(FB, TABLE, rows)
    page.go(Place(FB, TABLE))
    editor, _ = table(page)
    ids = [column.id for column in editor.model.columns]
    worked_out: list[Any] = []

    def watched(row: Any, *rest: Any) -> Any:
        worked_out.append(row)
        return line_of(row, *rest)

    monkeypatch.setattr(supply_risk, "line_of", watched)
    editor.model.setData(editor.model.index(250, ids.index("stock_weeks")), "7.5")
    assert {row["name"] for row in worked_out} == {"件 250"}
    assert stored(desk)[250]["stock_weeks"] == 7.5


def test_the_diagnosis_of_a_long_inventory_shows_the_riskiest(
    desk: Desk, qtbot: QtBot, rule: SupplyRisk
) -> None:
    diagnosis = DiagnosisPage(desk.app)
    qtbot.addWidget(diagnosis)
    session = desk.fill()
    rows = [{"name": f"件 {n}", "impact": 1 + n % 5, "import_share": n % 101} for n in range(500)]
    session.answer(FB, TABLE, rows)
    diagnosis.resize(1366, 700)
    diagnosis.show()
    diagnosis.show_tab(FB)
    tab = diagnosis.bases
    assert tab.inventory.grid_model.rowCount() == 20
    assert "其余 480 项" in tab.more.text()
    assert tab.what_if.grid_model.rowCount() == 10
    assert tab.advice.isHidden()
    assert "500 项数没填全" in tab.advice_note.text()
    worst = max(line_of(row, rule).risk for row in rows)
    cells = tab.inventory.grid_model.grid.rows[0].cells
    assert cells[-1].text.startswith(f"{worst:.1f}")


def test_the_tools_rest_while_nothing_may_be_changed(page: QuestionnairePage) -> None:
    editor, aids = table(page)
    editor.set_read_only(True)
    assert not aids.pick.isEnabled()
    assert not aids.help.isEnabled()
    assert editor.model.add_rows([{"name": "x"}]) == 0
    editor.model.set_cells(0, {"name": "y"})
    assert editor.model.rows[0]["name"] == "主轴轴承"


def test_only_the_inventory_has_these_tools(page: QuestionnairePage) -> None:
    page.go(Place("green_factory", "gf.energy"))
    editor = page.question.editor
    assert isinstance(editor, TableEditor)
    assert editor.aids is None
