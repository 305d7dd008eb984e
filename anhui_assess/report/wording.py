"""Words and numbers as the report writes them: those it shares with the window, and its own."""

from __future__ import annotations

import datetime as dt

from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.services.wording import (
    DASH,
    anchor_text,
    answer_text,
    figure,
    money,
    months,
    percent,
    score,
)

__all__ = [
    "DASH",
    "anchor_text",
    "answer_text",
    "chinese_date",
    "chinese_number",
    "figure",
    "money",
    "months",
    "percent",
    "plain",
    "score",
    "size_words",
]

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


def size_words(count: int) -> str:
    """Return a file size."""
    return f"{count / 1048576:.1f} MB" if count >= 1048576 else f"{max(1, round(count / 1024))} KB"  # noqa: PLR2004
