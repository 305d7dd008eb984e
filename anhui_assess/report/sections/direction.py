"""产业方向: what the policy wants of this industry, how the firm fits, and the programme targets its gaps touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.diagnosis.industry_fit import WantFit, industry_of
from anhui_assess.report import wording
from anhui_assess.report.model import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, numbers
from anhui_assess.services.diagnosis.direction import (
    NOTE,
    TARGETS_NOTE,
    TONES,
    conclusion,
    fits,
    industry_words,
    touched,
)
from anhui_assess.services.reporting import ReportInput

_MARKS = {"check": "tick", "cross": "cross"}
_NAMED = 4


def wanted(source: ReportInput) -> bool:
    """Whether an industry was chosen, or the programmes can be held against findings."""
    return industry_of(source.scored) is not None or bool(source.begun)


def direction(source: ReportInput) -> Sequence[Block]:
    """The chapter on the direction of the industry."""
    blocks: list[Block] = [Heading(1, "产业方向", "direction", new_page=True)]
    blocks += _industry(source)
    blocks += _programmes(source)
    return blocks


def _industry(source: ReportInput) -> Iterator[Block]:
    industry = industry_of(source.scored)
    if industry is None:
        yield Paragraph(
            "企业档案没有选重点产业领域，产业方向没有比较。选定以后，这里说明政策要什么、企业契合多少。"
        )
        return
    yield Heading(2, "政策要什么", "direction-policy")
    yield Paragraph(f"{industry_words(industry)}{industry.path}")
    if industry.sub_fields:
        yield Paragraph(f"细分领域：{'、'.join(industry.sub_fields)}。")
    if industry.focus:
        yield Paragraph("政策点到的产品和方向：")
        yield Bullets(tuple(industry.focus.split("；")))
    products = source.enterprise.text("main_products")
    if products:
        yield Paragraph(f"本企业的主要产品：{products.rstrip('。')}。是否属于上面所列，请企业自己确认。")
    found = fits(source.scored)
    if found:
        yield Heading(2, "企业契合多少", "direction-fit")
        yield Paragraph(conclusion(source.scored))
        yield _fit_table(source, found)


def _fit_table(source: ReportInput, found: Sequence[WantFit]) -> Table:
    rows: list[TableRow] = []
    for number, fit in enumerate(found, start=1):
        tone, mark = TONES.get(fit.verdict, ("text2", "dash"))
        share = wording.DASH if fit.share is None else wording.percent(fit.share)
        rows.append(
            TableRow(
                (
                    cell(f"{number}. {fit.want.text}", bold=True),
                    cell(share, bold=True),
                    cell(fit.verdict, tone=tone, mark=_MARKS.get(mark, "dash")),
                    cell(""),
                )
            )
        )
        for entry in fit.grounds:
            form = form_of(source, entry.form) if entry.form else None
            items = tuple(item for item in entry.items if form is not None and item in form.items)
            where = f"{form.short_title}{numbers(form, items, _NAMED)}" if form is not None and items else ""
            rows.append(
                TableRow(
                    (
                        cell(f"　{entry.label}", tone="text2"),
                        cell(wording.DASH if entry.share is None else wording.percent(entry.share)),
                        cell(entry.words, tone="text2"),
                        cell(where, tone="text2"),
                    ),
                    "detail",
                )
            )
    columns = (
        TableColumn("政策要什么 / 看企业的哪里", 3.4),
        TableColumn("做到", 0.7, "right"),
        TableColumn("怎样", 2.6),
        TableColumn("题目", 2.2),
    )
    return Table(columns, tuple(rows), "产业方向对照", NOTE, key="table-direction", dense=True)


def _programmes(source: ReportInput) -> Iterator[Block]:
    found = touched(source.scored.catalog.packs, source.findings)
    if not found:
        return
    yield Heading(2, "五项工程的目标与本企业", "direction-programmes")
    rows = []
    for entry in found:
        targets = "".join(f"{target.year} 年：{target.text}" for target in entry.programme.targets)
        titles = list(dict.fromkeys(finding.title for finding in entry.findings))
        mine = "、".join(titles[:_NAMED]) + (f"等 {len(titles)} 处" if len(titles) > _NAMED else "")
        rows.append(
            TableRow(
                (
                    cell(f"专栏{entry.programme.number} {entry.programme.title}", bold=True),
                    cell(entry.programme.section, tone="text2"),
                    cell(targets),
                    cell(mine or "没有碰到", tone="" if mine else "text2"),
                )
            )
        )
    columns = (
        TableColumn("工程", 1.8),
        TableColumn("政策位置", 1.1),
        TableColumn("全省目标", 4),
        TableColumn("本企业碰到的", 2.6),
    )
    note = f"{TARGETS_NOTE}出处：皖政〔2015〕106号第三部分专栏1–5。"
    yield Table(
        columns, tuple(rows), "专栏1–5 的目标与本企业的差距", note, key="table-programmes", dense=True
    )
