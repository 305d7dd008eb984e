"""A neutral drawing as PNG, for Word: drawn with Pillow and the report's own faces, so it looks alike on every machine.

A vector picture would be set in whatever face the reader's machine has, its labels out of place; 240 dots per inch print
clean, and no window system is needed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from anhui_assess.report.drawing import Circle, Drawing, Label, Line, Polygon, Rect, Shape
from anhui_assess.report.palette import DEFAULT_PALETTE, hex_of
from anhui_assess.report.pdf.fonts import FILES, clean

DOTS_PER_INCH = 240
_FINER = 2
"""Drawn so many times larger and made smaller, which smooths the edges."""
_LARGEST = 6000
"""No picture is drawn wider or higher, in its finer dots."""
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_COLOURS = 128


def to_png(
    drawing: Drawing,
    fonts_dir: Path,
    palette: Mapping[str, str] = DEFAULT_PALETTE,
    *,
    dots: int = DOTS_PER_INCH,
) -> bytes:
    """Return a drawing as a PNG on white."""
    scale = dots / 72 * _FINER
    scale = min(scale, _LARGEST / max(drawing.width, drawing.height, 1.0))
    size = max(_FINER, round(drawing.width * scale)), max(_FINER, round(drawing.height * scale))
    image = Image.new("RGB", size, "#FFFFFF")
    brush = _Brush(ImageDraw.Draw(image), scale, palette, fonts_dir)
    for shape in drawing.shapes:
        brush.draw(shape)
    small = image.reduce(_FINER).quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    target = io.BytesIO()
    small.save(target, "PNG", optimize=False, dpi=(dots, dots))
    return target.getvalue()


@lru_cache(maxsize=64)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


class _Brush:
    """Draws shapes at a scale."""

    def __init__(
        self, draw: ImageDraw.ImageDraw, scale: float, palette: Mapping[str, str], fonts_dir: Path
    ) -> None:
        self._draw = draw
        self._scale = scale
        self._palette = palette
        self._fonts = fonts_dir

    def draw(self, shape: Shape) -> None:
        """Draw one shape."""
        if isinstance(shape, Label):
            self._label(shape)
        elif isinstance(shape, Line):
            self._line(
                ((shape.x1, shape.y1), (shape.x2, shape.y2)),
                self._colour(shape.tone),
                shape.width,
                shape.dash,
            )
        elif isinstance(shape, Rect):
            self._rect(shape)
        elif isinstance(shape, Circle):
            box = self._points(
                (shape.x - shape.radius, shape.y - shape.radius),
                (shape.x + shape.radius, shape.y + shape.radius),
            )
            self._draw.ellipse(
                [*box[0], *box[1]], self._fill(shape.fill), self._fill(shape.stroke), self._width(shape.line)
            )
        else:
            self._polygon(shape)

    def _points(self, *points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def _width(self, width: float) -> int:
        return max(1, round(width * self._scale))

    def _colour(self, role: str) -> str:
        return hex_of(self._palette, role)

    def _fill(self, role: str) -> str | None:
        return self._colour(role) if role else None

    def _label(self, label: Label) -> None:
        text = clean(label.text).replace("\n", " ")
        if not text:
            return
        key = ("serif" if label.face == "serif" else "sans") + ("-bold" if label.bold else "")
        font = _font(self._fonts / FILES[key], max(1, round(label.size * self._scale)))
        (at,) = self._points((label.x, label.y))
        self._draw.text(at, text, self._colour(label.tone), font, anchor=_ANCHORS.get(label.anchor, "ls"))

    def _rect(self, rect: Rect) -> None:
        left, right = sorted((rect.x, rect.x + rect.width))
        top, bottom = sorted((rect.y, rect.y + rect.height))
        (start, end) = self._points((left, top), (right, bottom))
        if end[0] - start[0] < 1 or end[1] - start[1] < 1:
            return
        self._draw.rounded_rectangle(
            [*start, *end],
            rect.radius * self._scale,
            self._fill(rect.fill),
            self._fill(rect.stroke),
            self._width(rect.line) if rect.stroke else 0,
        )

    def _polygon(self, shape: Polygon) -> None:
        points = self._points(*shape.points)
        if len(points) < 2:  # noqa: PLR2004 - a line has two ends
            return
        if shape.fill and shape.closed:
            self._draw.polygon(points, _mixed(self._colour(shape.fill), shape.opacity))
        if shape.stroke:
            corners = (*shape.points, shape.points[0]) if shape.closed else shape.points
            self._line(corners, self._colour(shape.stroke), shape.width, shape.dash)

    def _line(
        self, corners: tuple[tuple[float, float], ...], colour: str, width: float, dash: tuple[float, ...]
    ) -> None:
        if not dash or sum(dash) <= 0:
            self._draw.line(self._points(*corners), colour, self._width(width), joint="curve")
            return
        on = True
        left = dash[0]
        place = 0
        for (x1, y1), (x2, y2) in pairwise(corners):
            length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
            at = 0.0
            while at < length:
                step = min(left, length - at)
                if on:
                    start, end = at / length, (at + step) / length
                    piece = (
                        (x1 + (x2 - x1) * start, y1 + (y2 - y1) * start),
                        (x1 + (x2 - x1) * end, y1 + (y2 - y1) * end),
                    )
                    self._draw.line(self._points(*piece), colour, self._width(width))
                at += step
                left -= step
                if left <= 0:
                    place = (place + 1) % len(dash)
                    left, on = max(dash[place], 0.1), not on


def _mixed(colour: str, opacity: float) -> str:
    """Return a colour as it looks on white when it lets light through."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * opacity):02X}" for part in parts)
