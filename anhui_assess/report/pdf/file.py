"""A PDF file put together of its objects: numbers, cross-reference table, trailer. Equal objects give equal bytes."""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc

_VERSION = (1, 7)
_LEVEL = 4
"""A report is 3 % longer than at level 6, and packed in half the time."""
_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\n": "\\n", "\r": "\\r"})


class _Body(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab carries no types
    """An object whose content is written as it is: pages, fonts and attachments of earlier reports are used again."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, document: Any) -> bytes:
        """Return the content, and let the file's identity rest on it."""
        document.updateSignature(self.content)
        return self.content


class PdfFile:
    """Objects in the order of their numbers. reportlab writes the file: numbers, cross-references, trailer, identity."""

    def __init__(self) -> None:
        self._document = pdfdoc.PDFDocument(invariant=1, pdfVersion=_VERSION)
        self._bodies: dict[int, _Body] = {}

    def reserve(self) -> int:
        """Return the number of an object whose content follows by `put`."""
        return self.add(b"null")

    def put(self, number: int, body: bytes) -> None:
        """Set the content of a reserved object."""
        self._bodies[number].content = body

    def add(self, body: bytes) -> int:
        """Add an object and return its number."""
        made = _Body(body)
        self._document.Reference(made)
        number: int = self._document.objectcounter
        self._bodies[number] = made
        return number

    def finish(self, root: int, info: int) -> bytes:
        """Return the file, its identity made of all it holds."""
        self._document.Catalog = self._bodies[root]
        self._document.info = self._bodies[info]
        data: bytes = self._document.format()
        return data


def stream(content: bytes, entries: str = "") -> bytes:
    """Return a compressed stream; `entries` are those of its dictionary beside length and filter."""
    packed = zlib.compress(content, _LEVEL)
    head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
    return b"%b%b\nendstream" % (head.encode(), packed)


def text(content: str) -> str:
    """Return a text as a string object, in UTF-16 where it goes beyond ASCII."""
    if content.isascii():
        return f"({content.translate(_ESCAPED)})"
    return f"<FEFF{content.encode('utf-16-be', 'replace').hex().upper()}>"
