"""Answers of the sample factories to the green lists and the dates beside the exclusions; all of it is made up.

A run holds one character an item in the order of its section: 1 yes or done, 5 done in part, 0 no, n not applicable,
? unknown, - not answered. Whatever is not applicable or unknown has its reason in `REASONS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item
from tools import sample_chuzhou

HEFEI, TONGLING, ANQING = "hefei-precision.json", "tongling-copper.json", "anqing-textile.json"

RUNS: Mapping[str, Mapping[str, str]] = {
    HEFEI: {
        "leadership": "11111101",
        "infrastructure.building": "111110n01",
        "infrastructure.lighting": "1110",
        "infrastructure.equipment": "1110011110",
        "systems.run": "1111011",
        "systems.certificate": "100",
        "inputs.energy": "111010",
        "inputs.resource": "11110n1",
        "inputs.procurement": "1110",
        "product.design": "10",
        "product.hazard": "n10",
        "product.efficiency": "nn10",
        "emission.air": "110",
        "emission.water": "110",
        "emission.solid": "111n",
        "emission.noise": "10",
        "emission.ghg": "1001",
        "performance": "1101n1",
        "basics": "00",
        "strategy": "555",
        "supplier": "155505",
        "production": "15",
        "recycling": "0505",
        "platform": "5",
        "disclosure": "0000",
        "accounting": "1550",
        "source": "515",
        "process": "5505",
        "synergy": "550",
        "digital": "550",
        "offset": "000",
    },
    TONGLING: {
        "leadership": "11111111",
        "infrastructure.building": "111111n11",
        "infrastructure.lighting": "1110",
        "infrastructure.equipment": "110111?111",
        "systems.run": "1111111",
        "systems.certificate": "111",
        "inputs.energy": "111110",
        "inputs.resource": "11111n0",
        "inputs.procurement": "1111",
        "product.design": "10",
        "product.hazard": "110",
        "product.efficiency": "nn1n",
        "emission.air": "110",
        "emission.water": "111",
        "emission.solid": "1111",
        "emission.noise": "10",
        "emission.ghg": "1111",
        "performance": "1011n1",
        "basics": "11",
        "strategy": "115",
        "supplier": "111515",
        "production": "11",
        "recycling": "1515",
        "platform": "5",
        "disclosure": "1551",
        "accounting": "1111",
        "source": "555",
        "process": "5155",
        "synergy": "155",
        "digital": "155",
        "offset": "555",
    },
    ANQING: {
        "leadership": "10001000",
        "infrastructure.building": "10nn01000",
        "infrastructure.lighting": "0010",
        "infrastructure.equipment": "10000100nn",
        "systems.run": "1000010",
        "systems.certificate": "000",
        "inputs.energy": "000n00",
        "inputs.resource": "10n11n0",
        "inputs.procurement": "0n00",
        "product.design": "00",
        "product.hazard": "1nn",
        "product.efficiency": "nn0n",
        "emission.air": "n1n",
        "emission.water": "100",
        "emission.solid": "010n",
        "emission.noise": "10",
        "emission.ghg": "0000",
        "performance": "0000n0",
        "basics": "00",
        "strategy": "000",
        "supplier": "500000",
        "production": "55",
        "recycling": "0500",
        "platform": "0",
        "disclosure": "0000",
        "accounting": "5000",
        "source": "000",
        "process": "5000",
        "synergy": "00-",
        "digital": "000",
        "offset": "00-",
    },
    sample_chuzhou.FILE: sample_chuzhou.RUNS,
}

REASONS: Mapping[str, Mapping[str, str]] = {
    HEFEI: {
        "gc.build.multistorey": "磨床、加工中心要落地做独立基础，上不了楼。",
        "gc.res.ozone": "全厂没有用消耗臭氧的制冷剂和发泡剂。",
        "gc.prod.rohs": "产品装在机器人和机床里，不属于电子电器，客户也没有提限用要求。",
        "gc.prod.efficiency": "减速器和轴承没有强制能效标准。",
        "gc.prod.efficiency_top": "产品不分能效等级。",
        "gc.emit.no_mix": "没有当副产品外卖的物料。",
        "gc.perf.hazard_cut": "主要原料是轴承钢，辅料里的清洗剂已另行统计，没有列入有毒有害的主料。",
    },
    TONGLING: {
        "gc.build.multistorey": "上引炉、轧机和挤压机都要落地。",
        "gc.meter.calibrate": "两台蒸汽流量计的检定证书在送检机构，日期还没核到。",
        "gc.res.ozone": "制冷机组已全部换成环保制冷剂，没有其他用量。",
        "gc.prod.efficiency": "铜杆、铜管不是用能产品。",
        "gc.prod.efficiency_top": "铜材不分能效等级。",
        "gc.prod.recycle": "铜材本身可以全部回炉，不做拆解设计。",
        "gc.perf.hazard_cut": "主要原料是电解铜和紫杂铜，没有列入名录的有毒有害原料。",
    },
    ANQING: {
        "gc.build.material": "五年内没有装修。",
        "gc.build.isolation": "没有危险化学品库，少量废机油桶放在门外雨棚下，已列入整改。",
        "gc.equip.treatment": "纺纱织布没有工艺废水，空调滤尘机组不属于治污设施。",
        "gc.equip.maintain": "同上，没有治污设施。",
        "gc.input.heat": "没有窑炉，空压机只有两台小的，没有可回收的余热。",
        "gc.res.hazard": "纺纱织布不用有毒有害化学品，浆料是淀粉。",
        "gc.res.ozone": "没有制冷机组。",
        "gc.buy.inspection": "棉花和涤纶短纤没有有害物质限用要求。",
        "gc.prod.hazard_process": "浆纱用淀粉浆，没有清洗剂和脱模剂。",
        "gc.prod.hazard_free": "产品和工艺里没有需要替代的有害物质。",
        "gc.prod.efficiency": "纱和布不是用能产品。",
        "gc.prod.efficiency_top": "纱线不分能效等级。",
        "gc.prod.recycle": "纱、布是原料性产品，不做拆解设计。",
        "gc.emit.air": "没有有组织废气排口。",
        "gc.emit.air_better": "没有有组织废气排口，无从比较。",
        "gc.emit.no_mix": "没有当副产品卖的物料。",
        "gc.perf.hazard_cut": "原料是棉和涤纶短纤，没有有毒有害原料。",
    },
    sample_chuzhou.FILE: sample_chuzhou.LIST_REASONS,
}
UNKNOWN: Mapping[str, frozenset[str]] = {TONGLING: frozenset({"gc.meter.calibrate"})}

VALUES: Mapping[str, Mapping[str, Any]] = {
    HEFEI: {
        "gf.veto.permit_expiry": "2028-04-12",
        "gf.cond.checked_on": "2026-10-20",
        "gf.cond.expiry_quality": "2027-05-18",
        "gf.cond.expiry_safety": "2028-01-09",
        "gf.cond.expiry_environment": "2028-01-09",
    },
    TONGLING: {
        "gf.veto.permit_expiry": "2027-12-28",
        "gf.cond.checked_on": "2026-11-03",
        "gf.cond.provincial_date": "2024-12-30",
        "gf.cond.expiry_quality": "2027-03-31",
        "gf.cond.expiry_safety": "2028-06-14",
        "gf.cond.expiry_environment": "2028-06-14",
        "gf.cond.expiry_energy": "2027-09-02",
    },
    ANQING: {
        "gf.veto.permit_expiry": "2029-07-01",
        "gf.cond.checked_on": "2026-10-21",
        "gf.cond.expiry_quality": "2027-08-14",
    },
    sample_chuzhou.FILE: sample_chuzhou.DATES,
}
_FORMS = ("green_checklist", "green_chain", "zero_carbon")
_MARKS = {"1": 1.0, "5": 0.5, "0": 0.0}


def values(factory: str, catalog: Catalog, faults: list[str]) -> dict[str, Any]:
    """Return what the items got, by id; a run that does not fit its section is a fault."""
    found = dict(VALUES[factory])
    for form_id in _FORMS:
        form = catalog.forms[form_id]
        for leaf in form.leaves:
            run = RUNS[factory].get(leaf.id, "")
            if len(run) != len(leaf.items):
                faults.append(f"{factory} {leaf.id}: {len(run)} marks for {len(leaf.items)} items")
            found.update(_marked(run, (form.items[item_id] for item_id in leaf.items)))
    return found


def _marked(run: str, items: Iterable[Item]) -> Iterator[tuple[str, Any]]:
    for mark, item in zip(run, items, strict=False):
        if mark in _MARKS:
            yield item.id, mark == "1" if item.kind == "yes_no" else _MARKS[mark]
