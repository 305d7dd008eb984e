"""A second, plain way to score a level-gated form: loops over `Form` data, no graph, no code of the engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from anhui_assess.domain.answers import Answer, AnswerState
from anhui_assess.domain.form import Form

NEAR = 1e-9


@dataclass(frozen=True)
class Recomputed:
    levels: tuple[float | None, ...]
    met: int
    total: float


def worth(answer: Answer | None) -> float | None:
    """1, 0.8, 0.5 or 0; None where the item leaves the mean. An assessor's value goes before the firm's own."""
    if answer is None:
        return 0.0
    if answer.verified is not None:
        found = answer.verified.value
    elif answer.state is AnswerState.NOT_APPLICABLE:
        return None
    elif answer.state is AnswerState.ANSWERED:
        found = answer.value if answer.value is not None else 0.0
    else:
        return 0.0
    assert isinstance(found, (int, float))
    return float(found)


def recompute(
    form: Form, set_id: str, tailored_out: Collection[str], given: Mapping[str, Answer]
) -> Recomputed:
    """Score `given` by the text of the method: means per section and level, weights among siblings, the gate."""
    weight_set = form.scoring.weight_sets[set_id]

    def score_of(node_id: str, level: int) -> float | None:
        if node_id in tailored_out or node_id in weight_set.excluded:
            return None
        node = form.nodes[node_id]
        if node.children:
            return mean(
                [(weight_set.weights.get(child, 0.0), score_of(child, level)) for child in node.children]
            )
        items = [form.items[item_id] for item_id in node.items]
        return mean([(item.weight, worth(given.get(item.id))) for item in items if item.level == level])

    tops = [node for node in form.nodes.values() if node.parent is None]
    numbers = [level.level for level in form.scoring.levels]
    levels = tuple(
        mean([(weight_set.weights[top.id], score_of(top.id, number)) for top in tops]) for number in numbers
    )
    met = 0
    while met < len(levels) and (levels[met] or 0.0) >= form.scoring.met_at - NEAR:
        met += 1
    rest = levels[met] if met < len(levels) else 0.0
    return Recomputed(levels, met, met + (rest or 0.0))


def mean(pairs: list[tuple[float, float | None]]) -> float | None:
    kept = [(weight, value) for weight, value in pairs if value is not None]
    weights = sum(weight for weight, _ in kept)
    return sum(weight * value for weight, value in kept) / weights if weights else None
