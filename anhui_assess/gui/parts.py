"""Small building parts every page uses: labels, buttons, panels in the looks of the stylesheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from anhui_assess.gui import icons

_SCROLL_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget another look of the stylesheet."""
    set_property(widget, "look", look)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the stylesheet looks at, and dress the widget again when it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(text: str = "", look: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Return a plain-text label."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if look:
        made.setProperty("look", look)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def icon_label(name: str, colour: str, size: int = 16) -> QLabel:
    """Return a label that shows an icon."""
    made = QLabel()
    made.setPixmap(icons.pixmap(name, colour, size))
    made.setFixedSize(size, size)
    return made


def button(
    text: str, clicked: Callable[[], object], *, look: str = "", icon: str = "", name: str = "", tip: str = ""
) -> QPushButton:
    """Return a button; its accessible name is its text unless `name` says more."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if look:
        made.setProperty("look", look)
    if icon:
        colour = "on_accent" if look == "primary" else "text2"
        made.setIcon(icons.icon(icon, colour, 16))
    made.setAccessibleName(name or text)
    made.setToolTip(tip)
    made.clicked.connect(lambda *_: clicked())
    return made


def panel(look: str = "panel") -> QFrame:
    """Return a frame in one of the panel looks."""
    made = QFrame()
    made.setProperty("look", look)
    return made


def rule() -> QFrame:
    """Return a hairline."""
    return panel("rule")


def fill(layout: QBoxLayout, *parts: QWidget | QLayout | int | None) -> QBoxLayout:
    """Add widgets, layouts, gaps (int) and stretch (None) to a layout in order."""
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def set_margins(layout: QLayout, left: int, top: int, right: int, bottom: int, spacing: int = 8) -> None:
    """Set margins and spacing at once."""
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(spacing)


def clear_layout(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while layout.count():
        entry = layout.takeAt(0)
        widget, inner = _widget_of(entry), _layout_of(entry)
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


def _widget_of(entry: QLayoutItem) -> QWidget | None:
    """Return the widget of an entry; the stubs hide that there may be none."""
    return entry.widget()


def _layout_of(entry: QLayoutItem) -> QLayout | None:
    return entry.layout()


class ScrollColumn(QScrollArea):
    """A column that scrolls when it must. Arrow keys and Enter go on to the page, which walks the questions with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QWidget()
        self.body.setProperty("look", "plain")
        self.column = QVBoxLayout(self.body)
        set_margins(self.column, 0, 0, 0, 0)
        self.setWidget(self.body)
        self.viewport().setAutoFillBackground(False)
        self.body.setAutoFillBackground(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the page's keys to the page."""
        if event.key() in _SCROLL_KEYS:
            event.ignore()
            return
        super().keyPressEvent(event)
