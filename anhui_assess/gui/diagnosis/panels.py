"""Panels and scrolling tabs the diagnosis is laid out in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from anhui_assess.gui import icons
from anhui_assess.gui.parts import clear_layout, fill, icon_label, label, panel, set_margins
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis.picture import Diagnosis

TONE_LOOKS = {"": "", "text2": "second", "good": "good", "attention": "attention", "bad": "bad"}


class Tab(QScrollArea):
    """A scrolling column of panels, filled anew when the diagnosis changed.

    Signals:
        place_wanted(object): a Place the user wants to see in the questionnaire.
        tab_wanted(str): the id of another tab.
    """

    place_wanted = Signal(object)
    tab_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("look", "plain")
        self.column = QVBoxLayout(body)
        set_margins(self.column, 24, 16, 24, 24, 16)
        self.setWidget(body)
        self.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Fill the tab; where the user had scrolled to stays."""
        raise NotImplementedError

    def clear(self) -> None:
        """Take everything out."""
        clear_layout(self.column)


class Section(QFrame):
    """A panel with a heading, an optional note, and what it holds."""

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        set_margins(self.column, 20, 16, 20, 16, 10)
        self.title = label(title, "heading")
        self.note = label(note, "second", wrap=True)
        fill(self.column, self.title, self.note)
        self.note.setVisible(bool(note))

    def say(self, title: str, note: str = "") -> None:
        """Change heading and note."""
        self.title.setText(title)
        self.setAccessibleName(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def add(self, *parts: QWidget | QLayout | int | None) -> Section:
        """Add what the panel holds."""
        fill(self.column, *parts)
        return self


class CardGrid(QWidget):
    """Cards of equal width beside each other, as many across as there is room for."""

    def __init__(self, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self._least = least
        self._cards: list[QWidget] = []
        self._across = 0
        self._grid = QGridLayout(self)
        set_margins(self._grid, 0, 0, 0, 0, 16)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Show other cards."""
        clear_layout(self._grid)
        self._cards = list(cards)
        for column in range(self._across):
            self._grid.setColumnStretch(column, 0)
        self._across = 0
        self._lay_out()

    def _lay_out(self) -> None:
        spacing = self._grid.spacing()
        room = (self.width() + spacing) // (current_theme().px(self._least) + spacing)
        across = max(1, min(room, len(self._cards)))
        if across == self._across:
            return
        for column in range(max(self._across, across)):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        self._across = across
        for card in self._cards:
            self._grid.removeWidget(card)
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // across, number % across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the cards anew when more or fewer fit across."""
        super().resizeEvent(event)
        self._lay_out()


def side_by_side(left: QWidget, right: QWidget, shares: tuple[int, int] = (1, 1)) -> QHBoxLayout:
    """Return two panels beside each other."""
    row = QHBoxLayout()
    set_margins(row, 0, 0, 0, 0, 16)
    row.addWidget(left, shares[0])
    row.addWidget(right, shares[1])
    return row


def toned(text: str, tone: str, icon: str = "") -> QWidget:
    """Return a line in a tone, with its icon before it."""
    line = QWidget()
    line.setProperty("look", "plain")
    row = QHBoxLayout(line)
    set_margins(row, 0, 0, 0, 0, 6)
    if icon:
        row.addWidget(icon_label(icon, tone or "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
    words = label(text, TONE_LOOKS.get(tone, ""), wrap=True)
    row.addWidget(words, 1)
    return line


def warning_strip(title: str, text: str, look: str = "bad") -> QFrame:
    """Return a coloured strip with an icon, a heading and a sentence."""
    strip = panel(f"{look}-bar")
    row = QHBoxLayout(strip)
    set_margins(row, 16, 10, 16, 10, 12)
    picture = QLabel()
    picture.setPixmap(icons.pixmap("error" if look == "bad" else "warning", look, 18))
    words = QVBoxLayout()
    set_margins(words, 0, 0, 0, 0, 2)
    fill(words, label(title, "heading"), label(text, "", wrap=True))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return strip
