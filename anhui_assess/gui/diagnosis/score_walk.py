"""The walk from a total down to the questions: each step is opened when asked for."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui import icons
from anhui_assess.gui.diagnosis.grid_table import keep_in_sight
from anhui_assess.gui.diagnosis.walk_model import Index, WalkModel
from anhui_assess.gui.theme import current_theme

_CHEVRON = 14
_GAP = 8


class _WalkDelegate(QStyledItemDelegate):
    """Gives the lines room, and the columns a gap between them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a line's size."""
        return QSize(super().sizeHint(option, index).width(), current_theme().px(28))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Keep the texts of neighbouring columns apart."""
        super().initStyleOption(option, index)
        if index.column():
            option.rect = option.rect.adjusted(_GAP, 0, -_GAP, 0)  # type: ignore[attr-defined]


class ScoreWalk(QTreeView):
    """The walk of one form, as tall as what is open.

    Signals:
        place_wanted(object): the Place of the question that was chosen.
    """

    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.walk_model = WalkModel(self)
        self.setModel(self.walk_model)
        self.setAccessibleName("得分怎么来的")
        self.setUniformRowHeights(True)
        self.setItemDelegate(_WalkDelegate(self))
        self.setRootIsDecorated(True)
        self.setIndentation(20)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header().setStretchLastSection(False)
        self.header().setSectionsClickable(False)
        self.clicked.connect(self._on_clicked)
        self.expanded.connect(self._lay_out)
        self.collapsed.connect(self._lay_out)

    def show_score(self, scored: Scored, form_id: str) -> None:
        """Show the walk of a form, its first step open."""
        self.walk_model.show_score(scored, form_id)
        self.expand(self.walk_model.index(0, 0))
        self._lay_out()

    def expandAll(self) -> None:
        """Open every step."""
        super().expandAll()
        self._lay_out()

    def open_below(self, index: QModelIndex) -> None:
        """Open a step and everything under it, as the key `*` does; the height is worked out once, at the end."""
        self.blockSignals(True)
        self.expandRecursively(index.siblingAtColumn(0))
        self.blockSignals(False)
        self._lay_out()

    def _rows_shown(self) -> int:
        count = 0
        index = self.walk_model.index(0, 0)
        while index.isValid():
            count += 1
            index = self.indexBelow(index)
        return count

    def _lay_out(self) -> None:
        letter = current_theme().px(14)
        narrow = 6 * letter
        rest = max(self.viewport().width() - 3 * narrow, 24 * letter)
        first = max(14 * letter, rest * 11 // 20)
        for column, width in enumerate((first, narrow, narrow, narrow, rest - first)):
            self.setColumnWidth(column, width)
        scrolls = self.viewport().width() < first + 3 * narrow + (rest - first)
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        row = current_theme().px(28)
        self.setFixedHeight(self.header().sizeHint().height() + row * self._rows_shown() + bar + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a step or go to the question with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.currentIndex())
        elif event.key() == Qt.Key.Key_Asterisk:
            self.open_below(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keep the line in sight."""
        super().currentChanged(current, previous)
        keep_in_sight(self, current)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw our own arrow before a step that can be opened."""
        if self.walk_model.hasChildren(index):
            name = "chevron-down" if self.isExpanded(QModelIndex(index)) else "chevron-right"  # type: ignore[arg-type]
            left = rect.right() - self.indentation() + 3
            painter.drawPixmap(
                QPoint(left, rect.center().y() - _CHEVRON // 2), icons.pixmap(name, "text2", _CHEVRON)
            )

    def _on_clicked(self, index: QModelIndex) -> None:
        step = self.walk_model.step(index)
        if step is None:
            return
        if step.row.place is not None:
            self.place_wanted.emit(step.row.place)
        elif step.row.node is not None:
            first = index.siblingAtColumn(0)
            self.setExpanded(first, not self.isExpanded(first))
