"""A checklist: how much of it is in place, as a share of 100; it feeds qualifications and is never a level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.cells import Cells
from anhui_assess.domain.scoring.model import ROOT, Context, item_score, weighted_mean
from anhui_assess.domain.scoring.result import Explanation, FormResult, NodeScore, Term

_FULL = 100.0
_SCORABLE = frozenset({"choice", "multi_choice", "yes_no", "scale", "anchored_rating"})


class Checklist:
    """The model of lists that are ticked off."""

    id = "checklist"

    def compile(self, form: Form, cells: Cells) -> None:
        """Add a mean per section and for the whole."""
        for leaf in form.leaves:
            items = ticked_items(form, leaf.id)
            cells.builder.add(
                _key(form, leaf.id), [cells.item_key(form, item) for item in items], _mean(items)
            )
        everything = [item for leaf in form.leaves for item in ticked_items(form, leaf.id)]
        cells.builder.add(
            _key(form, ROOT), [cells.item_key(form, item) for item in everything], _mean(everything)
        )

    def result(self, form: Form, context: Context) -> FormResult:
        """Return the share in place, for the whole and per section."""
        return FormResult(
            form=form.id,
            version=form.version,
            model=self.id,
            score=context.read(_key(form, ROOT)),
            full=_FULL,
            progress=context.progress,
            nodes=tuple(
                NodeScore(leaf.id, leaf.title, leaf.parent, 1.0, score, applies=score is not None)
                for leaf in form.leaves
                for score in [context.read(_key(form, leaf.id))]
            ),
        )

    def explain(self, form: Form, context: Context, node_id: str) -> Explanation:
        """Explain by sections, or a section by its items."""
        if node_id == ROOT:
            result = self.result(form, context)
            terms = tuple(Term(node.title, None, node.score, None, node=node.id) for node in result.nodes)
            return Explanation(form.title, result.score, "已具备的比例 = 各题得分按权重平均 × 100", terms)
        items = ticked_items(form, node_id)
        scores = [item_score(item, context.read(f"value:{item.id}")) for item in items]
        terms = tuple(
            Term(item.title, item.weight, None if score is None else score * _FULL, None, item=item.id)
            for item, score in zip(items, scores, strict=True)
        )
        return Explanation(
            form.nodes[node_id].title, context.read(_key(form, node_id)), "各题得分按权重平均 × 100", terms
        )


def ticked_items(form: Form, leaf_id: str) -> list[Item]:
    """Return the items of a section that count."""
    items = [form.items[item_id] for item_id in form.nodes[leaf_id].items]
    return [item for item in items if item.kind in _SCORABLE and item.weight > 0]


def _key(form: Form, node_id: str) -> str:
    return f"checklist:{form.id}:{node_id}"


def _mean(items: Sequence[Item]) -> Any:
    def mean(*values: Any) -> float | None:
        pairs = [(item.weight, item_score(item, value)) for item, value in zip(items, values, strict=True)]
        found = weighted_mean(pairs)
        return None if found is None else found * _FULL

    return mean
