"""资格与梯度: a card a qualification with its verdict, and the conditions of the one chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from anhui_assess.gui.diagnosis.panels import CardGrid, Section, Tab, toned
from anhui_assess.gui.parts import button, clear_layout, fill, icon_label, label, rule, set_margins
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis.gradient import (
    NOTE,
    ConditionLine,
    QualificationCard,
    next_to_reach,
    qualification_cards,
)
from anhui_assess.services.diagnosis.picture import Diagnosis

_CARD_WIDTH = 250
_WORD = 52
_ABOVE = 8
_LEVELS = ("市", "省", "国家")


class GradientTab(Tab):
    """The tab of qualifications."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = label(NOTE, "second", wrap=True)
        self._groups = QVBoxLayout()
        set_margins(self._groups, 0, 0, 0, 0, 8)
        self._details = Section("逐条结果")
        self._rows = QVBoxLayout()
        set_margins(self._rows, 0, 0, 0, 0, 8)
        self._details.add(self._rows)
        self.cards: tuple[QualificationCard, ...] = ()
        self.choosers: list[QPushButton] = []
        self._chosen: str | None = None
        fill(self.column, self.note, self._groups, self._details, None)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Fill the tab; the qualification looked at stays."""
        self.cards = qualification_cards(found.scored)
        self.choosers = []
        clear_layout(self._groups)
        numbered = list(enumerate(self.cards))
        for name in dict.fromkeys(card.group for card in self.cards):
            grid = CardGrid(_CARD_WIDTH)
            fill(self._groups, label(name, "heading"), grid)
            grid.show_cards([self._card(card, number) for number, card in numbered if card.group == name])
        self._details.setVisible(bool(self.cards))
        if self.cards:
            ids = [card.id for card in self.cards]
            self.choose(ids.index(self._chosen) if self._chosen in ids else next_to_reach(self.cards))

    def choose(self, number: int) -> None:
        """Show the conditions of a qualification."""
        card = self.cards[number]
        self._chosen = card.id
        for place, made in enumerate(self.choosers):
            made.setChecked(place == number)
            made.setText("下面是逐条结果" if place == number else "看逐条结果")
        text = f"{card.counts}。依据：{card.document}。{card.note}"
        self._details.say(f"{card.title}：{card.word}", text)
        clear_layout(self._rows)
        for place, line in enumerate(card.conditions):
            if place:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._condition(line))

    def _on_choose(self, number: int) -> None:
        """Show the conditions and bring them into sight: they stand below all cards."""
        self.choose(number)
        self.column.activate()
        self.verticalScrollBar().setValue(self._details.y() - _ABOVE)

    def _card(self, card: QualificationCard, number: int) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "panel")
        frame.setAccessibleName(f"{card.title}：{card.word}。{card.counts}")
        column = QVBoxLayout(frame)
        set_margins(column, 18, 14, 14, 10, 6)
        head = QHBoxLayout()
        fill(
            head,
            label(card.title, "heading", wrap=True),
            label(f"{card.level}级" if card.level in _LEVELS else card.level, "small"),
        )
        head.setStretch(0, 1)
        choose = button(
            "看逐条结果", partial(self._on_choose, number), look="filter", name=f"看{card.title}的逐条结果"
        )
        choose.setCheckable(True)
        self.choosers.append(choose)
        foot = QHBoxLayout()
        fill(foot, choose, None)
        fill(
            column, head, toned(card.word, card.tone, card.icon), label(card.counts, "small", wrap=True), None
        )
        fill(column, foot)
        return frame

    def _condition(self, line: ConditionLine) -> QWidget:
        made = QWidget()
        made.setProperty("look", "plain")
        made.setAccessibleName(f"{line.title}：{line.word}。{line.told}")
        row = QHBoxLayout(made)
        set_margins(row, 0, 0, 0, 0, 8)
        row.addWidget(icon_label(line.icon, line.tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        word = label(line.word, line.tone)
        word.setFixedWidth(current_theme().px(_WORD))
        row.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        set_margins(words, 0, 0, 0, 0, 2)
        title = label(line.title, "heading", wrap=True)
        title.setToolTip(f"依据：{line.source}")
        fill(words, title)
        if line.told:
            fill(words, label(line.told, "second", wrap=True, selectable=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        if line.place is not None:
            go = button(
                "去看",
                partial(self.place_wanted.emit, line.place),
                look="link",
                name=f"{line.title}，去看{line.link}",
            )
            go.setToolTip(line.link)
            row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return made
