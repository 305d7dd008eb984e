"""From the neutral chart data of the use cases to drawings: one place for the report and the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from anhui_assess.report import charts
from anhui_assess.report.drawing import Drawing
from anhui_assess.services.chart_data import (
    BarsData,
    BulletData,
    DependenceData,
    EffortData,
    GanttData,
    LevelRulerData,
    RadarData,
    RiskMatrixData,
    ScorePathData,
    StackedBarData,
)

WIDTH = 440.0
_PHASES = ("near", "middle", "far")
_PHASE_NAMES = ("近期", "中期", "远期")
_MONTHS_PER_QUARTER = 3.0


def radar(data: RadarData, *, width: float = 250.0) -> Drawing:
    """Draw a radar with the ring of the target."""
    series = tuple(charts.RadarSeries(name, values) for name, values in data.series)
    return charts.radar(
        charts.Radar(
            data.axes,
            series,
            most=data.maximum,
            target=data.target,
            target_name="下一级",
            width=width,
            title="雷达图",
        )
    )


def grouped_bars(data: BarsData, *, width: float = WIDTH) -> Drawing:
    """Draw horizontal bars with their words at the right."""
    scale = 100.0 if data.percent_axis else 1.0
    rows = tuple(charts.BarRow(label, (value * scale,), words) for label, value, words in data.rows)
    return charts.grouped_bars(
        charts.GroupedBars(
            ("得分",),
            rows,
            most=data.maximum * scale,
            target=data.mark,
            target_name="下一级" if data.mark is not None else "",
            width=width,
            title="条形图",
        )
    )


def level_ruler(data: LevelRulerData, *, width: float = WIDTH) -> Drawing:
    """Draw the total on the ruler of levels; an estimate with its band below."""
    names = tuple(f"{level} 级 {name}" for level, name in data.levels)
    return charts.level_steps(
        charts.LevelSteps(data.score, names, band=data.band, gate=data.gate, width=width, title="成熟度标尺")
    )


def bullets(data: tuple[BulletData, ...], *, width: float = WIDTH) -> Drawing:
    """Draw indicators against their marks."""
    rows = tuple(
        charts.BulletRow(
            row.title,
            row.value,
            tuple(charts.Mark(label, value) for label, value in row.marks),
            row.unit,
            row.more_is_better,
        )
        for row in data
    )
    return charts.bullet(charts.Bullet(rows, width=width, title="对标图"))


def risk_matrix(data: RiskMatrixData, *, width: float = WIDTH) -> Drawing:
    """Draw exposure against impact."""
    names = data.names or tuple(name for _, _, _, name in data.points)
    points = tuple(
        charts.RiskPoint(label, name, exposure, impact, kind)
        for (label, exposure, impact, kind), name in zip(data.points, names, strict=True)
    )
    return charts.risk_matrix(charts.RiskMatrix(points, width=width, title="风险矩阵", bounds=data.bounds))


def dependence_map(data: DependenceData, *, width: float = WIDTH) -> Drawing:
    """Draw where in production the firm depends on whom."""
    cells = {
        place: charts.DependenceCell(
            cell.count, cell.worst, f"{cell.purchase:,.0f} 万元" if cell.purchase else "", cell.numbers
        )
        for place, cell in data.cells.items()
    }
    return charts.dependence_map(
        charts.DependenceMap(data.rows, data.columns, cells, width=width, title="依赖图")
    )


def _quarters(start: str, last: float) -> tuple[str, ...]:
    day = dt.date.fromisoformat(start)
    count = max(1, int(-(-last // _MONTHS_PER_QUARTER)))
    names = []
    for number in range(count):
        month = day.month - 1 + int(number * _MONTHS_PER_QUARTER)
        names.append(f"{(day.year + month // 12) % 100:02d}Q{month % 12 // 3 + 1}")
    return tuple(names)


def gantt(data: GanttData, *, width: float = WIDTH) -> Drawing:
    """Draw the roadmap by quarters."""
    last = max((row.end for row in data.rows), default=_MONTHS_PER_QUARTER)
    tasks = tuple(
        charts.GanttTask(
            row.label,
            row.start / _MONTHS_PER_QUARTER,
            (row.end - row.start) / _MONTHS_PER_QUARTER,
            _PHASES.index(row.phase),
            row.amount,
            row.after,
        )
        for row in data.rows
    )
    return charts.gantt(
        charts.Gantt(_quarters(data.start, last), tasks, _PHASE_NAMES, width=width, title="实施路线")
    )


def effort(data: EffortData, *, width: float = WIDTH) -> Drawing:
    """Draw what each measure costs against what the plan would lose without it."""
    marks = tuple(
        charts.EffortMark(point.mark, point.name, point.effort, point.effect, _PHASES.index(point.phase))
        for point in data.points
    )
    return charts.effort(charts.Effort(marks, _PHASE_NAMES, width=width, title="投资与作用"))


def score_path(data: ScorePathData, *, width: float = WIDTH) -> Drawing:
    """Draw the first series along the plan."""
    name, values, full = data.series[0]
    notes = data.notes or ("",) * len(data.titles)
    steps = tuple(
        charts.ScoreStep(title, value, note)
        for title, value, note in zip(data.titles, values, notes, strict=True)
    )
    return charts.score_path(
        charts.ScorePath(steps, most=full, marks=data.marks, width=width, title=f"{name}得分路径")
    )


def stacked_bar(data: StackedBarData, *, width: float = WIDTH) -> Drawing:
    """Draw the parts of a whole."""
    parts = tuple(charts.Share(label, value) for label, value in data.parts)
    return charts.stacked_bar(charts.StackedBar(parts, data.unit, width=width, title="构成"))


FIGURES: Mapping[str, Callable[..., Drawing]] = MappingProxyType(
    {
        "radar": radar,
        "bars": grouped_bars,
        "level_ruler": level_ruler,
        "bullets": bullets,
        "risk_matrix": risk_matrix,
        "dependence_map": dependence_map,
        "gantt": gantt,
        "effort": effort,
        "score_path": score_path,
        "stacked_bar": stacked_bar,
    }
)
"""Chart kind to drawing function, for the window's port."""


def paint(kind: str, data: Any, *, width: float, palette: Mapping[str, str]) -> bytes:
    """Return a chart as SVG."""
    from anhui_assess.report.svg import to_svg

    return to_svg(FIGURES[kind](data, width=width), palette)
