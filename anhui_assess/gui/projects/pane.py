"""One project in detail: its way through the states with dates, money, person and notes; every edit is stored at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from anhui_assess.domain.planning.projects import PLANNED_STATES, STATE_TITLES, STATES, Project, State
from anhui_assess.domain.problems import Problem
from anhui_assess.gui.editors.reading import write_number
from anhui_assess.gui.editors.resting_area import RestingArea
from anhui_assess.gui.parts import button, fill, label, rule, set_look, set_margins
from anhui_assess.gui.projects.field_line import AMOUNT, DAY, FieldLine
from anhui_assess.gui.questionnaire.reason_strip import ReasonStrip
from anhui_assess.gui.theme import current_theme
from anhui_assess.services import project_view

_HISTORY = 6


class ProjectPane(QFrame):
    """Shows and edits the project chosen in the table.

    Signals:
        edited(str, object): a field of `services.projects.FIELDS` and its new value.
        moved(object, str): the next state and the day it was entered.
        stepped_back(str), removed(str): with the reason.
        review_wanted(): what the finished project would change in the answers.
    """

    edited = Signal(str, object)
    moved = Signal(object, str)
    stepped_back = Signal(str)
    removed = Signal(str)
    review_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setAccessibleName("项目详情")
        self._project: Project | None = None
        self._day = ""
        self.fields: dict[str, FieldLine] = {}
        self.days: dict[State, QLabel] = {}
        self.fault = label("", "bad", wrap=True)
        self.go_on = button("", self._on_move, icon="arrow-right")
        self.back = button("退回…", self._ask_back, icon="undo")
        self.remove = button("移出…", self._ask_remove, look="quiet", icon="delete")
        self.review = button("看能改哪些题…", self.review_wanted.emit, icon="check")
        self.reason = ReasonStrip()
        self.notes = RestingArea()
        self._source = label("", "small", wrap=True)
        self._review = label("", "", wrap=True)
        self._history = label("", "small", wrap=True, selectable=True)
        self._hint = label("在左边选一个项目，这里改它的日期、投资、负责人和备注。", "second", wrap=True)
        self._body = QWidget()
        self._lay_out()
        self.show_project(None, "", ())

    # ------------------------------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        self.notes.setAccessibleName("备注")
        self.notes.setPlaceholderText("进展、卡在哪里、找谁协调")
        self.notes.setFixedHeight(current_theme().px(72))
        self.notes.told.connect(lambda text: self.edited.emit("notes", text))
        inner = QVBoxLayout(self._body)
        set_margins(inner, 0, 0, 0, 0, 8)
        steps = QHBoxLayout()
        set_margins(steps, 0, 0, 0, 0, 8)
        fill(steps, self.go_on, self.back, None, self.remove)
        self._offer = QFrame()
        self._offer.setProperty("look", "info-bar")
        offer = QHBoxLayout(self._offer)
        set_margins(offer, 12, 8, 12, 8, 8)
        offer.addWidget(self._review, 1)
        offer.addWidget(self.review)
        fill(inner, self._field("title", "项目名称"), self._source, self._dates(), self.fault, steps)
        fill(inner, self.reason, self._offer, rule(), self._money())
        fill(inner, label("备注", "small"), self.notes, label("变更记录", "small"), self._history, None)
        page = QWidget()
        page.setProperty("look", "plain")
        column = QVBoxLayout(page)
        set_margins(column, 18, 14, 14, 14, 0)
        fill(column, self._hint, self._body, None)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        scroll.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        set_margins(whole, 1, 1, 1, 1, 0)
        whole.addWidget(scroll)

    def _field(self, name: str, title: str, kind: str = "text") -> FieldLine:
        made = FieldLine(name, title, kind)
        made.told.connect(self.edited)
        self.fields[name] = made
        return made

    def _dates(self) -> QGridLayout:
        grid = QGridLayout()
        set_margins(grid, 0, 0, 0, 0, 6)
        for column, words in enumerate(("状态", "计划日期", "实际日期", "")):
            grid.addWidget(label(words, "small"), 0, column)
        for row, state in enumerate(STATES, start=1):
            title = STATE_TITLES[state]
            name = label(title, "heading")
            name.setMinimumWidth(current_theme().px(42))
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            name.setContentsMargins(0, 6, 0, 0)
            if state in PLANNED_STATES:
                grid.addWidget(self._field(f"planned.{state}", f"计划{title}日期", DAY), row, 1)
            else:
                grid.addWidget(label("列入时", "second"), row, 1)
            actual = FieldLine(f"actual.{state}", f"实际{title}日期", DAY)
            actual.told.connect(partial(self._on_actual, state))
            self.fields[actual.name] = actual
            grid.addWidget(actual, row, 2)
            self.days[state] = label("", "second")
            self.days[state].setMinimumWidth(current_theme().px(78))
            self.days[state].setContentsMargins(0, 6, 0, 0)
            grid.addWidget(self.days[state], row, 3, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def _money(self) -> QGridLayout:
        grid = QGridLayout()
        set_margins(grid, 0, 0, 0, 0, 4)
        grid.setHorizontalSpacing(12)
        for column, (name, title, kind) in enumerate(
            (("planned_amount", "计划投资", AMOUNT), ("actual_amount", "已完成投资", AMOUNT))
        ):
            grid.addWidget(label(title, "small"), 0, column)
            grid.addWidget(self._field(name, title, kind), 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(label("负责人", "small"), 2, 0)
        grid.addWidget(self._field("responsible", "负责人"), 3, 0, 1, 2)
        return grid

    # ------------------------------------------------------------------------------------------ showing

    def show_project(
        self,
        project: Project | None,
        day: str,
        history: Sequence[str],
        *,
        source: str = "",
        review: str = "",
        read_only: bool = False,
    ) -> None:
        """Show a project, or how to choose one; what is being typed stays."""
        if self._project is not None and (project is None or project.id != self._project.id):
            self.reason.close_strip()
            for field in self.fields.values():
                field.show_fault("")
        self._project, self._day = project, day
        self._hint.setVisible(project is None)
        self._body.setVisible(project is not None)
        self.fault.hide()
        if project is None:
            return
        self._load(project)
        self._source.setText(source)
        self._source.setVisible(bool(source))
        self._review.setText(review)
        self._offer.setVisible(bool(review))
        self._history.setText("\n".join(history[:_HISTORY]))
        self._dress(project, read_only=read_only)

    def _load(self, project: Project) -> None:
        for state in STATES:
            if state in PLANNED_STATES:
                self.fields[f"planned.{state}"].load(project.planned.get(state, ""))
            self.fields[f"actual.{state}"].load(project.actual.get(state, ""))
            words = project_view.slip_words(project, state, self._day)
            self.days[state].setText(words)
            late = words.startswith(("逾期", "晚"))
            set_look(self.days[state], "bad" if late else "second")
        for name, text in (
            ("title", project.title),
            ("responsible", project.responsible),
            ("planned_amount", _written(project.planned_amount)),
            ("actual_amount", _written(project.actual_amount)),
        ):
            self.fields[name].load(text)
        if not self.notes.hasFocus() or self.notes.toPlainText() == project.notes:
            self.notes.load(project.notes)

    def _dress(self, project: Project, *, read_only: bool) -> None:
        following = project.next_state
        for field in self.fields.values():
            field.set_read_only(read_only)
        for state in STATES:
            open_ = state in project.actual or state is following
            field = self.fields[f"actual.{state}"]
            field.setEnabled(open_)
            field.line.setPlaceholderText("到了再填" if state is following else "")
        self.notes.setReadOnly(read_only)
        self.go_on.setVisible(following is not None)
        if following is not None:
            self.go_on.setText(f"今天{STATE_TITLES[following]}")
            self.go_on.setAccessibleName(f"转为{STATE_TITLES[following]}，日期写今天")
            self.go_on.setToolTip("不是今天，就在上面“实际日期”里填那一天。")
        for part in (self.go_on, self.remove):
            part.setEnabled(not read_only)
        self.back.setEnabled(not read_only and project.state is not State.RESERVE)
        self.review.setEnabled(not read_only)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what was refused, at its field where it has one."""
        rest = []
        for problem in problems:
            field = self.fields.get(problem.item or "")
            if field is not None:
                field.show_fault(problem.message)
            elif self.reason.isVisible():
                self.reason.refuse(problem.message)
            else:
                rest.append(problem.message)
        self.fault.setText("\n".join(rest))
        self.fault.setVisible(bool(rest))

    # ------------------------------------------------------------------------------------------ acting

    def leave(self) -> None:
        """Tell what was typed and not told yet."""
        for field in self.fields.values():
            field.commit()
        self.notes.commit()

    def _on_actual(self, state: State, name: str, value: object) -> None:
        """A date at the next state moves the project on; any other corrects what was."""
        if self._project is not None and state is self._project.next_state and isinstance(value, str):
            self.moved.emit(state, value)
        elif self._project is not None and state in self._project.actual:
            self.edited.emit(name, value)

    def _on_move(self) -> None:
        if self._project is not None and self._project.next_state is not None:
            self.moved.emit(self._project.next_state, self._day)

    def _ask_back(self) -> None:
        if self._project is not None:
            before = STATES[STATES.index(self._project.state) - 1]
            self.reason.ask(
                f"退回“{STATE_TITLES[before]}”的原因",
                "例如：设备退货，基础要重做",
                self._step_back_with,
                self.back,
            )

    def _ask_remove(self) -> None:
        if self._project is not None:
            self.reason.ask(
                "移出项目清单的原因",
                "例如：并入二期技改，不单独做",
                self._remove_with,
                self.remove,
            )

    def _step_back_with(self, reason: str) -> bool:
        self.reason.fault.hide()
        self.stepped_back.emit(reason)
        return self.reason.fault.isHidden()

    def _remove_with(self, reason: str) -> bool:
        self.reason.fault.hide()
        self.removed.emit(reason)
        return self.reason.fault.isHidden()


def _written(amount: float | None) -> str:
    return "" if amount is None else write_number(amount)
