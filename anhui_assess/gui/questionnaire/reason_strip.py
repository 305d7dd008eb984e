"""A reason asked for in place, not in a window of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from anhui_assess.gui.parts import button, fill, label, set_margins


class ReasonStrip(QFrame):
    """Asks for a reason; Enter confirms, Escape turns away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "strip")
        self._done: Callable[[str], bool] | None = None
        self._back: QWidget | None = None
        self.title = label("", "heading", wrap=True)
        self.line = QLineEdit()
        self.line.setAccessibleName("原因")
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        self.confirm = button("确定", self._on_confirm)
        self.cancel = button("取消", self.close_strip, look="quiet")
        row = QHBoxLayout()
        set_margins(row, 0, 0, 0, 0, 8)
        fill(row, self.line, self.confirm, self.cancel)
        column = QVBoxLayout(self)
        set_margins(column, 12, 10, 12, 12, 8)
        fill(column, self.title, row, self.fault)
        self.hide()

    def ask(
        self, title: str, hint: str, done: Callable[[str], bool], back: QWidget | None = None, start: str = ""
    ) -> None:
        """Ask; `done` gets the reason and says whether it was taken. The focus then returns to `back`."""
        self._done, self._back = done, back
        self.title.setText(title)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(title)
        self.line.setText(start)
        self.fault.hide()
        self.show()
        self.line.setFocus()

    def refuse(self, message: str) -> None:
        """Say why the reason was not taken."""
        self.fault.setText(message)
        self.fault.show()

    def close_strip(self) -> None:
        """Turn away without a change."""
        self.hide()
        if self._back is not None:
            self._back.setFocus()
        self._done, self._back = None, None

    def _on_confirm(self) -> None:
        if self._done is not None and self._done(self.line.text()):
            self.close_strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter and Escape for the reason."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.cancel.hasFocus():
                self.close_strip()
            else:
                self._on_confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            super().keyPressEvent(event)
