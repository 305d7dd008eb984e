"""The table control: the grid with its help line, buttons and what is said about its cells."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.domain.form import Item
from anhui_assess.domain.packs import Packs
from anhui_assess.gui.editors.base import Editor, Shown
from anhui_assess.gui.editors.inventory_tools import InventoryTools
from anhui_assess.gui.editors.table_cells import NUMBERED
from anhui_assess.gui.editors.table_grid import Grid
from anhui_assess.gui.editors.table_model import Drafts, TableModel, option_titles
from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.gui.theme import current_theme

_WIDTHS = {"text": 150, "choice": 160, "number": 112, "date": 104, "yes_no": 72}
_CALCULATED, _FIRST = 76, 200
_FAULTS_SHOWN = 6
_LEAST_ROWS, _MOST_ROWS = 2, 8
_EMPTY = "还没有行。点“添加一行”，或者在 Excel 里复制（可带表头），在这里按 Ctrl+V。"
_KEYS = "Tab 或 Enter 到下一格，Ctrl+Enter 加一行，Esc 离开表格。"


class TableEditor(Editor):
    """A repeating table; every change tells all rows."""

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(item, compact=compact, parent=parent)
        self.model = TableModel(item, self)
        self.model.rows_edited.connect(self._tell)
        self.model.drafts_changed.connect(self._show_faults)
        self.grid = Grid(self.model)
        self.grid.setProperty("look", "frame")
        self.grid.setAccessibleName(item.title)
        self.grid.pasted.connect(self.paste)
        self.grid.row_wanted.connect(self._add)
        self.grid.selectionModel().currentChanged.connect(self._show_help)
        self._set_widths()
        self.help = label(_KEYS, "second", wrap=True)
        self.message = label("", "second", wrap=True)
        self.message.hide()
        self.faults = label("", "bad", wrap=True, selectable=True)
        self.faults.hide()
        self.remarks = label("", "second", wrap=True, selectable=True)
        self.remarks.hide()
        self._count = label("", "small")
        self._buttons = [
            button("添加一行", self._add, icon="add", tip="Ctrl+Enter"),
            button("复制一行", self._duplicate),
            button("删除所选行", self._remove, icon="delete"),
            button(
                "从 Excel 粘贴",
                lambda: self.paste(QGuiApplication.clipboard().text()),
                icon="paste",
                tip="Ctrl+V",
            ),
        ]
        tools = QHBoxLayout()
        set_margins(tools, 0, 0, 0, 0, 8)
        fill(tools, *self._buttons, None, self._count)
        self.aids: InventoryTools | None = None
        self._column = QVBoxLayout(self)
        set_margins(self._column, 0, 0, 0, 0, 8)
        fill(self._column, self.grid, self.help, tools, self.message, self.faults, self.remarks)
        self.setFocusProxy(self.grid)

    def _set_widths(self) -> None:
        theme = current_theme()
        metrics = self.grid.fontMetrics()
        for place, column in enumerate(self.item.columns):
            words = max(
                metrics.horizontalAdvance(column.title + " *"), metrics.horizontalAdvance(column.unit or "")
            )
            least = _CALCULATED if column.calculated else _WIDTHS[column.kind]
            least = _FIRST if place == 0 and column.kind == "text" else least
            self.grid.setColumnWidth(place, max(theme.px(least), words + 24))

    def _show_help(self, current: QModelIndex) -> None:
        """Say what belongs into the current cell and which keys fill it."""
        column = self.model.columns[current.column()] if current.isValid() else None
        if column is None:
            self.help.setText(_KEYS)
            return
        titles = option_titles(column)
        keys = f"按 1—{len(titles)} 直接选；" if titles and len(titles) <= NUMBERED else ""
        told = column.help or ("由程序计算。" if column.calculated else "")
        self.help.setText(f"{column.title}：{told}{'' if column.calculated else keys + _KEYS}")

    def equip(self, packs: Packs, industry: str) -> None:
        """Put the inventory's own tools above its table."""
        if self.item.layout == "inventory" and self.aids is None:
            self.aids = InventoryTools(self.model, self.grid, packs, industry)
            self._column.insertWidget(0, self.aids)

    def takes_return(self) -> bool:
        """Enter edits the cell."""
        return True

    def set_read_only(self, read_only: bool) -> None:
        """Keep the table readable and copyable."""
        self.model.read_only = read_only
        for entry in self._buttons:
            entry.setEnabled(not read_only)
        if self.aids is not None:
            self.aids.set_read_only(read_only)

    def unsaved(self) -> object | None:
        """Return the refused cells."""
        return dict(self.model.drafts) or None

    def restore(self, unsaved: object) -> None:
        """Show the refused cells again."""
        if isinstance(unsaved, dict):
            drafts: Drafts = unsaved
            self.model.drafts = {
                place: text for place, text in drafts.items() if place[0] < len(self.model.rows)
            }
            self._show_faults()

    def paste(self, text: str) -> None:
        """Put clipboard text into the table at the current cell, or behind the last row."""
        current = self.grid.currentIndex()
        row = current.row() if current.isValid() else len(self.model.rows)
        said = self.model.paste(text, row, max(current.column(), 0))
        self.message.setText(said)
        self.message.show()
        self._select(row, max(current.column(), 0))

    def _add(self) -> None:
        current = self.grid.currentIndex().row()
        added = self.model.add_row(current if current >= 0 else len(self.model.rows) - 1)
        if added is not None:
            self._select(added, 0)

    def _duplicate(self) -> None:
        current = self.grid.currentIndex().row()
        if current >= 0:
            added = self.model.add_row(current, self.model.rows[current])
            self._select(added or 0, 0)

    def _remove(self) -> None:
        chosen = sorted({index.row() for index in self.grid.selectedIndexes()})
        self.model.remove_rows(chosen)
        if chosen:
            self._select(min(chosen[0], len(self.model.rows) - 1), 0)

    def _select(self, row: int, column: int) -> None:
        if 0 <= row < len(self.model.rows):
            self.grid.setCurrentIndex(self.model.index(row, column))
        self.grid.setFocus()

    def _show_faults(self) -> None:
        found = self.model.faults()
        more = [f"…另外还有 {len(found) - _FAULTS_SHOWN} 格"] if len(found) > _FAULTS_SHOWN else []
        head = "下面这些格没有保存，原文还在红格里，改对就存上：\n"
        self.faults.setText(head + "\n".join(found[:_FAULTS_SHOWN] + more) if found else "")
        self.faults.setVisible(bool(found))

    def _show_remarks(self) -> None:
        """Show what the program notes beside rows; it only tells, nothing is held back."""
        found = self.model.remarks()
        more = [f"…另外还有 {len(found) - _FAULTS_SHOWN} 行"] if len(found) > _FAULTS_SHOWN else []
        self.remarks.setText(
            "\n".join(["核对提示（只提醒，不拦截）", *found[:_FAULTS_SHOWN], *more]) if found else ""
        )
        self.remarks.setVisible(bool(found))

    def _show(self, shown: Shown) -> None:
        rows = shown.value if isinstance(shown.value, tuple) else ()
        effective: Any = shown.effective if isinstance(shown.effective, tuple) else rows
        current = self.grid.currentIndex()
        place = (current.row(), current.column())
        self.model.load(rows, effective)
        if not self.grid.currentIndex().isValid() and 0 <= place[0] < len(rows):
            self.grid.setCurrentIndex(self.model.index(*place))
        counted = (f"{len(rows)} 行" if rows else "", self.model.totals())
        self._count.setText(" · ".join(filter(None, counted)))
        if not rows:
            self.message.setText(_EMPTY)
        self.message.setVisible(not rows or (self.message.isVisible() and self.message.text() != _EMPTY))
        self._show_remarks()
        self.grid.fit_rows(min(max(len(rows), _LEAST_ROWS), _MOST_ROWS))
        self.help.setVisible(bool(rows))


def table_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return the control of a table."""
    return TableEditor(item, compact=compact)
