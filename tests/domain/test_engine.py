from __future__ import annotations

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog, reference
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.packs import Packs
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.domain.scoring.registry import BY_ID, MODEL_IDS, UNSCORED
from anhui_assess.domain.scoring.result import Progress
from tests.builders import catalog_of, engine_of, scored, sheet_of

CONDITIONS = """
    nodes:
    - {id: a, title: 甲, items: [{id: go, kind: yes_no, WORDS}, {id: n, kind: number, unit: "", WORDS}]}
    - id: b
      title: 乙
      when: go = true
      nodes:
      - {id: b.c, title: 丙, items: [{id: c1, kind: number, unit: "", WORDS}, {id: c2, kind: number, unit: "", when: n > 5, WORDS}]}
    - id: t
      title: 表
      items:
      - {id: t1, kind: table, WORDS, columns: [{id: k, title: 数, kind: number}, {id: d, title: 两倍, kind: number, calculated: k * 2},
         {id: e, title: 四倍, kind: number, calculated: d * 2}]}
    calculations:
    - {id: total, title: 合计, unit: "", formula: "sum(t1, e) + value_or(c1, 0)"}
"""
FIGURES = """
    schema: anhui-assess/figures/1
    id: figures
    edition: "1"
    title: 共用
    figures: [{id: people, title: 人数, unit: 人, definition: 在岗}]
"""


@pytest.fixture(scope="module")
def small() -> ScoringEngine:
    return engine_of(CONDITIONS)


def test_an_item_applies_when_its_conditions_and_those_of_its_sections_hold(small: ScoringEngine) -> None:
    form = small.catalog.forms["f"]

    def applying(**answers: object) -> list[str]:
        found = scored(small, f=answers)
        assert found.node_applies(form, "a")
        assert found.node_applies(form, "b") == found.node_applies(form, "b.c") == (answers.get("go") is True)
        return [item.id for item in form.items.values() if found.applies(form, item)]

    assert applying() == ["go", "n", "t1"]
    assert applying(go=True) == ["go", "n", "c1", "t1"]
    assert applying(go=True, n=6) == ["go", "n", "c1", "c2", "t1"]
    assert applying(go=False, n=6) == ["go", "n", "t1"]


def test_an_item_that_does_not_apply_is_not_applicable_whatever_was_answered(small: ScoringEngine) -> None:
    assert scored(small, f={"go": False, "c1": 5}).value("c1") is Missing.NOT_APPLICABLE
    assert scored(small, f={"go": True, "c1": 5}).value("c1") == 5


def test_calculated_columns_rest_on_earlier_ones_and_stay_empty_without_data(small: ScoringEngine) -> None:
    found = scored(small, f={"t1": ({"k": 1}, {}, {"k": 2.5})})
    assert found.item_value("f", "t1") == ({"k": 1, "d": 2, "e": 4}, {}, {"k": 2.5, "d": 5.0, "e": 10.0})
    assert found.value("calc.total") == 14.0
    assert scored(small).value("calc.total") is Missing.UNANSWERED


def test_a_condition_may_be_always_or_never() -> None:
    engine = engine_of("""
        nodes:
        - {id: a, title: 甲, when: true, items: [{id: x, kind: yes_no, WORDS}, {id: y, kind: yes_no, when: false, WORDS}]}
    """)
    found, form = scored(engine), engine.catalog.forms["f"]
    assert [found.applies(form, item) for item in form.items.values()] == [True, False]


def test_an_unknown_name_is_unanswered(small: ScoringEngine) -> None:
    found = scored(small)
    assert found.value("nowhere") is Missing.UNANSWERED
    assert found.value("calc.nowhere") is Missing.UNANSWERED


def test_progress_counts(small: ScoringEngine) -> None:
    answers = {
        "go": Answer.of(True, evidence=("照片",), flagged=True),
        "n": Answer.not_applicable("没有"),
        "c1": Answer.unknown("待查", verified=Verified(5)),
        "t1": Answer.unknown("待查"),
    }
    progress = scored(small, f=answers).progress("f")
    assert progress == Progress(
        applicable=4,
        settled=3,
        asks_evidence=3,
        with_evidence=1,
        answered=2,
        verified=1,
        flagged=1,
        unknown=2,
        not_applicable=1,
    )
    assert (progress.completeness, progress.evidence_coverage, progress.verified_share) == (0.75, 1 / 3, 0.5)
    assert scored(small, f=answers).progress("f", "b").applicable == 1
    assert (Progress().completeness, Progress().evidence_coverage, Progress().verified_share) == (
        1.0,
        0.0,
        0.0,
    )


def test_an_optional_item_counts_only_when_settled() -> None:
    engine = engine_of(
        'nodes: [{id: a, title: 甲, items: [{id: x, kind: number, unit: "", required: false, WORDS}]}]'
    )
    assert scored(engine).progress("f").applicable == 0
    assert scored(engine, f={"x": 1}).progress("f").applicable == 1


def test_a_shared_figure_is_asked_once() -> None:
    catalog = catalog_of(
        "id: f\nnodes: [{id: a, title: 甲, items: [{id: x, kind: number, unit: 人, shared: people, WORDS}]}]",
        "id: g\nnodes: [{id: a, title: 甲, items: [{id: y, kind: number, unit: 人, shared: people, WORDS}]}]",
        FIGURES,
    )
    engine = ScoringEngine(catalog)
    assert catalog.shared == {"people": (("f", "x"), ("g", "y"))}
    found = scored(engine, f={"x": 7})
    assert found.value("y") == 7
    assert found.progress("g").completeness == 1.0
    assert found.clashes() == ()
    both = scored(engine, f={"x": 7}, g={"y": 8})
    assert (both.value("x"), both.value("y")) == (7, 8)
    (clash,) = both.clashes()
    assert (clash.figure, clash.values) == ("people", (("f", "x", 7), ("g", "y", 8)))
    assert scored(engine, g={"y": Answer.not_applicable("无")}).value("x") is Missing.UNANSWERED
    assert scored(engine).clashes() == ()


def test_the_profile_is_known_by_its_prefix(catalog: Catalog) -> None:
    profile = catalog.forms["profile"]
    assert reference(profile, profile.items["name"]) == "profile.name"
    assert catalog.names["profile.name"] == ("profile", "name")
    assert catalog.names["gf.energy"] == ("green_factory", "gf.energy")
    assert catalog.item("profile", "name") is profile.items["name"]
    assert "profile" not in {form.id for form in catalog.scored_forms}


def test_energy_without_factors_is_undefined() -> None:
    catalog = catalog_of("""
        scoring: {model: none}
        nodes:
        - {id: a, title: 甲, items: [{id: t, kind: table, layout: energy, WORDS, columns: [{id: kind, title: 能源, kind: text},
           {id: consumption, title: 量, kind: number}, {id: transferred_out, title: 外供, kind: number},
           {id: measured_kj, title: 热值, kind: number}]}]}
        calculations: [{id: tce, title: 能耗, unit: tce, function: comprehensive_energy, table: t}]
    """)
    engine = ScoringEngine(catalog)
    assert (
        scored(engine, f={"t": ({"kind": "diesel", "consumption": 1},)}).value("calc.tce")
        is Missing.UNDEFINED
    )
    assert scored(engine).value("calc.tce") is Missing.UNANSWERED


def test_a_pinned_version_takes_the_place_of_the_current_one(catalog: Catalog) -> None:
    other = catalog_of(
        'id: four_bases\nnodes: [{id: a, title: 甲, items: [{id: x, kind: number, unit: "", WORDS}]}]'
    )
    changed = catalog.with_form(other.forms["four_bases"])
    assert list(changed.forms) == list(catalog.forms)
    assert changed.forms["four_bases"].items.keys() == {"x"}
    assert "fb.inventory" in catalog.forms["four_bases"].items


def test_a_weight_set_not_known_is_the_default() -> None:
    engine = engine_of("""
        SCALES
        scoring: {model: level_gated, levels: [{level: 1, name: 一}], weight_sets: {p: {weights: {a: 1}}, q: {weights: {a: 1}}},
          weight_set_by: w, default_weight_set: q}
        nodes:
        - {id: a, title: 甲, items: [{id: x, level: 1, STEPS, WORDS}, {id: w, kind: text, WORDS}]}
    """)
    assert scored(engine).result("f").weight_set == "q"
    assert scored(engine, f={"w": "p"}).result("f").weight_set == "p"
    assert scored(engine, f={"w": "什么"}).result("f").weight_set == "q"


def test_the_empty_sheet_scores_every_form(catalog: Catalog, engine: ScoringEngine) -> None:
    found = engine.score(AnswerSheet())
    for form in catalog.scored_forms:
        result = found.result(form.id)
        assert result.progress.answered == 0
        assert result.model in BY_ID
    assert found.catalog is catalog
    assert set(MODEL_IDS) == {*BY_ID, UNSCORED}
    assert sheet_of() == AnswerSheet()


def test_departments_are_named_as_then_and_now() -> None:
    packs = Packs(department_names={"省经济和信息化委": "省工业和信息化厅", "省科技厅": "省科技厅"})
    assert packs.department_today("省经济和信息化委") == "省经济和信息化委（现：省工业和信息化厅）"
    assert packs.department_today("省科技厅") == "省科技厅"
    assert packs.department_today("别处") == "别处"
