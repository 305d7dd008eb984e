"""Supply risk of critical items: 100 × Σ(weight × exposure) × impact; what is not known counts as exposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from anhui_assess.domain.form import RiskFactor, SupplyRisk
from anhui_assess.domain.row_gaps import filled_in
from anhui_assess.domain.scoring.result import InventoryLine
from anhui_assess.domain.scoring.tolerance import TOLERANCE

_KEPT = 8192


def exposure(factor: RiskFactor, row: Mapping[str, Any]) -> tuple[float, bool]:
    """Return a factor's exposure 0–1 for a row, and whether the cell was known.

    A number is read off the line through the factor's points (flat beyond its ends); a choice from its table. An empty
    or unreadable cell gives the factor's `missing` value.
    """
    value = row.get(factor.column)
    if factor.choices:
        known = isinstance(value, str) and value in factor.choices
        return (factor.choices[str(value)], True) if known else (factor.missing, False)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return factor.missing, False
    return _on_line(factor.points, float(value)), True


def _on_line(points: Sequence[tuple[float, float]], x: float) -> float:
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def line_of(row: Mapping[str, Any], rule: SupplyRisk, number: int = 0) -> InventoryLine:
    """Return the risk of one row, which rests on that row alone."""
    read = {factor.id: exposure(factor, row) for factor in rule.factors}
    impact, impact_known = exposure(rule.impact, row)
    total = sum(factor.weight * read[factor.id][0] for factor in rule.factors)
    weight = sum(factor.weight for factor in rule.factors)
    risk = 100.0 * total / weight * impact
    in_class = next(entry for entry in rule.classes if risk >= entry.minimum - TOLERANCE)
    unknown = [factor.title for factor in rule.factors if not read[factor.id][1]]
    return InventoryLine(
        row=number,
        risk=risk,
        risk_class=in_class.id,
        class_title=in_class.title,
        impact=impact,
        factors={factor_id: value for factor_id, (value, _) in read.items()},
        unknown=tuple(unknown if impact_known else [*unknown, rule.impact.title]),
    )


def inventory_lines(rows: Sequence[Mapping[str, Any]], rule: SupplyRisk) -> tuple[InventoryLine, ...]:
    """Return the risk of every row, in the rows' order; a row in which nothing was filled in is no item yet."""
    return tuple(line_of(row, rule, number) for number, row in enumerate(rows) if filled_in(row))


class RiskReader:
    """Reads risks and remembers them by the cells they rest on, so that one edit works out one row of a long table."""

    def __init__(self, rule: SupplyRisk) -> None:
        self.rule = rule
        self._columns = (*(factor.column for factor in rule.factors), rule.impact.column)
        self._known: dict[tuple[Any, ...], InventoryLine] = {}

    def line(self, row: Mapping[str, Any], number: int = 0) -> InventoryLine:
        """Return the risk of a row; True and 1 are told apart."""
        cells = [row.get(column) for column in self._columns]
        key = tuple((type(cell), cell) for cell in cells)
        try:
            found = self._known.get(key)
        except TypeError:
            return line_of(row, self.rule, number)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = line_of(row, self.rule)
        return InventoryLine(
            number,
            found.risk,
            found.risk_class,
            found.class_title,
            found.impact,
            found.factors,
            found.unknown,
        )

    def lines(self, rows: Sequence[Mapping[str, Any]]) -> tuple[InventoryLine, ...]:
        """Return the risk of every row in which anything was filled in, in the rows' order."""
        return tuple(self.line(row, number) for number, row in enumerate(rows) if filled_in(row))

    def filled(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a row with the columns the inventory layout calculates: risk 0–100 and the title of its class."""
        if not filled_in(row):
            return row
        line = self.line(row)
        return {**row, "risk": line.risk, "risk_class": line.class_title}
