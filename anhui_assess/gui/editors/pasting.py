"""Tables from the clipboard: what Excel copies, read into cells of typed columns. Plain Python."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from anhui_assess.domain import units
from anhui_assess.domain.form import Column
from anhui_assess.domain.item_kinds.tables import cell_display
from anhui_assess.gui.editors.matching import bare, choice_of, columns_of, looks_like_heads, tidy
from anhui_assess.gui.editors.reading import read_amount, read_date, read_number, read_yes_no, write_number

_MOSTLY = 0.5
_BRACKETS = re.compile(r"（([^（）]+)）\s*\*?$")
_TOTALS = frozenset({"合计", "总计", "小计", "共计"})
_COLUMN_MARKS = ["甲", "乙"]
"""What the line that numbers the columns of a statistical form begins with."""
_TITLES, _FEW = 5, 2
"""Lines in which a header is looked for, and cells a title above it may have."""
_BLANKS = frozenset({"-", "--", "—", "——", "－", "/", "\\", "…"})
"""What stands in a cell of a report where there is nothing to say."""
_MEASURED = ("number", "date", "yes_no")
ROW_UNIT = "填报单位"
"""The unit of columns whose unit the row itself names."""


@dataclass(frozen=True)
class Pasted:
    """Rows of texts by column id, and how they came there.

    A unit that the header names and that is not the column's own stands behind every number of that column.

    Attributes:
        had_header: a header row decided which cell belongs where, and was left out.
        surplus: cells to the right of the last column.
        renamed: (head, title) of columns that were named otherwise.
        unplaced: heads that name no column; what stands below them was left out.
        totals: rows of totals that were left out.
        strange: heads of a first row that is a header, but none of this table's: nothing was read.
    """

    rows: tuple[Mapping[str, str], ...]
    had_header: bool
    surplus: int
    renamed: tuple[tuple[str, str], ...] = ()
    unplaced: tuple[str, ...] = ()
    totals: int = 0
    strange: tuple[str, ...] = ()


def read_cell(column: Column, text: str) -> Any:
    """Return what a text means in a column; what cannot be read stays text, for the check to refuse."""
    said = text.strip()
    if column.kind == "number":
        return read_amount(said, column.unit)[0]
    if column.kind == "yes_no":
        return read_yes_no(said)
    if column.kind == "date":
        return read_date(said)
    if column.kind == "choice":
        return choice_of(said, column.choices) or said
    return said


def write_cell(column: Column, value: Any) -> str:
    """Return a cell as text that `read_cell` reads back."""
    if value is None:
        return ""
    if column.kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return write_number(value)
    return cell_display(column, value)


def to_clipboard(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of texts as Excel takes them."""
    stream = io.StringIO()
    csv.writer(stream, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return stream.getvalue().removesuffix("\n")


def from_clipboard(text: str, columns: Sequence[Column], start: int = 0) -> Pasted:
    """Read tab-separated text into rows.

    A first row that names columns is taken as header and decides which cell belongs where; without one the cells go to the
    columns from `start` on, past calculated ones, unless the block is as wide as the whole table. Titles of the sheet above
    the header, the line that numbers its columns and rows of totals are left out; a header of another table is told and
    nothing is read.
    """
    lines = [
        row for row in csv.reader(io.StringIO(text), dialect="excel-tab") if any(cell.strip() for cell in row)
    ]
    lines = lines[_titles(lines, columns) :]
    if not lines:
        return Pasted((), False, 0)
    width = max(len(row) for row in lines)
    by_place: list[Column | None] = (
        list(columns) if width == len(columns) else [c for c in columns[start:] if not c.calculated]
    )
    header = _header(lines, columns, by_place)
    if header == []:
        return Pasted((), True, 0, strange=tuple(cell.strip() for cell in lines[0] if cell.strip()))
    if header is None:
        return _placed(lines, by_place, ())
    below = [line for line in lines[1:] if [tidy(cell) for cell in line if cell.strip()][:2] != _COLUMN_MARKS]
    found = _placed(below, header, [_other_unit(*pair) for pair in zip(lines[0], header, strict=True)])
    heads = list(zip((cell.strip() for cell in lines[0]), header, strict=True))
    return replace(
        found,
        had_header=True,
        surplus=0,
        renamed=tuple((head, c.title) for head, c in heads if c is not None and bare(head) != bare(c.title)),
        unplaced=tuple(head for head, column in heads if column is None and head),
    )


def _placed(lines: Sequence[Sequence[str]], targets: Sequence[Column | None], named: Sequence[str]) -> Pasted:
    surplus = 0
    rows: list[Mapping[str, str]] = []
    kept = [line for line in lines if not _is_total(line)]
    for line in kept:
        cells: dict[str, str] = {}
        for place, cell in enumerate(line):
            column = targets[place] if place < len(targets) else None
            if column is None:
                surplus += bool(cell.strip()) and place >= len(targets)
            elif not column.calculated:
                cells[column.id] = _read(cell, column, named[place] if place < len(named) else "")
        rows.append(cells)
    return Pasted(tuple(rows), had_header=False, surplus=surplus, totals=len(lines) - len(kept))


def _titles(lines: Sequence[Sequence[str]], columns: Sequence[Column]) -> int:
    """Return how many lines above a header are titles of the sheet; none when there is no header below them."""
    for place, line in enumerate(lines[:_TITLES]):
        filled = sum(bool(cell.strip()) for cell in line)
        found = sum(column is not None for column in columns_of(line, columns))
        if found >= _FEW and found > filled * _MOSTLY:
            return place
        if filled > _FEW:
            return 0
    return 0


def _is_total(line: Sequence[str]) -> bool:
    return _first(line) in _TOTALS


def _first(line: Sequence[str]) -> str:
    return next((tidy(cell) for cell in line if cell.strip()), "")


def _read(cell: str, column: Column, unit: str) -> str:
    if column.kind in ("number", "date") and cell.strip() in _BLANKS:
        return ""
    return _with_unit(cell, unit)


def _other_unit(head: str, column: Column | None) -> str:
    """Return the unit a head names in brackets when it is listed and not the column's own; else an empty text."""
    match = _BRACKETS.search(head.replace("(", "（").replace(")", "）"))
    if match is None or column is None or column.kind != "number":
        return ""
    unit = match.group(1).strip()
    own = column.unit or ""
    return unit if unit != own and units.known(unit) and (own == ROW_UNIT or units.known(own)) else ""


def _with_unit(cell: str, unit: str) -> str:
    return f"{cell.strip()} {unit}" if unit and not isinstance(read_number(cell), str) else cell


def row_unit(columns: Sequence[Column], unit: str) -> str | None:
    """Return the choice of the column `amount_unit` that means `unit`, None when there is none."""
    column = next((entry for entry in columns if entry.id == "amount_unit"), None)
    choices = column.choices if column else ()
    return next((choice.id for choice in choices if units.factor(unit, choice.title) == 1), None)


def _header(
    lines: Sequence[Sequence[str]], columns: Sequence[Column], by_place: Sequence[Column | None]
) -> list[Column | None] | None:
    """Return the column each cell of a header row names; None when the row is no header, nothing when it names no column."""
    cells, below = lines[0], lines[1:]
    if not below and len([cell for cell in cells if cell.strip()]) == 1:
        return None
    named = columns_of(cells, columns)
    filled = sum(bool(cell.strip()) for cell in cells)
    found = sum(column is not None for column in named)
    if found > filled * _MOSTLY:
        return named
    if not looks_like_heads(cells, below):
        return None
    if found:
        return named
    amounts = zip(cells, by_place, strict=False)
    return [] if any(cell.strip() and c is not None and c.kind in _MEASURED for cell, c in amounts) else None
