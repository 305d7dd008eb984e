"""A neutral table as an item model, and how its cells are painted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from anhui_assess.gui import icons
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis.grid import Cell, Grid

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
BAR_ROLE = _ROLE.UserRole + 1
_MARK = 14
_BAR = 44


class GridModel(QAbstractTableModel):
    """Shows a Grid; it cannot be edited."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid("", (), ())

    def show_grid(self, grid: Grid) -> None:
        """Show another table."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.grid.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return the head of a column."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.grid.columns):
            return None
        column = self.grid.columns[section]
        if role == _ROLE.DisplayRole:
            return column.title
        if role == _ROLE.ToolTipRole:
            return column.title or None
        if role == _ROLE.TextAlignmentRole:
            return _alignment(column.align)
        return None

    def cell(self, index: Index) -> Cell:
        """Return a cell; a heading row has but one."""
        cells = self.grid.rows[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else Cell("")

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        cell = self.cell(index)
        style = self.grid.rows[index.row()].style
        if role == _ROLE.DisplayRole:
            return cell.text
        if role == BAR_ROLE:
            return cell.bar
        if role == _ROLE.ToolTipRole:
            return cell.tip or None
        align = "left" if style == "group" else self.grid.columns[index.column()].align
        return _look(cell, style, align, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let heading rows be skipped."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.grid.rows[index.row()].style == "group":
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _look(cell: Cell, style: str, align: str, role: int) -> Any:
    if role == _ROLE.TextAlignmentRole:
        return _alignment(align)
    if role == _ROLE.ForegroundRole:
        return current_theme().colour(cell.tone or "text")
    if role == _ROLE.BackgroundRole and style:
        return current_theme().colour("sunken")
    if role == _ROLE.DecorationRole and cell.mark:
        return icons.pixmap(cell.mark, cell.tone or "text2", _MARK)
    if role == _ROLE.FontRole and (cell.bold or style == "total"):
        return bold_font()
    return None


def bold_font() -> QFont:
    """Return a font that only says bold; the rest stays as the table has it."""
    font = QFont()
    font.setBold(True)
    return font


def _alignment(align: str) -> int:
    side = Qt.AlignmentFlag.AlignRight if align == "right" else Qt.AlignmentFlag.AlignLeft
    return (side | Qt.AlignmentFlag.AlignVCenter).value


class GridDelegate(QStyledItemDelegate):
    """Paints a cell as the style does, with the tone of the cell and a bar where it has one."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Give the row its ground and the icon its size."""
        super().initStyleOption(option, index)
        option.decorationSize = QSize(_MARK, _MARK)  # type: ignore[attr-defined]
        option.textElideMode = Qt.TextElideMode.ElideRight  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell, and over its left part the bar."""
        ground = index.data(_ROLE.BackgroundRole)
        if isinstance(ground, QColor):
            painter.fillRect(option.rect, ground)  # type: ignore[attr-defined]
        super().paint(painter, option, index)
        share = index.data(BAR_ROLE)
        if isinstance(share, float):
            self._paint_bar(painter, option, index, share)

    @staticmethod
    def _paint_bar(painter: QPainter, option: QStyleOptionViewItem, index: Index, share: float) -> None:
        rect = option.rect  # type: ignore[attr-defined]
        right = bool(index.data(_ROLE.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight.value)
        left = rect.left() + 8 if right else rect.right() - 8 - _bar_room(rect.width())
        width = max(0, rect.width() - 100) if right else _bar_room(rect.width())
        if width < _BAR // 2:
            return
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(left, rect.center().y() - 2.5, width, 6)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(track, 3, 3)
        track.setWidth(width * max(0.0, min(1.0, share)))
        painter.setBrush(theme.colour("level4"))
        painter.drawRoundedRect(track, 3, 3)
        painter.restore()


def _bar_room(width: int) -> int:
    return width - 70
