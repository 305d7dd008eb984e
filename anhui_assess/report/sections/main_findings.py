"""主要发现: what is to be dealt with first, what is weak, what is strong, over all forms; the same as in the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.domain.policy import Programme
from anhui_assess.report.model import Block, Heading, Paragraph, Record, Records
from anhui_assess.report.sections.common import form_of, places
from anhui_assess.services.diagnosis.direction import cited, policy_line
from anhui_assess.services.reporting import ReportInput

_GROUPS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("先处理的", "findings-first", ("veto", "blocking", "supply_risk"), "bad"),
    ("短板", "findings-weak", ("weakness",), "attention"),
    ("强项", "findings-strong", ("strength",), "good"),
)
_CODES = frozenset(code for _, _, codes, _ in _GROUPS for code in codes)


def wanted(source: ReportInput) -> bool:
    """Whether there is anything to say."""
    return any(entry.code in _CODES for entry in source.findings)


def main_findings(source: ReportInput) -> Sequence[Block]:
    """The chapter of findings."""
    blocks: list[Block] = [
        Heading(1, "主要发现", "findings", new_page=True),
        Paragraph(
            "下面各条由软件按规则从答案和得分得出，每条都写明依据的数和题号，答案改了随之改变。"
            "前后不一致、缺证据的另见“疑点与核对”，没有到的全省指标另见“对标”。"
        ),
    ]
    cited_already: set[int] = set()
    for title, key, codes, tone in _GROUPS:
        found = [entry for entry in source.findings if entry.code in codes]
        if found:
            blocks += [Heading(2, title, key), Records(tuple(_records(source, found, tone, cited_already)))]
    return blocks


def _records(
    source: ReportInput, found: Sequence[Finding], tone: str, cited_already: set[int]
) -> Iterator[Record]:
    packs = source.scored.catalog.packs
    for number, entry in enumerate(found, start=1):
        form = form_of(source, entry.form)
        programmes = () if tone == "good" else cited(packs, entry)
        policy = policy_line(packs, entry) if _is_new(programmes, cited_already) else ""
        lines = (entry.text, places(source, form, entry.items), policy)
        yield Record(str(number), entry.title, form.short_title, tuple(line for line in lines if line), tone)


def _is_new(programmes: Sequence[Programme], cited_already: set[int]) -> bool:
    """Whether a target is cited for the first time; it is not said again under every finding."""
    numbers = {entry.number for entry in programmes}
    new = bool(numbers - cited_already)
    cited_already |= numbers
    return new
