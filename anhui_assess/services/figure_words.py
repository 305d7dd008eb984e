"""A calculated figure as window and report tell it: the value, the formula, and the numbers that went in."""

from __future__ import annotations

from anhui_assess.domain.item_kinds.numbers import plain, with_decimals
from anhui_assess.domain.scoring.figures import CalculatedFigure, FigureTerm
from anhui_assess.services.wording import DASH

_TERMS = 8
_NOT_ASKED = "标为不适用"


def value_words(figure: CalculatedFigure) -> str:
    """Return the value rounded for show, or a dash."""
    return DASH if figure.value is None else with_decimals(figure.value, figure.decimals)


def worth_showing(figure: CalculatedFigure) -> bool:
    """Whether a figure has a value or lacks one that the enterprise could supply."""
    return figure.value is not None or _NOT_ASKED not in figure.reason


def substituted(figure: CalculatedFigure, most: int = _TERMS) -> str:
    """Return the numbers that went in, each with its factor; why there is no value when there is none."""
    if figure.value is None:
        return f"没有算出：{figure.reason}"
    said = [term_words(term) for term in figure.terms[:most]]
    more = len(figure.terms) - most
    return "；".join(said) + (f"；等 {len(figure.terms)} 项" if more > 0 else "")


def term_words(term: FigureTerm) -> str:
    """Return one term: label, amount × factor = result."""
    if term.amount is None:
        return f"{term.label}{f'（{term.note}）' if term.note else ''}"
    amount = f"{term.label} {plain(round(term.amount, 6))} {term.unit}".strip()
    if term.factor is None:
        return amount
    result = DASH if term.result is None else f"{term.result:,.3f}"
    return f"{amount} {term.words} = {result}"


def term_source(term: FigureTerm) -> str:
    """Return where a factor comes from: document, year, and that it was not checked where so."""
    status = "待核对" if term.status == "待核对" else ""
    return "，".join(part for part in (term.source, term.year, status) if part)
