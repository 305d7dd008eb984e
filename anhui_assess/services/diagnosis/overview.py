"""The first tab: one card a form, what holds the firm back, what the statements rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anhui_assess.domain.diagnosis.findings import Finding
from anhui_assess.domain.form import Form
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.services import wording
from anhui_assess.services.statements import begun

_THREE = 3
_GAP_CODES = ("veto", "weakness", "supply_risk", "inconsistency", "no_data", "thin_evidence")
_HIGH_RISK = "高"


@dataclass(frozen=True, slots=True)
class Card:
    """A form at a glance; `tone` is good, attention, bad or text2 and colours the remark."""

    form_id: str
    label: str
    value: str
    below: str
    remark: str
    tone: str
    completeness: float


@dataclass(frozen=True, slots=True)
class Support:
    """What a statement rests on: label, share 0–1, and the share in words."""

    label: str
    share: float
    words: str


def cards(scored: Scored) -> tuple[Card, ...]:
    """Return a card for every scored form, begun or not."""
    started = begun(scored)
    return tuple(
        _card(form, scored.result(form.id)) if form.id in started else _untouched(form)
        for form in scored.catalog.scored_forms
    )


def _untouched(form: Form) -> Card:
    return Card(form.id, form.short_title, "未开始", "", "还没有答题", "text2", 0.0)


def _card(form: Form, result: FormResult) -> Card:
    share = result.progress.completeness
    if result.model == "level_gated":
        remark, tone = _level_remark(result)
        value = f"{result.level} 级 {result.level_name}" if result.level else result.level_name
        below = f"{wording.score(result.score)} / {result.full:g}"
        return Card(form.id, form.short_title, value, below, remark, tone, share)
    if result.model == "points_on_a_line":
        remark, tone = _veto_remark(result)
        value = f"{wording.score(result.score, 1)} 分" if result.score is not None else "未评"
        return Card(form.id, form.short_title, value, f"满分 {result.full:g}", remark, tone, share)
    high = sum(line.class_title == _HIGH_RISK for line in result.inventory)
    remark, tone = (f"高风险断供项 {high} 个", "bad") if high else ("没有高风险断供项", "good")
    value = f"{wording.score(result.score, 1)} 分" if result.score is not None else "未评"
    if result.grade_name:
        value += f" · {result.grade_name}"
    return Card(form.id, form.short_title, value, f"满分 {result.full:g}", remark, tone, share)


def _level_remark(result: FormResult) -> tuple[str, str]:
    if result.next_level is None:
        return "五级要求都已满足", "good"
    if result.items_to_next:
        return f"离 {result.next_level} 级最少差 {result.items_to_next} 条", "attention"
    return f"离 {result.next_level} 级还远", "attention"


def _veto_remark(result: FormResult) -> tuple[str, str]:
    unknown = sum(veto.state == "unknown" for veto in result.vetoes)
    if result.unmet_vetoes:
        return f"{len(result.unmet_vetoes)} 项否决，暂不能申报", "bad"
    if unknown:
        return f"{unknown} 项否决条件未填", "attention"
    return "基本要求没有不满足项", "good"


def gaps(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the three findings that hold the firm back most."""
    rank = {code: place for place, code in enumerate(_GAP_CODES)}
    wanted = sorted((entry for entry in found if entry.code in rank), key=lambda entry: rank[entry.code])
    return tuple(wanted[:_THREE])


def first_steps(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return title and effort of the first three measures."""
    return tuple(
        (
            entry.measure.title,
            f"{wording.money(entry.investment)} · {wording.months(entry.measure.months)}",
        )
        for entry in plan.measures[:_THREE]
    )


def supports(scored: Scored) -> tuple[Support, ...]:
    """Return how much is answered, has evidence, was verified, over the forms begun."""
    found = [scored.result(form_id).progress for form_id in begun(scored)]
    rows = (
        ("已答比例", sum(p.settled for p in found), sum(p.applicable for p in found)),
        ("有证据的比例", sum(p.with_evidence for p in found), sum(p.asks_evidence for p in found)),
        ("专家核验比例", sum(p.verified for p in found), sum(p.answered for p in found)),
    )
    made = []
    for label, part, whole in rows:
        share = part / whole if whole else 0.0
        made.append(Support(label, share, f"{wording.percent(share)}（{whole} 题中 {part} 题）"))
    return tuple(made)
