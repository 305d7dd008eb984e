"""Draws a document that was laid out: every page once, or not at all where an earlier report had the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from anhui_assess.report.model import Document
from anhui_assess.report.pdf.contents import Entry
from anhui_assess.report.pdf.cover import draw_cover
from anhui_assess.report.pdf.envelope import (
    Bookmark,
    add_bookmarks,
    add_catalogue,
    add_information,
    add_names,
    name_of,
)
from anhui_assess.report.pdf.file import PdfFile, stream
from anhui_assess.report.pdf.fonts import clean
from anhui_assess.report.pdf.memory import DrawnPage, Key
from anhui_assess.report.pdf.pen import Pen, opacity_name
from anhui_assess.report.pdf.pieces import Page, Piece, draw_page
from anhui_assess.report.pdf.record import PAGES, normal, page_record
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import (
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
from anhui_assess.services.ports import Progress

_RUNNING = Style("sans", 7.8, 11.0, tone="text2")
_WATERMARK = Style("sans-bold", 150.0, 150.0, tone="watermark")
_GAP = 14.0
"""Least distance of the two running heads."""
_ABOVE = 12.0
"""A link leads this far above its target."""
_FIRST_PLANE = "\uffff"
_BOX = f"[0 0 {PAGE_WIDTH:.4f} {PAGE_HEIGHT:.4f}]"
_PAGES_DONE = 0.9
"""Share of the work done when the pages are drawn; the fonts and the attachments follow."""


@dataclass(slots=True)
class Layout:
    """A document laid out: pages of pieces, headings, and the keys that links may lead to by the pieces that have them."""

    covers: int
    contents: Sequence[Page]
    body: Sequence[Page]
    entries: Sequence[Entry]
    keys: Mapping[Piece, str] = field(default_factory=dict)

    @property
    def page_count(self) -> int:
        """All pages, the cover included."""
        return self.covers + len(self.contents) + len(self.body)


def draw_document(
    document: Document, layout: Layout, setter: Setter, palette: Mapping[str, str], step: Progress
) -> bytes:
    """Return the PDF of a document; `step` is told the share of the drawing done."""
    return _Drawing(document, layout, setter, {"watermark": "#F1F3F5", **palette}).make(step)


class _Drawing:
    """One document on its way into a file."""

    def __init__(
        self, document: Document, layout: Layout, setter: Setter, palette: Mapping[str, str]
    ) -> None:
        self.document = document
        self.layout = layout
        self.setter = setter
        self.memory = setter.faces.memory
        self.pen = Pen(setter.faces, palette)
        self.file = PdfFile()
        self.look = (tuple(sorted(palette.items())), clean(document.watermark))
        self.known = set(layout.keys.values())
        self.targets: dict[str, tuple[int, float]] = {}
        self.opacities: set[float] = set()
        self.digests: list[str] = []

    def make(self, step: Progress) -> bytes:
        file, layout = self.file, self.layout
        tree, resources = file.reserve(), file.reserve()
        pages: list[Page | None] = [*[None] * layout.covers, *layout.contents, *layout.body]
        running = _Running(self.document, self.pen, file, len(pages))
        kids: list[int] = []
        for number, page in enumerate(pages, 1):
            step(_PAGES_DONE * number / len(pages), f"绘制第 {number} 页，共 {len(pages)} 页")
            drawn = self._page(page)
            streams, lines = running.lines(number) if page is not None else ((), b"")
            kids.append(self._add_page(drawn, streams, lines, (tree, resources)))
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        file.put(tree, f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>".encode())
        step(_PAGES_DONE, "嵌入字体")
        file.put(resources, self._resources(step))
        step(1.0, "附上数据")
        attachments = self.document.attachments
        if attachments:
            attachments = {**attachments, PAGES: page_record(self.digests)}
        names = add_names(file, self.targets, attachments, self.memory)
        root = add_catalogue(file, tree, add_bookmarks(file, _bookmarks(layout.entries)), names)
        return file.finish(root, add_information(file, self.document))

    def _page(self, page: Page | None) -> DrawnPage:
        """Return what stands on a page but for the running lines; None is the cover."""
        key = Key(tuple(page), self.look) if page is not None else None
        drawn = None if key is None else self.memory.pages.get(key)
        if drawn is None:
            drawn = self._draw(page)
            if (
                key is not None
                and max(map(max, filter(None, drawn.used.values())), default="") <= _FIRST_PLANE
            ):
                self.memory.pages.keep(key, drawn, len(drawn.packed))
        for face, chars in drawn.used.items():
            self.pen.fonts[face].used.update(chars)
        self.opacities |= drawn.opacities
        return drawn

    def _draw(self, page: Page | None) -> DrawnPage:
        pen = self.pen
        pen.begin()
        if self.document.watermark:
            _draw_watermark(clean(self.document.watermark), pen)
        if page is None:
            draw_cover(self.document.cover, self.setter, pen)
        else:
            draw_page(page, pen, TOP)
        content = pen.drawn().encode()
        return DrawnPage(
            packed=stream(content),
            normal=hashlib.sha256(normal(content)),
            anything=bool(content),
            used={face: "".join(sorted(chars)) for face, chars in pen.used.items()},
            links=tuple(pen.links),
            targets=tuple(pen.targets),
            opacities=frozenset(pen.opacities),
        )

    def _add_page(
        self, drawn: DrawnPage, running: Sequence[int], lines: bytes, above: tuple[int, int]
    ) -> int:
        """Add a page and return its number; `running` are the streams of its running lines, `lines` all they draw.

        The digest is that of all streams one after the other. `above` are the tree of pages and what they draw with.
        """
        file = self.file
        tree, resources = above
        contents = [file.add(drawn.packed), *running]
        digest = drawn.normal.copy()
        if lines:
            digest.update((b" " if drawn.anything else b"") + lines)
        self.digests.append(digest.hexdigest())
        annotations = "".join(
            f"<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[{place}]/Dest({name_of(key)})>>"
            for place, key in drawn.links
            if key in self.known
        )
        number = file.add(
            (
                f"<</Type/Page/Parent {tree} 0 R/Resources {resources} 0 R/MediaBox{_BOX}"
                f"/Contents[{' '.join(f'{entry} 0 R' for entry in contents)}]"
                f"{f'/Annots[{annotations}]' if annotations else ''}>>"
            ).encode()
        )
        for piece, y in drawn.targets:
            key = self.layout.keys.get(piece)
            if key:
                self.targets.setdefault(key, (number, PAGE_HEIGHT - y + _ABOVE))
        return number

    def _resources(self, step: Progress) -> bytes:
        """Return what all pages draw with."""
        fonts = ""
        used = [font for font in self.pen.fonts.values() if font.used]
        for place, font in enumerate(used):
            step(_PAGES_DONE + (1 - _PAGES_DONE) * place / len(used), "嵌入字体")
            fonts += f"/{font.name} {font.add_to(self.file, self.memory)} 0 R"
        states = "".join(f"/{opacity_name(alpha)}<</ca {alpha:g}>>" for alpha in sorted(self.opacities))
        return f"<</Font<<{fonts}>>/ExtGState<<{states}>>>>".encode()


class _Running:
    """The running lines: they say the fingerprint, so that they differ from report to report while pages do not.

    What is the same on all pages is one stream; the page's own has the number alone.
    """

    def __init__(self, document: Document, pen: Pen, file: PdfFile, total: int) -> None:
        self._pen = pen
        self._file = file
        self._total = total
        right = _fit(clean(document.header[1]), pen, MEASURE * 0.5)
        left = _fit(clean(document.header[0]), pen, MEASURE - pen.width(right, _RUNNING) - _GAP)
        number_room = pen.width(self._number(total), _RUNNING) + _GAP
        footer = _fit(clean(document.footer), pen, MEASURE - number_room)
        pen.begin()
        pen.word(left, LEFT, HEADER_BASELINE, _RUNNING)
        pen.word(right, LEFT + MEASURE, HEADER_BASELINE, _RUNNING, anchor="end")
        pen.rule(LEFT, LEFT + MEASURE, HEADER_RULE, "line", 0.6)
        pen.word(footer, LEFT, FOOTER_BASELINE, _RUNNING)
        same = pen.drawn().encode()
        self._same, self._normal = file.add(stream(same)), normal(same)
        self._note()

    def _number(self, number: int) -> str:
        return f"第 {number} 页 / 共 {self._total} 页"

    def _note(self) -> None:
        for face, chars in self._pen.used.items():
            self._pen.fonts[face].used |= chars

    def lines(self, number: int) -> tuple[tuple[int, int], bytes]:
        """Return the streams of a page's running lines, and what they draw with one space between the operators."""
        self._pen.begin()
        self._pen.word(self._number(number), LEFT + MEASURE, FOOTER_BASELINE, _RUNNING, anchor="end")
        self._note()
        own = self._pen.drawn().encode()
        return (self._same, self._file.add(stream(own))), self._normal + b" " + normal(own)


def _bookmarks(entries: Sequence[Entry]) -> list[Bookmark]:
    found: list[Bookmark] = []
    level = -1
    for entry in entries:
        level = min(max(entry.level - 1, 0), level + 1)
        found.append(Bookmark(level, entry.text.replace("\n", " "), entry.key))
    return found


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
