"""Tables that follow from the inventory: how each risk is made, what is at stake, what a step would change, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.domain.form import Form
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.bases import TONES
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.diagnosis.inventory import Advice, Entry, WhatIfLine, by_money, outcome_words
from anhui_assess.services.navigation import Place


def _place(form: Form) -> Place | None:
    return Place(form.id, form.scoring.supply_risk.table) if form.scoring.supply_risk else None


def _risk(entry: Entry) -> Cell:
    tone, mark = TONES.get(entry.line.class_title, ("text2", "dash"))
    return Cell(f"{entry.line.risk:.1f} {entry.line.class_title}", tone, bold=True, mark=mark)


def factor_grid(found: Sequence[Entry], form: Form) -> Grid:
    """Return how many points each factor gives an item; a star stands beside what was not filled in."""
    rule = form.scoring.supply_risk
    if rule is None:
        return Grid("风险怎么算出来的", (Column("关键件"),), ())
    total = sum(factor.weight for factor in rule.factors)
    rows = []
    for entry in found:
        points = {
            factor.id: 100.0 * factor.weight / total * entry.line.factors[factor.id]
            for factor in rule.factors
        }
        cells = [Cell(str(entry.number), "text2"), Cell(entry.name, bold=True, tip=entry.name)]
        for factor in rule.factors:
            unknown = factor.title in entry.line.unknown
            words = f"{points[factor.id]:.1f}{'*' if unknown else ''}"
            cells.append(
                Cell(words, "attention" if unknown else "", tip="没有填，按最坏算" if unknown else "")
            )
        known = rule.impact.title not in entry.line.unknown
        cells += [
            Cell(f"{sum(points.values()):.1f}"),
            Cell(f"× {entry.line.impact:.2g}{'' if known else '*'}", "" if known else "attention"),
            _risk(entry),
        ]
        rows.append(Row(tuple(cells), _place(form)))
    heads = (
        Column(f"{factor.title}\n满 {100 * factor.weight / total:g}", 6, "right") for factor in rule.factors
    )
    columns = (
        Column("", 2.4, "right"),
        Column("关键件"),
        *heads,
        Column("合计", 4, "right"),
        Column("影响", 4, "right"),
        Column("断供风险", 6.5),
    )
    return Grid("风险怎么算出来的", columns, tuple(rows))


def exposure_grid(found: Sequence[Entry], form: Form, most: int) -> Grid:
    """Return the items with most money at stake."""
    rows = tuple(
        Row(
            (
                Cell(str(entry.number), "text2"),
                Cell(entry.name, bold=True, tip=entry.name),
                Cell("、".join(entry.products), "text2", tip="、".join(entry.products)),
                Cell(wording.figure(entry.row.get("annual_purchase"), 1)),
                Cell(wording.figure(entry.imported, 1)),
                Cell(wording.figure(entry.row.get("gap_weeks"), 1)),
                Cell(wording.figure(entry.stopped, 1)),
                _risk(entry),
            ),
            _place(form),
        )
        for entry in by_money(found)[:most]
    )
    columns = (
        Column("", 2.4, "right"),
        Column("关键件", 20),
        Column("用在哪个产品"),
        Column("年采购额\n万元", 6, "right"),
        Column("进口敞口\n万元", 6, "right"),
        Column("断供空窗\n周", 6, "right"),
        Column("停供敞口\n万元", 6, "right"),
        Column("断供风险", 6.5),
    )
    return Grid("敞口最大的关键件", columns, rows)


def what_if_grid(lines: Sequence[WhatIfLine], form: Form) -> Grid:
    """Return what each what-if would make of the risks; the step to take first stands in bold."""
    place = _place(form)
    rows = []
    for line in lines:
        cells = [
            Cell(str(line.entry.number), "text2"),
            Cell(line.entry.name, bold=True),
            _risk(line.entry),
        ]
        for outcome in line.outcomes:
            tone = "good" if outcome.lowers_class else "text2"
            cells.append(Cell(outcome_words(outcome), tone, bold=outcome is line.first))
        cells.append(Cell(line.first.what_if.title if line.first else "不用急", "text2"))
        rows.append(Row(tuple(cells), place))
    titles = [outcome.what_if.title for outcome in lines[0].outcomes] if lines else []
    columns = (
        Column("", 2.4, "right"),
        Column("关键件", 18),
        Column("现在", 6),
        *(Column(title, 8) for title in titles),
        Column("先做这一步"),
    )
    return Grid("敏感性：做了这一步，风险变成多少", columns, tuple(rows))


def advice_grid(found: Sequence[Advice], form: Form) -> Grid:
    """Return the kinds of chokepoint with their items and measures."""
    place = _place(form)
    rows = []
    for entry in found:
        names = "、".join(f"{item.number} {item.name}" for item in entry.entries)
        numbers = "、".join(str(item.number) for item in entry.entries)
        measures = "、".join(measure.title for measure in entry.measures)
        cells = (
            Cell(entry.kind.title, bold=True, tip=entry.kind.why),
            Cell(str(len(entry.entries))),
            Cell(numbers, "text2", tip=names),
            Cell(entry.kind.do, tip=f"{entry.kind.why}{entry.kind.do}"),
            Cell(measures, tip=measures),
        )
        rows.append(Row(cells, place))
    columns = (
        Column("卡在哪里", 9),
        Column("件数", 3, "right"),
        Column("哪几件（清单编号）", 12),
        Column("怎么办"),
        Column("方案库里的措施"),
    )
    return Grid("卡点与对策", columns, tuple(rows))
