"""Which forms an assessment speaks of: those begun, less an estimate whose full questionnaire was begun as well."""

from __future__ import annotations

from collections.abc import Collection

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored

ESTIMATE = "estimate"
CHECKLIST = "checklist"


def begun(scored: Scored) -> tuple[str, ...]:
    """Return the scored forms that have any answer."""
    return tuple(form.id for form in scored.catalog.scored_forms if scored.sheet.form(form.id).answers)


def is_superseded(form: Form, started: Collection[str]) -> bool:
    """Return whether a form only estimates what the full questionnaire, begun as well, says better."""
    return form.scoring.model == ESTIMATE and form.scoring.estimates in started


def leading(scored: Scored) -> tuple[str, ...]:
    """Return the forms a headline speaks of: the lists that accompany others step back unless nothing else was begun."""
    spoken = spoken_of(scored)
    led = tuple(key for key in spoken if scored.catalog.forms[key].scoring.model != CHECKLIST)
    return led or spoken


def accompanying(scored: Scored) -> tuple[str, ...]:
    """Return the lists begun that a headline leaves out."""
    led = leading(scored)
    return tuple(key for key in spoken_of(scored) if key not in led)


def spoken_of(scored: Scored) -> tuple[str, ...]:
    """Return the forms begun that speak for themselves: all but superseded estimates."""
    started = begun(scored)
    return tuple(key for key in started if not is_superseded(scored.catalog.forms[key], started))
