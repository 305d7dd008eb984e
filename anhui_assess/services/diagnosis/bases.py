"""The anchored form: sections, and the inventory of critical items by supply risk."""

from __future__ import annotations

from typing import Any

from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds.tables import cell_display
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult, InventoryLine
from anhui_assess.services import wording
from anhui_assess.services.chart_data import BarsData, RiskMatrixData
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.navigation import Place

_TONES = {"高": ("bad", "warning"), "中": ("attention", "warning"), "低": ("good", "check")}
_SHOWN_COLUMNS = (
    ("product", 8.0),
    ("import_share", 5.0),
    ("qualified_suppliers", 6.0),
    ("lead_time_weeks", 5.0),
    ("stock_weeks", 6.0),
    ("substitute_trl", 7.2),
)
_ON_MATRIX = 20
_WORST = 3


def conclusion(form: Form, result: FormResult) -> str:
    """Say in words what the score means and what is left out."""
    if result.score is None:
        return "还没有选择与本企业相关的部分，未评分。"
    grade = next((entry for entry in form.scoring.grades if entry.grade == result.grade), None)
    words = f"能力得分 {wording.score(result.score, 1)}，属于{result.grade_name}"
    words += f"：{grade.summary.rstrip('。')}。" if grade is not None and grade.summary else "。"
    out = [form.nodes[node.id].title for node in result.nodes if node.score is None]
    return words + (f"{'、'.join(out)}与本企业不相关，退出加权。" if out else "")


def section_bars(result: FormResult) -> BarsData:
    """Return the section scores 0–100."""
    rows = tuple(
        (node.title, node.score, wording.score(node.score, 1))
        for node in result.nodes
        if node.score is not None
    )
    return BarsData(rows, result.full)


def ordered(result: FormResult) -> list[InventoryLine]:
    """Return the inventory, the highest risk first."""
    return sorted(result.inventory, key=lambda line: (-line.risk, line.row))


def risk_matrix(result: FormResult) -> RiskMatrixData:
    """Return the inventory as numbered points, the numbers being those of the table."""
    return RiskMatrixData(
        tuple(
            (
                str(number),
                line.risk / 100.0 / line.impact if line.impact else 0.0,
                line.impact,
                line.class_title,
            )
            for number, line in enumerate(ordered(result)[:_ON_MATRIX], start=1)
        )
    )


def inventory_words(form: Form, result: FormResult) -> str:
    """Say how many items stand in each class."""
    rule = form.scoring.supply_risk
    if rule is None or not result.inventory:
        return "关键件清单还没有填写。"
    counts = (
        f"{entry.title}风险 {sum(line.risk_class == entry.id for line in result.inventory)} 项"
        for entry in rule.classes
    )
    return f"清单共 {len(result.inventory)} 项：{'、'.join(counts)}。空格按最坏情况算，“不知道”不会降低风险。"


def inventory(scored: Scored, form: Form) -> Grid:
    """Return the critical items by risk with the main causes."""
    result = scored.result(form.id)
    rule = form.scoring.supply_risk
    if rule is None:
        return Grid("关键件清单", (Column("关键件"),), ())
    fields = {column.id: column for column in form.items[rule.table].columns}
    shown = [(fields[key], width) for key, width in _SHOWN_COLUMNS if key in fields]
    values: Any = scored.value(rule.table) if result.inventory else ()
    titles = {factor.id: factor.title for factor in rule.factors}
    weights = {factor.id: factor.weight for factor in rule.factors}
    rows = []
    for number, line in enumerate(ordered(result), start=1):
        entry = values[line.row]
        tone, mark = _TONES.get(line.class_title, ("text2", "dash"))
        worst = sorted(line.factors.items(), key=lambda pair: -pair[1] * weights[pair[0]])[:_WORST]
        causes = "、".join(titles[key] for key, value in worst if value > 0)
        unknown = f"（{'、'.join(line.unknown)}未填）" if line.unknown else ""
        rows.append(
            Row(
                (
                    Cell(str(number), "text2"),
                    Cell(str(entry.get("name") or f"第 {line.row + 1} 行"), bold=True),
                    *(Cell(cell_display(column, entry.get(column.id)) or "未填") for column, _ in shown),
                    Cell(causes + unknown, "text2", tip=causes + unknown),
                    Cell(f"{line.risk:.1f} {line.class_title}", tone, bold=True, mark=mark),
                ),
                Place(form.id, rule.table),
            )
        )
    heads = tuple(
        Column(f"{column.title}\n{column.unit}" if column.unit else column.title, width, _align(column.kind))
        for column, width in shown
    )
    columns = (
        Column("", 2.4, "right"),
        Column("关键件", 9),
        *heads,
        Column("主要原因"),
        Column("断供风险", 6.5),
    )
    return Grid("关键件清单（按断供风险从高到低）", columns, tuple(rows))


def _align(kind: str) -> str:
    return "right" if kind == "number" else "left"
