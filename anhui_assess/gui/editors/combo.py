"""A choice from a list that drops down: long lists, and every choice on the profile page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from anhui_assess.domain.form import Item
from anhui_assess.gui.editors.base import Editor, Shown, options
from anhui_assess.gui.editors.option_list import choice_rows, same_value, yes_no_rows
from anhui_assess.gui.parts import set_margins, set_property

_FEW = 8
_NOTHING = "请选择"


class StillCombo(QComboBox):
    """A combo box that the mouse wheel does not change by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class ComboEditor(Editor):
    """One option of a list; the first entry takes the answer back."""

    def __init__(
        self, item: Item, choices: Sequence[tuple[Any, str]] | None = None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(item, compact=True, parent=parent)
        self._fixed = choices
        self._values: list[Any] = []
        self.box = StillCombo()
        self.box.setAccessibleName(item.title)
        self.box.setMaxVisibleItems(16)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setMinimumWidth(200)
        self.box.activated.connect(self._on_activated)
        row = QHBoxLayout(self)
        set_margins(row, 0, 0, 0, 0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        self.setFocusProxy(self.box)
        self._fill(None)

    def _fill(self, group: str | None) -> None:
        pairs = self._fixed or [(choice.id, choice.title) for choice in options(self.item, group)]
        values = [None, *(value for value, _ in pairs)]
        if values == self._values:
            return
        self._values = values
        self.box.clear()
        self.box.addItems([_NOTHING, *(title for _, title in pairs)])

    def _on_activated(self, index: int) -> None:
        if index <= 0:
            self._tell_cleared()
        else:
            self._tell(self._values[index])

    def set_fault(self, faulty: bool) -> None:
        """Mark the box."""
        set_property(self.box, "fault", faulty)

    def _show(self, shown: Shown) -> None:
        self._fill(shown.group)
        found = next((place for place, value in enumerate(self._values) if same_value(value, shown.value)), 0)
        self.box.setCurrentIndex(found)


def choice_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return option rows for a short choice, a list for a long one."""
    if compact or len(item.choices) > _FEW or item.depends_on:
        return ComboEditor(item)
    return choice_rows(item)


def yes_no_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return two rows for a question, a short list for a form of many fields."""
    return ComboEditor(item, [(True, "是"), (False, "否")]) if compact else yes_no_rows(item)
