"""The assessment before: which one it is, what of it is kept, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.services.diagnosis.changes import FormChange, changes, difference_words, sentence
from anhui_assess.services.diagnosis.checked import checked, self_assessed
from anhui_assess.services.earlier import Earlier, before, earlier_data, earlier_from, earlier_of
from anhui_assess.services.ports import AssessmentRecord
from tests.assessments import document

SF, FB, GF = "smart_factory", "four_bases", "green_factory"


def record(key: str, date: str, created: str = "2026-01-01", enterprise: str = "e") -> AssessmentRecord:
    return AssessmentRecord(key, enterprise, f"{date[:4]} 年自评", date, created_at=created)


def rated_items(catalog: Catalog, form_id: str, kind: str, count: int) -> list[str]:
    found = [item.id for item in catalog.forms[form_id].items.values() if item.kind == kind]
    return found[:count]


def test_the_assessment_before_is_the_newest_that_is_older() -> None:
    now = record("now", "2026-10-31")
    others = [
        now,
        record("later", "2026-11-30"),
        record("oldest", "2024-10-31"),
        record("old", "2025-10-31"),
        record("elsewhere", "2026-10-30", enterprise="another"),
    ]
    found = before(now, others)
    assert found is not None
    assert found.id == "old"
    assert before(others[2], others) is None
    same_day = record("morning", "2026-10-31", created="2025-12-31")
    assert before(now, [*others, same_day]) == same_day


@pytest.fixture(scope="module")
def pair(catalog: Catalog, engine: ScoringEngine) -> tuple[Any, Earlier, list[str], list[str]]:
    """Scores of today, what last year's came out as, and the items of both forms that were changed."""
    smart = rated_items(catalog, SF, "scale", 40)
    bases = rated_items(catalog, FB, "anchored_rating", 6)
    old = document(
        catalog,
        smart_factory=dict.fromkeys(smart, 0.5),
        four_bases={**dict.fromkeys(bases, 3), "fb.parts.role": "both"},
    )
    earlier = earlier_of(engine.score(old.sheet), record("old", "2025-10-31"))
    assert earlier is not None
    sheet = old.sheet.with_answer(SF, smart[0], Answer.of(1.0))
    sheet = sheet.with_answer(SF, smart[1], Answer.of(0.8)).with_answer(SF, smart[2], Answer.of(0.0))
    sheet = sheet.with_answer(FB, bases[0], Answer.of(3, verified=Verified(2, "现场看到的是旧设备")))
    return engine.score(sheet), earlier, smart, bases


def test_what_is_kept_travels_as_json_unchanged(pair: tuple[Any, Earlier, list[str], list[str]]) -> None:
    _, earlier, _, _ = pair
    again = earlier_from(json.loads(json.dumps(earlier_data(earlier), allow_nan=False)))
    assert again == earlier
    assert earlier_from(None) is None
    for broken in ({}, {"title": "x", "date": "y", "forms": {"a": {}}}, [1], "text"):
        with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
            earlier_from(broken)


def test_items_that_rose_and_fell_are_named_by_their_step(
    pair: tuple[Any, Earlier, list[str], list[str]],
) -> None:
    scored, earlier, smart, bases = pair
    found: dict[str, FormChange] = {change.form.id: change for change in changes(scored, earlier)}
    assert [entry.item_id for entry in found[SF].rose] == [smart[0], smart[1]]
    assert [(entry.before, entry.after) for entry in found[SF].rose] == [(0.5, 1.0), (0.5, 0.8)]
    assert [entry.item_id for entry in found[SF].fell] == [smart[2]]
    assert [(entry.item_id, entry.after, entry.step) for entry in found[FB].fell] == [
        (bases[0], 2.0, pytest.approx(-0.2))
    ]
    for form_id, change in found.items():
        assert change.before == earlier.forms[form_id].score
        assert change.after == scored.result(form_id).score


def test_another_form_version_is_compared_by_its_total_only(
    pair: tuple[Any, Earlier, list[str], list[str]],
) -> None:
    scored, earlier, _, _ = pair
    other = replace(earlier, forms={SF: replace(earlier.forms[SF], version="2020.1")})
    (change,) = changes(scored, other)
    assert not change.same_version
    assert (change.rose, change.fell, change.sections) == ((), (), ())
    assert change.before is not None
    assert change.after is not None
    assert change.difference == pytest.approx(change.after - change.before)


def test_the_sentence_names_the_step_of_each_main_form(
    pair: tuple[Any, Earlier, list[str], list[str]],
) -> None:
    scored, earlier, _, _ = pair
    said = sentence(scored, earlier)
    for change in changes(scored, earlier):
        assert f"{change.form.short_title} " in said
        assert difference_words(change) in said
    assert "2025 年自评，2025-10-31" in said


def test_nothing_begun_before_is_nothing_to_compare(engine: ScoringEngine) -> None:
    assert earlier_of(engine.score(AnswerSheet()), record("old", "2025-10-31")) is None


def test_own_scores_are_those_without_what_was_verified(
    pair: tuple[Any, Earlier, list[str], list[str]], engine: ScoringEngine
) -> None:
    scored, _, _, bases = pair
    own = self_assessed(scored)
    assert own is not None
    plain = scored.sheet.with_answer(FB, bases[0], Answer.of(3))
    assert own.result(FB).score == engine.score(plain).result(FB).score
    (form,) = checked(scored)
    assert (form.form.id, form.verified, form.own_score, form.score) == (
        FB, 1, own.result(FB).score, scored.result(FB).score,
    )  # fmt: skip
    (item,) = form.differing
    assert (item.item_id, item.own, item.found, item.reason, item.fell) == (
        bases[0], "第 3 档", "第 2 档", "现场看到的是旧设备", True,
    )  # fmt: skip
    assert self_assessed(engine.score(plain)) is None
    assert checked(engine.score(plain)) == ()
