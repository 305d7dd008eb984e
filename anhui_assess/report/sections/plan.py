"""一企一方案: goals, chosen measures by phase, roadmap, investment, score path, departments and instruments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.packs import Support
from anhui_assess.domain.planning.first_plan import PHASES, PlannedMeasure
from anhui_assess.report import wording
from anhui_assess.report.figures import effort, gantt, score_path
from anhui_assess.report.model import (
    Block,
    Figure,
    Heading,
    KeyValues,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, numbers
from anhui_assess.services import plan_deadlines, plan_view, plan_words
from anhui_assess.services.chart_data import GanttData, GanttRow
from anhui_assess.services.measure_words import before_words, effect_words, site_words
from anhui_assess.services.plan_deadlines import TitleWindow
from anhui_assess.services.plan_effects import EFFECTS_NOTE, plan_effects
from anhui_assess.services.reporting import ReportInput

_PHASE_TITLES = {phase_id: title for phase_id, title, _ in PHASES}


def plan(source: ReportInput) -> Sequence[Block]:
    """The chapter of the plan."""
    blocks: list[Block] = [
        Heading(1, "改进方案", "plan", new_page=True),
        Heading(2, "目标与总览", "plan-goals"),
    ]
    if not source.plan.measures:
        blocks.append(Paragraph("按目前的答案没有可提出的措施：要么问卷还没有开始，要么各项要求已经满足。"))
        return blocks
    blocks.append(Paragraph(_overview(source)))
    blocks += [Paragraph(line) for line in plan_words.proof_lines(source.scored, source.plan)]
    blocks.append(_overview_table(source))
    blocks += [Heading(2, "预期得分", "plan-path"), *_path(source), *_effects(source)]
    blocks += [
        Heading(2, "实施路线", "plan-roadmap"),
        Figure(gantt(_gantt(source)), "实施路线与投资（中值，万元）", "plan-gantt"),
    ]
    blocks += _value(source)
    for phase_id, title, _ in PHASES:
        taken = [entry for entry in source.plan.measures if entry.phase == phase_id]
        if taken:
            blocks.append(
                Heading(
                    2, f"{title}措施（{plan_words.phase_span(source.plan, phase_id)}）", f"plan-{phase_id}"
                )
            )
            for entry in taken:
                blocks += list(_measure(source, entry))
    blocks += list(_departments(source))
    return blocks


def _overview(source: ReportInput) -> str:
    plan_ = source.plan
    missed = [goal for goal in plan_.goals if goal not in plan_.reached]
    low, high = plan_.investment
    text = f"目标：{'；'.join(plan_.goals)}。提出 {len(plan_.measures)} 项措施，投资合计约 {wording.plain(round(low))}–{wording.plain(round(high))} 万元"
    text += f"（另有 {plan_.without_figure} 项需询价）。" if plan_.without_figure else "。"
    text += "投资区间按企业规模取自措施库，多为估计值，立项前应询价。"
    if missed:
        text += f"还不能完全达到：{'；'.join(missed)}，路线末的得分见下图。"
    return text


def _overview_table(source: ReportInput) -> Table:
    rows = [_overview_row(source, entry) for entry in source.plan.measures]
    low, high = source.plan.investment
    total = wording.money((round(low), round(high)))
    rows.append(
        TableRow((cell(""), cell("合计"), cell(""), cell(""), cell(total), cell(""), cell("")), "total")
    )
    columns = (
        TableColumn("", 0.4, "right"),
        TableColumn("措施", 3),
        TableColumn("阶段", 0.8),
        TableColumn("周期", 1.3),
        TableColumn("投资", 1.8, "right"),
        TableColumn("补题数", 0.8, "right"),
        TableColumn("得分变化", 2.2),
    )
    return Table(columns, tuple(rows), "措施一览", key="table-measures", dense=True)


def _overview_row(source: ReportInput, entry: PlannedMeasure) -> TableRow:
    return TableRow(
        (
            cell(str(entry.number)),
            cell(entry.measure.title, bold=True),
            cell(_PHASE_TITLES[entry.phase]),
            cell(wording.months(entry.measure.months)),
            cell(wording.money(entry.investment)),
            cell(str(len(entry.closes))),
            cell(_gain_words(source, entry)),
        )
    )


def _gain_words(source: ReportInput, entry: PlannedMeasure) -> str:
    return plan_words.gain_words(source.scored, entry)


def _value(source: ReportInput) -> list[Block]:
    """What each measure costs against what the plan would lose without it, what pays back, and what has a deadline."""
    blocks: list[Block] = [
        Heading(2, "投资与作用", "plan-effort"),
        Figure(
            effort(plan_view.effort(source.scored, source.plan)),
            "各项措施的投资与作用（作用：去掉这一项和依靠它的各项后得分的损失）",
            "plan-effort-chart",
        ),
    ]
    payback = plan_words.payback_sentence(source.plan)
    if payback:
        blocks.append(Paragraph(payback))
    found = plan_deadlines.deadlines(source.scored, source.plan, source.report_date)
    windows = plan_deadlines.title_windows(source.scored, source.plan, source.report_date)
    if found or windows:
        blocks.append(Heading(2, "推迟的代价", "plan-delay"))
    if windows:
        blocks.append(_window_table(windows))
    if found:
        blocks.append(_deadline_table(found))
    return blocks


def _window_table(windows: Sequence[TitleWindow]) -> Table:
    rows = [
        TableRow(
            (
                cell(entry.qualification.title, bold=True),
                cell(entry.qualification.window.words if entry.qualification.window else "", tone="text2"),
                cell("、".join(entry.gained)),
                cell(f"第 {wording.plain(round(entry.ready, 1))} 个月"),
                cell(f"{entry.closes}（余 {entry.spare:.0f} 个月）"),
                cell(entry.missed, tone="attention"),
                cell("、".join(entry.lacking) or wording.DASH),
            )
        )
        for entry in windows
    ]
    columns = (
        TableColumn("称号", 1.3),
        TableColumn("申报期", 1.7),
        TableColumn("方案补上的条件", 2),
        TableColumn("补齐", 0.9),
        TableColumn("赶得上", 1.5),
        TableColumn("再晚要等到", 1.1),
        TableColumn("方案外还差", 1.5),
    )
    note = "只列有固定申报期、方案能补上条件的称号；申报期来自二手资料，待核对，以当年通知为准。"
    return Table(columns, tuple(rows), "称号申报期与方案进度", note, key="table-windows", dense=True)


def _deadline_table(found: Sequence[tuple[PlannedMeasure, Support, bool]]) -> Table:
    rows = []
    for support in dict.fromkeys(support.id for _, support, _ in found):
        mine = [(entry, late) for entry, other, late in found if other.id == support]
        record = next(other for _, other, _ in found if other.id == support)
        late = [str(entry.number) for entry, is_late in mine if is_late]
        in_time = [str(entry.number) for entry, is_late in mine if not is_late]
        rows.append(
            TableRow(
                (
                    cell(record.title, bold=True),
                    cell(record.valid_to),
                    cell(record.amount or record.what, tone="text2"),
                    cell("、".join(in_time) or wording.DASH),
                    cell("、".join(late) or wording.DASH, tone="attention" if late else ""),
                )
            )
        )
    columns = (
        TableColumn("支持", 2),
        TableColumn("有效期至", 1),
        TableColumn("推迟会失去什么", 3.4),
        TableColumn("期内完成的措施", 1.3),
        TableColumn("期后才完成的", 1.3),
    )
    note = "只列写明了期限的支持；期后才完成的措施如要享受，需提前安排或先行立项，以主管部门通知为准。"
    return Table(columns, tuple(rows), "有期限的支持", note, key="table-deadlines", dense=True)


def _gantt(source: ReportInput) -> GanttData:
    places = {entry.measure.id: entry.number - 1 for entry in source.plan.measures}
    rows = []
    for entry in source.plan.measures:
        after = tuple(places[key] for key in entry.measure.prerequisites if key in places)
        amount = wording.DASH if entry.investment is None else wording.plain(round(sum(entry.investment) / 2))
        rows.append(
            GanttRow(
                f"{entry.number}. {entry.measure.title}", entry.start, entry.end, entry.phase, amount, after
            )
        )
    return GanttData(tuple(rows), start=source.report_date)


def _path(source: ReportInput) -> Iterator[Block]:
    points = source.plan.path
    planned = [form_id for form_id, _, _ in points[0].scores]
    titles = tuple(point.title for point in points)
    yield Figure(
        score_path(plan_view.score_paths(source.scored, source.plan)[0][1]),
        "各阶段末的预期得分（同一套规则计算）",
        "plan-score-path",
    )
    rows = []
    for form_id in planned:
        cells = [cell(form_of(source, form_id).short_title, bold=True)]
        decimals = 2 if form_of(source, form_id).scoring.model == "level_gated" else 1
        for point in points:
            _, value, name = next(entry for entry in point.scores if entry[0] == form_id)
            cells.append(cell(f"{wording.score(value, decimals)}{f' {name}' if name else ''}"))
        rows.append(TableRow(tuple(cells)))
    columns = (TableColumn("问卷", 1.4), *(TableColumn(title, 1.5) for title in titles))
    yield Table(
        columns,
        tuple(rows),
        "得分路径",
        "假定措施涉及的题都补到措施库所写的程度；由数据表计算的指标要等新数据填入后才变化。",
        key="table-path",
    )


def _effects(source: ReportInput) -> Iterator[Block]:
    """The figures the plan changes."""
    found = plan_effects(source.plan)
    if not found:
        return
    rows = tuple(
        TableRow(
            (
                cell(entry.figure, bold=True),
                cell(entry.change),
                cell(entry.scope, tone="text2"),
                cell(f"{entry.number}. {entry.title}"),
                cell(f"{entry.phase}，第 {entry.month} 个月"),
            )
        )
        for entry in found
    )
    columns = (
        TableColumn("指标", 1.5),
        TableColumn("变化（估计）", 1.5),
        TableColumn("对哪一部分", 1.8),
        TableColumn("靠哪项措施", 2.4),
        TableColumn("什么时候", 1.4),
    )
    yield Table(columns, rows, "方案带来的指标变化", EFFECTS_NOTE, key="table-effects", dense=True)


def _measure(source: ReportInput, entry: PlannedMeasure) -> Iterator[Block]:
    measure = entry.measure
    packs = source.scored.catalog.packs
    yield Heading(3, f"{entry.number}. {measure.title}", f"measure-{measure.id}")
    gaps = []
    for form_id in source.begun:
        items = [item for form, item in entry.closes if form == form_id]
        if items:
            form = form_of(source, form_id)
            items.sort(key=lambda item: form.item_order[item])
            gaps.append(f"{form.short_title}{numbers(form, items, 12)}")
    titles = {
        other.measure.id: f"第 {other.number} 项{other.measure.title}" for other in source.plan.measures
    }
    before = [titles[key] for key in measure.prerequisites if key in titles]
    instruments = [
        f"{packs.instruments[key].title}（{packs.instruments[key].section}）" for key in measure.instruments
    ]
    task = packs.tasks.get(measure.task)
    lead = "、".join(packs.department_names.get(name, name) for name in task.lead) if task else ""
    pairs = [
        ("为什么做", measure.why),
        ("补哪些差距", "；".join(gaps)),
        ("不做会怎样", plan_words.loss_words(source.scored, source.plan, entry)),
        ("为何在此阶段", plan_words.reason_words(source.plan, entry)),
        ("做什么", " → ".join(step.rstrip("。；") for step in measure.steps)),
        ("先决条件", before_words(measure, before)),
        ("现场条件", site_words(measure)),
        (
            "周期与投资",
            f"{wording.months(measure.months)}；{wording.money(entry.investment)}{'（估计）' if measure.status != '已核对' else ''}",
        ),
        ("回收年限", plan_words.payback_words(measure)),
        ("年运行费", measure.running_cost),
        ("预期效果", f"{measure.benefit.rstrip('。')}；得分：{_gain_words(source, entry)}"),
        ("对指标的作用", effect_words(measure)),
        ("可用政策", "、".join(instruments) or "无直接对应"),
        ("对口部门", f"{lead}牵头（任务 {measure.task} {task.title}）" if task else ""),
        ("留下什么", "、".join(measure.evidence)),
        ("依据", measure.source),
    ]
    yield KeyValues(tuple((label, text) for label, text in pairs if text))


def _tasks(source: ReportInput) -> Iterator[Block]:
    """The tasks of the policy's annex that the plan touches, with departments as named in 2015 and today."""
    packs = source.scored.catalog.packs
    numbers_used = sorted({entry.measure.task for entry in source.plan.measures} & packs.tasks.keys())
    yield Heading(2, "对口部门索引", "plan-tasks")
    rows = []
    for number in numbers_used:
        task = packs.tasks[number]
        holders = "、".join(
            str(entry.number) for entry in source.plan.measures if entry.measure.task == number
        )
        rows.append(
            TableRow(
                (
                    cell(str(number)),
                    cell(task.title, bold=True),
                    cell("、".join(packs.department_today(name) for name in task.lead)),
                    cell(
                        "、".join(packs.department_today(name) for name in task.join) or wording.DASH,
                        tone="text2",
                    ),
                    cell(holders),
                )
            )
        )
    columns = (
        TableColumn("任务", 0.6, "right"),
        TableColumn("内容", 1.8),
        TableColumn("牵头部门", 2.4),
        TableColumn("参加部门", 3.6),
        TableColumn("涉及措施", 1.4),
    )
    note = "部门按 2015 年附件所列，括注为现名；现名以省政府最新公布为准。"
    yield Table(columns, tuple(rows), "重点任务分工中与方案有关的部门", note, key="table-tasks", dense=True)


def _departments(source: ReportInput) -> Iterator[Block]:
    yield from _tasks(source)
    used = sorted(
        {key for entry in source.plan.measures for key in entry.measure.instruments},
        key=list(source.scored.catalog.packs.instruments).index,
    )
    yield from _instruments(source, used)
    yield from _supports(source, used)


def _instruments(source: ReportInput, used: Sequence[str]) -> Iterator[Block]:
    """The policy instruments the measures name."""
    packs = source.scored.catalog.packs
    if used:
        yield Heading(2, "政策工具索引", "plan-instruments")
        rows = []
        for key in used:
            instrument = packs.instruments[key]
            holders = "、".join(
                str(entry.number) for entry in source.plan.measures if key in entry.measure.instruments
            )
            rows.append(
                TableRow(
                    (
                        cell(instrument.title, bold=True),
                        cell(instrument.section),
                        cell(instrument.what + instrument.note, tone="text2"),
                        cell(holders),
                    )
                )
            )
        columns = (
            TableColumn("政策工具", 1.6),
            TableColumn("政策位置", 1.1),
            TableColumn("说明", 4.6),
            TableColumn("用于措施", 1.5),
        )
        yield Table(
            columns,
            tuple(rows),
            "方案用到的政策工具（皖政〔2015〕106号）",
            "口径和金额以主管部门现行文件为准。",
            key="table-instruments",
            dense=True,
        )


def _supports(source: ReportInput, used: Sequence[str]) -> Iterator[Block]:
    """Current supports behind those instruments that can be for this firm, expired ones shown as such."""
    city, industry = source.enterprise.text("city"), source.enterprise.text("industry")
    supports = [
        entry
        for entry in source.scored.catalog.packs.supports
        if set(entry.instruments) & set(used) and entry.concerns(city, industry)
    ]
    if supports:
        yield Heading(2, "现行支持", "plan-supports")
        rows = []
        for entry in supports:
            expired = bool(entry.valid_to) and entry.valid_to < source.report_date[: len(entry.valid_to)]
            valid = f"至 {entry.valid_to}" if entry.valid_to else "未写明期限"
            state = "已过期" if expired else valid
            rows.append(
                TableRow(
                    (
                        cell(entry.title, bold=True),
                        cell(entry.level),
                        cell(entry.amount or entry.what, tone="text2"),
                        cell(entry.document, tone="text2"),
                        cell(
                            state + ("（待核对）" if entry.status != "已核对" else ""),
                            tone="bad" if expired else "",
                        ),
                    )
                )
            )
        columns = (
            TableColumn("支持", 2),
            TableColumn("层级", 0.6),
            TableColumn("内容", 2.9),
            TableColumn("文件", 3.1),
            TableColumn("有效期", 1.4),
        )
        checked = max(entry.checked_on for entry in supports)
        yield Table(
            columns,
            tuple(rows),
            "与方案有关的现行支持",
            f"核对日期 {checked}；申报前请以主管部门最新通知为准。",
            key="table-supports",
            dense=True,
        )
