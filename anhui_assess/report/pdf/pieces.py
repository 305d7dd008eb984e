"""What blocks are made of when they are laid out, and how pieces fill pages.

A piece is never cut. A block that may be broken gives several pieces and says which must stay with the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from anhui_assess.report.pdf.linebreak import Line
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.style import Style


class Frame(Protocol):
    """Drawn behind the pieces that share it, once on every page they stand on."""

    def draw(self, pen: Pen, top: float, bottom: float) -> None:
        """Draw from the top of the first piece to the bottom of the last."""


@dataclass(slots=True, eq=False)
class Piece:
    """Something of a height.

    Attributes:
        height: in points.
        before: distance to the piece above, or its `after` when that is greater; dropped at the top of a page.
        after: distance below, which may hang over the end of a page.
        keep: stays on the page of the next piece.
        head: repeated above when this piece begins a page.
        frame: drawn behind all pieces of the page that share it.
        new_page: begins a page.
        follows: begins none all the same where the page before carries only little.
        key: the link target that is here.
        entry: level and text of the heading that is here, for the contents and the bookmarks.
        inner: pieces drawn inside this one whose keys are here too.
    """

    height: float
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    head: Piece | None = None
    frame: Frame | None = None
    new_page: bool = False
    follows: bool = False
    key: str = ""
    entry: tuple[int, str] | None = None
    inner: tuple[Piece, ...] = ()

    def draw(self, pen: Pen, top: float) -> None:
        """Draw with the upper edge at `top`."""


@dataclass(slots=True, eq=False)
class Text(Piece):
    """Lines of one style that stay together, from `x` over `measure`."""

    lines: Sequence[Line] = ()
    style: Style = field(default_factory=lambda: Style("serif", 10, 15))
    x: float = 0.0
    measure: float = 0.0
    hang: float = 0.0

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the lines; the first begins `hang` further right."""
        for number, line in enumerate(self.lines):
            indent = self.hang if number == 0 else 0.0
            pen.line(
                line, self.x + indent, top + number * self.style.leading, self.style, self.measure - indent
            )


@dataclass(slots=True, eq=False)
class Drawn(Piece):
    """A piece drawn by a function of the pen and its upper edge."""

    paint: Callable[[Pen, float], None] = lambda _pen, _top: None

    def draw(self, pen: Pen, top: float) -> None:
        """Call the function."""
        self.paint(pen, top)


_SLACK = 0.01
_LITTLE = 0.4
"""A page filled no further than this is not left behind by a chapter that may follow on it."""
_APART = 34.0
"""How far such a chapter stands from what is above it."""

Page = list[tuple[Piece, float]]
"""Pieces with their upper edges, measured from the top of the text area."""


def paginate(pieces: Sequence[Piece], height: float) -> list[Page]:
    """Spread pieces over pages of a height, keeping together what must."""
    pages: list[Page] = [[]]
    y = gap = 0.0
    for group in _groups(pieces):
        first = group[0]
        needed = max(gap, first.before) + stack(group)[0]
        breaks = first.new_page and not (first.follows and y < _LITTLE * height)
        if first.new_page and not breaks:
            gap = max(gap, _APART)
            needed = max(gap, first.before) + stack(group)[0]
        if pages[-1] and (breaks or y + needed > height + _SLACK):
            pages.append([])
            y, gap = _repeat_head(first, pages[-1]), 0.0
        for piece in group:
            before = max(gap, piece.before) if pages[-1] else 0.0
            if pages[-1] and y + before + piece.height > height + _SLACK:
                pages.append([])
                y, before = _repeat_head(piece, pages[-1]), 0.0
            pages[-1].append((piece, y + before))
            y += before + piece.height
            gap = piece.after
    return pages


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield pieces that stay together."""
    group: list[Piece] = []
    for piece in pieces:
        if group and piece.new_page:
            yield group
            group = []
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group


def _repeat_head(piece: Piece, page: Page) -> float:
    if piece.head is None or piece.head is piece:
        return 0.0
    page.append((piece.head, 0.0))
    return piece.head.height + piece.head.after


def draw_page(page: Page, pen: Pen, top: float) -> None:
    """Draw a page's pieces, each frame behind its own."""
    number = 0
    while number < len(page):
        frame = page[number][0].frame
        if frame is not None and (number == 0 or page[number - 1][0].frame is not frame):
            last = number
            while last + 1 < len(page) and page[last + 1][0].frame is frame:
                last += 1
            frame.draw(pen, top + page[number][1], top + page[last][1] + page[last][0].height)
        piece, y = page[number]
        if piece.key or piece.entry is not None:
            pen.target(piece, top + y)
        piece.draw(pen, top + y)
        number += 1


def stack(pieces: Sequence[Piece]) -> tuple[float, list[tuple[Piece, float]]]:
    """Return the height of pieces one under another and where each begins."""
    y = gap = 0.0
    placed: Page = []
    for piece in pieces:
        y += max(gap, piece.before) if placed else 0.0
        placed.append((piece, y))
        y += piece.height
        gap = piece.after
    return y, placed


def lines_to_pieces(
    lines: Sequence[Line], style: Style, x: float, measure: float, *, hang: float = 0.0
) -> list[Piece]:
    """Return a paragraph as pieces, its first two and last two lines kept together."""
    count = len(lines)
    if count <= 3:  # noqa: PLR2004 - up to three lines leave no good place to break
        return [Text(count * style.leading, lines=lines, style=style, x=x, measure=measure, hang=hang)]
    pieces: list[Piece] = [
        Text(2 * style.leading, lines=lines[:2], style=style, x=x, measure=measure, hang=hang)
    ]
    pieces += [Text(style.leading, lines=(line,), style=style, x=x, measure=measure) for line in lines[2:-2]]
    pieces.append(Text(2 * style.leading, lines=lines[-2:], style=style, x=x, measure=measure))
    return pieces
