"""The optimal plan over the shipped forms and measures: what it keeps to, what it proves, and that the engine agrees."""

from __future__ import annotations

import itertools
import random

import pytest

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.planning import plan as plans
from anhui_assess.domain.planning.effects import lifts, with_measures
from anhui_assess.domain.planning.first_plan import investment_of
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.problem import MONEY
from anhui_assess.domain.planning.request import MOST_GAIN, PhaseLimit, Request, Target, money
from anhui_assess.domain.planning.targets import is_met, target_faults
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services import plan_words
from anhui_assess.services.planning import RequestConflictError, make_plan
from anhui_assess.services.ports import CancelledError
from anhui_assess.solving.highs import HighsSolver
from tests.assessments import SAMPLES, document, sample
from tests.planning import costs
from tests.planning.costs import middle
from tests.planning.test_small_libraries import FB, GF, SF, item, measure, node
from tests.planning.test_small_libraries import scored as small

_SCORED: dict[str, Scored] = {}
_PLANS: dict[tuple[str, str], Plan] = {}


def scored_sample(name: str, engine: ScoringEngine) -> Scored:
    if name not in _SCORED:
        _SCORED[name] = engine.score(sample(name, engine.catalog).sheet)
    return _SCORED[name]


def planned(scored: Scored, **wanted: object) -> Plan:
    key = (str(id(scored)), repr(sorted(wanted.items())))
    if key not in _PLANS:
        _PLANS[key] = make_plan(scored, Request(**wanted), HighsSolver())  # type: ignore[arg-type]
    return _PLANS[key]


def size_of(scored: Scored) -> str:
    return str(scored.value("profile.size"))


@pytest.fixture(params=sorted(SAMPLES))
def scored(request: pytest.FixtureRequest, engine: ScoringEngine) -> Scored:
    return scored_sample(request.param, engine)


# ------------------------------------------------------------------------------------------ what it keeps to


WISHES: tuple[dict[str, object], ...] = (
    {},
    {"objective": MOST_GAIN, "budget": 60.0},
    {"limits": {"near": PhaseLimit(budget=60.0, capacity=2), "middle": PhaseLimit(capacity=3)}},
    {"months": 15.0, "budget": 200.0},
)


@pytest.mark.parametrize("wish", WISHES, ids=["proposal", "budget", "phases", "short"])
def test_every_plan_keeps_the_rules(scored: Scored, wish: dict[str, object]) -> None:
    plan = planned(scored, **wish)
    assert plan.proof is not None
    request = plan.proof.request
    rows = {entry.measure.id: entry for entry in plan.measures}
    limits = {phase.id: phase for phase in request.phases()}
    begin = {"near": 0.0, "middle": 12.0, "far": 24.0}
    for entry in plan.measures:
        assert begin[entry.phase] < entry.end <= limits[entry.phase].end + 1e-9
        assert entry.end - entry.start == pytest.approx(sum(entry.measure.months) / 2)
        for key in entry.measure.prerequisites:
            before = scored.catalog.packs.measures[key]
            assert key in rows or not lifts(scored, before), "bought, or in place today"
            assert key not in rows or rows[key].end <= entry.start + 1e-9
        assert not set(entry.measure.excludes) & rows.keys()
    for moment in {entry.start for entry in plan.measures}:
        at_once = sum(entry.start <= moment < entry.end for entry in plan.measures)
        assert at_once <= next(p.capacity for p in request.phases() if moment < p.end)
    for phase in request.phases():
        spent = middle([e.measure for e in plan.measures if e.phase == phase.id], size_of(scored))
        assert phase.budget is None or spent <= phase.budget
    total = middle([entry.measure for entry in plan.measures], size_of(scored))
    assert request.budget is None or total <= money(request.budget)
    assert plan.proof.cost == total / MONEY
    assert plan.proof.bound <= plan.proof.cost


@pytest.mark.parametrize("wish", WISHES, ids=["proposal", "budget", "phases", "short"])
def test_the_path_is_what_the_engine_scores(scored: Scored, wish: dict[str, object]) -> None:
    plan = planned(scored, **wish)
    after = with_measures(scored, [entry.measure for entry in plan.measures])
    assert plan.path[-1].scores == tuple(
        (form, after.result(form).score, after.result(form).level_name or after.result(form).grade_name)
        for form, _, _ in plan.path[-1].scores
    )
    assert plan.path[0].scores == tuple(
        (form, scored.result(form).score, scored.result(form).level_name or scored.result(form).grade_name)
        for form, _, _ in plan.path[0].scores
    )


def test_the_proposal_is_proven_and_reaches_its_goals(scored: Scored) -> None:
    plan = planned(scored)
    assert plan.proof is not None
    assert plan.proof.method == plans.OPTIMAL
    assert plan.proof.bound == plan.proof.cost
    assert plan.reached == plan.goals
    assert "已证明最省" in plan_words.proof_lines(scored, plan)[0]


def test_the_proposal_leaves_nothing_out_that_is_not_needed(scored: Scored) -> None:
    plan = planned(scored)
    assert plan.proof is not None
    for entry in plan.measures:
        assert any(loss.goal_missed for loss in entry.losses), entry.measure.id
        assert "不做它" in plan_words.loss_words(scored, plan, entry)
        assert plan_words.reason_words(plan, entry)


def test_equal_wishes_give_equal_plans(scored: Scored, engine: ScoringEngine) -> None:
    again = engine.score(scored.sheet)
    assert make_plan(again, Request(), HighsSolver()) == planned(scored)


def test_the_cheapest_way_to_the_next_level_is_no_dearer_than_the_greedy_one(scored: Scored) -> None:
    found = costs.next_level(costs.smart_alone(scored))
    assert found.reached
    assert found.proven
    assert found.optimal <= found.greedy


def test_reaching_all_that_the_greedy_plan_reaches_is_no_dearer(scored: Scored) -> None:
    found = costs.all_that_greedy_reaches(scored)
    assert found.reached
    assert found.proven
    assert found.optimal <= found.greedy


def test_generated_factories_never_pay_more_and_some_pay_less(engine: ScoringEngine) -> None:
    base = scored_sample("hefei-precision", engine)
    found = [costs.next_level(costs.factory(base, seed)) for seed in range(3)]
    assert all(entry.reached and entry.proven and entry.optimal <= entry.greedy for entry in found)
    assert any(entry.optimal < entry.greedy for entry in found)


# ------------------------------------------------------------------------------------------ against trying everything


def test_small_libraries_over_real_forms_against_every_subset(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    """The whole way, from answers to choice, against scoring every subset with the engine."""
    names = sorted(SAMPLES)
    met = 0
    for seed in range(24):
        rng = random.Random(seed)
        before = scored_sample(names[seed % 3], engine)
        size = size_of(before)
        form = (SF, FB, GF)[seed // 3 % 3]
        fitting = [
            entry
            for entry in catalog.packs.measures.values()
            if investment_of(entry, size) and any(key[0] == form for key in lifts(before, entry))
        ]
        library = rng.sample(sorted(fitting, key=lambda entry: entry.id), min(6, len(fitting)))
        out = frozenset(catalog.packs.measures) - {entry.id for entry in library}
        most = with_measures(before, library).result(form).score or 0.0
        now = before.result(form).score or 0.0
        if form == SF:
            continue_level = before.result(form).level or 1
            target = Target(form, level=continue_level)
        else:
            target = Target(form, score=now + rng.choice([0.4, 0.7]) * (most - now))
        plan = make_plan(before, Request(targets=(target,), forced_out=out), HighsSolver())
        costs = []
        for count in range(len(library) + 1):
            for chosen in itertools.combinations(library, count):
                ids = {entry.id for entry in chosen}
                ordered = all(
                    key in ids or not lifts(before, catalog.packs.measures[key])
                    for entry in chosen
                    for key in entry.prerequisites
                )
                apart = not any(set(entry.excludes) & ids for entry in chosen)
                if ordered and apart and is_met(with_measures(before, chosen), target):
                    costs.append(middle(list(chosen), size))
        assert plan.proof is not None
        assert plan.proof.nearest == (not costs), (seed, form)
        if costs:
            met += 1
            assert plan.proof.cost * MONEY == min(costs), (seed, form)
    assert met > 12


def test_answers_that_only_count_together_are_bought_together(catalog: Catalog) -> None:
    """Platform functions count only where there is a platform: neither measure alone adds anything."""
    library = [
        measure("has", item("gf.platform.has", form=GF), cost=30.0),
        measure("functions", item("gf.platform.functions", form=GF), cost=20.0),
    ]
    before = small(catalog, library, green_factory={"gf.platform.has": False, "gf.bench.industry": "general"})
    assert before.result(GF).score is not None
    both = with_measures(before, library).result(GF).score or 0.0
    now = before.result(GF).score or 0.0
    assert with_measures(before, library[:1]).result(GF).score == now
    assert both > now
    plan = make_plan(before, Request(targets=(Target(GF, score=both),)), HighsSolver())
    assert {entry.measure.id for entry in plan.measures} == {"has", "functions"}
    assert plan.reached == plan.goals


# ------------------------------------------------------------------------------------------ what the user decides


def test_forced_in_and_out_and_put_into_a_phase(engine: ScoringEngine) -> None:
    scored = scored_sample("hefei-precision", engine)
    free = planned(scored)
    chosen = {entry.measure.id for entry in free.measures}
    spare = next(entry.id for entry in free.candidates if entry.id not in chosen)
    held = next(e for e in free.measures if e.phase == "near" and not e.needed_for)
    plan = planned(
        scored,
        forced_in=frozenset({spare}),
        placed={held.measure.id: "far"},
        forced_out=frozenset({"standard-making"}),
    )
    rows = {entry.measure.id: entry for entry in plan.measures}
    assert spare in rows
    assert rows[held.measure.id].phase == "far"
    assert rows[held.measure.id].reason == (plans.BY_HAND, "")
    assert "standard-making" not in rows
    assert plan.proof is not None
    assert free.proof is not None
    assert plan.proof.method == plans.OPTIMAL
    assert plan.proof.cost >= free.proof.cost


def test_decisions_that_put_the_goal_out_of_reach_leave_an_honest_gap(engine: ScoringEngine) -> None:
    """Several decisions at once, one of them taking away what the level needs: the nearest, its bound and what binds."""
    scored = scored_sample("hefei-precision", engine)
    free = planned(scored)
    chosen = {entry.measure.id for entry in free.measures}
    spare = next(entry.id for entry in free.candidates if entry.id not in chosen)
    held = next(e for e in free.measures if e.phase == "near" and not e.needed_for)
    plan = planned(
        scored, forced_in=frozenset({spare}), placed={held.measure.id: "far"}, forced_out=frozenset({"erp"})
    )
    rows = {entry.measure.id: entry for entry in plan.measures}
    assert spare in rows
    assert rows[held.measure.id].phase == "far"
    assert "erp" not in rows
    assert plan.proof is not None
    assert plan.proof.nearest
    assert [entry.limit for entry in plan.proof.bindings] == ["decisions"]
    assert plan.proof.bound <= plan.proof.cost
    assert plan.proof.gap == pytest.approx((plan.proof.cost - plan.proof.bound) / plan.proof.cost)
    assert (plan.proof.method == plans.OPTIMAL) == (plan.proof.gap == 0.0)
    assert plan.proof.gap < 0.01


def test_what_cannot_be_had_together_is_said(engine: ScoringEngine) -> None:
    scored = scored_sample("hefei-precision", engine)
    with pytest.raises(RequestConflictError, match="原来的方案没有变"):
        planned(scored, forced_in=frozenset({"erp", "mes"}), budget=5.0)


def test_a_goal_out_of_reach_gives_the_nearest(engine: ScoringEngine) -> None:
    scored = scored_sample("hefei-precision", engine)
    plan = planned(scored, targets=(Target(SF, level=5),), budget=400.0)
    assert plan.proof is not None
    assert plan.proof.nearest
    assert plan.reached == ()
    assert {entry.form_id for entry in plan.proof.shortfalls} == {SF}
    assert all(entry.reached < entry.wanted for entry in plan.proof.shortfalls)
    lines = plan_words.proof_lines(scored, plan)
    assert any("离目标最近" in line for line in lines)
    assert "还不能完全达到" in plan_words.goals_sentence(plan)


@pytest.mark.parametrize(
    ("wish", "limit"),
    [
        ({"budget": 400.0}, plans.BUDGET),
        ({"months": 9.0}, plans.MONTHS),
        ({"limits": {key: PhaseLimit(capacity=1) for key in ("near", "middle", "far")}}, plans.HANDS),
        (
            {"limits": {"near": PhaseLimit(5.0), "middle": PhaseLimit(5.0), "far": PhaseLimit(5.0)}},
            plans.PHASE_BUDGETS,
        ),
        ({"budget": 400.0, "months": 9.0}, plans.TOGETHER),
    ],
    ids=["budget", "months", "hands", "phases", "together"],
)
def test_the_limit_in_the_way_is_named(engine: ScoringEngine, wish: dict[str, object], limit: str) -> None:
    """The limit named is the one without which the goal is reached, at the cost said."""
    scored = scored_sample("hefei-precision", engine)
    free = planned(scored).proof
    plan = planned(scored, **wish)
    assert free is not None
    assert plan.proof is not None
    assert plan.proof.nearest
    assert [entry.limit for entry in plan.proof.bindings] == [limit]
    cost = plan.proof.bindings[0].cost
    assert cost is not None
    assert cost >= free.cost
    sentence = next(line for line in plan_words.proof_lines(scored, plan) if "离目标最近" in line)
    assert f"{cost:,g} 万元" in sentence
    assert limit == plans.TOGETHER or "卡在" in sentence


def test_a_goal_beyond_all_measures_says_so(engine: ScoringEngine) -> None:
    scored = scored_sample("hefei-precision", engine)
    plan = planned(scored, targets=(Target(FB, score=100.0),))
    assert plan.proof is not None
    assert [entry.limit for entry in plan.proof.bindings] == [plans.LIBRARY]
    assert any("措施库里的办法也到不了" in line for line in plan_words.proof_lines(scored, plan))


def test_decisions_in_the_way_are_named(engine: ScoringEngine) -> None:
    scored = scored_sample("hefei-precision", engine)
    library = frozenset(scored.catalog.packs.measures)
    kept = frozenset(sorted(library)[:20])
    plan = planned(scored, forced_out=library - kept)
    assert plan.proof is not None
    assert [entry.limit for entry in plan.proof.bindings] == [plans.DECISIONS]


def test_more_money_never_brings_less(engine: ScoringEngine) -> None:
    scored = scored_sample("hefei-precision", engine)
    gains = []
    for budget in (0.0, 20.0, 80.0, 300.0):
        proof = planned(scored, objective=MOST_GAIN, budget=budget).proof
        assert proof is not None
        gains.append(proof.gain)
    assert gains == sorted(gains)
    assert gains[0] < gains[-1]


def test_a_goal_already_met_needs_nothing(engine: ScoringEngine) -> None:
    scored = scored_sample("tongling-copper", engine)
    plan = planned(scored, targets=(Target(SF, level=2),))
    assert plan.measures == ()
    assert plan_words.NOTHING_TO_DO in plan_words.goals_sentence(plan)


def test_nothing_answered_nothing_planned(engine: ScoringEngine) -> None:
    plan = make_plan(engine.score(AnswerSheet()), Request(), HighsSolver())
    assert (plan.goals, plan.measures) == ((), ())
    assert plan_words.goals_sentence(plan) == plan_words.NO_MEASURES


def test_vetoes_come_with_the_goal(engine: ScoringEngine) -> None:
    scored = scored_sample("anqing-textile", engine)
    plan = planned(scored, targets=(Target(GF, score=0.0),))
    after = with_measures(scored, [entry.measure for entry in plan.measures])
    assert not after.result(GF).unmet_vetoes
    assert "先消除 1 项否决" in plan.goals[0]


def test_of_two_that_exclude_each_other_the_cheaper_way_is_taken(catalog: Catalog) -> None:
    leaves = [leaf.id for leaf in catalog.forms[SF].leaves]
    library = [
        measure("a", *(node(leaf, 1) for leaf in leaves[::2]), cost=5.0, excludes=("b",)),
        measure("b", *(node(leaf, 1) for leaf in leaves), cost=9.0),
        measure("c", *(node(leaf, 1) for leaf in leaves[1::2]), cost=7.0),
    ]
    plan = make_plan(small(catalog, library, smart_factory={"sf.org.1.1": 0.5}), Request(), HighsSolver())
    assert [entry.measure.id for entry in plan.measures] == ["b"]


# ------------------------------------------------------------------------------------------ without, and stopped


def test_without_a_solver_the_greedy_plan_says_what_it_is(engine: ScoringEngine) -> None:
    scored = scored_sample("hefei-precision", engine)
    plan = make_plan(scored, Request(), None)
    assert plan.proof is not None
    assert plan.proof.method == plans.GREEDY
    (line,) = plan_words.proof_lines(scored, plan)
    assert "没有安装求解器" in line
    assert all(entry.end <= 36 for entry in plan.measures)


def test_a_user_who_stops_it_is_obeyed(engine: ScoringEngine) -> None:
    scored = scored_sample("hefei-precision", engine)
    with pytest.raises(CancelledError):
        make_plan(scored, Request(), HighsSolver(), cancelled=lambda: True)


def test_targets_that_make_no_sense_are_named(engine: ScoringEngine, catalog: Catalog) -> None:
    scored = engine.score(document(catalog).sheet)
    wrong = (
        Target("x", level=1),
        Target(SF, level=9),
        Target(FB, score=120.0),
        Target("sme_digital", level=2),
    )
    assert len(target_faults(scored, wrong)) == 4
    assert target_faults(scored, (Target(SF, level=3, score=3.0), Target(FB, level=60, score=60.0))) == []
