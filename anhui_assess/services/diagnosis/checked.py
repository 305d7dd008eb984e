"""What the assessor found beside what the firm said of itself: scores of both, and item by item."""

from __future__ import annotations

from dataclasses import dataclass, replace

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording
from anhui_assess.services.earlier import rated
from anhui_assess.services.forms_begun import begun


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """An item where the assessor found something else; `fell` tells whether it counts less, None where that cannot be said."""

    item_id: str
    own: str
    found: str
    reason: str
    fell: bool | None


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A form with verified answers: how many, and its score by the firm's own answers and by what was found."""

    form: Form
    answered: int
    verified: int
    own_score: float | None
    score: float | None
    differing: tuple[CheckedItem, ...]


def self_assessed(scored: Scored) -> Scored | None:
    """Return the scores of the firm's own answers alone; None when nothing was verified."""
    changed = [
        (form, item) for form, item, answer in scored.sheet.all_answers() if answer.verified is not None
    ]
    if not changed:
        return None
    forms = {
        form_id: replace(
            given,
            answers={key: replace(answer, verified=None) for key, answer in given.answers.items()},
        )
        for form_id, given in scored.sheet.forms.items()
    }
    return scored.engine.rescore(scored, AnswerSheet(forms), changed)


def checked(scored: Scored) -> tuple[CheckedForm, ...]:
    """Return the forms begun in which something was verified."""
    own = self_assessed(scored)
    if own is None:
        return ()
    found = []
    for form_id in begun(scored):
        form, progress = scored.catalog.forms[form_id], scored.result(form_id).progress
        if progress.verified:
            found.append(
                CheckedForm(
                    form,
                    progress.answered,
                    progress.verified,
                    own.result(form_id).score,
                    scored.result(form_id).score,
                    tuple(_differing(scored, form)),
                )
            )
    return tuple(found)


def _differing(scored: Scored, form: Form) -> list[CheckedItem]:
    given = scored.sheet.form(form.id)
    found = []
    for item_id, item in form.items.items():
        answer = given.get(item_id)
        if answer.verified is None or answer.verified.value == answer.value or not scored.applies(form, item):
            continue
        plain = replace(answer, verified=None)
        before, after = rated(item, plain), rated(item, answer)
        found.append(
            CheckedItem(
                item_id,
                wording.answer_text(item, plain),
                kind_of(item).display(item, answer.verified.value),
                answer.verified.reason,
                None if before is None or after is None or before == after else after < before,
            )
        )
    return found
