"""Takes measures of the plan into the register: ticked one by one, with the dates and money they bring along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.domain.planning.plan import PlannedMeasure
from anhui_assess.domain.planning.projects import months_later
from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.gui.projects.tick_table import TickTable
from anhui_assess.gui.theme import current_theme
from anhui_assess.services import wording
from anhui_assess.services.plan_view import PHASE_TITLES
from anhui_assess.services.project_view import CAPACITY_NOTE

_HEADS = ("措施", "阶段", "计划开工", "计划竣工", "投资")
_WIDTHS = (0, 70, 120, 120, 150)
_FIRST = "near"


class AcceptDialog(QDialog):
    """Offers the measures of the plan that are no projects yet; those of the first phase are ticked.

    Signals:
        chosen(object): the ids of the measures ticked.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("从方案列入项目")
        self._measures: tuple[PlannedMeasure, ...] = ()
        self.table = TickTable("方案里的措施", _HEADS, _WIDTHS)
        self.take = button("列入项目", self._on_take, look="primary", icon="add")
        self._count = label("", "second")
        note = f"日期按方案的月份从今天起算，投资取区间的中间值，列入后都可以改。{CAPACITY_NOTE}"
        below = QHBoxLayout()
        set_margins(below, 0, 0, 0, 0, 8)
        fill(
            below,
            button("全选", lambda: self.table.tick_all(is_ticked=True)),
            button("全不选", lambda: self.table.tick_all(is_ticked=False)),
            self._count,
            None,
            button("取消", self.reject),
            self.take,
        )
        column = QVBoxLayout(self)
        set_margins(column, 20, 16, 20, 16, 10)
        fill(column, label(note, "second", wrap=True), self.table, below)
        self.table.ticked.connect(self._on_ticked)
        self.resize(current_theme().px(900), current_theme().px(540))

    def offer(self, measures: Sequence[PlannedMeasure], day: str) -> None:
        """Show measures; months count from `day`."""
        self._measures = tuple(measures)
        self.table.show_rows(
            [
                (
                    (
                        entry.measure.title,
                        PHASE_TITLES[entry.phase],
                        months_later(day, entry.start),
                        months_later(day, entry.end),
                        wording.money(entry.investment),
                    ),
                    entry.phase == _FIRST,
                )
                for entry in self._measures
            ]
        )

    def _on_ticked(self) -> None:
        count = len(self.table.rows_ticked())
        self._count.setText(f"已勾 {count} / {len(self._measures)} 项")
        self.take.setText(f"列入 {count} 项" if count else "列入项目")
        self.take.setAccessibleName(self.take.text())
        self.take.setEnabled(bool(count))

    def _on_take(self) -> None:
        self.chosen.emit(tuple(self._measures[row].measure.id for row in self.table.rows_ticked()))
        self.accept()
