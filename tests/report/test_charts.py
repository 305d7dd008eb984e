from __future__ import annotations

import math
import typing
import xml.dom.minidom
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhui_assess.report import charts
from anhui_assess.report.drawing import Circle, Drawing, Label, Line, Polygon, Rect
from anhui_assess.report.svg import to_svg

value = st.floats(-10, 1e6) | st.just(math.nan)
name = st.text(max_size=40)
INPUTS: dict[str, st.SearchStrategy[Any]] = {
    "radar": st.builds(
        charts.Radar, st.lists(name, max_size=14).map(tuple),
        st.lists(st.builds(charts.RadarSeries, name, st.lists(value | st.none(), max_size=14).map(tuple)), max_size=3).map(tuple), target=st.none() | st.floats(0, 5),
    ),
    "grouped_bars": st.builds(charts.GroupedBars, st.lists(name, min_size=1, max_size=3).map(tuple), st.lists(st.builds(charts.BarRow, name, st.lists(st.floats(-5, 100) | st.none(), max_size=3).map(tuple)), max_size=8).map(tuple)),
    "level_steps": st.builds(charts.LevelSteps, st.floats(0, 5), st.lists(name, min_size=1, max_size=6).map(tuple), st.none() | st.floats(0, 5), band=st.none() | st.tuples(st.floats(0, 5), st.floats(0, 5))),
    "bullet": st.builds(charts.Bullet, st.lists(st.builds(charts.BulletRow, name, st.none() | st.floats(0, 1e6), st.lists(st.builds(charts.Mark, name.map(lambda text: text[:6]), st.floats(0, 1e6)), max_size=3).map(tuple)), max_size=4).map(tuple)),
    "risk_matrix": st.builds(charts.RiskMatrix, st.lists(st.builds(charts.RiskPoint, st.just("1"), name, st.floats(0, 1), st.floats(0, 1), st.sampled_from("高中低")), max_size=30).map(tuple)),
    "dependence_map": st.builds(charts.DependenceMap, st.lists(name, max_size=6).map(tuple), st.lists(name, min_size=1, max_size=6).map(tuple), st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.builds(charts.DependenceCell, st.integers(1, 900), st.sampled_from("高中低"), name, st.lists(st.integers(1, 999), max_size=30).map(tuple)), max_size=8)),
    "gantt": st.builds(charts.Gantt, st.lists(name, min_size=1, max_size=12).map(tuple), st.lists(st.builds(charts.GanttTask, name, st.floats(0, 12), st.floats(0, 12), st.integers(0, 3), st.just("78"), st.lists(st.integers(0, 9), max_size=2).map(tuple)), max_size=9).map(tuple)),
    "effort": st.builds(charts.Effort, st.lists(st.builds(charts.EffortMark, st.just("12"), name, st.floats(0, 9e4), st.floats(0, 100), st.integers(0, 2)), max_size=60).map(tuple), st.just(("近期", "中期", "远期"))),
    "score_path": st.builds(charts.ScorePath, st.lists(st.builds(charts.ScoreStep, name, st.floats(0, 5)), max_size=5).map(tuple)),
    "stacked_bar": st.builds(charts.StackedBar, st.lists(st.builds(charts.Share, name, st.floats(0, 1e6)), max_size=9).map(tuple)),
}  # fmt: skip


def test_every_chart_is_tried_here() -> None:
    assert set(INPUTS) == set(charts.CHARTS)


@pytest.mark.parametrize("kind", sorted(INPUTS))
def test_drawings_stay_on_their_sheet_and_become_svg(kind: str) -> None:
    draw: Callable[[Any], Drawing] = charts.CHARTS[kind]

    @given(INPUTS[kind])
    @settings(max_examples=60, deadline=None)
    def check(data: Any) -> None:
        drawing = draw(data)
        assert drawing.height > 0
        for shape in drawing.shapes:
            for x, y in points(shape):
                assert -3 <= x <= drawing.width + 3, shape
                assert -3 <= y <= drawing.height + 3, shape
        xml.dom.minidom.parseString(to_svg(drawing))  # noqa: S318 - our own

    check()


def points(shape: Any) -> typing.Iterator[tuple[float, float]]:
    if isinstance(shape, Line):
        yield from ((shape.x1, shape.y1), (shape.x2, shape.y2))
    elif isinstance(shape, Rect):
        yield from ((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height))
    elif isinstance(shape, Circle):
        yield shape.x, shape.y
    elif isinstance(shape, Polygon):
        yield from shape.points
    elif isinstance(shape, Label):
        yield shape.x, shape.y


def test_svg_keeps_text_as_text() -> None:
    svg = to_svg(Drawing(10, 10, (Label(0, 5, "<b>&\x00"),), "题"))
    assert "&lt;b&gt;&amp;\ufffd".encode() in svg
    assert b"Noto Sans SC" in svg
