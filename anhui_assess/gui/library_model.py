"""The enterprises of the workspace as a table, fluid with tens of thousands of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from anhui_assess.domain.catalog import Catalog
from anhui_assess.services.library import LibraryRow
from anhui_assess.services.standing import completeness, short_standing

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_NOT_LISTED = ("estimate", "checklist")
"""Models without a level or score to set side by side: an estimate must never stand there without its band."""


class LibraryModel(QAbstractTableModel):
    """One row an enterprise, with its newest assessment."""

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._rows: list[LibraryRow] = []
        self._forms = [form for form in catalog.scored_forms if form.scoring.model not in _NOT_LISTED]
        titles = [form.short_title for form in self._forms]
        self.titles = ["企业", "城市", "所属领域", "最近评价", *titles, "完成度"]

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show these enterprises."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, number: int) -> LibraryRow:
        """Return the enterprise in a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of enterprises."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return the column titles, over their cells."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return self.titles[section]
        return self._alignment(section) if role == _ROLE.TextAlignmentRole else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        if role == _ROLE.DisplayRole:
            return self._text(self._rows[index.row()], index.column())
        if role == _ROLE.ToolTipRole and index.column() == 0:
            row = self._rows[index.row()]
            return f"{row.enterprise.name}\n{row.assessments} 次评价"
        return self._alignment(index.column()) if role == _ROLE.TextAlignmentRole else None

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if column >= len(self.titles) - 1 else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def _text(self, row: LibraryRow, column: int) -> str:
        texts = (row.enterprise.name, row.enterprise.city or "—", row.enterprise.industry or "—")
        if column < len(texts):
            return texts[column]
        if row.newest is None:
            return "—"
        if column == len(texts):
            return row.newest.date or "—"
        if column == len(self.titles) - 1:
            return f"{int(completeness(row.newest.summary, self._catalog) * 100)}%"
        form = self._forms[column - len(texts) - 1]
        return short_standing(form, row.newest.summary.get(form.id))
