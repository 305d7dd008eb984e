"""The PDF around the pages: document information, bookmarks, link targets, attachments, dates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from anhui_assess.report.model import Document
from anhui_assess.report.pdf.file import PdfFile, stream, text
from anhui_assess.report.pdf.fonts import clean
from anhui_assess.report.pdf.memory import Memory

CREATOR = "皖企诊断"
_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "txt": "text/plain",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
_LARGE = 4096
"""Attachments from this many bytes on are compressed once and kept."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A heading among the bookmarks: its depth from 0, and where it leads."""

    level: int
    title: str
    key: str


def add_information(file: PdfFile, document: Document) -> int:
    """Add the document information and return its number."""
    date = text(_date(document.created))
    entries = {
        "Title": clean(document.title),
        "Author": clean(document.author),
        "Subject": clean(document.subject),
        "Keywords": ", ".join(map(clean, document.keywords)),
        "Creator": CREATOR,
        "Producer": CREATOR,
    }
    body = "".join(f"/{key}{text(value)}" for key, value in entries.items())
    return file.add(f"<<{body}/CreationDate{date}/ModDate{date}>>".encode())


def add_catalogue(file: PdfFile, pages: int, bookmarks: int | None, names: int) -> int:
    """Add the root of the document and return its number."""
    outline = "" if bookmarks is None else f"/Outlines {bookmarks} 0 R"
    return file.add(
        (
            f"<</Type/Catalog/Pages {pages} 0 R{outline}/Names {names} 0 R/PageMode/UseOutlines/Lang(zh-CN)"
            "/ViewerPreferences<</DisplayDocTitle true>>>>"
        ).encode()
    )


def _date(created: str) -> str:
    """Return an ISO date as a PDF writes it, in Chinese time."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        moment = datetime(2000, 1, 1)  # noqa: DTZ001 - a date without a place, as the document gives it
    return f"D:{moment:%Y%m%d%H%M%S}+08'00'"


def add_names(
    file: PdfFile, targets: Mapping[str, tuple[int, float]], attachments: Mapping[str, bytes], memory: Memory
) -> int:
    """Add link targets (page object and height on the page) and attachments, and return the number of both."""
    places = "".join(
        f"({name})[{page} 0 R/XYZ null {top:.2f} null]"
        for name, (page, top) in sorted((name_of(key), place) for key, place in targets.items())
    )
    parts = f"/Dests<</Names[{places}]>>" if places else ""
    if attachments:
        files = [(_title(name), _attachment(file, name, attachments[name], memory)) for name in attachments]
        entries = "".join(f"{title}{number} 0 R" for title, number in sorted(files))
        parts += f"/EmbeddedFiles<</Names[{entries}]>>"
    return file.add(f"<<{parts}>>".encode())


def name_of(key: str) -> str:
    """Return a key as the name of a link target: ASCII only, and in their order names compare as bytes do."""
    if key.isascii() and key.isprintable() and not set(key) & set("()\\"):
        return key
    return "x" + key.encode("utf-8", "surrogatepass").hex()


def _title(name: str) -> str:
    return text(clean(name).replace("\n", " "))


def _attachment(file: PdfFile, name: str, content: bytes, memory: Memory) -> int:
    kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream").replace("/", "#2F")

    def make() -> bytes:
        check = hashlib.md5(content, usedforsecurity=False).hexdigest()
        size = f"/Params<</Size {len(content)}/CheckSum<{check}>>>"
        return stream(content, f"/Type/EmbeddedFile/Subtype/{kind}{size}")

    large = len(content) >= _LARGE
    data = memory.stream((kind, hashlib.sha256(content).digest()), make) if large else make()
    title = _title(name)
    return file.add(
        f"<</Type/Filespec/F{title}/UF{title}/AFRelationship/Data/EF<</F {file.add(data)} 0 R>>>>".encode()
    )


def add_bookmarks(file: PdfFile, entries: Sequence[Bookmark]) -> int | None:
    """Add the bookmarks, those below the first level closed, and return their root; None where there are none."""
    if not entries:
        return None
    root = file.reserve()
    numbers = [file.reserve() for _ in entries]
    parents = _parents(entries)
    children: dict[int, list[int]] = {}
    ranks: list[int] = []
    for place, parent in enumerate(parents):
        ranks.append(len(children.setdefault(parent, [])))
        children[parent].append(place)
    for place, entry in enumerate(entries):
        parent, at = parents[place], ranks[place]
        siblings, own = children[parent], children.get(place, [])
        body = (
            f"<</Title{text(entry.title)}/Parent {root if parent < 0 else numbers[parent]} 0 R"
            f"/Dest({name_of(entry.key)})"
        )
        if at:
            body += f"/Prev {numbers[siblings[at - 1]]} 0 R"
        if at + 1 < len(siblings):
            body += f"/Next {numbers[siblings[at + 1]]} 0 R"
        if own:
            sign = -1 if entry.level else 1
            body += f"/First {numbers[own[0]]} 0 R/Last {numbers[own[-1]]} 0 R/Count {sign * len(own)}"
        file.put(numbers[place], f"{body}>>".encode())
    top = children[-1]
    shown = len(top) + sum(len(children.get(place, [])) for place in top if not entries[place].level)
    file.put(
        root,
        f"<</Type/Outlines/First {numbers[top[0]]} 0 R/Last {numbers[top[-1]]} 0 R/Count {shown}>>".encode(),
    )
    return root


def _parents(entries: Sequence[Bookmark]) -> list[int]:
    """Return for each bookmark the place of the one it stands below, -1 for none."""
    path: list[int] = []
    found: list[int] = []
    for place, entry in enumerate(entries):
        del path[entry.level :]
        found.append(path[-1] if path else -1)
        path.append(place)
    return found
