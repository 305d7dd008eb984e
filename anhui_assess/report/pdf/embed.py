"""Puts the faces into a PDF: each as one composite font that holds just the glyphs used, with the way back to text."""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfdoc

from anhui_assess.report.pdf.deflate import DEFLATE
from anhui_assess.report.pdf.fonts import BOX, EM, Face, is_right_to_left

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
)
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_SERIF, _SYMBOLIC = 2, 4
_CMAP_BLOCK = 100
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

    def add_to(self, document: Any) -> None:
        """Add the font and its parts to a reportlab document under its name."""
        face = self.face
        chars = sorted(self.codes, key=self.codes.__getitem__)
        data = _subset(face, "".join(chars))
        base = f"{_tag(''.join(chars))}+{face.name}"
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{base}",
                "Flags": _SYMBOLIC | (_SERIF if face.key.startswith("serif") else 0),
                "FontBBox": pdfdoc.PDFArray([-1000, -300, 3000, 1200]),
                "ItalicAngle": 0,
                "Ascent": 880,
                "Descent": -120,
                "CapHeight": 733,
                "StemV": 140 if face.key.endswith("bold") else 80,
                "FontFile2": document.Reference(_stream(data, {"Length1": len(data)}), f"file:{self.name}"),
            }
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{base}",
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "FontDescriptor": document.Reference(descriptor, f"descriptor:{self.name}"),
                "DW": EM,
                "W": self._widths(chars),
                "CIDToGIDMap": document.Reference(_stream(self._glyph_map(chars), {}), f"glyphs:{self.name}"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{base}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray(
                    [document.Reference(descendant, f"descendant:{self.name}")]
                ),
                "ToUnicode": document.Reference(_stream(self._to_unicode(chars), {}), f"unicode:{self.name}"),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(font, f"font:{self.name}")

    def _glyph_map(self, chars: Sequence[str]) -> bytes:
        """Return the table from codes to places in the subset, whose first glyph is the box."""
        places = array("H", bytes(2 * (int(self.codes[chars[-1]], 16) + 1)))
        for place, char in enumerate(chars, 1):
            places[int(self.codes[char], 16)] = place
        if sys.byteorder == "little":
            places.byteswap()
        return places.tobytes()

    def _widths(self, chars: Sequence[str]) -> str:
        widths = self.face.widths
        parts = [f"{int(self.codes[char], 16)} [{widths[char]}]" for char in chars if widths[char] != EM]
        return "[" + " ".join(parts) + "]"

    def _to_unicode(self, chars: Sequence[str]) -> bytes:
        entries = [f"<{self.codes[char]}> <{_unicode(char)}>" for char in chars]
        blocks = [entries[start : start + _CMAP_BLOCK] for start in range(0, len(entries), _CMAP_BLOCK)]
        body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return (_CMAP_HEAD + body + _CMAP_TAIL).encode("ascii")


def _unicode(char: str) -> str:
    """Return a character as UTF-16 in hexadecimal; boxes of a right-to-left script would be read backwards."""
    return (BOX if is_right_to_left(char) else char).encode("utf-16-be").hex().upper()


def _tag(chars: str) -> str:
    """Return the six letters that mark a subset, made from what is in it."""
    digest = hashlib.sha256(chars.encode("utf-8", "surrogatepass")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


@lru_cache(maxsize=8)
def _subset(face: Face, chars: str) -> bytes:
    """Return the font file of some characters; a report issued again after a change mostly has the same."""
    return face.file.subset([0, *(face.glyph(char) for char in chars)])


def _stream(content: bytes, entries: dict[str, Any]) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content, [DEFLATE])
