"""摘要, 企业概况, 评估说明: the pages before the diagnosis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.report import wording
from anhui_assess.report.figures import radar
from anhui_assess.report.model import (
    Bars,
    Block,
    Callout,
    Card,
    Cards,
    Columns,
    Figure,
    Heading,
    KeyValues,
    Paragraph,
    Record,
    Records,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, places
from anhui_assess.report.sections.rules import rules
from anhui_assess.services.chart_data import RadarData
from anhui_assess.services.diagnosis import changes
from anhui_assess.services.diagnosis.overview import card, gaps, supports
from anhui_assess.services.diagnosis.smart import radar as smart_radar
from anhui_assess.services.forms_begun import ESTIMATE, accompanying, leading
from anhui_assess.services.plan_words import goals_sentence
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.statements import draft_words, sentence
from anhui_assess.services.wording import gaps_title, steps_title

_RADAR_CAPTIONS = {
    "level_gated": "智能工厂各能力域成熟度（虚线为下一级门槛）",
    ESTIMATE: "智能工厂各能力域成熟度（快速自评的估计，定级要做完整问卷）",
}
_THREE = 3
_RADAR_WIDTH = 216.0
_UNCHECKED = "待核对"


def summary(source: ReportInput) -> Sequence[Block]:
    """One page: where the firm stands, what blocks it, what to do first, what it takes, what the statement rests on."""
    blocks: list[Block] = [
        Heading(1, "摘要", "summary", new_page=True),
        Paragraph(sentence(source.scored), "body" if _is_full(source) else "lead"),
    ]
    if source.is_draft:
        blocks.append(Callout("草稿", draft_words(source.scored), "attention"))
    blocks += [*score_cards(source), *_others(source)]
    left = list(_radar(source))
    basis = list(_basis(source))
    right: list[Block] = []
    for title, key, records in (
        (gaps_title, "summary-gaps", tuple(gap_records(source))),
        (steps_title, "summary-steps", tuple(first_step_records(source))),
    ):
        if records:
            right += [Heading(3, title(len(records)), key), Records(records)]
    if left and right:
        blocks.append(Columns((*left, *basis), tuple(right), 0.5))
        basis = []
    else:
        blocks += [*left, *right]
    return [*blocks, Callout("目标、钱和时间", goals_sentence(source.plan), "accent"), *basis]


def _is_full(source: ReportInput) -> bool:
    """Whether the summary has so much to say that it is set closer, to stay on its page."""
    return source.is_draft or source.earlier is not None or len(leading(source.scored)) > _THREE


def _basis(source: ReportInput) -> Iterator[Block]:
    """Yield what the statements rest on: completeness, evidence, verified share."""
    rows = [
        (
            entry.label,
            entry.share,
            f"{wording.percent(entry.share)}（{entry.counts[0]}/{entry.counts[1]} 题）",
        )
        for entry in supports(source.scored)
    ]
    yield Heading(3, "这些结论靠什么", "summary-basis")
    yield Bars(tuple(rows))


def score_cards(source: ReportInput) -> Iterator[Cards]:
    """Yield rows of three cards."""
    made = [
        Card(entry.label, entry.value, entry.below, entry.remark, entry.tone)
        for form_id in leading(source.scored)
        for entry in [card(form_of(source, form_id), source.scored.result(form_id))]
    ]
    for first in range(0, len(made), _THREE):
        yield Cards(tuple(made[first : first + _THREE]))


def _others(source: ReportInput) -> Iterator[Block]:
    """Yield a line on the questionnaires and lists that go with the main ones, and on the assessment before."""
    found = []
    for form_id in accompanying(source.scored):
        entry = card(form_of(source, form_id), source.scored.result(form_id))
        found.append(f"{entry.label} {entry.value}")
    words = f"另有：{'；'.join(found)}。" if found else ""
    if source.earlier is not None:
        words += changes.sentence(source.scored, source.earlier)
    if words:
        yield Paragraph(words, "small")


def _radar(source: ReportInput) -> Iterator[Block]:
    """Yield the capability domains as the full questionnaire has them, else as the quick scan estimates them."""
    for form_id in source.spoken_of:
        form = form_of(source, form_id)
        if form.scoring.model not in _RADAR_CAPTIONS:
            continue
        data = smart_radar(form, source.scored.result(form_id))
        if data is not None:
            if form.scoring.model == ESTIMATE:
                data = replace(data, series=(("估计", data.series[0][1]),), target=None)
            else:
                data = _with_earlier(source, form, data)
            yield Figure(
                radar(data, width=_RADAR_WIDTH), _RADAR_CAPTIONS[form.scoring.model], "summary-radar"
            )
            return


def _with_earlier(source: ReportInput, form: Form, data: RadarData) -> RadarData:
    """Return the radar with the outline of the assessment before, where that had the same domains."""
    old = None if source.earlier is None else source.earlier.forms.get(form.id)
    outline = None if old is None else changes.outline(form, source.scored.result(form.id), old)
    if outline is None or source.earlier is None:
        return data
    return replace(data, series=(*data.series, (f"上次（{source.earlier.date[:4]} 年）", outline)))


def gap_records(source: ReportInput) -> Iterator[Record]:
    """Yield the three findings that hold the firm back most."""
    for number, entry in enumerate(gaps(source.findings), start=1):
        form = form_of(source, entry.form)
        found = "" if _is_full(source) and entry.brief else places(source, form, entry.items, 4)
        where = f"（{found}）" if found else ""
        tone = "bad" if entry.code == "veto" else "accent"
        yield Record(
            str(number), entry.title, form.short_title, (f"{entry.brief or entry.text}{where}",), tone
        )


def first_step_records(source: ReportInput) -> Iterator[Record]:
    """Yield the first three measures with money, time and support."""
    for entry in source.plan.measures[:_THREE]:
        instruments = [
            source.scored.catalog.packs.instruments[key].title for key in entry.measure.instruments[:2]
        ]
        details = [wording.money(entry.investment), wording.months(entry.measure.months), *instruments]
        yield Record(str(entry.number), entry.measure.title, "", (" · ".join(details),))


def profile(source: ReportInput) -> Sequence[Block]:
    """企业概况 as the profile form gives it."""
    form = form_of(source, PROFILE_FORM)
    answers = source.scored.sheet.form(PROFILE_FORM)
    blocks: list[Block] = [Heading(1, "企业概况", "profile", new_page=True)]
    for root in form.roots:
        pairs = []
        for item in form.items_below(root.id):
            answer = answers.get(item.id)
            if answer.state is AnswerState.ANSWERED:
                pairs.append((item.title, wording.answer_text(item, answer)))
        if pairs:
            blocks += [Heading(2, root.title, f"profile-{root.id}"), KeyValues(tuple(pairs), 2)]
    if len(blocks) == 1:
        blocks.append(Paragraph("企业档案还没有填写。"))
    return blocks


def method(source: ReportInput) -> Sequence[Block]:
    """评估说明: instruments, rules, tailoring, not-applicable items, values still to be checked."""
    blocks: list[Block] = [
        Heading(1, "评估说明", "method", new_page=True),
        Heading(2, "依据与问卷", "method-forms"),
    ]
    rows = []
    for form_id in source.begun:
        form = form_of(source, form_id)
        basis = "；".join(
            f"{entry.standard} {entry.title}".strip() + ("（待核对）" if entry.status == "待核对" else "")
            for entry in form.basis
        )
        rows.append(TableRow((cell(form.title), cell(form.version), cell(str(len(form.items))), cell(basis))))
    columns = (
        TableColumn("问卷", 2.2),
        TableColumn("版本", 0.9),
        TableColumn("题数", 0.7, "right"),
        TableColumn("依据", 5),
    )
    if rows:
        blocks.append(Table(columns, tuple(rows), "使用的问卷与依据", key="table-forms"))
    else:
        blocks.append(Paragraph("还没有开始填写任何问卷。"))
    blocks.append(Heading(2, "评分规则", "method-rules"))
    blocks += [Paragraph(text) for text in rules(source)]
    blocks += _tailoring(source)
    blocks += _unchecked(source)
    return blocks


def _tailoring(source: ReportInput) -> Iterator[Block]:
    rows = []
    for form_id in source.begun:
        form = form_of(source, form_id)
        answers = source.scored.sheet.form(form_id)
        for node_id, reason in answers.tailored_out.items():
            rows.append(
                TableRow((cell(form.short_title), cell(f"裁剪：{form.nodes[node_id].title}"), cell(reason)))
            )
        for item_id, item in form.items.items():
            answer = answers.get(item_id)
            if answer.state is AnswerState.NOT_APPLICABLE and source.scored.applies(form, item):
                rows.append(
                    TableRow(
                        (
                            cell(form.short_title),
                            cell(f"不适用：第 {form.item_order[item_id]} 题 {item.title}"),
                            cell(answer.reason),
                        )
                    )
                )
    yield Heading(2, "裁剪与不适用", "method-tailoring")
    if not rows:
        yield Paragraph("没有裁剪任何部分，也没有选择“不适用”的题。")
        return
    columns = (TableColumn("问卷", 1.2), TableColumn("内容", 3), TableColumn("理由", 4))
    yield Table(columns, tuple(rows), "裁剪和不适用的题及理由", key="table-tailoring")


def _unchecked(source: ReportInput) -> Iterator[Block]:
    yield Heading(2, "待核对的内容", "method-unchecked")
    groups = [
        (form_of(source, form_id).title, list(_unchecked_of(source, form_of(source, form_id))))
        for form_id in source.begun
    ]
    groups.append(("能源与碳的因子", _unchecked_factors(source)))
    if source.plan.measures:
        advice = "多为经验估计或公开报价的量级，立项前应询价核实"
        groups.append(("改进方案", [("措施的周期、投资和效果", advice)]))
    groups = [(title, rows) for title, rows in groups if rows]
    if not groups:
        yield Paragraph("本报告用到的数值都已核对来源。")
        return
    yield Paragraph("下列内容的数值或文字尚未对照标准原文，报告照常使用，正式申报前应以原文为准。")
    made: list[TableRow] = []
    for title, rows in groups:
        made.append(TableRow((cell(title, bold=True),), "group"))
        made += [TableRow((cell(what), cell(note, tone="text2"))) for what, note in rows]
    columns = (TableColumn("内容", 4), TableColumn("来源与说明", 4.4))
    yield Table(columns, tuple(made), "待核对的内容", key="table-unchecked", dense=True)


def _unchecked_of(source: ReportInput, form: Form) -> Iterator[tuple[str, str]]:
    """Yield what of a form still has to be compared with the original: basis, weights, items, bases and leads."""
    for entry in form.basis:
        if entry.status == _UNCHECKED:
            yield f"{entry.standard} {entry.title}".strip(), entry.note or "整理值，未对照原文"
    result = source.scored.result(form.id)
    weights = form.scoring.weight_sets.get(result.weight_set)
    if weights is not None and weights.status == _UNCHECKED:
        yield f"权重：{weights.title}", weights.source
    count = sum(item.status == _UNCHECKED for item in form.items.values())
    if count:
        yield f"{count} 道题的依据", "题目要求据整理材料写成，正式评估以标准文本为准"
    for indicator in result.indicators:
        for part in indicator.parts:
            if part.status == _UNCHECKED and part.fraction is not None:
                bounds = f"基准 {part.base:g}、引领 {part.lead:g}"
                yield f"{indicator.title}：{part.title} {bounds}", part.source


def _unchecked_factors(source: ReportInput) -> list[tuple[str, str]]:
    """Return the energy and carbon factors that were used and still have to be checked."""
    factors = source.scored.catalog.packs.energy
    rows = source.scored.value("gf.energy")
    if factors is None or isinstance(rows, Missing):
        return []
    used = [factors.kinds[kind] for row in rows if (kind := row.get("kind")) in factors.kinds]
    found = [(f"{kind.title}：折标系数", kind.source) for kind in used if kind.status == _UNCHECKED]
    found += [
        (f"{kind.title}：碳排放因子", kind.carbon.source or kind.source)
        for kind in used
        if kind.carbon.status == _UNCHECKED and kind.carbon.method != "none"
    ]
    return list(dict.fromkeys(found))
