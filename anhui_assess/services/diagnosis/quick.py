"""The quick scan in the diagnosis: one line that never says more than an estimate, and the weakest sections."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.anchored import rated_items
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.services import wording
from anhui_assess.services.forms_begun import ESTIMATE
from anhui_assess.services.navigation import Place, first_in

_WEAKEST = 3


@dataclass(frozen=True, slots=True)
class Weak:
    """A section at the bottom of the quick scan, with its rating."""

    title: str
    rating: int
    place: Place


@dataclass(frozen=True, slots=True)
class QuickLine:
    """The quick scan at a glance.

    Attributes:
        words: the estimate with its band, or that it has not been begun.
        detail: how much of it is answered, and what it is good for.
        place: where to go on; None when nothing is asked.
        complete: whether every question is settled.
        weakest: the lowest rated sections, lowest first.
    """

    form: Form
    words: str
    detail: str
    place: Place | None
    complete: bool
    weakest: tuple[Weak, ...]


def minutes(form: Form) -> int:
    """Return about how many minutes a quick scan takes: one a question."""
    return len(form.items)


def estimate(result: FormResult) -> str:
    """Return the estimate as it is worded everywhere: a level, and the band it may lie in."""
    if result.score is None:
        return "还没有估计"
    return wording.estimate(result.level, result.band)


def quick_line(scored: Scored) -> QuickLine | None:
    """Return the line of the quick scan; None when there is no such form."""
    form = next((entry for entry in scored.catalog.scored_forms if entry.scoring.model == ESTIMATE), None)
    if form is None:
        return None
    place = first_in(scored, form.id)
    if not scored.sheet.form(form.id).answers:
        detail = f"{minutes(form)} 题，约 {minutes(form)} 分钟，先摸清大概在几级、哪几块最弱；只供参考，不代替完整问卷。"
        return QuickLine(form, "还没有做", detail, place, complete=False, weakest=())
    result = scored.result(form.id)
    progress = result.progress
    detail = f"已答 {progress.settled} / {progress.applicable} 题"
    detail += "。" if progress.settled == progress.applicable else "，没答的让区间变宽。"
    detail += "只供参考，以完整问卷的结果为准。"
    complete = progress.settled == progress.applicable
    return QuickLine(form, estimate(result), detail, place, complete, _weakest(scored, form))


def _weakest(scored: Scored, form: Form) -> tuple[Weak, ...]:
    rows = []
    for leaf in form.leaves:
        for item in rated_items(form, leaf.id)[:1]:
            rating = scored.item_value(form.id, item.id)
            if isinstance(rating, int) and not isinstance(rating, bool):
                rows.append(Weak(leaf.title, rating, Place(form.id, item.id)))
    return tuple(sorted(rows, key=lambda entry: entry.rating)[:_WEAKEST])
