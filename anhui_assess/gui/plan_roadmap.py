"""实施路线: the months of the measures, what they cost against what they bring, and what a delay costs."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QVBoxLayout, QWidget

from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.diagnosis.panels import Section, Tab
from anhui_assess.gui.parts import clear_layout, fill, label
from anhui_assess.gui.svg_view import SvgView, paper_width
from anhui_assess.gui.theme import current_theme
from anhui_assess.services import plan_view, plan_words
from anhui_assess.services.plan_deadlines import support_lines, title_windows, title_words
from anhui_assess.services.ports import ChartPainter

_WIDTH = 640.0


class PlanRoadmap(Tab):
    """The tab of the road map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gantt = SvgView("实施路线")
        self.effort = SvgView("投资与作用")
        self.payback = label("", "second", wrap=True)
        self.delays = QVBoxLayout()
        self.delays.setSpacing(6)
        self.delay = Section("推迟的代价", "有期限的称号申报和支持；以当年通知为准。")
        panel = Section("实施路线与投资", "金额是区间的中值，万元；连线是先决条件。")
        value = Section(
            "投资与作用", "作用是去掉这一项（和依靠它的各项）后得分的损失；越靠左上，花钱少、作用大。"
        )
        panel.add(self.gantt)
        value.add(self.payback, self.effort)
        self.delay.add(self.delays)
        fill(self.column, panel, value, self.delay, None)

    def show_plan(self, scored: Scored, plan: Plan, paint: ChartPainter) -> None:
        """Draw a plan that begins today."""
        theme = current_theme().id
        width = paper_width(_WIDTH)
        today = dt.datetime.now().astimezone().date().isoformat()
        words = "，".join(
            f"{entry.measure.title} 第 {entry.start:.0f}–{entry.end:.0f} 个月" for entry in plan.measures
        )
        self.gantt.show_svg(paint("gantt", plan_view.gantt(plan, today), width=width, theme=theme), words)
        self.effort.show_svg(paint("effort", plan_view.effort(scored, plan), width=width, theme=theme), words)
        self.payback.setText(plan_words.payback_sentence(plan))
        self.payback.setVisible(bool(self.payback.text()))
        clear_layout(self.delays)
        for found in title_windows(scored, plan, today):
            self.delays.addWidget(label(title_words(found), wrap=True))
        for line in support_lines(scored, plan, today):
            self.delays.addWidget(label(line, "second", wrap=True))
        self.delay.setVisible(self.delays.count() > 0)
