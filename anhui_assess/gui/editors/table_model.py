"""The rows of a table item for a view: typed cells, calculated columns live, refused cells kept and marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from anhui_assess.domain.form import Column, Item
from anhui_assess.domain.item_kinds.tables import cell_display, cell_fault
from anhui_assess.domain.units import split_amount
from anhui_assess.gui.editors import paste_words
from anhui_assess.gui.editors.matching import same
from anhui_assess.gui.editors.pasting import ROW_UNIT, from_clipboard, read_cell, row_unit, write_cell
from anhui_assess.gui.editors.reading import read_amount
from anhui_assess.gui.theme import current_theme

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_ROOT = QModelIndex()
Drafts = dict[tuple[int, str], str]
_TOTALLED = ("tce", "co2_t")
_NAME = 11
_CLASS_TONES = {"高": "bad", "中": "attention", "低": "good"}


def option_titles(column: Column) -> list[str] | None:
    """Return the words a column takes, in their order; None when it takes anything."""
    if column.kind == "choice":
        return [choice.title for choice in column.choices]
    return ["是", "否"] if column.kind == "yes_no" else None


class TableModel(QAbstractTableModel):
    """Rows as the user gave them; what a column refuses stays here as a draft, in red, until it is put right.

    Signals:
        rows_edited(object): the user changed something; carries all rows without the drafts.
        drafts_changed(): a cell was refused or put right.

    `names_beside`: the heads of the rows carry the rows' names.
    """

    rows_edited = Signal(object)
    drafts_changed = Signal()

    def __init__(self, item: Item, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.columns = item.columns
        self.rows: list[dict[str, Any]] = []
        self.drafts: Drafts = {}
        self.read_only = False
        self.names_beside = False
        self.converted: dict[str, int] = {}
        self.meant: dict[str, str] = {}
        self._effective: Sequence[Mapping[str, Any]] = ()

    def load(self, rows: Sequence[Mapping[str, Any]], effective: Sequence[Mapping[str, Any]]) -> None:
        """Show rows; a table of the same length keeps selection and open cell editors."""
        fresh = [dict(row) for row in rows]
        if len(fresh) == len(self.rows):
            self.rows, self._effective = fresh, effective
            if fresh:
                self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows, self._effective = fresh, effective
        self.drafts = {place: text for place, text in self.drafts.items() if place[0] < len(fresh)}
        self.endResetModel()
        self.drafts_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Calculated cells and read-only tables can be read and copied."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and not self.read_only and not self.columns[index.column()].calculated:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return the column's title with its unit below, or the row's number."""
        if orientation == Qt.Orientation.Vertical:
            return self._row_head(section) if role == _ROLE.DisplayRole else None
        column = self.columns[section]
        if role == _ROLE.DisplayRole:
            return f"{column.title}{' *' if column.required else ''}\n{column.unit or ' '}"
        if role == _ROLE.ToolTipRole:
            return (
                f"{column.title}：由程序计算。{column.help}"
                if column.calculated
                else column.help or column.title
            )
        return None

    def _row_head(self, row: int) -> Any:
        if not self.names_beside:
            return row + 1
        name = self.text(row, 0)
        return f"{row + 1}　{name if len(name) <= _NAME else name[: _NAME - 1] + '…'}"

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        draft = self.drafts.get((index.row(), column.id))
        if role == _ROLE.DisplayRole:
            return draft if draft is not None else cell_display(column, self.value(index.row(), column))
        if role == _ROLE.EditRole:
            return draft if draft is not None else self.value(index.row(), column)
        if role == _ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.kind == "number" else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if draft is None and column.calculated and role in (_ROLE.ForegroundRole, _ROLE.ToolTipRole):
            return self._calculated(column, self.value(index.row(), column), role)
        return self._decoration(column, draft, role)

    def _calculated(self, column: Column, value: Any, role: int) -> Any:
        """Return how a calculated cell looks: a class of risk has its colour, a narrow cell tells all when pointed at."""
        if role == _ROLE.ToolTipRole:
            return cell_display(column, value) or None
        tone = _CLASS_TONES.get(str(value)) if column.by_layout else None
        return current_theme().colour(tone or "text2")

    def _decoration(self, column: Column, draft: str | None, role: int) -> Any:
        if role == _ROLE.BackgroundRole:
            name = "bad_ground" if draft is not None else "sunken" if column.calculated else None
            return current_theme().colour(name) if name else None
        if role == _ROLE.ForegroundRole:
            return current_theme().colour("bad") if draft is not None else None
        if role == _ROLE.ToolTipRole and draft is not None:
            return cell_fault(column, read_cell(column, draft))
        return None

    def remarks(self) -> list[str]:
        """Return what the program notes beside the rows of a table it understands."""
        column = self.item.column("remark")
        if column is None or not column.by_layout:
            return []
        return [
            f"第 {number} 行：{row['remark']}"
            for number, row in enumerate(self._effective, start=1)
            if row.get("remark")
        ]

    def totals(self) -> str:
        """Return what the rows of an energy table come to; a row that cannot be calculated leaves no total."""
        if self.item.layout != "energy" or not any(self.rows) or len(self._effective) != len(self.rows):
            return ""
        lacking = [
            str(number) for number, row in enumerate(self._effective, start=1) if row and "tce" not in row
        ]
        if lacking:
            return f"第 {'、'.join(lacking)} 行还不能算，暂无合计"
        said = ((column.title, column.unit, column.id) for column in self.columns if column.id in _TOTALLED)
        return " · ".join(
            f"{title} {sum(row.get(name, 0.0) for row in self._effective):,.3f} {unit}"
            for title, unit, name in said
        )

    def value(self, row: int, column: Column) -> Any:
        """Return the value of a cell, calculated ones from what the scores see."""
        if column.calculated:
            found = self._effective[row].get(column.id) if row < len(self._effective) else None
            return found if isinstance(found, (int, float, str)) else None
        return self.rows[row].get(column.id)

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Take what the user typed into one cell."""
        column = self.columns[index.column()]
        if role != _ROLE.EditRole or self.read_only or column.calculated:
            return False
        before = (self.rows[index.row()].get(column.id), self.drafts.get((index.row(), column.id)))
        self._put(index.row(), column, "" if value is None else str(value))
        if before == (self.rows[index.row()].get(column.id), self.drafts.get((index.row(), column.id))):
            return True
        self.dataChanged.emit(index, index)
        self._tell()
        return True

    def _put(self, row: int, column: Column, text: str) -> None:
        self.drafts.pop((row, column.id), None)
        if not text.strip():
            self.rows[row].pop(column.id, None)
            return
        text = self._in_row_unit(row, column, text)
        value = read_cell(column, text)
        if column.kind == "number" and (words := read_amount(text, column.unit)[1]):
            self.converted[words] = self.converted.get(words, 0) + 1
        if cell_fault(column, value) is None:
            self.rows[row][column.id] = value
            if column.kind == "choice" and not same(text, chosen := cell_display(column, value)):
                self.meant[text.strip()] = chosen
        else:
            self.rows[row].pop(column.id, None)
            self.drafts[(row, column.id)] = text

    def _in_row_unit(self, row: int, column: Column, text: str) -> str:
        """Let the row take the unit written behind a number where its columns follow the row's unit."""
        parts = split_amount(text) if column.unit == ROW_UNIT else None
        if parts is None:
            return text
        wanted, now = row_unit(self.columns, parts[1]), self.rows[row].get("amount_unit")
        if wanted is None or now not in {None, wanted}:
            return text
        self.rows[row]["amount_unit"] = wanted
        return parts[0]

    def _tell(self) -> None:
        self.drafts_changed.emit()
        self.rows_edited.emit(tuple(dict(row) for row in self.rows))

    def faults(self) -> list[str]:
        """Say of every refused cell where it is and why."""
        titles = {column.id: column for column in self.columns}
        found = []
        for (row, column_id), text in sorted(self.drafts.items()):
            column = titles[column_id]
            fault = cell_fault(column, read_cell(column, text)) or ""
            found.append(f"第 {row + 1} 行“{column.title}”：{fault}")
        return found

    def add_row(self, after: int, cells: Mapping[str, Any] | None = None) -> int | None:
        """Add a row behind another one; return its number, or None when the table is full."""
        if self.read_only or len(self.rows) >= self.item.max_rows:
            return None
        place = min(after + 1, len(self.rows))
        self.beginInsertRows(_ROOT, place, place)
        self.drafts = {(row + (row >= place), column): text for (row, column), text in self.drafts.items()}
        self.rows.insert(place, dict(cells or {}))
        self._effective = ()
        self.endInsertRows()
        self._tell()
        return place

    def add_rows(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Add rows behind the last one, as far as there is room; return how many."""
        room = 0 if self.read_only else self.item.max_rows - len(self.rows)
        fresh = [dict(row) for row in rows[: max(room, 0)]]
        if fresh:
            place = len(self.rows)
            self.beginInsertRows(_ROOT, place, place + len(fresh) - 1)
            self.rows += fresh
            self._effective = ()
            self.endInsertRows()
            self._tell()
        return len(fresh)

    def set_cells(self, row: int, cells: Mapping[str, Any]) -> None:
        """Put values into a row as one change; None empties a cell."""
        if self.read_only or not 0 <= row < len(self.rows):
            return
        columns = {column.id: column for column in self.columns if not column.calculated}
        for column_id, value in cells.items():
            if column_id in columns:
                self._put(row, columns[column_id], "" if value is None else str(value))
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        self._tell()

    def remove_rows(self, numbers: Sequence[int]) -> None:
        """Remove rows."""
        if self.read_only or not numbers:
            return
        gone = set(numbers)
        kept = [row for row in range(len(self.rows)) if row not in gone]
        place = {old: new for new, old in enumerate(kept)}
        self.beginResetModel()
        self.rows = [self.rows[row] for row in kept]
        self.drafts = {
            (place[row], column): text for (row, column), text in self.drafts.items() if row in place
        }
        self._effective = ()
        self.endResetModel()
        self._tell()

    def clear_cells(self, cells: Sequence[tuple[int, int]]) -> None:
        """Empty some cells."""
        editable = [
            (row, self.columns[column]) for row, column in cells if not self.columns[column].calculated
        ]
        if self.read_only or not editable:
            return
        for row, column in editable:
            self._put(row, column, "")
        self._tell()

    def paste(self, text: str, row: int, column: int) -> str:
        """Put clipboard text into the table from a cell on; return in words what was done."""
        pasted = from_clipboard(text, self.columns, column)
        if pasted.strange and not self.read_only:
            return paste_words.strange(pasted.strange, self.columns)
        if self.read_only or not pasted.rows:
            return "剪贴板里没有表格内容。"
        room = self.item.max_rows - row
        rows = pasted.rows[:room]
        self.beginResetModel()
        while len(self.rows) < row + len(rows):
            self.rows.append({})
        columns = {entry.id: entry for entry in self.columns}
        self.converted, self.meant = {}, {}
        for offset, cells in enumerate(rows):
            for column_id, cell in cells.items():
                self._put(row + offset, columns[column_id], cell)
        self._effective = ()
        self.endResetModel()
        self._tell()
        return paste_words.report(pasted, len(rows), self.converted, self.meant)

    def text(self, row: int, column: int) -> str:
        """Return a cell as it is copied."""
        entry = self.columns[column]
        draft = self.drafts.get((row, entry.id))
        return draft if draft is not None else write_cell(entry, self.value(row, entry))
