from __future__ import annotations

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Grade
from anhui_assess.domain.scoring.anchored import grade_of
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.domain.scoring.model import ROOT
from tests.builders import engine_of, scored

BASES = "four_bases"
TWO_SECTIONS = """
    scoring:
      model: anchored
      weight_sets: {d: {weights: {a: 0.4, b: 0.6}}}
      grades: [{grade: 1, name: 低, min: 0}, {grade: 2, name: 中, min: 40}, {grade: 3, name: 高, min: 80}]
    nodes:
    - {id: role, title: 角色, items: [{id: r, kind: choice, choices: [{id: user, title: 用}, {id: none, title: 无}], WORDS}]}
    - {id: a, title: 甲, items: [{id: a1, weight: 3, FIVE, WORDS}, {id: a2, FIVE, WORDS}]}
    - {id: b, title: 乙, when: r = 'user', items: [{id: b1, FIVE, WORDS}]}
"""


@pytest.fixture(scope="module")
def small() -> ScoringEngine:
    return engine_of(TWO_SECTIONS)


@pytest.mark.parametrize(("rating", "points"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100)])
def test_five_ratings_become_0_to_100(small: ScoringEngine, rating: int, points: float) -> None:
    result = scored(small, f={"r": "user", "a1": rating, "a2": rating, "b1": rating}).result("f")
    assert result.score == pytest.approx(points, abs=1e-12)
    assert result.full == 100.0


def test_sections_are_weighted_means_of_weighted_items(small: ScoringEngine) -> None:
    """a = (3 × 100 + 1 × 0) / 4 = 75; b = 50; 0.4 × 75 + 0.6 × 50 = 60."""
    result = scored(small, f={"r": "user", "a1": 5, "a2": 1, "b1": 3}).result("f")
    assert {node.id: node.score for node in result.nodes} == {"a": pytest.approx(75), "b": pytest.approx(50)}
    assert result.score == pytest.approx(60, abs=1e-12)
    assert (result.grade, result.grade_name) == (2, "中")


@pytest.mark.parametrize("role", ["none", Answer(), Answer.unknown("待查")])
def test_a_section_without_a_role_leaves_the_weighting(small: ScoringEngine, role: object) -> None:
    found = scored(small, f={"r": role, "a1": 5, "a2": 1, "b1": 5})
    result = found.result("f")
    assert result.score == pytest.approx(75, abs=1e-12)
    node = result.node("b")
    assert node is not None
    assert (node.score, node.applies) == (None, False)
    note = found.explain("f").terms[1]
    assert (note.weight, note.note) == (None, "与本企业不相关，不参加加权")


def test_unanswered_counts_nothing_and_not_applicable_leaves(small: ScoringEngine) -> None:
    assert scored(small, f={"a1": 5}).result("f").score == pytest.approx(75)
    assert scored(small, f={"a1": 5, "a2": Answer.unknown()}).result("f").score == pytest.approx(75)
    assert scored(small, f={"a1": 5, "a2": Answer.not_applicable("无")}).result("f").score == pytest.approx(
        100
    )


def test_nothing_relevant_gives_no_score(small: ScoringEngine) -> None:
    gone = Answer.not_applicable("无")
    result = scored(small, f={"a1": gone, "a2": gone}).result("f")
    assert (result.score, result.grade, result.grade_name) == (None, None, "")


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (0, 1),
        (39.999, 1),
        (40 - 1e-8, 1),
        (40 - 1e-10, 2),
        (40, 2),
        (79.99, 2),
        (80, 3),
        (100, 3),
        (None, None),
        (-1, None),
    ],
)
def test_grades_begin_at_their_cut_off(score: float | None, grade: int | None) -> None:
    grades = [Grade(3, "高", 80), Grade(1, "低", 0), Grade(2, "中", 40)]
    found = grade_of(grades, score)
    assert (found.grade if found else None) == grade


def test_explanations_add_up(catalog: Catalog, engine: ScoringEngine, small: ScoringEngine) -> None:
    found = scored(small, f={"r": "user", "a1": 4, "a2": Answer.not_applicable("无"), "b1": 2})
    for node_id in (ROOT, "a", "b"):
        explained = found.explain("f", node_id)
        parts = [term.contribution for term in explained.terms if term.contribution is not None]
        assert sum(parts) == pytest.approx(explained.value)
    form = catalog.forms[BASES]
    whole = engine.score(full_marks(catalog)).explain(BASES)
    assert whole.value == pytest.approx(100)
    assert [term.node for term in whole.terms] == list(form.scoring.weight_sets["default"].weights)


def full_marks(catalog: Catalog) -> AnswerSheet:
    form = catalog.forms[BASES]
    sheet = AnswerSheet()
    for item in form.items.values():
        if item.id.endswith(".role"):
            sheet = sheet.with_answer(
                BASES, item.id, Answer.of("both" if "software" not in item.id else "user")
            )
        elif item.kind == "anchored_rating":
            sheet = sheet.with_answer(BASES, item.id, Answer.of(5))
    return sheet


def test_full_marks_are_the_maximum(catalog: Catalog, engine: ScoringEngine) -> None:
    result = engine.score(full_marks(catalog)).result(BASES)
    assert result.score == pytest.approx(100, abs=1e-12)
    assert (result.grade, result.grade_name) == (5, "引领级")
    assert all(node.score == pytest.approx(100) for node in result.nodes)


def test_a_form_may_do_without_an_inventory(small: ScoringEngine) -> None:
    assert scored(small).result("f").inventory == ()


def test_weightless_items_and_sections_break_nothing() -> None:
    engine = engine_of("""
        scoring:
          model: anchored
          weight_sets: {d: {weights: {a: 1, b: 0}}}
          grades: [{grade: 1, name: 低, min: 0}]
        nodes:
        - {id: a, title: 甲, items: [{id: a1, weight: 0, FIVE, WORDS}]}
        - {id: b, title: 乙, items: [{id: b1, FIVE, WORDS}]}
    """)
    found = scored(engine, f={"a1": 3, "b1": 3})
    assert found.result("f").score is None
    assert found.explain("f", "a").terms[0].contribution is None
    assert found.explain("f").terms[1].contribution is None
