"""The four-bases answers of the sample factories beside what make_samples.py holds. Everything in here is made up.

`RATINGS` replaces the ratings of a section and side (in the form's order), `PLACES` adds stage, origin and affected sales to
the rows of the inventory by the beginning of their names, `ROWS` adds rows, `VALUES` and `UNKNOWN` answer the questions on
titles and supports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

HEFEI, TONGLING, ANQING = "hefei-precision.json", "tongling-copper.json", "anqing-textile.json"
# fmt: off

RATINGS: Mapping[str, Mapping[str, str]] = {
    HEFEI: {"parts.u": "43233333", "materials.u": "33233243", "technology.u": "33343232", "software.u": "42233232"},
    TONGLING: {"parts.u": "33133243", "materials.u": "43444344", "technology.u": "44443433", "software.u": "43243442"},
    ANQING: {"parts.u": "21211232", "materials.u": "32322-32", "technology.u": "212?2121", "software.u": "211-2111"},
}

PLACES: Mapping[str, Mapping[str, tuple[str, str, float | None]]] = {
    HEFEI: {
        "谐波减速器用柔性轴承钢": ("input", "abroad_single", 14162),
        "五轴数控系统": ("control", "abroad_single", 2250),
        "封闭式光栅尺": ("assembly", "abroad_single", 3860),
        "高精度滚珠丝杠": ("assembly", "abroad_several", 3860),
        "主轴角接触球轴承": ("assembly", "abroad_several", 2580),
        "伺服驱动功率芯片": ("assembly", "abroad_several", 4100),
        "伺服电机": ("assembly", "china", 3860),
        "氟橡胶唇形密封件": ("assembly", "foreign_in_china", 14162),
        "轴承钢球": ("assembly", "china", 9656),
        "谐波减速器专用润滑脂": ("assembly", "abroad_single", 14162),
        "立方氮化硼砂轮": ("forming", "abroad_several", 9656),
        "高强度铝合金压铸壳体": ("forming", "anhui", 14162),
        "三维设计与结构仿真软件": ("design", "abroad_single", None),
        "多轴数控编程与后处理软件": ("design", "abroad_several", 16000),
        "真空渗碳热处理外协": ("treatment", "anhui", 16700),
        "类金刚石涂层外协": ("treatment", "china", 5200),
        "谐波减速器寿命型式试验": ("test", "china", 1900),
    },
    TONGLING: {
        "阴极铜": ("input", "anhui", 660000),
        "再生铜原料": ("input", "abroad_several", 180000),
        "上引用高强细颗粒石墨模": ("forming", "abroad_several", 360600),
        "高沸点铜管轧制油": ("forming", "foreign_in_china", 238100),
        "盘拉主传动变频器": ("control", "abroad_single", 238100),
        "涡流探伤探头": ("test", "abroad_single", 590000),
        "控制系统输入输出卡件": ("control", "abroad_single", 660000),
        "内螺纹成型芯头": ("forming", "china", 96000),
        "感应炉水冷电缆和线圈": ("control", "china", 360600),
        "光谱分析用铜标准样品": ("test", "abroad_several", None),
        "拉伸模具修复外协": ("forming", "anhui", 238100),
        "炉衬打结外协": ("control", "china", 360600),
        "排产与配料优化软件": ("control", "anhui", None),
    },
    ANQING: {
        "喷气织机主喷嘴和电磁阀": ("control", "abroad_single", 2320),
        "电子清纱器控制板": ("control", "abroad_single", 3420),
        "细纱机罗拉轴承": ("control", "china", 3420),
        "变频器": ("control", "foreign_in_china", 5740),
        "皮棉": ("input", "china", 5740),
        "涤纶短纤": ("input", "china", 1480),
        "进销存软件年费": ("delivery", "anhui", None),
    },
}

_COLUMNS = ["name", "base", "product", "stage", "origin", "annual_purchase", "import_share", "qualified_suppliers", "largest_share", "stock_weeks", "lead_time_weeks", "substitute_trl", "plan", "impact", "affected_sales", "note"]

ROWS: Mapping[str, Sequence[Sequence[Any]]] = {
    ANQING: (
        ("喷气织机钢筘", "parts", "坯布", "control", "china", 12, 10, 2, 75, 4, 6, 9, "batch", 3, 2320, None),
        ("细纱胶辊胶圈", "parts", "棉纱、涤棉纱", "control", "china", 9, 15, 3, 55, 8, 3, 9, "batch", 2, 3420, None),
        ("空压机机头（织机供气）", "parts", "坯布", "control", "foreign_in_china", 18, 60, 1, 100, 0, 12, 8, "none", 4, 2320, "备用机只够开六成织机"),
        ("变性淀粉浆料", "materials", "坯布", "input", "anhui", 165, 0, 3, 58, 2, 1, 9, "batch", 3, 2320, None),
        ("坯布染整外协", "process", "印花坯布", "treatment", "anhui", 240, 0, 1, 100, 0, 3, 9, "planned", 3, 610, "环保限产时排不上"),
        ("纤维和条干检测", "technology", "棉纱", "test", "anhui", 6, 0, 2, 80, 0, 1, 9, "batch", 1, None, None),
    ),
}

READINESS: Mapping[str, Mapping[str, tuple[int, str]]] = {
    HEFEI: {
        "谐波减速器用柔性轴承钢": (8, "技术就绪级 7 级（6 级 疲劳台架报告 2026-03；7 级 试投 3 批跟踪表），下一步：定型认证｜制造成熟级 8 级（8 级 小批合格率统计 2026-08），下一步：稳定小批"),
        "封闭式光栅尺": (6, "技术就绪级 6 级（5 级 试验台 500 小时记录），下一步：现场试用｜制造成熟级 6 级（6 级 厂方成本估算表），下一步：生产现场试制"),
    },
    TONGLING: {"上引用高强细颗粒石墨模": (7, "技术就绪级 6 级（6 级 上引机试用 4 炉记录），下一步：现场试用｜制造成熟级 7 级（7 级 试制批 12 件记录），下一步：小批验证")},
}

VALUES: Mapping[str, Mapping[str, Any]] = {
    HEFEI: {
        "fb.title.targets": ["little_giant", "first_set", "foundation"],
        "fb.title.segment_years": 12.5, "fb.title.main_share": 94.2, "fb.title.revenue_prev": 29850.6,
        "fb.title.revenue_base": 27340, "fb.title.rd_prev": 1520, "fb.title.class1_ip": 9, "fb.title.ip_award": "none",
        "fb.title.market_share": 12.5, "fb.title.market_rank": 4, "fb.title.key_link": True,
        "fb.title.first_limited": True, "fb.title.first_invention": True, "fb.title.first_novelty": False,
        "fb.title.first_user": True, "fb.title.first_advanced": False, "fb.title.first_benchmark": False,
        "fb.title.project_started": False, "fb.title.project_listed": True, "fb.title.project_equipment": 860,
    },
    TONGLING: {
        "fb.title.targets": ["champion", "first_batch", "foundation"],
        "fb.title.segment_years": 18, "fb.title.new_product": False, "fb.title.main_average": 352000,
        "fb.title.global_rank": 11, "fb.title.advanced_energy": False,
        "fb.title.first_limited": True, "fb.title.first_invention": True, "fb.title.first_novelty": True,
        "fb.title.first_user": True, "fb.title.first_advanced": True, "fb.title.first_benchmark": False,
        "fb.title.project_started": True, "fb.title.project_listed": True, "fb.title.project_equipment": 2380,
    },
    ANQING: {
        "fb.title.targets": ["province_sme"],
        "fb.title.segment_years": 14, "fb.title.main_share": 99, "fb.title.revenue_prev": 6010, "fb.title.rd_prev": 48,
        "fb.title.class1_ip": 0, "fb.title.ip_award": "none", "fb.title.market_rank": 11, "fb.title.new_equity": 0,
    },
}

UNKNOWN: Mapping[str, Mapping[str, str]] = {
    HEFEI: {"fb.title.dev_score": "2026 年的平台还没登录过，得分要等企管部填完数据才有。"},
    TONGLING: {},
    ANQING: {
        "fb.title.market_share": "没有人统计过本地纱线市场，协会也拿不出数。",
        "fb.title.dev_score": "培育平台的账号在原来会计手里，还没找回来。",
    },
}
# fmt: on


def ratings(file: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the ratings of a sample with those of this module over them."""
    return {**known, **RATINGS.get(file, {})}


def values(file: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a sample with the inventory completed and the titles answered."""
    rows = [_placed(file, row) for row in known["fb.inventory"]]
    rows += [
        {name: cell for name, cell in zip(_COLUMNS, row, strict=True) if cell is not None}
        for row in ROWS.get(file, ())
    ]
    return {**known, "fb.inventory": rows, **VALUES.get(file, {})}


def _placed(file: str, row: Mapping[str, Any]) -> dict[str, Any]:
    placed = dict(row)
    name = str(row["name"])
    for start, (stage, origin, sales) in PLACES[file].items():
        if name.startswith(start):
            placed |= {"stage": stage, "origin": origin}
            placed |= {} if sales is None else {"affected_sales": sales}
    for start, (level, basis) in READINESS.get(file, {}).items():
        if name.startswith(start):
            placed |= {"mrl": level, "readiness_basis": basis}
    return placed
