"""Text and date items."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from anhui_assess.domain.answers import Value
from anhui_assess.domain.enterprise import uscc_fault
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds.kind import Checked, refuse
from anhui_assess.domain.item_kinds.numbers import describe

_MANUFACTURING = range(13, 44)
_GBT4754 = re.compile(r"[Cc]?(\d{2})\d{0,2}", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def text_fault(raw: Any, max_length: int) -> str | None:
    """Say in Chinese why `raw` is not an acceptable text, or None."""
    if not isinstance(raw, str):
        return f"应填文字，现在是{describe(raw)}。"
    if len(raw) > max_length:
        return f"最多 {max_length:,} 字，现在有 {len(raw):,} 字。"
    if "\x00" in raw or _LONE_SURROGATE.search(raw):
        return "含有不能保存的字符，请删去后重填。"
    return None


def date_fault(raw: Any, earliest: Any = None, latest: Any = None) -> str | None:
    """Say in Chinese why `raw` is not an acceptable ISO date, or None."""
    if not isinstance(raw, str):
        return f"应填日期（例如 2026-11-23），现在是{describe(raw)}。"
    try:
        day = dt.date.fromisoformat(raw) if _ISO_DAY.fullmatch(raw) else None
    except ValueError:
        day = None
    if day is None:
        return f"日期要写成 2026-11-23 这样，现在是“{raw[:20]}”。"
    if isinstance(earliest, str) and day < dt.date.fromisoformat(earliest):
        return f"不能早于 {earliest}。"
    if isinstance(latest, str) and day > dt.date.fromisoformat(latest):
        return f"不能晚于 {latest}。"
    return None


def _gbt4754_fault(code: str) -> str | None:
    match = _GBT4754.fullmatch(code.strip())
    if match is None or int(match.group(1)) not in _MANUFACTURING:
        return "应填 GB/T 4754 制造业代码：13–43 开头的 2 到 4 位数字，例如 3851。"
    return None


_CODES: Mapping[str, tuple[Callable[[str], str], Callable[[str], str | None]]] = MappingProxyType(
    {
        "uscc": (lambda raw: raw.strip().upper(), uscc_fault),
        "gbt4754": (lambda raw: raw.strip().upper().removeprefix("C"), _gbt4754_fault),
    }
)
"""Format to how a code is written and what is wrong with it; a code is checked as it would be kept."""


class TextKind:
    """Free text; two formats are checked: `uscc` and `gbt4754`."""

    id = "text"
    editor = "text"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept text within the length, and of the declared format."""
        code = _CODES.get(item.format or "")
        if code and isinstance(raw, str) and raw.strip():
            normal, code_fault = code
            raw = normal(raw)
            fault = text_fault(raw, item.max_length) or code_fault(raw)
        else:
            fault = text_fault(raw, item.max_length)
        return refuse(item, f"：{fault}") if fault else (raw, ())

    def score(self, item: Item, value: Value) -> float | None:  # noqa: ARG002 - the protocol's signature
        """Return None."""
        return None

    def best(self, item: Item) -> Value | None:  # noqa: ARG002 - the protocol's signature
        """Return None."""
        return None

    def display(self, item: Item, value: Value) -> str:  # noqa: ARG002 - the protocol's signature
        """Return the text."""
        return str(value)


class DateKind:
    """A day, stored as an ISO 8601 date."""

    id = "date"
    editor = "date"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept an ISO date within the item's range."""
        fault = date_fault(raw, item.minimum, item.maximum)
        return refuse(item, f"：{fault}") if fault else (raw, ())

    def score(self, item: Item, value: Value) -> float | None:  # noqa: ARG002 - the protocol's signature
        """Return None."""
        return None

    def best(self, item: Item) -> Value | None:  # noqa: ARG002 - the protocol's signature
        """Return None."""
        return None

    def display(self, item: Item, value: Value) -> str:  # noqa: ARG002 - the protocol's signature
        """Return the day in Chinese."""
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError:
            return str(value)
        return f"{day.year}年{day.month}月{day.day}日"
