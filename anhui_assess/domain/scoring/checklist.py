"""A checklist: how much of it is in place, as a share of 100; it feeds qualifications and is never a level.

A list may tell mandatory (必选) items from optional ones (可选), as GB/T 36132-2018 does: a section passes when every
mandatory item that applies is met; the optional ones are only counted. Neither changes the score of another form.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.cells import Cells
from anhui_assess.domain.scoring.model import ROOT, Context, item_score, weighted_mean
from anhui_assess.domain.scoring.result import Explanation, FormResult, NodeScore, Requirement, Term
from anhui_assess.domain.scoring.tolerance import TOLERANCE

MANDATORY, OPTIONAL = "mandatory", "optional"
MET, UNMET, OPEN, NOT_APPLICABLE = "met", "unmet", "open", "not_applicable"
_FULL = 100.0
_SCORABLE = frozenset({"choice", "multi_choice", "yes_no", "scale", "anchored_rating"})


class Checklist:
    """The model of lists that are ticked off."""

    id = "checklist"

    def compile(self, form: Form, cells: Cells) -> None:
        """Add a mean per section and for the whole."""
        for node_id in (*form.nodes, ROOT):
            items = ticked_items(form, node_id)
            cells.builder.add(
                _key(form, node_id), [cells.item_key(form, item) for item in items], _mean(items)
            )

    def result(self, form: Form, context: Context) -> FormResult:
        """Return the share in place, for the whole and per section, and the state of every requirement."""
        return FormResult(
            form=form.id,
            version=form.version,
            model=self.id,
            score=context.read(_key(form, ROOT)),
            full=_FULL,
            progress=context.progress,
            nodes=tuple(
                NodeScore(
                    node.id,
                    node.title,
                    node.parent,
                    _weight(form, node.id, context),
                    score,
                    applies=score is not None,
                )
                for node in form.nodes.values()
                for score in [context.read(_key(form, node.id))]
            ),
            requirements=tuple(
                Requirement(
                    item.id, item.node, item.title, item.obligation == MANDATORY, _state(item, context)
                )
                for item in form.items.values()
                if item.obligation
            ),
        )

    def explain(self, form: Form, context: Context, node_id: str) -> Explanation:
        """Explain by sections, or a section by its items: every summand's share of the whole, its score, its points."""
        children = [node.id for node in form.roots] if node_id == ROOT else form.nodes[node_id].children
        if children:
            rows = [
                (
                    form.nodes[child].title,
                    _weight(form, child, context),
                    context.read(_key(form, child)),
                    child,
                )
                for child in children
            ]
        else:
            rows = [
                (
                    item.title,
                    item.weight,
                    _percent(item_score(item, context.read(f"value:{item.id}"))),
                    item.id,
                )
                for item in ticked_items(form, node_id)
            ]
        total = sum(weight for _, weight, score, _ in rows if score is not None)
        terms = tuple(_term(*row, total, is_section=bool(children)) for row in rows)
        title = form.title if node_id == ROOT else form.nodes[node_id].title
        return Explanation(
            title, context.read(_key(form, node_id)), "已具备的比例 = 各题得分按权重平均 × 100", terms
        )


def _term(
    title: str, weight: float, score: float | None, key: str, total: float, *, is_section: bool
) -> Term:
    """Return a summand; what does not apply has no share."""
    share = None if score is None or total <= 0.0 else weight / total
    points = None if share is None or score is None else share * score
    note = "" if score is not None else "不适用，退出"
    return Term(title, share, score, points, None if is_section else key, key if is_section else None, note)


def _percent(score: float | None) -> float | None:
    return None if score is None else score * _FULL


def ticked_items(form: Form, node_id: str) -> list[Item]:
    """Return the items of a section (`ROOT`: of the whole form) that count."""
    items = form.items.values() if node_id == ROOT else form.items_below(node_id)
    return [item for item in items if item.kind in _SCORABLE and item.weight > 0]


def _weight(form: Form, node_id: str, context: Context) -> float:
    """Return what a section weighs among its siblings: the sum of the weights of its items that apply."""
    items = ticked_items(form, node_id)
    return sum(
        item.weight for item in items if item_score(item, context.read(f"value:{item.id}")) is not None
    )


def _state(item: Item, context: Context) -> str:
    """Met only with full worth: a mandatory item is passed or failed, never half met."""
    value = context.read(f"value:{item.id}")
    if isinstance(value, Missing):
        return NOT_APPLICABLE if value is Missing.NOT_APPLICABLE else OPEN
    score = item_score(item, value)
    return MET if score is not None and score >= 1.0 - TOLERANCE else UNMET


def _key(form: Form, node_id: str) -> str:
    return f"checklist:{form.id}:{node_id}"


def _mean(items: Sequence[Item]) -> Any:
    def mean(*values: Any) -> float | None:
        pairs = [(item.weight, item_score(item, value)) for item, value in zip(items, values, strict=True)]
        return _percent(weighted_mean(pairs))

    return mean
