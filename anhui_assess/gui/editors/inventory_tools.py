"""The buttons above the inventory: typical items to pick from, and the readiness helper for the current row."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from PySide6.QtWidgets import QHBoxLayout, QTableView, QWidget

from anhui_assess.domain.critical_items import CriticalItem
from anhui_assess.domain.packs import Packs
from anhui_assess.gui.editors.catalogue_dialog import CatalogueDialog
from anhui_assess.gui.editors.readiness_dialog import ReadinessDialog
from anhui_assess.gui.editors.table_model import TableModel
from anhui_assess.gui.parts import button, fill, label, set_margins

_BASIS = "readiness_basis"
_MNEMONIC = re.compile(r"\(&.\)")


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
        fill(row, self.pick, self.help)
        row.addWidget(self.said, 1)

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
