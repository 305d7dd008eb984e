"""One line of the profile: label, control, hint, and what is wrong in words beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.form import Item
from anhui_assess.domain.problems import Problem
from anhui_assess.gui.clash_strip import ClashStrip
from anhui_assess.gui.editors import make_editor
from anhui_assess.gui.parts import button, fill, icon_label, label, set_margins
from anhui_assess.gui.questionnaire.question import shown_of
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.clashes import differing
from anhui_assess.services.session import AssessmentSession


class ProfileField(QWidget):
    """A profile item.

    Signals:
        answered(str, object), cleared(str): the control of that item was used.
        suggestion_taken(str, object): the suggested value was accepted.
        place_wanted(object): the user wants to see another Place.
    """

    answered = Signal(str, object)
    cleared = Signal(str)
    suggestion_taken = Signal(str, object)
    place_wanted = Signal(object)

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.problems: tuple[Problem, ...] = ()
        self._suggested: object = None
        self.editor = make_editor(item, compact=True)
        self.editor.edited.connect(lambda value: self.answered.emit(item.id, value))
        self.editor.cleared.connect(lambda: self.cleared.emit(item.id))
        self.fault = label("", "bad", wrap=True)
        self._fault_icon = icon_label("error", "bad", 16)
        self._fault_row = QWidget()
        row = QHBoxLayout(self._fault_row)
        set_margins(row, 0, 0, 0, 0, 6)
        row.addWidget(self._fault_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.fault, 1)
        self._fault_row.hide()
        self.suggestion = button("", self._take, look="link")
        self.suggestion.hide()
        title = label(f"{item.title}{' *' if item.required else ''}", wrap=True)
        title.setFixedWidth(current_theme().px(150))
        title.setBuddy(self.editor)
        title.setToolTip(f"{item.question}\n{item.verifier}")
        self.clash = ClashStrip()
        self.clash.place_wanted.connect(self.place_wanted)
        hint = label(item.guidance, "small", wrap=True)
        control = QHBoxLayout()
        set_margins(control, 0, 0, 0, 0, 8)
        control.addWidget(self.editor, 1)
        fill(control, self.suggestion)
        grid = QGridLayout(self)
        set_margins(grid, 0, 0, 0, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.addWidget(title, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(control, 0, 1)
        grid.addWidget(self._fault_row, 1, 1)
        grid.addWidget(hint, 2, 1)
        grid.addWidget(self.clash, 3, 1)
        grid.setColumnStretch(1, 1)
        title.setContentsMargins(0, 7, 0, 0)

    def refresh(self, session: AssessmentSession) -> None:
        """Show the stored value; a refused one stays in its control."""
        if self.problems and self.editor.unsaved():
            return
        form = session.engine.catalog.forms["profile"]
        self.clash.show_differing(differing(session.scored, form, self.item))
        self.editor.load(shown_of(session.scored, form, self.item))
        self.editor.set_read_only(session.read_only)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show in red words what is wrong."""
        self.problems = problems
        self.fault.setText("\n".join(problem.message for problem in problems))
        self._fault_row.setVisible(bool(problems))
        self.editor.set_fault(bool(problems))
        self.editor.setAccessibleDescription(self.fault.text())

    def suggest(self, text: str, value: object) -> None:
        """Offer a value on a button; an empty text offers nothing."""
        self._suggested = value
        self.suggestion.setText(text)
        self.suggestion.setAccessibleName(text)
        self.suggestion.setVisible(bool(text))

    def _take(self) -> None:
        self.suggestion_taken.emit(self.item.id, self._suggested)

    def missing(self, session: AssessmentSession) -> bool:
        """Return whether a required value is still open."""
        answer = session.current("profile", self.item.id)
        return self.item.required and answer.state in (AnswerState.UNANSWERED, AnswerState.UNKNOWN)
