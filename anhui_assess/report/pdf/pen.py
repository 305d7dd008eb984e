"""Draws on a page, from the top left corner in points, with palette roles for colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from anhui_assess.report import palette as colours
from anhui_assess.report.pdf.embed import EmbeddedFont
from anhui_assess.report.pdf.fonts import EM, Face, FaceSet
from anhui_assess.report.pdf.linebreak import HALF, MAX_STRETCH, PARTS, Line
from anhui_assess.report.pdf.style import ASCENT, PAGE_HEIGHT, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

_KAPPA = 0.5523


class Pen:
    """Writes the drawing operators of one page after another; only what a report needs.

    Attributes:
        faces: the faces text may be set in.
        operators: what is drawn since `begin`.
        links: rectangle and key of each link since `begin`, whether or not the key leads anywhere.
        targets: what may be led to since `begin`, with its upper edge.
        opacities: those of the fills since `begin`.
    """

    def __init__(self, faces: FaceSet, palette: Mapping[str, str]) -> None:
        self.faces = faces
        self.palette = palette
        self.fonts = {
            key: EmbeddedFont(face, f"F{number}") for number, (key, face) in enumerate(faces.faces.items(), 1)
        }
        self._fills: dict[str, str] = {}
        self.begin()

    def begin(self) -> None:
        """Start a fresh stream of operators."""
        self._fill = self._stroke = ""
        self.operators: list[str] = []
        self._put: Callable[[str], None] = self.operators.append
        self.links: list[tuple[str, str]] = []
        self.targets: list[tuple[Any, float]] = []
        self.opacities: set[float] = set()
        self.used: dict[str, set[str]] = {key: set() for key in self.fonts}

    def drawn(self) -> str:
        """Return the operators since `begin` as one text."""
        return "\n".join(self.operators) + "\n" if self.operators else ""

    # Text

    def line(
        self, line: Line, x: float, top: float, style: Style, measure: float = 0.0, tone: str = ""
    ) -> None:
        """Set a line in its line box that begins at `top`; `measure` (points) is what centre, right and justify refer to."""
        if not line.spans:
            return
        size = style.size
        baseline = top + (style.leading - size) / 2 + ASCENT * size
        x -= line.shift * size / EM
        stretch = 0.0
        if style.align == "justify":
            stretch = 0.0 if line.last else _stretch(line, measure * EM / size)
        elif style.align != "left":
            free = measure - line.width * size / EM
            x += free / 2 if style.align == "centre" else free
        put = self._put
        put(f"BT {x:.2f} {PAGE_HEIGHT - baseline:.2f} Td")
        place = 0
        final = len(line.spans) - 1
        for number, (face, text, own) in enumerate(line.spans):
            self._ink(own or tone or style.tone)
            font = self.fonts[face.key]
            self.used[face.key].update(text)
            put(f"/{font.name} {size:g} Tf")
            cuts = [cut - place for cut in line.squeezed if place <= cut < place + len(text)]
            if stretch and not (number == final and len(text) == 1):
                self._spread(font, text, stretch * size / EM, cuts)
            else:
                self._show(font, text, cuts)
            place += len(text)
        put("ET")

    def _show(self, font: EmbeddedFont, text: str, cuts: Sequence[int]) -> None:
        code = font.codes.__getitem__
        if not cuts:
            self._put(f"<{''.join(map(code, text))}> Tj")
            return
        parts, start = [], 0
        for cut in cuts:
            parts.append(f"<{''.join(map(code, text[start : cut + 1]))}>{HALF}")
            start = cut + 1
        parts.append(f"<{''.join(map(code, text[start:]))}>")
        self._put(f"[{''.join(parts)}] TJ")

    def _spread(self, font: EmbeddedFont, text: str, gap: float, cuts: Sequence[int]) -> None:
        """Show a text with `gap` points after every Chinese character and space."""
        start = 0
        for match in PARTS.finditer(text):
            part = match.group()
            self._put(f"{0 if match.lastindex else gap:.3f} Tc")
            self._show(font, part, [cut - start for cut in cuts if start <= cut < start + len(part)])
            start += len(part)
        self._put("0 Tc")

    def lines(
        self, lines: Sequence[Line], x: float, top: float, style: Style, measure: float, tone: str = ""
    ) -> None:
        """Set lines one under another."""
        for number, line in enumerate(lines):
            self.line(line, x, top + number * style.leading, style, measure, tone)

    def word(self, text: str, x: float, baseline: float, style: Style, *, anchor: str = "start") -> None:
        """Set a short clean text on a baseline; `anchor` is start, middle or end."""
        if not text:
            return
        spans = self.faces.spans(text, style.face, "", _NOWHERE)
        size = style.size
        if anchor != "start":
            width = sum(sum(map(face.widths.__getitem__, part)) for face, part, _ in spans) * size / EM
            x -= width / 2 if anchor == "middle" else width
        self._ink(style.tone)
        self._put(f"BT {x:.2f} {PAGE_HEIGHT - baseline:.2f} Td")
        for face, part, _ in spans:
            font = self.fonts[face.key]
            self.used[face.key].update(part)
            self._put(f"/{font.name} {size:g} Tf <{''.join(map(font.codes.__getitem__, part))}> Tj")
        self._put("ET")

    def width(self, text: str, style: Style) -> float:
        """Return the width of a short clean text in points."""
        return text_width(self.faces, text, style.face) * style.size / EM

    # Shapes

    def rect(  # noqa: PLR0913 - a rectangle has that many sides
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 0.6,
        radius: float = 0.0,
    ) -> None:
        """Draw a rectangle, its corners rounded by `radius`."""
        paint = self._paint(fill, stroke, line)
        if not paint:
            return
        bottom = PAGE_HEIGHT - y - height
        if radius <= 0:
            self._put(f"{x:.2f} {bottom:.2f} {width:.2f} {height:.2f} re {paint}")
            return
        r = min(radius, width / 2, height / 2)
        k = r * (1 - _KAPPA)
        right, top = x + width, bottom + height
        self._put(
            f"{x + r:.2f} {bottom:.2f} m {right - r:.2f} {bottom:.2f} l "
            f"{right - k:.2f} {bottom:.2f} {right:.2f} {bottom + k:.2f} {right:.2f} {bottom + r:.2f} c "
            f"{right:.2f} {top - r:.2f} l {right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c "
            f"{x + r:.2f} {top:.2f} l {x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - r:.2f} c "
            f"{x:.2f} {bottom + r:.2f} l {x:.2f} {bottom + k:.2f} {x + k:.2f} {bottom:.2f} {x + r:.2f} {bottom:.2f} c h {paint}"
        )

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = "", stroke: str = "", line: float = 0.6
    ) -> None:
        """Draw a circle around (x, y)."""
        self.rect(
            x - radius, y - radius, 2 * radius, 2 * radius, fill=fill, stroke=stroke, line=line, radius=radius
        )

    def path(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 0.6,
        closed: bool = True,
    ) -> None:
        """Draw straight lines from point to point."""
        paint = self._paint(fill, stroke, line)
        if len(points) < 2 or not paint:  # noqa: PLR2004 - a line has two ends
            return
        steps = " ".join(
            f"{x:.2f} {PAGE_HEIGHT - y:.2f} {'l' if number else 'm'}" for number, (x, y) in enumerate(points)
        )
        self._put(f"{steps}{' h' if closed else ''} {paint}")

    def rule(self, x1: float, x2: float, y: float, tone: str = "line", width: float = 0.4) -> None:
        """Draw a horizontal line."""
        self._pencil(tone)
        self._put(f"{width:g} w {x1:.2f} {PAGE_HEIGHT - y:.2f} m {x2:.2f} {PAGE_HEIGHT - y:.2f} l S")

    def cells(self, rects: Sequence[tuple[float, float, float, float]], fill: str) -> None:
        """Fill many rectangles (x, y, width, height) at once."""
        self._ink(fill)
        body = "\n".join(f"{x:.2f} {PAGE_HEIGHT - y - h:.2f} {w:.2f} {h:.2f} re" for x, y, w, h in rects)
        if body:
            self._put(f"{body} f")

    @contextmanager
    def dashed(self, dash: Sequence[float]) -> Iterator[None]:
        """Draw dashed lines inside the block."""
        if dash:
            self._put(f"[{' '.join(f'{step:g}' for step in dash)}] 0 d")
        yield
        if dash:
            self._put("[] 0 d")

    @contextmanager
    def turned(self, x: float, y: float, operator: str = "", *, alpha: float = 1.0) -> Iterator[None]:
        """Keep what the block changes inside it; `operator` is a matrix for the point (x, y), `alpha` the opacity."""
        self._put("q")
        if alpha < 1:
            self.opacities.add(alpha)
            self._put(f"/{opacity_name(alpha)} gs")
        if operator:
            self._put(operator.format(x=x, y=PAGE_HEIGHT - y))
        before = self._fill, self._stroke
        yield
        self._put("Q")
        self._fill, self._stroke = before

    # Links

    def link(self, x: float, y: float, width: float, height: float, key: str) -> None:
        """Make a rectangle lead to a key."""
        bottom = PAGE_HEIGHT - y - height
        self.links.append((f"{x:.2f} {bottom:.2f} {x + width:.2f} {bottom + height:.2f}", key))

    def target(self, piece: object, y: float) -> None:
        """Note that a piece, which links may lead to, begins here."""
        self.targets.append((piece, y))

    # Colours

    def _ink(self, role: str) -> None:
        if role != self._fill:
            self._fill = role
            self._put(f"{self._colour(role)} rg")

    def _pencil(self, role: str) -> None:
        if role != self._stroke:
            self._stroke = role
            self._put(f"{self._colour(role)} RG")

    def _colour(self, role: str) -> str:
        colour = self._fills.get(role)
        if colour is None:
            colour = self._fills[role] = " ".join(
                f"{part:.3g}" for part in colours.rgb_of(self.palette, role)
            )
        return colour

    def _paint(self, fill: str, stroke: str, line: float) -> str:
        if fill:
            self._ink(fill)
        if stroke:
            self._pencil(stroke)
            self._put(f"{line:g} w")
        return "B" if fill and stroke else "f" if fill else "S" if stroke else ""


def opacity_name(alpha: float) -> str:
    """Return the name under which an opacity is among a page's resources."""
    return f"A{round(alpha * 1000)}"


class _Nowhere(dict[str, int]):
    """Counts nothing: the text was counted when it was laid out."""

    def __missing__(self, char: str) -> int:
        return 0

    def __setitem__(self, char: str, count: int) -> None:
        pass


_NOWHERE: Any = _Nowhere()


def text_width(faces: FaceSet, text: str, key: str) -> int:
    """Return the width of a clean text in thousandths of the type size."""
    return sum(
        sum(map(face.widths.__getitem__, part)) for face, part, _ in faces.spans(text, key, "", _NOWHERE)
    )


def _stretch(line: Line, measure: float) -> float:
    """Return how much wider each gap of a line gets so that it fills the measure."""
    gaps, loose = 0, False
    for match in PARTS.finditer(line.text):
        gaps += 0 if match.lastindex else len(match.group())
        loose = match.lastindex is None
    gaps -= loose
    if gaps <= 0:
        return 0.0
    stretch = (measure - line.width) / gaps
    return stretch if 0 < stretch <= MAX_STRETCH else 0.0


def widths_of(face: Face, text: str) -> int:
    """Return the width of a text that a face has all glyphs for."""
    return sum(map(face.widths.__getitem__, text))
