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


def lay_out(setter: Setter, blocks: Sequence[Any], x: float, width: float) -> list[Piece]:
    """Return blocks as pieces between `x` and `x + width`."""
    pieces: list[Piece] = []
    broken = False
    for block in blocks:
        if isinstance(block, model.PageBreak):
            broken = True
            continue
        fresh = setter.laid((block, x, width, broken), partial(_one, block, setter, x, width, broken=broken))
        broken = broken and not fresh
        pieces += fresh
    return pieces


def _one(block: Any, setter: Setter, x: float, width: float, *, broken: bool) -> list[Piece]:
    """Return one block as pieces, on a new page where one was asked for."""
    fresh = LAYOUTS[type(block)](block, setter, x, width)
    if fresh and broken:
        fresh[0].new_page = True
    return fresh
