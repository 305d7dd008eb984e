"""Pieces several sections share."""

from __future__ import annotations

from functools import lru_cache

from anhui_assess.domain.form import Form, Item
from anhui_assess.report.model import Cell, Text
from anhui_assess.services.reporting import ReportInput


@lru_cache(maxsize=16384)
def cell(text: Text, **more: object) -> Cell:
    """Return a table cell, the same one for the same text: a report has thousands, most as in the last one."""
    return Cell(text, **more)  # type: ignore[arg-type]


def item_key(item: Item) -> str:
    """Return the link target of an item in the annex."""
    return f"item-{item.id}"


def item_number(form: Form, item_id: str) -> str:
    """Return an item's number in its form, as the annex shows it."""
    return str(form.item_order[item_id])


def numbers(form: Form, item_ids: tuple[str, ...] | list[str], most: int = 8) -> str:
    """Return item numbers as `12、15、18 等 11 题`."""
    shown = "、".join(item_number(form, item_id) for item_id in item_ids[:most])
    return f"第 {shown} 题" if len(item_ids) <= most else f"第 {shown} 等 {len(item_ids)} 题"


def places(source: ReportInput, form: Form, item_ids: tuple[str, ...], most: int = 8) -> str:
    """Return item numbers as `numbers` does; items of other forms follow under the form's name."""
    own = tuple(item_id for item_id in item_ids if item_id in form.items)
    found = [numbers(form, own, most)] if own else []
    for other in source.scored.catalog.forms.values():
        theirs = tuple(
            item_id for item_id in item_ids if item_id not in form.items and item_id in other.items
        )
        if theirs:
            found.append(f"{other.short_title}{numbers(other, theirs, most)}")
    return "，".join(found)


def form_of(source: ReportInput, form_id: str) -> Form:
    """Return a form of the report's catalogue."""
    return source.scored.catalog.forms[form_id]
