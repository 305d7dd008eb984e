"""The profile page 企业档案: one grouped form, checked field by field as it is filled in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.enterprise import PROFILE_FORM, Enterprise, size_class
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.faults import change
from anhui_assess.gui.parts import ScrollColumn, button, clear_layout, fill, label, panel, rule, set_margins
from anhui_assess.gui.profile_field import ProfileField
from anhui_assess.gui.rates_panel import RatesPanel
from anhui_assess.services.rates import rates
from anhui_assess.services.session import AssessmentSession, Changes

_COLUMN_WIDTH = 860


class ProfilePage(QWidget):
    """Everything about the enterprise itself; other forms take their figures from here."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self.fields: dict[str, ProfileField] = {}
        self._heads: dict[str, QWidget] = {}
        self._jumps: dict[str, QPushButton] = {}
        self.rates: dict[str, RatesPanel] = {}
        self._stale = False
        self._menu = QVBoxLayout()
        set_margins(self._menu, 12, 12, 12, 12, 2)
        self._summary = label("", "second", wrap=True)
        self._scroll = ScrollColumn()
        self._lay_out()
        app.opened.connect(self._on_opened)
        app.changed.connect(self._on_changed)
        for key, act in ((QKeySequence.StandardKey.Undo, self.undo), (QKeySequence("Ctrl+Y"), self.redo)):
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        left, right = panel(), panel()
        left.setFixedWidth(230)
        side = QVBoxLayout(left)
        set_margins(side, 1, 1, 1, 1, 0)
        side.addLayout(self._menu)
        side.addStretch(1)
        inner = QVBoxLayout(right)
        set_margins(inner, 1, 1, 1, 1, 0)
        inner.addWidget(self._scroll)
        row = QHBoxLayout(self)
        set_margins(row, 16, 16, 16, 16, 16)
        row.addWidget(left)
        row.addWidget(right, 1)

    def _on_opened(self, session: AssessmentSession | None) -> None:
        clear_layout(self._scroll.column)
        clear_layout(self._menu)
        self.fields, self._heads, self._jumps, self.rates = {}, {}, {}, {}
        if session is None:
            return
        form = session.engine.catalog.forms[PROFILE_FORM]
        self._summary = label("", "small", wrap=True)
        fill(self._menu, label(form.title, "heading"), self._summary, 8)
        holder = QWidget()
        holder.setMaximumWidth(_COLUMN_WIDTH)
        column = QVBoxLayout(holder)
        set_margins(column, 28, 20, 28, 28, 18)
        for node in form.roots:
            head = label(node.title, "question")
            self._heads[node.id] = head
            if column.count():
                fill(column, rule())
            fill(column, head, label(node.summary, "second", wrap=True))
            for item_id in node.items:
                column.addWidget(self._field(session, item_id))
            self.rates[node.id] = RatesPanel()
            column.addWidget(self.rates[node.id])
            jump = button(node.title, partial(self._scroll_to, head), look="quiet")
            jump.setStyleSheet("text-align: left;")
            self._jumps[node.id] = jump
            self._menu.addWidget(jump)
        column.addStretch(1)
        row = (
            QHBoxLayout()
        )  # it knows the holder's greatest width when it reckons the height of the wrapped texts
        row.addWidget(holder, 1)
        row.addStretch(0)
        self._scroll.column.addLayout(row)
        self._scroll.verticalScrollBar().setValue(0)
        self._refresh(session)

    def _field(self, session: AssessmentSession, item_id: str) -> ProfileField:
        made = ProfileField(session.item(PROFILE_FORM, item_id))
        made.answered.connect(lambda key, value: self._do(key, lambda s: s.answer(PROFILE_FORM, key, value)))
        made.suggestion_taken.connect(
            lambda key, value: self._do(key, lambda s: s.answer(PROFILE_FORM, key, value))
        )
        made.place_wanted.connect(lambda place: self.app.item_wanted.emit(place.form_id, place.item_id))
        made.cleared.connect(lambda key: self._do(key, lambda s: s.clear(PROFILE_FORM, key)))
        self.fields[item_id] = made
        return made

    def _scroll_to(self, widget: QWidget) -> None:
        top = widget.mapTo(self._scroll.body, widget.rect().topLeft()).y()
        self._scroll.verticalScrollBar().setValue(max(top - 16, 0))

    def show_item(self, item_id: str) -> None:
        """Bring a field into view, ready for typing."""
        field = self.fields.get(item_id)
        if field is not None:
            self._scroll_to(field)
            field.editor.setFocus()

    def leave(self) -> None:
        """Store what was typed before another page is shown."""
        for field in self.fields.values():
            field.editor.commit()

    def undo(self) -> None:
        """Take back the last change."""
        self._back_or_forth(lambda session: session.undo())

    def redo(self) -> None:
        """Repeat what was taken back."""
        self._back_or_forth(lambda session: session.redo())

    def _back_or_forth(self, act: Callable[[AssessmentSession], Changes | None]) -> None:
        session = self.app.current
        if (
            session is not None
            and not session.read_only
            and change(self.app, lambda: act(session), self) is not None
        ):
            self._refresh(session)

    def _do(self, item_id: str, act: Callable[[AssessmentSession], Changes]) -> None:
        session = self.app.current
        if session is None:
            return
        changes = change(self.app, lambda: act(session), self)
        field = self.fields[item_id]
        if changes is not None:
            field.show_problems(changes.problems)
        if changes is None or not changes.problems:
            field.refresh(session)
            self._follow(session, item_id)
            self._show_left(session)

    def _follow(self, session: AssessmentSession, item_id: str) -> None:
        """A county of another city is taken back when its city changes; both stay in the history."""
        for field in self.fields.values():
            if field.item.depends_on != item_id:
                continue
            above = session.current(PROFILE_FORM, item_id).value
            value = session.current(PROFILE_FORM, field.item.id).value
            group = next((choice.group for choice in field.item.choices if choice.id == value), None)
            if value is not None and group is not None and group != above:
                self._do(field.item.id, lambda s, key=field.item.id: s.clear(PROFILE_FORM, key))  # type: ignore[misc]
            field.refresh(session)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        del changes
        if initiator is self or self.app.current is None:
            return
        if self.isVisible():
            self._refresh(self.app.current)
        else:
            self._stale = True

    def showEvent(self, event: object) -> None:
        """Catch up with what other pages changed."""
        super().showEvent(event)  # type: ignore[arg-type]  # a QShowEvent
        if self._stale and self.app.current is not None:
            self._refresh(self.app.current)

    def _refresh(self, session: AssessmentSession) -> None:
        self._stale = False
        for field in self.fields.values():
            field.refresh(session)
        self._show_left(session)

    def _show_left(self, session: AssessmentSession) -> None:
        form = session.engine.catalog.forms[PROFILE_FORM]
        left = 0
        for node in form.roots:
            missing = sum(self.fields[item_id].missing(session) for item_id in node.items)
            left += missing
            self._jumps[node.id].setText(f"{node.title}　{missing} 项必填" if missing else node.title)
        self._summary.setText(f"还有 {left} 项必填（标 * 的）没有填。" if left else "必填项都填好了。")
        found = rates(session.scored)
        for node_id, shown in self.rates.items():
            shown.show_rates(found.get(node_id, ()))
        self._suggest_size(session)

    def _suggest_size(self, session: AssessmentSession) -> None:
        field = self.fields.get("size")
        if field is None:
            return
        enterprise = Enterprise.of(session.sheet)
        employees, revenue = enterprise.figure("employees"), enterprise.figure("revenue")
        if employees is None or revenue is None or session.read_only:
            field.suggest("", None)
            return
        found = size_class(employees, revenue)
        answer = session.current(PROFILE_FORM, "size")
        same = answer.state is AnswerState.ANSWERED and answer.value == found
        field.suggest("" if same else f"按统计口径是“{found}”，点这里采用", found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next control."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.focusNextChild()
        else:
            super().keyPressEvent(event)
