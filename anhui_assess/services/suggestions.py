"""What the quick scan suggests for a question of the full questionnaire. Only words: nothing is ever answered from here."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.catalog import Catalog, reference
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.anchored import rated_items
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.forms_begun import ESTIMATE
from anhui_assess.services.navigation import Place

_FULL, _PART, _NONE = 1.0, 0.5, 0.0
"""Worth of a question below the level on the way, at it, and above it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A step of the question's scale, with the rating it comes from.

    Attributes:
        value, title: the step as it would be stored, and its name.
        rating: what was chosen in the quick scan.
        source: that question of the quick scan.
        section: the section both forms ask about.
    """

    value: float
    title: str
    rating: int
    source: Place
    section: str


def quick_form(catalog: Catalog, form: Form) -> Form | None:
    """Return the quick scan that estimates a level-gated form, or None."""
    if form.scoring.model != "level_gated":
        return None
    for other in catalog.scored_forms:
        if other.scoring.model == ESTIMATE and other.scoring.estimates in ("", form.id):
            return other
    return None


def suggestion(scored: Scored, form: Form, item: Item) -> Suggestion | None:
    """Return what the quick scan suggests for a question that is asked and has no answer of any kind yet.

    A rating r says that the section stands at level r − 1 and is on its way to level r: questions up to level r − 1 are
    suggested as met, those at level r as partly met, those above as not met.
    """
    quick = quick_form(scored.catalog, form)
    answer = scored.sheet.get(form.id, item.id)
    unanswered = answer.state is AnswerState.UNANSWERED and answer.verified is None
    if quick is None or item.level is None or not unanswered or not scored.applies(form, item):
        return None
    rated = rated_items(quick, item.node) if item.node in quick.nodes else []
    if not rated:
        return None
    rating = scored.value(reference(quick, rated[0]))
    if isinstance(rating, bool) or not isinstance(rating, int):
        return None
    worth = _FULL if item.level < rating else _PART if item.level == rating else _NONE
    point = next((step for step in item.scale if step.value == worth), None)
    if point is None:
        return None
    section = form.nodes[item.node].title
    return Suggestion(point.value, point.title, rating, Place(quick.id, rated[0].id), section)
