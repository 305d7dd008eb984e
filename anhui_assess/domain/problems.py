"""Problems in what people wrote: values that are collected and shown together, never raised one by one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with user input.

    Attributes:
        where: what the user can find again: `path:line`, an item id, or a table cell such as `fb.inventory 第 3 行 进口占比`.
        message: what is wrong and what is expected, in Chinese.
        item: the id of the item concerned, when there is one.
    """

    where: str
    message: str
    item: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `word`, or None when nothing is near."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `（是不是“x”？）` for the nearest known name, or an empty string."""
    near = nearest(word, known)
    return f"（是不是“{near}”？）" if near else ""
