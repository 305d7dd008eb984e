"""Examples of the enterprise's own industry beside a question of the four bases, from the catalogue of typical items."""

from __future__ import annotations

from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored

_MOST = 5
_BASE = "base"


def industry_examples(scored: Scored, form: Form, item: Item) -> str:
    """Return typical items of the enterprise's industry for the base a rating or a role is about; empty without any."""
    base = _base_of(form, item)
    industry = scored.value("profile.industry") if "profile.industry" in scored.catalog.names else None
    if base is None or not isinstance(industry, str):
        return ""
    names = [
        found.name
        for found in scored.catalog.packs.critical_items
        if found.base == base and industry in found.industries
    ]
    return f"{industry}里常见的：{'、'.join(names[:_MOST])}。" if names else ""


def _base_of(form: Form, item: Item) -> str | None:
    """Return the base of the inventory that a question names in its section or its id; None when it is about none."""
    rule = form.scoring.supply_risk
    if rule is None or item.kind not in ("anchored_rating", "choice"):
        return None
    column = form.items[rule.table].column(_BASE)
    bases = {choice.id for choice in column.choices} if column is not None else set()
    return next((part for part in (item.node, *item.id.split(".")) if part in bases), None)
