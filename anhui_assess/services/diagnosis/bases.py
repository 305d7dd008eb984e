"""The anchored form: sections, and the inventory of critical items by supply risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds.tables import cell_display
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.services import wording
from anhui_assess.services.chart_data import BarsData, RiskMatrixData
from anhui_assess.services.diagnosis.gradient import QualificationCard, qualification_cards
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.diagnosis.inventory import SHOWN, ordered
from anhui_assess.services.navigation import Place

TONES = {"高": ("bad", "warning"), "中": ("attention", "warning"), "低": ("good", "check")}
"""Tone and icon of a class of risk by its title."""
_SHOWN_COLUMNS = (
    ("product", 8.0),
    ("import_share", 5.0),
    ("qualified_suppliers", 6.0),
    ("lead_time_weeks", 5.0),
    ("stock_weeks", 6.0),
    ("substitute_trl", 7.2),
)
_MARKS = {"check": "check", "cross": "cross"}
_WORST = 3
_STRONG, _WEAK, _BOUNDS = 4, 2, 2


@dataclass(frozen=True, slots=True)
class Rated:
    """An aspect with its rating 1–5 and what is written for that rating."""

    item: Item
    section: str
    rating: int
    anchor: str


def conclusion(form: Form, result: FormResult) -> str:
    """Say in words what the score means and what is left out."""
    if result.score is None:
        return "还没有选择与本企业相关的部分，未评分。"
    grade = next((entry for entry in form.scoring.grades if entry.grade == result.grade), None)
    words = f"能力得分 {wording.score(result.score, 1)}，属于{result.grade_name}"
    words += f"：{grade.summary.rstrip('。')}。" if grade is not None and grade.summary else "。"
    out = [form.nodes[node.id].title for node in result.nodes if node.score is None]
    words += f"{'、'.join(out)}与本企业不相关，退出加权。" if out else ""
    left = result.progress.applicable - result.progress.settled
    return words + (f"还有 {left} 题没答，没答的评分题按 0 分算。" if left else "")


def section_bars(result: FormResult) -> BarsData:
    """Return the section scores 0–100."""
    rows = tuple(
        (node.title, node.score, wording.score(node.score, 1))
        for node in result.nodes
        if node.score is not None
    )
    return BarsData(rows, result.full)


def strengths(scored: Scored, form: Form, most: int = 5) -> tuple[Rated, ...]:
    """Return the best rated aspects (4 and 5), the heaviest first."""
    found = [entry for entry in rated(scored, form) if entry.rating >= _STRONG]
    return tuple(sorted(found, key=lambda entry: (-entry.rating, -entry.item.weight))[:most])


def weaknesses(scored: Scored, form: Form, most: int = 5) -> tuple[Rated, ...]:
    """Return the worst rated aspects (1 and 2), the heaviest first."""
    found = [entry for entry in rated(scored, form) if entry.rating <= _WEAK]
    return tuple(sorted(found, key=lambda entry: (entry.rating, -entry.item.weight))[:most])


def rated(scored: Scored, form: Form) -> Iterator[Rated]:
    """Yield the aspects that were rated and apply, in the form's order."""
    for item in form.items.values():
        value = scored.value(item.id) if item.kind == "anchored_rating" else None
        if isinstance(value, int) and not isinstance(value, bool):
            yield Rated(item, form.nodes[item.node].title, value, item.anchors.get(str(value), ""))


def title_cards(scored: Scored, form: Form) -> tuple[QualificationCard, ...]:
    """Return the titles and supports the enterprise means to apply for in this form."""
    own = {
        key
        for key, found in scored.catalog.packs.qualifications.items()
        if found.when is not None and any(name in form.items for name in found.when.names)
    }
    return tuple(card for card in qualification_cards(scored) if card.id in own)


def title_words(cards: Sequence[QualificationCard]) -> str:
    """Say how the titles stand, or that none was named."""
    if not cards:
        return "没有勾选准备申报的称号和支持；在问卷“资格与支持数据”里勾了，这里才逐条对照。"
    met = [card.title for card in cards if card.met == len(card.conditions)]
    near = min((card for card in cards if card.title not in met), key=_short_of, default=None)
    words = f"条件都对得上的：{'、'.join(met)}。" if met else "还没有一项条件都对得上。"
    if near is not None:
        words += f"最近的是{near.title}，{near.word}。"
    return f"{words}逐条结果见“资格与梯度”。"


def _short_of(card: QualificationCard) -> int:
    return len(card.conditions) - card.met


def title_grid(cards: Sequence[QualificationCard], form: Form) -> Grid:
    """Return titles and supports with what they still lack."""
    rows = []
    for card in cards:
        lacks = [line.title for line in card.conditions if line.icon != "check"]
        place = next((line.place for line in card.conditions if line.icon != "check" and line.place), None)
        rows.append(
            Row(
                (
                    Cell(card.title, bold=True),
                    Cell(card.level, "text2"),
                    Cell(card.word, card.tone, mark=_MARKS.get(card.icon, "warning")),
                    Cell("、".join(lacks) or "都对得上", "text2", tip="、".join(lacks)),
                    Cell(card.document, "text2", tip=f"{card.document}。{card.note}"),
                ),
                place,
            )
        )
    columns = (
        Column("称号或支持", 17),
        Column("层级", 3),
        Column("结论", 15),
        Column("还差哪几条、哪几条不知道"),
        Column("依据", 16),
    )
    return Grid(f"{form.short_title}：称号与支持", columns, tuple(rows))


def aspect_grid(name: str, found: Sequence[Rated], form: Form) -> Grid:
    """Return aspects as a table that leads to their questions."""
    rows = tuple(
        Row(
            (
                Cell(entry.item.title, bold=True),
                Cell(entry.section, "text2"),
                Cell(f"{entry.rating} 档"),
                Cell(entry.anchor, "text2", tip=entry.anchor),
            ),
            Place(form.id, entry.item.id),
        )
        for entry in found
    )
    columns = (Column("方面", 10), Column("部分", 11), Column("评定", 4), Column("现在的情况"))
    return Grid(name, columns, rows)


def risk_matrix(form: Form, result: FormResult, names: Sequence[str] = ()) -> RiskMatrixData:
    """Return the riskiest items as numbered points, the numbers being those of the table."""
    shown = ordered(result)[:SHOWN]
    points = tuple(
        (str(number), line.risk / 100.0 / line.impact if line.impact else 0.0, line.impact, line.class_title)
        for number, line in enumerate(shown, start=1)
    )
    rule = form.scoring.supply_risk
    marks = sorted((entry.minimum / 100.0 for entry in rule.classes), reverse=True) if rule else []
    bounds = (marks[0], marks[1]) if len(marks) > _BOUNDS else (0.6, 0.3)
    return RiskMatrixData(points, tuple(names[: len(points)]), bounds)


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


def inventory(scored: Scored, form: Form, most: int | None = None) -> Grid:
    """Return the critical items by risk with the main causes; at most some when told so."""
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
    for number, line in enumerate(ordered(result)[:most], start=1):
        entry = values[line.row]
        tone, mark = TONES.get(line.class_title, ("text2", "dash"))
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
        Column("关键件", 13),
        *heads,
        Column("主要原因"),
        Column("断供风险", 6.5),
    )
    return Grid("关键件清单（按断供风险从高到低）", columns, tuple(rows))


def _align(kind: str) -> str:
    return "right" if kind == "number" else "left"
