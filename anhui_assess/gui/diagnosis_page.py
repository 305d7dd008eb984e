"""诊断: one sentence a director would say, pictures below it, details below those; every number leads to its questions."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.clause_label import ClauseLabel
from anhui_assess.gui.diagnosis.bases_tab import BasesTab
from anhui_assess.gui.diagnosis.comparing_tab import ComparingTab
from anhui_assess.gui.diagnosis.direction_tab import DirectionTab
from anhui_assess.gui.diagnosis.doubts_tab import DoubtsTab
from anhui_assess.gui.diagnosis.gradient_tab import GradientTab
from anhui_assess.gui.diagnosis.green_tab import GreenTab
from anhui_assess.gui.diagnosis.lists_tab import ListsTab
from anhui_assess.gui.diagnosis.overview_tab import OverviewTab
from anhui_assess.gui.diagnosis.panels import Tab
from anhui_assess.gui.diagnosis.smart_tab import SmartTab
from anhui_assess.gui.diagnosis.sme_tab import SmeTab
from anhui_assess.gui.diagnosis.tabs import page_head, tab_bar
from anhui_assess.gui.parts import set_margins
from anhui_assess.gui.plan_keeper import PlanKeeper
from anhui_assess.services.diagnosis.checklists import GREEN_LISTS
from anhui_assess.services.diagnosis.picture import Diagnosis, diagnose
from anhui_assess.services.navigation import Place
from anhui_assess.services.statements import sentence


class DiagnosisPage(QWidget):
    """The diagnosis of the open assessment. It looks again only when it is seen and something changed."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "ground")
        self._app = app
        self._keeper = PlanKeeper.of(app)
        self._diagnosis: Diagnosis | None = None
        self._fresh: set[Tab] = set()
        self.sentence = ClauseLabel("诊断结论", "question")
        self.overview = OverviewTab(app)
        self.smart = SmartTab(app)
        self.green = GreenTab(app)
        self.lists = ListsTab(app)
        self.bases = BasesTab(app)
        self.sme = SmeTab(app)
        self.gradient = GradientTab()
        self.comparing = ComparingTab(app)
        self.direction = DirectionTab()
        self.doubts = DoubtsTab()
        self._tabs: tuple[tuple[str, str, Tab], ...] = (
            ("", "总览", self.overview),
            ("smart_factory", "智能工厂", self.smart),
            ("green_factory", "绿色工厂", self.green),
            ("green_lists", "绿色清单", self.lists),
            ("four_bases", "四基", self.bases),
            ("sme_digital", "中小数字化", self.sme),
            ("qualifications", "资格与梯度", self.gradient),
            ("benchmarks", "对标", self.comparing),
            ("direction", "产业方向", self.direction),
            ("doubts", "疑点", self.doubts),
        )
        self._lay_out()
        app.opened.connect(self._on_changed)
        app.changed.connect(self._on_changed)
        self._keeper.ready.connect(self._on_plan)
        self._keeper.failed.connect(self._on_plan_failed)

    def _lay_out(self) -> None:
        self.bar = tab_bar("诊断的各部分")
        self.stack = QStackedWidget()
        for _, title, tab in self._tabs:
            self.bar.addTab(title)
            self.stack.addWidget(tab)
            tab.place_wanted.connect(self._on_place)
            tab.tab_wanted.connect(self.show_tab)
        self.bar.currentChanged.connect(self._on_tab)
        whole = QVBoxLayout(self)
        set_margins(whole, 0, 0, 0, 0, 0)
        whole.addWidget(page_head(self.bar, self.sentence))
        whole.addWidget(self.stack, 1)

    def show_tab(self, tab_id: str) -> None:
        """Show a tab: a form id, `qualifications`, `benchmarks`, `direction`, `doubts`, or empty for the overview."""
        if tab_id in GREEN_LISTS:
            self.lists.choose(tab_id)
            tab_id = "green_lists"
        for number, (known, _, _) in enumerate(self._tabs):
            if known == tab_id:
                self.bar.setCurrentIndex(number)

    def showEvent(self, event: QShowEvent) -> None:
        """Look again when something changed meanwhile."""
        super().showEvent(event)
        self._refresh()

    def _on_changed(self, *_: Any) -> None:
        self._diagnosis = None
        self._fresh.clear()
        if self.isVisible():
            self._refresh()

    def _on_tab(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self._refresh()

    def _refresh(self) -> None:
        session = self._app.current
        if session is None:
            self.sentence.setText("还没有打开评价。")
            return
        if self._diagnosis is None or self._diagnosis.scored is not session.scored:
            self._fresh.clear()
            self._diagnosis = diagnose(session.scored)
            plan = self._keeper.plan_of(session.scored)
            self._show_plan(plan)
            doubts = sum(entry.severity != "good" for entry in self._diagnosis.findings)
            self.bar.setTabText(len(self._tabs) - 1, f"疑点 {doubts}" if doubts else "疑点")
        _, _, tab = self._tabs[self.bar.currentIndex()]
        if tab not in self._fresh:
            tab.show_diagnosis(self._diagnosis)
            self._fresh.add(tab)

    def _show_plan(self, plan: Plan | None) -> None:
        if self._diagnosis is not None:
            self.sentence.setText(sentence(self._diagnosis.scored, plan))
            self.overview.show_steps(plan)

    def _on_plan(self, scored: Scored, plan: Plan) -> None:
        if self._diagnosis is not None and self._diagnosis.scored is scored:
            self._show_plan(plan)

    def _on_plan_failed(self, error: Exception) -> None:
        """The page stands without the plan; the plan page says what happened."""

    def _on_place(self, place: Place) -> None:
        self._app.item_wanted.emit(place.form_id, place.item_id)
