"""Listed limits of products: mandatory energy limits and water quotas, each with its standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class LimitValue:
    """A product of a limit or quota standard.

    Attributes:
        kind: `energy` or `water`.
        measure: what the figures count per product unit: kgce, tce, kwh or m3.
        unit: the product unit, as the standard says it.
        lead, base: the value of full points (level 1, 先进值) and of none (level 2, 通用值).
    """

    id: str
    kind: str
    title: str
    standard: str
    measure: str
    unit: str
    lead: float
    base: float
    divisions: tuple[str, ...] = ()
    note: str = ""
    status: str = ""

    @property
    def source(self) -> str:
        """The standard as a source, with the mark of what was not checked against it."""
        return self.standard + ("（待核对）" if self.status == "待核对" else "")


@dataclass(frozen=True)
class Limits:
    """A pack of limits by id; `source` is the plain data it was built from."""

    id: str
    edition: str
    title: str
    values: Mapping[str, LimitValue]
    fingerprint: str = ""
    source: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def also(self, name: str) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - as of the factor pack
        """Return the other names of choices by id: limits have none."""
        return {}

    def choices(self, name: str) -> tuple[tuple[str, str], ...] | None:
        """Return ids and titles of what a form's `choices_from` names in this pack; None for what is not in here."""
        wanted = {"energy_limits": "energy", "water_quotas": "water"}.get(name)
        if wanted is None:
            return None
        return tuple(
            (entry.id, f"{entry.title}（{entry.standard}）")
            for entry in self.values.values()
            if entry.kind == wanted
        )
