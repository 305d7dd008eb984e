"""Readiness read off yes and no: the highest step up to which every step is a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anhui_assess.domain.critical_items import ReadinessScale, ReadinessStep


@dataclass(frozen=True, slots=True)
class Reached:
    """Where an item stands on a scale.

    Attributes:
        level: the level reached; None when not even the first step is a yes.
        next_step: the first step that is no yes; None at the top.
        beyond: levels answered yes above a step that is none. They do not count; someone should look at them again.
    """

    level: int | None
    next_step: ReadinessStep | None
    beyond: tuple[int, ...]


def reached(scale: ReadinessScale, answers: Mapping[int, bool]) -> Reached:
    """Return the level reached. A step without an answer is no yes, so that what is not known never raises the level."""
    level: int | None = None
    following: ReadinessStep | None = None
    beyond: list[int] = []
    for step in scale.steps:
        yes = answers.get(step.level) is True
        if following is not None:
            beyond += [step.level] if yes else []
        elif yes:
            level = step.level
        else:
            following = step
    return Reached(level, following, tuple(beyond))


def basis_text(scale: ReadinessScale, answers: Mapping[int, bool], notes: Mapping[int, str]) -> str:
    """Return in words what a level rests on, short enough for a cell of the inventory."""
    found = reached(scale, answers)
    name = scale.title
    if found.level is None:
        words = f"{name}：第 1 步还没有做到"
    else:
        said = "；".join(f"{level} 级 {notes[level].strip()}" for level in _noted(notes, found.level))
        words = f"{name} {found.level} 级" + (f"（{said}）" if said else "（各步已确认，证据待补）")
    if found.level is not None and found.next_step is not None:
        words += f"，下一步：{found.next_step.title}"
    return words


def _noted(notes: Mapping[int, str], top: int) -> list[int]:
    return [level for level in sorted(notes) if level <= top and notes[level].strip()]
