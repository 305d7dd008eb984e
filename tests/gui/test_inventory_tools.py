"""The inventory in the window: typical items, the readiness helper, risks that follow every edit, long tables."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from anhui_assess.domain.form import SupplyRisk
from anhui_assess.domain.scoring import supply_risk
from anhui_assess.domain.scoring.supply_risk import line_of
from anhui_assess.gui.diagnosis_page import DiagnosisPage
from anhui_assess.gui.editors.inventory_tools import InventoryTools
from anhui_assess.gui.editors.table import TableEditor
from anhui_assess.gui.editors.table_cells import CellBox
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


# ---------------------------------------------------------------------------------------------- keyboard only


class Hands:
    """Types into whatever has the focus; brings the page to the front again when the last window closed took it away."""

    def __init__(self, page: QuestionnairePage, qtbot: QtBot) -> None:
        self._page, self._qtbot = page, qtbot

    def focused(self) -> QWidget:
        if not self._page.isActiveWindow():
            with self._qtbot.waitActive(self._page):
                self._page.activateWindow()
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.focused(), key, modifier)
        QApplication.processEvents()

    def fill(self, text: str) -> None:
        """Type a text into the current cell and confirm it."""
        for char in text:
            self._qtbot.keyClicks(self.focused(), char)
        self.press(Qt.Key.Key_Return)


@pytest.fixture
def hands(page: QuestionnairePage, qtbot: QtBot) -> Hands:
    return Hands(page, qtbot)


def column_of(editor: TableEditor) -> str:
    return editor.model.columns[editor.grid.currentIndex().column()].id


def test_a_row_is_filled_from_cold_by_keyboard(desk: Desk, page: QuestionnairePage, hands: Hands) -> None:
    """Ctrl+Enter adds; Enter goes on; digits choose; calculated columns are passed over."""
    session = desk.app.current
    assert session is not None
    session.clear(FB, TABLE)
    page.go(Place(FB, TABLE))
    editor, _ = table(page)
    editor.grid.setFocus()
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.fill("P4 bearing")
    assert column_of(editor) == "base"
    hands.press(Qt.Key.Key_1)
    hands.fill("spindle")
    for digit in (Qt.Key.Key_5, Qt.Key.Key_5):
        hands.press(digit)
    for figure in ("120", "85", "1", "100", "2", "20", "6"):
        hands.fill(figure)
    assert column_of(editor) == "plan"
    hands.press(Qt.Key.Key_3)
    hands.fill("5")
    assert column_of(editor) == "affected_sales"
    assert [dict(row) for row in stored(desk)] == [
        {
            "name": "P4 bearing", "base": "parts", "product": "spindle", "stage": "assembly",
            "origin": "abroad_single", "annual_purchase": 120, "import_share": 85, "qualified_suppliers": 1,
            "largest_share": 100, "stock_weeks": 2, "lead_time_weeks": 20, "substitute_trl": 6, "plan": "trial",
            "impact": 5,
        }
    ]  # fmt: skip


def test_tab_behind_the_last_cell_begins_a_row_and_shift_tab_goes_back(
    page: QuestionnairePage, hands: Hands
) -> None:
    editor, _ = table(page)
    last = len(editor.model.columns) - 1
    rows = len(editor.model.rows)
    editor.grid.setCurrentIndex(editor.model.index(rows - 1, last))
    editor.grid.setFocus()
    hands.press(Qt.Key.Key_Tab)
    assert len(editor.model.rows) == rows + 1
    assert (editor.grid.currentIndex().row(), column_of(editor)) == (rows, "name")
    hands.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert (editor.grid.currentIndex().row(), column_of(editor)) == (rows - 1, "note")
    editor.grid.setCurrentIndex(editor.model.index(rows, last))
    hands.press(Qt.Key.Key_Tab)
    assert len(editor.model.rows) == rows + 1, "a row with nothing in it is not followed by another"


def test_arrows_stay_in_the_table_and_escape_leaves_it(page: QuestionnairePage, hands: Hands) -> None:
    editor, _ = table(page)
    place = page.place
    editor.grid.setCurrentIndex(editor.model.index(len(editor.model.rows) - 1, 0))
    editor.grid.setFocus()
    for _ in range(3):
        hands.press(Qt.Key.Key_Down)
    assert (page.place, editor.grid.currentIndex().row()) == (place, len(editor.model.rows) - 1)
    for _ in range(4):
        hands.press(Qt.Key.Key_Up)
    assert (page.place, editor.grid.currentIndex().row()) == (place, 0)
    hands.press(Qt.Key.Key_Escape)
    focused = hands.focused()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "添加一行"


def test_a_list_that_is_down_takes_a_digit(
    desk: Desk, page: QuestionnairePage, hands: Hands, qtbot: QtBot
) -> None:
    editor, _ = table(page)
    ids = [column.id for column in editor.model.columns]
    editor.grid.setCurrentIndex(editor.model.index(0, ids.index("base")))
    editor.grid.setFocus()
    hands.press(Qt.Key.Key_Return)
    box = editor.grid.findChild(CellBox)
    assert box is not None
    assert box.itemText(2) == "2　基础工艺"
    qtbot.keyClick(box.view(), Qt.Key.Key_9)
    assert stored(desk)[0]["base"] == "parts", "there is no ninth"
    qtbot.keyClick(box.view(), Qt.Key.Key_2)
    QApplication.processEvents()
    assert stored(desk)[0]["base"] == "process"
    assert column_of(editor) == "product"


def test_the_line_below_tells_what_belongs_into_the_cell(page: QuestionnairePage) -> None:
    editor, _ = table(page)
    ids = [column.id for column in editor.model.columns]
    for column_id, words in (
        ("plan", "按 1—4 直接选"),
        ("stock_weeks", "填表当天可用库存"),
        ("risk", "空格按最坏算"),
    ):
        editor.grid.setCurrentIndex(editor.model.index(0, ids.index(column_id)))
        assert words in editor.help.text()
    assert "Tab 或 Enter" not in editor.help.text(), "nothing can be filled in there"


def test_rows_carry_their_names_while_the_names_are_scrolled_away(
    desk: Desk, page: QuestionnairePage
) -> None:
    editor, _ = table(page)
    bar = editor.grid.horizontalScrollBar()
    head = editor.grid.verticalHeader()
    assert editor.model.headerData(0, Qt.Orientation.Vertical) == 1
    bar.setValue(editor.grid.columnWidth(0) + 1)
    assert editor.model.headerData(0, Qt.Orientation.Vertical) == "1　主轴轴承"
    wide = head.width()
    bar.setValue(0)
    QApplication.processEvents()
    assert editor.model.headerData(0, Qt.Orientation.Vertical) == 1
    assert head.width() < wide


def test_the_history_is_read_when_it_is_seen(
    desk: Desk, page: QuestionnairePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table hides the pane with its history; every entry there carries the whole table."""
    editor, _ = table(page)
    asked: list[int | None] = []
    history = desk.store.history

    def watched(assessment_id: str, form_id: str, item_id: str, most: int | None = None) -> Any:
        asked.append(most)
        return history(assessment_id, form_id, item_id, most)

    monkeypatch.setattr(desk.store, "history", watched)
    assert page.guidance.isHidden()
    editor.model.setData(editor.model.index(0, 0), "轴承 B")
    assert asked == []
    page.question.explain.click()
    assert len(asked) == 1
    assert asked[0] is not None
    editor.model.setData(editor.model.index(0, 0), "轴承 C")
    assert len(asked) == 2


def test_typical_items_are_picked_by_keyboard(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    """Down, space and Enter; Tab goes round the dialog and is not caught by its table."""
    _, aids = table(page)
    assert aids.pick.accessibleName() == "从典型件里挑…"
    assert isinstance(aids.pick, QPushButton)
    assert aids.pick.shortcut().toString() == "Alt+L"
    aids.open_catalogue()
    dialog = aids.catalogue
    qtbot.waitExposed(dialog)
    assert dialog.focusWidget() is dialog.table
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down):
        qtbot.keyClick(dialog.table, key)
    assert dialog.add.text() == "加入 2 项"
    qtbot.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is not dialog.table
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert [row["name"] for row in stored(desk)[2:]] == ["精密减速器（谐波、摆线）", "伺服电机与驱动器"]


def test_a_row_is_found_by_its_words(page: QuestionnairePage, desk: Desk, qtbot: QtBot) -> None:
    session = desk.app.current
    assert session is not None
    rows = [{"name": f"件 {n}", "product": "泵" if n % 100 == 7 else "阀", "impact": 3} for n in range(500)]
    session.answer(FB, TABLE, rows)
    page.go(Place(FB, TABLE))
    editor, aids = table(page)
    aids.finder.setText("泵")
    places = []
    for _ in range(6):
        qtbot.keyClick(aids.finder, Qt.Key.Key_Return)
        places.append(editor.grid.currentIndex().row())
    assert places == [7, 107, 207, 307, 407, 7]
    assert aids.said.text() == "第 8 行"
    assert page.place == Place(FB, TABLE), "Enter in the search goes to no other question"
    aids.finder.setText("没有")
    qtbot.keyClick(aids.finder, Qt.Key.Key_Return)
    assert (editor.grid.currentIndex().row(), aids.said.text()) == (7, "清单里没有。")
