"""Charts of supply risk: exposure against impact, and where in production the firm depends on whom."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anhui_assess.report.charts.measure import WIDTH, fit, text_width, within
from anhui_assess.report.drawing import Circle, Drawing, Label, Line, Polygon, Rect, Shape

_LABEL, _SMALL = 8.2, 7.4
_APART = 13.4
_RINGS = 6
"""Dots are 13 wide; so many rings around its place are tried before one may cover another."""
_TONES = {"高": "bad", "中": "attention", "低": "good"}
_HIGH, _MIDDLE = 0.6, 0.3


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """An item of the inventory: number in the list, name, exposure and impact, each 0–1, and the title of its class."""

    mark: str
    name: str
    exposure: float
    impact: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RiskMatrix:
    """Items by supply risk; upper right is worst. `bounds` are the products from which a risk is high and middle."""

    points: tuple[RiskPoint, ...]
    x_title: str = "断供暴露程度"
    y_title: str = "断供影响程度"
    width: float = WIDTH
    title: str = ""
    bounds: tuple[float, float] = (_HIGH, _MIDDLE)


def risk_matrix(data: RiskMatrix) -> Drawing:
    """Draw numbered dots over the fields of equal class, their names in a list beside them.

    A dot that would cover another is moved aside and tied to its true place by a line.
    """
    side = _side(data.width)
    left, top = 24.0, 8.0
    shapes: list[Shape] = [Rect(left, top, side, side, "panel", "line", 0.6)]
    for bound, fill in ((data.bounds[1], "attention_ground"), (data.bounds[0], "bad_ground")):
        shapes.append(Polygon(_field(bound, left, top, side), fill, "line", 0.5))
    shapes += _axes(data, left, top, side)
    taken: list[tuple[float, float]] = []
    dots: list[Shape] = []
    for point in data.points:
        x = left + side * within(point.exposure, 0, 1)
        y = top + side - side * within(point.impact, 0, 1)
        place = _free(x, y, taken, (left + 7, top + 7, left + side - 7, top + side - 7))
        taken.append(place)
        tone = _TONES.get(point.kind, "accent")
        if math.dist((x, y), place) > 7:  # noqa: PLR2004 - further than the dot reaches
            shapes += [Line(x, y, *place, tone, 0.5), Circle(x, y, 1.3, tone)]
        dots += [
            Circle(*place, 6.6, tone, "panel", 0.9),
            Label(place[0], place[1] + 2.5, point.mark, 6.8, "panel", "middle", bold=True),
        ]
    shapes += dots
    shapes += _key(data, left + side + 14, top, side)
    return Drawing(data.width, top + side + 27, tuple(shapes), data.title or "风险矩阵")


def _side(width: float) -> float:
    return min(width * 0.56, 262.0)


def _field(bound: float, left: float, top: float, side: float) -> tuple[tuple[float, float], ...]:
    """Return the corners of the field where exposure × impact is at least a bound."""
    steps = 24
    exposures = [bound + (1 - bound) * step / steps for step in range(steps + 1)]
    curve = [(left + side * x, top + side - side * bound / x) for x in exposures]
    return ((left + side, top), *reversed(curve)) if curve else ()


def _axes(data: RiskMatrix, left: float, top: float, side: float) -> list[Shape]:
    shapes: list[Shape] = []
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = left + side * share, top + side - side * share
        shapes.append(Line(x, top + side, x, top + side + 2.5, "border", 0.5))
        shapes.append(Line(left - 2.5, y, left, y, "border", 0.5))
        shapes.append(Label(x, top + side + 10, f"{share:g}", 6.8, anchor="middle"))
        if share:
            shapes.append(Label(left - 4, y + 2.4, f"{share * 5:g}", 6.8, anchor="end"))
    shapes.append(Label(left + side / 2, top + side + 22, f"{data.x_title} →", _SMALL, "text", "middle"))
    for index, char in enumerate(data.y_title):
        y = top + side / 2 - len(data.y_title) * 4.6 + index * 9.2 + 6
        shapes.append(Label(5, y, char, _SMALL, "text", "middle"))
    for bound, word in ((data.bounds[0], "高"), (data.bounds[1], "中")):
        y = top + side - side * bound - 4 if word == "中" else top + side * (1 - bound) - 4
        shapes.append(Label(left + side - 4, y, word, _SMALL, "text2", "end"))
    return shapes


def _free(
    x: float, y: float, taken: list[tuple[float, float]], bounds: tuple[float, float, float, float]
) -> tuple[float, float]:
    """Return the free place nearest to a dot's own."""
    for place in _around(x, y, bounds):
        if all(math.dist(place, other) >= _APART for other in taken):
            return place
    return within(x, bounds[0], bounds[2]), within(y, bounds[1], bounds[3])


def _around(x: float, y: float, bounds: tuple[float, float, float, float]) -> Iterator[tuple[float, float]]:
    low_x, low_y, high_x, high_y = bounds
    yield within(x, low_x, high_x), within(y, low_y, high_y)
    for ring in range(1, _RINGS * 2):
        for turn in range(16):
            angle = turn * math.pi / 8
            at_x, at_y = x + ring * 7 * math.cos(angle), y + ring * 7 * math.sin(angle)
            if low_x <= at_x <= high_x and low_y <= at_y <= high_y:
                yield at_x, at_y


def _key(data: RiskMatrix, x: float, top: float, side: float) -> list[Shape]:
    shapes: list[Shape] = []
    room = data.width - x - 16
    pitch = 13.0
    most = max(int((side + 22) // pitch), 1)
    for index, point in enumerate(data.points[:most]):
        y = top + index * pitch + 8
        last = index == most - 1 and len(data.points) > most
        name = f"另有 {len(data.points) - most + 1} 项，见清单" if last else fit(point.name, _LABEL, room)
        tone = _TONES.get(point.kind, "accent")
        shapes.append(Label(x + 10, y, "" if last else point.mark, _LABEL, tone, "end", bold=True))
        shapes.append(Label(x + 16, y, name, _LABEL, "text"))
    return shapes


@dataclass(frozen=True, slots=True)
class DependenceCell:
    """What stands in a cell: how many items, the highest class, an amount in words, the items' numbers."""

    count: int
    worst: str
    amount: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DependenceMap:
    """Rows against columns; absent cells are empty."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], DependenceCell]
    width: float = WIDTH
    title: str = ""


_GROUNDS = {"高": "bad_ground", "中": "attention_ground", "低": "good_ground"}


def dependence_map(data: DependenceMap) -> Drawing:
    """Draw a table of cells: count and highest class above, the items' numbers below."""
    left = min(max((text_width(row, _LABEL) for row in data.rows), default=0.0) + 10, data.width * 0.26)
    pitch, top = 34.0, 18.0
    room = (data.width - left) / max(len(data.columns), 1)
    shapes: list[Shape] = []
    for column, title in enumerate(data.columns):
        x = left + (column + 0.5) * room
        shapes.append(Label(x, 11, fit(title, _LABEL, room - 4), _LABEL, "text", "middle", bold=True))
    for row, title in enumerate(data.rows):
        y = top + row * pitch
        shapes.append(
            Label(left - 8, y + pitch / 2 + 2, fit(title, _LABEL, left - 10), _LABEL, "text", "end")
        )
        for column in range(len(data.columns)):
            shapes += _cell(data.cells.get((row, column)), left + column * room, y, room, pitch)
    bottom = top + pitch * len(data.rows)
    legend = "格内：项数和其中最高的风险等级；下面是清单编号和年采购额。空格表示没有关键件。"
    shapes.append(Label(left, bottom + 11, legend, 6.8))
    return Drawing(data.width, bottom + 15, tuple(shapes), data.title or "依赖图")


def _cell(cell: DependenceCell | None, x: float, y: float, width: float, height: float) -> list[Shape]:
    fill = _GROUNDS.get(cell.worst, "sunken") if cell else "panel"
    shapes: list[Shape] = [Rect(x + 1, y + 1, width - 2, height - 2, fill, "line", 0.5, 2)]
    if cell is not None:
        tone = {"高": "bad", "中": "attention", "低": "good"}.get(cell.worst, "text")
        head = f"{cell.count} 项 · {cell.worst}"
        middle = x + width / 2
        shapes.append(Label(middle, y + 11.5, head, _LABEL, tone, "middle", bold=True))
        if cell.amount:
            shapes.append(Label(middle, y + 29.5, fit(cell.amount, 6.8, width - 8), 6.8, "text2", "middle"))
        numbers = fit("、".join(str(number) for number in cell.numbers), 6.8, width - 8)
        shapes.append(Label(middle, y + 20.8, numbers, 6.8, "text2", "middle"))
    return shapes
