"""Readiness read off yes and no: the highest step up to which every step is a yes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from anhui_assess.domain.critical_items import ReadinessScale, ReadinessStep

BETWEEN = "｜"
"""Stands between what a cell says of several scales."""
_OPEN, _CLOSE, _NEXT = "（", "）", "，下一步："
_MARK = re.compile(r"(?:^|；)(\d+) 级 ")


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
        said = "；".join(f"{level} 级 {_tidy(notes[level])}" for level in _noted(notes, found.level))
        words = f"{name} {found.level} 级" + (
            f"{_OPEN}{said}{_CLOSE}" if said else "（各步已确认，证据待补）"
        )
    if found.level is not None and found.next_step is not None:
        words += f"{_NEXT}{found.next_step.title}"
    return words


def kept_basis(text: str, scale: ReadinessScale) -> str:
    """Return what is said of one scale in a cell that may speak of several."""
    return next((part for part in parts_of(text) if part.startswith(scale.title)), "")


def parts_of(text: str) -> tuple[str, ...]:
    """Return what a cell says, scale by scale."""
    return tuple(part for part in text.split(BETWEEN) if part.strip())


def notes_of(text: str) -> dict[int, str]:
    """Return the evidence by level that `basis_text` wrote; brackets and semicolons inside a note stay with it."""
    body = text.partition(_OPEN)[2].rpartition(_NEXT)[0] or text.partition(_OPEN)[2]
    marks = list(_MARK.finditer(body))
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    notes = {int(mark[1]): body[mark.end() : end] for mark, end in zip(marks, ends, strict=False)}
    last = max(notes, default=None)
    if last is not None:
        notes[last] = notes[last].removesuffix(_CLOSE)
    return {level: note.strip() for level, note in notes.items() if note.strip()}


def _noted(notes: Mapping[int, str], top: int) -> list[int]:
    return [level for level in sorted(notes) if level <= top and _tidy(notes[level])]


def _tidy(note: str) -> str:
    """Return a note without the marks that tell notes and scales apart."""
    return _MARK.sub(r"，\1 级 ", note.replace(BETWEEN, "|").replace(_NEXT, "，下一步 ")).strip()
