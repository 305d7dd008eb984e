"""Resource packs: regions, industries, departments, policy instruments, benchmarks, factors, measures. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from anhui_assess.domain.critical_items import Chokepoint, CriticalItem, ReadinessScale, WhatIf
from anhui_assess.domain.expressions import Expression
from anhui_assess.domain.limits import Limits
from anhui_assess.domain.policy import Effect, Illustration, Programme, Want
from anhui_assess.domain.quantities import EnergyFactors


@dataclass(frozen=True, slots=True)
class PackInfo:
    """Which pack, which edition, from what document (ISO date or empty) and how sure."""

    id: str
    title: str
    edition: str
    source: str = ""
    issued: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A city with its counties, or a county."""

    code: str
    title: str
    counties: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Industry:
    """One of the 12 high-end fields or 5 traditional industries of the policy, or the rest."""

    id: str
    group: str
    focus: str
    path: str
    divisions: tuple[str, ...]
    sub_fields: tuple[str, ...]
    section: str
    status: str = ""
    wants: tuple[Want, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One of the 25 tasks of the policy's annex, with departments as named in 2015."""

    number: int
    title: str
    section: str
    lead: tuple[str, ...]
    join: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A policy instrument of 五（二）–（五）."""

    id: str
    title: str
    section: str
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """A current support with its validity; dates are ISO or empty.

    `cities` and `industries` are those it is for, empty for all.
    """

    id: str
    title: str
    level: str
    what: str
    amount: str
    document: str
    valid_from: str
    valid_to: str
    checked_on: str
    status: str
    instruments: tuple[str, ...]
    cities: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()

    def concerns(self, city: str, industry: str) -> bool:
        """Whether it can be for a firm of a city and an industry; what is not known does not count against it."""
        of_place = not self.cities or not city or city in self.cities
        return of_place and (not self.industries or not industry or industry in self.industries)

    def expired(self, day: str) -> bool:
        """Whether its time is over on an ISO day; a month or a year as its end counts to its last day."""
        return bool(self.valid_to) and self.valid_to < day[: len(self.valid_to)]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One provincial indicator with its values by year (None is missing, not zero).

    Attributes:
        note: what the province's figure means; reading: what a single firm should make of its own.
        base_year: the year a cumulative fall counts from; firm_base_year: where the firm says from when its own counts.
    """

    id: str
    group: str
    title: str
    unit: str
    direction: str
    kind: str
    values: Mapping[int, float | None]
    lower_bound: tuple[int, ...]
    note: str
    firm_formula: Expression | None
    section: str
    status: str = ""
    compare: str = "number"
    periods: Mapping[int, str] = field(default_factory=dict)
    reading: str = ""
    base_year: int | None = None
    firm_base_year: Expression | None = None


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A later national or provincial figure to compare with; `firm` is the firm's own where no indicator has it; `divisions` those it is for, all when empty."""

    benchmark: str
    title: str
    value: float
    unit: str
    year: str
    region: str
    source: str
    status: str
    note: str = ""
    kind: str = ""
    firm: Expression | None = None
    divisions: tuple[str, ...] = ()

    def concerns(self, division: str) -> bool:
        """Whether a firm of this division (two digits, or empty) has anything to learn from the line."""
        return not self.divisions or division in self.divisions


@dataclass(frozen=True, slots=True)
class Figure:
    """A shared figure: asked once, used by every form."""

    id: str
    title: str
    unit: str
    definition: str


@dataclass(frozen=True, slots=True)
class Closes:
    """What a measure lifts: an item, or every item of a section at some levels, up to the worth `to` (0–1)."""

    form: str
    item: str | None = None
    node: str | None = None
    levels: tuple[int, ...] = ()
    to: float = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A typical improvement measure. Investment is (low, high) in 万元 by size class key S, M, L; None: not for that size.

    `payback` is (low, high) in years where the library gives one, None where none is claimed. `demands` says in one word each
    what it takes beside people: rule_only, supplier, window (a planned stop of hours or days), line_stop. `effects` are the
    figures it changes, with ranges. `prerequisites` are measures that come before it; `ready_when` is what the answers must
    show of the firm as it is, said in `ready_words`.
    """

    id: str
    title: str
    why: str
    closes: tuple[Closes, ...]
    steps: tuple[str, ...]
    prerequisites: tuple[str, ...]
    excludes: tuple[str, ...]
    needs: str
    months: tuple[float, float]
    investment: Mapping[str, tuple[float, float] | None]
    benefit: str
    running_cost: str
    instruments: tuple[str, ...]
    task: int
    evidence: tuple[str, ...]
    source: str
    status: str
    payback: tuple[float, float] | None = None
    demands: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    ready_when: Expression | None = None
    ready_words: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a qualification; without a rule only a person can judge it, and `ask` says what to look at.

    One that is not `hard` is a preference or a reference value: it is shown, and never decides.
    """

    id: str
    title: str
    rule: Expression | None
    ask: str
    unmet: str
    status: str
    source: str
    hard: bool = True


@dataclass(frozen=True, slots=True)
class ApplicationWindow:
    """When a title can be applied for: every year until `closes` (MM-DD); `words` say who hands in what."""

    closes: str
    words: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Qualification:
    """A title or gradient with its document, date and conditions.

    Attributes:
        group: the title of the pack it stands in.
        when: it is looked at only while this holds.
        window: until when in a year it can be applied for, None where no document says.
    """

    id: str
    title: str
    level: str
    document: str
    date: str
    note: str
    conditions: tuple[Condition, ...]
    group: str = ""
    when: Expression | None = None
    window: ApplicationWindow | None = None


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A contradiction between figures and answers: when `rule` holds, `text` is shown with the items behind it.

    `kind` is inconsistency, or outlier where no second answer contradicts the figure but a verifier would not believe it.
    """

    id: str
    title: str
    rule: Expression
    text: str
    items: tuple[str, ...]
    kind: str = "inconsistency"


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """A record that proves an indicator: what to take from it, who keeps it; `number` is a statistical form's, or empty."""

    form: str
    indicator: str
    number: str
    title: str
    take: str
    keeper: str
    status: str


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term with its meaning in plain words."""

    term: str
    meaning: str
    source: str
    status: str


@dataclass(frozen=True)
class Packs:
    """All packs in use; `source` is the plain data they were built from, one entry a file, for what must travel with a report."""

    infos: tuple[PackInfo, ...] = ()
    regions: tuple[Region, ...] = ()
    divisions: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, Industry] = field(default_factory=dict)
    tasks: Mapping[int, Task] = field(default_factory=dict)
    department_names: Mapping[str, str] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    supports: tuple[Support, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    reference_lines: tuple[ReferenceLine, ...] = ()
    energy: EnergyFactors | None = None
    limits: Limits | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    qualifications: Mapping[str, Qualification] = field(default_factory=dict)
    cross_checks: tuple[CrossCheck, ...] = ()
    illustrations: tuple[Illustration, ...] = ()
    programmes: Mapping[int, Programme] = field(default_factory=dict)
    glossary: tuple[GlossaryTerm, ...] = ()
    records: tuple[IndicatorRecord, ...] = ()
    source: tuple[Mapping[str, Any], ...] = field(default=(), repr=False, compare=False)
    critical_items: tuple[CriticalItem, ...] = ()
    what_ifs: tuple[WhatIf, ...] = ()
    chokepoints: tuple[Chokepoint, ...] = ()
    readiness: Mapping[str, ReadinessScale] = field(default_factory=dict)

    def with_source(self, source: Mapping[str, Any]) -> Packs:
        """Return the packs as they name themselves with the data of one put in the place of the pack of the same id."""
        if not source or source in self.source:
            return self
        key = source["id"]
        return replace(
            self,
            source=tuple(source if entry["id"] == key else entry for entry in self.source),
            infos=tuple(
                replace(info, edition=source["edition"]) if info.id == key else info for info in self.infos
            ),
        )

    def department_today(self, name: str) -> str:
        """Return the department as named in 2015 with today's name behind it where that differs."""
        today = self.department_names.get(name)
        return f"{name}（现：{today}）" if today and today != name else name
