"""工业四基诊断: section scores, weak aspects, inventory of critical items by supply risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds.tables import cell_display
from anhui_assess.domain.scoring.result import FormResult, InventoryLine
from anhui_assess.report import wording
from anhui_assess.report.figures import grouped_bars, risk_matrix
from anhui_assess.report.model import (
    Block,
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
from anhui_assess.services.chart_data import BarsData, RiskMatrixData
from anhui_assess.services.reporting import ReportInput

FORM = "four_bases"
_SHOWN = 20
_CLASS_TONES = {"高": "bad", "中": "attention", "低": "good"}


def wanted(source: ReportInput) -> bool:
    """Whether the form was begun."""
    return FORM in source.begun


def bases(source: ReportInput) -> Sequence[Block]:
    """The chapter on the four-bases form."""
    form = form_of(source, FORM)
    result = source.scored.result(FORM)
    blocks: list[Block] = [
        Heading(1, "工业四基诊断", "bases", new_page=True),
        Heading(2, "总体结论", "bases-score"),
    ]
    blocks.append(Paragraph(_conclusion(form, result)))
    bars = tuple(
        (node.title, node.score, wording.score(node.score, 1))
        for node in result.nodes
        if node.score is not None
    )
    if bars:
        blocks.append(
            Figure(grouped_bars(BarsData(bars, maximum=100.0)), "各部分能力得分（0–100）", "bases-bars")
        )
    blocks += list(_aspects(source, form, result))
    blocks += list(_inventory(source, form, result))
    return blocks


def _conclusion(form: Form, result: FormResult) -> str:
    if result.score is None:
        return "还没有选择与本企业相关的部分，未评分。"
    grade = next((entry for entry in form.scoring.grades if entry.grade == result.grade), None)
    words = f"能力得分 {wording.score(result.score, 1)}，属于{result.grade_name}"
    words += f"：{grade.summary.rstrip('。')}。" if grade and grade.summary else "。"
    out = [form.nodes[node.id].title for node in result.nodes if node.score is None]
    return words + (f"{'、'.join(out)}与本企业不相关，退出加权。" if out else "")


def _aspects(source: ReportInput, form: Form, result: FormResult) -> Iterator[Block]:
    yield Heading(2, "分项评定", "bases-aspects")
    for node in result.nodes:
        items = [
            form.items[key] for key in form.nodes[node.id].items if form.items[key].kind == "anchored_rating"
        ]
        items = [item for item in items if source.scored.applies(form, item)]
        if node.score is None or not items:
            continue
        rows = []
        answers = source.scored.sheet.form(FORM)
        for item in items:
            answer = answers.get(item.id)
            value = answer.effective
            rating = f"{value} 档" if not isinstance(value, Missing) else wording.answer_text(item, answer)
            share = (value - 1) / 4 if isinstance(value, int) else None
            rows.append(
                TableRow(
                    (
                        cell(item_number(form, item.id)),
                        cell(item.title),
                        cell(rating, bar=share),
                        cell(wording.anchor_text(item, answer) or answer.reason, tone="text2"),
                    )
                )
            )
        columns = (
            TableColumn("题号", 0.6, "right"),
            TableColumn("方面", 2),
            TableColumn("评定", 1.1),
            TableColumn("对应的情况", 5),
        )
        yield Table(
            columns,
            tuple(rows),
            f"{node.title}（{wording.score(node.score, 1)} 分）",
            key=f"table-bases-{node.id}",
            dense=True,
        )


def _inventory(source: ReportInput, form: Form, result: FormResult) -> Iterator[Block]:
    rule = form.scoring.supply_risk
    if rule is None or not result.inventory:
        return
    rows = source.scored.value(rule.table)
    ordered = sorted(result.inventory, key=lambda line: (-line.risk, line.row))
    counts = {entry.title: sum(line.class_title == entry.title for line in ordered) for entry in rule.classes}
    yield Heading(2, "关键件清单与断供风险", "bases-inventory")
    words = "、".join(f"{title}风险 {count} 项" for title, count in counts.items())
    yield Paragraph(
        f"清单共 {len(ordered)} 项：{words}。风险由{'、'.join(factor.title for factor in rule.factors)}按权重合成，再乘以停供影响。"
    )
    names = tuple(str(rows[line.row].get("name", "")) for line in ordered[:_SHOWN])
    points = tuple(
        (str(number), _exposure(line), line.impact, line.class_title)
        for number, line in enumerate(ordered[:_SHOWN], start=1)
    )
    yield Figure(risk_matrix(RiskMatrixData(points, names)), "关键件风险矩阵（编号见下表）", "bases-matrix")
    yield _inventory_table(form, rows, ordered[:_SHOWN])
    if len(ordered) > _SHOWN:
        yield Paragraph(f"其余 {len(ordered) - _SHOWN} 项见附件。", "note")
    entries = [
        _risk_record(number, rows[line.row], line, form) for number, line in enumerate(ordered[:5], start=1)
    ]
    yield Heading(3, "风险最高的几项为什么高", "bases-why")
    yield Records(tuple(entries))


def _exposure(line: InventoryLine) -> float:
    return line.risk / 100.0 / line.impact if line.impact else 0.0


def _inventory_table(form: Form, rows: Any, ordered: Sequence[InventoryLine]) -> Table:
    rule = form.scoring.supply_risk
    assert rule is not None  # noqa: S101 - the caller has it
    columns = {column.id: column for column in form.items[rule.table].columns}
    shown = [
        key
        for key in (
            "product",
            "import_share",
            "qualified_suppliers",
            "lead_time_weeks",
            "stock_weeks",
            "substitute_trl",
            "impact",
        )
        if key in columns
    ]
    table_rows = []
    for number, line in enumerate(ordered, start=1):
        row = rows[line.row]
        tone = _CLASS_TONES.get(line.class_title, "")
        cells = [cell(str(number)), cell(str(row.get("name", "")), bold=True)]
        cells += [cell(cell_display(columns[key], row.get(key)) or "未填") for key in shown]
        cells.append(cell(f"{line.risk:.1f} {line.class_title}", bold=True, tone=tone))
        table_rows.append(TableRow(tuple(cells)))
    widths = {"product": 1.8}
    heads = [
        TableColumn(
            columns[key].title,
            widths.get(key, 0.95),
            "left" if columns[key].kind == "text" else "right",
            columns[key].unit or "",
        )
        for key in shown
    ]
    table_columns = (
        TableColumn("", 0.4, "right"),
        TableColumn("关键件", 2.1),
        *heads,
        TableColumn("风险", 1, "right"),
    )
    return Table(
        table_columns, tuple(table_rows), "关键件清单（按风险从高到低）", key="table-inventory", dense=True
    )


def _risk_record(number: int, row: Any, line: InventoryLine, form: Form) -> Record:
    rule = form.scoring.supply_risk
    assert rule is not None  # noqa: S101 - the caller has it
    parts = sorted(rule.factors, key=lambda factor: -factor.weight * line.factors[factor.id])
    terms = "；".join(
        f"{factor.title} {line.factors[factor.id]:.2f} × 权重 {factor.weight:g}" for factor in parts[:4]
    )
    unknown = f"未填：{'、'.join(line.unknown)}（按最坏情况计）" if line.unknown else ""
    lines = tuple(text for text in (f"{terms}；停供影响 × {line.impact:g}", unknown) if text)
    return Record(
        str(number),
        str(row.get("name", f"第 {line.row + 1} 行")),
        f"{line.risk:.1f}",
        lines,
        _CLASS_TONES.get(line.class_title, "accent"),
    )
