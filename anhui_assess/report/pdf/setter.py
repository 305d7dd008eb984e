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
        check: asked before each text that was not broken before; raises to stop, so that no section is too long to stop in.
        lay_out: lays blocks out inside another block: (blocks, x, width) to pieces.
    """

    def __init__(
        self,
        faces: FaceSet,
        lay_out: Callable[[Setter, Sequence[object], float, float], list[Piece]],
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self.faces = faces
        self.missing: Counter[str] = Counter()
        self._lay_out = lay_out
        self.check = check

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
        key = (text, style, measure, bold, tone)
        kept = self.faces.kept.get(key)
        if kept is None:
            self.check()
            before = self.missing
            self.missing = Counter()
            spans = self.spans(text, style, bold=bold, tone=tone)
            lines = break_lines(spans, max(measure, style.size) * EM / style.size, style.indent * EM)
            kept = self.faces.keep(key, (lines, self.missing))
            self.missing = before
        lines, missing = kept
        if missing:
            self.missing.update(missing)
        return list(lines)

    def blocks(self, blocks: Sequence[object], x: float, width: float) -> list[Piece]:
        """Lay blocks out inside another one."""
        return self._lay_out(self, blocks, x, width)
