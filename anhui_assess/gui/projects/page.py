"""项目跟踪: the register by state, the four rates, what is overdue or due, and one project to work on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from anhui_assess.domain.planning.outcomes import Proposal
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.projects import STATE_TITLES, Project, State
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.clause_label import ClauseLabel
from anhui_assess.gui.diagnosis.grid_table import GridTable
from anhui_assess.gui.diagnosis.panels import Section
from anhui_assess.gui.diagnosis.tabs import page_head, tab_bar
from anhui_assess.gui.faults import attempt, change
from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.gui.plan_keeper import PlanKeeper
from anhui_assess.gui.projects.accept_dialog import AcceptDialog
from anhui_assess.gui.projects.outcome_dialog import OutcomeDialog
from anhui_assess.gui.projects.pane import ProjectPane
from anhui_assess.gui.projects.rate_cards import RateCards
from anhui_assess.gui.prompter import Prompter
from anhui_assess.gui.theme import current_theme
from anhui_assess.services import project_view
from anhui_assess.services.projects import Outcome, ProjectRegister
from anhui_assess.services.session import AssessmentSession, Changes

_ALL, _DUE = range(2)
_WAITING = "正在算改进方案，算好就列出可以列入的措施…"
_NOTHING_LEFT = "方案里的措施都已列为项目，或方案里没有措施。"


class ProjectsPage(QWidget):
    """The register of the open assessment. Every edit is stored at once; Ctrl+Z takes back the last one made here."""

    def __init__(self, app: AppSession, prompter: Prompter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "ground")
        self._app = app
        self._prompter = prompter
        self._keeper = PlanKeeper.of(app)
        self._wants_plan = False
        self.register: ProjectRegister | None = None
        self._chosen = ""
        self._rows: tuple[Project | None, ...] = ()
        self._filling = False
        self.sentence = ClauseLabel("项目进展", "question")
        self.note = label("", "second", wrap=True)
        self.accept = button("从方案列入…", self.offer_plan, look="primary", icon="plan")
        self.add = button("新增项目…", self._on_add, icon="add")
        self.take_back = button("撤销", self.undo, icon="undo", tip="撤销在这一页做的上一步改动  Ctrl+Z")
        self.rates = RateCards()
        self.rates_note = label(project_view.RATES_NOTE, "small", wrap=True)
        self.bar = tab_bar("项目清单的两种排法")
        self.table = GridTable(scrolls=True)
        self.pane = ProjectPane()
        self.acceptance = AcceptDialog(self)
        self.outcome = OutcomeDialog(self)
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        for title in ("全部项目", "逾期与到期"):
            self.bar.addTab(title)
        actions = QWidget()
        actions.setProperty("look", "plain")
        row = self._actions = QHBoxLayout(actions)
        set_margins(row, 0, 0, 0, 0, 8)
        words = QVBoxLayout()
        set_margins(words, 0, 0, 0, 0, 4)
        fill(words, self.sentence, self.note)
        row.addLayout(words, 1)
        for part in (self.take_back, self.add, self.accept):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self.stack = QStackedWidget()
        self._blank = _empty_state()
        self.stack.addWidget(self._blank)
        self.stack.addWidget(self._board())
        whole = QVBoxLayout(self)
        set_margins(whole, 0, 0, 0, 0, 0)
        whole.addWidget(page_head(self.bar, actions))
        whole.addWidget(self.stack, 1)

    def _board(self) -> QWidget:
        page = QWidget()
        page.setProperty("look", "plain")
        frame = QFrame()
        frame.setProperty("look", "panel")
        inside = QVBoxLayout(frame)
        set_margins(inside, 8, 6, 2, 6, 0)
        inside.addWidget(self.table)
        left = QVBoxLayout()
        set_margins(left, 0, 0, 0, 0, 10)
        fill(left, self.rates)
        left.addWidget(frame, 1)
        left.addWidget(self.rates_note)
        row = QHBoxLayout(page)
        set_margins(row, 24, 14, 24, 14, 16)
        row.addLayout(left, 8)
        row.addWidget(self.pane, 5)
        return page

    def _connect(self) -> None:
        app, pane = self._app, self.pane
        self.bar.currentChanged.connect(lambda _: self._refresh())
        self.table.row_chosen.connect(self._on_row)
        pane.edited.connect(lambda field, value: self._do(lambda r: r.edit(self._chosen, field, value)))
        pane.moved.connect(self._on_moved)
        pane.stepped_back.connect(lambda reason: self._do(lambda r: r.step_back(self._chosen, reason)))
        pane.removed.connect(lambda reason: self._do(lambda r: r.remove(self._chosen, reason)))
        pane.review_wanted.connect(self._on_review)
        self.acceptance.chosen.connect(self._on_accepted)
        self.outcome.confirmed.connect(self._on_confirmed)
        app.opened.connect(self._on_opened)
        app.changed.connect(self._on_changed)
        self._keeper.ready.connect(self._on_plan)
        self._keeper.failed.connect(lambda _: self._forget_plan())
        self._keeper.cancelled.connect(self._forget_plan)
        shortcut = QShortcut(QKeySequence.StandardKey.Undo, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.undo)

    # ------------------------------------------------------------------------------------------ showing

    def showEvent(self, event: QShowEvent) -> None:
        """Show the register as it is now: another day may have come, another page may have changed answers."""
        super().showEvent(event)
        self._refresh()

    def _on_opened(self, session: AssessmentSession | None) -> None:
        self.register = None
        self._chosen = ""
        if session is not None and self.isVisible():
            self._refresh()

    def _on_changed(self, _changes: Changes, initiator: object) -> None:
        if self.isVisible() and initiator is not self:
            self._refresh()

    def _load(self) -> ProjectRegister | None:
        session = self._app.current
        if session is None:
            return None
        if self.register is None or self.register.session is not session:

            def read() -> None:
                self.register = ProjectRegister(session)

            attempt(self._app, read)
        return self.register

    def _refresh(self) -> None:
        register = self._load()
        if register is None:
            self.sentence.setText("还没有打开评价。")
            self._show_bar(shown=False)
            self.stack.setCurrentWidget(self._blank)
            return
        projects, day = register.projects, register.day
        self.sentence.setText(project_view.summary(projects, day))
        self.note.setText(_WAITING if self._wants_plan else project_view.money_line(projects))
        self.note.setVisible(bool(projects) or self._wants_plan)
        late = len(register.overdue()) + len(register.due_soon())
        self.bar.setTabText(_DUE, f"逾期与到期 {late}" if late else "逾期与到期")
        self._show_bar(shown=bool(projects))
        self.stack.setCurrentIndex(1 if projects else 0)
        self.rates.show_rates([project_view.rate_words(rate) for rate in register.rates()])
        writable = not register.session.read_only
        for part in (self.accept, self.add):
            part.setEnabled(writable)
        self.take_back.setEnabled(writable and register.can_undo)
        self._show_table(register)
        self._show_pane(register)

    def _show_bar(self, *, shown: bool) -> None:
        """Show the tabs, or a little room in their place."""
        self.bar.setVisible(shown)
        self._actions.setContentsMargins(0, 0, 0, 0 if shown else 12)

    def _show_table(self, register: ProjectRegister) -> None:
        due = self.bar.currentIndex() == _DUE
        projects, day = register.projects, register.day
        made = project_view.by_due(projects, day) if due else project_view.by_state(projects, day)
        self._rows = project_view.row_projects(projects, day, due=due)
        self._filling = True
        self.table.show_grid(made)
        keys = [project.id if project else "" for project in self._rows]
        if not self._chosen or self._chosen not in keys:
            self._chosen = next((key for key in keys if key), "")
        if self._chosen:
            self.table.selectRow(keys.index(self._chosen))
            QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))
        self._filling = False

    def _show_pane(self, register: ProjectRegister) -> None:
        project = next((one for one in register.projects if one.id == self._chosen), None)
        if project is None:
            self.pane.show_project(None, "", ())
            return
        history = [project_view.history_line(entry) for entry in register.history(project.id)]
        measure = register.session.engine.catalog.packs.measures.get(project.measure_id)
        source = f"来自措施库：{measure.why}" if measure else ""
        if project.measure_id and measure is None:
            source = "它所依据的措施不在现在的措施库里，不能据此更新答题。"
        self.pane.show_project(
            project,
            register.day,
            history or ["随评估导入，还没有改过"],
            source=source,
            review=self._review_words(register, project),
            read_only=register.session.read_only,
        )

    @staticmethod
    def _review_words(register: ProjectRegister, project: Project) -> str:
        if not project.finished:
            return ""
        found = register.proposals(project.id)
        if found.entries:
            return f"已{STATE_TITLES[project.state]}：措施涉及的 {len(found.entries)} 题可以更新答案，先试算再确认。"
        return ""

    def _on_row(self, number: int) -> None:
        project = self._rows[number] if 0 <= number < len(self._rows) else None
        if self._filling or project is None or self.register is None or project.id == self._chosen:
            return
        self.pane.leave()
        self._chosen = project.id
        self._show_pane(self.register)

    def choose(self, project_id: str) -> None:
        """Show a project in detail."""
        keys = [project.id if project else "" for project in self._rows]
        if project_id in keys:
            self.table.selectRow(keys.index(project_id))

    def leave(self) -> None:
        """Store what was typed and not stored yet."""
        if self.register is not None and self._chosen:
            self.pane.leave()

    # ------------------------------------------------------------------------------------------ acting

    def _do(self, action: Callable[[ProjectRegister], Outcome]) -> Outcome | None:
        """Do one change, tell that it is saved or why not, and show what is stored now."""
        register = self._load()
        done: list[Outcome] = []
        if register is None or not attempt(self._app, lambda: done.append(action(register))):
            self._refresh()
            return None
        (outcome,) = done
        if outcome.stored:
            self._app.saved.emit(outcome.saved_at)
        if outcome.problems:
            self.pane.show_problems(outcome.problems)
        else:
            self._refresh()
        return outcome

    def _on_moved(self, state: State, day: str) -> None:
        outcome = self._do(lambda register: register.advance(self._chosen, state, day))
        if outcome is not None and outcome.stored:
            self.pane.fields[f"actual.{state}"].line.setFocus()

    def undo(self) -> None:
        """Take back the last change made on this page, of projects or of answers."""
        register = self.register
        if register is None or not register.can_undo or register.session.read_only:
            return
        if register.undo_is_of_answers:
            change(self._app, register.undo_answers, self)
            self._refresh()
        else:
            self._do(lambda register: register.undo())

    def _on_add(self) -> None:
        title = self._prompter.text("新增项目", "项目名称")
        if title is None:
            return
        outcome = self._do(lambda register: register.add(title))
        if outcome is not None and outcome.problems:
            self._app.problem.emit("没有新增项目", outcome.problems[0].message)
        self._choose_new(outcome)

    def _choose_new(self, outcome: Outcome | None) -> None:
        if outcome is not None and outcome.stored and outcome.projects:
            self.bar.setCurrentIndex(_ALL)
            self._chosen = outcome.projects[0].id
            self._refresh()

    def offer_plan(self) -> None:
        """Offer the measures of the plan; when it is not there yet, as soon as it is computed."""
        register = self._load()
        session = self._app.current
        if register is None or session is None or session.read_only:
            return
        plan = self._keeper.plan_of(session.scored)
        self._wants_plan = plan is None
        if plan is None:
            self._refresh()
        else:
            self._open_acceptance(register, plan)

    def _on_plan(self, scored: Scored, plan: Plan) -> None:
        session, register = self._app.current, self._load()
        if not self._wants_plan or session is None or register is None or session.scored is not scored:
            return
        self._forget_plan()
        if self.isVisible():
            self._open_acceptance(register, plan)

    def _forget_plan(self) -> None:
        if self._wants_plan:
            self._wants_plan = False
            self._refresh()

    def _open_acceptance(self, register: ProjectRegister, plan: Plan) -> None:
        open_measures = register.open_measures(plan)
        if not open_measures:
            self._app.problem.emit("没有可列入的措施", _NOTHING_LEFT)
            return
        self.acceptance.offer(open_measures, register.day)
        self.acceptance.setProperty("plan", plan)
        self.acceptance.open()

    def _on_accepted(self, measure_ids: tuple[str, ...]) -> None:
        plan = self.acceptance.property("plan")
        self._choose_new(self._do(lambda register: register.accept(plan, measure_ids)))

    def _on_review(self) -> None:
        register = self._load()
        if register is None or not self._chosen:
            return
        project = register.project(self._chosen)
        self.outcome.offer(register.session.scored, project, register.proposals(project.id))
        self.outcome.open()

    def _on_confirmed(self, chosen: tuple[Proposal, ...]) -> None:
        register = self._load()
        if register is None:
            return
        changes = change(self._app, lambda: register.confirm(chosen), self)
        if changes is not None and changes.problems:
            self._app.problem.emit("答题没有改动", changes.problems[0].message)
        self._refresh()


def _empty_state() -> QWidget:
    """Return what stands there while there are no projects: what the page is for and how to begin."""
    page = QWidget()
    page.setProperty("look", "plain")
    card = Section("还没有项目")
    card.setMaximumWidth(current_theme().px(720))
    for number, line in enumerate(project_view.EMPTY, start=1):
        card.add(label(f"{number}. {line}", wrap=True))
    row = QHBoxLayout(page)
    set_margins(row, 24, 24, 24, 24, 0)
    row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
    row.addStretch(0)
    return page
