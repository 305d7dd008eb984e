"""产业方向: what the policy wants of the industry, how the firm fits, and the programme targets its gaps touch."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from anhui_assess.domain.diagnosis.industry_fit import industry_of
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.gui.diagnosis.grid_table import GridTable
from anhui_assess.gui.diagnosis.panels import Section, Tab
from anhui_assess.gui.parts import button, fill, label
from anhui_assess.services.diagnosis import direction
from anhui_assess.services.diagnosis.picture import Diagnosis
from anhui_assess.services.navigation import Place

_CHOICE = Place(PROFILE_FORM, "industry")


class DirectionTab(Tab):
    """The tab of the industry's direction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = Section("政策要什么")
        self._path = label("", wrap=True, selectable=True)
        self._focus = label("", "second", wrap=True, selectable=True)
        self.choose = button("去选重点产业领域", lambda: self.place_wanted.emit(_CHOICE))
        self._policy.add(self._path, self._focus, self.choose)
        self._fit = Section("企业契合多少")
        self.table = self._grid(self._fit)
        self._targets = Section("五项工程的目标", direction.TARGETS_NOTE)
        self.targets = self._grid(self._targets)
        fill(self.column, self._policy, self._fit, self._targets, None)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Fill the tab."""
        industry = industry_of(found.scored)
        self.choose.setVisible(industry is None)
        if industry is None:
            self._path.setText("企业档案里还没有选重点产业领域，选了以后这里说明政策要什么、企业契合多少。")
            self._focus.setText("")
        else:
            self._path.setText(direction.industry_words(industry) + industry.path)
            self._focus.setText(f"政策点到的产品和方向：{industry.focus}。" if industry.focus else "")
        words = direction.conclusion(found.scored)
        self._fit.setVisible(bool(words))
        if words:
            self._fit.say("企业契合多少", f"{words}{direction.NOTE}")
            self.table.show_grid(direction.table(found.scored))
        self.targets.show_grid(direction.targets(found.scored.catalog.packs, found.findings))

    def _grid(self, section: Section) -> GridTable:
        made = GridTable()
        made.place_wanted.connect(self.place_wanted)
        section.add(made)
        return made
