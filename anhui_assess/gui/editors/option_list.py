"""Controls made of option rows: steps of a scale, anchored ratings, yes/no, and short choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.item_kinds.scales import RATINGS
from anhui_assess.gui.editors.base import Editor, Shown, options
from anhui_assess.gui.editors.option_row import OptionRow
from anhui_assess.gui.parts import set_margins

Option = tuple[Any, str, str]
"""Value, name, meaning."""


class OptionListEditor(Editor):
    """One of a few options; number key n chooses row n."""

    def __init__(self, item: Item, choices: Sequence[Option], *, parent: QWidget | None = None) -> None:
        super().__init__(item, parent=parent)
        self._column = QVBoxLayout(self)
        set_margins(self._column, 0, 0, 0, 0, 6)
        self.rows: list[OptionRow] = []
        self._values: list[Any] = []
        self._set_options(choices)

    def _set_options(self, choices: Sequence[Option]) -> None:
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = []
        self._values = [value for value, _, _ in choices]
        for number, (_, title, meaning) in enumerate(choices, start=1):
            row = OptionRow(number, title, meaning, self)
            row.clicked.connect(lambda _checked=False, place=number - 1: self._choose(place))
            self._column.addWidget(row)
            self.rows.append(row)
        if self.rows:
            self.setFocusProxy(self.rows[0])

    def _choose(self, place: int) -> None:
        for number, row in enumerate(self.rows):
            row.setChecked(number == place)
        self._tell(self._values[place])

    def press_digit(self, digit: int) -> bool:
        """Choose the row of that number."""
        if not 1 <= digit <= len(self.rows) or not self.isEnabled():
            return False
        self._choose(digit - 1)
        self.rows[digit - 1].setFocus()
        return True

    def _show(self, shown: Shown) -> None:
        for value, row in zip(self._values, self.rows, strict=True):
            row.setChecked(same_value(value, shown.value))
        checked = next((row for row in self.rows if row.isChecked()), self.rows[0] if self.rows else None)
        if checked is not None:
            self.setFocusProxy(checked)


def same_value(one: Any, other: Any) -> bool:
    """Return whether two stored values are the same; yes is not 1, but 1 is 1.0."""
    return one is not None and isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def steps_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return the control of a scale or an anchored rating."""
    del compact
    if item.scale:
        return OptionListEditor(
            item,
            [(point.value, point.title, item.anchors.get(plain(point.value), "")) for point in item.scale],
        )
    return OptionListEditor(
        item, [(rating, item.anchors.get(str(rating)) or f"{rating} 分", "") for rating in RATINGS]
    )


def yes_no_rows(item: Item) -> Editor:
    """Return the control of a yes/no question."""
    return OptionListEditor(item, [(True, "是", ""), (False, "否", "")])


def choice_rows(item: Item) -> Editor:
    """Return the control of a choice with few options."""
    return OptionListEditor(item, [(choice.id, choice.title, "") for choice in options(item, None)])
