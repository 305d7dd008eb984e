"""附件: every answer with note and reason, tables in full, evidence index, data sources, declaration and stamp page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.answers import Answer, AnswerState
from anhui_assess.domain.enterprise import PROFILE_FORM, Enterprise
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Column, Form, Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.item_kinds.tables import cell_display
from anhui_assess.domain.packs import PackInfo
from anhui_assess.report import wording
from anhui_assess.report.model import (
    Block,
    Heading,
    Paragraph,
    Signature,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, item_key, item_number
from anhui_assess.report.sections.records import records
from anhui_assess.services.diagnosis.inventory import ordered
from anhui_assess.services.reporting import ReportInput

_MOST_COLUMNS = 8
_UNITS_ELSEWHERE = frozenset({"基本单位", "填报单位", "同限额单位", "见单位列", "同指标", "同计算量"})
_IN_WORDS = frozenset({"choice", "multi_choice", "text"})


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which columns an answer table has: the level, the verified value; whether answers are said in words; whose wording."""

    level: bool
    verified: bool
    in_words: bool
    manufacturing_type: str | None


_FIRST = {
    "inventory": (
        "name",
        "risk",
        "risk_class",
        "import_share",
        "qualified_suppliers",
        "stock_weeks",
        "lead_time_weeks",
        "impact",
    )
}
"""The columns of a layout that stand in columns when there are too many."""


def answers(source: ReportInput) -> Sequence[Block]:
    """All answers, form by form, with the tables in full behind them."""
    blocks: list[Block] = [Heading(1, "附件一　全部答题", "annex-answers", new_page=True)]
    if not source.begun:
        blocks.append(Paragraph("还没有答题。"))
    for form_id in source.begun:
        form = form_of(source, form_id)
        blocks.append(Heading(2, form.title, f"annex-{form_id}"))
        blocks.append(_answer_table(source, form))
        blocks += list(_tables(source, form))
    return blocks


def _answer_table(source: ReportInput, form: Form) -> Table:
    given = source.scored.sheet.form(form.id)
    shown = _Shown(
        level=form.scoring.model == "level_gated",
        verified=any(answer.verified is not None for answer in given.answers.values()),
        in_words=any(item.kind in _IN_WORDS for item in form.items.values()),
        manufacturing_type=Enterprise.of(source.scored.sheet).manufacturing_type,
    )
    rows: list[TableRow] = []
    for leaf in form.leaves:
        items = [form.items[key] for key in leaf.items if source.scored.applies(form, form.items[key])]
        if not items:
            continue
        rows.append(TableRow((cell(form.path_title(leaf.id), bold=True),), "group"))
        rows.extend(_answer_row(form, item, given.get(item.id), shown) for item in items)
    columns = [TableColumn("题号", 0.6, "right"), TableColumn("题目", 3.6 if shown.in_words else 4.4)]
    if shown.level:
        columns.append(TableColumn("级", 0.4, "centre"))
    columns.append(TableColumn("自评", 3.4 if shown.in_words else 1.5))
    if shown.verified:
        columns.append(TableColumn("核验", 2.0 if shown.in_words else 1.1))
    columns.append(TableColumn("备注、理由", 2.4 if shown.in_words else 2.8))
    return Table(
        tuple(columns), tuple(rows), f"{form.title}答题表", key=f"table-answers-{form.id}", dense=True
    )


def _answer_row(form: Form, item: Item, answer: Answer, shown: _Shown) -> TableRow:
    verified = ""
    remarks = [answer.reason, answer.note]
    if answer.verified is not None:
        verified = kind_of(item).display(item, answer.verified.value)
        remarks.append(f"核验理由：{answer.verified.reason}" if answer.verified.reason else "")
    if answer.flagged:
        remarks.append("（存疑）")
    tone = "" if answer.state is AnswerState.ANSWERED else "text2"
    text = wording.answer_text(item, answer)
    if item.kind == "table" and isinstance(answer.value, tuple):
        text = f"{len(answer.value)} 行，见后"
    cells = [cell(item_number(form, item.id)), cell(item.wording(shown.manufacturing_type).question)]
    if shown.level:
        cells.append(cell(str(item.level or "")))
    cells.append(cell(text, tone=tone))
    if shown.verified:
        cells.append(cell(verified))
    cells.append(cell("；".join(part for part in remarks if part), tone="text2"))
    return TableRow(tuple(cells), key=item_key(item))


def _tables(source: ReportInput, form: Form) -> Iterator[Block]:
    for item in form.items.values():
        if item.kind != "table" or not source.scored.applies(form, item):
            continue
        rows = source.scored.item_value(form.id, item.id)
        if isinstance(rows, Missing) or not rows:
            continue
        yield Heading(3, f"{item.title}（第 {item_number(form, item.id)} 题）", f"annex-{item.id}")
        if item.layout == "inventory":
            yield Paragraph("按断供风险从高到低列，编号与正文相同。")
            rows = [rows[line.row] for line in ordered(source.scored.result(form.id))]
        yield _table(item, rows)


def _table(item: Item, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return all rows; of a table wider than the page the columns that matter most, the others in words below each row."""
    used = [column for column in item.columns if any(row.get(column.id) is not None for row in rows)]
    main = used
    if len(used) > _MOST_COLUMNS:
        first = [column for column in used if column.id in _FIRST.get(item.layout or "", ())]
        main = first or used[:_MOST_COLUMNS]
    rest = [column for column in used if column not in main]
    made = []
    for number, row in enumerate(rows, start=1):
        cells = [cell(str(number))]
        cells += [cell(cell_display(column, row.get(column.id))) for column in main]
        made.append(TableRow(tuple(cells)))
        words = _in_words(rest, row)
        if words:
            made.append(TableRow((cell(""), cell(words, tone="text2", span=len(main))), "detail"))
    columns = [TableColumn("", 0.4, "right")]
    for column in main:
        numeric = column.kind == "number"
        width = 1.0 if numeric else 4.0 if rest and column is main[0] else 1.6
        columns.append(TableColumn(column.title, width, "right" if numeric else "left", column.unit or ""))
    return Table(tuple(columns), tuple(made), item.title, key=f"table-{item.id}", dense=True)


def _in_words(columns: Sequence[Column], row: Mapping[str, Any]) -> str:
    """Return the cells of a row with their titles and units; a unit that points at another cell is left to that cell."""
    units = {column.id: "" if column.unit in _UNITS_ELSEWHERE else column.unit or "" for column in columns}
    return "；".join(
        f"{column.title} {cell_display(column, row[column.id])} {units[column.id]}".rstrip()
        for column in columns
        if row.get(column.id) is not None
    )


def evidence(source: ReportInput) -> Sequence[Block]:
    """The evidence index by item, with SHA-256, and behind it what each indicator needs."""
    blocks: list[Block] = [Heading(1, "附件二　证据目录", "annex-evidence", new_page=True)]
    rows = []
    for form_id in source.begun:
        form = form_of(source, form_id)
        given = source.scored.sheet.form(form_id)
        for item in form.items.values():
            for reference in given.get(item.id).evidence:
                known = source.evidence.get(reference)
                name = known.name if known else reference
                size = wording.size_words(known.size) if known else ""
                rows.append(
                    TableRow(
                        (
                            cell(form.short_title),
                            cell(item_number(form, item.id)),
                            cell(name),
                            cell(size),
                            cell(reference if known else "", tone="text2"),
                        )
                    )
                )
    if rows:
        columns = (
            TableColumn("问卷", 1.1),
            TableColumn("题号", 0.7, "right"),
            TableColumn("文件", 3),
            TableColumn("大小", 0.9, "right"),
            TableColumn("SHA-256", 4.4),
        )
        blocks.append(Table(columns, tuple(rows), "证据文件", key="table-evidence", dense=True))
    else:
        blocks.append(Paragraph("本次评估没有附证据文件。"))
    return [*blocks, *records(source)]


def sources(source: ReportInput) -> Sequence[Block]:
    """Which forms and packs, which program, and the fingerprint of the data."""
    catalog = source.scored.catalog
    pairs = [
        (form.title, f"版本 {form.version}，内容指纹 {form.fingerprint[:16]}")
        for form in catalog.forms.values()
        if form.id == PROFILE_FORM or form.id in source.begun
    ]
    pairs += [(info.title, _pack_words(info)) for info in catalog.packs.infos]
    pairs += [("程序版本", f"皖企诊断 {source.program_version}"), ("数据指纹", source.fingerprint)]
    if source.history_head:
        pairs.append(("修改记录链首", source.history_head))
    return [
        Heading(1, "附件三　数据来源与指纹", "annex-sources", new_page=True),
        Paragraph(
            "本报告的答题数据、评分结果、所用问卷和资料以 JSON 附在 PDF 内；下面的数据指纹（SHA-256）由这些附件算出，"
            "附件有任何改动，指纹都会变。用“皖企诊断”打开本文件核对，可以重新评分，并把每一页与附件对照。"
            "核对说明数据、得分与页面是否一致，不代替签字盖章，也不证明所填属实。"
        ),
        Table(
            (TableColumn("内容", 2.0), TableColumn("版本、指纹", 3.6)),
            tuple(TableRow((cell(name), cell(value, tone="text2"))) for name, value in pairs),
            "问卷、数据包与程序的版本",
            key="table-sources",
            dense=True,
        ),
    ]


def _pack_words(info: PackInfo) -> str:
    """Return which pack, which edition, from what document of what date, and whether it was compared with it."""
    origin = "，".join(part for part in (info.source, info.issued, info.status) if part)
    return f"{info.id}，版次 {info.edition}" + (f"；{origin}" if origin else "")


def declaration(source: ReportInput) -> Sequence[Block]:
    """填报声明 and the stamp page."""
    text = (
        f"本企业（{source.enterprise.name or '　　　　　　'}）声明：本报告所填数据和材料真实、准确，能够提供相应记录备查；"
        "评分由软件按报告所列规则计算，仅作自我诊断和改进之用，不代替主管部门或评估机构的认定。"
    )
    places = ("企业（盖章）", "法定代表人或授权人（签字）", "填报人（签字）", "评估人员（签字）", "日期")
    return [
        Heading(1, "填报声明", "declaration", new_page=True),
        Signature(text, places),
        Paragraph(
            f"与本页盖章对应的数据指纹（SHA-256）：{source.fingerprint[:32]} {source.fingerprint[32:]}",
            "note",
        ),
    ]
