"""A table whose rows can be ticked, for the dialogs that let the user choose one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from anhui_assess.gui.theme import current_theme


class TickTable(QTableWidget):
    """Rows of text with a tick box in the first cell.

    Signals:
        ticked(): the ticks have changed.
    """

    ticked = Signal()

    def __init__(
        self, name: str, heads: Sequence[str], widths: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(heads), parent)
        theme = current_theme()
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(32))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        for place, width in enumerate(widths):
            if width:
                self.setColumnWidth(place, theme.px(width))
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(lambda _: self.ticked.emit())

    def show_rows(self, rows: Sequence[tuple[Sequence[str], bool]]) -> None:
        """Show rows of (texts, whether ticked)."""
        self.blockSignals(True)
        self.setRowCount(len(rows))
        for row, (texts, is_ticked) in enumerate(rows):
            for place, text in enumerate(texts):
                made = QTableWidgetItem(text)
                made.setToolTip(text)
                made.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                if place == 0:
                    made.setFlags(made.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    made.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
                self.setItem(row, place, made)
        self.blockSignals(False)
        self.ticked.emit()

    def tick(self, row: int, is_ticked: bool) -> None:
        """Tick a row or take its tick away."""
        made = self.item(row, 0)
        if made is not None:
            made.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def tick_all(self, is_ticked: bool) -> None:
        """Tick every row, or none."""
        self.blockSignals(True)
        for row in range(self.rowCount()):
            self.tick(row, is_ticked)
        self.blockSignals(False)
        self.viewport().update()
        self.ticked.emit()

    def rows_ticked(self) -> list[int]:
        """Return the rows that are ticked."""
        found = []
        for row in range(self.rowCount()):
            made = self.item(row, 0)
            if made is not None and made.checkState() is Qt.CheckState.Checked:
                found.append(row)
        return found
