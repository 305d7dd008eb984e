from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from anhui_assess.gui.diagnosis.green_tab import GreenTab
from anhui_assess.gui.editors.combo import StillCombo
from anhui_assess.gui.editors.line import NumberEditor
from anhui_assess.gui.editors.table import TableEditor
from anhui_assess.gui.questionnaire.page import QuestionnairePage
from anhui_assess.services.diagnosis.picture import diagnose
from anhui_assess.services.navigation import Place
from tests.assessments import sample
from tests.gui.conftest import Desk

GF = "green_factory"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> QuestionnairePage:
    record = desk.library.import_documents([sample("tongling-copper", desk.library.catalog)])[0]
    desk.app.open(record.id)
    made = QuestionnairePage(desk.app, desk.prompter)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_slip_of_the_unit_is_warned_of_beside_the_table_and_stored_all_the_same(
    desk: Desk, page: QuestionnairePage
) -> None:
    page.go(Place(GF, "gf.energy"))
    assert page.question.doubts.isHidden()
    editor = page.question.editor
    assert isinstance(editor, TableEditor)
    unit = [column.id for column in editor.model.columns].index("amount_unit")
    editor.model.setData(editor.model.index(0, unit), "")
    assert len(desk.store.saves) == 1
    assert not page.question.doubts.isHidden()
    assert "像是把万 kWh 当成 kWh 填了" in page.question.doubts.words()
    editor.model.setData(editor.model.index(0, unit), "万kWh")
    assert page.question.doubts.isHidden()


def test_remarks_and_conversions_stand_in_the_row(page: QuestionnairePage) -> None:
    page.go(Place(GF, "gf.energy"))
    editor = page.question.editor
    assert isinstance(editor, TableEditor)
    ids = [column.id for column in editor.model.columns]
    assert editor.model.index(0, ids.index("shown")).data() == "1 万kWh = 10,000 kWh"
    assert "库存增加" in editor.model.index(4, ids.index("remark")).data()
    assert editor.model.index(4, ids.index("balance")).data() == "206.000"
    assert not editor.remarks.isHidden()
    assert "第 5 行：期末比期初多 2 t：库存增加" in editor.remarks.text()


def test_a_number_typed_with_its_unit_is_converted_and_said(page: QuestionnairePage) -> None:
    page.go(Place(GF, "gf.land.total"))
    editor = page.question.editor
    assert isinstance(editor, NumberEditor)
    editor.line.setText("630 亩")
    editor.commit()
    assert editor.line.text() == "420000"
    assert editor.conversion.text() == "按 1 亩 = 666.6666667 m² 换算。"


def test_the_green_tab_shows_rows_years_and_figures(
    desk: Desk, page: QuestionnairePage, qtbot: QtBot
) -> None:
    session = desk.app.current
    assert session is not None
    tab = GreenTab(desk.app)
    qtbot.addWidget(tab)
    tab.show_diagnosis(diagnose(session.scored))
    assert tab.energy.grid_model.grid.rows[-1].cells[4].text == "11,202.789"
    assert len(tab.years.grid_model.grid.columns) == 6
    assert len(tab.figures.grid_model.grid.rows) > 50


def test_a_long_list_is_found_by_a_part_of_a_name(page: QuestionnairePage) -> None:
    page.go(Place(GF, "gf.energy"))
    editor = page.question.editor
    assert isinstance(editor, TableEditor)
    delegate, index = editor.grid.itemDelegate(), editor.model.index(2, 0)
    box = delegate.createEditor(editor.grid, QStyleOptionViewItem(), index)
    assert isinstance(box, StillCombo)
    completer = box.completer()
    assert completer is not None
    completer.setCompletionPrefix("煤气")
    assert completer.completionCount() >= 8
    box.setEditText("煤焦油")
    delegate.setModelData(box, editor.model, index)
    assert editor.model.rows[2]["kind"] == "coal_tar"
