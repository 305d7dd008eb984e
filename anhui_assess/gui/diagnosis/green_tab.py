"""绿色工厂: vetoes, groups, indicators, and the walk."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.form_tab import FULL, FormTab, words_of
from anhui_assess.gui.diagnosis.panels import Section, warning_strip
from anhui_assess.gui.parts import clear_layout, fill, set_margins
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services.diagnosis import green
from anhui_assess.services.diagnosis.picture import Diagnosis


class GreenTab(FormTab):
    """The tab of the green-factory form."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(app, "green_factory", parent)
        self._head = Section("总体结论")
        self._warning = QVBoxLayout()
        set_margins(self._warning, 0, 0, 0, 0)
        self.bars = SvgView("五类指标得分")
        self._head.add(self._warning, self.bars)
        self._veto_panel = Section("基本要求与培育条件", "任何一项不满足即不具备申报条件；点一行回到这一题。")
        self.vetoes = self.table()
        self._veto_panel.add(self.vetoes)
        note = "得分 = 分值 ×（数值 − 基准）÷（引领 − 基准），限于 0 到分值之间。点一行到提供数据的第一题。"
        self._indicator_panel = Section("十四项指标", note)
        self.indicators = self.table()
        self._indicator_panel.add(self.indicators)
        self._walk_panel, self.walk = self.walk_section()
        fill(self.column, self._head, self._veto_panel, self._indicator_panel, self._walk_panel, None)
        self.set_panels(self._head, self._veto_panel, self._indicator_panel, self._walk_panel)

    def fill_panels(self, found: Diagnosis) -> None:
        """Fill the tab."""
        form = found.scored.catalog.forms[self.form_id]
        result = found.scored.result(self.form_id)
        self._head.say("总体结论", green.conclusion(result))
        clear_layout(self._warning)
        warning = green.veto_warning(result)
        if warning:
            self._warning.addWidget(warning_strip("不具备申报条件", warning))
        bars = green.group_bars(form, result)
        self.paint(self.bars, "bars", bars, FULL, words_of(bars.rows))
        self.vetoes.show_grid(green.vetoes(found.scored, form, result))
        self.indicators.show_grid(green.indicators(form, result))
        self.show_walk(self._walk_panel, self.walk, found)
