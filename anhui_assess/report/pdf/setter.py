"""Turns the model's texts into lines: the one place where text from outside is cleaned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from anhui_assess.report.model import Text
from anhui_assess.report.pdf.fonts import EM, FaceSet, Span, clean
from anhui_assess.report.pdf.linebreak import Line, break_lines
from anhui_assess.report.pdf.pieces import Piece
from anhui_assess.report.pdf.style import Style

BOLD = {"sans": "sans-bold", "serif": "serif-bold", "sans-bold": "sans-bold", "serif-bold": "serif-bold"}


class Setter:
    """Breaks texts into lines and counts what no face can draw.

    Attributes:
        faces: the faces.
        missing: characters shown as a box, and how often.
        lay_out: lays blocks out inside another block: (blocks, x, width) to pieces.
    """

    def __init__(
        self, faces: FaceSet, lay_out: Callable[[Setter, Sequence[object], float, float], list[Piece]]
    ) -> None:
        self.faces = faces
        self.missing: Counter[str] = Counter()
        self._lay_out = lay_out

    def spans(self, text: Text, style: Style, *, bold: bool = False, tone: str = "") -> list[Span]:
        """Return a text as spans of faces and tones."""
        face = BOLD[style.face] if bold else style.face
        if isinstance(text, str):
            return self.faces.spans(clean(text, self.missing), face, tone, self.missing)
        found: list[Span] = []
        for run in text:
            key = BOLD[face] if run.bold else face
            found += self.faces.spans(clean(run.text, self.missing), key, run.tone or tone, self.missing)
        return found

    def lines(
        self, text: Text, style: Style, measure: float, *, bold: bool = False, tone: str = ""
    ) -> list[Line]:
        """Break a text for a measure in points; the style's first-line indent is taken off the first line."""
        spans = self.spans(text, style, bold=bold, tone=tone)
        return break_lines(spans, max(measure, style.size) * EM / style.size, style.indent * EM)

    def blocks(self, blocks: Sequence[object], x: float, width: float) -> list[Piece]:
        """Lay blocks out inside another one."""
        return self._lay_out(self, blocks, x, width)
