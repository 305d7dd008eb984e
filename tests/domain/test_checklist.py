"""A checklist: shares by section, and mandatory and optional requirements passed or counted.

1. A section's share is the weighted mean of its items × 100; a section above is the mean over all items below it.
2. A requirement is met only with full worth; unanswered and unknown are open; not-applicable leaves.
3. Obligations never change a share; answers of one requirement never change the state of another.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.scoring.checklist import MET, NOT_APPLICABLE, OPEN, UNMET
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.model import ROOT
from anhui_assess.domain.scoring.result import FormResult
from tests.builders import engine_of, scored

LIST = """
    scales: {done: [{value: 1, title: 做到}, {value: 0.5, title: 一半}, {value: 0, title: 没有}]}
    scoring: {model: checklist}
    nodes:
    - id: site
      title: 厂区
      nodes:
      - id: site.hall
        title: 厂房
        items:
        - {id: a, kind: yes_no, obligation: mandatory, weight: 3, WORDS}
        - {id: b, kind: yes_no, obligation: optional, WORDS}
      - id: site.light
        title: 照明
        items:
        - {id: c, kind: scale, scale: done, obligation: mandatory, anchors: {"1": 全, "0.5": 半, "0": 无}, WORDS}
    - id: rest
      title: 其他
      items:
      - {id: d, kind: yes_no, obligation: optional, WORDS}
"""
BARE = LIST.replace("obligation: mandatory, ", "").replace("obligation: optional, ", "")
VALUES: dict[str, list[Any]] = {
    "a": [True, False],
    "b": [True, False],
    "c": [1.0, 0.5, 0.0],
    "d": [True, False],
}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        key: st.sampled_from(
            [*(Answer.of(value) for value in values), Answer.unknown("问过了"), Answer.not_applicable("没有")]
        )
        for key, values in VALUES.items()
    },
)


@pytest.fixture(scope="module")
def checklist() -> ScoringEngine:
    return engine_of(LIST)


@pytest.fixture(scope="module")
def bare() -> ScoringEngine:
    return engine_of(BARE)


def result(found: Scored) -> FormResult:
    return found.result("f")


def states(found: Scored) -> dict[str, str]:
    return {entry.item: entry.state for entry in result(found).requirements}


def shares(found: Scored) -> dict[str, float | None]:
    return {ROOT: result(found).score, **{node.id: node.score for node in result(found).nodes}}


def test_a_worked_example(checklist: ScoringEngine) -> None:
    """a (3) met, b (1) not, c (1) half, d (1) met: hall 3/4, light 1/2, site (3 + 0.5)/5, whole (3 + 0.5 + 1)/6."""
    found = scored(checklist, f={"a": True, "b": False, "c": 0.5, "d": True})
    assert shares(found) == pytest.approx(
        {ROOT: 75.0, "site": 70.0, "site.hall": 75.0, "site.light": 50.0, "rest": 100.0}, abs=1e-9
    )
    assert states(found) == {"a": MET, "b": UNMET, "c": UNMET, "d": MET}
    assert [entry.mandatory for entry in result(found).requirements] == [True, False, True, False]
    assert {node.id: node.weight for node in result(found).nodes} == {
        "site": 5,
        "site.hall": 4,
        "site.light": 1,
        "rest": 1,
    }


def test_what_was_not_answered_is_open_and_what_does_not_apply_leaves(checklist: ScoringEngine) -> None:
    found = scored(checklist, f={"a": Answer.unknown("待查"), "c": Answer.not_applicable("没有灯")})
    assert states(found) == {"a": OPEN, "b": OPEN, "c": NOT_APPLICABLE, "d": OPEN}
    assert shares(found)["site.light"] is None
    assert not next(node for node in result(found).nodes if node.id == "site.light").applies


def test_a_list_without_obligations_has_no_requirements(bare: ScoringEngine) -> None:
    assert result(scored(bare, f={"a": True})).requirements == ()


@given(ANSWERS)
def test_obligations_never_change_a_share(
    checklist: ScoringEngine, bare: ScoringEngine, answers: dict[str, Answer]
) -> None:
    assert shares(scored(checklist, f=answers)) == shares(scored(bare, f=answers))


@given(ANSWERS, st.sampled_from(sorted(VALUES)))
def test_one_answer_changes_only_its_own_state(
    checklist: ScoringEngine, answers: dict[str, Answer], changed: str
) -> None:
    before = states(scored(checklist, f=answers))
    after = states(scored(checklist, f={**answers, changed: Answer.of(VALUES[changed][0])}))
    assert after == {**before, changed: MET}


@given(ANSWERS)
def test_a_share_is_explained_by_its_terms(checklist: ScoringEngine, answers: dict[str, Answer]) -> None:
    """The shares of the terms that apply add up to one, and their points to the value, at every section."""
    found = scored(checklist, f=answers)
    for node_id, share in shares(found).items():
        terms = [term for term in found.explain("f", node_id).terms if term.weight is not None]
        assert (share is None) == (not terms)
        if share is not None:
            assert sum(term.weight or 0 for term in terms) == pytest.approx(1, abs=1e-9)
            assert sum(term.contribution or 0 for term in terms) == pytest.approx(share, abs=1e-9)
