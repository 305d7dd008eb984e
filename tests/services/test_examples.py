"""Examples of the enterprise's own industry beside the questions of the four bases."""

from __future__ import annotations

import pytest

from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.services.examples import industry_examples
from tests.assessments import document

FB = "four_bases"


@pytest.mark.parametrize(
    ("item_id", "industry", "words"),
    [
        ("fb.parts.u.level", "智能装备", "智能装备里常见的：精密减速器（谐波、摆线）"),
        ("fb.parts.role", "智能装备", "伺服电机与驱动器"),
        ("fb.materials.s.quality", "食品加工", "无菌包装材料"),
        ("fb.process.role", "农机装备和工程机械", "渗氮与渗碳外协"),
        ("fb.software.u.autonomy", "建材", "窑控与在线分析系统"),
        ("fb.inventory", "智能装备", ""),
        ("fb.title.key_link", "智能装备", ""),
        ("fb.general.stop_days", "智能装备", ""),
    ],
)
def test_a_question_names_typical_items_of_the_industry(
    engine: ScoringEngine, item_id: str, industry: str, words: str
) -> None:
    state = engine.score(document(engine.catalog, profile={"industry": industry}).sheet)
    form = engine.catalog.forms[FB]
    said = industry_examples(state, form, form.items[item_id])
    assert (words in said) if words else said == ""
    assert said.count("、") <= 10


def test_without_an_industry_nothing_is_said(engine: ScoringEngine) -> None:
    state = engine.score(document(engine.catalog).sheet)
    form = engine.catalog.forms[FB]
    assert industry_examples(state, form, form.items["fb.parts.u.level"]) == ""
    smart = engine.catalog.forms["smart_factory"]
    assert industry_examples(state, smart, smart.items["sf.sched.3.2"]) == ""


def test_every_industry_has_examples_of_parts_and_materials(engine: ScoringEngine) -> None:
    form = engine.catalog.forms[FB]
    for industry in engine.catalog.packs.industries.values():
        if industry.group == "其他":
            continue
        state = engine.score(document(engine.catalog, profile={"industry": industry.id}).sheet)
        for item_id in ("fb.parts.u.level", "fb.materials.u.level"):
            assert industry_examples(state, form, form.items[item_id]), (industry.id, item_id)
