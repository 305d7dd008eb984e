"""Tables from the clipboard: what Excel copies, read into cells of typed columns. Plain Python."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain import units
from anhui_assess.domain.form import Column
from anhui_assess.domain.item_kinds.tables import cell_display
from anhui_assess.gui.editors.reading import read_amount, read_date, read_number, read_yes_no, write_number

_MOSTLY = 0.5
_BRACKETS = re.compile(r"（([^（）]+)）\s*\*?$")
ROW_UNIT = "填报单位"
"""The unit of columns whose unit the row itself names."""


@dataclass(frozen=True)
class Pasted:
    """Rows of texts by column id, and whether a header row was left out; `surplus` counts cells without a column.

    A unit that the header names and that is not the column's own stands behind every number of that column.
    """

    rows: tuple[Mapping[str, str], ...]
    had_header: bool
    surplus: int


def read_cell(column: Column, text: str) -> Any:
    """Return what a text means in a column; what cannot be read stays text, for the check to refuse."""
    tidy = text.strip()
    if column.kind == "number":
        return read_amount(tidy, column.unit)[0]
    if column.kind == "yes_no":
        return read_yes_no(tidy)
    if column.kind == "date":
        return read_date(tidy)
    if column.kind == "choice":
        return next((choice.id for choice in column.choices if tidy in (choice.title, choice.id)), tidy)
    return tidy


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
    columns from `start` on, past calculated ones, unless the block is as wide as the whole table.
    """
    lines = [
        row for row in csv.reader(io.StringIO(text), dialect="excel-tab") if any(cell.strip() for cell in row)
    ]
    if not lines:
        return Pasted((), False, 0)
    header = _header(lines[0], columns)
    named_units: list[str] = []
    if header is not None:
        named_units = [_other_unit(cell, column) for cell, column in zip(lines[0], header, strict=True)]
        lines = lines[1:]
        targets: list[Column | None] = header
    else:
        width = max(len(row) for row in lines)
        targets = list(columns) if width == len(columns) else [c for c in columns[start:] if not c.calculated]
    surplus = 0
    rows: list[Mapping[str, str]] = []
    for line in lines:
        cells: dict[str, str] = {}
        for place, cell in enumerate(line):
            column = targets[place] if place < len(targets) else None
            if column is None:
                surplus += bool(cell.strip()) and place >= len(targets)
            elif not column.calculated:
                unit = named_units[place] if place < len(named_units) else ""
                cells[column.id] = _with_unit(cell, unit)
        rows.append(cells)
    return Pasted(tuple(rows), header is not None, surplus)


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


def _header(cells: Sequence[str], columns: Sequence[Column]) -> list[Column | None] | None:
    """Return the column each header cell names, or None when the row is no header."""
    named = [_named(cell, columns) for cell in cells]
    filled = sum(bool(cell.strip()) for cell in cells)
    found = sum(column is not None for column in named)
    return named if filled and found > filled * _MOSTLY else None


def _named(cell: str, columns: Sequence[Column]) -> Column | None:
    tidy = "".join(cell.split()).replace("(", "（").replace(")", "）").rstrip("*")
    for column in columns:
        title = "".join(column.title.split())
        if tidy == title or tidy.startswith(f"{title}（") or tidy == column.id:
            return column
    return None
