"""Which records prove an indicator, and which indicators an answer feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anhui_assess.domain.answers import FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form, Indicator
from anhui_assess.domain.packs import IndicatorRecord


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """An indicator with the records to have ready, the items that feed it, and how many files are attached to those."""

    indicator: Indicator
    records: tuple[IndicatorRecord, ...]
    items: tuple[str, ...]
    attached: int


def by_indicator(catalog: Catalog, form: Form, answers: FormAnswers) -> tuple[IndicatorEvidence, ...]:
    """Return the indicators of a form that have records, in the form's order."""
    found = []
    for indicator in form.indicators.values():
        records = records_of(catalog, form.id, indicator.id)
        if records:
            items = fed_by(form, indicator)
            attached = sum(len(answers.get(item_id).evidence) for item_id in items)
            found.append(IndicatorEvidence(indicator, records, items, attached))
    return tuple(found)


def records_of(catalog: Catalog, form_id: str, indicator_id: str) -> tuple[IndicatorRecord, ...]:
    """Return the records of one indicator."""
    return tuple(
        entry for entry in catalog.packs.records if entry.form == form_id and entry.indicator == indicator_id
    )


def fed_by(form: Form, indicator: Indicator) -> tuple[str, ...]:
    """Return the items whose answers reach an indicator's value, in the form's order; base and lead do not count."""
    names = {name for part in indicator.parts for name in part.formula.names}
    reached = _items_behind(form, names)
    return tuple(item_id for item_id in form.items if item_id in reached)


def indicators_of(form: Form, item_id: str) -> tuple[Indicator, ...]:
    """Return the indicators an item feeds."""
    return tuple(found for found in form.indicators.values() if item_id in fed_by(form, found))


def _items_behind(form: Form, names: Iterable[str]) -> set[str]:
    """Follow names through calculations down to items."""
    open_names, seen = list(names), set[str]()
    while open_names:
        name = open_names.pop()
        if name in seen:
            continue
        seen.add(name)
        calculation = form.calculations.get(name.removeprefix("calc."))
        if calculation is not None:
            open_names += calculation.formula.names if calculation.formula is not None else ()
            open_names += [calculation.table] if calculation.table else []
    return seen & form.items.keys()


def label_of(entry: IndicatorRecord) -> str:
    """Return a record as a reader looks for it: its number before its title, and whether it is still to be checked."""
    doubt = f"（{entry.status}）" if entry.number and entry.status == "待核对" else ""
    return f"{entry.number} {entry.title}{doubt}".strip()
