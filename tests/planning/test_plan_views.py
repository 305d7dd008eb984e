"""What is told of a plan beside its measures: what a wish changes, what a delay costs, which figures move, the path."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anhui_assess.domain.diagnosis.qualifications import Verdict, checked
from anhui_assess.domain.packs import ApplicationWindow
from anhui_assess.domain.planning.effects import with_measures
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services import plan_view, plan_words
from anhui_assess.services.plan_change import change_words
from anhui_assess.services.plan_deadlines import TitleWindow, support_lines, title_windows, title_words
from anhui_assess.services.plan_effects import effects_grid, plan_effects
from tests.planning.test_optimal_plan import planned, scored_sample

TODAY = "2026-11-23"


@pytest.fixture(params=["anqing-textile", "hefei-precision"])
def scored(request: pytest.FixtureRequest, engine: ScoringEngine) -> Scored:
    return scored_sample(request.param, engine)


# ------------------------------------------------------------------------------------------ what a wish changes


def test_the_same_plan_changes_nothing(scored: Scored) -> None:
    assert "都没有变" in change_words(scored, planned(scored), planned(scored))


def test_a_change_names_measures_money_months_and_scores(scored: Scored) -> None:
    before = planned(scored)
    gone = before.measures[-1]
    after = planned(scored, forced_out=frozenset({gone.measure.id}))
    words = change_words(scored, before, after)
    old, new = ({e.measure.id for e in plan.measures} for plan in (before, after))
    assert before.proof is not None
    assert after.proof is not None
    assert f"少 {len(old - new)} 项" in words
    if new - old:
        assert f"多 {len(new - old)} 项" in words
    assert ("投资" in words) == (before.proof.cost != after.proof.cost)
    assert change_words(scored, after, before) != words


# ------------------------------------------------------------------------------------------ what a delay costs


def unmet(scored: Scored, plan: Plan, window: TitleWindow, month: float) -> set[str]:
    """Return the conditions of a title that are not fulfilled by what has ended by a month."""
    after = with_measures(scored, [entry.measure for entry in plan.measures if entry.end <= month])
    return {
        entry.condition.title
        for row in checked(after)
        if row.qualification.id == window.qualification.id
        for entry in row.conditions
        if entry.verdict is Verdict.UNMET
    }


def test_every_window_is_the_first_one_the_plan_makes(engine: ScoringEngine) -> None:
    """By the day said all conditions it names are fulfilled; one measure earlier not all of them were."""
    scored = scored_sample("anqing-textile", engine)
    plan = planned(scored)
    found = title_windows(scored, plan, TODAY)
    assert found
    for window in found:
        assert window.qualification.window is not None
        assert window.closes[5:] == window.missed[5:] == window.qualification.window.closes
        assert int(window.missed[:4]) == int(window.closes[:4]) + 1
        assert 0 <= window.spare <= 12.1
        assert set(window.gained) <= unmet(scored, plan, window, -1.0) - unmet(
            scored, plan, window, window.ready
        )
        assert set(window.gained) & unmet(scored, plan, window, window.ready - 0.01)
        assert set(window.lacking) <= unmet(scored, plan, window, 99.0)
        assert window.measures
        assert "推迟一年" in title_words(window)


def test_a_firm_without_the_title_pack_has_no_windows(engine: ScoringEngine) -> None:
    scored = scored_sample("anqing-textile", engine)
    assert title_windows(scored, Plan((), (), (), (), (0.0, 0.0), 0), TODAY) == ()


def test_shipped_windows_say_where_they_come_from(engine: ScoringEngine) -> None:
    windows = [entry.window for entry in engine.catalog.packs.qualifications.values() if entry.window]
    assert len(windows) >= 2
    for window in windows:
        assert isinstance(window, ApplicationWindow)
        assert window.source
        assert window.status in {"待核对", "已核对"}


def test_supports_that_end_are_listed_and_late_measures_named(scored: Scored) -> None:
    lines = support_lines(scored, planned(scored), TODAY)
    assert lines
    assert all("到期" in line for line in lines)
    assert any("赶不上" in line for line in lines)
    assert len(support_lines(scored, planned(scored), "2026-01-05")) >= len(lines)


# ------------------------------------------------------------------------------------------ figures and path


def test_every_effect_comes_from_a_chosen_measure(scored: Scored) -> None:
    plan = planned(scored)
    found = plan_effects(plan)
    assert found
    assert len(found) == sum(len(entry.measure.effects) for entry in plan.measures)
    assert [entry.month for entry in found] == sorted(entry.month for entry in found)
    assert len(effects_grid(plan).rows) == len(found)


def test_the_path_names_level_money_and_target(scored: Scored) -> None:
    plan = planned(scored)
    assert plan.proof is not None
    paths = plan_view.score_paths(scored, plan)
    for (_, data), (form_id, _, _) in zip(paths, plan.path[0].scores, strict=True):
        target = next(t for t in plan.proof.request.targets if t.form_id == form_id)
        assert data.marks[0][1] == (target.level or target.score)
        assert len(data.notes) == len(data.titles)
    spent = sum(
        float(note.split("投资 ")[1].removesuffix(" 万元").replace(",", ""))
        for note in paths[0][1].notes
        if "投资" in note
    )
    assert spent == pytest.approx(plan.proof.cost, abs=2)
    lines = plan_words.path_lines(scored, plan)
    assert len(lines) == len(paths)
    assert all("现在" in line and "远期末" in line for line in lines)


def test_a_row_is_found_again_by_its_measure(scored: Scored) -> None:
    plan = planned(scored)
    for entry in plan.measures:
        row = plan_view.row_of(plan, entry.measure.id)
        assert row is not None
        assert plan_view.measure_of_row(plan, row) == entry
    assert plan_view.row_of(plan, "nothing") is None


def test_phases_are_stepped_through_in_order(scored: Scored) -> None:
    plan = planned(scored)
    near = next(entry for entry in plan.measures if entry.phase == "near")
    assert plan_view.next_phase(plan, near, -1) is None
    assert plan_view.next_phase(plan, near, 1) == "middle"
    assert plan_view.next_phase(plan, replace(near, phase="far"), 1) is None
