"""The headline of an assessment: what a list shows without scoring every answer again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.forms_begun import ESTIMATE
from anhui_assess.services.ports import EnterpriseRecord


def headline(scored: Scored) -> Mapping[str, Any]:
    """Return per scored form its score, level or grade, completeness and open items; an estimate is marked as one."""
    found: dict[str, Any] = {}
    for form in scored.catalog.scored_forms:
        result = scored.result(form.id)
        found[form.id] = {
            "score": result.score,
            "level": result.level,
            "level_name": result.level_name,
            "grade": result.grade,
            "grade_name": result.grade_name,
            "vetoes": len(result.unmet_vetoes),
            "completeness": result.progress.completeness,
            "open": result.progress.applicable - result.progress.settled,
            "flagged": result.progress.flagged,
            "begun": bool(scored.sheet.form(form.id).answers),
        }
        if result.model == ESTIMATE:
            found[form.id] |= {"estimate": True, "band": list(result.band) if result.band else None}
    return found


def enterprise_texts(sheet: AnswerSheet, record: EnterpriseRecord) -> EnterpriseRecord:
    """Return the enterprise record with the texts the profile answers give; its name stays when the profile has none."""
    view = Enterprise.of(sheet)
    return EnterpriseRecord(
        id=record.id,
        name=view.name or record.name,
        uscc=view.uscc,
        city=view.text("city"),
        county=view.text("county"),
        industry=view.text("industry"),
        is_sample=record.is_sample,
        created_at=record.created_at,
        updated_at=record.updated_at,
    )
