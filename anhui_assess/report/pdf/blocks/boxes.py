"""Cards, callouts and the page to sign: what stands on a ground of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from anhui_assess.report.model import Callout, Card, Cards, Signature
from anhui_assess.report.palette import GROUNDS
from anhui_assess.report.pdf.fonts import EM
from anhui_assess.report.pdf.linebreak import Line
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.pieces import Drawn, Piece, lines_to_pieces
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import BODY_HEIGHT, PARAGRAPHS, Style

_LABEL = Style("sans", 8.8, 13.0, tone="text2")
_VALUE = Style("sans-bold", 15.5, 21.5)
_BELOW = Style("sans", 8.4, 12.8, tone="text2")
_REMARK = Style("sans", 8.4, 12.8)
_TITLE = Style("sans-bold", 9.8, 15.0)
_TEXT = Style("serif", 9.6, 15.2, align="justify")
_GAP, _PAD, _EDGE = 13.0, 11.0, 2.4
_ROW = 4
_PLACE = Style("sans", 9.2, 14.0, tone="text2")
_SEAL, _PLACE_GAP = 46.0, 24.0


def lay_out_cards(block: Cards, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay cards out side by side, at most four in a row, all of one height."""
    pieces: list[Piece] = []
    rows = -(-len(block.cards) // _ROW)
    across = -(-len(block.cards) // rows) if rows else 0
    for start in range(0, len(block.cards), max(across, 1)):
        row = block.cards[start : start + across]
        inner = (width - _GAP * (across - 1)) / across
        laid = [_card(card, setter, inner - 2 * _PAD) for card in row]
        height = (
            max(sum(len(lines) * style.leading for lines, style in parts) for parts in laid) + 2 * _PAD - 2
        )
        if height > BODY_HEIGHT / 2:
            pieces += [piece for card in row for piece in _as_callout(card, setter, x, width)]
            continue
        pieces.append(Drawn(height, 10.0, paint=_paint_cards(row, laid, x, inner, height)))
    if pieces:
        pieces[-1].after = 14.0
    return pieces


def _as_callout(card: Card, setter: Setter, x: float, width: float) -> list[Piece]:
    """A card with far too much text is set as a remark that may go over the page."""
    text = "\n".join(part for part in (card.value, card.below, card.remark) if part)
    return lay_out_callout(Callout(card.label, text, card.tone), setter, x, width)


def _card(card: Card, setter: Setter, room: float) -> list[tuple[list[Line], Style]]:
    parts = (
        (card.label, _LABEL),
        (card.value, _VALUE),
        (card.below, _BELOW),
        (card.remark, _REMARK.but(tone=card.tone)),
    )
    return [(setter.lines(text, style, room), style) for text, style in parts if text]


_Laid = list[tuple[list[Line], Style]]


def _paint_cards(
    cards: tuple[Card, ...], laid: list[_Laid], x: float, inner: float, height: float
) -> Callable[[Pen, float], None]:
    def paint(pen: Pen, top: float) -> None:
        for number, (card, parts) in enumerate(zip(cards, laid, strict=True)):
            left = x + number * (inner + _GAP)
            pen.rect(left, top, inner, height, fill="ground", radius=3.0)
            pen.rect(left, top, _EDGE, height, fill=card.tone)
            y = top + _PAD - 1
            for lines, style in parts:
                pen.lines(lines, left + _PAD + 1, y, style, inner - 2 * _PAD)
                y += len(lines) * style.leading

    return paint


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """The ground of a callout: pale, with a coloured edge."""

    x: float
    width: float
    tone: str

    def draw(self, pen: Pen, top: float, bottom: float) -> None:
        """Draw it from `top` to `bottom`."""
        pen.rect(self.x, top, self.width, bottom - top, fill=GROUNDS.get(self.tone, "ground"))
        pen.rect(self.x, top, _EDGE, bottom - top, fill=self.tone)


def lay_out_callout(block: Callout, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay a boxed remark out; a long one goes on over the page in its ground."""
    ground = _Ground(x, width, block.tone)
    left, room = x + _PAD + 3, width - 2 * _PAD - 3
    pieces: list[Piece] = [Piece(_PAD - 3, keep=True)]
    if block.title:
        title = _TITLE.but(tone=block.tone)
        pieces += lines_to_pieces(setter.lines(block.title, title, room), title, left, room)
        pieces[-1].height += 2.0
        pieces[-1].keep = True
    pieces += lines_to_pieces(setter.lines(block.text, _TEXT, room), _TEXT, left, room)
    pieces[-1].keep = True
    pieces.append(Piece(_PAD - 2))
    for piece in pieces:
        piece.frame = ground
    pieces[0].before, pieces[-1].after = 8.0, 14.0
    return pieces


def lay_out_signature(block: Signature, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay a declaration out with the lines to sign on and the place of the stamp."""
    style = PARAGRAPHS["body"]
    pieces = lines_to_pieces(
        setter.lines(block.text, style, width), style, x, width, hang=style.indent * style.size
    )
    pieces[0].before = style.before
    pieces[-1].after = style.after
    places = [setter.lines(place, _PLACE, width * 0.42) for place in block.places]
    if sum(map(len, places)) * _PLACE.leading > BODY_HEIGHT / 2:
        for place in block.places:
            pieces += lines_to_pieces(setter.lines(place, _PLACE, width), _PLACE, x, width)
        places = []
    height = max(sum(len(lines) * _PLACE.leading + _PLACE_GAP for lines in places), 2 * _SEAL + 8) + 26

    def paint(pen: Pen, top: float) -> None:
        y = top + 24
        for lines in places:
            pen.lines(lines, x, y, _PLACE, width)
            used = lines[-1].width * _PLACE.size / EM
            foot = y + (len(lines) - 1) * _PLACE.leading + 13
            pen.rule(x + used + 8, x + width * 0.6, foot, "border", 0.6)
            y += len(lines) * _PLACE.leading + _PLACE_GAP
        draw_seal(pen, x + width - _SEAL - 6, top + 20 + _SEAL, _SEAL)

    pieces.append(Drawn(height, 10.0, paint=paint))
    if len(pieces) > 1:
        pieces[-2].keep = True
    return pieces


def draw_seal(pen: Pen, x: float, y: float, radius: float) -> None:
    """Draw the dotted circle where a stamp goes, around (x, y)."""
    with pen.dashed((1.6, 2.2)):
        pen.circle(x, y, radius, stroke="border", line=0.7)
    pen.word("盖章处", x, y + 3.2, Style("sans", 8.6, 12.0, tone="disabled"), anchor="middle")
