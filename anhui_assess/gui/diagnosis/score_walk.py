"""The walk from a total down to the questions: each step is opened when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
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
from anhui_assess.gui.diagnosis.grid_model import bold_font
from anhui_assess.gui.diagnosis.grid_table import keep_in_sight
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis.walk import WalkRow, below, total

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_HEADS = ("构成", "权重", "得分", "贡献", "说明")
_NOTE = 4
_CHEVRON = 14
_GAP = 8


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A line of the tree; `number` is its place in the model's list, `above` that of the line it belongs to."""

    row: WalkRow
    number: int
    above: int | None = None
    place: int = 0


class WalkModel(QAbstractItemModel):
    """One line a summand; the summands of a line are asked for when it is opened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scored: Scored | None = None
        self._form_id = ""
        self._steps: list[_Step] = []
        self._below: dict[int, list[int]] = {}

    def show_score(self, scored: Scored, form_id: str) -> None:
        """Show the walk of a form."""
        self.beginResetModel()
        self._scored, self._form_id = scored, form_id
        self._steps = [_Step(total(scored, form_id), 0)]
        self._below = {}
        self.endResetModel()

    def step(self, index: Index) -> _Step | None:
        """Return the step at an index."""
        if not index.isValid() or index.internalId() >= len(self._steps):
            return None
        return self._steps[index.internalId()]

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a step."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        above = self.step(parent)
        number = 0 if above is None else self._open(above)[row]
        return self.createIndex(row, column, number)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of the step above."""
        step = self.step(index)
        if step is None or step.above is None:
            return QModelIndex()
        return self.createIndex(self._steps[step.above].place, 0, step.above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many summands a step has; they are worked out when this is asked for the first time.

        Not by canFetchMore: rows that come in while QTreeView opens all steps bring Qt 6.9 down.
        """
        if parent.column() > 0:
            return 0
        step = self.step(parent)
        if step is None:
            return min(1, len(self._steps))
        return len(self._open(step))

    def _open(self, step: _Step) -> list[int]:
        """Return the numbers of the steps below one."""
        if step.number not in self._below:
            rows = (
                ()
                if self._scored is None or step.row.node is None
                else below(self._scored, self._form_id, step.row.node)
            )
            first = len(self._steps)
            self._steps += [_Step(row, first + place, step.number, place) for place, row in enumerate(rows)]
            self._below[step.number] = list(range(first, first + len(rows)))
        return self._below[step.number]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008 - Qt's signature
        """Return the number of columns."""
        return len(_HEADS)

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's signature
        """Return whether a step can be opened."""
        step = self.step(parent)
        return bool(self._steps) if step is None else step.row.node is not None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return the head of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return _HEADS[section]
        return _alignment(section) if role == _ROLE.TextAlignmentRole else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a line shows."""
        step = self.step(index)
        if step is None:
            return None
        row, column = step.row, index.column()
        text = (row.label, row.weight, row.value, row.contribution, row.note)[column]
        if role == _ROLE.DisplayRole:
            return text
        if role == _ROLE.ToolTipRole:
            return text or None
        return _look(step, column, role)


def _look(step: _Step, column: int, role: int) -> Any:
    if role == _ROLE.TextAlignmentRole:
        return _alignment(column)
    if role == _ROLE.FontRole and step.above is None:
        return bold_font()
    if role == _ROLE.ForegroundRole:
        return current_theme().colour(_colour(step.row, column))
    return None


def _colour(row: WalkRow, column: int) -> str:
    if column == 0:
        return "accent" if row.place is not None else "text"
    return "text" if column == _NOTE - 1 else "text2"


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if 0 < column < _NOTE else Qt.AlignmentFlag.AlignLeft
    return (side | Qt.AlignmentFlag.AlignVCenter).value


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
        self.verticalScrollBar().rangeChanged.connect(self._on_range)

    def show_score(self, scored: Scored, form_id: str) -> None:
        """Show the walk of a form, its first step open."""
        self.walk_model.show_score(scored, form_id)
        self.expand(self.walk_model.index(0, 0))
        self._lay_out()

    def _on_range(self, _least: int, most: int) -> None:
        """Grow when more was opened than fits, as by the key `*`."""
        if most > 0:
            QTimer.singleShot(0, self, self._lay_out)

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
            return
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
