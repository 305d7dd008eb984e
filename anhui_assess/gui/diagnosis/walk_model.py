"""The summands of a score as an item model, worked out when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.diagnosis.grid_model import bold_font
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis.walk import WalkRow, below, total

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_HEADS = ("构成", "权重", "得分", "贡献", "说明")
_NOTE = 4


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
