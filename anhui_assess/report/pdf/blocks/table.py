"""Tables: horizontal rules only, the head on each page, numbers aligned on the point, heat maps, bars and marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import accumulate

from anhui_assess.report.model import Cell, Table, TableColumn, TableRow, plain_text
from anhui_assess.report.pdf.blocks.figure import numbered
from anhui_assess.report.pdf.blocks.rows import Box, Row, hairline, keep_short, row_pieces
from anhui_assess.report.pdf.fonts import EM, clean
from anhui_assess.report.pdf.linebreak import Line
from anhui_assess.report.pdf.pen import text_width
from anhui_assess.report.pdf.pieces import Piece, lines_to_pieces
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import (
    BODY_HEIGHT,
    CAPTION,
    DENSE_CELL,
    DENSE_HEAD,
    HAIR,
    NOTE,
    STRONG,
    TABLE_CELL,
    TABLE_HEAD,
    THIN,
    Style,
)

_NUMBER = re.compile(r"\s*[+\-−±≈<>≤≥~约]*\s*[0-9][0-9,]*")
_ALL_NUMBER = re.compile(r"[+\-−±≈<>≤≥~约\s]*[0-9][0-9,.]*\s*%?")
_NUMERIC = ("right", "decimal")
_HAIR_ROOM = 0.5
_UNIT_ROOM = 36.0
"""A unit no wider than this stands in one line."""
_WORD_ROOM = 34.0
"""A column of words is never made narrower than this."""
_SHORT = 150.0
"""The rows of a table no higher than this stay on one page."""
_MOST_WHOLE = 0.8
"""Share of the page that a table to be kept whole may take."""
_MARK_ROOM = 10.0
_LONG = 12
"""A table of so many rows is never short, so that nothing but its last row depends on the whole of it."""


class _Grid:
    """The columns of a table in points, its styles, and where the decimal points stand."""

    def __init__(self, block: Table, setter: Setter, x: float, width: float) -> None:
        self.setter = setter
        self.x, self.width = x, width
        self.columns = block.columns or (TableColumn("", 1.0),)
        total = sum(max(column.width, 0.01) for column in self.columns)
        self.cell = DENSE_CELL if block.dense else TABLE_CELL
        self.head = DENSE_HEAD if block.dense else TABLE_HEAD
        self.pad_y = 3.0 if block.dense else 4.6
        self.gap = 4.0 if block.dense else 5.0
        wanted = [max(column.width, 0.01) / total * width for column in self.columns]
        self.widths = widened(wanted, [self._narrowest(block, number) for number in range(len(wanted))])
        self.lefts = [x + left for left in accumulate(self.widths, initial=0.0)]
        self.heat = any(cell.fill for row in block.rows for cell in row.cells)
        self.points = [self._point(block, number) for number in range(len(self.columns))]
        self.key = (self.columns, block.dense, x, tuple(self.widths), tuple(self.points), self.heat)

    def inner(self, first: int, span: int) -> tuple[float, float]:
        """Return left edge and width of the text in a cell; no padding at the outer edges of the table."""
        last = min(first + max(span, 1), len(self.columns))
        left = self.lefts[first] + (self.gap if first else 0.0)
        right = self.lefts[last] - (self.gap if last < len(self.columns) else 0.0)
        return left, max(right - left, 8.0)

    def _point(self, block: Table, number: int) -> tuple[float, float] | None:
        """Return the widths before and after the decimal point of a column, in points."""
        if self.columns[number].align != "decimal":
            return None
        before = after = 0.0
        for row in block.rows:
            text = _cell_text(row, number)
            if text is not None and _NUMBER.match(text):
                head, tail = _parts(text)
                before = max(before, self._measure(head))
                after = max(after, self._measure(tail))
        if before + after > self.inner(number, 1)[1]:
            return None
        return before, after

    def _narrowest(self, block: Table, number: int) -> float:
        """Return the width a column of numbers needs so that neither a number nor a short unit is cut in two; 0 for words."""
        if self.columns[number].align not in _NUMERIC:
            return 0.0
        texts = (_cell_text(row, number) for row in block.rows)
        needed = max(
            (self._measure(text) for text in texts if text and _ALL_NUMBER.fullmatch(text)), default=0.0
        )
        unit = self._measure(clean(self.columns[number].unit))
        needed = max(needed, unit if unit <= _UNIT_ROOM else 0.0)
        outer = (number == 0) + (number == len(self.columns) - 1)
        return needed + (2 - outer) * self.gap + _HAIR_ROOM if needed else 0.0

    def _measure(self, text: str) -> float:
        return text_width(self.setter.faces, text, self.cell.face) * self.cell.size / EM

    def place(self, number: int, cell: Cell, box: Box) -> None:
        """Move a single-line number so that its point stands below the others."""
        point = self.points[number]
        if point is None or len(box.lines) != 1:
            return
        head, tail = _parts(clean(plain_text(cell.text)))
        after = point[1]
        if not _NUMBER.match(head):
            box.style = self.cell.but(align="right")
            box.offset = -max(after - self._measure("0"), 0.0) if len(head) <= 1 else 0.0
            return
        scale = box.lines[0].width * self.cell.size / EM
        plain = self._measure(head + tail) or 1.0
        box.offset = box.width - after - self._measure(head) * scale / plain
        box.style = self.cell


def widened(widths: Sequence[float], least: Sequence[float]) -> list[float]:
    """Give every column at least its least width; what that takes comes from the columns that have more than theirs.

    Where the widths together are too small for it, they stay as they are.
    """
    lacking = sum(max(need - width, 0.0) for width, need in zip(widths, least, strict=True))
    spare = [max(width - max(need, _WORD_ROOM), 0.0) for width, need in zip(widths, least, strict=True)]
    if not lacking or lacking > sum(spare):
        return list(widths)
    share = lacking / sum(spare)
    return [max(width, need) - room * share for width, need, room in zip(widths, least, spare, strict=True)]


def _cell_text(row: TableRow, number: int) -> str | None:
    """Return the text of the cell that begins in a column, if one does and does not span."""
    at = 0
    for cell in row.cells:
        if at == number:
            return clean(plain_text(cell.text)) if cell.span <= 1 and row.style != "group" else None
        at += max(cell.span, 1)
    return None


def _parts(text: str) -> tuple[str, str]:
    """Cut a number before its decimal point, or where its digits end."""
    match = _NUMBER.match(text)
    return (text[: match.end()], text[match.end() :]) if match else (text, "")


def lay_out_table(block: Table, setter: Setter, x: float, width: float) -> list[Piece]:
    """Lay a table out: caption above, head, rows, closing rule, note below."""
    grid = _Grid(block, setter, x, width)
    pieces: list[Piece] = []
    caption = numbered("表", block.number, block.caption)
    if caption:
        pieces += lines_to_pieces(setter.lines(caption, CAPTION, width), CAPTION, x, width)
        pieces[-1].after = 2.0
    head = setter.part(("head", grid.key, block.key, bool(caption)), lambda: [_head(grid)])[0]
    if not block.rows:  # the head is the last row then, and gets the closing rule
        head = _head(grid)
    repeated = head if head.height <= BODY_HEIGHT / 3 else None  # a head that fills pages is set once
    pieces += row_pieces(head, 0.0)
    for piece in pieces if repeated else ():
        piece.keep = True
    pieces[0].before, pieces[0].key = 9.0, block.key
    rows = _rows(block, grid, repeated)
    pieces += rows
    last = rows[-1] if rows else head
    last.rules = [rule for rule in last.rules if not rule[2]] + [
        hairline(x, x + width, below=True, tone="text", width=0.8)
    ]
    keep_short(rows, BODY_HEIGHT * _MOST_WHOLE if block.whole else _SHORT)
    last.keep = bool(block.note)
    if block.note:
        notes = lines_to_pieces(setter.lines(block.note, NOTE, width), NOTE, x, width)
        notes[0].before = 4.0
        pieces += notes
    pieces[-1].after = 14.0
    return pieces


def _head(grid: _Grid) -> Row:
    boxes: list[Box] = []
    for number, column in enumerate(grid.columns):
        left, width = grid.inner(number, 1)
        align = "right" if column.align == "decimal" else column.align
        lines: list[Line] = grid.setter.lines(column.title, grid.head, width) if column.title else []
        if column.unit:
            lines += grid.setter.lines(column.unit, grid.head.but(face="sans"), width, tone="text2")
        boxes.append(Box(left, width, lines, grid.head.but(align=align)))
    height = max((box.height for box in boxes), default=0.0)
    for box in boxes:  # titles stand on the rule, whatever their number of lines
        box.lines = [
            *[Line((), 0)] * (round(height / box.style.leading) - max(len(box.lines), 1)),
            *box.lines,
        ]
    row = Row(height + grid.pad_y * 1.6, boxes=boxes, top=grid.pad_y * 0.6, keep=True)
    row.rules.append(hairline(grid.x, grid.x + grid.width, below=True, tone="text", width=STRONG))
    return row


def _rows(block: Table, grid: _Grid, head: Row | None) -> list[Row]:
    """Return the rows; those of a long table are kept one by one, so that a changed one leaves the others as they were."""
    found: list[Row] = []
    count = len(block.rows)
    previous = ""
    for number, row in enumerate(block.rows):
        following = block.rows[number + 1].style if number + 1 < count else ""
        place = (number == 0, number == count - 2, previous, following)
        if count < _LONG or number + 1 == count:
            found += _row_at(row, grid, head, place, count)
        else:
            make = partial(_row_at, row, grid, head, place, count)
            found += grid.setter.part((row, grid.key, place, head), make)
        previous = row.style
    return found


def _row_at(
    row: TableRow, grid: _Grid, head: Row | None, place: tuple[bool, bool, str, str], count: int
) -> list[Row]:
    """Return a row in its place: whether it is the first or the last but one, and the styles of its neighbours."""
    first, penultimate, previous, following = place
    piece = _row(row, grid)
    piece.head = head
    piece.key = row.key
    if not first and previous != "group" and row.style != "detail":
        _rule_above(piece, row, grid)
    piece.keep = (
        row.style == "group" or following in ("total", "detail") or ((first or penultimate) and count > 1)
    )
    return row_pieces(piece, grid.pad_y)


def _rule_above(piece: Row, row: TableRow, grid: _Grid) -> None:
    right = grid.x + grid.width
    if row.style == "total":
        piece.rules.append(hairline(grid.x, right, below=False, tone="text", width=THIN))
    elif row.style == "group" or not grid.heat or (row.cells and plain_text(row.cells[0].text)):
        piece.rules.append(hairline(grid.x, right, below=False, tone="line", width=HAIR + 0.1))


def _row(row: TableRow, grid: _Grid) -> Row:
    if row.style == "group":
        return _group_row(row, grid)
    boxes: list[Box] = []
    at = 0
    for cell in row.cells:
        if at >= len(grid.columns):
            break
        boxes.append(_box(cell, at, grid, bold=row.style == "total"))
        at += max(cell.span, 1)
    height = max((box.height for box in boxes), default=grid.cell.leading)
    return Row(height + 2 * grid.pad_y, boxes=boxes, top=grid.pad_y)


def _box(cell: Cell, number: int, grid: _Grid, *, bold: bool) -> Box:
    left, width = grid.inner(number, cell.span)
    align = grid.columns[number].align
    style = grid.cell if align == "left" else grid.cell.but(align="right" if align == "decimal" else align)
    tone = cell.tone or ("accent" if cell.link else "")
    room = _MARK_ROOM if cell.mark and cell.text else 0.0
    lines: Sequence[Line] = ()
    if cell.text:
        lines = grid.setter.lines(cell.text, style, width - room, bold=bold or cell.bold, tone=cell.tone)
    last = min(number + max(cell.span, 1), len(grid.columns))
    edges = grid.lefts[number], grid.lefts[last] - grid.lefts[number]
    box = Box(
        left, width, lines, style, cell.fill, cell.edge, cell.bar, cell.mark, cell.link, tone, room, *edges
    )
    if align == "decimal" and cell.span <= 1:
        grid.place(number, cell, box)
    return box


def _group_row(row: TableRow, grid: _Grid) -> Row:
    """A heading row over the full width; further cells follow at the right."""
    first = row.cells[0] if row.cells else Cell()
    aside = "  ".join(plain_text(cell.text) for cell in row.cells[1:] if cell.text)
    style: Style = grid.cell
    lines = grid.setter.lines(
        first.text, style, grid.width * (0.7 if aside else 1.0), bold=True, tone=first.tone
    )
    boxes = [Box(grid.x, grid.width, lines, style, link=first.link)]
    if aside:
        right = style.but(align="right", tone="text2")
        boxes.append(
            Box(
                grid.x + grid.width * 0.7,
                grid.width * 0.3,
                grid.setter.lines(aside, right, grid.width * 0.3),
                right,
            )
        )
    height = max(box.height for box in boxes)
    piece = Row(height + 2 * grid.pad_y + 2, boxes=boxes, top=grid.pad_y + 2)
    piece.rules.append(hairline(grid.x, grid.x + grid.width, below=True, tone="line", width=HAIR + 0.1))
    return piece
