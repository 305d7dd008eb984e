"""One function for each kind of block: from the block to pieces that can be put on pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from anhui_assess.report import model
from anhui_assess.report.pdf.blocks.boxes import lay_out_callout, lay_out_cards, lay_out_signature
from anhui_assess.report.pdf.blocks.columns import lay_out_columns
from anhui_assess.report.pdf.blocks.figure import lay_out_figure
from anhui_assess.report.pdf.blocks.pairs import lay_out_bars, lay_out_key_values, lay_out_records
from anhui_assess.report.pdf.blocks.table import lay_out_table
from anhui_assess.report.pdf.blocks.text import (
    lay_out_bullets,
    lay_out_heading,
    lay_out_paragraph,
    lay_out_rule,
)
from anhui_assess.report.pdf.pieces import Piece
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import BODY_HEIGHT

LAYOUTS: Mapping[type, Callable[[Any, Setter, float, float], list[Piece]]] = {
    model.Heading: lay_out_heading,
    model.Paragraph: lay_out_paragraph,
    model.Bullets: lay_out_bullets,
    model.Table: lay_out_table,
    model.KeyValues: lay_out_key_values,
    model.Figure: lay_out_figure,
    model.Cards: lay_out_cards,
    model.Records: lay_out_records,
    model.Columns: lay_out_columns,
    model.Callout: lay_out_callout,
    model.Bars: lay_out_bars,
    model.Signature: lay_out_signature,
    model.Rule: lay_out_rule,
}
"""Every block of the model but PageBreak, which is a property of the piece that follows."""


_LED_IN = (model.Table, model.Figure, model.Records, model.KeyValues, model.Bullets)
_LEAD_IN, _WHOLE = 55.0, 0.6
"""A last piece of a paragraph up to this height goes with what follows, where that takes at most so much of a page."""


def lay_out(setter: Setter, blocks: Sequence[Any], x: float, width: float) -> list[Piece]:
    """Return blocks as pieces between `x` and `x + width`."""
    pieces: list[Piece] = []
    broken = False
    leading: tuple[Callable[[], list[Piece]], int] | None = None
    for block in blocks:
        if isinstance(block, model.PageBreak):
            broken = True
            continue
        key = (block, x, width, broken)
        make = partial(_one, block, setter, x, width, broken=broken)
        fresh = setter.laid(key, make)
        broken = broken and not fresh
        if leading is not None and isinstance(block, _LED_IN) and pieces and _leads(pieces[-1], fresh):
            again, count = leading
            pieces[-count:] = again()
        leading = None
        if isinstance(block, model.Paragraph) and fresh:
            leading = (partial(_laid_leading, setter, key, make), len(fresh))
        pieces += fresh
    return pieces


def _one(block: Any, setter: Setter, x: float, width: float, *, broken: bool) -> list[Piece]:
    """Return one block as pieces, on a new page where one was asked for."""
    fresh = LAYOUTS[type(block)](block, setter, x, width)
    if fresh and broken:
        fresh[0].new_page = True
    return fresh


def _laid_leading(setter: Setter, key: tuple[Any, ...], make: Callable[[], list[Piece]]) -> list[Piece]:
    """Return a paragraph once more, its end on the page of what follows; its missing characters are counted already."""

    def leading() -> list[Piece]:
        pieces = make()
        pieces[-1].keep = True
        return pieces

    counted = setter.missing.copy()
    pieces = setter.laid((*key, "leads"), leading)
    setter.missing = counted
    return pieces


def _leads(last: Piece, fresh: Sequence[Piece]) -> bool:
    """Whether a short end of a paragraph goes with the table, figure or list it leads to: unless that fills the page itself."""
    height = 0.0
    for piece in fresh:
        height += piece.before + piece.height
        if not piece.keep:
            break
    return last.height <= _LEAD_IN and height <= BODY_HEIGHT * _WHOLE
