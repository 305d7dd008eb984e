from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.errors import DiskFullError
from anhui_assess.gui.editors.combo import ComboEditor
from anhui_assess.gui.editors.line import LineEditor
from anhui_assess.gui.editors.table import TableEditor
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.questionnaire.page import QuestionnairePage
from anhui_assess.gui.shell import PROFILE, QUESTIONS
from anhui_assess.services.navigation import Filter, Place
from tests.gui.conftest import Desk
from tests.gui.fakes import type_text

SF, GF = "smart_factory", "green_factory"
FIRST = Place(SF, "sf.org.1.1")


@pytest.fixture
def page(desk: Desk, window: MainWindow) -> QuestionnairePage:
    desk.fill()
    window.shell.show_page(QUESTIONS)
    window.shell.questionnaire.go(FIRST)
    return window.shell.questionnaire


def answer(desk: Desk, place: Place) -> object:
    assert desk.app.current is not None
    return desk.app.current.current(place.form_id, place.item_id)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, modifier)


def test_walking_through_every_question_answers_nothing(desk: Desk, page: QuestionnairePage) -> None:
    for form in desk.library.catalog.scored_forms:
        for kind in {item.kind for item in form.items.values()}:
            page.go(next(Place(form.id, i.id) for i in form.items.values() if i.kind == kind))
    page.leave()
    assert desk.store.saves == []


def test_a_digit_answers_and_enter_goes_on(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_3)
    item = desk.library.catalog.item(SF, FIRST.item_id)
    assert desk.app.current is not None
    assert desk.app.current.current(SF, FIRST.item_id).value == item.scale[2].value
    assert len(desk.store.saves) == 1
    press(qtbot, Qt.Key.Key_Return)
    assert page.place != FIRST
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.place == FIRST


def test_keyboard_journey_over_all_kinds(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    session = desk.app.current
    assert session is not None
    texts = {"number": "2025", "text": "说明", "date": "2026-03-01"}
    session.answer("green_factory", "gf.design.case", "proved")  # a text is asked for then
    seen = set()
    for form in desk.library.catalog.scored_forms:
        for item in form.items.values():
            if item.kind in seen or not session.scored.applies(form, item) or item.format:
                continue
            if item.kind == "number" and item.id != "gf.year":
                continue
            seen.add(item.kind)
            page.go(Place(form.id, item.id))
            session.clear(form.id, item.id)
            page.refresh()
            before = len(desk.store.saves)
            if isinstance(page.question.editor, ComboEditor):
                press(qtbot, Qt.Key.Key_Down)
            elif item.kind == "table":
                press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            elif item.kind in texts:
                focused = QApplication.focusWidget()
                assert focused is not None
                type_text(focused, texts[item.kind])
                page.question.commit()
            else:
                press(qtbot, Qt.Key.Key_1)
            assert len(desk.store.saves) == before + 1, item.kind
            assert session.current(form.id, item.id).state is AnswerState.ANSWERED, item.kind
    assert seen >= {
        "scale",
        "anchored_rating",
        "yes_no",
        "choice",
        "multi_choice",
        "number",
        "text",
        "table",
        "date",
    }


def test_undo_and_redo_go_to_where_the_change_was(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_4)
    before = desk.store.saves[0].old
    page.walk(1)
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.place == FIRST
    assert answer(desk, FIRST) == before
    press(qtbot, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert answer(desk, FIRST) == desk.store.saves[0].new


def test_not_applicable_asks_for_a_reason_in_place(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    page.question.not_applicable.click()
    press(qtbot, Qt.Key.Key_Return)
    assert "理由" in page.question.reason.fault.text()
    assert desk.store.saves == []
    type_text(page.question.reason.line, "没有这项业务")
    press(qtbot, Qt.Key.Key_Return)
    assert page.question.reason.isHidden()
    assert desk.store.saves[-1].new.state is AnswerState.NOT_APPLICABLE
    assert "没有这项业务" in page.question.state.text.text()
    assert page.place == FIRST


def test_unknown_needs_no_reason(desk: Desk, page: QuestionnairePage) -> None:
    page.question.unknown.click()
    page.question.reason.confirm.click()
    assert desk.store.saves[-1].new.state is AnswerState.UNKNOWN


def test_note_by_f2_is_saved_on_leaving(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F2)
    type_text(page.question.record.note, "问过设备科")
    assert desk.store.saves == []
    page.question.focus_editor()
    assert desk.store.saves[-1].new.note == "问过设备科"
    assert any("备注" in shown.text() for shown in page.guidance.findChildren(QLabel))


def test_flag_by_f4(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F4)
    assert desk.store.saves[-1].new.flagged
    page.tree.set_filter(Filter.FLAGGED)
    assert page.place == FIRST
    press(qtbot, Qt.Key.Key_F4)
    assert not desk.store.saves[-1].new.flagged


def test_refused_number_is_explained_beside_it_and_kept(
    desk: Desk, page: QuestionnairePage, qtbot: QtBot
) -> None:
    place = Place(GF, "gf.year")
    page.go(place)
    editor = page.question.editor
    assert isinstance(editor, LineEditor)
    editor.line.clear()
    type_text(editor.line, "12")
    press(qtbot, Qt.Key.Key_Return)
    assert page.place == place
    assert page.question.fault.isVisible()
    assert "不能小于" in page.question.fault.text.text()
    assert desk.store.saves == []
    page.walk(1)
    page.go(place)
    again = page.question.editor
    assert isinstance(again, LineEditor)
    assert again.line.text() == "12"


def test_fault_of_the_machine_becomes_a_sentence(
    desk: Desk, window: MainWindow, page: QuestionnairePage, qtbot: QtBot
) -> None:
    desk.store.fail_with = DiskFullError("磁盘满了，这一题没有存上，之前的都在。")
    press(qtbot, Qt.Key.Key_1)
    assert desk.problems == [("磁盘空间不足", "磁盘满了，这一题没有存上，之前的都在。")]
    assert window.message.isVisible()
    editor = page.question.editor
    assert editor is not None
    desk.store.fail_with = None
    press(qtbot, Qt.Key.Key_1)
    assert len(desk.store.saves) == 1


def test_saved_time_is_shown(desk: Desk, window: MainWindow, page: QuestionnairePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_1)
    assert window.header.saved.text().startswith("已保存 ")
    assert window.header.saved.text().count(":") == 2


def test_read_only_disables_controls_and_says_why(desk: Desk, qtbot: QtBot) -> None:
    desk.fill()
    desk.app.close()
    desk.store.read_only = True
    window = MainWindow(desk.app, lambda *_: None, desk.prompter)
    qtbot.addWidget(window)
    window.show()
    desk.app.open(desk.store.assessments()[0].id)
    page = window.shell.questionnaire
    page.go(FIRST)
    assert window.banner.isVisible()
    assert "另一个窗口" in window.banner.text.text()
    assert page.question.editor is not None
    assert not page.question.editor.isEnabled()
    page.question.editor.press_digit(1)
    page.undo()
    assert desk.store.saves == []
    assert not page.question.not_applicable.isEnabled()
    assert window.header.saved.text() == "只读"


def test_tailoring_with_a_reason_and_back(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    session = desk.app.current
    assert session is not None
    form = desk.library.catalog.forms[SF]
    inside = next(form.items_below("manufacturing.logistics"))
    page.go(Place(SF, inside.id))
    page.tree.tailor.click()
    page.tree.reason.confirm.click()
    assert "理由" in page.tree.reason.fault.text()
    type_text(page.tree.reason.line, "物流外包")
    page.tree.reason.confirm.click()
    assert session.sheet.form(SF).tailored_out == {"manufacturing.logistics": "物流外包"}
    assert "物流外包" in page.tree.tailoring.text()
    page.tree.tailor.click()
    assert not session.sheet.form(SF).tailored_out


def test_search_jumps_to_question_and_profile(
    desk: Desk, window: MainWindow, page: QuestionnairePage, qtbot: QtBot
) -> None:
    item = desk.library.catalog.item(SF, "sf.sched.3.1")
    window.header.focus_search()
    type_text(window.header.questions, item.title)
    assert window.header.questions.hits[0].title == item.title
    qtbot.keyClick(window.header.questions, Qt.Key.Key_Return)
    assert page.place == Place(SF, item.id)
    type_text(window.header.questions, "统一社会信用代码")
    qtbot.keyClick(window.header.questions, Qt.Key.Key_Return)
    assert window.shell.pages.currentIndex() == PROFILE
    assert desk.store.saves == []


def test_table_shows_calculated_cells_live(desk: Desk, page: QuestionnairePage) -> None:
    place = Place(GF, "gf.energy")
    page.go(place)
    editor = page.question.editor
    assert isinstance(editor, TableEditor)
    assert page.guidance.isHidden()
    ids = [column.id for column in editor.model.columns]
    editor.paste(f"{editor.model.columns[0].choices[0].title}\t1000")
    assert len(desk.store.saves) == 1
    assert editor.model.index(0, ids.index("tce")).data() not in ("", None)


def test_five_hundred_rows_stay_fluid(desk: Desk, page: QuestionnairePage) -> None:
    session = desk.app.current
    assert session is not None
    session.answer(
        "four_bases", "fb.inventory", [{"name": f"件 {n}", "annual_purchase": n} for n in range(500)]
    )
    page.go(Place("four_bases", "fb.inventory"))
    editor = page.question.editor
    assert isinstance(editor, TableEditor)
    resets: list[object] = []
    editor.model.modelReset.connect(lambda: resets.append(None))
    read: list[int] = []
    plain_data = editor.model.data

    def counted(index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        read.append(index.row())
        return plain_data(index, role)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editor.model, "data", counted)
        editor.model.setData(editor.model.index(250, 0), "换个名字")
        editor.grid.viewport().repaint()
    assert not resets
    assert read
    assert len(set(read)) < 60  # what is on the screen, not what is in the table
    assert desk.store.saves[-1].new.value[250]["name"] == "换个名字"  # type: ignore[index]


def test_evidence_is_added_and_shown(
    desk: Desk, page: QuestionnairePage, qtbot: QtBot, tmp_path: object
) -> None:
    from pathlib import Path

    desk.prompter.chosen = [[Path("排产截图.png")]]
    press(qtbot, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert desk.store.saves[-1].new.evidence == ("sha-排产截图.png",)


def test_every_control_of_the_page_has_a_name(page: QuestionnairePage) -> None:
    focusable = [
        w
        for w in page.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.isVisible()
        and not w.objectName().startswith("qt_")
    ]
    assert len(focusable) > 15
    assert [w for w in focusable if not w.accessibleName()] == []


def test_widgets_and_timers_do_not_pile_up(page: QuestionnairePage, qtbot: QtBot, qapp: QApplication) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer

    places = [FIRST, Place(GF, "gf.energy"), Place(GF, "gf.year"), Place("four_bases", "fb.parts.role")]

    def round_trip() -> tuple[int, int]:
        for place in places:
            page.go(place)
        page.go(FIRST)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(qapp.allWidgets()), len(page.findChildren(QTimer))

    round_trip()
    first = round_trip()
    for _ in range(5):
        last = round_trip()
    assert last == first


def test_enter_presses_a_focused_button(desk: Desk, page: QuestionnairePage, qtbot: QtBot) -> None:
    page.question.unknown.setFocus()
    assert isinstance(QApplication.focusWidget(), QPushButton)
    press(qtbot, Qt.Key.Key_Return)
    assert page.question.reason.isVisible()
    assert page.place == FIRST
