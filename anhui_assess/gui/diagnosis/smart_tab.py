"""智能工厂: ruler, levels, domains, heat map, what blocks the next level, and the walk."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.form_tab import FULL, HALF, FormTab, words_of
from anhui_assess.gui.diagnosis.heat_map import HeatView
from anhui_assess.gui.diagnosis.panels import Section, side_by_side
from anhui_assess.gui.parts import button, fill
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services.diagnosis import smart
from anhui_assess.services.diagnosis.picture import Diagnosis

_SHOWN = 12


class SmartTab(FormTab):
    """The tab of the smart-factory form."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(app, "smart_factory", parent)
        self._head = Section("总体结论")
        self.ruler = SvgView("成熟度标尺")
        self.levels = self.table()
        self._head.add(self.ruler, self.levels)
        self._radar_panel = Section("各能力域成熟度（0–5）")
        self.radar = SvgView("各能力域雷达图")
        self._radar_panel.add(self.radar, None)
        self._bars_panel = Section("各能力域得分（0–5）")
        self.bars = SvgView("各能力域得分条形图")
        self._bars_panel.add(self.bars, None)
        self._heat_panel = Section("各能力子域各级得分")
        self.heat = HeatView()
        self.heat.place_wanted.connect(self.place_wanted)
        self._heat_panel.add(self.heat)
        self._blocking_panel = Section("离下一级还差")
        self.blocking = self.table()
        self.more = button("", self._show_more, look="link")
        self._blocking_panel.add(self.blocking, self.more)
        self._blocking_panel.column.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)
        self._found: Diagnosis | None = None
        self._whole = False
        self._walk_panel, self.walk = self.walk_section()
        row = side_by_side(self._radar_panel, self._bars_panel)
        fill(self.column, self._head, row, self._heat_panel, self._blocking_panel, self._walk_panel, None)
        self.set_panels(
            self._head,
            self._blocking_panel,
            self._radar_panel,
            self._bars_panel,
            self._heat_panel,
            self._walk_panel,
        )

    def fill_panels(self, found: Diagnosis) -> None:
        """Fill the tab."""
        form = found.scored.catalog.forms[self.form_id]
        result = found.scored.result(self.form_id)
        conclusion = smart.conclusion(form, result)
        self._head.say("总体结论", conclusion)
        self.paint(self.ruler, "level_ruler", smart.ruler(form, result), FULL, conclusion)
        self.levels.show_grid(smart.levels(form, result))
        bars = smart.domain_bars(form, result)
        self.paint(self.bars, "bars", bars, HALF, words_of(bars.rows))
        radar = smart.radar(form, result)
        self._radar_panel.setVisible(radar is not None)
        if radar is not None:
            self.paint(self.radar, "radar", radar, HALF, words_of(bars.rows))
        heat = smart.heat_map(found.scored, form)
        self._heat_panel.say("各能力子域各级得分", heat.legend)
        self.heat.show_heat(heat)
        self._found = found
        self._show_blocking(found)
        self.show_walk(self._walk_panel, self.walk, found)

    def _show_blocking(self, found: Diagnosis) -> None:
        form = found.scored.catalog.forms[self.form_id]
        result = found.scored.result(self.form_id)
        grid = smart.blocking(found.scored, form)
        count = len(grid.rows)
        self._blocking_panel.setVisible(bool(count))
        self._blocking_panel.say(smart.blocking_title(result), smart.blocking_note(result))
        self.more.setVisible(count > _SHOWN)
        self.more.setText("收起" if self._whole else f"显示全部 {count} 条")
        self.more.setAccessibleName(self.more.text())
        self.blocking.show_grid(grid if self._whole else replace(grid, rows=grid.rows[:_SHOWN]))

    def _show_more(self) -> None:
        self._whole = not self._whole
        if self._found is not None:
            self._show_blocking(self._found)
