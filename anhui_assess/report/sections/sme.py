"""中小企业数字化水平: score by section, the double gate of every level, the scenarios, what the next level lacks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from anhui_assess.domain.form import Form, ScenarioLevel
from anhui_assess.domain.scoring.result import FormResult, ScenarioScore
from anhui_assess.domain.scoring.tolerance import TOLERANCE
from anhui_assess.report import wording
from anhui_assess.report.figures import grouped_bars
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
from anhui_assess.services.diagnosis.sme import (
    STAR,
    at_level,
    conclusion,
    lacks,
    next_rule,
    practice,
    section_bars,
)
from anhui_assess.services.reporting import ReportInput

MODEL = "points_and_scenarios"
_QUESTIONS_SHOWN = 6


def wanted(source: ReportInput) -> bool:
    """Whether a form of this model was begun."""
    return bool(_forms(source))


def _forms(source: ReportInput) -> list[Form]:
    forms = [form_of(source, form_id) for form_id in source.begun]
    return [form for form in forms if form.scoring.model == MODEL]


def sme(source: ReportInput) -> Sequence[Block]:
    """The chapter on the digital level."""
    blocks: list[Block] = []
    for form in _forms(source):
        result = source.scored.result(form.id)
        blocks += [
            Heading(1, f"{form.short_title}水平", "sme", new_page=True),
            Heading(2, "总体结论", "sme-level"),
            Paragraph(conclusion(form, result)),
            Figure(grouped_bars(section_bars(result)), "各部分得分", "sme-sections"),
            Heading(2, "各级的两道关", "sme-gates"),
            _gates(form, result),
            Heading(2, "业务场景", "sme-scenarios"),
            _scenarios(form, result),
            *_missing(source, form, result),
        ]
    return blocks


def _gates(form: Form, result: FormResult) -> Table:
    rows = []
    for rule in form.scoring.scenario_levels:
        scenarios, required = at_level(result, rule.level)
        reached = not lacks(rule, result)
        state = cell(
            "达到" if reached else "未达到",
            mark="tick" if reached else "cross",
            tone="good" if reached else "attention",
        )
        rows.append(
            TableRow(
                (
                    cell(f"{rule.level} 级 {rule.name}", bold=True),
                    _condition(result.score or 0.0, rule.min_score, decimals=1),
                    _condition(scenarios, rule.min_scenarios),
                    _condition(required, rule.min_required),
                    state,
                )
            )
        )
    columns = (
        TableColumn("等级", 1.4),
        TableColumn("总分（有 / 需）", 1.7),
        TableColumn("达级场景（有 / 需）", 1.8),
        TableColumn("其中约束性（有 / 需）", 2),
        TableColumn("结果", 1.3),
    )
    note = "三列都够才算达到该级。达级场景是做到该级或更高的场景；约束性场景是规定必须看的场景。"
    return Table(columns, tuple(rows), "逐级逐条对照", note, key="table-sme-gates")


def _condition(have: float, need: float, decimals: int = 0) -> Cell:
    """A condition; what is not enough but would be rounded to enough is rounded down."""
    met = have >= need - TOLERANCE
    step = 10**decimals
    shown = have if met or round(have, decimals) < need else math.floor(have * step) / step
    return cell(
        f"{shown:.{decimals}f} / {need:g}",
        mark="tick" if met else "cross",
        tone="good" if met else "attention",
    )


def _scenarios(form: Form, result: FormResult) -> Table:
    rows = []
    last = ""
    for entry in result.scenarios:
        item = form.items[entry.item]
        section = form.nodes[item.node].title
        if section != last:
            rows.append(TableRow((cell(section, bold=True),), "group"))
            last = section
        done = "没有答，或不适用" if entry.level is None else practice(item, entry.level)
        rows.append(
            TableRow(
                (
                    cell(item_number(form, item.id)),
                    cell(STAR if entry.required else "", tone="accent"),
                    cell(_title(entry), bold=entry.required),
                    _level_cell(entry.level),
                    cell(done, tone="text2"),
                )
            )
        )
    columns = (
        TableColumn("题号", 0.6, "right"),
        TableColumn("", 0.3, "centre"),
        TableColumn("场景", 1.8),
        TableColumn("等级", 0.7, "centre"),
        TableColumn("现在的做法", 5),
    )
    counts = "、".join(
        f"{rule.level} 级及以上 {at_level(result, rule.level)[0]} 个" for rule in form.scoring.scenario_levels
    )
    note = f"{STAR} 为约束性场景。{counts}。"
    return Table(
        columns,
        tuple(rows),
        f"{len(result.scenarios)} 个场景的等级",
        note,
        key="table-sme-scenarios",
        dense=True,
    )


def _title(entry: ScenarioScore) -> str:
    return entry.title.removeprefix(STAR)


def _level_cell(level: int | None) -> Cell:
    if level is None:
        return cell(wording.DASH, tone="text2")
    return cell(str(level), fill=f"level{level}" if level else "panel")


def _missing(source: ReportInput, form: Form, result: FormResult) -> Iterator[Block]:
    rule = next_rule(form, result)
    if rule is None:
        return
    yield Heading(2, f"离{rule.name}还差什么", "sme-missing")
    scenarios, required = at_level(result, rule.level)
    words = f"到 {rule.level} 级（{rule.name}）还差 {'、'.join(lacks(rule, result))}。"
    short_of_score = result.score is None or result.score < rule.min_score - TOLERANCE
    short_of_scenarios = scenarios < rule.min_scenarios or required < rule.min_required
    if short_of_score:
        words += "分数从失分最多的题补起；"
    if short_of_scenarios:
        words += "场景从只差一级、带约束性的补起；"
    yield Paragraph(words.rstrip("；") + "，下面逐条列出。")
    if short_of_score:
        yield Heading(3, "失分最多的题", "sme-points")
        yield Records(tuple(_lost(source, form)))
    if short_of_scenarios:
        yield Heading(3, f"还没有做到 {rule.level} 级的场景", "sme-upgrades")
        yield _upgrades(form, result, rule)


def _lost(source: ReportInput, form: Form) -> Iterator[Record]:
    """Yield the questions that lost most points, the largest loss first."""
    found = []
    for node_id in form.scoring.scored_nodes:
        for term in source.scored.explain(form.id, node_id).terms:
            lost = (term.weight or 0.0) - (term.contribution or 0.0)
            if term.item is not None and term.value is not None and lost > TOLERANCE:
                found.append((lost, term.item, term.contribution or 0.0, term.weight or 0.0))
    found.sort(key=lambda entry: (-entry[0], form.item_order[entry[1]]))
    answers = source.scored.sheet.form(form.id)
    for lost, item_id, got, full in found[:_QUESTIONS_SHOWN]:
        item = form.items[item_id]
        now = f"现状：{wording.answer_text(item, answers.get(item_id))}；得 {got:.2f} / {full:g} 分"
        lines = (now, f"满分要求：{item.full_marks}") if item.full_marks else (now,)
        yield Record(item_number(form, item_id), item.title, f"失 {lost:.2f} 分", lines, badge=False)


def _upgrades(form: Form, result: FormResult, rule: ScenarioLevel) -> Table:
    """The scenarios below the next level: binding ones first when those are short, the shortest way first."""
    below = [entry for entry in result.scenarios if entry.level is not None and entry.level < rule.level]
    binding = at_level(result, rule.level)[1] < rule.min_required
    below.sort(key=lambda entry: (binding and not entry.required, rule.level - (entry.level or 0)))
    rows = []
    for entry in below:
        item = form.items[entry.item]
        rows.append(
            TableRow(
                (
                    cell(item_number(form, item.id)),
                    cell(STAR if entry.required else "", tone="accent"),
                    cell(_title(entry), bold=entry.required),
                    cell(f"{entry.level} → {rule.level}"),
                    cell(practice(item, rule.level), tone="text2"),
                )
            )
        )
    columns = (
        TableColumn("题号", 0.6, "right"),
        TableColumn("", 0.3, "centre"),
        TableColumn("场景", 1.8),
        TableColumn("等级", 0.8, "centre"),
        TableColumn(f"做到 {rule.level} 级是什么样", 5),
    )
    return Table(columns, tuple(rows), f"{rule.level} 级的做法", key="table-sme-upgrades", dense=True)
