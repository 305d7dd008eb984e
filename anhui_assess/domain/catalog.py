"""The catalogue: every form and resource pack in use, as one immutable value handed to whoever needs content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.packs import Packs


@dataclass(frozen=True)
class Catalog:
    """Forms by id, in the order they are shown, and the packs."""

    forms: Mapping[str, Form]
    packs: Packs

    @cached_property
    def scored_forms(self) -> tuple[Form, ...]:
        """The forms that carry a score."""
        return tuple(form for form in self.forms.values() if form.scoring.model != "none")

    @cached_property
    def main_forms(self) -> tuple[Form, ...]:
        """The questionnaires that an assessment consists of: the scored ones that go with no other."""
        return tuple(form for form in self.scored_forms if not form.part_of)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, str]]:
        """Every name an expression can use for an item, to (form id, item id)."""
        return {
            reference(form, item): (form.id, item.id)
            for form in self.forms.values()
            for item in form.items.values()
        }

    @cached_property
    def shared(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Shared figure id to the places (form id, item id) where it is asked."""
        places: dict[str, list[tuple[str, str]]] = {}
        for form in self.forms.values():
            for item in form.items.values():
                if item.shared:
                    places.setdefault(item.shared, []).append((form.id, item.id))
        return {figure: tuple(found) for figure, found in places.items()}

    def item(self, form_id: str, item_id: str) -> Item:
        """Return one item; raises KeyError when there is none."""
        return self.forms[form_id].items[item_id]

    def with_form(self, form: Form) -> Catalog:
        """Return a catalogue in which `form` takes the place of the form of the same id (a pinned version)."""
        return replace(self, forms={**self.forms, form.id: form})


def reference(form: Form, item: Item) -> str:
    """Return the name by which expressions know an item: profile items are `profile.<id>`, others their id."""
    return f"{PROFILE_FORM}.{item.id}" if form.id == PROFILE_FORM else item.id
