"""The questionnaire page: hands what the user does to the session and shows what came of it. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.faults import change
from anhui_assess.gui.parts import fill, set_margins
from anhui_assess.gui.prompter import Prompter
from anhui_assess.gui.questionnaire.bottom_bar import BottomBar
from anhui_assess.gui.questionnaire.guidance import GuidancePanel
from anhui_assess.gui.questionnaire.question import QuestionPane
from anhui_assess.gui.questionnaire.tree import TreePanel
from anhui_assess.services import navigation
from anhui_assess.services.navigation import Place
from anhui_assess.services.session import AssessmentSession, Changes

_EVIDENCE_FILES = (
    "证据文件 (*.png *.jpg *.jpeg *.bmp *.webp *.pdf *.docx *.xlsx *.pptx *.txt *.csv);;所有文件 (*)"
)
_DIGITS = range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuestionnairePage(QWidget):
    """Tree, question, guidance and bottom bar of the open assessment."""

    def __init__(self, app: AppSession, prompter: Prompter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self._prompter = prompter
        self.place: Place | None = None
        self._unsaved: dict[Place, object] = {}
        self._warned = False
        self._explain = True
        self.tree = TreePanel()
        self.question = QuestionPane()
        self.guidance = GuidancePanel()
        self.bottom = BottomBar()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        for pane, least in ((self.tree, 220), (self.question, 420), (self.guidance, 200)):
            pane.setMinimumWidth(least)
            self.panes.addWidget(pane)
        self.panes.setHandleWidth(16)
        self.panes.setChildrenCollapsible(False)
        self.panes.setSizes([266, 750, 286])
        self.panes.setStretchFactor(1, 1)
        inner = QVBoxLayout()
        set_margins(inner, 16, 16, 16, 16, 0)
        inner.addWidget(self.panes)
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 0, 0)
        column.addLayout(inner, 1)
        fill(column, self.bottom)

    def _connect(self) -> None:
        self.tree.place_wanted.connect(self._on_place_wanted)
        self.tree.filter_changed.connect(lambda _: self._on_filter())
        self.tree.tailor_wanted.connect(self._on_tailor)
        self.bottom.next_wanted.connect(lambda: self.walk(1))
        self.bottom.previous_wanted.connect(lambda: self.walk(-1))
        pane = self.question
        pane.answered.connect(lambda value: self._do(lambda s, p: s.answer(p.form_id, p.item_id, value)))
        pane.cleared.connect(lambda: self._do(lambda s, p: s.clear(p.form_id, p.item_id)))
        pane.clear_wanted.connect(lambda: self._do(lambda s, p: s.clear(p.form_id, p.item_id)))
        pane.flag_wanted.connect(lambda on: self._do(lambda s, p: s.flag(p.form_id, p.item_id, on)))
        pane.record.noted.connect(lambda text: self._do(lambda s, p: s.note(p.form_id, p.item_id, text)))
        pane.record.files_wanted.connect(self._on_files_wanted)
        pane.record.files_dropped.connect(self.add_evidence)
        pane.not_applicable_wanted.connect(self._on_not_applicable)
        pane.unknown_wanted.connect(self._on_unknown)
        pane.guidance_toggled.connect(self._on_guidance_toggled)
        pane.suggestion.taken.connect(self._on_suggestion)
        pane.place_wanted.connect(lambda place: self.app.item_wanted.emit(place.form_id, place.item_id))
        keys: tuple[tuple[QKeySequence | QKeySequence.StandardKey, Callable[[], object]], ...] = (
            (QKeySequence("F2"), self.question.record.note.setFocus),
            (QKeySequence("F4"), self._toggle_flag),
            (QKeySequence("Ctrl+E"), self._on_files_wanted),
            (QKeySequence("Ctrl+PgDown"), lambda: self.walk(1)),
            (QKeySequence("Ctrl+PgUp"), lambda: self.walk(-1)),
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence("Ctrl+Y"), self.redo),
            (QKeySequence("Ctrl+Shift+Z"), self.redo),
        )
        for key, act in keys:
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._adopt = tuple(QShortcut(QKeySequence(keys), self) for keys in ("Ctrl+Return", "Ctrl+Enter"))
        for shortcut in self._adopt:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(pane.suggestion.adopt)
        self.app.opened.connect(self._on_opened)
        self.app.changed.connect(self._on_changed)

    # ---- what the session says ----

    def _on_opened(self, session: AssessmentSession | None) -> None:
        self.place = None
        self._unsaved.clear()
        if session is None:
            self.question.release()
            return
        self.tree.open(session)
        start = navigation.start(session.scored)
        if start is not None:
            self.go(start, focus=False)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is not self:
            self.refresh(history=(changes.form_id, changes.item_id))

    def refresh(self, *, history: tuple[str, str] | None = None) -> None:
        """Show the current state of everything; the controls stay where they are."""
        session, place = self.app.current, self.place
        if session is None:
            return
        self.tree.refresh(session.scored)
        if place is None:
            return
        self.question.refresh(session)
        self._show_bottom(session, place)
        if history == (place.form_id, place.item_id):
            self.guidance.show_history(session, place)

    def _show_bottom(self, session: AssessmentSession, place: Place) -> None:
        for shortcut in self._adopt:
            shortcut.setEnabled(self.question.suggestion.suggestion is not None)
        self.bottom.show_form(session.engine.catalog.forms[place.form_id], session.scored)
        self.bottom.previous.setEnabled(
            navigation.step(session.scored, place, -1, self.tree.filter) is not None
        )
        self.bottom.next.setEnabled(navigation.step(session.scored, place, 1, self.tree.filter) is not None)

    # ---- walking ----

    def go(self, place: Place, *, focus: bool = True) -> None:
        """Show a question, with its control ready for the keyboard."""
        session = self.app.current
        if session is None:
            return
        self.leave()
        self.place, self._warned = place, False
        self.question.show_place(session, place)
        is_table = session.item(place.form_id, place.item_id).kind == "table"
        self._show_guidance(self._explain and not is_table)
        self.guidance.show_item(session, place)
        self.tree.show_place(place)
        self._show_bottom(session, place)
        editor = self.question.editor
        if place in self._unsaved and editor is not None:
            editor.restore(self._unsaved.pop(place))
            editor.commit()
        if focus:
            self.question.focus_editor()

    def leave(self) -> None:
        """Store what was typed, and remember what was refused, before another question or page is shown."""
        self.question.commit()
        editor = self.question.editor
        if self.place is not None and editor is not None:
            unsaved = editor.unsaved()
            if unsaved is not None:
                self._unsaved[self.place] = unsaved

    def walk(self, by: int) -> None:
        """Go to the next (1) or previous (-1) question of the filter. A refused value holds once, so that it is seen."""
        session = self.app.current
        if session is None:
            return
        self.question.commit()
        if self.question.problems and not self._warned:
            self._warned = True
            return
        found = navigation.step(session.scored, self.place, by, self.tree.filter)
        if found is not None:
            self.go(found)

    def _on_filter(self) -> None:
        session = self.app.current
        if session is None or self.place is None:
            return
        self._show_bottom(session, self.place)
        form = session.engine.catalog.forms[self.place.form_id]
        item = form.items[self.place.item_id]
        if navigation.matches(session.scored, form, item, self.tree.filter):
            self.tree.show_place(self.place)
            return
        found = navigation.step(session.scored, self.place, 1, self.tree.filter) or navigation.step(
            session.scored, self.place, -1, self.tree.filter
        )
        if found is not None:
            self.go(found, focus=False)

    def _on_place_wanted(self, place: Place) -> None:
        self.go(place)

    # ---- changing ----

    def _do(self, act: Callable[[AssessmentSession, Place], Changes]) -> Changes | None:
        session, place = self.app.current, self.place
        if session is None or place is None:
            return None
        changes = change(self.app, lambda: act(session, place), self)
        if changes is not None:
            self._warned = False
            self.question.show_problems(changes.problems)
        if changes is None or not changes.problems:
            self.refresh(history=(place.form_id, place.item_id))
        return changes

    def _on_suggestion(self, value: object) -> None:
        """Record what the quick scan suggests; it is an answer like any other from now on."""
        self._do(lambda s, p: s.answer(p.form_id, p.item_id, value))
        self.question.focus_editor()

    def _on_not_applicable(self) -> None:
        self._ask_reason(
            "为什么不适用？",
            "理由会印在报告里",
            lambda s, p, reason: s.not_applicable(p.form_id, p.item_id, reason),
        )

    def _on_unknown(self) -> None:
        self._ask_reason(
            "还差什么才能答？可以不写",
            "例如：要问设备科老王",
            lambda s, p, reason: s.unknown(p.form_id, p.item_id, reason),
        )

    def _ask_reason(
        self, title: str, hint: str, act: Callable[[AssessmentSession, Place, str], Changes]
    ) -> None:
        session, place = self.app.current, self.place
        if session is None or place is None:
            return

        def done(reason: str) -> bool:
            changes = change(self.app, lambda: act(session, place, reason), self)
            if changes is None:
                return False
            if changes.problems:
                self.question.reason.refuse("；".join(problem.message for problem in changes.problems))
                return False
            self.question.show_problems(())
            self.refresh(history=(place.form_id, place.item_id))
            return True

        start = session.current(place.form_id, place.item_id).reason
        self.question.reason.ask(title, hint, done, self.question.editor, start)

    def _toggle_flag(self) -> None:
        if self.question.flag.isEnabled():
            self.question.flag.click()

    def _on_tailor(self, form_id: str, node_id: str, reason: str | None) -> None:
        session = self.app.current
        if session is None:
            return
        changes = change(self.app, lambda: session.tailor(form_id, node_id, reason), self)
        if changes is None:
            return
        if changes.problems:
            self.tree.reason.refuse("；".join(problem.message for problem in changes.problems))
            return
        self.refresh()

    def undo(self) -> None:
        """Take back the last change and show where it was."""
        self._back_or_forth(lambda session: session.undo())

    def redo(self) -> None:
        """Repeat what was taken back."""
        self._back_or_forth(lambda session: session.redo())

    def _back_or_forth(self, act: Callable[[AssessmentSession], Changes | None]) -> None:
        session = self.app.current
        if session is None or session.read_only:
            return
        self.question.commit()
        changes = change(self.app, lambda: act(session), self)
        if changes is None:
            return
        scored_forms = {form.id for form in session.engine.catalog.scored_forms}
        where = Place(changes.form_id, changes.item_id)
        if changes.item_id and changes.form_id in scored_forms and where != self.place:
            self.go(where)
        self.question.show_problems(())
        self.refresh(history=(changes.form_id, changes.item_id))

    def _on_files_wanted(self) -> None:
        if self.app.current is not None and not self.app.current.read_only:
            self.add_evidence(self._prompter.files("添加证据", _EVIDENCE_FILES))

    def add_evidence(self, paths: Sequence[Path]) -> None:
        """Store files as evidence of the current question."""
        for path in paths:
            self._do(
                lambda s, p, path=path: s.add_evidence(  # type: ignore[misc]  # a bound default in a lambda
                    p.form_id, p.item_id, s.store.add_evidence(path, path.name).sha256
                )
            )

    # ---- keys and panes ----

    def _on_guidance_toggled(self, shown: bool) -> None:
        self._explain = shown
        self._show_guidance(shown)

    def _show_guidance(self, shown: bool) -> None:
        self.guidance.setVisible(shown)
        self.question.explain.setChecked(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits answer, Enter and ↓ go on, Shift+Enter and ↑ back; Ctrl+PgDown and Ctrl+PgUp do so from anywhere."""
        key = event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        focused = self.focusWidget()
        if key in _RETURN and isinstance(focused, QPushButton) and not shift:
            focused.click()
        elif key in _RETURN:
            self.walk(-1 if shift else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walk(-1 if key == Qt.Key.Key_Up else 1)
        elif key in _DIGITS and self.question.editor is not None:
            self.question.editor.press_digit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)
