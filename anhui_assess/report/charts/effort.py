"""Effort against effect: what a measure costs and what the plan would lose without it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from anhui_assess.report.charts.measure import WIDTH, fit, within
from anhui_assess.report.drawing import Circle, Drawing, Label, Line, Rect, Shape

_LABEL, _SMALL = 8.2, 7.4
_APART, _RADIUS, _TRIES = 12.5, 6.2, 80
_ROW = 12.6
_FILLS = ("level5", "level3", "level1")
_TICKS = (1.0, 10.0, 100.0, 1000.0, 10000.0)
_LEAST = 1.0


@dataclass(frozen=True, slots=True)
class EffortMark:
    """A measure: number, name, effort in 万元, effect, and its phase from 0."""

    mark: str
    name: str
    effort: float
    effect: float
    phase: int = 0


@dataclass(frozen=True, slots=True)
class Effort:
    """Measures by effort (to the right, each line ten times as dear) and effect (upwards)."""

    marks: tuple[EffortMark, ...]
    phases: tuple[str, ...] = ()
    x_title: str = "投资（万元，取中值，每格十倍）"
    y_title: str = "作用"
    width: float = WIDTH
    title: str = ""


def effort(data: Effort) -> Drawing:
    """Draw numbered dots; upper left is much for little. Their names stand in a list beside them."""
    rows = max(len(data.marks), 1)
    height = max(190.0, min(rows * _ROW, 420.0))
    side, left, top = data.width * 0.54, 22.0, 18.0
    right, bottom = left + side - 30, top + height
    ticks = _ticks(data)
    low, high = math.log10(ticks[0]), math.log10(ticks[-1])
    most = max([mark.effect for mark in data.marks] + [1e-9])
    shapes: list[Shape] = [
        Rect(left, top, right - left, height, "panel", "line", 0.6),
        Rect(left, top, (right - left) / 2, height / 2, "ground"),
        Label(left + 5, top + 11, "花钱少、作用大", _SMALL, "accent"),
        Label(right - 5, bottom - 5, "花钱多、作用小", _SMALL, anchor="end"),
    ]
    for tick in ticks:
        x = left + (right - left) * (math.log10(tick) - low) / (high - low)
        shapes.append(Line(x, top, x, bottom, "line", 0.5))
        shapes.append(Label(x, bottom + 10, f"{tick:,.0f}", _SMALL, anchor="middle"))
    shapes.append(Label((left + right) / 2, bottom + 21, data.x_title, _SMALL, anchor="middle"))
    for index, character in enumerate(data.y_title):
        shapes.append(
            Label(
                8, top + height / 2 - len(data.y_title) * 5 + index * 10, character, _SMALL, anchor="middle"
            )
        )
    taken: list[tuple[float, float]] = []
    inner_left, inner_right = left + 9, right - 9
    for mark in sorted(data.marks, key=lambda entry: -entry.effect):
        share = (math.log10(max(mark.effort, _LEAST)) - low) / (high - low)
        x = inner_left + (inner_right - inner_left) * within(share, 0, 1)
        y = bottom - 10 - (height - 34) * within(math.sqrt(mark.effect / most), 0, 1)
        x, y = _free(x, y, taken, (inner_left, inner_right, top + 18, bottom - 9))
        taken.append((x, y))
        fill = _FILLS[mark.phase % len(_FILLS)]
        shapes += [
            Circle(x, y, _RADIUS, fill, "level4", 0.6),
            Label(x, y + 2.5, mark.mark, 6.6, f"on_{fill}", "middle", bold=True),
        ]
    shapes += _legend(data, left)
    shapes += _names(data, right + 16, top, height)
    return Drawing(data.width, bottom + 26, tuple(shapes), data.title or "投资与作用")


def _ticks(data: Effort) -> tuple[float, ...]:
    """Return the lines from the power of ten below the least effort to that above the greatest, at least two."""
    efforts = [max(mark.effort, _LEAST) for mark in data.marks] or [_LEAST]
    first = max((tick for tick in _TICKS if tick <= min(efforts)), default=_TICKS[0])
    last = min((tick for tick in _TICKS if tick >= max(efforts)), default=_TICKS[-1])
    found = tuple(tick for tick in _TICKS if first <= tick <= last)
    return found if len(found) > 1 else (first, first * 10)


def _free(
    x: float, y: float, taken: list[tuple[float, float]], room: tuple[float, float, float, float]
) -> tuple[float, float]:
    """Return the nearest place to (x, y) where a dot covers no other, looking around in growing rings."""
    left, right, top, bottom = room
    for step in range(_TRIES):
        angle, distance = step * 2.4, 3.4 * math.sqrt(step)
        across = within(x + distance * math.cos(angle), left, right)
        down = within(y + distance * math.sin(angle), top, bottom)
        if all(math.hypot(across - one, down - other) >= _APART for one, other in taken):
            return across, down
    return x, y


def _legend(data: Effort, left: float) -> list[Shape]:
    shapes: list[Shape] = []
    x = left
    for index, name in enumerate(data.phases):
        shapes.append(Circle(x + 4, 8, 4, _FILLS[index % len(_FILLS)], "level4", 0.5))
        shapes.append(Label(x + 11, 10.6, name, _SMALL))
        x += 44
    return shapes


def _names(data: Effort, x: float, top: float, height: float) -> list[Shape]:
    shapes: list[Shape] = []
    room = data.width - x - 16
    most = max(1, int(height // _ROW))
    for index, mark in enumerate(data.marks[:most]):
        y = top + index * _ROW + 8
        left_out = len(data.marks) - most + 1
        last = index == most - 1 and len(data.marks) > most
        name = f"另有 {left_out} 项，见措施一览" if last else fit(mark.name, _LABEL, room)
        shapes.append(Label(x + 10, y, "" if last else mark.mark, _LABEL, "accent", "end", bold=True))
        shapes.append(Label(x + 16, y, name, _LABEL, "text"))
    return shapes
