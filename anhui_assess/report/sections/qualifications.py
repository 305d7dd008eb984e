"""资格与梯度: titles and gradients condition by condition, with what is missing and the document behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.report.model import (
    Block,
    Cell,
    Heading,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, item_number
from anhui_assess.services.diagnosis.gradient import (
    NOTE,
    ConditionLine,
    QualificationCard,
    qualification_cards,
)
from anhui_assess.services.reporting import ReportInput

_MARKS = {"check": "tick", "cross": "cross"}
_WORDS = ("满足", "不满足", "不知道")


def wanted(source: ReportInput) -> bool:
    """Whether there are titles to check and anything to check them with."""
    return bool(source.begun) and bool(source.scored.catalog.packs.qualifications)


def qualifications(source: ReportInput) -> Sequence[Block]:
    """The chapter on titles and gradients."""
    cards = qualification_cards(source.scored)
    blocks: list[Block] = [
        Heading(1, "资格与梯度", "qualifications", new_page=True),
        Heading(2, "总览", "qualifications-overview"),
        Paragraph(NOTE),
        _overview(cards),
    ]
    for card in cards:
        blocks += list(_one(source, card))
    return blocks


def _overview(cards: Sequence[QualificationCard]) -> Table:
    rows = tuple(
        TableRow(
            (
                cell(card.title, bold=True, link=f"qualification-{card.id}"),
                cell(card.level),
                *(cell(str(sum(line.word == word for line in card.conditions))) for word in _WORDS),
                cell(card.word, mark=_MARKS.get(card.icon, "dash"), tone=card.tone),
            )
        )
        for card in cards
    )
    columns = (
        TableColumn("资格", 2.6),
        TableColumn("层级", 0.8),
        *(TableColumn(word, 0.8, "right") for word in _WORDS),
        TableColumn("结论", 3),
    )
    return Table(columns, rows, "各项资格的条件满足情况", key="table-qualifications")


def _one(source: ReportInput, card: QualificationCard) -> Iterator[Block]:
    yield Heading(2, card.title, f"qualification-{card.id}")
    yield Paragraph(f"{card.word}。{card.counts}。")
    rows = tuple(
        TableRow(
            (
                cell(line.title, bold=True),
                cell(line.word, mark=_MARKS.get(line.icon, "dash"), tone=line.tone),
                cell(line.told),
                _where(source, line),
                cell(line.source, tone="text2"),
            )
        )
        for line in card.conditions
    )
    columns = (
        TableColumn("条件", 1.9),
        TableColumn("结果", 1.1),
        TableColumn("差什么、看什么、本企业是多少", 3.2),
        TableColumn("题目", 1.2),
        TableColumn("依据", 3.3),
    )
    date = source.scored.catalog.packs.qualifications[card.id].date
    document = card.document + (f"（{date}）" if date and date not in card.document else "")
    note = f"文件：{document}。{card.note}".rstrip("。") + "。"
    yield Table(
        columns, rows, f"{card.title}逐条对照", note, key=f"table-qualification-{card.id}", dense=True
    )


def _where(source: ReportInput, line: ConditionLine) -> Cell:
    if line.place is None:
        return cell("人工判断" if line.icon == "question" else "", tone="text2")
    form = form_of(source, line.place.form_id)
    return cell(f"{form.short_title}第 {item_number(form, line.place.item_id)} 题", tone="text2")
