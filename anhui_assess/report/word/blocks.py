"""Blocks of the neutral document as WordprocessingML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from anhui_assess.report.drawing import Drawing
from anhui_assess.report.model import (
    Bars,
    Bullets,
    Callout,
    Cards,
    Cell,
    Columns,
    Figure,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Records,
    Rule,
    Signature,
    Table,
    TableColumn,
    TableRow,
    Text,
    plain_text,
)
from anhui_assess.report.palette import GROUNDS, text_on
from anhui_assess.report.word import markup
from anhui_assess.report.word.markup import Markup

HEADINGS = {0: "ReportPart", 1: "Heading1", 2: "Heading2", 3: "Heading3", 4: "Heading4"}
_STYLES = {
    "body": "BodyText",
    "lead": "ReportLead",
    "small": "ReportSmall",
    "note": "ReportNote",
    "centre": "ReportCentre",
}
_MARKS = {"tick": "√", "cross": "×", "dash": "—"}
_ALIGN = {"right": "right", "decimal": "right", "centre": "center"}
_MOST_BESIDE = 1600
"""Stacks of more characters are not set side by side."""
_CELL_MARGINS = 230
"""What the margins of a cell take of its width, in twentieths of a point."""
_WIDE = 6000
"""Bars over more than this have room for twenty steps."""
_LONG_VALUE = 26
"""A value of more characters takes a row of its own."""
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


class Blocks:
    """Turns blocks into XML.

    Attributes:
        measure: width of the text in twentieths of a point.
    """

    def __init__(self, made: Markup, picture: Callable[[Drawing, int, str], str], measure: int) -> None:
        self._made = made
        self._picture = picture
        self.measure = measure

    def xml(self, blocks: Sequence[Any]) -> Iterator[str]:
        """Yield the XML of each paragraph and table of some blocks."""
        for block in blocks:
            yield from self._MAKERS[type(block)](self, block)

    def _heading(self, block: Heading) -> Iterator[str]:
        about = "<w:pageBreakBefore/>" if block.new_page else ""
        inside = self._made.target(block.key) + self._made.run(titled(block))
        yield self._made.paragraph(inside, HEADINGS.get(block.level, "Heading4"), about)

    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        yield self._made.paragraph(self._made.runs(block.text), _STYLES.get(block.style, "BodyText"))

    def _bullets(self, block: Bullets) -> Iterator[str]:
        for number, entry in enumerate(block.entries, 1):
            mark = f"{number}．" if block.numbered else "·　"
            yield self._made.paragraph(self._made.run(mark) + self._made.runs(entry), "ReportList")

    def _caption(self, word: str, number: str, caption: str, key: str) -> Iterator[str]:
        if caption or number:
            label = number if not number or number.startswith(word) else f"{word} {number}"
            inside = self._made.target(key) + self._made.run(
                "　".join(part for part in (label, caption) if part)
            )
            yield self._made.paragraph(inside, "Caption", "<w:keepNext/>" if word == "表" else "")

    def _table(self, block: Table) -> Iterator[str]:
        made = self._made
        yield from self._caption("表", block.number, block.caption, block.key)
        widths = markup.spread([column.width for column in block.columns], self.measure)
        style = "ReportCellDense" if block.dense else "ReportCell"
        heads = "".join(
            markup.cell(
                made.paragraph(made.run(_title(column), bold=True), style, _justified(column)),
                width,
                fill=made.colour("sunken"),
                middle=True,
            )
            for column, width in zip(block.columns, widths, strict=True)
        )
        rows = (
            [markup.row(heads, head=True)]
            if any(column.title or column.unit for column in block.columns)
            else []
        )
        rows += [self._row(row, block, widths, style) for row in block.rows]
        if not rows:
            rows = [markup.row("".join(markup.cell(made.paragraph("", style), width) for width in widths))]
        yield markup.table("".join(rows), widths)
        yield made.paragraph(made.run(block.note), "ReportNote")

    def _row(self, row: TableRow, block: Table, widths: Sequence[int], style: str) -> str:
        if row.style == "group":
            text = row.cells[0].text if row.cells else ""
            inside = self._made.target(row.key) + self._made.runs(text, bold=True)
            about = "<w:keepNext/>"
            return markup.row(
                markup.cell(
                    self._made.paragraph(inside, style, about),
                    sum(widths),
                    span=len(widths),
                    fill=self._made.colour("info_ground"),
                )
            )
        cells: list[str] = []
        place = 0
        for entry in row.cells:
            if place >= len(widths):
                break
            span = max(1, min(entry.span, len(widths) - place))
            key = row.key if not cells else ""
            cells.append(
                self._cell(
                    entry,
                    block.columns[place],
                    (sum(widths[place : place + span]), span),
                    style,
                    bold=row.style == "total",
                    key=key,
                )
            )
            place += span
        if place < len(widths):
            cells.append(
                markup.cell(self._made.paragraph("", style), sum(widths[place:]), span=len(widths) - place)
            )
        return markup.row("".join(cells), whole=not any(markup.is_long(entry.text) for entry in row.cells))

    def _cell(
        self, entry: Cell, column: TableColumn, room: tuple[int, int], style: str, *, bold: bool, key: str
    ) -> str:
        made = self._made
        tone = entry.tone or (text_on(made.palette, entry.fill) if entry.fill else "")
        inside = made.target(key)
        if entry.mark:
            inside += made.run(
                _MARKS.get(entry.mark, "") + ("　" if plain_text(entry.text) else ""), bold=True, tone=tone
            )
        inside += made.runs(entry.text, bold=bold or entry.bold, tone=tone, link=entry.link)
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="12" w:space="0" w:color="{made.colour(entry.edge)}"/>'
            for side in ("top", "left", "bottom", "right")
            if entry.edge
        )
        fill = made.colour(entry.fill) if entry.fill else ""
        return markup.cell(
            made.paragraph(inside, style, _justified(column)),
            room[0],
            span=room[1],
            fill=fill,
            borders=borders,
        )

    def _pairs(self, block: KeyValues) -> Iterator[str]:
        made = self._made
        columns = 2 if block.columns == 2 else 1  # noqa: PLR2004 - one pair in a row, or two
        widths = markup.spread([0.9, 1.6] * columns if columns > 1 else [0.9, 3.2], self.measure)
        rows = []
        for pairs in _in_rows(block.pairs, columns):
            across = len(pairs) == 1 and columns > 1 and len(plain_text(pairs[0][1])) > _LONG_VALUE
            filled = pairs if across else (*pairs, *[("", "")] * (columns - len(pairs)))
            room, span = (sum(widths[1:]), len(widths) - 1) if across else (widths[1], 1)
            cells = "".join(
                markup.cell(made.paragraph(made.run(key, tone="text2"), "ReportCell"), widths[0])
                + markup.cell(made.paragraph(made.runs(value), "ReportCell"), room, span=span)
                for key, value in filled
            )
            rows.append(markup.row(cells, whole=not any(markup.is_long(value) for _, value in pairs)))
        if rows:
            yield markup.table("".join(rows), widths)
            yield made.paragraph("", "ReportNote")

    def _figure(self, block: Figure) -> Iterator[str]:
        yield self._made.paragraph(self._picture(block.drawing, self.measure, block.caption), "ReportFigure")
        yield from self._caption("图", block.number, block.caption, block.key)

    def _cards(self, block: Cards) -> Iterator[str]:
        made = self._made
        if not block.cards:
            return
        widths = markup.spread([1.0] * len(block.cards), self.measure)
        cells = []
        for card, width in zip(block.cards, widths, strict=True):
            edge = f'<w:left w:val="single" w:sz="24" w:space="0" w:color="{made.colour(card.tone)}"/>'
            lines = (
                made.paragraph(made.run(card.label, tone="text2"), "ReportCell")
                + made.paragraph(made.run(card.value, bold=True, size=16), "ReportCell")
                + made.paragraph(made.run(card.below), "ReportCellDense")
                + made.paragraph(made.run(card.remark, tone=card.tone), "ReportCellDense")
            )
            cells.append(markup.cell(lines, width, borders=edge))
        yield markup.table(markup.row("".join(cells)), widths)
        yield made.paragraph("", "ReportNote")

    def _records(self, block: Records) -> Iterator[str]:
        made = self._made
        for entry in block.entries:
            inside = made.run(f"{entry.mark}　", bold=True, tone=entry.tone) + made.runs(
                entry.title, bold=True
            )
            inside += made.run(f"　{entry.aside}", tone="text2") if entry.aside else ""
            yield made.paragraph(inside, "ReportRecord", "<w:keepNext/>" if entry.lines else "")
            for line in entry.lines:
                yield made.paragraph(made.runs(line), "ReportRecordLine")

    def _columns(self, block: Columns) -> Iterator[str]:
        """Two cells without rules; a stack too long for one page is set after the other instead, as Word breaks it badly."""
        if sum(map(_weight, (*block.left, *block.right))) > _MOST_BESIDE:
            yield from self.xml((*block.left, *block.right))
            return
        widths = markup.spread([block.share, 1 - block.share], self.measure)
        nothing = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right"))
        cells = "".join(
            markup.cell(self._stack(stack, width - _CELL_MARGINS), width, borders=nothing)
            for stack, width in ((block.left, widths[0]), (block.right, widths[1]))
        )
        yield markup.table(markup.row(cells), widths, "TableNormal")
        yield self._made.paragraph("", "ReportNote")

    def _stack(self, blocks: Sequence[Any], measure: int) -> str:
        """Return blocks for a cell, which must end in a paragraph."""
        inside = "".join(Blocks(self._made, self._picture, measure).xml(blocks))
        return inside if inside.endswith("</w:p>") else inside + self._made.paragraph("", "ReportNote")

    def _callout(self, block: Callout) -> Iterator[str]:
        made = self._made
        edge = f'<w:left w:val="single" w:sz="24" w:space="0" w:color="{made.colour(block.tone)}"/>'
        inside = made.paragraph(made.run(block.title, bold=True, tone=block.tone), "ReportCell")
        inside += made.paragraph(made.runs(block.text), "ReportCell")
        fill = made.colour(GROUNDS.get(block.tone, "sunken"))
        whole = not markup.is_long(block.text)
        yield markup.table(
            markup.row(markup.cell(inside, self.measure, fill=fill, borders=edge), whole=whole),
            [self.measure],
        )
        yield made.paragraph("", "ReportNote")

    def _bars(self, block: Bars) -> Iterator[str]:
        made = self._made
        wide = self.measure > _WIDE
        steps = 20 if wide else 7
        widths = markup.spread([1.4, 2.4, 2.6] if wide else [1.6, 1.4, 2.3], self.measure)
        rows = []
        for label, share, words in block.rows:
            full = max(0, min(steps, round(share * steps)))
            drawn = made.run("█" * full, tone="accent") + made.run("█" * (steps - full), tone="sunken")
            parts = (made.run(label), drawn, made.run(words))
            rows.append(
                markup.row(
                    "".join(
                        markup.cell(made.paragraph(part, "ReportCellDense"), width)
                        for part, width in zip(parts, widths, strict=True)
                    )
                )
            )
        if rows:
            yield markup.table("".join(rows), widths)
            yield made.paragraph("", "ReportNote")

    def _signature(self, block: Signature) -> Iterator[str]:
        made = self._made
        yield made.paragraph(made.runs(block.text), "BodyText")
        widths = markup.spread([1.0, 1.6], self.measure)
        rows = "".join(
            markup.row(
                markup.cell(made.paragraph(made.run(place), "ReportPlace"), widths[0])
                + markup.cell(made.paragraph("", "ReportPlace"), widths[1])
            )
            for place in block.places
        )
        if rows:
            yield markup.table(rows, widths)
        yield made.paragraph("", "ReportNote")

    def _rule(self, _block: Rule) -> Iterator[str]:
        line = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{self._made.colour("line")}"/></w:pBdr>'
        yield self._made.paragraph("", "ReportNote", line)

    def _page_break(self, _block: PageBreak) -> Iterator[str]:
        yield BREAK

    _MAKERS: dict[type, Callable[[Blocks, Any], Iterator[str]]] = {  # noqa: RUF012 - filled once, read only
        Heading: _heading,
        Paragraph: _paragraph,
        Bullets: _bullets,
        Table: _table,
        KeyValues: _pairs,
        Figure: _figure,
        Cards: _cards,
        Records: _records,
        Columns: _columns,
        Callout: _callout,
        Bars: _bars,
        Signature: _signature,
        Rule: _rule,
        PageBreak: _page_break,
    }


def titled(heading: Heading) -> str:
    """Return a heading with its number."""
    gap = "" if not heading.number or heading.number[-1] in "、）" else " "
    return f"{heading.number}{gap}{heading.text}"


def _weight(block: Any) -> int:
    """Return about how many characters a block takes, a picture counting as three hundred."""
    if isinstance(block, Figure):
        return 300
    if isinstance(block, Records):
        return sum(len(plain_text(part)) for entry in block.entries for part in (entry.title, *entry.lines))
    return len(plain_text(getattr(block, "text", "")))


_Pairs = tuple[tuple[str, Text], ...]


def _in_rows(pairs: _Pairs, columns: int) -> Iterator[_Pairs]:
    """Yield the pairs of each row; in two columns a long value has a row of its own, after the row being filled."""
    waiting: list[tuple[str, Text]] = []
    held: list[tuple[str, Text]] = []
    for pair in pairs:
        (held if columns > 1 and len(plain_text(pair[1])) > _LONG_VALUE else waiting).append(pair)
        if len(waiting) == columns or not waiting:
            if waiting:
                yield tuple(waiting)
            yield from ((long,) for long in held)
            waiting, held = [], []
    if waiting:
        yield tuple(waiting)
    yield from ((long,) for long in held)


def _title(column: TableColumn) -> str:
    return f"{column.title}（{column.unit}）" if column.unit and column.title else column.title or column.unit


def _justified(column: TableColumn) -> str:
    side = _ALIGN.get(column.align)
    return f'<w:jc w:val="{side}"/>' if side else ""


def keys_of(blocks: Sequence[Any]) -> Iterator[str]:
    """Yield every key of blocks that a link may lead to."""
    for block in blocks:
        if isinstance(block, Columns):
            yield from keys_of((*block.left, *block.right))
        if getattr(block, "key", ""):
            yield block.key
        if isinstance(block, Table):
            yield from (row.key for row in block.rows if row.key)
