"""The buttons above the inventory: typical items to pick from, and the readiness helper for the current row."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QTableView, QWidget

from anhui_assess.domain.critical_items import CriticalItem
from anhui_assess.domain.packs import Packs
from anhui_assess.gui.editors.catalogue_dialog import CatalogueDialog
from anhui_assess.gui.editors.readiness_dialog import ReadinessDialog
from anhui_assess.gui.editors.table_model import TableModel
from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.gui.theme import current_theme

_BASIS = "readiness_basis"
_FIND_WIDTH = 240
_MNEMONIC = re.compile(r"\(&.\)")


class FindLine(QLineEdit):
    """Words to look for; Enter looks for the next row and goes no further, ↓ goes into the table.

    Signals:
        next_wanted(), table_wanted().
    """

    next_wanted = Signal()
    table_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter and ↓ from the page, which would go on to the next question."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_wanted.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.table_wanted.emit()
        else:
            super().keyPressEvent(event)


class InventoryTools(QWidget):
    """Adds rows and writes cells through the table's model, so that they are stored like anything typed."""

    def __init__(self, model: TableModel, grid: QTableView, packs: Packs, industry: str) -> None:
        super().__init__()
        self.setProperty("look", "plain")
        self._model, self._grid, self._industry = model, grid, industry
        self._items = packs.critical_items
        columns = {column.id for column in model.columns}
        self._scales = [scale for scale in packs.readiness.values() if scale.column in columns]
        self.said = label("", "second", wrap=True)
        self.pick = self._button("从典型件里挑(&L)…", self.open_catalogue, "table", bool(self._items))
        self.help = self._button("就绪级助手(&T)…", self.open_readiness, "question", bool(self._scales))
        row = QHBoxLayout(self)
        set_margins(row, 0, 0, 0, 0, 8)
        self.finder = FindLine()
        self.finder.setPlaceholderText("找一行：名称、产品，回车下一个")
        self.finder.setAccessibleName("在清单里找一行")
        self.finder.setClearButtonEnabled(True)
        self.finder.setFixedWidth(current_theme().px(_FIND_WIDTH))
        self.finder.next_wanted.connect(self.find_next)
        self.finder.table_wanted.connect(grid.setFocus)
        fill(row, self.pick, self.help)
        row.addWidget(self.said, 1)
        row.addWidget(self.finder)

    @cached_property
    def catalogue(self) -> CatalogueDialog:
        """The dialog of typical items, made when it is first wanted."""
        options = {choice.id: choice.title for column in self._model.columns for choice in column.choices}
        made = CatalogueDialog(self._items, options, self)
        made.chosen.connect(self._on_chosen)
        return made

    @cached_property
    def readiness(self) -> ReadinessDialog:
        """The dialog of the readiness scales, made when it is first wanted."""
        made = ReadinessDialog(self._scales, _BASIS, self)
        made.settled.connect(self._on_settled)
        return made

    @staticmethod
    def _button(text: str, act: Callable[[], object], icon: str, shown: bool) -> QWidget:
        made = button(text, act, icon=icon, name=_MNEMONIC.sub("", text))
        made.setVisible(shown)
        return made

    def open_catalogue(self) -> None:
        """Show the typical items of the enterprise's industry."""
        self.catalogue.offer(self._industry, [str(row.get("name") or "") for row in self._model.rows])
        self.catalogue.open()

    def open_readiness(self) -> None:
        """Ask for the current row."""
        row = self._grid.currentIndex().row()
        if not 0 <= row < len(self._model.rows):
            self.said.setText("先在表里点一行，再用就绪级助手。")
            return
        self.said.clear()
        self.readiness.ask(row, self._model.rows[row])
        self.readiness.open()

    def find_next(self) -> None:
        """Go to the next row that holds the words, round the end of the table."""
        wanted = self.finder.text().strip().lower()
        count = len(self._model.rows)
        begin = self._grid.currentIndex().row() + 1
        for row in (place % count for place in range(begin, begin + count)) if wanted and count else ():
            said = " ".join(str(value) for value in self._model.rows[row].values())
            if wanted in said.lower():
                found = self._model.index(row, max(self._grid.currentIndex().column(), 0))
                self._grid.setCurrentIndex(found)
                self._grid.scrollTo(found, QAbstractItemView.ScrollHint.PositionAtCenter)
                self.said.setText(f"第 {row + 1} 行")
                return
        self.said.setText("清单里没有。" if wanted and count else "")

    def set_read_only(self, read_only: bool) -> None:
        """Take the buttons away from a table that cannot be changed."""
        for entry in (self.pick, self.help):
            entry.setEnabled(not read_only)

    def _on_chosen(self, items: tuple[CriticalItem, ...]) -> None:
        rows = [{"name": item.name, "base": item.base, "stage": item.stage} for item in items]
        added = self._model.add_rows(rows)
        left = len(rows) - added
        self.said.setText(
            f"加了 {added} 行，接着填数。" + (f"表格已满，{left} 行没有加进来。" if left else "")
        )
        if added:
            last = self._model.index(len(self._model.rows) - added, 0)
            self._grid.setCurrentIndex(last)
            self._grid.scrollTo(last)

    def _on_settled(self, row: int, cells: dict[str, object]) -> None:
        self._model.set_cells(row, cells)
