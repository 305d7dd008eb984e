"""Charts that lie: grouped bars, stacked bars, the ruler of levels, and a value against its marks."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.report.charts.measure import WIDTH, fit, number, spread, text_width, within
from anhui_assess.report.drawing import Drawing, Label, Line, Polygon, Rect, Shape

_LABEL, _SMALL = 8.2, 7.4
_SERIES = (("level5", ""), ("level2", ""), ("panel", "level5"), ("sunken", "text2"))
"""Fill and stroke of the series: dark, pale, outlined, grey; told apart without colour."""


_MANY = 8
"""Groups of bars beyond so many are set closer."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """A label and one value for each series; None is drawn as a dash. `words` stands at the right instead of the value."""

    label: str
    values: tuple[float | None, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class GroupedBars:
    """Horizontal bars in groups. `target` draws a line across; `most` 0 takes the greatest value.

    `decimals` writes all values alike; None leaves needless zeros out.
    """

    series: tuple[str, ...]
    rows: tuple[BarRow, ...]
    most: float = 0.0
    target: float | None = None
    target_name: str = ""
    unit: str = ""
    width: float = WIDTH
    title: str = ""
    decimals: int | None = None


def grouped_bars(data: GroupedBars) -> Drawing:
    """Draw bars, labels left, values right of them."""
    count = max(len(data.series), 1)
    left = min(max((text_width(row.label, _LABEL) for row in data.rows), default=0) + 10, data.width * 0.34)
    most = (
        data.most
        or max((value for row in data.rows for value in row.values if value is not None), default=1.0)
        or 1.0
    )
    words = max((text_width(row.words, _SMALL) for row in data.rows), default=0.0)
    right = min(max(words + 10, 34.0), data.width * 0.3)
    room = data.width - left - right
    many = len(data.rows) > _MANY
    bar = (7.4 if many else 9.0) if count == 1 else 5.4 if many else 6.4
    pitch = count * (bar + 1.4) + (5.0 if many else 8.0 if count == 1 else 7.0)
    legend = count > 1 or bool(data.target_name) or bool(data.unit)
    top = 20.0 if legend else 4.0
    bottom = top + pitch * len(data.rows)
    shapes: list[Shape] = _legend(data, left) if legend else []
    shapes.append(Line(left, top - 2, left, bottom, "border", 0.6))
    for index, row in enumerate(data.rows):
        y = top + index * pitch + (pitch - count * (bar + 1.4)) / 2 - 1
        shapes.append(
            Label(
                left - 8,
                y + count * (bar + 1.4) / 2 + 2.4,
                fit(row.label, _LABEL, left - 10),
                _LABEL,
                "text",
                "end",
            )
        )
        shapes.append(
            Line(left, y + count * (bar + 1.4) + 2.2, data.width, y + count * (bar + 1.4) + 2.2, "grid", 0.4)
        )
        for place, value in enumerate(row.values[:count]):
            fill, stroke = _SERIES[place % len(_SERIES)]
            foot = y + place * (bar + 1.4)
            length = 0.0 if value is None else room * within(value, 0.0, most) / most
            if length:
                shapes.append(Rect(left, foot, length, bar, fill, stroke, 0.7))
            text, tone = _written(value, data.decimals), "text2" if place else "text"
            text = fit(row.words, _SMALL, right - 6) if row.words and not place else text
            size = _SMALL if count == 1 or not many else 6.2
            shapes.append(
                Label(data.width, foot + bar - 0.5, text, size, tone, "end", bold=count > 1 and not place)
            )
    if data.target is not None:
        x = left + room * within(data.target, 0.0, most) / most
        shapes.append(Line(x, top - 3, x, bottom, "attention", 1.0, (3.0, 2.0)))
    return Drawing(data.width, bottom + 4, tuple(shapes), data.title or "条形图")


def _written(value: float | None, decimals: int | None) -> str:
    if value is None:
        return "—"
    return number(value) if decimals is None else f"{value:,.{decimals}f}"


def _legend(data: GroupedBars, left: float) -> list[Shape]:
    shapes: list[Shape] = []
    x = left
    for place, name in enumerate(data.series):
        if len(data.series) > 1 and name:
            fill, stroke = _SERIES[place % len(_SERIES)]
            text = fit(name, _SMALL, (data.width - left - 60) / len(data.series) - 30)
            shapes += [Rect(x, 3.5, 12, 6.4, fill, stroke, 0.7), Label(x + 16, 9.6, text, _SMALL)]
            x += 16 + text_width(text, _SMALL) + 14
    if data.target is not None and data.target_name:
        shapes += [
            Line(x, 6.7, x + 14, 6.7, "attention", 1.0, (3.0, 2.0)),
            Label(x + 18, 9.6, data.target_name, _SMALL),
        ]
    if data.unit:
        shapes.append(Label(data.width, 9.6, f"单位：{data.unit}", _SMALL, anchor="end"))
    return shapes


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class StackedBar:
    """One bar of parts, for example energy by kind; parts are listed below with value and share."""

    parts: tuple[Share, ...]
    unit: str = ""
    width: float = WIDTH
    title: str = ""


_STACK = ("level5", "level4", "level3", "level2", "level1", "sunken")


def stacked_bar(data: StackedBar) -> Drawing:
    """Draw one bar of parts and their list in two columns; parts after the sixth are summed up."""
    parts = sorted((part for part in data.parts if part.value > 0), key=lambda part: -part.value)
    if len(parts) > len(_STACK):
        rest = sum(part.value for part in parts[len(_STACK) - 1 :])
        parts = [*parts[: len(_STACK) - 1], Share("其他", rest)]
    total = sum(part.value for part in parts) or 1.0
    shapes: list[Shape] = []
    x = 0.0
    for part, fill in zip(parts, _STACK, strict=False):
        width = data.width * part.value / total
        shapes.append(Rect(x, 2, max(width - 1.0, 0.5), 24, fill))
        share = f"{part.value / total:.0%}"
        if width > text_width(share, _SMALL) + 8:
            tone = f"on_{fill}" if fill.startswith("level") else "text"
            shapes.append(Label(x + width / 2, 17, share, _SMALL + 0.4, tone, "middle", bold=True))
        x += width
    column = data.width / 2
    for index, (part, fill) in enumerate(zip(parts, _STACK, strict=False)):
        left, y = (index % 2) * column, 44 + (index // 2) * 15
        room = column - 130
        figure = f"{number(part.value)} {data.unit}".rstrip()
        shapes += [
            Rect(left, y - 7.5, 9, 9, fill, "border", 0.4),
            Label(left + 15, y, fit(part.label, _LABEL, room), _LABEL, "text"),
            Label(left + column - 52, y, figure, _LABEL, "text", "end"),
            Label(left + column - 20, y, f"{part.value / total:.1%}", _SMALL, "text2", "end"),
        ]
    return Drawing(
        data.width, 50 + 15 * ((len(parts) - 1) // 2 if parts else 0), tuple(shapes), data.title or "构成图"
    )


@dataclass(frozen=True, slots=True)
class LevelSteps:
    """A score on the ruler of levels; `names` are the levels from 1 on, `target` a score to reach.

    Level k begins at k - 1 + `gate`, the share of it that has to be reached; below the first nothing is reached.
    With a `band` (low, high) the score is an estimate, named so, and the band is drawn below the ruler.
    """

    score: float
    names: tuple[str, ...]
    target: float | None = None
    target_name: str = "目标"
    expected: float | None = None
    width: float = WIDTH
    title: str = ""
    band: tuple[float, float] | None = None
    gate: float = 0.8


def level_steps(data: LevelSteps) -> Drawing:
    """Draw a ruler from 0 to the highest level, filled to the score."""
    most = float(max(len(data.names), 1))
    scale = data.width / most
    shapes: list[Shape] = []
    top, height = 26.0, 16.0
    starts = [0.0, *(index + data.gate for index in range(len(data.names))), most]
    for index, name in enumerate(("未达 1 级", *data.names)):
        left, room = starts[index] * scale, (starts[index + 1] - starts[index]) * scale
        role = f"level{min(index, 5)}" if index else "ground"
        shapes.append(Rect(left, top, max(room - 1.5, 0.5), height, role))
        whole = text_width(name, _LABEL) <= room - 6
        shown = name if whole else fit(name.partition(" 级")[0], _LABEL, room)
        tone = f"on_{role}" if index else "text2"
        shapes.append(Label(left + room / 2, top + 11, shown, _LABEL, tone, "middle", bold=bool(index)))
        shapes.append(Label(left, top + height + 10, f"{starts[index]:g}", 6.8))
    shapes.append(Label(data.width, top + height + 10, f"{most:g}", 6.8, anchor="end"))
    now = "现在" if data.band is None else "估计"
    marks = [(data.score, f"{now} {data.score:.2f}", "text", True)]
    if data.expected is not None:
        marks.append((data.expected, f"方案后 {data.expected:.2f}", "good", True))
    if data.target is not None:
        marks.append((data.target, f"{data.target_name} {data.target:g}", "attention", False))
    half = max(text_width(text, _LABEL) for _, text, *_ in marks) / 2
    wanted = [within(within(value, 0, most) * scale, 2, data.width - 2) for value, *_ in marks]
    places = spread(wanted, 2 * half + 8, half, data.width - half)
    for (_, text, tone, filled), x, place in zip(marks, wanted, places, strict=True):
        shapes.append(
            Polygon(
                ((x - 4, top - 7), (x + 4, top - 7), (x, top - 1)),
                fill=tone if filled else "panel",
                stroke=tone,
                width=0.9,
            )
        )
        if not filled:
            shapes.append(Line(x, top - 1, x, top + height, tone, 1.2, (2.5, 1.6)))
        shapes.append(Label(place, top - 11, text, _LABEL, tone, "middle", bold=True))
    bottom = top + height + 14
    if data.band is not None:
        shapes += _band(data.band, scale, data.width, bottom)
        bottom += 20
    return Drawing(data.width, bottom, tuple(shapes), data.title or "等级标尺")


def _band(band: tuple[float, float], scale: float, width: float, top: float) -> list[Shape]:
    """Draw the band of an estimate as a bracket with its words below."""
    low, high = (within(value * scale, 0.6, width - 0.6) for value in band)
    words = f"区间 {band[0]:.2f}–{band[1]:.2f}"
    half = text_width(words, _LABEL) / 2
    return [
        Rect(low, top + 1, max(high - low, 0.8), 4, "level2"),
        Line(low, top - 1, low, top + 7, "text", 1),
        Line(high, top - 1, high, top + 7, "text", 1),
        Label(within((low + high) / 2, half, width - half), top + 16, words, _LABEL, "text", "middle"),
    ]


@dataclass(frozen=True, slots=True)
class Mark:
    """A value to compare with, for example the mark of a year."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class BulletRow:
    """An indicator: its value (None when not given), marks, and whether higher is better."""

    label: str
    value: float | None
    marks: tuple[Mark, ...]
    unit: str = ""
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True)
class Bullet:
    """Indicators against their marks, each on its own scale."""

    rows: tuple[BulletRow, ...]
    width: float = WIDTH
    title: str = ""


def bullet(data: Bullet) -> Drawing:
    """Draw each indicator as a bar with its marks named above it; a triangle tells which way is better."""
    left = min(max((text_width(row.label, _LABEL) for row in data.rows), default=0) + 26, data.width * 0.36)
    right = 62.0
    pitch = 35.0
    shapes: list[Shape] = []
    for index, row in enumerate(data.rows):
        y = index * pitch + 14
        room = data.width - left - right
        values = [mark.value for mark in row.marks] + ([row.value] if row.value is not None else [])
        most = max([value for value in values if value > 0], default=1.0) * 1.08
        shapes += _bullet_row(row, left, y, room, most)
        shapes.append(Label(0, y + 8, fit(row.label, _LABEL, left - 24), _LABEL, "text"))
        tip = (y + 2, y + 8) if row.higher_is_better else (y + 8, y + 2)
        shapes.append(Polygon(((left - 15, tip[1]), (left - 8, tip[1]), (left - 11.5, tip[0])), fill="text2"))
        text = "未填" if row.value is None else f"{number(row.value)} {row.unit}".rstrip()
        shapes.append(Label(data.width, y + 8.4, text, _LABEL + 0.4, _verdict(row), "end", bold=True))
    height = len(data.rows) * pitch + 12
    shapes.append(
        Label(
            0,
            height - 3,
            "▲ 越高越好　▼ 越低越好；竖线是对照值，绿色为已达到最后一个对照值，橙色为尚未达到",
            6.8,
        )
    )
    return Drawing(data.width, height, tuple(shapes), data.title or "对标图")


def _bullet_row(row: BulletRow, left: float, y: float, room: float, most: float) -> list[Shape]:
    shapes: list[Shape] = [Rect(left, y, room, 10, "sunken")]
    if row.value is not None:
        length = room * within(row.value, 0, most) / most
        shapes.append(Rect(left, y + 2.2, max(length, 0.8), 5.6, "level4"))
    wanted = [left + room * within(mark.value, 0, most) / most for mark in row.marks]
    texts = [f"{mark.label} {number(mark.value)}" for mark in row.marks]
    half = max((text_width(text, 6.6) for text in texts), default=0) / 2
    for x, place, text in zip(
        wanted, spread(wanted, 2 * half + 6, left + half, left + room - half), texts, strict=True
    ):
        shapes.append(Line(x, y - 2, x, y + 12, "text", 1.1))
        shapes.append(Label(place, y - 4, text, 6.6, "text2", "middle"))
    return shapes


def _verdict(row: BulletRow) -> str:
    if row.value is None or not row.marks:
        return "text2"
    last = row.marks[-1].value
    reached = row.value >= last if row.higher_is_better else row.value <= last
    return "good" if reached else "attention"
