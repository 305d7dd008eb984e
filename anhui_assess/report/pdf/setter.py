"""Turns the model's texts into lines: the one place where text from outside is cleaned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar, cast

from anhui_assess.report.model import Text
from anhui_assess.report.pdf.fonts import EM, FaceSet, Span, clean
from anhui_assess.report.pdf.linebreak import Line, break_lines
from anhui_assess.report.pdf.memory import Key, LaidOut
from anhui_assess.report.pdf.pieces import Piece
from anhui_assess.report.pdf.style import Style

P = TypeVar("P", bound=Piece)
_NONE: Counter[str] = Counter()
_REPEATED = 40
"""Texts up to this length stand in many places of a report and are broken once."""

BOLD = {"sans": "sans-bold", "serif": "serif-bold", "sans-bold": "sans-bold", "serif-bold": "serif-bold"}


class Setter:
    """Breaks texts into lines and counts what no face can draw.

    Attributes:
        faces: the faces.
        missing: characters shown as a box, and how often.
        check: asked before each text; raises to stop, so that no section is too long to stop in.
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
        self._met: Counter[Key] = Counter()
        self._inside = False

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
        self.check()
        key = (text, style, measure, bold, tone)
        kept = self.faces.kept.get(key)
        if kept is None:
            before = self.missing
            self.missing = Counter()
            spans = self.spans(text, style, bold=bold, tone=tone)
            lines = break_lines(spans, max(measure, style.size) * EM / style.size, style.indent * EM)
            kept = lines, self.missing or _NONE
            if isinstance(text, str) and len(text) <= _REPEATED:
                self.faces.keep(key, kept)
            self.missing = before
        lines, missing = kept
        if missing:
            self.missing.update(missing)
        return list(lines)

    def laid(self, key: tuple[Hashable, ...], make: Callable[[], list[Piece]]) -> list[Piece]:
        """Return the pieces that `make` gives, those of an earlier report where there are any.

        `key` must tell all they are made from. A block that stands twice in a document gets pieces of its own each time.
        """
        if self._inside:
            return make()
        whole = Key(*key)
        times = self._met[whole]
        self._met[whole] = times + 1
        self._inside = True
        pieces = self._kept((whole, times), make)
        self._inside = False
        return pieces

    def part(self, key: tuple[Hashable, ...], make: Callable[[], list[P]]) -> list[P]:
        """Return pieces of a block as `laid` does; they have no heading in them, so equal ones may be the same."""
        return self._kept(Key(*key), make)

    def _kept(self, key: Hashable, make: Callable[[], list[P]]) -> list[P]:
        kept = self.faces.memory.blocks.get(key)
        if kept is None:
            before = self.missing
            self.missing = Counter()
            pieces = make()
            kept = LaidOut(pieces, self.missing or _NONE)
            self.missing = before
            self.faces.memory.blocks.keep(key, kept, sum(map(_weight, pieces)))
        if kept.missing:
            self.missing.update(kept.missing)
        return cast("list[P]", kept.pieces)

    def blocks(self, blocks: Sequence[object], x: float, width: float) -> list[Piece]:
        """Lay blocks out inside another one."""
        return self._lay_out(self, blocks, x, width)


def _weight(piece: Piece) -> int:
    """Return about how many cells a piece has."""
    return 1 + len(getattr(piece, "boxes", ()))
