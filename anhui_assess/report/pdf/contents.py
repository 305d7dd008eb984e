"""The contents: levels indented, dotted leaders, real page numbers, each line a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anhui_assess.report.pdf.linebreak import Line
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.pieces import Page, Piece, Text, paginate
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import ASCENT, BODY_HEIGHT, CONTENTS, HEADINGS, LEFT, MEASURE, Style

_TITLE = "目录"
_INDENT = 19.0
_NUMBER_ROOM = 34.0
_DEEPEST = 2
_CLOSENESS = (1.0, 0.94, 0.88, 0.82)


@dataclass(slots=True)
class Entry:
    """A heading and where it is; `page` counts from the first page after the contents."""

    level: int
    text: str
    key: str
    page: int
    y: float


@dataclass(slots=True, eq=False)
class _Leader(Piece):
    """A line of the contents."""

    lines: Sequence[Line] = ()
    style: Style = CONTENTS[1]
    x: float = LEFT
    number: int = 0
    to: str = ""

    def draw(self, pen: Pen, top: float) -> None:
        """Draw text, leader and number."""
        style = self.style
        pen.lines(self.lines, self.x, top, style, 0.0)
        foot = top + (len(self.lines) - 1) * style.leading
        baseline = foot + (style.leading - style.size) / 2 + ASCENT * style.size
        right = LEFT + MEASURE
        number = Style("sans", 9.2, style.leading, tone=style.tone)
        pen.word(str(self.number), right, baseline, number, anchor="end")
        start = self.x + self.lines[-1].width * style.size / 1000 + 6
        end = right - pen.width(str(self.number), number) - 5
        if end > start:
            with pen.dashed((0.7, 3.1)):
                pen.rule(start, end, baseline - 0.9, "disabled", 0.7)
        pen.link(self.x, top, right - self.x, self.height, self.to)


def lay_out_contents(entries: Sequence[Entry], setter: Setter, before: int) -> Sequence[Page]:
    """Return the pages of the contents, the numbers counted on from the `before` pages in front and these themselves.

    Its lines stand closer where that saves a page, so that no page carries only what was left over.
    """
    shown = tuple((entry.level, entry.text, entry.key, entry.page) for entry in entries)
    kept = setter.faces.memory.contents.get((shown, before))
    if kept is not None:
        return kept
    tried = [paginate(_pieces(entries, setter, closeness), BODY_HEIGHT) for closeness in _CLOSENESS]
    fewest = min(len(pages) for pages in tried)
    pages = next(pages for pages in tried if len(pages) == fewest)
    for page in pages:
        for piece, _ in page:
            if isinstance(piece, _Leader):
                piece.number += before + len(pages)
    setter.faces.memory.contents.keep((shown, before), pages, len(shown))
    return pages


def _pieces(entries: Sequence[Entry], setter: Setter, closeness: float) -> list[Piece]:
    heading = HEADINGS[1]
    lines = setter.lines(_TITLE, heading, MEASURE)
    pieces: list[Piece] = [
        Text(heading.leading, after=14.0, keep=True, lines=lines, style=heading, x=LEFT, measure=MEASURE)
    ]
    for entry in entries:
        if entry.level > _DEEPEST:
            continue
        wide = CONTENTS[entry.level]
        style = wide.but(
            leading=wide.leading * closeness, before=wide.before * closeness, after=wide.after * closeness
        )
        x = LEFT + max(entry.level - 1, 0) * _INDENT
        lines = setter.lines(entry.text, style, LEFT + MEASURE - x - _NUMBER_ROOM)
        piece = _Leader(
            len(lines) * style.leading, style.before, style.after, lines=lines, style=style, x=x, to=entry.key
        )
        piece.number = entry.page
        pieces.append(piece)
    return pieces
