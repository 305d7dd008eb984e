"""Where a shared figure was given another value than here."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.navigation import Place


@dataclass(frozen=True, slots=True)
class Differing:
    """Another place that gives the figure differently: where, and the two values, in words."""

    place: Place
    where: str
    there: str
    here: str

    @property
    def words(self) -> str:
        """The warning in one sentence."""
        return f"{self.where}填的是 {self.there}，这里是 {self.here}：同一个数要填成一样。"


def differing(scored: Scored, form: Form, item: Item) -> tuple[Differing, ...]:
    """Return every other place whose answer to the same shared figure differs from the one here."""
    here = scored.sheet.get(form.id, item.id).effective
    if item.shared is None or isinstance(here, Missing):
        return ()
    found = []
    for form_id, item_id in scored.catalog.shared[item.shared]:
        there = scored.sheet.get(form_id, item_id).effective
        if (form_id, item_id) == (form.id, item.id) or isinstance(there, Missing) or there == here:
            continue
        other = scored.catalog.forms[form_id]
        asked = other.items[item_id]
        where = f"“{other.short_title} · {asked.title}”"
        shown = kind_of(asked).display(asked, there)
        found.append(Differing(Place(form_id, item_id), where, shown, kind_of(item).display(item, here)))
    return tuple(found)
