"""The cover: title, whose report it is, place of the stamp, and the code that identifies the report."""

from __future__ import annotations

import segno

from anhui_assess.report.model import Cover
from anhui_assess.report.pdf.blocks.boxes import draw_seal
from anhui_assess.report.pdf.linebreak import Line
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import LEFT, MEASURE, Style

_OVERLINE = Style("sans", 10.0, 15.0, tone="text2")
_SUBTITLE = Style("serif", 15.0, 23.0, tone="text2")
_KEY = Style("sans", 9.4, 16.0, tone="text2")
_VALUE = Style("serif", 10.8, 16.0)
_NOTE = Style("sans", 8.2, 13.6, tone="text2")
_RIGHT = LEFT + MEASURE
_TOP_RULE, _TITLES, _PAIRS_END, _FOOT = 122.0, 222.0, 672.0, 776.0
_QR, _SEAL = 70.0, 47.0
_KEY_WIDTH = 119.0
_MAX_LINES = 3
_LEAST_GAP = 40.0
"""Least distance between titles and pairs."""


def draw_cover(cover: Cover, setter: Setter, pen: Pen) -> None:
    """Draw the cover on the present page."""
    pen.lines(
        _short(setter.lines(cover.overline, _OVERLINE, MEASURE), 1), LEFT, _TOP_RULE - 21, _OVERLINE, MEASURE
    )
    pen.rule(LEFT, _RIGHT, _TOP_RULE, "accent", 1.6)
    y = _titles(cover, setter, pen)
    tries = [_rows(cover, setter, most) for most in range(_MAX_LINES, 0, -1)]
    rows = next((rows for rows in tries if y + _LEAST_GAP + _height(rows) <= _PAIRS_END), tries[-1])
    y = max(y + _LEAST_GAP, _PAIRS_END - _height(rows))
    draw_seal(pen, _RIGHT - _SEAL, min(y - 34 - _SEAL, _TITLES + 150), _SEAL)
    for key, value, row_height in rows:
        pen.lines(key, LEFT, y + 7, _KEY, _KEY_WIDTH)
        pen.lines(value, LEFT + _KEY_WIDTH, y + 7, _VALUE, MEASURE - _KEY_WIDTH)
        y += row_height
        pen.rule(LEFT, _RIGHT, y, "line", 0.7)
    _identity(cover, setter, pen)


def _titles(cover: Cover, setter: Setter, pen: Pen) -> float:
    size = 35.0
    y = _TITLES
    for title in cover.titles:
        style = Style("sans-bold", size, size * 1.45)
        while size > 18 and len(setter.lines(title, style, MEASURE - 2 * _SEAL)) > 1:  # noqa: PLR2004 - smallest title
            size -= 3
            style = Style("sans-bold", size, size * 1.45)
        lines = _short(setter.lines(title, style, MEASURE), _MAX_LINES)
        pen.lines(lines, LEFT - size * 0.03, y, style, MEASURE)
        y += len(lines) * style.leading
    y += 10
    room = MEASURE - 2 * _SEAL - 14
    lines = _short(setter.lines(cover.subtitle, _SUBTITLE, room), _MAX_LINES)
    pen.lines(lines, LEFT, y, _SUBTITLE, room)
    return y + len(lines) * _SUBTITLE.leading


_Row = tuple[list[Line], list[Line], float]


def _height(rows: list[_Row]) -> float:
    return sum(height for _, _, height in rows)


def _rows(cover: Cover, setter: Setter, most: int) -> list[_Row]:
    """Return label, value and height of each pair, the value in at most so many lines."""
    rows = []
    for key, value in cover.pairs[:14]:
        keys = _short(setter.lines(key, _KEY, _KEY_WIDTH - 8), 2)
        values = _short(setter.lines(value, _VALUE, MEASURE - _KEY_WIDTH), most)
        lines = max(len(keys), len(values), 1)
        rows.append((keys, values, lines * _VALUE.leading + (14.0 if len(cover.pairs) <= 10 else 9.0)))  # noqa: PLR2004 - as above
    return rows


def _identity(cover: Cover, setter: Setter, pen: Pen) -> None:
    lines = [
        line for note in cover.qr_note for line in _short(setter.lines(note, _NOTE, MEASURE - _QR - 30), 2)
    ][:5]
    pen.lines(lines, LEFT, _FOOT - len(lines) * _NOTE.leading + 2, _NOTE, MEASURE)
    if not cover.qr_text:
        return
    try:
        matrix = segno.make_qr(cover.qr_text, error="m", boost_error=False).matrix
    except (segno.DataOverflowError, ValueError):
        return
    count = len(matrix)
    step = _QR / count
    x, y = _RIGHT - _QR, _FOOT - _QR
    rects = []
    for row, modules in enumerate(matrix):
        start = None
        for column, module in enumerate([*modules, 0]):
            if module and start is None:
                start = column
            elif not module and start is not None:
                rects.append((x + start * step, y + row * step, (column - start) * step, step))
                start = None
    pen.cells(rects, "text")


def _short(lines: list[Line], most: int) -> list[Line]:
    """Return at most so many lines; the last ends in … when there was more."""
    if len(lines) <= most:
        return lines
    if not lines[most - 1].spans:
        return lines[:most]
    face, text, tone = lines[most - 1].spans[-1]
    cut = Line((*lines[most - 1].spans[:-1], (face, text[:-1] + "…", tone)), lines[most - 1].width)
    return [*lines[: most - 1], cut]
