"""A line of a project that is told when it is left or Enter is pressed, with what was refused in words below it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from anhui_assess.gui.editors.reading import read_amount, read_date
from anhui_assess.gui.parts import label, set_margins, set_property

TEXT, DAY, AMOUNT = "text", "day", "amount"
_HINTS = {DAY: "未定", AMOUNT: "", TEXT: ""}


class FieldLine(QWidget):
    """Edits one field.

    Signals:
        told(str, object): the field's name and its new value: text, ISO date, number, or None when it was emptied. What
            cannot be read is told as it was typed, for the rules to refuse.
    """

    told = Signal(str, object)

    def __init__(self, name: str, title: str, kind: str = TEXT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.name = name
        self._kind = kind
        self._known = ""
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(_HINTS[kind])
        self.line.editingFinished.connect(self.commit)
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        row = QHBoxLayout()
        set_margins(row, 0, 0, 0, 0, 6)
        row.addWidget(self.line, 1)
        if kind == AMOUNT:
            row.addWidget(label("万元", "unit"))
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 0, 2)
        column.addLayout(row)
        column.addWidget(self.fault)
        self.setFocusProxy(self.line)

    def load(self, text: str) -> None:
        """Show a value without telling anyone; a refused text that is being edited stays."""
        if self.fault.isVisible() and self.line.hasFocus():
            return
        self.show_fault("")
        if text != self._known or text != self.line.text():
            self.line.setText(text)
            self._known = text

    def commit(self) -> None:
        """Tell what was typed when it is news."""
        text = self.line.text()
        if text == self._known or self.line.isReadOnly():
            return
        self._known = text
        self.told.emit(self.name, self._read(text))

    def _read(self, text: str) -> object:
        if not text.strip():
            return "" if self._kind == TEXT else None
        if self._kind == DAY:
            return read_date(text)
        return read_amount(text, "万元")[0] if self._kind == AMOUNT else text

    def show_fault(self, message: str) -> None:
        """Say what is wrong with it; an empty text clears."""
        self.fault.setText(message)
        self.fault.setVisible(bool(message))
        self.line.setAccessibleDescription(message)
        set_property(self.line, "fault", bool(message))

    def set_read_only(self, read_only: bool) -> None:
        """Keep the text readable and copyable."""
        self.line.setReadOnly(read_only)
