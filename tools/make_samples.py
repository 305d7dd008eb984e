"""Write resources/samples/*.json, invented factories, three with all their answers and one that is green only: `python tools/make_samples.py`.

Everything in here is made up. The answers are choices by hand, kept as compact tables, so that the files can be made again
when the forms change; whatever no longer fits the forms is listed and nothing is written. The credit codes carry a correct
check character for the program and a deliberately wrong one inside (GB 11714), so that no real firm can have them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from sample_green import GREEN, Green  # noqa: E402

from anhui_assess.content.library import load_catalog  # noqa: E402
from anhui_assess.domain.catalog import Catalog  # noqa: E402
from anhui_assess.domain.diagnosis.findings import findings  # noqa: E402
from anhui_assess.domain.diagnosis.qualifications import Verdict, checked, result_scope  # noqa: E402
from anhui_assess.domain.enterprise import size_class, uscc_with_check  # noqa: E402
from anhui_assess.domain.errors import InputRefusedError  # noqa: E402
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine  # noqa: E402
from anhui_assess.domain.scoring.result import FormResult  # noqa: E402
from anhui_assess.exchange.answers_json import parse_answers  # noqa: E402
from tools import sample_bases, sample_chuzhou, sample_green_checklist, sample_projects  # noqa: E402

TARGET = ROOT / "resources" / "samples"
SCHEMA = "anhui-assess/answers/1"
VERSION = "2026.1"
MARKS: Mapping[str, float] = {"1": 1, "8": 0.8, "5": 0.5, "0": 0}
NOT_APPLICABLE, UNKNOWN, OPEN = "n", "?", "-"


@dataclass(frozen=True)
class Sample:
    """One factory.

    Attributes:
        smart: per sub-domain the marks of levels 1 to 5, one character an item: 1, 8 (0.8), 5 (0.5), 0, n (not
            applicable), ? (unknown), - (not answered).
        ratings: per `section.side` of the four bases the ratings 1–5 in the form's order, n ? - as above.
        quick: the ratings 1–5 of the quick scan in the form's order, - where a question is not asked.
        values: what the items of the other forms got; a table is made by `table`.
        reasons: of everything not applicable or unknown. Items that are in none of `smart`, `ratings` and `quick` are
            unknown when they are named in `unknown`, else not applicable.
        tailored_out: sections with the reason, by the last part of their id; they count for both smart-factory forms.
        projects: rows of its register.
        checked: the assessor found the same; changed: the assessor found something else, with the reason.
    """

    file: str
    enterprise: Mapping[str, Any]
    assessment: Mapping[str, str]
    smart: Mapping[str, str]
    ratings: Mapping[str, str]
    values: Mapping[str, Any]
    reasons: Mapping[str, str]
    notes: Mapping[str, str]
    unknown: frozenset[str] = frozenset()
    tailored_out: Mapping[str, str] = field(default_factory=dict)
    quick: str = ""
    checked: str = ""
    changed: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    projects: Sequence[sample_projects.Row] = ()


def table(columns: str, *rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return rows as column-to-value; None leaves the cell empty."""
    names = columns.split()
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows]


def with_green(sample: Sample, green: Green) -> Sample:
    """Return a sample with its green-factory tables."""
    values = {**sample.values, **green.values}
    for item_id, added in green.cells.items():
        more = [*added, *({} for _ in values[item_id][len(added) :])]
        values[item_id] = [{**row, **cells} for row, cells in zip(values[item_id], more, strict=True)]
    enterprise, notes = {**sample.enterprise, **green.enterprise}, {**sample.notes, **green.notes}
    return replace(sample, values=values, enterprise=enterprise, notes=notes)


ENERGY = "kind consumption transferred_out note"
PRODUCTS = "name output unit value tce has_limit level1 level2 limit_unit"
WATER = "source withdrawal recycled reuse discharge"
WASTE = "name category generated utilised prior_utilised disposed"
POLLUTANTS = "medium outlet pollutant limit mean unit"
UPGRADES = "year project direction investment effect"
EQUIPMENT = "catalogue name edition quantity commissioned in_use"
MATERIALS = "name consumption recycled"
INVENTORY = (
    "name base product annual_purchase import_share qualified_suppliers largest_share stock_weeks lead_time_weeks "
    "substitute_trl plan impact note"
)

# What stands in every sample alike: no veto but those a sample names, no condition broken.
CLEAN: Mapping[str, bool] = {
    "gf.veto.registered": True,
    "gf.veto.quality": True,
    "gf.veto.safety": True,
    "gf.veto.environment": True,
    "gf.veto.energy": True,
    "gf.veto.obsolete": False,
    "gf.veto.emissions": True,
    "gf.veto.incident": False,
    "gf.cond.independent": True,
    "gf.cond.stopped": False,
    "gf.cond.abnormal": False,
    "gf.cond.safety_accident": False,
    "gf.cond.quality_accident": False,
    "gf.cond.pollution": False,
    "gf.cond.tax": False,
    "gf.cond.removed": False,
    "gf.cond.inspection": False,
    "gf.cond.rectification": False,
    "gf.cond.dishonest": False,
    "gf.cond.national": False,
}

# A row of a table is a line, however long.
# fmt: off

# ------------------------------------------------------------------------------------- 1 precision machinery, Hefei

HEFEI = Sample(
    file="hefei-precision.json",
    projects=sample_projects.HEFEI,
    enterprise={
        "name": "合肥示例精密机械有限公司",
        "uscc": uscc_with_check("91340100MA00A0009"),
        "legal_representative": "周某（示例）",
        "city": "合肥市",
        "county": "蜀山区",
        "park": "合肥经济技术开发区（国家级）",
        "address": "合肥经济技术开发区示例路18号",
        "industry": "智能装备",
        "other_industries": ["节能和新能源汽车"],
        "gbt4754": "3453",
        "main_products": "谐波减速器 44%、年产 1.86 万台；薄壁和柔性轴承 30%、42 万套；机床主轴与直线进给单元 20%；备件和维修 6%。",
        "manufacturing_type": "discrete",
        "founded": "2009-04-16",
        "size": "中型",
        "contact": "李某（企管部部长，示例）",
        "phone": "0551-00000000 转 802（示例）",
        "data_year": 2025,
        "employees": 620,
        "employees_prev": 598,
        "revenue": 32186.4,
        "output_value": 33150,
        "value_added": 10240,
        "value_added_prev": 9520,
        "total_assets": 46820,
        "liabilities": 21530,
        "tax_and_profit": 5460,
        "rd_expense": 1690,
        "invention_patents": 11,
        "has_rd_institution": True,
        "integration_index": 58.4,
        "digital_design_tool_rate": 93.8,
        "key_process_cnc_rate": 84.4,
        "titles": [
            "innovative_sme",
            "specialised_sme",
            "high_tech",
            "technology_centre_city",
            "digital_workshop",
        ],
        "production_equipment": 286,
        "digital_equipment": 176,
        "networked_equipment": 118,
        "key_process_equipment": 122,
        "key_process_cnc_equipment": 103,
        "auto_collection_rate": 66.1,
        "industrial_robots": 12,
        "design_staff": 48,
        "design_tool_users": 45,
        "it_spending": 268,
        "base_year": 2015,
        "energy_per_value_added": 0.2226,
        "energy_per_value_added_base": 0.3415,
        "co2_per_value_added": 0.8587,
        "co2_per_value_added_base": 1.3960,
        "water_per_value_added": 8.984,
        "water_per_value_added_base": 15.620,
        "solid_waste_utilisation_rate": 96.3,
    },
    assessment={"title": "2026 年自评", "date": "2026-10-31", "assessor": "企管部 李某（示例）"},
    smart={
        "org": "118 88885 5500",
        "skill": "118 8885 5055 00",
        "data": "111 858 5505 000 00",
        "integ": "81 558 5055 00 00",
        "infosec": "885 558 0550 000 00",
        "equip": "111 118 1885 850 00",
        "net": "118 818 55855 00 00",
        "pdesign": "111 118 15155 500 00",
        "process": "111 818 5055 00 00",
        "procure": "111 8188 5855 0000 00",
        "sched": "118 855 0550 100 00",
        "oper": "111 881 88855 5000 00",
        "eqman": "111 8818 8850 500 00",
        "ware": "1188 885 5850 001 00",
        "ehs": "111 888 805505 000 00",
        "energy": "111 8881 58505 0000 00",
        "logis": "111 881 50n5 000 00",
        "sales": "111 188 8505 0n0 00",
        "cserv": "111 881 580n 0000 00",
        "pserv": "111 885 0?55 000 00",
    },
    ratings={
        "parts.s": "34334343",
        "parts.u": "4323333",
        "process.s": "44333332",
        "materials.u": "3323243",
        "technology.s": "2223?232",
        "technology.u": "334332",
        "software.u": "422332",
    },
    quick="33 332 43 43 3333333 3 3 33",
    reasons={
        "sf.logis.3.3": "发货以整箱快运和专车直送为主，一票一单，没有拼车拆单的业务。",
        "sf.sales.4.2": "全部直销给整机厂，没有网店和经销渠道。",
        "sf.cserv.3.4": "客户只通过电话和一个服务邮箱找我们，由同一个人受理，没有别的渠道。",
        "sf.pserv.3.2": "主轴业务在客户那边挂了一套监测，是客户自己买的，我们说不清算不算本厂平台。",
        "gf.cond.efficiency": "减速器和轴承没有能耗限额标准，也不在行业标杆水平的目录里。",
        "fb.technology.s.ip": "试验室编过两份方法，有没有申请专利要等知识产权专员出差回来查。",
    },
    notes={
        "sf.org.1.2": "2026 年改造预算 860 万元，到 10 月底付了 742 万元，磨加工线联网占一半多。",
        "sf.org.2.3": "设备信息部牵头，7 个关键岗位里数据管理员空着，暂由质量员兼。",
        "sf.skill.2.2": "编程调试和设备维护各有 3 人以上，信息安全只有 1 个人会，没有备份。",
        "sf.data.2.1": "列了 62 个主要数据项，41 个靠扫码或设备口读数；热处理的炉温还是每小时手抄。",
        "sf.data.3.2": "物料、设备编码统一了；工序编号磨工和装配是两套，客户编号财务和销售各编各的。",
        "sf.integ.2.2": "关键业务设备 84 台，能直接传数的 41 台，其余班后由统计员补录。",
        "sf.integ.3.3": "计划、采购、仓储、财务四块通了，质量和销售每天导一次表。",
        "sf.infosec.1.3": "今年只在 4 月查了办公室电脑，车间操作站没有查到。",
        "sf.infosec.2.2": "工业主机 57 台，装了白名单的 33 台，老磨床的 24 台系统太旧装不上。",
        "sf.infosec.3.1": "控制网和办公网之间只有一台普通交换机，2027 年预算里列了防护设备 38 万元。",
        "sf.equip.1.3": "122 台关键设备，每台标了数控、接口、联网三列，2026 年 8 月核过一遍。",
        "sf.equip.2.1": "122 台关键设备里数控的 103 台，占 84.4%。",
        "sf.equip.3.1": "联网的磨床和加工中心都能导三个月以上的参数和报警，抽过 5 台。",
        "sf.equip.4.1": "能远程看主轴振动并提示故障部位的 76 台，占 62%；核对表缺 7 月。",
        "sf.net.2.1": "关键设备控制器 122 个，接进控制网 87 个。",
        "sf.pdesign.2.1": "2025 年 11 月到 2026 年 10 月新产品 46 个，44 个由三维模型出图。",
        "sf.pdesign.3.3": "刚度、温升、疲劳三项规定必做，12 个月里 19 个新型号都做了，并和台架实测对过。",
        "sf.process.3.3": "装配工艺拆成了数据，磨削参数仍写在工艺卡的备注格里。",
        "sf.procure.2.3": "主要供应商 64 家，今年按季打分的 55 家，质量和交期从系统取数。",
        "sf.sched.2.2": "只有装配件的用料清单准，磨加工件提前期没有维护，缺料由计划员在表格里补算。",
        "sf.sched.4.1": "装配车间两条线 5 月起每天用算法排，交期、换产、设备三个目标一起算，每月和老办法比。",
        "sf.oper.2.2": "人和设备刷卡采，装配投料扫批次码，磨工的料批仍有一部分手工补。",
        "sf.oper.3.1": "能接收程序的机床 103 台，随工单自动下发的 88 台，没有防错拦截。",
        "sf.oper.3.4": "减速器能从编号查到料、机、人和检验，反查一批钢去了哪些件还要翻台账。",
        "sf.eqman.3.2": "开动率自动采，合格率由检验员晚上录，综合效率按月分析。",
        "sf.ware.2.3": "配送单只管装配线，磨工车间自己来库房领，准时率没有统计。",
        "sf.ware.4.3": "装配线 6 台无人搬运车统一派车，近三个月准时率 98.6%，9 月坏过一台系统自动改派。",
        "sf.ehs.3.3": "只有废气总排口接了在线，酸洗和切削液处理段没有点位。",
        "sf.energy.2.1": "48 个主要用能点里 45 个自动抄，8 月打雷断过 3 天数。",
        "sf.energy.2.4": "空压站改造前后各测了 30 天，折到同样产量，年省电 41 万 kWh。",
        "sf.logis.2.2": "6 家承运商的证照和运价在系统里，到期会提醒，但不拦派车。",
        "sf.cserv.2.2": "2025 年发出 210 份、收回 158 份，低于 80 分的 9 家都打了回访电话。",
        "sf.pserv.3.1": "减速器本身不带传感器，客户设备上的数据拿不到。",
        "gf.energy": "热处理用天然气，液氮由气体公司槽车送，按结算单换成标准立方米。",
        "gf.footprint.done": "谐波减速器和薄壁轴承两类做了，主轴准备 2027 年做。",
        "gf.land.total": "不动产权证两宗合计 93 亩。",
        "fb.general.stop_days": "2026 年 3 月光栅尺晚到，专机线停 4 天；6 月轴承钢等料 2.5 天。",
        "fb.parts.u.readiness": "国产光栅尺 2 个牌号在试验台上跑过 500 小时，还没有装到专机上。",
        "sd.equipment_networking_rate": "按 10 月底采集平台在线 133 台算的，档案里是 2025 年末的 118 台，年份没有统一。",
        "sd.network_security": "出口防火墙带入侵检测，管的是办公网出口；控制网和办公网之间还没有。",
        "sd.fund_share": "2023—2025 年共投 982 万元，三年收入合计 9.02 亿元。",
        "gr.operation.ai": "轴承套圈外观检验用相机加训练过的模型，漏判率 0.6%，每季度补一次样本。",
        "gr.management.use": "智能排产只在装配车间两条线用，磨工车间还是计划员排。",
        "gr.cond.above_average": "人均产值、废品率、产值能耗三项好于省轴承协会 2025 年通报（示例数据）。",
        "gr.cond.province_lead": "有两家客户的年度优秀供应商牌匾，没有全省范围的排名。",
        "gr.city.workshops": "只有磨加工车间认定过市级数字化车间，装配车间还没有报。",
    },
    values={
        **CLEAN,
        "gf.cond.provincial": False,
        "gf.cond.certified": ["quality", "safety", "environment", "audit"],
        "gf.cond.cert_expiry": "2027-05-18",
        "gf.year": 2025,
        "gf.output_value": 33150,
        "gf.revenue": 32186.4,
        "gf.output_prior1": 30980,
        "gf.output_prior2": 28700,
        "gf.energy": table(
            ENERGY,
            ("electricity_grid", 11820000, 26000, "总表；转供给楼顶通信基站 2.6 万 kWh"),
            ("electricity_pv_self", 946000, None, "一、二号厂房屋顶"),
            ("natural_gas", 421000, None, "渗碳、淬火、回火炉共 7 台"),
            ("diesel", 37.6, None, "叉车 11 台、备用发电机 1 台"),
            ("gasoline", 11.8, None, "公务和送样车"),
            ("nitrogen_main", 121000, None, "热处理保护气，外购液氮折算"),
        ),
        "gf.grid_factor": "anhui_2023",
        "gf.process_co2": 0,
        "gf.green_power_kwh": 1500000,
        "gf.green_certificate_kwh": 0,
        "gf.pv_capacity": 1100,
        "gf.pv_generation": 1092000,
        "gf.limit.has": False,
        "gf.products": table(
            PRODUCTS,
            ("谐波减速器", 18600, "台", 14210, 842, False, None, None, None),
            ("薄壁和柔性轴承", 42.3, "万套", 9860, 764, False, None, None, None),
            ("机床主轴与直线进给单元", 1248, "套", 6450, 431, False, None, None, None),
            ("备件与维修再制造", 9300, "件", 1860, 118, False, None, None, None),
        ),
        "gf.carbon.per_product": False,
        "gf.water": table(WATER, ("tap", 92000, 780000, 9200, 61500), ("unconventional", 2400, 0, 0, 0)),
        "gf.quota.has": False,
        "gf.materials": table(
            MATERIALS,
            ("轴承钢和合金钢", 2960, 410),
            ("铸铁件", 640, 210),
            ("铝合金壳体", 285, 96),
            ("切削油和乳化液", 74, 18),
        ),
        "gf.solid_waste": table(
            WASTE,
            ("钢屑铁屑", "general", 862, 862, 0, 0),
            ("铝屑", "general", 46, 46, 0, 0),
            ("废木托和纸箱", "general", 58, 58, 0, 0),
            ("废砂轮和磨料", "general", 37, 0, 0, 35),
            ("含油磨泥", "hazardous", 64.2, 0, 0, 63.5),
            ("废切削液", "hazardous", 31.8, 0, 0, 31.8),
            ("废矿物油", "hazardous", 9.6, 9.6, 0, 0),
        ),
        "gf.outlet.water": True,
        "gf.outlet.air": True,
        "gf.pollutants": table(
            POLLUTANTS,
            ("water", "DW001", "化学需氧量", 500, 118, "mg_l"),
            ("water", "DW001", "氨氮", 45, 13.6, "mg_l"),
            ("water", "DW001", "悬浮物", 400, 86, "mg_l"),
            ("water", "DW001", "石油类", 20, 5.2, "mg_l"),
            ("air", "DA001", "非甲烷总烃", 70, 10.8, "mg_m3"),
            ("air", "DA002", "颗粒物", 30, 4.6, "mg_m3"),
        ),
        "gf.upgrades": table(
            UPGRADES,
            (2023, "空压站换永磁变频机组", "energy", 68, "年节电 41 万 kWh"),
            (2023, "清洗线改水基清洗剂", "pollution", 32, "年少用溶剂 5.2 t"),
            (2023, "车间照明换发光二极管", "energy", 18, "年节电 14 万 kWh"),
            (2024, "屋顶光伏二期 300 kW", "energy", 96, "年发电约 29 万 kWh"),
            (2024, "冷却塔加变频和水质在线", "water", 24, "年节水 0.9 万 m³"),
            (2024, "磨削液集中过滤循环", "material", 72, "换液周期由 3 个月延到 9 个月"),
            (2024, "能耗在线采集 45 个点", "digital", 36, "能分车间按日出表"),
            (2025, "渗碳炉余热烘干", "energy", 44, "年节气 3.1 万 m³"),
            (2025, "油雾集中净化", "pollution", 39, "非甲烷总烃年均降到 10.8 mg/m³"),
            (2025, "废切削液蒸发减量", "pollution", 31, "危废少 22 t"),
            (2025, "轴承套圈精密冷辗替代车削", "material", 28, "套圈料耗由 1.62 降到 1.38 kg"),
        ),
        "gf.land.total": 62000,
        "gf.land.building": 26600,
        "gf.land.structure": 920,
        "gf.land.yard": 860,
        "gf.land.floor_area": 48900,
        "gf.bench.sector": False,
        "gf.platform.has": True,
        "gf.platform.functions": ["query", "intensity", "benchmark", "flow", "carbon"],
        "gf.platform.auto_share": 88.5,
        "gf.carbon.report": "self",
        "gf.bench.energy_base": 95,
        "gf.bench.energy_lead": 60,
        "gf.bench.energy_source": "示例数据：虚构的“齿轮轴承行业 2025 年对标表”第 4 页，演示用，申报时请换成真实出处。",
        "gf.bench.co2_base": 330,
        "gf.bench.co2_lead": 240,
        "gf.bench.co2_source": "示例数据：由上述虚构对标表的能耗按安徽 2023 年电力因子换算，演示用。",
        "gf.material.reduce": "proved",
        "gf.material.reduce_note": "轴承套圈由棒料车削改为冷辗，单件料耗由 1.62 kg 降到 1.38 kg，2025 年少用轴承钢 104 t。",
        "gf.material.recycled": "partial",
        "gf.material.recycled_note": "主轴箱体铸铁件掺 33% 回收铁，供方有来料凭证，缺我厂自己的批次检测。",
        "gf.watersave.balance": "within3",
        "gf.waste.receiver": True,
        "gf.bench.water_base": 3.6,
        "gf.bench.water_lead": 2.2,
        "gf.bench.water_source": "示例数据：虚构的“开发区工业用水通报 2025”附表二，演示用。",
        "gf.equipment": table(
            EQUIPMENT,
            ("energy_saving", "永磁同步变频螺杆空压机", 2022, 3, "2023-06-20", True),
            ("energy_saving", "一级能效电机", 2022, 86, "2024-04-11", True),
            ("water_saving", "闭式冷却循环装置", 2023, 2, "2024-07-02", True),
            ("environmental", "油雾静电净化设备", 2023, 4, "2025-05-15", True),
            ("green_technology", "废切削液低温蒸发减量", 2021, 1, "2025-09-01", True),
            ("resource_use", "磨屑压块脱油机", 2020, 1, "2021-03-18", False),
        ),
        "gf.upgrade.vouchers": True,
        "gf.upgrade.plan": "budgeted",
        "gf.monitor.frequency": "quarterly",
        "gf.clean.audit": "passed",
        "gf.design.case": "proved",
        "gf.design.directions": ["light", "durable", "energy"],
        "gf.design.note": "25 型谐波减速器壳体改铝合金加拓扑减重，由 1.86 kg 降到 1.42 kg，2024 年量产，寿命台架 1 万小时合格。",
        "gf.footprint.total": 4,
        "gf.footprint.done": 2,
        "gf.footprint.method": "self",
        "gf.efficiency.has": False,
        "gf.land.tenure": "owned",
        "gf.land.leased_out": 0,
        "gf.land.idle": 5200,
        "gf.land.office": 2100,
        "gf.land.multistorey": 18600,
        "fb.parts.role": "both",
        "fb.process.role": "supplier",
        "fb.materials.role": "user",
        "fb.technology.role": "both",
        "fb.software.role": "user",
        "fb.general.annual_purchase": 15860,
        "fb.general.import_share": 18.5,
        "fb.general.stop_days": 6.5,
        "fb.inventory": table(
            INVENTORY,
            ("谐波减速器用柔性轴承钢（真空脱气，φ60 以下棒材）", "materials", "谐波减速器、柔性轴承", 1260, 85, 2, 78, 5, 22, 7, "trial", 5, "国产钢试投 3 批，疲劳台架差 8%"),
            ("五轴数控系统（磨床专机配套）", "parts", "直线进给单元专机", 420, 100, 1, 100, 2, 20, 6, "planned", 4, "2025 年涨价 12%，交期由 12 周变 20 周"),
            ("封闭式光栅尺（分辨率 0.1 μm）", "parts", "直线进给单元", 186, 100, 1, 100, 3, 16, 6, "trial", 4, "2026 年 3 月晚到 4 天停线"),
            ("高精度滚珠丝杠（C3 级）", "parts", "直线进给单元", 368, 60, 2, 70, 4, 16, 8, "trial", 3, None),
            ("主轴角接触球轴承（P4 级）", "parts", "机床主轴", 540, 65, 2, 72, 6, 14, 8, "trial", 4, "国产件已在两个客户处试用"),
            ("伺服驱动功率芯片", "parts", "减速器关节模组控制板", 145, 95, 2, 85, 10, 24, 5, "planned", 4, None),
            ("伺服电机（0.4—3 kW）", "parts", "直线进给单元", 480, 15, 4, 42, 4, 5, 9, "batch", 2, None),
            ("氟橡胶唇形密封件", "parts", "谐波减速器", 92, 35, 3, 55, 8, 6, 8, "batch", 3, None),
            ("轴承钢球（G5 级）", "parts", "薄壁轴承", 310, 0, 3, 48, 6, 4, 9, "batch", 3, None),
            ("谐波减速器专用润滑脂", "materials", "谐波减速器", 74, 90, 1, 100, 9, 12, 6, "trial", 4, "换脂要重做 2000 小时寿命试验"),
            ("立方氮化硼砂轮（超精磨）", "materials", "轴承套圈", 260, 55, 2, 65, 5, 10, 8, "trial", 3, None),
            ("高强度铝合金压铸壳体", "materials", "谐波减速器", 515, 0, 3, 52, 3, 4, 9, "batch", 2, None),
            ("三维设计与结构仿真软件（CAD/CAE，按年授权）", "software", "全部新产品", 118, 100, 1, 100, 0, 4, 6, "planned", 3, "48 个席位"),
            ("多轴数控编程与后处理软件（CAM）", "software", "减速器、主轴零件", 26, 100, 2, 60, 0, 3, 7, "planned", 2, None),
            ("真空渗碳热处理外协", "process", "刚轮、主轴", 210, 0, 2, 68, 0, 2, 9, "batch", 3, "自有渗碳炉不够用时外协"),
            ("类金刚石涂层外协", "process", "柔轮", 96, 20, 1, 100, 0, 3, 7, "planned", 3, None),
            ("谐波减速器寿命型式试验", "technology", "谐波减速器新品", 48, 0, 1, 100, 0, 10, 9, "planned", 2, "省内只有一家能做满载寿命"),
        ),
        "sd.network": ["control", "application"],
        "sd.equipment_digital_rate": 61.5,
        "sd.equipment_networking_rate": 46.5,
        "sd.auto_collection": ["product_design", "process_design", "production", "quality", "equipment", "energy", "warehouse", "hr"],
        "sd.system_coverage": "most",
        "sd.network_security": ["policy", "product", "assessment", "boundary"],
        "sd.data_security": ["policy", "product"],
        "sd.awareness": "started",
        "sd.mechanism": ["process", "system"],
        "sd.talent": ["staffed", "post", "training"],
        "sd.fund_share": 1.1,
        "sd.energy_change": "better",
        "sd.quality_change": "better",
        "sd.revenue_per_capita_change": "better",
        "sd.cost_change": "same",
        "sd.scene.product_design": "l3",
        "sd.scene.process_design": "l2",
        "sd.scene.marketing": "l2",
        "sd.scene.after_sales": "l2",
        "sd.scene.planning": "l2",
        "sd.scene.production": "l2",
        "sd.scene.quality": "l3",
        "sd.scene.equipment": "l3",
        "sd.scene.safety": "l2",
        "sd.scene.energy": "l3",
        "sd.scene.procurement": "l3",
        "sd.scene.warehouse": "l3",
        "sd.scene.finance": "l3",
        "sd.scene.hr": "l2",
        "sd.scene.office": "l3",
        "sd.scene.decision": "l2",
        "gr.factory.use": ["sc02"],
        "gr.factory.ai": [],
        "gr.product.use": ["sc04", "sc05"],
        "gr.product.ai": [],
        "gr.process.use": ["sc06"],
        "gr.process.ai": [],
        "gr.management.use": ["sc09", "sc10", "sc12", "sc13", "sc16"],
        "gr.management.ai": [],
        "gr.operation.use": ["sc24", "sc25", "sc26", "sc27", "sc29"],
        "gr.operation.ai": ["sc24"],
        "gr.business.use": ["sc31"],
        "gr.business.ai": [],
        "gr.service.use": [],
        "gr.service.ai": [],
        "gr.supply.use": ["sc38"],
        "gr.supply.ai": [],
        "gr.cond.finance": True,
        "gr.cond.other_violation": True,
        "gr.cond.source_clear": True,
        "gr.cond.risk_assessed": True,
        "gr.cond.above_average": True,
        "gr.cond.audit": True,
        "gr.cond.no_penalty": True,
        "gr.cond.province_lead": False,
        "gr.city.years": True,
        "gr.city.investment": False,
        "gr.city.workshops": False,
        "gr.city.execution": False,
        "gr.city.chief": False,
        "gr.city.integration": False,
    },
)

# --------------------------------------------------------------------------------------- 2 copper products, Tongling

TONGLING = Sample(
    file="tongling-copper.json",
    enterprise={
        "name": "铜陵示例铜材有限公司",
        "uscc": uscc_with_check("91340700MA00B0009"),
        "legal_representative": "吴某（示例）",
        "city": "铜陵市",
        "county": "铜官区",
        "park": "铜陵经济技术开发区（国家级）",
        "address": "铜陵经济技术开发区示例大道 66 号；东区铜管分厂示例二路 9 号",
        "industry": "冶金",
        "other_industries": ["新材料"],
        "gbt4754": "3251",
        "main_products": "电工用铜线坯（上引）53%、年产 4.78 万 t；紫铜管材 35%、2.96 万 t；铜母排及其他铜材 10%、0.82 万 t。",
        "manufacturing_type": "process",
        "founded": "2003-09-28",
        "size": "大型",
        "contact": "陈某（企业管理部部长，示例）",
        "phone": "0562-0000000 转 6018（示例）",
        "data_year": 2025,
        "employees": 1450,
        "employees_prev": 1436,
        "revenue": 680400,
        "output_value": 686500,
        "value_added": 44800,
        "value_added_prev": 41950,
        "total_assets": 365200,
        "liabilities": 243600,
        "tax_and_profit": 21640,
        "rd_expense": 20560,
        "invention_patents": 34,
        "has_rd_institution": True,
        "integration_index": 78.6,
        "digital_design_tool_rate": 88.2,
        "key_process_cnc_rate": 91.3,
        "titles": [
            "high_tech",
            "technology_centre_province",
            "smart_factory_advanced",
            "digital_workshop",
            "integration_certificate",
            "green_factory_province",
            "quality_award",
        ],
        "production_equipment": 486,
        "digital_equipment": 402,
        "networked_equipment": 341,
        "key_process_equipment": 207,
        "key_process_cnc_equipment": 189,
        "auto_collection_rate": 86.7,
        "industrial_robots": 46,
        "design_staff": 68,
        "design_tool_users": 60,
        "it_spending": 3120,
        "base_year": 2015,
        "energy_per_value_added": 0.2501,
        "energy_per_value_added_base": 0.3720,
        "co2_per_value_added": 0.8345,
        "co2_per_value_added_base": 1.3510,
        "water_per_value_added": 5.978,
        "water_per_value_added_base": 10.440,
        "solid_waste_utilisation_rate": 96.1,
    },
    assessment={
        "title": "2026 年自评",
        "date": "2026-11-06",
        "assessor": "示例评估机构 王某（现场核验 2026-11-04 至 11-06）",
    },
    smart={
        "org": "111 11118 1888",
        "skill": "111 1188 8885 50",
        "data": "111 111 8888 550 00",
        "integ": "11 118 8888 50 00",
        "infosec": "111 181 8885 050 00",
        "equip": "111 111 1818 800 00",
        "net": "111 111 18888 50 00",
        "process": "111 118 8588 05 00",
        "procure": "111 1111 8188 0500 00",
        "sched": "111 111 8818 050 00",
        "oper": "111 111 11888 8505 00",
        "eqman": "111 1118 8818 550 00",
        "ware": "1111 118 1888 005 00",
        "ehs": "111 118 118858 500 00",
        "energy": "111 1111 88818 5508 05",
        "logis": "111 111 8888 050 00",
        "sales": "111 111 1885 5n0 00",
        "cserv": "111 111 888n 0000 00",
    },
    ratings={
        "parts.u": "3313243",
        "process.s": "44344443",
        "materials.s": "45444444",
        "materials.u": "4344344",
        "technology.u": "444333",
        "software.u": "432432",
    },
    quick="44 443 44 -4 4444444 4 4 4-",
    reasons={
        "sf.cserv.3.4": "41 家客户各有一名客服经理对口受理，没有网店、公众号等别的渠道。",
        "sf.sales.4.2": "长单加现货点价直销，没有线上渠道。",
    },
    notes={
        "sf.org.2.2": "2024—2026 年列了 23 个项目，每个有概算和负责人，年初随预算一起下发。",
        "sf.org.3.2": "2025 年战略目标 14 条，12 条有实际值；人均产量和库存天数两条还是估的。",
        "sf.data.3.1": "关键点位 1,860 个，自动上传 1,612 个；7 月高温时在线率降到 92%。",
        "sf.data.3.2": "物料、设备、人员、工序四类统一了，客户编号还没有并。",
        "sf.integ.3.3": "订单到开票通了六类，质量检验单里一处含氧量要人工补。",
        "sf.integ.3.4": "12 个车间实绩全部自动传，任务自动下达的有 10 个，母排和修模两个车间还发纸单。",
        "sf.infosec.2.1": "每年 6 月请外单位测一次，2026 年测了 11 套控制系统，高风险 6 项改了 5 项。",
        "sf.infosec.3.3": "程序和配方每周备份，一份放在东区机房。",
        "sf.equip.3.1": "上引炉、盘拉、退火炉三类设备数据存两年，可按批号导出。",
        "sf.equip.3.3": "控制逻辑都是图形组态，自动化室 5 个人能独立改。",
        "sf.equip.4.1": "可远程监测的 151 台套，七成；能指出故障部位的先只有轧机和空压机。",
        "sf.process.3.2": "只有铜管拉伸道次做过仿真，上引结晶还没有模型。",
        "sf.procure.3.1": "阴极铜按点价计划自动带出申请，辅料按库存下限，备件仍由车间提。",
        "sf.sched.3.2": "铜管按规格和退火炉能力自动排，模具寿命由排产员手工兼顾。",
        "sf.sched.4.2": "停机和插单可以自动重排，来料迟到要人工改。",
        "sf.oper.3.1": "上引速度、拉伸道次和退火曲线随工单下到控制器，系统会拦错配方。",
        "sf.oper.3.2": "218 个关键参数实时上屏，超限报警要填处理单才能消。",
        "sf.oper.4.1": "上引速度和结晶器水温用历史数据建了模型，采纳率 71%，吨杆电耗降 9 kWh。",
        "sf.eqman.3.3": "故障库 640 条，修理单里点“查过案例”的占 36%。",
        "sf.ware.3.3": "辅料按消耗拉动，阴极铜由行车工看料位喊料。",
        "sf.ehs.3.1": "天然气、液氮、高温熔体三类风险点 74 处全部在线，报警同时发到班长和安环部。",
        "sf.ehs.3.4": "特种作业和外来人员与门禁连了，内部转岗还靠班长查证。",
        "sf.energy.3.1": "电、气、水、热四种介质在一套系统，平衡差额每月由统计员算。",
        "sf.energy.3.4": "计划、成本、设备、环保四个系统从能源系统自动取数，9 月以来没有断过。",
        "sf.energy.5.2": "2026 年 6 月与园区供电公司签了需求响应协议，夏天响应了两次，共压 4.2 MW。",
        "sf.logis.3.2": "估计七成多的发货客户能自己查在途，小客户打电话问。",
        "sf.procure.3.2": "地磅收货后采购、库存、应付三处同时有数，8—10 月对账没有差。",
        "sf.sched.3.3": "每盘铜管、每卷铜杆扫码过站，订单投了多少产了多少当时能看到。",
        "sf.ware.3.1": "到货、领用、入库三条线都通了，财务每月 3 日对一次账。",
        "sf.sales.3.1": "长单确认当天带出两厂计划、点价申请和发运安排，改单也跟着变。",
        "sf.sales.3.2": "交期由系统看库存和在制给出，铜管产能由计划员再核一遍。",
        "sf.cserv.3.2": "按盘号能查订单、炉次和检验，同批去向要到发运系统里再查。",
        "gf.energy": "外购电里有 600 万 kWh 是绿电交易电量，另在绿电一题填报；东区铜管分厂单独挂表。",
        "gf.products": "铜母排的限额值还没有从标准里查准，先不参评；线坯按上引连铸、管材按紫铜全工序。",
        "gf.solid_waste": "炉渣和铜灰都卖给有证的再生铜厂，2025 年共 31 车。",
        "gf.water": "循环水由三座冷却塔的泵运行记录加水表得出，2025 年做过水平衡。",
        "gf.upgrades": "12 个项目都有验收单，其中 3 个申请了市里的节能资金。",
        "fb.general.import_share": "进口的主要是阴极铜和再生铜，按报关单统计。",
        "fb.materials.s.launch": "高导热内螺纹管 2024 年办过一次首批次保险，复购 3 次。",
        "gr.management.ai": "安全帽、明火识别 36 路相机；能源按炉次预测次日负荷，偏差 4% 以内。",
        "gr.supply.ai": "阴极铜按订单和铜价历史预测四周需求，采购员照着下点价单，人工改动约三成。",
        "gr.cond.stage_gap": "来图来样的铜材没有产品设计环节，工艺设计有；同行公开材料也是这样写的。",
        "gr.cond.national_lead": "吨管电耗、成材率列国内前五，人均产量只在中游，不敢说领先。",
    },
    checked=(
        "sf.org.1.1 sf.org.2.1 sf.org.2.2 sf.org.3.1 sf.org.3.2 sf.skill.2.2 sf.skill.2.3 sf.skill.3.1 sf.data.2.1 sf.data.2.2 "
        "sf.data.3.1 sf.data.3.4 sf.integ.2.2 sf.integ.3.1 sf.integ.3.3 sf.integ.3.4 sf.infosec.1.1 sf.infosec.2.2 sf.infosec.3.1 "
        "sf.equip.2.1 sf.equip.2.2 sf.equip.3.1 sf.equip.3.3 sf.net.2.1 sf.net.3.2 sf.net.3.3 sf.process.2.1 sf.process.3.3 "
        "sf.process.3.4 sf.procure.2.1 sf.procure.3.1 sf.procure.3.2 sf.sched.2.1 sf.sched.2.3 sf.sched.3.1 sf.sched.3.3 "
        "sf.oper.2.1 sf.oper.2.2 sf.oper.3.1 sf.oper.3.2 sf.oper.3.4 sf.eqman.2.1 sf.eqman.3.1 sf.eqman.3.2 sf.eqman.3.3 "
        "sf.ware.2.1 sf.ware.2.2 sf.ware.3.1 sf.ehs.2.2 sf.ehs.3.1 sf.ehs.3.2 sf.ehs.3.3 sf.energy.2.1 sf.energy.2.4 sf.energy.3.2 "
        "sf.energy.3.3 sf.logis.2.1 sf.logis.2.3 sf.logis.3.1 sf.logis.3.4 sf.sales.2.2 sf.sales.3.1 sf.sales.3.2 sf.cserv.2.1 "
        "sf.cserv.3.1 sf.cserv.3.2 gf.veto.quality gf.veto.safety gf.veto.environment gf.veto.energy gf.veto.obsolete "
        "gf.veto.emissions gf.output_value gf.land.total gf.waste.receiver gf.upgrade.vouchers fb.materials.s.level "
        "fb.materials.s.readiness fb.materials.s.quality fb.process.s.level"
    ),
    changed={
        "sf.data.3.2": (0.5, "抽 20 个物料，计量系统与财务系统编号一致的只有 17 个，其余靠对照表。"),
        "sf.integ.3.2": (0.5, "规范写了设备协议，软件接口没有写；今年 3 个新接口只有 1 个留了验收单。"),
        "sf.infosec.2.1": (0.8, "6 项高风险里还有 1 项没改，补救办法写了，期限没写。"),
        "sf.infosec.3.3": (0.5, "备份齐全，近一年没有找到恢复演练记录。"),
        "sf.net.3.1": (0.8, "126 条放行规则里有 9 条用途空着，2025 年复查记录缺签字。"),
        "sf.equip.4.1": (0.5, "能给出故障部位的只有轧机和空压机 62 台套，不到关键设备六成。"),
        "sf.sched.3.2": (0.5, "模具和人员两项限制都靠排产员手工兼顾，系统只管设备和交期。"),
        "sf.oper.3.3": (1, "现场看铜杆涡流、线径、扭转和铜管探伤，关键特性 86% 在线，处置单齐全，自评低了。"),
        "sf.ware.3.3": (0.5, "阴极铜不是自动拉动，按用量算自动拉动不到八成。"),
        "sf.energy.3.1": (1, "四个环节都在同一系统；平衡差额 10 月下旬起每天 8 点自动出表，自评时还没上线。"),
        "sf.logis.3.2": (0.5, "导出 10 月发货票数，客户能自查的只占 63%。"),
        "gf.platform.functions": (
            ["query", "intensity", "benchmark", "flow", "balance", "carbon", "footprint"],
            "“用能与碳预算管理”页面打得开，里面还是 2024 年的演示数据，不认可。",
        ),
        "gf.platform.auto_share": (91.2, "柴油、焦炭和氮气仍由人工录入，按标煤重算为 91.2%。"),
        "fb.process.s.testing": (3, "仿真与实测的偏差没有记录，退到第三档。"),
    },
    values={
        **CLEAN,
        "gf.cond.provincial": True,
        "gf.cond.efficiency": False,
        "gf.cond.certified": ["quality", "safety", "environment", "energy"],
        "gf.cond.cert_expiry": "2027-03-31",
        "gf.year": 2025,
        "gf.output_value": 686500,
        "gf.revenue": 680400,
        "gf.output_prior1": 642300,
        "gf.output_prior2": 598600,
        "gf.energy": table(
            ENERGY,
            ("electricity_grid", 44200000, None, "两座 35 kV 变电所总表，含绿电交易 600 万 kWh"),
            ("electricity_pv_self", 6350000, None, "铜杆、铜管厂房和车棚屋顶"),
            ("natural_gas", 2560000, 8000, "退火炉、烘包；转供食堂 0.8 万 m³"),
            ("heat_purchased", 18200, None, "园区蒸汽，酸洗和冬季保温"),
            ("diesel", 206, None, "叉车 38 台、装载机 4 台"),
            ("gasoline", 24, None, "公务车"),
            ("coke", 64, None, "烘包和熔炼覆盖"),
            ("nitrogen_main", 860000, None, "光亮退火保护气，外购液氮折算"),
        ),
        "gf.grid_factor": "anhui_2023",
        "gf.process_co2": 0,
        "gf.green_power_kwh": 6000000,
        "gf.green_certificate_kwh": 0,
        "gf.pv_capacity": 7200,
        "gf.pv_generation": 7010000,
        "gf.limit.has": True,
        "gf.products": table(
            PRODUCTS,
            ("电工用铜线坯（上引连铸，阴极铜）", 47800, "t", 363600, 2227.5, True, 45, 52, "kgce"),
            ("紫铜管材（全工序）", 29600, "t", 239800, 5727.6, True, 190, 200, "kgce"),
            ("铜母排及其他铜材", 8200, "t", 68300, 1869.6, False, None, None, None),
        ),
        "gf.carbon.per_product": False,
        "gf.water": table(
            WATER,
            ("tap", 41800, 0, 0, 33400),
            ("purchased", 226000, 5180000, 46000, 87500),
            ("unconventional", 9600, 0, 0, 0),
        ),
        "gf.quota.has": False,
        "gf.materials": table(
            MATERIALS, ("阴极铜", 74200, 0), ("再生铜原料", 12600, 12600), ("包装木料和塑料", 930, 420)
        ),
        "gf.solid_waste": table(
            WASTE,
            ("熔炼炉渣", "general", 1240, 1265, 40, 0),
            ("铜灰和除尘灰", "general", 318, 318, 0, 0),
            ("废耐火材料", "general", 186, 122, 0, 60),
            ("废包装木托", "general", 264, 264, 0, 0),
            ("废轧制油和油泥", "hazardous", 148, 96, 0, 52),
            ("酸洗废液处理污泥", "hazardous", 71, 0, 0, 70.2),
        ),
        "gf.outlet.water": True,
        "gf.outlet.air": True,
        "gf.pollutants": table(
            POLLUTANTS,
            ("water", "DW001", "化学需氧量", 500, 126, "mg_l"),
            ("water", "DW001", "总铜", 0.5, 0.12, "mg_l"),
            ("water", "DW001", "氨氮", 45, 12.4, "mg_l"),
            ("air", "DA001", "颗粒物", 30, 4.4, "mg_m3"),
            ("air", "DA002", "颗粒物", 30, 3.8, "mg_m3"),
            ("air", "DA003", "非甲烷总烃", 70, 11.2, "mg_m3"),
            ("air", "DA005", "氮氧化物", 150, 24.6, "mg_m3"),
        ),
        "gf.upgrades": table(
            UPGRADES,
            (2023, "上引炉感应器和炉衬改造", "energy", 1680, "吨杆电耗降 14 kWh"),
            (2023, "退火炉烟气余热回收", "energy", 920, "年节气 21 万 m³"),
            (2023, "轧制油再生循环", "material", 460, "年少用新油 96 t"),
            (2023, "循环水旁滤和加药自动化", "water", 310, "年节水 3.6 万 m³"),
            (2024, "屋顶光伏二期 4.2 MW", "energy", 1520, "年发电约 410 万 kWh"),
            (2024, "空压站集中改造", "energy", 640, "年节电 168 万 kWh"),
            (2024, "能碳平台一期", "digital", 540, "四种介质 612 块表上线"),
            (2024, "酸洗线改电解清洗", "pollution", 1380, "废酸少 240 t"),
            (2025, "铜管盘拉直驱改造", "energy", 1260, "吨管电耗降 46 kWh"),
            (2025, "熔炼烟尘覆膜袋式除尘", "pollution", 780, "颗粒物年均降到 4.4 mg/m³"),
            (2025, "再生铜预处理分选", "material", 690, "再生铜用量升到 1.26 万 t"),
            (2025, "中水回用到冷却塔", "water", 240, "年回用 4.6 万 m³"),
        ),
        "gf.land.total": 420000,
        "gf.land.building": 176000,
        "gf.land.structure": 11800,
        "gf.land.yard": 9400,
        "gf.land.floor_area": 302000,
        "gf.bench.sector": False,
        "gf.platform.has": True,
        "gf.platform.functions": [
            "query",
            "intensity",
            "benchmark",
            "flow",
            "balance",
            "budget",
            "carbon",
            "footprint",
        ],
        "gf.platform.auto_share": 96.4,
        "gf.carbon.report": "verified",
        "gf.bench.co2_base": 62,
        "gf.bench.co2_lead": 48,
        "gf.bench.co2_source": "示例数据：虚构的“铜加工企业碳排放对标 2025”第 7 页，安徽 2023 年电力因子口径，演示用。",
        "gf.material.reduce": "proved",
        "gf.material.reduce_note": "盘拉改直驱后断管率由 0.42% 降到 0.17%，2025 年少投料 74 t，前后各取 6 个月领料记录。",
        "gf.material.recycled": "proved",
        "gf.material.recycled_note": "母排和部分线坯配 14.5% 再生铜，每批有来源凭证和光谱报告，导电率不低于 101%。",
        "gf.watersave.balance": "within3",
        "gf.waste.receiver": True,
        "gf.bench.water_base": 0.55,
        "gf.bench.water_lead": 0.35,
        "gf.bench.water_source": "示例数据：虚构的“有色加工用水通报 2025”第 3 页，演示用。",
        "gf.equipment": table(
            EQUIPMENT,
            ("energy_saving", "永磁直驱盘拉机组", 2022, 3, "2025-04-20", True),
            ("energy_saving", "高效离心空压机", 2022, 4, "2024-08-06", True),
            ("energy_saving", "退火炉烟气换热器", 2022, 2, "2023-10-12", True),
            ("environmental", "覆膜袋式除尘器", 2023, 3, "2025-06-30", True),
            ("resource_use", "再生铜分选预处理线", 2021, 1, "2025-09-18", True),
            ("water_saving", "循环水旁滤及智能加药", 2023, 3, "2023-07-25", True),
            ("pollution_control", "铜带电解清洗线", 2022, 1, "2024-11-08", True),
        ),
        "gf.upgrade.vouchers": True,
        "gf.upgrade.plan": "budgeted",
        "gf.monitor.frequency": "online",
        "gf.clean.audit": "passed",
        "gf.design.case": "partial",
        "gf.design.directions": ["light", "energy"],
        "gf.design.note": "空调用薄壁内螺纹管壁厚由 0.28 mm 减到 0.24 mm，2025 年 4 月量产；换热对比报告还在客户那里，没有拿回。",
        "gf.footprint.total": 4,
        "gf.footprint.done": 4,
        "gf.footprint.method": "third",
        "gf.efficiency.has": False,
        "gf.land.tenure": "owned",
        "gf.land.leased_out": 0,
        "gf.land.idle": 36000,
        "gf.land.office": 14800,
        "gf.land.multistorey": 21500,
        "fb.parts.role": "user",
        "fb.process.role": "supplier",
        "fb.materials.role": "both",
        "fb.technology.role": "user",
        "fb.software.role": "user",
        "fb.general.annual_purchase": 631500,
        "fb.general.import_share": 25.0,
        "fb.general.stop_days": 2,
        "fb.inventory": table(
            INVENTORY,
            ("阴极铜（A 级）", "materials", "铜线坯、铜管", 538000, 22, 6, 41, 1.5, 2, 9, "batch", 5, "省内冶炼厂长单占四成"),
            ("再生铜原料（光亮线）", "materials", "铜母排、线坯", 86940, 45, 8, 26, 2, 6, 9, "batch", 3, None),
            ("上引用高强细颗粒石墨模", "materials", "铜线坯", 460, 75, 2, 80, 6, 16, 6, "trial", 4, "国产模寿命约为进口的六成"),
            ("高沸点铜管轧制油", "materials", "紫铜管", 310, 45, 2, 75, 5, 8, 7, "trial", 3, None),
            ("盘拉主传动变频器", "parts", "紫铜管", 68, 100, 1, 100, 0, 22, 7, "planned", 5, "停产型号要整柜定制，2026 年 1 月坏过一次停 2 天"),
            ("涡流探伤探头", "parts", "紫铜管、铜杆", 36, 100, 1, 100, 12, 14, 6, "none", 4, None),
            ("控制系统输入输出卡件", "parts", "全部产线", 85, 100, 2, 90, 26, 18, 6, "planned", 4, "停产型号，已备两年用量"),
            ("内螺纹成型芯头（硬质合金）", "parts", "内螺纹管", 220, 40, 3, 58, 8, 8, 8, "batch", 3, None),
            ("感应炉水冷电缆和线圈", "parts", "铜线坯", 96, 0, 3, 50, 10, 4, 9, "batch", 4, None),
            ("光谱分析用铜标准样品", "technology", "全部产品", 9, 90, 2, 70, 30, 12, 6, "planned", 2, None),
            ("拉伸模具修复外协", "process", "紫铜管", 74, 0, 2, 66, 0, 1, 9, "batch", 2, None),
            ("炉衬打结外协", "process", "铜线坯", 118, 0, 2, 72, 0, 3, 9, "batch", 3, None),
            ("排产与配料优化软件", "software", "紫铜管", 42, 0, 1, 100, 0, 8, 9, "batch", 2, None),
        ),
        "gr.factory.use": ["sc01", "sc02"],
        "gr.factory.ai": [],
        "gr.product.use": [],
        "gr.product.ai": [],
        "gr.process.use": ["sc06"],
        "gr.process.ai": [],
        "gr.management.use": ["sc08", "sc09", "sc10", "sc12", "sc13", "sc15", "sc16", "sc18"],
        "gr.management.ai": ["sc15", "sc16"],
        "gr.operation.use": ["sc21", "sc22", "sc24", "sc25", "sc26", "sc27", "sc28", "sc29"],
        "gr.operation.ai": ["sc21", "sc24"],
        "gr.business.use": ["sc30", "sc31"],
        "gr.business.ai": [],
        "gr.service.use": [],
        "gr.service.ai": [],
        "gr.supply.use": ["sc37", "sc38"],
        "gr.supply.ai": ["sc38"],
        "gr.cond.finance": True,
        "gr.cond.other_violation": True,
        "gr.cond.source_clear": True,
        "gr.cond.risk_assessed": True,
        "gr.cond.above_average": True,
        "gr.cond.audit": True,
        "gr.cond.no_penalty": True,
        "gr.cond.province_lead": True,
        "gr.cond.province_notice": True,
        "gr.cond.competitive": True,
        "gr.cond.stage_gap": True,
        "gr.cond.credit_report": True,
        "gr.cond.national_lead": False,
        "gr.cond.chain_lead": False,
    },
)

# ---------------------------------------------------------------------------------- 3 spinning and weaving, Anqing
# Spinning and weaving is entered as process manufacturing: cotton runs on in one stream from the blow room to the loom,
# yarn is sold by the tonne and cloth by the metre, nothing is assembled, and there is no product design of parts.

ANQING = Sample(
    file="anqing-textile.json",
    enterprise={
        "name": "安庆示例纺织有限公司",
        "uscc": uscc_with_check("91340826MA00C0009"),
        "legal_representative": "汪某（示例）",
        "city": "安庆市",
        "county": "宿松县",
        "park": "宿松经济开发区（省级）",
        "address": "宿松县示例乡示例村工业集中点 3 号",
        "industry": "纺织",
        "gbt4754": "1711",
        "main_products": "棉及涤棉纱 59%、年产 1,560 t；坯布 40%、210 万 m。从清花到织布连续流转，按吨按米卖，没有零件装配，制造类型选流程型。",
        "manufacturing_type": "process",
        "founded": "2012-05-08",
        "size": "小型",
        "contact": "石某（生产科副科长，示例）",
        "phone": "0556-0000000（示例）",
        "data_year": 2025,
        "employees": 183,
        "employees_prev": 196,
        "revenue": 5812.5,
        "output_value": 5960,
        "value_added": 1486,
        "value_added_prev": 1532,
        "total_assets": 7240,
        "liabilities": 4680,
        "tax_and_profit": 268,
        "rd_expense": 62,
        "invention_patents": 0,
        "has_rd_institution": False,
        "key_process_cnc_rate": 46.3,
        "titles": ["innovative_sme"],
        "production_equipment": 142,
        "digital_equipment": 44,
        "networked_equipment": 18,
        "key_process_equipment": 54,
        "key_process_cnc_equipment": 25,
        "industrial_robots": 0,
        "it_spending": 11.5,
        "base_year": 2019,
        "energy_per_value_added": 0.7174,
        "energy_per_value_added_base": 0.8040,
        "co2_per_value_added": 3.3332,
        "co2_per_value_added_base": 3.7600,
        "water_per_value_added": 24.764,
        "water_per_value_added_base": 29.300,
        "solid_waste_utilisation_rate": 95.3,
    },
    assessment={"title": "2026 年自评", "date": "2026-10-29", "assessor": "生产科 石某（示例）"},
    tailored_out={
        "logistics": "送货全部包给第三方物流公司，本厂没有车辆和调度人员，2024 年签的合同一年一续。"
    },
    smart={
        "org": "858 05050 000?",
        "skill": "885 0550 0000 00",
        "data": "818 055 000? 000 00",
        "integ": "58 000 0000 00 00",
        "infosec": "505 0?0 0000 00? 00",
        "equip": "881 558 5?00 000 00",
        "net": "885 050 00000 00 00",
        "process": "188 050 0000 00 00",
        "procure": "181 0505 0000 0000 00",
        "sched": "818 000 0000 000 00",
        "oper": "888 005 00000 00?0 00",
        "eqman": "885 0500 000? 000 00",
        "ware": "8885 050 0000 00n 00",
        "ehs": "181 0n0 500000 000 00",
        "energy": "888 050n 000?0 0000 00",
        "sales": "818 050 0000 0n0 00",
        "cserv": "888 000 0000 n000 00",
    },
    ratings={
        "parts.u": "2121232",
        "materials.u": "3232232",
        "technology.u": "22?221",
        "software.u": "211121",
    },
    quick="22 211 22 -2 2222222 - 2 2-",
    reasons={
        "sf.org.3.4": "车间减了两个班，岗位怎么定的是老板和车间主任口头商量，查不到评估材料。",
        "sf.data.3.4": "销售和仓库用的是不同的表，别的部门看不看得到要问会计。",
        "sf.infosec.2.2": "织机上的小屏是厂家装的，里面有没有防病毒软件没人说得清。",
        "sf.infosec.4.3": "没有听说过离线测试，等县里来的专家解释后再定。",
        "sf.equip.3.2": "新织机说明书上写着能模拟，挡车工没用过。",
        "sf.oper.4.3": "并条机带自调匀整，算不算自动修正前道，自己拿不准。",
        "sf.eqman.3.4": "空压机厂家说能远程看数据，合同里找不到这一条。",
        "sf.ware.4.3": "只有一个库房，棉包用叉车送，没有无人设备也用不上。",
        "sf.ehs.2.2": "动火和登高都请外面有证的施工队来做，作业票由他们办，本厂只签字。",
        "sf.energy.2.4": "近两年没有单独立项的节能改造，换灯是物业一起换的。",
        "sf.energy.3.4": "供电公司给了个网上账号，数据能不能导出来还没试。",
        "sf.sales.4.2": "只做来单和老客户，没有线上渠道。",
        "sf.cserv.4.1": "客户不到 30 家，都是打电话，没有自动问答的需要。",
        "gf.cond.efficiency": "纺纱织布没有强制能耗限额，行业标杆目录里也没有本厂产品。",
        "gf.cond.rectification": "听说园区报过一批节能监察名单，有没有我们要问县经信局。",
        "gf.carbon.report": "没有编过，也没有人要过，不知道算不算“没有编制”。",
        "gf.watersave.balance": "2019 年园区来测过一次水，报告找不到了。",
        "gf.waste.receiver": "落棉卖给两家收棉户，一家有执照，另一家还没要到。",
        "fb.general.stop_days": "2025 年停机多是因为订单少，缺件停了几天没有分开记。",
        "fb.technology.u.quality": "试验室的强力仪哪天校过，化验员休产假，记录锁在柜子里。",
        "sd.scene.product_design": "纱支和坯布规格都由客户来样，本厂不做产品设计。",
    },
    unknown=frozenset(
        {
            "gf.cond.rectification",
            "gf.carbon.report",
            "gf.watersave.balance",
            "gf.waste.receiver",
            "fb.general.stop_days",
        }
    ),
    notes={
        "sf.org.1.1": "规划一共 3 页，老板 2025 年 9 月签的字，牵头人没有写。",
        "sf.org.1.2": "没有专项预算，今年零星付了 38 万元，主要是换了 8 台旧织机的电控。",
        "sf.org.2.2": "列了 5 个项目，只有 2 个写了钱和时间。",
        "sf.skill.1.3": "2025 年送 2 个人去县职校学了变频器维护，一个已经离职。",
        "sf.data.1.1": "产量、质量、设备、库存都有本子，8 月盘点时缺过两天的产量。",
        "sf.data.2.2": "仓库和开票在一套进销存软件里，产量报表还是会计导出来加。",
        "sf.integ.1.2": "近两年 7 份设备合同里 6 份写了要有网口，去年买打包机那份漏了。",
        "sf.infosec.1.1": "制度是照园区发的样本改的，只管办公室 9 台电脑。",
        "sf.infosec.1.2": "没有成立小组，平时由会计兼管电脑。",
        "sf.equip.2.1": "关键设备 54 台，能显示输出数据的 25 台，主要是 2021 年后买的织机。",
        "sf.equip.2.3": "有网口的 25 台里有 18 台能读出点表。",
        "sf.net.2.2": "车间只有织布间有无线网，纺部还没有。",
        "sf.process.1.1": "每个纱支都有工艺单，贴在机台上，版本一致。",
        "sf.procure.1.2": "抽了 10 笔，有 1 笔少验收单，是厂里急着用先拉回来的。",
        "sf.sched.1.2": "生产科每天早会把各机台品种写在白板上，拍照存手机。",
        "sf.oper.2.3": "条干仪和强力仪能自动出数，还有毛羽靠人看。",
        "sf.oper.1.3": "来棉、半成品、布面都有标准，次布去向有几匹没写。",
        "sf.eqman.1.2": "细纱机每班点检，夏天忙的时候有漏的，三个月完成 86%。",
        "sf.eqman.1.3": "只有机修工的本子，停机时间多数没写。",
        "sf.ware.2.2": "进销存里有数，但多是晚上补录，没有库位。",
        "sf.ehs.1.1": "消防和除尘是重点，岗位责任书 183 人都签了。",
        "sf.energy.1.3": "电和蒸汽每月有数，柴油缺 2 月和 6 月两个月。",
        "sf.sales.2.2": "下单和开票在软件里，报价和合同在业务员手里。",
        "gf.veto.energy": "没有建能源管理体系，园区说 2027 年统一辅导，先如实填“否”。",
        "gf.veto.obsolete": "2023 年清出 6 台老电机已全部换掉，有回收单。",
        "gf.revenue": "这个数是生产科按开票台账加出来的，和财务的数差 132.5 万元，废料收入可能没算进来，等核。",
        "gf.energy": "蒸汽从园区热力公司买，只有吨数没有温度压力。",
        "gf.solid_waste": "落棉按磅单，浆料渣是估的。",
        "gf.land.total": "权证 50 亩，去年加租隔壁一小块没有算。",
        "gf.bench.energy_base": "碳排放的对标数没有找到，所以只填了能耗。",
        "fb.parts.u.level": "喷嘴、电磁阀都照原厂型号买，质量指标没有写过。",
        "fb.inventory": "先列了十几项，电子清纱器的交期和库存还没有问到，先空着。",
        "sd.auto_collection": "电表是供电公司的，网上能看；仓库有扫码枪，忙的时候晚上一起补。",
        "sd.network": "织机厂家把 18 台织机连到一个监控盒上，办公室看得到开停。",
        "sd.fund_share": "三年零零碎碎大约 70 万元，没有单独的台账，按付款单估的。",
    },
    values={
        **CLEAN,
        "gf.veto.energy": False,
        "gf.cond.provincial": False,
        "gf.cond.certified": ["quality"],
        "gf.cond.cert_expiry": "2027-08-14",
        "gf.year": 2025,
        "gf.output_value": 5960,
        "gf.revenue": 5680,
        "gf.output_prior1": 6180,
        "gf.output_prior2": 5890,
        "gf.energy": table(
            ENERGY,
            ("electricity_grid", 5920000, 15000, "两台变压器总表；转供隔壁仓库 1.5 万 kWh"),
            ("steam_low_pressure", 2560, None, "浆纱和车间加湿"),
            ("diesel", 7.6, None, "叉车 3 台"),
        ),
        "gf.grid_factor": "anhui_2023",
        "gf.process_co2": 0,
        "gf.green_power_kwh": 0,
        "gf.green_certificate_kwh": 0,
        "gf.pv_capacity": 0,
        "gf.limit.has": False,
        "gf.products": table(
            PRODUCTS,
            ("棉及涤棉纱", 1560, "t", 3420, 640, False, None, None, None),
            ("坯布", 210, "万m", 2390, 352, False, None, None, None),
        ),
        "gf.carbon.per_product": False,
        "gf.water": table(WATER, ("tap", 36800, 285000, 0, 21500)),
        "gf.quota.has": False,
        "gf.materials": table(MATERIALS, ("皮棉", 1180, 0), ("涤纶短纤", 560, 190), ("浆料", 46, 0)),
        "gf.solid_waste": table(
            WASTE,
            ("落棉和废纱", "general", 96, 94, 0, 0),
            ("废纸管和包装", "general", 8, 8, 0, 0),
            ("浆料渣", "general", 3, 0, 0, 3),
            ("废机油", "hazardous", 0.9, 0, 0, 0.9),
        ),
        "gf.outlet.water": True,
        "gf.outlet.air": False,
        "gf.pollutants": table(
            POLLUTANTS,
            ("water", "DW001", "化学需氧量", 500, 176, "mg_l"),
            ("water", "DW001", "悬浮物", 400, 142, "mg_l"),
            ("water", "DW001", "氨氮", 45, 16.8, "mg_l"),
        ),
        "gf.upgrades": table(
            UPGRADES,
            (2023, "换掉 6 台老电机", "energy", 21, "年节电约 6 万 kWh"),
            (2024, "空调室喷淋水循环", "water", 34, "年节水约 0.5 万 m³"),
            (2025, "细纱吸棉风机变频", "energy", 63, "年节电 19 万 kWh"),
        ),
        "gf.land.total": 33333.33,
        "gf.land.building": 18600,
        "gf.land.structure": 320,
        "gf.land.yard": 500,
        "gf.land.floor_area": 22100,
        "gf.bench.sector": False,
        "gf.platform.has": False,
        "gf.bench.energy_base": 210,
        "gf.bench.energy_lead": 150,
        "gf.bench.energy_source": "示例数据：虚构的“棉纺织企业能耗对标 2024”第 6 页，演示用。",
        "gf.material.reduce": "partial",
        "gf.material.reduce_note": "改了精梳落棉隔距，制成率由 87.6% 提到 88.4%，只有改后的月报，改前的本子没留。",
        "gf.material.recycled": "partial",
        "gf.material.recycled_note": "涤棉纱里用了三成多再生涤纶短纤，有供方证书，没有送检。",
        "gf.bench.water_base": 9,
        "gf.bench.water_lead": 5,
        "gf.bench.water_source": "示例数据：虚构的“县域纺织用水调查 2024”表 3，演示用。",
        "gf.equipment": table(
            EQUIPMENT,
            ("energy_saving", "一级能效电机", 2022, 6, "2023-09-05", True),
            ("energy_saving", "变频调速吸棉风机", 2022, 2, "2025-07-22", True),
        ),
        "gf.upgrade.vouchers": True,
        "gf.upgrade.plan": "idea",
        "gf.monitor.frequency": "less",
        "gf.clean.audit": "none",
        "gf.design.case": "partial",
        "gf.design.directions": ["recycle"],
        "gf.design.note": "2025 年试了一个全棉可回收购物袋布，克重由 210 降到 180 g/m²，小批 8,000 m，没有正式量产。",
        "gf.footprint.total": 3,
        "gf.footprint.done": 0,
        "gf.efficiency.has": False,
        "gf.land.tenure": "owned",
        "gf.land.idle": 4200,
        "fb.parts.role": "user",
        "fb.process.role": "none",
        "fb.materials.role": "user",
        "fb.technology.role": "user",
        "fb.software.role": "user",
        "fb.general.annual_purchase": 3960,
        "fb.general.import_share": 6.5,
        "fb.inventory": table(
            INVENTORY,
            ("喷气织机主喷嘴和电磁阀", "parts", "坯布", 28, 80, 1, 100, 3, 14, 7, "none", 4, "原厂代理只有一家"),
            ("电子清纱器控制板", "parts", "棉纱", 16, 100, 1, 100, None, None, None, "none", 4, "2025 年坏过一块，等了一个多月"),
            ("细纱机罗拉轴承", "parts", "棉纱", 34, 0, 3, 50, 6, 3, 9, "batch", 3, None),
            ("变频器（11—55 kW）", "parts", "棉纱、坯布", 22, 20, 4, 40, 2, 2, 9, "batch", 2, None),
            ("皮棉（细绒棉）", "materials", "棉纱", 1860, 8, 5, 36, 3, 2, 9, "batch", 4, None),
            ("涤纶短纤（含再生）", "materials", "涤棉纱", 420, 0, 3, 62, 2, 1, 9, "batch", 3, None),
            ("进销存软件年费", "software", "全厂", 1.8, 0, 1, 100, 0, None, None, None, 2, None),
        ),
        "sd.network": ["control"],
        "sd.equipment_digital_rate": 31.0,
        "sd.equipment_networking_rate": 12.7,
        "sd.auto_collection": ["energy", "warehouse", "hr"],
        "sd.system_coverage": "several",
        "sd.network_security": ["policy"],
        "sd.data_security": ["none"],
        "sd.awareness": "aware",
        "sd.mechanism": ["none"],
        "sd.talent": ["staffed"],
        "sd.fund_share": 0.4,
        "sd.energy_change": "better",
        "sd.quality_change": "same",
        "sd.revenue_per_capita_change": "better",
        "sd.cost_change": "worse",
        "sd.scene.process_design": "l1",
        "sd.scene.marketing": "l1",
        "sd.scene.after_sales": "l0",
        "sd.scene.planning": "l1",
        "sd.scene.production": "l1",
        "sd.scene.quality": "l1",
        "sd.scene.equipment": "l1",
        "sd.scene.safety": "l1",
        "sd.scene.energy": "l1",
        "sd.scene.procurement": "l1",
        "sd.scene.warehouse": "l2",
        "sd.scene.finance": "l2",
        "sd.scene.hr": "l1",
        "sd.scene.office": "l1",
        "sd.scene.decision": "l1",
    },
)

GREEN_ONLY = Sample(
    file=sample_chuzhou.FILE,
    enterprise={**sample_chuzhou.ENTERPRISE, "uscc": uscc_with_check("91341100MA00D0009")},
    assessment=sample_chuzhou.ASSESSMENT,
    smart={},
    ratings={},
    values={**CLEAN, **sample_chuzhou.VALUES},
    reasons=sample_chuzhou.REASONS,
    notes=sample_chuzhou.NOTES,
)
COMPLETE = (
    replace(
        sample,
        ratings=sample_bases.ratings(sample.file, sample.ratings),
        values=sample_bases.values(sample.file, sample.values),
        reasons={**sample.reasons, **sample_bases.UNKNOWN[sample.file]},
        unknown=sample.unknown | sample_bases.UNKNOWN[sample.file].keys(),
    )
    for sample in (with_green(made, GREEN[made.file]) for made in (HEFEI, TONGLING, ANQING))
)
SAMPLES = (*COMPLETE, GREEN_ONLY)

# fmt: on


# ---------------------------------------------------------------------------------------------------- building


def state_or_value(mark: str, value: Any, reason: str) -> dict[str, Any]:
    """Return an answer entry for a mark; empty when the item was left open."""
    if mark == OPEN:
        return {}
    if mark == NOT_APPLICABLE:
        return {"not_applicable": reason}
    if mark == UNKNOWN:
        return {"unknown": reason}
    return {"value": value}


def marked(sample: Sample, catalog: Catalog, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entries of the marked items: scales of the smart factory, ratings of the four bases and the quick scan."""
    for leaf, text in sample.smart.items():
        for level, run in enumerate(text.split(), start=1):
            for number, mark in enumerate(run, start=1):
                item_id = f"sf.{leaf}.{level}.{number}"
                yield item_id, state_or_value(mark, MARKS.get(mark), sample.reasons.get(item_id, ""))
    runs = [
        (
            f"fb.{side}",
            run,
            [key for key in catalog.forms["four_bases"].items if key.startswith(f"fb.{side}.")],
        )
        for side, run in sample.ratings.items()
    ]
    if sample.smart:
        runs.append(("smart_quick", sample.quick.replace(" ", ""), list(catalog.forms["smart_quick"].items)))
    for name, run, ids in runs:
        if len(ids) != len(run):
            faults.append(f"{name}: {len(run)} ratings for {len(ids)} items")
        for item_id, mark in zip(ids, run, strict=False):
            yield (
                item_id,
                state_or_value(mark, int(mark) if mark.isdigit() else None, sample.reasons.get(item_id, "")),
            )


def answers_of(sample: Sample, catalog: Catalog, faults: list[str]) -> dict[str, dict[str, Any]]:
    """Return every answer entry by item id."""
    entries = {item_id: entry for item_id, entry in marked(sample, catalog, faults) if entry}
    values = {**sample.values, **sample_green_checklist.values(sample.file, catalog, faults)}
    reasons = {**sample.reasons, **sample_green_checklist.REASONS[sample.file]}
    unknown = sample.unknown | sample_green_checklist.UNKNOWN.get(sample.file, frozenset())
    entries.update({item_id: {"value": value} for item_id, value in values.items()})
    for item_id, reason in reasons.items():
        if item_id not in entries:
            entries[item_id] = {"unknown" if item_id in unknown else "not_applicable": reason}
    for item_id, note in sample.notes.items():
        entries.setdefault(item_id, {})["note"] = note
    for item_id in sample.checked.split():
        entries[item_id]["verified"] = {"value": entries[item_id]["value"]}
    for item_id, (value, reason) in sample.changed.items():
        entries[item_id]["verified"] = {"value": value, "reason": reason}
    return entries


def document(sample: Sample, catalog: Catalog, faults: list[str]) -> dict[str, Any]:
    """Return the answers file of a sample."""
    entries = answers_of(sample, catalog, faults)
    forms: dict[str, Any] = {}
    for known in catalog.scored_forms:
        form: dict[str, Any] = {"version": VERSION}
        if sample.tailored_out and known.id in {"smart_factory", "smart_quick"}:
            form["tailored_out"] = dict(sample.tailored_out)
        form["answers"] = {key: entries.pop(key) for key in known.items if key in entries}
        if form["answers"]:
            forms[known.id] = form
    faults.extend(f"no item {item_id}" for item_id in entries)
    projects = list(sample_projects.projects(sample.projects, catalog, faults))
    return {
        "schema": SCHEMA,
        "enterprise": dict(sample.enterprise),
        "assessment": dict(sample.assessment),
        "forms": forms,
        **({"projects": projects} if projects else {}),
    }


# ---------------------------------------------------------------------------------------------------- checks


def pointless(scored: Scored) -> Iterator[str]:
    """Yield items that were answered although they are not asked."""
    for form in scored.catalog.scored_forms:
        answers = scored.sheet.form(form.id).answers
        for item_id in answers:
            if not scored.applies(form, form.items[item_id]):
                yield f"{item_id} is answered but not asked"


def uneven(sample: Sample, scored: Scored) -> Iterator[str]:
    """Yield figures of the profile that the other forms contradict."""
    profile = sample.enterprise
    calculated = scored.result("green_factory").calculated
    pairs = {
        "energy_per_value_added": calculated["energy_tce"] / profile["value_added"],
        "co2_per_value_added": calculated["co2_t"] / profile["value_added"],
        "water_per_value_added": calculated["water_withdrawal"] / profile["value_added"],
        "solid_waste_utilisation_rate": calculated["waste_utilisation"],
    }
    for name, value in pairs.items():
        if abs(profile[name] - value) > 0.0005 * value:
            yield f"profile.{name} is {profile[name]}, the tables give {value:.4f}"
    size = size_class(profile["employees"], profile["revenue"])
    if size != profile["size"]:
        yield f"profile.size is {profile['size']}, the figures give {size}"
    if calculated["product_energy_share"] > 100 or calculated["product_value_share"] > 100:
        yield "the products use more energy or have more value than the whole"
    if "fb.inventory" not in sample.values:
        return
    bought = sum(row.get("annual_purchase", 0) for row in sample.values["fb.inventory"])
    if bought > sample.values["fb.general.annual_purchase"]:
        yield f"the inventory's purchases ({bought}) exceed all purchases"


def figure(value: Any) -> str:
    """Return a figure as the listing shows it, or the name of what is missing."""
    return f"{value:.4g}" if isinstance(value, float | int) else str(getattr(value, "name", value))


def lines_of(scored: Scored, result: FormResult) -> Iterator[str]:
    """Yield what a form's result is made of."""
    for level in result.levels:
        yield f"L{level.level} {figure(level.score)} {'met' if level.met else 'not met'}"
    yield from (f"veto {veto.item} {veto.state}" for veto in result.vetoes if veto.state != "met")
    for entry in result.indicators:
        parts = ", ".join(
            f"{figure(part.value)} [{figure(part.base)}, {figure(part.lead)}]" for part in entry.parts
        )
        yield f"{entry.id} {figure(entry.score)}/{entry.weight:g} {entry.state}: {parts}"
    yield from (f"{name} {figure(value)}" for name, value in result.calculated.items())
    if result.model == "anchored":
        yield from (f"{node.id} {figure(node.score)}" for node in result.nodes)
    for line in result.inventory:
        yield f"{line.class_title} {line.risk:5.1f} {scored.value('fb.inventory')[line.row]['name']}"


def show(name: str, scored: Scored) -> None:
    """Print what a sample comes to."""
    print(f"== {name}")
    for form in scored.catalog.scored_forms:
        result = scored.result(form.id)
        progress = result.progress
        print(
            f"{form.id}: {figure(result.score)} level {result.level} grade {result.grade} "
            f"complete {progress.completeness:.3f} ({progress.settled}/{progress.applicable}) "
            f"unknown {progress.unknown} n/a {progress.not_applicable} verified {progress.verified_share:.2f}"
        )
        for line in lines_of(scored, result):
            print(f"   {line}")
    for qualification in checked(scored):
        counts = ", ".join(f"{qualification.count(verdict)} {verdict.value}" for verdict in Verdict)
        print(f"   {qualification.qualification.id}: {qualification.verdict.value} ({counts})")
        for entry in qualification.conditions:
            if entry.verdict is not Verdict.MET:
                print(f"      {entry.verdict.value} {entry.condition.id} {entry.condition.title}")
    scope = result_scope(scored)
    for check in scored.catalog.packs.cross_checks:
        if check.rule.holds(scope):
            print(f"   cross-check {check.id}: {check.title}")
    for finding in findings(scored):
        print(f"   {finding.severity} {finding.code} {finding.form}: {finding.title}")


def main() -> int:
    """Make the files; with -v print what they come to. Write nothing when anything does not fit."""
    catalog = load_catalog()
    engine = ScoringEngine(catalog)
    made: dict[str, bytes] = {}
    faults: list[str] = []
    for sample in SAMPLES:
        found: list[str] = []
        data = (json.dumps(document(sample, catalog, found), ensure_ascii=False, indent=1) + "\n").encode()
        try:
            scored = engine.score(parse_answers(data, sample.file, catalog).sheet)
        except InputRefusedError as error:
            found.extend(str(problem) for problem in error.problems)
        else:
            found.extend(pointless(scored))
            found.extend(uneven(sample, scored))
            if "-v" in sys.argv[1:]:
                show(sample.file, scored)
        made[sample.file] = data
        faults.extend(f"{sample.file}: {fault}" for fault in found)
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (TARGET / name).write_bytes(data)
        print(f"{TARGET / name}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
