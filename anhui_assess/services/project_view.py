"""The register of projects in words and neutral tables, the same for window, report and commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.planning import projects as rules
from anhui_assess.domain.planning.outcomes import Proposal, with_proposals
from anhui_assess.domain.planning.projects import STATE_TITLES, STATES, Project, Rate, State
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row, group
from anhui_assess.services.forms_begun import begun
from anhui_assess.services.history_wording import clock
from anhui_assess.services.ports import ProjectEntry
from anhui_assess.services.projects import ACTION_WORDS, ADVANCE
from anhui_assess.services.standing import standing

RATE_TITLES = {
    State.RESERVE: "转化率",
    State.STARTED: "开工率",
    State.COMPLETED: "竣工率",
    State.AT_CAPACITY: "达产率",
}
WATCHED = {
    State.RESERVE: "储备项目要转化",
    State.STARTED: "新建项目要开工",
    State.COMPLETED: "续建项目要竣工",
    State.AT_CAPACITY: "竣工项目要达产",
}
"""What is pressed for, by the state of `rates`."""
RATE_MEANINGS = {
    State.RESERVE: "已转入开工的项目 ÷ 册内全部项目（每个项目都从储备开始）",
    State.STARTED: "已开工 ÷（已开工 + 计划开工日期已过、还在储备的）",
    State.COMPLETED: "已竣工 ÷（已竣工 + 已开工、计划竣工日期已过的）",
    State.AT_CAPACITY: "已达产 ÷（已达产 + 已竣工、计划达产日期已过的）",
}
RATES_NOTE = (
    "政策（皖政〔2015〕106号 五（一））写明四个率和各自督促的项目，没有写算式；分母是本程序按督促对象定的：到期没做的项目只压低它卡住的那一步，"
    "没写计划日期的不算到期，移出的项目不计。"
)
NO_DATA = "暂无数据"
PURPOSE = "定下来要做的措施列为项目，在这里按储备、开工、竣工、达产跟到底。"
EMPTY = (
    "看准“方案”里要做的措施，点“从方案列入”，起止月份和投资会带过来，列入后都能改。",
    "方案以外的技改项目，用“新增项目”自己写一个。",
    "项目竣工以后，程序会列出它能提高的题，先试算得分，您逐题确认后才改答案。",
)
CAPACITY_NOTE = "方案不推算达产日期，请按试运行安排填写。"


@dataclass(frozen=True, slots=True)
class RateWords:
    """A rate as it is shown: title, value, what was counted, how it is defined; `known` unless there is no data."""

    title: str
    value: str
    counted: str
    meaning: str
    known: bool


def rate_words(rate: Rate) -> RateWords:
    """Return a rate in words."""
    value = rate.value
    counted = f"{rate.base} 个里 {rate.reached} 个" if rate.base else "没有已到期或已完成的项目"
    if rate.state is State.RESERVE and not rate.base:
        counted = "册内没有项目"
    shown = NO_DATA if value is None else wording.percent(value)
    return RateWords(RATE_TITLES[rate.state], shown, counted, RATE_MEANINGS[rate.state], value is not None)


def summary(projects: Sequence[Project], day: str) -> str:
    """Return where the register stands in one sentence."""
    if not projects:
        return PURPOSE
    counts = [
        f"{STATE_TITLES[state]} {count}"
        for state in STATES
        if (count := sum(p.state is state for p in projects))
    ]
    late, near = len(rules.overdue(projects, day)), len(rules.due_soon(projects, day))
    text = f"{len(projects)} 个项目：{'，'.join(counts)}"
    text += f"；{late} 个逾期" if late else "；没有逾期"
    return text + (f"，{near} 个在 {rules.DUE_SOON_DAYS} 天内到期。" if near else "。")


def money_line(projects: Iterable[Project]) -> str:
    """Return planned and spent amounts of the whole register."""
    found = list(projects)
    planned = sum(p.planned_amount for p in found if p.planned_amount is not None)
    spent = sum(p.actual_amount for p in found if p.actual_amount is not None)
    open_ = sum(p.planned_amount is None for p in found)
    text = f"计划投资 {plain(round(planned, 2))} 万元，已完成 {plain(round(spent, 2))} 万元"
    return text + (f"；另有 {open_} 个没有写计划投资。" if open_ else "。")


def amount(value: float | None) -> str:
    """Return an amount in 万元 without its unit, or a dash."""
    return wording.DASH if value is None else plain(value)


def due_words(project: Project, day: str) -> str:
    """Say how the next step stands against its planned date."""
    if project.next_state is None:
        return "已达产"
    late = rules.days_late(project, day)
    if late:
        return f"逾期 {late} 天"
    left = rules.due_in(project, day)
    if left is None:
        return "未定日期"
    return "今天到期" if left == 0 else f"还有 {left} 天"


def due_tone(project: Project, day: str) -> str:
    """Return the tone of `due_words`: bad when late, attention when near or unplanned."""
    if project.next_state is None:
        return "good"
    if rules.days_late(project, day):
        return "bad"
    left = rules.due_in(project, day)
    return "attention" if left is None or left <= rules.DUE_SOON_DAYS else "text2"


def next_words(project: Project) -> str:
    """Return the next step with its planned date."""
    if project.next_state is None:
        return wording.DASH
    planned = project.planned.get(project.next_state, "")
    return f"{STATE_TITLES[project.next_state]} {planned}".strip()


def slip_words(project: Project, state: State, day: str) -> str:
    """Say of one state how its dates compare: entered late or early, overdue, days left."""
    days = rules.slip(project, state)
    if days is not None:
        return "按期" if days == 0 else f"晚 {days} 天" if days > 0 else f"早 {-days} 天"
    return due_words(project, day) if project.next_state is state and state in project.planned else ""


# ------------------------------------------------------------------------------------------ tables

_ORDER = (State.STARTED, State.COMPLETED, State.RESERVE, State.AT_CAPACITY)
"""What is going on comes first, what is done last."""
_GROUPS = {
    State.RESERVE: "储备，等开工",
    State.STARTED: "在建，等竣工",
    State.COMPLETED: "竣工，等达产",
    State.AT_CAPACITY: "已达产",
}
_MARKS = {"bad": "warning", "attention": "flag", "good": "check"}


def by_state(projects: Sequence[Project], day: str) -> Grid:
    """Return the register grouped by state; `row_projects` tells which row is which."""
    rows: list[Row] = []
    for state in _ORDER:
        mine = [project for project in projects if project.state is state]
        if mine:
            rows.append(group(f"{_GROUPS[state]}　{len(mine)} 个"))
            rows += [_row(project, day) for project in mine]
    return Grid("项目清单", _COLUMNS, tuple(rows))


def by_due(projects: Sequence[Project], day: str) -> Grid:
    """Return what is overdue and what is due soon."""
    rows: list[Row] = []
    for title, mine in _due_groups(projects, day):
        if mine:
            rows.append(group(f"{title}　{len(mine)} 个"))
            rows += [_row(project, day) for project in mine]
    return Grid("逾期与到期的项目", _COLUMNS, tuple(rows))


def _due_groups(projects: Sequence[Project], day: str) -> tuple[tuple[str, Sequence[Project]], ...]:
    unplanned = [p for p in projects if p.next_state is not None and p.next_state not in p.planned]
    return (
        ("逾期", rules.overdue(projects, day)),
        (f"{rules.DUE_SOON_DAYS} 天内到期", rules.due_soon(projects, day)),
        ("下一步没写计划日期", unplanned),
    )


def row_projects(projects: Sequence[Project], day: str, *, due: bool) -> tuple[Project | None, ...]:
    """Return the project of every row of `by_state` or `by_due`, None for heading rows."""
    found: list[Project | None] = []
    groups: Sequence[Sequence[Project]] = (
        [mine for _, mine in _due_groups(projects, day)]
        if due
        else [[project for project in projects if project.state is state] for state in _ORDER]
    )
    for mine in groups:
        if mine:
            found += [None, *mine]
    return tuple(found)


_COLUMNS = (
    Column("", 2.1, "right"),
    Column("项目"),
    Column("负责人", 6.4),
    Column("下一步", 8.2),
    Column("期限", 7.2),
    Column("已投 / 计划 万元", 7.6, "right"),
)


def _row(project: Project, day: str) -> Row:
    tone = due_tone(project, day)
    return Row(
        (
            Cell(str(project.number), "text2"),
            Cell(project.title, bold=True, tip=project.title),
            Cell(
                project.responsible or "未定", "" if project.responsible else "text2", tip=project.responsible
            ),
            Cell(next_words(project)),
            Cell(due_words(project, day), tone, mark=_MARKS.get(tone, "")),
            Cell(f"{amount(project.actual_amount)} / {amount(project.planned_amount)}"),
        )
    )


# ------------------------------------------------------------------------------------------ what a finished one changes


def score_lines(scored: Scored, chosen: Sequence[Proposal]) -> tuple[tuple[str, str, str], ...]:
    """Return title, standing now and standing with the chosen answers of every form begun that they touch."""
    after = with_proposals(scored, chosen)
    touched = {entry.form_id for entry in chosen}
    lines = []
    for form_id in begun(scored):
        form = scored.catalog.forms[form_id]
        before_, after_ = (
            standing(form, scored.result(form_id)).now,
            standing(form, after.result(form_id)).now,
        )
        if form_id in touched or before_ != after_:
            lines.append((form.short_title, before_, after_))
    return tuple(lines)


def proposal_words(scored: Scored, entry: Proposal) -> tuple[str, str, str]:
    """Return question, answer now and proposed answer of a proposal."""
    form = scored.catalog.forms[entry.form_id]
    item = form.items[entry.item_id]
    now, new = _with_anchor(item, entry.old), _with_anchor(item, Answer.of(entry.value))
    return f"{form.short_title} 第 {form.item_order[item.id]} 题　{item.title}", now, new


def _with_anchor(item: Item, answer: Answer) -> str:
    """Return an answer with the written meaning of its step."""
    text, anchor = wording.answer_text(item, answer), wording.anchor_text(item, answer)
    return f"{text}：{anchor}" if anchor else text


# ------------------------------------------------------------------------------------------ history


def history_line(entry: ProjectEntry) -> str:
    """Return one change of a project as a line."""
    parts = [clock(entry.at), entry.who, _what(entry)]
    return " ".join(part for part in parts if part)


def _what(entry: ProjectEntry) -> str:
    old, new = entry.old, entry.new
    words = ACTION_WORDS.get(entry.action, entry.action)
    if entry.action == ADVANCE and new is not None:
        words = f"转为{STATE_TITLES[new.state]}（{new.actual.get(new.state, '')}）"
    elif old is not None and new is not None:
        changed = _changed(old, new)
        words = f"{words}{changed}" if changed else words
    return f"{words}：{entry.reason}" if entry.reason else words


def _changed(old: Project, new: Project) -> str:
    fields = (
        ("名称", old.title != new.title),
        ("计划日期", old.planned != new.planned),
        ("状态", old.state is not new.state),
        ("实际日期", old.state is new.state and old.actual != new.actual),
        ("计划投资", old.planned_amount != new.planned_amount),
        ("实际投资", old.actual_amount != new.actual_amount),
        ("负责人", old.responsible != new.responsible),
        ("备注", old.notes != new.notes),
    )
    return "、".join(title for title, changed in fields if changed)
