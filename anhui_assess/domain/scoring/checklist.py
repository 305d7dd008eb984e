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
from anhui_assess.domain.scoring.model import ROOT, TOLERANCE, Context, item_score, weighted_mean
from anhui_assess.domain.scoring.result import Explanation, FormResult, NodeScore, Requirement, Term

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
        """Explain by sections, or a section by its items."""
        children = [node.id for node in form.roots] if node_id == ROOT else form.nodes[node_id].children
        title = form.title if node_id == ROOT else form.nodes[node_id].title
        value = context.read(_key(form, node_id))
        if children:
            terms = [
                Term(
                    form.nodes[child].title,
                    _weight(form, child, context),
                    context.read(_key(form, child)),
                    None,
                    node=child,
                )
                for child in children
            ]
            return Explanation(title, value, "已具备的比例 = 各题得分按权重平均 × 100", tuple(terms))
        items = ticked_items(form, node_id)
        scores = [item_score(item, context.read(f"value:{item.id}")) for item in items]
        terms = [
            Term(item.title, item.weight, None if score is None else score * _FULL, None, item=item.id)
            for item, score in zip(items, scores, strict=True)
        ]
        return Explanation(title, value, "各题得分按权重平均 × 100", tuple(terms))


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
        found = weighted_mean(pairs)
        return None if found is None else found * _FULL

    return mean
