"""The four bases at one glance: each section and role against the eight aspects, making apart from using."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import item_score, weighted_mean
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.navigation import Place

_PARTS = 3
"""A clause reads section · role · aspect."""
_SHORT = {
    "工程化与技术就绪": "技术就绪",
    "质量可靠性": "质量可靠",
    "知识产权与标准": "专利标准",
    "首批次应用与推广": "首批应用",
    "试验检测与公共平台": "试验检测",
    "产学研用协同": "产学研用",
}
_STRONG, _WEAK = 4, 2
_FULL = 100.0
_OPEN, _OUT = "未答", "不适用"


@dataclass(frozen=True, slots=True)
class Side:
    """A section as seen by one role.

    Attributes:
        score: 0–100 as the section's own score is made, over this role's aspects alone; None when none counts.
        items: aspect to its question.
        ratings: aspect to its rating, or why there is none.
    """

    section: str
    role: str
    score: float | None
    items: Mapping[str, Item]
    ratings: Mapping[str, int | Missing]


def sides(scored: Scored, form: Form) -> tuple[Side, ...]:
    """Return the sections and roles that apply, in the form's order."""
    found: dict[tuple[str, str], dict[str, Item]] = {}
    for item in form.items.values():
        clause = item.clause.split(" · ")
        if item.kind == "anchored_rating" and len(clause) == _PARTS and scored.applies(form, item):
            found.setdefault((item.node, clause[1]), {})[clause[2]] = item
    return tuple(_side(scored, form, node, role, items) for (node, role), items in found.items())


def _side(scored: Scored, form: Form, node: str, role: str, items: Mapping[str, Item]) -> Side:
    ratings = {aspect: scored.item_value(form.id, item.id) for aspect, item in items.items()}
    pairs = [(item.weight, item_score(item, ratings[aspect])) for aspect, item in items.items()]
    mean = weighted_mean(pairs)
    return Side(form.nodes[node].title, role, None if mean is None else mean * _FULL, items, ratings)


def aspect_names(found: Sequence[Side]) -> list[str]:
    """Return the aspects of some sides, in the order they are asked."""
    return list(dict.fromkeys(aspect for side in found for aspect in side.items))


def short(aspect: str) -> str:
    """Return an aspect in four characters, for the head of a column."""
    return _SHORT.get(aspect, aspect)


def rating_words(rating: int | Missing) -> str:
    """Return a rating for a narrow cell."""
    if isinstance(rating, Missing):
        return _OUT if rating is Missing.NOT_APPLICABLE else _OPEN
    return str(rating)


def tone(rating: int | Missing | None) -> str:
    """Return the tone of a rating: 4 and 5 are good, 1 and 2 bad, what is open second text."""
    if rating is None or isinstance(rating, Missing):
        return "text2"
    return "good" if rating >= _STRONG else "bad" if rating <= _WEAK else ""


def means(found: Sequence[Side]) -> dict[str, float | None]:
    """Return the mean rating of every aspect over the sides that have one."""
    made: dict[str, float | None] = {}
    for aspect in aspect_names(found):
        rated = [rating for side in found if isinstance(rating := side.ratings.get(aspect), int)]
        made[aspect] = sum(rated) / len(rated) if rated else None
    return made


def words(found: Sequence[Side]) -> str:
    """Say which aspect is strongest and weakest, and where making and using lie apart."""
    known = {aspect: mean for aspect, mean in means(found).items() if mean is not None}
    parts = []
    if len(known) > 1:
        best, worst = max(known, key=lambda key: known[key]), min(known, key=lambda key: known[key])
        parts.append(
            f"各部分合起来看，{best}最强（平均 {known[best]:.1f} 档），{worst}最弱（平均 {known[worst]:.1f} 档）"
        )
    for section in dict.fromkeys(side.section for side in found):
        scores = [
            (side.role, side.score) for side in found if side.section == section and side.score is not None
        ]
        if len(scores) > 1:
            parts.append(
                f"{section}" + "、".join(f"{role} {wording.score(score, 1)} 分" for role, score in scores)
            )
    return "；".join(parts) + "。" if parts else ""


def matrix(found: Sequence[Side], form: Form) -> Grid:
    """Return sides against aspects; a row leads to its lowest rating."""
    names = aspect_names(found)
    rows = []
    for side in found:
        cells = [
            Cell(f"{side.section}", bold=True),
            Cell(side.role, "text2"),
            Cell(wording.score(side.score, 1)),
        ]
        for aspect in names:
            rating = side.ratings.get(aspect)
            text = "" if rating is None else rating_words(rating)
            item = side.items.get(aspect)
            said = item.anchors.get(text, "") if item is not None else ""
            cells.append(Cell(text, tone(rating), bold=tone(rating) in ("good", "bad"), tip=said))
        rows.append(Row(tuple(cells), _lowest(side, form)))
    if len(found) > 1:
        average = means(found).values()
        total = [Cell("各方面平均"), Cell(""), Cell(""), *(Cell(wording.score(mean, 1)) for mean in average)]
        rows.append(Row(tuple(total), style="total"))
    columns = (
        Column("部分", 13.5),
        Column("角色", 4),
        Column("得分", 4, "right"),
        *(Column(short(aspect), 5, "right") for aspect in names),
    )
    return Grid("部分与方面：各评几档", columns, tuple(rows))


def _lowest(side: Side, form: Form) -> Place | None:
    def worth(aspect: str) -> int:
        rating = side.ratings[aspect]
        return rating if isinstance(rating, int) else 0

    first = min(side.items, key=worth, default=None)
    return Place(form.id, side.items[first].id) if first is not None else None
