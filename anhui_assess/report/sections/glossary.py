"""名词解释: the terms of the glossary that this report uses, in the order of the glossary."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anhui_assess.report.drawing import Drawing
from anhui_assess.report.model import Block, Heading, Paragraph, Table, TableColumn, TableRow
from anhui_assess.report.sections.common import cell
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.terms import TermFinder

_NOT_READ = frozenset({"key", "link", "tone", "fill", "edge", "mark", "style", "align", "number"})
"""Fields of blocks that nobody reads as text."""
_OFTEN = 8
"""A source named so often is said once above the table instead."""


def wanted(source: ReportInput) -> bool:
    """Whether there is a glossary."""
    return bool(source.scored.catalog.packs.glossary)


def glossary(source: ReportInput, others: Iterable[Sequence[Block]]) -> Sequence[Block]:
    """The annex of terms that occur in the other sections; nothing when none does."""
    text = "\n".join(part for blocks in others for block in blocks for part in _texts(block))
    used = [
        entry
        for entry in source.scored.catalog.packs.glossary
        if entry.term in text and TermFinder([entry]).find(text)
    ]
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


def _texts(value: Any) -> Iterator[str]:
    """Yield what a reader sees of a block; drawings repeat what tables say."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Drawing):
        return
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in _NOT_READ:
                yield from _texts(getattr(value, field.name))
    elif isinstance(value, Sequence):
        for entry in value:
            yield from _texts(entry)
