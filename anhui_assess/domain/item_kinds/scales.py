"""Scale and anchored-rating items: a step with a written meaning."""

from __future__ import annotations

from typing import Any

from anhui_assess.domain.answers import Value
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds.kind import Checked, refuse
from anhui_assess.domain.item_kinds.numbers import describe, plain

RATINGS = (1, 2, 3, 4, 5)


class ScaleKind:
    """A step of a named scale, stored as the step's number."""

    id = "scale"
    editor = "steps"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept exactly the numbers of the item's scale."""
        if not isinstance(raw, bool) and isinstance(raw, (int, float)):
            for point in item.scale:
                if point.value == raw:
                    return point.value, ()
        steps = "、".join(f"{plain(point.value)}（{point.title}）" for point in item.scale)
        return refuse(item, f"只能取 {steps}，现在是{_shown(raw)}。")

    def score(self, item: Item, value: Value) -> float | None:  # noqa: ARG002 - the protocol's signature
        """Return the step's number, which is its worth."""
        return float(value) if isinstance(value, (int, float)) else None

    def best(self, item: Item) -> Value | None:
        """Return the highest step."""
        return max(point.value for point in item.scale)

    def display(self, item: Item, value: Value) -> str:
        """Return the step's name."""
        return next((point.title for point in item.scale if point.value == value), str(value))


class AnchoredRatingKind:
    """A rating 1 to 5, each with its written anchor."""

    id = "anchored_rating"
    editor = "steps"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept the whole numbers 1 to 5."""
        if not isinstance(raw, bool) and isinstance(raw, (int, float)) and raw in RATINGS:
            return int(raw), ()
        return refuse(item, f"只能取 1 到 5 的整数，现在是{_shown(raw)}。")

    def score(self, item: Item, value: Value) -> float | None:  # noqa: ARG002 - the protocol's signature
        """Return 0 for a rating of 1 up to 1 for a rating of 5."""
        return (float(value) - 1.0) / 4.0 if isinstance(value, (int, float)) else None

    def best(self, item: Item) -> Value | None:  # noqa: ARG002 - the protocol's signature
        """Return 5."""
        return RATINGS[-1]

    def display(self, item: Item, value: Value) -> str:  # noqa: ARG002 - the protocol's signature
        """Return the rating; it is a step, not a score."""
        return f"第 {value} 档"


def _shown(raw: Any) -> str:
    is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    return f" {raw}" if is_number else describe(raw)
