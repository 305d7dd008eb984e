"""What the three invented factories fill into the tables of the green-factory form, as plain data for `make_samples.py`.

One factory an energy class: Tongling at least 10,000 tce, Hefei 3,000 to 5,000, Anqing below 3,000. `enterprise` and
`values` replace what a sample says, `cells` add cells to the rows of a table in their order, `notes` are added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

YEARS = "year output_value energy_tce co2_t electricity_kwh water_m3 waste_t hazardous_t"
POWER = "source capacity generated self_used exported"
CONTRACTS = "type number kwh cancelled cancelled_on"
MACHINES = "type total power level1 level2 obsolete plan"
BUILDINGS = "name base_area floor_area storey_height"
POLLUTANTS = "monitoring emission_t permit_t"
WASTE = "opening_stock closing_stock waste_code receiver"
ENERGY = "amount_unit purchase opening closing"


@dataclass(frozen=True)
class Green:
    """The tables of one factory."""

    values: Mapping[str, Any]
    cells: Mapping[str, list[dict[str, Any]]]
    enterprise: Mapping[str, Any] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def rows(columns: str, *found: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return rows as column-to-value; None leaves the cell empty."""
    names = columns.split()
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell is not None} for row in found]


# fmt: off
HEFEI = Green(
    enterprise={
        "energy_per_value_added": 0.3168,
        "energy_per_value_added_base": 0.4860,
        "co2_per_value_added": 1.2556,
        "co2_per_value_added_base": 2.0410,
    },
    values={
        "gf.energy": rows(
            "kind consumption transferred_out amount_unit purchase opening closing note",
            ("electricity_grid", 1730, 2.6, "wan_kwh", 1730, None, None, "总表；转供给楼顶通信基站 2.6 万 kWh"),
            ("electricity_pv_self", 946000, None, None, None, None, None, "一、二号厂房屋顶"),
            ("natural_gas", 640000, None, None, 640000, None, None, "渗碳、淬火、回火炉共 11 台"),
            ("diesel", 37.6, None, None, 38.2, 2.1, 2.7, "叉车 11 台、备用发电机 1 台"),
            ("gasoline", 11.8, None, None, 11.8, None, None, "公务和送样车"),
            ("nitrogen_main", 121000, None, None, 121000, None, None, "热处理保护气，外购液氮折算"),
        ),
        "gf.market_grid": "national_residual_2023",
        "gf.green_power_kwh": 400000,
        "gf.products": rows(
            "name output unit value tce has_limit",
            ("谐波减速器", 18600, "台", 14210, 1179, False),
            ("薄壁和柔性轴承", 42.3, "万套", 9860, 1070, False),
            ("机床主轴与直线进给单元", 1248, "套", 6450, 603, False),
            ("备件与维修再制造", 9300, "件", 1860, 165, False),
        ),
        "gf.bench.energy_base": 130,
        "gf.bench.energy_lead": 85,
        "gf.bench.co2_base": 480,
        "gf.bench.co2_lead": 350,
        "gf.waste.general_has": True,
        "gf.own_power": rows(POWER, ("pv", 1100, 1092000, 946000, 146000)),
        "gf.green_contracts": rows(CONTRACTS, ("trade", "皖绿电示例 2025-017", 400000, True, "2025-12-31")),
        "gf.years": rows(
            YEARS,
            (2023, 28700, 3012.4, 12118.6, 16210000, 88600, 921, 98.4),
            (2024, 30980, 3148.9, 12560.2, 16920000, 90700, 958, 101.7),
        ),
        "gf.machines": rows(
            MACHINES,
            ("motor", 412, 3180, 38, 214, 0, None),
            ("transformer", 5, 6300, 2, 3, 0, None),
            ("compressor", 6, 620, 4, 2, 0, None),
            ("pump", 24, 310, 0, 15, 0, "2027 年换 6 台冷却水泵"),
            ("fan", 19, 285, 2, 11, 0, None),
        ),
        "gf.buildings": rows(
            BUILDINGS,
            ("热处理厂房", 9900, 9900, 10.5),
            ("三层装配楼", 6200, 18600, 5.2),
            ("机加工厂房", 7600, 7600, 7.5),
            ("成品仓库", 800, 800, 6.5),
            ("办公楼和食堂", 2100, 2100, 3.6),
        ),
        "gf.bonus.zero_carbon": "none",
        "gf.bonus.footprint_platform": False,
        "gf.bonus.chain": False,
    },
    cells={
        "gf.solid_waste": rows(
            WASTE,
            (0, 0, "SW17", "合肥某再生金属公司（示例）"),
            (0, 0, "SW17", "合肥某再生金属公司（示例）"),
            (0, 0, "SW17", "肥西某纸品回收站（示例）"),
            (1, 3, "SW59", "市固废处置中心（示例）"),
            (1.1, 1.8, "900-200-08", "某危废处置公司（示例）"),
            (0, 0, "900-006-09", "某危废处置公司（示例）"),
            (0, 0, "900-249-08", "某废油再生公司（示例）"),
        ),
        "gf.pollutants": rows(
            POLLUTANTS,
            ("quarterly", 7.26, None),
            ("quarterly", 0.84, None),
            ("quarterly", 5.29, None),
            ("quarterly", 0.32, None),
            ("quarterly", 0.58, 3.6),
            ("quarterly", 0.27, 1.9),
        ),
        "gf.water": [{"permit": 110000}],
    },
    notes={"gf.years": "2023、2024 年抄当年能源统计年报，用电量含光伏自用。"},
)

TONGLING = Green(
    values={
        "gf.energy": rows(
            "kind consumption transferred_out amount_unit purchase opening closing note",
            ("electricity_grid", 4420, None, "wan_kwh", 4420, None, None, "两座 35 kV 变电所总表，含绿电交易 600 万 kWh"),
            ("electricity_pv_self", 635, None, "wan_kwh", None, None, None, "铜杆、铜管厂房和车棚屋顶"),
            ("natural_gas", 256, 0.8, "wan_m3", 256, None, None, "退火炉、烘包；转供食堂 0.8 万 m³"),
            ("heat_purchased", 18200, None, None, 18200, None, None, "园区蒸汽，酸洗和冬季保温"),
            ("diesel", 206, None, None, 208, 6, 8, "叉车 38 台、装载机 4 台"),
            ("gasoline", 24, None, None, 24, None, None, "公务车"),
            ("coke", 64, None, None, 66, 3, 5, "烘包和熔炼覆盖"),
            ("nitrogen_main", 86, None, "wan_m3", 86, None, None, "光亮退火保护气，外购液氮折算"),
        ),
        "gf.market_grid": "national_residual_2023",
        "gf.products": rows(
            "name output unit value tce has_limit limit",
            ("电工用铜线坯（上引连铸，阴极铜）", 47800, "t", 363600, 2227.5, True, "lim.cu_rod_upcast"),
            ("紫铜管材（全工序）", 29600, "t", 239800, 5727.6, True, "lim.cu_tube"),
            ("铜母排及其他铜材", 8200, "t", 68300, 1869.6, False, None),
        ),
        "gf.waste.general_has": True,
        "gf.own_power": rows(POWER, ("pv", 7200, 7010000, 6350000, 660000)),
        "gf.green_contracts": rows(
            CONTRACTS,
            ("trade", "皖绿电示例 2025-003", 3500000, True, "2025-12-31"),
            ("trade", "皖绿电示例 2025-104", 2500000, True, "2025-12-31"),
        ),
        "gf.years": rows(
            YEARS,
            (2023, 598600, 10486.2, 35120.4, 45900000, 251600, 1862, 204.6),
            (2024, 642300, 10872.5, 36340.7, 48310000, 259800, 1931, 212.3),
        ),
        "gf.machines": rows(
            MACHINES,
            ("motor", 1260, 24600, 286, 742, 0, None),
            ("transformer", 18, 41500, 11, 7, 0, None),
            ("compressor", 9, 2250, 7, 2, 0, None),
            ("pump", 96, 2180, 12, 61, 0, None),
            ("fan", 74, 1960, 9, 52, 0, "两台烟气风机 2027 年换高效型"),
        ),
        "gf.buildings": rows(
            BUILDINGS,
            ("铜管联合厂房", 68000, 68000, 12),
            ("铜杆厂房", 47250, 47250, 11.5),
            ("两层精整厂房", 10750, 21500, 6),
            ("辅助厂房和仓库", 35200, 35200, 7.5),
            ("办公生活楼", 14800, 14800, 3.6),
        ),
        "gf.bonus.zero_carbon": "started",
        "gf.bonus.footprint_platform": True,
        "gf.bonus.chain": True,
    },
    cells={
        "gf.solid_waste": rows(
            WASTE,
            (65, 40, "SW01", "铜陵某再生铜厂（示例）"),
            (0, 0, "SW59", "铜陵某再生铜厂（示例）"),
            (0, 4, "SW59", "市固废处置中心（示例）"),
            (0, 0, "SW17", "某木制品回收站（示例）"),
            (0, 0, "900-204-08", "某废油再生公司（示例）"),
            (0.6, 1.4, "336-064-17", "某危废处置公司（示例）"),
        ),
        "gf.pollutants": rows(
            POLLUTANTS,
            ("online", 11.02, 43.6),
            ("monthly", 0.0105, 0.044),
            ("online", 1.085, 3.94),
            ("online", 1.86, 12.4),
            ("quarterly", 0.92, 6.8),
            ("quarterly", 1.34, 8.2),
            ("online", 5.9, 36),
        ),
        "gf.water": [{"permit": 45000}, {"permit": 250000}],
    },
)

ANQING = Green(
    values={
        "gf.energy": rows(
            "kind consumption transferred_out amount_unit purchase opening closing note",
            ("electricity_grid", 5920000, 15000, None, 5920000, None, None, "两台变压器总表；转供隔壁仓库 1.5 万 kWh"),
            ("steam_low_pressure", 2560, None, None, 2560, None, None, "浆纱和车间加湿"),
            ("diesel", 7600, None, "kg", 8000, 600, 1000, "叉车 3 台"),
        ),
        "gf.waste.general_has": True,
        "gf.own_power": [],
        "gf.green_contracts": [],
        "gf.years": rows(
            YEARS,
            (2023, 5890, 1102.3, 5121.5, 6080000, 37900, 112, 0.8),
            (2024, 6180, 1128.6, 5243.7, 6240000, 38400, 114, 1.0),
        ),
        "gf.machines": rows(
            MACHINES,
            ("motor", 318, 2140, 6, 58, 0, "细纱机主电机分三年换"),
            ("transformer", 2, 1630, 0, 1, 0, None),
            ("compressor", 4, 260, 0, 2, 0, None),
            ("fan", 12, 118, 2, 3, 0, None),
        ),
        "gf.buildings": rows(
            BUILDINGS,
            ("织布车间", 3500, 3500, 8.5),
            ("纺部车间", 12600, 12600, 5.5),
            ("原料和成品仓库", 1900, 1900, 6),
            ("办公室和食堂", 600, 600, 3.3),
        ),
        "gf.bonus.zero_carbon": "none",
        "gf.bonus.footprint_platform": False,
        "gf.bonus.chain": False,
    },
    cells={
        "gf.solid_waste": rows(
            WASTE,
            (1, 3, "SW17", "安庆某再生棉厂（示例）"),
            (0, 0, "SW17", "怀宁某废品站（示例）"),
            (0, 0, "SW07", "园区环卫（示例）"),
            (0, 0, "900-249-08", "某废油再生公司（示例）"),
        ),
        "gf.pollutants": rows(POLLUTANTS, ("yearly", 3.78, None), ("yearly", 3.05, None), ("yearly", 0.361, None)),
    },
)
# fmt: on

GREEN: Mapping[str, Green] = {
    "hefei-precision.json": HEFEI,
    "tongling-copper.json": TONGLING,
    "anqing-textile.json": ANQING,
}
