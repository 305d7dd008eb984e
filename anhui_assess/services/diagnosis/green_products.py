"""Products under an energy limit or a water quota: what each uses a unit, beside both values of its standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.navigation import Place

LIMITS, QUOTAS = "gf.products", "gf.quota.products"
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of a table of products: what is used, a unit's use, both values and where they come from."""

    title: str
    used: str
    used_head: str
    used_unit: str
    specific: str
    lead: str
    base: str
    source: str
    heads: tuple[str, str]


_LIMIT_COLUMNS = _Layout(
    "限额产品单耗对照", "tce", "综合能耗", "tce", "unit_energy", "used_level1", "used_level2", "limit_source", ("1级", "2级")
)  # fmt: skip
_QUOTA_COLUMNS = _Layout(
    "定额产品取水对照", "withdrawal", "取水量", "m³", "unit_withdrawal", "used_lead", "used_base", "quota_source",
    ("先进值", "通用值"),
)  # fmt: skip
_MEASURES: Mapping[str, str] = {"kgce": "kgce", "tce": "tce", "kwh": "kWh"}


def limits(scored: Scored, form: Form) -> Grid:
    """Return the products under an energy limit; no rows where there is none."""
    rows = [row for row in _rows(scored, LIMITS) if row.get("has_limit") is True]
    return _grid(form, LIMITS, _LIMIT_COLUMNS, rows)


def quotas(scored: Scored, form: Form) -> Grid:
    """Return the products under a water quota; no rows where there is none."""
    return _grid(form, QUOTAS, _QUOTA_COLUMNS, _rows(scored, QUOTAS))


def _rows(scored: Scored, table: str) -> Sequence[Mapping[str, Any]]:
    found: Any = scored.value(table)
    return () if isinstance(found, Missing) else tuple(found)


def _grid(form: Form, table: str, layout: _Layout, rows: Sequence[Mapping[str, Any]]) -> Grid:
    place = Place(form.id, table) if table in form.items else None
    columns = (
        Column("产品", 12),
        Column("产量", 6, "right"),
        Column("产量单位", 5),
        Column(f"{layout.used_head}（{layout.used_unit}）", 8, "right"),
        Column("实际单耗", 6, "right"),
        Column(layout.heads[0], 4.5, "right"),
        Column(layout.heads[1], 4.5, "right"),
        Column("单耗单位", 6),
        Column("结果", 10),
        Column("出处"),
    )
    return Grid(layout.title, columns, tuple(Row(_cells(row, layout), place) for row in rows))


def _cells(row: Mapping[str, Any], layout: _Layout) -> tuple[Cell, ...]:
    product_unit = str(row.get("unit") or "")
    measure = _MEASURES.get(str(row.get("used_unit")), "") if layout is _LIMIT_COLUMNS else "m³"
    words, tone = _verdict(row, layout)
    source = str(row.get(layout.source) or row.get("source") or "企业填报")
    return (
        Cell(str(row.get("name") or "")),
        Cell(_number(row.get("output"))),
        Cell(product_unit, "text2"),
        Cell(_number(row.get(layout.used))),
        Cell(wording.figure(row.get(layout.specific), 3), bold=True),
        Cell(_number(row.get(layout.lead))),
        Cell(_number(row.get(layout.base))),
        Cell(f"{measure}/{product_unit}" if measure and product_unit else measure, "text2"),
        Cell(words, tone, tip=words),
        Cell(source, "text2", tip=source),
    )


def _number(value: Any) -> str:
    return plain(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else wording.DASH


def _verdict(row: Mapping[str, Any], layout: _Layout) -> tuple[str, str]:
    remark = row.get("remark")
    if remark:
        return str(remark).rstrip("。"), "attention"
    value, lead, base = row.get(layout.specific), row.get(layout.lead), row.get(layout.base)
    if value is None or lead is None or base is None:
        return wording.DASH, "text2"
    first, second = layout.heads
    if value <= lead * (1 + _NEAR):
        return f"达到{first}", "good"
    return (f"在{first}和{second}之间", "") if value <= base * (1 + _NEAR) else (f"没有达到{second}", "bad")
