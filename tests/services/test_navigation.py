from __future__ import annotations

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
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
