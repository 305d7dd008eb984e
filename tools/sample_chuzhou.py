"""What the fourth invented factory says: Chuzhou aluminium profiles, 5,000 to 10,000 tce, which assesses itself as green only.

Plain data for `make_samples.py`; everything in here is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.sample_green import BUILDINGS, CONTRACTS, MACHINES, POWER, YEARS, rows

FILE = "chuzhou-aluminium.json"
_ENERGY = "kind consumption transferred_out amount_unit purchase opening closing enthalpy_kj note"
_PRODUCTS = "name output unit value tce has_limit limit"
_WATER = "source withdrawal transferred_out recycled reuse discharge permit"
_WASTE = (
    "name category generated utilised prior_utilised disposed opening_stock closing_stock waste_code receiver"
)
_POLLUTANTS = "medium outlet pollutant limit mean unit monitoring emission_t permit_t"
_UPGRADES = "year project direction investment effect"
_EQUIPMENT = "catalogue name edition quantity commissioned in_use"
_RECEIVER = "滁州某再生铝公司（示例）"

# fmt: off
ENTERPRISE: Mapping[str, Any] = {
    "name": "滁州示例铝业有限公司",
    "legal_representative": "郑某（示例）",
    "city": "滁州市",
    "county": "琅琊区",
    "park": "滁州经济技术开发区（国家级）",
    "address": "滁州经济技术开发区示例路 108 号",
    "industry": "新材料",
    "other_industries": ["电力装备"],
    "gbt4754": "3252",
    "main_products": "光伏边框型材 75%、年产 2.8 万 t；建筑型材 15%、0.6 万 t；阳极氧化加工 1.8 万 t。",
    "manufacturing_type": "process",
    "founded": "2012-06-18",
    "size": "中型",
    "contact": "何某（安环能源部部长，示例）",
    "phone": "0550-0000000 转 208（示例）",
    "data_year": 2025,
    "employees": 620,
    "employees_prev": 596,
    "revenue": 85200,
    "output_value": 86000,
    "value_added": 13800,
    "value_added_prev": 12950,
    "total_assets": 61400,
    "liabilities": 35600,
    "tax_and_profit": 4260,
    "rd_expense": 2720,
    "invention_patents": 11,
    "has_rd_institution": True,
    "base_year": 2015,
    "energy_per_value_added": 0.5452,
    "energy_per_value_added_base": 0.7960,
    "co2_per_value_added": 1.8865,
    "co2_per_value_added_base": 2.9120,
    "water_per_value_added": 15.9783,
    "water_per_value_added_base": 27.3000,
    "solid_waste_utilisation_rate": 97.52,
    "titles": ["high_tech", "green_factory_province"],
}
ASSESSMENT: Mapping[str, str] = {
    "title": "2026 年绿色工厂自评", "date": "2026-11-10", "assessor": "示例评估机构 孙某（现场核验 2026-11-09 至 11-10）",
}
VALUES: Mapping[str, Any] = {
    "gf.cond.provincial": True,
    "gf.cond.efficiency": False,
    "gf.cond.certified": ["quality", "safety", "environment", "energy"],
    "gf.cond.cert_expiry": "2027-06-30",
    "gf.year": 2025,
    "gf.output_value": 86000,
    "gf.revenue": 85200,
    "gf.output_prior1": 81500,
    "gf.output_prior2": 76300,
    "gf.energy": rows(
        _ENERGY,
        ("electricity_grid", 3150, None, "wan_kwh", 3150, None, None, None, "110 kV 总表，含绿电交易 300 万 kWh"),
        ("electricity_pv_self", 420, None, "wan_kwh", None, None, None, None, "挤压车间和仓库屋顶"),
        ("natural_gas", 211.5, 1.5, "wan_m3", 211.5, None, None, None, "铝棒加热炉、时效炉；转供食堂承包方 1.5 万 m³"),
        ("lng", None, None, None, 48, 6, 9, None, "停气时的备用气源，消费量按购进和库存算"),
        ("steam_enthalpy", 1800, None, None, 1800, None, None, 2777.1, "园区 1.0 MPa 饱和蒸汽，氧化槽加热"),
        ("diesel", 68, None, None, 69, 3, 4, None, "叉车 26 台"),
    ),
    "gf.grid_factor": "anhui_2023",
    "gf.market_grid": "national_residual_2023",
    "gf.process_co2": 0,
    "gf.green_power_kwh": 3000000,
    "gf.green_certificate_kwh": 0,
    "gf.pv_capacity": 4600,
    "gf.pv_generation": 4510000,
    "gf.own_power": rows(POWER, ("pv", 4600, 4510000, 4200000, 310000)),
    "gf.green_contracts": rows(CONTRACTS, ("trade", "皖绿电示例 2025-061", 3000000, True, "2025-12-31")),
    "gf.years": rows(
        YEARS,
        (2023, 76300, 7016.4, 25208.6, 33120000, 208400, 2980, 168.2),
        (2024, 81500, 7288.9, 25764.1, 34560000, 214900, 3105, 171.5),
    ),
    "gf.machines": rows(
        MACHINES,
        ("motor", 684, 11800, 92, 371, 0, None),
        ("transformer", 9, 18600, 5, 4, 0, None),
        ("compressor", 7, 1480, 5, 2, 0, None),
        ("pump", 71, 1260, 6, 43, 0, "氧化线 8 台循环泵 2027 年换高效型"),
        ("fan", 48, 940, 4, 30, 0, None),
        ("boiler", 1, 2800, 0, 1, 0, "备用热水锅炉"),
    ),
    "gf.limit.has": True,
    "gf.products": rows(
        _PRODUCTS,
        ("光伏边框型材（挤压）", 28000, "t", 64400, 4088, True, "lim.al_profile"),
        ("建筑型材（挤压）", 6000, "t", 13200, 678, True, "lim.al_building"),
        ("型材阳极氧化加工", 18000, "t", 6300, 2142, True, "lim.al_anodise"),
    ),
    "gf.carbon.per_product": False,
    "gf.water": rows(
        _WATER,
        ("tap", 38500, None, 0, 0, 21600, 42000),
        ("surface", 182000, None, 1640000, 58000, 96500, 200000),
    ),
    "gf.quota.has": False,
    "gf.materials": rows(
        "name consumption recycled", ("铝棒（原生）", 26300, 0), ("再生铝棒", 9200, 9200), ("包装木托和纸", 640, 310)
    ),
    "gf.waste.general_has": True,
    "gf.solid_waste": rows(
        _WASTE,
        ("铝型材边角料", "general", 1860, 1872, 12, 0, 12, 0, "SW17", _RECEIVER),
        ("铝灰以外的除尘灰", "general", 74, 0, 0, 74, 0, 0, "SW59", "市固废处置中心（示例）"),
        ("含铝污泥（一般固废鉴别报告齐全）", "general", 1090, 1086, 0, 0, 8, 12, "SW07", "滁州某水处理剂公司（示例）"),
        ("废包装", "general", 112, 112, 0, 0, 0, 0, "SW17", "滁州某纸品回收站（示例）"),
        ("含镍污泥", "hazardous", 142, 0, 0, 141.2, 1.4, 2.2, "336-054-17", "某危废处置公司（示例）"),
        ("废矿物油", "hazardous", 21.5, 21.5, 0, 0, 0, 0, "900-249-08", "某废油再生公司（示例）"),
        ("废活性炭", "hazardous", 9.6, 0, 0, 9.6, 0, 0, "900-039-49", "某危废处置公司（示例）"),
    ),
    "gf.outlet.water": True,
    "gf.outlet.air": True,
    "gf.pollutants": rows(
        _POLLUTANTS,
        ("water", "DW001", "化学需氧量", 500, 148, "mg_l", "online", 14.3, 48.3),
        ("water", "DW001", "总镍", 0.5, 0.11, "mg_l", "monthly", 0.0106, 0.048),
        ("water", "DW001", "氨氮", 45, 9.6, "mg_l", "online", 0.926, 4.34),
        ("air", "DA001", "氮氧化物", 180, 27.4, "mg_m3", "quarterly", 2.61, 17.2),
        ("air", "DA002", "颗粒物", 30, 4.5, "mg_m3", "quarterly", 0.74, 4.9),
        ("air", "DA004", "硫酸雾", 30, 4.9, "mg_m3", "quarterly", 0.39, None),
    ),
    "gf.upgrades": rows(
        _UPGRADES,
        (2023, "挤压机伺服节能改造 6 台", "energy", 286, "吨材电耗降 31 kWh"),
        (2023, "铝棒加热炉蓄热式燃烧", "energy", 164, "年节气 14 万 m³"),
        (2023, "氧化线逆流漂洗", "water", 92, "年节水 4.8 万 m³"),
        (2024, "屋顶光伏二期 2.1 MW", "energy", 620, "年发电约 205 万 kWh"),
        (2024, "永磁变频空压机 3 台", "energy", 98, "年节电 42 万 kWh"),
        (2024, "含铝污泥压滤减量", "material", 76, "污泥含水率降到 62%"),
        (2024, "能源计量补表 126 块", "digital", 54, "三级计量到机台"),
        (2025, "时效炉余热预热铝棒", "energy", 138, "年节气 9 万 m³"),
        (2025, "能碳平台", "digital", 165, "电气水汽 318 块表上线"),
        (2025, "无镍封孔替代（一号线）", "pollution", 118, "总镍排放减四成"),
        (2025, "中水回用到氧化前处理", "water", 126, "年回用 5.8 万 m³"),
    ),
    "gf.land.total": 96000,
    "gf.land.building": 46200,
    "gf.land.structure": 2100,
    "gf.land.yard": 1600,
    "gf.land.floor_area": 88400,
    "gf.buildings": rows(
        BUILDINGS,
        ("挤压联合厂房", 28600, 28600, 11),
        ("氧化车间", 9400, 9400, 9),
        ("两层深加工楼", 2100, 4200, 5.5),
        ("成品仓库", 3500, 3500, 7.8),
        ("综合楼和食堂", 2600, 4700, 3.6),
    ),
    "gf.bench.sector": False,
    "gf.platform.has": True,
    "gf.platform.functions": ["query", "intensity", "benchmark", "flow", "carbon"],
    "gf.platform.auto_share": 91.5,
    "gf.carbon.report": "verified",
    "gf.bench.co2_base": 330,
    "gf.bench.co2_lead": 260,
    "gf.bench.co2_source": "示例数据：虚构的“铝加工企业碳排放对标 2025”第 5 页，安徽 2023 年电力因子口径，演示用。",
    "gf.material.reduce": "proved",
    "gf.material.reduce_note": "优化模具分流比，挤压成材率由 84.1% 提到 85.9%，2025 年少熔铸投料 590 t，前后各取 6 个月生产报表。",
    "gf.material.recycled": "proved",
    "gf.material.recycled_note": "光伏边框用再生铝棒，占铝棒用量约 26%，每炉有成分报告，力学性能抽检合格。",
    "gf.watersave.balance": "within5",
    "gf.waste.receiver": True,
    "gf.bench.water_base": 3.2,
    "gf.bench.water_lead": 2.1,
    "gf.bench.water_source": "示例数据：虚构的“有色加工用水通报 2025”第 4 页，演示用。",
    "gf.equipment": rows(
        _EQUIPMENT,
        ("energy_saving", "伺服直驱挤压机液压系统", 2022, 6, "2023-08-20", True),
        ("energy_saving", "永磁变频螺杆空压机", 2022, 3, "2024-05-16", True),
        ("energy_saving", "蓄热式铝棒加热炉", 2022, 2, "2023-11-03", True),
        ("water_saving", "氧化线逆流漂洗", 2023, 2, "2023-12-12", True),
    ),
    "gf.upgrade.vouchers": True,
    "gf.upgrade.plan": "budgeted",
    "gf.monitor.frequency": "quarterly",
    "gf.clean.audit": "passed",
    "gf.design.case": "proved",
    "gf.design.directions": ["light", "recycle"],
    "gf.design.note": "光伏边框壁厚由 1.5 mm 减到 1.3 mm，每米轻 0.11 kg，2025 年 3 月量产；载荷试验和称重报告齐全。",
    "gf.footprint.total": 2,
    "gf.footprint.done": 2,
    "gf.footprint.method": "third",
    "gf.efficiency.has": False,
    "gf.land.tenure": "owned",
    "gf.land.leased_out": 0,
    "gf.land.idle": 5200,
    "gf.land.office": 2600,
    "gf.land.multistorey": 4200,
    "gf.bonus.zero_carbon": "started",
    "gf.bonus.footprint_platform": True,
    "gf.bonus.chain": False,
}
REASONS: Mapping[str, str] = {}
NOTES: Mapping[str, str] = {
    "gf.products": "阳极氧化是对自产边框的后道加工，产值只填加工增值，不与挤压一行重复。",
    "gf.energy": "LNG 储罐 2025 年 11 月换过流量计，年末库存按液位计。",
    "gf.years": "2023、2024 年抄当年能源统计年报，用电量含光伏自用。",
}
RUNS: Mapping[str, str] = {
    "leadership": "11111110", "infrastructure.building": "111111n10", "infrastructure.lighting": "1110",
    "infrastructure.equipment": "1111111110", "systems.run": "1111111", "systems.certificate": "110",
    "inputs.energy": "111100", "inputs.resource": "11111n1", "inputs.procurement": "1110", "product.design": "11",
    "product.hazard": "110", "product.efficiency": "nn1n", "emission.air": "110", "emission.water": "111",
    "emission.solid": "1111", "emission.noise": "10", "emission.ghg": "1110", "performance": "1111n1",
    "basics": "11", "strategy": "155", "supplier": "151505", "production": "11", "recycling": "1505", "platform": "5",
    "disclosure": "1505", "accounting": "1151", "source": "555", "process": "5155", "synergy": "155", "digital": "155",
    "offset": "050",
}
LIST_REASONS: Mapping[str, str] = {
    "gc.build.multistorey": "挤压机和时效炉要落地，上不了楼。",
    "gc.res.ozone": "冷水机组已换成环保制冷剂，没有其他用量。",
    "gc.prod.efficiency": "铝型材不是用能产品。",
    "gc.prod.efficiency_top": "铝型材不分能效等级。",
    "gc.prod.recycle": "铝型材可以全部回炉，不做拆解设计。",
    "gc.perf.hazard_cut": "主要原料是铝棒，没有列入名录的有毒有害原料。",
}
DATES: Mapping[str, Any] = {
    "gf.veto.permit_expiry": "2028-09-15", "gf.cond.checked_on": "2026-11-05", "gf.cond.provincial_date": "2025-12-26",
    "gf.cond.expiry_quality": "2028-02-20", "gf.cond.expiry_safety": "2028-02-20",
    "gf.cond.expiry_environment": "2028-02-20", "gf.cond.expiry_energy": "2027-06-30",
}
# fmt: on
