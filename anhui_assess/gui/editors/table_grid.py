"""The grid of a table: a spreadsheet's keys, and names beside rows whose first column is scrolled aside."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from anhui_assess.gui.editors.pasting import to_clipboard
from anhui_assess.gui.editors.table_cells import DIGITS, NUMBERED, CellDelegate
from anhui_assess.gui.editors.table_model import TableModel, option_titles
from anhui_assess.gui.theme import current_theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_FORWARD, _BACK = QAbstractItemView.CursorAction.MoveNext, QAbstractItemView.CursorAction.MovePrevious
_NAMED = 190
"""How wide the heads of rows are while they carry names."""
_ROW = 32
_Hint = QAbstractItemDelegate.EndEditHint


class Grid(QTableView):
    """A table view with the keys of a spreadsheet.

    Tab and Enter go on to the next cell that can be filled, digits take the options of a choice, Escape leaves for the
    buttons below; the arrows stay inside.

    Signals:
        pasted(str), row_wanted(): the user pasted, or asked for another row by Ctrl+Enter or behind the last cell.
    """

    pasted = Signal(str)
    row_wanted = Signal()

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self._table = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(model.columns, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._dress()
        if model.columns[0].kind == "text":
            self.horizontalScrollBar().valueChanged.connect(self._name_rows)

    def _dress(self) -> None:
        theme = current_theme()
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setMinimumHeight(theme.px(48))
        head.setHighlightSections(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(_ROW))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def fit_rows(self, shown: int) -> None:
        """Take the height of so many rows."""
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + shown * current_theme().px(_ROW) + 16)

    def _name_rows(self, scrolled: int) -> None:
        """Show the rows' names in their heads while the first column is out of sight."""
        wanted = scrolled >= self.columnWidth(0) > 0
        if wanted == self._table.names_beside:
            return
        self._table.names_beside = wanted
        rows = self.verticalHeader()
        side = Qt.AlignmentFlag.AlignLeft if wanted else Qt.AlignmentFlag.AlignHCenter
        rows.setDefaultAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        if wanted:
            rows.setFixedWidth(current_theme().px(_NAMED))
        else:
            rows.setMinimumWidth(0)
            rows.setMaximumWidth(16_777_215)
        self.updateGeometries()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, empty, add; then go on, choose or edit; then what a table does anyway."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.row_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self._table.clear_cells([(index.row(), index.column()) for index in self.selectedIndexes()])
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif not self._moved(event):
            super().keyPressEvent(event)

    def _moved(self, event: QKeyEvent) -> bool:
        """Take the keys that mean the current cell."""
        current = self.currentIndex()
        if not current.isValid():
            return False
        if event.key() in _ENTER:
            if self.state() != QAbstractItemView.State.EditingState:
                self._edit_or_go_on(current)
        elif event.key() in _TABS:
            event.setAccepted(self._go_on(_FORWARD if event.key() == Qt.Key.Key_Tab else _BACK))
        elif event.key() in _ARROWS:
            super().keyPressEvent(event)
            event.accept()
        else:
            return self._chosen(event, current)
        return True

    def _leave(self) -> None:
        """Give the focus to what follows; Tab alone would only go to the next cell."""
        self.setTabKeyNavigation(False)
        self.focusNextChild()
        self.setTabKeyNavigation(True)

    def _edit_or_go_on(self, current: QModelIndex) -> None:
        if current.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(current)
        else:
            self._go_on()

    def _chosen(self, event: QKeyEvent, current: QModelIndex) -> bool:
        """Take the option a digit names in a column of few options."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not (current.isValid() and plain and event.key() in DIGITS):
            return False
        titles = option_titles(self._table.columns[current.column()])
        number = event.key() - Qt.Key.Key_0
        if titles is None or len(titles) > NUMBERED:
            return False
        if number <= len(titles) and self._table.setData(current, titles[number - 1]):
            self._go_on()
        return True

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close a cell's control; Enter and Tab go on to the next cell, which Tab opens unless it is a choice."""
        ways = {_Hint.SubmitModelCache: _FORWARD, _Hint.EditNextItem: _FORWARD, _Hint.EditPreviousItem: _BACK}
        way = ways.get(hint)
        super().closeEditor(editor, _Hint.NoHint if way is not None else hint)
        if way is None:
            return
        self._go_on(way)
        current = self.currentIndex()
        if hint != _Hint.SubmitModelCache and option_titles(self._table.columns[current.column()]) is None:
            self.edit(current)

    def _go_on(self, way: QAbstractItemView.CursorAction = _FORWARD) -> bool:
        """Go to the next cell, or the one before; return whether there was one."""
        before = (self.currentIndex().row(), self.currentIndex().column())
        following = self.moveCursor(way, Qt.KeyboardModifier.NoModifier)
        self.setCurrentIndex(following)
        return before != (following.row(), following.column())

    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Pass over calculated cells on the way to the next or the one before; behind the last cell a row is added."""
        current = self.currentIndex()
        if cursorAction not in (_FORWARD, _BACK) or not current.isValid():
            return super().moveCursor(cursorAction, modifiers)
        step = 1 if cursorAction == _FORWARD else -1
        width = len(self._table.columns)
        place = current.row() * width + current.column() + step
        while 0 <= place < width * len(self._table.rows):
            row, column = divmod(place, width)
            if not self._table.columns[column].calculated:
                return self._table.index(row, column)
            place += step
        if step > 0 and self._table.rows[current.row()] and not self._table.read_only:
            self.row_wanted.emit()
            return self.currentIndex()
        return current

    def copy(self) -> None:
        """Put the selected block on the clipboard as Excel takes it."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        texts = [[self._table.text(row, column) for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(to_clipboard(texts))
