"""智能工厂诊断: level, heat map of sub-domains, score by domain, what blocks the next level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.result import BlockingItem, FormResult
from anhui_assess.report import wording
from anhui_assess.report.figures import grouped_bars, level_ruler
from anhui_assess.report.model import (
    Block,
    Cell,
    Figure,
    Heading,
    Paragraph,
    Record,
    Records,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, item_number
from anhui_assess.services.chart_data import BarsData
from anhui_assess.services.diagnosis.quick import estimate
from anhui_assess.services.diagnosis.smart import domains, ruler
from anhui_assess.services.forms_begun import is_superseded
from anhui_assess.services.reporting import DRAFT_BELOW, ReportInput

FORM = "smart_factory"
_BLOCKING_SHOWN = 40


def wanted(source: ReportInput) -> bool:
    """Whether the form was begun."""
    return FORM in source.begun


def smart(source: ReportInput) -> Sequence[Block]:
    """The chapter on the smart-factory form."""
    form = form_of(source, FORM)
    result = source.scored.result(FORM)
    blocks: list[Block] = [Heading(1, "智能工厂诊断", "smart", new_page=True)]
    blocks += [Heading(2, "总体结论", "smart-level"), Paragraph(_conclusion(form, result))]
    blocks += list(_quick_line(source, result))
    blocks.append(Figure(level_ruler(ruler(form, result)), "成熟度等级与总分", "smart-ruler"))
    blocks.append(_levels_table(form, result))
    blocks += [
        Heading(2, "各能力域得分", "smart-domains"),
        Figure(grouped_bars(_domain_bars(form, result)), "各能力域成熟度（0–5）", "smart-domain-bars"),
    ]
    leaves = Heading(2, "各能力子域得分", "smart-leaves")
    blocks += [leaves, _heat_map(source, form, result)]
    blocks += list(_blocking(source, form, result))
    return blocks


def _quick_line(source: ReportInput, result: FormResult) -> Iterator[Block]:
    """One line: what a quick scan had estimated, beside what the full questionnaire says."""
    for form_id in source.begun:
        form = form_of(source, form_id)
        quick = source.scored.result(form_id)
        if not is_superseded(form, source.begun) or quick.score is None:
            continue
        low, high = quick.band or (quick.score, quick.score)
        inside = result.score is not None and low <= result.score <= high
        state = "落在估计区间内" if inside else "不在估计区间内"
        if result.progress.completeness < DRAFT_BELOW:
            state = "还没有答完"
        yield Paragraph(
            f"{form.short_title}{estimate(quick)}，完整问卷得分 {wording.score(result.score)}，{state}；以完整问卷为准。",
            "small",
        )


def _conclusion(form: Form, result: FormResult) -> str:
    name = f"{result.level} 级（{result.level_name}）" if result.level else result.level_name
    text = f"总分 {wording.score(result.score)}，成熟度为 {name}。"
    if result.next_level is None:
        return text + "五个等级的要求都已满足。"
    level = next(entry for entry in result.levels if entry.level == result.next_level)
    gate = form.scoring.met_at
    text += f"{level.level} 级（{level.name}）得分 {wording.score(level.score)}，门槛 {gate:g}，还差 {wording.score(max(0.0, gate - (level.score or 0.0)), 3)}。"
    if result.items_to_next:
        text += f"按增益从大到小补齐，最少补 {result.items_to_next} 条要求即可达到。"
    return text


def _levels_table(form: Form, result: FormResult) -> Table:
    rows = []
    counted = True
    for level in result.levels:
        state = "达到" if level.met else ("未达到" if counted else "不计入总分")
        part = 1.0 if level.met else (level.score or 0.0) if counted else None
        rows.append(
            TableRow(
                (
                    cell(f"{level.level} 级 {level.name}", bold=True),
                    cell(wording.score(level.score, 3), bar=level.score),
                    cell(f"{form.scoring.met_at:g}"),
                    cell(state, mark="tick" if level.met else "", tone="good" if level.met else "text2"),
                    cell(wording.DASH if part is None else wording.score(part, 3)),
                )
            )
        )
        counted = counted and level.met
    rows.append(
        TableRow((cell("总分"), cell(""), cell(""), cell(""), cell(wording.score(result.score, 3))), "total")
    )
    columns = (
        TableColumn("等级", 2),
        TableColumn("等级得分", 2.4, "decimal"),
        TableColumn("门槛", 1, "decimal"),
        TableColumn("结果", 1.4),
        TableColumn("计入总分", 1.4, "decimal"),
    )
    return Table(columns, tuple(rows), "各等级得分与总分的来历", key="table-levels")


def _domain_bars(form: Form, result: FormResult) -> BarsData:
    rows = []
    for node_id in domains(form):
        node = result.node(node_id)
        if node is not None and node.score is not None:
            rows.append((node.title, node.score, wording.score(node.score)))
    mark = float(result.next_level) if result.next_level else None
    return BarsData(tuple(rows), maximum=float(len(form.scoring.levels)), mark=mark)


def _heat_map(source: ReportInput, form: Form, result: FormResult) -> Table:
    levels = [level.level for level in form.scoring.levels]
    lost = {
        entry.node: entry.items
        for entry in source.findings
        if entry.form == FORM and entry.code == "weakness"
    }
    rows: list[TableRow] = []
    last_root = ""
    for leaf in form.leaves:
        node = result.node(leaf.id)
        root = form.path(leaf.id)[0]
        title = "" if root.id == last_root else root.title
        last_root = root.id
        cells = [cell(title, bold=True), cell(leaf.title)]
        for level in levels:
            value = node.levels.get(level) if node is not None and node.applies else None
            cells.append(_heat_cell(value, level, result.next_level, form.scoring.met_at))
        state = (
            "已裁剪"
            if leaf.id in _tailored(source, form)
            else ("不设" if node is None or not node.applies else "")
        )
        marks = "、".join(item_number(form, item) for item in lost.get(leaf.id, ())[:3])
        cells.append(cell(marks or state, tone="text2"))
        rows.append(TableRow(tuple(cells)))
    columns = (
        TableColumn("要素", 0.8),
        TableColumn("能力子域", 1.5),
        *(TableColumn(f"{level} 级", 1, "centre") for level in levels),
        TableColumn("主要扣分题", 1.5, "right"),
    )
    note = (
        f"得分 = 该级各题平均；颜色越深得分越高。框出的是 {result.next_level} 级中没有达到 {form.scoring.met_at:g} 的子域。"
        if result.next_level
        else ""
    )
    return Table(columns, tuple(rows), "各能力子域各级得分", note, key="table-heat", dense=True, whole=True)


def _tailored(source: ReportInput, form: Form) -> set[str]:
    out = source.scored.sheet.form(FORM).tailored_out
    return {leaf.id for leaf in form.leaves if any(node.id in out for node in form.path(leaf.id))}


def _heat_cell(value: float | None, level: int, next_level: int | None, met_at: float) -> Cell:
    if value is None:
        return Cell(wording.DASH, tone="text2")
    step = 1 + min(4, int(value * 5)) if value > 0 else 0
    framed = level == next_level and value < met_at - 1e-9
    return Cell(
        wording.score(value), fill=f"level{step}" if step else "panel", edge="attention" if framed else ""
    )


def _blocking(source: ReportInput, form: Form, result: FormResult) -> Iterator[Block]:
    if result.next_level is None:
        return
    name = next(level.name for level in result.levels if level.level == result.next_level)
    yield Heading(2, f"离{name}还差什么", "smart-blocking")
    gaining = [entry for entry in result.blocking if entry.gain > 0]
    rest = [entry for entry in result.blocking if entry.gain <= 0]
    words = f"下面各条补到“全部满足”后，{result.next_level} 级得分会增加右边的数，从大到小排列。"
    if len(gaining) > _BLOCKING_SHOWN:
        words += f"共 {len(gaining)} 条，这里列前 {_BLOCKING_SHOWN} 条，其余见附件答题表。"
    if rest:
        words += f"另有 {len(rest)} 条属于已达到的低等级，不影响升级，也应补齐。"
    yield Paragraph(words)
    yield Records(tuple(_blocking_record(source, form, entry) for entry in gaining[:_BLOCKING_SHOWN]))


def _blocking_record(source: ReportInput, form: Form, entry: BlockingItem) -> Record:
    item = form.items[entry.item]
    answer = source.scored.sheet.form(FORM).get(item.id)
    now = wording.answer_text(item, answer)
    anchor = wording.anchor_text(item, answer)
    state = f"现状：{now}" + (f"——{anchor}" if anchor else "")
    path = f"{form.path_title(item.node)} · {entry.level} 级"
    return Record(
        item_number(form, item.id),
        item.title,
        f"+{entry.gain:.3f}",
        (state, f"要求：{item.anchors.get('1', '')}", path),
        badge=False,
    )
