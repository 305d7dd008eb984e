"""The whole job in the window by keyboard alone: create, answer all forms, close, reopen, diagnose, PDF."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from anhui_assess.app import open_window, prepare_application
from anhui_assess.composition import open_library
from anhui_assess.domain.catalog import Catalog
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.shell import DIAGNOSIS, QUESTIONS, REPORT
from anhui_assess.services.library import Library
from anhui_assess.services.navigation import Place

KEYED = {
    "scale": Qt.Key.Key_1,
    "anchored_rating": Qt.Key.Key_4,
    "yes_no": Qt.Key.Key_1,
    "choice": Qt.Key.Key_1,
}


@pytest.fixture
def open_one(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[[], tuple[Library, MainWindow]]]:
    opened: list[Library] = []

    def start() -> tuple[Library, MainWindow]:
        library = open_library(tmp_path / "w", create=True)
        opened.append(library)
        window = open_window(prepare_application([]), library, tmp_path / "log")
        qtbot.addWidget(window)
        window.activateWindow()
        qtbot.waitUntil(lambda: qapp.activeWindow() is window)
        return library, window

    yield start
    QThreadPool.globalInstance().waitForDone(20000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for library in opened:
        library.store.close()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_keys(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(focused(), text)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focused(), key, modifier)


def answer_by_keyboard(
    qtbot: QtBot, window: MainWindow, catalog: Catalog, wanted: Callable[[Any], bool]
) -> int:
    """Walk on with Ctrl+PgDown and answer what a key can answer; return how many answers were given."""
    page = window.shell.questionnaire
    given = 0
    for _ in range(700):
        place = page.place
        assert place is not None
        item = catalog.item(place.form_id, place.item_id)
        if wanted(item) and item.kind in KEYED:
            press(qtbot, KEYED[item.kind])
            given += 1
        elif item.kind == "number":
            low = item.minimum if isinstance(item.minimum, (int, float)) else 0
            high = item.maximum if isinstance(item.maximum, (int, float)) else 12
            type_keys(qtbot, f"{max(low, min(high, 12)):g}")
        press(qtbot, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        if page.place == place:
            break
    return given


def test_the_whole_job_by_keyboard(
    open_one: Callable[[], tuple[Library, MainWindow]], qtbot: QtBot, catalog: Catalog
) -> None:
    library, window = open_one()
    record = library.create_enterprise("合肥键盘示例厂")
    window.app.open(record.id)
    window.shell.show_page(QUESTIONS)
    window.shell.questionnaire.go(Place("smart_factory", "sf.org.1.1"))
    given = answer_by_keyboard(qtbot, window, catalog, lambda item: (item.level or 1) <= 2)
    assert given > 150
    session = window.app.current
    assert session is not None
    smart = session.scored.result("smart_factory")
    assert smart.level == 2
    assert session.scored.result("green_factory").progress.answered > 40
    assert session.scored.result("four_bases").grade == 4
    window.close()
    library.store.close()

    library, window = open_one()
    window.app.open(record.id)
    again = window.app.current
    assert again is not None
    assert again.scored.result("smart_factory").score == smart.score
    window.shell.show_page(DIAGNOSIS)
    shown = [
        label.text() for label in window.shell.pages.currentWidget().findChildren(QLabel) if label.isVisible()
    ]
    assert any("2 级" in text and f"{smart.score:.2f}" in text for text in shown)
    window.shell.show_page(REPORT)
    made = library.store.folder / "reports"
    page: Any = window.shell.pages.currentWidget()
    button = next(
        found for found in page.findChildren(QWidget) if getattr(found, "text", str)() == "生成报告"
    )
    button.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(made.glob("*.pdf")), timeout=120_000)
    pdf = next(made.glob("*.pdf"))
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_search_jumps_to_a_question_by_keyboard(
    open_one: Callable[[], tuple[Library, MainWindow]], qtbot: QtBot
) -> None:
    library, window = open_one()
    window.app.open(library.create_enterprise("安庆键盘示例厂").id)
    window.shell.show_page(QUESTIONS)
    press(qtbot, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(focused(), QLineEdit)
    type_keys(qtbot, "sf.sched.3.2")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell.questionnaire.place == Place("smart_factory", "sf.sched.3.2"))
