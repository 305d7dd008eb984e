"""The warnings beside a question: a shared figure given otherwise elsewhere, figures that look wrong; with the way there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.gui.parts import button, clear_layout, icon_label, label, set_margins
from anhui_assess.services.clashes import Differing
from anhui_assess.services.warnings import Warned


class ClashStrip(QFrame):
    """One line for every place that differs; hidden when none does.

    Signals:
        place_wanted(object): the user wants to see that Place.
    """

    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "attention-bar")
        self.setAccessibleName("共用数据前后不一")
        self._shown: tuple[Differing | Warned, ...] = ()
        self._rows = QVBoxLayout(self)
        set_margins(self._rows, 12, 6, 8, 6, 4)
        self.hide()

    def show_differing(self, found: tuple[Differing | Warned, ...]) -> None:
        """Show what differs."""
        if found != self._shown:
            self._shown = found
            clear_layout(self._rows)
            for entry in found:
                self._rows.addWidget(self._row(entry))
            self.setAccessibleDescription(self.words())
        self.setVisible(bool(found))

    def words(self) -> str:
        """Return the warnings as shown."""
        return "\n".join(entry.words for entry in self._shown)

    def _row(self, entry: Differing | Warned) -> QWidget:
        made = QWidget()
        made.setProperty("look", "plain")
        row = QHBoxLayout(made)
        set_margins(row, 0, 0, 0, 0, 8)
        row.addWidget(icon_label("warning", "attention", 16), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(entry.words, "", wrap=True), 1)
        if entry.place is not None:
            go = button(
                "去看", partial(self.place_wanted.emit, entry.place), look="link", name=f"去看{entry.where}"
            )
            row.addWidget(go, 0, Qt.AlignmentFlag.AlignVCenter)
        return made
