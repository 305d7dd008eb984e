"""What the quick scan suggests for the question shown: one calm line, taken only when the user says so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from anhui_assess.gui.parts import button, fill, icon_label, label, set_margins
from anhui_assess.services.suggestions import Suggestion


class SuggestionStrip(QFrame):
    """Shows a suggestion; hidden while there is none.

    Signals:
        taken(object): the user takes this value as the answer.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "strip")
        self.setAccessibleName("快速自评建议")
        self.suggestion: Suggestion | None = None
        self.words = label("", "second")
        self.take = button("采用 (Ctrl+Enter)", self.adopt, look="link")
        row = QHBoxLayout(self)
        set_margins(row, 12, 3, 8, 3, 6)
        fill(row, icon_label("info", "text2", 16), self.words, label("·", "second"), self.take, None)
        self.hide()

    def show_suggestion(self, found: Suggestion | None) -> None:
        """Show a suggestion, or nothing."""
        self.suggestion = found
        if found is not None:
            self.words.setText(f"快速自评建议：{found.title}")
            tip = f"快速自评里“{found.section}”选了第 {found.rating} 档。采用后和自己答的一样，可以改，也可以撤销。"
            self.setToolTip(tip)
            self.setAccessibleDescription(f"{self.words.text()}。{tip}")
            self.take.setAccessibleName(f"采用快速自评建议：{found.title}")
        self.setVisible(found is not None)

    def adopt(self) -> None:
        """Take the suggestion."""
        if self.suggestion is not None and not self.isHidden():
            self.taken.emit(self.suggestion.value)
