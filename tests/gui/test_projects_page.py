"""项目跟踪 with real widgets: everything by keyboard, each edit stored at once, nothing changed without being asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from anhui_assess.domain.errors import DiskFullError
from anhui_assess.domain.planning.first_plan import first_plan
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.projects import Project, State
from anhui_assess.exchange.answers_json import read_answers
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.plan_keeper import PlanKeeper
from anhui_assess.gui.plan_page import PlanPage
from anhui_assess.gui.projects.page import ProjectsPage
from anhui_assess.gui.shell import PLAN, PROJECTS
from anhui_assess.services.projects import ProjectRegister, today
from anhui_assess.services.session import AssessmentSession
from tests.assessments import SAMPLES
from tests.gui.conftest import Desk
from tests.gui.fakes import type_text
from tests.gui.generated import open_full

DAY = "2026-11-23"
_PLANS: dict[str, Plan] = {}


@pytest.fixture
def session(desk: Desk) -> AssessmentSession:
    """The sample factory with its nine projects."""
    document = read_answers(SAMPLES["hefei-precision"], desk.library.catalog)
    return desk.app.open(desk.library.import_documents([document])[0].id)


def opened(desk: Desk, qtbot: QtBot) -> ProjectsPage:
    made = ProjectsPage(desk.app, desk.prompter)
    qtbot.addWidget(made)
    made.resize(1366, 670)
    assert desk.app.current is not None
    made.register = ProjectRegister(desk.app.current, lambda: DAY)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


@pytest.fixture
def page(desk: Desk, session: AssessmentSession, qtbot: QtBot) -> Iterator[ProjectsPage]:
    yield opened(desk, qtbot)
    PlanKeeper.of(desk.app).background.stop()


def choose(page: ProjectsPage, number: int) -> Project:
    rows = [project.number if project else 0 for project in page._rows]
    page.table.selectRow(rows.index(number))
    return stored(page, number)


def stored(page: ProjectsPage, number: int) -> Project:
    """Return a project as the workspace has it."""
    session = page._app.current
    assert session is not None
    return next(one for one in session.store.projects(session.record.id) if one.number == number)


def enter(page: ProjectsPage, field: str, text: str, qtbot: QtBot) -> QLineEdit:
    line = page.pane.fields[field].line
    line.setFocus()
    line.selectAll()
    type_text(line, text) if text else line.clear()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    return line


def test_it_shows_where_the_register_stands(page: ProjectsPage, qtbot: QtBot) -> None:
    assert page.sentence.text().startswith("9 个项目：储备 4，开工 2，竣工 2，达产 1；2 个逾期")
    values = [card.value.text() for card in page.rates.cards]
    assert values == ["56%", "83%", "75%", "100%"]
    assert all("÷" in card.toolTip() for card in page.rates.cards)
    groups = [row.cells[0].text for row in page.table.grid_model.grid.rows if row.style == "group"]
    assert groups == ["在建，等竣工　2 个", "竣工，等达产　2 个", "储备，等开工　4 个", "已达产　1 个"]
    assert "政策" in page.rates_note.text()
    assert page.pane.fields["title"].line.text() == "关键设备联网与数据采集"
    qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() == 0)


def test_what_is_overdue_and_due_stands_in_a_tab_of_its_own(page: ProjectsPage) -> None:
    page.bar.setCurrentIndex(1)
    assert page.bar.tabText(1) == "逾期与到期 4"
    numbers = [project.number for project in page._rows if project]
    assert numbers == [6, 4, 3, 5, 9]
    words = [row.cells[4].text for row in page.table.grid_model.grid.rows if row.style != "group"]
    assert words == ["逾期 39 天", "逾期 23 天", "还有 17 天", "还有 22 天", "未定日期"]


def test_every_edit_is_stored_at_once_and_said_so(page: ProjectsPage, desk: Desk, qtbot: QtBot) -> None:
    saved: list[str] = []
    desk.app.saved.connect(saved.append)
    choose(page, 7)
    for field, text, expected in (
        ("title", "立体库和仓储系统", lambda p: p.title == "立体库和仓储系统"),
        ("responsible", "吴工", lambda p: p.responsible == "吴工"),
        ("planned_amount", "62.5", lambda p: p.planned_amount == 62.5),
        ("actual_amount", "3,000 元", lambda p: p.actual_amount == 0.3),
        ("planned.started", "2027年2月1日", lambda p: p.planned[State.STARTED] == "2027-02-01"),
        ("planned.at_capacity", "", lambda p: State.AT_CAPACITY not in p.planned),
    ):
        enter(page, field, text, qtbot)
        assert expected(stored(page, 7)), field
    assert len(saved) == 6
    page.pane.notes.setFocus()
    type_text(page.pane.notes, "合同已签")
    page.leave()
    assert stored(page, 7).notes == "合同已签"
    assert page.pane.fields["planned.started"].line.text() == "2027-02-01"
    assert desk.problems == []


def test_what_is_refused_stays_in_its_field_with_a_reason(page: ProjectsPage, qtbot: QtBot) -> None:
    before = choose(page, 7)
    for field, text, words in (
        ("planned.completed", "2026-01-01", "不能早于计划开工日期"),
        ("planned.started", "明年", "日期要写成"),
        ("planned_amount", "很多", "应填万元数"),
        ("actual_amount", "-5", "0 到"),
        ("title", " ", "要有名称"),
        ("actual.started", "2026-12-24", "还没有到"),
    ):
        line = enter(page, field, text, qtbot)
        shown = page.pane.fields[field].fault
        assert shown.isVisible(), field
        assert words in shown.text()
        assert words in line.accessibleDescription()
        assert line.text() == text
        assert stored(page, 7) == before
    choose(page, 8)
    choose(page, 7)
    assert not any(field.fault.isVisible() for field in page.pane.fields.values())
    assert page.pane.fields["title"].line.text() == before.title


def test_a_project_goes_on_by_its_button_or_by_a_date_and_back_with_a_reason(
    page: ProjectsPage, qtbot: QtBot
) -> None:
    choose(page, 7)
    assert not page.pane.back.isEnabled()
    assert page.pane.go_on.text() == "今天开工"
    qtbot.mouseClick(page.pane.go_on, Qt.MouseButton.LeftButton)
    assert stored(page, 7).actual[State.STARTED] == DAY
    assert page.rates.cards[0].value.text() == "67%"
    enter(page, "actual.started", "2026-11-02", qtbot)
    assert stored(page, 7).actual[State.STARTED] == "2026-11-02"
    enter(page, "actual.completed", "2026-11-20", qtbot)
    assert stored(page, 7).state is State.COMPLETED
    assert page.pane.days[State.COMPLETED].text() == "早 222 天"
    qtbot.mouseClick(page.pane.back, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.pane.reason.line, Qt.Key.Key_Return)
    assert "写明原因" in page.pane.reason.fault.text()
    assert stored(page, 7).state is State.COMPLETED
    type_text(page.pane.reason.line, "验收没有过")
    qtbot.keyClick(page.pane.reason.line, Qt.Key.Key_Return)
    assert stored(page, 7).state is State.STARTED
    assert not page.pane.reason.isVisible()
    assert "退回状态：验收没有过" in page.pane._history.text()


def test_a_removed_project_comes_back_by_undo(page: ProjectsPage, qtbot: QtBot) -> None:
    before = choose(page, 9)
    qtbot.mouseClick(page.pane.remove, Qt.MouseButton.LeftButton)
    type_text(page.pane.reason.line, "并入二期")
    qtbot.keyClick(page.pane.reason.line, Qt.Key.Key_Return)
    assert page.sentence.text().startswith("8 个项目")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(page, 9) == before
    assert not page.take_back.isEnabled()


def test_a_project_of_the_firms_own_is_added(page: ProjectsPage, desk: Desk, qtbot: QtBot) -> None:
    desk.prompter.texts = [None, " ", "厂区道路改造"]
    for _ in range(3):
        qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert desk.problems == [("没有新增项目", "项目要有名称。")]
    assert stored(page, 10).title == "厂区道路改造"
    assert page.pane.fields["title"].line.text() == "厂区道路改造"


def test_typing_is_stored_when_another_project_is_chosen(page: ProjectsPage) -> None:
    choose(page, 7)
    page.pane.fields["responsible"].line.setText("新人")
    choose(page, 8)
    assert stored(page, 7).responsible == "新人"
    assert stored(page, 8).responsible == "信息部陈某（示例）"


def test_a_fault_of_the_machine_is_said_and_nothing_is_lost(
    page: ProjectsPage, desk: Desk, qtbot: QtBot
) -> None:
    before = choose(page, 7)
    desk.store.fail_with = DiskFullError("磁盘满了，没有存上。")
    enter(page, "responsible", "新人", qtbot)
    assert desk.problems == [("磁盘空间不足", "磁盘满了，没有存上。")]
    desk.store.fail_with = None
    assert stored(page, 7) == before
    enter(page, "responsible", "新人", qtbot)
    assert stored(page, 7).responsible == "新人"


# ------------------------------------------------------------------------------------------ finished projects


def test_a_finished_project_is_tried_on_before_answers_change(
    page: ProjectsPage, desk: Desk, session: AssessmentSession, qtbot: QtBot
) -> None:
    choose(page, 7)
    assert not page.pane.review.isVisible()
    choose(page, 2)
    assert "题可以更新答案" in page.pane._review.text()
    before, sheet = session.scored, session.sheet
    qtbot.mouseClick(page.pane.review, Qt.MouseButton.LeftButton)
    dialog = page.outcome
    assert dialog.isVisible()
    count = dialog.table.rowCount()
    assert count == len(page.register.proposals("p_sample02").entries) > 2  # type: ignore[union-attr]
    everything = dialog.score_words()
    assert "智能工厂" in everything
    dialog.table.tick_all(is_ticked=False)
    assert not dialog.record.isEnabled()
    assert "得分不变" in dialog._strip.accessibleDescription()
    dialog.table.setFocus()
    dialog.table.setCurrentCell(0, 0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.record.text() == "更新 1 题"
    assert dialog.score_words() != everything
    assert session.scored is before
    qtbot.mouseClick(dialog.record, Qt.MouseButton.LeftButton)
    entry = dialog._found.entries[0]
    assert session.current(entry.form_id, entry.item_id).value == entry.value
    score = session.scored.result(entry.form_id).score
    assert score is not None
    assert score > (before.result(entry.form_id).score or 0)
    assert f"{count - 1} 题" in page.pane._review.text()
    qtbot.mouseClick(page.take_back, Qt.MouseButton.LeftButton)
    assert session.sheet == sheet
    assert f"{count} 题" in page.pane._review.text()
    assert not page.take_back.isEnabled()


def test_turning_away_from_the_trial_changes_nothing(
    page: ProjectsPage, session: AssessmentSession, qtbot: QtBot
) -> None:
    choose(page, 2)
    before = session.scored
    qtbot.mouseClick(page.pane.review, Qt.MouseButton.LeftButton)
    page.outcome.reject()
    assert session.scored is before
    assert not session.can_undo


# ------------------------------------------------------------------------------------------ from the plan


def test_an_empty_register_says_how_to_begin_and_takes_measures_of_the_plan_in(
    desk: Desk, qtbot: QtBot
) -> None:
    session = open_full(desk)
    plan = first_plan(session.scored)
    desk.app.tools = replace(desk.app.tools, make_plan=lambda *_: plan)
    page = opened(desk, qtbot)
    assert page.sentence.text().startswith("定下来要做的措施")
    assert page.bar.isHidden()
    assert any("从方案列入" in words.text() for words in page._blank.findChildren(type(page.note)))
    qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    assert "正在算改进方案" in page.note.text()
    qtbot.waitUntil(page.acceptance.isVisible)
    near = sum(entry.phase == "near" for entry in plan.measures)
    assert len(page.acceptance.table.rows_ticked()) == near
    page.acceptance.table.tick_all(is_ticked=False)
    assert not page.acceptance.take.isEnabled()
    page.acceptance.table.tick(0, is_ticked=True)
    page.acceptance.table.tick(2, is_ticked=True)
    qtbot.mouseClick(page.acceptance.take, Qt.MouseButton.LeftButton)
    made = session.store.projects(session.record.id)
    assert [one.measure_id for one in made] == [plan.measures[0].measure.id, plan.measures[2].measure.id]
    assert page.note.text().startswith("计划投资")
    qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    assert page.acceptance.table.rowCount() == len(plan.measures) - 2
    page.acceptance.reject()
    PlanKeeper.of(desk.app).background.stop()


def test_the_plan_page_leads_here(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    session = open_full(desk)
    plan = first_plan(session.scored)
    desk.app.tools = replace(desk.app.tools, make_plan=lambda *_: plan)
    shell = window.shell
    keeper = PlanKeeper.of(desk.app)
    keeper._make = lambda *_: plan
    shell.show_page(PLAN)
    plan_page = shell.findChildren(PlanPage)[0]
    qtbot.waitUntil(lambda: plan_page.table.grid_model.rowCount() > 0)
    qtbot.mouseClick(plan_page.take, Qt.MouseButton.LeftButton)
    assert shell.pages.currentIndex() == PROJECTS
    qtbot.waitUntil(shell.projects.acceptance.isVisible)
    shell.projects.acceptance.take.click()
    register = shell.projects.register
    assert register is not None
    assert register.projects
    assert register.projects[0].actual[State.RESERVE] == today()
    assert window.header.saved.text().startswith("已保存 ")
    keeper.background.stop()


# ------------------------------------------------------------------------------------------ read-only, readers, sizes


def test_a_read_only_workspace_is_shown_and_not_changed(
    desk: Desk, session: AssessmentSession, qtbot: QtBot
) -> None:
    desk.store.read_only = True
    page = opened(desk, qtbot)
    choose(page, 2)
    for part in (page.accept, page.add, page.take_back, page.pane.go_on, page.pane.back, page.pane.remove):
        assert not part.isEnabled(), part.text()
    assert not page.pane.review.isEnabled()
    assert all(field.line.isReadOnly() for field in page.pane.fields.values())
    assert page.pane.notes.isReadOnly()
    assert page.pane.fields["title"].line.text() == "车间工业网络改造"
    assert desk.problems == []


def test_every_control_has_a_name(page: ProjectsPage) -> None:
    choose(page, 2)
    for kind in (QPushButton, QLineEdit):
        for widget in page.findChildren(kind):
            assert isinstance(widget, QWidget)
            assert widget.accessibleName(), widget
    assert page.table.accessibleName() == "项目清单"
    assert page.pane.fields["actual.started"].line.accessibleName() == "实际开工日期"


def test_nothing_is_told_by_showing(page: ProjectsPage, desk: Desk) -> None:
    told: list[object] = []
    page.pane.edited.connect(lambda *what: told.append(what))
    page.pane.moved.connect(lambda *what: told.append(what))
    for number in (2, 7, 9, 1):
        choose(page, number)
    page.bar.setCurrentIndex(1)
    page.bar.setCurrentIndex(0)
    assert told == []
    assert desk.store._project_log == []
