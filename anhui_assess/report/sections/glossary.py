"""名词解释: the terms of the glossary that this report uses, in the order of the glossary."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from anhui_assess.domain.packs import GlossaryTerm
from anhui_assess.report.drawing import Drawing
from anhui_assess.report.model import Block, Heading, Paragraph, Table, TableColumn, TableRow
from anhui_assess.report.sections.common import cell
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.terms import TermFinder

_NOT_READ = frozenset({"key", "link", "tone", "fill", "edge", "mark", "style", "align", "number"})
"""Fields of blocks that nobody reads as text."""
_NO_TEXT = frozenset({"bool", "int", "float", "float | None"})
"""Types of fields that hold none."""
_OFTEN = 8
"""A source named so often is said once above the table instead."""


def wanted(source: ReportInput) -> bool:
    """Whether there is a glossary."""
    return bool(source.scored.catalog.packs.glossary)


def glossary(source: ReportInput, others: Iterable[Sequence[Block]]) -> Sequence[Block]:
    """The annex of terms that occur in the other sections; nothing when none does."""
    terms = source.scored.catalog.packs.glossary
    finders = _finders(terms)
    met: set[int] = set()
    for blocks in others:
        for block in blocks:
            met |= _places("\n".join(_texts(block)), finders)
    used = [entry for place, entry in enumerate(terms) if place in met]
    if not used:
        return ()
    usual, count = Counter(_source(entry.source, entry.status) for entry in used).most_common(1)[0]
    if count < _OFTEN:
        usual = ""
    rows = tuple(
        TableRow(
            (
                cell(entry.term, bold=True),
                cell(entry.meaning),
                cell("" if source_words == usual else source_words, tone="text2"),
            )
        )
        for entry in used
        for source_words in [_source(entry.source, entry.status)]
    )
    columns = (TableColumn("名词", 1.7), TableColumn("意思", 5.2), TableColumn("出处", 2.1))
    return [
        Heading(1, "附件四　名词解释", "annex-glossary", new_page=True),
        Paragraph(
            "只列本报告用到的名词，用最短的话讲清意思，不是法定定义；标“待核对”的，以原文为准。"
            + (f"出处空着的：{usual}。" if usual else "")
        ),
        Table(columns, rows, "名词解释", key="table-glossary", dense=True),
    ]


def _source(source: str, status: str) -> str:
    return (
        f"{source}（待核对）" if status == "待核对" and source else "待核对" if status == "待核对" else source
    )


_Finders = tuple[tuple[str, TermFinder], ...]


@lru_cache(maxsize=2)
def _finders(terms: tuple[GlossaryTerm, ...]) -> _Finders:
    """Return each term with what finds it alone: one inside another counts for both."""
    return tuple((entry.term, TermFinder([entry])) for entry in terms)


@lru_cache(maxsize=2048)
def _places(text: str, finders: _Finders) -> frozenset[int]:
    """Return the places of the terms a block uses; most blocks of a report are those of the last one."""
    return frozenset(
        place for place, (term, finder) in enumerate(finders) if term in text and finder.uses(text)
    )


def _texts(value: Any) -> list[str]:
    """Return what a reader sees of a block; drawings repeat what tables say."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        entry = waiting.pop()
        kind = type(entry)
        if kind is str:
            found.append(entry)
        elif kind is tuple:
            waiting += entry[::-1]
        else:
            waiting += [getattr(entry, name) for name in _FIELDS[kind]]
    return found


class _Fields(dict[type, tuple[str, ...]]):
    """Kind of block to its fields that are read as text, last first."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        known = kind is not Drawing and dataclasses.is_dataclass(kind)
        names = [
            field.name
            for field in (dataclasses.fields(kind) if known else ())
            if field.name not in _NOT_READ and field.type not in _NO_TEXT
        ]
        self[kind] = tuple(reversed(names))
        return self[kind]


_FIELDS = _Fields()
