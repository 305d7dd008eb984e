"""Table items: rows of typed columns, some of them calculated by the program."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from anhui_assess.domain.answers import Value
from anhui_assess.domain.form import Column, Item
from anhui_assess.domain.item_kinds.kind import Checked, refuse
from anhui_assess.domain.item_kinds.numbers import describe, number_fault, with_decimals, without_unit
from anhui_assess.domain.item_kinds.texts import date_fault, text_fault
from anhui_assess.domain.problems import Problem, did_you_mean
from anhui_assess.domain.row_memo import CheckedRows, Row, row_key

_CELL_TEXT = 2000
_SOUND = CheckedRows()


def cell_fault(column: Column, raw: Any) -> str | None:
    """Say in Chinese why `raw` does not fit the column, or None."""
    if column.kind == "number":
        return number_fault(raw, column.minimum, column.maximum, column.decimals, column.unit)
    if column.kind == "yes_no":
        return None if isinstance(raw, bool) else f"应填是或否，现在是{describe(raw)}。"
    if column.kind == "date":
        return date_fault(raw)
    fault = text_fault(raw, _CELL_TEXT)
    if fault is None and column.kind == "choice":
        known = [choice.id for choice in column.choices]
        if raw not in known:
            names = known if raw.isascii() else [choice.title for choice in column.choices]
            fault = f"没有选项“{raw[:40]}”{did_you_mean(raw, names)}。"
    return fault


def cell_display(column: Column, value: Any) -> str:
    """Return a cell as a reader sees it, without its unit (the unit stands in the head)."""
    if value is None:
        return ""
    if column.kind == "choice":
        return next((choice.title for choice in column.choices if choice.id == value), str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return (
            with_decimals(value, column.decimals) if column.calculated else without_unit(value, column.unit)
        )
    return str(value)


def _recall(sound: Mapping[tuple[Any, ...], Row], key: tuple[Any, ...]) -> Row | None:
    try:
        return sound.get(key)
    except TypeError:  # a cell that cannot be a key is no sound cell
        return None


def _keep(sound: dict[tuple[Any, ...], Row], key: tuple[Any, ...], row: Row) -> None:
    with contextlib.suppress(TypeError):
        sound[key] = row


class TableKind:
    """Rows stored as a tuple of read-only mappings, column id to value; empty cells are absent."""

    id = "table"
    editor = "table"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept a list of rows that fit the columns; all faulty cells are reported at once."""
        if not isinstance(raw, (list, tuple)):
            return refuse(item, f"应填表格行的列表，现在是{describe(raw)}。")
        if len(raw) > item.max_rows:
            return refuse(item, f"最多 {item.max_rows} 行，现在有 {len(raw)} 行。")
        problems: list[Problem] = []
        rows: list[Mapping[str, Any]] = []
        columns = {column.id: column for column in item.columns}
        sound = _SOUND.of(item.columns)
        for number, row in enumerate(raw, start=1):
            if not isinstance(row, Mapping):
                problems.append(
                    Problem(
                        item.id, f"“{item.title}”第 {number} 行应是“列: 值”，现在是{describe(row)}。", item.id
                    )
                )
                continue
            key = row_key(row)
            known = _recall(sound, key)
            if known is None:
                before = len(problems)
                known = MappingProxyType(self._row(item, columns, number, row, problems))
                if len(problems) == before:
                    _keep(sound, key, known)
            rows.append(known)
        return (None, problems) if problems else (tuple(rows), ())

    @staticmethod
    def _row(
        item: Item,
        columns: Mapping[str, Column],
        number: int,
        row: Mapping[str, Any],
        problems: list[Problem],
    ) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for column_id, raw in row.items():
            where = f"“{item.title}”第 {number} 行"
            column = columns.get(str(column_id))
            if column is None:
                hint = did_you_mean(str(column_id), columns)
                problems.append(Problem(item.id, f"{where}没有“{column_id}”这一列{hint}。", item.id))
            elif raw is None or raw == "" or column.calculated:
                continue
            elif fault := cell_fault(column, raw):
                problems.append(Problem(item.id, f"{where}“{column.title}”{fault}", item.id))
            else:
                kept[column.id] = raw
        return {column_id: kept[column_id] for column_id in columns if column_id in kept}

    def score(self, item: Item, value: Value) -> float | None:  # noqa: ARG002 - the protocol's signature
        """Return None: a table is worth something through indicators or the supply risk."""
        return None

    def best(self, item: Item) -> Value | None:  # noqa: ARG002 - the protocol's signature
        """Return None."""
        return None

    def display(self, item: Item, value: Value) -> str:  # noqa: ARG002 - the protocol's signature
        """Return the number of rows."""
        return f"{len(value)} 行" if isinstance(value, tuple) else str(value)
