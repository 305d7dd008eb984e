"""The inventory in the report: by supply risk with every factor shown, exposure, dependence, chokepoints, sensitivity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.form import Form, SupplyRisk
from anhui_assess.domain.item_kinds.tables import cell_display
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.report import wording
from anhui_assess.report.figures import dependence_map, risk_matrix
from anhui_assess.report.model import Block, Figure, Heading, Paragraph, Table, TableColumn, TableRow
from anhui_assess.report.sections.common import cell
from anhui_assess.services.diagnosis import inventory as read
from anhui_assess.services.diagnosis.bases import inventory_words
from anhui_assess.services.diagnosis.bases import risk_matrix as matrix_data
from anhui_assess.services.diagnosis.inventory import SHOWN, Entry
from anhui_assess.services.reporting import ReportInput

_CLASS_TONES = {"高": "bad", "中": "attention", "低": "good"}
_EXPLAINED, _TRIED, _NAMED, _SHARED, _FIRST = 10, 10, 8, 8, 3
_COLUMNS = (
    "product",
    "import_share",
    "qualified_suppliers",
    "lead_time_weeks",
    "stock_weeks",
    "substitute_trl",
    "impact",
)

_WORD = 2
_HEADS = {
    "product": "用在哪里",
    "import_share": "进口",
    "qualified_suppliers": "供方数",
    "lead_time_weeks": "周期",
    "stock_weeks": "库存",
    "substitute_trl": "就绪级",
    "impact": "影响",
}
"""Heads that stand on one line in a narrow column."""


def inventory(source: ReportInput, form: Form, result: FormResult) -> Iterator[Block]:
    """Yield the blocks on the inventory; nothing while it is empty."""
    rule = form.scoring.supply_risk
    found = read.entries(source.scored, form)
    if rule is None or not found:
        return
    yield Heading(2, "关键件清单与断供风险", "bases-inventory")
    yield Paragraph(_words(form, result, rule))
    yield Paragraph(read.first_words(read.what_if_lines(source.scored, form, found[:_FIRST])))
    names = [entry.name for entry in found[:SHOWN]]
    caption = "关键件风险矩阵（暴露 × 影响，编号见下表）"
    yield Figure(risk_matrix(matrix_data(form, result, names)), caption, "bases-matrix")
    yield _inventory_table(form, found[:SHOWN])
    if len(found) > SHOWN:
        words = f"正文只列风险最高的 {SHOWN} 项，全部 {len(found)} 项按同样的编号列在附件一的清单表里。"
        yield Paragraph(words, "note")
    yield Heading(3, "风险最高的几项为什么高", "bases-why")
    yield _factor_table(rule, found[:_EXPLAINED])
    yield from _exposure(found)
    yield from _dependence(form, found)
    yield from _advice(source, form, found)
    yield from _sensitivity(source, form, found)


def in_two(head: str) -> str:
    """Return a head of four characters and more on two lines, broken after the first word."""
    return f"{head[:_WORD]}\n{head[_WORD:]}" if len(head) > _WORD + 1 else head


def _words(form: Form, result: FormResult, rule: SupplyRisk) -> str:
    factors = "、".join(f"{factor.title} {factor.weight:.0%}" for factor in rule.factors)
    return f"{inventory_words(form, result)}风险由{factors}按权重合成，再乘以停供影响。"


def _risk(entry: Entry) -> str:
    return f"{entry.line.risk:.1f} {entry.line.class_title}"


def _inventory_table(form: Form, found: Sequence[Entry]) -> Table:
    item = read.table_of(form)
    columns = {column.id: column for column in item.columns} if item else {}
    shown = [columns[key] for key in _COLUMNS if key in columns]
    rows = []
    for entry in found:
        cells = [cell(str(entry.number)), cell(entry.name, bold=True)]
        cells += [cell(cell_display(column, entry.row.get(column.id)) or "未填") for column in shown]
        cells.append(cell(_risk(entry), bold=True, tone=_CLASS_TONES.get(entry.line.class_title, "")))
        rows.append(TableRow(tuple(cells)))
    heads = [
        TableColumn(
            _HEADS.get(column.id, column.title),
            1.7 if column.kind == "text" else 0.9,
            "left" if column.kind == "text" else "right",
            column.unit or "",
        )
        for column in shown
    ]
    table_columns = (
        TableColumn("", 0.5, "right"),
        TableColumn("关键件", 2.2),
        *heads,
        TableColumn("风险", 1, "right"),
    )
    return Table(
        table_columns, tuple(rows), "关键件清单（按风险从高到低）", key="table-inventory", dense=True
    )


def _factor_table(rule: SupplyRisk, found: Sequence[Entry]) -> Table:
    total = sum(factor.weight for factor in rule.factors)
    rows = []
    for entry in found:
        points = [100.0 * factor.weight / total * entry.line.factors[factor.id] for factor in rule.factors]
        cells = [cell(str(entry.number)), cell(entry.name, bold=True)]
        for factor, value in zip(rule.factors, points, strict=True):
            unknown = factor.title in entry.line.unknown
            cells.append(cell(f"{value:.1f}{'*' if unknown else ''}", tone="attention" if unknown else ""))
        known = rule.impact.title not in entry.line.unknown
        cells += [
            cell(f"{sum(points):.1f}"),
            cell(f"× {entry.line.impact:.2g}{'' if known else '*'}", tone="" if known else "attention"),
            cell(f"{entry.line.risk:.1f}", bold=True, tone=_CLASS_TONES.get(entry.line.class_title, "")),
        ]
        rows.append(TableRow(tuple(cells)))
    heads = (
        TableColumn(in_two(factor.title), 0.9, "right", f"满 {100 * factor.weight / total:g}")
        for factor in rule.factors
    )
    columns = (
        TableColumn("", 0.5, "right"),
        TableColumn("关键件", 2.4),
        *heads,
        TableColumn("合计", 0.8, "right"),
        TableColumn("影响", 0.8, "right"),
        TableColumn("风险", 0.8, "right"),
    )
    note = "每格是该因素的得分 = 权重 × 暴露；合计 × 影响 = 风险。带 * 的格没有填，按最坏情况算。"
    return Table(columns, tuple(rows), "风险怎么算出来的", note, key="table-inventory-factors", dense=True)


def _exposure(found: Sequence[Entry]) -> Iterator[Block]:
    yield Heading(3, "敞口有多大", "bases-exposure")
    yield Paragraph(read.exposure_words(found))
    dearest = read.by_money(found)[:_EXPLAINED]
    if dearest:
        rows = tuple(
            TableRow(
                (
                    cell(str(entry.number)),
                    cell(entry.name, bold=True),
                    cell(wording.figure(entry.row.get("annual_purchase"), 1)),
                    cell(wording.figure(entry.imported, 1)),
                    cell(wording.figure(entry.row.get("gap_weeks"), 1)),
                    cell(wording.figure(entry.stopped, 1)),
                    cell(_risk(entry), tone=_CLASS_TONES.get(entry.line.class_title, "")),
                )
            )
            for entry in dearest
        )
        columns = (
            TableColumn("", 0.5, "right"),
            TableColumn("关键件", 3),
            TableColumn("年采购额", 1.2, "right", "万元"),
            TableColumn("进口敞口", 1.2, "right", "万元"),
            TableColumn("断供空窗", 1.1, "right", "周"),
            TableColumn("停供敞口", 1.3, "right", "万元"),
            TableColumn("风险", 1, "right"),
        )
        note = "进口敞口 = 年采购额 × 进口占比；停供敞口 = 受影响年销售额 ÷ 52 ×（采购周期 − 库存）。几件可能牵连同一批货，各行不能相加。"
        yield Table(columns, rows, "敞口最大的关键件", note, key="table-inventory-exposure", dense=True)
    shared = read.shared_items(found)
    if shared:
        words = "；".join(
            f"{entry.name}（{len(entry.products)} 个：{'、'.join(entry.products)}）"
            for entry in shared[:_SHARED]
        )
        more = f"；另有 {len(shared) - _SHARED} 项" if len(shared) > _SHARED else ""
        yield Paragraph(f"几个产品共用的关键件有 {len(shared)} 项，一停牵连几个产品：{words}{more}。")


def _dependence(form: Form, found: Sequence[Entry]) -> Iterator[Block]:
    data = read.dependence(form, found)
    if data.cells:
        yield Heading(3, "卡在哪个环节、依赖谁", "bases-dependence")
        yield Paragraph(read.dependence_words(data))
        yield Figure(dependence_map(data), "依赖图（环节 × 来源地）", "bases-dependence-map")


def _advice(source: ReportInput, form: Form, found: Sequence[Entry]) -> Iterator[Block]:
    risky = read.worth_acting(form, found)
    given = read.advice(source.scored, risky)
    yield Heading(3, "卡点与对策", "bases-chokepoints")
    if not given:
        yield Paragraph("中、高风险的关键件里没有归得上类的卡点；先把清单里的空格补齐。")
    else:
        rows = tuple(
            TableRow(
                (
                    cell(entry.kind.title, bold=True),
                    cell(_named(entry.entries)),
                    cell(f"{entry.kind.why}{entry.kind.do}"),
                    cell("、".join(measure.title for measure in entry.measures), tone="text2"),
                )
            )
            for entry in given
        )
        columns = (
            TableColumn("卡在哪里", 1.5),
            TableColumn("哪几件", 2.9),
            TableColumn("为什么、怎么办", 3.4),
            TableColumn("方案库措施", 1.8),
        )
        yield Table(columns, rows, "中、高风险关键件的卡点与对策", key="table-inventory-advice", dense=True)
    unknown = read.to_find_out(found)
    if unknown:
        names = _named(unknown)
        yield Paragraph(
            f"有 {len(unknown)} 项数没填全，现在按最坏情况算，查清后风险只会不变或变低：{names}。"
        )


def _named(found: Sequence[Entry]) -> str:
    words = "、".join(f"{entry.number} {_short(entry.name)}" for entry in found[:_NAMED])
    return words + (f" 等 {len(found)} 项" if len(found) > _NAMED else "")


def _short(name: str) -> str:
    """Return a name without what stands in brackets behind it."""
    return name.split("（", maxsplit=1)[0].strip() or name


def _sensitivity(source: ReportInput, form: Form, found: Sequence[Entry]) -> Iterator[Block]:
    lines = read.what_if_lines(source.scored, form, found[:_TRIED])
    if not lines or not lines[0].outcomes:
        return
    yield Heading(3, "做一步，风险变成多少", "bases-sensitivity")
    yield Paragraph(read.portfolio_words(source.scored, form, found))
    rows = []
    for line in lines:
        tone = _CLASS_TONES.get(line.entry.line.class_title, "")
        cells = [
            cell(str(line.entry.number)),
            cell(line.entry.name, bold=True),
            cell(_risk(line.entry), tone=tone),
        ]
        for outcome in line.outcomes:
            tone = "good" if outcome.lowers_class else "text2" if not outcome.changed else ""
            cells.append(cell(read.outcome_words(outcome), bold=outcome is line.first, tone=tone))
        rows.append(TableRow(tuple(cells)))
    columns = (
        TableColumn("", 0.5, "right"),
        TableColumn("关键件", 3),
        TableColumn("现在", 1.1, "right"),
        *(TableColumn(outcome.what_if.title, 1.6, "right") for outcome in lines[0].outcomes),
    )
    note = f"{read.what_if_words(source.scored)}绿色的会降一个等级；加粗的是建议先做的一步：能降等级、而且低出分界 1 分以上的里面最省事的，都做不到的取降得最多的；已在最低一级的不用急。各步分别算，用的是同一个风险公式。"
    yield Table(
        columns,
        tuple(rows),
        f"风险最高的 {len(lines)} 项各做一步",
        note,
        key="table-inventory-whatif",
        dense=True,
    )
