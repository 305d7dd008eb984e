from __future__ import annotations

import random
from dataclasses import replace

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services import navigation
from anhui_assess.services.navigation import Filter, ItemState, Place

SF = "smart_factory"


@pytest.fixture(scope="module")
def items(catalog: Catalog) -> list[str]:
    return list(catalog.forms[SF].items)


def scored(engine: ScoringEngine, answers: dict[str, Answer] | None = None, **tailored: str) -> Scored:
    forms = {form.id: FormAnswers(form.version) for form in engine.catalog.forms.values()}
    forms[SF] = FormAnswers(forms[SF].version, answers or {}, tailored)
    return engine.score(AnswerSheet(forms))


def test_places_follow_the_forms_in_reading_order(engine: ScoringEngine, items: list[str]) -> None:
    found = navigation.places(scored(engine))
    assert [place.item_id for place in found if place.form_id == SF] == items
    assert all(place.form_id != "profile" for place in found)


def test_next_and_previous_are_each_others_way_back(engine: ScoringEngine, items: list[str]) -> None:
    state = scored(engine)
    second = navigation.step(state, Place(SF, items[0]), 1)
    assert second == Place(SF, items[1])
    assert navigation.step(state, second, -1) == Place(SF, items[0])
    first = navigation.places(state)[0]
    assert navigation.step(state, first, -1) is None


def test_open_filter_passes_over_what_is_answered(engine: ScoringEngine, items: list[str]) -> None:
    state = scored(engine, {items[1]: Answer.of(1.0), items[2]: Answer.not_applicable("没有")})
    assert navigation.step(state, Place(SF, items[0]), 1, Filter.OPEN) == Place(SF, items[3])


def test_unknown_is_still_open(engine: ScoringEngine, catalog: Catalog, items: list[str]) -> None:
    state = scored(engine, {items[0]: Answer.unknown("问设备科")})
    form = catalog.forms[SF]
    assert navigation.matches(state, form, form.items[items[0]], Filter.OPEN)
    assert navigation.item_state(state, form, form.items[items[0]]) is ItemState.UNKNOWN


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        (Filter.FLAGGED, Answer(flagged=True)),
        (Filter.NOT_APPLICABLE, Answer.not_applicable("没有")),
        (Filter.TO_VERIFY, Answer.of(1.0)),
    ],
)
def test_each_filter_shows_its_own(
    engine: ScoringEngine, items: list[str], wanted: Filter, answer: Answer
) -> None:
    state = scored(engine, {items[4]: answer})
    assert navigation.places(state, wanted) == (Place(SF, items[4]),)
    assert navigation.filter_counts(state)[wanted] == 1


def test_tailored_section_is_not_walked_and_not_counted(engine: ScoringEngine, catalog: Catalog) -> None:
    form = catalog.forms[SF]
    node = "manufacturing.logistics"
    state = scored(engine, None, **{node: "外包给第三方"})
    inside = {item.id for item in form.items_below(node)}
    assert not inside & {place.item_id for place in navigation.places(state)}
    assert not navigation.counts(state, SF)[node].applies
    assert navigation.first_in(state, SF, node) is None


def test_counts_add_up(engine: ScoringEngine, catalog: Catalog, items: list[str]) -> None:
    state = scored(engine, {items[0]: Answer.of(1.0, flagged=True)})
    found = navigation.counts(state, SF)
    assert found[""].total == len(items)
    assert found[""].open == len(items) - 1
    assert found[""].flagged == 1
    assert found[""].open == sum(found[node.id].open for node in catalog.forms[SF].roots)


def test_work_goes_on_in_the_form_that_was_begun(
    engine: ScoringEngine, catalog: Catalog, items: list[str]
) -> None:
    begun = scored(engine, {items[0]: Answer.of(1.0)})
    assert navigation.start(begun) == Place(SF, items[1])
    assert navigation.start(scored(engine)) == Place(SF, items[0])


def test_position_counts_only_what_is_asked(engine: ScoringEngine, items: list[str]) -> None:
    state = scored(engine, None, **{"manufacturing.logistics": "外包"})
    number, total = navigation.position(state, Place(SF, items[-1]))
    assert number == total == len(items) - 15


def test_tailorable_is_found_above_a_leaf(catalog: Catalog) -> None:
    form = catalog.forms[SF]
    assert navigation.tailorable(form, "manufacturing.design.product_design") == "manufacturing.design"
    assert navigation.tailorable(form, "people.skills") is None


def test_a_figure_given_elsewhere_needs_no_second_answer(engine: ScoringEngine, catalog: Catalog) -> None:
    forms = {form.id: FormAnswers(form.version) for form in catalog.forms.values()}
    forms["profile"] = FormAnswers(forms["profile"].version, {"data_year": Answer.of(2025)})
    state = engine.score(AnswerSheet(forms))
    form = catalog.forms["green_factory"]
    assert navigation.shared_from(state, form, form.items["gf.year"]) == Place("profile", "data_year")
    assert navigation.settled(state, form, form.items["gf.year"])


def test_what_is_kept_from_answer_to_answer_is_what_a_fresh_look_sees(engine: ScoringEngine) -> None:
    """Random edits over all forms: states, filters, counts and steps equal those of the same sheet scored anew."""
    chance = random.Random(7)
    items = [(form, item) for form in engine.catalog.forms.values() for item in form.items.values()]
    kinds = (
        Answer.of(1.0),
        Answer(flagged=True),
        Answer.unknown("问"),
        Answer.not_applicable("没有"),
        Answer(),
    )
    now = scored(engine)
    for _ in range(25):
        form, item = chance.choice(items)
        answer = kind_answer(item, chance.choice(kinds))
        sheet = now.sheet.with_answer(form.id, item.id, answer)
        now = engine.rescore(now, sheet, [(form.id, item.id)])
        fresh = engine.score(sheet)
        assert navigation.filter_counts(now) == navigation.filter_counts(fresh)
        for other in engine.catalog.scored_forms:
            assert navigation.view(now, other) == navigation.view(fresh, other)
            assert navigation.counts(now, other.id) == navigation.counts(fresh, other.id)


def kind_answer(item: Item, answer: Answer) -> Answer:
    """Return the answer with the best value of the item's kind where it has a value."""
    return replace(answer, value=kind_of(item).best(item)) if answer.value is not None else answer


def test_a_form_without_a_change_is_seen_as_the_same_object(
    engine: ScoringEngine, catalog: Catalog, items: list[str]
) -> None:
    before = scored(engine)
    untouched, changed = catalog.forms["four_bases"], catalog.forms[SF]
    views = navigation.view(before, untouched), navigation.view(before, changed)
    after = engine.rescore(before, before.sheet.with_answer(SF, items[0], Answer.of(1.0)), [(SF, items[0])])
    assert navigation.view(after, untouched) is views[0]
    assert navigation.view(after, changed) is not views[1]


def test_a_step_from_elsewhere_begins_at_the_ends(engine: ScoringEngine) -> None:
    state = scored(engine)
    found = navigation.places(state)
    for nowhere in (None, Place("profile", "name")):
        assert navigation.step(state, nowhere, 1) == found[0]
        assert navigation.step(state, nowhere, -1) == found[-1]
