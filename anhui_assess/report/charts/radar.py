"""The radar of capability domains, with the ring that is to be reached."""

from __future__ import annotations

import math
from dataclasses import dataclass

from anhui_assess.report.charts.measure import fit, text_width, within
from anhui_assess.report.drawing import Circle, Drawing, Label, Line, Polygon, Shape

_SIZE = 8.0
_TONES = ("series1", "series3", "series2", "series4")
_DASHES: tuple[tuple[float, ...], ...] = ((), (2.2, 1.6), (5.0, 2.0), (1.0, 1.4))


@dataclass(frozen=True, slots=True)
class RadarSeries:
    """One outline; None leaves the axis out."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Radar:
    """Axes around a centre. `target` draws a ring at that value, named `target_name`."""

    axes: tuple[str, ...]
    series: tuple[RadarSeries, ...]
    most: float = 5.0
    rings: int = 5
    target: float | None = None
    target_name: str = "目标"
    width: float = 250.0
    title: str = ""


def radar(data: Radar) -> Drawing:
    """Draw a radar; with fewer than three axes there is nothing to see but their names."""
    label_room = min(max((text_width(axis, _SIZE) for axis in data.axes), default=0.0), data.width * 0.24) + 6
    radius = max(data.width / 2 - label_room, 40.0)
    middle_x, middle_y = data.width / 2, radius + 20
    count = max(len(data.axes), 1)
    angles = [math.tau * index / count - math.pi / 2 for index in range(count)]

    def point(angle: float, value: float) -> tuple[float, float]:
        reach = radius * within(value, 0.0, data.most) / data.most
        return middle_x + reach * math.cos(angle), middle_y + reach * math.sin(angle)

    shapes: list[Shape] = []
    for ring in range(1, data.rings + 1):
        outline = tuple(point(angle, data.most * ring / data.rings) for angle in angles)
        shapes.append(Polygon(outline, stroke="line", width=0.5))
    shapes += [Line(middle_x, middle_y, *point(angle, data.most), tone="line", width=0.5) for angle in angles]
    if data.target is not None:
        outline = tuple(point(angle, data.target) for angle in angles)
        shapes.append(Polygon(outline, stroke="attention", width=1.0, dash=(3.5, 2.0)))
    for index, series in reversed(list(enumerate(data.series))):
        shapes += _outline(
            index,
            [
                point(angle, value)
                for angle, value in zip(angles, series.values, strict=False)
                if value is not None
            ],
        )
    for ring in range(1, data.rings + 1):
        x, y = middle_x, middle_y - radius * ring / data.rings
        shapes.append(Label(x + 2.5, y + 7.0, f"{data.most * ring / data.rings:g}", 6.2, "text2"))
    shapes += [
        _axis_label(axis, angle, middle_x, middle_y, radius, label_room)
        for axis, angle in zip(data.axes, angles, strict=False)
    ]
    legend, height = _legend(data, middle_y + radius + 26)
    return Drawing(data.width, height, (*shapes, *legend), data.title or "雷达图")


def _outline(index: int, points: list[tuple[float, float]]) -> list[Shape]:
    tone = _TONES[index % len(_TONES)]
    first = index == 0
    shapes: list[Shape] = [
        Polygon(
            tuple(points),
            fill=tone if first else "",
            stroke=tone,
            width=1.5 if first else 1.0,
            opacity=0.14,
            dash=_DASHES[index % len(_DASHES)],
        )
    ]
    if first:
        shapes += [Circle(x, y, 1.7, fill=tone) for x, y in points]
    return shapes


def _axis_label(text: str, angle: float, x: float, y: float, radius: float, room: float) -> Label:
    across, down = math.cos(angle), math.sin(angle)
    anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"  # noqa: PLR2004 - nearly above or below
    offset = 3.0 + 5.0 * down if abs(across) >= 0.2 else (10.0 if down > 0 else -4.0)  # noqa: PLR2004 - as above
    return Label(
        x + (radius + 5) * across,
        y + (radius + 3) * down + offset,
        fit(text, _SIZE, room + 22),
        _SIZE,
        "text",
        anchor,
    )


def _legend(data: Radar, y: float) -> tuple[list[Shape], float]:
    entries = [
        (series.name, _TONES[index % 4], _DASHES[index % 4], 1.5)
        for index, series in enumerate(data.series)
        if series.name
    ]
    if data.target is not None:
        entries.append((f"{data.target_name} {data.target:g}", "attention", (3.5, 2.0), 1.0))
    widths = [20 + text_width(name, 7.6) + 12 for name, *_ in entries]
    rows: list[list[int]] = [[]]
    used = 0.0
    for index, width in enumerate(widths):
        if rows[-1] and used + width > data.width:
            rows.append([])
            used = 0.0
        rows[-1].append(index)
        used += width
    shapes: list[Shape] = []
    for row in rows:
        x = (data.width - sum(widths[index] for index in row) + 12) / 2
        for index in row:
            name, tone, dash, width = entries[index]
            shapes.append(Line(x, y - 2.8, x + 15, y - 2.8, tone, width, dash))
            shapes.append(Label(x + 20, y, name, 7.6, "text2"))
            x += widths[index]
        y += 12
    return shapes, y - 5 if entries else y - 22
