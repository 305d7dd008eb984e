"""Memories for the rows of long tables, so that one edit works out one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

_MOST = 8192
"""So many rows are remembered before a memory begins anew."""
_TABLES = 16

Row = Mapping[str, Any]


class RowMemo:
    """Remembers what was made of a read-only row while it is the very same object; other mappings are made anew."""

    def __init__(self, make: Callable[[Row], Row]) -> None:
        self._make = make
        self._known: dict[int, tuple[Row, Row]] = {}

    def __call__(self, row: Row) -> Row:
        """Return what is made of a row."""
        if not isinstance(row, MappingProxyType):
            return self._make(row)
        known = self._known.get(id(row))
        if known is not None and known[0] is row:
            return known[1]
        if len(self._known) >= _MOST:
            self._known.clear()
        made = self._make(row)
        self._known[id(row)] = (row, made)
        return made


class CheckedRows:
    """Remembers rows found sound, by table: equal cells of equal types give the same read-only row."""

    def __init__(self) -> None:
        self._tables: dict[int, tuple[object, dict[tuple[Any, ...], Row]]] = {}

    def of(self, columns: object) -> dict[tuple[Any, ...], Row]:
        """Return the memory of a table, known by its very columns."""
        known = self._tables.get(id(columns))
        if known is None or known[0] is not columns:
            if len(self._tables) >= _TABLES:
                self._tables.clear()
            known = self._tables[id(columns)] = (columns, {})
        if len(known[1]) >= _MOST:
            known[1].clear()
        return known[1]


def row_key(row: Row) -> tuple[Any, ...]:
    """Return what tells rows apart: names, types and values; True is not 1, and 1 not 1.0."""
    return tuple((name, type(value), value) for name, value in row.items())
