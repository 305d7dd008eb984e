"""Rows of a table whose required cells were left empty: a total over such a cell is not known, it is not smaller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

Row = Mapping[str, Any]


class Reads(Protocol):
    """Where a name's value is found; the scope of expressions."""

    def __call__(self, name: str) -> Any:
        """Return the value of `name`."""


Reader = Callable[[Reads], Any]


def blank(value: object) -> bool:
    """Return whether a cell holds nothing: zero and no are something, blank text is not."""
    return value is None or (isinstance(value, str) and not value.strip())


def filled_in(row: Row) -> bool:
    """Return whether a row of a table holds anything."""
    return any(not blank(value) for value in row.values())


class GappedRows(tuple[Row, ...]):  # noqa: SLOT001 - a tuple cannot have slots beside its length
    """Rows of which some lack a required cell.

    `gaps` is row number from 0 to column to the required column that is empty: the column itself, or the first one a
    calculated column reads.
    """

    gaps: Mapping[int, Row] = MappingProxyType({})

    @classmethod
    def of(cls, rows: Sequence[Row], gaps: Mapping[int, Row]) -> GappedRows:
        """Return the rows with what they lack."""
        found = cls(rows)
        found.gaps = gaps
        return found


def lacking(row: Row, required: Iterable[str]) -> Row:
    """Return the required columns that are empty in a row as it was filled in; none while the whole row is blank."""
    found = {name: name for name in required if blank(row.get(name))}
    return found if found and filled_in(row) else {}


def spread(lacks: Row, row: Row, formulas: Iterable[tuple[str, Reader]]) -> Row:
    """Return `lacks` with the calculated columns that read one of its columns; `row` is the filled row."""
    found = dict(lacks)
    for column, evaluate in formulas:
        read: list[str] = []

        def scope(name: str, read: list[str] = read) -> Any:
            read.append(name)
            return row.get(name)

        evaluate(scope)
        cause = next((found[name] for name in read if name in found), None)
        if cause is not None:
            found[column] = cause
    return found


def as_they_stand(scope: Reads) -> Reads:
    """Return a scope in which totals go over the rows that are there, whatever these lack.

    For a warning, which the rows that are there may deserve already, and for bounds, whose row a condition has picked.
    """

    def read(name: str) -> Any:
        value = scope(name)
        return tuple(value) if isinstance(value, GappedRows) else value

    return read


def gaps_of(
    rows: object, column: str, used: Iterable[str], holds: Callable[[Row], bool]
) -> list[tuple[int, str]]:
    """Return (row number from 0, empty required column) of each row that keeps a total over `column` from being known.

    A row counts when its cell is missing and the condition `holds`, or when a column `used` by the condition is empty, so
    that nobody knows whether the row belongs to the total.
    """
    if not isinstance(rows, GappedRows):
        return []
    found = []
    for number, lacks in rows.gaps.items():
        names = (column,) if holds(rows[number]) else tuple(used)
        cause = next((lacks[name] for name in names if name in lacks), None)
        if cause is not None:
            found.append((number, cause))
    return found
