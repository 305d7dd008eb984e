"""Yes/no, choice and multiple-choice items."""

from __future__ import annotations

from typing import Any

from anhui_assess.domain.answers import Value
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds.kind import Checked, refuse
from anhui_assess.domain.item_kinds.numbers import describe
from anhui_assess.domain.problems import did_you_mean


class YesNoKind:
    """True or false."""

    id = "yes_no"
    editor = "yes_no"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept true and false only."""
        return (
            (raw, ())
            if isinstance(raw, bool)
            else refuse(item, f"应填是或否（true/false），现在是{describe(raw)}。")
        )

    def score(self, item: Item, value: Value) -> float | None:
        """Return 1 for the good answer: yes, or for a veto the answer that does not trigger it."""
        good = True if item.veto_on is None else not item.veto_on
        return 1.0 if value is good else 0.0

    def best(self, item: Item) -> Value | None:
        """Return the good answer."""
        return True if item.veto_on is None else not item.veto_on

    def display(self, item: Item, value: Value) -> str:  # noqa: ARG002 - the protocol's signature
        """Return 是 or 否."""
        return "是" if value else "否"


class ChoiceKind:
    """One of the item's options, stored by id."""

    id = "choice"
    editor = "choice"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept the id of one option."""
        known = [choice.id for choice in item.choices]
        if isinstance(raw, str) and raw in known:
            return raw, ()
        if isinstance(raw, str):
            return refuse(item, f"没有选项“{raw[:40]}”{did_you_mean(raw, known)}。")
        return refuse(item, f"应填选项编号，现在是{describe(raw)}。")

    def score(self, item: Item, value: Value) -> float | None:
        """Return the option's own score."""
        return next((choice.score for choice in item.choices if choice.id == value), None)

    def best(self, item: Item) -> Value | None:
        """Return the option with the highest score."""
        scored = [choice for choice in item.choices if choice.score is not None]
        return max(scored, key=lambda choice: choice.score or 0.0).id if scored else None

    def display(self, item: Item, value: Value) -> str:
        """Return the option's title."""
        return next((choice.title for choice in item.choices if choice.id == value), str(value))


class MultiChoiceKind:
    """Any number of the item's options, stored as a tuple of ids in the form's order."""

    id = "multi_choice"
    editor = "multi_choice"

    def check(self, item: Item, raw: Any) -> Checked:
        """Accept a list of different option ids."""
        if not isinstance(raw, (list, tuple)) or not all(isinstance(entry, str) for entry in raw):
            return refuse(item, f"应填选项编号的列表，现在是{describe(raw)}。")
        known = [choice.id for choice in item.choices]
        for entry in raw:
            if entry not in known:
                return refuse(item, f"没有选项“{entry[:40]}”{did_you_mean(entry, known)}。")
        if len(set(raw)) != len(raw):
            return refuse(item, "同一个选项出现了两次。")
        return tuple(entry for entry in known if entry in raw), ()

    def score(self, item: Item, value: Value) -> float | None:
        """Return the sum of the chosen options' scores, or the share of options chosen where they have none."""
        if not isinstance(value, tuple) or not item.choices:
            return None
        if any(choice.score is not None for choice in item.choices):
            return min(1.0, sum(choice.score or 0.0 for choice in item.choices if choice.id in value))
        return len(value) / len(item.choices)

    def best(self, item: Item) -> Value | None:
        """Return all options."""
        return tuple(choice.id for choice in item.choices)

    def display(self, item: Item, value: Value) -> str:
        """Return the titles chosen."""
        chosen = value if isinstance(value, tuple) else ()
        return "、".join(choice.title for choice in item.choices if choice.id in chosen) or "一项也没有"
