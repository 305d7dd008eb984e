"""What every answer control promises: loading is silent, a change by the user is told once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from anhui_assess.domain.answers import Value
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Choice, Item
from anhui_assess.domain.packs import Packs


@dataclass(frozen=True)
class Shown:
    """What a control shows.

    Attributes:
        value: the enterprise's own value, None when there is none.
        effective: the value as scores see it; tables take their calculated columns from it.
        group: the option of another item that narrows the choices (the city of a county).
    """

    value: Value | None = None
    effective: Any = Missing.UNANSWERED
    group: str | None = None


class Editor(QWidget):
    """A control for one item.

    Signals:
        edited(object): the user gave a value, as the item's kind accepts or refuses it.
        cleared(): the user took the value away.
    """

    edited = Signal(object)
    cleared = Signal()

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.compact = compact
        self._loading = False
        self.setProperty("look", "plain")

    def equip(self, packs: Packs, industry: str) -> None:
        """Take what helps to answer (typical items, scales) for a firm of an industry; most controls need nothing."""
        del packs, industry

    def load(self, shown: Shown) -> None:
        """Show a value without telling anyone."""
        self._loading = True
        try:
            self._show(shown)
        finally:
            self._loading = False

    def commit(self) -> None:
        """Tell what was typed and not told yet; pages call it before they leave the control."""

    def press_digit(self, digit: int) -> bool:
        """Answer with a number key; False when the control does not take number keys."""
        del digit
        return False

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        self.setEnabled(not read_only)

    def set_fault(self, faulty: bool) -> None:
        """Mark the control as holding something that was refused."""
        del faulty

    def takes_return(self) -> bool:
        """Whether Enter belongs to the control (a text of several lines, a table)."""
        return False

    def unsaved(self) -> object | None:
        """Return what was typed and refused, so that it can be shown again after the control was away."""
        return None

    def restore(self, unsaved: object) -> None:
        """Show again what `unsaved` gave."""
        del unsaved

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the control inside."""
        proxy = self.focusProxy()
        if proxy is not None:
            proxy.setFocus(event.reason())
        super().focusInEvent(event)

    def _show(self, shown: Shown) -> None:
        raise NotImplementedError

    def _tell(self, value: object) -> None:
        if not self._loading:
            self.edited.emit(value)

    def _tell_cleared(self) -> None:
        if not self._loading:
            self.cleared.emit()


def options(item: Item, group: str | None) -> tuple[Choice, ...]:
    """Return the choices open to the user, narrowed by the option of the item they depend on."""
    if item.depends_on is None:
        return item.choices
    return tuple(choice for choice in item.choices if choice.group is None or choice.group == group)
