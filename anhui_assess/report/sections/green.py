"""绿色工厂诊断: vetoes, indicators, energy and carbon with every factor, calculated figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.energy_table import EnergyLine, energy_lines
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.points import STATE_WORDS
from anhui_assess.domain.scoring.result import FormResult, IndicatorScore, PartScore
from anhui_assess.report import wording
from anhui_assess.report.figures import grouped_bars, stacked_bar
from anhui_assess.report.model import (
    Block,
    Callout,
    Cell,
    Figure,
    Heading,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, item_number
from anhui_assess.services.chart_data import BarsData, StackedBarData
from anhui_assess.services.reporting import ReportInput

FORM = "green_factory"
_ENERGY = "gf.energy"
_VETO_WORDS = {
    "met": ("满足", "tick", "good"),
    "unmet": ("不满足（否决）", "cross", "bad"),
    "unknown": ("未答", "dash", "attention"),
}


def wanted(source: ReportInput) -> bool:
    """Whether the form was begun."""
    return FORM in source.begun


def green(source: ReportInput) -> Sequence[Block]:
    """The chapter on the green-factory form."""
    form = form_of(source, FORM)
    result = source.scored.result(FORM)
    blocks: list[Block] = [Heading(1, "绿色工厂诊断", "green", new_page=True)]
    blocks += [Heading(2, "总体结论", "green-score"), Paragraph(_conclusion(result))]
    if result.unmet_vetoes:
        titles = "、".join(veto.title for veto in result.unmet_vetoes)
        blocks.append(
            Callout(
                "不具备申报条件", f"{titles}不满足。补齐并满足规定年限后才能申报，下面的评分只作参考。", "bad"
            )
        )
    blocks.append(Figure(grouped_bars(_group_bars(form, result)), "五类指标得分", "green-groups"))
    blocks += [Heading(2, "基本要求与培育条件", "green-vetoes"), _vetoes(form, result)]
    blocks += [Heading(2, "十四项指标", "green-indicators"), *_indicator_tables(result)]
    blocks += list(_energy(source))
    blocks += list(_calculated(form, result))
    return blocks


def _conclusion(result: FormResult) -> str:
    counted = [entry for entry in result.indicators if entry.score is not None]
    out = [entry for entry in result.indicators if entry.score is None]
    text = f"得分 {wording.score(result.score, 1)}（满分 100），{len(counted)} 项指标参加评分"
    if out:
        text += f"，{len(out)} 项未定标或不适用、退出加权"
    unknown = sum(veto.state == "unknown" for veto in result.vetoes)
    met = sum(veto.state == "met" for veto in result.vetoes)
    text += f"。否决条件 {len(result.vetoes)} 项：满足 {met} 项，不满足 {len(result.unmet_vetoes)} 项"
    return text + (f"，未答 {unknown} 项。" if unknown else "。")


def _group_bars(form: Form, result: FormResult) -> BarsData:
    rows = []
    for node in result.nodes:
        if form.nodes[node.id].parent is None and node.weight > 0:
            share = (node.score or 0.0) / node.weight
            words = f"{wording.score(node.score, 1)} / {node.weight:g}" if node.score is not None else "未评"
            rows.append((node.title, share, words))
    return BarsData(tuple(rows), maximum=1.0, percent_axis=True)


def _vetoes(form: Form, result: FormResult) -> Table:
    rows = []
    for veto in result.vetoes:
        words, mark, tone = _VETO_WORDS[veto.state]
        item = form.items[veto.item]
        rows.append(
            TableRow(
                (
                    cell(item_number(form, item.id)),
                    cell(item.title),
                    cell(words, mark=mark, tone=tone),
                    cell(item.clause),
                )
            )
        )
    columns = (
        TableColumn("题号", 0.6, "right"),
        TableColumn("条件", 3),
        TableColumn("结果", 1.7),
        TableColumn("依据", 3.4),
    )
    return Table(columns, tuple(rows), "否决条件逐条结果", key="table-vetoes")


def _indicator_tables(result: FormResult) -> Iterator[Block]:
    rows: list[TableRow] = []
    for node in result.nodes:
        below = [entry for entry in result.indicators if entry.node == node.id]
        if not below:
            continue
        got = wording.score(node.score, 1)
        rows.append(TableRow((cell(f"{node.title}（{got} / {node.weight:g}）", bold=True),), "group"))
        for entry in below:
            rows.extend(_indicator_rows(entry))
    total = wording.score(result.score, 1)
    rows.append(
        TableRow((cell("折算得分（百分制）"), cell(""), cell(""), cell(""), cell(""), cell(total)), "total")
    )
    columns = (
        TableColumn("指标", 3.4),
        TableColumn("数值", 1.5, "right"),
        TableColumn("单位", 1.3),
        TableColumn("基准", 1, "right"),
        TableColumn("引领", 1, "right"),
        TableColumn("得分/分值", 1.4, "right"),
    )
    note = "得分 = 分值 ×（数值 − 基准）÷（引领 − 基准），限于 0 到分值之间。基准、引领的来源见“评估说明”。"
    yield Table(columns, tuple(rows), "指标得分表", note, key="table-indicators", dense=True)


def _indicator_rows(entry: IndicatorScore) -> Iterator[TableRow]:
    score = (
        f"{wording.score(entry.score, 2)} / {entry.weight:g}"
        if entry.score is not None
        else STATE_WORDS[entry.state].split("，")[0]
    )
    if len(entry.parts) == 1:
        yield TableRow((cell(entry.title), *_part_cells(entry.parts[0]), cell(score)))
        return
    yield TableRow((cell(entry.title), cell(""), cell(""), cell(""), cell(""), cell(score)))
    for part in entry.parts:
        fraction = wording.DASH if part.fraction is None else f"{part.fraction:.0%}"
        yield TableRow(
            (
                cell(f"　{part.title}（占 {part.share:.0%}）", tone="text2"),
                *_part_cells(part),
                cell(fraction, tone="text2"),
            )
        )


def _part_cells(part: PartScore) -> tuple[Cell, ...]:
    value = wording.figure(part.value, part.decimals)
    base = wording.DASH if part.base is None else wording.plain(round(part.base, 4))
    lead = wording.DASH if part.lead is None else wording.plain(round(part.lead, 4))
    return cell(value), cell(part.unit, tone="text2"), cell(base), cell(lead)


def lines(source: ReportInput) -> tuple[EnergyLine, ...]:
    """Return the calculated rows of the energy table."""
    factors = source.scored.catalog.packs.energy
    rows = source.scored.value(_ENERGY)
    if factors is None or isinstance(rows, Missing):
        return ()
    grid = source.scored.value("gf.grid_factor")
    return energy_lines(rows, factors, grid if isinstance(grid, str) else None)


def _energy(source: ReportInput) -> Iterator[Block]:
    found = lines(source)
    yield Heading(2, "能源消耗与折标", "green-energy")
    if not found:
        yield Paragraph("能源消耗表还没有填写。")
        return
    total = sum(line.tce for line in found)
    yield Paragraph(
        f"全年综合能耗 {total:,.3f} tce（当量值）。每行折标量 = 净消耗 × 折标系数；有实测低位发热量的用实测值，其余用 GB/T 2589 参考系数。"
    )
    shares = tuple((line.title, line.tce) for line in sorted(found, key=lambda entry: -entry.tce))
    yield Figure(stacked_bar(StackedBarData(shares, "tce")), "各能源品种折标量构成", "green-energy-bar")
    rows = [
        TableRow(
            (
                cell(line.title),
                cell(wording.plain(line.net)),
                cell(line.unit, tone="text2"),
                cell(f"{line.tce_factor:.7g}"),
                cell(f"{line.tce:,.3f}"),
                cell(
                    "实测热值"
                    if line.measured
                    else line.source + ("（待核对）" if line.status == "待核对" else ""),
                    tone="text2",
                ),
            )
        )
        for line in found
    ]
    rows.append(
        TableRow((cell("合计"), cell(""), cell(""), cell(""), cell(f"{total:,.3f}"), cell("")), "total")
    )
    columns = (
        TableColumn("能源", 1.9),
        TableColumn("净消耗量", 1.7, "decimal"),
        TableColumn("单位", 0.7),
        TableColumn("折标系数", 1.3, "decimal", "tce/单位"),
        TableColumn("折标量", 1.4, "decimal", "tce"),
        TableColumn("系数来源", 3),
    )
    yield Table(columns, tuple(rows), "能源折标表", key="table-energy", dense=True)
    yield from _carbon(source, found)


def _carbon(source: ReportInput, found: Sequence[EnergyLine]) -> Iterator[Block]:
    yield Heading(2, "二氧化碳排放", "green-carbon")
    factors = source.scored.catalog.packs.energy
    assert factors is not None  # noqa: S101 - lines exist only with factors
    chosen = source.scored.value("gf.grid_factor")
    grid = factors.grid(chosen if isinstance(chosen, str) else None)
    picked = "" if isinstance(chosen, str) else "（未选择，按默认）"
    yield Paragraph(
        f"燃料排放 = 净消耗 × 低位发热量 × 单位热值含碳量 × 氧化率 × 44/12；外购电力采用{grid.title}平均因子 {grid.kg_per_kwh} kg/kWh{picked}；绿电、绿证不在此处抵扣。"
    )
    rows = [
        TableRow(
            (
                cell(line.title),
                cell(wording.plain(line.net)),
                cell(line.unit, tone="text2"),
                cell(line.co2_terms, tone="text2"),
                cell(f"{line.co2_t:,.3f}"),
            )
        )
        for line in found
    ]
    process = source.scored.value("gf.process_co2")
    if isinstance(process, (int, float)) and not isinstance(process, bool) and process:
        rows.append(
            TableRow(
                (cell("生产过程排放（企业填报）"), cell(""), cell(""), cell(""), cell(f"{process:,.3f}"))
            )
        )
    total = source.scored.value("calc.co2_t")
    rows.append(
        TableRow((cell("合计"), cell(""), cell(""), cell(""), cell(wording.figure(total, 3))), "total")
    )
    columns = (
        TableColumn("排放源", 1.9),
        TableColumn("净消耗量", 1.6, "decimal"),
        TableColumn("单位", 0.7),
        TableColumn("乘以", 4.2),
        TableColumn("排放量", 1.4, "decimal", "tCO₂"),
    )
    yield Table(columns, tuple(rows), "碳排放计算表", key="table-carbon", dense=True)


def _calculated(form: Form, result: FormResult) -> Iterator[Block]:
    rows = []
    for calc_id, calculation in form.calculations.items():
        value = result.calculated.get(calc_id)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            rows.append(
                TableRow(
                    (
                        cell(calculation.title),
                        cell(f"{value:,.{calculation.decimals}f}"),
                        cell(calculation.unit, tone="text2"),
                        cell(calculation.note, tone="text2"),
                    )
                )
            )
    if rows:
        yield Heading(2, "计算量一览", "green-calculated")
        columns = (
            TableColumn("计算量", 2.2),
            TableColumn("数值", 1.7, "decimal"),
            TableColumn("单位", 1.2),
            TableColumn("怎样算", 5),
        )
        yield Table(columns, tuple(rows), "由填报数据算出的各量", key="table-calculated", dense=True)
