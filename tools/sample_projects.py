"""The projects the sample factory in Hefei follows: one of every state, one late at every step that can be, one of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from anhui_assess.domain.catalog import Catalog

STATES = ("reserve", "started", "completed", "at_capacity")
Row = tuple[str, str, str, str, tuple[float | None, float | None], str, str]
"""Measure id (or empty), title (or empty for the measure's), planned and actual dates, money, person, notes."""

# fmt: off
HEFEI: tuple[Row, ...] = (
    ("efficient-motors", "", "2025-03-10 2025-06-30 2025-09-30", "2024-12-10 2025-03-12 2025-06-28 2025-09-30",
     (36, 34.8), "设备部王某（示例）", "换下 41 台，节电数已报车间核对。"),
    ("industrial-network", "", "2026-04-01 2026-10-31 2027-01-31", "2026-01-20 2026-04-08 2026-11-12",
     (45, 47.2), "信息部陈某（示例）", "机加一、二车间和装配线已通，竣工晚在等交换机到货。"),
    ("weak-link-list", "", "2026-09-01 2026-10-31 2026-12-10", "2026-08-12 2026-09-01 2026-10-28",
     (6, 4.5), "研究院赵某（示例）", "清单已过总经理办公会，十二月起按季更新。"),
    ("equipment-data-acquisition", "", "2026-06-15 2026-10-31 2027-03-31", "2026-03-05 2026-06-22",
     (95, 52.6), "信息部陈某（示例）", "老磨床 9 台没有通信口，加采集盒的报价十一月底前定。"),
    ("dual-source", "", "2026-09-01 2026-12-15 2027-06-30", "2026-06-18 2026-09-07",
     (30, 8), "采购部孙某（示例）", "柔轮钢材第二家已送样，寿命台架试验进行中。"),
    ("master-data", "", "2026-10-15 2027-04-30", "2026-07-06",
     (25, None), "企管部李某（示例）", "物料编码规则没有统一意见，开工推迟。"),
    ("wms", "", "2027-01-05 2027-06-30 2027-09-30", "2026-09-22",
     (50, None), "物流部吴某（示例）", ""),
    ("mes", "", "2027-03-01 2027-11-30 2028-05-31", "2026-09-22",
     (155, None), "信息部陈某（示例）", "等设备联网竣工后招标。"),
    ("", "减速器装配线扩能（二期）", "", "2026-10-12",
     (None, None), "", "厂房租期没有谈定，先储备。"),
)
# fmt: on


def projects(rows: Sequence[Row], catalog: Catalog, faults: list[str]) -> Iterator[dict[str, Any]]:
    """Yield projects as an answers file has them; measures the library no longer has are faults."""
    for number, (measure_id, title, planned, actual, money, person, notes) in enumerate(rows, start=1):
        measure = catalog.packs.measures.get(measure_id)
        if measure_id and measure is None:
            faults.append(f"no measure {measure_id}")
            continue
        made: dict[str, Any] = {"id": f"p_sample{number:02}", "number": number}
        made["title"] = title or (measure.title if measure else "")
        if measure_id:
            made["measure"] = measure_id
        if planned:
            made["planned"] = dict(zip(STATES[1:], planned.split(), strict=False))
        made["actual"] = dict(zip(STATES, actual.split(), strict=False))
        amounts = zip(("planned_amount", "actual_amount"), money, strict=True)
        made |= {key: amount for key, amount in amounts if amount is not None}
        yield made | {key: text for key, text in (("responsible", person), ("notes", notes)) if text}
