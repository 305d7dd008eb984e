"""The first plan: honest effects, prerequisites first, phases by time, and a path that rescoring confirms."""

from __future__ import annotations

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.planning.effects import lifts, with_measures
from anhui_assess.domain.planning.first_plan import PHASES, Plan, first_plan
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.model import item_score
from tests.assessments import sample_plan

NAMES = ("hefei-precision", "tongling-copper", "anqing-textile")


@pytest.fixture(scope="module", params=NAMES)
def scored(request: pytest.FixtureRequest, engine: ScoringEngine, catalog: Catalog) -> Scored:
    return sample_plan(request.param, engine)[0]


@pytest.fixture(scope="module")
def plan(scored: Scored, engine: ScoringEngine) -> Plan:
    return next(plan for name in NAMES for of, plan in [sample_plan(name, engine)] if of is scored)


def test_a_measure_never_lowers_an_answer(scored: Scored, catalog: Catalog) -> None:
    for measure in catalog.packs.measures.values():
        for (form_id, item_id), value in lifts(scored, measure).items():
            item = catalog.item(form_id, item_id)
            now = item_score(item, scored.item_value(form_id, item_id))
            assert now is not None
            assert (kind_of(item).score(item, value) or 0.0) > now


def test_not_applicable_items_are_left_alone(engine: ScoringEngine, catalog: Catalog) -> None:
    measure = next(entry for entry in catalog.packs.measures.values() if entry.closes[0].item)
    close = measure.closes[0]
    assert close.item is not None
    sheet = AnswerSheet().with_answer(close.form, close.item, Answer.not_applicable("没有"))
    assert (close.form, close.item) not in lifts(engine.score(sheet), measure)


def test_equal_answers_give_an_equal_plan(scored: Scored, plan: Plan) -> None:
    assert first_plan(scored) == plan


def test_prerequisites_stand_before_and_end_before(plan: Plan) -> None:
    rows = {entry.measure.id: entry for entry in plan.measures}
    for entry in plan.measures:
        for key in entry.measure.prerequisites:
            if key in rows:
                assert rows[key].end <= entry.start + 1e-9
                assert rows[key].number < entry.number


def test_a_missing_prerequisite_is_one_that_is_in_place(scored: Scored, plan: Plan, catalog: Catalog) -> None:
    chosen = {entry.measure.id for entry in plan.measures}
    after = with_measures(scored, [entry.measure for entry in plan.measures])
    for entry in plan.measures:
        for key in set(entry.measure.prerequisites) - chosen:
            assert not lifts(after, catalog.packs.measures[key])


def test_phases_follow_the_month_in_which_a_measure_ends(plan: Plan) -> None:
    limits = {phase: limit for phase, _, limit in PHASES}
    for entry in plan.measures:
        if entry.phase != PHASES[-1][0]:
            assert entry.end <= limits[entry.phase]
        assert entry.end - entry.start == pytest.approx(sum(entry.measure.months) / 2)


def test_every_measure_adds_something_or_carries_one_that_does(plan: Plan) -> None:
    for entry in plan.measures:
        assert entry.closes or entry.needed_for, entry.measure.id


def test_next_level_is_reached_and_the_path_is_what_scoring_gives(scored: Scored, plan: Plan) -> None:
    target = scored.result("smart_factory").next_level
    after = with_measures(scored, [entry.measure for entry in plan.measures])
    assert (after.result("smart_factory").level or 0) >= (target or 0)
    assert plan.path[-1].scores == tuple(
        (form, after.result(form).score, after.result(form).level_name or after.result(form).grade_name)
        for form, _, _ in plan.path[-1].scores
    )
    assert plan.path[0].title == "现在"


def test_investment_is_the_sum_of_the_figures_given(plan: Plan) -> None:
    figures = [entry.investment for entry in plan.measures if entry.investment]
    assert plan.investment == (sum(low for low, _ in figures), sum(high for _, high in figures))
    assert plan.without_figure == len(plan.measures) - len(figures)


def test_no_measure_can_be_left_out_of_the_way_to_the_level(scored: Scored, plan: Plan) -> None:
    target = scored.result("smart_factory").next_level or 0
    smart_only = [entry for entry in plan.measures if {form for form, _ in entry.closes} == {"smart_factory"}]
    for left_out in smart_only:
        if not left_out.needed_for:
            rest = [entry.measure for entry in plan.measures if entry is not left_out]
            assert (with_measures(scored, rest).result("smart_factory").level or 0) < target, (
                left_out.measure.id
            )


def test_veto_is_dealt_with_first(engine: ScoringEngine, catalog: Catalog) -> None:
    scored, found = sample_plan("anqing-textile", engine)
    assert "否决" in found.goals[0]
    after = with_measures(scored, [e.measure for e in found.measures])
    assert not after.result("green_factory").unmet_vetoes


def test_nothing_answered_nothing_planned(engine: ScoringEngine) -> None:
    assert first_plan(engine.score(AnswerSheet())).measures == ()
