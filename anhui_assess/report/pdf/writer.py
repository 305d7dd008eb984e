"""Writes a document as PDF: lays it out once, then draws it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anhui_assess.report.model import Document, Paragraph
from anhui_assess.report.palette import DEFAULT_PALETTE
from anhui_assess.report.pdf.blocks import lay_out
from anhui_assess.report.pdf.contents import Entry, lay_out_contents, number_contents
from anhui_assess.report.pdf.cover import draw_cover
from anhui_assess.report.pdf.envelope import attach, new_canvas, show_page
from anhui_assess.report.pdf.fonts import clean, code_points, load_faces
from anhui_assess.report.pdf.output import write_file
from anhui_assess.report.pdf.pen import Pen
from anhui_assess.report.pdf.pieces import Page, Piece, draw_page, paginate
from anhui_assess.report.pdf.record import PAGES, page_record
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import (
    BODY_HEIGHT,
    FOOTER_BASELINE,
    HEADER_BASELINE,
    HEADER_RULE,
    LEFT,
    MEASURE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TOP,
    Style,
)
from anhui_assess.services.ports import Cancelled, CancelledError, Progress

_RUNNING = Style("sans", 7.8, 11.0, tone="text2")
_WATERMARK = Style("sans-bold", 150.0, 150.0, tone="watermark")
_MOST_NAMED = 20
_GAP = 14.0
"""Least distance of the two running heads."""
_LAID_OUT, _DRAWN = 0.45, 0.9
"""Shares of the work done when all is laid out, and when all is drawn."""


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What was written. `missing_glyphs` is code point (`U+20BB7`) to how often it is shown as a box."""

    pages: int
    missing_glyphs: Mapping[str, int]
    sha256: str


@dataclass(slots=True)
class Layout:
    """A document laid out: pages of pieces, headings, keys that links may lead to."""

    covers: int
    contents: list[Page]
    body: list[Page]
    entries: list[Entry]
    keys: set[str] = field(default_factory=set)

    @property
    def page_count(self) -> int:
        """All pages, the cover included."""
        return self.covers + len(self.contents) + len(self.body)


def write_pdf(
    document: Document,
    target: Path,
    *,
    fonts_dir: Path,
    palette: Mapping[str, str] = DEFAULT_PALETTE,
    progress: Progress = lambda _share, _what: None,
    cancelled: Cancelled = lambda: False,
) -> PdfReport:
    """Write a document to `target`.

    Raises CancelledError when `cancelled` says so, EnvironmentFaultError or DiskFullError when the machine refuses; in each
    case `target` is as it was and nothing else is left behind.
    """

    def step(share: float, what: str) -> None:
        if cancelled():
            raise CancelledError
        progress(share, what)

    def check() -> None:
        if cancelled():
            raise CancelledError

    made = _make(document, fonts_dir, palette, step, check)
    step(0.95, "写入文件")
    digest = write_file(target, made.data, lambda: step(0.98, "写入文件"))
    progress(1.0, "完成")
    return PdfReport(made.pages, made.missing_glyphs, digest)


def count_pages(document: Document, *, fonts_dir: Path) -> int:
    """Return how many pages a document takes, without drawing it."""
    return lay_out_document(
        document, Setter(load_faces(fonts_dir), lay_out), lambda _share, _what: None
    ).page_count


def pdf_bytes(document: Document, *, fonts_dir: Path, palette: Mapping[str, str] = DEFAULT_PALETTE) -> bytes:
    """Return a document as PDF, without a file."""
    return _make(document, fonts_dir, palette, lambda _share, _what: None, lambda: None).data


@dataclass(frozen=True, slots=True)
class _Made:
    data: bytes
    pages: int
    missing_glyphs: Mapping[str, int]


def _make(
    document: Document, fonts_dir: Path, palette: Mapping[str, str], step: Progress, check: Callable[[], None]
) -> _Made:
    setter = Setter(load_faces(fonts_dir), lay_out, check)
    layout = lay_out_document(document, setter, step)
    canvas = new_canvas(document)
    pen = Pen(canvas, setter.faces, _with_watermark(palette))
    pen.keys = layout.keys
    digests = _draw(document, layout, setter, pen, step)
    for font in pen.fonts.values():
        if font.codes:
            font.add_to(canvas._doc)  # noqa: SLF001 - composite fonts are not known to the canvas
    if document.attachments:
        attach(canvas, {**document.attachments, PAGES: page_record(digests)})
    step(_DRAWN, "生成文件")
    return _Made(canvas.getpdfdata(), layout.page_count, code_points(setter.missing))


class PdfWriter:
    """`write_pdf` with its fonts and palette, as the use cases want it."""

    def __init__(self, fonts_dir: Path, palette: Mapping[str, str] = DEFAULT_PALETTE) -> None:
        self._fonts_dir = fonts_dir
        self._palette = palette

    def __call__(self, document: Any, target: Path, *, progress: Progress, cancelled: Cancelled) -> None:
        """Write `document` to `target`; raises CancelledError, EnvironmentFaultError."""
        write_pdf(
            document,
            target,
            fonts_dir=self._fonts_dir,
            palette=self._palette,
            progress=progress,
            cancelled=cancelled,
        )


def lay_out_document(document: Document, setter: Setter, step: Progress) -> Layout:
    """Lay the sections out on pages and make the contents."""
    pieces: list[Piece] = []
    for number, section in enumerate(document.sections):
        step(_LAID_OUT * number / len(document.sections), f"排版：{section.title}")
        pieces += lay_out(setter, section.blocks, LEFT, MEASURE)
    if setter.missing and pieces:
        pieces += lay_out(setter, [Paragraph(_missing_note(setter.missing), "note")], LEFT, MEASURE)
    body = paginate(pieces, BODY_HEIGHT) if pieces else []
    entries, keys = _headings(body)
    covers = int(not document.bare)
    contents = lay_out_contents(entries, setter) if entries and covers else []
    number_contents(contents, covers + len(contents))
    return Layout(covers, contents, body, entries, keys)


def _missing_note(missing: Mapping[str, int]) -> str:
    """Say how many characters are shown as a box, and which."""
    points = list(code_points(missing))
    named = "、".join(points[:_MOST_NAMED]) + ("等" if len(points) > _MOST_NAMED else "")
    return (
        f"注：本报告有 {sum(missing.values())} 处字符是字体里没有的或不能印的（{named}），以方框表示；"
        "原文保存在 PDF 所附的答题数据中。"
    )


def _headings(body: Sequence[Page]) -> tuple[list[Entry], set[str]]:
    """Return the headings in order with their pages, and all keys; each key leads to where it first stands."""
    entries: list[Entry] = []
    keys: set[str] = set()
    for number, page in enumerate(body, 1):
        for outer, y in page:
            for piece in (outer, *outer.inner):
                if piece.key in keys:
                    piece.key = ""
                if piece.entry is not None:
                    piece.key = piece.key or f"heading-{len(entries)}"
                    entries.append(Entry(*piece.entry, piece.key, number, y))
                if piece.key:
                    keys.add(piece.key)
    return entries, keys


def _draw(document: Document, layout: Layout, setter: Setter, pen: Pen, step: Progress) -> list[str]:
    """Draw every page and return the digests of what was drawn."""
    digests: list[str] = []
    total = layout.page_count
    level = -1
    for entry in layout.entries:
        level = min(max(entry.level - 1, 0), level + 1)
        pen.canvas.addOutlineEntry(entry.text.replace("\n", " "), entry.key, level, closed=level > 0)
    pages = [*[None] * layout.covers, *layout.contents, *layout.body]
    right = _fit(clean(document.header[1]), pen, MEASURE * 0.5)
    header = [_fit(clean(document.header[0]), pen, MEASURE - pen.width(right, _RUNNING) - _GAP), right]
    number_room = pen.width(f"第 {total} 页 / 共 {total} 页", _RUNNING) + _GAP
    footer = _fit(clean(document.footer), pen, MEASURE - number_room)
    for number, page in enumerate(pages, 1):
        step(_LAID_OUT + (_DRAWN - _LAID_OUT) * number / total, f"绘制第 {number} 页，共 {total} 页")
        pen.begin_page()
        if document.watermark:
            _draw_watermark(clean(document.watermark), pen)
        if page is None:
            draw_cover(document.cover, setter, pen)
        else:
            draw_page(page, pen, TOP)
        body = pen.operators
        if page is not None:
            _draw_running(header, footer, f"第 {number} 页 / 共 {total} 页", pen)
        digests.append(show_page(pen.canvas, body))
    return digests


def _draw_running(header: Sequence[str], footer: str, number: str, pen: Pen) -> None:
    right = LEFT + MEASURE
    pen.word(header[0], LEFT, HEADER_BASELINE, _RUNNING)
    pen.word(header[1], right, HEADER_BASELINE, _RUNNING, anchor="end")
    pen.rule(LEFT, right, HEADER_RULE, "line", 0.6)
    pen.word(footer, LEFT, FOOTER_BASELINE, _RUNNING)
    pen.word(number, right, FOOTER_BASELINE, _RUNNING, anchor="end")


def _draw_watermark(text: str, pen: Pen) -> None:
    size = min(_WATERMARK.size, _WATERMARK.size * PAGE_WIDTH * 0.85 / max(pen.width(text, _WATERMARK), 1.0))
    with pen.turned(PAGE_WIDTH / 2, PAGE_HEIGHT / 2, "0.7071 0.7071 -0.7071 0.7071 {x:.2f} {y:.2f} cm"):
        pen.word(text, 0, PAGE_HEIGHT + size * 0.36, _WATERMARK.but(size=size), anchor="middle")


def _fit(text: str, pen: Pen, room: float) -> str:
    """Cut a running line so that it fits, its end shown as …."""
    text = text.replace("\n", " ")[:200]
    if pen.width(text, _RUNNING) <= room:
        return text
    while text and pen.width(text + "…", _RUNNING) > room:
        text = text[:-1]
    return text + "…"


def _with_watermark(palette: Mapping[str, str]) -> Mapping[str, str]:
    return {"watermark": "#F1F3F5", **palette}
