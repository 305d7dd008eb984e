"""Blocking answers, outliers, bare ratings, benchmark gaps, illustrations: each speaks with its figures, and is quiet else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.benchmarks import beside, comparisons, reference_lines
from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.diagnosis.industry_fit import FAR, FITS, THIN, UNKNOWN, industry_fit, verdict_of
from anhui_assess.domain.policy import Ground, Want
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from tests.assessments import SAMPLES, document, sample

SF, GF, FB = "smart_factory", "green_factory", "four_bases"


def of(scored: Scored, code: str) -> list[Finding]:
    return [entry for entry in findings(scored) if entry.code == code]


def levels(catalog: Catalog, **worth: float) -> dict[str, Any]:
    wanted = {int(key[1:]): value for key, value in worth.items()}
    return {item.id: wanted[item.level] for item in catalog.forms[SF].items.values() if item.level in wanted}


@pytest.fixture(scope="module", params=SAMPLES)
def scored(request: pytest.FixtureRequest, catalog: Catalog) -> Scored:
    return ScoringEngine(catalog).score(sample(request.param, catalog).sheet)


def test_the_three_answers_that_hold_the_level_back_are_those_of_the_result(scored: Scored) -> None:
    (entry,) = of(scored, "blocking")
    result = scored.result(SF)
    top = [one for one in result.blocking if one.gain > 0][:3]
    assert entry.items == tuple(one.item for one in top)
    assert entry.severity == "high"
    for one in top:
        assert f"补到全部满足加 {one.gain:.3f}" in entry.text
    assert f"这三条合计 {sum(one.gain for one in top):.3f}" in entry.text
    assert f"最少要补 {result.items_to_next} 条" in entry.text


def test_nothing_blocks_at_the_top_nor_before_the_first_answer(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    top = engine.score(document(catalog, smart_factory=dict.fromkeys(catalog.forms[SF].items, 1)).sheet)
    assert not of(top, "blocking")
    assert not of(engine.score(document(catalog, green_factory={"gf.revenue": 5}).sheet), "blocking")


def test_an_item_that_does_not_apply_is_not_named_among_those_below_full_marks(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    answers = levels(catalog, l1=1, l2=1, l3=0.5)
    answers["sf.logis.3.3"] = Answer.not_applicable("没有自己的车")
    scored = engine.score(document(catalog, smart_factory=answers).sheet)
    for entry in of(scored, "weakness"):
        assert "sf.logis.3.3" not in entry.items
        assert "拼车与拆单" not in entry.text


def test_a_section_far_ahead_will_be_looked_at_closely(engine: ScoringEngine, catalog: Catalog) -> None:
    answers = levels(catalog, l1=1, l2=0.5)
    answers |= {key: 1 for key in catalog.forms[SF].items if key.startswith("sf.org.")}
    (entry,) = of(engine.score(document(catalog, smart_factory=answers).sheet), "outlier")
    assert entry.title == "组织战略明显高于其他部分"
    assert "自评 5.00" in entry.text
    even = engine.score(document(catalog, smart_factory=levels(catalog, l1=1, l2=0.5)).sheet)
    assert not of(even, "outlier")


def test_a_questionnaire_of_one_answer_is_not_believed(engine: ScoringEngine, catalog: Catalog) -> None:
    same = engine.score(document(catalog, smart_factory=levels(catalog, l1=0.8, l2=0.8)).sheet)
    assert [entry.title for entry in of(same, "outlier")] == ["答案几乎都一样"]
    few = engine.score(document(catalog, smart_factory=levels(catalog, l1=0.8)).sheet)
    assert [entry.title for entry in of(few, "outlier")] == (
        ["答案几乎都一样"] if len(levels(catalog, l1=0.8)) >= 60 else []
    )


def test_high_ratings_with_nothing_behind_them(engine: ScoringEngine, catalog: Catalog) -> None:
    high = {key: 5 for key in catalog.forms[FB].items if key.startswith("fb.parts.u.")}
    bare = engine.score(document(catalog, four_bases={"fb.parts.role": "user", **high}).sheet)
    (entry,) = of(bare, "thin_evidence")
    assert f"{len(high)} 项评在 4–5 档" in entry.text
    noted = {key: Answer.of(5, note="有检测报告") for key in high}
    backed = engine.score(document(catalog, four_bases={"fb.parts.role": "user", **noted}).sheet)
    assert not of(backed, "thin_evidence")


def test_a_weakness_names_the_firms_own_figures_once_all_are_known(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    answers = levels(catalog, l1=1, l2=1, l3=0.7) | {
        key: 0 for key in catalog.forms[SF].items if key.startswith("sf.data.3")
    }
    half = {"production_equipment": 200}
    whole = half | {"networked_equipment": 30}

    def text(profile: dict[str, Any]) -> str:
        made = engine.score(document(catalog, smart_factory=answers, profile=profile).sheet)
        return next(entry.text for entry in of(made, "weakness") if entry.title == "数据")

    assert "200 台" not in text(half)
    assert "200 台生产设备里联网 30 台，联网率 15.0 %" in text(whole)


def test_cross_checks_name_the_figures_that_contradict(engine: ScoringEngine, catalog: Catalog) -> None:
    sheet = document(catalog, profile={"production_equipment": 20, "networked_equipment": 30}).sheet
    (entry,) = [one for one in of(engine.score(sheet), "inconsistency") if "超过总台数" in one.title]
    assert "30 台" in entry.text
    assert "20 台" in entry.text


def test_there_are_cross_checks_over_forms_and_figures(catalog: Catalog) -> None:
    checks = catalog.packs.cross_checks
    assert len(checks) >= 25
    across = {
        check.id
        for check in checks
        if len({catalog.names[name][0] for name in check.items if name in catalog.names}) > 1
    }
    assert len(across) >= 25
    assert {check.kind for check in checks} == {"inconsistency", "outlier"}


# --------------------------------------------------------------------------------------------- benchmarks


def test_a_benchmark_missed_says_both_figures_and_what_to_look_at(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    sheet = document(catalog, profile={"key_process_cnc_rate": 46.3, "has_rd_institution": False}).sheet
    by_id = {entry.benchmark: entry for entry in of(engine.score(sheet), "benchmark_gap")}
    assert set(by_id) == {"cnc_rate", "rd_institution_coverage"}
    assert "46.30%，低于全省 2025 年的目标 70%，差 23.70 个百分点" in by_id["cnc_rate"].text
    assert by_id["cnc_rate"].items == ("key_process_cnc_rate",)
    readings = {entry.id: entry.reading for entry in catalog.packs.benchmarks}
    assert by_id["cnc_rate"].text.endswith(readings["cnc_rate"])
    assert "本企业没有" in by_id["rd_institution_coverage"].text
    fine = document(catalog, profile={"key_process_cnc_rate": 70}).sheet
    assert not of(engine.score(fine), "benchmark_gap")


FALL = {"energy_per_value_added": 0.8, "energy_per_value_added_base": 1.0, "data_year": 2025}


def test_a_fall_from_another_year_is_held_against_the_same_speed(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    def entry(**profile: Any) -> Any:
        scored = engine.score(document(catalog, profile={**FALL, **profile}).sheet)
        found = next(one for one in comparisons(scored) if one.benchmark.id == "energy_reduction")
        return found, {one.benchmark: one.text for one in of(scored, "benchmark_gap")}

    same, gaps = entry(base_year=2015)
    assert (same.verdict, same.pace) == ("未达到", None)
    assert "energy_reduction" in gaps
    later, gaps = entry(base_year=2019)
    assert (later.verdict, later.distance) == ("起点不同", None)
    assert later.pace.value == pytest.approx(100 * (1 - 0.66**0.6))
    assert f"约合 {later.pace.value:.1f}%" in gaps["energy_reduction"]
    quick, gaps = entry(base_year=2021)
    assert quick.pace.value == pytest.approx(100 * (1 - 0.66**0.4))
    assert "energy_reduction" not in gaps


def test_reference_lines_for_other_industries_stay_away(engine: ScoringEngine, catalog: Catalog) -> None:
    def titles(code: str) -> set[str]:
        scored = engine.score(document(catalog, profile={"gbt4754": code}).sheet)
        return {line.title for line in reference_lines(scored, "rd_intensity")}

    assert "大型医药工业研发强度优秀值" in titles("2710")
    assert "大型医药工业研发强度优秀值" not in titles("3453")


def test_figures_beside_the_twelve_are_the_firms_own(engine: ScoringEngine, catalog: Catalog) -> None:
    profile = {"industrial_robots": 12, "employees": 600, "production_equipment": 100}
    by_title = {
        (entry.line.title, entry.line.region): entry.firm
        for entry in beside(engine.score(document(catalog, profile=profile).sheet))
    }
    assert by_title["工业机器人密度", "全国"] == pytest.approx(200.0)
    assert by_title["设备联网采集率", "全国"] is None


# ------------------------------------------------------------------------------------------- industry fit


def test_the_share_of_a_want_is_the_mean_of_its_known_grounds(scored: Scored) -> None:
    found = industry_fit(scored)
    assert len(found) >= 3
    for fit in found:
        known = [entry.share for entry in fit.grounds if entry.share is not None]
        assert fit.share == (pytest.approx(sum(known) / len(known)) if known else None)
        still_open = sum(entry.share is None and entry.applies for entry in fit.grounds)
        assert fit.verdict == (THIN if known and len(known) <= still_open else verdict_of(fit.share))
        for entry in fit.grounds:
            assert entry.label
            assert entry.words
            assert entry.share is None or 0.0 <= entry.share <= 1.0


def test_grounds_read_sections_items_ratings_indicators_and_benchmarks(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    industry = catalog.packs.industries["智能装备"]
    wants = tuple(
        Want(text, (ground,))
        for text, ground in {
            "section": Ground(SF, node="resources.equipment", up_to=2),
            "items": Ground(SF, items=("sf.equip.3.1", "sf.equip.3.2")),
            "ratings": Ground(FB, node="parts"),
            "indicator": Ground(GF, indicator="gf.i.design"),
            "benchmark": Ground(benchmark="cnc_rate"),
            "nowhere": Ground(SF, node="no.such.section"),
            "unanswered": Ground(GF, indicator="gf.i.nothing"),
        }.items()
    )
    packs = replace(catalog.packs, industries={"智能装备": replace(industry, wants=wants)})
    made = ScoringEngine(replace(catalog, packs=packs))
    answers = levels(catalog, l1=1, l2=0.5) | {"sf.equip.3.1": 1, "sf.equip.3.2": 0}
    sheet = document(
        catalog,
        profile={"industry": "智能装备", "key_process_cnc_rate": 35},
        smart_factory=answers,
        four_bases={"fb.parts.role": "user"}
        | {key: 3 for key in catalog.forms[FB].items if key.startswith("fb.parts.u.")},
    ).sheet
    found = {fit.want.text: fit for fit in industry_fit(made.score(sheet))}
    assert found["section"].share == pytest.approx(0.75)
    assert found["items"].share == pytest.approx(0.5)
    assert found["ratings"].share == pytest.approx(0.5)
    assert found["benchmark"].share == pytest.approx(0.5)
    assert {found[key].verdict for key in ("indicator", "nowhere", "unanswered")} == {UNKNOWN}
    assert found["items"].grounds[0].items == ("sf.equip.3.2",)


def test_one_known_ground_among_unanswered_ones_is_too_thin_to_judge(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    sheet = document(catalog, profile={"industry": "新材料", "rd_expense": 900, "revenue": 20000}).sheet
    first = industry_fit(engine.score(sheet))[0]
    assert [entry.share for entry in first.grounds] == [None, None, 1.0]
    assert first.verdict == THIN


def test_without_an_industry_nothing_is_compared(engine: ScoringEngine, catalog: Catalog) -> None:
    assert industry_fit(engine.score(document(catalog, profile={"revenue": 5}).sheet)) == ()
    other = document(catalog, profile={"industry": "其他制造业"}).sheet
    assert industry_fit(engine.score(other)) == ()


def test_words_of_a_share() -> None:
    assert [verdict_of(share) for share in (0.8, 0.79, 0.5, 0.49, None)] == [
        FITS, "部分契合", "部分契合", FAR, UNKNOWN,
    ]  # fmt: skip


def test_a_level_that_stands_badly_says_how_few_answers_would_topple_it(scored: Scored) -> None:
    """Each answer named is taken down a step, and the level is indeed gone after as many as the finding says."""
    (entry,) = of(scored, "narrow_margin")
    result = scored.result(SF)
    assert result.level is not None
    form = scored.catalog.forms[SF]
    count = 1 if "只要 1 条改低一档" in entry.text else int(entry.text.split("有 ")[1].split(" 条")[0])
    sheet = scored.sheet
    for item_id in entry.items[:count]:
        item = form.items[item_id]
        value = scored.value(item_id)
        lower = max(point.value for point in item.scale if point.value < value)
        sheet = sheet.with_answer(SF, item_id, Answer.of(lower))
    after = ScoringEngine(scored.catalog).score(sheet).result(SF)
    assert (after.level or 0) < result.level


def test_a_level_well_over_its_gate_is_not_doubted(engine: ScoringEngine, catalog: Catalog) -> None:
    firm = engine.score(document(catalog, smart_factory=levels(catalog, l1=1, l2=1, l3=0.5)).sheet)
    assert not of(firm, "narrow_margin")
    barely = engine.score(document(catalog, smart_factory=levels(catalog, l1=1, l2=0.8, l3=0.5)).sheet)
    (entry,) = of(barely, "narrow_margin")
    assert "只比门槛 0.8 高 0.000" in entry.text


def test_without_a_section_half_way_up_the_solid_ones_below_are_the_strengths(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    answers = levels(catalog, l1=1, l2=0.8) | {
        key: 1 for key in catalog.forms[SF].items if key.startswith("sf.equip.2")
    }
    strong = of(engine.score(document(catalog, smart_factory=answers).sheet), "strength")
    assert [entry.title for entry in strong] == ["装备"]
    assert "2 级得分 1.00" in strong[0].text
