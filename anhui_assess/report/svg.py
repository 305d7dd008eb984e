"""A neutral drawing as SVG: the very picture of the report, for the window."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from anhui_assess.report.drawing import Circle, Drawing, Label, Line, Rect, Shape
from anhui_assess.report.palette import DEFAULT_PALETTE, hex_of

_FAMILIES = {"sans": "Noto Sans SC", "serif": "Noto Serif SC"}
_CONTROLS = (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
_ILLEGAL = dict.fromkeys(_CONTROLS, "\ufffd")


def to_svg(drawing: Drawing, palette: Mapping[str, str] = DEFAULT_PALETTE) -> bytes:
    """Return a drawing as an SVG file whose colours come from `palette`."""
    width, height = f"{drawing.width:.2f}", f"{drawing.height:.2f}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f"<title>{_text(drawing.title)}</title>",
        *(_shape(shape, palette) for shape in drawing.shapes),
        "</svg>",
    ]
    return "\n".join(parts).encode("utf-8")


def _text(text: str) -> str:
    return escape(text.translate(_ILLEGAL), {'"': "&quot;"})


def _shape(shape: Shape, palette: Mapping[str, str]) -> str:
    if isinstance(shape, Label):
        return (
            f'<text x="{shape.x:.2f}" y="{shape.y:.2f}" font-family="{_FAMILIES.get(shape.face, _FAMILIES["sans"])}" '
            f'font-size="{shape.size:g}" font-weight="{700 if shape.bold else 400}" text-anchor="{shape.anchor}" '
            f'fill="{hex_of(palette, shape.tone)}">{_text(shape.text)}</text>'
        )
    if isinstance(shape, Line):
        return (
            f'<line x1="{shape.x1:.2f}" y1="{shape.y1:.2f}" x2="{shape.x2:.2f}" y2="{shape.y2:.2f}" '
            f'stroke="{hex_of(palette, shape.tone)}" stroke-width="{shape.width:g}"{_dash(shape.dash)}/>'
        )
    if isinstance(shape, Rect):
        return (
            f'<rect x="{shape.x:.2f}" y="{shape.y:.2f}" width="{shape.width:.2f}" height="{shape.height:.2f}" '
            f'rx="{shape.radius:g}" {_paint(shape.fill, shape.stroke, shape.line, palette)}/>'
        )
    if isinstance(shape, Circle):
        paint = _paint(shape.fill, shape.stroke, shape.line, palette)
        return f'<circle cx="{shape.x:.2f}" cy="{shape.y:.2f}" r="{shape.radius:.2f}" {paint}/>'
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
    name = "polygon" if shape.closed else "polyline"
    faint = f' fill-opacity="{shape.opacity:g}"' if shape.opacity < 1 else ""
    paint = _paint(shape.fill, shape.stroke, shape.width, palette)
    return f'<{name} points="{points}" {paint}{faint}{_dash(shape.dash)}/>'


def _paint(fill: str, stroke: str, width: float, palette: Mapping[str, str]) -> str:
    inside = hex_of(palette, fill) if fill else "none"
    outside = f'stroke="{hex_of(palette, stroke)}" stroke-width="{width:g}"' if stroke else 'stroke="none"'
    return f'fill="{inside}" {outside}'


def _dash(dash: tuple[float, ...]) -> str:
    return f' stroke-dasharray="{" ".join(f"{step:g}" for step in dash)}"' if dash else ""
