"""The kept counts are those of a fresh count, and one answer recounts one item."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item
from anhui_assess.domain.scoring import tally
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.domain.scoring.result import Progress
from tests.domain.strategies import sheet

SMART = "smart_factory"
LEFT = "manufacturing.logistics"


def some_answer(rng: random.Random) -> Answer:
    base = rng.choice(
        [
            Answer(),
            Answer.of(rng.choice([1, 0.8, 0.5, 0])),
            Answer.not_applicable("没有"),
            Answer.unknown("待查"),
        ]
    )
    return replace(
        base,
        evidence=("照片",) if rng.random() < 0.5 else (),
        flagged=rng.random() < 0.3,
        verified=Verified(0.5, "现场") if rng.random() < 0.2 else None,
    )


def edited(rng: random.Random, catalog: Catalog, start: AnswerSheet) -> tuple[AnswerSheet, list[str]]:
    changed, names = start, rng.sample(list(catalog.forms[SMART].items), 4)
    for item_id in names:
        changed = changed.with_answer(SMART, item_id, some_answer(rng))
    smart = changed.form(SMART)
    out = {LEFT: "不做"} if rng.random() < 0.4 else {}
    return changed.with_form(SMART, replace(smart, tailored_out=out)), names


def test_counts_of_a_chain_of_edits_are_those_of_a_fresh_count(
    catalog: Catalog, engine: ScoringEngine
) -> None:
    """Evidence, flags and tailoring count even where the caller does not name the item as changed."""
    rng = random.Random(1)
    found = engine.score(sheet({SMART: {}}))
    for _ in range(40):
        changed, names = edited(rng, catalog, found.sheet)
        old = found.progress(SMART)
        scored = [
            name
            for name in names
            if changed.get(SMART, name).effective != found.sheet.get(SMART, name).effective
        ]
        later = engine.rescore(found, changed, [(SMART, name) for name in scored])
        fresh = engine.score(changed)
        for node in (None, *catalog.forms[SMART].nodes):
            assert later.progress(SMART, node) == fresh.progress(SMART, node), node
        assert found.progress(SMART) == old
        found = later


def test_the_counts_of_the_sections_make_those_of_the_form(catalog: Catalog, engine: ScoringEngine) -> None:
    rng = random.Random(2)
    answers = {item_id: some_answer(rng) for item_id in catalog.forms[SMART].items}
    found = engine.score(sheet({SMART: answers}, {SMART: [LEFT]}))
    parts = [found.progress(SMART, leaf.id) for leaf in catalog.forms[SMART].leaves]
    for name in Progress.__dataclass_fields__:
        assert sum(getattr(part, name) for part in parts) == getattr(found.progress(SMART), name)
    assert found.progress(SMART, LEFT) == Progress()


def test_one_answer_counts_one_item_again(
    catalog: Catalog, engine: ScoringEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = engine.score(sheet({SMART: dict.fromkeys(catalog.forms[SMART].items, Answer.of(1))}))
    start.result(SMART)
    counted: list[str] = []

    def watched(item: Item, answer: Answer) -> Answer:
        counted.append(item.id)
        return answer

    monkeypatch.setattr(tally, "counted", watched)
    changed = start.sheet.with_answer(SMART, "sf.sched.3.2", Answer.of(0.5))
    engine.rescore(start, changed, [(SMART, "sf.sched.3.2")]).result(SMART)
    assert counted == ["sf.sched.3.2"]
