"""What goes into the report: date and sections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.gui.parts import button, fill, label, set_margins


class ReportChoices(QWidget):
    """Date and sections of a report; all sections are chosen at first.

    Signals:
        changed(): something was chosen otherwise.
    """

    changed = Signal()

    def __init__(self, sections: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.date = QDateEdit(QDate.currentDate())
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.date.setAccessibleName("报告日期")
        self.boxes = {section_id: QCheckBox(title) for section_id, title in sections}
        self.all = button("全选", self._choose_all, look="link")
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 0, 2)
        date_row = QHBoxLayout()
        set_margins(date_row, 0, 0, 0, 0, 12)
        fill(date_row, label("报告日期", "heading"), None, self.date)
        head = QHBoxLayout()
        fill(head, label("内容", "heading"), None, self.all)
        fill(column, date_row, 4, head)
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(lambda *_: self.changed.emit())
            column.addWidget(box)

    def iso_date(self) -> str:
        """Return the date to be printed."""
        return self.date.date().toString("yyyy-MM-dd")

    def chosen(self) -> tuple[str, ...]:
        """Return the ids of the sections chosen."""
        return tuple(section_id for section_id, box in self.boxes.items() if box.isChecked())

    def _choose_all(self) -> None:
        every = all(box.isChecked() for box in self.boxes.values())
        for box in self.boxes.values():
            box.setChecked(not every)
