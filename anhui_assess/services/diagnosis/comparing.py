"""The provincial indicators beside the firm's own figures."""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.domain.diagnosis.benchmarks import Comparison, beside, reference_lines
from anhui_assess.domain.diagnosis.finding import items_behind
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.expressions import Expression
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.packs import ReferenceLine
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording
from anhui_assess.services.chart_data import BulletData
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row, group
from anhui_assess.services.navigation import Place

YEARS = (2014, 2020, 2025)
LATEST = 3
"""How many later lines of an indicator are shown."""
_LOOKS = {
    "达到": ("good", "check"),
    "有": ("good", "check"),
    "未达到": ("attention", "warning"),
    "没有": ("attention", "warning"),
}
INTRODUCTION = (
    "企业数据与皖政〔2015〕106号提出的 12 项指标并排。目标年份已过，这里作参照线用；“—”是原文没有给数，不是 0。"
    "“距 2025”为正表示好于全省目标值。"
)


def table(scored: Scored, found: Sequence[Comparison]) -> Grid:
    """Return the indicators by group with targets, the firm's figure and the distance."""
    rows: list[Row] = []
    last = ""
    for entry in found:
        if entry.benchmark.group != last:
            last = entry.benchmark.group
            rows.append(group(last))
        tone, mark = _LOOKS.get(entry.verdict, ("text2", "dash"))
        distance = wording.DASH if entry.distance is None else f"{entry.distance:+.2f}"
        rows.append(
            Row(
                (
                    Cell(entry.benchmark.title, tip=entry.benchmark.note),
                    Cell(entry.benchmark.unit, "text2"),
                    *(Cell(_value(entry, year), "text2") for year in YEARS),
                    Cell(_firm(entry), bold=True),
                    Cell(distance),
                    Cell(entry.verdict, tone, mark=mark, tip=_pace_words(entry)),
                ),
                _place(scored, entry),
            )
        )
    columns = (
        Column("指标"),
        Column("单位", 6),
        *(Column(f"{year} 年", 6, "right") for year in YEARS),
        Column("本企业", 6, "right"),
        Column("距 2025", 6, "right"),
        Column("结果", 8.5),
    )
    return Grid("12 项指标对照", columns, tuple(rows))


def _pace_words(entry: Comparison) -> str:
    """Return what the target comes to over the firm's own years, where these are others."""
    if entry.pace is None:
        return ""
    return (
        f"企业从 {entry.pace.firm_base} 年算起，全省从 {entry.pace.target_base} 年算起；"
        f"按同样的速度，企业这几年约合降 {entry.pace.value:.1f}%。"
    )


def lines(scored: Scored, found: Sequence[Comparison]) -> Grid:
    """Return the later reference lines: the latest of each indicator, then those beside the twelve, with year and source."""
    rows: list[Row] = []
    for entry in found:
        later = reference_lines(scored, entry.benchmark.id)
        rows += [
            _line(line, _firm(entry), _place(scored, entry))
            for line in sorted(later, key=lambda line: line.year)[-LATEST:]
        ]
    rows += [
        _line(
            one.line,
            wording.DASH if one.firm is None else plain(round(one.firm, 1)),
            _place_of(scored, one.line.firm),
        )
        for one in beside(scored)
    ]
    columns = (
        Column("内容"),
        Column("范围", 7),
        Column("年份", 5),
        Column("数值", 8, "right"),
        Column("本企业", 6, "right"),
        Column("来源", 20),
    )
    return Grid("后来的参照线", columns, tuple(rows))


def _line(line: ReferenceLine, firm: str, place: Place | None) -> Row:
    status = "" if line.status == "已核对" else "（待核对）"
    return Row(
        (
            Cell(line.title, tip=line.note),
            Cell(line.region, "text2"),
            Cell(line.year, "text2"),
            Cell(f"{plain(line.value)} {line.unit}".strip()),
            Cell(firm, bold=firm != wording.DASH),
            Cell(line.source + status, "text2", tip=line.source + status),
        ),
        place,
    )


def _value(entry: Comparison, year: int) -> str:
    value = entry.benchmark.values.get(year)
    if value is None:
        return wording.DASH
    return plain(value) + ("以上" if year in entry.benchmark.lower_bound else "")


def _firm(entry: Comparison) -> str:
    if entry.firm is None:
        return wording.DASH
    return entry.verdict if entry.benchmark.compare == "has" else plain(round(entry.firm, 2))


def _place(scored: Scored, entry: Comparison) -> Place | None:
    return _place_of(scored, entry.benchmark.firm_formula)


def _place_of(scored: Scored, formula: Expression | None) -> Place | None:
    """Return the first question a formula over the profile rests on, through its calculations."""
    if formula is None:
        return None
    profile = scored.catalog.forms.get(PROFILE_FORM)
    if profile is not None and any(name.startswith("calc.") for name in formula.names):
        reached = items_behind(profile, formula.names)
        if reached:
            return Place(PROFILE_FORM, reached[0])
    known = scored.catalog.names
    places = [known[name] for name in sorted(formula.names) if name in known]
    own = [place for place in places if place[0] != PROFILE_FORM] or places
    return Place(*own[0]) if own else None


def bullets(found: Sequence[Comparison]) -> tuple[BulletData, ...]:
    """Return the indicators that can be drawn against their targets."""
    rows = []
    for entry in found:
        marks = tuple(
            (str(year), value) for year in YEARS if (value := entry.benchmark.values.get(year)) is not None
        )
        if entry.firm is not None and entry.benchmark.compare == "number" and marks and entry.pace is None:
            more = entry.benchmark.direction == "more"
            rows.append(BulletData(entry.benchmark.title, entry.firm, entry.benchmark.unit, marks, more))
    return tuple(rows)
