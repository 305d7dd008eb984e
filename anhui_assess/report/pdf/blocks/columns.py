"""Two stacks of blocks side by side, kept on one page."""

from __future__ import annotations

from anhui_assess.report.model import Columns
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.pieces import Drawn, Piece, draw_page, stack
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import BODY_HEIGHT

_GUTTER = 22.0


def lay_out_columns(block: Columns, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay both stacks out beside each other; if that is higher than a page, one after the other."""
    share = min(max(block.share, 0.1), 0.9)
    left_width = (width - _GUTTER) * share
    left = setter.blocks(block.left, x, left_width)
    right = setter.blocks(block.right, x + left_width + _GUTTER, width - _GUTTER - left_width)
    left_height, left_page = stack(left)
    right_height, right_page = stack(right)
    height = max(left_height, right_height)
    if height > BODY_HEIGHT:
        return setter.blocks((*block.left, *block.right), x, width)

    def paint(pen: Pen, top: float) -> None:
        draw_page(left_page, pen, top)
        draw_page(right_page, pen, top)

    piece = Drawn(height, 4.0, paint=paint)
    piece.inner = tuple(inner for inner in (*left, *right) if inner.key or inner.entry is not None)
    return [piece]
