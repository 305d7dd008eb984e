"""Figures: a neutral drawing with its caption below."""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.report.drawing import Circle, Drawing, Label, Line, Polygon, Rect, Shape
from anhui_assess.report.model import Figure
from anhui_assess.report.pdf.fonts import clean
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.pieces import Drawn, Piece, lines_to_pieces
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import BODY_HEIGHT, CAPTION, PAGE_HEIGHT, Style

_ROOM = 0.86
"""Share of the page height a drawing may take, so that caption and heading still fit."""


def numbered(word: str, number: str, caption: str) -> str:
    """Return a caption with its word and number: 图 3 标题."""
    label = number if not number or number.startswith(word) else f"{word} {number}"
    return f"{label}　{caption}" if label and caption else label or caption


def lay_out_figure(block: Figure, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay a drawing out, made smaller when it is too wide or too high, centred, its caption below."""
    drawing = block.drawing
    room = BODY_HEIGHT * _ROOM
    scale = min(1.0, width / max(drawing.width, 1.0), room / max(drawing.height, 1.0))
    left = x + (width - drawing.width * scale) / 2
    for shape in drawing.shapes:
        if isinstance(shape, Label):  # counts what the faces lack
            setter.spans(shape.text, Style(shape.face, shape.size, shape.size))

    def paint(pen: Pen, top: float) -> None:
        draw_shapes(pen, drawing, left, top, scale)

    picture = Drawn(drawing.height * scale, before=9.0, key=block.key, paint=paint)
    caption = numbered("图", block.number, block.caption)
    if not caption:
        picture.after = 12.0
        return [picture]
    style = CAPTION.but(align="centre")
    lines = setter.lines(caption, style, width)
    picture.keep = True
    captions = lines_to_pieces(lines, style, x, width)
    captions[0].before, captions[-1].after = 5.0, 13.0
    return [picture, *captions]


def draw_shapes(pen: Pen, drawing: Drawing, left: float, top: float, scale: float) -> None:
    """Draw a drawing with its upper left corner at (left, top)."""
    if scale == 1.0:
        _draw(pen, drawing.shapes, left, top)
        return
    with pen.turned(
        left, top, f"{scale:.4f} 0 0 {scale:.4f} {{x:.2f}} {{y:.2f}} cm 1 0 0 1 0 {-PAGE_HEIGHT:.2f} cm"
    ):
        _draw(pen, drawing.shapes, 0.0, 0.0)


def _draw(pen: Pen, shapes: Sequence[Shape], left: float, top: float) -> None:
    for shape in shapes:
        if isinstance(shape, Label):
            face = shape.face if shape.face in {"sans", "serif"} else "sans"
            style = Style(f"{face}-bold" if shape.bold else face, shape.size, shape.size, shape.tone)
            pen.word(
                clean(shape.text).replace("\n", " "),
                left + shape.x,
                top + shape.y,
                style,
                anchor=shape.anchor,
            )
        elif isinstance(shape, Line):
            with pen.dashed(shape.dash):
                ends = [(left + shape.x1, top + shape.y1), (left + shape.x2, top + shape.y2)]
                pen.path(ends, stroke=shape.tone, line=shape.width, closed=False)
        elif isinstance(shape, Rect):
            pen.rect(
                left + shape.x, top + shape.y, shape.width, shape.height,
                fill=shape.fill, stroke=shape.stroke, line=shape.line, radius=shape.radius,
            )  # fmt: skip
        elif isinstance(shape, Circle):
            pen.circle(
                left + shape.x,
                top + shape.y,
                shape.radius,
                fill=shape.fill,
                stroke=shape.stroke,
                line=shape.line,
            )
        else:
            _polygon(pen, shape, left, top)


def _polygon(pen: Pen, shape: Polygon, left: float, top: float) -> None:
    points = [(left + x, top + y) for x, y in shape.points]
    if shape.fill and shape.opacity < 1:
        with pen.turned(0, 0, alpha=shape.opacity):
            pen.path(points, fill=shape.fill)
    elif shape.fill:
        pen.path(points, fill=shape.fill)
    if shape.stroke:
        with pen.dashed(shape.dash):
            pen.path(points, stroke=shape.stroke, line=shape.width, closed=shape.closed)
