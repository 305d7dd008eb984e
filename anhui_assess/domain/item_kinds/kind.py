"""What an item kind must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from anhui_assess.domain.answers import Value
from anhui_assess.domain.form import Item
from anhui_assess.domain.problems import Problem

Checked = tuple[Value | None, Sequence[Problem]]


class ItemKind(Protocol):
    """One kind of item: how a value is checked, scored and shown.

    Attributes:
        id: the name used in form files.
        editor: the key under which the window finds the control.
    """

    id: str
    editor: str

    def check(self, item: Item, raw: Any) -> Checked:
        """Return the value as it is stored, or None and the problems that forbid it."""

    def score(self, item: Item, value: Value) -> float | None:
        """Return the value's worth from 0 to 1, or None for a kind that has none."""

    def best(self, item: Item) -> Value | None:
        """Return the value worth most, or None when the kind has no best value."""

    def display(self, item: Item, value: Value) -> str:
        """Return the value as a reader sees it, with its unit."""


def refuse(item: Item, message: str) -> Checked:
    """Return a refusal naming the item."""
    return None, (Problem(item.id, f"“{item.title}”{message}", item.id),)
