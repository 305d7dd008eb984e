"""Dates beside the basic requirements: when a certificate ends, and from when an exclusion of three years is over."""

from __future__ import annotations

import datetime as dt

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored

YEARS = 3
"""How long an exclusion counts: 近三年 in 工信部节〔2024〕13号, article 15."""


def years_later(day: dt.date, years: int) -> dt.date:
    """Return the same day some years on (or back); 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def window(day: str) -> str:
    """Return the three years before an assessment's date in words; empty when it has none."""
    until = _parsed(day)
    if until is None:
        return ""
    since = years_later(until, -YEARS) + dt.timedelta(days=1)
    return f"“近三年”指 {since.isoformat()} 至 {until.isoformat()}"


def date_words(scored: Scored, form: Form, item_id: str, today: str = "") -> str:
    """Return what the date beside an item says.

    It begins three years of exclusion where yes vetoes, it is the day a certificate ends where no does. `today` is the assessment's date, ISO; with it the words say whether the day has passed.
    """
    item = next((found for found in form.items.values() if found.date_of == item_id), None)
    if item is None:
        return ""
    value = scored.item_value(form.id, item.id) if scored.applies(form, item) else None
    day = _parsed(value)
    if day is None:
        return ""
    now = _parsed(today)
    match form.items[item_id].veto_on:
        case True:
            return _exclusion(day, now)
        case False:
            return f"有效至 {day.isoformat()}{'，已过期' if now is not None and day < now else ''}"
    return f"{item.title} {day.isoformat()}"


def _exclusion(day: dt.date, now: dt.date | None) -> str:
    over = years_later(day, YEARS)
    state = "" if now is None else "，已满三年，核实后可改答" if now >= over else "，还没有满"
    return f"{day.isoformat()} 起，{over.isoformat()} 满三年{state}"


def _parsed(value: object) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
