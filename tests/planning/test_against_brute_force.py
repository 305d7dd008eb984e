"""The programme against trying everything: hundreds of small problems, the same least cost and the same most gain."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from anhui_assess.domain.planning.modelling import Model
from anhui_assess.domain.planning.problem import Ladder, Need, Option, Phase, Problem, Score, Table
from anhui_assess.domain.planning.program import INFEASIBLE, OPTIMAL, Program, Solution
from anhui_assess.services.plan_cases import best_of_cases
from anhui_assess.solving import highs
from anhui_assess.solving.highs import HighsSolver

CASES = 300
EPS = 1e-9
Choice = dict[int, int]


def solve(program: Program, start: Sequence[float] = ()) -> Solution:
    return HighsSolver()(program, seconds=30, cancelled=lambda: False, start=start)


def random_problem(seed: int) -> Problem:
    """Five to seven measures, one to three phases, every kind of tie between them; round numbers, so that ties occur."""
    rng = random.Random(seed)
    count = rng.randint(4, 7 if seed % 4 else 5)
    options = []
    for number in range(count):
        before = tuple(n for n in range(number) if rng.random() < 0.15)
        against = tuple(n for n in range(count) if n != number and n not in before and rng.random() < 0.06)
        options.append(
            Option(f"m{number}", rng.randint(0, 9) * 10, rng.choice([1.0, 2.5, 6.0, 14.0]), before, against)
        )
    steps = rng.randint(3, 8)
    cells = tuple(tuple(n for n in range(count) if rng.random() < 0.35) for _ in range(steps))
    scores = tuple(random_score(rng, steps) for _ in range(rng.randint(1, 3)))
    needs = tuple(Need(n, rng.choice([0.5, 0.8, 0.8, 0.9])) for n in range(len(scores)))
    ends = [12.0, 24.0, 36.0] if seed % 4 else [18.0, 36.0]
    phases = tuple(
        Phase(str(n), str(n), end, rng.choice([None, None, 80, 150]), rng.choice([1, 2, 6]))
        for n, end in enumerate(ends[: rng.randint(1, len(ends))])
    )
    forced = frozenset(n for n in range(count) if rng.random() < 0.06)
    budget = rng.choice([None, None, 120, 200])
    return Problem(tuple(options), cells, scores, needs, phases, budget=budget, forced=forced)


def random_score(rng: random.Random, steps: int) -> Score:
    terms = tuple((cell, rng.choice([0.1, 0.15, 0.2, 0.3])) for cell in range(steps) if rng.random() < 0.6)
    table: tuple[Table, ...] = ()
    if steps > 3 and rng.random() < 0.4:
        one, two, three = rng.sample(range(steps), 3)
        table = (Table((((one,), 0.1), ((one, two), 0.25), ((three,), 0.15))),)
    return Score(rng.choice([0.0, 0.2, 0.4]), terms, table)


def every_choice(problem: Problem) -> Iterator[Choice]:
    """Yield every choice of measures and phases that breaks no rule; written without a look at the model."""
    for places in itertools.product(range(-1, len(problem.phases)), repeat=len(problem.options)):
        choice = {number: place for number, place in enumerate(places) if place >= 0}
        if keeps_order(problem, choice) and keeps_money(problem, choice) and keeps_time(problem, choice):
            yield choice


def keeps_order(problem: Problem, choice: Choice) -> bool:
    for number, place in choice.items():
        option = problem.options[number]
        if any(other not in choice or choice[other] > place for other in option.prerequisites):
            return False
        if any(other in choice for other in option.excludes):
            return False
    return all(number in choice for number in problem.forced)


def keeps_money(problem: Problem, choice: Choice) -> bool:
    for place, phase in enumerate(problem.phases):
        spent = sum(problem.options[n].cost for n, p in choice.items() if p == place)
        if phase.budget is not None and spent > phase.budget:
            return False
    return problem.budget is None or sum(problem.options[n].cost for n in choice) <= problem.budget


def chain(problem: Problem, number: int) -> float:
    option = problem.options[number]
    return option.months + max((chain(problem, other) for other in option.prerequisites), default=0.0)


def keeps_time(problem: Problem, choice: Choice) -> bool:
    begin = room = 0.0
    for place, phase in enumerate(problem.phases):
        room += (phase.end - begin) * phase.capacity
        begin = phase.end
        done = [n for n, p in choice.items() if p <= place]
        if sum(problem.options[n].months for n in done) > room + EPS:
            return False
        if any(chain(problem, n) > phase.end + EPS for n, p in choice.items() if p == place):
            return False
    return True


def value(problem: Problem, score: Score, choice: Choice) -> float:
    reached = {cell for cell, options in enumerate(problem.cells) if set(options) & choice.keys()}
    total = score.base + sum(gain for cell, gain in score.terms if cell in reached)
    for table in score.tables:
        total += max((gain for cells, gain in table.rows if set(cells) <= reached), default=0.0)
    return total


def missing(problem: Problem, choice: Choice) -> float:
    return sum(
        max(0.0, need.at_least - value(problem, problem.scores[need.score], choice)) for need in problem.needs
    )


def cost(problem: Problem, choice: Choice) -> int:
    return sum(problem.options[number].cost for number in choice)


def climbed(problem: Problem, ladder: Ladder, choice: Choice) -> float:
    met = 0
    for number in ladder.scores:
        reached = value(problem, problem.scores[number], choice)
        if reached < ladder.met_at - EPS:
            return met + reached
        met += 1
    return float(met)


@pytest.mark.parametrize("part", range(10))
def test_least_cost_is_the_least_there_is(part: int) -> None:
    states = set()
    for seed in range(part, CASES, 10):
        problem = random_problem(seed)
        choices = list(every_choice(problem))
        good = [choice for choice in choices if missing(problem, choice) <= EPS]
        model = Model(problem)
        model.insist()
        solution = solve(model.program(model.cost()))
        states.add(solution.state)
        if not good:
            assert solution.state == INFEASIBLE, seed
            continue
        assert solution.state == OPTIMAL, seed
        found = model.chosen(solution)
        assert found in choices, seed
        assert missing(problem, found) <= EPS, seed
        assert cost(problem, found) == min(cost(problem, choice) for choice in good), seed
        assert model.least_money(solution.bound) == cost(problem, found), seed
        assert problem.fits(found), seed
    assert states == {OPTIMAL, INFEASIBLE}


@pytest.mark.parametrize("part", range(5))
def test_of_equally_cheap_plans_the_shortest_and_then_the_first_by_id(part: int) -> None:
    for seed in range(part, 100, 5):
        problem = random_problem(seed)
        good = [choice for choice in every_choice(problem) if missing(problem, choice) <= EPS]
        if not good:
            continue
        best = min((cost(problem, c), len(c), sum(c)) for c in good)
        model = Model(problem)
        model.insist()
        found = model.chosen(solve(model.program(model.cost())))
        assert (cost(problem, found), len(found), sum(found)) == best, seed


@pytest.mark.parametrize("part", range(5))
def test_where_the_goal_is_out_of_reach_the_nearest_is_found(part: int) -> None:
    seen = 0
    for seed in range(part, CASES, 5):
        problem = random_problem(seed)
        choices = list(every_choice(problem))
        least = min((missing(problem, choice) for choice in choices), default=None)
        model = Model(problem)
        short = model.shortfalls()
        solution = solve(model.program(short))
        if least is None:
            assert solution.state == INFEASIBLE, seed
            continue
        assert solution.objective == pytest.approx(least, abs=1e-7), seed
        model.hold(short, solution.objective)
        found = model.chosen(solve(model.program(model.cost())))
        assert missing(problem, found) == pytest.approx(least, abs=1e-6), seed
        near = [c for c in choices if missing(problem, c) <= least + 1e-6]
        assert cost(problem, found) == min(cost(problem, choice) for choice in near), seed
        seen += least > EPS
    assert seen > 5


@pytest.mark.parametrize("part", range(5))
def test_most_gain_within_the_budget_is_the_most_there_is(part: int) -> None:
    for seed in range(part, CASES, 5):
        made = random_problem(seed)
        ladder = Ladder(tuple(range(len(made.scores))), 0.8, 0.2)
        problem = replace(made, needs=(), ladders=(ladder,), gains=((0, 0.1),))

        def gain(choice: Choice, problem: Problem = problem, ladder: Ladder = ladder) -> float:
            return 0.2 * climbed(problem, ladder, choice) + 0.1 * value(problem, problem.scores[0], choice)

        choices = list(every_choice(problem))
        model = Model(problem)
        line = model.gain()
        less = {column: -factor for column, factor in line.terms.items()}
        solution = best_of_cases(model, less, solve)
        if not choices:
            assert solution.state == INFEASIBLE
            continue
        assert (solution.state, solution.bound) == (OPTIMAL, solution.objective), seed
        assert seed % 7 or solve(model.program(less)).objective == pytest.approx(solution.objective, abs=1e-7)
        most = max(map(gain, choices))
        assert line.value(solution.values) == pytest.approx(most, abs=1e-7), seed
        assert gain(model.chosen(solution)) == pytest.approx(most, abs=1e-7), seed
        model.hold(less, solution.objective)
        cheapest = model.chosen(best_of_cases(model, model.cost(), solve, solution.values))
        as_good = [choice for choice in choices if gain(choice) >= most - 1e-6]
        assert cost(problem, cheapest) == min(cost(problem, choice) for choice in as_good), seed


def test_more_money_or_more_time_never_makes_a_plan_dearer() -> None:
    for seed in range(60):
        problem = random_problem(seed)
        looser = replace(
            problem,
            budget=None,
            phases=tuple(replace(phase, budget=None, capacity=9) for phase in problem.phases),
        )
        found = []
        for entry in (problem, looser):
            model = Model(entry)
            model.insist()
            solution = solve(model.program(model.cost()))
            found.append(solution.objective if solution.state == OPTIMAL else float("inf"))
        assert found[1] <= found[0] + 1e-6


def test_equal_problems_give_equal_choices() -> None:
    for seed in range(40):
        model, again = Model(random_problem(seed)), Model(random_problem(seed))
        model.insist()
        again.insist()
        one, two = model.program(model.cost()), again.program(again.cost())
        assert one == two
        assert solve(one).values == solve(two).values


def test_a_rough_start_never_changes_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two-step solving, forced upon programmes of any size, ends where one step ends."""
    for seed in range(120):
        model = Model(random_problem(seed))
        model.insist()
        program = model.program(model.cost())
        monkeypatch.setattr(highs, "_LARGE", 10_000)
        plain = solve(program)
        monkeypatch.setattr(highs, "_LARGE", 1)
        monkeypatch.setattr(highs, "_UNSETTLED", 0.0)
        found = solve(program)
        assert found.state == plain.state, seed
        assert found.state == INFEASIBLE or model.chosen(found).keys() == model.chosen(plain).keys(), seed
