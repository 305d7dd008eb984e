"""Which column a head of a pasted table means, and which choice a cell means: by title, by other names, by what is plain.

Nothing is guessed where two would fit. Plain Python.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from anhui_assess.domain import units
from anhui_assess.domain.form import Choice, Column

_BRACKETED = re.compile(r"\([^()]*\)")
_LEAST = 2
"""Letters a name must have to be told from a part of it."""
Fits = Callable[[str, str], bool]


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Return a name without what does not tell: width of letters, spaces, line breaks, the mark of required columns."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("*").strip(":")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a tidy name without its brackets."""
    return _BRACKETED.sub("", tidy(text)) or tidy(text)


def same(text: str, title: str) -> bool:
    """Whether a text says no other thing than a title: the same name, or the same unit written otherwise."""
    return bare(text) == bare(title) or units.factor(tidy(text), title) == 1.0


def columns_of(heads: Sequence[str], columns: Sequence[Column]) -> list[Column | None]:
    """Return the column each head names, None where none is meant; a column is named once.

    Titles of columns to fill in go first, then other names, then titles of calculated columns, then what is plain because
    only one title begins or ends so.
    """
    open_columns = [column for column in columns if not column.calculated]
    found: list[Column | None] = [None] * len(heads)
    passes: tuple[tuple[Sequence[Column], Callable[[str, Column], bool]], ...] = (
        (open_columns, _titled),
        (open_columns, _also),
        (columns, _titled),
        (open_columns, lambda head, column: _part(bare(head), bare(column.title), str.endswith)),
        (open_columns, lambda head, column: _part(bare(head), bare(column.title), str.startswith)),
    )
    for among, means in passes:
        for place, head in enumerate(heads):
            if found[place] is not None or not tidy(head) or head in heads[:place]:
                continue
            taken = {column.id for column in found if column is not None}
            fits = [column for column in among if column.id not in taken and means(head, column)]
            if len(fits) == 1:
                found[place] = fits[0]
    return found


def _titled(head: str, column: Column) -> bool:
    return bare(head) == bare(column.title) or tidy(head) in {tidy(column.title), column.id}


def _also(head: str, column: Column) -> bool:
    return any(tidy(name) in {tidy(head), bare(head)} for name in column.also)


def _part(first: str, second: str, fits: Fits) -> bool:
    return min(len(first), len(second)) >= _LEAST and (fits(first, second) or fits(second, first))


def choice_of(text: str, choices: Sequence[Choice]) -> str | None:
    """Return the id of the choice a text means, None when none or more than one would do."""
    rules: tuple[Callable[[Choice], bool], ...] = (
        lambda choice: text in (choice.title, choice.id),
        lambda choice: tidy(text) in (tidy(choice.title), tidy(choice.id)),
        lambda choice: any(tidy(name) == tidy(text) for name in choice.also),
        lambda choice: bare(text) == bare(choice.title),
        lambda choice: (
            units.factor(tidy(text), choice.title) == 1.0 or units.factor(text, choice.title) == 1.0
        ),
        lambda choice: _part(bare(text), bare(choice.title), str.endswith),
        lambda choice: _part(bare(text), bare(choice.title), str.startswith),
    )
    for rule in rules:
        fits = [choice.id for choice in choices if rule(choice)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            return None
    return None


def looks_like_heads(cells: Sequence[str], below: Iterable[Sequence[str]]) -> bool:
    """Whether a row is all words over rows with numbers."""
    filled = [cell for cell in cells if cell.strip()]
    return (
        bool(filled)
        and not any(_has_number(cell) for cell in filled)
        and any(_has_number(cell) for row in below for cell in row)
    )


def _has_number(cell: str) -> bool:
    words = cell.replace(",", "").strip().split(" ")[0].rstrip("%")
    try:
        float(words)
    except ValueError:
        return False
    return True
