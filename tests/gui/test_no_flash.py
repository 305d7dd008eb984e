"""No part of the window may show for a moment as a window of its own while pages are built."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from anhui_assess.gui.main_window import MainWindow
from tests.gui.conftest import Desk


class _Watch(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_opening_an_assessment_shows_no_second_window(
    desk: Desk, window: MainWindow, qapp: QApplication
) -> None:
    watch = _Watch()
    qapp.installEventFilter(watch)
    try:
        desk.fill()
        for page in range(window.shell.tabs.count()):
            window.shell.show_page(page)
            qapp.processEvents()
    finally:
        qapp.removeEventFilter(watch)
    assert watch.shown == []
