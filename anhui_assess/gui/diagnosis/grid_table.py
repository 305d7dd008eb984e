"""A table as tall as its rows, for pages that scroll as a whole, or one that scrolls itself. Enter or a click leads to the question of a row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollArea, QTableView, QWidget

from anhui_assess.gui.diagnosis.grid_model import GridDelegate, GridModel, Index
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis.grid import Grid

_LEAST = 9
_PADDING = 18


def keep_in_sight(view: QAbstractItemView, index: Index) -> None:
    """Scroll the page so that a row of a view inside it can be seen."""
    above: QWidget | None = view.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is None or not index.isValid():
        return
    rect = view.visualRect(index)
    point = view.viewport().mapTo(above.widget(), rect.center())
    above.ensureVisible(above.horizontalScrollBar().value(), point.y(), 0, rect.height() * 2)


class GridTable(QTableView):
    """Shows a Grid.

    Signals:
        place_wanted(object): the Place of the row that was chosen.
        row_chosen(int): the row that became current.
    """

    place_wanted = Signal(object)
    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, scrolls: bool = False) -> None:
        super().__init__(parent)
        self._scrolls = scrolls
        self.grid_model = GridModel(self)
        self.setModel(self.grid_model)
        self.setItemDelegate(GridDelegate(self))
        self.setProperty("look", "list")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        if scrolls:
            self.setCornerWidget(QWidget())
        else:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(current_theme().px(32))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFixedHeight(current_theme().px(34))
        self.clicked.connect(self._on_clicked)

    def show_grid(self, grid: Grid) -> None:
        """Show a table."""
        self.clearSpans()
        self.grid_model.show_grid(grid)
        self.setAccessibleName(grid.name)
        for number, row in enumerate(grid.rows):
            if row.style == "group" and len(grid.columns) > 1:
                self.setSpan(number, 0, 1, len(grid.columns))
        lines = 2 if any("\n" in column.title for column in grid.columns) else 1
        self.horizontalHeader().setFixedHeight(current_theme().px(34 if lines == 1 else 50))
        self._lay_out()

    def _lay_out(self) -> None:
        """Give the columns their widths and the table its height."""
        columns = self.grid_model.grid.columns
        letter = current_theme().px(14)
        widths = [round(column.width * letter) + _PADDING if column.width else 0 for column in columns]
        least = _LEAST * letter + _PADDING
        room = self.viewport().width() - sum(widths)
        open_columns = widths.count(0)
        for number, width in enumerate(widths):
            self.setColumnWidth(number, width or max(least, room // max(open_columns, 1)))
        if self._scrolls:
            self._show_bar_if(room < least * open_columns)
            return
        scrolls = room < least * open_columns
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        rows = self.grid_model.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().height() + rows + bar + 4)

    def _show_bar_if(self, needed: bool) -> None:
        """Keep a bar that was needed for a moment only, before the other bar came, from staying."""
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        wanted = on if needed else off
        if self.horizontalScrollBarPolicy() is not wanted:
            self.setHorizontalScrollBarPolicy(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, unless the table scrolls itself."""
        if self._scrolls:
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard a row to start from."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() is not Qt.FocusReason.MouseFocusReason:
            for number, row in enumerate(self.grid_model.grid.rows):
                if row.style != "group":
                    self.selectRow(number)
                    break

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the question with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a row leads somewhere."""
        index = self.indexAt(event.position().toPoint())
        leads = index.isValid() and self.grid_model.grid.rows[index.row()].place is not None
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keep the row in sight and tell which it is."""
        super().currentChanged(current, previous)
        if current.isValid():
            if not self._scrolls:
                keep_in_sight(self, current)
            self.row_chosen.emit(current.row())

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            place = self.grid_model.grid.rows[index.row()].place
            if place is not None:
                self.place_wanted.emit(place)
