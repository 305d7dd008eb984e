"""What a scoring model must be able to do, and the weighted tree most of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item, WeightSet
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.cells import Cells
from anhui_assess.domain.scoring.result import Explanation, Progress

ROOT = ""

Read = Callable[[str], Any]
"""Reads the value of a graph cell."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a model needs to put its result together: cell values and the progress counts of the form."""

    read: Read
    progress: Progress


class ScoringModel(Protocol):
    """One way to turn answers into a score."""

    id: str

    def compile(self, form: Form, cells: Cells) -> None:
        """Add the model's cells for `form`."""

    def result(self, form: Form, context: Context) -> Any:
        """Return the FormResult from computed cells."""

    def explain(self, form: Form, context: Context, node_id: str) -> Explanation:
        """Explain the score of a section; `ROOT` is the whole form."""


def item_score(item: Item, value: Any) -> float | None:
    """Return an item's worth 0–1: None leaves the weighting (not applicable); unanswered and unknown count 0."""
    if isinstance(value, Missing):
        return None if value is Missing.NOT_APPLICABLE else 0.0
    return kind_of(item).score(item, value)


def weighted_mean(pairs: list[tuple[float, float | None]]) -> float | None:
    """Return Σ weight × value ÷ Σ weight over the pairs with a value; None when none has one."""
    total = weight_sum = 0.0
    for weight, value in pairs:
        if value is not None:
            total += weight * value
            weight_sum += weight
    return total / weight_sum if weight_sum > 0.0 else None


def weighted_tree(
    form: Form, weights: WeightSet, leaf_values: Mapping[str, float | None]
) -> dict[str, float | None]:
    """Return every section's value from its leaves up; key `ROOT` is the whole.

    A section's value is the weighted mean of its children that have one: weights renormalise among the siblings that
    remain. Sections excluded by the weight set, or without a weight in it, do not take part.
    """
    values: dict[str, float | None] = {}

    def value_of(node_id: str) -> float | None:
        node = form.nodes[node_id]
        if node_id in weights.excluded or node_id not in weights.weights:
            value = None
        elif node.children:
            value = weighted_mean(
                [(weights.weights.get(child, 0.0), value_of(child)) for child in node.children]
            )
        else:
            value = leaf_values.get(node_id)
        values[node_id] = value
        return value

    values[ROOT] = weighted_mean(
        [(weights.weights.get(root.id, 0.0), value_of(root.id)) for root in form.roots]
    )
    return values


def effective_weights(form: Form, weights: WeightSet, values: Mapping[str, float | None]) -> dict[str, float]:
    """Return each section's share of the whole after renormalisation among those that have a value."""
    shares: dict[str, float] = {}

    def spread(children: tuple[str, ...], share: float) -> None:
        kept = [child for child in children if values.get(child) is not None]
        total = sum(weights.weights.get(child, 0.0) for child in kept)
        for child in kept:
            shares[child] = share * weights.weights.get(child, 0.0) / total if total else 0.0
            spread(form.nodes[child].children, shares[child])

    spread(tuple(root.id for root in form.roots), 1.0)
    return shares
