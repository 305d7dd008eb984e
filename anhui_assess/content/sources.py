"""The checked plain data of all content files, and the catalogue built from it."""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.content.form_builder import Plain, build_form
from anhui_assess.content.pack_builder import build_packs
from anhui_assess.domain.catalog import Catalog

FORM_ORDER = (
    "profile",
    "smart_quick",
    "smart_factory",
    "smart_gradient",
    "green_factory",
    "green_checklist",
    "green_chain",
    "zero_carbon",
    "four_bases",
    "sme_digital",
)


class Sources:
    """The checked plain data of all files: forms with their choices filled in, and packs."""

    def __init__(self, forms: Sequence[Plain], packs: Sequence[Plain]) -> None:
        self.forms = forms
        self.packs = packs


def build_catalog(sources: Sources) -> Catalog:
    """Build the catalogue: forms in the order they are shown, and the packs."""
    forms = [build_form(form) for form in sources.forms]
    order = {form_id: place for place, form_id in enumerate(FORM_ORDER)}
    forms.sort(key=lambda form: (order.get(form.id, len(order)), form.id))
    return Catalog({form.id: form for form in forms}, build_packs(sources.packs))
