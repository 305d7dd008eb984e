"""The pages of an open assessment under their tabs."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis_page import DiagnosisPage
from anhui_assess.gui.parts import set_margins
from anhui_assess.gui.plan_page import PlanPage
from anhui_assess.gui.profile_page import ProfilePage
from anhui_assess.gui.projects.page import ProjectsPage
from anhui_assess.gui.prompter import Prompter
from anhui_assess.gui.questionnaire.page import QuestionnairePage
from anhui_assess.gui.report_page import ReportPage
from anhui_assess.services.navigation import Place
from anhui_assess.services.session import AssessmentSession

PROFILE, QUESTIONS, DIAGNOSIS, PLAN, PROJECTS, REPORT = range(6)
TITLES = ("企业档案", "问卷", "诊断", "方案", "项目跟踪", "报告")


class AssessmentShell(QWidget):
    """Tabs over the pages; what was typed is stored before another page is shown."""

    def __init__(self, app: AppSession, prompter: Prompter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self.setProperty("look", "ground")
        self.profile = ProfilePage(app)
        self.questionnaire = QuestionnairePage(app, prompter)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName("页面")
        self.pages = QStackedWidget()
        self.projects = ProjectsPage(app, prompter)
        others = (DiagnosisPage(app), PlanPage(app), self.projects, ReportPage(app))
        for title, page in zip(TITLES, (self.profile, self.questionnaire, *others), strict=True):
            self.tabs.addTab(title)
            self.pages.addWidget(page)
        bar = QFrame()
        bar.setProperty("look", "header")
        row = QHBoxLayout(bar)
        set_margins(row, 12, 0, 12, 0, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 0, 0)
        column.addWidget(bar)
        column.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self.show_page)
        app.opened.connect(self._on_opened)
        app.item_wanted.connect(self._on_item_wanted)
        app.projects_wanted.connect(self._on_projects_wanted)

    def show_page(self, number: int) -> None:
        """Show a page."""
        if number != self.pages.currentIndex():
            self.leave()
        self.pages.setCurrentIndex(number)
        if number == QUESTIONS:
            self.questionnaire.question.focus_editor()
        if self.tabs.currentIndex() != number:
            self.tabs.setCurrentIndex(number)

    def leave(self) -> None:
        """Store what was typed and not stored yet."""
        self.questionnaire.leave()
        self.profile.leave()
        self.projects.leave()

    def _on_opened(self, session: AssessmentSession | None) -> None:
        if session is None:
            return
        begun = any(session.sheet.form(form.id).answers for form in session.engine.catalog.scored_forms)
        self.show_page(QUESTIONS if begun else PROFILE)

    def _on_projects_wanted(self) -> None:
        self.show_page(PROJECTS)
        self.projects.offer_plan()

    def _on_item_wanted(self, form_id: str, item_id: str) -> None:
        if form_id == PROFILE_FORM:
            self.show_page(PROFILE)
            self.profile.show_item(item_id)
        else:
            self.show_page(QUESTIONS)
            self.questionnaire.go(Place(form_id, item_id))
