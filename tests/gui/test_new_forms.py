from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from anhui_assess.domain.answers import Answer, AnswerSheet
from anhui_assess.gui.diagnosis_page import DiagnosisPage
from anhui_assess.gui.editors.line import LineEditor
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.questionnaire.page import QuestionnairePage
from anhui_assess.gui.questionnaire.tree_model import MARK
from anhui_assess.gui.shell import DIAGNOSIS, PROFILE, QUESTIONS
from anhui_assess.services.navigation import Place
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.session import AssessmentSession
from tests.gui.conftest import Desk

SF, SQ, SME = "smart_factory", "smart_quick", "sme_digital"
ITEM = Place(SF, "sf.sched.3.1")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(desk: Desk, window: MainWindow) -> AssessmentSession:
    """An assessment without answers, on the questionnaire."""
    document = AnswersDocument(AnswerSheet(), "2026 年自评", "2026-11-24")
    opened = desk.app.open(desk.library.import_documents([document])[0].id)
    window.shell.show_page(QUESTIONS)
    return opened


@pytest.fixture
def page(window: MainWindow, session: AssessmentSession) -> QuestionnairePage:
    return window.shell.questionnaire


@pytest.fixture
def diagnosis(window: MainWindow, session: AssessmentSession) -> DiagnosisPage:
    found = window.shell.pages.widget(DIAGNOSIS)
    assert isinstance(found, DiagnosisPage)
    return found


def words(widget: object) -> str:
    assert hasattr(widget, "findChildren")
    return "\n".join(found.text() for found in widget.findChildren(QLabel) if not found.isHidden())


# ------------------------------------------------------------------------------------------ quick scan


def test_the_scan_stands_above_and_says_how_long_it_takes(page: QuestionnairePage) -> None:
    assert page.tree.model is not None
    tops = [page.tree.model.item(row) for row in range(page.tree.model.rowCount())]
    titles = [top.text() for top in tops]
    assert titles.index("快速自评") == titles.index("智能工厂") - 1
    assert tops[titles.index("快速自评")].data(MARK) == "约 20 分钟"
    assert tops[titles.index("智能工厂")].data(MARK) == "未开始"


def test_a_suggestion_shows_only_while_there_is_no_answer(
    desk: Desk, session: AssessmentSession, page: QuestionnairePage, qtbot: QtBot
) -> None:
    page.go(ITEM)
    assert page.question.suggestion.isHidden()
    session.answer(SQ, "sq.sched", 3)
    page.go(ITEM)
    strip = page.question.suggestion
    assert strip.isVisible()
    assert strip.words.text() == "快速自评建议：部分满足"
    assert "Ctrl+Enter" in strip.take.text()
    saves = len(desk.store.saves)
    page.walk(1)
    page.go(ITEM)
    assert len(desk.store.saves) == saves
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    assert strip.isHidden()
    page.question.clear.click()
    assert strip.isVisible()


def test_ctrl_enter_adopts_and_one_undo_takes_it_back(
    desk: Desk, session: AssessmentSession, page: QuestionnairePage, qtbot: QtBot
) -> None:
    session.answer(SQ, "sq.sched", 3)
    page.go(ITEM)
    before = len(desk.store.saves)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert page.place == ITEM
    assert session.current(*_ids(ITEM)) == Answer.of(0.5)
    assert len(desk.store.saves) == before + 1
    assert page.question.suggestion.isHidden()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CTRL)
    assert session.current(*_ids(ITEM)) == Answer()
    assert page.question.suggestion.isVisible()
    page.question.suggestion.take.click()
    assert session.current(*_ids(ITEM)) == Answer.of(0.5)


def test_ctrl_enter_without_a_suggestion_answers_nothing(
    desk: Desk, page: QuestionnairePage, qtbot: QtBot
) -> None:
    page.go(ITEM)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert desk.store.saves == []


def _ids(place: Place) -> tuple[str, str]:
    return place.form_id, place.item_id


def test_the_bottom_bar_words_the_scan_as_an_estimate(
    session: AssessmentSession, page: QuestionnairePage
) -> None:
    session.answer(SQ, "sq.sched", 3)
    page.go(Place(SQ, "sq.sched"))
    assert "（估计，区间 " in page.bottom.now.text()


def test_the_bottom_bar_names_both_gates(session: AssessmentSession, page: QuestionnairePage) -> None:
    place = Place(SME, "sd.equipment_digital_rate")
    session.answer(*_ids(place), 34)
    page.go(place)
    assert page.bottom.now.text() == "未达一级 3.00 分"
    assert "场景" in page.bottom.gap.whole()
    assert page.bottom.gap.accessibleName() == page.bottom.gap.whole()


def test_the_list_of_enterprises_never_shows_an_estimate_as_a_level(window: MainWindow) -> None:
    titles = window.start.model.titles
    assert "快速自评" not in titles
    assert {"智能工厂", "中小企业数字化"} <= set(titles)


# ------------------------------------------------------------------------------------------ bands, terms, clashes, rates


def test_the_band_is_told_while_typing(page: QuestionnairePage, qtbot: QtBot) -> None:
    page.go(Place(SME, "sd.equipment_digital_rate"))
    editor = page.question.editor
    assert isinstance(editor, LineEditor)
    band = next(found for found in editor.findChildren(QLabel) if "档" in found.text())
    assert "按档计分" in band.text()
    editor.line.setText("34")
    assert band.text() == "落在第 3 档（共 5 档）：20–40%，得这题分值的 50%"


def test_terms_tell_their_meaning_to_mouse_keyboard_and_reader(page: QuestionnairePage, qtbot: QtBot) -> None:
    page.go(ITEM)
    line = page.question.terms
    assert line.isVisible()
    first = line.buttons[0]
    assert first.toolTip() == first.accessibleDescription() != ""
    assert first.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert line.meaning.isHidden()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert line.meaning.text() == f"{first.text()}：{first.toolTip()}"
    assert line.meaning.isVisible()
    qtbot.keyClick(first, Qt.Key.Key_1)
    assert line.buttons[0] is first
    page.go(Place(SF, "sf.org.1.1"))
    assert line.meaning.isHidden()


def test_a_clash_is_told_beside_the_question_with_the_way_there(
    window: MainWindow, session: AssessmentSession, page: QuestionnairePage
) -> None:
    place = Place("green_factory", "gf.revenue")
    session.answer("profile", "revenue", 12000)
    session.answer(*_ids(place), 12000)
    page.go(place)
    strip = page.question.clash
    assert strip.isHidden()
    page.question.answered.emit(11000)
    assert strip.isVisible()
    assert "企业档案" in strip.words()
    assert "12,000 万元" in strip.words()
    strip.findChildren(QPushButton)[0].click()
    assert window.shell.pages.currentIndex() == PROFILE
    field = window.shell.profile.fields["revenue"]
    assert field.clash.isVisible()
    field.clash.findChildren(QPushButton)[0].click()
    assert window.shell.pages.currentIndex() == QUESTIONS
    assert page.place == place


def test_rates_follow_the_profile_live(window: MainWindow, session: AssessmentSession) -> None:
    window.shell.show_page(PROFILE)
    profile = window.shell.profile
    shown = profile.rates["digital"]
    assert shown.isVisible()
    assert "数据填齐就算出来" in shown.words()
    profile.fields["production_equipment"].answered.emit("production_equipment", 80)
    profile.fields["digital_equipment"].answered.emit("digital_equipment", 30)
    assert "37.5%" in shown.words()
    assert shown.height() >= shown.minimumSizeHint().height()
    assert profile.rates["identity"].isHidden()


# ------------------------------------------------------------------------------------------ diagnosis


def test_every_tab_stands_an_empty_assessment(window: MainWindow, diagnosis: DiagnosisPage) -> None:
    window.shell.show_page(DIAGNOSIS)
    for number in range(diagnosis.bar.count()):
        diagnosis.bar.setCurrentIndex(number)
    diagnosis.show_tab(SME)
    assert diagnosis.sme.empty.isVisible()
    diagnosis.show_tab("")
    assert "还没有做" in words(diagnosis.overview.quick)


def test_every_tab_stands_every_form_begun_alone(
    desk: Desk, window: MainWindow, session: AssessmentSession, diagnosis: DiagnosisPage
) -> None:
    window.shell.show_page(DIAGNOSIS)
    for form in desk.library.catalog.scored_forms:
        item = next(
            item
            for item in form.items.values()
            if item.kind in ("scale", "anchored_rating", "yes_no", "choice")
        )
        value = {"scale": 0.5, "anchored_rating": 3, "yes_no": True}.get(item.kind)
        session.answer(form.id, item.id, value if value is not None else item.choices[0].id)
        for number in range(diagnosis.bar.count()):
            diagnosis.bar.setCurrentIndex(number)
        session.clear(form.id, item.id)
    assert desk.problems == []


def test_the_scan_is_one_line_in_the_overview(
    window: MainWindow,
    session: AssessmentSession,
    page: QuestionnairePage,
    diagnosis: DiagnosisPage,
    qtbot: QtBot,
) -> None:
    session.answer(SQ, "sq.sched", 2)
    window.shell.show_page(DIAGNOSIS)
    quick = diagnosis.overview.quick
    assert "约" in quick.words.text()
    assert "（估计，区间 " in quick.words.text()
    next(made for made in quick.findChildren(QPushButton) if "计划与调度" in made.text()).click()
    assert page.place == Place(SQ, "sq.sched")


def test_gates_and_scenarios_of_the_small_firms_form(
    window: MainWindow, session: AssessmentSession, page: QuestionnairePage, diagnosis: DiagnosisPage
) -> None:
    session.answer(SME, "sd.scene.quality", "l3")
    window.shell.show_page(DIAGNOSIS)
    diagnosis.show_tab(SME)
    tab = diagnosis.sme
    assert tab.gates.isVisible()
    assert len(tab.gates.grid_model.grid.rows) == 4
    rows = tab.scenarios.grid_model.grid.rows
    number = next(n for n, row in enumerate(rows) if row.place == Place(SME, "sd.scene.quality"))
    assert rows[number].cells[1].text == "★质量管理场景"
    tab.scenarios.clicked.emit(tab.scenarios.grid_model.index(number, 0))
    assert page.place == Place(SME, "sd.scene.quality")


def test_qualifications_say_what_is_missing_and_lead_there(
    window: MainWindow, session: AssessmentSession, diagnosis: DiagnosisPage
) -> None:
    session.answer("profile", "revenue", 1500)
    window.shell.show_page(DIAGNOSIS)
    diagnosis.show_tab("qualifications")
    tab = diagnosis.gradient
    shown = words(tab)
    assert {"不满足", "不知道"} <= set(shown.split("\n"))
    assert "年营业收入不到2000万元" in shown
    tab.choosers[2].click()
    assert tab.cards[2].conditions[0].title in words(tab)
    assert [made.isChecked() for made in tab.choosers].index(True) == 2
    tab.choosers[0].click()
    go = next(made for made in tab.findChildren(QPushButton) if made.accessibleName().startswith("规模以上"))
    go.click()
    assert window.shell.pages.currentIndex() == PROFILE


def test_the_green_lists_share_a_tab_and_lead_to_their_questions(
    window: MainWindow, session: AssessmentSession, page: QuestionnairePage, diagnosis: DiagnosisPage
) -> None:
    no = False
    session.answer("green_checklist", "gc.meter.energy", no)
    window.shell.show_page(DIAGNOSIS)
    shown = [found.text() for found in diagnosis.overview.lists.findChildren(QLabel)]
    assert "绿色管理清单" in shown
    assert "必选 0/48，可选 0/41" in shown
    go = next(
        made for made in diagnosis.overview.lists.findChildren(QPushButton) if "清单" in made.accessibleName()
    )
    go.click()
    tab = diagnosis.lists
    assert diagnosis.stack.currentWidget() is tab
    assert tab.chosen == "green_checklist"
    rows = tab.lacking.grid_model.grid.rows
    place = Place("green_checklist", "gc.meter.energy")
    number = next(n for n, row in enumerate(rows) if row.place == place)
    assert rows[number].cells[2].text == "不符合"
    tab.choosers["zero_carbon"].click()
    assert "还没有答题" in words(tab)
    assert tab.lacking.isHidden() or not tab.lacking.isVisible()
    tab.choosers["green_checklist"].click()
    tab.lacking.clicked.emit(tab.lacking.grid_model.index(number, 0))
    assert page.place == place
    assert page.question.obligation.text() == "必选"
    page.go(ITEM)
    assert page.question.obligation.isHidden()


def test_the_guidance_names_the_statistical_forms_of_an_answer(
    session: AssessmentSession, page: QuestionnairePage
) -> None:
    page.guidance.show_item(session, Place("green_factory", "gf.output_value"))
    assert any("B204-1" in found.text() for found in page.guidance.findChildren(QLabel))


def test_new_controls_have_names(
    window: MainWindow, session: AssessmentSession, diagnosis: DiagnosisPage, qtbot: QtBot
) -> None:
    session.answer(SQ, "sq.sched", 2)
    window.shell.show_page(DIAGNOSIS)
    diagnosis.show_tab("qualifications")
    qtbot.wait(1)
    made = [found for found in diagnosis.findChildren(QPushButton) if found.isVisible()]
    assert made
    assert [found for found in made if not found.accessibleName()] == []


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_new_lines_fit_into_a_small_screen(
    window: MainWindow, session: AssessmentSession, qtbot: QtBot, size: str
) -> None:
    session.answer(SQ, "sq.sched", 3)
    session.answer(SME, "sd.equipment_digital_rate", 34)
    old = window.shell
    window.restyle("light", size)
    qtbot.waitUntil(lambda: window.shell is not old)
    window.resize(1366, 768)
    for place in (ITEM, Place(SQ, "sq.sched"), Place(SME, "sd.equipment_digital_rate")):
        window.shell.show_page(QUESTIONS)
        window.shell.questionnaire.go(place)
        assert window.minimumSizeHint().width() <= 1366, place
    window.shell.show_page(DIAGNOSIS)
    diagnosis = window.shell.pages.widget(DIAGNOSIS)
    assert isinstance(diagnosis, DiagnosisPage)
    assert window.minimumSizeHint().width() <= 1366
    for tab in (diagnosis.overview, diagnosis.sme, diagnosis.gradient, diagnosis.lists):
        diagnosis.bar.setCurrentIndex(
            next(n for n in range(diagnosis.stack.count()) if diagnosis.stack.widget(n) is tab)
        )
        qtbot.wait(1)
        assert tab.horizontalScrollBar().maximum() == 0
