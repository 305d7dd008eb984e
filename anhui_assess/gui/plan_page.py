"""方案: goal and limits, the measures one by one, the roadmap and where it leads."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from anhui_assess.domain.errors import AssessError
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.request import Request
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.clause_label import ClauseLabel
from anhui_assess.gui.diagnosis.grid_table import GridTable
from anhui_assess.gui.diagnosis.panels import Section, Tab
from anhui_assess.gui.diagnosis.tabs import page_head, tab_bar
from anhui_assess.gui.faults import BUG_TEXT, BUG_TITLE
from anhui_assess.gui.parts import button, clear_layout, fill, label, set_margins
from anhui_assess.gui.plan_detail import MeasurePane
from anhui_assess.gui.plan_keeper import PlanKeeper
from anhui_assess.gui.plan_roadmap import PlanRoadmap
from anhui_assess.gui.plan_wishes import PlanWishes
from anhui_assess.gui.svg_view import SvgView, paper_width
from anhui_assess.gui.theme import current_theme
from anhui_assess.services import plan_view, plan_words
from anhui_assess.services.navigation import Place
from anhui_assess.services.plan_change import change_words
from anhui_assess.services.plan_effects import EFFECTS_NOTE, effects_grid

_LOG = logging.getLogger(__name__)
_WAITING = "正在算改进方案…"
_HALF = 400.0
_THOUSAND = 1000
_WISHES = 3
_WORKING = 190


class PlanPage(QWidget):
    """The plan of the open assessment, computed in the background when the page is seen."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "ground")
        self._app = app
        self._keeper = PlanKeeper.of(app)
        self._shown: tuple[Scored, Plan] | None = None
        self._asked = False
        self.sentence = ClauseLabel("方案目标", "question")
        self.note = label(plan_view.PLAN_NOTE, "second", wrap=True)
        self.progress = QProgressBar()
        self.progress.setMaximum(_THOUSAND)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("计算进度")
        self.stop = button("停止", self._on_stop, look="quiet", name="停止计算方案")
        self.changed = label("", "second", wrap=True, selectable=True)
        self.changed.setAccessibleName("和上一个方案比")
        self.undo = button(
            "撤销", self._on_undo, look="quiet", icon="undo", name="撤销上一个改动", tip="Ctrl+Z"
        )
        self.redo = button(
            "重做", self._on_redo, look="quiet", icon="redo", name="重做撤销的改动", tip="Ctrl+Y"
        )
        self._before: tuple[Scored, Plan] | None = None
        self._wanted_row = ""
        self.take = button(
            "列为项目…", app.projects_wanted.emit, icon="project", tip="把措施列入“项目跟踪”，按四督四保跟进"
        )
        self.wishes = PlanWishes()
        self.bar = tab_bar("方案的各部分")
        self.stack = QStackedWidget()
        self.table = GridTable(scrolls=True)
        self.detail = MeasurePane()
        self.roadmap = PlanRoadmap()
        self._paths = Tab()
        self._lay_out()
        self.wishes.wanted.connect(self._on_wish)
        self.detail.decided.connect(self._on_decided)
        self.table.row_chosen.connect(self._on_row)
        self.detail.place_wanted.connect(self._on_place)
        app.opened.connect(self._on_changed)
        app.changed.connect(self._on_changed)
        self._keeper.ready.connect(self._on_plan)
        self._keeper.failed.connect(self._on_failed)
        self._keeper.cancelled.connect(self._on_cancelled)
        self._keeper.progressed.connect(self._on_progress)
        self._keeper.wishes_changed.connect(self._on_wishes_changed)
        self._on_wishes_changed()
        self._set_keys()

    def _set_keys(self) -> None:
        for keys, act in (
            (QKeySequence("Ctrl+Z"), self._on_undo),
            (QKeySequence("Ctrl+Y"), self._on_redo),
            (QKeySequence("Alt+Left"), partial(self._move, -1)),
            (QKeySequence("Alt+Right"), partial(self._move, 1)),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        for title, page in (
            ("措施", self._measures()),
            ("实施路线", self.roadmap),
            ("预期得分", self._paths),
            ("目标与限制", self.wishes),
        ):
            self.bar.addTab(title)
            self.stack.addWidget(page)
        self._blank = QWidget()
        self._blank.setProperty("look", "plain")
        self.stack.addWidget(self._blank)
        self.bar.currentChanged.connect(self._on_tab)
        whole = QVBoxLayout(self)
        set_margins(whole, 0, 0, 0, 0, 0)
        self.bar.setTabVisible(_WISHES, self._keeper.optimal)
        self._work = QWidget()
        self._work.setProperty("look", "plain")
        row = QHBoxLayout(self._work)
        set_margins(row, 0, 0, 0, 0, 12)
        self._working = label(_WAITING, "second")
        self._working.setMinimumWidth(current_theme().px(_WORKING))
        fill(row, self._working, self.progress, self.stop)
        self._compared = QWidget()
        self._compared.setProperty("look", "plain")
        line = QHBoxLayout(self._compared)
        set_margins(line, 0, 0, 0, 0, 8)
        line.addWidget(self.changed, 1)
        fill(line, self.undo, self.redo)
        whole.addWidget(
            page_head(self.bar, self.sentence, self.note, self._compared, self._work, aside=self.take)
        )
        whole.addWidget(self.stack, 1)

    def _measures(self) -> QWidget:
        page = QWidget()
        page.setProperty("look", "plain")
        row = QHBoxLayout(page)
        set_margins(row, 24, 16, 24, 16, 16)
        frame = QFrame()
        frame.setProperty("look", "panel")
        inside = QVBoxLayout(frame)
        set_margins(inside, 8, 6, 2, 6, 0)
        inside.addWidget(self.table)
        row.addWidget(frame, 8)
        row.addWidget(self.detail, 5)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the plan when the page is seen."""
        super().showEvent(event)
        self._refresh()

    def _on_changed(self, *_: Any) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        session = self._app.current
        if session is None:
            self._wait("还没有打开评价。")
            return
        if self._shown is not None and self._shown[0] is session.scored and not self._asked:
            return
        self._asked = False
        plan = self._keeper.plan_of(session.scored)
        if plan is None and self._shown is not None and self._shown[0] is session.scored:
            self._show_working()
        elif plan is None:
            self._wait(_WAITING, working=True)
        else:
            self._show(session.scored, plan)

    def _wait(self, words: str, *, working: bool = False) -> None:
        self.sentence.setText(words)
        self.progress.setValue(0)
        self._working.setText("")
        self._work.setVisible(working)
        self._shown = None
        self._show_parts(shown=False)

    def _show_working(self) -> None:
        """Show that another plan is under way; the one shown stays until it is there."""
        self.progress.setValue(0)
        self._working.setText(_WAITING)
        self._work.show()

    def _show_parts(self, *, shown: bool) -> None:
        self.bar.setEnabled(shown)
        if shown:
            self.stack.setCurrentIndex(self.bar.currentIndex())
        else:
            self.stack.setCurrentWidget(self._blank)

    def _on_tab(self, number: int) -> None:
        if self.bar.isEnabled():
            self.stack.setCurrentIndex(number)

    def _on_plan(self, scored: Scored, plan: Plan) -> None:
        session = self._app.current
        if session is not None and session.scored is scored and self.isVisible():
            self._show(scored, plan)

    def _on_wish(self, request: Request) -> None:
        """Ask for another plan; what was asked for before comes back when it cannot be had."""
        self._keeper.ask(request)
        self._asked = True
        self._refresh()

    def _on_undo(self) -> None:
        if self._keeper.undo():
            self._asked = True
            self._refresh()

    def _on_redo(self) -> None:
        if self._keeper.redo():
            self._asked = True
            self._refresh()

    def _on_wishes_changed(self) -> None:
        self.undo.setEnabled(self._keeper.can_undo)
        self.redo.setEnabled(self._keeper.can_redo)
        known = self._keeper.can_undo or self._keeper.can_redo
        self._compared.setVisible(known)
        if not known:
            self._before = None

    def _move(self, step: int) -> None:
        """Put the measure chosen in the table one phase later or earlier."""
        if self._shown is None or self.stack.currentIndex() != 0:
            return
        entry = plan_view.measure_of_row(self._shown[1], self.table.currentIndex().row())
        phase = None if entry is None else plan_view.next_phase(self._shown[1], entry, step)
        if entry is not None and phase is not None:
            self._on_decided(entry.measure.id, phase)

    def _on_decided(self, measure_id: str, what: str) -> None:
        self._wanted_row = measure_id
        self.table.setFocus()
        self._on_wish(plan_view.decided(self._keeper.request, measure_id, what))

    def _on_stop(self) -> None:
        self._keeper.background.cancel()

    def _on_cancelled(self) -> None:
        if not self.isVisible():
            return
        session = self._app.current
        plan = None if session is None else self._keeper.last(session.scored)
        if session is not None and plan is not None:
            self._show(session.scored, plan)
        else:
            self._wait("已停止计算。改动任何一题，或回到这一页，会再算一次。")

    def _on_progress(self, share: float, what: str) -> None:
        self.progress.setValue(round(share * _THOUSAND))
        self._working.setText(f"{what}…")

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AssessError):
            if self.isVisible():
                self._on_cancelled()
                self._app.problem.emit(error.title, str(error))
            return
        _LOG.error("first plan", exc_info=error)
        if self.isVisible():
            self._wait("方案没有算出来。答题数据不受影响；改动任何一题后会再算一次。")
            self._app.problem.emit(BUG_TITLE, BUG_TEXT)

    def _show(self, scored: Scored, plan: Plan) -> None:
        chosen = self.table.currentIndex().row() if self._shown is not None else -1
        if self._shown is not None and self._shown[0] is scored and self._shown[1] is not plan:
            self._before = self._shown
        self._shown = (scored, plan)
        self._show_change(scored, plan)
        self.sentence.setText(plan_view.goals_sentence(plan))
        lines = plan_words.proof_lines(scored, plan)
        self.note.setText("".join((*lines[:2], plan_view.PLAN_NOTE)))
        self._work.hide()
        self._show_parts(shown=bool(plan.measures) or bool(plan.goals))
        self.wishes.show_request(scored, plan)
        self.table.show_grid(plan_view.measures(scored, plan))
        self.detail.show_detail(None)
        if plan.measures:
            self._show_pictures(scored, plan)
            rows = self.table.grid_model.rowCount()
            wanted = plan_view.row_of(plan, self._wanted_row)
            row = chosen if wanted is None else wanted
            self.table.selectRow(row if 0 < row < rows else 1)
        self._wanted_row = ""

    def _show_change(self, scored: Scored, plan: Plan) -> None:
        """Say what differs from the plan shown before, when that was one for the same answers."""
        before = self._before
        same = before is not None and before[0] is scored
        self.changed.setText(change_words(scored, before[1], plan) if same and before is not None else "")

    def _show_pictures(self, scored: Scored, plan: Plan) -> None:
        paint = self._app.tools.paint
        self.roadmap.show_plan(scored, plan, paint)
        clear_layout(self._paths.column)
        for title, path in plan_view.score_paths(scored, plan):
            _, values, _ = path.series[0]
            view = SvgView(f"{title}预期得分")
            steps = "，".join(
                f"{point} {value:.2f}" for point, value in zip(path.titles, values, strict=True)
            )
            view.show_svg(
                paint("score_path", path, width=paper_width(_HALF), theme=current_theme().id), steps
            )
            panel = Section(f"{title}预期得分", "假定措施涉及的题都补到措施库所写的程度，用同一套规则计算。")
            fill(self._paths.column, panel.add(view))
        grid = effects_grid(plan)
        if grid.rows:
            table = GridTable()
            table.show_grid(grid)
            fill(self._paths.column, Section("指标变化", EFFECTS_NOTE).add(table))
        self._paths.column.addStretch(1)

    def _on_row(self, number: int) -> None:
        if self._shown is None:
            return
        scored, plan = self._shown
        entry = plan_view.measure_of_row(plan, number)
        if entry is not None:
            self.detail.show_detail(plan_view.detail(scored, plan, entry))
            return
        spare = plan_view.candidate_of_row(plan, number)
        if spare is not None:
            self.detail.show_detail(plan_view.spare_detail(scored, plan, spare))

    def _on_place(self, place: Place) -> None:
        self._app.item_wanted.emit(place.form_id, place.item_id)
