"""The table control: a grid with its buttons, keyboard and clipboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from anhui_assess.domain.form import Column, Item
from anhui_assess.domain.packs import Packs
from anhui_assess.gui.editors.base import Editor, Shown
from anhui_assess.gui.editors.combo import StillCombo
from anhui_assess.gui.editors.inventory_tools import InventoryTools
from anhui_assess.gui.editors.pasting import to_clipboard, write_cell
from anhui_assess.gui.editors.table_model import Drafts, TableModel
from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.gui.theme import current_theme

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTHS = {"text": 150, "choice": 160, "number": 112, "date": 104, "yes_no": 72}
_CALCULATED, _FIRST = 76, 200
_FAULTS_SHOWN = 6
_EMPTY = "还没有行。点“添加一行”，或者在 Excel 里复制（可带表头），在这里按 Ctrl+V。"


_MANY = 20
"""Choices from which on a list is also found by typing a part of a name."""


def _make_searchable(box: StillCombo) -> None:
    box.setEditable(True)
    box.setInsertPolicy(StillCombo.InsertPolicy.NoInsert)
    completer = QCompleter(box.model(), box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.popup().setMinimumWidth(box.view().sizeHintForColumn(0) + 32)
    box.setCompleter(completer)


class CellDelegate(QStyledItemDelegate):
    """Edits a cell by its column's kind: a list for choices, a line for everything else."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the control of a cell."""
        del option
        column = self._columns[index.column()]
        made: QWidget
        if column.kind in ("choice", "yes_no"):
            made = box = StillCombo(parent)
            titles = [choice.title for choice in column.choices] if column.kind == "choice" else ["是", "否"]
            box.addItems(["", *titles])
            box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 32)
            if len(titles) > _MANY:
                _make_searchable(box)
            box.activated.connect(lambda _: self._done(box))
        else:
            made = QLineEdit(parent)
        made.setProperty("look", "cell")
        made.setAccessibleName(column.title)
        return made

    def _done(self, box: QWidget) -> None:
        if box.isVisible():
            self.commitData.emit(box)
            self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's value in its control."""
        value = index.data(Qt.ItemDataRole.EditRole)
        text = (
            value
            if isinstance(value, str) and self._is_text(index)
            else write_cell(self._columns[index.column()], value)
        )
        if isinstance(editor, StillCombo):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def _is_text(self, index: Index) -> bool:
        return self._columns[index.column()].kind != "choice"

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand what was typed to the model."""
        text = editor.currentText() if isinstance(editor, StillCombo) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        model.setData(index, text, Qt.ItemDataRole.EditRole)


class Grid(QTableView):
    """A table view with the keys of a spreadsheet; Escape leaves it for the buttons below.

    Signals:
        pasted(str), row_wanted(): the user pasted, or asked for another row by Ctrl+Enter.
    """

    pasted = Signal(str)
    row_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, empty, edit, add."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.row_wanted.emit()
        elif event.key() in _ENTER and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            model = self.model()
            if isinstance(model, TableModel):
                model.clear_cells([(index.row(), index.column()) for index in self.selectedIndexes()])
        elif event.key() == Qt.Key.Key_Escape:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected block on the clipboard as Excel takes it."""
        model, chosen = self.model(), self.selectedIndexes()
        if not isinstance(model, TableModel) or not chosen:
            return
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        texts = [[model.text(row, column) for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(to_clipboard(texts))


class TableEditor(Editor):
    """A repeating table; every change tells all rows."""

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(item, compact=compact, parent=parent)
        self.model = TableModel(item, self)
        self.model.rows_edited.connect(self._tell)
        self.model.drafts_changed.connect(self._show_faults)
        self.grid = Grid()
        self.grid.setProperty("look", "frame")
        self.grid.setAccessibleName(item.title)
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(CellDelegate(item.columns, self.grid))
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.grid.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.grid.setWordWrap(False)
        self.grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.grid.pasted.connect(self.paste)
        self.grid.row_wanted.connect(self._add)
        self._dress()
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
        fill(self._column, self.grid, tools, self.message, self.faults, self.remarks)
        self.setFocusProxy(self.grid)

    def _dress(self) -> None:
        theme = current_theme()
        head = self.grid.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setMinimumHeight(theme.px(48))
        head.setHighlightSections(False)
        rows = self.grid.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(32))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        metrics = self.grid.fontMetrics()
        for place, column in enumerate(self.item.columns):
            words = max(
                metrics.horizontalAdvance(column.title + " *"), metrics.horizontalAdvance(column.unit or "")
            )
            least = _CALCULATED if column.calculated else _WIDTHS[column.kind]
            least = _FIRST if place == 0 and column.kind == "text" else least
            self.grid.setColumnWidth(place, max(theme.px(least), words + 24))

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
        shown_rows = min(max(len(rows), 2), 9)
        head = self.grid.horizontalHeader().sizeHint().height()
        self.grid.setFixedHeight(head + shown_rows * current_theme().px(32) + 16)


def table_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return the control of a table."""
    return TableEditor(item, compact=compact)
