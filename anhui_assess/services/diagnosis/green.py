"""The points form: vetoes, groups, indicators with base and lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.points import NO_DATA, SCORED, STATE_WORDS
from anhui_assess.domain.scoring.reasons import part_reason
from anhui_assess.domain.scoring.result import FormResult, IndicatorScore, PartScore
from anhui_assess.services import wording
from anhui_assess.services.chart_data import BarsData
from anhui_assess.services.diagnosis.dates import date_words
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row, first_of_section, first_place, group
from anhui_assess.services.navigation import Place

_VETO = {
    "met": ("满足", "check", "good"),
    "unmet": ("不满足（否决）", "cross", "bad"),
    "unknown": ("未答", "dash", "attention"),
}
_WEAK = 0.4


def conclusion(result: FormResult) -> str:
    """Say in words what the score is made of."""
    counted = [entry for entry in result.indicators if entry.score is not None]
    out = len(result.indicators) - len(counted)
    text = f"得分 {wording.score(result.score, 1)}（满分 {result.full:g}），{len(counted)} 项指标参加评分"
    text += f"，{out} 项未定标或不适用、退出加权。" if out else "。"
    met = sum(veto.state == "met" for veto in result.vetoes)
    unknown = sum(veto.state == "unknown" for veto in result.vetoes)
    text += f"否决条件 {len(result.vetoes)} 项：满足 {met} 项，不满足 {len(result.unmet_vetoes)} 项"
    return text + (f"，未答 {unknown} 项。" if unknown else "。")


def veto_warning(result: FormResult) -> str:
    """Return what to say when a basic requirement is not met; empty otherwise."""
    titles = "、".join(veto.title for veto in result.unmet_vetoes)
    return f"{titles}不满足。补齐并满足规定年限后才能申报，下面的评分只作参考。" if titles else ""


def group_bars(form: Form, result: FormResult) -> BarsData:
    """Return the share of points reached in each group."""
    rows = []
    for node in result.nodes:
        if form.nodes[node.id].parent is None and node.weight > 0:
            words = "未评" if node.score is None else f"{wording.score(node.score, 1)} / {node.weight:g}"
            rows.append((node.title, (node.score or 0.0) / node.weight, words))
    return BarsData(tuple(rows), 1.0, percent_axis=True)


def vetoes(scored: Scored, form: Form, result: FormResult) -> Grid:
    """Return every basic requirement with its state; what is not met comes first."""
    order = {"unmet": 0, "unknown": 1, "met": 2}
    rows = []
    for veto in sorted(result.vetoes, key=lambda entry: order[entry.state]):
        words, mark, tone = _VETO[veto.state]
        item = form.items[veto.item]
        rows.append(
            Row(
                (
                    Cell(str(form.item_order[item.id]), "text2"),
                    Cell(item.title, tip=item.question),
                    Cell(words, tone, mark=mark),
                    Cell(date_words(scored, form, item.id), "text2"),
                    Cell(item.clause, "text2", tip=item.clause),
                ),
                Place(form.id, item.id),
            )
        )
    columns = (
        Column("题号", 3.4, "right"),
        Column("条件", 14),
        Column("结果", 10),
        Column("日期", 18),
        Column("依据"),
    )
    return Grid("否决条件逐条结果", columns, tuple(rows))


def reasons(scored: Scored, form: Form, result: FormResult) -> dict[str, str]:
    """Return by part id why a measured part has no points or counts in an unusual way."""
    parts = (part for entry in result.indicators for part in entry.parts)
    return {part.id: reason for part in parts if (reason := part_reason(scored, form, part))}


def indicators(form: Form, result: FormResult, why: Mapping[str, str] | None = None) -> Grid:
    """Return the indicators with value, base, lead and points, group by group; `why` tells part id to reason."""
    rows: list[Row] = []
    for node in result.nodes:
        below = [entry for entry in result.indicators if entry.node == node.id]
        if below:
            rows.append(group(f"{node.title}　{wording.score(node.score, 1)} / {node.weight:g} 分"))
        for entry in below:
            rows += _indicator_rows(form, entry, why or {})
    columns = (
        Column("指标", 20),
        Column("数值", 8, "right"),
        Column("单位", 8),
        Column("基准", 7, "right"),
        Column("引领", 7, "right"),
        Column("得分", 6.5, "right"),
        Column("状态"),
    )
    return Grid("十四项指标", columns, tuple(rows))


def _indicator_rows(form: Form, entry: IndicatorScore, why: Mapping[str, str]) -> Iterator[Row]:
    place = first_place(
        form, (name for part in form.indicators[entry.id].parts for name in part.formula.names)
    )
    place = place or first_of_section(form, entry.node)
    tone, mark = _state_look(entry)
    points = wording.DASH if entry.score is None else f"{wording.score(entry.score)} / {entry.weight:g}"
    share = None if entry.score is None else entry.score / entry.weight
    end = (
        Cell(points, bold=True, bar=share),
        Cell(_state(entry, why), tone, mark=mark, tip=_why(entry, why)),
    )
    if len(entry.parts) == 1:
        yield Row((Cell(entry.title, tip=entry.parts[0].source), *_part_cells(entry.parts[0]), *end), place)
        return
    empty = (Cell(""),) * 4
    yield Row((Cell(entry.title), *empty, *end), place)
    for part in entry.parts:
        reached = wording.DASH if part.fraction is None else wording.percent(part.fraction)
        title = Cell(f"　　{part.title}（占 {part.share:.0%}）", "text2", tip=part.source)
        tip = why.get(part.id, STATE_WORDS[part.state])
        words = Cell(_with_reason(part.state, why.get(part.id, "")), "text2", tip=tip)
        yield Row((title, *_part_cells(part), Cell(reached, "text2"), words), place)


def _state(entry: IndicatorScore, why: Mapping[str, str]) -> str:
    """Return the state; with its reason where the indicator has one part and no lines below."""
    return _with_reason(entry.state, why.get(entry.parts[0].id, "") if len(entry.parts) == 1 else "")


def _with_reason(state: str, reason: str) -> str:
    words = STATE_WORDS[state].split("，")[0]
    return f"{words}：{reason}" if reason else words


def _why(entry: IndicatorScore, why: Mapping[str, str]) -> str:
    said = [why[part.id] for part in entry.parts if part.id in why]
    return "。".join([STATE_WORDS[entry.state], *dict.fromkeys(said)])


def _state_look(entry: IndicatorScore) -> tuple[str, str]:
    if entry.state == NO_DATA:
        return "attention", "warning"
    if entry.state != SCORED or entry.score is None:
        return "text2", "dash"
    return ("attention", "warning") if entry.score < _WEAK * entry.weight else ("good", "check")


def _part_cells(part: PartScore) -> tuple[Cell, ...]:
    base = wording.DASH if part.base is None else plain(round(part.base, 4))
    lead = wording.DASH if part.lead is None else plain(round(part.lead, 4))
    return (
        Cell(wording.figure(part.value, part.decimals)),
        Cell(part.unit, "text2", tip=part.unit),
        Cell(base, "text2"),
        Cell(lead, "text2"),
    )


def indicator_place(scored: Scored, form: Form, indicator_id: str) -> Place | None:
    """Return the first question behind an indicator."""
    indicator = scored.catalog.forms[form.id].indicators[indicator_id]
    names = (name for part in indicator.parts for name in part.formula.names)
    return first_place(form, names) or first_of_section(form, indicator.node)
