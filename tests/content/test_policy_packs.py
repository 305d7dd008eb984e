"""The packs of the policy: faithful to its tables, complete, dated, and replaceable without a new program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from anhui_assess.content.library import load_catalog
from anhui_assess.content.locations import forms_folder, resources_folder
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.benchmarks import comparisons
from anhui_assess.domain.diagnosis.finding import items_behind
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.packs import Industry
from anhui_assess.domain.scoring.engine import ScoringEngine
from tests.assessments import sample
from tests.builders import problems_of

# number: (lead, join), the departments in short and in the annex's order
SHORT = {
    "经": "省经济和信息化委", "发": "省发展改革委", "科": "省科技厅", "财": "省财政厅", "质": "省质监局", "工": "省工商局",
    "药": "省食品药品监管局", "环": "省环保厅", "土": "省国土资源厅", "农": "省农委", "卫": "省卫生计生委", "国": "省国税局",
    "地": "省地税局", "金": "省政府金融办", "银": "安徽银监局", "保": "安徽保监局", "人": "人行合肥中心支行", "证": "安徽证监局",
    "防": "省国防科工办", "社": "省人力资源社会保障厅", "教": "省教育厅", "商": "省商务厅", "资": "省国资委", "交": "省交通运输厅",
    "住": "省住房城乡建设厅", "有": "省有关部门",
}  # fmt: skip
TASKS = {
    1: ("经", "发科财质"), 2: ("经发", ""), 3: ("经", "质"), 4: ("经质", "工商卫"), 5: ("经质", "科"), 6: ("经", "科社"),
    7: ("经", "发科教财质防"), 8: ("经发科", "财社工"), 9: ("经发科", ""), 10: ("经发科", ""), 11: ("科经发", "财工"),
    12: ("经", "发科财土环质"), 13: ("经发", "财工质"), 14: ("经", "发科财环商质"), 15: ("经发", "科商资质银"),
    16: ("经发", "科商质"), 17: ("经", "发教科社"), 18: ("经", "商"), 19: ("经发", "科财交农药防"), 20: ("经发", "财科土住环"),
    21: ("财国地经发", "科金"), 22: ("金人银证保经发", "财商资"), 23: ("科经发", "财金社商教证人银"), 24: ("社教经", "科"),
    25: ("经", "有"),
}  # fmt: skip
INDICATORS = {
    "rd_intensity": (0.8, 1, 1.2), "patents_per_100m": (None, 0.7, 1.1), "rd_institution_coverage": (14.5, 40, 50),
    "tax_profit_margin": (8.6, 9, 9.5), "productivity_growth": (5.6, 6, 6.5), "integration_index": (77, 90, 100),
    "design_tool_rate": (50, 75, 90), "cnc_rate": (30, 55, 70), "energy_reduction": (None, 18, 34),
    "co2_reduction": (None, 22, 40), "water_reduction": (None, 25, 41), "solid_waste_utilisation": (80, 85, 88),
}  # fmt: skip


def test_the_25_tasks_have_the_departments_of_the_annex_in_its_order(catalog: Catalog) -> None:
    found = {number: (task.lead, task.join) for number, task in catalog.packs.tasks.items()}
    assert found == {
        number: tuple(tuple(SHORT[key] for key in keys) for keys in pair) for number, pair in TASKS.items()
    }


def test_every_department_says_what_it_is_called_today(catalog: Catalog) -> None:
    packs = catalog.packs
    assert packs.department_today("省质监局") == "省质监局（现：安徽省市场监督管理局）"
    assert packs.department_today("省经济和信息化委").endswith("（现：安徽省工业和信息化厅）")
    for name in set(SHORT.values()) - {"省有关部门"}:
        assert name in packs.department_names, name
    assert packs.department_today("省有关部门") == "省有关部门"


def test_the_12_indicators_as_the_policy_prints_them(catalog: Catalog) -> None:
    found = {entry.id: entry for entry in catalog.packs.benchmarks}
    assert {
        key: tuple(entry.values[year] for year in (2014, 2020, 2025)) for key, entry in found.items()
    } == (INDICATORS)
    assert [entry.group for entry in catalog.packs.benchmarks] == (
        ["创新能力"] * 3 + ["经济效益"] * 2 + ["两化融合"] * 3 + ["绿色发展"] * 4
    )
    assert {entry.id for entry in found.values() if entry.lower_bound} == {"solid_waste_utilisation"}
    assert found["solid_waste_utilisation"].lower_bound == (2020,)
    assert set(found["productivity_growth"].periods) == {2020, 2025}
    falls = {key for key, entry in found.items() if entry.kind == "cumulative"}
    assert falls == {"energy_reduction", "co2_reduction", "water_reduction"}
    assert all(found[key].base_year == 2015 and found[key].firm_base_year for key in falls)
    assert all(entry.direction == "more" for entry in found.values())
    assert all(entry.note and entry.firm_formula for entry in found.values())


def test_the_12_fields_and_5_industries_stand_where_the_policy_has_them(catalog: Catalog) -> None:
    by_group: dict[str, list[Industry]] = {"高端": [], "传统": [], "其他": []}
    for entry in catalog.packs.industries.values():
        by_group[entry.group].append(entry)
    assert [entry.section for entry in by_group["高端"]] == [f"四（一）{n}" for n in range(1, 13)]
    assert [entry.section for entry in by_group["传统"]] == [f"四（二）{n}" for n in range(1, 6)]
    for entry in [*by_group["高端"], *by_group["传统"]]:
        assert len(entry.sub_fields) >= 4, entry.id
        assert len(entry.focus.split("；")) >= 4, entry.id
        assert entry.path, entry.id
        assert 3 <= len(entry.wants) <= 5, entry.id
        assert sum(len(want.grounds) for want in entry.wants) >= 6, entry.id
    assert not by_group["其他"][0].wants


def test_the_five_programmes_have_targets_for_both_years(catalog: Catalog) -> None:
    programmes = catalog.packs.programmes
    assert list(programmes) == [1, 2, 3, 4, 5]
    for number, entry in programmes.items():
        assert [target.year for target in entry.targets] == [2020, 2025], number
        assert entry.section.endswith(f"专栏{number}")
        assert entry.forms or entry.nodes or entry.items or entry.benchmarks
    assert "下降 18%" in programmes[5].targets[0].text
    assert "200 家" in programmes[2].targets[0].text
    assert "2200 个" in programmes[2].targets[1].text
    named = [key for entry in programmes.values() for key in entry.benchmarks]
    assert sorted(named) == sorted(set(INDICATORS) - {"tax_profit_margin", "productivity_growth"})


def test_every_instrument_and_support_has_its_place_date_and_status(catalog: Catalog) -> None:
    packs = catalog.packs
    assert {entry.section[:1] for entry in packs.instruments.values()} == {"三", "五"}
    used = {key for measure in packs.measures.values() for key in measure.instruments}
    assert set(packs.instruments) - used == set()
    for entry in packs.supports:
        assert entry.document, entry.id
        assert entry.checked_on >= "2026-11-01", entry.id
        assert entry.status in {"已核对", "待核对"}, entry.id
    for line in packs.reference_lines:
        assert line.year, line.title
        assert line.source, line.title
    for info in packs.infos:
        assert info.edition, info.id
        assert info.source, info.id
        assert info.status, info.id


def test_a_support_is_over_after_the_last_day_of_its_month_or_year(catalog: Catalog) -> None:
    by_id = {entry.id: entry for entry in catalog.packs.supports}
    assert by_id["ah_digital_2023"].expired("2026-01-01")
    assert not by_id["ah_digital_2023"].expired("2025-12-31")
    assert by_id["fin_renewal_interest"].expired("2027-01-01")
    assert not by_id["tax_rd_deduction"].expired("2099-01-01")


# --------------------------------------------------------------------------------------------- measures


def test_every_measure_says_what_it_takes_what_it_costs_to_run_and_what_it_leaves(catalog: Catalog) -> None:
    measures = catalog.packs.measures.values()
    assert len(measures) >= 150
    for entry in measures:
        assert 3 <= len(entry.steps) <= 6, entry.id
        assert entry.demands, entry.id
        assert not ("rule_only" in entry.demands and len(entry.demands) > 1), entry.id
        assert entry.running_cost, entry.id
        assert entry.evidence, entry.id
        assert entry.task in catalog.packs.tasks, entry.id
        assert entry.source or entry.status, entry.id
        assert any(entry.investment.values()), entry.id
        assert entry.months[0] <= entry.months[1], entry.id
        for effect in entry.effects:
            assert effect.low <= effect.high, entry.id
            assert effect.scope, entry.id
    assert sum(bool(entry.effects) for entry in measures) >= 60
    assert {word for entry in measures for word in entry.demands} == {
        "rule_only", "supplier", "window", "line_stop",
    }  # fmt: skip


FACTS_NO_MEASURE_CHANGES = {
    "gf.veto.registered", "gf.veto.incident", "gf.cond.independent", "gf.cond.stopped", "gf.cond.safety_accident",
    "gf.cond.quality_accident", "gf.cond.pollution", "gf.cond.tax", "gf.cond.removed",
}  # fmt: skip


def test_every_veto_and_every_indicator_of_the_green_form_can_be_moved(catalog: Catalog) -> None:
    form = catalog.forms["green_factory"]
    closed = {
        closes.item
        for measure in catalog.packs.measures.values()
        for closes in measure.closes
        if closes.form == form.id
    }
    vetoes = {item.id for item in form.items.values() if item.veto_on is not None}
    assert vetoes - closed == FACTS_NO_MEASURE_CHANGES
    for indicator in form.indicators.values():
        names = {name for part in indicator.parts for name in part.formula.names}
        assert set(items_behind(form, names)) & closed, indicator.id


# -------------------------------------------------------------------------------- what forms check reports

HEAD = 'id: pack\nedition: "1"\ntitle: 包\n'
FORM = "nodes: [{id: a, title: 甲, items: [{id: x.one, kind: number, unit: t, WORDS}]}]"


@pytest.mark.parametrize(
    ("pack", "expected"),
    [
        (
            (
                "schema: anhui-assess/departments/1\n{head}tasks:\n"
                "- {{number: 1, title: 事, section: 三, lead: [省发改], join: []}}\n"
                "names: [{{original: 省发改委, today: null}}]\n"
            ),
            ["2.yaml:6: 任务 1：没有部门“省发改”（是不是“省发改委”？）。"],
        ),
        (
            (
                "schema: anhui-assess/policies/1\n{head}instruments: [{{id: fund, title: 基金, section: 五, what: 给钱}}]\n"
                "current:\n- {{id: now, title: 现行, level: 省, what: 给钱, checked_on: 2026-01, valid_from: 2026-02, valid_to: 2025-12}}\n"
            ),
            ["2.yaml:7: 现行支持“now”：止期 2025-12 早于起期 2026-02。"],
        ),
        (
            (
                "schema: anhui-assess/programmes/1\n{head}programmes:\n"
                "- {{number: 1, title: 工程, section: 三, asks: 做, targets: [{{year: 2020, text: 到}}], items: [x.on]}}\n"
            ),
            ["2.yaml:6: 专栏1：没有题目“x.on”（是不是“x.one”？）。"],
        ),
        (
            (
                "schema: anhui-assess/checks/1\n{head}checks:\n"
                '- {{id: c, title: 矛盾, rule: "x.one > 1", text: "填了 {{x.two}}，请核对", items: [x.one]}}\n'
            ),
            ["2.yaml:6: 矛盾规则“c”：没有数据“x.two”（是不是“x.one”？）。"],
        ),
        (
            (
                "schema: anhui-assess/industries/1\n{head}industries:\n"
                "- {{id: 业, title: 业, group: 高端, section: 四, sub_fields: [甲], focus: [乙], path: 走, divisions: ['39'],\n"
                "   wants: [{{text: 要, grounds: [{{form: f, node: b}}]}}]}}\n"
            ),
            ["2.yaml:7: 产业“业”的 grounds：没有章节“b”。"],
        ),
    ],
    ids=["department", "dates", "programme", "figure", "ground"],
)
def test_what_a_pack_names_must_exist(pack: str, expected: list[str]) -> None:
    assert problems_of(FORM, pack.format(head=HEAD)) == expected


# ----------------------------------------------------------------------------------- replacing a pack


@pytest.fixture(scope="module")
def replaced(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The shipped content with one newer benchmark pack dropped in: two indicators go to 2030."""
    folder = tmp_path_factory.mktemp("packs")
    shipped: dict[str, Any] = yaml.safe_load(
        (resources_folder() / "benchmarks" / "anhui-2015.yaml").read_text(encoding="utf-8")
    )
    kept = [entry for entry in shipped["indicators"] if entry["id"] in {"cnc_rate", "rd_intensity"}]
    for entry in kept:
        entry["values"] = {**entry["values"], "2030": 99}
    newer = {**shipped, "id": "anhui_2026", "edition": "2027.1", "indicators": kept, "reference_lines": []}
    path: Path = folder / "newer.yaml"
    path.write_text(yaml.safe_dump(newer, allow_unicode=True), encoding="utf-8")
    return load_catalog([forms_folder(), resources_folder(), path], cache_folder=folder / "cache")


def test_a_newer_pack_needs_no_new_program(replaced: Catalog) -> None:
    scored = ScoringEngine(replaced).score(sample("hefei-precision", replaced).sheet)
    found = {entry.benchmark.id: entry for entry in comparisons(scored)}
    assert len(found) == 12
    assert (found["cnc_rate"].target_year, found["cnc_rate"].target, found["cnc_rate"].verdict) == (
        2030, 99.0, "未达到",
    )  # fmt: skip
    assert found["co2_reduction"].target_year == 2025
    gaps = {entry.benchmark: entry.text for entry in findings(scored) if entry.code == "benchmark_gap"}
    assert "2030 年的目标 99%" in gaps["cnc_rate"]
    assert ("anhui_2026", "2027.1") in {(info.id, info.edition) for info in replaced.packs.infos}
