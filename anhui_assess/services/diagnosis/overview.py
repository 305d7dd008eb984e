"""The first tab: one card a form, what holds the firm back, what the statements rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from anhui_assess.domain.diagnosis.finding import HIGH, Finding
from anhui_assess.domain.form import Form
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.services import wording
from anhui_assess.services.diagnosis import checklists
from anhui_assess.services.diagnosis.sme import lacks_briefly, next_rule
from anhui_assess.services.forms_begun import begun, is_superseded, main_first, spoken_of

_THREE = 3
_SHORTFALLS = ("veto", "weakness", "supply_risk", "no_data")
_TO_CHECK = ("narrow_margin", "inconsistency", "thin_evidence", "outlier")
"""Codes of findings that hold a firm back, and of those that are named only where too few of these are found."""
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
    """What a statement rests on: label, share 0–1, the share in words, and the questions (part, whole) behind it."""

    label: str
    share: float
    words: str
    counts: tuple[int, int] = (0, 0)


def cards(scored: Scored) -> tuple[Card, ...]:
    """Return a card for every main questionnaire, begun or not, then for those going with one that were begun.

    An estimate has none beside its full questionnaire.
    """
    started = begun(scored)
    shown = (
        form
        for form in main_first(scored.catalog.scored_forms)
        if not is_superseded(form, started) and (form.id in started or not form.part_of)
    )
    return tuple(
        card(form, scored.result(form.id)) if form.id in started else untouched(form) for form in shown
    )


def untouched(form: Form) -> Card:
    """Return the card of a form that was not begun."""
    return Card(form.id, form.short_title, "未开始", "", "还没有答题", "text2", 0.0)


def card(form: Form, result: FormResult) -> Card:
    """Return the card of a form that was begun."""
    value, below, remark, tone = _CARDS.get(result.model, _plain)(form, result)
    return Card(form.id, form.short_title, value, below, remark, tone, result.progress.completeness)


_Words = tuple[str, str, str, str]
"""Value, the line below it, remark and tone of a card."""


def _points(result: FormResult) -> str:
    return f"{wording.score(result.score, 1)} 分" if result.score is not None else "未评"


def _level(result: FormResult) -> str:
    return f"{result.level} 级 {result.level_name}" if result.level else result.level_name


def _plain(_form: Form, result: FormResult) -> _Words:
    return _points(result), f"满分 {result.full:g}", "按问卷所列规则计分", "good"


def _gated(_form: Form, result: FormResult) -> _Words:
    remark, tone = _level_remark(result)
    return _level(result), f"{wording.score(result.score)} / {result.full:g}", remark, tone


def _on_a_line(_form: Form, result: FormResult) -> _Words:
    remark, tone = _veto_remark(result)
    return _points(result), f"满分 {result.full:g}", remark, tone


def _rated(_form: Form, result: FormResult) -> _Words:
    high = sum(line.class_title == _HIGH_RISK for line in result.inventory)
    remark, tone = (f"高风险断供项 {high} 个", "bad") if high else ("没有高风险断供项", "good")
    below = f"{result.grade_name} · 满分 {result.full:g}" if result.grade_name else f"满分 {result.full:g}"
    return _points(result), below, remark, tone


def _estimated(_form: Form, result: FormResult) -> _Words:
    about, _, band = wording.estimate(result.level, result.band).rstrip("）").partition("，")
    return f"{about}）", f"{band} · 满分 {result.full:g}", "只供参考，定级要做完整问卷", "attention"


def _with_scenarios(form: Form, result: FormResult) -> _Words:
    below = f"{wording.gated(result.score)} 分 · 满分 {result.full:g}"
    rule = next_rule(form, result)
    if rule is None:
        return _level(result), below, "最高一级的两道关都已过", "good"
    return _level(result), below, f"离 {rule.level} 级还差{lacks_briefly(rule, result)}", "attention"


def _ticked(form: Form, result: FormResult) -> _Words:
    below = "必选看符合，可选只计数" if result.requirements else "清单各条按权重平均"
    return checklists.words(form, result), below, *checklists.remark(form, result)


_CARDS: Mapping[str, Callable[[Form, FormResult], _Words]] = MappingProxyType(
    {
        "level_gated": _gated,
        "points_on_a_line": _on_a_line,
        "anchored": _rated,
        "estimate": _estimated,
        "points_and_scenarios": _with_scenarios,
        "checklist": _ticked,
    }
)


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
    """Return the three findings that hold the firm back most.

    Vetoes come first; then every form in turn names its worst, so that one form does not fill the list while another has
    a critical item at high risk or a section far behind.
    """
    chosen = [*_in_turn(found, _SHORTFALLS), *_in_turn(found, _TO_CHECK)]
    return tuple(chosen[:_THREE])


def _in_turn(found: Sequence[Finding], codes: Sequence[str]) -> list[Finding]:
    """Return findings of some codes: vetoes, then the first of each form, then the second of each, and so on."""
    rank = {code: place for place, code in enumerate(codes)}
    by_form: dict[str, list[Finding]] = {}
    for entry in found:
        if entry.code in rank:
            by_form.setdefault(entry.form, []).append(entry)
    for entries in by_form.values():
        entries.sort(key=lambda entry: (entry.code != "veto", entry.severity != HIGH, rank[entry.code]))
    forms = sorted(by_form.values(), key=lambda entries: (entries[0].code != "veto", rank[entries[0].code]))
    turns = max((len(entries) for entries in forms), default=0)
    ordered = [entries[turn] for turn in range(turns) for entries in forms if turn < len(entries)]
    return sorted(ordered, key=lambda entry: entry.code != "veto")


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
    """Return how much is answered, has evidence, was verified, over the forms the conclusions speak of."""
    found = [scored.result(form_id).progress for form_id in spoken_of(scored)]
    rows = (
        ("已答比例", sum(p.settled for p in found), sum(p.applicable for p in found)),
        ("有证据的比例", sum(p.with_evidence for p in found), sum(p.asks_evidence for p in found)),
        ("专家核验比例", sum(p.verified for p in found), sum(p.answered for p in found)),
    )
    made = []
    for label, part, whole in rows:
        share = part / whole if whole else 0.0
        made.append(
            Support(label, share, f"{wording.percent(share)}（{whole} 题中 {part} 题）", (part, whole))
        )
    return tuple(made)
