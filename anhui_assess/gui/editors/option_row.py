"""One option of a question as a whole row: a key cap, a name and what it means here."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from anhui_assess.gui.parts import label, set_margins
from anhui_assess.gui.theme import current_theme

_RADIUS = 6.0


class OptionRow(QAbstractButton):
    """A checkable row. Space and a click choose it; digits are the page's business."""

    def __init__(self, number: int, title: str, meaning: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(title)
        self.setAccessibleName(f"{number} {title}" if number else title)
        self.setAccessibleDescription(meaning)
        row = QHBoxLayout(self)
        set_margins(row, 14, 6, 14, 6, 12)
        self._cap: QLabel | None = None
        if number:
            self._cap = label(str(number), "second")
            self._cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._cap.setFixedSize(26, 22)
            row.addWidget(self._cap, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        set_margins(words, 0, 0, 0, 0, 2)
        self._title = label(title, "heading", wrap=True)
        words.addWidget(self._title)
        self._meaning = label(meaning, "second", wrap=True)
        if meaning:
            words.addWidget(self._meaning)
        row.addLayout(words, 1)
        for child in (self._title, self._meaning, self._cap):
            if child is not None:
                child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the size of the words."""
        inner = self.layout()
        return inner.sizeHint() if inner is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the words."""
        inner = self.layout()
        return inner.minimumSize() if inner is not None else QSize()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the row under the pointer."""
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw ground, edge, focus ring and key cap."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = theme.colour("accent" if chosen else "border" if self.isEnabled() else "line")
        ground = "selection" if chosen else "hover" if self.underMouse() and self.isEnabled() else "panel"
        width = 2.0 if chosen or self.hasFocus() else 1.0
        if self.hasFocus():
            edge = theme.colour("focus")
        half = width / 2
        painter.setBrush(theme.colour(ground))
        painter.setPen(QPen(edge, width))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), _RADIUS, _RADIUS)
        if self.hasFocus() and chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("panel"), 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 4.0, 4.0)
        if self._cap is not None:
            painter.setBrush(theme.colour("panel" if chosen else "ground"))
            painter.setPen(QPen(theme.colour("accent" if chosen else "line"), 1.0))
            painter.drawRoundedRect(QRectF(self._cap.geometry()).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)
        painter.end()
