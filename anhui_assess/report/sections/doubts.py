"""疑点与核对: what a verifier would doubt, over all forms; the window's tab of the same name shows the same findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.report.model import Block, Heading, Paragraph, Record, Records
from anhui_assess.report.sections.common import form_of, places
from anhui_assess.services.reporting import ReportInput

_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("还没有填全的", "doubts-open", ("veto_unknown", "no_data", "uncalibrated")),
    ("站得不稳的等级", "doubts-margin", ("narrow_margin",)),
    ("前后不一致的", "doubts-clash", ("clash", "inconsistency")),
    ("数字不合常理、拿不准的", "doubts-outlier", ("outlier",)),
    ("高分缺证据的", "doubts-evidence", ("thin_evidence",)),
)
_CODES = frozenset(code for _, _, codes in _GROUPS for code in codes)


def wanted(source: ReportInput) -> bool:
    """Whether there is anything to doubt."""
    return any(entry.code in _CODES for entry in source.findings)


def doubts(source: ReportInput) -> Sequence[Block]:
    """The chapter on what to check before the report is handed in."""
    blocks: list[Block] = [
        Heading(1, "疑点与核对", "doubts", new_page=True),
        Paragraph(
            "下面各处是核验人员最先会问的。改了答案，得分随之重算；数字没有错、说得清原因的，在该题备注里写明即可。"
            "这些提示不改分、不否决。"
        ),
    ]
    for title, key, codes in _GROUPS:
        found = [entry for entry in source.findings if entry.code in codes]
        if found:
            blocks += [Heading(2, title, key), Records(tuple(_records(source, found)))]
    return blocks


def _records(source: ReportInput, found: Sequence[Finding]) -> Iterator[Record]:
    for number, entry in enumerate(found, start=1):
        form = form_of(source, entry.form)
        where = places(source, form, entry.items)
        lines = (entry.text, where) if where else (entry.text,)
        yield Record(str(number), entry.title, form.short_title, lines, "attention")
