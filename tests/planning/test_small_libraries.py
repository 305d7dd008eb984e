"""Planning with a handful of made-up measures over the shipped forms, so that every choice can be followed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.packs import Closes, Measure
from anhui_assess.domain.planning.effects import RATING_STEPS, lifted_value, lifts, targets, with_measures
from anhui_assess.domain.planning.first_plan import PHASES, Plan, first_plan, investment_of
from anhui_assess.domain.planning.request import CAPACITY
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.model import item_score
from tests.assessments import document, random_document

SF, GF, FB = "smart_factory", "green_factory", "four_bases"
ALL_SIZES = {"S": (10.0, 20.0), "M": (10.0, 20.0), "L": (10.0, 20.0)}


def measure(key: str, *closes: Closes, cost: float | None = 15.0, **more: Any) -> Measure:
    spans = None if cost is None else (cost, cost)
    parts: dict[str, Any] = {
        "id": key, "title": f"措施{key}", "why": "", "closes": closes, "steps": (), "prerequisites": (), "excludes": (),
        "needs": "", "months": (3.0, 3.0), "investment": dict.fromkeys("SML", spans), "benefit": "", "running_cost": "",
        "instruments": (), "task": 1, "evidence": (), "source": "", "status": "",
    }  # fmt: skip
    return Measure(**(parts | more))


def node(name: str, *levels: int, to: float = 1.0, form: str = SF) -> Closes:
    return Closes(form, node=name, levels=levels, to=to)


def item(name: str, to: float = 1.0, form: str = SF) -> Closes:
    return Closes(form, item=name, to=to)


def scored(catalog: Catalog, library: Sequence[Measure], **forms: Any) -> Scored:
    packs = replace(catalog.packs, measures={entry.id: entry for entry in library})
    return ScoringEngine(replace(catalog, packs=packs)).score(document(catalog, **forms).sheet)


def ids(plan: Plan) -> list[str]:
    return [entry.measure.id for entry in plan.measures]


# ------------------------------------------------------------------------------------------ what a measure lifts


def test_a_measure_names_an_item_a_section_or_some_levels_of_it(catalog: Catalog) -> None:
    form = catalog.forms[SF]
    assert [found.id for found in targets(form, item("sf.org.1.1"))] == ["sf.org.1.1"]
    assert list(targets(form, item("sf.gone"))) == list(targets(form, node("gone"))) == []
    everything = list(targets(form, node("people")))
    assert everything == list(form.items_below("people"))
    second = list(targets(form, node("people", 2)))
    assert second == [entry for entry in everything if entry.level == 2] != []


@pytest.mark.parametrize(
    ("form_id", "item_id", "current", "to", "wanted"),
    [
        (SF, "sf.org.1.1", 0.0, 1.0, 1),
        (SF, "sf.org.1.1", 0.0, 0.9, 0.8),
        (SF, "sf.org.1.1", 0.8, 0.8, None),
        (SF, "sf.org.1.1", 1.0, 1.0, None),
        (FB, "fb.parts.s.level", 0.0, 1.0, 1 + RATING_STEPS),
        (FB, "fb.parts.s.level", 0.75, 1.0, 5),
        (FB, "fb.parts.s.level", 0.25, 0.6, 3),
        (GF, "gf.veto.quality", 0.0, 1.0, True),
        (GF, "gf.veto.quality", 0.0, 0.5, None),
        (GF, "gf.revenue", 0.0, 1.0, None),
        (GF, "gf.energy", 0.0, 1.0, None),
    ],
)
def test_the_best_value_worth_at_most_so_much(
    form_id: str, item_id: str, current: float, to: float, wanted: object, catalog: Catalog
) -> None:
    assert lifted_value(catalog.item(form_id, item_id), current, to) == wanted


def test_choices_are_lifted_by_their_scores_and_many_choices_only_whole(catalog: Catalog) -> None:
    items = [entry for form in catalog.forms.values() for entry in form.items.values()]
    single = [
        entry for entry in items if entry.kind == "choice" and any(c.score is not None for c in entry.choices)
    ]
    for entry in single:
        best = max(choice.score or 0.0 for choice in entry.choices)
        assert kind_of(entry).score(entry, lifted_value(entry, -1.0, 1.0) or "") == best
    many = next(entry for entry in items if entry.kind == "multi_choice")
    assert lifted_value(many, 0.0, 1.0) == tuple(choice.id for choice in many.choices)
    assert lifted_value(many, 0.0, 0.9) is None


def test_items_that_do_not_apply_or_are_not_applicable_stay(catalog: Catalog) -> None:
    parts = measure("a", node("parts", form=FB), item("sf.org.1.1"), node("manufacturing.logistics"))
    assert not any(key[0] == FB for key in lifts(scored(catalog, [parts]), parts))
    user = scored(catalog, [parts], four_bases={"fb.parts.role": "user"})
    lifted = {key[1] for key in lifts(user, parts) if key[0] == FB}
    assert lifted
    assert all(key.startswith("fb.parts.u.") for key in lifted)
    none = scored(catalog, [parts], smart_factory={"sf.org.1.1": Answer.not_applicable("没有")})
    assert (SF, "sf.org.1.1") not in lifts(none, parts)
    sheet = none.sheet.with_form(
        SF, replace(none.sheet.form(SF), tailored_out={"manufacturing.logistics": "外包"})
    )
    assert [key for key in lifts(none.engine.score(sheet), parts) if key[0] == SF] == []
    unknown_form = measure("b", Closes("gone", item="x"))
    assert lifts(none, unknown_form) == {}


def test_of_two_entries_for_an_item_the_higher_counts(catalog: Catalog) -> None:
    low, high = item("sf.org.1.1", 0.5), item("sf.org.1.1", 1.0)
    for entry in (measure("a", low, high), measure("a", high, low)):
        assert lifts(scored(catalog, [entry]), entry) == {(SF, "sf.org.1.1"): 1}


def test_a_lift_goes_from_the_verified_value(catalog: Catalog) -> None:
    entry = measure("a", item("sf.org.1.1", 0.8))
    doubted = Answer.of(1, verified=Verified(0.5, "现场"))
    before = scored(catalog, [entry], smart_factory={"sf.org.1.1": doubted})
    after = with_measures(before, [entry])
    assert after.sheet.get(SF, "sf.org.1.1").effective == 0.8
    assert before.sheet.get(SF, "sf.org.1.1") == doubted


def test_no_measure_of_the_library_lowers_any_answer_of_any_sheet(
    catalog: Catalog, engine: ScoringEngine
) -> None:
    library = list(catalog.packs.measures.values())

    @settings(max_examples=15)
    @given(st.integers(0, 2**32), st.sampled_from([0.3, 1.0]))
    def check(seed: int, share: float) -> None:
        before = engine.score(random_document(catalog, seed, ["备"], share).sheet)
        after = with_measures(before, library[seed % 7 :: 7])
        for form in catalog.scored_forms:
            for entry in form.items.values():
                old, new = before.sheet.get(form.id, entry.id), after.sheet.get(form.id, entry.id)
                if old != new:
                    was = item_score(entry, before.item_value(form.id, entry.id))
                    now = item_score(entry, after.item_value(form.id, entry.id))
                    assert now is not None
                    assert was is not None or not before.applies(form, entry), "it came to apply"
                    assert now > (was or 0.0)
            was_score, now_score = before.result(form.id).score, after.result(form.id).score
            if form.id == SF and before.sheet.form(SF).answers:
                assert (now_score or 0.0) >= (was_score or 0.0) - 1e-9

    check()


# ------------------------------------------------------------------------------------------ what is chosen


def level_one(catalog: Catalog, but: str = "sf.none") -> dict[str, float]:
    """Everything of level 1 but one section, and 0.7 there, so that level 1 is nearly met."""
    return {
        entry.id: 1.0
        for entry in catalog.forms[SF].items.values()
        if entry.level == 1 and not entry.id.startswith(but)
    }


def test_the_cheaper_of_two_equal_measures_is_chosen(catalog: Catalog) -> None:
    whole = [node(root.id, 1, 2) for root in catalog.forms[SF].roots]
    library = [measure("dear", *whole, cost=50.0), measure("fair", *whole, cost=5.0)]
    plan = first_plan(scored(catalog, library, smart_factory={"sf.org.1.1": 0.5}))
    assert ids(plan) == ["fair"]
    assert plan.goals == ("智能工厂达到 1 级 规划级",)
    assert plan.reached == plan.goals
    assert plan.investment == (5.0, 5.0)


def test_what_cannot_be_priced_for_the_size_is_not_proposed(catalog: Catalog) -> None:
    whole = [node(root.id, 1) for root in catalog.forms[SF].roots]
    only_large = measure("a", *whole, investment={"S": None, "M": None, "L": (1.0, 2.0)})
    small = scored(catalog, [only_large], profile={"size": "小型"}, smart_factory={"sf.org.1.1": 0.5})
    assert ids(first_plan(small)) == []
    large = scored(catalog, [only_large], profile={"size": "大型"}, smart_factory={"sf.org.1.1": 0.5})
    assert ids(first_plan(large)) == ["a"]
    assert investment_of(only_large, None) is None
    assert investment_of(only_large, "大型") == (1.0, 2.0)


def test_prerequisites_come_along_and_first(catalog: Catalog) -> None:
    roots = [root.id for root in catalog.forms[SF].roots]
    library = [
        measure("a-goal", *(node(root, 1) for root in roots), prerequisites=("z-second",)),
        measure("z-second", item("sf.org.2.1"), prerequisites=("m-first",), months=(2.0, 4.0)),
        measure("m-first", item("sf.org.2.2"), months=(1.0, 1.0)),
    ]
    plan = first_plan(scored(catalog, library, smart_factory={"sf.org.1.1": 0.5}))
    assert ids(plan) == ["m-first", "z-second", "a-goal"]
    assert [(entry.start, entry.end) for entry in plan.measures] == [(0.0, 1.0), (1.0, 4.0), (4.0, 7.0)]
    assert [entry.needed_for for entry in plan.measures] == [("措施z-second",), ("措施a-goal",), ()]
    assert plan.measures[0].gains == ()
    assert dict(plan.measures[2].gains)[SF] > 0


def test_a_prerequisite_that_cannot_be_had_rules_a_measure_out(catalog: Catalog) -> None:
    roots = [root.id for root in catalog.forms[SF].roots]
    goal = measure("a", *(node(root, 1) for root in roots), prerequisites=("b",))
    dear = measure("b", item("sf.org.2.1"), cost=None)
    assert ids(first_plan(scored(catalog, [goal, dear], smart_factory={"sf.org.1.1": 0.5}))) == []


def test_a_prerequisite_that_is_in_place_is_not_bought_again(catalog: Catalog) -> None:
    roots = [root.id for root in catalog.forms[SF].roots]
    library = [
        measure("a", *(node(root, 1) for root in roots), prerequisites=("b",)),
        measure("b", item("sf.org.2.1")),
    ]
    plan = first_plan(scored(catalog, library, smart_factory={"sf.org.1.1": 0.5, "sf.org.2.1": 1}))
    assert ids(plan) == ["a"]


@pytest.mark.parametrize("says", ["first", "second", "both"])
def test_measures_that_exclude_each_other_are_never_chosen_together(says: str, catalog: Catalog) -> None:
    roots = [root.id for root in catalog.forms[SF].roots]
    half = len(roots) // 2
    library = [
        measure(
            "a",
            *(node(root, 1) for root in roots[:half]),
            cost=1.0,
            excludes=("b",) if says != "second" else (),
        ),
        measure("b", *(node(root, 1) for root in roots[half:]), excludes=("a",) if says != "first" else ()),
        measure("c", item("sf.org.1.2"), prerequisites=("b",)),
    ]
    plan = first_plan(scored(catalog, library, smart_factory={"sf.org.1.1": 0.5}))
    assert ids(plan) == ["a"]
    assert plan.reached == ()


def test_what_the_goal_can_do_without_is_left_out(catalog: Catalog) -> None:
    roots = [root.id for root in catalog.forms[SF].roots]
    library = [
        measure("bit", node(roots[0], 1), cost=0.5),
        measure("all", *(node(root, 1) for root in roots), cost=100.0),
    ]
    plan = first_plan(scored(catalog, library, smart_factory={"sf.org.1.1": 0.5}))
    assert ids(plan) == ["all"]


def test_six_at_a_time_and_no_more(catalog: Catalog) -> None:
    leaves = [leaf.id for leaf in catalog.forms[SF].leaves]
    library = [measure(f"m{number:02}", node(leaf, 1)) for number, leaf in enumerate(leaves)]
    plan = first_plan(scored(catalog, library, smart_factory={"sf.org.1.1": 0.5}))
    assert plan.reached == plan.goals
    assert len(plan.measures) > 6
    moments = sorted({entry.start for entry in plan.measures})
    at_once = [sum(entry.start <= moment < entry.end for entry in plan.measures) for moment in moments]
    assert max(at_once) == CAPACITY
    assert [entry.number for entry in plan.measures] == list(range(1, len(plan.measures) + 1))


def test_phases_by_the_month_a_measure_ends(catalog: Catalog) -> None:
    roots = [root.id for root in catalog.forms[SF].roots]
    chain = [
        measure(
            f"m{number}",
            node(root, 1),
            months=(10.0, 10.0),
            prerequisites=(f"m{number - 1}",) if number else (),
        )
        for number, root in enumerate(roots)
    ]
    plan = first_plan(scored(catalog, chain, smart_factory={"sf.org.1.1": 0.5}))
    assert len(roots) == 4
    assert [entry.end for entry in plan.measures] == [10.0, 20.0, 30.0], (
        "the fourth would end after the horizon"
    )
    assert [entry.phase for entry in plan.measures] == ["near", "middle", "far"]
    assert [name for name, _, _ in PHASES] == ["near", "middle", "far"]
    scores = [{form: value for form, value, _ in point.scores}[SF] for point in plan.path]
    assert scores == sorted(scores, key=lambda value: value or 0.0)


def test_a_veto_is_lifted_before_points(catalog: Catalog) -> None:
    library = [measure("a", item("gf.veto.quality", form=GF), cost=500.0)]
    plan = first_plan(scored(catalog, library, green_factory={"gf.veto.quality": False}))
    assert ids(plan) == ["a"]
    assert plan.goals == ("绿色工厂先消除 1 项否决，再提高得分",)


def test_a_factory_at_the_top_level_has_no_goal_there(catalog: Catalog) -> None:
    every = dict.fromkeys(catalog.forms[SF].items, 1)
    plan = first_plan(scored(catalog, [measure("a", node("people"))], smart_factory=every))
    assert (plan.goals, plan.measures, plan.reached) == ((), (), ())
    assert [point.scores for point in plan.path] == [((SF, 5.0, "引领级"),)] * 4


def test_without_measures_the_goal_is_said_and_not_reached(catalog: Catalog) -> None:
    plan = first_plan(scored(catalog, [], smart_factory={"sf.org.1.1": 0.5}))
    assert (len(plan.goals), plan.reached, plan.measures) == (1, (), ())


def test_any_plan_from_any_sheet_keeps_the_rules(catalog: Catalog, engine: ScoringEngine) -> None:
    @settings(max_examples=4)
    @given(st.integers(0, 2**32), st.sampled_from([0.3, 0.9]))
    def check(seed: int, share: float) -> None:
        before = engine.score(random_document(catalog, seed, ["备"], share).sheet)
        plan = first_plan(before)
        rows = {entry.measure.id: entry for entry in plan.measures}
        assert len(rows) == len(plan.measures)
        current = before
        assert all(entry.end <= PHASES[-1][2] for entry in plan.measures)
        for number, entry in enumerate(plan.measures, start=1):
            assert entry.closes or entry.needed_for
            earlier = current
            current = with_measures(before, [other.measure for other in plan.measures[:number]])
            for form_id, item_id in entry.closes:
                assert current.sheet.get(form_id, item_id) != earlier.sheet.get(form_id, item_id)
            for key in entry.measure.prerequisites:
                assert key not in rows or (rows[key].number < entry.number and rows[key].end <= entry.start)
            assert not set(entry.measure.excludes) & set(rows)
        assert plan.path[-1].scores == tuple(
            (
                form,
                current.result(form).score,
                current.result(form).level_name or current.result(form).grade_name,
            )
            for form, _, _ in plan.path[-1].scores
        )

    check()


def test_the_empty_sheet_has_an_empty_path(engine: ScoringEngine) -> None:
    plan = first_plan(engine.score(AnswerSheet()))
    assert (plan.goals, plan.reached, plan.investment, plan.without_figure) == ((), (), (0, 0), 0)
    assert [(point.title, point.scores) for point in plan.path] == [
        ("现在", ()), ("近期末", ()), ("中期末", ()), ("远期末", ()),
    ]  # fmt: skip
