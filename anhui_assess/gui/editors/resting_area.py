"""A text area that tells its text when it is left and when typing rests, never while it is loaded."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_IDLE_MS = 1500


class RestingArea(QPlainTextEdit):
    """Several lines of text.

    Signals:
        told(str): the text changed since it was loaded or told last.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._known = ""
        self._loading = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_IDLE_MS)
        self._rest.timeout.connect(self.commit)
        self.textChanged.connect(self._on_text_changed)

    def load(self, text: str) -> None:
        """Show a text without telling anyone; the cursor stays when the text is already there."""
        self._rest.stop()
        self._known = text
        if text != self.toPlainText():
            self._loading = True
            self.setPlainText(text)
            self._loading = False

    def commit(self) -> None:
        """Tell the text if it is news."""
        self._rest.stop()
        text = self.toPlainText()
        if text != self._known and not self.isReadOnly():
            self._known = text
            self.told.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell what was written when the field is left."""
        super().focusOutEvent(event)
        self.commit()

    def _on_text_changed(self) -> None:
        if not self._loading:
            self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the page, where it goes on to the next question; Enter alone begins a new line."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)
