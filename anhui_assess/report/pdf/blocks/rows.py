"""Rows of cells: what tables, key-value lists and records share. A row is one piece, or many when it is very tall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from anhui_assess.report.palette import text_on
from anhui_assess.report.pdf.linebreak import Line
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.pieces import Piece
from anhui_assess.report.pdf.style import ASCENT, BODY_HEIGHT, HAIR, Style

TALL = BODY_HEIGHT / 2
"""A row taller than this may be cut between two lines."""


@dataclass(slots=True)
class Box:
    """A cell laid out: its lines in `x` … `x + width`, shifted right by `offset`; decoration as in the model's Cell."""

    x: float
    width: float
    lines: Sequence[Line]
    style: Style
    fill: str = ""
    edge: str = ""
    bar: float | None = None
    mark: str = ""
    link: str = ""
    tone: str = ""
    offset: float = 0.0
    left: float = 0.0
    full: float = 0.0

    @property
    def height(self) -> float:
        """The height of its lines."""
        return max(len(self.lines), 1) * self.style.leading


@dataclass(slots=True, eq=False)
class Row(Piece):
    """Cells side by side.

    Attributes:
        boxes: the cells.
        top: distance from the upper edge to the first line.
        rules: horizontal lines: (x1, x2, at the bottom?, tone, width).
        ground: role of a fill behind the whole row, with its left edge and width.
    """

    boxes: Sequence[Box] = ()
    top: float = 0.0
    rules: list[tuple[float, float, bool, str, float]] = field(default_factory=list)
    ground: tuple[str, float, float] | None = None

    def draw(self, pen: Pen, top: float) -> None:
        """Draw grounds, then rules, then text."""
        if self.ground is not None:
            role, x, width = self.ground
            pen.rect(x, top, width, self.height, fill=role)
        for box in self.boxes:
            self._ground(pen, box, top)
        for x1, x2, below, tone, width in self.rules:
            pen.rule(x1, x2, top + self.height if below else top, tone, width)
        for box in self.boxes:
            tone = box.tone or (text_on(pen.palette, box.fill) if box.fill else "")
            if box.lines:
                for number, line in enumerate(box.lines):
                    pen.line(
                        line,
                        box.x + box.offset,
                        top + self.top + number * box.style.leading,
                        box.style,
                        box.width,
                        tone,
                    )
            if box.mark:
                draw_mark(pen, box, top + self.top, tone)
            if box.link and box.lines:
                pen.link(box.x, top, box.width, self.height, box.link)

    def _ground(self, pen: Pen, box: Box, top: float) -> None:
        if box.fill or box.edge:
            pen.rect(
                box.left + 1, top + 1, box.full - 2, self.height - 2, fill=box.fill, stroke=box.edge, line=0.9
            )
        if box.bar is not None:
            share = min(max(box.bar, 0.0), 1.0)
            pen.rect(box.x, top + self.top + 0.5, box.width * share, box.style.leading - 1, fill="level2")


def draw_mark(pen: Pen, box: Box, top: float, tone: str) -> None:
    """Draw a tick, cross or dash in the first line of a cell, before its text or alone."""
    size = box.style.size * 0.72
    middle = top + (box.style.leading - box.style.size) / 2 + (ASCENT - 0.36) * box.style.size
    beside = box.lines and box.lines[0].spans
    x = box.x
    if not beside and box.style.align != "left":
        x += (box.width - size) / (2 if box.style.align in {"centre", "decimal"} else 1)
    if beside:
        x = box.x
    role = tone or {"tick": "good", "cross": "bad"}.get(box.mark, "text2")
    low, high = middle + size / 2, middle - size / 2
    if box.mark == "tick":
        pen.path(
            [(x, middle), (x + size * 0.36, low - 0.4), (x + size, high + 0.3)],
            stroke=role,
            line=1.3,
            closed=False,
        )
    elif box.mark == "cross":
        inset = size * 0.1
        pen.path(
            [(x + inset, high + inset), (x + size - inset, low - inset)], stroke=role, line=1.3, closed=False
        )
        pen.path(
            [(x + inset, low - inset), (x + size - inset, high + inset)], stroke=role, line=1.3, closed=False
        )
    else:
        pen.path([(x, middle), (x + size, middle)], stroke=role, line=1.0, closed=False)


def keep_short(pieces: Sequence[Piece], most: float) -> None:
    """Keep pieces on one page when they are together no higher than `most`."""
    if sum(piece.height + piece.before for piece in pieces) <= most:
        for piece in pieces[:-1]:
            piece.keep = True


def row_pieces(row: Row, padding: float) -> list[Row]:
    """Return a row as it is, or cut between lines when it is taller than half a page."""
    if row.height <= TALL:
        return [row]
    leading = max(box.style.leading for box in row.boxes)
    count = max(len(box.lines) for box in row.boxes)
    pieces: list[Row] = []
    for number in range(count):
        first, last = number == 0, number == count - 1
        boxes = [_one_line(box, number) for box in row.boxes if number < len(box.lines) or box.fill]
        rules = [rule for rule in row.rules if (rule[2] and last) or (not rule[2] and first)]
        piece = Row(
            leading + padding * (first + last),
            boxes=boxes,
            top=padding if first else 0.0,
            rules=rules,
            ground=row.ground,
        )
        piece.keep = number == 0 or number == count - 2
        piece.head = row.head
        pieces.append(piece)
    pieces[0].key, pieces[0].before, pieces[-1].keep = row.key, row.before, row.keep
    return pieces


def _one_line(box: Box, number: int) -> Box:
    lines = box.lines[number : number + 1]
    mark, link = (box.mark, box.link) if number == 0 else ("", "")
    return Box(
        box.x,
        box.width,
        lines,
        box.style,
        box.fill,
        "",
        None,
        mark,
        link,
        box.tone,
        box.offset,
        box.left,
        box.full,
    )


def hairline(
    x1: float, x2: float, *, below: bool, tone: str = "line", width: float = HAIR
) -> tuple[float, float, bool, str, float]:
    """Return a rule of a row."""
    return x1, x2, below, tone, width
