"""中小企业数字化: score by section, the two gates of every level, the scenarios, and the walk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.form_tab import FULL, FormTab, words_of
from anhui_assess.gui.diagnosis.panels import Section
from anhui_assess.gui.parts import fill
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services.diagnosis import sme
from anhui_assess.services.diagnosis.picture import Diagnosis

FORM = "sme_digital"


class SmeTab(FormTab):
    """The tab of the form for small and middle enterprises."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(app, FORM, parent)
        self._head = Section("总体结论")
        self.bars = SvgView("各部分得分")
        self._head.add(self.bars)
        self._gate_panel = Section("各级的两道关", sme.GATES_NOTE)
        self.gates = self.table()
        self._gate_panel.add(self.gates)
        self._scenario_panel = Section("场景做到几级", sme.SCENARIOS_NOTE)
        self.scenarios = self.table()
        self._scenario_panel.add(self.scenarios)
        self._walk_panel, self.walk = self.walk_section()
        fill(self.column, self._head, self._gate_panel, self._scenario_panel, self._walk_panel, None)
        self.set_panels(self._head, self._gate_panel, self._scenario_panel, self._walk_panel)

    def fill_panels(self, found: Diagnosis) -> None:
        """Fill the tab."""
        form = found.scored.catalog.forms[self.form_id]
        result = found.scored.result(self.form_id)
        self._head.say("总体结论", sme.conclusion(form, result))
        bars = sme.section_bars(result)
        self.bars.setVisible(bool(bars.rows))
        if bars.rows:
            self.paint(self.bars, "bars", bars, FULL, words_of(bars.rows))
        self.gates.show_grid(sme.gates(form, result))
        self.scenarios.show_grid(sme.scenarios(form, result))
        self.show_walk(self._walk_panel, self.walk, found)
