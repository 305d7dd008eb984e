"""The line “名词” under a question: the glossary's terms it uses, each with its meaning on hover, focus and click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from anhui_assess.domain.packs import GlossaryTerm
from anhui_assess.gui.flow import FlowLayout
from anhui_assess.gui.parts import clear_layout, label, set_margins


def meaning_of(term: GlossaryTerm) -> str:
    """Return a term's meaning, and whether it has been checked against its source."""
    return term.meaning if term.status in ("", "已核对") else f"{term.meaning}（{term.status}）"


class TermButton(QPushButton):
    """A term with a dotted line under it.

    Signals:
        reached(): the keyboard came here.
    """

    reached = Signal()

    def __init__(self, term: GlossaryTerm, parent: QWidget | None = None) -> None:
        super().__init__(term.term, parent)
        self.setProperty("look", "term")
        self.setAutoDefault(False)
        self.setAccessibleName(f"名词 {term.term}")
        self.setAccessibleDescription(meaning_of(term))
        self.setToolTip(meaning_of(term))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.reached.emit()


class TermLine(QWidget):
    """The terms in one flowing line; the meaning asked for last stands below it until other terms are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.buttons: list[TermButton] = []
        self._terms: tuple[GlossaryTerm, ...] = ()
        self._flow = FlowLayout(10)
        self.meaning = label("", "small", wrap=True)
        self.meaning.hide()
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 0, 4)
        column.addLayout(self._flow)
        column.addWidget(self.meaning)
        self.hide()

    def show_terms(self, terms: tuple[GlossaryTerm, ...]) -> None:
        """Show the terms of another question; the same terms stay as they are."""
        if terms == self._terms:
            return
        self._terms = terms
        clear_layout(self._flow)
        self.meaning.hide()
        self.buttons = []
        if terms:
            self._flow.addWidget(label("名词", "small"))
        for term in terms:
            made = TermButton(term)
            made.reached.connect(partial(self._explain, term))
            made.clicked.connect(partial(self._explain, term))
            self._flow.addWidget(made)
            self.buttons.append(made)
        self.setVisible(bool(terms))

    def _explain(self, term: GlossaryTerm, *_: object) -> None:
        self.meaning.setText(f"{term.term}：{meaning_of(term)}")
        self.meaning.show()
