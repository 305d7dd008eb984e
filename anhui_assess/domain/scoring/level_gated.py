"""Level-gated maturity (GB/T 39116/39117-2020): a level counts when its score reaches the gate and all lower ones do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.form import Form, Item, WeightSet
from anhui_assess.domain.scoring.cells import Cells, weight_set_key
from anhui_assess.domain.scoring.model import (
    ROOT,
    Context,
    effective_weights,
    item_score,
    weighted_mean,
    weighted_tree,
)
from anhui_assess.domain.scoring.result import (
    BlockingItem,
    Explanation,
    FormResult,
    LevelScore,
    NodeScore,
    Term,
)
from anhui_assess.domain.scoring.tolerance import TOLERANCE

BELOW_ALL = "未达一级"


def gate(scores: Sequence[float | None], met_at: float) -> tuple[int, float]:
    """Return (levels met, total) from the level scores in order.

    Level k is met when its score is at least `met_at` and every lower level is met. The total is the number of levels
    met plus the score of the first level not met; higher levels do not count. A level without score ends the climb.
    """
    met = 0
    for score in scores:
        if score is None or score < met_at - TOLERANCE:
            return met, met + (score or 0.0)
        met += 1
    return met, float(met)


class LevelGated:
    """The model of the smart-factory form."""

    id = "level_gated"

    def compile(self, form: Form, cells: Cells) -> None:
        """Add per section and level the mean D, and per level the weighted tree."""
        for level in form.scoring.levels:
            self._compile_level(form, cells, level.level)

    @staticmethod
    def _compile_level(form: Form, cells: Cells, level: int) -> None:
        leaf_ids: list[str] = []
        for leaf in form.leaves:
            items = items_at(form, leaf.id, level)
            if not items:
                continue
            leaf_ids.append(leaf.id)
            deps = [cells.item_key(form, item) for item in items]
            cells.builder.add(mean_key(form, leaf.id, level), deps, _mean_of(items))
            cells.builder.add(gaps_key(form, level, leaf.id), deps, _gaps_of(items, level))

        def tree(set_id: str, *means: float | None) -> Mapping[str, float | None]:
            return weighted_tree(
                form, form.scoring.weight_sets[set_id], dict(zip(leaf_ids, means, strict=True))
            )

        deps = [weight_set_key(form.id), *(mean_key(form, leaf_id, level) for leaf_id in leaf_ids)]
        cells.builder.add(level_key(form, level), deps, tree)

        def gaps(set_id: str, *found: Gaps) -> Mapping[str, Gaps]:
            weights = form.scoring.weight_sets[set_id]
            pairs = zip(leaf_ids, found, strict=True)
            weighed = weights.weights.keys() - weights.excluded
            return {leaf: gap for leaf, gap in pairs if gap.items and leaf in weighed}

        deps = [weight_set_key(form.id), *(gaps_key(form, level, leaf_id) for leaf_id in leaf_ids)]
        cells.builder.add(gaps_key(form, level), deps, gaps)

    def result(self, form: Form, context: Context) -> FormResult:
        """Return levels, sections, total and the blocking list."""
        trees = {level.level: context.read(level_key(form, level.level)) for level in form.scoring.levels}
        weights = self._weights(form, context)
        root_scores = [trees[level.level][ROOT] for level in form.scoring.levels]
        met, total = gate(root_scores, form.scoring.met_at)
        names = {level.level: level.name for level in form.scoring.levels}
        next_level = met + 1 if met < len(root_scores) else None
        blocking = self.blocking(form, context, next_level) if next_level else ()
        return FormResult(
            form=form.id,
            version=form.version,
            model=self.id,
            score=total if any(score is not None for score in root_scores) else None,
            full=float(len(root_scores)),
            progress=context.progress,
            level=met,
            level_name=names.get(met, BELOW_ALL),
            next_level=next_level,
            weight_set=weights.id,
            levels=tuple(
                LevelScore(level.level, level.name, score, number <= met)
                for number, (level, score) in enumerate(
                    zip(form.scoring.levels, root_scores, strict=True), start=1
                )
            ),
            nodes=tuple(self._node(form, weights, trees, node_id) for node_id in form.nodes),
            blocking=blocking,
            items_to_next=self._items_to_next(form, trees, blocking, next_level),
        )

    @staticmethod
    def _weights(form: Form, context: Context) -> WeightSet:
        return form.scoring.weight_sets[context.read(weight_set_key(form.id))]

    @staticmethod
    def _node(
        form: Form, weights: WeightSet, trees: Mapping[int, Mapping[str, float | None]], node_id: str
    ) -> NodeScore:
        scores = [tree.get(node_id) for tree in trees.values()]
        applies = any(score is not None for score in scores)
        node = form.nodes[node_id]
        return NodeScore(
            id=node_id,
            title=node.title,
            parent=node.parent,
            weight=weights.weights.get(node_id, 0.0),
            score=_maturity(scores, form.scoring.met_at) if applies else None,
            levels=dict(zip(trees, scores, strict=True)),
            applies=applies,
        )

    def blocking(self, form: Form, context: Context, next_level: int) -> tuple[BlockingItem, ...]:
        """Return the items below full marks at levels up to `next_level`, the largest gain on that level first."""
        tree = context.read(level_key(form, next_level))
        shares = effective_weights(form, self._weights(form, context), tree)
        found: list[BlockingItem] = []
        for leaf_id, gaps in context.read(gaps_key(form, next_level)).items():
            share = shares.get(leaf_id, 0.0)
            for (weight, score), entry in zip(gaps.worths, gaps.items, strict=True):
                gain = share * weight / gaps.total * (1.0 - score) if gaps.total > 0.0 else 0.0
                found.append(BlockingItem(entry.item, next_level, gain, score))
        found.sort(key=lambda entry: -entry.gain)
        for level in range(next_level - 1, 0, -1):
            for gaps in context.read(gaps_key(form, level)).values():
                found.extend(gaps.items)
        return tuple(found)

    @staticmethod
    def _items_to_next(
        form: Form,
        trees: Mapping[int, Mapping[str, float | None]],
        blocking: Sequence[BlockingItem],
        next_level: int | None,
    ) -> int | None:
        """Return the least number of items whose full marks would reach the next level's gate."""
        if next_level is None:
            return None
        score = trees[next_level][ROOT]
        if score is None:
            return None
        for count, entry in enumerate(blocking, start=1):
            score += entry.gain
            if score >= form.scoring.met_at - TOLERANCE:
                return count
        return None

    def explain(self, form: Form, context: Context, node_id: str) -> Explanation:
        """Explain a section or the whole at the level being worked on."""
        result_level = self._working_level(form, context)
        tree = context.read(level_key(form, result_level))
        weights = self._weights(form, context)
        value = tree.get(node_id)
        title = form.title if node_id == ROOT else form.nodes[node_id].title
        children = [root.id for root in form.roots] if node_id == ROOT else list(form.nodes[node_id].children)
        if not children:
            return self._explain_leaf(form, context, node_id, result_level, value)
        total = sum(weights.weights.get(child, 0.0) for child in children if tree.get(child) is not None)
        terms = tuple(
            Term(
                form.nodes[child].title,
                weights.weights.get(child, 0.0) / total if total and tree.get(child) is not None else None,
                tree.get(child),
                weights.weights.get(child, 0.0) / total * (tree.get(child) or 0.0) if total else None,
                node=child,
                note="" if tree.get(child) is not None else "不参加加权（已裁剪、不设或本级无要求）",
            )
            for child in children
        )
        rule = f"{result_level} 级得分 = Σ（权重 × 下级得分），权重在参加加权的各项之间归一"
        return Explanation(f"{title} · {result_level} 级", value, rule, terms)

    def _working_level(self, form: Form, context: Context) -> int:
        scores = [context.read(level_key(form, level.level))[ROOT] for level in form.scoring.levels]
        met, _ = gate(scores, form.scoring.met_at)
        return min(met + 1, len(scores))

    @staticmethod
    def _explain_leaf(
        form: Form, context: Context, node_id: str, level: int, value: float | None
    ) -> Explanation:
        items = items_at(form, node_id, level)
        scores = [item_score(item, context.read(f"value:{item.id}")) for item in items]
        total = sum(item.weight for item, score in zip(items, scores, strict=True) if score is not None)
        terms = tuple(
            Term(
                item.title,
                item.weight / total if total and score is not None else None,
                score,
                item.weight / total * score if total and score is not None else None,
                item=item.id,
                note="" if score is not None else "不适用，不参加平均",
            )
            for item, score in zip(items, scores, strict=True)
        )
        rule = f"{level} 级得分 = 本节该级各题得分的平均；未答和暂不清楚按 0 计，不适用不参加"
        return Explanation(f"{form.nodes[node_id].title} · {level} 级", value, rule, terms)


def _maturity(scores: Sequence[float | None], met_at: float) -> float:
    """Return a section's own 0–5: levels without requirements are stepped over, so all met means the top level."""
    for level, score in enumerate(scores, start=1):
        if score is not None and score < met_at - TOLERANCE:
            return (level - 1) + score
    return float(len(scores))


def items_at(form: Form, leaf_id: str, level: int) -> tuple[Item, ...]:
    """Return the scored items of a leaf at a level, in reading order."""
    return form.items_by_level.get((leaf_id, level), ())


def mean_key(form: Form, leaf_id: str, level: int) -> str:
    """Return the cell of D(section, level)."""
    return f"mean:{form.id}:{leaf_id}:{level}"


def gaps_key(form: Form, level: int, leaf_id: str = ROOT) -> str:
    """Return the cell of what a section, or with `ROOT` each weighted section by its id, lacks at a level."""
    return f"gaps:{form.id}:{level}:{leaf_id}"


def level_key(form: Form, level: int) -> str:
    """Return the cell of the weighted tree of a level."""
    return f"level:{form.id}:{level}"


def _mean_of(items: Sequence[Item]) -> Any:
    def mean(*values: Any) -> float | None:
        return weighted_mean(
            [(item.weight, item_score(item, value)) for item, value in zip(items, values, strict=True)]
        )

    return mean


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a section lacks at a level.

    Attributes:
        total: the weights of its scored items together.
        items: those below full marks, in reading order, as they block higher levels (no gain there).
        worths: the weight and the score of each of them.
    """

    total: float
    items: tuple[BlockingItem, ...]
    worths: tuple[tuple[float, float], ...]


def _gaps_of(items: Sequence[Item], level: int) -> Callable[..., Gaps]:
    def gaps(*values: Any) -> Gaps:
        pairs = [(item, item_score(item, value)) for item, value in zip(items, values, strict=True)]
        scored = [(item, score) for item, score in pairs if score is not None]
        below = [(item, score) for item, score in scored if score < 1.0 - TOLERANCE]
        return Gaps(
            sum(item.weight for item, _ in scored),
            tuple(BlockingItem(item.id, level, 0.0, score) for item, score in below),
            tuple((item.weight, score) for item, score in below),
        )

    return gaps
