"""四基: sections, inventory by supply risk, and the walk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.form_tab import FULL, FormTab, words_of
from anhui_assess.gui.diagnosis.panels import Section
from anhui_assess.gui.parts import fill
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services.diagnosis import bases
from anhui_assess.services.diagnosis.picture import Diagnosis


class BasesTab(FormTab):
    """The tab of the four-bases form."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(app, "four_bases", parent)
        self._head = Section("总体结论")
        self.bars = SvgView("各部分能力得分")
        self._head.add(self.bars)
        self._inventory_panel = Section("关键件清单与断供风险")
        self.inventory = self.table()
        self.matrix = SvgView("关键件风险矩阵")
        self._inventory_panel.add(self.inventory, 8, self.matrix)
        self._walk_panel, self.walk = self.walk_section()
        fill(self.column, self._head, self._inventory_panel, self._walk_panel, None)
        self.set_panels(self._head, self._inventory_panel, self._walk_panel)

    def fill_panels(self, found: Diagnosis) -> None:
        """Fill the tab."""
        form = found.scored.catalog.forms[self.form_id]
        result = found.scored.result(self.form_id)
        self._head.say("总体结论", bases.conclusion(form, result))
        bars = bases.section_bars(result)
        self.bars.setVisible(bool(bars.rows))
        if bars.rows:
            self.paint(self.bars, "bars", bars, FULL, words_of(bars.rows))
        words = bases.inventory_words(form, result)
        self._inventory_panel.say("关键件清单与断供风险", words)
        self.inventory.setVisible(bool(result.inventory))
        self.matrix.setVisible(bool(result.inventory))
        self.inventory.show_grid(bases.inventory(found.scored, form))
        if result.inventory:
            self.paint(self.matrix, "risk_matrix", bases.risk_matrix(form, result), FULL, words)
        self.show_walk(self._walk_panel, self.walk, found)
