"""Answers: the four states of an item, self-assessed beside verified values, and the immutable answer sheet."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from anhui_assess.domain.expressions import Missing

Value = float | int | bool | str | tuple[Any, ...]
"""A stored value: a number, yes/no, text or choice id, the chosen ids, or table rows (mappings of column to value)."""


class AnswerState(enum.Enum):
    """What is known of an item; never mixed up on screen, in storage or in the report."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verified:
    """The value an assessor found on site; `reason` explains a difference from the enterprise's own."""

    value: Value
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything recorded about one item. `reason` belongs to not-applicable and unknown."""

    state: AnswerState = AnswerState.UNANSWERED
    value: Value | None = None
    reason: str = ""
    note: str = ""
    flagged: bool = False
    verified: Verified | None = None
    evidence: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: Value, **more: Any) -> Answer:
        """Return an answered answer."""
        return cls(AnswerState.ANSWERED, value, **more)

    @classmethod
    def not_applicable(cls, reason: str, **more: Any) -> Answer:
        """Return a not-applicable answer with its reason."""
        return cls(AnswerState.NOT_APPLICABLE, None, reason, **more)

    @classmethod
    def unknown(cls, reason: str = "", **more: Any) -> Answer:
        """Return an unknown answer."""
        return cls(AnswerState.UNKNOWN, None, reason, **more)

    @property
    def effective(self) -> Value | Missing:
        """The value that scores use: the verified one where there is one, else the enterprise's own."""
        if self.verified is not None:
            return self.verified.value
        if self.state is AnswerState.ANSWERED and self.value is not None:
            return self.value
        return Missing.NOT_APPLICABLE if self.state is AnswerState.NOT_APPLICABLE else Missing.UNANSWERED

    @property
    def settled(self) -> bool:
        """Whether the item counts as done for completeness: answered or not applicable."""
        return self.state in (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE) or self.verified is not None

    @property
    def empty(self) -> bool:
        """Whether nothing at all is recorded."""
        return self == UNANSWERED

    def cleared(self) -> Answer:
        """Return the answer without value and reason; note, flag and evidence stay."""
        return replace(self, state=AnswerState.UNANSWERED, value=None, reason="", verified=None)


UNANSWERED = Answer()


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """The answers to one form of one version. `tailored_out` maps node id to reason."""

    version: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    tailored_out: Mapping[str, str] = field(default_factory=dict)

    def get(self, item_id: str) -> Answer:
        """Return the answer to the item, unanswered when none is recorded."""
        return self.answers.get(item_id, UNANSWERED)


NO_ANSWERS = FormAnswers("")


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """All answers of one assessment, by form id. Changing returns a new sheet and leaves the old one as it was."""

    forms: Mapping[str, FormAnswers] = field(default_factory=dict)

    def form(self, form_id: str) -> FormAnswers:
        """Return the answers to a form, empty when the form was not begun."""
        return self.forms.get(form_id, NO_ANSWERS)

    def get(self, form_id: str, item_id: str) -> Answer:
        """Return one answer."""
        return self.form(form_id).get(item_id)

    def with_answer(self, form_id: str, item_id: str, answer: Answer) -> AnswerSheet:
        """Return the sheet with one answer replaced; an empty answer removes the entry."""
        form = self.form(form_id)
        answers = dict(form.answers)
        if answer.empty:
            answers.pop(item_id, None)
        else:
            answers[item_id] = answer
        return self.with_form(form_id, replace(form, answers=answers))

    def with_form(self, form_id: str, answers: FormAnswers) -> AnswerSheet:
        """Return the sheet with one form's answers replaced."""
        forms = dict(self.forms)
        forms[form_id] = answers
        return AnswerSheet(forms)

    def all_answers(self) -> Iterator[tuple[str, str, Answer]]:
        """Yield (form id, item id, answer) for everything recorded."""
        for form_id, form in self.forms.items():
            for item_id, answer in form.answers.items():
                yield form_id, item_id, answer
