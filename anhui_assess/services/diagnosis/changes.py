"""What has changed since the assessment before: scores, sections, basic requirements, and item by item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.domain.scoring.tolerance import TOLERANCE
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.overview import card
from anhui_assess.services.diagnosis.smart import domains
from anhui_assess.services.earlier import Earlier, EarlierForm, rated
from anhui_assess.services.forms_begun import spoken_of

_HIGH_RISK = "高"
_FEWEST_AXES = 3


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that is rated otherwise than before; `step` is the share of its scale, positive when it rose."""

    item_id: str
    before: float
    after: float
    step: float


@dataclass(frozen=True, slots=True)
class FormChange:
    """A form then and now.

    Attributes:
        same_version: whether sections and items can be held against each other.
        sections: (title, before, after) of each section that had a score both times.
        rose, fell: items, the greatest step first.
        solved, arisen: items of the basic requirements no longer unmet, and unmet since.
    """

    form: Form
    words_before: str
    words_after: str
    before: float | None
    after: float | None
    same_version: bool
    high_risk: tuple[int, int] = (0, 0)
    sections: tuple[tuple[str, float, float], ...] = ()
    rose: tuple[ItemChange, ...] = ()
    fell: tuple[ItemChange, ...] = ()
    solved: tuple[str, ...] = ()
    arisen: tuple[str, ...] = ()

    @property
    def difference(self) -> float | None:
        """How much the score rose; None where one of the two is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


def changes(scored: Scored, earlier: Earlier) -> tuple[FormChange, ...]:
    """Return the forms that speak for both assessments, the main ones first."""
    return tuple(
        _change(scored, scored.catalog.forms[form_id], earlier.forms[form_id])
        for form_id in spoken_of(scored)
        if form_id in earlier.forms
    )


def _change(scored: Scored, form: Form, old: EarlierForm) -> FormChange:
    result = scored.result(form.id)
    same = form.version == old.version
    moved = sorted(_moved(scored, form, old), key=lambda entry: -abs(entry.step)) if same else []
    unmet = {veto.item for veto in result.unmet_vetoes}
    return FormChange(
        form,
        old.words,
        card(form, result).value,
        old.score,
        result.score,
        same,
        (old.high_risk, sum(line.class_title == _HIGH_RISK for line in result.inventory)),
        tuple(_sections(form, result, old)) if same else (),
        tuple(entry for entry in moved if entry.step > 0),
        tuple(entry for entry in moved if entry.step < 0),
        tuple(item for item in old.vetoes if item not in unmet and item in form.items),
        tuple(veto.item for veto in result.unmet_vetoes if veto.item not in old.vetoes),
    )


def _sections(form: Form, result: FormResult, old: EarlierForm) -> Iterator[tuple[str, float, float]]:
    gated = form.scoring.model == "level_gated"
    for key in domains(form) if gated else [root.id for root in form.roots]:
        node = result.node(key)
        if node is not None and node.score is not None and key in old.nodes:
            yield node.title, old.nodes[key], node.score


def _moved(scored: Scored, form: Form, old: EarlierForm) -> Iterator[ItemChange]:
    answers = scored.sheet.form(form.id)
    for item_id, item in form.items.items():
        now, then = rated(item, answers.get(item_id)), old.values.get(item_id)
        if now is None or then is None or abs(now - then) <= TOLERANCE or not scored.applies(form, item):
            continue
        full = 5.0 if item.kind == "anchored_rating" else 1.0
        if item.kind == "choice":
            full = max((choice.score or 0.0 for choice in item.choices), default=1.0) or 1.0
        yield ItemChange(item_id, then, now, (now - then) / full)


def outline(form: Form, result: FormResult, old: EarlierForm) -> tuple[float, ...] | None:
    """Return the old scores of the domains the radar shows; None where they are not the same domains."""
    shown = [
        key for key in domains(form) if (node := result.node(key)) is not None and node.score is not None
    ]
    values = [old.nodes[key] for key in shown if key in old.nodes]
    whole = form.version == old.version and len(values) == len(shown) >= _FEWEST_AXES
    return tuple(values) if whole else None


def difference_words(change: FormChange) -> str:
    """Say by how much a score rose or fell."""
    found = change.difference
    if found is None:
        return wording.DASH
    decimals = wording.form_decimals(change.form)
    text = f"{found:+.{decimals}f}"
    return "持平" if float(text) == 0 else text


def sentence(scored: Scored, earlier: Earlier) -> str:
    """Say in one line what has changed in the main questionnaires."""
    parts = []
    for change in changes(scored, earlier):
        words = difference_words(change)
        if not change.form.part_of and words != wording.DASH:
            now = wording.score(change.after, wording.form_decimals(change.form))
            parts.append(f"{change.form.short_title} {now} 分（{words}）")
    return f"与上次（{earlier.title}，{earlier.date}）相比：{'；'.join(parts)}。" if parts else ""
