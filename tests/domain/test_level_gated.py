from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.level_gated import BELOW_ALL, gate
from anhui_assess.domain.scoring.model import ROOT
from tests.builders import engine_of, scored
from tests.domain.recompute import recompute
from tests.domain.strategies import sheet, smart_answers, subsets

SMART = "smart_factory"
TAILORABLE = (
    "manufacturing.design",
    "manufacturing.logistics",
    "manufacturing.sales",
    "manufacturing.service",
)

TWO_LEVELS = """
    SCALES
    scoring:
      model: level_gated
      levels: [{level: 1, name: 一级}, {level: 2, name: 二级}]
      weight_sets: {d: {weights: {a: 0.25, b: 0.75}}}
    nodes:
    - {id: a, title: 甲, tailorable: true, items: [{id: a1, level: 1, STEPS, WORDS}, {id: a2, level: 2, STEPS, WORDS}]}
    - id: b
      title: 乙
      items:
      - {id: b1, level: 1, STEPS, WORDS}
      - {id: b2, level: 1, STEPS, WORDS}
      - {id: b3, level: 2, STEPS, WORDS}
      - {id: b4, level: 2, weight: 3, STEPS, WORDS}
"""


@pytest.fixture(scope="module")
def small() -> ScoringEngine:
    return engine_of(TWO_LEVELS)


def level_scores(found: Scored, form_id: str = "f") -> list[float | None]:
    return [level.score for level in found.result(form_id).levels]


def by_level(catalog: Catalog, values: dict[int, float]) -> dict[str, Answer]:
    return {item.id: Answer.of(values[item.level or 0]) for item in catalog.forms[SMART].items.values()}


def smart_sheet(answers: dict[str, Answer], kind: str = "discrete", out: tuple[str, ...] = ()) -> AnswerSheet:
    return sheet({"profile": {"manufacturing_type": Answer.of(kind)}, SMART: answers}, {SMART: out})


def test_worked_example_of_the_method(catalog: Catalog, engine: ScoringEngine) -> None:
    """L1 = 1, L2 = 0.8, L3 = 0.5: two levels are met, S = 2 + 0.5."""
    answers = by_level(catalog, {1: 1, 2: 0.8, 3: 0.5, 4: 0, 5: 0})
    result = engine.score(smart_sheet(answers)).result(SMART)
    assert [level.score for level in result.levels] == pytest.approx([1, 0.8, 0.5, 0, 0], abs=1e-12)
    assert [level.met for level in result.levels] == [True, True, False, False, False]
    assert (result.level, result.level_name, result.next_level) == (2, "规范级", 3)
    assert result.score == pytest.approx(2.5, abs=1e-12)


def test_full_marks_are_the_maximum(catalog: Catalog, engine: ScoringEngine) -> None:
    for kind in ("discrete", "process"):
        result = engine.score(smart_sheet(by_level(catalog, dict.fromkeys(range(1, 6), 1.0)), kind)).result(
            SMART
        )
        assert result.score == result.full == 5.0
        assert (result.level, result.next_level, result.items_to_next, result.blocking) == (5, None, None, ())
        for node in result.nodes:
            asked = [level for level, score in node.levels.items() if score is not None]
            assert node.score == (5.0 if asked else None), node.id


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], (0, 0.0)),
        ([0.8], (1, 1.0)),
        ([0.8 - 1e-10], (1, 1.0)),
        ([0.8 - 1e-8], (0, 0.8 - 1e-8)),
        ([math.nextafter(0.8, 0)], (1, 1.0)),
        ([0.3, 1.0, 1.0], (0, 0.3)),
        ([1.0, 0.79, 1.0], (1, 1.79)),
        ([1.0, None, 1.0], (1, 1.0)),
        ([None, 1.0], (0, 0.0)),
        ([0.8, 0.8, 0.8], (3, 3.0)),
    ],
)
def test_gate(scores: list[float | None], expected: tuple[int, float]) -> None:
    assert gate(scores, 0.8) == pytest.approx(expected, abs=1e-15)


def test_a_level_summed_from_parts_to_exactly_the_gate_is_met(small: ScoringEngine) -> None:
    """a 0.8 × 0.25 + b 0.8 × 0.75: floats may fall a hair below 0.8, the level is met all the same."""
    result = scored(small, f={"a1": 0.8, "b1": 0.8, "b2": 0.8}).result("f")
    assert result.level == 1
    assert result.score == pytest.approx(1.0, abs=1e-12)


def test_levels_above_the_first_missed_are_shown_but_not_counted(small: ScoringEngine) -> None:
    result = scored(small, f={"a1": 0.5, "a2": 1, "b3": 1, "b4": 1}).result("f")
    assert [level.score for level in result.levels] == pytest.approx([0.125, 1.0])
    assert [level.met for level in result.levels] == [False, False]
    assert (result.score, result.level_name) == (pytest.approx(0.125), BELOW_ALL)


def test_not_applicable_leaves_the_mean(small: ScoringEngine) -> None:
    """b at level 1: only b2 = 0.5 counts, so L1 = 0.25 × 1 + 0.75 × 0.5."""
    found = scored(small, f={"a1": 1, "b1": Answer.not_applicable("没有"), "b2": 0.5})
    assert level_scores(found)[0] == pytest.approx(0.625, abs=1e-12)


def test_unanswered_and_unknown_count_zero(small: ScoringEngine) -> None:
    for nothing in (Answer(), Answer.unknown("待查")):
        found = scored(small, f={"a1": 1, "b1": nothing, "b2": 1})
        assert level_scores(found)[0] == pytest.approx(0.25 + 0.75 * 0.5, abs=1e-12)


def test_a_verified_value_goes_before_the_own_one(small: ScoringEngine) -> None:
    own = Answer.of(1.0, verified=Verified(0.5, "只做了一半"))
    late = Answer.not_applicable("没有", verified=Verified(1.0, "其实有"))
    found = scored(small, f={"a1": own, "b1": late, "b2": 1})
    assert level_scores(found)[0] == pytest.approx(0.25 * 0.5 + 0.75, abs=1e-12)


def test_a_section_all_not_applicable_at_a_level_leaves_that_levels_weighting(small: ScoringEngine) -> None:
    gone = Answer.not_applicable("没有")
    found = scored(small, f={"a1": 1, "a2": 0.5, "b1": gone, "b2": gone, "b3": 0, "b4": 1})
    assert level_scores(found) == [pytest.approx(1.0), pytest.approx(0.25 * 0.5 + 0.75 * 0.75)]


def test_tailoring_renormalises_and_the_items_do_not_apply(small: ScoringEngine) -> None:
    found = scored(small, ["a"], f={"a1": 0, "b1": 1, "b2": 0.5})
    form = small.catalog.forms["f"]
    assert level_scores(found)[0] == pytest.approx(0.75, abs=1e-12)
    assert not found.applies(form, form.items["a1"])
    node = found.result("f").node("a")
    assert node is not None
    assert (node.score, node.applies) == (None, False)
    assert found.progress("f").applicable == 4


def test_a_section_that_may_not_be_tailored_stays(small: ScoringEngine) -> None:
    assert level_scores(scored(small, ["b"], f={"a1": 1}))[0] == pytest.approx(0.25)


def test_item_weights_count_within_the_section(small: ScoringEngine) -> None:
    """b at level 2: (1 × 1 + 3 × 0) / 4 = 0.25, times 0.75."""
    assert level_scores(scored(small, f={"b3": 1}))[1] == pytest.approx(0.1875, abs=1e-12)


def test_the_process_set_leaves_out_two_sections(catalog: Catalog, engine: ScoringEngine) -> None:
    form = catalog.forms[SMART]
    excluded = {"manufacturing.design.product_design", "manufacturing.service.product_service"}
    found = engine.score(smart_sheet({}, "process"))
    assert found.result(SMART).weight_set == "process"
    not_asked = {item.node for item in form.items.values() if not found.applies(form, item)}
    assert not_asked == excluded
    assert {node.id for node in found.result(SMART).nodes if not node.applies} == excluded
    assert not any(form.items[entry.item].node in excluded for entry in found.result(SMART).blocking)


def test_without_a_manufacturing_type_the_default_set_holds(catalog: Catalog, engine: ScoringEngine) -> None:
    assert (
        engine.score(AnswerSheet()).result(SMART).weight_set
        == catalog.forms[SMART].scoring.default_weight_set
    )


def test_everything_not_applicable_gives_no_score(small: ScoringEngine) -> None:
    gone = Answer.not_applicable("没有")
    result = scored(small, f=dict.fromkeys(["a1", "a2", "b1", "b2", "b3", "b4"], gone)).result("f")
    assert (result.score, result.level, result.items_to_next) == (None, 0, None)


def test_only_four_sections_may_be_tailored(catalog: Catalog) -> None:
    form = catalog.forms[SMART]
    assert {node.id for node in form.nodes.values() if node.tailorable} == set(TAILORABLE)
    assert form.tailorable_node("logistics") is form.nodes["manufacturing.logistics"]
    assert form.tailorable_node("production") is None


@given(st.data())
def test_engine_equals_the_independent_recomputation(
    catalog: Catalog, engine: ScoringEngine, data: st.DataObject
) -> None:
    form = catalog.forms[SMART]
    answers = data.draw(smart_answers(form))
    kind = data.draw(st.sampled_from(["discrete", "process"]))
    out = data.draw(subsets(TAILORABLE))
    expected = recompute(form, kind, out, answers)
    result = engine.score(smart_sheet(answers, kind, out)).result(SMART)
    assert [level.score for level in result.levels] == pytest.approx(list(expected.levels), abs=1e-9)
    assert result.level == expected.met
    assert result.score == pytest.approx(expected.total, abs=1e-9)


@given(st.data())
def test_blocking_list(catalog: Catalog, engine: ScoringEngine, data: st.DataObject) -> None:
    """Largest gain first; each gain is what the level really rises by; the list leaves nothing out."""
    form = catalog.forms[SMART]
    answers = data.draw(smart_answers(form))
    out = data.draw(subsets(TAILORABLE))
    picks = data.draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
    before = engine.score(smart_sheet(answers, "discrete", out))
    result = before.result(SMART)
    if result.next_level is None:
        return
    entries = result.blocking
    order = [(-entry.gain, -entry.level, form.item_order[entry.item]) for entry in entries]
    assert order == sorted(order)
    wanted = {
        item.id
        for item in form.items.values()
        if (item.level or 9) <= result.next_level
        and before.applies(form, item)
        and _short(before.item_value(SMART, item.id))
    }
    assert {entry.item for entry in entries} == wanted
    start = result.levels[result.next_level - 1].score
    assert start is not None
    for entry in {entries[pick % len(entries)].item: entries[pick % len(entries)] for pick in picks}.values():
        raised = before.sheet.with_answer(SMART, entry.item, Answer.of(1.0))
        after = engine.rescore(before, raised, [(SMART, entry.item)]).result(SMART)
        end = after.levels[result.next_level - 1].score
        assert end is not None
        assert end - start == pytest.approx(entry.gain, abs=1e-12)


def _short(value: object) -> bool:
    """Below full marks: a number under 1, or no answer; not applicable is not short of anything."""
    return value is Missing.UNANSWERED or (isinstance(value, (int, float)) and value < 1)


@given(values=st.lists(st.sampled_from([1.0, 0.8, 0.5, 0.0]), min_size=6, max_size=6))
def test_items_to_next_is_the_least_number(small: ScoringEngine, values: list[float]) -> None:
    """Tried against every subset of items set to full marks."""
    ids = ["a1", "a2", "b1", "b2", "b3", "b4"]
    answers = dict(zip(ids, values, strict=True))
    result = scored(small, f=answers).result("f")
    if result.next_level is None:
        return
    for size in range(len(ids) + 1):
        reached = any(
            (scored(small, f={**answers, **dict.fromkeys(some, 1.0)}).result("f").level or 0)
            >= result.next_level
            for some in itertools.combinations(ids, size)
        )
        if reached:
            assert result.items_to_next == size
            return
    assert result.items_to_next is None


def test_a_section_steps_over_levels_without_items() -> None:
    engine = engine_of("""
        SCALES
        scoring:
          model: level_gated
          levels: [{level: 1, name: 一级}, {level: 2, name: 二级}, {level: 3, name: 三级}]
          weight_sets: {d: {weights: {a: 1}}}
        nodes:
        - id: a
          title: 甲
          absent_levels: {2: 没有要求}
          items: [{id: a1, level: 1, STEPS, WORDS}, {id: a3, level: 3, STEPS, WORDS}]
    """)

    def section(first: float, third: float) -> float | None:
        node = scored(engine, f={"a1": first, "a3": third}).result("f").node("a")
        assert node is not None
        return node.score

    assert section(1, 1) == 3.0
    assert section(1, 0.5) == 2.5
    assert section(0.5, 1) == 0.5


def test_explanations_add_up(catalog: Catalog, engine: ScoringEngine) -> None:
    answers = by_level(catalog, {1: 1, 2: 0.5, 3: 0.8, 4: 0, 5: 0})
    answers["sf.org.2.1"] = Answer.not_applicable("没有")
    found = engine.score(smart_sheet(answers, out=("manufacturing.sales",)))
    for node_id in (ROOT, *catalog.forms[SMART].nodes):
        explained = found.explain(SMART, node_id)
        parts = [term.contribution for term in explained.terms if term.contribution is not None]
        if explained.value is not None:
            assert sum(parts) == pytest.approx(explained.value, abs=1e-12)
            weights = [term.weight for term in explained.terms if term.weight is not None]
            assert sum(weights) == pytest.approx(1.0, abs=1e-12)
    assert found.explain(SMART).title.endswith("2 级")


def test_items_without_weight_cost_nothing_and_break_nothing() -> None:
    engine = engine_of("""
        SCALES
        scoring:
          model: level_gated
          levels: [{level: 1, name: 一级}]
          weight_sets: {d: {weights: {a: 1}}}
        nodes:
        - {id: a, title: 甲, items: [{id: a1, level: 1, weight: 0, STEPS, WORDS}]}
    """)
    result = scored(engine, f={"a1": 0.5}).result("f")
    assert (result.score, result.blocking[0].gain) == (None, 0.0)
    assert scored(engine, f={"a1": 0.5}).explain("f", "a").terms[0].contribution is None
