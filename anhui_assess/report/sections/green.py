"""绿色工厂诊断: vetoes and indicators; what was calculated follows from `green_tables`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.points import STATE_WORDS
from anhui_assess.domain.scoring.reasons import part_reason
from anhui_assess.domain.scoring.result import FormResult, IndicatorScore, PartScore
from anhui_assess.report import wording
from anhui_assess.report.figures import grouped_bars
from anhui_assess.report.model import (
    Block,
    Bullets,
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
from anhui_assess.report.sections.green_tables import calculations
from anhui_assess.services.chart_data import BarsData
from anhui_assess.services.diagnosis.dates import date_words, window
from anhui_assess.services.reporting import ReportInput

FORM = "green_factory"
_LOOKED_UP = "gf.cond.checked_on"
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
    blocks += [Heading(2, "基本要求与培育条件", "green-vetoes"), _vetoes(source, form, result)]
    blocks += [Heading(2, "十四项指标", "green-indicators"), *_indicator_tables(result)]
    blocks += list(_reasons(source, form, result))
    blocks += list(calculations(source, form))
    return blocks


def _reasons(source: ReportInput, form: Form, result: FormResult) -> Iterator[Block]:
    """Why a part has no points, in words; nothing when all are scored as usual."""
    said = [
        f"{part.title}：{reason}。"
        for entry in result.indicators
        for part in entry.parts
        if (reason := part_reason(source.scored, form, part))
    ]
    if said:
        yield Paragraph("没有得分或按特例评的部分：")
        yield Bullets(tuple(said))


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


def _vetoes(source: ReportInput, form: Form, result: FormResult) -> Table:
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
                    cell(date_words(source.scored, form, item.id, source.date), tone="text2"),
                    cell(item.clause),
                )
            )
        )
    columns = (
        TableColumn("题号", 0.6, "right"),
        TableColumn("条件", 1.9),
        TableColumn("结果", 1.8),
        TableColumn("日期", 2.2),
        TableColumn("依据", 3.6),
    )
    parts = (window(source.date), _looked_up(source))
    note = "；".join(part for part in parts if part)
    return Table(
        columns, tuple(rows), "否决条件逐条结果", f"{note}。" if note else "", key="table-vetoes", dense=True
    )


def _looked_up(source: ReportInput) -> str:
    value = source.scored.value(_LOOKED_UP)
    return f"信用、处罚等最近一次查询是 {value}" if isinstance(value, str) else "没有填最近一次查询的日期"


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
