"""The sections of the report, in order, as an explicit tuple. Each turns the report input into blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anhui_assess.report.model import Block
from anhui_assess.services.reporting import ReportInput


@dataclass(frozen=True, slots=True)
class SectionMaker:
    """A selectable part: `wanted` says whether there is anything to show; `part` groups it under a part heading.

    A maker with `make_last` is given the blocks of all other sections as well.
    """

    id: str
    title: str
    make: Callable[[ReportInput], Sequence[Block]]
    wanted: Callable[[ReportInput], bool] = lambda _source: True
    part: str = ""
    make_last: Callable[[ReportInput, Sequence[Sequence[Block]]], Sequence[Block]] | None = None
