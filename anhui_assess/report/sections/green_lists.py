"""绿色专项: the management checklist beside the green score, the green supply chain, the readiness for zero carbon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.report.figures import grouped_bars
from anhui_assess.report.model import (
    Block,
    Callout,
    Cell,
    Figure,
    Heading,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of
from anhui_assess.services.chart_data import BarsData
from anhui_assess.services.diagnosis import checklists
from anhui_assess.services.diagnosis.grid import Cell as GridCell
from anhui_assess.services.diagnosis.grid import Grid
from anhui_assess.services.reporting import ReportInput

_MARKS = {"check": "tick", "cross": "cross", "dash": "dash"}
_SECTION_WIDTHS = {
    True: (2.6, 1.3, 0.9, 0.9, 0.9, 1.3, 1.9),
    False: (1.9, 1.7, 5.2),
}
_LACKING_WIDTHS = (0.6, 2, 1.4, 5.4)


def wanted(source: ReportInput) -> bool:
    """Whether one of the lists was begun."""
    return bool(checklists.begun_lists(source.scored))


def green_lists(source: ReportInput) -> Sequence[Block]:
    """The chapter on the lists, each begun one in its own part."""
    blocks: list[Block] = [Heading(1, "绿色专项自查", "green-lists", new_page=True)]
    for form_id in checklists.begun_lists(source.scored):
        blocks += list(_one(source, form_of(source, form_id), source.scored.result(form_id)))
    return blocks


def _one(source: ReportInput, form: Form, result: FormResult) -> Iterator[Block]:
    yield Heading(2, form.title, f"green-list-{form.id}")
    yield Paragraph(checklists.conclusion(form, result))
    if result.requirements:
        yield Callout("怎么看", checklists.MANDATORY_NOTE, "accent")
    else:
        yield Figure(
            grouped_bars(_bars(form, result)), f"{form.short_title}各部分", f"green-list-{form.id}-bars"
        )
    grid = checklists.sections(form, result)
    yield _table(
        grid,
        _SECTION_WIDTHS[bool(result.requirements)],
        f"table-{form.id}",
        "" if result.requirements else form.scoring.note,
    )
    lacking = checklists.lacking(source.scored, form, result)
    if lacking.rows:
        yield Heading(3, lacking.name, f"green-list-{form.id}-lacking")
        yield _table(lacking, _LACKING_WIDTHS, f"table-{form.id}-lacking", "", dense=True)
    elif result.requirements:
        yield Paragraph("适用的必选条目全部符合。")
    optional = checklists.optional_left(result)
    if optional:
        yield Paragraph(optional)


def _bars(form: Form, result: FormResult) -> BarsData:
    rows = tuple(
        (row.cells[0].text, row.cells[1].bar or 0.0, row.cells[1].text)
        for row in checklists.sections(form, result).rows
    )
    return BarsData(rows, 1.0, percent_axis=True)


def _table(grid: Grid, widths: Sequence[float], key: str, note: str, *, dense: bool = False) -> Table:
    columns = tuple(
        TableColumn(column.title, width, "right" if column.align == "right" else "left")
        for column, width in zip(grid.columns, widths, strict=True)
    )
    rows = tuple(TableRow(tuple(_cell(entry) for entry in row.cells), row.style) for row in grid.rows)
    return Table(columns, rows, grid.name, note, key=key, dense=dense)


def _cell(entry: GridCell) -> Cell:
    return cell(entry.text, bold=entry.bold, mark=_MARKS.get(entry.mark, ""), tone=entry.tone)
