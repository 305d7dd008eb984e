"""What a page is made of, as data: every block with its place, size and text, read off while it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anhui_assess.report.model import Document
from anhui_assess.report.pdf.blocks import lay_out
from anhui_assess.report.pdf.drawing import Layout
from anhui_assess.report.pdf.fonts import EM, load_faces
from anhui_assess.report.pdf.pen import text_width
from anhui_assess.report.pdf.pieces import Piece
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.style import BODY_HEIGHT, MEASURE, TOP
from anhui_assess.report.pdf.writer import lay_out_document


class Recorder:
    """Takes a pen's place: notes texts and how far to the left and right anything was drawn."""

    def __init__(self, faces: Any) -> None:
        self.faces = faces
        self.palette: dict[str, str] = {}
        self.texts: list[str] = []
        self.left, self.right = 1e9, 0.0
        self._turned = False

    def _reach(self, left: float, right: float) -> None:
        if not self._turned:
            self.left, self.right = min(self.left, left), max(self.right, right)

    def line(self, line: Any, x: float, top: float, style: Any, measure: float = 0.0, tone: str = "") -> None:
        if line.spans:
            width = line.width * style.size / EM
            free = {"centre": (measure - width) / 2, "right": measure - width}.get(style.align, 0.0)
            self.texts.append(line.text)
            self._reach(x + free, x + free + width)

    def lines(
        self, lines: Sequence[Any], x: float, top: float, style: Any, measure: float, tone: str = ""
    ) -> None:
        for line in lines:
            self.line(line, x, top, style, measure)

    def word(self, text: str, x: float, baseline: float, style: Any, *, anchor: str = "start") -> None:
        width = self.width(text, style)
        x -= {"middle": width / 2, "end": width}.get(anchor, 0.0)
        self.texts.append(text)
        self._reach(x, x + width)

    def width(self, text: str, style: Any) -> float:
        return float(text_width(self.faces, text, style.face) * style.size / EM)

    def rect(self, x: float, y: float, width: float, height: float, **_: Any) -> None:
        self._reach(x, x + width)

    def circle(self, x: float, y: float, radius: float, **_: Any) -> None:
        self._reach(x - radius, x + radius)

    def path(self, points: Sequence[tuple[float, float]], **_: Any) -> None:
        for x, _y in points:
            self._reach(x, x)

    def rule(self, x1: float, x2: float, y: float, tone: str = "", width: float = 0.0) -> None:
        self._reach(x1, x2)

    @contextmanager
    def dashed(self, _dash: Sequence[float]) -> Iterator[None]:
        yield

    @contextmanager
    def turned(self, *_: Any, **__: Any) -> Iterator[None]:
        before, self._turned = self._turned, True
        yield
        self._turned = before

    def link(self, *_: Any) -> None:
        pass

    def target(self, *_: Any) -> None:
        pass


def layout_of(document: Document, fonts_dir: Path) -> tuple[Layout, Setter]:
    """Lay a document out as the writer does."""
    setter = Setter(load_faces(fonts_dir), lay_out)
    return lay_out_document(document, setter, lambda *_: None), setter


def drawn(piece: Piece, top: float, setter: Setter) -> Recorder:
    """Draw a piece and return what was noted."""
    recorder = Recorder(setter.faces)
    piece.draw(recorder, top)  # type: ignore[arg-type]
    return recorder


def blocks_of(document: Document, fonts_dir: Path, most: int = 60) -> str:
    """Return the blocks page by page: left, top, width, height in points, then the beginning of the text."""
    layout, setter = layout_of(document, fonts_dir)
    found: list[str] = []
    for number, page in enumerate((*layout.contents, *layout.body), layout.covers + 1):
        found.append(f"第 {number} 页")
        for piece, y in page:
            noted = drawn(piece, TOP + y, setter)
            text = "".join(noted.texts)
            text = text if len(text) <= most else f"{text[: most - 1]}…（共 {len(text)} 字）"
            place = f"{noted.left:.0f}+{noted.right - noted.left:.0f}" if noted.right else "—"
            found.append(f"  {place} {TOP + y:.0f}+{piece.height:.0f}  {text}")
    return "\n".join(found) + "\n"


def faults(document: Document, fonts_dir: Path) -> list[str]:
    """Return what is wrong with the pages: what reaches out of the type area, overlaps, or is a heading at the foot."""
    layout, setter = layout_of(document, fonts_dir)
    found: list[str] = []
    for number, page in enumerate(layout.body, layout.covers + len(layout.contents) + 1):
        below = 0.0
        for piece, y in page:
            noted = drawn(piece, TOP + y, setter)
            text = "".join(noted.texts)[:30]
            if y < below - 0.5:
                found.append(f"第 {number} 页重叠：{text}")
            below = y + piece.height
            if noted.right and (noted.left < LEFT_EDGE or noted.right > RIGHT_EDGE):
                found.append(f"第 {number} 页越出左右：{text} {noted.left:.1f}–{noted.right:.1f}")
        if below > BODY_HEIGHT + 0.5:
            found.append(f"第 {number} 页越出下边：{below:.1f}")
        if page[-1][0].entry is not None and number < layout.page_count:
            found.append(f"第 {number} 页末尾是标题：{page[-1][0].entry[1]}")
    return found


_SLACK = 7.0
"""Marks half an em wide, hung out at the beginning or end of a line, and widened gaps at the end of justified ones."""
LEFT_EDGE = 28 * 72 / 25.4 - _SLACK
RIGHT_EDGE = 28 * 72 / 25.4 + MEASURE + _SLACK
