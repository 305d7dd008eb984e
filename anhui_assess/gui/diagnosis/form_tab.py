"""What the tabs of the three forms share: their empty state, their charts, and the walk to the single summand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.grid_table import GridTable
from anhui_assess.gui.diagnosis.panels import Section, Tab
from anhui_assess.gui.diagnosis.score_walk import ScoreWalk
from anhui_assess.gui.parts import button
from anhui_assess.gui.svg_view import SvgView, paper_width
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis import walk
from anhui_assess.services.diagnosis.held_back import WALKED, held_grid
from anhui_assess.services.diagnosis.picture import Diagnosis
from anhui_assess.services.navigation import first_in

FULL, HALF = 640.0, 300.0
"""Widths charts are drawn at, in points of paper: over the whole tab and over half of it."""


class FormTab(Tab):
    """A tab of one form; it says so when nothing was answered yet."""

    def __init__(self, app: AppSession, form_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form_id = form_id
        self._app = app
        self._panels: Sequence[QFrame] = ()
        self.empty = Section("还没有答题", "答了这份问卷，这里就有得分、短板和每一分的来历。")
        begin = button("去答题", self._begin)
        self.empty.add(begin)
        self.empty.column.setAlignment(begin, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.empty)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Fill the tab."""
        begun = bool(found.scored.sheet.form(self.form_id).answers)
        self.empty.setVisible(not begun)
        for panel in self._panels:
            panel.setVisible(begun)
        if begun:
            self.fill_panels(found)

    def set_panels(self, *panels: QFrame) -> None:
        """Name what is shown once the form was begun."""
        self._panels = panels

    def fill_panels(self, found: Diagnosis) -> None:
        """Fill the panels."""
        raise NotImplementedError

    def table(self) -> GridTable:
        """Return a table whose rows lead to questions."""
        made = GridTable()
        made.place_wanted.connect(self.place_wanted)
        return made

    def paint(self, view: SvgView, kind: str, data: Any, width: float, words: str) -> None:
        """Show a chart."""
        view.show_svg(
            self._app.tools.paint(kind, data, width=paper_width(width), theme=current_theme().id), words
        )

    def walk_section(self) -> tuple[Section, ScoreWalk]:
        """Return the panel with the walk of this form."""
        section = Section("得分怎么来的")
        self.held = self.table()
        view = ScoreWalk()
        view.place_wanted.connect(self.place_wanted)
        section.add(self.held, view)
        return section, view

    def show_walk(self, section: Section, view: ScoreWalk, found: Diagnosis) -> None:
        """Show the walk with its rule above."""
        rule = walk.rule(found.scored, self.form_id)
        section.say("得分怎么来的", f"{rule}。逐层展开，直到单个题目；点题目回到问卷。")
        walked = found.scored.catalog.forms[self.form_id].scoring.model in WALKED
        self.held.setVisible(walked)
        if walked:
            self.held.show_grid(held_grid(found.scored, self.form_id))
        view.show_score(found.scored, self.form_id)

    def _begin(self) -> None:
        session = self._app.current
        place = first_in(session.scored, self.form_id) if session is not None else None
        if place is not None:
            self.place_wanted.emit(place)


def words_of(rows: Sequence[tuple[str, float, str]]) -> str:
    """Return the rows of a bar chart in words."""
    return "，".join(f"{title} {words}" for title, _, words in rows)
