from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.qualifications import Verdict, checked
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services import navigation
from anhui_assess.services.bands import band_words
from anhui_assess.services.clashes import differing
from anhui_assess.services.diagnosis import gradient, sme, walk
from anhui_assess.services.diagnosis.overview import cards
from anhui_assess.services.diagnosis.quick import quick_line
from anhui_assess.services.navigation import Place
from anhui_assess.services.rates import rates

SME, SQ = "sme_digital", "smart_quick"


def scored(engine: ScoringEngine, **forms: Mapping[str, Any]) -> Scored:
    made = {form.id: FormAnswers(form.version) for form in engine.catalog.forms.values()}
    for form_id, given in forms.items():
        answers = {
            key: value if isinstance(value, Answer) else Answer.of(value) for key, value in given.items()
        }
        made[form_id] = FormAnswers(made[form_id].version, answers)
    return engine.score(AnswerSheet(made))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "第 1 档（共 5 档）：不超过 10%，得这题分值的 0%"),
        (10, "第 1 档"),
        (10.1, "第 2 档（共 5 档）：10–20%，得这题分值的 25%"),
        (60, "第 4 档"),
        (60.5, "第 5 档（共 5 档）：60% 以上，得这题分值的 100%"),
        (100, "第 5 档"),
    ],
)
def test_the_band_is_the_one_that_scores(catalog: Catalog, value: float, words: str) -> None:
    assert words in band_words(catalog.item(SME, "sd.equipment_digital_rate"), value)


def test_all_bands_are_told_before_a_value_and_none_without_bands(catalog: Catalog) -> None:
    assert band_words(catalog.item(SME, "sd.equipment_digital_rate"), None).count("得 ") == 5
    assert band_words(catalog.item("green_factory", "gf.year"), 2025) == ""


def test_a_clash_says_where_and_which_value(engine: ScoringEngine, catalog: Catalog) -> None:
    state = scored(engine, profile={"revenue": 12000.0}, green_factory={"gf.revenue": 11000.0})
    green, profile = catalog.forms["green_factory"], catalog.forms["profile"]
    (found,) = differing(state, green, green.items["gf.revenue"])
    assert found.place == Place("profile", "revenue")
    assert "企业档案" in found.words
    assert "12,000 万元" in found.words
    (back,) = differing(state, profile, profile.items["revenue"])
    assert back.place == Place("green_factory", "gf.revenue")
    alone = scored(engine, profile={"revenue": 12000.0})
    assert differing(alone, green, green.items["gf.revenue"]) == ()
    same = scored(engine, profile={"revenue": 12000.0}, green_factory={"gf.revenue": 12000.0})
    assert differing(same, green, green.items["gf.revenue"]) == ()


def test_rates_stand_under_the_section_of_their_last_answer(engine: ScoringEngine, catalog: Catalog) -> None:
    given = {"production_equipment": 80.0, "digital_equipment": 30.0}
    found = rates(scored(engine, profile=given))
    shown = {rate.id: rate for entries in found.values() for rate in entries}
    assert set(shown) == set(catalog.forms["profile"].calculations)
    assert shown["digital_rate"].value == "37.5%"
    assert not shown["networking_rate"].known
    assert "digital" in found


# ------------------------------------------------------------------------------------------ quick scan


def test_quick_line_is_always_an_estimate(engine: ScoringEngine, catalog: Catalog) -> None:
    fresh = quick_line(scored(engine))
    assert fresh is not None
    assert (fresh.words, fresh.weakest, fresh.complete) == ("还没有做", (), False)
    assert "20 分钟" in fresh.detail
    given = dict.fromkeys(catalog.forms[SQ].items, 3) | {"sq.data": 1}
    full = quick_line(scored(engine, smart_quick=given))
    assert full is not None
    assert full.words.startswith("约 2 级（估计，区间 ")
    assert full.complete
    assert full.weakest[0].place == Place(SQ, "sq.data")
    partly = quick_line(scored(engine, smart_quick={"sq.data": 3}))
    assert partly is not None
    assert "区间变宽" in partly.detail


def test_work_starts_in_the_full_form_unless_the_scan_was_begun(engine: ScoringEngine) -> None:
    assert navigation.start(scored(engine)) == Place("smart_factory", "sf.org.1.1")
    begun = navigation.start(scored(engine, smart_quick={"sq.org": 2}))
    assert begun is not None
    assert begun.form_id == SQ


# ------------------------------------------------------------------------------------------ points and scenarios


def best(catalog: Catalog, level: int) -> dict[str, Any]:
    """Answers worth full marks, with every scenario at a level."""
    given: dict[str, Any] = {}
    for item in catalog.forms[SME].items.values():
        if item.id.startswith("sd.scene."):
            given[item.id] = item.choices[level].id
        elif item.kind == "choice":
            given[item.id] = max(item.choices, key=lambda choice: choice.score or 0).id
        elif item.kind == "multi_choice":
            given[item.id] = tuple(choice.id for choice in item.choices if choice.score)
        elif item.kind == "number":
            given[item.id] = 100.0
    return given


def test_gates_show_needed_and_have(engine: ScoringEngine, catalog: Catalog) -> None:
    form = catalog.forms[SME]
    result = scored(engine, sme_digital=best(catalog, 2)).result(SME)
    assert result.level == 2
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in sme.gates(form, result).rows}
    assert rows["2 级 规范级"][1:] == ["16 / 6", "10 / 3", "达到"]
    assert rows["3 级 集成级"][1:3] == ["0 / 8", "0 / 5"]
    assert rows["3 级 集成级"][3] == "还差 8 个做到 3 级的场景、5 个做到 3 级的约束性场景（★）"
    assert "现在是 2 级（规范级）" in sme.conclusion(form, result)


def test_scenarios_lead_to_their_questions_and_carry_one_star(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    form = catalog.forms[SME]
    given = best(catalog, 3) | {"sd.scene.quality": Answer.not_applicable("没有质检")}
    grid = sme.scenarios(form, scored(engine, sme_digital=given).result(SME))
    titles = [row.cells[1].text for row in grid.rows]
    assert sum(title.startswith("★") for title in titles) == len(form.scoring.required_scenarios)
    assert not any("★★" in title for title in titles)
    assert [row.place for row in grid.rows] == [
        Place(SME, entry.item) for entry in scored(engine).result(SME).scenarios
    ]
    row = next(row for row in grid.rows if row.place == Place(SME, "sd.scene.quality"))
    assert [cell.text for cell in row.cells[2:]] == ["—", "没有答，或不适用", "不计"]


def test_the_top_level_lacks_nothing(engine: ScoringEngine, catalog: Catalog) -> None:
    result = scored(engine, sme_digital=best(catalog, 4)).result(SME)
    assert (result.level, result.next_level) == (4, None)
    assert "两道关都已过" in sme.conclusion(catalog.forms[SME], result)


def test_the_walk_of_points_is_in_points(engine: ScoringEngine, catalog: Catalog) -> None:
    state = scored(engine, sme_digital=best(catalog, 2))
    rows = walk.below(state, SME, "")
    assert [row.weight for row in rows] == ["50 分", "30 分", "20 分"]
    inner = walk.below(state, SME, "basics")
    assert all(row.place is not None for row in inner)
    assert not any("00%" in row.weight for row in (*rows, *inner))


# ------------------------------------------------------------------------------------------ qualifications


def test_nothing_begun_is_all_unknown_and_never_met(engine: ScoringEngine) -> None:
    state = engine.score(AnswerSheet({}))
    for card in gradient.qualification_cards(state):
        assert card.met == 0
        assert {line.word for line in card.conditions} == {"不知道"}
        assert "不满足 0" in card.counts


def test_a_condition_leads_to_the_question_behind_it(engine: ScoringEngine) -> None:
    state = scored(engine, profile={"revenue": 1500.0})
    card = gradient.qualification_cards(state)[0]
    size = next(line for line in card.conditions if line.title == "规模以上工业企业")
    assert (size.word, size.place) == ("不满足", Place("profile", "revenue"))
    assert "2000万元" in size.missing
    level = next(line for line in card.conditions if line.title == "智能制造成熟度二级")
    assert level.place == Place("smart_factory", "sf.org.1.1")
    assert card.word == "有 1 条不满足"
    met = gradient.qualification_cards(scored(engine, profile={"revenue": 9000.0}))[0]
    assert next(line for line in met.conditions if line.title == "规模以上工业企业").word == "满足"


def test_a_condition_says_the_figures_it_was_judged_by(engine: ScoringEngine) -> None:
    state = scored(
        engine,
        profile={
            "revenue": 9000.0,
            "titles": ("digital_workshop",),
            "production_equipment": 200.0,
            "digital_equipment": 122.0,
        },
        smart_factory={"sf.org.2.3": 0.8, "sf.skill.2.1": 0.5},
        smart_gradient={"gr.operation.use": ("sc20", "sc24"), "gr.operation.ai": ("sc24",)},
    )
    cards = {card.id: card for card in gradient.qualification_cards(state)}

    def told(card: str, title: str) -> str:
        return next(line.told for line in cards[card].conditions if line.title == title)

    assert told("smart_factory_basic", "规模以上工业企业") == "本企业：营业收入 9,000 万元。"
    assert told("smart_factory_basic", "生产作业环节有建设内容") == "本企业：生产作业在用场景：2 项。"
    assert (
        told("smart_factory_basic", "有统筹机制和人才")
        == "本企业：责任部门和岗位：大部分满足；统筹规划团队：部分满足。"
    )
    assert told("smart_factory_basic", "智能制造成熟度二级").endswith("本企业：智能工厂未达一级。")
    assert told("hefei_smart_factory_2022", "数控装备占比65%").endswith("本企业：设备数字化率 61.0 %。")
    assert "本企业" not in told("smart_factory_excellent", "AI场景应用两成以上")
    assert "本企业" not in told("smart_factory_excellent", "已获评先进级")
    assert "本企业" not in told("smart_factory_basic", "近三年经营财务良好")


def test_every_rule_leads_somewhere(engine: ScoringEngine, catalog: Catalog) -> None:
    aims = [choice.id for choice in catalog.item("four_bases", "fb.title.targets").choices]
    shown = gradient.qualification_cards(scored(engine, four_bases={"fb.title.targets": tuple(aims)}))
    for card, found in zip(shown, catalog.packs.qualifications.values(), strict=True):
        for line, condition in zip(card.conditions, found.conditions, strict=True):
            assert (line.place is not None) == (condition.rule is not None), condition.id


def test_titles_nobody_aims_at_are_not_shown(engine: ScoringEngine) -> None:
    aims = {"fb.title.targets": ("little_giant",)}
    shown = {card.id for card in gradient.qualification_cards(scored(engine, four_bases=aims))}
    assert "little_giant" in shown
    assert not shown & {"province_sme", "single_champion_mi", "first_set_equipment", "foundation_project"}


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "不知道"),
        ({"fb.title.class1_ip": 4}, "满足"),
        ({"fb.title.class1_ip": 3}, "不知道"),
        ({"fb.title.class1_ip": 3, "fb.title.ip_award": "province"}, "不满足"),
        ({"fb.title.class1_ip": 3, "fb.title.ip_award": "none"}, "不满足"),
        ({"fb.title.class1_ip": 3, "fb.title.ip_award": "national"}, "满足"),
        ({"fb.title.ip_award": "national"}, "满足"),
    ],
)
def test_one_of_two_ways_is_enough(engine: ScoringEngine, given: dict[str, Any], word: str) -> None:
    """A rule of two ways is met by the one that is known; it is unmet only when both are known."""
    aims = {"fb.title.targets": ("little_giant",), **given}
    shown = gradient.qualification_cards(scored(engine, four_bases=aims))
    (card,) = [entry for entry in shown if entry.id == "little_giant"]
    assert [line.word for line in card.conditions if line.title == "一类知识产权四项以上"] == [word]


def test_a_question_not_asked_leads_to_the_one_that_decides(engine: ScoringEngine) -> None:
    """The three-firsts rule reads the role; with the role open its own question is where to go."""
    aims = {"fb.title.targets": ("first_batch",)}
    (card,) = [
        card
        for card in gradient.qualification_cards(scored(engine, four_bases=aims))
        if card.id == "first_batch_material"
    ]
    places = [line.place.item_id for line in card.conditions if line.place is not None]
    assert places[0] == "fb.materials.role"
    assert all(place.startswith(("fb.title.first_", "fb.materials.role")) for place in places)


# ------------------------------------------------------------------------------------------ every model


@pytest.mark.parametrize("seed", range(4))
def test_no_card_speaks_of_another_model(engine: ScoringEngine, catalog: Catalog, seed: int) -> None:
    rng = random.Random(seed)
    forms: dict[str, dict[str, Any]] = {}
    for form in catalog.scored_forms:
        items = [item for item in form.items.values() if item.kind in ("yes_no", "anchored_rating")]
        forms[form.id] = {
            item.id: rng.random() < 0.5 if item.kind == "yes_no" else rng.randint(1, 5)
            for item in rng.sample(items, min(3, len(items)))
        }
    state = scored(engine, **{key: given for key, given in forms.items() if rng.random() < 0.7})
    for card in cards(state):
        words = f"{card.value}{card.below}{card.remark}"
        model = catalog.forms[card.form_id].scoring.model
        assert ("断供" in words) <= (model == "anchored")
        assert ("估计" in words) == (model == "estimate" and card.tone != "text2")
    for form in catalog.scored_forms:
        assert walk.total(state, form.id).label
        walk.below(state, form.id, "")


# ------------------------------------------------------------------------------------------ green titles


GREEN = ("green_factory_province", "green_factory_national", "green_supply_chain", "zero_carbon_factory")


def verdicts(state: Scored, qualification_id: str) -> dict[str, Verdict]:
    found = next(entry for entry in checked(state) if entry.qualification.id == qualification_id)
    return {entry.condition.id: entry.verdict for entry in found.conditions}


def test_smart_titles_stand_before_green_ones(catalog: Catalog) -> None:
    order = list(catalog.packs.qualifications)
    assert order.index("smart_factory_leading") < order.index(GREEN[0])
    assert {catalog.packs.qualifications[key].group for key in GREEN} == {"绿色制造资格与义务"}


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({}, Verdict.UNKNOWN),
        ({"gc.lead.body": True}, Verdict.UNKNOWN),
        ({"gc.lead.body": True, "gc.lead.duty": False}, Verdict.UNMET),
        ({"gc.lead.incentive": False}, Verdict.UNKNOWN),
        ({"*": True}, Verdict.MET),
        ({"*": True, "gc.lead.incentive": False}, Verdict.MET),
        ({"*": True, "gc.emit.rain": False}, Verdict.UNMET),
        ({"*": True, "gc.emit.rain": Answer.not_applicable("没有")}, Verdict.MET),
        ({"*": True, "gc.emit.rain": Answer.unknown("在查")}, Verdict.UNKNOWN),
    ],
)
def test_one_mandatory_item_decides_and_no_optional_one(
    engine: ScoringEngine, catalog: Catalog, answers: dict[str, Any], verdict: Verdict
) -> None:
    given = dict.fromkeys(catalog.forms["green_checklist"].items, True) if "*" in answers else {}
    given |= {key: value for key, value in answers.items() if key != "*"}
    found = verdicts(scored(engine, green_checklist=given), "green_factory_province")
    assert found["gp.mandatory"] is verdict


def test_a_province_title_needs_certificates_or_an_energy_audit(engine: ScoringEngine) -> None:
    for certified, verdict in (
        (("quality", "safety", "environment", "energy"), Verdict.MET),
        (("quality", "safety", "environment", "audit"), Verdict.MET),
        (("quality", "environment", "energy"), Verdict.UNMET),
    ):
        state = scored(engine, green_factory={"gf.cond.certified": certified})
        assert verdicts(state, "green_factory_province")["gp.systems"] is verdict


@pytest.mark.parametrize(
    ("title", "condition", "answers", "verdict"),
    [
        ("zero_carbon_factory", "zc.q.green", {"profile": {"titles": ("green_factory_province",)}}, Verdict.MET),
        ("zero_carbon_factory", "zc.q.green", {"profile": {"titles": ("green_factory",)}}, Verdict.MET),
        (
            "zero_carbon_factory", "zc.q.green",
            {"profile": {"titles": ("high_tech",)}, "green_factory": {"gf.cond.provincial": False, "gf.cond.national": False}},
            Verdict.UNMET,
        ),
        ("clean_production", "cp.over", {"green_factory": {"gf.clean.audit": "passed", "gf.veto.emissions": False}}, Verdict.MET),
        (
            "clean_production", "cp.over",
            {
                "green_factory": {"gf.clean.audit": "running", "gf.veto.emissions": False},
                "green_checklist": {"gc.emit.air": True, "gc.emit.water": True},
            },
            Verdict.UNMET,
        ),
        ("clean_production", "cp.energy", {"green_factory": {"gf.clean.audit": "passed", "gf.cond.rectification": True}}, Verdict.MET),
        ("clean_production", "cp.energy", {"green_factory": {"gf.clean.audit": "none", "gf.cond.rectification": True}}, Verdict.UNMET),
        ("water_saving_enterprise", "ws.actual", {"green_factory": {"gf.quota.has": False}}, Verdict.MET),
        ("water_saving_enterprise", "ws.actual", {"green_factory": {"gf.quota.has": True}}, Verdict.UNKNOWN),
    ],
)  # fmt: skip
def test_a_green_condition_takes_all_that_its_text_accepts(
    engine: ScoringEngine, title: str, condition: str, answers: dict[str, Any], verdict: Verdict
) -> None:
    assert verdicts(scored(engine, **answers), title)[condition] is verdict


def test_no_green_title_has_a_pass_mark_and_foreign_values_are_called_reference(catalog: Catalog) -> None:
    """No pass mark has been published: a rule may ask that a form was answered, never for so many points."""
    for key in GREEN:
        qualification = catalog.packs.qualifications[key]
        for condition in qualification.conditions:
            text = condition.rule.text if condition.rule else ""
            assert not re.search(r"score\s*>=?\s*[1-9]", text), condition.id
    zero = catalog.packs.qualifications["zero_carbon_factory"]
    assert zero.level == "参照"
    for condition in zero.conditions:
        if condition.rule is not None and re.search(r"calc\.", condition.rule.text):
            assert "参照" in condition.title
            assert "参照" in condition.source
