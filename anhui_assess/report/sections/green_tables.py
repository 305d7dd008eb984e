"""绿色工厂诊断, calculations: energy and carbon row by row with every factor, three years, all figures, bonus items."""

from __future__ import annotations

from collections.abc import Iterator

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.figures import CalculatedFigure, calculated_figure, calculated_figures
from anhui_assess.report import wording
from anhui_assess.report.figures import stacked_bar
from anhui_assess.report.model import Block, Callout, Figure, Heading, Paragraph, Table, TableColumn, TableRow
from anhui_assess.report.sections.common import cell
from anhui_assess.services.chart_data import StackedBarData
from anhui_assess.services.diagnosis import green_products, green_tables
from anhui_assess.services.figure_words import (
    override_words,
    own_words,
    substituted,
    term_source,
    value_words,
    worth_showing,
)
from anhui_assess.services.reporting import ReportInput

_ENERGY = "gf.energy"


def calculations(source: ReportInput, form: Form) -> Iterator[Block]:
    """The part of the chapter that an auditor recomputes."""
    figures = {figure.id: figure for figure in calculated_figures(source.scored, form)}
    yield from _products(source, form)
    yield from _energy(source, form, figures)
    yield from _years(source, form)
    yield from _figures(figures)
    yield from _bonus(source, form)


def _products(source: ReportInput, form: Form) -> Iterator[Block]:
    grids = (green_products.limits(source.scored, form), green_products.quotas(source.scored, form))
    if not any(grid.rows for grid in grids):
        return
    yield Heading(2, "有限额、定额的产品", "green-products")
    yield Paragraph(
        "一种产品一行，实际单耗与标准的两个值逐一比较；多于三种时只取用量最大的三种计入评分。"
        "指标得分按各产品合计折算到产值，一种产品时与直接比单耗相同。"
    )
    widths = (2.3, 1.1, 1.2, 1.3, 1.3, 0.8, 0.8, 1.3, 1.5, 1.9)
    for key, grid in zip(("table-limits", "table-quotas"), grids, strict=True):
        if not grid.rows:
            continue
        columns = tuple(
            TableColumn(title, width, "decimal" if column.align == "right" else "left", unit.rstrip("）"))
            for column, width in zip(grid.columns, widths, strict=True)
            for title, _, unit in [column.title.partition("（")]
        )
        rows = tuple(
            TableRow(tuple(cell(entry.text, tone=entry.tone) for entry in row.cells)) for row in grid.rows
        )
        yield Table(columns, rows, grid.name, key=key, dense=True)


def _energy(source: ReportInput, form: Form, figures: dict[str, CalculatedFigure]) -> Iterator[Block]:
    yield Heading(2, "能源消耗与折标", "green-energy")
    tce = figures.get(green_tables.TCE)
    if tce is None or isinstance(source.scored.value(_ENERGY), Missing) or not (tce.terms or tce.reason):
        yield Paragraph("能源消耗表还没有填写。")
        return
    if tce.value is None:
        yield Callout("综合能耗没有算出", f"{tce.reason}。下表只列出能计算的行，不作合计。", "attention")
    total = "" if tce.value is None else f"全年综合能耗 {value_words(tce)} tce（当量值）。"
    if tce.override_reason:
        total += f"{override_words(tce)}。"
    yield Paragraph(
        f"{total}每行折标量 = 净消费量 × 折标系数；有实测低位发热量、蒸汽焓值或热水温度的用实测值，其余用 GB/T 2589 参考系数。"
        f"{green_tables.beside(source.scored, form)}采用的因子：{green_tables.factor_edition(source.scored)}。"
    )
    shares = tuple(
        (term.label, term.result or 0.0)
        for term in sorted(tce.terms, key=lambda entry: -(entry.result or 0.0))
    )
    if shares:
        yield Figure(stacked_bar(StackedBarData(shares, "tce")), "各能源品种折标量构成", "green-energy-bar")
    rows = [
        TableRow(
            (
                cell(term.label),
                cell(wording.plain(round(term.amount or 0.0, 6))),
                cell(term.unit, tone="text2"),
                cell(f"{term.factor:.7g}"),
                cell(f"{term.result:,.3f}"),
                cell("；".join(part for part in (term_source(term), term.note) if part), tone="text2"),
            )
        )
        for term in tce.terms
    ]
    blank = cell("")
    rows.append(TableRow((cell("合计"), blank, blank, blank, cell(own_words(tce)), blank), "total"))
    columns = (
        TableColumn("能源", 1.9),
        TableColumn("净消费量", 1.7, "decimal"),
        TableColumn("单位", 0.7),
        TableColumn("折标系数", 1.3, "decimal", "tce/单位"),
        TableColumn("折标量", 1.4, "decimal", "tce"),
        TableColumn("系数来源", 3),
    )
    yield Table(columns, tuple(rows), "能源折标表", key="table-energy", dense=True)
    yield from _remarks(source)
    yield from _carbon(source, form, figures)


def _remarks(source: ReportInput) -> Iterator[Block]:
    rows = source.scored.value(_ENERGY)
    noted = [
        TableRow((cell(str(number)), cell(str(row["remark"]))))
        for number, row in enumerate(() if isinstance(rows, Missing) else rows, start=1)
        if row.get("remark")
    ]
    if noted:
        columns = (TableColumn("行", 0.5, "right"), TableColumn("核对提示（只提醒，不改数）", 9))
        yield Table(columns, tuple(noted), "能源消费明细的核对提示", key="table-energy-remarks", dense=True)


def _carbon(source: ReportInput, form: Form, figures: dict[str, CalculatedFigure]) -> Iterator[Block]:
    yield Heading(2, "二氧化碳排放", "green-carbon")
    factors = source.scored.catalog.packs.energy
    figure = figures.get(green_tables.CO2)
    if factors is None or figure is None:
        return
    chosen = source.scored.value("gf.grid_factor")
    grid = factors.grid(chosen if isinstance(chosen, str) else None)
    picked = "" if isinstance(chosen, str) else "（未选择，按默认）"
    yield Paragraph(
        f"燃料排放 = 净消费量 × 低位发热量 × 单位热值含碳量 × 氧化率 × 44/12；外购电力采用{grid.title}平均因子 {grid.kg_per_kwh} kg/kWh{picked}（{grid.source}）；绿电、绿证不在此处抵扣，按凭证计算的结果列在表后。"
    )
    rows = [
        TableRow(
            (
                cell(term.label),
                cell(wording.plain(round(term.amount or 0.0, 6))),
                cell(term.unit, tone="text2"),
                cell(term.words, tone="text2"),
                cell(f"{term.result:,.3f}"),
            )
        )
        for term in figure.terms
    ]
    blank = cell("")
    process = source.scored.value("gf.process_co2")
    if isinstance(process, (int, float)) and not isinstance(process, bool) and process:
        rows.append(
            TableRow((cell("生产过程排放（企业填报）"), blank, blank, blank, cell(f"{process:,.3f}")))
        )
    total = wording.figure(source.scored.value("calc.co2_t"), 3)
    rows.append(TableRow((cell("合计（位置法）"), blank, blank, blank, cell(total)), "total"))
    market = form.calculations.get(green_tables.MARKET)
    if market is not None:
        found = calculated_figure(source.scored, form, market)
        words = cell(found.formula if found.value is not None else found.reason, tone="text2")
        rows.append(TableRow((cell("对照：市场法"), blank, blank, words, cell(value_words(found)))))
    columns = (
        TableColumn("排放源", 1.9),
        TableColumn("净消费量", 1.6, "decimal"),
        TableColumn("单位", 0.7),
        TableColumn("乘以", 4.2),
        TableColumn("排放量", 1.4, "decimal", "tCO₂"),
    )
    yield Table(columns, tuple(rows), "碳排放计算表", key="table-carbon", dense=True)


def _years(source: ReportInput, form: Form) -> Iterator[Block]:
    grid = green_tables.years(source.scored, form)
    if not grid.rows:
        return
    yield Heading(2, "三年对照", "green-years")
    columns = tuple(
        TableColumn(
            column.title, 2.2 if number == 0 else 1.4, "decimal" if column.align == "right" else "left"
        )
        for number, column in enumerate(grid.columns)
    )
    rows = tuple(TableRow(tuple(cell(entry.text) for entry in row.cells)) for row in grid.rows)
    yield Table(columns, rows, "三年能耗水耗对照", key="table-years", dense=True)


def _figures(figures: dict[str, CalculatedFigure]) -> Iterator[Block]:
    rows = [
        TableRow(
            (
                cell(figure.title),
                cell(value_words(figure)),
                cell(figure.unit, tone="text2"),
                cell(figure.formula, tone="text2"),
                cell(_put_in(figure), tone="text2" if figure.value is not None else "attention"),
            )
        )
        for figure in figures.values()
        if worth_showing(figure)
    ]
    if rows:
        yield Heading(2, "计算量一览", "green-calculated")
        columns = (
            TableColumn("计算量", 1.9),
            TableColumn("数值", 1.5, "decimal"),
            TableColumn("单位", 1.1),
            TableColumn("公式", 3),
            TableColumn("代入的数", 3.6),
        )
        yield Table(columns, tuple(rows), "由填报数据算出的各量", key="table-calculated", dense=True)


def _put_in(figure: CalculatedFigure) -> str:
    """Return the numbers that went in, or the table above that has them row by row."""
    by_row = [term for term in figure.terms if term.factor is not None]
    if figure.value is not None and by_row and not figure.override_reason:
        return "逐行见碳排放计算表" if "CO₂" in figure.unit else "逐行见能源折标表"
    return substituted(figure, 6)


def _bonus(source: ReportInput, form: Form) -> Iterator[Block]:
    words = green_tables.bonus(source.scored, form)
    if words:
        yield Heading(2, "附加项", "green-bonus")
        yield Paragraph(words)
