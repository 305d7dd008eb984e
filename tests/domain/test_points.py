from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.model import ROOT
from anhui_assess.domain.scoring.points import NO_DATA, NOT_APPLICABLE, SCORED, UNCALIBRATED, on_line
from anhui_assess.domain.scoring.result import FormResult, IndicatorScore
from tests.builders import engine_of, scored

THREE_INDICATORS = """
    scoring: {model: points_on_a_line, full_marks: 100}
    nodes:
    - {id: basics, title: 基本, items: [{id: v1, kind: yes_no, veto_on: false, WORDS}, {id: v2, kind: yes_no, veto_on: true, WORDS}]}
    - id: use
      title: 用能
      items:
      - {id: x, kind: number, unit: "%", WORDS}
      - {id: y, kind: number, unit: t, WORDS}
      - {id: z, kind: yes_no, WORDS}
      - {id: base, kind: number, unit: t, WORDS}
      - {id: lead, kind: number, unit: t, WORDS}
    calculations:
    - {id: double, title: 两倍, unit: t, formula: y * 2}
    indicators:
    - {id: i.x, node: use, title: 多者优, weight: 50, parts: [{id: p.x, title: 甲, share: 1, formula: x, unit: "%", direction: more,
       variants: [{when: y > 100, base: 0, lead: 10}, {base: 20, lead: 60, source: 某表, status: 待核对}]}]}
    - {id: i.y, node: use, title: 少者优, weight: 30, parts: [{id: p.y, title: 乙, share: 1, formula: calc.double, unit: t,
       direction: less, variants: [{base: base, lead: lead}]}]}
    - id: i.z
      node: basics
      title: 两部分
      weight: 20
      parts:
      - {id: p.z, title: 丙, share: 0.75, formula: z, unit: "", direction: more, variants: [{base: 0, lead: 1}]}
      - {id: p.w, title: 丁, share: 0.25, formula: x, unit: "%", direction: more, when: z = true, variants: [{base: 0, lead: 100}]}
"""


@pytest.fixture(scope="module")
def small() -> ScoringEngine:
    return engine_of(THREE_INDICATORS)


def indicator(found: Scored, indicator_id: str, form_id: str = "f") -> IndicatorScore:
    return next(entry for entry in found.result(form_id).indicators if entry.id == indicator_id)


@pytest.mark.parametrize(
    ("value", "base", "lead", "direction", "expected"),
    [
        (20, 20, 60, "more", 0.0),
        (60, 20, 60, "more", 1.0),
        (30, 20, 60, "more", 0.25),
        (10, 20, 60, "more", 0.0),
        (99, 20, 60, "more", 1.0),
        (60, 60, 20, "less", 0.0),
        (20, 60, 20, "less", 1.0),
        (30, 60, 20, "less", 0.75),
        (99, 60, 20, "less", 0.0),
        (1, 60, 20, "less", 1.0),
        (5, 5, 5, "more", 1.0),
        (6, 5, 5, "more", 1.0),
        (4.9, 5, 5, "more", 0.0),
        (5, 5, 5, "less", 1.0),
        (4, 5, 5, "less", 1.0),
        (5.1, 5, 5, "less", 0.0),
        (5, 60, 20, "more", None),
        (5, 20, 60, "less", None),
        (0, -10, 10, "more", 0.5),
    ],
)
def test_on_line(value: float, base: float, lead: float, direction: str, expected: float | None) -> None:
    assert on_line(value, base, lead, direction) == expected


finite = st.floats(-1e6, 1e6)


@given(finite, finite, finite, finite)
def test_a_better_value_is_never_further_back(one: float, two: float, base: float, lead: float) -> None:
    low, high = sorted([one, two])
    if base <= lead:
        assert (on_line(low, base, lead, "more") or 0.0) <= (on_line(high, base, lead, "more") or 0.0)
        assert on_line(lead, base, lead, "more") == 1.0
        assert on_line(-low, -base, -lead, "less") == on_line(low, base, lead, "more")
    else:
        assert (on_line(low, base, lead, "less") or 0.0) >= (on_line(high, base, lead, "less") or 0.0)


def test_worked_by_hand(small: ScoringEngine) -> None:
    """x = 40: (40 − 20) / (60 − 20) × 50 = 25; 2y = 30: (50 − 30) / (50 − 10) × 30 = 15;
    z true and x = 40: 20 × (0.75 × 1 + 0.25 × 0.4) = 17. Together 57 of 100.
    """
    found = scored(small, f={"x": 40, "y": 15, "z": True, "base": 50, "lead": 10})
    result = found.result("f")
    assert [entry.score for entry in result.indicators] == pytest.approx([25, 15, 17], abs=1e-12)
    assert result.score == pytest.approx(57, abs=1e-12)
    assert result.calculated == {"double": 30}
    assert {node.id: (node.weight, node.score) for node in result.nodes} == {
        "basics": (20, pytest.approx(17)),
        "use": (80, pytest.approx(40)),
    }


def test_without_base_or_lead_it_is_uncalibrated_and_leaves_the_weighting(small: ScoringEngine) -> None:
    for more in ({}, {"base": 50}, {"lead": 10}, {"base": 10, "lead": 50}):
        found = scored(small, f={"x": 40, "y": 15, "z": True, **more})
        assert indicator(found, "i.y").state == UNCALIBRATED
        assert indicator(found, "i.y").score is None
        assert found.result("f").score == pytest.approx((25 + 17) / 70 * 100, abs=1e-12)


def test_without_data_it_counts_nothing(small: ScoringEngine) -> None:
    found = scored(small, f={"y": 15, "z": False, "base": 50, "lead": 10})
    assert (indicator(found, "i.x").state, indicator(found, "i.x").score) == (NO_DATA, 0.0)
    assert found.result("f").score == pytest.approx(15, abs=1e-12)


def test_not_applicable_leaves_the_weighting(small: ScoringEngine) -> None:
    found = scored(small, f={"x": Answer.not_applicable("无"), "y": 15, "z": True, "base": 50, "lead": 10})
    assert (indicator(found, "i.x").state, indicator(found, "i.x").score) == (NOT_APPLICABLE, None)
    assert indicator(found, "i.z").score == pytest.approx(20)
    assert found.result("f").score == pytest.approx((15 + 20) / 50 * 100)


def test_a_part_whose_condition_does_not_hold_leaves_its_indicator(small: ScoringEngine) -> None:
    found = scored(small, f={"x": 40, "z": False})
    parts = {part.id: part for part in indicator(found, "i.z").parts}
    assert (parts["p.w"].state, parts["p.w"].fraction) == (NOT_APPLICABLE, None)
    assert indicator(found, "i.z").state == SCORED
    assert parts["p.z"].value == 0.0


def test_the_first_variant_that_holds_is_taken(small: ScoringEngine) -> None:
    part = indicator(scored(small, f={"x": 5, "y": 101}), "i.x").parts[0]
    assert (part.base, part.lead, part.fraction, part.source) == (0, 10, 0.5, "")
    part = indicator(scored(small, f={"x": 5, "y": 100}), "i.x").parts[0]
    assert (part.base, part.lead, part.fraction, part.source, part.status) == (20, 60, 0.0, "某表", "待核对")


def test_without_a_variant_that_holds_it_is_uncalibrated() -> None:
    engine = engine_of("""
        scoring: {model: points_on_a_line}
        nodes: [{id: a, title: 甲, items: [{id: x, kind: number, unit: "", WORDS}]}]
        indicators:
        - {id: i, node: a, title: 指标, weight: 100, parts: [{id: p, title: 部分, share: 1, formula: x, unit: "", direction: more,
           variants: [{when: x > 5, base: 0, lead: 10}]}]}
    """)
    assert indicator(scored(engine, f={"x": 5}), "i").state == UNCALIBRATED
    assert scored(engine, f={"x": 5}).result("f").score is None
    assert scored(engine, f={"x": 6}).result("f").score == pytest.approx(60)


def test_vetoes(small: ScoringEngine) -> None:
    def states(**answers: object) -> list[str]:
        return [veto.state for veto in scored(small, f=answers).result("f").vetoes]

    assert states(v1=True, v2=False) == ["met", "met"]
    assert states(v1=False, v2=True) == ["unmet", "unmet"]
    assert states() == ["unknown", "unknown"]
    assert states(v1=Answer.unknown("待查"), v2=Answer.not_applicable("无")) == ["unknown", "met"]
    result = scored(small, f={"v1": False, "x": 60}).result("f")
    assert [veto.item for veto in result.unmet_vetoes] == ["v1"]
    assert result.score is not None
    assert result.score > 0


def test_explanations_add_up(small: ScoringEngine, catalog: Catalog, engine: ScoringEngine) -> None:
    found = scored(small, f={"x": 40, "y": 15, "z": True})
    whole = found.explain("f")
    counted = [term for term in whole.terms if term.weight is not None]
    weight = sum(term.weight or 0 for term in counted)
    assert whole.value == pytest.approx(100 * sum(term.contribution or 0 for term in counted) / weight)
    assert [term.note.split("；")[0] for term in whole.terms] == ["已评分", "未定标，退出加权", "已评分"]
    assert "甲 40.00 %（基准 20，引领 60）" in whole.terms[0].note
    assert "（基准 未定，引领 未定）" in whole.terms[1].note
    assert found.explain("f", "use").value == pytest.approx(25)
    assert "甲 无 %" in scored(small).explain("f", ROOT).terms[0].note
    green = engine.score(scored(engine).sheet)
    assert len(green.explain("green_factory", "energy").terms) == 4


def test_indicators_of_no_weight_break_nothing() -> None:
    engine = engine_of("""
        scoring: {model: points_on_a_line}
        nodes: [{id: a, title: 甲, items: [{id: x, kind: number, unit: "", WORDS}]}]
        indicators:
        - {id: i, node: a, title: 指标, weight: 100, parts: [{id: p, title: 部分, share: 1, formula: x, unit: "", direction: more,
           variants: [{base: 0, lead: 10}]}]}
        - {id: j, node: a, title: 指标二, weight: 0, parts: [{id: q, title: 部分, share: 1, formula: x, unit: "", direction: more,
           variants: [{base: 0, lead: 10}]}]}
    """)
    found = scored(engine, f={"x": 5})
    assert found.result("f").score == pytest.approx(50)
    assert found.explain("f").terms[1].value is None


# ------------------------------------------------------------------------------------------ the shipped form


def green(engine: ScoringEngine, **answers: object) -> FormResult:
    """Score the green form; `a__b` stands for the item gf.a.b."""
    given_values = {f"gf.{name.replace('__', '.')}": value for name, value in answers.items()}
    return scored(engine, green_factory=given_values).result("green_factory")


def share(engine: ScoringEngine, part: str, **answers: object) -> float | None:
    found = green(engine, **answers)
    return next(entry.fraction for item in found.indicators for entry in item.parts if entry.id == part)


def test_weights_of_the_five_groups_and_fourteen_indicators(catalog: Catalog) -> None:
    """GB/T 36132-2025: 30/30/16/16/8 in 14 indicators."""
    form = catalog.forms["green_factory"]
    groups = dict.fromkeys(["energy", "resource", "production", "product", "land"], 0.0)
    for entry in form.indicators.values():
        groups[entry.node] += entry.weight
    assert groups == {"energy": 30, "resource": 30, "production": 16, "product": 16, "land": 8}
    assert len(form.indicators) == 14


def test_water_reuse_rate(engine: ScoringEngine) -> None:
    """Fresh 60,000 − 10,000 passed on = 50,000; recycled 430,000 + reused 20,000 = 450,000.
    450,000 / (50,000 + 450,000) = 90 %; (90 − 80) / (92.22 − 80) of 8 points = 6.546644844517185.
    """
    water = (
        {
            "source": "surface",
            "withdrawal": 60000,
            "transferred_out": 10000,
            "recycled": 430000,
            "reuse": 20000,
        },
    )
    result = green(engine, water=water)
    assert result.calculated["water_reuse_rate"] == pytest.approx(90, abs=1e-9)
    found = next(entry for entry in result.indicators if entry.id == "gf.i.reuse")
    assert found.score == pytest.approx(8 * 10 / 12.22, abs=1e-9)


def test_waste_utilisation_counts_general_waste_only(engine: ScoringEngine) -> None:
    """General: used 900 + 150 = 1,050 of generated 1,000 + 200 and 50 from before = 1,250: 84 %. Hazardous is left out.
    (84 − 80) / (100 − 80) = 0.2 of 6 points = 1.2.
    """
    waste = (
        {"category": "general", "generated": 1000, "utilised": 900, "prior_utilised": 50},
        {"category": "general", "generated": 200, "utilised": 150, "prior_utilised": 0},
        {"category": "hazardous", "generated": 500, "utilised": 0},
    )
    result = green(engine, solid_waste=waste)
    assert result.calculated["waste_utilisation"] == pytest.approx(84, abs=1e-9)
    assert result.calculated["hazardous_generated"] == pytest.approx(500)
    assert next(entry.score for entry in result.indicators if entry.id == "gf.i.waste") == pytest.approx(
        1.2, abs=1e-9
    )


def test_renewable_share_and_the_lead_by_size(engine: ScoringEngine) -> None:
    """Grid 30,000,000 kWh = 3,687 tce and own PV 3,000,000 kWh = 368.7 tce: 4,055.7 tce, renewable 9.0909 % = 100/11.
    3,000–5,000 tce: lead 7.93 %, so the part is full. With 40,000,000 kWh more it is 8,971.7 tce: lead 11.9 %.
    """
    rows = (
        {"kind": "electricity_grid", "consumption": 3e7},
        {"kind": "electricity_pv_self", "consumption": 3e6},
    )
    result = green(engine, energy=rows)
    assert result.calculated["energy_tce"] == pytest.approx(4055.7, abs=1e-9)
    assert result.calculated["renewable_rate"] == pytest.approx(100 / 11, abs=1e-9)
    assert share(engine, "gf.i.renewable.rate", energy=rows) == 1.0
    larger = (*rows, {"kind": "electricity_grid", "consumption": 4e7})
    assert share(engine, "gf.i.renewable.rate", energy=larger) == pytest.approx(
        368.7 / 8971.7 * 100 / 11.9, abs=1e-9
    )


def test_certificates_count_as_renewable(engine: ScoringEngine) -> None:
    """1,000,000 kWh of green power and 500,000 kWh of certificates: 1,500,000 × 0.0001229 = 184.35 tce of 1,229: 15 %."""
    rows = ({"kind": "electricity_grid", "consumption": 1e7},)
    result = green(engine, energy=rows, green_power_kwh=1e6, green_certificate_kwh=5e5)
    assert result.calculated["renewable_tce"] == pytest.approx(184.35, abs=1e-9)
    assert result.calculated["renewable_rate"] == pytest.approx(15, abs=1e-9)


@pytest.mark.parametrize(("choice", "score"), [("proved", 8.0), ("partial", 4.0), ("none", 0.0)])
def test_a_qualitative_indicator(engine: ScoringEngine, choice: str, score: float) -> None:
    found = next(
        entry for entry in green(engine, design__case=choice).indicators if entry.id == "gf.i.design"
    )
    assert (found.score, found.state) == (pytest.approx(score), SCORED)


def test_an_empty_sheet_scores_nothing_and_says_what_is_missing(engine: ScoringEngine) -> None:
    result = green(engine)
    assert result.score == 0.0
    assert {veto.state for veto in result.vetoes} == {"unknown"}
    assert all(entry.score in {0.0, None} for entry in result.indicators)
    assert all(
        isinstance(value, Missing) for value in (result.calculated["energy_tce"], result.calculated["co2_t"])
    )


def test_an_override_of_nothing_is_no_division_by_zero(engine: ScoringEngine) -> None:
    zero = ({"kind": "electricity_grid", "consumption": 0},)
    assert green(engine, energy=zero).calculated["renewable_rate"] is Missing.UNDEFINED
