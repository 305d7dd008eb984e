"""The right pane: what counts, what an assessor looks at, usual evidence, where it comes from, and this answer's history."""

from __future__ import annotations

from itertools import chain, repeat

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.gui.parts import ScrollColumn, fill, label, rule, set_margins
from anhui_assess.services.history_wording import history_line
from anhui_assess.services.navigation import Place
from anhui_assess.services.records import indicators_of, label_of, records_of
from anhui_assess.services.session import AssessmentSession

_HISTORY_SHOWN = 6
_POLICY = "皖政〔2015〕106号"


def best_meaning(item: Item) -> tuple[str, str]:
    """Return the title and the text of what counts as fully met."""
    kind = kind_of(item)
    if item.full_marks:
        return "怎样算符合", item.full_marks
    best = kind.best(item)
    if item.anchors and isinstance(best, (int, float)):
        name = kind.display(item, best)
        return f"怎样算“{name}”", item.anchors.get(f"{best:g}", "")
    return "怎样算符合", ""


def _records(catalog: Catalog, place: Place) -> str:
    """Return the indicators an answer feeds with the records that prove them; empty when it feeds none."""
    form = catalog.forms[place.form_id]
    return "\n".join(
        f"· {indicator.title}：{'、'.join(label_of(entry) for entry in records_of(catalog, form.id, indicator.id))}"
        for indicator in indicators_of(form, place.item_id)
        if records_of(catalog, form.id, indicator.id)
    )


class _Passage(QWidget):
    """A heading over a text; hidden when there is no text."""

    def __init__(self) -> None:
        super().__init__()
        self._head = label("", "heading")
        self._text = label("", "second", wrap=True, selectable=True)
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 14, 4)
        fill(column, self._head, self._text)

    def show_text(self, head: str, text: str) -> None:
        """Show a text under its heading."""
        self._head.setText(head)
        self._text.setText(text)
        self.setVisible(bool(text))


class GuidancePanel(QFrame):
    """Shows the guidance of one question. Its labels stay from question to question, which is what makes walking quick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setAccessibleName("填写说明")
        self._due: tuple[AssessmentSession, Place] | None = None
        self._scroll = ScrollColumn()
        self._passages = [_Passage() for _ in range(5)]
        self._status = label("", "attention", wrap=True)
        self._entries = [label("", "small", wrap=True) for _ in range(_HISTORY_SHOWN)]
        self._rest = label("", "small")
        texts, history = QVBoxLayout(), QVBoxLayout()
        set_margins(texts, 0, 0, 0, 0, 0)
        set_margins(history, 0, 0, 0, 0, 4)
        fill(texts, *self._passages, self._status)
        fill(history, rule(), 4, label("本题记录", "heading"), *self._entries, self._rest)
        fill(self._scroll.column, texts, None, history)
        set_margins(self._scroll.column, 16, 14, 12, 14, 12)
        column = QVBoxLayout(self)
        set_margins(column, 1, 1, 1, 1, 0)
        column.addWidget(self._scroll)

    def show_item(self, session: AssessmentSession, place: Place) -> None:
        """Show the guidance of a question from its beginning."""
        item = session.item(place.form_id, place.item_id)
        policy = f"{_POLICY} {item.policy}" if item.policy else ""
        texts = (
            best_meaning(item),
            ("评估员会看什么", item.verifier),
            ("常见证据", "\n".join(f"· {entry}" for entry in item.evidence)),
            ("用在哪些指标、备什么报表", _records(session.engine.catalog, place)),
            ("依据", "\n".join(part for part in (item.clause, policy) if part)),
        )
        for passage, (head, text) in zip(self._passages, texts, strict=True):
            passage.show_text(head, text)
        self._status.setText(f"{item.status}：这条的数值或条款还没有和原文核对过。" if item.status else "")
        self._status.setVisible(bool(item.status))
        self._scroll.verticalScrollBar().setValue(0)
        self.show_history(session, place)

    def show_history(self, session: AssessmentSession, place: Place) -> None:
        """Show what happened to the answer so far; it is read when it is seen, since a long table is long in every entry."""
        self._due = (session, place) if self.isHidden() else None
        if self._due is not None:
            return
        entries = session.history(place.form_id, place.item_id, _HISTORY_SHOWN + 1)
        item = session.item(place.form_id, place.item_id)
        lines = (history_line(item, entry) for entry in entries[:_HISTORY_SHOWN])
        for shown, line in zip(self._entries, chain(lines, repeat("")), strict=False):
            shown.setText(line)
            shown.setVisible(bool(line))
        more = len(entries) > _HISTORY_SHOWN
        self._rest.setText("更早还有改动" if more else "" if entries else "还没有记录")
        self._rest.setVisible(bool(self._rest.text()))

    def showEvent(self, event: QShowEvent) -> None:
        """Read the history that was not needed while nobody saw it."""
        super().showEvent(event)
        if self._due is not None:
            self.show_history(*self._due)
