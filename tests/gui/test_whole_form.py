"""The whole smart-factory form from its first to its last question, by the keyboard, as an office worker goes through it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.gui.editors.option_list import OptionListEditor
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.questionnaire.page import QuestionnairePage
from anhui_assess.gui.shell import QUESTIONS
from anhui_assess.services.navigation import Place
from tests.gui.conftest import Desk

SMART = "smart_factory"
LEAST_ITEMS = {"discrete": 291, "process": 261}


def press(qtbot: QtBot, key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key)


def shows(page: QuestionnairePage, form: Form, item: Item, manufacturing_type: str) -> None:
    """Check that the page shows an item: its question in the factory's words, its place, and what every mark means."""
    pane = page.question
    assert pane.question.text() == item.wording(manufacturing_type).question
    assert pane.hint.text() == item.wording(manufacturing_type).guidance
    assert pane.path.text() == f"{form.path_title(item.node)} · {item.level} 级要求"
    assert isinstance(pane.editor, OptionListEditor)
    meanings = [row.accessibleDescription() for row in pane.editor.rows]
    assert meanings == [item.anchors[plain(point.value)] for point in item.scale]


@pytest.mark.parametrize("manufacturing_type", LEAST_ITEMS)
def test_every_question_is_answered_by_a_digit_and_enter(
    desk: Desk, window: MainWindow, qtbot: QtBot, manufacturing_type: str
) -> None:
    session = desk.fill()
    session.answer("profile", "manufacturing_type", manufacturing_type)
    form = desk.library.catalog.forms[SMART]
    asked = [item for item in form.items.values() if session.scored.applies(form, item)]
    assert len(asked) >= LEAST_ITEMS[manufacturing_type]
    window.shell.show_page(QUESTIONS)
    page = window.shell.questionnaire
    page.go(Place(SMART, asked[0].id))
    for number, item in enumerate(asked):
        assert page.place == Place(SMART, item.id)
        shows(page, form, item, manufacturing_type)
        step = number % len(item.scale)
        press(qtbot, Qt.Key(Qt.Key.Key_1 + step))
        given = session.current(SMART, item.id)
        assert (given.state, given.value) == (AnswerState.ANSWERED, item.scale[step].value)
        press(qtbot, Qt.Key.Key_Return)
    assert page.place is not None
    assert page.place.form_id != SMART
    progress = session.scored.progress(SMART)
    assert (progress.settled, progress.applicable) == (len(asked), len(asked))
    assert desk.problems == []
