"""A calculated figure as window and report tell it: the value, the formula, and the numbers that went in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from anhui_assess.domain.item_kinds.numbers import plain, with_decimals
from anhui_assess.domain.scoring.figures import ROW_UNIT, CalculatedFigure, FigureTerm
from anhui_assess.services.wording import DASH

_TERMS = 8
_NOT_ASKED = "标为不适用"
_SHOWN_DECIMALS = 4


def own_words(figure: CalculatedFigure) -> str:
    """Return what the program itself calculated, rounded for show, or a dash."""
    return DASH if figure.own is None else with_decimals(figure.own, figure.decimals)


def override_words(figure: CalculatedFigure) -> str:
    """Say that the enterprise put its own figure and why; empty when it did not."""
    if not figure.override_reason:
        return ""
    return f"企业改用 {value_words(figure)} {figure.unit}（理由：{figure.override_reason}），程序算得 {own_words(figure)}"


def value_words(figure: CalculatedFigure) -> str:
    """Return the value rounded for show, or a dash."""
    if figure.value is None:
        return DASH
    return f"{figure.value:g}" if figure.unit == "年" else with_decimals(figure.value, figure.decimals)


def worth_showing(figure: CalculatedFigure) -> bool:
    """Whether a figure has a value or lacks one that the enterprise could supply."""
    return figure.value is not None or not (figure.idle or _NOT_ASKED in figure.reason)


def substituted(figure: CalculatedFigure, most: int = _TERMS) -> str:
    """Return the numbers that went in, each with its factor; why there is no value when there is none."""
    if figure.value is None:
        return f"没有算出：{figure.reason}"
    told = [term for term in figure.terms if term.unit != ROW_UNIT]
    changed = override_words(figure)
    said = [*([changed] if changed else []), *_by_column(told[:most])]
    more = len(told) - most
    if more > 0:
        said.append(f"等 {len(told)} 项")
    counted = len(figure.terms) - len(told)
    if counted:
        said.append(f"计入 {counted} 行")
    return "；".join(said)


def _by_column(terms: Sequence[FigureTerm]) -> Iterator[str]:
    """Yield the terms in words; those of one of several columns together behind its name."""
    for column, found in groupby(terms, key=lambda term: term.group):
        words = [term_words(term) for term in found]
        yield from [f"{column}：{'、'.join(words)}"] if column else words


def term_words(term: FigureTerm) -> str:
    """Return one term: label, amount × factor = result."""
    label = term.short or term.label
    if term.amount is None:
        return f"{label}{f'（{term.note}）' if term.note else ''}"
    number = f"{term.amount:g}" if term.unit == "年" else plain(round(term.amount, _SHOWN_DECIMALS))
    amount = f"{label} {number} {term.unit}".strip()
    if term.factor is None:
        return amount
    result = DASH if term.result is None else f"{term.result:,.3f}"
    return f"{amount} {term.words} = {result}"


def term_source(term: FigureTerm) -> str:
    """Return where a factor comes from: document, year, and that it was not checked where so."""
    status = "待核对" if term.status == "待核对" else ""
    return "，".join(part for part in (term.source, term.year, status) if part)
