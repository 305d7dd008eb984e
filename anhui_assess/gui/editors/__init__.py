"""The answer controls: one entry for each `ItemKind.editor` key. A new control is added here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.gui.editors.base import Editor
from anhui_assess.gui.editors.checks import checks_editor
from anhui_assess.gui.editors.combo import choice_editor, yes_no_editor
from anhui_assess.gui.editors.line import date_editor, number_editor, text_editor
from anhui_assess.gui.editors.option_list import steps_editor
from anhui_assess.gui.editors.table import table_editor


class MakeEditor(Protocol):
    """Makes the control of an item; `compact` asks for the one that fits a form of many fields."""

    def __call__(self, item: Item, *, compact: bool = False) -> Editor:
        """Return a new control."""


EDITORS: Mapping[str, MakeEditor] = MappingProxyType(
    {
        "steps": steps_editor,
        "yes_no": yes_no_editor,
        "choice": choice_editor,
        "multi_choice": checks_editor,
        "number": number_editor,
        "text": text_editor,
        "date": date_editor,
        "table": table_editor,
    }
)


def make_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return the control of an item."""
    return EDITORS[kind_of(item).editor](item, compact=compact)
