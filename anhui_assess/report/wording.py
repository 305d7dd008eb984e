"""Words and numbers as the report writes them, in one place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from anhui_assess.domain.answers import Answer, AnswerState
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.item_kinds.numbers import plain

DASH = "—"
NUMERALS = "零一二三四五六七八九十"


def chinese_number(number: int) -> str:
    """Return 1–99 in Chinese numerals."""
    if number <= 10:  # noqa: PLR2004 - the numerals at hand
        return NUMERALS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def chinese_date(iso: str) -> str:
    """Return an ISO date as 2026 年 11 月 23 日, or the text itself."""
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def score(value: float | None, decimals: int = 2) -> str:
    """Return a score rounded for show, or a dash."""
    return DASH if value is None else f"{value:.{decimals}f}"


def percent(value: float) -> str:
    """Return a share as a whole percentage; never 100 % unless it is complete, never 0 % unless it is nothing."""
    shown = round(value * 100)
    if shown == 100 and value < 1:  # noqa: PLR2004 - percent
        shown = 99
    if shown == 0 and value > 0:
        shown = 1
    return f"{shown}%"


def figure(value: Any, decimals: int | None = None, unit: str = "") -> str:
    """Return a calculated figure with its unit, or why it is not there."""
    if isinstance(value, Missing) or value is None:
        return {Missing.NOT_APPLICABLE: "不适用", Missing.UNDEFINED: "无法计算"}.get(value, "未填")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        text = plain(value) if decimals is None else f"{value:,.{decimals}f}"
        return f"{text} {unit}".strip() if unit and unit != "%" else f"{text}{unit}"
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


def answer_text(item: Item, answer: Answer) -> str:
    """Return what was answered, as a reader sees it."""
    if answer.state is AnswerState.ANSWERED and answer.value is not None:
        return kind_of(item).display(item, answer.value)
    return {
        AnswerState.NOT_APPLICABLE: "不适用",
        AnswerState.UNKNOWN: "暂不清楚",
        AnswerState.UNANSWERED: "未答",
    }.get(answer.state, "未答")


def anchor_text(item: Item, answer: Answer) -> str:
    """Return the written meaning of the step chosen, or an empty text."""
    value = answer.verified.value if answer.verified else answer.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return item.anchors.get(f"{value:g}", "")


def size_words(count: int) -> str:
    """Return a file size."""
    return f"{count / 1048576:.1f} MB" if count >= 1048576 else f"{max(1, round(count / 1024))} KB"  # noqa: PLR2004
