"""How a cell of a table is edited: a line for text and numbers, a list for choices."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QCompleter,
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
_MANY = 20
"""Choices from which on a list is also found by typing a part of a name."""


class CellBox(StillCombo):
    """The list of a choice cell; a digit takes its option at once, Tab the one that is marked."""

    def __init__(self, titles: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.addItem("", "")
        for number, title in enumerate(titles, start=1):
            self.addItem(f"{number}　{title}" if len(titles) <= NUMBERED else title, title)
        self.view().installEventFilter(self)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 32)
        if len(titles) > _MANY:
            self._make_searchable()

    def _make_searchable(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(CellBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.popup().setMinimumWidth(self.view().sizeHintForColumn(0) + 32)
        self.setCompleter(completer)

    def chosen(self) -> str:
        """Return the title chosen, or what was typed where the list is searched."""
        if self.isEditable() and self.findText(self.currentText()) < 0:
            return self.currentText()
        return str(self.itemData(self.findText(self.currentText())) or "")

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
            if not box.isEditable():
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
        text = editor.chosen() if isinstance(editor, CellBox) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        model.setData(index, text, Qt.ItemDataRole.EditRole)
