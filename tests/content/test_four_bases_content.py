"""What the four-bases content promises: eight aspects for each section and role, industries named, catalogue sound."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item
from tests.assessments import SAMPLES, sample

FB = "four_bases"
SECTIONS = ("parts", "process", "materials", "technology", "software")
ASPECTS = {
    "技术水平",
    "工程化与技术就绪",
    "自主可控",
    "质量可靠性",
    "知识产权与标准",
    "首批次应用与推广",
    "试验检测与公共平台",
    "产学研用协同",
}
EXAMPLES = {
    "新一代电子信息": "芯片 显示 半导体 晶片 电路",
    "智能装备": "减速器 机床 机器人 伺服",
    "节能和新能源汽车": "汽车 客车 隔膜 电池",
    "智能家电": "空调 冰箱 洗衣机 家电",
    "节能环保": "环保 污水 脱硝 余热 垃圾 除尘 再生",
    "新材料": "铜带 薄膜 玻璃 树脂",
    "生物医药和高性能医疗器械": "医疗 制药 手术",
    "农机装备和工程机械": "农机 叉车 挖掘机 液压",
    "航空航天装备": "航空 无人机 航天",
    "轨道交通装备": "轨道 车轴 轮对",
    "海洋工程装备和高技术船舶": "造船 船用",
    "电力装备": "变压器 光伏 逆变器 电网",
    "冶金": "钢厂 轧 铜加工",
    "建材": "水泥 玻璃",
    "化工": "涂料 化工 助剂",
    "纺织": "纺织 服装 印染",
    "食品加工": "食品 酒 茶",
}
VAGUE = re.compile(r"较好|较差|比较完善|一定程度|基本完善|不够完善|进一步|大力|高度重视")


def side(catalog: Catalog, section: str, letter: str) -> list[Item]:
    prefix = f"fb.{section}.{letter}."
    return [item for key, item in catalog.forms[FB].items.items() if key.startswith(prefix)]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("letter", ["s", "u"])
def test_every_section_asks_every_aspect_of_each_role(catalog: Catalog, section: str, letter: str) -> None:
    items = side(catalog, section, letter)
    assert {item.clause.split(" · ")[2] for item in items} == ASPECTS
    role = "供给方" if letter == "s" else "使用方"
    for item in items:
        assert item.kind == "anchored_rating"
        assert set(item.anchors) == {"1", "2", "3", "4", "5"}
        assert all(len(words) >= 8 for words in item.anchors.values()), item.id
        assert item.when is not None
        assert item.when.names == (f"fb.{section}.role",)
        assert item.clause.split(" · ")[1] == role
        assert item.verifier
        assert item.evidence
        assert item.policy


@pytest.mark.parametrize("section", SECTIONS)
def test_the_weights_of_an_aspect_are_the_same_for_both_roles(catalog: Catalog, section: str) -> None:
    pairs = zip(side(catalog, section, "s"), side(catalog, section, "u"), strict=True)
    ours = {item.clause.split(" · ")[2]: item.weight for item, _ in pairs}
    theirs = {item.clause.split(" · ")[2]: item.weight for item in side(catalog, section, "u")}
    assert ours == theirs


def test_anchors_and_guidance_say_facts(catalog: Catalog) -> None:
    faults = [
        (item.id, words)
        for item in catalog.forms[FB].items.values()
        for words in (*item.anchors.values(), item.guidance)
        if VAGUE.search(words)
    ]
    assert faults == []


def test_every_rating_gives_an_example(catalog: Catalog) -> None:
    items = [item for item in catalog.forms[FB].items.values() if item.kind == "anchored_rating"]
    assert [item.id for item in items if "例：" not in item.guidance and "例如" not in item.guidance] == []


def test_the_examples_come_from_every_industry_of_the_policy(catalog: Catalog) -> None:
    assert set(EXAMPLES) == {entry.id for entry in catalog.packs.industries.values() if entry.group != "其他"}
    guidance = [item.guidance for item in catalog.forms[FB].items.values() if item.kind == "anchored_rating"]
    for industry, words in EXAMPLES.items():
        assert any(word in text for text in guidance for word in words.split()), industry


def test_every_rating_can_be_lifted_by_a_measure(catalog: Catalog) -> None:
    closed = {
        close.item for measure in catalog.packs.measures.values() for close in measure.closes if close.item
    }
    items = [item for item in catalog.forms[FB].items.values() if item.kind == "anchored_rating"]
    assert [item.id for item in items if item.id not in closed] == []


# ------------------------------------------------------------------------------------------------ catalogue


def test_every_industry_of_the_policy_has_typical_items(catalog: Catalog) -> None:
    counts = Counter(industry for item in catalog.packs.critical_items for industry in item.industries)
    named = [entry.id for entry in catalog.packs.industries.values() if entry.group != "其他"]
    assert len(named) == 17
    assert {industry: counts[industry] for industry in named if counts[industry] < 8} == {}


def test_typical_items_are_told_apart_and_carry_no_figures(catalog: Catalog) -> None:
    items = catalog.packs.critical_items
    assert [name for name, count in Counter(item.name for item in items).items() if count > 1] == []
    for item in items:
        industry = catalog.packs.industries[item.industries[0]]
        assert item.section == industry.section
        assert not re.search(r"\d+ ?(%|％|周|家|万元)", f"{item.name}{item.used_in}{item.check}"), item.id


def test_typical_items_cover_all_kinds(catalog: Catalog) -> None:
    bases = Counter(item.base for item in catalog.packs.critical_items)
    assert set(bases) == set(SECTIONS)
    assert min(bases.values()) >= 8


# --------------------------------------------------------------------------------------------------- titles


def test_every_title_has_its_conditions_and_sources(catalog: Catalog) -> None:
    aims = [choice.id for choice in catalog.item(FB, "fb.title.targets").choices]
    own = [found for found in catalog.packs.qualifications.values() if found.when is not None]
    assert len(own) == len(aims)
    for found in own:
        assert found.when is not None
        assert any(f"'{aim}'" in found.when.text for aim in aims)
        assert found.document
        for condition in found.conditions:
            assert condition.source
            assert condition.status in {"已核对", "待核对"}
            assert bool(condition.rule) or bool(condition.ask)
            assert condition.rule is None or condition.unmet


def test_the_2026_marks_of_the_little_giant(catalog: Catalog) -> None:
    rules = {
        condition.id: condition.rule.text if condition.rule else ""
        for condition in catalog.packs.qualifications["little_giant"].conditions
    }
    assert len(rules) == 12
    assert rules["lg.revenue"] == "profile.revenue >= 5000"
    assert rules["lg.main"] == "fb.title.main_share >= 90"
    assert "0.75" in rules["lg.debt"]
    assert "1200" in rules["lg.rd_money"]
    assert "1.1025" in rules["lg.growth"]


# -------------------------------------------------------------------------------------------------- samples


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_lists_at_least_twelve_placed_items(name: str, catalog: Catalog) -> None:
    rows = sample(name, catalog).sheet.get(FB, "fb.inventory").value
    assert isinstance(rows, tuple)
    assert len(rows) >= 12
    assert all("stage" in row and "origin" in row for row in rows)
    assert sample(name, catalog).sheet.get(FB, "fb.title.targets").value
