"""The figures in the findings are those of the result, and each rule is quiet where it has nothing to say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.benchmarks import comparisons
from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.diagnosis.level_findings import leaf_contributions, total_of
from anhui_assess.domain.expressions import parse
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from tests.assessments import SAMPLES, document, sample

SF, GF, FB = "smart_factory", "green_factory", "four_bases"


def of(scored: Scored, code: str) -> list[Finding]:
    return [entry for entry in findings(scored) if entry.code == code]


def level_gaps(scored: Scored) -> list[Finding]:
    """The inconsistencies between levels; those between two questions come from the pack."""
    checks = {check.title for check in scored.catalog.packs.cross_checks}
    return [entry for entry in of(scored, "inconsistency") if entry.title not in checks]


def smart(catalog: Catalog, **by_level: float) -> dict[str, float]:
    return {
        entry.id: by_level[f"l{entry.level}"]
        for entry in catalog.forms[SF].items.values()
        if f"l{entry.level}" in by_level
    }


@pytest.fixture(params=SAMPLES)
def scored(request: pytest.FixtureRequest, engine: ScoringEngine, catalog: Catalog) -> Scored:
    return engine.score(sample(request.param, catalog).sheet)


def test_severe_ones_come_first(scored: Scored) -> None:
    order = ["high", "middle", "low", "good"]
    places = [order.index(entry.severity) for entry in findings(scored)]
    assert places == sorted(places)


def test_a_weakness_says_its_score_share_and_loss(scored: Scored) -> None:
    form = scored.catalog.forms[SF]
    result = scored.result(SF)
    assert result.next_level is not None
    lost = leaf_contributions(scored, form, result)
    assert sum(share for _, _, share, _ in lost) == pytest.approx(1.0)
    total = total_of(scored, form, result.next_level)
    assert total is not None
    assert sum(entry[3] for entry in lost) == pytest.approx(1.0 - total)
    shown = [entry for entry in of(scored, "weakness") if entry.form == SF]
    assert shown
    for entry in shown:
        _, value, share, loss = next(row for row in lost if row[0] == entry.node)
        assert entry.text.startswith(
            f"{result.next_level} 级得分 {value:.2f}，占全厂 {share:.1%}，让总分少了 {loss:.3f}；没有得满的有 {len(entry.items)} 条"
        )
    assert [row[3] for row in lost] == sorted((row[3] for row in lost), reverse=True)


def test_a_supply_risk_says_its_figure_and_class(scored: Scored) -> None:
    lines = [line for line in scored.result(FB).inventory if line.class_title == "高"]
    found = of(scored, "supply_risk")
    assert len(found) == min(10, len(lines))
    for entry, line in zip(found, sorted(lines, key=lambda line: -line.risk), strict=False):
        assert f"断供风险 {line.risk:.1f}（高）" in entry.text
        assert entry.title == scored.value("fb.inventory")[line.row]["name"]


def test_low_indicators_say_value_base_and_lead(scored: Scored) -> None:
    by_title = {entry.title: entry for entry in scored.result(GF).indicators}
    for entry in of(scored, "weakness"):
        if entry.form == GF:
            indicator = by_title[entry.title]
            assert indicator.score is not None
            assert indicator.score < 0.4 * indicator.weight
            assert entry.text.startswith(f"得 {indicator.score:.1f} 分（满分 {indicator.weight:g}）：")
    for code in ("no_data", "uncalibrated"):
        count = sum(entry.state == code for entry in by_title.values())
        texts = [entry.text for entry in of(scored, code)]
        assert texts == [] if count == 0 else texts[0].startswith(f"{count} 项指标缺")


def test_ratings_at_the_two_lowest_steps(engine: ScoringEngine, catalog: Catalog) -> None:
    form = catalog.forms[FB]
    role = {"fb.parts.role": "user", "fb.materials.role": "user"}
    low = {key: 2 for key in form.items if key.startswith("fb.parts.u.")}
    high = {key: 5 for key in form.items if key.startswith("fb.materials.u.")}
    scored = engine.score(document(catalog, four_bases={**role, **low, **high}).sheet)
    (weak,) = of(scored, "weakness")
    assert weak.node == "parts"
    assert set(weak.items) == set(low)
    assert f"得分 25.0；评到 1–2 档的有 {len(low)} 项" in weak.text
    (strong,) = of(scored, "strength")
    assert (strong.node, strong.text) == ("materials", "得分 100.0，是四基中最强的一项。")


def test_ratings_in_the_middle_are_neither_weak_nor_strong(engine: ScoringEngine, catalog: Catalog) -> None:
    middle = {key: 3 for key in catalog.forms[FB].items if key.startswith("fb.parts.u.")}
    scored = engine.score(document(catalog, four_bases={"fb.parts.role": "user", **middle}).sheet)
    assert not of(scored, "weakness")
    assert not of(scored, "strength")


def test_vetoes_half_answered_are_asked_for_and_unanswered_ones_are_not(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    vetoes = [entry.id for entry in catalog.forms[GF].items.values() if entry.veto_on is not None]
    (asked,) = of(
        engine.score(
            document(catalog, green_factory={vetoes[0]: not catalog.item(GF, vetoes[0]).veto_on}).sheet
        ),
        "veto_unknown",
    )
    assert set(asked.items) == set(vetoes[1:])
    assert f"还有 {len(vetoes) - 1} 项否决条件没有回答" in asked.text
    untouched = engine.score(document(catalog, green_factory={"gf.revenue": 5}).sheet)
    assert not of(untouched, "veto_unknown")
    good = {key: not catalog.item(GF, key).veto_on for key in vetoes}
    every = engine.score(document(catalog, green_factory=good).sheet)
    assert not of(every, "veto_unknown")
    assert not of(every, "veto")


def test_at_the_top_there_is_no_weakness(engine: ScoringEngine, catalog: Catalog) -> None:
    scored = engine.score(document(catalog, smart_factory=dict.fromkeys(catalog.forms[SF].items, 1)).sheet)
    assert not of(scored, "weakness")
    assert not of(scored, "inconsistency")
    assert len(of(scored, "strength")) == 3


def test_a_section_that_is_good_enough_is_no_weakness(engine: ScoringEngine, catalog: Catalog) -> None:
    answers = smart(catalog, l1=1, l2=1, l3=0.8)
    answers |= {key: 0.0 for key in answers if key.startswith("sf.org.3")}
    found = of(engine.score(document(catalog, smart_factory=answers).sheet), "weakness")
    assert [entry.node for entry in found] == [catalog.item(SF, "sf.org.3.1").node]


@pytest.mark.parametrize(
    "backed",
    [
        Answer.of(1.0, note="台账"),
        Answer.of(1.0, evidence=("ab" * 32,)),
        Answer.of(1.0, verified=Verified(1.0, "")),
        Answer.of(0.8),
        Answer.unknown(),
    ],
)
def test_a_high_mark_with_something_behind_it_is_not_doubted(
    backed: Answer, engine: ScoringEngine, catalog: Catalog
) -> None:
    assert not of(
        engine.score(document(catalog, smart_factory={"sf.org.3.1": backed}).sheet), "thin_evidence"
    )


def test_many_bare_high_marks_are_counted(engine: ScoringEngine, catalog: Catalog) -> None:
    (entry,) = of(engine.score(document(catalog, smart_factory=smart(catalog, l3=1)).sheet), "thin_evidence")
    count = sum(item.level == 3 for item in catalog.forms[SF].items.values())
    assert f"等 {count} 条在 3 级以上给了全部满足" in entry.text
    assert len(entry.items) == count


def test_a_gap_just_below_is_no_inconsistency(engine: ScoringEngine, catalog: Catalog) -> None:
    answers = smart(catalog, l1=1, l2=0.5, l3=1)
    assert not level_gaps(engine.score(document(catalog, smart_factory=answers).sheet))
    found = level_gaps(
        engine.score(document(catalog, smart_factory=smart(catalog, l1=0.5, l2=1, l3=1)).sheet)
    )
    assert found
    assert all("3 级的“" in entry.text for entry in found)


def test_a_clash_of_texts_names_both_places(engine: ScoringEngine, catalog: Catalog) -> None:
    sheet = document(catalog, profile={"data_year": 2024}, green_factory={"gf.year": 2025}).sheet
    (entry,) = of(engine.score(sheet), "clash")
    assert "2,024" in entry.text or "2024" in entry.text
    assert entry.items == ("data_year", "gf.year")


# ------------------------------------------------------------------------------------------ benchmarks

FIGURES = {
    "revenue": 20000, "rd_expense": 300, "invention_patents": 3, "has_rd_institution": True, "tax_and_profit": 1500,
    "value_added": 5000, "value_added_prev": 4800, "employees": 100, "employees_prev": 100, "integration_index": 58.4,
    "digital_design_tool_rate": 95, "key_process_cnc_rate": 60, "energy_per_value_added": 0.5,
    "energy_per_value_added_base": 1.0, "co2_per_value_added": 0.9, "co2_per_value_added_base": 1.0,
    "water_per_value_added": 5, "water_per_value_added_base": 10, "solid_waste_utilisation_rate": 90,
}  # fmt: skip
WANTED = {
    "rd_intensity": (1.5, 1.2, "达到"),
    "patents_per_100m": (1.5, 1.1, "达到"),
    "rd_institution_coverage": (100.0, 50.0, "有"),
    "tax_profit_margin": (7.5, 9.5, "未达到"),
    "productivity_growth": (100 * (50 / 48 - 1), 6.5, "未达到"),
    "integration_index": (58.4, 100.0, "只并排显示"),
    "design_tool_rate": (95.0, 90.0, "达到"),
    "cnc_rate": (60.0, 70.0, "未达到"),
    "energy_reduction": (50.0, 34.0, "达到"),
    "co2_reduction": (10.0, 40.0, "未达到"),
    "water_reduction": (50.0, 41.0, "达到"),
    "solid_waste_utilisation": (90.0, 88.0, "达到"),
}


def test_all_twelve_by_hand(engine: ScoringEngine, catalog: Catalog) -> None:
    found = {
        entry.benchmark.id: entry
        for entry in comparisons(engine.score(document(catalog, profile=FIGURES).sheet))
    }
    assert set(found) == set(WANTED)
    for key, (firm, target, verdict) in WANTED.items():
        entry = found[key]
        assert entry.firm == pytest.approx(firm), key
        assert (entry.target, entry.target_year, entry.verdict) == (target, 2025, verdict), key
        if verdict in {"达到", "未达到"}:
            assert entry.distance == pytest.approx(firm - target), key
        else:
            assert entry.distance is None


def test_nothing_given_is_missing_twelve_times_and_never_nought(engine: ScoringEngine) -> None:
    found = comparisons(engine.score(AnswerSheet()))
    assert [(entry.firm, entry.distance, entry.verdict) for entry in found] == [(None, None, "未填")] * 12


def test_where_less_is_better_the_sign_turns(catalog: Catalog) -> None:
    shipped = next(entry for entry in catalog.packs.benchmarks if entry.id == "cnc_rate")
    variants = (
        replace(shipped, direction="less"),
        replace(shipped, values={2020: None}),
        replace(shipped, firm_formula=None),
        replace(shipped, firm_formula=parse("profile.revenue > 1")),
    )
    made = replace(catalog, packs=replace(catalog.packs, benchmarks=variants))
    less, no_target, no_formula, not_a_number = comparisons(
        ScoringEngine(made).score(document(catalog, profile=FIGURES).sheet)
    )
    assert (less.distance, less.verdict) == (pytest.approx(10.0), "达到")
    assert (no_target.target, no_target.distance, no_target.verdict) == (None, None, "只并排显示")
    assert no_formula.verdict == not_a_number.verdict == "未填"
