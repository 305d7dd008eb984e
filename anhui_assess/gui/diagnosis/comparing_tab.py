"""对标: the twelve provincial indicators beside the firm's own figures."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.form_tab import FULL
from anhui_assess.gui.diagnosis.grid_table import GridTable
from anhui_assess.gui.diagnosis.panels import Section, Tab
from anhui_assess.gui.parts import fill
from anhui_assess.gui.svg_view import SvgView, paper_width
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis import comparing
from anhui_assess.services.diagnosis.picture import Diagnosis


class ComparingTab(Tab):
    """The tab of comparisons."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._table_panel = Section("12 项指标对照", comparing.INTRODUCTION)
        self.table = GridTable()
        self.table.place_wanted.connect(self.place_wanted)
        self._table_panel.add(self.table)
        self._chart_panel = Section("图示", "粗条是企业数据，竖线是 2014、2020、2025 年的全省值。")
        self.chart = SvgView("企业数据与全省值")
        self._chart_panel.add(self.chart)
        self._lines_panel = Section("后来的参照线", "2015 年以后公开的数，带年份和来源；只供参照，不是门槛。")
        self.lines = GridTable()
        self.lines.place_wanted.connect(self.place_wanted)
        self._lines_panel.add(self.lines)
        fill(self.column, self._table_panel, self._chart_panel, self._lines_panel, None)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Fill the tab."""
        self.table.show_grid(comparing.table(found.scored, found.comparisons))
        self.lines.show_grid(comparing.lines(found.scored, found.comparisons))
        rows = comparing.bullets(found.comparisons)
        self._chart_panel.setVisible(bool(rows))
        if rows:
            words = "，".join(f"{row.title} {row.value:.2f} {row.unit}" for row in rows)
            svg = self._app.tools.paint("bullets", rows, width=paper_width(FULL), theme=current_theme().id)
            self.chart.show_svg(svg, words)
