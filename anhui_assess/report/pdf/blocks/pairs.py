"""Key-value lists, records and bars: what is read label by label."""

from __future__ import annotations

from anhui_assess.report.model import Bars, KeyValues, Record, Records, Text
from anhui_assess.report.pdf.blocks.rows import Box, Row, hairline, keep_short, row_pieces
from anhui_assess.report.pdf.fonts import EM
from anhui_assess.report.pdf.linebreak import Line
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.pieces import Drawn, Piece, lines_to_pieces
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import ASCENT, KEY, VALUE, Style

_GUTTER = 22.0
_PAD = 4.6
_TITLE = Style("sans-bold", 9.6, 14.2)
_ASIDE = Style("sans", 8.4, 14.2, tone="text2", align="right")
_BELOW = Style("serif", 8.9, 13.4, tone="text2")
_BAR_LABEL = Style("sans", 9.0, 15.0)
_BAR_HEIGHT = 7.0
_SHORT = 120.0
"""A list of pairs no higher than this stays on one page, and so does an entry of records."""
_FEW_LINES = 2
"""A value of more lines in half the width is set over the full width."""
_ROUND_MARK = 2
"""Marks up to this many characters stand in a disc; longer ones (item numbers) are set plain."""


def lay_out_key_values(block: KeyValues, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay pairs out with hairlines between, in one or two columns read row by row."""
    columns = 2 if block.columns == 2 else 1  # noqa: PLR2004 - one or two
    inner = (width - _GUTTER * (columns - 1)) / columns
    key_width = _key_width(block, setter, inner)
    pieces: list[Piece] = []
    for pairs in _in_rows(block, setter, inner - key_width - 10, columns):
        boxes, rules = [], []
        across = (
            inner if len(pairs) > 1 or not _is_long(pairs[0][1], setter, inner - key_width - 10) else width
        )
        for number, (label, value) in enumerate(pairs):
            left = x + number * (inner + _GUTTER)
            room = across - key_width - 10
            boxes.append(
                Box(left, key_width, setter.lines(label, KEY, key_width), KEY.but(leading=VALUE.leading))
            )
            boxes.append(Box(left + key_width + 10, room, setter.lines(value, VALUE, room), VALUE))
            rules.append(hairline(left, left + across, below=True, width=0.5))
        height = max(box.height for box in boxes) + 2 * _PAD
        pieces += row_pieces(Row(height, boxes=boxes, top=_PAD, rules=rules), _PAD)
    if pieces:
        pieces[0].before = 4.0
        for piece in (pieces[0], pieces[-2]) if len(pieces) > 1 else ():
            piece.keep = True  # no row stands alone at the foot or the head of a page
        keep_short(pieces, _SHORT)
        pieces[-1].after = 12.0
    return pieces


_Pair = tuple[str, Text]


def _in_rows(block: KeyValues, setter: Setter, room: float, columns: int) -> list[tuple[_Pair, ...]]:
    """Put pairs in rows; in two columns a long value has a row of its own, after the row that is being filled."""
    if columns == 1:
        return [(pair,) for pair in block.pairs]
    rows: list[tuple[_Pair, ...]] = []
    waiting: list[_Pair] = []
    held: list[_Pair] = []
    for pair in block.pairs:
        (held if _is_long(pair[1], setter, room) else waiting).append(pair)
        if len(waiting) == columns or not waiting:
            rows += [*([tuple(waiting)] if waiting else []), *((long,) for long in held)]
            waiting, held = [], []
    return [*rows, *([tuple(waiting)] if waiting else []), *((long,) for long in held)]


def _is_long(value: Text, setter: Setter, room: float) -> bool:
    return len(setter.lines(value, VALUE, room)) > _FEW_LINES


def _key_width(block: KeyValues, setter: Setter, inner: float) -> float:
    widest = max((setter.lines(label, KEY, inner)[0].width for label, _ in block.pairs), default=0)
    return min(max(widest * KEY.size / EM + 1, inner * 0.16), inner * 0.42)


def lay_out_records(block: Records, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay numbered entries out one under another."""
    pieces: list[Piece] = []
    for entry in block.entries:
        pieces += _record(entry, setter, x, width)
    if pieces:
        pieces[0].before = 4.0
        pieces[-1].after = 10.0
    return pieces


def _record(entry: Record, setter: Setter, x: float, width: float) -> list[Piece]:
    small = entry.badge and len(entry.mark) <= _ROUND_MARK
    indent = 20.0 if small else 32.0 if len(entry.mark) <= 5 else 50.0  # noqa: PLR2004 - item numbers
    aside_width = (
        min(setter.lines(entry.aside, _ASIDE, width)[0].width * _ASIDE.size / EM + 8, width * 0.42)
        if entry.aside
        else 0.0
    )
    room = width - indent - aside_width
    title = setter.lines(entry.title, _TITLE, room)
    boxes = [Box(x + indent, room, title, _TITLE)]
    if entry.aside:
        boxes.append(
            Box(x + width - aside_width, aside_width, setter.lines(entry.aside, _ASIDE, aside_width), _ASIDE)
        )
    row = Row(max(box.height for box in boxes), boxes=boxes, before=6.5)
    mark = setter.lines(entry.mark, _TITLE, indent - 3) if entry.mark else []
    if not small:
        row.boxes = [Box(x, indent - 3, mark, _TITLE, tone=entry.tone), *boxes]
        row.height = max(box.height for box in row.boxes)
    pieces: list[Piece] = [*row_pieces(row, 0.0)]
    if small:
        pieces[0] = _with_mark(pieces[0], mark, x, entry)
    below = _below(entry.lines, setter, x + indent, width - indent)
    pieces[-1].keep = bool(below)
    keep_short([*pieces, *below], _SHORT)
    return pieces + below


def _below(lines: tuple[Text, ...], setter: Setter, x: float, width: float) -> list[Piece]:
    pieces: list[Piece] = []
    for line in lines:
        pieces += lines_to_pieces(setter.lines(line, _BELOW, width), _BELOW, x, width)
    return pieces


def _with_mark(piece: Piece, mark: list[Line], x: float, entry: Record) -> Piece:
    if not mark or not mark[0].spans:
        return piece
    style = _TITLE.but(size=7.6, tone="on_accent", align="centre")

    def paint(pen: Pen, top: float) -> None:
        pen.circle(x + 6.2, top + _TITLE.leading / 2, 6.2, fill=entry.tone)
        pen.lines(mark[:1], x, top - 0.2, style, 12.4)
        piece.draw(pen, top)

    return Drawn(piece.height, piece.before, keep=piece.keep, paint=paint)


def lay_out_bars(block: Bars, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay rows of label, bar and figure out."""
    label_width = max(
        (setter.lines(label, _BAR_LABEL, width)[0].width for label, _, _ in block.rows), default=0
    )
    left = min(label_width * _BAR_LABEL.size / EM + 14, width * 0.4)
    figure_style = _BAR_LABEL.but(tone="text2", size=8.6)
    figures = [setter.lines(figure, figure_style, width * 0.4) for _, _, figure in block.rows]
    widest = max((line.width for lines in figures for line in lines), default=0) * figure_style.size / EM
    bar = max(width - left - widest - 12, width * 0.2)
    pieces: list[Piece] = []
    for (label, share, _), figure in zip(block.rows, figures, strict=True):
        boxes = [
            Box(x, left - 10, setter.lines(label, _BAR_LABEL, left - 10), _BAR_LABEL),
            Box(x + left + bar + 12, width - left - bar - 12, figure, figure_style),
        ]
        row = Row(max(box.height for box in boxes) + 3.5, boxes=boxes)
        first, *others = row_pieces(row, 0.0)
        pieces += [_with_bar(first, x + left, bar, min(max(share, 0.0), 1.0)), *others]
    if pieces:
        pieces[0].before = 4.0
        pieces[-1].after = 10.0
    return pieces


def _with_bar(row: Row, x: float, width: float, share: float) -> Piece:
    def paint(pen: Pen, top: float) -> None:
        middle = top + (_BAR_LABEL.leading - _BAR_LABEL.size) / 2 + (ASCENT - 0.36) * _BAR_LABEL.size
        pen.rect(x, middle - _BAR_HEIGHT / 2, width, _BAR_HEIGHT, fill="sunken", radius=1.2)
        if share > 0:
            pen.rect(x, middle - _BAR_HEIGHT / 2, width * share, _BAR_HEIGHT, fill="level4", radius=1.2)
        row.draw(pen, top)

    return Drawn(row.height, row.before, paint=paint)
