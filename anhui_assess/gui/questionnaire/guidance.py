"""The right pane: what counts, what an assessor looks at, usual evidence, where it comes from, and this answer's history."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.gui.parts import ScrollColumn, clear_layout, fill, label, rule, set_margins
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


class GuidancePanel(QFrame):
    """Shows the guidance of one question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setAccessibleName("填写说明")
        self._due: tuple[AssessmentSession, Place] | None = None
        self._scroll = ScrollColumn()
        self._texts = QVBoxLayout()
        self._history = QVBoxLayout()
        for column in (self._texts, self._history):
            set_margins(column, 0, 0, 0, 0, 4)
        fill(self._scroll.column, self._texts, None, self._history)
        set_margins(self._scroll.column, 16, 14, 12, 14, 12)
        column = QVBoxLayout(self)
        set_margins(column, 1, 1, 1, 1, 0)
        column.addWidget(self._scroll)

    def show_item(self, session: AssessmentSession, place: Place) -> None:
        """Show the guidance of a question from its beginning."""
        item = session.item(place.form_id, place.item_id)
        clear_layout(self._texts)
        title, meaning = best_meaning(item)
        policy = f"{_POLICY} {item.policy}" if item.policy else ""
        sections = (
            (title, meaning),
            ("评估员会看什么", item.verifier),
            ("常见证据", "\n".join(f"· {entry}" for entry in item.evidence)),
            ("用在哪些指标、备什么报表", _records(session.engine.catalog, place)),
            ("依据", "\n".join(part for part in (item.clause, policy) if part)),
        )
        for head, text in sections:
            if text:
                fill(
                    self._texts, label(head, "heading"), label(text, "second", wrap=True, selectable=True), 10
                )
        if item.status:
            self._texts.addWidget(
                label(f"{item.status}：这条的数值或条款还没有和原文核对过。", "attention", wrap=True)
            )
        self._scroll.verticalScrollBar().setValue(0)
        self.show_history(session, place)

    def show_history(self, session: AssessmentSession, place: Place) -> None:
        """Show what happened to the answer so far; it is read when it is seen, since a long table is long in every entry."""
        self._due = (session, place) if self.isHidden() else None
        if self._due is not None:
            return
        clear_layout(self._history)
        entries = session.history(place.form_id, place.item_id, _HISTORY_SHOWN + 1)
        item = session.item(place.form_id, place.item_id)
        fill(self._history, rule(), 4, label("本题记录", "heading"))
        for entry in entries[:_HISTORY_SHOWN]:
            self._history.addWidget(label(history_line(item, entry), "small", wrap=True))
        if not entries:
            self._history.addWidget(label("还没有记录", "small"))
        elif len(entries) > _HISTORY_SHOWN:
            self._history.addWidget(label("更早还有改动", "small"))

    def showEvent(self, event: QShowEvent) -> None:
        """Read the history that was not needed while nobody saw it."""
        super().showEvent(event)
        if self._due is not None:
            self.show_history(*self._due)
