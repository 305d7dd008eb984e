"""对标: the 12 provincial indicators beside the enterprise's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.diagnosis.benchmarks import Comparison, beside, reference_lines
from anhui_assess.domain.packs import ReferenceLine
from anhui_assess.report import wording
from anhui_assess.report.figures import bullets
from anhui_assess.report.model import (
    Block,
    Figure,
    Heading,
    Paragraph,
    Record,
    Records,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, places
from anhui_assess.services.chart_data import BulletData
from anhui_assess.services.diagnosis.direction import policy_line
from anhui_assess.services.reporting import ReportInput

_YEARS = (2014, 2020, 2025)
_LINES_SHOWN = 3
_LINES_NOTE = "“（待核对）”的数没有对照过原文。这些线只供参照，不是门槛。"
_VERDICT_TONES = {"达到": "good", "有": "good", "未达到": "attention", "没有": "attention"}


def benchmarks(source: ReportInput) -> Sequence[Block]:
    """The chapter of comparisons."""
    blocks: list[Block] = [
        Heading(1, "对标：全省制造业主要指标", "benchmarks", new_page=True),
        Paragraph(
            "下表把企业数据与皖政〔2015〕106号提出的 12 项指标并排。目标年份已过，这里作为参照线使用；“—”是原文没有给数，不是 0。"
            "累计降幅以 2015 年为基准，企业起点不同的不直接相减；全省目标说的是一群企业，单个企业只作参考。"
        ),
        _table(source.comparisons),
    ]
    rows = tuple(_bullet_rows(source.comparisons))
    if rows:
        blocks += [
            Heading(2, "图示", "benchmarks-chart"),
            Figure(
                bullets(rows), "企业数据（粗条）与 2014、2020、2025 年全省值（竖线）", "benchmarks-bullets"
            ),
        ]
    blocks += _gaps(source)
    blocks += list(_notes(source))
    blocks += _beside(source)
    return blocks


def _gaps(source: ReportInput) -> Iterator[Block]:
    """The indicators missed, each with both figures and what to look at first."""
    found = [entry for entry in source.findings if entry.code == "benchmark_gap"]
    if not found:
        return
    yield Heading(2, "没有到的指标", "benchmarks-gaps")
    records = []
    told: set[str] = set()
    for number, entry in enumerate(found, start=1):
        form = form_of(source, entry.form)
        policy = policy_line(source.scored.catalog.packs, entry)
        lines = (entry.text, places(source, form, entry.items), "" if policy in told else policy)
        told.add(policy)
        records.append(
            Record(str(number), entry.title, "", tuple(line for line in lines if line), "attention")
        )
    yield Records(tuple(records))


def _beside(source: ReportInput) -> Iterator[Block]:
    """Later figures that belong to none of the twelve, the firm's own beside them."""
    found = beside(source.scored)
    if not found:
        return
    rows = tuple(
        TableRow(
            (
                cell(entry.line.title, bold=True),
                cell(" · ".join(part for part in (entry.line.region, entry.line.year) if part)),
                cell(f"{wording.plain(entry.line.value)} {entry.line.unit}".strip()),
                cell(
                    wording.DASH
                    if entry.firm is None
                    else f"{wording.plain(round(entry.firm, 1))} {entry.line.unit}".strip(),
                    bold=entry.firm is not None,
                ),
                cell(_source_of(entry.line), tone="text2"),
            )
        )
        for entry in found
    )
    columns = (
        TableColumn("内容", 2.6),
        TableColumn("范围和年份", 1.5),
        TableColumn("数值", 1.2, "right"),
        TableColumn("本企业", 1.3, "right"),
        TableColumn("来源", 3),
    )
    yield Heading(2, "十二项以外的参照", "benchmarks-beside")
    yield Table(columns, rows, "十二项指标以外可以对照的数", _LINES_NOTE, key="table-beside", dense=True)


def _source_of(line: ReferenceLine) -> str:
    status = "（待核对）" if line.status != "已核对" else ""
    note = f"；{line.note}" if line.note else ""
    return f"{line.source}{note}{status}"


def _value(entry: Comparison, year: int) -> str:
    value = entry.benchmark.values.get(year)
    if value is None:
        return wording.DASH
    suffix = "以上" if year in entry.benchmark.lower_bound else ""
    return f"{wording.plain(value)}{suffix}"


def _table(found: Sequence[Comparison]) -> Table:
    rows: list[TableRow] = []
    group = ""
    for entry in found:
        if entry.benchmark.group != group:
            group = entry.benchmark.group
            rows.append(TableRow((cell(group, bold=True),), "group"))
        firm = wording.DASH if entry.firm is None else wording.plain(round(entry.firm, 2))
        if entry.benchmark.compare == "has":
            firm = entry.verdict if entry.firm is not None else wording.DASH
        distance = wording.DASH if entry.distance is None else f"{entry.distance:+.2f}"
        rows.append(
            TableRow(
                (
                    cell(entry.benchmark.title),
                    cell(entry.benchmark.unit, tone="text2"),
                    *(cell(_value(entry, year)) for year in _YEARS),
                    cell(firm, bold=True),
                    cell(distance),
                    cell(entry.verdict, tone=_VERDICT_TONES.get(entry.verdict, "text2")),
                )
            )
        )
    columns = (
        TableColumn("指标", 3),
        TableColumn("单位", 0.9),
        *(TableColumn(f"{year} 年", 0.9, "right") for year in _YEARS),
        TableColumn("本企业", 1, "right"),
        TableColumn("距 2025", 1, "right"),
        TableColumn("结果", 1),
    )
    note = "“距 2025”为正表示好于 2025 年的全省目标值。研发机构覆盖率对单个企业只比有无。"
    paces = {entry.pace.firm_base: entry.pace for entry in found if entry.pace is not None}
    for pace in paces.values():
        note += f"起点不同：企业的降幅从 {pace.firm_base} 年算起，全省从 {pace.target_base} 年算起，不直接相减，折算见后。"
    return Table(columns, tuple(rows), "12 项指标对照", note, key="table-benchmarks", dense=True)


def _bullet_rows(found: Sequence[Comparison]) -> Iterator[BulletData]:
    for entry in found:
        marks = tuple(
            (str(year), value) for year in _YEARS if (value := entry.benchmark.values.get(year)) is not None
        )
        if entry.firm is not None and entry.benchmark.compare == "number" and marks and entry.pace is None:
            yield BulletData(
                entry.benchmark.title,
                entry.firm,
                entry.benchmark.unit,
                marks,
                entry.benchmark.direction == "more",
            )


def _notes(source: ReportInput) -> Iterator[Block]:
    rows = [
        _line_row(entry, line)
        for entry in source.comparisons
        for line in _latest_lines(source, entry.benchmark.id)
    ]
    if rows:
        yield Heading(2, "后来的参照线", "benchmarks-lines")
        columns = (
            TableColumn("指标", 2.2),
            TableColumn("口径", 2.6),
            TableColumn("年份", 0.9),
            TableColumn("数值", 1.3, "right"),
            TableColumn("来源", 2.8),
        )
        yield Table(columns, tuple(rows), "2015 年以后公开的参照数据", key="table-lines", dense=True)


def _latest_lines(source: ReportInput, benchmark_id: str) -> list[ReferenceLine]:
    return sorted(reference_lines(source.scored, benchmark_id), key=lambda line: line.year)[-_LINES_SHOWN:]


def _line_row(entry: Comparison, line: ReferenceLine) -> TableRow:
    return TableRow(
        (
            cell(entry.benchmark.title),
            cell(f"{line.region} {line.title}".strip()),
            cell(line.year),
            cell(f"{wording.plain(line.value)} {line.unit}".strip()),
            cell(_source_of(line), tone="text2"),
        )
    )
