"""Sizes and distances of the page, and the styles of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 26 * MM, 29 * MM, 26 * MM
MEASURE = PAGE_WIDTH - LEFT - RIGHT
BODY_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
HEADER_BASELINE, HEADER_RULE = 50.0, 57.0
FOOTER_BASELINE = PAGE_HEIGHT - 42.0

ASCENT = 0.88
"""Share of the type size above the baseline."""
CAP = 0.73
HAIR, THIN, STRONG = 0.4, 0.6, 1.1
"""Widths of rules."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set. `indent` is that of the first line, in characters; `leading` is the distance of baselines."""

    face: str
    size: float
    leading: float
    tone: str = "text"
    align: str = "left"
    indent: int = 0
    before: float = 0.0
    after: float = 0.0

    def but(self, **changes: object) -> Style:
        """Return this style with something changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


BODY = Style("serif", 10.5, 17.0, align="justify", indent=2, before=2, after=5)
PARAGRAPHS: Mapping[str, Style] = {
    "body": BODY,
    "lead": Style("serif", 12.5, 20.5, align="justify", before=4, after=12),
    "small": Style("serif", 9.0, 14.2, tone="text2", align="justify", before=2, after=4),
    "note": Style("sans", 7.8, 12.4, tone="text2", before=2, after=5),
    "centre": Style("serif", 10.5, 17.0, align="centre", before=2, after=5),
}
HEADINGS: Mapping[int, Style] = {
    0: Style("sans", 11.0, 18.0, tone="accent", before=0, after=6),
    1: Style("sans-bold", 19.0, 27.0, before=26, after=13),
    2: Style("sans-bold", 14.0, 20.5, before=20, after=8),
    3: Style("sans-bold", 11.5, 17.5, before=15, after=6),
    4: Style("sans-bold", 10.5, 16.0, before=11, after=4),
}
LIST = Style("serif", 10.5, 16.6, align="justify", before=1, after=2)
CAPTION = Style("sans", 8.3, 12.6, tone="text2")
NOTE = Style("sans", 7.6, 11.8, tone="text2")
TABLE_HEAD = Style("sans-bold", 8.5, 12.6)
TABLE_CELL = Style("sans", 8.6, 13.0)
DENSE_HEAD = Style("sans-bold", 7.6, 11.0)
DENSE_CELL = Style("sans", 7.7, 11.2)
KEY = Style("sans", 9.0, 14.4, tone="text2")
VALUE = Style("serif", 9.8, 15.2)
CONTENTS: Mapping[int, Style] = {
    0: Style("sans", 9.6, 15.0, tone="accent", before=12, after=0),
    1: Style("sans-bold", 10.5, 16.0, before=9, after=2),
    2: Style("serif", 10.0, 15.6, before=1.5, after=1.5),
    3: Style("serif", 9.4, 14.6, tone="text2", before=0.5, after=0.5),
}
