"""Number items, and number checking shared with table cells and scales."""

from __future__ import annotations

import math
from typing import Any

from anhui_assess.domain.answers import Value
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds.kind import Checked, refuse

YEAR = "年"
_LARGEST = 1e15


def number_fault(
    raw: Any, minimum: float | str | None, maximum: float | str | None, decimals: int | None, unit: str | None
) -> str | None:
    """Say in Chinese why `raw` is not an acceptable number, or None."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return f"应填数字，现在是{describe(raw)}。"
    if abs(raw) > _LARGEST or math.isnan(raw):
        return "不是一个可用的数。"
    suffix = f" {unit}" if unit else ""
    if isinstance(minimum, (int, float)) and raw < minimum:
        return f"不能小于 {without_unit(minimum, unit)}{suffix}，现在是 {without_unit(raw, unit)}。"
    if isinstance(maximum, (int, float)) and raw > maximum:
        return f"不能大于 {without_unit(maximum, unit)}{suffix}，现在是 {without_unit(raw, unit)}。"
    if decimals == 0 and raw != int(raw):
        return f"应填整数，现在是 {plain(raw)}。"
    return None


def describe(raw: Any) -> str:
    """Return a short Chinese description of a value of the wrong type."""
    if raw is None:
        return "空"
    if isinstance(raw, bool):
        return "是/否"
    if isinstance(raw, str):
        return f"文字“{raw[:20]}”"
    if isinstance(raw, (list, tuple)):
        return "列表"
    return "对象" if isinstance(raw, dict) else f"“{raw}”"


def plain(value: float) -> str:
    """Return a number without needless zeros and without exponent, with thousands separators."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:z,.6f}".rstrip("0").rstrip(".")


def with_decimals(value: float, decimals: int | None) -> str:
    """Return the number with the decimals a form asks for; what rounds to nought has no sign."""
    return plain(value) if decimals is None else f"{value:z,.{decimals}f}"


def without_unit(value: float, unit: str | None) -> str:
    """Return a number for a reader who sees its unit elsewhere; a year has no thousands."""
    return f"{value:g}" if unit == YEAR else plain(value)


class NumberKind:
    """A quantity with a unit."""

    id = "number"
    editor = "number"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept a finite number within the item's range."""
        fault = number_fault(raw, item.minimum, item.maximum, item.decimals, item.unit)
        return refuse(item, fault) if fault else (raw, ())

    def score(self, item: Item, value: Value) -> float | None:
        """Return the worth of the band the value falls in (up to and including each bound), None without bands."""
        if not item.bands or not isinstance(value, (int, float)):
            return None
        return next((worth for bound, worth in item.bands if value <= bound), item.bands[-1][1])

    def best(self, item: Item) -> Value | None:  # noqa: ARG002 - the protocol's signature
        """Return None: more is not always better."""
        return None

    def display(self, item: Item, value: Value) -> str:
        """Return the number with its unit."""
        if not isinstance(value, (int, float)):
            return str(value)
        return f"{without_unit(value, item.unit)} {item.unit or ''}".strip()
