"""What the policy asks for: the five programmes with their targets, and what it wants of an industry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgrammeTarget:
    """What a programme wants to have reached in the whole province by a year."""

    year: int
    text: str


@dataclass(frozen=True, slots=True)
class Programme:
    """One of the five programmes (专栏1–5) with the targets for 2020 and 2025.

    Attributes:
        asks: what it does, in our own words.
        forms, nodes, items, benchmarks: what of an enterprise it touches; a node stands as `form:node`.
    """

    number: int
    title: str
    section: str
    asks: str
    targets: tuple[ProgrammeTarget, ...]
    forms: tuple[str, ...]
    nodes: tuple[str, ...]
    items: tuple[str, ...]
    benchmarks: tuple[str, ...]
    status: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What shows how far a firm is: a section up to a level, single items, an indicator of a form, or a provincial one."""

    form: str = ""
    node: str = ""
    up_to: int = 0
    items: tuple[str, ...] = ()
    indicator: str = ""
    benchmark: str = ""


@dataclass(frozen=True, slots=True)
class Want:
    """One thing the policy wants of an industry, and the grounds on which a firm is held against it."""

    text: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Illustration:
    """A sentence with the firm's own figures that belongs to a section; shown only when all of them are known."""

    form: str
    node: str
    text: str


@dataclass(frozen=True, slots=True)
class Effect:
    """How much a measure changes a figure: a range in `unit`, of what it works on (`scope`), never of the whole firm.

    `direction` is up or down. Taken from the measure's source; an estimate unless that says otherwise.
    """

    figure: str
    direction: str
    low: float
    high: float
    unit: str
    scope: str = ""
