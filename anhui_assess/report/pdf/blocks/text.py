"""Headings, paragraphs, lists and rules."""

from __future__ import annotations

from anhui_assess.report.model import Bullets, Heading, Paragraph, Rule
from anhui_assess.report.pdf.fonts import clean
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.pieces import Drawn, Piece, Text, lines_to_pieces
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import ASCENT, BODY_HEIGHT, HAIR, HEADINGS, LIST, PARAGRAPHS, Style

_DOT = 1.5


def heading_text(block: Heading) -> str:
    """Return a heading with its number."""
    gap = "" if not block.number or block.number[-1] in "、）)" else " "
    return f"{block.number}{gap}{block.text}"


def lay_out_heading(block: Heading, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay a heading out; it stays with what follows."""
    style = HEADINGS[min(max(block.level, 0), 4)]
    text = clean(heading_text(block), setter.missing)
    lines = setter.lines(text, style, width)
    if len(lines) * style.leading > BODY_HEIGHT / 3:
        pieces = lines_to_pieces(lines, style, x, width)
    else:
        pieces = [Text(len(lines) * style.leading, lines=lines, style=style, x=x, measure=width)]
    first = pieces[0]
    first.before, first.new_page, first.key, first.entry = (
        style.before,
        block.new_page,
        block.key,
        (block.level, text),
    )
    first.follows = block.level == 1 and bool(block.number)
    pieces[-1].after, pieces[-1].keep = style.after, True
    return pieces


def lay_out_paragraph(block: Paragraph, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay a paragraph out."""
    style = PARAGRAPHS.get(block.style, PARAGRAPHS["body"])
    lines = setter.lines(block.text, style, width)
    return spaced(lines_to_pieces(lines, style, x, width, hang=style.indent * style.size), style)


def spaced(pieces: list[Piece], style: Style) -> list[Piece]:
    """Give a paragraph's pieces the distances of its style."""
    pieces[0].before = style.before
    pieces[-1].after = style.after
    return pieces


def lay_out_bullets(block: Bullets, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay a list out: the mark stands in the margin of its entry."""
    style = LIST
    room = style.size * (2.0 if not block.numbered else 2.0 if len(block.entries) < 10 else 2.5)  # noqa: PLR2004 - two digits
    pieces: list[Piece] = []
    for number, entry in enumerate(block.entries, 1):
        lines = setter.lines(entry, style, width - room)
        fresh = lines_to_pieces(lines, style, x + room, width - room)
        mark = f"{number}." if block.numbered else ""
        fresh[0] = _marked(fresh[0], mark, x, style)
        pieces += spaced(fresh, style)
    return pieces


def _marked(piece: Piece, mark: str, x: float, style: Style) -> Piece:
    numbers = style.but(face="sans-bold", size=style.size - 0.8, tone="accent")

    def paint(pen: Pen, top: float) -> None:
        baseline = top + (style.leading - style.size) / 2 + ASCENT * style.size
        if mark:
            pen.word(mark, x + style.size * 0.6, baseline, numbers)
        else:
            pen.circle(x + style.size, baseline - style.size * 0.36, _DOT, fill="accent")
        piece.draw(pen, top)

    return Drawn(piece.height, paint=paint)


def lay_out_rule(_block: Rule, _setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay a thin line out."""
    return [
        Drawn(
            0.6,
            before=12.0,
            after=14.0,
            paint=lambda pen, top: pen.rule(x, x + width, top, "line", HAIR + 0.2),
        )
    ]
