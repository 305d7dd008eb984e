"""A long sentence that breaks after its clauses, not in the middle of a word."""

from __future__ import annotations

import re

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from anhui_assess.gui.parts import label

_CLAUSE = re.compile(r"[^；。，]*[；。，]?")


class ClauseLabel(QWidget):
    """Shows a sentence in as few lines as it needs, each ending with a clause where that is possible."""

    def __init__(self, name: str, look: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self._text = ""
        self.line: QLabel = label("", look, wrap=True, selectable=True)
        self.line.setParent(self)
        self.line.setAccessibleName(name)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Show another sentence."""
        self._text = text
        self._break(self.width())
        self.updateGeometry()

    def text(self) -> str:
        """Return the sentence, unbroken."""
        return self._text

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width."""
        lines = self._lines(width).count("\n") + 1
        metrics = self.line.fontMetrics()
        whole = metrics.boundingRect(0, 0, width, 10_000, 0x1000, self._lines(width)).height()
        return max(whole, lines * metrics.lineSpacing()) + 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the sentence anew."""
        super().resizeEvent(event)
        self._break(self.width())

    def _break(self, width: int) -> None:
        self.line.setGeometry(0, 0, width, max(self.height(), self.heightForWidth(width)))
        self.line.setText(self._lines(width))
        self.setMinimumHeight(self.heightForWidth(width))

    def _lines(self, width: int) -> str:
        """Return the sentence with line breaks; a clause longer than a line is left to the label."""
        metrics = self.line.fontMetrics()
        lines = [""]
        for clause in _CLAUSE.findall(self._text):
            if lines[-1] and metrics.horizontalAdvance(lines[-1] + clause) > width - 4:
                lines.append("")
            lines[-1] += clause
        return "\n".join(lines)
