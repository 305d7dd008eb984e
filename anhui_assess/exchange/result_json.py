"""The result as outsiders read it (`anhui-assess/result/1`); numbers are exact, nothing is rounded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.checklist import MANDATORY, OPTIONAL
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.figures import CalculatedFigure, calculated_figures
from anhui_assess.domain.scoring.reasons import part_reason
from anhui_assess.domain.scoring.result import FormResult, IndicatorScore, PartScore

SCHEMA = "anhui-assess/result/1"


def result_data(scored: Scored) -> dict[str, Any]:
    """Return the results of every form that was begun, with clashes of shared figures."""
    forms: dict[str, Any] = {}
    for form in scored.catalog.scored_forms:
        if scored.sheet.form(form.id).answers:
            forms[form.id] = _form(scored.result(form.id))
            if form.calculations:
                forms[form.id]["calculations"] = [
                    _figure(entry) for entry in calculated_figures(scored, form)
                ]
            if form.indicators:
                _add_reasons(scored, form, forms[form.id]["indicators"])
    return {
        "schema": SCHEMA,
        "forms": forms,
        "clashes": [
            {
                "figure": clash.figure,
                "values": [
                    {"form": form, "item": item, "value": value} for form, item, value in clash.values
                ],
            }
            for clash in scored.clashes()
        ],
    }


def result_bytes(scored: Scored) -> bytes:
    """Return the results as a file; equal results give equal bytes."""
    return (json.dumps(result_data(scored), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _form(result: FormResult) -> dict[str, Any]:
    progress = result.progress
    found: dict[str, Any] = {
        "version": result.version,
        "model": result.model,
        "score": result.score,
        "completeness": progress.completeness,
        "evidence_coverage": progress.evidence_coverage,
        "verified_share": progress.verified_share,
        "vetoes": [
            {"item": veto.item, "title": veto.title, "state": veto.state} for veto in result.unmet_vetoes
        ],
        "nodes": [
            {
                "id": node.id,
                "title": node.title,
                "weight": node.weight,
                "score": node.score,
                "applies": node.applies,
                "levels": {str(level): score for level, score in node.levels.items()},
            }
            for node in result.nodes
        ],
    }
    if result.model == "level_gated":
        found |= {
            "level": result.level,
            "level_name": result.level_name,
            "weight_set": result.weight_set,
            "levels": [
                {"level": level.level, "name": level.name, "score": level.score, "met": level.met}
                for level in result.levels
            ],
            "blocking": [
                {"item": entry.item, "level": entry.level, "gain": entry.gain} for entry in result.blocking
            ],
            "items_to_next": result.items_to_next,
        }
    if result.model == "points_on_a_line":
        found |= {
            "vetoes_unknown": [veto.item for veto in result.vetoes if veto.state == "unknown"],
            "indicators": [_indicator(indicator) for indicator in result.indicators],
        }
    if result.model == "estimate":
        found |= {
            "estimate": True,
            "level": result.level,
            "level_name": result.level_name,
            "band": list(result.band) if result.band else None,
            "weight_set": result.weight_set,
        }
    if result.model == "points_and_scenarios":
        found |= {
            "level": result.level,
            "level_name": result.level_name,
            "levels": [
                {"level": entry.level, "name": entry.name, "met": entry.met} for entry in result.levels
            ],
            "scenarios": [
                {"item": entry.item, "title": entry.title, "level": entry.level, "required": entry.required}
                for entry in result.scenarios
            ],
        }
    if result.requirements:
        found["requirements"] = [
            {
                "item": entry.item,
                "node": entry.node,
                "obligation": MANDATORY if entry.mandatory else OPTIONAL,
                "state": entry.state,
            }
            for entry in result.requirements
        ]
    if result.model == "anchored":
        found |= {
            "grade": result.grade,
            "grade_name": result.grade_name,
            "inventory": [
                {
                    "row": line.row,
                    "risk": line.risk,
                    "class": line.class_title,
                    "impact": line.impact,
                    "factors": dict(line.factors),
                    "unknown": list(line.unknown),
                }
                for line in result.inventory
            ],
        }
    if result.calculated:
        found["calculated"] = {key: _number(value) for key, value in result.calculated.items()}
    return found


def _figure(figure: CalculatedFigure) -> Mapping[str, Any]:
    """Return a calculated figure with every term: amount × factor = result, and where both come from."""
    return {
        "id": figure.id,
        "title": figure.title,
        "value": figure.value,
        "unit": figure.unit,
        "formula": figure.formula,
        "reason": figure.reason or None,
        "own_value": figure.own,
        "override_reason": figure.override_reason or None,
        "terms": [
            {
                "label": term.label,
                "amount": term.amount,
                "unit": term.unit,
                "factor": term.factor,
                "factor_unit": term.factor_unit or None,
                "factor_words": term.words or None,
                "source": term.source or None,
                "year": term.year or None,
                "status": term.status or None,
                "result": term.result,
                "note": term.note or None,
            }
            for term in figure.terms
        ],
    }


def _add_reasons(scored: Scored, form: Form, indicators: Sequence[Mapping[str, Any]]) -> None:
    """Say of every measured part why it has no points or counts in an unusual way."""
    result = scored.result(form.id)
    for entry, indicator in zip(indicators, result.indicators, strict=True):
        for shown, part in zip(entry["parts"], indicator.parts, strict=True):
            shown["reason"] = part_reason(scored, form, part) or None


def _indicator(indicator: IndicatorScore) -> Mapping[str, Any]:
    first = indicator.parts[0]
    return {
        "id": indicator.id,
        "node": indicator.node,
        "title": indicator.title,
        "weight": indicator.weight,
        "score": indicator.score,
        "state": indicator.state,
        "value": _number(first.value),
        "unit": first.unit,
        "base": first.base,
        "lead": first.lead,
        "parts": [_part(part) for part in indicator.parts],
    }


def _part(part: PartScore) -> dict[str, Any]:
    return {
        "id": part.id,
        "title": part.title,
        "share": part.share,
        "value": _number(part.value),
        "unit": part.unit,
        "base": part.base,
        "lead": part.lead,
        "direction": part.direction,
        "fraction": part.fraction,
        "state": part.state,
        "source": part.source,
        "status": part.status,
    }


def _number(value: Any) -> Any:
    return None if isinstance(value, Missing) else value
