"""What is worth a second look at one question: plausibility checks that hold now. They warn, they never block."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.diagnosis.checks import holding_checks, with_figures
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.navigation import Place


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning in words, and the other question it speaks of, where there is one."""

    words: str
    place: Place | None
    where: str


def warnings_at(scored: Scored, form: Form, item: Item) -> tuple[Warned, ...]:
    """Return the warnings that concern an item, each with the first other question it looks at."""
    names = scored.catalog.names
    found = []
    for check in holding_checks(scored, f"profile.{item.id}" if form.id == "profile" else item.id):
        others = [
            names[other] for other in check.items if other in names and names[other] != (form.id, item.id)
        ]
        place = Place(*others[0]) if others else None
        where = scored.catalog.item(*others[0]).title if others else ""
        found.append(Warned(with_figures(scored, check.text), place, where))
    return tuple(found)
