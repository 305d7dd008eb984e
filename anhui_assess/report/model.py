"""The neutral report: what stands in it, not how it is set. There is no markup: text is text, always.

A document is a cover, then sections of blocks. Colours are palette roles (`accent`, `good`, `attention`, `bad`, `text`,
`text2`, `line`, `panel`, `level1`…`level5`); faces are roles (`serif` for body, `sans` for headings and tables).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anhui_assess.report.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with its own weight or colour."""

    text: str
    bold: bool = False
    tone: str = ""


Text = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `level` 0 part, 1 chapter, 2 （一）, 3 1. ; `number` is set by the composer. `key` is the link target."""

    level: int
    text: str
    key: str
    number: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text. `style`: body, lead (larger), small, note (grey, small), centre."""

    text: Text
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered or with dots."""

    entries: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell.

    `fill` is a palette role or empty, `edge` one that outlines the cell; `bar` 0–1 draws a bar behind the number;
    `mark` is tick, cross, dash; `link` is the key of a heading, table, row or figure.
    """

    text: Text = ""
    bold: bool = False
    tone: str = ""
    fill: str = ""
    mark: str = ""
    bar: float | None = None
    span: int = 1
    link: str = ""
    edge: str = ""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column. `width` is relative; `align` left, right, centre or decimal (aligned on the point)."""

    title: str
    width: float
    align: str = "left"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row.

    `style` is empty, `total` (rule above, bold), `group` (a heading row over the full width) or `detail` (belongs to the
    row above: no rule between them, and both stay on one page).
    """

    cells: tuple[Cell, ...]
    style: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, its head repeated on each page. `dense` sets it smaller, `whole` keeps it on one page."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    caption: str = ""
    note: str = ""
    key: str = ""
    number: str = ""
    dense: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Label and value pairs with hairlines between, as on the cover and in a profile. `columns` 1 or 2."""

    pairs: tuple[tuple[str, Text], ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with a caption."""

    drawing: Drawing
    caption: str = ""
    key: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A headline box: label, big value, a line below, a coloured remark; `tone` colours the edge."""

    label: str
    value: str
    below: str
    remark: str
    tone: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A numbered entry: mark (number, in a filled circle with `badge`), title, right-hand aside, and lines below."""

    mark: str
    title: Text
    aside: str = ""
    lines: tuple[Text, ...] = ()
    tone: str = "accent"
    badge: bool = True


@dataclass(frozen=True, slots=True)
class Records:
    """Entries one under another."""

    entries: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Two stacks of blocks side by side; `share` is the left one's part of the width. Kept on one page."""

    left: tuple[Any, ...]
    right: tuple[Any, ...]
    share: float = 0.55


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed remark; `tone` good, attention, bad or accent."""

    title: str
    text: Text
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Bars:
    """Label, bar 0–1 and figure in rows (“这些结论靠什么”)."""

    rows: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A declaration with places to sign and stamp."""

    text: Text
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Begin a new page."""


Block = (
    Heading
    | Paragraph
    | Bullets
    | Table
    | KeyValues
    | Figure
    | Cards
    | Records
    | Columns
    | Callout
    | Bars
    | Signature
    | Rule
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Section:
    """A selectable part of the report."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover page."""

    overline: str
    titles: tuple[str, ...]
    subtitle: str
    pairs: tuple[tuple[str, str], ...]
    qr_text: str
    qr_note: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Attributes:
        title, author, subject, keywords, created: document information; `created` is an ISO date.
        bare: a short paper, set without its cover and without contents.
        header: (left, right) running header; footer: left part of the footer, before page x / y.
        watermark: shown across every page when not empty.
        attachments: file name to content, embedded in the PDF.
    """

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    created: str
    header: tuple[str, str]
    footer: str
    cover: Cover
    sections: tuple[Section, ...]
    watermark: str = ""
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    bare: bool = False


def plain_text(text: Text) -> str:
    """Return a text without its runs."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def to_plain(value: Any) -> Any:
    """Return a document as JSON-ready data, each block with its type name; for golden tests."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        content = {entry.name: to_plain(getattr(value, entry.name)) for entry in dataclasses.fields(value)}
        return {
            "type": type(value).__name__,
            **{key: entry for key, entry in content.items() if entry not in ("", (), [], None, {})},
        }
    if isinstance(value, Mapping):
        return {str(key): to_plain(entry) for key, entry in value.items()}
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_plain(entry) for entry in value]
    return value
