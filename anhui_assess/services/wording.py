"""Words and numbers as window and report write them: one rounding, one wording."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from anhui_assess.domain.answers import Answer, AnswerState
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.item_kinds.numbers import plain

DASH = "—"
_MISSING_WORDS = {Missing.NOT_APPLICABLE: "不适用", Missing.UNDEFINED: "无法计算"}
_THREE = 3
_STATE_WORDS = {
    AnswerState.NOT_APPLICABLE: "不适用",
    AnswerState.UNKNOWN: "暂不清楚",
    AnswerState.UNANSWERED: "未答",
}
_WHOLE = 100
_NEAR = 1e-7


def score(value: float | None, decimals: int = 2) -> str:
    """Return a score rounded for show, or a dash."""
    return DASH if value is None else f"{value:.{decimals}f}"


def gated(value: float | None) -> str:
    """Return points that gates are read against: two decimals, cut off, so that no gate looks reached that is not."""
    return DASH if value is None else f"{math.floor(value * 100 + _NEAR) / 100:.2f}"


def lacking(points: float) -> str:
    """Return points missing to a gate: two decimals, rounded up, never nought."""
    return f"{max(math.ceil(points * 100 - _NEAR), 1) / 100:.2f}"


def form_decimals(form: Form) -> int:
    """Return how many decimals a form's score is shown with."""
    return 2 if form.scoring.model in ("level_gated", "estimate", "points_and_scenarios") else 1


def estimate(level: int | None, band: Sequence[float] | None) -> str:
    """Return an estimated level the only way it is ever worded: with the word and the band, never as a level reached."""
    if band is None:
        return "还没有估计"
    low, high = band
    about = f"约 {level} 级" if level else "约不到 1 级"
    return f"{about}（估计，区间 {low:.2f}–{high:.2f}）"


def in_place(value: float | None) -> str:
    """Return how much of a checklist is in place; it has no level."""
    return "还没有评" if value is None else f"已具备 {percent(value / _WHOLE)}"


def percent(value: float) -> str:
    """Return a share as a whole percentage; never 100 % unless complete, never 0 % unless nothing."""
    shown = round(value * _WHOLE)
    if shown == _WHOLE and value < 1:
        shown = _WHOLE - 1
    if shown == 0 and value > 0:
        shown = 1
    return f"{shown}%"


def figure(value: Any, decimals: int | None = None, unit: str = "") -> str:
    """Return a calculated figure with its unit, or why it is not there."""
    if value is None:
        return "未填"
    if isinstance(value, Missing):
        return _MISSING_WORDS.get(value, "未填")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        text = plain(value) if decimals is None else f"{value:,.{decimals}f}"
        return f"{text} {unit}".strip() if unit != "%" else f"{text}%"
    return str(value)


def money(investment: tuple[float, float] | None) -> str:
    """Return an investment range in 万元."""
    if investment is None:
        return "需询价"
    low, high = investment
    return f"{plain(low)} 万元" if low == high else f"{plain(low)}–{plain(high)} 万元"


def months(span: tuple[float, float]) -> str:
    """Return a duration range."""
    low, high = span
    return f"{plain(low)} 个月" if low == high else f"{plain(low)}–{plain(high)} 个月"


def gaps_title(count: int) -> str:
    """Return the heading over the most pressing shortfalls: it names three only where there are three."""
    return "最要紧的三处短板" if count == _THREE else "最要紧的短板"


def steps_title(count: int) -> str:
    """Return the heading over the first measures: it names three only where there are three."""
    return "先做三件事" if count == _THREE else "先做的事"


def answer_text(item: Item, answer: Answer) -> str:
    """Return what was answered, as a reader sees it."""
    if answer.state is AnswerState.ANSWERED and answer.value is not None:
        return kind_of(item).display(item, answer.value)
    return _STATE_WORDS.get(answer.state, "未答")


def anchor_text(item: Item, answer: Answer) -> str:
    """Return the written meaning of the step chosen, or an empty text."""
    value = answer.verified.value if answer.verified else answer.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return item.anchors.get(f"{value:g}", "")
