"""The sub-domains by level as coloured cells; every cell leads to its first question."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from anhui_assess.gui.diagnosis.grid_model import bold_font
from anhui_assess.gui.diagnosis.grid_table import keep_in_sight
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis.smart import HeatCell, HeatMap, HeatRow
from anhui_assess.services.navigation import Place

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
CELL_ROLE = _ROLE.UserRole + 1
_LEADING = 2
_EMPTY = HeatMap((), (), "")


class HeatModel(QAbstractTableModel):
    """Element, sub-domain, one column a level, remark."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heat = _EMPTY

    def show_heat(self, heat: HeatMap) -> None:
        """Show another map."""
        self.beginResetModel()
        self.heat = heat
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of sub-domains."""
        return 0 if parent.isValid() else len(self.heat.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else _LEADING + len(self.heat.levels) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return the head of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return ("要素", "能力子域", *(f"{level} 级" for level in self.heat.levels), "")[section]
        if role == _ROLE.TextAlignmentRole:
            level = _LEADING <= section < _LEADING + len(self.heat.levels)
            side = Qt.AlignmentFlag.AlignHCenter if level else Qt.AlignmentFlag.AlignLeft
            return (side | Qt.AlignmentFlag.AlignVCenter).value
        return None

    def cell(self, index: Index) -> HeatCell | None:
        """Return the level cell at an index, None for the other columns."""
        place = index.column() - _LEADING
        row = self.heat.rows[index.row()]
        return row.cells[place] if 0 <= place < len(row.cells) else None

    def place(self, index: Index) -> Place | None:
        """Return the question a cell leads to."""
        cell = self.cell(index)
        return cell.place if cell is not None else self.heat.rows[index.row()].place

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        cell = self.cell(index)
        row = self.heat.rows[index.row()]
        if role == CELL_ROLE:
            return cell
        if cell is not None:
            if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
                return cell.words
            return cell.text if role == _ROLE.DisplayRole else None
        return _side_data(row, index.column(), role)


def _side_data(row: HeatRow, column: int, role: int) -> Any:
    if role == _ROLE.DisplayRole:
        return (row.element, row.title)[column] if column < _LEADING else row.note
    if role == _ROLE.FontRole and column == 0:
        return bold_font()
    if role == _ROLE.ForegroundRole and column >= _LEADING:
        return current_theme().colour("text2")
    return None


class HeatDelegate(QStyledItemDelegate):
    """Paints a level cell in the colour of its step, framed when it misses the next gate."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, HeatCell):
            super().paint(painter, option, index)
            return
        theme = current_theme()
        rect = QRectF(option.rect).adjusted(2, 2, -2, -2)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if cell.step:
            painter.setBrush(theme.colour(f"level{cell.step}"))
            painter.drawRoundedRect(rect, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if cell.short:
            painter.setPen(QPen(theme.colour("attention"), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 3, 3)
        state = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_Active:
            painter.setPen(QPen(theme.colour("panel"), 1.5))
            painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
            painter.setPen(QPen(theme.colour("focus"), 2.5))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(theme.colour(f"on_level{cell.step}" if cell.step else "text2"))
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cell.text)
        painter.restore()


class HeatView(QTableView):
    """The heat map, all rows in sight, walked with the arrow keys.

    Signals:
        place_wanted(object): the Place a cell leads to.
    """

    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heat_model = HeatModel(self)
        self.setModel(self.heat_model)
        self.setItemDelegate(HeatDelegate(self))
        self.setAccessibleName("各能力子域各级得分")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(current_theme().px(28))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFixedHeight(current_theme().px(32))
        self.clicked.connect(self._on_clicked)

    def show_heat(self, heat: HeatMap) -> None:
        """Show a map."""
        self.heat_model.show_heat(heat)
        self._lay_out()

    def _lay_out(self) -> None:
        letter = current_theme().px(14)
        fixed = (5 * letter, 8 * letter, 5 * letter)
        levels = len(self.heat_model.heat.levels)
        if not levels:
            return
        noted = any(row.note for row in self.heat_model.heat.rows)
        self.setColumnHidden(_LEADING + levels, not noted)
        room = self.viewport().width() - sum(fixed if noted else fixed[:_LEADING])
        width = max(4 * letter, room // max(levels, 1))
        self.setColumnWidth(0, fixed[0])
        self.setColumnWidth(1, fixed[1])
        for number in range(levels):
            self.setColumnWidth(_LEADING + number, width)
        self.setColumnWidth(_LEADING + levels, fixed[2])
        bar = self.horizontalScrollBar().sizeHint().height() if room < width * levels else 0
        rows = self.heat_model.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().height() + rows + bar + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first question of a cell with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keep the cell in sight."""
        super().currentChanged(current, previous)
        keep_in_sight(self, current)

    def _on_clicked(self, index: QModelIndex) -> None:
        place = self.heat_model.place(index) if index.isValid() else None
        if place is not None:
            self.place_wanted.emit(place)
