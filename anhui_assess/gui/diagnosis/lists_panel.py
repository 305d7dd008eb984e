"""The lists that accompany the questionnaires, one line each, under the cards of 总览."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from anhui_assess.gui.diagnosis.panels import toned
from anhui_assess.gui.parts import button, clear_layout, fill, label, set_margins
from anhui_assess.services.diagnosis.overview import Card

_ICONS = {"good": "check", "attention": "warning", "bad": "error", "text2": "dash"}


class ListsPanel(QFrame):
    """Shows the lists; hidden when there is none.

    Signals:
        card_wanted(object): the Card of a list the user wants to see.
    """

    card_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setAccessibleName("专项清单")
        self.rows = QGridLayout()
        set_margins(self.rows, 0, 0, 0, 0, 6)
        self.rows.setHorizontalSpacing(16)
        self.rows.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        set_margins(column, 20, 10, 16, 10, 6)
        fill(column, label("专项清单", "heading"), self.rows)
        self.hide()

    def show_lists(self, cards: Sequence[Card]) -> None:
        """Show a line a list."""
        clear_layout(self.rows)
        self.setVisible(bool(cards))
        for number, card in enumerate(cards):
            untouched = card.tone == "text2"
            text = "开始答" if untouched else "看详情"
            go = button(text, partial(self.card_wanted.emit, card), look="link", name=f"{card.label}，{text}")
            value = "未开始" if untouched else card.value
            remark = "" if untouched else card.remark
            self.rows.addWidget(label(card.label), number, 0)
            self.rows.addWidget(label(value, "second"), number, 1)
            if remark:
                self.rows.addWidget(toned(remark, card.tone, _ICONS[card.tone]), number, 2)
            self.rows.addWidget(go, number, 3, Qt.AlignmentFlag.AlignRight)
