"""The inventory of critical items read for diagnosis: order of risk, exposure in 万元, sensitivity, chokepoints, dependence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.critical_items import Chokepoint
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item, SupplyRisk
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult, InventoryLine
from anhui_assess.domain.scoring.what_if import Sensitivity, chokepoints, measures_for, sensitivity
from anhui_assess.services import wording
from anhui_assess.services.chart_data import DependenceCell, DependenceData

SHOWN = 20
"""How many items the body of the report and the charts show; the rest stands in the annex."""
_PRODUCTS = re.compile(r"[、，,;；/\n]+")
_UNPLACED = "未填"
_CELLS = 6
_CLEARLY = 1.0
"""By so many points a risk must fall below its class for a step to count as enough."""
_NUMBERS = ("零", "一", "两", "三", "四", "五")


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the inventory.

    Attributes:
        number: its place in the order of risk, from 1.
        products: the products it goes into.
        imported, stopped: exposure in 万元 of purchase and of sales, None when it cannot be worked out.
    """

    number: int
    name: str
    row: Mapping[str, Any]
    line: InventoryLine
    products: tuple[str, ...]
    imported: float | None
    stopped: float | None
    kinds: tuple[Chokepoint, ...]


def ordered(result: FormResult) -> list[InventoryLine]:
    """Return the lines, the highest risk first; equal ones in the order they were entered."""
    return sorted(result.inventory, key=lambda line: (-line.risk, line.row))


def entries(scored: Scored, form: Form) -> tuple[Entry, ...]:
    """Return the inventory by risk."""
    result, rule = scored.result(form.id), form.scoring.supply_risk
    if rule is None or not result.inventory:
        return ()
    rows = scored.value(rule.table)
    if isinstance(rows, Missing):
        return ()
    kinds = scored.catalog.packs.chokepoints
    return tuple(
        Entry(
            number,
            str(rows[line.row].get("name") or f"第 {line.row + 1} 行"),
            rows[line.row],
            line,
            products_of(rows[line.row]),
            _figure(rows[line.row], "import_exposure"),
            _figure(rows[line.row], "stop_exposure"),
            chokepoints(rows[line.row], kinds),
        )
        for number, line in enumerate(ordered(result), start=1)
    )


def products_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the products a row names, each once."""
    text = row.get("product")
    found = (part.strip() for part in _PRODUCTS.split(text)) if isinstance(text, str) else ()
    return tuple(dict.fromkeys(part for part in found if part))


def _figure(row: Mapping[str, Any], column: str) -> float | None:
    value = row.get(column)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def table_of(form: Form) -> Item | None:
    """Return the inventory's item."""
    return form.items[form.scoring.supply_risk.table] if form.scoring.supply_risk else None


# ------------------------------------------------------------------------------------------------ exposure


@dataclass(frozen=True, slots=True)
class Exposure:
    """Sums in 万元, and how many rows could not be worked out. Sales are no sum: one stop can hit several rows."""

    purchase: float
    imported: float
    greatest_stop: Entry | None
    without_purchase: int
    without_stop: int


def exposure(found: Sequence[Entry]) -> Exposure:
    """Return what is at stake."""
    stops = [entry for entry in found if entry.stopped is not None]
    greatest = max(stops, key=lambda entry: (entry.stopped or 0.0, -entry.number), default=None)
    return Exposure(
        sum(_figure(entry.row, "annual_purchase") or 0.0 for entry in found),
        sum(entry.imported or 0.0 for entry in found),
        greatest if greatest is not None and greatest.stopped else None,
        sum(_figure(entry.row, "annual_purchase") is None for entry in found),
        len(found) - len(stops),
    )


def exposure_words(found: Sequence[Entry]) -> str:
    """Say what is at stake in 万元 and what could not be worked out."""
    sums = exposure(found)
    words = (
        f"清单年采购额合计 {wording.figure(sums.purchase, 1)} 万元，其中进口敞口 {wording.figure(sums.imported, 1)} 万元"
        + (f"（{wording.percent(sums.imported / sums.purchase)}）" if sums.purchase else "")
    )
    if sums.greatest_stop is not None:
        top = sums.greatest_stop
        words += (
            f"；停供敞口最大的是“{top.name}”，空窗期里约有 {wording.figure(top.stopped, 1)} 万元的货交不出"
        )
    left = [
        f"{count} 项没填{what}"
        for count, what in (
            (sums.without_purchase, "年采购额"),
            (sums.without_stop, "受影响年销售额或采购周期"),
        )
        if count
    ]
    return words + "。" + (f"另有 {'、'.join(left)}，没有算在内。" if left else "")


def by_money(found: Sequence[Entry]) -> list[Entry]:
    """Return the items with money at stake: most sales first, then most imported purchase, then by risk."""
    return sorted(
        (entry for entry in found if entry.imported or entry.stopped),
        key=lambda entry: (-(entry.stopped or 0.0), -(entry.imported or 0.0), entry.number),
    )


def shared_items(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the items several products share: most products first, then by risk."""
    shared = [entry for entry in found if len(entry.products) > 1]
    return tuple(sorted(shared, key=lambda entry: (-len(entry.products), entry.number)))


# --------------------------------------------------------------------------------------------- sensitivity


@dataclass(frozen=True, slots=True)
class WhatIfLine:
    """An item with what each what-if would make of its risk.

    `first` is the step to take first: the easiest one that brings the risk clearly below its class, else the one that
    lowers it most; None when nothing helps or the class is the lowest already.
    """

    entry: Entry
    outcomes: tuple[Sensitivity, ...]
    first: Sensitivity | None


def what_if_lines(scored: Scored, form: Form, found: Sequence[Entry]) -> tuple[WhatIfLine, ...]:
    """Return items under every what-if of the packs."""
    rule = form.scoring.supply_risk
    lines = []
    for entry in found:
        assert rule is not None  # noqa: S101 - without a rule there are no entries
        made = tuple(sensitivity(entry.row, rule, what_if) for what_if in scored.catalog.packs.what_ifs)
        lines.append(WhatIfLine(entry, made, _first(made, rule)))
    return tuple(lines)


def _first(outcomes: Sequence[Sensitivity], rule: SupplyRisk) -> Sensitivity | None:
    minimum = {entry.id: entry.minimum for entry in rule.classes}
    below = [minimum[outcome.before.risk_class] - _CLEARLY for outcome in outcomes]
    if below and max(below) < 0:
        return None
    easiest = (outcome for outcome, mark in zip(outcomes, below, strict=True) if outcome.after.risk <= mark)
    found = next(easiest, None)
    if found is not None:
        return found
    best = max(outcomes, key=lambda outcome: outcome.gain, default=None)
    return best if best is not None and best.gain > 0 else None


def outcome_words(outcome: Sensitivity) -> str:
    """Say what a step would make of a risk."""
    if not outcome.applies:
        return "不适用"
    return f"{outcome.after.risk:.1f} {outcome.after.class_title}" if outcome.changed else "不变"


def first_words(lines: Sequence[WhatIfLine], most: int = 3) -> str:
    """Say which items to begin with and by which step."""
    said = [
        f"{line.entry.name}（{line.entry.line.risk:.1f} {line.entry.line.class_title}）"
        + (
            f"先做“{line.first.what_if.title}”，降到 {outcome_words(line.first)}"
            if line.first
            else _no_step(line)
        )
        for line in lines[:most]
    ]
    return f"先动这{_NUMBERS[len(said)]}件：{'；'.join(said)}。" if said else ""


def _no_step(line: WhatIfLine) -> str:
    return "先把数补齐" if line.entry.line.unknown else "保持现状，按季复核"


def portfolio_words(scored: Scored, form: Form, found: Sequence[Entry]) -> str:
    """Say how many items would stand in each class if every one of them took a step."""
    rule = form.scoring.supply_risk
    if rule is None or not found:
        return ""
    above = [entry for entry in rule.classes if entry.minimum > min(other.minimum for other in rule.classes)]
    parts = []
    for what_if in scored.catalog.packs.what_ifs:
        after = [sensitivity(entry.row, rule, what_if).after for entry in found]
        counts = "、".join(
            f"{entry.title}风险 {sum(item.line.risk_class == entry.id for item in found)} 项变 "
            f"{sum(line.risk_class == entry.id for line in after)} 项"
            for entry in above
        )
        parts.append(f"都做“{what_if.title}”，{counts}")
    return f"整份清单一起看：{'；'.join(parts)}。" if parts else ""


def what_if_words(scored: Scored) -> str:
    """Say what each what-if supposes."""
    return "".join(f"“{entry.title}”：{entry.assumes}" for entry in scored.catalog.packs.what_ifs)


# --------------------------------------------------------------------------------------------- chokepoints


@dataclass(frozen=True, slots=True)
class Advice:
    """A kind of chokepoint with its items by risk and the measures of the library that answer it."""

    kind: Chokepoint
    entries: tuple[Entry, ...]
    measures: tuple[Measure, ...]


def advice(scored: Scored, found: Sequence[Entry]) -> tuple[Advice, ...]:
    """Return the kinds of chokepoint among some items, the kind of the riskiest item first."""
    packs = scored.catalog.packs
    made = []
    for kind in packs.chokepoints:
        own = tuple(entry for entry in found if kind in entry.kinds)
        if own:
            ids = dict.fromkeys(
                measure for entry in own for measure in measures_for(kind, entry.row.get("base"))
            )
            made.append(Advice(kind, own, tuple(packs.measures[key] for key in ids if key in packs.measures)))
    return tuple(sorted(made, key=lambda entry: (entry.entries[0].number, -len(entry.entries))))


def worth_acting(form: Form, found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the items above the lowest class."""
    rule = form.scoring.supply_risk
    lowest = min(rule.classes, key=lambda entry: entry.minimum).id if rule else ""
    return tuple(entry for entry in found if entry.line.risk_class != lowest)


def to_find_out(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the items with unknown figures, by risk: they may be less risky than they look."""
    return tuple(entry for entry in found if entry.line.unknown)


# ---------------------------------------------------------------------------------------------- dependence


def dependence(form: Form, found: Sequence[Entry]) -> DependenceData:
    """Return how many items stand at which stage from which origin, with the highest class among them."""
    item = table_of(form)
    columns = {column.id: column for column in item.columns} if item else {}
    if not {"stage", "origin"} <= columns.keys():
        return DependenceData((), (), {})
    stages = [(choice.id, choice.title) for choice in columns["stage"].choices]
    origins = [(choice.id, choice.title) for choice in columns["origin"].choices]
    cells: dict[tuple[int, int], list[Entry]] = {}
    for entry in found:
        place = (_place(entry.row.get("stage"), stages), _place(entry.row.get("origin"), origins))
        cells.setdefault(place, []).append(entry)
    rows = sorted({row for row, _ in cells})
    used = sorted({*range(len(origins)), *(column for _, column in cells)})
    return DependenceData(
        tuple(stages[row][1] if row < len(stages) else _UNPLACED for row in rows),
        tuple(origins[column][1] if column < len(origins) else _UNPLACED for column in used),
        {
            (rows.index(row), used.index(column)): DependenceCell(
                len(members),
                members[0].line.class_title,
                sum(_figure(entry.row, "annual_purchase") or 0.0 for entry in members),
                tuple(entry.number for entry in members),
            )
            for (row, column), members in cells.items()
        },
    )


def _place(value: object, known: Sequence[tuple[str, str]]) -> int:
    return next((number for number, (key, _) in enumerate(known) if key == value), len(known))


def dependence_words(data: DependenceData) -> str:
    """Say where dependence is thickest."""
    if not data.cells:
        return "清单里还没有填环节和来源地。"
    (row, column), top = max(data.cells.items(), key=lambda pair: (pair[1].count, -pair[0][0], -pair[0][1]))
    words = f"最集中的是“{data.rows[row]} × {data.columns[column]}”，{top.count} 项。"
    high = [
        f"{data.rows[row]} × {data.columns[column]}"
        for (row, column), cell in sorted(data.cells.items())
        if cell.worst == "高"
    ]
    if not high:
        return f"{words}没有一格里有高风险件。"
    rest = f"等 {len(high)} 格" if len(high) > _CELLS else ""
    return f"{words}有高风险件的格：{'、'.join(high[:_CELLS])}{rest}。"
