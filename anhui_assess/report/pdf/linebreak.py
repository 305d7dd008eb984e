"""Chinese line breaking. Breaks are searched over running sums of widths, so a line costs two bisections, not a loop.

Kept rules (避头尾): no line begins with a closing mark and none ends with an opening one; Latin words, numbers with their
units and doubled dashes stay together; what is wider than the measure is broken anywhere. A full-width closing mark at
the end of a line counts half, as its right half is empty, and so does an opening one at the beginning; of two marks
meeting, the first gives up its empty half.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from anhui_assess.report.pdf.fonts import EM, Span

HALF = EM // 2
MAX_STRETCH = 220
"""A gap is never widened by more than this when a line is justified; the line stays ragged instead."""

NO_START = "，。、；：？！）》〉」』】〕〗］｝”’…—·％‰℃～〜々ー,.;:?!)]}%/"
NO_END = "（《〈「『【〔〖［｛“‘￥([{"

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff\u2014\u2018-\u201d\u2026\u3000-\u303f"
_LATIN = rf"[^\s{_WIDE}]"
_UNITS = (
    "万千瓦时|千瓦时|万吨|万元|亿元|万平方米|平方米|个百分点|个月|个工作日|小时|分钟|"
    "[年月日级分项条题台家人吨元个天次页章号类档套岁倍度米万亿千百％℃㎡名期季周批处]"
)
_UNIT = re.compile(
    rf"[{re.escape(NO_END)}]*"
    rf"(?:(?:[第图表] ?)?[0-9][0-9.,:/\-–]*(?: ?(?:{_UNITS}))?{_LATIN}*|{_LATIN}+|——|……|.)"
    rf"(?:\s*[{re.escape(NO_START)}]+)*\s*",
    re.DOTALL,
)
_CLOSERS, _OPENERS = "，。、；：）》〉」』】〕］｝”’", "（《〈「『【〔［｛“‘"
_SOFT_END, _SOFT_START = frozenset(_CLOSERS), frozenset(_OPENERS)
_PAIR = re.compile(f"[{_CLOSERS}](?=[{_CLOSERS}{_OPENERS}])|[{_OPENERS}](?=[{_OPENERS}])")
PARTS = re.compile(rf"({_LATIN}+)|[{_WIDE}\s]+", re.DOTALL)
"""Cuts a line into words (group 1), whose letters keep together, and Chinese or spaces, which may be spread."""


@dataclass(slots=True)
class Line:
    """One set line.

    Attributes:
        spans: faces, texts and tones, left to right; trailing spaces are not part of it.
        width: in thousandths of the type size, half-empty marks at its ends counted half.
        shift: how far the line begins left of its place because an opening mark stands first.
        squeezed: places in the line's text after which half an em is taken away.
        last: whether a paragraph ends here, so that it is not justified.
        tail: spaces dropped at the end, or the line end itself; text plus tail is the paragraph exactly.
    """

    spans: tuple[Span, ...]
    width: int
    shift: int = 0
    squeezed: tuple[int, ...] = ()
    last: bool = True
    tail: str = ""

    @property
    def text(self) -> str:
        """The text drawn."""
        return "".join(text for _, text, _ in self.spans)


def break_lines(spans: Sequence[Span], measure: float, indent: int = 0) -> list[Line]:
    """Break clean text into lines no wider than `measure`, the first `indent` narrower (both in thousandths)."""
    if len(spans) == 1 and "\n" not in spans[0][1]:
        face, text, _ = spans[0]
        width = sum(map(face.widths.__getitem__, text))
        if width <= measure - indent and _PAIR.search(text) is None:
            return [_whole(spans[0], width)]
    lines: list[Line] = []
    paragraphs = list(_paragraphs(spans))
    for number, paragraph in enumerate(paragraphs):
        broken = _break_paragraph(paragraph, measure, indent)
        if number + 1 < len(paragraphs):
            broken[-1].tail += "\n"
        lines += broken
    return lines


def _whole(span: Span, width: int) -> Line:
    """Return the one line of a text that fits."""
    face, text, tone = span
    stripped = text.rstrip()
    tail = text[len(stripped) :]
    return Line(((face, stripped, tone),), width - sum(map(face.widths.__getitem__, tail)), tail=tail)


def _paragraphs(spans: Sequence[Span]) -> Iterator[list[Span]]:
    current: list[Span] = []
    for face, text, tone in spans:
        first, *others = text.split("\n")
        if first:
            current.append((face, first, tone))
        for other in others:
            yield current
            current = [(face, other, tone)] if other else []
    yield current


def _break_paragraph(spans: list[Span], measure: float, indent: int) -> list[Line]:
    text = "".join(part for _, part, _ in spans)
    if not text:
        return [Line((), 0)]
    widths = [width for face, part, _ in spans for width in map(face.widths.__getitem__, part)]
    squeezed = [match.start() for match in _PAIR.finditer(text) if widths[match.start()] == EM]
    for place in squeezed:
        widths[place] -= HALF
    sums = [0, *accumulate(widths)]
    breaks = [match.end() for match in _UNIT.finditer(text)]
    lines: list[Line] = []
    start, limit = 0, measure - indent
    while start < len(text):
        shift = HALF if text[start] in _SOFT_START and (lines or not indent) and widths[start] == EM else 0
        end = _line_end(text, sums, breaks, start, limit + shift)
        stripped = start + len(text[start:end].rstrip())
        width = sums[stripped] - sums[start] - shift
        if stripped > start and text[stripped - 1] in _SOFT_END and widths[stripped - 1] == EM:
            width -= HALF
        inside = tuple(
            place - start
            for place in squeezed[bisect_left(squeezed, start) : bisect_left(squeezed, stripped - 1)]
        )
        lines.append(
            Line(_slice(spans, start, stripped), width, shift, inside, end == len(text), text[stripped:end])
        )
        start, limit = end, measure
    return lines


def _line_end(text: str, sums: list[int], breaks: list[int], start: int, limit: float) -> int:
    """Return where the line that begins at `start` ends."""
    reach = bisect_right(sums, sums[start] + limit) - 1
    at = bisect_right(breaks, reach) - 1
    end = breaks[at] if at >= 0 else 0
    # The next break may still do: spaces at the end are not drawn and a full-width mark counts half.
    if at + 1 < len(breaks):
        following = breaks[at + 1]
        bare = start + len(text[start:following].rstrip())
        hang = (
            HALF if bare > start and text[bare - 1] in _SOFT_END and sums[bare] - sums[bare - 1] == EM else 0
        )
        if sums[bare] - sums[start] - hang <= limit:
            return following
    if end > start:
        return end
    return _cut_anywhere(text, start, max(reach, start + 1))


def _cut_anywhere(text: str, start: int, end: int) -> int:
    """Return where to cut a word wider than the line, stepping back before a mark that must not begin a line."""
    cut = end
    while cut > start + 1 and cut < len(text) and (text[cut] in NO_START or text[cut - 1] in NO_END):
        cut -= 1
    return cut if cut > start + 1 else end


def _slice(spans: list[Span], start: int, end: int) -> tuple[Span, ...]:
    if len(spans) == 1:
        face, text, tone = spans[0]
        return ((face, text[start:end], tone),)
    found: list[Span] = []
    place = 0
    for face, text, tone in spans:
        first, last = max(start - place, 0), min(end - place, len(text))
        if first < last:
            found.append((face, text[first:last], tone))
        place += len(text)
    return tuple(found)
