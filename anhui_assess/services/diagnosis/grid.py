"""A neutral table: texts, tones and places to go to, for any view that shows rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anhui_assess.domain.form import Form
from anhui_assess.services.navigation import Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        tone: colour role of the text: empty, text2, good, attention, bad.
        mark: icon before the text: check, cross, dash, warning or empty; never the only carrier of meaning.
        bar: share 0–1 drawn as a bar under the text, or None.
        tip: longer text for the tooltip.
    """

    text: str
    tone: str = ""
    bold: bool = False
    mark: str = ""
    bar: float | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `place` is the question it leads to. `style` is empty, `group` (one cell over all columns) or `total`."""

    cells: tuple[Cell, ...]
    place: Place | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters of a Chinese text (0 takes what is left), `left` or `right`."""

    title: str
    width: float = 0.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its name for readers who cannot see it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def group(text: str) -> Row:
    """Return a heading row over all columns."""
    return Row((Cell(text, bold=True),), style="group")


def first_place(form: Form, names: Iterable[str]) -> Place | None:
    """Return the first question behind some expression names, looking through calculations; None when there is none."""
    found: set[str] = set()
    open_names = list(names)
    seen: set[str] = set()
    while open_names:
        name = open_names.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in form.items:
            found.add(name)
        calculation = form.calculations.get(name.removeprefix("calc."))
        if calculation is not None and calculation.formula is not None:
            open_names += calculation.formula.in_order
        if calculation is not None and calculation.table is not None:
            open_names.append(calculation.table)
    best = min(found, key=lambda item_id: form.item_order[item_id], default=None)
    return Place(form.id, best) if best else None


def first_of_section(form: Form, node_id: str, level: int | None = None) -> Place | None:
    """Return the first question of a section, or of one of its levels."""
    for item in form.items_below(node_id):
        if level is None or item.level == level:
            return Place(form.id, item.id)
    return None
