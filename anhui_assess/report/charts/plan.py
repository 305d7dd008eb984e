"""Charts of the plan: the road map, and the path of the score."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.report.charts.measure import WIDTH, fit, number, text_width, within
from anhui_assess.report.drawing import Drawing, Label, Line, Polygon, Rect, Shape

_LABEL, _SMALL = 8.2, 7.4
_LEAST_RISE = 0.005
_NOTE = 10.5
_PHASE_FILLS = ("level5", "level3", "level1", "level4", "level2")


@dataclass(frozen=True, slots=True)
class GanttTask:
    """A measure on the road map: `start` and `length` in quarters, `phase` from 0, `after` the indexes it waits for."""

    label: str
    start: float
    length: float
    phase: int = 0
    amount: str = ""
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gantt:
    """The road map. `quarters` are the column titles, `total` the sum shown below the amounts."""

    quarters: tuple[str, ...]
    tasks: tuple[GanttTask, ...]
    phases: tuple[str, ...] = ()
    amount_title: str = "万元"
    total: str = ""
    width: float = WIDTH
    title: str = ""


def gantt(data: Gantt) -> Drawing:
    """Draw tasks as bars over quarters, what waits for what as thin lines, amounts at the right."""
    left = min(
        max((text_width(task.label, _LABEL) for task in data.tasks), default=0) + 14, data.width * 0.36
    )
    amounts = max(
        [
            text_width(text, _LABEL)
            for text in (*(task.amount for task in data.tasks), data.total, data.amount_title)
        ]
    )
    right = data.width - amounts - 14
    count = max(len(data.quarters), 1)
    step = (right - left) / count
    pitch, top = 20.0, (36.0 if data.phases else 18.0)
    bottom = top + pitch * len(data.tasks)
    shapes: list[Shape] = _phase_legend(data, left)
    places = [left + index * step for index in range(count + 1)]
    shapes += [Line(place, top - 4, place, bottom, "line", 0.5) for place in places]
    every = max(1, round(30 / step))
    for index, name in enumerate(data.quarters):
        if index % every == 0:
            shapes.append(
                Label(
                    left + (index + 0.5) * step,
                    top - 8,
                    fit(name, _SMALL, step * every),
                    _SMALL,
                    anchor="middle",
                )
            )
    shapes.append(Label(data.width, top - 8, data.amount_title, _SMALL, anchor="end"))
    ends = [_bar(task, left, step, top + index * pitch, right) for index, task in enumerate(data.tasks)]
    for index, task in enumerate(data.tasks):
        shapes += [
            line
            for other in task.after
            if 0 <= other < len(ends)
            for line in _arrow(ends[other], ends[index])
        ]
    for index, task in enumerate(data.tasks):
        y = top + index * pitch
        x1, x2, _ = ends[index]
        fill = _PHASE_FILLS[task.phase % len(_PHASE_FILLS)]
        shapes.append(Rect(x1, y + 4.5, max(x2 - x1, 2.0), 11, fill, "level4", 0.4, radius=1.8))
        shapes.append(Label(0, y + 13, fit(task.label, _LABEL, left - 8), _LABEL, "text"))
        shapes.append(Label(data.width, y + 13, task.amount, _LABEL, "text", "end"))
    if data.total:
        shapes.append(Line(0, bottom + 3, data.width, bottom + 3, "text", 0.7))
        shapes.append(Label(0, bottom + 15, "合计", _LABEL, "text", bold=True))
        shapes.append(Label(data.width, bottom + 15, data.total, _LABEL, "text", "end", bold=True))
        bottom += 18
    return Drawing(data.width, bottom + 3, tuple(shapes), data.title or "实施路线图")


def _bar(task: GanttTask, left: float, step: float, y: float, right: float) -> tuple[float, float, float]:
    x1 = within(left + task.start * step, left, right)
    return x1, within(left + (task.start + task.length) * step, x1, right), y + 10


def _arrow(source: tuple[float, float, float], target: tuple[float, float, float]) -> list[Shape]:
    """A thin line from the end of one bar to the beginning of another, with a small head."""
    x1, y1 = source[1], source[2]
    x2, y2 = target[0], target[2]
    down = 1 if y2 > y1 else -1
    if x2 >= x1 + 6:
        bend = x2 - 4.5
        points: tuple[tuple[float, float], ...] = ((x1, y1), (bend, y1), (bend, y2), (x2, y2))
        head = ((x2, y2), (x2 - 3.6, y2 - 1.9), (x2 - 3.6, y2 + 1.9))
    else:
        drop = min(max(x2 + 4, x1 - 6), max(target[1] - 1, x2 + 1))
        foot = y2 - 5.5 * down
        points = (
            (x1 - 3, y1 + 5.5 * down),
            (x1 - 3, foot - 4.4 * down),
            (drop, foot - 4.4 * down),
            (drop, foot),
        )
        if abs(drop - (x1 - 3)) < 5:  # noqa: PLR2004 - nearly straight below
            points = ((drop, y1 + 5.5 * down), (drop, foot))
        head = ((drop, foot), (drop - 1.9, foot - 3.6 * down), (drop + 1.9, foot - 3.6 * down))
    return [Polygon(points, stroke="text2", width=0.55, closed=False), Polygon(head, fill="text2")]


def _phase_legend(data: Gantt, left: float) -> list[Shape]:
    shapes: list[Shape] = []
    x = left
    for index, name in enumerate(data.phases):
        phase = fit(name, _SMALL, (data.width - left - 60) / len(data.phases) - 30)
        shapes.append(Rect(x, 2.5, 12, 7, _PHASE_FILLS[index % len(_PHASE_FILLS)], "level4", 0.4, radius=1.5))
        shapes.append(Label(x + 16, 9, phase, _SMALL))
        x += 16 + text_width(phase, _SMALL) + 14
    if data.phases and any(task.after for task in data.tasks):
        shapes.append(Line(x, 6, x + 13, 6, "text2", 0.6))
        shapes.append(Polygon(((x + 16, 6), (x + 12.4, 4.1), (x + 12.4, 7.9)), fill="text2"))
        shapes.append(Label(x + 20, 9, "先后次序", _SMALL))
    return shapes


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """The score reached after a phase, and what it costs; `note` may have several lines."""

    label: str
    score: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScorePath:
    """The score now and after each phase. `marks` are named heights, such as the levels."""

    steps: tuple[ScoreStep, ...]
    most: float = 5.0
    marks: tuple[tuple[str, float], ...] = ()
    width: float = WIDTH
    title: str = ""


def score_path(data: ScorePath) -> Drawing:
    """Draw the path as steps that rise from left to right."""
    top, height = 14.0, 108.0
    left, right = max([text_width(name, _SMALL) for name, _ in data.marks], default=0) + 10, data.width
    lowest = min([step.score for step in data.steps] + [value for _, value in data.marks], default=0.0)
    highest = max([step.score for step in data.steps] + [value for _, value in data.marks], default=1.0)
    margin = max((highest - lowest) * 0.18, 0.02 * data.most)
    low, high = max(lowest - margin * 1.6, 0.0), min(highest + margin, max(data.most, highest))
    scale = height / max(high - low, 1e-6)

    def at(value: float) -> float:
        return top + height - (within(value, low, high) - low) * scale

    shapes: list[Shape] = []
    for name, value in data.marks:
        shapes.append(Line(left, at(value), right, at(value), "attention", 0.7, (3.0, 2.0)))
        shapes.append(Label(left - 6, at(value) + 2.6, name, _SMALL, "attention", "end"))
    step = (right - left) / max(len(data.steps), 1)
    bottom = top + height
    for index, entry in enumerate(data.steps):
        x, y = left + index * step, at(entry.score)
        fill = ("level1", "level2", "level3", "level4", "level5")[min(index, 4)]
        shapes.append(Rect(x + 3, y, step - 6, bottom - y, fill))
        shapes.append(Label(x + step / 2, y - 4, number(entry.score), 10.0, "text", "middle", bold=True))
        shapes.append(
            Label(x + step / 2, bottom + 12, fit(entry.label, _LABEL, step - 4), _LABEL, "text", "middle")
        )
        for line, words in enumerate(entry.note.split("\n")):
            place = bottom + 23 + line * _NOTE
            shapes.append(Label(x + step / 2, place, fit(words, _SMALL, step - 4), _SMALL, "text2", "middle"))
        if index:
            rise = entry.score - data.steps[index - 1].score
            if rise < _LEAST_RISE:
                continue
            inside = bottom - y > 22  # noqa: PLR2004 - room for a line of text
            tone = f"on_{fill}" if inside else "text2"
            shapes.append(
                Label(x + step / 2, y + 13 if inside else y - 15, f"{rise:+.2f}", _SMALL, tone, "middle")
            )
    shapes.append(Line(left, bottom, right, bottom, "text", 0.7))
    lines = max((step.note.count("\n") for step in data.steps), default=0)
    return Drawing(data.width, bottom + 28 + lines * _NOTE, tuple(shapes), data.title or "得分路径")
