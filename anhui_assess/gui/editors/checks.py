"""Any number of options, ticked in a grid."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from anhui_assess.domain.form import Item
from anhui_assess.gui.editors.base import Editor, Shown
from anhui_assess.gui.parts import set_margins

_LONG_TITLE = 14
_NONE = "一项也没有"


class ChecksEditor(Editor):
    """Tick boxes; ticking none is an answer of its own, so that it differs from not having answered."""

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(item, compact=compact, parent=parent)
        grid = QGridLayout(self)
        set_margins(grid, 0, 0, 0, 0, 4)
        grid.setHorizontalSpacing(16)
        longest = max((len(choice.title) for choice in item.choices), default=0)
        columns = 2 if longest > _LONG_TITLE else 3
        self.boxes: list[QCheckBox] = []
        for place, choice in enumerate(item.choices):
            box = QCheckBox(choice.title)
            box.setAccessibleName(choice.title)
            box.clicked.connect(self._on_clicked)
            grid.addWidget(box, place // columns, place % columns)
            self.boxes.append(box)
        self.none = QCheckBox(_NONE)
        self.none.setAccessibleName(_NONE)
        self.none.clicked.connect(self._on_none)
        grid.addWidget(self.none, (len(item.choices) + columns - 1) // columns, 0)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        if self.boxes:
            self.setFocusProxy(self.boxes[0])

    def _chosen(self) -> tuple[str, ...]:
        return tuple(
            choice.id for choice, box in zip(self.item.choices, self.boxes, strict=True) if box.isChecked()
        )

    def _on_clicked(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.none.setChecked(False)
            self._tell(chosen)
        else:
            self._tell_cleared()

    def _on_none(self) -> None:
        if not self.none.isChecked():
            self._tell_cleared()
            return
        for box in self.boxes:
            box.setChecked(False)
        self._tell(())

    def press_digit(self, digit: int) -> bool:
        """Tick or untick the box of that number."""
        if not 1 <= digit <= len(self.boxes) or not self.isEnabled():
            return False
        self.boxes[digit - 1].setFocus()
        self.boxes[digit - 1].click()
        return True

    def _show(self, shown: Shown) -> None:
        chosen = shown.value if isinstance(shown.value, tuple) else ()
        for choice, box in zip(self.item.choices, self.boxes, strict=True):
            box.setChecked(choice.id in chosen)
        self.none.setChecked(shown.value == ())


def checks_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return the control of a multiple choice."""
    return ChecksEditor(item, compact=compact)
