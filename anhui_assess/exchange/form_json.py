"""A form as outsiders read it (`anhui-assess/form/1`)."""

from __future__ import annotations

from typing import Any

from anhui_assess.domain.form import Choice, Column, Form, Indicator, Item, Scoring


def form_data(form: Form) -> dict[str, Any]:
    """Return a form as plain data: basis, scoring, sections, every item with its parts, calculations, indicators."""
    return {
        "schema": "anhui-assess/form/1",
        "id": form.id,
        "version": form.version,
        "title": form.title,
        "summary": form.summary,
        "basis": [" ".join(part for part in (entry.standard, entry.title) if part) for entry in form.basis],
        "fingerprint": form.fingerprint,
        "part_of": form.part_of or None,
        "scoring": _scoring(form.scoring),
        "nodes": [
            {
                "id": node.id,
                "parent": node.parent,
                "title": node.title,
                "summary": node.summary,
                "tailorable": node.tailorable,
                "when": node.when.text if node.when else None,
                "absent_levels": {str(level): reason for level, reason in node.absent_levels.items()},
            }
            for node in form.nodes.values()
        ],
        "items": [_item(item) for item in form.items.values()],
        "calculations": [
            {
                "id": entry.id,
                "title": entry.title,
                "unit": entry.unit,
                "formula": entry.formula.text if entry.formula else None,
                "function": entry.function,
                "table": entry.table,
                "note": entry.note,
            }
            for entry in form.calculations.values()
        ],
        "indicators": [_indicator(entry) for entry in form.indicators.values()],
        "retired": sorted(form.retired),
    }


def _scoring(scoring: Scoring) -> dict[str, Any]:
    found: dict[str, Any] = {"model": scoring.model}
    if scoring.model == "level_gated":
        found["met_at"] = scoring.met_at
        found["levels"] = [{"level": level.level, "name": level.name} for level in scoring.levels]
    if scoring.model == "points_on_a_line":
        found["full_marks"] = scoring.full_marks
    if scoring.weight_sets:
        found["weight_sets"] = {name: dict(entry.weights) for name, entry in scoring.weight_sets.items()}
        found["excluded"] = {name: sorted(entry.excluded) for name, entry in scoring.weight_sets.items()}
        found["weight_set_by"] = scoring.weight_set_by.text if scoring.weight_set_by else None
        found["default_weight_set"] = scoring.default_weight_set
    if scoring.grades:
        found["grades"] = [
            {"grade": grade.grade, "name": grade.name, "min": grade.minimum} for grade in scoring.grades
        ]
    if scoring.model == "estimate":
        found["met_at"] = scoring.met_at
        found["estimates"] = scoring.estimates or None
        found["levels"] = [{"level": level.level, "name": level.name} for level in scoring.levels]
    if scoring.model == "points_and_scenarios":
        found["full_marks"] = scoring.full_marks
        found["scored_nodes"] = list(scoring.scored_nodes)
        found["scenario_node"] = scoring.scenario_node
        found["required_scenarios"] = list(scoring.required_scenarios)
        found["levels"] = [
            {
                "level": level.level,
                "name": level.name,
                "min_score": level.min_score,
                "min_scenarios": level.min_scenarios,
                "min_required": level.min_required,
            }
            for level in scoring.scenario_levels
        ]
    risk = scoring.supply_risk
    if risk is not None:
        found["supply_risk"] = {
            "table": risk.table,
            "factors": [
                {
                    "id": factor.id,
                    "title": factor.title,
                    "column": factor.column,
                    "weight": factor.weight,
                    "points": [list(point) for point in factor.points],
                    "choices": dict(factor.choices),
                    "missing": factor.missing,
                }
                for factor in (*risk.factors, risk.impact)
            ],
            "classes": [
                {"id": entry.id, "title": entry.title, "min": entry.minimum} for entry in risk.classes
            ],
        }
    return found


def _choices(choices: tuple[Choice, ...]) -> list[dict[str, Any]]:
    return [{"id": choice.id, "title": choice.title, "score": choice.score} for choice in choices]


def _column(column: Column) -> dict[str, Any]:
    return {
        "id": column.id,
        "title": column.title,
        "kind": column.kind,
        "unit": column.unit,
        "min": column.minimum,
        "max": column.maximum,
        "decimals": column.decimals,
        "required": column.required,
        "calculated": column.calculated,
        "choices": _choices(column.choices),
        "help": column.help,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "node": item.node,
        "kind": item.kind,
        "level": item.level,
        "weight": item.weight,
        "title": item.title,
        "question": item.question,
        "guidance": item.guidance,
        "variants": {
            name: {"question": wording.question, "guidance": wording.guidance}
            for name, wording in item.variants.items()
        },
        "scale": [{"value": point.value, "title": point.title} for point in item.scale],
        "anchors": dict(item.anchors),
        "full_marks": item.full_marks or None,
        "verifier": item.verifier,
        "evidence": list(item.evidence),
        "clause": item.clause,
        "policy": item.policy,
        "required": item.required,
        "not_applicable": item.not_applicable,
        "when": item.when.text if item.when else None,
        "veto_on": item.veto_on,
        "obligation": item.obligation or None,
        "date_of": item.date_of,
        "status": item.status or None,
        "unit": item.unit,
        "min": item.minimum,
        "max": item.maximum,
        "decimals": item.decimals,
        "bands": [list(band) for band in item.bands],
        "shared": item.shared,
        "layout": item.layout,
        "choices": _choices(item.choices),
        "columns": [_column(column) for column in item.columns],
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "node": indicator.node,
        "title": indicator.title,
        "weight": indicator.weight,
        "clause": indicator.clause,
        "policy": indicator.policy,
        "guidance": indicator.guidance,
        "records": list(indicator.records),
        "parts": [
            {
                "id": part.id,
                "title": part.title,
                "share": part.share,
                "formula": part.formula.text,
                "unit": part.unit,
                "direction": part.direction,
                "when": part.when.text if part.when else None,
                "variants": [
                    {
                        "when": variant.when.text if variant.when else None,
                        "base": variant.base.text if variant.base else None,
                        "lead": variant.lead.text if variant.lead else None,
                        "source": variant.source,
                        "status": variant.status,
                    }
                    for variant in part.variants
                ],
            }
            for part in indicator.parts
        ],
    }
