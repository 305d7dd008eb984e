"""Anchored ratings (four bases): ratings 1–5 mapped to 0–100, weighted over the relevant sections, five grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Grade, Item, WeightSet
from anhui_assess.domain.scoring.cells import Cells, weight_set_key
from anhui_assess.domain.scoring.model import (
    ROOT,
    Context,
    item_score,
    weighted_mean,
    weighted_tree,
)
from anhui_assess.domain.scoring.result import Explanation, FormResult, InventoryLine, NodeScore, Term
from anhui_assess.domain.scoring.supply_risk import RiskReader
from anhui_assess.domain.scoring.tolerance import TOLERANCE

_FULL = 100.0


def grade_of(grades: Sequence[Grade], score: float | None) -> Grade | None:
    """Return the highest grade whose minimum the score reaches."""
    if score is None:
        return None
    reached = [grade for grade in grades if score >= grade.minimum - TOLERANCE]
    return max(reached, key=lambda grade: grade.minimum) if reached else None


class Anchored:
    """The model of the four-bases form."""

    id = "anchored"

    def compile(self, form: Form, cells: Cells) -> None:
        """Add a mean per section, the weighted tree, and the supply risk of the inventory."""
        weighted = self._weighted_leaves(form)
        for leaf_id in weighted:
            items = rated_items(form, leaf_id)
            cells.builder.add(
                f"mean:{form.id}:{leaf_id}", [cells.item_key(form, item) for item in items], _mean_of(items)
            )

        def tree(set_id: str, *means: float | None) -> Any:
            return weighted_tree(
                form, form.scoring.weight_sets[set_id], dict(zip(weighted, means, strict=True))
            )

        deps = [weight_set_key(form.id), *(f"mean:{form.id}:{leaf_id}" for leaf_id in weighted)]
        cells.builder.add(f"tree:{form.id}", deps, tree)
        rule = form.scoring.supply_risk
        if rule is not None:
            key = cells.item_key(form, form.items[rule.table])
            reader = RiskReader(rule)
            cells.builder.add(
                f"risk:{form.id}", [key], lambda rows: () if isinstance(rows, Missing) else reader.lines(rows)
            )

    @staticmethod
    def _weighted_leaves(form: Form) -> list[str]:
        named = {
            node_id for weight_set in form.scoring.weight_sets.values() for node_id in weight_set.weights
        }
        return [leaf.id for leaf in form.leaves if leaf.id in named]

    @staticmethod
    def _weights(form: Form, context: Context) -> WeightSet:
        return form.scoring.weight_sets[context.read(weight_set_key(form.id))]

    def result(self, form: Form, context: Context) -> FormResult:
        """Return section scores, the overall score and grade, and the inventory's risks."""
        tree = context.read(f"tree:{form.id}")
        weights = self._weights(form, context)
        grade = grade_of(form.scoring.grades, tree[ROOT])
        inventory: tuple[InventoryLine, ...] = ()
        if form.scoring.supply_risk is not None:
            inventory = context.read(f"risk:{form.id}")
        return FormResult(
            form=form.id,
            version=form.version,
            model=self.id,
            score=tree[ROOT],
            full=_FULL,
            progress=context.progress,
            grade=grade.grade if grade else None,
            grade_name=grade.name if grade else "",
            weight_set=weights.id,
            nodes=tuple(
                NodeScore(
                    node_id,
                    form.nodes[node_id].title,
                    form.nodes[node_id].parent,
                    weights.weights[node_id],
                    tree.get(node_id),
                    applies=tree.get(node_id) is not None,
                )
                for node_id in form.nodes
                if node_id in weights.weights
            ),
            inventory=inventory,
        )

    def explain(self, form: Form, context: Context, node_id: str) -> Explanation:
        """Explain a section or the whole."""
        tree = context.read(f"tree:{form.id}")
        weights = self._weights(form, context)
        if node_id != ROOT and not form.nodes[node_id].children:
            return self._explain_leaf(form, context, node_id, tree.get(node_id))
        children = [root.id for root in form.roots] if node_id == ROOT else list(form.nodes[node_id].children)
        children = [child for child in children if child in weights.weights]
        total = sum(weights.weights[child] for child in children if tree.get(child) is not None)
        terms = tuple(
            Term(
                form.nodes[child].title,
                weights.weights[child] / total if total and tree.get(child) is not None else None,
                tree.get(child),
                weights.weights[child] / total * (tree.get(child) or 0.0)
                if total and tree.get(child) is not None
                else None,
                node=child,
                note="" if tree.get(child) is not None else "与本企业不相关，不参加加权",
            )
            for child in children
        )
        title = form.title if node_id == ROOT else form.nodes[node_id].title
        return Explanation(
            title, tree.get(node_id), "总分 = Σ（权重 × 各部分得分），权重在相关的部分之间归一", terms
        )

    @staticmethod
    def _explain_leaf(form: Form, context: Context, node_id: str, value: float | None) -> Explanation:
        items = rated_items(form, node_id)
        scores = [item_score(item, context.read(f"value:{item.id}")) for item in items]
        total = sum(item.weight for item, score in zip(items, scores, strict=True) if score is not None)
        terms = tuple(
            Term(
                item.title,
                item.weight / total if total and score is not None else None,
                None if score is None else score * _FULL,
                item.weight / total * score * _FULL if total and score is not None else None,
                item=item.id,
                note="" if score is not None else "不适用或与角色无关",
            )
            for item, score in zip(items, scores, strict=True)
        )
        rule = "得分 = Σ（权重 × 单项分）；单项分 =（所选档 − 1）÷ 4 × 100；未答和暂不清楚按 0 计"
        return Explanation(form.nodes[node_id].title, value, rule, terms)


def rated_items(form: Form, leaf_id: str) -> list[Item]:
    """Return the anchored ratings of a section."""
    return [
        form.items[item_id]
        for item_id in form.nodes[leaf_id].items
        if form.items[item_id].kind == "anchored_rating"
    ]


def _mean_of(items: Sequence[Item]) -> Any:
    def mean(*values: Any) -> float | None:
        pairs = [(item.weight, item_score(item, value)) for item, value in zip(items, values, strict=True)]
        found = weighted_mean(pairs)
        return None if found is None else found * _FULL

    return mean
