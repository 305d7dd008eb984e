"""How a cell of a table is edited: a line for text and numbers, a list for choices."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from anhui_assess.domain.form import Column
from anhui_assess.gui.editors.combo import StillCombo
from anhui_assess.gui.editors.pasting import write_cell
from anhui_assess.gui.editors.table_model import option_titles

Index = QModelIndex | QPersistentModelIndex
DIGITS = range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)
NUMBERED = 9
"""A column with so many options, or fewer, takes them by their number."""


class CellBox(StillCombo):
    """The list of a choice cell; a digit takes its option at once, Tab the one that is marked."""

    def __init__(self, titles: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.addItem("", "")
        for number, title in enumerate(titles, start=1):
            self.addItem(f"{number}　{title}" if len(titles) <= NUMBERED else title, title)
        self.view().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys that choose while the list is down."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            number = event.key() - Qt.Key.Key_0
            if event.key() in DIGITS and self.count() - 1 <= NUMBERED:
                self._take(number if number < self.count() else -1)
                return True
            if event.key() == Qt.Key.Key_Tab:
                self._take(self.view().currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _take(self, place: int) -> None:
        if place >= 0:
            self.hidePopup()
            self.setCurrentIndex(place)
            self.activated.emit(place)


class CellDelegate(QStyledItemDelegate):
    """Edits a cell by its column's kind: a list for choices, a line for everything else."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the control of a cell; a list drops down at once."""
        del option
        column = self._columns[index.column()]
        titles = option_titles(column)
        made: QWidget
        if titles is None:
            made = QLineEdit(parent)
        else:
            made = box = CellBox(titles, parent)
            box.activated.connect(lambda _: self._done(box))
            QTimer.singleShot(0, box, box.showPopup)
        made.setProperty("look", "cell")
        made.setAccessibleName(column.title)
        return made

    def _done(self, box: QWidget) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QAbstractItemDelegate.EndEditHint.SubmitModelCache)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's value in its control."""
        value = index.data(Qt.ItemDataRole.EditRole)
        column = self._columns[index.column()]
        text = value if isinstance(value, str) and column.kind != "choice" else write_cell(column, value)
        if isinstance(editor, StillCombo):
            editor.setCurrentIndex(max(editor.findData(text), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand what was typed to the model."""
        text = str(editor.currentData() or "") if isinstance(editor, StillCombo) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        model.setData(index, text, Qt.ItemDataRole.EditRole)
