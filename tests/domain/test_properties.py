"""Laws that hold for every sheet of every shipped form."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer, AnswerSheet
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.level_gated import level_key
from anhui_assess.domain.scoring.model import ROOT, effective_weights
from anhui_assess.domain.scoring.result import FormResult
from tests.builders import answers_of
from tests.domain.strategies import answer_of, edits, sheet, smart_answers, subsets

FORMS = ("smart_factory", "green_factory", "four_bases")
ALL_FORMS = ("profile", *FORMS)
TAILORABLE = (
    "manufacturing.design",
    "manufacturing.logistics",
    "manufacturing.sales",
    "manufacturing.service",
)
NEAR = 1e-9


def random_sheet(catalog: Catalog, form_ids: tuple[str, ...], data: st.DataObject) -> AnswerSheet:
    """Many answers from one drawn seed: every item of the forms, most of them answered."""
    made: dict[str, dict[str, Answer]] = {}
    for form_id in form_ids:
        if form_id == "smart_factory":
            made[form_id] = data.draw(smart_answers(catalog.forms[form_id]))
        else:
            made[form_id] = data.draw(plain_answers(catalog.forms[form_id]))
    return sheet(made)


@st.composite
def plain_answers(draw: st.DrawFn, form: Form) -> dict[str, Answer]:
    rng = random.Random(draw(st.integers(0, 2**32)))
    made = {}
    for item_id, item in form.items.items():
        value: Any = None
        if item.kind == "anchored_rating":
            value = rng.randint(1, 5)
        elif item.kind == "yes_no":
            value = rng.random() < 0.6
        elif item.kind == "choice":
            value = rng.choice(item.choices).id
        elif item.kind == "multi_choice":
            value = tuple(choice.id for choice in item.choices if rng.random() < 0.5)
        elif item.kind == "number":
            low = item.minimum if isinstance(item.minimum, (int, float)) else 0
            high = item.maximum if isinstance(item.maximum, (int, float)) else 1e6
            value = min(high, low + rng.choice([0, 1, 50, 5000]) * rng.random())
        if value is not None and rng.random() < 0.9:
            made[item_id] = Answer.of(value)
    return made


def numbers(result: FormResult) -> dict[str, float | None]:
    """Every score of a result by a name."""
    found: dict[str, float | None] = {"total": result.score}
    found |= {f"level {level.level}": level.score for level in result.levels}
    for node in result.nodes:
        found[f"node {node.id}"] = node.score
        found |= {f"node {node.id} level {level}": score for level, score in node.levels.items()}
    return found


def assert_not_lower(before: Scored, after: Scored, form_id: str) -> None:
    old, new = numbers(before.result(form_id)), numbers(after.result(form_id))
    for name, score in old.items():
        if score is not None:
            later = new[name]
            assert later is not None, name
            assert later >= score - NEAR, name
    assert (after.result(form_id).level or 0) >= (before.result(form_id).level or 0)
    assert (after.result(form_id).grade or 0) >= (before.result(form_id).grade or 0)


@pytest.mark.parametrize("form_id", ["smart_factory", "four_bases"])
@given(data=st.data())
def test_a_better_answer_never_lowers_any_score(
    catalog: Catalog, engine: ScoringEngine, form_id: str, data: st.DataObject
) -> None:
    form = catalog.forms[form_id]
    rated = [item for item in form.items.values() if item.kind in {"scale", "anchored_rating"}]
    before = engine.score(random_sheet(catalog, ("profile", form_id), data))
    for item in data.draw(st.lists(st.sampled_from(rated), min_size=1, max_size=5)):
        steps: list[Any] = sorted(point.value for point in item.scale) or [1, 2, 3, 4, 5]
        now = before.sheet.get(form_id, item.id).effective
        better = [step for step in steps if not isinstance(now, (int, float)) or step >= now]
        if before.sheet.get(form_id, item.id).state.value == "not_applicable":
            continue
        changed = before.sheet.with_answer(form_id, item.id, Answer.of(data.draw(st.sampled_from(better))))
        after = engine.rescore(before, changed, [(form_id, item.id)])
        assert_not_lower(before, after, form_id)
        before = after


@settings(max_examples=20)
@given(data=st.data())
def test_green_a_better_qualitative_answer_never_lowers_any_score(
    catalog: Catalog, engine: ScoringEngine, data: st.DataObject
) -> None:
    """The three-step cases, the platform's functions and advanced equipment, over an otherwise random sheet."""
    before = engine.score(random_sheet(catalog, ("green_factory",), data))
    green = "green_factory"
    for item_id in ("gf.material.reduce", "gf.material.recycled", "gf.design.case"):
        previous: Scored | None = None
        for choice in ("none", "partial", "proved"):
            after = engine.score(before.sheet.with_answer(green, item_id, Answer.of(choice)))
            if previous is not None:
                assert_not_lower(previous, after, green)
            previous = after
    item = catalog.forms[green].items["gf.platform.functions"]
    base = before.sheet.with_answer(green, "gf.platform.has", Answer.of(True))
    previous = None
    for count in range(len(item.choices) + 1):
        some = tuple(choice.id for choice in item.choices[:count])
        after = engine.score(base.with_answer(green, item.id, Answer.of(some)))
        if previous is not None:
            assert_not_lower(previous, after, green)
        previous = after


@given(data=st.data())
def test_effective_weights_sum_to_one(catalog: Catalog, engine: ScoringEngine, data: st.DataObject) -> None:
    form = catalog.forms["smart_factory"]
    out = data.draw(subsets(TAILORABLE))
    answers = data.draw(smart_answers(form))
    found = engine.score(sheet({form.id: answers}, {form.id: out}))
    weights = form.scoring.weight_sets[found.result(form.id).weight_set]
    for level in form.scoring.levels:
        tree = found.read(level_key(form, level.level))
        shares = effective_weights(form, weights, tree)
        leaves = [node.id for node in form.leaves if tree.get(node.id) is not None]
        assert sum(shares[leaf] for leaf in leaves) == pytest.approx(1.0, abs=1e-12)
        assert sum(shares[leaf] * tree[leaf] for leaf in leaves) == pytest.approx(tree[ROOT], abs=1e-12)


@pytest.mark.parametrize("form_id", ["smart_factory", "four_bases"])
@settings(max_examples=25)
@given(data=st.data())
def test_not_applicable_is_as_if_the_item_were_not_there(
    catalog: Catalog, engine: ScoringEngine, form_id: str, data: st.DataObject
) -> None:
    """The form without the item, scored on the same answers, gives the same numbers."""
    form = catalog.forms[form_id]
    rated = [item for item in form.items.values() if item.kind in {"scale", "anchored_rating"}]
    gone = {item.id for item in data.draw(st.lists(st.sampled_from(rated), min_size=1, max_size=4))}
    start = random_sheet(catalog, ("profile", form_id), data)
    without = _without(form, gone)
    marked = start
    for item_id in gone:
        marked = marked.with_answer(form_id, item_id, Answer.not_applicable("没有"))
    left = ScoringEngine(catalog.with_form(without)).score(start)
    assert numbers(engine.score(marked).result(form_id)) == pytest.approx(
        numbers(left.result(form_id)), abs=1e-12
    )


def _without(form: Form, gone: set[str]) -> Form:
    from dataclasses import replace

    nodes = {
        node_id: replace(node, items=tuple(item for item in node.items if item not in gone))
        for node_id, node in form.nodes.items()
    }
    return replace(
        form, nodes=nodes, items={key: item for key, item in form.items.items() if key not in gone}
    )


@pytest.mark.parametrize("form_id", FORMS)
@settings(max_examples=25)
@given(data=st.data())
def test_rescoring_edits_gives_the_full_score_bit_for_bit(
    catalog: Catalog, engine: ScoringEngine, form_id: str, data: st.DataObject
) -> None:
    """Random edits in the form and in the profile, with tailoring changed now and then; the old scores stay."""
    found = engine.score(random_sheet(catalog, ALL_FORMS, data))
    for _ in range(3):
        before, kept = found, list(found.values)
        changed = found.sheet
        batch = data.draw(edits(catalog, ("profile", form_id), 5))
        for edit in batch:
            changed = changed.with_answer(*edit)
        if data.draw(st.booleans()):
            out = data.draw(subsets(TAILORABLE))
            smart = changed.form("smart_factory")
            changed = changed.with_form(
                "smart_factory", type(smart)(smart.version, smart.answers, dict.fromkeys(out, "不做"))
            )
        found = engine.rescore(found, changed, [(edit[0], edit[1]) for edit in batch])
        full = engine.score(changed)
        assert list(found.values) == list(full.values)
        assert [type(value) for value in found.values] == [type(value) for value in full.values]
        assert found.result(form_id) == full.result(form_id)
        assert list(before.values) == kept


@settings(max_examples=30)
@given(data=st.data())
def test_random_answers_to_everything_give_sound_results(
    catalog: Catalog, engine: ScoringEngine, data: st.DataObject
) -> None:
    """Whatever is acceptable can be scored, explained and counted, and scores stay within their bounds."""
    item = data.draw(
        st.sampled_from(
            [(form_id, item) for form_id in ALL_FORMS for item in catalog.forms[form_id].items.values()]
        )
    )
    found = engine.score(
        random_sheet(catalog, ALL_FORMS, data).with_answer(item[0], item[1].id, data.draw(answer_of(item[1])))
    )
    for form_id in FORMS:
        result = found.result(form_id)
        assert result.score is None or 0.0 <= result.score <= result.full + NEAR
        assert 0.0 <= result.progress.completeness <= 1.0
        assert found.result(form_id) is result
        for node_id in (ROOT, *(node.id for node in result.nodes)):
            assert found.explain(form_id, node_id).rule


def test_green_full_marks_are_the_maximum(catalog: Catalog, engine: ScoringEngine) -> None:
    """A factory at or past every lead, everything calibrated, no veto: 100 points."""
    green = {
        "gf.year": 2025, "gf.output_value": 50_000, "gf.output_prior1": 50_000, "gf.output_prior2": 50_000,
        "gf.limit.has": False, "gf.bench.energy_base": 50, "gf.bench.energy_lead": 40,
        "gf.carbon.per_product": False, "gf.bench.co2_base": 200, "gf.bench.co2_lead": 150,
        "gf.quota.has": False, "gf.bench.water_base": 5, "gf.bench.water_lead": 4,
        "gf.energy": (
            {"kind": "electricity_grid", "consumption": 5_000_000},
            {"kind": "electricity_pv_self", "consumption": 5_000_000},
        ),
        "gf.platform.has": True,
        "gf.platform.functions": tuple(choice.id for choice in catalog.forms["green_factory"].items["gf.platform.functions"].choices),
        "gf.material.reduce": "proved", "gf.material.recycled": "proved", "gf.design.case": "proved",
        "gf.water": ({"source": "tap", "withdrawal": 10_000, "recycled": 190_000, "reuse": 0},),
        "gf.solid_waste": ({"category": "general", "generated": 100, "utilised": 100, "prior_utilised": 0},),
        "gf.equipment": tuple({"name": f"设备{number}", "in_use": True} for number in range(5)),
        "gf.upgrades": tuple({"year": 2023 + number % 3, "investment": 100} for number in range(12)),
        "gf.outlet.water": True, "gf.outlet.air": True,
        "gf.pollutants": (
            {"medium": "water", "limit": 100, "mean": 5}, {"medium": "air", "limit": 100, "mean": 5},
        ),
        "gf.footprint.total": 10, "gf.footprint.done": 10,
        "gf.land.total": 20_000, "gf.land.building": 12_000, "gf.land.structure": 0, "gf.land.yard": 0,
        "gf.land.floor_area": 30_000, "gf.bench.sector": False,
    }  # fmt: skip
    form = catalog.forms["green_factory"]
    answers = dict(answers_of(green).answers)
    for item in form.items.values():
        best = kind_of(item).best(item)
        if item.veto_on is not None and best is not None:
            answers[item.id] = Answer.of(best)
        if item.id in answers:
            value, problems = kind_of(item).check(item, answers[item.id].value)
            assert not problems, [str(problem) for problem in problems]
            assert value is not None
    result = engine.score(sheet({"green_factory": answers})).result("green_factory")
    short = [
        (entry.id, entry.score, entry.weight) for entry in result.indicators if entry.score != entry.weight
    ]
    assert short == []
    assert result.score == pytest.approx(result.full, abs=1e-9)
    assert result.unmet_vetoes == ()
    assert {veto.state for veto in result.vetoes} == {"met"}
