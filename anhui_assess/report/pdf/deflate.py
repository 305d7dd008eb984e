"""Compressed streams, kept for the next report: after one changed answer most pages, fonts and attachments are as before."""

from __future__ import annotations

import zlib
from functools import lru_cache


class Deflate:
    """A stream filter as reportlab wants it."""

    pdfname = "FlateDecode"

    def encode(self, text: bytes | str) -> bytes:
        """Return compressed content."""
        return _compressed(text.encode() if isinstance(text, str) else text)


@lru_cache(maxsize=512)
def _compressed(content: bytes) -> bytes:
    return zlib.compress(content)


DEFLATE = Deflate()
