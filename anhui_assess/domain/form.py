"""What a questionnaire is: forms, sections, items, choices, columns, indicators and scoring parameters.

Every object here is frozen and built by `content` from a YAML file; see forms/README.md for the meaning of each key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from anhui_assess.domain.expressions import Expression
from anhui_assess.domain.row_gaps import filled_in


@dataclass(frozen=True, slots=True)
class Basis:
    """A document a form rests on."""

    standard: str
    title: str = ""
    clause: str = ""
    status: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScalePoint:
    """One step of a scale: the number that is stored and its name."""

    value: float
    title: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice. `group` ties it to an option of another item (a county to its city).

    `also` are the other names under which it stands in reports and spreadsheets.
    """

    id: str
    title: str
    score: float | None = None
    group: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table item. `calculated` is an expression over the row, or a layout's own calculation.

    `also` are the other names under which it heads columns of reports and spreadsheets.
    """

    id: str
    title: str
    kind: str
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    choices: tuple[Choice, ...] = ()
    required: bool = False
    help: str = ""
    formula: Expression | None = None
    by_layout: bool = False
    choices_from: str | None = None
    also: tuple[str, ...] = ()

    @property
    def calculated(self) -> bool:
        """Whether the program fills the column."""
        return self.formula is not None or self.by_layout


@dataclass(frozen=True, slots=True)
class Wording:
    """Question and guidance for one manufacturing type."""

    question: str
    guidance: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    `level` is the maturity level it belongs to in a level-gated form, else None. `obligation` is `mandatory` (必选: every
    one must be met) or `optional` (可选: counted) in a checklist that tells them apart, else empty. `date_of` of a date names
    the item it belongs to: when a certificate ends, when the three years after an exclusion begin.
    """

    id: str
    node: str
    kind: str
    title: str
    question: str
    guidance: str
    level: int | None = None
    weight: float = 1.0
    variants: Mapping[str, Wording] = field(default_factory=dict)
    scale: tuple[ScalePoint, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    full_marks: str = ""
    verifier: str = ""
    evidence: tuple[str, ...] = ()
    clause: str = ""
    policy: str = ""
    required: bool = True
    not_applicable: bool = True
    when: Expression | None = None
    shared: str | None = None
    veto_on: bool | None = None
    obligation: str = ""
    date_of: str | None = None
    status: str = ""
    unit: str | None = None
    minimum: float | str | None = None
    maximum: float | str | None = None
    decimals: int | None = None
    typical: tuple[float, float] | None = None
    bands: tuple[tuple[float, float], ...] = ()
    choices: tuple[Choice, ...] = ()
    choices_from: str | None = None
    depends_on: str | None = None
    max_length: int = 20000
    format: str | None = None
    multiline: bool = False
    layout: str | None = None
    min_rows: int = 0
    max_rows: int = 2000
    columns: tuple[Column, ...] = ()

    def wording(self, manufacturing_type: str | None) -> Wording:
        """Return question and guidance as they are said in a process or a discrete factory."""
        found = self.variants.get(manufacturing_type or "")
        return found if found is not None else Wording(self.question, self.guidance)

    def unfilled(self, value: Any) -> bool:
        """Return whether `value` is a table that must have rows and holds none with anything in it."""
        if self.kind != "table" or self.min_rows < 1 or not isinstance(value, (list, tuple)):
            return False
        return not any(filled_in(row) for row in value)

    def column(self, column_id: str) -> Column | None:
        """Return the column of that id, or None."""
        return next((column for column in self.columns if column.id == column_id), None)


@dataclass(frozen=True, slots=True)
class Node:
    """A section of a form. Leaves carry items; a node's weight is relative to its siblings and lives in a weight set."""

    id: str
    parent: str | None
    title: str
    summary: str = ""
    tailorable: bool = False
    when: Expression | None = None
    absent_levels: Mapping[int, str] = field(default_factory=dict)
    children: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeightSet:
    """Weights of nodes among their siblings. Nodes in `excluded` do not exist for this kind of factory."""

    id: str
    title: str
    weights: Mapping[str, float]
    excluded: frozenset[str] = frozenset()
    status: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A maturity level of a level-gated form."""

    level: int
    name: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioLevel:
    """A level reached by points and by the number of scenarios at or above it, some of them required ones."""

    level: int
    name: str
    min_score: float
    min_scenarios: int
    min_required: int


@dataclass(frozen=True, slots=True)
class Grade:
    """A capability grade of an anchored form; it begins at `minimum` points of 100."""

    grade: int
    name: str
    minimum: float
    summary: str = ""


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """One exposure factor of the supply risk: a column turned into 0 (safe) to 1 (exposed)."""

    id: str
    title: str
    column: str
    weight: float
    points: tuple[tuple[float, float], ...] = ()
    choices: Mapping[str, float] = field(default_factory=dict)
    missing: float = 1.0


@dataclass(frozen=True, slots=True)
class RiskClass:
    """A class of supply risk; it begins at `minimum` points of 100."""

    id: str
    title: str
    minimum: float


@dataclass(frozen=True, slots=True)
class SupplyRisk:
    """Parameters of the supply-risk figure over the rows of `table`."""

    table: str
    factors: tuple[RiskFactor, ...]
    impact: RiskFactor
    classes: tuple[RiskClass, ...]


@dataclass(frozen=True, slots=True)
class Scoring:
    """The scoring model of a form and its parameters; which of them matter depends on `model`."""

    model: str
    met_at: float = 0.8
    levels: tuple[Level, ...] = ()
    weight_sets: Mapping[str, WeightSet] = field(default_factory=dict)
    weight_set_by: Expression | None = None
    default_weight_set: str = "default"
    full_marks: float = 100.0
    grades: tuple[Grade, ...] = ()
    supply_risk: SupplyRisk | None = None
    scenario_levels: tuple[ScenarioLevel, ...] = ()
    scored_nodes: tuple[str, ...] = ()
    scenario_node: str = ""
    required_scenarios: tuple[str, ...] = ()
    estimates: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """What to say when a figure cannot be calculated and `when` holds; an `idle` one is not needed, nothing is amiss."""

    when: Expression
    say: str
    idle: bool = False


@dataclass(frozen=True, slots=True)
class Calculation:
    """A figure the program calculates: by a formula, or by a named function over an energy table.

    `grid` names the question whose grid factor a function uses instead of the table's; `absent` says in words why there is
    no figure, the first whose condition holds; `words` is the formula in words where reading it off the expression would be clumsy. `override` is
    the table where the enterprise may put a figure of its own with a reason (columns `figure`, `value`, `reason`).
    """

    id: str
    title: str
    unit: str
    decimals: int = 2
    formula: Expression | None = None
    function: str | None = None
    table: str | None = None
    note: str = ""
    grid: str | None = None
    absent: tuple[Absence, ...] = ()
    words: str = ""
    override: str | None = None


@dataclass(frozen=True, slots=True)
class IndicatorVariant:
    """Base and lead of an indicator part under a condition."""

    when: Expression | None
    base: Expression | None
    lead: Expression | None
    source: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """A measured part of an indicator. `share` is its part of the indicator's weight."""

    id: str
    title: str
    share: float
    formula: Expression
    unit: str
    decimals: int
    direction: str
    variants: tuple[IndicatorVariant, ...]
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator scored on a line from base (no points) to lead (all points)."""

    id: str
    node: str
    title: str
    weight: float
    parts: tuple[IndicatorPart, ...]
    clause: str = ""
    policy: str = ""
    guidance: str = ""
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A questionnaire of one version. `nodes` and `items` are in reading order.

    Attributes:
        part_of: id of the main questionnaire that this one goes with; empty for a main questionnaire. One that goes with
            another is offered, but an assessment is complete without it.
    """

    id: str
    version: str
    title: str
    short_title: str
    summary: str
    basis: tuple[Basis, ...]
    scoring: Scoring
    nodes: Mapping[str, Node]
    items: Mapping[str, Item]
    calculations: Mapping[str, Calculation] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    part_of: str = ""
    retired: frozenset[str] = frozenset()
    previous: str | None = None
    migration: tuple[Mapping[str, Any], ...] = ()
    fingerprint: str = ""
    source: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def roots(self) -> tuple[Node, ...]:
        """The top sections."""
        return tuple(node for node in self.nodes.values() if node.parent is None)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The sections that carry items."""
        return tuple(node for node in self.nodes.values() if not node.children)

    @cached_property
    def items_by_level(self) -> Mapping[tuple[str, int], tuple[Item, ...]]:
        """Section id and level to the items there, in reading order."""
        found: dict[tuple[str, int], list[Item]] = {}
        for item in self.items.values():
            if item.level is not None:
                found.setdefault((item.node, item.level), []).append(item)
        return {key: tuple(items) for key, items in found.items()}

    @cached_property
    def item_order(self) -> Mapping[str, int]:
        """Item id to its number (from 1) as the user and the report see it."""
        return {item_id: number for number, item_id in enumerate(self.items, start=1)}

    def path(self, node_id: str) -> tuple[Node, ...]:
        """Return the nodes from the root to `node_id`."""
        found: list[Node] = []
        current: str | None = node_id
        while current is not None:
            node = self.nodes[current]
            found.append(node)
            current = node.parent
        return tuple(reversed(found))

    def path_title(self, node_id: str, separator: str = " › ") -> str:
        """Return the titles from the root to the node, the same title not twice in a row."""
        titles: list[str] = []
        for node in self.path(node_id):
            if not titles or titles[-1] != node.title:
                titles.append(node.title)
        return separator.join(titles)

    def items_below(self, node_id: str) -> Iterator[Item]:
        """Yield the items of the node and of every node under it, in reading order."""
        node = self.nodes[node_id]
        for item_id in node.items:
            yield self.items[item_id]
        for child in node.children:
            yield from self.items_below(child)

    def tailorable_node(self, name: str) -> Node | None:
        """Return the tailorable node called `name`, by its id or by the last part of it."""
        for node in self.nodes.values():
            if node.tailorable and (node.id == name or node.id.rsplit(".", 1)[-1] == name):
                return node
        return None
