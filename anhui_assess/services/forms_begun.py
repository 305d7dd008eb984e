"""Which forms an assessment speaks of: those begun, less an estimate whose full questionnaire was begun as well."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored

ESTIMATE = "estimate"
CHECKLIST = "checklist"


def begun(scored: Scored) -> tuple[str, ...]:
    """Return the scored forms that have any answer, the main questionnaires first."""
    return tuple(
        form.id for form in main_first(scored.catalog.scored_forms) if scored.sheet.form(form.id).answers
    )


def main_first(forms: Iterable[Form]) -> list[Form]:
    """Return the main questionnaires, then those that go with one, each in their order."""
    return sorted(forms, key=lambda form: bool(form.part_of))


def is_superseded(form: Form, started: Collection[str]) -> bool:
    """Return whether a form only estimates what the full questionnaire, begun as well, says better."""
    return form.scoring.model == ESTIMATE and form.scoring.estimates in started


def leading(scored: Scored) -> tuple[str, ...]:
    """Return the forms a headline speaks of: the main questionnaires, or all when none of these was begun."""
    spoken = spoken_of(scored)
    led = tuple(key for key in spoken if not scored.catalog.forms[key].part_of)
    return led or spoken


def accompanying(scored: Scored) -> tuple[str, ...]:
    """Return the forms begun that a headline leaves out."""
    led = leading(scored)
    return tuple(key for key in spoken_of(scored) if key not in led)


def spoken_of(scored: Scored) -> tuple[str, ...]:
    """Return the forms begun that speak for themselves: all but superseded estimates."""
    started = begun(scored)
    return tuple(key for key in started if not is_superseded(scored.catalog.forms[key], started))
