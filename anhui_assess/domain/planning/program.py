"""A linear programme with whole-number columns, as plain data: what a solver is given, whichever solver it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

OPTIMAL = "optimal"
INFEASIBLE = "infeasible"
STOPPED = "stopped"
"""States of a solution: proven optimal, proven without any solution, or ended by a limit (perhaps with a solution)."""

_INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Row:
    """`low` ≤ Σ coefficient × column ≤ `high`; terms are (column, coefficient), each column once."""

    terms: tuple[tuple[int, float], ...]
    low: float
    high: float


@dataclass(frozen=True)
class Program:
    """Minimise `costs` over columns within `lows` and `highs`, under the rows; `whole` names the integer columns."""

    costs: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    whole: frozenset[int]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solver found.

    Attributes:
        state: OPTIMAL, INFEASIBLE or STOPPED.
        values: of the columns, empty when no solution was found.
        objective: of these values; bound: no solution can be lower.
    """

    state: str
    values: tuple[float, ...] = ()
    objective: float = 0.0
    bound: float = -_INFINITE


@dataclass
class ProgramBuilder:
    """Collects columns and rows; columns are numbered in the order in which they are made."""

    costs: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: set[int] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)

    def column(self, low: float = 0.0, high: float = 1.0, *, whole: bool = False) -> int:
        """Add a column and return its number."""
        self.costs.append(0.0)
        self.lows.append(low)
        self.highs.append(high)
        number = len(self.costs) - 1
        if whole:
            self.whole.add(number)
        return number

    def row(
        self, terms: Mapping[int, float], *, at_least: float = -_INFINITE, at_most: float = _INFINITE
    ) -> None:
        """Add a row. Columns with coefficient 0 are left out."""
        kept = tuple((column, value) for column, value in sorted(terms.items()) if value)
        self.rows.append(Row(kept, at_least, at_most))

    def build(self, costs: Mapping[int, float], more: Iterable[Row] = ()) -> Program:
        """Return the programme with these costs to minimise and some more rows; the builder can be used again."""
        made = [costs.get(column, 0.0) for column in range(len(self.costs))]
        return Program(
            tuple(made),
            tuple(self.lows),
            tuple(self.highs),
            frozenset(self.whole),
            (*self.rows, *more),
        )
