"""The four rates side by side, with what was counted; the definition is a tooltip and the accessible description."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.gui.parts import fill, label, set_look, set_margins
from anhui_assess.services.project_view import RateWords

_RATES = 4


class _Card(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.title = label("", "second")
        self.value = label("", "figure")
        self.counted = label("", "small", wrap=True)
        row = QHBoxLayout()
        set_margins(row, 0, 0, 0, 0, 10)
        fill(row, self.title, None, self.value)
        column = QVBoxLayout(self)
        set_margins(column, 16, 10, 16, 10, 2)
        column.addLayout(row)
        column.addWidget(self.counted)

    def show_rate(self, rate: RateWords) -> None:
        self.title.setText(rate.title)
        self.value.setText(rate.value)
        set_look(self.value, "figure" if rate.known else "second")
        self.counted.setText(rate.counted)
        self.setToolTip(f"{rate.title} = {rate.meaning}")
        self.setAccessibleName(f"{rate.title} {rate.value}")
        self.setAccessibleDescription(f"{rate.counted}。{rate.meaning}")


class RateCards(QWidget):
    """Shows the four rates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.setAccessibleName("四督四保的四个率")
        row = QHBoxLayout(self)
        set_margins(row, 0, 0, 0, 0, 12)
        self.cards = tuple(_Card() for _ in range(_RATES))
        for card in self.cards:
            row.addWidget(card, 1)

    def show_rates(self, rates: Sequence[RateWords]) -> None:
        """Show the rates."""
        for card, rate in zip(self.cards, rates, strict=True):
            card.show_rate(rate)
