"""Timing in one process: the median of several runs, in seconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what, ours, the yardstick, and their ratio (ours ÷ yardstick)."""

    what: str
    ours: float
    yardstick: str
    theirs: float | None
    goal: str
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        return None if self.theirs is None else self.ours / self.theirs


def median_seconds(action: Callable[[], object], runs: int = 7, warm: int = 1) -> float:
    """Return the median duration of `action`."""
    for _ in range(warm):
        action()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def shown(seconds: float, unit: str = "s") -> str:
    """Return a duration in the unit that reads best, another quantity in its own."""
    if unit != "s":
        return f"{seconds:.0f} {unit}"
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-4 else f"{seconds * 1e6:.1f} µs"
