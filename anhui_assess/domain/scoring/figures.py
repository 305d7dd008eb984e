"""Every calculated figure line by line: the terms it was made of, and in words why one could not be calculated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from anhui_assess.domain.energy_table import EnergyLine, energy_lines
from anhui_assess.domain.expressions import Expression, Missing
from anhui_assess.domain.form import Calculation, Column, Form, Item
from anhui_assess.domain.item_kinds.tables import cell_display
from anhui_assess.domain.quantities import EnergyFactors
from anhui_assess.domain.scoring.cells import override_of, own_key
from anhui_assess.domain.scoring.energy_functions import GRID_RATE, GRID_YEAR
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.formula_words import formula_words, title_of
from anhui_assess.domain.scoring.reasons import calculation_named, in_order, is_idle, missing_reason

FILLED, CALCULATED = "企业填报", "计算量"
_EMPTY = "没有填"
ROW_UNIT = "行"
"""The unit of terms that only count a row."""
_FUNCTION_WORDS: Mapping[str, str] = {
    "comprehensive_energy": "Σ 净消费量 × 折标系数",
    "equivalent_energy": "Σ 净消费量 × 等价值系数",
    "carbon_emission": "Σ 净消费量 × 排放因子",
    "market_carbon": "Σ 净消费量 × 排放因子（凭证电记零）",
    "renewable_energy": "Σ 可再生品种净消费量 × 折标系数",
    "fuel_carbon": "Σ 燃料净消费量 × 低位发热量 × 含碳量 × 氧化率 × 44/12",
    "fuel_energy": "Σ 燃料净消费量 × 折标系数",
    "electricity_carbon": "Σ 净外购电量 × 电网因子",
    "heat_carbon": "Σ 净购入热量 × 0.11 tCO₂/GJ",
    "grid_electricity": "Σ 净外购电量",
    "own_renewable_electricity": "Σ 自发自用绿电量",
    "direct_green_electricity": "Σ 绿电直购电量",
    GRID_RATE: "所选电网因子",
    GRID_YEAR: "所选电网因子的年份",
}
_TCE = frozenset({"comprehensive_energy", "renewable_energy", "fuel_energy"})
_CO2 = frozenset({"carbon_emission", "fuel_carbon", "electricity_carbon", "heat_carbon"})


@dataclass(frozen=True, slots=True)
class FigureTerm:
    """One line of a calculation: amount × factor = result, with where both come from.

    `factor` is None where an amount is taken as it is. `words` writes the factor out, `source` names its document, `year`
    the year it is of (empty when it has none), `status` whether it was checked. `short` is the label where the table and the
    column are known from the formula, `group` the column where the formula adds up more than one.
    """

    label: str
    amount: float | None
    unit: str
    factor: float | None = None
    factor_unit: str = ""
    words: str = ""
    source: str = ""
    year: str = ""
    status: str = ""
    result: float | None = None
    note: str = ""
    short: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class CalculatedFigure:
    """A calculated figure with its formula in words and its terms; `reason` says why there is no value.

    `own` is what the terms come to; `value` differs from it when the enterprise put its own figure, for `override_reason`.
    An `idle` figure is not asked for in this case.
    """

    id: str
    title: str
    value: float | None
    unit: str
    decimals: int
    formula: str
    note: str
    terms: tuple[FigureTerm, ...]
    reason: str = ""
    own: float | None = None
    override_reason: str = ""
    idle: bool = False


def calculated_figures(scored: Scored, form: Form) -> tuple[CalculatedFigure, ...]:
    """Return every figure the form calculates, in its order."""
    return tuple(calculated_figure(scored, form, calculation) for calculation in form.calculations.values())


def calculated_figure(scored: Scored, form: Form, calculation: Calculation) -> CalculatedFigure:
    """Return one figure with its terms."""
    own = scored.read(own_key(calculation))
    rows = scored.value(calculation.override) if calculation.override else ()
    value, override_reason = override_of(calculation, rows, own)
    if calculation.formula is not None:
        words = calculation.words or formula_words(scored.catalog, form, calculation.formula)
        terms = tuple(_formula_terms(scored, form, calculation.formula))
    else:
        words = _FUNCTION_WORDS[calculation.function or ""]
        terms = tuple(_function_terms(scored, form, calculation))
    number = _number(value)
    return CalculatedFigure(
        calculation.id,
        calculation.title,
        number,
        calculation.unit,
        calculation.decimals,
        words,
        calculation.note,
        terms,
        "" if number is not None else missing_reason(scored, form, f"calc.{calculation.id}"),
        _number(own),
        override_reason,
        is_idle(scored, calculation),
    )


def _number(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, (bool, Missing)) else None


def grid_choice(scored: Scored, form: Form, calculation: Calculation | None = None) -> str | None:
    """Return the grid factor a form's calculation goes by, None when none was chosen."""
    item_id = calculation.grid if calculation else None
    if item_id is None:
        item_id = next((item.id for item in form.items.values() if item.choices_from == "grid_factors"), None)
    chosen = scored.sheet.get(form.id, item_id).effective if item_id else None
    return chosen if isinstance(chosen, str) else None


def _function_terms(scored: Scored, form: Form, calculation: Calculation) -> Iterator[FigureTerm]:
    factors = scored.catalog.packs.energy
    table = form.items[calculation.table or ""]
    rows = scored.value(table.id)
    if factors is None or isinstance(rows, Missing):
        return
    chosen = grid_choice(scored, form, calculation)
    if calculation.function in {GRID_RATE, GRID_YEAR}:
        grid = factors.grid(chosen)
        if chosen is not None or calculation.grid is None:
            picked = "" if chosen else "没有选择，用因子包默认值"
            value = grid.kg_per_kwh if calculation.function == GRID_RATE else grid.year
            yield FigureTerm(
                grid.title, value, calculation.unit, source=grid.source, year=str(grid.year), status=grid.status,
                result=value, note=picked,
            )  # fmt: skip
        return
    for line in energy_lines(rows, factors, chosen):
        term = _line_term(calculation.function or "", line, factors, chosen)
        if term is not None:
            yield term


def _line_term(
    function: str, line: EnergyLine, factors: EnergyFactors, grid_id: str | None
) -> FigureTerm | None:
    """Return the term of one row in one of the sums; None when the sum leaves the row out."""
    year = str(factors.grid(grid_id).year) if line.co2_method == "grid" else ""
    note = line.shown
    if function in _TCE or function == "equivalent_energy":
        if (function == "renewable_energy" and not line.renewable) or (
            function == "fuel_energy" and line.co2_method != "fuel"
        ):
            return None
        by_equivalent = function == "equivalent_energy"
        factor = line.equivalent_factor if by_equivalent else line.tce_factor
        result = line.tce_equivalent if by_equivalent else line.tce
        source, edition, status = line.source, f"因子包 {factors.edition}", line.status
        if by_equivalent and factor != line.tce_factor:
            source, status = "火电供电煤耗常见近似", "待核对"
        elif line.measured:
            source, edition, status = f"企业实测：{line.tce_terms}", "", ""
        return FigureTerm(
            line.title, line.net, line.unit, factor, f"tce/{line.unit}", f"× {factor:.7g}", source, edition, status,
            result, note,
        )  # fmt: skip
    if function in _CO2 or function == "market_carbon":
        wanted = {"fuel_carbon": "fuel", "electricity_carbon": "grid", "heat_carbon": "heat"}.get(function)
        if wanted is not None and line.co2_method != wanted:
            return None
        market = function == "market_carbon"
        zero = market and line.co2_market_t == 0.0 and line.co2_t != 0.0
        factor = 0.0 if zero else line.co2_factor
        return FigureTerm(
            line.title, line.net, line.unit, factor, f"tCO₂/{line.unit}",
            "凭证电按零计" if zero else line.co2_terms, line.co2_source, year or f"因子包 {factors.edition}",
            line.co2_status, line.co2_market_t if market else line.co2_t, note,
        )  # fmt: skip
    counted = {
        "grid_electricity": line.co2_method == "grid",
        "direct_green_electricity": line.renewable and line.co2_method == "grid",
        "own_renewable_electricity": line.renewable
        and line.category == "electricity"
        and line.co2_method == "zero",
    }[function]
    if not counted:
        return None
    return FigureTerm(line.title, line.net, line.unit, result=line.net, source=FILLED, note=note)


def _formula_terms(scored: Scored, form: Form, expression: Expression) -> Iterator[FigureTerm]:
    over = {aggregate.table for aggregate in expression.aggregates}
    added = {(entry.table, entry.column) for entry in expression.aggregates if entry.column}
    seen: set[tuple[str, str, int]] = set()
    for aggregate in expression.aggregates:
        place = scored.catalog.names.get(aggregate.table)
        if place is None:
            continue
        table = scored.catalog.item(*place)
        column = table.column(aggregate.column)
        for number, row in aggregate.kept(scored.value):
            key = (aggregate.table, aggregate.column, number)
            if key not in seen:
                seen.add(key)
                term = _row_term(table, column, number, row, aggregate.column)
                yield replace(term, group=column.title) if column and len(added) > 1 else term
    for name in in_order(expression):
        if name not in over:
            yield _name_term(scored, form, name)


def _row_term(
    table: Item, column: Column | None, number: int, row: Mapping[str, Any], column_id: str
) -> FigureTerm:
    named = (
        row.get("name")
        or row.get("project")
        or row.get("pollutant")
        or row.get("number")
        or _chosen(table, row)
    )
    label = f"{table.title} 第 {number + 1} 行" + (f"“{named}”" if isinstance(named, str) else "")
    if column is None:
        return FigureTerm(label, 1.0 if not column_id else _number(row.get(column_id)), ROW_UNIT, result=1.0)
    value = _number(row.get(column_id))
    unit = row.get("unit") if column.unit == "" else column.unit
    return FigureTerm(
        f"{label} · {column.title}",
        value,
        unit if isinstance(unit, str) else "",
        source=CALCULATED if column.calculated else FILLED,
        result=value,
        note="" if value is not None else _EMPTY,
        short=f"“{named}”" if isinstance(named, str) else f"第 {number + 1} 行",
    )


def _chosen(table: Item, row: Mapping[str, Any]) -> str | None:
    """Return what a row without a name is, by the first choice made in it."""
    chosen = (cell_display(column, row.get(column.id)) for column in table.columns if column.kind == "choice")
    return next((title for title in chosen if title), None)


def _name_term(scored: Scored, form: Form, name: str) -> FigureTerm:
    value = _number(scored.value(name))
    title = title_of(scored.catalog, form, name)
    if name.startswith("calc."):
        calculation = calculation_named(scored, form, name)
        return FigureTerm(
            title,
            value,
            calculation.unit if calculation else "",
            source=CALCULATED,
            result=value,
            note="" if value is not None else "没有算出",
        )
    place = scored.catalog.names.get(name)
    item = scored.catalog.item(*place) if place else None
    note = "" if value is not None else _state_words(scored.value(name), item)
    return FigureTerm(title, value, (item.unit if item else "") or "", source=FILLED, result=value, note=note)


def _state_words(value: Any, item: Item | None) -> str:
    if value is Missing.NOT_APPLICABLE:
        return "不适用"
    if isinstance(value, Missing):
        return _EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str) and item is not None:
        return next((choice.title for choice in item.choices if choice.id == value), value)
    return ""
