"""A report as it lies in a PDF, and its pages compared with those it should have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_MOST, _MOST_ON_PAGES = 20, 60
"""So many differences on a page, and on pages in all, are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it should be, in Chinese; `page` counts from 1 in the file at hand, 0 for none."""

    code: str
    message: str
    page: int = 0
    attachment: str = ""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as it is in the file.

    Attributes:
        digest: SHA-256 of the drawing operators.
        dress: SHA-256 of fonts, pictures and page size.
        texts: the texts in the order they were drawn.
        neutral: the drawing with characters in place of a font's own codes, worked out when asked for.
        notes: kinds of what lies on top of the page, but for links.
    """

    digest: str
    dress: str
    texts: Sequence[str]
    neutral: Callable[[], str] = str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A PDF as far as it matters here. `record` holds the page digests and the font digest noted when it was made."""

    attachments: Mapping[str, bytes]
    pages: Sequence[PrintedPage]
    record: PageRecord | None = None
    ours: bool = True
    scripts: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class PageRecord:
    """Digests of the pages as they were drawn."""

    pages: tuple[str, ...]


def by_record(printed: PrintedFile) -> list[Difference]:
    """The pages against the digests noted when they were drawn."""
    if printed.record is None:
        return [
            Difference(
                "record", "附件里没有逐页指纹（pages.json），它被去掉或改坏了。", attachment="pages.json"
            )
        ]
    found: list[Difference] = []
    for kind, file_pages, made_pages in _steps([page.digest for page in printed.pages], printed.record.pages):
        if kind == "replace" and len(file_pages) == len(made_pages):
            found += [
                Difference("page", f"第 {number} 页的内容与报告生成时不同。", number)
                for number in _from_one(file_pages)
            ]
        else:
            found += _moved(file_pages, made_pages)
    return found


def by_recomposition(
    printed: Sequence[PrintedPage], own: Sequence[PrintedPage], *, recorded: bool
) -> list[Difference]:
    """The pages against those composed anew from the attachments."""
    found: list[Difference] = []
    recoded: list[Difference] = []
    for kind, file_pages, made_pages in _steps(
        [page.digest for page in printed], [page.digest for page in own]
    ):
        if kind == "replace" and len(file_pages) == len(made_pages):
            for at, made in zip(file_pages, made_pages, strict=True):
                same = printed[at].neutral() == own[made].neutral()
                (recoded if same else found).extend(_page(at + 1, printed[at], own[made]))
        else:
            found += _moved(file_pages, made_pages)
    found = _capped(found) or _capped(recoded) or _dress(printed, own)
    if found and recorded:
        found.append(
            Difference(
                "record",
                "这些页与附件里的逐页指纹相符，却与按附件重排的不同：页面和逐页指纹一起被改过，或报告由改动过的程序生成。",
                attachment="pages.json",
            )
        )
    return found


def _dress(printed: Sequence[PrintedPage], own: Sequence[PrintedPage]) -> list[Difference]:
    """Fonts, pictures and sizes, when every drawing is the same: another text alone brings other fonts."""
    pages = [
        number
        for number, (left, right) in enumerate(zip(printed, own, strict=True), 1)
        if left.dress != right.dress
    ]
    if not pages:
        return []
    message = f"第 {ranges(pages)} 页的字体、图片或页面大小被换过，印出的样子可能与文字不同。"
    return [Difference("page_dress", message, pages[0])]


def _capped(found: list[Difference]) -> list[Difference]:
    """Name what differs on the first pages in full, and count the rest: changed answers may touch every page."""
    if len(found) <= _MOST_ON_PAGES:
        return found
    rest = sorted({entry.page for entry in found[_MOST_ON_PAGES:]})
    last = Difference("page", f"还有 {len(found) - _MOST_ON_PAGES} 处不同，在第 {ranges(rest)} 页。", rest[0])
    return [*found[:_MOST_ON_PAGES], last]


def _steps(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, range, range]]:
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [(kind, range(a, b), range(c, d)) for kind, a, b, c, d in steps if kind != "equal"]


def _from_one(pages: range) -> list[int]:
    return [page + 1 for page in pages]


def _moved(file_pages: range, made_pages: range) -> list[Difference]:
    """Pages that are missing, too many, or exchanged for others."""
    at = file_pages.start + 1
    if not file_pages:
        return [Difference("page_missing", f"原来的第 {ranges(_from_one(made_pages))} 页不见了。", at)]
    if not made_pages:
        return [Difference("page_added", f"第 {ranges(_from_one(file_pages))} 页是报告里原来没有的。", at)]
    return [
        Difference(
            "page_exchanged",
            f"原来的第 {ranges(_from_one(made_pages))} 页被换成了现在的第 {ranges(_from_one(file_pages))} 页。",
            at,
        )
    ]


def _page(number: int, printed: PrintedPage, own: PrintedPage) -> list[Difference]:
    """Say what differs on a page: the texts where they do, else the drawing."""
    found: list[Difference] = []
    matcher = SequenceMatcher(None, list(printed.texts), list(own.texts), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        left, right = "".join(printed.texts[a:b]), "".join(own.texts[c:d])
        if left == right:
            continue
        if not left:
            message = f"第 {number} 页少了“{_cut(right)}”。"
        elif not right:
            message = f"第 {number} 页多了“{_cut(left)}”。"
        else:
            left, right = _around(left, right)
            message = f"第 {number} 页印的是“{_cut(left)}”，按附件应是“{_cut(right)}”。"
        found.append(Difference("page_text", message, number))
    if len(found) > _MOST:
        found = [
            *found[:_MOST],
            Difference("page_text", f"第 {number} 页另有 {len(found) - _MOST} 处文字不同。", number),
        ]
    return found or [
        Difference("page_drawing", f"第 {number} 页文字相同，但图形、位置或颜色与按附件重排的不同。", number)
    ]


_LONGEST = 60
_CONTEXT = 12


def _around(left: str, right: str) -> tuple[str, str]:
    """Cut what two texts begin and end alike with, but for a few characters of context."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    start = max(0, start - _CONTEXT)
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    end = max(0, end - _CONTEXT)
    return left[start : len(left) - end], right[start : len(right) - end]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def ranges(numbers: Sequence[int]) -> str:
    """Return page numbers as 2–5、8."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return "、".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)
