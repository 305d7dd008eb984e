"""Answers every question of the smart form in the real window, over a real workspace, and prints the seconds of each step."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from anhui_assess.app import open_window, prepare_application
from anhui_assess.composition import open_library
from anhui_assess.gui.shell import QUESTIONS
from anhui_assess.services.navigation import Place

SMART = "smart_factory"


def press(key: Qt.Key) -> None:
    """Press a key where the keyboard is."""
    focused = QApplication.focusWidget()
    if focused is None:
        sys.exit("nothing has the keyboard")
    QTest.keyClick(focused, key)


def steps(workspace: Path) -> Iterator[float]:
    """Yield per question the time from the digit that answers it until the next question is painted."""
    app = prepare_application([])
    library = open_library(workspace, create=False)
    window = open_window(app, library, Path(os.devnull))
    window.resize(1366, 768)
    window.app.open(library.store.assessments()[0].id)
    window.shell.show_page(QUESTIONS)
    page = window.shell.questionnaire
    page.go(Place(SMART, next(iter(library.catalog.forms[SMART].items))))
    app.processEvents()
    number = 0
    while page.place is not None and page.place.form_id == SMART:
        digit = Qt.Key(Qt.Key.Key_1 + number % 3)
        begin = time.perf_counter()
        press(digit)
        press(Qt.Key.Key_Return)
        app.processEvents()
        yield time.perf_counter() - begin
        number += 1
    window.close()
    library.store.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(list(steps(Path(sys.argv[1])))))
