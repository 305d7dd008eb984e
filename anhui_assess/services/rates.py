"""The figures the profile form calculates, by the section whose answers they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anhui_assess.domain.catalog import reference
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Calculation, Form
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording


@dataclass(frozen=True, slots=True)
class Rate:
    """A calculated figure: its title, its value in words, what it counts, and whether there is a value."""

    id: str
    title: str
    value: str
    note: str
    known: bool


def rates(scored: Scored) -> Mapping[str, tuple[Rate, ...]]:
    """Return the calculated figures of the profile by section id; a figure stands where its last answer is asked."""
    form = scored.catalog.forms[PROFILE_FORM]
    found: dict[str, list[Rate]] = {}
    for calculation in form.calculations.values():
        node = _home(form, calculation)
        if node is not None:
            found.setdefault(node, []).append(_rate(scored, calculation))
    return {node: tuple(entries) for node, entries in found.items()}


def _rate(scored: Scored, calculation: Calculation) -> Rate:
    value = scored.value(f"calc.{calculation.id}")
    known = not isinstance(value, Missing) and value is not None
    shown = wording.figure(value, calculation.decimals, calculation.unit) if known else "数据填齐就算出来"
    return Rate(calculation.id, calculation.title, shown, calculation.note, known)


def _home(form: Form, calculation: Calculation) -> str | None:
    """Return the section of the last profile question behind a calculation, looking through other calculations."""
    names = {reference(form, item): item for item in form.items.values()}
    open_names = [name for name in (calculation.table, *_names(calculation)) if name]
    seen: set[str] = set()
    places: list[str] = []
    while open_names:
        name = open_names.pop()
        if name in seen:
            continue
        seen.add(name)
        item = names.get(name) or form.items.get(name)
        if item is not None:
            places.append(item.id)
        inner = form.calculations.get(name.removeprefix("calc."))
        if inner is not None:
            open_names += [entry for entry in (inner.table, *_names(inner)) if entry]
    last = max(places, key=lambda item_id: form.item_order[item_id], default=None)
    return form.items[last].node if last else None


def _names(calculation: Calculation) -> tuple[str, ...]:
    return calculation.formula.in_order if calculation.formula is not None else ()
