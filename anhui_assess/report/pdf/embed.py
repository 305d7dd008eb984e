"""Puts the faces into a PDF: each as one composite font that holds just the glyphs used, with the way back to text."""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Sequence

from anhui_assess.report.pdf.file import PdfFile, stream
from anhui_assess.report.pdf.fonts import BOX, EM, Face, is_right_to_left
from anhui_assess.report.pdf.memory import Key, Memory

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
)
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_SERIF, _SYMBOLIC = 2, 4
_CMAP_BLOCK = 100
_FIRST_PLANE = "\uffff"
_LAST_CODE, _SURROGATES, _LAST_SURROGATE = 0xFFFF, 0xD800, 0xDFFF


class Codes(dict[str, str]):
    """Character to the hexadecimal code it has in this document's font.

    That is its code point, so that a page is drawn alike whatever stands on the pages before it; characters beyond the
    first plane take the places of surrogates, which no text has, in the order of their first use.
    """

    def __init__(self) -> None:
        super().__init__()
        self._beyond = 0

    def __missing__(self, char: str) -> str:
        code = ord(char)
        if code > _LAST_CODE:
            code = _SURROGATES + self._beyond
            self._beyond += 1
            if code > _LAST_SURROGATE:
                return self.setdefault(BOX, f"{ord(BOX):04X}")
        self[char] = f"{code:04X}"
        return self[char]


class EmbeddedFont:
    """A face as it is used in one document."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.codes = Codes()
        self.used: set[str] = set()

    def add_to(self, file: PdfFile, memory: Memory) -> int:
        """Add the font and its parts to a file and return its number."""
        face = self.face
        if max(self.used) <= _FIRST_PLANE:
            chars = sorted(self.used)
            key = Key(face.key, "".join(chars))
            parts = memory.fonts.get(key)
        else:
            chars = sorted(self.used, key=self.codes.__getitem__)
            key, parts = None, None
        if parts is None:
            parts = self._parts(chars)
        if key is not None:
            memory.fonts.keep(key, parts, sum(map(len, parts)))
        data, glyphs, widths, unicode = parts
        base = f"{_tag(''.join(chars))}+{face.name}"
        descriptor = file.add(
            (
                f"<</Type/FontDescriptor/FontName/{base}"
                f"/Flags {_SYMBOLIC | (_SERIF if face.key.startswith('serif') else 0)}"
                "/FontBBox[-1000 -300 3000 1200]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733"
                f"/StemV {140 if face.key.endswith('bold') else 80}/FontFile2 {file.add(data)} 0 R>>"
            ).encode()
        )
        descendant = file.add(
            (
                f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}"
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                f"/FontDescriptor {descriptor} 0 R/DW {EM}/W {file.add(widths)} 0 R"
                f"/CIDToGIDMap {file.add(glyphs)} 0 R>>"
            ).encode()
        )
        return file.add(
            (
                f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H"
                f"/DescendantFonts[{descendant} 0 R]/ToUnicode {file.add(unicode)} 0 R>>"
            ).encode()
        )

    def _parts(self, chars: Sequence[str]) -> tuple[bytes, bytes, bytes, bytes]:
        """Return font file, table of glyphs, widths and the way back to text."""
        codes = [int(self.codes[char], 16) for char in chars]
        return (
            _font_file(self.face, chars),
            stream(_glyph_map(codes)),
            self._widths(chars, codes).encode(),
            stream(self._to_unicode(chars)),
        )

    def _widths(self, chars: Sequence[str], codes: Sequence[int]) -> str:
        widths = self.face.widths
        parts = [
            f"{code} [{widths[char]}]" for char, code in zip(chars, codes, strict=True) if widths[char] != EM
        ]
        return "[" + " ".join(parts) + "]"

    def _to_unicode(self, chars: Sequence[str]) -> bytes:
        entries = [f"<{self.codes[char]}> <{_unicode(char)}>" for char in chars]
        blocks = [entries[start : start + _CMAP_BLOCK] for start in range(0, len(entries), _CMAP_BLOCK)]
        body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return (_CMAP_HEAD + body + _CMAP_TAIL).encode("ascii")


def _font_file(face: Face, chars: Sequence[str]) -> bytes:
    """Return the font file of some characters as a stream; its first glyph is the box."""
    data = face.file.subset([0, *map(face.glyph, chars)])
    return stream(data, f"/Length1 {len(data)}")


def _glyph_map(codes: Sequence[int]) -> bytes:
    """Return the table from codes to places in the subset."""
    places = array("H", bytes(2 * (codes[-1] + 1)))
    for place, code in enumerate(codes, 1):
        places[code] = place
    if sys.byteorder == "little":
        places.byteswap()
    return places.tobytes()


def _unicode(char: str) -> str:
    """Return a character as UTF-16 in hexadecimal; boxes of a right-to-left script would be read backwards."""
    return (BOX if is_right_to_left(char) else char).encode("utf-16-be").hex().upper()


def _tag(chars: str) -> str:
    """Return the six letters that mark a subset, made from what is in it."""
    digest = hashlib.sha256(chars.encode("utf-8", "surrogatepass")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
