"""绿色清单: a card a list; of the one chosen how it stands by section, what is missing, and where its share comes from."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from anhui_assess.domain.form import Form
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.grid_table import GridTable
from anhui_assess.gui.diagnosis.panels import CardGrid, Section, Tab, toned
from anhui_assess.gui.diagnosis.score_walk import ScoreWalk
from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.services.diagnosis import checklists, walk
from anhui_assess.services.diagnosis.overview import Card, card, untouched
from anhui_assess.services.diagnosis.picture import Diagnosis
from anhui_assess.services.navigation import first_in

_CARD_WIDTH = 300
_THOUSAND = 1000


class ListsTab(Tab):
    """The tab of the green lists."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._found: Diagnosis | None = None
        self._grid = CardGrid(_CARD_WIDTH)
        self._head = Section("")
        self.sections = self._table()
        self._head.add(self.sections)
        self._lacking = Section("")
        self.lacking = self._table()
        self._lacking.add(self.lacking)
        self._walk = Section("比例怎么来的")
        self.walk = ScoreWalk()
        self.walk.place_wanted.connect(self.place_wanted)
        self._walk.add(self.walk)
        self.choosers: dict[str, QPushButton] = {}
        self.chosen = checklists.GREEN_LISTS[0]
        fill(self.column, self._grid, self._head, self._lacking, self._walk, None)

    def _table(self) -> GridTable:
        made = GridTable()
        made.place_wanted.connect(self.place_wanted)
        return made

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Fill the tab; the list looked at stays."""
        self._found = found
        self.choosers = {}
        forms = [found.scored.catalog.forms[key] for key in checklists.GREEN_LISTS]
        self._grid.show_cards([self._card(found, form) for form in forms])
        self.choose(self.chosen)

    def choose(self, form_id: str) -> None:
        """Show one of the lists."""
        self.chosen = form_id
        for key, made in self.choosers.items():
            made.setChecked(key == form_id)
            made.setText("下面是这份清单" if key == form_id else "看这份清单")
        if self._found is None:
            return
        scored = self._found.scored
        form, begun = scored.catalog.forms[form_id], bool(scored.sheet.form(form_id).answers)
        for panel in (self.sections, self._lacking, self._walk):
            panel.setVisible(begun)
        if not begun:
            self._head.say(form.title, f"还没有答题。{form.summary}")
            return
        result = scored.result(form_id)
        note = checklists.MANDATORY_NOTE if result.requirements else form.scoring.note
        self._head.say(form.title, f"{checklists.conclusion(form, result)}{note}")
        self.sections.show_grid(checklists.sections(form, result))
        lacking = checklists.lacking(scored, form, result)
        self._lacking.setVisible(bool(lacking.rows))
        self._lacking.say(lacking.name, "点一行回到这一题。")
        self.lacking.show_grid(lacking)
        self._walk.say(
            "比例怎么来的", f"{walk.rule(scored, form_id)}。逐层展开，直到单个题目；点题目回到问卷。"
        )
        self.walk.show_score(scored, form_id)

    def _card(self, found: Diagnosis, form: Form) -> QFrame:
        begun = bool(found.scored.sheet.form(form.id).answers)
        shown: Card = card(form, found.scored.result(form.id)) if begun else untouched(form)
        frame = QFrame()
        frame.setProperty("look", "panel")
        frame.setAccessibleName(f"{shown.label}：{shown.value}，{shown.remark}")
        column = QVBoxLayout(frame)
        set_margins(column, 18, 14, 14, 10, 6)
        choose = button("看这份清单", partial(self.choose, form.id), look="filter", name=f"看{shown.label}")
        choose.setCheckable(True)
        self.choosers[form.id] = choose
        answer = button(
            "接着答" if begun else "开始答",
            partial(self._answer, form.id),
            look="link",
            name=f"{shown.label}，去答题",
        )
        bar = QProgressBar()
        bar.setMaximum(_THOUSAND)
        bar.setValue(round(shown.completeness * _THOUSAND))
        bar.setTextVisible(False)
        bar.setAccessibleName(f"{shown.label}完成度 {shown.completeness:.0%}")
        foot = QHBoxLayout()
        fill(foot, choose, None, answer)
        icon = {"good": "check", "attention": "warning", "bad": "error"}.get(shown.tone, "dash")
        fill(
            column,
            label(shown.label, "second"),
            label(shown.value, "heading", wrap=True),
            bar,
            toned(shown.remark, shown.tone, icon),
            None,
        )
        fill(column, foot)
        return frame

    def _answer(self, form_id: str) -> None:
        session = self._app.current
        place = first_in(session.scored, form_id) if session is not None else None
        if place is not None:
            self.place_wanted.emit(place)
