"""Each rule speaks when it should, with its figures, and is quiet when it should not."""

from __future__ import annotations

from typing import Any

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.benchmarks import Comparison, comparisons
from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from tests.assessments import sample


def scored(engine: ScoringEngine, **forms: dict[str, Any]) -> Scored:
    catalog = engine.catalog
    return engine.score(
        AnswerSheet(
            {
                form: FormAnswers(
                    catalog.forms[form].version,
                    {
                        key: value if isinstance(value, Answer) else Answer.of(value)
                        for key, value in given.items()
                    },
                )
                for form, given in forms.items()
            }
        )
    )


def of(found: tuple[Finding, ...], code: str) -> list[Finding]:
    return [finding for finding in found if finding.code == code]


def at_levels(catalog: Catalog, **worth: float) -> dict[str, float]:
    levels = {int(key.removeprefix("l")): value for key, value in worth.items()}
    form = catalog.forms["smart_factory"]
    return {item.id: levels[item.level] for item in form.items.values() if item.level in levels}


def test_nothing_answered_nothing_said(engine: ScoringEngine) -> None:
    assert findings(engine.score(AnswerSheet())) == ()


def test_unmet_veto_comes_first_and_is_severe(engine: ScoringEngine) -> None:
    found = findings(scored(engine, green_factory={"gf.veto.energy": False}))
    assert found[0].code == "veto"
    assert found[0].severity == "high"
    assert "一票否决" in found[0].text
    assert not of(findings(scored(engine, green_factory={"gf.veto.energy": True})), "veto")


def test_weaknesses_name_score_share_and_items(engine: ScoringEngine, catalog: Catalog) -> None:
    sheet = scored(engine, smart_factory=at_levels(catalog, l1=1, l2=1, l3=0.5))
    weak = of(findings(sheet), "weakness")
    assert len(weak) == 5
    assert all("3 级得分 0.50" in entry.text and entry.items for entry in weak)


def test_strength_needs_the_gate(engine: ScoringEngine, catalog: Catalog) -> None:
    answers = at_levels(catalog, l1=1, l2=1, l3=0)
    answers |= {item: 1.0 for item in answers if item.startswith("sf.equip.3")}
    strong = of(findings(scored(engine, smart_factory=answers)), "strength")
    assert [entry.title for entry in strong] == ["装备"]


def test_full_marks_above_a_gap_are_an_inconsistency(engine: ScoringEngine) -> None:
    odd = of(
        findings(scored(engine, smart_factory={"sf.sched.4.1": 1.0, "sf.sched.1.1": 0.5})), "inconsistency"
    )
    assert set(odd[0].items) == {"sf.sched.4.1", "sf.sched.1.1"}
    fine = scored(
        engine,
        smart_factory={
            f"sf.sched.{level}": 1.0 for level in ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "4.1")
        },
    )
    assert not of(findings(fine), "inconsistency")


def test_high_mark_without_note_or_evidence_will_be_doubted(engine: ScoringEngine) -> None:
    bare = of(findings(scored(engine, smart_factory={"sf.sched.3.1": 1.0})), "thin_evidence")
    assert bare[0].items == ("sf.sched.3.1",)
    noted = Answer.of(1.0, note="三类约束，11 月截图")
    assert not of(findings(scored(engine, smart_factory={"sf.sched.3.1": noted})), "thin_evidence")


def test_risky_item_is_named_with_its_figure(engine: ScoringEngine) -> None:
    rows = ({"name": "进口轴承", "import_share": 100, "qualified_suppliers": 1, "impact": 5},)
    risk = of(findings(scored(engine, four_bases={"fb.inventory": rows})), "supply_risk")
    assert risk[0].title == "进口轴承"
    assert "断供风险" in risk[0].text
    assert "按最坏情况算" in risk[0].text


def test_two_values_of_one_figure_are_shown_with_both_places(engine: ScoringEngine) -> None:
    sheet = scored(engine, profile={"revenue": 5812.5}, green_factory={"gf.revenue": 5680})
    clash = of(findings(sheet), "clash")
    assert "5,812.5" in clash[0].text
    assert "5,680" in clash[0].text
    same = scored(engine, profile={"revenue": 5680}, green_factory={"gf.revenue": 5680})
    assert not of(findings(same), "clash")


def test_uncalibrated_and_missing_indicators_are_said(engine: ScoringEngine) -> None:
    codes = {entry.code for entry in findings(scored(engine, green_factory={"gf.veto.energy": True}))}
    assert {"uncalibrated", "no_data"} <= codes


@pytest.fixture
def compared(engine: ScoringEngine) -> dict[str, Comparison]:
    sheet = scored(engine, profile={"revenue": 10000, "rd_expense": 130, "has_rd_institution": False})
    return {entry.benchmark.id: entry for entry in comparisons(sheet)}


def test_all_twelve_indicators_are_there(compared: dict[str, Comparison]) -> None:
    assert len(compared) == 12


def test_distance_has_the_sign_of_better(compared: dict[str, Comparison]) -> None:
    share = compared["rd_intensity"]
    assert share.firm == pytest.approx(1.3)
    assert share.distance == pytest.approx(0.1)
    assert share.verdict == "达到"


def test_missing_stays_missing_and_is_never_zero(compared: dict[str, Comparison]) -> None:
    entry = compared["patents_per_100m"]
    assert (entry.firm, entry.distance, entry.verdict) == (None, None, "未填")
    assert entry.benchmark.values[2014] is None


def test_group_indicator_compares_has_and_has_not(compared: dict[str, Comparison]) -> None:
    assert compared["rd_institution_coverage"].verdict == "没有"


def test_samples_are_diagnosed_differently(engine: ScoringEngine, catalog: Catalog) -> None:
    titles = [
        tuple(entry.title for entry in findings(engine.score(sample(name, catalog).sheet)))
        for name in ("hefei-precision", "tongling-copper", "anqing-textile")
    ]
    assert len(set(titles)) == 3
