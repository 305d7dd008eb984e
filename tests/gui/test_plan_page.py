from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from anhui_assess.composition import make_plan
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.request import LEAST_COST, MOST_GAIN, Request
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.exchange.answers_json import read_answers
from anhui_assess.gui.plan_keeper import PlanKeeper
from anhui_assess.gui.plan_page import PlanPage
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services import plan_view, planning
from anhui_assess.services.plan_request import stored_request
from anhui_assess.services.session import AssessmentSession
from tests.assessments import SAMPLES
from tests.gui.conftest import Desk
from tests.gui.generated import open_full


@pytest.fixture
def session(desk: Desk) -> AssessmentSession:
    return open_full(desk)


@pytest.fixture
def page(desk: Desk, session: AssessmentSession, qtbot: QtBot) -> Iterator[PlanPage]:
    made = PlanPage(desk.app)
    qtbot.addWidget(made)
    made.resize(1366, 670)
    made.show()
    qtbot.waitUntil(lambda: made.table.grid_model.rowCount() > 0, timeout=20_000)
    yield made
    PlanKeeper.of(desk.app).background.stop()


def texts(page: PlanPage) -> str:
    return "\n".join(label.text() for label in page.detail.findChildren(QLabel))


def test_it_waits_with_a_sentence_and_then_shows_goals_and_measures(
    desk: Desk, session: AssessmentSession, qtbot: QtBot
) -> None:
    page = PlanPage(desk.app)
    qtbot.addWidget(page)
    page.show()
    assert page.sentence.text() == "正在算改进方案…"
    qtbot.waitUntil(lambda: page.sentence.text().startswith("目标："))
    plan = PlanKeeper.of(desk.app).plan_of(session.scored)
    assert plan is not None
    measures = [row for row in page.table.grid_model.grid.rows if row.style != "group"]
    assert len(measures) == len(plan.measures) > 3


def test_the_first_measure_is_chosen_and_explained(page: PlanPage) -> None:
    found = texts(page)
    for head in ("为什么做", "做什么", "先决条件", "可用政策", "对口部门"):
        assert head in found


def test_departments_bear_todays_names(page: PlanPage, session: AssessmentSession) -> None:
    found = ""
    for row in range(page.table.grid_model.rowCount()):
        page.table.selectRow(row)
        found += texts(page)
    renamed = [f"（现：{today}）" for today in session.engine.catalog.packs.department_names.values()]
    assert any(name in found for name in renamed)


def test_arrow_keys_walk_the_measures_over_the_headings(page: PlanPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.table.selectRow(1)
    seen = {texts(page)}
    for _ in range(4):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
        seen.add(texts(page))
    assert len(seen) == 5


def test_a_question_a_measure_lifts_can_be_gone_to(page: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    wanted: list[tuple[str, str]] = []
    desk.app.item_wanted.connect(lambda form_id, item_id: wanted.append((form_id, item_id)))
    links = page.detail.findChildren(QPushButton)
    qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert len(wanted) == 1


def test_roadmap_and_score_paths_are_drawn_and_described(page: PlanPage) -> None:
    assert page.roadmap.gantt.valid
    assert "个月" in page.roadmap.gantt.accessibleDescription()
    paths = [view for view in page.findChildren(SvgView) if "预期得分" in view.accessibleName()]
    assert len(paths) == 3
    assert all(view.valid for view in paths)


def test_a_changed_answer_gives_a_new_plan(
    page: PlanPage, desk: Desk, session: AssessmentSession, qtbot: QtBot
) -> None:
    before = page._shown
    item = session.scored.result("smart_factory").blocking[0].item
    desk.app.publish(session.answer("smart_factory", item, 1.0), None)
    qtbot.waitUntil(lambda: page._shown is not None and page._shown is not before, timeout=20_000)
    assert page._shown is not None
    assert page._shown[0] is session.scored


def test_the_plan_of_old_answers_is_never_shown(
    page: PlanPage, desk: Desk, session: AssessmentSession, qtbot: QtBot
) -> None:
    for entry in session.scored.result("smart_factory").blocking[:5]:
        desk.app.publish(session.answer("smart_factory", entry.item, 1.0), None)
    qtbot.waitUntil(lambda: page._shown is not None, timeout=20_000)
    assert page._shown is not None
    assert page._shown[0] is session.scored


def test_two_pages_share_one_computation(
    page: PlanPage, desk: Desk, session: AssessmentSession, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(planning, "make_plan", lambda *_: pytest.fail("computed again"))
    other = PlanPage(desk.app)
    qtbot.addWidget(other)
    other.show()
    assert other.sentence.text() == page.sentence.text()


def test_without_measures_it_says_why(desk: Desk, qtbot: QtBot) -> None:
    desk.app.open(desk.library.create_enterprise("安庆示例纺织有限公司").id)
    page = PlanPage(desk.app)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.sentence.text().startswith("按目前的答案没有"))
    assert not page.bar.isEnabled()


def test_a_fault_in_the_computation_becomes_a_sentence(
    desk: Desk, session: AssessmentSession, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(planning, "make_plan", broken)
    page = PlanPage(desk.app)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: bool(desk.problems))
    assert page.sentence.text().startswith("方案没有算出来")
    assert "KeyError" not in desk.problems[0][1]


# ------------------------------------------------------------------------------------------ with a solver


@pytest.fixture
def solving(desk: Desk, qtbot: QtBot) -> Iterator[PlanPage]:
    """The page over a sample factory with a solver, its first plan shown."""
    desk.app.tools = replace(desk.app.tools, make_plan=make_plan, solves=True)
    document = read_answers(SAMPLES["tongling-copper"], desk.library.catalog)
    desk.app.open(desk.library.import_documents([document])[0].id)
    made = PlanPage(desk.app)
    qtbot.addWidget(made)
    made.resize(1366, 670)
    made.show()
    settle(made, qtbot)
    yield made
    PlanKeeper.of(desk.app).background.stop()


def settle(page: PlanPage, qtbot: QtBot) -> Plan:
    keeper = page._keeper
    qtbot.waitUntil(lambda: page._shown is not None and not keeper.background.busy, timeout=30_000)
    assert page._shown is not None
    return page._shown[1]


def decide(page: PlanPage, words: str, qtbot: QtBot) -> None:
    found = next(entry for entry in page.detail.findChildren(QPushButton) if entry.text() == words)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_it_says_what_is_proven(solving: PlanPage) -> None:
    assert "已证明最省" in solving.note.text()
    assert solving.bar.isTabVisible(3)
    assert solving.roadmap.effort.valid
    assert "不做会怎样" in texts(solving)
    assert "为什么在这一阶段" in texts(solving)


def test_without_a_solver_there_is_nothing_to_ask_for(page: PlanPage) -> None:
    assert not page.bar.isTabVisible(3)
    assert "没有安装求解器" in page.note.text()
    assert not any(entry.text() == "不做" for entry in page.detail.findChildren(QPushButton))


def test_a_measure_is_moved_and_left_out_and_taken_back(solving: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    before = settle(solving, qtbot)
    first = before.measures[0].measure.id
    decide(solving, "移到远期", qtbot)
    moved = settle(solving, qtbot)
    assert next(e.phase for e in moved.measures if e.measure.id == first) == "far"
    session = desk.app.current
    assert session is not None
    assert stored_request(session.store, session.record.id).placed == {first: "far"}
    assert before.proof is not None
    assert moved.proof is not None
    assert moved.proof.cost >= before.proof.cost
    solving.bar.setCurrentIndex(3)
    free = [b for b in solving.wishes.findChildren(QPushButton) if b.text() == "取消指定" and b.isVisible()]
    qtbot.mouseClick(free[0], Qt.MouseButton.LeftButton)
    assert settle(solving, qtbot) == before


def test_another_goal_is_computed_and_kept(solving: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    solving.bar.setCurrentIndex(3)
    solving.wishes.objective.setCurrentIndex(1)
    solving.wishes.budget.setValue(50.0)
    qtbot.mouseClick(solving.wishes.solve, Qt.MouseButton.LeftButton)
    plan = settle(solving, qtbot)
    assert plan.proof is not None
    assert plan.proof.request.objective == MOST_GAIN
    assert plan.proof.cost <= 50.0
    assert "已证明最优" in solving.note.text()
    qtbot.mouseClick(solving.wishes.reset, Qt.MouseButton.LeftButton)
    proof = settle(solving, qtbot).proof
    assert proof is not None
    assert proof.request.objective == LEAST_COST


def test_what_cannot_be_had_is_said_and_the_plan_stays(solving: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    before = settle(solving, qtbot)
    keys = frozenset(entry.measure.id for entry in before.measures)
    solving._on_wish(Request(forced_in=keys, budget=1.0))
    qtbot.waitUntil(lambda: bool(desk.problems), timeout=30_000)
    assert desk.problems[0][0] == "这些要求放不到一起"
    assert settle(solving, qtbot) == before
    session = desk.app.current
    assert session is not None
    assert stored_request(session.store, session.record.id) == Request()


def test_a_stopped_computation_leaves_the_plan(solving: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    before = settle(solving, qtbot)
    keeper = PlanKeeper.of(desk.app)
    with qtbot.waitSignal(keeper.cancelled, timeout=30_000):
        solving._on_wish(Request(budget=2000.0))
        assert solving.stop.isVisible()
        qtbot.mouseClick(solving.stop, Qt.MouseButton.LeftButton)
    assert settle(solving, qtbot) == before
    assert keeper.request == Request()


def test_a_measure_not_chosen_can_be_asked_for(solving: PlanPage, qtbot: QtBot) -> None:
    before = settle(solving, qtbot)
    rows = len(before.measures) + len({entry.phase for entry in before.measures}) + 1
    solving.table.selectRow(rows)
    assert "没有选上" in texts(solving)
    decide(solving, "要做这一项", qtbot)
    after = settle(solving, qtbot)
    assert {e.measure.id for e in after.measures} - {e.measure.id for e in before.measures}


# ------------------------------------------------------------------------------------------ what if, and back again


def test_a_wish_is_compared_undone_and_redone(solving: PlanPage, desk: Desk, qtbot: QtBot) -> None:
    before = settle(solving, qtbot)
    assert not solving.undo.isVisible()
    last = next(entry for entry in before.measures if not entry.needed_for)
    row = plan_view.row_of(before, last.measure.id)
    assert row is not None
    solving.table.selectRow(row)
    decide(solving, "不做", qtbot)
    after = settle(solving, qtbot)
    assert last.measure.id not in {entry.measure.id for entry in after.measures}
    assert "少 " in solving.changed.text()
    assert last.measure.title in solving.changed.text()
    assert "万元" in solving.changed.text()
    assert solving.undo.isVisible()
    assert solving.undo.isEnabled()
    assert not solving.redo.isEnabled()
    qtbot.keyClick(solving.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert settle(solving, qtbot) == before
    session = desk.app.current
    assert session is not None
    assert stored_request(session.store, session.record.id) == Request()
    qtbot.mouseClick(solving.redo, Qt.MouseButton.LeftButton)
    assert settle(solving, qtbot) == after
    assert not solving.redo.isEnabled()


def test_undo_needs_no_second_search(
    solving: PlanPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    before = settle(solving, qtbot)
    decide(solving, "不做", qtbot)
    settle(solving, qtbot)
    monkeypatch.setattr(solving._keeper, "_make", lambda *_: pytest.fail("computed again"))
    solving._on_undo()
    assert solving._shown is not None
    assert solving._shown[1] is before


def test_a_measure_is_moved_to_another_phase_by_keyboard(solving: PlanPage, qtbot: QtBot) -> None:
    before = settle(solving, qtbot)
    first = plan_view.in_table_order(before)[0]
    assert first.phase == "near"
    solving.table.setFocus()
    solving.table.selectRow(1)
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(solving.table, Qt.Key.Key_Left, alt)
    assert settle(solving, qtbot) is before, "there is nothing earlier"
    qtbot.keyClick(solving.table, Qt.Key.Key_Right, alt)
    moved = settle(solving, qtbot)
    phases = {entry.measure.id: entry.phase for entry in moved.measures}
    assert phases[first.measure.id] == "middle"
    assert solving.table.currentIndex().row() == plan_view.row_of(moved, first.measure.id)
    assert "移到中期" in solving.changed.text() or "换了阶段" in solving.changed.text()
    qtbot.keyClick(solving.table, Qt.Key.Key_Left, alt)
    again = settle(solving, qtbot)
    assert {entry.measure.id: entry.phase for entry in again.measures}[first.measure.id] == "near"


def test_a_slow_search_neither_hides_the_plan_nor_holds_the_window(solving: PlanPage, qtbot: QtBot) -> None:
    before = settle(solving, qtbot)
    let_go = threading.Event()
    make = solving._keeper._make

    def slow(*given: Any) -> Plan:
        let_go.wait(20)
        return make(*given)

    solving._keeper._make = slow
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)
    decide(solving, "不做", qtbot)
    qtbot.waitUntil(lambda: len(ticks) > 10)
    assert solving._keeper.background.busy
    assert solving.table.grid_model.rowCount() > len(before.measures)
    assert solving.sentence.text().startswith("目标：")
    assert solving.stop.isVisible()
    let_go.set()
    assert settle(solving, qtbot) != before


def test_another_wish_meanwhile_replaces_the_one_under_way(solving: PlanPage, qtbot: QtBot) -> None:
    settle(solving, qtbot)
    let_go = threading.Event()
    make = solving._keeper._make
    asked: list[Request] = []

    def slow(scored: Scored, request: Request, *rest: Any) -> Plan:
        asked.append(request)
        if len(asked) == 1:
            let_go.wait(20)
        return make(scored, request, *rest)

    solving._keeper._make = slow
    solving._on_wish(Request(months=30.0))
    qtbot.waitUntil(lambda: bool(asked))
    solving._on_wish(Request(months=24.0))
    plan = settle(solving, qtbot)
    let_go.set()
    assert plan.proof is not None
    assert plan.proof.request.months == 24.0
