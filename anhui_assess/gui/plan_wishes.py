"""目标与限制: what the plan shall reach, with how much money and time, and what the user has decided already."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QWidget,
)

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.planning.first_plan import begun_goals
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.request import (
    CAPACITY,
    HORIZON,
    LEAST_COST,
    MOST_GAIN,
    PHASES,
    PhaseLimit,
    Request,
    Target,
)
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.diagnosis.panels import Section, Tab
from anhui_assess.gui.parts import button, clear_layout, fill, label, set_margins
from anhui_assess.gui.theme import current_theme

_MOST_MONEY = 999_999.0
_OWN = "按建议"
_NOT = "不作目标"
_WIDTH = 150


def _amount(name: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(-1.0, _MOST_MONEY)
    made.setDecimals(1)
    made.setSpecialValueText("不限")
    made.setValue(-1.0)
    made.setSuffix(" 万元")
    made.setSingleStep(10.0)
    made.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    made.setFixedWidth(current_theme().px(_WIDTH))
    made.setAccessibleName(name)
    return made


class PlanWishes(Tab):
    """The tab of goals and limits.

    Signals:
        wanted(object): a Request to compute.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request = Request()
        self._forms: list[str] = []
        self._titles: Mapping[str, str] = {}
        self.objective = QComboBox()
        self.objective.setAccessibleName("求什么样的方案")
        self.objective.addItem("达到目标，花钱最少", LEAST_COST)
        self.objective.addItem("在预算内，得分提高最多", MOST_GAIN)
        self.targets: dict[str, QComboBox | QDoubleSpinBox] = {}
        self.budget = _amount("总投资不超过")
        self.months = QSpinBox()
        self.months.setRange(1, HORIZON)
        self.months.setSuffix(" 个月")
        self.months.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.months.setFixedWidth(current_theme().px(_WIDTH))
        self.months.setAccessibleName("在多少个月内完成")
        self.budgets = {phase_id: _amount(f"{title}投资不超过") for phase_id, title, _ in PHASES}
        self.capacities = {phase_id: self._hands(title) for phase_id, title, _ in PHASES}
        self.solve = button("按此重新计算", self._on_solve, look="primary")
        self.reset = button("恢复建议", self._on_reset)
        self._targets_form = QFormLayout()
        self._decided = QGridLayout()
        self._lay_out()

    @staticmethod
    def _hands(title: str) -> QSpinBox:
        made = QSpinBox()
        made.setRange(1, 30)
        made.setSuffix(" 项")
        made.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        made.setValue(CAPACITY)
        made.setFixedWidth(current_theme().px(_WIDTH))
        made.setAccessibleName(f"{title}同时进行的措施")
        return made

    def _lay_out(self) -> None:
        goal = Section("目标", "等级要逐级达到；不作目标的问卷不影响选哪些措施。")
        self._targets_form.setHorizontalSpacing(24)
        self._targets_form.setVerticalSpacing(8)
        goal.add(self._row(label("求什么样的方案"), self.objective), self._targets_form)
        limits = Section("预算、期限和人手", "投资按措施库区间的中值计；投资计入措施完成的那个阶段。")
        limits.add(
            self._row(label("总投资不超过"), self.budget, label("在"), self.months, label("内完成")),
            self._phases(),
        )
        decided = Section("已指定的措施", "在“措施”页选中一项，可以指定必做、不做或放到哪个阶段。")
        self._decided.setHorizontalSpacing(16)
        decided.add(self._decided)
        buttons = QHBoxLayout()
        fill(buttons, self.solve, self.reset, None)
        fill(self.column, goal, limits, decided, buttons, None)

    @staticmethod
    def _row(*parts: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        set_margins(row, 0, 0, 0, 0, 12)
        fill(row, *parts, None)
        return row

    def _phases(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for column, words in enumerate(("阶段", "投资不超过", "同时进行")):
            grid.addWidget(label(words, "small"), 0, column)
        begin = 1
        for number, (phase_id, title, end) in enumerate(PHASES, start=1):
            grid.addWidget(label(f"{title}（{begin}–{end:g} 个月）"), number, 0)
            grid.addWidget(self.budgets[phase_id], number, 1)
            grid.addWidget(self.capacities[phase_id], number, 2)
            begin = int(end) + 1
        grid.setColumnStretch(3, 1)
        return grid

    def show_request(self, scored: Scored, plan: Plan) -> None:
        """Show what the plan was asked for; the goals the program filled in are shown as its own."""
        request = plan.proof.request if plan.proof is not None else Request()
        self._request = request
        self._titles = {key: entry.title for key, entry in scored.catalog.packs.measures.items()}
        self.objective.setCurrentIndex(self.objective.findData(request.objective))
        self.budget.setValue(-1.0 if request.budget is None else request.budget)
        self.months.setValue(round(request.months))
        for phase_id, _, _ in PHASES:
            limit = request.limits.get(phase_id, PhaseLimit())
            self.budgets[phase_id].setValue(-1.0 if limit.budget is None else limit.budget)
            self.capacities[phase_id].setValue(limit.capacity)
        self._show_targets(scored, request)
        self._show_decided(request)

    def _show_targets(self, scored: Scored, request: Request) -> None:
        while self._targets_form.rowCount():
            self._targets_form.removeRow(0)
        self.targets.clear()
        named = {target.form_id: target for target in request.targets}
        self._forms = list(dict.fromkeys([*begun_goals(scored), *named]))
        for form_id in self._forms:
            made = self._target(scored.catalog, scored, form_id, named.get(form_id))
            made.setFixedWidth(current_theme().px(_WIDTH))
            title = scored.catalog.forms[form_id].short_title
            made.setAccessibleName(f"{title}的目标")
            self.targets[form_id] = made
            self._targets_form.addRow(label(title), made)

    @staticmethod
    def _target(
        catalog: Catalog, scored: Scored, form_id: str, target: Target | None
    ) -> QComboBox | QDoubleSpinBox:
        form = catalog.forms[form_id]
        if form.scoring.model == "level_gated":
            combo = QComboBox()
            combo.addItem(_NOT, None)
            for level in form.scoring.levels:
                combo.addItem(f"{level.level} 级 {level.name}", level.level)
            combo.setCurrentIndex(max(0, combo.findData(target.level if target else None)))
            return combo
        spin = QDoubleSpinBox()
        spin.setRange(-0.1, scored.result(form_id).full)
        spin.setDecimals(1)
        spin.setSpecialValueText(_NOT)
        spin.setSuffix(" 分")
        spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        spin.setValue(-0.1 if target is None or target.score is None else target.score)
        return spin

    def _show_decided(self, request: Request) -> None:
        clear_layout(self._decided)
        titles = {phase_id: title for phase_id, title, _ in PHASES}
        rows = [(key, f"放在{titles[phase]}") for key, phase in sorted(request.placed.items())]
        rows += [(key, "必做") for key in sorted(request.forced_in - request.placed.keys())]
        rows += [(key, "不做") for key in sorted(request.forced_out)]
        for number, (key, words) in enumerate(rows):
            self._decided.addWidget(label(words, "second"), number, 0)
            self._decided.addWidget(label(self._titles.get(key, key)), number, 1)
            free = button("取消指定", partial(self._on_free, key), look="link")
            free.setAccessibleName(f"取消指定：{self._titles.get(key, key)}")
            self._decided.addWidget(free, number, 2)
        if not rows:
            self._decided.addWidget(label("还没有指定。", "second"), 0, 0)
        self._decided.setColumnStretch(3, 1)

    def request(self) -> Request:
        """Return what is asked for as the controls stand."""
        return Request(
            str(self.objective.currentData()),
            tuple(target for form_id in self._forms if (target := self._wish(form_id)) is not None),
            None if self.budget.value() < 0 else self.budget.value(),
            float(self.months.value()),
            {
                phase_id: PhaseLimit(
                    None if self.budgets[phase_id].value() < 0 else self.budgets[phase_id].value(),
                    self.capacities[phase_id].value(),
                )
                for phase_id, _, _ in PHASES
            },
            self._request.forced_in,
            self._request.forced_out,
            self._request.placed,
        )

    def _wish(self, form_id: str) -> Target | None:
        field = self.targets[form_id]
        if isinstance(field, QComboBox):
            level = field.currentData()
            return None if level is None else Target(form_id, level=int(level))
        return None if field.value() < 0 else Target(form_id, score=field.value())

    def _on_solve(self) -> None:
        self.wanted.emit(self.request())

    def _on_free(self, key: str) -> None:
        self.wanted.emit(freed(self._request, key))

    def _on_reset(self) -> None:
        self.wanted.emit(Request())


def freed(request: Request, key: str) -> Request:
    """Return a request without what was decided on a measure."""
    return Request(
        request.objective,
        request.targets,
        request.budget,
        request.months,
        request.limits,
        request.forced_in - {key},
        request.forced_out - {key},
        {other: phase for other, phase in request.placed.items() if other != key},
    )
