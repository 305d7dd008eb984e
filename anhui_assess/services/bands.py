"""In words, which band of a number question a value falls in."""

from __future__ import annotations

from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.item_kinds.numbers import plain


def band_words(item: Item, value: float | None) -> str:
    """Say which band a value falls in and what it is worth; all bands while there is no value; empty without bands."""
    if not item.bands:
        return ""
    if value is None:
        shown = "；".join(
            f"{_span(item, number)} 得 {worth:.0%}" for number, (_, worth) in enumerate(item.bands)
        )
        return f"按档计分：{shown}"
    last = len(item.bands) - 1
    number = next((place for place, (bound, _) in enumerate(item.bands) if value <= bound), last)
    worth = kind_of(item).score(item, value) or 0.0
    return f"落在第 {number + 1} 档（共 {last + 1} 档）：{_span(item, number)}，得这题分值的 {worth:.0%}"


def _span(item: Item, number: int) -> str:
    bound = plain(item.bands[number][0])
    if number == 0:
        return f"不超过 {_with_unit(bound, item.unit)}"
    low = plain(item.bands[number - 1][0])
    if number == len(item.bands) - 1:
        return f"{_with_unit(low, item.unit)} 以上"
    return f"{low}–{_with_unit(bound, item.unit)}"


def _with_unit(figure: str, unit: str | None) -> str:
    if not unit:
        return figure
    return f"{figure}%" if unit == "%" else f"{figure} {unit}"
