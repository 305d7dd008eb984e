"""The digest of every page as it was drawn, noted in an attachment of the report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from anhui_assess.services.printed import PageRecord

PAGES = "pages.json"
SCHEMA = "anhui-assess/report-pages/1"


def digest_of(drawing: bytes) -> str:
    """Return the digest of a page's drawing operators; how they are spaced and cut into streams does not count."""
    return hashlib.sha256(normal(drawing)).hexdigest()


def normal(drawing: bytes) -> bytes:
    """Return drawing operators with one space between them."""
    return b" ".join(drawing.split())


def page_record(digests: Iterable[str]) -> bytes:
    """Return the attachment that notes the digests of the pages in order."""
    return json.dumps({"schema": SCHEMA, "pages": list(digests)}, separators=(",", ":")).encode()


def parse_record(raw: bytes | None) -> PageRecord | None:
    """Return what was noted; None when it is missing or cannot be read."""
    try:
        data = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return None
    pages = data.get("pages") if isinstance(data, dict) and data.get("schema") == SCHEMA else None
    if not isinstance(pages, list) or not all(isinstance(entry, str) for entry in pages):
        return None
    return PageRecord(tuple(pages))
