"""Writes a document as PDF: lays it out once, then draws it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from anhui_assess.report.model import Document, Paragraph
from anhui_assess.report.palette import DEFAULT_PALETTE
from anhui_assess.report.pdf.blocks import lay_out
from anhui_assess.report.pdf.contents import Entry, lay_out_contents
from anhui_assess.report.pdf.drawing import Layout, draw_document
from anhui_assess.report.pdf.fonts import code_points, load_faces
from anhui_assess.report.pdf.output import write_file
from anhui_assess.report.pdf.pieces import Page, Piece, paginate
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import BODY_HEIGHT, LEFT, MEASURE
from anhui_assess.services.ports import Cancelled, CancelledError, Progress
from anhui_assess.services.signing import Signer

_MOST_NAMED = 20
_LAID_OUT, _DRAWN = 0.45, 0.9
"""Shares of the work done when all is laid out, and when all is drawn."""


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What was written. `missing_glyphs` is code point (`U+20BB7`) to how often it is shown as a box."""

    pages: int
    missing_glyphs: Mapping[str, int]
    sha256: str


def write_pdf(
    document: Document,
    target: Path,
    *,
    fonts_dir: Path,
    progress: Progress = lambda _share, _what: None,
    cancelled: Cancelled = lambda: False,
    signer: Signer | None = None,
) -> PdfReport:
    """Write a document to `target`, signed where there is a signer.

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

    made = _make(document, fonts_dir, step, check)
    data = made.data
    if signer is not None:
        step(_DRAWN, "签名")
        data = signer(data)
    step(0.95, "写入文件")
    digest = write_file(target, data, lambda: step(0.98, "写入文件"))
    progress(1.0, "完成")
    return PdfReport(made.pages, made.missing_glyphs, digest)


def count_pages(document: Document, *, fonts_dir: Path) -> int:
    """Return how many pages a document takes, without drawing it."""
    return lay_out_document(
        document, Setter(load_faces(fonts_dir), lay_out), lambda _share, _what: None
    ).page_count


def pdf_bytes(document: Document, *, fonts_dir: Path) -> bytes:
    """Return a document as PDF, without a file."""
    return _make(document, fonts_dir, lambda _share, _what: None, lambda: None).data


@dataclass(frozen=True, slots=True)
class _Made:
    data: bytes
    pages: int
    missing_glyphs: Mapping[str, int]


def _make(document: Document, fonts_dir: Path, step: Progress, check: Callable[[], None]) -> _Made:
    setter = Setter(load_faces(fonts_dir), lay_out, check)
    setter.faces.memory.begin()
    layout = lay_out_document(document, setter, step)
    data = draw_document(
        document,
        layout,
        setter,
        DEFAULT_PALETTE,
        lambda share, what: step(_LAID_OUT + (_DRAWN - _LAID_OUT) * share, what),
    )
    return _Made(data, layout.page_count, code_points(setter.missing))


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
    contents = lay_out_contents(entries, setter, covers) if entries and covers else ()
    return Layout(covers, contents, body, entries, keys)


def _missing_note(missing: Mapping[str, int]) -> str:
    """Say how many characters are shown as a box, and which."""
    points = list(code_points(missing))
    named = "、".join(points[:_MOST_NAMED]) + ("等" if len(points) > _MOST_NAMED else "")
    return (
        f"注：本报告有 {sum(missing.values())} 处字符是字体里没有的或不能印的（{named}），以方框表示；"
        "原文保存在 PDF 所附的答题数据中。"
    )


def _headings(body: Sequence[Page]) -> tuple[list[Entry], dict[Piece, str]]:
    """Return the headings in order with their pages, and the keys; each leads to where it first stands."""
    entries: list[Entry] = []
    keys: dict[Piece, str] = {}
    met: set[str] = set()
    for number, page in enumerate(body, 1):
        for outer, y in page:
            for piece in (outer, *outer.inner):
                key = "" if piece.key in met else piece.key
                if piece.entry is not None:
                    key = key or f"heading-{len(entries)}"
                    entries.append(Entry(*piece.entry, key, number, y))
                if key:
                    met.add(key)
                    keys.setdefault(piece, key)
    return entries, keys
