"""Why a score is what it is: from the total down to the questions, one step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import ROOT
from anhui_assess.domain.scoring.result import Explanation, Term
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.green import indicator_place
from anhui_assess.services.navigation import Place


@dataclass(frozen=True, slots=True)
class WalkRow:
    """One summand: label, weight, score and contribution as shown; `node` can be opened, `place` can be gone to.

    A section that left the weighting has nothing under it that counts, so it cannot be opened.
    """

    label: str
    weight: str
    value: str
    contribution: str
    note: str = ""
    node: str | None = None
    place: Place | None = None


def rule(scored: Scored, form_id: str, node_id: str = ROOT) -> str:
    """Return the rule of a number in words."""
    return scored.explain(form_id, node_id).rule


def total(scored: Scored, form_id: str) -> WalkRow:
    """Return the line at the top: the total and what it stands for."""
    form = scored.catalog.forms[form_id]
    result = scored.result(form_id)
    if result.model != "level_gated":
        score = wording.score(result.score, wording.form_decimals(form))
        return WalkRow(f"{form.short_title}总分", "", score, score, f"满分 {result.full:g}", ROOT)
    level = result.next_level or len(result.levels)
    value = next(entry.score for entry in result.levels if entry.level == level)
    note = f"总分 {wording.score(result.score)} = 已达到 {result.level} 级"
    note += f" + {level} 级得分 {wording.score(value, 3)}" if result.next_level else ""
    return WalkRow(f"{form.short_title} {level} 级得分", "", wording.score(value, 3), "", note, ROOT)


def below(scored: Scored, form_id: str, node_id: str) -> tuple[WalkRow, ...]:
    """Return the summands under a number."""
    form = scored.catalog.forms[form_id]
    if form.scoring.model == "points_on_a_line":
        return tuple(_points(scored, form, node_id))
    if form.scoring.model == "points_and_scenarios":
        return tuple(_shares(form, term) for term in scored.explain(form_id, node_id).terms)
    decimals = {"level_gated": 3, "estimate": 2}.get(form.scoring.model, 1)
    found: Explanation = scored.explain(form_id, node_id)
    return tuple(_row(form, term, decimals) for term in found.terms)


def _row(form: Form, term: Term, decimals: int) -> WalkRow:
    place = Place(form.id, term.item) if term.item is not None else None
    label = term.label if place is None else f"第 {form.item_order[place.item_id]} 题　{term.label}"
    return WalkRow(
        label,
        wording.DASH if term.weight is None else f"{term.weight:.1%}",
        wording.score(term.value, decimals),
        wording.score(term.contribution, decimals) if term.value is not None else wording.DASH,
        term.note,
        term.node if term.value is not None else None,
        place,
    )


def _shares(form: Form, term: Term) -> WalkRow:
    """A summand that counts in points: its full marks, the share of them reached, and the points."""
    place = Place(form.id, term.item) if term.item is not None else None
    label = term.label if place is None else f"第 {form.item_order[place.item_id]} 题　{term.label}"
    weight = wording.DASH if term.weight is None else f"{term.weight:g} 分"
    value = wording.DASH if term.value is None else wording.percent(term.value)
    points = wording.score(term.contribution, 2)
    note = "不适用，退出加权" if term.value is None else term.note
    return WalkRow(label, weight, value, points, note, term.node, place)


def _points(scored: Scored, form: Form, node_id: str) -> Iterator[WalkRow]:
    """Groups under the total, indicators under a group: the model explains both as indicators, so groups are put between."""
    result = scored.result(form.id)
    if node_id == ROOT:
        for node in result.nodes:
            if node.parent is None:
                share = None if node.score is None else node.score / node.weight
                note = "" if node.applies else "未定标或不适用，退出加权"
                value = wording.DASH if share is None else wording.percent(share)
                yield WalkRow(
                    node.title, f"{node.weight:g} 分", value, wording.score(node.score), note, node.id
                )
        return
    for entry, term in zip(
        [one for one in result.indicators if node_id in {above.id for above in form.path(one.node)}],
        scored.explain(form.id, node_id).terms,
        strict=True,
    ):
        value = wording.DASH if term.value is None else wording.percent(term.value)
        place = indicator_place(scored, form, entry.id)
        points = wording.score(term.contribution)
        yield WalkRow(term.label, f"{entry.weight:g} 分", value, points, term.note, None, place)
