"""What scoring gives back. Numbers are exact; rounding happens only where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anhui_assess.domain.expressions import Missing


@dataclass(frozen=True, slots=True)
class LevelScore:
    """A maturity level's score 0–1; `score` is None when nothing at that level applies."""

    level: int
    name: str
    score: float | None
    met: bool


@dataclass(frozen=True, slots=True)
class NodeScore:
    """A section's score.

    `score` runs 0–5 in a level-gated form (same gate as the whole), 0–100 in an anchored form, points in a points form.
    `weight` is relative to the siblings. `applies` is False for a tailored, excluded or irrelevant section.
    """

    id: str
    title: str
    parent: str | None
    weight: float
    score: float | None
    levels: Mapping[int, float | None] = field(default_factory=dict)
    applies: bool = True


@dataclass(frozen=True, slots=True)
class BlockingItem:
    """An item below full marks at or under the next level; `gain` is what full marks would add to that level's score."""

    item: str
    level: int
    gain: float
    value: float | None


@dataclass(frozen=True, slots=True)
class PartScore:
    """A measured part of an indicator: `fraction` 0–1 of the way from base to lead, None when it leaves the weighting."""

    id: str
    title: str
    share: float
    value: float | Missing
    unit: str
    decimals: int
    direction: str
    base: float | None
    lead: float | None
    fraction: float | None
    state: str
    source: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """An indicator's points. `state`: scored, no_data (0 points), uncalibrated or not_applicable (both leave the weighting)."""

    id: str
    node: str
    title: str
    weight: float
    score: float | None
    state: str
    parts: tuple[PartScore, ...]


@dataclass(frozen=True, slots=True)
class Veto:
    """A basic requirement: `state` is met, unmet or unknown."""

    item: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """An item of a checklist with obligations: `state` is met, unmet, open (no answer yet) or not_applicable."""

    item: str
    node: str
    title: str
    mandatory: bool
    state: str


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """The supply risk 0–100 of one row. `factors` holds each factor's exposure 0–1, `impact` the multiplier."""

    row: int
    risk: float
    risk_class: str
    class_title: str
    impact: float
    factors: Mapping[str, float]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioScore:
    """A scenario of the SME instrument: its level 0–4, None while unanswered; `required` marks the binding ones."""

    item: str
    title: str
    level: int | None
    required: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts behind completeness, evidence coverage and verified share."""

    applicable: int = 0
    settled: int = 0
    asks_evidence: int = 0
    with_evidence: int = 0
    answered: int = 0
    verified: int = 0
    flagged: int = 0
    unknown: int = 0
    not_applicable: int = 0

    @property
    def completeness(self) -> float:
        """Answered or not-applicable items as a share of the applicable ones; 1 when nothing applies."""
        return self.settled / self.applicable if self.applicable else 1.0

    @property
    def evidence_coverage(self) -> float:
        """Items with evidence as a share of those that ask for it."""
        return self.with_evidence / self.asks_evidence if self.asks_evidence else 0.0

    @property
    def verified_share(self) -> float:
        """Verified items as a share of the answered ones."""
        return self.verified / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class FormResult:
    """The result of one form; fields that a model does not have stay empty."""

    form: str
    version: str
    model: str
    score: float | None
    full: float
    progress: Progress
    level: int | None = None
    level_name: str = ""
    next_level: int | None = None
    grade: int | None = None
    grade_name: str = ""
    weight_set: str = ""
    levels: tuple[LevelScore, ...] = ()
    nodes: tuple[NodeScore, ...] = ()
    blocking: tuple[BlockingItem, ...] = ()
    items_to_next: int | None = None
    vetoes: tuple[Veto, ...] = ()
    indicators: tuple[IndicatorScore, ...] = ()
    inventory: tuple[InventoryLine, ...] = ()
    band: tuple[float, float] | None = None
    scenarios: tuple[ScenarioScore, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    calculated: Mapping[str, Any] = field(default_factory=dict)

    def node(self, node_id: str) -> NodeScore | None:
        """Return a section's score."""
        return next((node for node in self.nodes if node.id == node_id), None)

    @property
    def unmet_vetoes(self) -> tuple[Veto, ...]:
        """The basic requirements that are not met."""
        return tuple(veto for veto in self.vetoes if veto.state == "unmet")


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of an explained number. `item` or `node` leads on."""

    label: str
    weight: float | None
    value: float | None
    contribution: float | None
    item: str | None = None
    node: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number is what it is: a rule in words and the terms it was made of."""

    title: str
    value: float | None
    rule: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A shared figure that was given different values in two places."""

    figure: str
    values: tuple[tuple[str, str, Any], ...]
