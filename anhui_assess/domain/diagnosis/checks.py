"""Plausibility and cross-checks: rules over figures and answers that warn and never block."""

from __future__ import annotations

import re

from anhui_assess.domain.diagnosis.qualifications import result_scope
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.item_kinds.numbers import plain, with_decimals
from anhui_assess.domain.packs import CrossCheck
from anhui_assess.domain.row_gaps import as_they_stand
from anhui_assess.domain.scoring.engine import Scored

_PLACE = re.compile(r"\{([A-Za-z_][\w.]*)\}")


def holding_checks(scored: Scored, item_id: str | None = None) -> tuple[CrossCheck, ...]:
    """Return the checks whose rule holds; with `item_id` only those that look at that item."""
    scope = as_they_stand(result_scope(scored))
    return tuple(
        check
        for check in scored.catalog.packs.cross_checks
        if (item_id is None or item_id in check.items) and check.rule.holds(scope)
    )


def with_figures(scored: Scored, text: str) -> str:
    """Return a check's text with every `{name}` replaced by the figure and its unit."""
    return _PLACE.sub(lambda match: _figure(scored, match.group(1)), text)


def _figure(scored: Scored, name: str) -> str:
    value = scored.value(name)
    if isinstance(value, Missing) or not isinstance(value, (int, float)):
        return "（缺）"
    calc_id = name.removeprefix("calc.")
    for form in scored.catalog.forms.values():
        if name.startswith("calc.") and calc_id in form.calculations:
            calculation = form.calculations[calc_id]
            return f"{with_decimals(value, calculation.decimals)} {calculation.unit}".strip()
    place = scored.catalog.names.get(name)
    unit = scored.catalog.item(*place).unit or "" if place else ""
    return f"{plain(value)} {unit}".strip()
