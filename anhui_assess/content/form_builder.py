"""Plain, checked form data to a domain `Form`. Used for shipped files and for form versions pinned in a workspace."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from anhui_assess.domain.expressions import Expression, parse
from anhui_assess.domain.form import (
    Absence,
    Basis,
    Calculation,
    Choice,
    Column,
    Form,
    Grade,
    Indicator,
    IndicatorPart,
    IndicatorVariant,
    Item,
    Level,
    Node,
    RiskClass,
    RiskFactor,
    ScalePoint,
    ScenarioLevel,
    Scoring,
    SupplyRisk,
    WeightSet,
    Wording,
)

Plain = Mapping[str, Any]
ChoiceSource = Mapping[str, Sequence[Mapping[str, Any]]]
"""Choices by source name: the plain choice entries of `choices_from`."""


def fingerprint(source: Plain) -> str:
    """Return the SHA-256 of a form's or pack's canonical JSON; equal content has equal fingerprints.

    Choices a form draws from a pack are left out, so that a newer pack does not make it another form.
    """
    text = json.dumps(_own(source), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _own(value: Any) -> Any:
    if isinstance(value, Mapping):
        drawn = "choices_from" in value
        return {key: _own(entry) for key, entry in value.items() if not (drawn and key == "choices")}
    return [_own(entry) for entry in value] if isinstance(value, (list, tuple)) else value


def with_choices(source: Plain, choices: ChoiceSource) -> dict[str, Any]:
    """Return the form data with every `choices_from` filled in, so that it stands alone when it is pinned."""

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            copy = {key: filled(entry) for key, entry in value.items()}
            if "choices_from" in copy and "choices" not in copy:
                copy["choices"] = [dict(choice) for choice in choices.get(copy["choices_from"], ())]
            return copy
        return [filled(entry) for entry in value] if isinstance(value, list) else value

    found: dict[str, Any] = filled(source)
    return found


def plain_nodes(source: Plain) -> Iterator[tuple[Plain, str | None]]:
    """Yield (section, parent id) in reading order."""

    def walk(nodes: Sequence[Plain], parent: str | None) -> Iterator[tuple[Plain, str | None]]:
        for node in nodes:
            yield node, parent
            yield from walk(node.get("nodes") or (), node.get("id"))

    yield from walk(source.get("nodes") or (), None)


def plain_items(source: Plain) -> Iterator[tuple[Plain, str]]:
    """Yield (item, section id) in reading order."""
    for node, _ in plain_nodes(source):
        for item in node.get("items") or ():
            yield item, node["id"]


def expression(value: Any) -> Expression | None:
    """Parse an expression value of a file: text, number or true/false."""
    if value is None:
        return None
    if isinstance(value, bool):
        return parse("true" if value else "false")
    return parse(str(value))


def build_form(source: Plain) -> Form:
    """Build a form from data that passed the checks and has its choices filled in."""
    scales = {
        name: tuple(ScalePoint(float(point["value"]), point["title"]) for point in points)
        for name, points in (source.get("scales") or {}).items()
    }
    defaults = source.get("defaults") or {}
    items = {item["id"]: _item(item, node_id, scales, defaults) for item, node_id in plain_items(source)}
    return Form(
        id=source["id"],
        version=source["version"],
        title=source["title"],
        short_title=source["short_title"],
        summary=source["summary"],
        basis=tuple(Basis(**entry) for entry in source["basis"]),
        scoring=_scoring(source["scoring"]),
        nodes={node["id"]: _node(node, parent) for node, parent in plain_nodes(source)},
        items=items,
        calculations={entry["id"]: _calculation(entry) for entry in source.get("calculations") or ()},
        indicators={entry["id"]: _indicator(entry) for entry in source.get("indicators") or ()},
        part_of=source.get("part_of") or "",
        retired=frozenset(source.get("retired") or ()),
        previous=source.get("previous"),
        migration=tuple(source.get("migration") or ()),
        fingerprint=fingerprint(source),
        source=source,
    )


def _choices(entries: Any) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            entry["id"],
            entry["title"],
            entry.get("score"),
            entry.get("group"),
            tuple(entry.get("also") or ()),
        )
        for entry in entries or ()
    )


def _item(item: Plain, node_id: str, scales: Mapping[str, tuple[ScalePoint, ...]], defaults: Plain) -> Item:
    kind = str(item.get("kind") or defaults.get("kind"))
    typical = item.get("typical")
    scale = scales.get(item.get("scale") or defaults.get("scale") or "", ()) if kind == "scale" else ()
    return Item(
        id=item["id"],
        node=node_id,
        kind=kind,
        title=item["title"],
        question=item["question"],
        guidance=item["guidance"],
        level=item.get("level"),
        weight=float(item.get("weight", 1.0)),
        variants={
            name: Wording(entry["question"], entry["guidance"])
            for name, entry in (item.get("variants") or {}).items()
        },
        scale=scale,
        anchors=dict(item.get("anchors") or {}),
        full_marks=item.get("full_marks") or "",
        verifier=item["verifier"],
        evidence=tuple(item["evidence"]),
        clause=" ".join(part for part in (defaults.get("clause_prefix"), item["clause"]) if part),
        policy=item["policy"],
        required=item.get("required", True),
        not_applicable=item.get("not_applicable", True),
        when=expression(item.get("when")),
        shared=item.get("shared"),
        veto_on=item.get("veto_on"),
        obligation=item.get("obligation") or "",
        date_of=item.get("date_of"),
        status=item.get("status") or "",
        unit=item.get("unit"),
        minimum=item.get("min"),
        maximum=item.get("max"),
        decimals=item.get("decimals"),
        typical=(typical[0], typical[1]) if typical else None,
        bands=tuple((float(bound), float(worth)) for bound, worth in item.get("bands") or ()),
        choices=_choices(item.get("choices")),
        choices_from=item.get("choices_from"),
        depends_on=item.get("depends_on"),
        max_length=item.get("max_length", 20000),
        format=item.get("format"),
        multiline=item.get("multiline", False),
        layout=item.get("layout"),
        min_rows=item.get("min_rows", 0),
        max_rows=item.get("max_rows", 2000),
        columns=tuple(_column(entry) for entry in item.get("columns") or ()),
    )


def _column(entry: Plain) -> Column:
    calculated = entry.get("calculated")
    return Column(
        id=entry["id"],
        title=entry["title"],
        kind=entry["kind"],
        unit=entry.get("unit"),
        minimum=entry.get("min"),
        maximum=entry.get("max"),
        decimals=entry.get("decimals"),
        choices=_choices(entry.get("choices")),
        required=entry.get("required", False),
        help=entry.get("help") or "",
        formula=expression(calculated) if calculated and calculated != "layout" else None,
        by_layout=calculated == "layout",
        choices_from=entry.get("choices_from"),
        also=tuple(entry.get("also") or ()),
    )


def _node(node: Plain, parent: str | None) -> Node:
    return Node(
        id=node["id"],
        parent=parent,
        title=node["title"],
        summary=node.get("summary") or "",
        tailorable=node.get("tailorable", False),
        when=expression(node.get("when")),
        absent_levels={int(level): reason for level, reason in (node.get("absent_levels") or {}).items()},
        children=tuple(child["id"] for child in node.get("nodes") or ()),
        items=tuple(item["id"] for item in node.get("items") or ()),
    )


def _scoring(entry: Plain) -> Scoring:
    sets = entry.get("weight_sets") or {}
    return Scoring(
        model=entry["model"],
        met_at=float(entry.get("met_at", 0.8)),
        levels=tuple(
            Level(level["level"], level["name"], level.get("summary") or "")
            for level in entry.get("levels") or ()
        ),
        weight_sets={name: _weight_set(name, found) for name, found in sets.items()},
        weight_set_by=expression(entry.get("weight_set_by")),
        default_weight_set=entry.get("default_weight_set") or next(iter(sets), "default"),
        full_marks=float(entry.get("full_marks", 100.0)),
        grades=tuple(
            Grade(grade["grade"], grade["name"], float(grade["min"]), grade.get("summary") or "")
            for grade in entry.get("grades") or ()
        ),
        supply_risk=_supply_risk(entry["supply_risk"]) if entry.get("supply_risk") else None,
        scenario_levels=tuple(
            ScenarioLevel(
                level["level"],
                level["name"],
                float(level["min_score"]),
                level["min_scenarios"],
                level["min_required"],
            )
            for level in entry.get("levels") or ()
            if "min_score" in level
        ),
        scored_nodes=tuple(entry.get("scored_nodes") or ()),
        scenario_node=entry.get("scenario_node") or "",
        required_scenarios=tuple(entry.get("required_scenarios") or ()),
        estimates=entry.get("estimates") or "",
        note=entry.get("note") or "",
    )


def _weight_set(name: str, entry: Plain) -> WeightSet:
    return WeightSet(
        id=name,
        title=entry.get("title") or name,
        weights={node_id: float(weight) for node_id, weight in entry["weights"].items()},
        excluded=frozenset(entry.get("excluded") or ()),
        status=entry.get("status") or "",
        source=entry.get("source") or "",
    )


def _risk_factor(entry: Plain) -> RiskFactor:
    return RiskFactor(
        id=entry.get("id") or entry["column"],
        title=entry.get("title") or entry["column"],
        column=entry["column"],
        weight=float(entry.get("weight", 1.0)),
        points=tuple((float(x), float(y)) for x, y in entry.get("points") or ()),
        choices={name: float(value) for name, value in (entry.get("choices") or {}).items()},
        missing=float(entry.get("missing", 1.0)),
    )


def _supply_risk(entry: Plain) -> SupplyRisk:
    classes = [RiskClass(found["id"], found["title"], float(found["min"])) for found in entry["classes"]]
    return SupplyRisk(
        table=entry["table"],
        factors=tuple(_risk_factor(factor) for factor in entry["factors"]),
        impact=_risk_factor({"id": "impact", "title": "停供影响", **entry["impact"]}),
        classes=tuple(sorted(classes, key=lambda found: -found.minimum)),
    )


def _calculation(entry: Plain) -> Calculation:
    return Calculation(
        id=entry["id"],
        title=entry["title"],
        unit=entry["unit"],
        decimals=entry.get("decimals", 2),
        formula=expression(entry.get("formula")),
        function=entry.get("function"),
        table=entry.get("table"),
        note=entry.get("note") or "",
        grid=entry.get("grid"),
        absent=tuple(
            Absence(parse(str(found["when"])), found["say"], found.get("idle", False))
            for found in entry.get("absent") or ()
        ),
        words=entry.get("words") or "",
        override=entry.get("override"),
    )


def _indicator(entry: Plain) -> Indicator:
    return Indicator(
        id=entry["id"],
        node=entry["node"],
        title=entry["title"],
        weight=float(entry["weight"]),
        parts=tuple(_part(part) for part in entry["parts"]),
        clause=entry.get("clause") or "",
        policy=entry.get("policy") or "",
        guidance=entry.get("guidance") or "",
        records=tuple(entry.get("records") or ()),
    )


def _part(entry: Plain) -> IndicatorPart:
    formula = expression(entry["formula"])
    assert formula is not None  # noqa: S101 - required by the spec
    return IndicatorPart(
        id=entry["id"],
        title=entry["title"],
        share=float(entry["share"]),
        formula=formula,
        unit=entry["unit"],
        decimals=entry.get("decimals", 2),
        direction=entry["direction"],
        when=expression(entry.get("when")),
        variants=tuple(
            IndicatorVariant(
                expression(variant.get("when")),
                expression(variant.get("base")),
                expression(variant.get("lead")),
                variant.get("source") or "",
                variant.get("status") or "",
            )
            for variant in entry["variants"]
        ),
    )
