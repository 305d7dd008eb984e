"""What helps with the inventory of critical items: typical items, what-ifs, kinds of chokepoint, readiness steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anhui_assess.domain.expressions import Expression


@dataclass(frozen=True, slots=True)
class CriticalItem:
    """A typical critical item of some industries. It carries no figures: those are the firm's own.

    Attributes:
        base, stage: option ids of the inventory's columns of these names.
        used_in: products it usually goes into.
        check: what to find out before its row is filled in.
        industries: ids of the policy's industries; section: where the policy speaks of it.
    """

    id: str
    name: str
    base: str
    stage: str
    used_in: str
    check: str
    industries: tuple[str, ...]
    section: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """How a what-if changes a cell. An empty number stays empty unless `value` or `least` gives it one.

    `value` replaces; else the number is multiplied by `times`, `add` is added, and the outcome is kept between `least`
    and `most`.
    """

    column: str
    value: float | str | None = None
    times: float = 1.0
    add: float = 0.0
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A step a firm could take, as changes to a row; `assumes` says in words what is supposed.

    Packs list steps from little effort to much. A step makes sense only for rows over whose cells `when` holds.
    """

    id: str
    title: str
    assumes: str
    changes: tuple[CellChange, ...]
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Chokepoint:
    """A kind of chokepoint: a row is of this kind when `when` holds over its cells; what is empty holds nothing.

    `measures` names measures by the row's base (the key `any` is for all bases).
    """

    id: str
    title: str
    when: Expression
    why: str
    do: str
    measures: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReadinessStep:
    """One step of a readiness scale: a question to be answered yes or no, and the records that prove a yes."""

    level: int
    title: str
    question: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadinessScale:
    """A scale of readiness (technology 1–9, manufacturing 1–10) for a column of the inventory."""

    id: str
    title: str
    column: str
    steps: tuple[ReadinessStep, ...]
    source: str
    status: str
