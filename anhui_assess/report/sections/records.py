"""Which statistical forms and records prove each green indicator, with where the files are attached; stands in annex 2."""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.report.model import Block, Heading, Paragraph, Table, TableColumn, TableRow
from anhui_assess.report.sections.common import cell, form_of, numbers
from anhui_assess.services.records import by_indicator, label_of
from anhui_assess.services.reporting import ReportInput


def records(source: ReportInput) -> Sequence[Block]:
    """The list by indicator; nothing when no form with such indicators was begun."""
    blocks: list[Block] = []
    for form_id in source.begun:
        form = form_of(source, form_id)
        found = by_indicator(source.scored.catalog, form, source.scored.sheet.form(form_id))
        rows: list[TableRow] = []
        for entry in found:
            attached = f"，已附 {entry.attached} 个文件" if entry.attached else "，还没有附文件"
            title = f"{entry.indicator.title}（{numbers(form, entry.items)}{attached}）"
            rows.append(TableRow((cell(title, bold=True),), "group"))
            rows.extend(
                TableRow((cell(label_of(one)), cell(one.take), cell(one.keeper, tone="text2")))
                for one in entry.records
            )
        if rows:
            columns = (
                TableColumn("统计报表或证明", 3.6),
                TableColumn("取什么、看什么", 4.6),
                TableColumn("谁保管", 1.4),
            )
            note = "表号以统计部门当年下发的制度为准；题号是这个指标取数的题，文件附在这些题上。"
            blocks += [
                Heading(2, f"{form.short_title}各指标应备的报表与证明", f"annex-records-{form_id}"),
                Paragraph("核查时按指标要材料。下面每项写明取哪个数、由谁保管，申报前逐项备齐。"),
                Table(
                    columns,
                    tuple(rows),
                    "按指标的证据清单",
                    note,
                    key=f"table-records-{form_id}",
                    dense=True,
                ),
            ]
    return blocks
