"""Quick scan: one anchored rating per section gives an estimated maturity with a band; never more than an estimate.

A rating r says that the section is fully at level r − 1 and somewhere on the way to level r. The estimate takes the way as
two fifths done; the band takes it as not begun (low) and as just short of the gate (high). An unanswered section counts as
the lowest rating in the estimate and in the low end, and as the highest in the high end, so that gaps widen the band.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item, WeightSet
from anhui_assess.domain.item_kinds.scales import RATINGS
from anhui_assess.domain.scoring.anchored import rated_items
from anhui_assess.domain.scoring.cells import Cells, weight_set_key
from anhui_assess.domain.scoring.level_gated import BELOW_ALL, gate
from anhui_assess.domain.scoring.model import ROOT, Context, weighted_tree
from anhui_assess.domain.scoring.result import Explanation, FormResult, LevelScore, NodeScore, Term

ON_THE_WAY = {"low": 0.0, "middle": 0.4, "high": 0.79}
"""What a section at level k − 1 is worth at level k, per end of the band."""


def _rating(value: Any, end: str) -> int | None:
    if value is Missing.NOT_APPLICABLE:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        return RATINGS[-1] if end == "high" else RATINGS[0]
    return value


def level_worth(rating: int, level: int, end: str) -> float:
    """Return what a rating is worth at a level: 1 when past it, the share of the way when next to it, else 0."""
    reached = rating - 1
    if reached >= level:
        return 1.0
    return ON_THE_WAY[end] if reached == level - 1 else 0.0


class Estimate:
    """The model of the quick scan."""

    id = "estimate"

    def compile(self, form: Form, cells: Cells) -> None:
        """Add one cell with the trees of every level for the three ends of the band."""
        leaves = [(leaf.id, items[0]) for leaf in form.leaves if (items := rated_items(form, leaf.id))]
        deps = [weight_set_key(form.id), *(cells.item_key(form, item) for _, item in leaves)]

        def trees(set_id: str, *values: Any) -> Mapping[str, Sequence[Mapping[str, float | None]]]:
            weights = form.scoring.weight_sets[set_id]
            return {end: _trees(form, weights, leaves, values, end) for end in ON_THE_WAY}

        cells.builder.add(f"estimate:{form.id}", deps, trees)

    def result(self, form: Form, context: Context) -> FormResult:
        """Return the estimated level and total with the band, and each section's own estimate."""
        trees = context.read(f"estimate:{form.id}")
        weights = form.scoring.weight_sets[context.read(weight_set_key(form.id))]
        totals = {
            end: gate([tree[ROOT] for tree in found], form.scoring.met_at) for end, found in trees.items()
        }
        met, total = totals["middle"]
        begun = any(value is not None for value in (tree[ROOT] for tree in trees["middle"]))
        names = {level.level: level.name for level in form.scoring.levels}
        return FormResult(
            form=form.id,
            version=form.version,
            model=self.id,
            score=total if begun else None,
            full=float(len(form.scoring.levels)),
            progress=context.progress,
            level=met,
            level_name=names.get(met, BELOW_ALL),
            next_level=met + 1 if met < len(names) else None,
            weight_set=weights.id,
            band=(totals["low"][1], totals["high"][1]) if begun else None,
            levels=tuple(
                LevelScore(level.level, level.name, tree[ROOT], number <= met)
                for number, (level, tree) in enumerate(
                    zip(form.scoring.levels, trees["middle"], strict=True), start=1
                )
            ),
            nodes=tuple(_node(form, weights, trees["middle"], node_id) for node_id in form.nodes),
        )

    def explain(self, form: Form, context: Context, node_id: str) -> Explanation:
        """Explain the estimate by its sections."""
        result = self.result(form, context)
        below = [node for node in result.nodes if node.parent == (node_id or None)]
        title = form.title if node_id == ROOT else form.nodes[node_id].title
        value = (
            result.score
            if node_id == ROOT
            else next((n.score for n in result.nodes if n.id == node_id), None)
        )
        terms = tuple(Term(node.title, node.weight, node.score, None, node=node.id) for node in below)
        rule = "估计：所选第 r 档表示已到 r − 1 级、正在走向 r 级；各级按权重合成后用 0.8 的门槛判断。只供参考，以完整问卷为准。"
        return Explanation(title, value, rule, terms)


def _trees(
    form: Form, weights: WeightSet, leaves: Sequence[tuple[str, Item]], values: Sequence[Any], end: str
) -> Sequence[Mapping[str, float | None]]:
    ratings = {leaf: _rating(value, end) for (leaf, _), value in zip(leaves, values, strict=True)}
    return [
        weighted_tree(
            form,
            weights,
            {
                leaf: None if rating is None else level_worth(rating, level.level, end)
                for leaf, rating in ratings.items()
            },
        )
        for level in form.scoring.levels
    ]


def _node(
    form: Form, weights: WeightSet, trees: Sequence[Mapping[str, float | None]], node_id: str
) -> NodeScore:
    scores = [tree.get(node_id) for tree in trees]
    node = form.nodes[node_id]
    applies = any(score is not None for score in scores)
    _, total = gate(scores, form.scoring.met_at)
    return NodeScore(
        node_id,
        node.title,
        node.parent,
        weights.weights.get(node_id, 0.0),
        total if applies else None,
        dict(enumerate(scores, start=1)),
        applies,
    )
