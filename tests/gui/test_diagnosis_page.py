from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from anhui_assess.domain.answers import Answer
from anhui_assess.gui.diagnosis.form_tab import FormTab
from anhui_assess.gui.diagnosis_page import DiagnosisPage
from anhui_assess.gui.plan_keeper import PlanKeeper
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services.session import AssessmentSession
from tests.gui.conftest import Desk
from tests.gui.generated import open_full


@pytest.fixture
def session(desk: Desk) -> AssessmentSession:
    return open_full(desk)


@pytest.fixture
def page(desk: Desk, session: AssessmentSession, qtbot: QtBot) -> Iterator[DiagnosisPage]:
    made = shown(DiagnosisPage(desk.app), qtbot)
    yield made
    PlanKeeper.of(desk.app).background.stop()


def shown(page: DiagnosisPage, qtbot: QtBot) -> DiagnosisPage:
    qtbot.addWidget(page)
    page.resize(1366, 670)
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.fixture
def wanted(desk: Desk) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    desk.app.item_wanted.connect(lambda form_id, item_id: found.append((form_id, item_id)))
    return found


def test_it_opens_with_the_sentence_and_the_plan_joins_it_when_it_is_there(
    page: DiagnosisPage, session: AssessmentSession, qtbot: QtBot
) -> None:
    result = session.scored.result("smart_factory")
    assert page.sentence.text().startswith(f"智能工厂现在是 {result.level} 级{result.level_name}")
    qtbot.waitUntil(lambda: "项措施" in page.sentence.text(), timeout=30_000)
    assert "万元" in page.sentence.text()


def test_the_cards_lead_to_the_tabs_of_their_forms(page: DiagnosisPage, qtbot: QtBot) -> None:
    details = [one for one in page.overview.findChildren(QPushButton) if one.text() == "看详情"]
    assert len(details) == 3
    qtbot.mouseClick(details[1], Qt.MouseButton.LeftButton)
    assert page.stack.currentWidget() is page.green


def test_a_tab_is_filled_only_when_it_is_seen(page: DiagnosisPage) -> None:
    assert page.smart.heat.heat_model.rowCount() == 0
    page.show_tab("smart_factory")
    assert page.smart.heat.heat_model.rowCount() == 20


def test_nothing_is_looked_at_again_until_something_changed_and_the_page_is_seen(
    page: DiagnosisPage, desk: Desk, session: AssessmentSession
) -> None:
    before = page._diagnosis
    page.hide()
    page.show()
    assert page._diagnosis is before
    page.hide()
    item = session.scored.result("smart_factory").blocking[0].item
    desk.app.publish(session.answer("smart_factory", item, 1.0), None)
    stale = page._diagnosis
    page.show()
    fresh = page._diagnosis
    assert stale is None
    assert fresh is not None
    assert fresh.scored is session.scored


def test_enter_on_a_heat_cell_leads_to_its_first_question(
    page: DiagnosisPage, session: AssessmentSession, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    page.show_tab("smart_factory")
    heat = page.smart.heat
    row = 0
    heat.setCurrentIndex(heat.heat_model.index(row, 3))
    qtbot.keyClick(heat, Qt.Key.Key_Down)
    qtbot.keyClick(heat, Qt.Key.Key_Return)
    form = session.engine.catalog.forms["smart_factory"]
    leaf = form.leaves[row + 1]
    assert wanted == [("smart_factory", next(i.id for i in form.items_below(leaf.id) if i.level == 2))]


def test_heat_cells_say_in_words_what_their_colour_says(page: DiagnosisPage) -> None:
    page.show_tab("smart_factory")
    model = page.smart.heat.heat_model
    words = [
        model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
        for column in range(2, 7)
    ]
    assert any("没有达到门槛" in text for text in words)
    assert all("级：" in text for text in words)


def test_the_blocking_list_begins_with_the_largest_gain_and_can_be_shown_whole(
    page: DiagnosisPage, session: AssessmentSession, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    page.show_tab("smart_factory")
    result = session.scored.result("smart_factory")
    table = page.smart.blocking
    assert table.grid_model.rowCount() == 12
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wanted == [("smart_factory", result.blocking[0].item)]
    qtbot.mouseClick(page.smart.more, Qt.MouseButton.LeftButton)
    assert table.grid_model.rowCount() == sum(entry.gain > 0 for entry in result.blocking)


def test_a_click_on_a_row_leads_to_its_question(
    page: DiagnosisPage, session: AssessmentSession, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    page.show_tab("green_factory")
    table = page.green.vetoes
    at = table.visualRect(table.grid_model.index(0, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    unmet = session.scored.result("green_factory").unmet_vetoes[0]
    assert wanted == [("green_factory", unmet.item)]


def test_every_indicator_leads_to_a_question(page: DiagnosisPage, session: AssessmentSession) -> None:
    page.show_tab("green_factory")
    rows = [row for row in page.green.indicators.grid_model.grid.rows if row.style != "group"]
    items = session.engine.catalog.forms["green_factory"].items
    assert len(rows) >= 14
    assert all(row.place is not None and row.place.item_id in items for row in rows)


def test_the_walk_goes_down_to_a_question(
    page: DiagnosisPage, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    page.show_tab("smart_factory")
    view, model = page.smart.walk, page.smart.walk.walk_model
    index = model.index(0, 0)
    while model.hasChildren(index):
        view.expand(index)
        assert model.rowCount(index) > 0
        below = [model.index(row, 0, index) for row in range(model.rowCount(index))]
        steps = [(one, model.step(one)) for one in below]
        index = next(one for one, step in steps if step and (step.row.node or step.row.place))
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(wanted) == 1
    assert wanted[0][0] == "smart_factory"


@pytest.mark.parametrize(
    ("tab", "name"), [("smart_factory", "smart"), ("green_factory", "green"), ("four_bases", "bases")]
)
def test_the_walk_is_a_sound_tree(
    page: DiagnosisPage, tab: str, name: str, qtmodeltester: ModelTester
) -> None:
    page.show_tab(tab)
    view = getattr(page, name).walk
    qtmodeltester.check(view.walk_model)
    assert view.walk_model.rowCount(QModelIndex()) == 1


def test_the_walk_is_as_tall_as_what_is_open(page: DiagnosisPage, qtbot: QtBot) -> None:
    page.show_tab("smart_factory")
    view = page.smart.walk
    closed = view.height()
    view.setCurrentIndex(view.walk_model.index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    qtbot.waitUntil(lambda: view.height() > 2 * closed)
    assert view.verticalScrollBar().maximum() == 0
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.height() < closed


def test_tables_and_heat_map_are_sound_models(page: DiagnosisPage, qtmodeltester: ModelTester) -> None:
    page.show_tab("smart_factory")
    qtmodeltester.check(page.smart.heat.heat_model)
    qtmodeltester.check(page.smart.levels.grid_model)


def test_the_inventory_is_ordered_by_risk(page: DiagnosisPage) -> None:
    page.show_tab("four_bases")
    rows = page.bases.inventory.grid_model.grid.rows
    risks = [float(row.cells[-1].text.split()[0]) for row in rows]
    assert len(rows) == 4
    assert risks == sorted(risks, reverse=True)


def test_benchmarks_lead_to_the_figures_they_rest_on(
    page: DiagnosisPage, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    page.show_tab("benchmarks")
    table = page.comparing.table
    assert sum(row.style != "group" for row in table.grid_model.grid.rows) == 12
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wanted[0][0] == "profile"


def test_later_lines_stand_with_year_and_source_and_lead_to_the_figure(
    page: DiagnosisPage, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    page.show_tab("benchmarks")
    lines = page.comparing.lines
    rows = lines.grid_model.grid.rows
    assert len(rows) > 12
    assert all(row.cells[2].text and row.cells[5].text for row in rows)
    number = next(number for number, row in enumerate(rows) if row.cells[0].text == "工业机器人密度")
    lines.setCurrentIndex(lines.grid_model.index(number, 0))
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert wanted[0] in {("profile", "employees"), ("profile", "industrial_robots")}


def test_the_direction_says_what_the_policy_wants_and_leads_to_what_it_was_held_against(
    page: DiagnosisPage, session: AssessmentSession, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    session.answer("profile", "industry", "智能装备")
    page.show_tab("direction")
    tab = page.direction
    assert not tab.choose.isVisibleTo(tab)
    rows = tab.table.grid_model.grid.rows
    assert next(row.cells[0].text for row in rows if row.cells[0].bold).startswith("1. ")
    tab.table.selectRow(next(number for number, row in enumerate(rows) if row.place is not None))
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert wanted
    titles = [row.cells[0].text for row in tab.targets.grid_model.grid.rows if row.cells[0].bold]
    assert [title[:3] for title in titles] == [f"专栏{number}" for number in range(1, 6)]


def test_without_an_industry_the_direction_asks_for_one(
    page: DiagnosisPage, session: AssessmentSession, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    session.clear("profile", "industry")
    page.show_tab("direction")
    assert page.direction.choose.isVisibleTo(page.direction)
    qtbot.mouseClick(page.direction.choose, Qt.MouseButton.LeftButton)
    assert wanted == [("profile", "industry")]


@pytest.mark.parametrize("form_id", ["smart_factory", "green_factory", "four_bases"])
def test_the_three_answers_that_hold_a_total_back_lead_to_their_questions(
    form_id: str, page: DiagnosisPage, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    page.show_tab(form_id)
    tab = page.stack.currentWidget()
    assert isinstance(tab, FormTab)
    rows = tab.held.grid_model.grid.rows
    assert 1 <= len(rows) <= 3
    tab.held.selectRow(0)
    qtbot.keyClick(tab.held, Qt.Key.Key_Return)
    assert rows[0].place is not None
    assert wanted == [(rows[0].place.form_id, rows[0].place.item_id)]


def test_pictures_and_what_to_do_first_stand_above_the_lists(page: DiagnosisPage) -> None:
    overview = page.overview
    tops = [part.mapTo(overview.widget(), QPoint(0, 0)).y() for part in (overview.radar, overview.quick)]
    assert not overview.quick.isVisibleTo(overview) or tops == sorted(tops)
    order = [overview.column.itemAt(number).widget() for number in range(overview.column.count())]
    assert order.index(overview.lists) > 1


def test_findings_stand_by_severity_with_links(
    page: DiagnosisPage, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    page.show_tab("doubts")
    links = [one for one in page.doubts.findChildren(QPushButton) if one.property("look") == "link"]
    qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert wanted[0][0] == "green_factory"
    assert page.bar.tabText(page.bar.count() - 1).startswith("疑点 ")


def test_every_picture_is_there_and_described(page: DiagnosisPage) -> None:
    for number in range(page.bar.count()):
        page.bar.setCurrentIndex(number)
    tabs = [page.stack.widget(number) for number in range(page.stack.count())]
    views = [view for tab in tabs for view in tab.findChildren(SvgView) if view.isVisibleTo(tab)]
    assert len(views) >= 8
    for view in views:
        assert view.valid
        assert view.accessibleName()
        assert view.accessibleDescription()


def test_an_untouched_assessment_says_so_and_leads_to_the_first_question(
    desk: Desk, wanted: list[tuple[str, str]], qtbot: QtBot
) -> None:
    record = desk.library.create_enterprise("安庆示例纺织有限公司")
    desk.app.open(record.id)
    page = shown(DiagnosisPage(desk.app), qtbot)
    assert "还没有开始" in page.sentence.text()
    for number in range(page.bar.count()):
        page.bar.setCurrentIndex(number)
    page.show_tab("four_bases")
    begin = page.bases.empty.findChild(QPushButton)
    assert isinstance(begin, QPushButton)
    qtbot.mouseClick(begin, Qt.MouseButton.LeftButton)
    assert wanted == [("four_bases", "fb.parts.role")]
    PlanKeeper.of(desk.app).background.stop()


def test_a_change_while_the_page_is_seen_is_shown_at_once(
    page: DiagnosisPage, desk: Desk, session: AssessmentSession
) -> None:
    page.show_tab("four_bases")
    for item in ("fb.parts.role", "fb.process.role", "fb.materials.role", "fb.technology.role"):
        desk.app.publish(session.answer("four_bases", item, "none"), None)
    assert "未评" in page.sentence.text()
    assert session.current("four_bases", "fb.parts.role") == Answer.of("none")


def test_no_column_is_narrower_than_its_head(page: DiagnosisPage) -> None:
    for number in range(page.bar.count()):
        page.bar.setCurrentIndex(number)
    for table in (page.smart.blocking, page.green.indicators, page.bases.inventory, page.comparing.table):
        head = table.horizontalHeader()
        for column, one in enumerate(table.grid_model.grid.columns):
            widest = max(head.fontMetrics().horizontalAdvance(line) for line in one.title.split("\n"))
            assert head.sectionSize(column) >= widest


def test_the_page_fits_a_narrow_window(page: DiagnosisPage) -> None:
    page.resize(QSize(1000, 480))
    for number in range(page.bar.count()):
        page.bar.setCurrentIndex(number)
    assert page.width() == 1000
    assert page.bar.mapTo(page, QPoint(page.bar.width(), 0)).x() <= 1000


def test_a_picture_keeps_its_proportions(page: DiagnosisPage) -> None:
    view = page.overview.radar
    hint = view.sizeHint()
    ratio = hint.height() / hint.width()
    assert view.heightForWidth(200) == pytest.approx(200 * ratio, abs=1)
    assert view.heightForWidth(5000) == hint.height()
