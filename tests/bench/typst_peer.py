"""The same document for typst: headings, paragraphs, tables and figures of the neutral model, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from anhui_assess.report.model import (
    Bars,
    Block,
    Bullets,
    Callout,
    Cards,
    Columns,
    Document,
    Figure,
    Heading,
    KeyValues,
    Paragraph,
    Records,
    Signature,
    Table,
    plain_text,
)
from anhui_assess.report.svg import to_svg

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\#$*_`<>@[]~\"'=-+/"})

_HEAD = """
#set page(paper: "a4", margin: (left: 28mm, right: 26mm, top: 30mm, bottom: 25mm), numbering: "1 / 1", header: [TITLE])
#set text(font: ("Noto Serif SC", "Noto Sans SC"), size: 10.5pt, lang: "zh")
#set par(justify: true, leading: 0.9em)
#show heading: set text(font: "Noto Sans SC")
#show table: set text(font: "Noto Sans SC", size: 8.5pt)
#set table(stroke: none, inset: 4pt)
#outline(title: [目录], depth: 2)
"""


def typst_source(document: Document, folder: Path) -> str:
    """Return typst markup of the document; charts are written to `folder` as SVG and placed as vectors."""
    parts = [_HEAD.replace("TITLE", _text(document.header[0]))]
    for section in document.sections:
        for block in section.blocks:
            parts.extend(_block(block, folder))
    return "\n".join(parts)


def _text(text: str) -> str:
    return text.translate(_SPECIAL)


def _block(block: Block, folder: Path) -> Iterator[str]:
    if isinstance(block, Heading):
        if block.new_page:
            yield "#pagebreak(weak: true)"
        yield f"{'=' * block.level} {_text(block.number + block.text)}\n"
    elif isinstance(block, Paragraph):
        yield _text(plain_text(block.text)) + "\n"
    elif isinstance(block, Bullets):
        yield from (f"- {_text(plain_text(entry))}" for entry in block.entries)
    elif isinstance(block, Table):
        yield _table(block)
    elif isinstance(block, KeyValues):
        rows = ", ".join(f"[{_text(key)}], [{_text(plain_text(value))}]" for key, value in block.pairs)
        yield f"#table(columns: (1fr, 3fr), {rows})"
    elif isinstance(block, Figure):
        name = f"figure{len(list(folder.glob('*.svg')))}.svg"
        (folder / name).write_bytes(to_svg(block.drawing))
        yield f'#figure(image("{name}"), caption: [{_text(block.caption)}])'
    else:
        yield from _boxes(block, folder)


def _boxes(block: Block, folder: Path) -> Iterator[str]:
    if isinstance(block, Cards):
        cells = ", ".join(
            f"[{_text(f'{card.label} {card.value} {card.below} {card.remark}')}]" for card in block.cards
        )
        yield f"#grid(columns: {len(block.cards)}, gutter: 8pt, {cells})"
    elif isinstance(block, Records):
        for entry in block.entries:
            lines = " \\ ".join(_text(plain_text(line)) for line in entry.lines)
            yield f"*{_text(entry.mark)} {_text(plain_text(entry.title))}* #h(1fr) {_text(entry.aside)} \\ {lines}\n"
    elif isinstance(block, Columns):
        for entry in (*block.left, *block.right):
            yield from _block(entry, folder)
    elif isinstance(block, Callout):
        yield f"#rect[*{_text(block.title)}* {_text(plain_text(block.text))}]"
    elif isinstance(block, Bars):
        yield from (f"{_text(label)} {_text(words)}\n" for label, _, words in block.rows)
    elif isinstance(block, Signature):
        yield _text(plain_text(block.text)) + "\n" + "\n\n".join(_text(place) for place in block.places)


def _table(block: Table) -> str:
    widths = ", ".join(f"{column.width:g}fr" for column in block.columns)
    head = ", ".join(f"[*{_text(column.title)}*]" for column in block.columns)
    cells = []
    for row in block.rows:
        if row.style == "group":
            cells.append(
                f"table.cell(colspan: {len(block.columns)})[*{_text(plain_text(row.cells[0].text))}*]"
            )
        else:
            cells.extend(f"[{_text(plain_text(cell.text))}]" for cell in row.cells)
    return f"#figure(table(columns: ({widths}), table.header({head}), table.hline(), {', '.join(cells)}), caption: [{_text(block.caption)}])"
