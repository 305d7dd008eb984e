"""What a finding is, and the words its sentences share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.engine import Scored

HIGH, MIDDLE, LOW, GOOD = "high", "middle", "low", "good"
_OPEN = {
    AnswerState.UNANSWERED: "未答",
    AnswerState.UNKNOWN: "暂不清楚",
    AnswerState.NOT_APPLICABLE: "不适用",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the diagnosis says.

    Attributes:
        code: veto, veto_unknown, blocking, narrow_margin, weakness, strength, inconsistency, outlier, clash, supply_risk, benchmark_gap,
            thin_evidence, uncalibrated, no_data.
        severity: high, middle, low or good.
        title, text: composed in one place, in Chinese, with the figures behind it; brief: the same in half a line.
        items: ids of the items behind it; node: the section, where one stands for it.
        benchmark: id of the provincial indicator it speaks of, where it does.
    """

    code: str
    severity: str
    form: str
    title: str
    text: str
    items: tuple[str, ...] = ()
    node: str = ""
    brief: str = ""
    benchmark: str = ""


def mark_words(scored: Scored, form: Form, item: Item) -> str:
    """Return how an item stands: the step that was chosen, or why there is none."""
    answer = scored.sheet.form(form.id).get(item.id)
    value = answer.effective
    if isinstance(value, Missing):
        return _OPEN.get(answer.state, _OPEN[AnswerState.UNANSWERED])
    return kind_of(item).display(item, value)


def named(form: Form, item: Item) -> str:
    """Return an item as `第 147 题“系统编主计划”`."""
    return f"第 {form.item_order[item.id]} 题“{item.title}”"


def listed(parts: list[str], most: int) -> str:
    """Return the first of some parts, and how many there are when not all are named."""
    return "、".join(parts[:most]) + (f"等 {len(parts)} 条" if len(parts) > most else "")


def items_behind(form: Form, names: Iterable[str]) -> tuple[str, ...]:
    """Return the items of a form that some expression names rest on, through its calculations, in reading order."""
    found: set[str] = set()
    seen: set[str] = set()
    to_look_at = list(names)
    while to_look_at:
        name = to_look_at.pop().removeprefix(f"{form.id}.")
        if name in seen:
            continue
        seen.add(name)
        if name in form.items:
            found.add(name)
        calculation = form.calculations.get(name.removeprefix("calc."))
        if calculation is not None:
            to_look_at += calculation.formula.names if calculation.formula is not None else ()
            to_look_at += [calculation.table] if calculation.table is not None else []
    return tuple(sorted(found, key=lambda item_id: form.item_order[item_id]))
