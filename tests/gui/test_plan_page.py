from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from anhui_assess.gui import plan_keeper
from anhui_assess.gui.plan_keeper import PlanKeeper
from anhui_assess.gui.plan_page import PlanPage
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services.session import AssessmentSession
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
    assert page.gantt.valid
    assert "个月" in page.gantt.accessibleDescription()
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
    monkeypatch.setattr(plan_keeper, "first_plan", lambda scored: pytest.fail("computed again"))
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
    def broken(scored: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(plan_keeper, "first_plan", broken)
    page = PlanPage(desk.app)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: bool(desk.problems))
    assert page.sentence.text().startswith("方案没有算出来")
    assert "KeyError" not in desk.problems[0][1]
