"""The points form's calculations for the window: energy and carbon row by row, every figure, three years, bonus items."""

from __future__ import annotations

from typing import Any

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.figures import CalculatedFigure, calculated_figure, calculated_figures
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row, first_place
from anhui_assess.services.figure_words import (
    override_words,
    own_words,
    substituted,
    term_source,
    value_words,
    worth_showing,
)
from anhui_assess.services.navigation import Place

TCE, EQUIVALENT, CO2, MARKET = "energy_tce", "energy_tce_equivalent", "energy_co2_t", "market_co2_t"
YEARS = "gf.years"
_YEAR_COLUMNS = (
    "output_value", "energy_tce", "energy_per_output", "co2_t", "co2_per_output", "electricity_kwh", "water_m3", "water_per_output",
    "waste_t", "hazardous_t",
)  # fmt: skip
_OF_THE_YEAR = {
    "output_value": "gf.output_value",
    "energy_tce": "calc.energy_tce",
    "energy_per_output": "calc.energy_per_output",
    "co2_t": "calc.co2_t",
    "co2_per_output": "calc.co2_per_output",
    "electricity_kwh": "calc.electricity_kwh",
    "water_m3": "calc.water_withdrawal",
    "water_per_output": "calc.water_per_output",
    "waste_t": "calc.waste_generated",
    "hazardous_t": "calc.hazardous_generated",
}
"""The column of the table of years to what the form calculates for the statistical year."""
_TWO, _THREE = 2, 3


def factor_edition(scored: Scored) -> str:
    """Say which factor pack and which limits the assessment calculates with."""
    packs = scored.catalog.pinned_packs
    return "；".join(f"{pack.title} {pack.edition} 版" for pack in packs)


def energy(scored: Scored, form: Form) -> Grid:
    """Return the energy table in tce, each row with its factor and where that comes from."""
    return _by_rows(scored, form, TCE, "能源折标明细", "tce")


def carbon(scored: Scored, form: Form) -> Grid:
    """Return the CO₂ of every row with its factor, its year and source."""
    return _by_rows(scored, form, CO2, "碳排放明细", "tCO₂")


def _by_rows(scored: Scored, form: Form, calc_id: str, name: str, unit: str) -> Grid:
    columns = (
        Column("能源", 12),
        Column("净消费量", 9, "right"),
        Column("单位", 4),
        Column("乘以", 25 if unit == "tCO₂" else 12),
        Column(unit, 8, "right"),
        Column("因子来源"),
    )
    calculation = form.calculations.get(calc_id)
    if calculation is None:
        return Grid(name, columns, ())
    figure = calculated_figure(scored, form, calculation)
    place = Place(form.id, calculation.table) if calculation.table else None
    rows = [
        Row(
            (
                Cell(term.label, tip=term.note),
                Cell(plain(round(term.amount or 0.0, 6)), tip=term.note),
                Cell(term.unit, "text2"),
                Cell(term.words, "text2", tip=term.words),
                Cell(f"{term.result:,.3f}"),
                Cell(term_source(term), "text2", tip=term_source(term)),
            ),
            place,
        )
        for term in figure.terms
    ]
    blank = Cell("")
    total = Cell(own_words(figure), "" if figure.own is not None else "attention", bold=True)
    note = override_words(figure) or figure.reason
    rows.append(
        Row(
            (
                Cell("合计", bold=True),
                blank,
                blank,
                blank,
                total,
                Cell(note, "attention", tip=note),
            ),
            place,
            "total",
        )
    )
    return Grid(name, columns, tuple(rows))


def beside(scored: Scored, form: Form) -> str:
    """Say the figures that stand beside the counted ones: 等价值 and the market-based CO₂."""
    said = []
    for calc_id, words in ((EQUIVALENT, "等价值"), (MARKET, "市场法")):
        calculation = form.calculations.get(calc_id)
        if calculation is not None:
            figure = calculated_figure(scored, form, calculation)
            shown = (
                f"{value_words(figure)} {figure.unit}"
                if figure.value is not None
                else f"没有算出（{figure.reason}）"
            )
            said.append(f"{words} {shown}")
    return "旁列对照，不参加评分：" + "，".join(said) + "。" if said else ""


def figures(scored: Scored, form: Form) -> Grid:
    """Return every calculated figure with its formula in words and the numbers that went in."""
    found = calculated_figures(scored, form)
    rows = [_figure_row(form, figure) for figure in found if worth_showing(figure)]
    columns = (
        Column("计算量", 11),
        Column("数值", 9, "right"),
        Column("单位", 6),
        Column("公式", 20),
        Column("代入"),
    )
    return Grid("计算过程", columns, tuple(rows))


def _figure_row(form: Form, figure: CalculatedFigure) -> Row:
    tone = "" if figure.value is not None else "attention"
    put_in = substituted(figure)
    return Row(
        (
            Cell(figure.title, tip=figure.note),
            Cell(value_words(figure), tone),
            Cell(figure.unit, "text2"),
            Cell(figure.formula, "text2", tip=figure.formula),
            Cell(put_in, "text2" if figure.value is not None else "attention", tip=put_in),
        ),
        first_place(form, [f"calc.{figure.id}"]),
    )


def years(scored: Scored, form: Form) -> Grid:
    """Return the three years side by side: one row a figure, one column a year, and what the last year changed.

    The statistical year is calculated from the tables, the years before are those filled in.
    """
    table = form.items.get(YEARS)
    found = _years_by_number(scored) if table else {}
    if table is None or len(found) < _TWO:
        return Grid("三年对照", (Column("项目"),), ())
    order = sorted(found)[-_THREE:]
    rows = []
    for column_id in _YEAR_COLUMNS:
        column = table.column(column_id)
        if column is None:
            continue
        values = [found[year].get(column_id) for year in order]
        if all(value is None for value in values):
            continue
        cells = [Cell(wording.figure(value, column.decimals)) for value in values]
        change = _change(values[-2], values[-1]) if order[-1] - order[-2] == 1 else wording.DASH
        title = Cell(column.title.removeprefix("当年"))
        unit = Cell(column.unit or "", "text2")
        rows.append(Row((title, unit, *cells, Cell(change, "text2")), Place(form.id, YEARS)))
    heads = tuple(Column(f"{year:g} 年", 11, "right") for year in order)
    return Grid(
        "三年对照", (Column("项目", 12), Column("单位", 8), *heads, Column("比上年", 8, "right")), tuple(rows)
    )


def _years_by_number(scored: Scored) -> dict[float, dict[str, Any]]:
    rows: Any = scored.value(YEARS)
    filled = () if isinstance(rows, Missing) else rows
    found: dict[float, dict[str, Any]] = {row["year"]: dict(row) for row in filled if "year" in row}
    year = scored.value("gf.year")
    if isinstance(year, Missing):
        return found
    for name, back in (("gf.output_prior1", 1), ("gf.output_prior2", 2)):
        if not isinstance(value := scored.value(name), Missing) and value:
            found.setdefault(year - back, {}).setdefault("output_value", value)
    own = {name: scored.value(source) for name, source in _OF_THE_YEAR.items()}
    calculated = {name: value for name, value in own.items() if not isinstance(value, Missing)}
    if calculated:
        found[year] = {**found.get(year, {}), **calculated}
    return found


def _change(before: Any, now: Any) -> str:
    if not isinstance(before, (int, float)) or not isinstance(now, (int, float)) or not before:
        return wording.DASH
    return f"{(now - before) / abs(before):+.1%}".replace("-", "−")


def bonus(scored: Scored, form: Form) -> str:
    """Say the bonus points, which are never added to the score; empty when the form has none."""
    calculation = form.calculations.get("bonus_points")
    if calculation is None:
        return ""
    figure = calculated_figure(scored, form, calculation)
    return f"附加项 {value_words(figure)} {figure.unit}，单独列出，不加进总分。{calculation.note}"
