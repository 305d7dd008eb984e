from __future__ import annotations

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services import navigation
from anhui_assess.services.navigation import Place
from anhui_assess.services.suggestions import quick_form, suggestion

SF, SQ = "smart_factory", "smart_quick"
NODE = "manufacturing.production.scheduling"


def scored(
    engine: ScoringEngine, quick: dict[str, Answer], full: dict[str, Answer] | None = None, **tailored: str
) -> Scored:
    forms = {form.id: FormAnswers(form.version) for form in engine.catalog.forms.values()}
    forms[SQ] = FormAnswers(forms[SQ].version, quick)
    forms[SF] = FormAnswers(forms[SF].version, full or {}, tailored)
    return engine.score(AnswerSheet(forms))


def suggested(state: Scored) -> dict[int, str | None]:
    """Level to the step suggested for the first question of that level."""
    form = state.catalog.forms[SF]
    found: dict[int, str | None] = {}
    for item in form.items_below(NODE):
        made = suggestion(state, form, item)
        found.setdefault(item.level or 0, made.title if made else None)
    return found


@pytest.mark.parametrize("rating", [1, 2, 3, 4, 5])
def test_below_met_at_partly_above_not(engine: ScoringEngine, rating: int) -> None:
    found = suggested(scored(engine, {"sq.sched": Answer.of(rating)}))
    assert set(found) == {1, 2, 3, 4, 5}
    for level, title in found.items():
        assert title == ("全部满足" if level < rating else "部分满足" if level == rating else "不满足")


@pytest.mark.parametrize("answer", [Answer(), Answer.unknown("问计划科"), Answer.not_applicable("外包")])
def test_none_without_a_rating(engine: ScoringEngine, answer: Answer) -> None:
    assert set(suggested(scored(engine, {"sq.sched": answer, "sq.org": Answer.of(3)})).values()) == {None}


def test_the_verified_rating_counts(engine: ScoringEngine) -> None:
    found = suggested(scored(engine, {"sq.sched": Answer.of(5, verified=Verified(2, "看了现场"))}))
    assert found[2] == "部分满足"


@pytest.mark.parametrize(
    "answer",
    [Answer.of(0.0), Answer.unknown(), Answer.not_applicable("没有"), Answer(verified=Verified(0.5))],
)
def test_none_once_there_is_any_answer(engine: ScoringEngine, catalog: Catalog, answer: Answer) -> None:
    state = scored(engine, {"sq.sched": Answer.of(3)}, {"sf.sched.3.1": answer})
    form = catalog.forms[SF]
    assert suggestion(state, form, form.items["sf.sched.3.1"]) is None


def test_none_for_a_section_tailored_out(engine: ScoringEngine, catalog: Catalog) -> None:
    state = scored(engine, {"sq.logi": Answer.of(3)}, None, **{"manufacturing.logistics": "外包"})
    form = catalog.forms[SF]
    assert all(suggestion(state, form, item) is None for item in form.items_below("manufacturing.logistics"))


def test_it_tells_where_it_comes_from(engine: ScoringEngine, catalog: Catalog) -> None:
    state = scored(engine, {"sq.sched": Answer.of(3)})
    form = catalog.forms[SF]
    found = suggestion(state, form, form.items["sf.sched.3.1"])
    assert found is not None
    assert (found.value, found.rating, found.section) == (0.5, 3, "计划与调度")
    assert found.source == Place(SQ, "sq.sched")


def test_progress_score_and_filters_ignore_suggestions(engine: ScoringEngine, catalog: Catalog) -> None:
    everything = {item_id: Answer.of(4) for item_id in catalog.forms[SQ].items}
    with_scan, without = scored(engine, everything), scored(engine, {})
    assert with_scan.result(SF) == without.result(SF)
    assert navigation.counts(with_scan, SF) == navigation.counts(without, SF)


def test_only_the_full_questionnaire_has_a_quick_scan(catalog: Catalog) -> None:
    found = {form.id: quick_form(catalog, form) for form in catalog.forms.values()}
    assert {form_id for form_id, quick in found.items() if quick is not None} == {SF}
