"""绿色工厂: vetoes, groups, indicators, and the walk."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from anhui_assess.domain.form import Form
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.form_tab import FULL, FormTab, words_of
from anhui_assess.gui.diagnosis.panels import Section, warning_strip
from anhui_assess.gui.parts import clear_layout, fill, set_margins
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services.diagnosis import green, green_products, green_tables
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
        self._product_panel = Section(
            "有限额、定额的产品", "多于三种时只取用量最大的三种；点一行回到产品表。"
        )
        self.limits, self.quotas = self.table(), self.table()
        self._product_panel.add(self.limits, self.quotas)
        self._energy_panel = Section("综合能耗与碳排放，逐行计算")
        self.energy, self.carbon = self.table(), self.table()
        self._energy_panel.add(self.energy, self.carbon)
        self._years_panel = Section("三年对照", "点一行回到这张表。")
        self.years = self.table()
        self._years_panel.add(self.years)
        self._figure_panel = Section("每个数怎么算出来的")
        self.figures = self.table()
        self._figure_panel.add(self.figures)
        self._bonus_panel = Section("附加项")
        self._walk_panel, self.walk = self.walk_section()
        panels = (
            self._head,
            self._veto_panel,
            self._indicator_panel,
            self._product_panel,
            self._energy_panel,
            self._years_panel,
            self._figure_panel,
            self._bonus_panel,
            self._walk_panel,
        )
        fill(self.column, *panels, None)
        self.set_panels(*panels)

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
        scored = found.scored
        self.vetoes.show_grid(green.vetoes(scored, form, result))
        self.indicators.show_grid(green.indicators(form, result, green.reasons(scored, form, result)))
        self._fill_calculations(found, form)
        self.show_walk(self._walk_panel, self.walk, found)

    def _fill_calculations(self, found: Diagnosis, form: Form) -> None:
        scored = found.scored
        limits, quotas = green_products.limits(scored, form), green_products.quotas(scored, form)
        self._product_panel.setVisible(bool(limits.rows or quotas.rows))
        for table, grid in ((self.limits, limits), (self.quotas, quotas)):
            table.setVisible(bool(grid.rows))
            table.show_grid(grid)
        edition = green_tables.factor_edition(scored)
        self._energy_panel.say(
            "综合能耗与碳排放，逐行计算",
            f"每行 = 净消费量 × 因子，实测热值优先。{green_tables.beside(scored, form)}因子版本：{edition}。",
        )
        self.energy.show_grid(green_tables.energy(scored, form))
        self.carbon.show_grid(green_tables.carbon(scored, form))
        years = green_tables.years(scored, form)
        self._years_panel.setVisible(bool(years.rows))
        self.years.show_grid(years)
        self._figure_panel.say("每个数怎么算出来的", "没有算出的写明缺什么；点一行到提供数据的第一题。")
        self.figures.show_grid(green_tables.figures(scored, form))
        bonus = green_tables.bonus(scored, form)
        self._bonus_panel.say("附加项", bonus)
        self._bonus_panel.setVisible(bool(bonus))
