"""The item kinds, one class each, in an explicit tuple. A new kind is added here and in `gui.editors`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds.choices import ChoiceKind, MultiChoiceKind, YesNoKind
from anhui_assess.domain.item_kinds.kind import ItemKind
from anhui_assess.domain.item_kinds.numbers import NumberKind
from anhui_assess.domain.item_kinds.scales import AnchoredRatingKind, ScaleKind
from anhui_assess.domain.item_kinds.tables import TableKind
from anhui_assess.domain.item_kinds.texts import DateKind, TextKind

KINDS: tuple[ItemKind, ...] = (
    ScaleKind(),
    AnchoredRatingKind(),
    YesNoKind(),
    ChoiceKind(),
    MultiChoiceKind(),
    NumberKind(),
    TextKind(),
    DateKind(),
    TableKind(),
)

BY_ID: Mapping[str, ItemKind] = MappingProxyType({kind.id: kind for kind in KINDS})


def kind_of(item: Item) -> ItemKind:
    """Return the kind of an item."""
    return BY_ID[item.kind]
