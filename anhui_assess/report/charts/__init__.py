"""The charts: pure functions from plain data to a neutral drawing, found by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from anhui_assess.report.charts.bars import (
    BarRow,
    Bullet,
    BulletRow,
    GroupedBars,
    LevelSteps,
    Mark,
    Share,
    StackedBar,
    bullet,
    grouped_bars,
    level_steps,
    stacked_bar,
)
from anhui_assess.report.charts.effort import Effort, EffortMark, effort
from anhui_assess.report.charts.plan import (
    Gantt,
    GanttTask,
    ScorePath,
    ScoreStep,
    gantt,
    score_path,
)
from anhui_assess.report.charts.radar import Radar, RadarSeries, radar
from anhui_assess.report.charts.risk import (
    DependenceCell,
    DependenceMap,
    RiskMatrix,
    RiskPoint,
    dependence_map,
    risk_matrix,
)
from anhui_assess.report.drawing import Drawing

CHARTS: Mapping[str, Callable[[Any], Drawing]] = MappingProxyType(
    {
        "radar": radar,
        "grouped_bars": grouped_bars,
        "level_steps": level_steps,
        "bullet": bullet,
        "risk_matrix": risk_matrix,
        "dependence_map": dependence_map,
        "gantt": gantt,
        "effort": effort,
        "score_path": score_path,
        "stacked_bar": stacked_bar,
    }
)
"""Chart name to function; each takes the dataclass named like it."""

__all__ = [
    "CHARTS",
    "BarRow",
    "Bullet",
    "BulletRow",
    "DependenceCell",
    "DependenceMap",
    "Effort",
    "EffortMark",
    "Gantt",
    "GanttTask",
    "GroupedBars",
    "LevelSteps",
    "Mark",
    "Radar",
    "RadarSeries",
    "RiskMatrix",
    "RiskPoint",
    "ScorePath",
    "ScoreStep",
    "Share",
    "StackedBar",
    "bullet",
    "dependence_map",
    "effort",
    "gantt",
    "grouped_bars",
    "level_steps",
    "radar",
    "risk_matrix",
    "score_path",
    "stacked_bar",
]
