"""Small helpers of the charts: rough text widths, scales, and lines that fit."""

from __future__ import annotations

import math
from unicodedata import east_asian_width

WIDTH = 440.0
"""The measure of the report in points; charts are drawn for it unless told otherwise."""


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is, without knowing the font."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.57 for char in text) * size


def fit(text: str, size: float, room: float) -> str:
    """Return a text cut to a room, its end shown as …."""
    text = " ".join(text.split())[:400]
    if text_width(text, size) <= room:
        return text
    while text and text_width(text, size) + size > room:
        text = text[:-1]
    return text + "…"


def number(value: float) -> str:
    """Return a number as it is written beside a mark: no needless zeros, thousands parted by commas."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def within(value: float, low: float, high: float) -> float:
    """Return a value kept between two others; what is no number counts as the lower one."""
    return min(max(value, low), high) if math.isfinite(value) else low


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart so that they are `gap` from each other, in their order and between `low` and `high`."""
    high = max(high, low)
    if len(wanted) > 1:
        gap = min(gap, (high - low) / (len(wanted) - 1))
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed = list(wanted)
    previous = low - gap
    for index in order:
        placed[index] = previous = max(wanted[index], previous + gap)
    following = high + gap
    for index in reversed(order):
        placed[index] = following = min(placed[index], following - gap)
    return placed
