"""A neutral vector drawing: shapes in points, origin at the top left, y downwards. PDF, SVG and Word are made from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line. `tone` is a palette role; `dash` is (on, off) or empty."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: str = "line"
    width: float = 0.6
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape; `fill` and `stroke` are palette roles or empty. `opacity` applies to the fill."""

    points: tuple[tuple[float, float], ...]
    fill: str = ""
    stroke: str = ""
    width: float = 0.8
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with rounded corners of `radius`."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    line: float = 0.6
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    line: float = 0.6


@dataclass(frozen=True, slots=True)
class Label:
    """A text on its baseline at (x, y). `anchor` is start, middle or end; `face` is sans or serif."""

    x: float
    y: float
    text: str
    size: float = 8.0
    tone: str = "text2"
    anchor: str = "start"
    bold: bool = False
    face: str = "sans"


Shape = Line | Polygon | Rect | Circle | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of `width` × `height` points. `title` describes the figure for readers who cannot see it."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str = ""
