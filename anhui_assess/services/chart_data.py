"""What a chart shows, as neutral data: the report and the window hand the same to the same drawing functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RadarData:
    """Axes with one or more series of values 0–maximum; `target` draws a dashed ring."""

    axes: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    maximum: float = 5.0
    target: float | None = None


@dataclass(frozen=True, slots=True)
class BarsData:
    """Horizontal bars: (label, value, words at the right). `mark` draws a vertical line at a value."""

    rows: tuple[tuple[str, float, str], ...]
    maximum: float
    mark: float | None = None
    percent_axis: bool = False


@dataclass(frozen=True, slots=True)
class LevelRulerData:
    """A ruler of levels (number, name) with the total score on it; a `band` makes it an estimate.

    `gate`: the share of a level from which on it is reached, so that level k begins at k - 1 + gate.
    """

    levels: tuple[tuple[int, str], ...]
    score: float
    band: tuple[float, float] | None = None
    gate: float = 0.8


@dataclass(frozen=True, slots=True)
class BulletData:
    """One bullet row: the firm's value and reference marks (label, value)."""

    title: str
    value: float
    unit: str
    marks: tuple[tuple[str, float], ...]
    more_is_better: bool = True


@dataclass(frozen=True, slots=True)
class RiskMatrixData:
    """Points (label, exposure 0–1, impact multiplier 0–1, class title 高/中/低), and the name of each for the key.

    `bounds` are the products exposure × impact from which the classes 高 and 中 begin.
    """

    points: tuple[tuple[str, float, float, str], ...]
    names: tuple[str, ...] = ()
    bounds: tuple[float, float] = (0.6, 0.3)


@dataclass(frozen=True, slots=True)
class DependenceCell:
    """A cell of the dependence map: items in it, the highest class title among them, 万元 a year, their numbers."""

    count: int
    worst: str
    purchase: float
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DependenceData:
    """Stages (rows) against origins (columns); a cell nobody stands in is absent."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], DependenceCell]


@dataclass(frozen=True, slots=True)
class GanttRow:
    """A bar from `start` to `end` (months from the beginning), its phase id, an amount, and the rows it waits for."""

    label: str
    start: float
    end: float
    phase: str
    amount: str
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GanttData:
    """Rows of a Gantt chart; `start` is the ISO date of month 0."""

    rows: tuple[GanttRow, ...]
    start: str


@dataclass(frozen=True, slots=True)
class ScorePathData:
    """Scores along the plan: titles of the points and series (name, values, full marks).

    `notes` stand under the points, one each, where given; `marks` are named heights, such as the target.
    """

    titles: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...], float], ...]
    notes: tuple[str, ...] = ()
    marks: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class EffortPoint:
    """A measure: number in the plan, name, investment in 万元, effect in hundredths of full marks, phase id."""

    mark: str
    name: str
    effort: float
    effect: float
    phase: str


@dataclass(frozen=True, slots=True)
class EffortData:
    """Effort against effect of the measures of a plan."""

    points: tuple[EffortPoint, ...]


@dataclass(frozen=True, slots=True)
class StackedBarData:
    """Parts of a whole (label, value) with their unit, largest first."""

    parts: tuple[tuple[str, float], ...]
    unit: str
