"""Working on one assessment: each change is checked, stored in one transaction, scored, and reported as `Changes`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from anhui_assess.domain.answers import Answer, AnswerSheet, AnswerState, Verified
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.item_kinds.texts import text_fault
from anhui_assess.domain.problems import Problem
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services.headline import enterprise_texts, headline
from anhui_assess.services.ports import (
    AnswerChange,
    AssessmentRecord,
    EnterpriseRecord,
    HistoryEntry,
    WorkspaceStore,
)

_UNDO_DEPTH = 500
_LONGEST_TEXT = 20000


@dataclass(frozen=True, slots=True)
class Changes:
    """What one action changed.

    Attributes:
        form_id, item_id, node_id: where; item or node is empty when it does not apply.
        saved_at: ISO time at which it was durable; empty when nothing was stored.
        problems: why nothing was stored.
        before, after: the scores around the change.
    """

    form_id: str
    item_id: str
    node_id: str
    saved_at: str
    problems: tuple[Problem, ...]
    before: Scored
    after: Scored

    @property
    def stored(self) -> bool:
        """Whether something was stored."""
        return bool(self.saved_at)


@dataclass(frozen=True, slots=True)
class _Step:
    form_id: str
    item_id: str
    old: Answer
    new: Answer
    node_id: str = ""
    old_reason: str | None = None
    new_reason: str | None = None

    def reversed(self) -> _Step:
        return replace(
            self, old=self.new, new=self.old, old_reason=self.new_reason, new_reason=self.old_reason
        )


class AssessmentSession:
    """One open assessment. All changes go through here; the sheet and the scores are always those on disk."""

    def __init__(
        self,
        store: WorkspaceStore,
        engine: ScoringEngine,
        record: AssessmentRecord,
        enterprise: EnterpriseRecord,
        sheet: AnswerSheet,
        *,
        who: str = "",
    ) -> None:
        self.store = store
        self.engine = engine
        self.record = record
        self.enterprise = enterprise
        self.who = who
        self.scored: Scored = engine.score(sheet)
        self._undo: list[tuple[_Step, ...]] = []
        self._redo: list[tuple[_Step, ...]] = []

    @property
    def sheet(self) -> AnswerSheet:
        """The answers as stored."""
        return self.scored.sheet

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self.store.read_only

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a taken-back change to repeat."""
        return bool(self._redo)

    def item(self, form_id: str, item_id: str) -> Item:
        """Return an item of the pinned form version."""
        return self.engine.catalog.item(form_id, item_id)

    def current(self, form_id: str, item_id: str) -> Answer:
        """Return what is recorded for an item."""
        return self.sheet.get(form_id, item_id)

    def answer(self, form_id: str, item_id: str, raw: Any) -> Changes:
        """Record the enterprise's own value; an unacceptable one is refused with problems and nothing is stored."""
        value, problems = kind_of(self.item(form_id, item_id)).check(self.item(form_id, item_id), raw)
        if problems or value is None:
            return self._nothing(form_id, item_id, problems)
        old = self.current(form_id, item_id)
        return self._apply(form_id, item_id, replace(old, state=AnswerState.ANSWERED, value=value, reason=""))

    def answer_together(self, values: Sequence[tuple[str, str, Any]]) -> Changes:
        """Record several own values in one transaction; one undo takes all back, one unacceptable value refuses all.

        `values` are (form id, item id, value). The changes tell the place of the last of them.
        """
        steps: list[_Step] = []
        problems: list[Problem] = []
        for form_id, item_id, raw in values:
            item = self.item(form_id, item_id)
            value, found = kind_of(item).check(item, raw)
            problems += found
            old = self.current(form_id, item_id)
            new = replace(old, state=AnswerState.ANSWERED, value=value, reason="")
            if new != old:
                steps.append(_Step(form_id, item_id, old, new))
        if problems or not steps:
            return self._nothing("", "", problems)
        return self._do(*steps)

    def not_applicable(self, form_id: str, item_id: str, reason: str) -> Changes:
        """Mark an item as not applicable; a reason is required and the item must allow it."""
        item = self.item(form_id, item_id)
        if not item.not_applicable:
            return self._refuse(form_id, item, "不能选“不适用”。")
        if not reason.strip():
            return self._refuse(form_id, item, "选“不适用”要写明理由，理由会印在报告里。")
        if fault := text_fault(reason, _LONGEST_TEXT):
            return self._refuse(form_id, item, f"的理由：{fault}")
        old = self.current(form_id, item_id)
        new = replace(old, state=AnswerState.NOT_APPLICABLE, value=None, reason=reason.strip(), verified=None)
        return self._apply(form_id, item_id, new)

    def unknown(self, form_id: str, item_id: str, reason: str = "") -> Changes:
        """Mark an item as not known yet; it scores nothing and stays on the list of open items."""
        if fault := text_fault(reason, _LONGEST_TEXT):
            return self._refuse(form_id, self.item(form_id, item_id), f"的理由：{fault}")
        old = self.current(form_id, item_id)
        return self._apply(
            form_id, item_id, replace(old, state=AnswerState.UNKNOWN, value=None, reason=reason.strip())
        )

    def clear(self, form_id: str, item_id: str) -> Changes:
        """Take the answer back; note, mark and evidence stay."""
        return self._apply(form_id, item_id, self.current(form_id, item_id).cleared())

    def note(self, form_id: str, item_id: str, text: str) -> Changes:
        """Record the note of an item; what no answers file could carry is refused."""
        if fault := text_fault(text, _LONGEST_TEXT):
            return self._refuse(form_id, self.item(form_id, item_id), f"的备注：{fault}")
        return self._apply(form_id, item_id, replace(self.current(form_id, item_id), note=text))

    def flag(self, form_id: str, item_id: str, flagged: bool) -> Changes:  # noqa: FBT001 - a mark is on or off
        """Mark an item as doubtful, or unmark it."""
        return self._apply(form_id, item_id, replace(self.current(form_id, item_id), flagged=flagged))

    def verify(self, form_id: str, item_id: str, raw: Any, reason: str) -> Changes:
        """Record the value an assessor found; a difference from the enterprise's own needs a reason."""
        item = self.item(form_id, item_id)
        value, problems = kind_of(item).check(item, raw)
        if problems or value is None:
            return self._nothing(form_id, item_id, problems)
        old = self.current(form_id, item_id)
        if value != old.value and not reason.strip():
            return self._refuse(form_id, item, "核验值与企业自评不同，要写明理由。")
        if fault := text_fault(reason, _LONGEST_TEXT):
            return self._refuse(form_id, item, f"的核验理由：{fault}")
        return self._apply(form_id, item_id, replace(old, verified=Verified(value, reason.strip())))

    def add_evidence(self, form_id: str, item_id: str, sha256: str) -> Changes:
        """Tie a stored evidence file to an item."""
        old = self.current(form_id, item_id)
        if sha256 in old.evidence:
            return self._nothing(form_id, item_id, ())
        return self._apply(form_id, item_id, replace(old, evidence=(*old.evidence, sha256)))

    def tailor(self, form_id: str, node_id: str, reason: str | None) -> Changes:
        """Tailor a section out with a reason, or back in with None."""
        node = self.engine.catalog.forms[form_id].nodes[node_id]
        fault: str | None = None
        if reason is not None and not node.tailorable:
            fault = f"“{node.title}”不允许裁剪。"
        elif reason is not None and not reason.strip():
            fault = f"裁剪“{node.title}”要写明理由，理由会印在报告里。"
        elif reason is not None and (found := text_fault(reason, _LONGEST_TEXT)):
            fault = f"裁剪“{node.title}”的理由：{found}"
        if fault is not None:
            return Changes(form_id, "", node_id, "", (Problem(node_id, fault),), self.scored, self.scored)
        old_reason = self.sheet.form(form_id).tailored_out.get(node_id)
        new_reason = reason.strip() if reason else None
        if new_reason == old_reason:
            return Changes(form_id, "", node_id, "", (), self.scored, self.scored)
        return self._do(_Step(form_id, "", Answer(), Answer(), node_id, old_reason, new_reason))

    def undo(self) -> Changes | None:
        """Take back the last change of this session; it is stored and logged like any other."""
        if not self._undo:
            return None
        steps = self._undo[-1]
        changes = self._store(*(step.reversed() for step in reversed(steps)))
        self._redo.append(self._undo.pop())
        return changes

    def redo(self) -> Changes | None:
        """Repeat the last change taken back."""
        if not self._redo:
            return None
        changes = self._store(*self._redo[-1])
        self._undo.append(self._redo.pop())
        return changes

    def history(self, form_id: str, item_id: str, most: int | None = None) -> Sequence[HistoryEntry]:
        """Return the changes of one answer, newest first; at most so many when told so."""
        return self.store.history(self.record.id, form_id, item_id, most)

    def rename(self, *, title: str, date: str, assessor: str) -> None:
        """Change the heading data of the assessment."""
        self.record = self.store.update_assessment(self.record.id, title=title, date=date, assessor=assessor)

    def _nothing(self, form_id: str, item_id: str, problems: Sequence[Problem]) -> Changes:
        return Changes(form_id, item_id, "", "", tuple(problems), self.scored, self.scored)

    def _refuse(self, form_id: str, item: Item, message: str) -> Changes:
        return self._nothing(form_id, item.id, (Problem(item.id, f"“{item.title}”{message}", item.id),))

    def _apply(self, form_id: str, item_id: str, new: Answer) -> Changes:
        old = self.current(form_id, item_id)
        if new == old:
            return self._nothing(form_id, item_id, ())
        return self._do(_Step(form_id, item_id, old, new))

    def _do(self, *steps: _Step) -> Changes:
        changes = self._store(*steps)
        if changes.stored:
            self._undo.append(steps)
            del self._undo[:-_UNDO_DEPTH]
            self._redo.clear()
        return changes

    def _store(self, *steps: _Step) -> Changes:
        """Score the new sheet, store the change with its headline, and only then make it the current one."""
        before = self.scored
        step = steps[-1]
        if step.node_id:
            after = self._tailored(step)
            saved_at = self.store.save_tailoring(
                self.record.id, step.form_id, step.node_id, step.new_reason, self.who, headline(after)
            )
        else:
            sheet = self.sheet
            for one in steps:
                sheet = sheet.with_answer(one.form_id, one.item_id, one.new)
            after = self.engine.rescore(before, sheet, [(one.form_id, one.item_id) for one in steps])
            of_profile = any(one.form_id == PROFILE_FORM for one in steps)
            enterprise = enterprise_texts(sheet, self.enterprise) if of_profile else None
            saved_at = self._save(steps, after, enterprise)
            self.enterprise = enterprise or self.enterprise
        self.scored = after
        return Changes(step.form_id, step.item_id, step.node_id, saved_at, (), before, after)

    def _save(self, steps: Sequence[_Step], after: Scored, enterprise: EnterpriseRecord | None) -> str:
        """Store answers, the headline and enterprise texts with the last of them."""
        changes = [
            AnswerChange(self.record.id, step.form_id, step.item_id, step.old, step.new, self.who)
            for step in steps
        ]
        changes[-1] = replace(
            changes[-1],
            summary=headline(after),
            enterprise=enterprise if enterprise != self.enterprise else None,
        )
        return self.store.save_answer(changes[0]) if len(changes) == 1 else self.store.save_answers(changes)

    def _tailored(self, step: _Step) -> Scored:
        answers = self.sheet.form(step.form_id)
        tailored = dict(answers.tailored_out)
        if step.new_reason is None:
            tailored.pop(step.node_id, None)
        else:
            tailored[step.node_id] = step.new_reason
        sheet = self.sheet.with_form(step.form_id, replace(answers, tailored_out=tailored))
        return self.engine.rescore(self.scored, sheet, [])
