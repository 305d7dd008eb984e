"""The numbers of the instruments beside the long form, one by one as the collected facts have them.

Written out a second time by hand: a slip in a form or pack shows here, and a changed edition of the rules must be
entered at both places.
"""

from __future__ import annotations

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.packs import Qualification

FULL_MARKS = {
    "sd.network": 8, "sd.equipment_digital_rate": 6, "sd.equipment_networking_rate": 6, "sd.auto_collection": 10,
    "sd.system_coverage": 10, "sd.network_security": 5, "sd.data_security": 5,
    "sd.awareness": 7.5, "sd.mechanism": 7.5, "sd.talent": 7.5, "sd.fund_share": 7.5,
    "sd.energy_change": 7, "sd.quality_change": 7, "sd.revenue_per_capita_change": 3, "sd.cost_change": 3,
}  # fmt: skip
STEPS = {
    "sd.network": (0, 2, 2, 2, 2),
    "sd.auto_collection": (0, *(0.7,) * 13, 0.9),
    "sd.system_coverage": (0, 2.5, 5, 7.5, 10),
    "sd.network_security": (0, *(1.25,) * 4),
    "sd.data_security": (0, *(1.25,) * 4),
    "sd.awareness": (0, 1.5, 3, 4.5, 6, 7.5),
    "sd.mechanism": (0, *(1.875,) * 4),
    "sd.talent": (0, *(1.5,) * 5),
    "sd.energy_change": (0, 3.5, 7),
    "sd.quality_change": (0, 3.5, 7),
    "sd.revenue_per_capita_change": (0, 1.5, 3),
    "sd.cost_change": (0, 1.5, 3),
}
BANDED = ("sd.equipment_digital_rate", "sd.equipment_networking_rate", "sd.fund_share")
STARRED = {
    "product_design", "marketing", "production", "quality", "equipment", "safety", "energy", "procurement",
    "warehouse", "finance",
}  # fmt: skip
LEVEL_NAMES = ["未到一级", "一级", "二级", "三级", "四级"]
GATES = [(1, 20, 6, 3), (2, 40, 6, 3), (3, 60, 8, 5), (4, 80, 10, 6)]
SCENES = {
    "factory": 3,
    "product": 2,
    "process": 2,
    "management": 12,
    "operation": 10,
    "business": 4,
    "service": 3,
    "supply": 4,
}
GRADIENT = {
    "basic": (2, None, None),
    "advanced": (2, None, "smart_factory_basic"),
    "excellent": (3, 20, "smart_factory_advanced"),
    "leading": (4, 60, "smart_factory_excellent"),
}
SEEN_IN_A_SOURCE = {"a.prerequisite"}
COMMON = ("size", "maturity", "accident", "honest", "legal", "secure", "team")


@pytest.fixture
def sme(catalog: Catalog) -> Form:
    return catalog.forms["sme_digital"]


def scored_items(form: Form) -> list[Item]:
    return [item for item in form.items.values() if not item.id.startswith("sd.scene.")]


def test_sme_fifteen_questions_make_fifty_thirty_and_twenty(sme: Form) -> None:
    assert {item.id: item.weight for item in scored_items(sme)} == FULL_MARKS
    parts = dict.fromkeys(("basics", "management", "results"), 0.0)
    for item in scored_items(sme):
        parts[item.node.split(".")[0]] += item.weight
    assert parts == {"basics": 50, "management": 30, "results": 20}


@pytest.mark.parametrize("item_id", STEPS)
def test_sme_every_choice_is_worth_its_points(sme: Form, item_id: str) -> None:
    item = sme.items[item_id]
    points = [round((choice.score or 0) * item.weight, 6) for choice in item.choices]
    assert points == pytest.approx(STEPS[item_id])


@pytest.mark.parametrize("item_id", BANDED)
def test_sme_bands_of_rates(sme: Form, item_id: str) -> None:
    assert sme.items[item_id].bands == ((10, 0), (20, 0.25), (40, 0.5), (60, 0.75), (100, 1))


def test_sme_sixteen_scenes_with_four_levels_ten_of_them_starred(sme: Form) -> None:
    scenes = [item for item in sme.items.values() if item.id.startswith("sd.scene.")]
    assert len(scenes) == 16
    assert all([choice.id for choice in scene.choices] == ["l0", "l1", "l2", "l3", "l4"] for scene in scenes)
    for scene in scenes:  # the key beside an option is another number than its level, so the option says it
        assert [choice.title.split("：")[0] for choice in scene.choices] == LEVEL_NAMES, scene.id
    starred = {f"sd.scene.{name}" for name in STARRED}
    assert set(sme.scoring.required_scenarios) == starred
    assert {scene.id for scene in scenes if scene.title.startswith("★")} == starred


def test_sme_both_gates_of_every_level(sme: Form) -> None:
    rules = sme.scoring.scenario_levels
    assert [(r.level, r.min_score, r.min_scenarios, r.min_required) for r in rules] == GATES
    assert sme.scoring.scenario_node == "operation"


def test_sme_the_rung_that_two_sources_tell_differently_says_so(sme: Form) -> None:
    assert sme.items["sd.awareness"].status == "待核对"


def test_gradient_forty_scenes_in_eight_groups(catalog: Catalog) -> None:
    form = catalog.forms["smart_gradient"]
    names = []
    for group, count in SCENES.items():
        use, ai = form.items[f"gr.{group}.use"], form.items[f"gr.{group}.ai"]
        assert len(use.choices) == count == use.weight
        assert [(c.id, c.title) for c in ai.choices] == [(c.id, c.title) for c in use.choices]
        assert ai.weight == 0
        names += [choice.id for choice in use.choices]
    assert names == [f"sc{number:02}" for number in range(1, 41)]


def title(catalog: Catalog, level: str) -> Qualification:
    return catalog.packs.qualifications[f"smart_factory_{level}"]


def rules_of(found: Qualification) -> dict[str, str]:
    return {c.id.split(".")[1]: c.rule.text if c.rule else "" for c in found.conditions}


@pytest.mark.parametrize("level", GRADIENT)
def test_gradient_maturity_share_of_ai_and_the_level_below(catalog: Catalog, level: str) -> None:
    maturity, share, below = GRADIENT[level]
    rules = rules_of(title(catalog, level))
    assert rules["maturity"] == f"result.smart_factory.level >= {maturity}"
    assert rules.get("ai") == (None if share is None else f"calc.ai_scenario_share >= {share}")
    assert ("prerequisite" in rules) == (below is not None)
    if below is not None:
        assert rules["prerequisite"].startswith(f"has(profile.titles, '{below}')")


@pytest.mark.parametrize("level", GRADIENT)
def test_gradient_common_requirements_are_asked_at_every_level(catalog: Catalog, level: str) -> None:
    rules = rules_of(title(catalog, level))
    assert [name for name in COMMON if name not in rules] == []
    assert "gr.cond.finance" in rules["finance"]
    assert "gr.cond.competitive" in " ".join(rules.values())


@pytest.mark.parametrize("level", GRADIENT)
def test_gradient_only_what_was_seen_is_called_checked(catalog: Catalog, level: str) -> None:
    conditions = title(catalog, level).conditions
    assert {c.id for c in conditions if c.status == "已核对"} <= SEEN_IN_A_SOURCE
    assert all(c.status in {"已核对", "待核对", "估计"} and c.source for c in conditions)


def test_gradient_knows_no_threshold_of_rates(catalog: Catalog) -> None:
    """Thresholds of CNC and networking rates go round, but no official document has them."""
    for level in GRADIENT:
        assert not any("rate" in rule for rule in rules_of(title(catalog, level)).values())


def test_hefei_has_the_numbers_of_2022_and_says_the_year(catalog: Catalog) -> None:
    found = catalog.packs.qualifications["hefei_smart_factory_2022"]
    rules = rules_of(found)
    assert found.date == "2022"
    assert "2022" in found.title
    assert rules["city"] == "profile.city = '合肥市'"
    assert rules["revenue"] == "profile.revenue >= 5000"
    assert rules["design_tools"] == "profile.digital_design_tool_rate >= 80"
    assert rules["cnc"] == "calc.digital_rate >= 65"
    assert rules["robots"] == "profile.industrial_robots >= 5"
    assert all("2022" in condition.source for condition in found.conditions)


def test_no_other_city_has_thresholds(catalog: Catalog) -> None:
    cities = {city.title for city in catalog.packs.regions}
    named = {city for q in catalog.packs.qualifications.values() for city in cities if city[:-1] in q.title}
    assert named == {"合肥市"}


def test_the_quick_scan_has_one_question_and_the_weights_of_every_section(catalog: Catalog) -> None:
    quick, full = catalog.forms["smart_quick"], catalog.forms["smart_factory"]
    assert [leaf.id for leaf in quick.leaves] == [leaf.id for leaf in full.leaves]
    assert all(len(leaf.items) == 1 for leaf in quick.leaves)
    for kind, weights in full.scoring.weight_sets.items():
        assert quick.scoring.weight_sets[kind].weights == weights.weights
        assert quick.scoring.weight_sets[kind].excluded == weights.excluded
    for item in quick.items.values():
        assert [key for key in "12345" if len(item.anchors[key]) >= 8] == list("12345"), item.id
