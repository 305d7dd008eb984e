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
LEAST_ITEMS, LEAST_VARIANTS = 260, 60


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


@pytest.fixture
def page(desk: Desk, window: MainWindow) -> QuestionnairePage:
    desk.fill()
    window.shell.show_page(QUESTIONS)
    return window.shell.questionnaire


def asked_items(desk: Desk, form: Form, manufacturing_type: str) -> list[Item]:
    session = desk.app.current
    assert session is not None
    session.answer("profile", "manufacturing_type", manufacturing_type)
    return [item for item in form.items.values() if session.scored.applies(form, item)]


def test_every_question_is_answered_by_a_digit_and_enter(
    desk: Desk, page: QuestionnairePage, qtbot: QtBot
) -> None:
    form, session = desk.library.catalog.forms[SMART], desk.app.current
    assert session is not None
    asked = asked_items(desk, form, "discrete")
    assert len(asked) == len(form.items) >= LEAST_ITEMS
    page.go(Place(SMART, asked[0].id))
    for number, item in enumerate(asked):
        assert page.place == Place(SMART, item.id)
        shows(page, form, item, "discrete")
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


def test_a_process_plant_reads_its_own_words_and_is_spared_what_it_has_not(
    desk: Desk, page: QuestionnairePage
) -> None:
    form = desk.library.catalog.forms[SMART]
    asked = asked_items(desk, form, "process")
    spared = {item.node.split(".")[-1] for item in form.items.values() if item not in asked}
    assert spared == {"product_design", "product_service"}
    own = [item for item in asked if item.variants]
    assert len(own) >= LEAST_VARIANTS
    for item in own:
        page.go(Place(SMART, item.id))
        shows(page, form, item, "process")
    assert desk.store.saves[1:] == []
