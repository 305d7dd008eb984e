"""工业四基诊断: section scores, strengths and weak aspects; the inventory follows from `bases_inventory`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.report import wording
from anhui_assess.report.figures import grouped_bars
from anhui_assess.report.model import (
    Block,
    Figure,
    Heading,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.bases_inventory import in_two, inventory
from anhui_assess.report.sections.common import cell, form_of, item_key, item_number
from anhui_assess.services.diagnosis import aspects
from anhui_assess.services.diagnosis import bases as diagnosis
from anhui_assess.services.reporting import ReportInput

FORM = "four_bases"
_NONE = {"good": "没有评到 4 档以上的方面。", "bad": "没有停在前两档的方面。"}


def wanted(source: ReportInput) -> bool:
    """Whether the form was begun."""
    return FORM in source.begun


def bases(source: ReportInput) -> Sequence[Block]:
    """The chapter on the four-bases form."""
    form = form_of(source, FORM)
    result = source.scored.result(FORM)
    blocks: list[Block] = [
        Heading(1, "工业四基诊断", "bases", new_page=True),
        Heading(2, "总体结论", "bases-score"),
    ]
    blocks.append(Paragraph(diagnosis.conclusion(form, result)))
    bars = diagnosis.section_bars(result)
    if bars.rows:
        blocks.append(Figure(grouped_bars(bars), "各部分能力得分（0–100）", "bases-bars"))
        blocks += list(_sides(source, form))
        blocks += list(_best_and_worst(source, form))
    blocks += list(_aspects(source, form, result))
    blocks += list(inventory(source, form, result))
    blocks += list(_titles(source, form))
    return blocks


def _sides(source: ReportInput, form: Form) -> Iterator[Block]:
    found = aspects.sides(source.scored, form)
    if not found:
        return
    names = aspects.aspect_names(found)
    yield Heading(2, "造和用的强弱", "bases-sides")
    said = aspects.words(found)
    if said:
        yield Paragraph(said)
    rows = []
    for side in found:
        ratings = [side.ratings.get(aspect) for aspect in names]
        cells = [cell(side.section, bold=True), cell(side.role), cell(wording.score(side.score, 1))]
        cells += [
            cell("" if rating is None else aspects.rating_words(rating), tone=aspects.tone(rating))
            for rating in ratings
        ]
        rows.append(TableRow(tuple(cells)))
    if len(found) > 1:
        means = (cell(wording.score(mean, 1)) for mean in aspects.means(found).values())
        rows.append(TableRow((cell("各方面平均"), cell(""), cell(""), *means), "total"))
    columns = (
        TableColumn("部分", 2.5),
        TableColumn("角色", 0.95),
        TableColumn("得分", 0.75, "right"),
        *(TableColumn(in_two(aspects.short(aspect)), 0.75, "right") for aspect in names),
    )
    note = "格内是评到第几档（1—5）；得分是这一角色各方面的加权平均，满分 100。"
    yield Table(
        columns, tuple(rows), "各部分、各角色、各方面评到几档", note, key="table-bases-sides", dense=True
    )


def _titles(source: ReportInput, form: Form) -> Iterator[Block]:
    cards = diagnosis.title_cards(source.scored, form)
    yield Heading(2, "称号与支持", "bases-titles")
    yield Paragraph(diagnosis.title_words(cards))
    if not cards:
        return
    rows = tuple(
        TableRow(
            (
                cell(card.title, bold=True, link=f"qualification-{card.id}"),
                cell(card.level),
                cell(card.word, tone=card.tone),
                cell("、".join(line.title for line in card.conditions if line.icon != "check") or "都对得上"),
                cell(card.document, tone="text2"),
            )
        )
        for card in cards
    )
    columns = (
        TableColumn("称号或支持", 2),
        TableColumn("层级", 0.6),
        TableColumn("结论", 1.7),
        TableColumn("还差哪几条、哪几条不知道", 3),
        TableColumn("依据", 2.4),
    )
    yield Table(columns, rows, "准备申报的称号与支持", key="table-bases-titles", dense=True)


def _best_and_worst(source: ReportInput, form: Form) -> Iterator[Block]:
    yield Heading(2, "强项与短处", "bases-strengths")
    pairs = (
        ("强项：评到 4 档以上、权重最大的方面", "good", diagnosis.strengths(source.scored, form)),
        ("短处：停在前两档、权重最大的方面", "bad", diagnosis.weaknesses(source.scored, form)),
    )
    for caption, tone, found in pairs:
        if not found:
            yield Paragraph(_NONE[tone])
            continue
        rows = tuple(
            TableRow(
                (
                    cell(item_number(form, entry.item.id), link=item_key(entry.item)),
                    cell(entry.item.title, bold=True),
                    cell(entry.section),
                    cell(f"{entry.rating} 档", tone=tone),
                    cell(entry.anchor, tone="text2"),
                )
            )
            for entry in found
        )
        columns = (
            TableColumn("题号", 0.6, "right"),
            TableColumn("方面", 1.9),
            TableColumn("部分", 2.1),
            TableColumn("评定", 0.8),
            TableColumn("现在的情况", 4.4),
        )
        yield Table(columns, rows, caption, key=f"table-bases-{tone}", dense=True)


def _aspects(source: ReportInput, form: Form, result: FormResult) -> Iterator[Block]:
    yield Heading(2, "分项评定", "bases-aspects")
    for node in result.nodes:
        items = [
            form.items[key] for key in form.nodes[node.id].items if form.items[key].kind == "anchored_rating"
        ]
        items = [item for item in items if source.scored.applies(form, item)]
        if node.score is None or not items:
            continue
        rows = []
        answers = source.scored.sheet.form(FORM)
        for item in items:
            answer = answers.get(item.id)
            value = answer.effective
            rating = f"{value} 档" if not isinstance(value, Missing) else wording.answer_text(item, answer)
            share = (value - 1) / 4 if isinstance(value, int) else None
            rows.append(
                TableRow(
                    (
                        cell(item_number(form, item.id)),
                        cell(item.title),
                        cell(rating, bar=share),
                        cell(wording.anchor_text(item, answer) or answer.reason, tone="text2"),
                    )
                )
            )
        columns = (
            TableColumn("题号", 0.6, "right"),
            TableColumn("方面", 2),
            TableColumn("评定", 1.1),
            TableColumn("对应的情况", 5),
        )
        yield Table(
            columns,
            tuple(rows),
            f"{node.title}（{wording.score(node.score, 1)} 分）",
            key=f"table-bases-{node.id}",
            dense=True,
        )
