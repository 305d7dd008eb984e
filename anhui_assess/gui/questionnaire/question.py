"""The middle pane: where we are, the question, its control, what can be said beside an answer, note and evidence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from anhui_assess.domain.answers import Answer, AnswerState
from anhui_assess.domain.catalog import Catalog, reference
from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item, Wording
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.problems import Problem
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.clash_strip import ClashStrip
from anhui_assess.gui.editors import make_editor
from anhui_assess.gui.editors.base import Editor, Shown
from anhui_assess.gui.message_bar import MessageBar
from anhui_assess.gui.parts import ScrollColumn, button, fill, label, set_margins
from anhui_assess.gui.questionnaire.reason_strip import ReasonStrip
from anhui_assess.gui.questionnaire.record_strip import RecordStrip
from anhui_assess.gui.questionnaire.suggestion_strip import SuggestionStrip
from anhui_assess.gui.questionnaire.term_line import TermLine
from anhui_assess.services.clashes import differing
from anhui_assess.services.diagnosis.checklists import OBLIGATIONS
from anhui_assess.services.examples import industry_examples
from anhui_assess.services.navigation import Place, position, shared_from
from anhui_assess.services.session import AssessmentSession
from anhui_assess.services.suggestions import suggestion
from anhui_assess.services.terms import TermFinder
from anhui_assess.services.warnings import warnings_at


def shown_of(scored: Scored, form: Form, item: Item) -> Shown:
    """Return what a control shows for an item."""
    answer = scored.sheet.get(form.id, item.id)
    value = answer.value if answer.state is AnswerState.ANSWERED else None
    group = None
    if item.depends_on:
        above = scored.sheet.get(form.id, item.depends_on).effective
        group = above if isinstance(above, str) else ""
    return Shown(value, scored.value(reference(form, item)), group)


class QuestionPane(QFrame):
    """Shows one question.

    Signals:
        answered(object), cleared(): the control was used.
        not_applicable_wanted(), unknown_wanted(), flag_wanted(bool), clear_wanted(): the buttons.
        guidance_toggled(bool): the explanation is to be shown or hidden.
        place_wanted(object): the user wants to see another Place.
    """

    answered = Signal(object)
    cleared = Signal()
    not_applicable_wanted = Signal()
    unknown_wanted = Signal()
    flag_wanted = Signal(bool)
    clear_wanted = Signal()
    guidance_toggled = Signal(bool)
    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.place: Place | None = None
        self.editor: Editor | None = None
        self.problems: tuple[Problem, ...] = ()
        self._head()
        self.question = label("", "question", wrap=True, selectable=True)
        self.hint = label("", "second", wrap=True, selectable=True)
        self.terms = TermLine()
        self._finder = TermFinder(())
        self._catalog: Catalog | None = None
        self.state = MessageBar(closable=False)
        self.clash = ClashStrip()
        self.clash.place_wanted.connect(self.place_wanted)
        self.doubts = ClashStrip()
        self.doubts.setAccessibleName("数据核对提醒")
        self.doubts.place_wanted.connect(self.place_wanted)
        self.suggestion = SuggestionStrip()
        self._slot = QVBoxLayout()
        set_margins(self._slot, 0, 4, 0, 0, 0)
        self.fault = MessageBar(closable=False)
        self.reason = ReasonStrip()
        self.record = RecordStrip()
        self._scroll = ScrollColumn()
        fill(self._scroll.column, self._head_row, self.question, self.hint, self.terms, self.state)
        fill(self._scroll.column, self._slot, self.suggestion, self.fault, self.clash, self.doubts)
        fill(self._scroll.column, self._actions(), self.reason, 4, self.record, None)
        set_margins(self._scroll.column, 24, 14, 20, 10, 7)
        column = QVBoxLayout(self)
        set_margins(column, 1, 1, 1, 1, 0)
        column.addWidget(self._scroll)

    def _head(self) -> None:
        self.path = label("", "second")
        self.path.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.obligation = label("", "tag")
        self.chip = label("", "chip")
        self.number = label("", "second")
        self.explain = button(
            "说明", self._toggle_guidance, look="quiet", icon="info", name="显示或收起右边的说明"
        )
        self.explain.setCheckable(True)
        self._head_row = QHBoxLayout()
        set_margins(self._head_row, 0, 0, 0, 0, 8)
        self._head_row.addWidget(self.path, 1)
        for part in (self.obligation, self.chip, self.number, self.explain):
            self._head_row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def _actions(self) -> QHBoxLayout:
        self.not_applicable = button("不适用…", self.not_applicable_wanted.emit)
        self.unknown = button("暂不清楚…", self.unknown_wanted.emit)
        self.clear = button("清除", self.clear_wanted.emit, look="quiet", icon="undo", name="清除答案")
        self.flag = button("存疑 F4", self._on_flag, icon="flag", name="存疑", tip="F4：先答着，回头再核对")
        self.flag.setCheckable(True)
        row = QHBoxLayout()
        set_margins(row, 0, 6, 0, 0, 8)
        fill(row, self.not_applicable, self.unknown, None, self.clear, self.flag)
        return row

    def _on_flag(self) -> None:
        self.flag_wanted.emit(self.flag.isChecked())

    def _toggle_guidance(self) -> None:
        self.guidance_toggled.emit(self.explain.isChecked())

    def show_place(self, session: AssessmentSession, place: Place) -> None:
        """Show a question from its beginning."""
        self.place = place
        item = session.item(place.form_id, place.item_id)
        self._replace_editor(make_editor(item))
        if self.editor is not None:
            packs = session.engine.catalog.packs
            self.editor.equip(packs, Enterprise.of(session.sheet).text("industry"))
        self.reason.hide()
        self.show_problems(())
        self.refresh(session)
        self._scroll.verticalScrollBar().setValue(0)

    def _replace_editor(self, editor: Editor | None) -> None:
        if self.editor is not None:
            self._slot.removeWidget(self.editor)
            self.editor.hide()
            self.editor.setParent(None)
            self.editor.deleteLater()
        self.editor = editor
        if editor is not None:
            editor.edited.connect(self.answered)
            editor.cleared.connect(self.cleared)
            self._slot.addWidget(editor)
            editor.show()

    def refresh(self, session: AssessmentSession) -> None:
        """Show the state of the question anew; the control stays."""
        if self.place is None or self.editor is None:
            return
        scored = session.scored
        form = scored.catalog.forms[self.place.form_id]
        item = form.items[self.place.item_id]
        answer = session.current(form.id, item.id)
        wording = item.wording(Enterprise.of(session.sheet).manufacturing_type)
        self.question.setText(wording.question)
        examples = industry_examples(scored, form, item)
        self.hint.setText(f"{wording.guidance}\n{examples}" if examples else wording.guidance)
        self._show_terms(scored.catalog, item, wording)
        self._show_position(scored, form, item)
        if not (self.problems and self.editor.unsaved()):
            self.editor.load(shown_of(scored, form, item))
        self._show_state(scored, form, item, answer)
        self.clash.show_differing(differing(scored, form, item))
        self.doubts.show_differing(warnings_at(scored, form, item))
        self.suggestion.show_suggestion(None if session.read_only else suggestion(scored, form, item))
        self._allow(session, item, answer)
        files = session.store.evidence(answer.evidence)
        self.record.show_record(answer.note, [files[key] for key in answer.evidence if key in files])

    def _show_terms(self, catalog: Catalog, item: Item, wording: Wording) -> None:
        """Show the terms of everything that is written about the question, here and in the guidance."""
        if self._catalog is not catalog:
            self._catalog, self._finder = catalog, TermFinder(catalog.packs.glossary)
        options = (*item.anchors.values(), *(choice.title for choice in item.choices))
        texts = (
            item.title,
            wording.question,
            wording.guidance,
            item.full_marks,
            item.verifier,
            *item.evidence,
        )
        self.terms.show_terms(self._finder.find(*texts, *options))

    def _show_position(self, scored: Scored, form: Form, item: Item) -> None:
        level = f" · {item.level} 级要求" if item.level else ""
        self.path.setText(f"{form.path_title(item.node)}{level}")
        self.path.setToolTip(f"{form.title} › {form.path_title(item.node)}  {item.id}")
        number, total = position(scored, Place(form.id, item.id))
        self.number.setText(f"第 {number} / {total} 题" if number else "现在不需要答")
        self.obligation.setText(OBLIGATIONS.get(item.obligation, ""))
        self.obligation.setVisible(bool(item.obligation))
        self.chip.setText(item.status)
        self.chip.setVisible(bool(item.status))

    def _show_state(self, scored: Scored, form: Form, item: Item, answer: Answer) -> None:
        elsewhere = shared_from(scored, form, item)
        if answer.state is AnswerState.NOT_APPLICABLE:
            self.state.show_message("已标为不适用", f"理由：{answer.reason}", "info")
        elif answer.state is AnswerState.UNKNOWN:
            self.state.show_message("已标为暂不清楚，不得分，还在待办里", answer.reason, "attention")
        elif not scored.applies(form, item):
            self.state.show_message(
                "按前面的回答或裁剪，这道题现在不需要答", "已有的答案留着，不计分。", "info"
            )
        elif elsewhere is not None and answer.state is AnswerState.UNANSWERED:
            other = scored.catalog.forms[elsewhere.form_id]
            found = scored.value(reference(form, item))
            shown = "" if isinstance(found, Missing) else f"，是 {kind_of(item).display(item, found)}"
            title = other.items[elsewhere.item_id].title
            self.state.show_message(
                f"“{other.short_title} · {title}”里已经填过{shown}", "这里空着就用那个数。", "info"
            )
        else:
            self.state.hide()

    def _allow(self, session: AssessmentSession, item: Item, answer: Answer) -> None:
        changing = not session.read_only
        if self.editor is not None:
            self.editor.set_read_only(not changing)
        self.not_applicable.setVisible(item.not_applicable)
        for entry in (self.not_applicable, self.unknown, self.flag):
            entry.setEnabled(changing)
        self.clear.setEnabled(changing and answer.state is not AnswerState.UNANSWERED)
        self.flag.setChecked(answer.flagged)
        self.record.set_read_only(not changing)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show why something was not taken, beside the control; nothing hides it."""
        self.problems = problems
        if self.editor is not None:
            self.editor.set_fault(bool(problems))
        if problems:
            self.fault.show_message("没有保存", "\n".join(problem.message for problem in problems))
        else:
            self.fault.hide()

    def commit(self) -> None:
        """Tell everything typed and not told yet."""
        if self.editor is not None:
            self.editor.commit()
        self.record.note.commit()

    def focus_editor(self) -> None:
        """Put the keyboard into the control."""
        if self.editor is not None:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def release(self) -> None:
        """Show nothing."""
        self.place = None
        self._replace_editor(None)
