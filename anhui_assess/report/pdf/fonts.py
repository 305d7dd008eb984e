"""The faces: which characters each can draw, how wide they are, and what happens to those none can draw."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from anhui_assess.domain.errors import EnvironmentFaultError
from anhui_assess.report.pdf.memory import Memory
from anhui_assess.report.pdf.truetype import TrueTypeFile

EM = 1000
"""Widths are in thousandths of the type size."""
BOX = "\ufffd"
"""Stands for a character that must not reach the page: always drawn as a box."""

FILES: Mapping[str, str] = {
    "sans": "NotoSansSC-Regular.ttf",
    "sans-bold": "NotoSansSC-Bold.ttf",
    "serif": "NotoSerifSC-Regular.ttf",
    "serif-bold": "NotoSerifSC-SemiBold.ttf",
}
FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "sans": ("serif",),
    "serif": ("sans",),
    "sans-bold": ("sans", "serif"),
    "serif-bold": ("sans-bold", "serif", "sans"),
}

# Everything that is not plain printable text: controls, bidi and zero-width marks, separators, surrogates, variation marks.
_ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e01ef]"
)
_SILENT = frozenset("\xad\u180e\u200b\u200c\u200d\u2060\ufeff") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
_SPACING = {"\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}


class Widths(dict[str, int]):
    """Character to width in thousandths of an em, looked up in the font when first asked for."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> int:
        width = self._face.find_width(char)
        self[char] = width
        return width


class Face:
    """One font file and what has been learned of it.

    Attributes:
        key: sans, sans-bold, serif or serif-bold.
        name: PostScript name of the font.
        widths: character to width; a character the font lacks is as wide as the box.
        known: characters the font has, as far as they were asked for.
    """

    def __init__(self, key: str, path: Path) -> None:
        self.key = key
        self.name = path.stem
        self.file = TrueTypeFile(path)
        self.widths = Widths(self)
        self.known: set[str] = set()
        # The middle dot of the sans faces is as wide as a Chinese character; the serif one fits between words.
        self._absent: set[str] = {BOX, "·"} if key.startswith("sans") else {BOX}

    def find_width(self, char: str) -> int:
        """Look a width up in the font; use `widths` instead."""
        glyph = self.glyph(char)
        return EM if glyph < 0 else round(self.file.metric(glyph)[0] * EM / self.file.units)

    def glyph(self, char: str) -> int:
        """Return the glyph of a character, -1 when the font lacks it."""
        if char == BOX:
            return -1
        glyph = self.file.glyph(ord(char))
        return glyph or -1

    def lacking(self, chars: set[str]) -> set[str]:
        """Return those of the characters that the font lacks."""
        if chars <= self.known:
            return set()
        fresh = chars - self.known - self._absent
        for char in fresh:
            (self.known if self.glyph(char) > 0 else self._absent).add(char)
        return chars & self._absent


_PER_ENTRY, _MOST_KEPT = 40, 2_000_000
"""What an entry of the kept lines counts beside its characters, and the most they may count together."""

Span = tuple[Face, str, str]
"""A face, the text to be set in it, and its tone."""


class FaceSet:
    """The four faces and what they replace each other by.

    `kept` holds lines broken before, see `keep`; `memory` blocks laid out and pages drawn before.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.faces = {key: Face(key, folder / name) for key, name in FILES.items()}
        except (OSError, ValueError, KeyError) as error:
            raise EnvironmentFaultError(
                f"读不出报告用的字体（{folder}），报告没有生成，数据没有变化。请重新安装本程序后再试。（{error}）"
            ) from error
        self.kept: dict[Any, Any] = {}
        self.memory = Memory()
        self._kept_size = 0
        self._chains = {
            key: (self.faces[key], *(self.faces[other] for other in others))
            for key, others in FALLBACKS.items()
        }

    def keep(self, key: Any, lines: Any) -> Any:
        """Keep the lines of a text for the next report, as long as all texts kept are of a reasonable size."""
        self._kept_size += len(key[0]) + _PER_ENTRY
        if self._kept_size > _MOST_KEPT:
            self.kept.clear()
            self._kept_size = len(key[0]) + _PER_ENTRY
        self.kept[key] = lines
        return lines

    def spans(self, text: str, key: str, tone: str, missing: Counter[str]) -> list[Span]:
        """Return clean text cut into spans that its face can draw; what none can draw is counted in `missing`."""
        face = self.faces[key]
        lacking = face.lacking(set(text)) - {"\n"}
        if not lacking:
            return [(face, text, tone)]
        instead = {char: self._instead(char, key, missing, text) for char in lacking}
        spans: list[Span] = []
        start = 0
        current = face
        for place, char in enumerate(text):
            wanted = instead.get(char, face)
            if wanted is not current:
                if place > start:
                    spans.append((current, text[start:place], tone))
                start, current = place, wanted
        spans.append((current, text[start:], tone))
        return spans

    def _instead(self, char: str, key: str, missing: Counter[str], text: str) -> Face:
        chain = self._chains[key]
        for face in chain[1:]:
            if not face.lacking({char}):
                return face
        if char != BOX:
            missing[char] += text.count(char)
        return chain[0]

    def draws(self, char: str) -> bool:
        """Tell whether any face can draw a character."""
        return any(not face.lacking({char}) for face in self.faces.values())


@lru_cache(maxsize=4)
def load_faces(folder: Path) -> FaceSet:
    """Return the faces of a folder, opened once a process."""
    return FaceSet(folder)


def clean(text: str, missing: Counter[str] | None = None) -> str:
    r"""Return text as it may be set: line ends as `\n`, tabs as spaces, invisible marks gone, dangerous ones boxed.

    Control characters and marks that change the reading direction become a box, counted in `missing`.
    """
    if _ODD.search(text) is None:
        return text

    def replace(match: re.Match[str]) -> str:
        char = match.group()
        if char in _SILENT:
            return ""
        if char in _SPACING:
            return _SPACING[char]
        if missing is not None:
            missing[char] += 1
        return BOX

    return _ODD.sub(replace, text.replace("\r\n", "\n"))


def is_right_to_left(char: str) -> bool:
    """Tell whether a character belongs to a script written from right to left."""
    return unicodedata.bidirectional(char) in {"R", "AL", "AN"}


def missing_characters(texts: Iterable[str], fonts_dir: Path) -> dict[str, int]:
    """Count the characters of texts that a report would show as a box, by code point (`U+20BB7`)."""
    faces, missing = load_faces(fonts_dir), Counter[str]()
    for text in texts:
        faces.spans(clean(text, missing), "serif", "", missing)
    return code_points(missing)


def code_points(missing: Mapping[str, int]) -> dict[str, int]:
    """Return counted characters by their code points, in order."""
    return {f"U+{ord(char):04X}": missing[char] for char in sorted(missing)}
