"""摘要, 企业概况, 评估说明: the pages before the diagnosis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.result import FormResult
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
    Rule,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, numbers
from anhui_assess.services.chart_data import RadarData
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.statements import sentence

_THREE = 3
_UNCHECKED = "待核对"


def summary(source: ReportInput) -> Sequence[Block]:
    """One page: where the firm stands, what blocks it, what to do first, what the statement rests on."""
    blocks: list[Block] = [
        Heading(1, "摘要", "summary", new_page=True),
        Paragraph(sentence(source.scored, source.plan), "lead"),
    ]
    if source.is_draft:
        blocks.append(Callout("草稿", _draft_words(source), "attention"))
    blocks.append(Cards(tuple(_card(source, form_id) for form_id in source.begun)))
    left: list[Block] = []
    if "smart_factory" in source.begun:
        left.append(
            Figure(radar(radar_data(source)), "智能工厂各能力域成熟度（虚线为下一级门槛）", "summary-radar")
        )
    right: list[Block] = [Heading(3, "卡住等级的三处短板", "summary-gaps"), Records(tuple(_gaps(source)))]
    right += [Heading(3, "先做三件事", "summary-steps"), Records(tuple(_first_steps(source)))]
    blocks.append(Columns(tuple(left), tuple(right), 0.54) if left else Columns(tuple(right), (), 1.0))
    blocks += [Rule(), Heading(3, "这些结论靠什么", "summary-basis"), Bars(tuple(_rests_on(source)))]
    return blocks


def radar_data(source: ReportInput) -> RadarData:
    """Return the capability domains of the smart-factory form and the gate of the next level."""
    form = form_of(source, "smart_factory")
    result = source.scored.result("smart_factory")
    axes, values = [], []
    for node in domains(form):
        score = result.node(node)
        if score is not None and score.score is not None:
            axes.append(form.nodes[node].title)
            values.append(score.score)
    target = float(result.next_level) if result.next_level else None
    return RadarData(
        tuple(axes), (("本次", tuple(values)),), maximum=float(len(form.scoring.levels)), target=target
    )


def domains(form: Form) -> Iterator[str]:
    """Yield the capability domains: the children of the elements, or what stands alone."""
    for root in form.roots:
        yield from root.children or (root.id,)


def _draft_words(source: ReportInput) -> str:
    missing = []
    for form_id in source.begun:
        progress = source.scored.result(form_id).progress
        if progress.settled < progress.applicable:
            missing.append(
                f"{form_of(source, form_id).short_title} {progress.applicable - progress.settled} 题"
            )
    if not missing:
        return "问卷还没有开始填写。"
    return f"还有未答：{'、'.join(missing)}。得分会随补答而变。"


def _card(source: ReportInput, form_id: str) -> Card:
    result = source.scored.result(form_id)
    form = form_of(source, form_id)
    if result.model == "level_gated":
        value = f"{result.level} 级 {result.level_name}" if result.level else result.level_name
        if result.next_level is None:
            return Card(
                form.short_title, value, f"{wording.score(result.score)} / 5", "五级要求都已满足", "good"
            )
        need = (
            f"离 {result.next_level} 级最少差 {result.items_to_next} 条"
            if result.items_to_next
            else f"离 {result.next_level} 级还远"
        )
        return Card(form.short_title, value, f"{wording.score(result.score)} / 5", need, "attention")
    if result.model == "points_on_a_line":
        return _points_card(form, result)
    high = sum(line.class_title == "高" for line in result.inventory)
    tone = "bad" if high else "good"
    remark = f"高风险断供项 {high} 个" if high else "没有高风险断供项"
    value = f"{wording.score(result.score, 1)} 分" if result.score is not None else "未评"
    below = f"{result.grade_name} · 满分 100" if result.grade_name else "满分 100"
    return Card(form.short_title, value, below, remark, tone)


def _points_card(form: Form, result: FormResult) -> Card:
    unmet = len(result.unmet_vetoes)
    unknown = sum(veto.state == "unknown" for veto in result.vetoes)
    if unmet:
        remark, tone = f"{unmet} 项否决，暂不能申报", "bad"
    elif unknown:
        remark, tone = f"{unknown} 项否决条件未填", "attention"
    else:
        remark, tone = "基本要求没有不满足项", "good"
    return Card(form.short_title, f"{wording.score(result.score, 1)} 分", "满分 100", remark, tone)


def _gaps(source: ReportInput) -> Iterator[Record]:
    order = ("veto", "weakness", "supply_risk", "inconsistency", "no_data", "thin_evidence")
    rank = {code: place for place, code in enumerate(order)}
    wanted = sorted(
        (entry for entry in source.findings if entry.code in rank), key=lambda entry: rank[entry.code]
    )
    for number, entry in enumerate(wanted[:_THREE], start=1):
        form = form_of(source, entry.form)
        where = f"（{numbers(form, entry.items, 4)}）" if entry.items else ""
        tone = "bad" if entry.code == "veto" else "accent"
        yield Record(
            str(number), entry.title, form.short_title, (f"{entry.brief or entry.text}{where}",), tone
        )


def _first_steps(source: ReportInput) -> Iterator[Record]:
    for entry in source.plan.measures[:_THREE]:
        instruments = [
            source.scored.catalog.packs.instruments[key].title for key in entry.measure.instruments[:2]
        ]
        details = [wording.money(entry.investment), wording.months(entry.measure.months), *instruments]
        yield Record(str(entry.number), entry.measure.title, "", (" · ".join(details),))


def _rests_on(source: ReportInput) -> Iterator[tuple[str, float, str]]:
    applicable = settled = asks = evidence = answered = verified = 0
    for form_id in source.begun:
        progress = source.scored.result(form_id).progress
        applicable += progress.applicable
        settled += progress.settled
        asks += progress.asks_evidence
        evidence += progress.with_evidence
        answered += progress.answered
        verified += progress.verified
    for label, part, whole, words in (
        ("已答比例", settled, applicable, "题"),
        ("有证据的比例", evidence, asks, "题"),
        ("专家核验比例", verified, answered, "题"),
    ):
        share = part / whole if whole else 0.0
        yield label, share, f"{wording.percent(share)}（{whole} {words}中 {part} {words}）"


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
    industry = source.scored.catalog.packs.industries.get(source.enterprise.text("industry"))
    if industry is not None and industry.path:
        blocks += [
            Heading(2, "产业方向", "profile-industry"),
            Paragraph(
                f"{industry.id}属于皖政〔2015〕106号{industry.section}所列的{_group(industry.group)}。{industry.path}"
            ),
            Paragraph(f"政策提到的重点产品和方向：{industry.focus}。") if industry.focus else Paragraph(""),
        ]
    return [block for block in blocks if not (isinstance(block, Paragraph) and block.text == "")]


def _group(group: str) -> str:
    return {"高端": "高端制造业领域", "传统": "优势传统产业"}.get(group, "其他制造业")


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
    blocks.append(Table(columns, tuple(rows), "使用的问卷与依据", key="table-forms"))
    blocks.append(Heading(2, "评分规则", "method-rules"))
    blocks += [Paragraph(text) for text in _rules(source)]
    blocks += _tailoring(source)
    blocks += _unchecked(source)
    return blocks


def _rules(source: ReportInput) -> Iterator[str]:
    begun = source.begun
    if "smart_factory" in begun:
        result = source.scored.result("smart_factory")
        sets = form_of(source, "smart_factory").scoring.weight_sets
        yield (
            "智能工厂：每题按全部满足 1、大部分满足 0.8、部分满足 0.5、不满足 0 打分；子域在某一级的得分是该级各题的平均，"
            "未答和暂不清楚按 0 计，不适用的题不参加平均。各子域、能力域、要素按权重逐层合成等级得分，权重在参加加权的各项之间归一。"
            "某一级得分达到 0.8 且低等级都满足，才算达到该级；总分等于已达到的级数加上第一个未达到等级的得分。"
            f"本次采用“{sets[result.weight_set].title}”权重。"
        )
    if "green_factory" in begun:
        yield (
            "绿色工厂：基本要求为一票否决，任何一项不满足即不具备申报条件，但评分仍然给出。十四项指标在基准值与引领值之间按直线给分，"
            "低于基准得 0 分，达到引领得满分；缺基准值或引领值的指标为未定标，退出加权，其余折算为百分制；该填而没填的按 0 分计。"
        )
    if "four_bases" in begun:
        yield (
            "工业四基：每项能力对照五档文字说明自评，一档 0 分、五档 100 分，按权重合成；与本企业不相关的部分退出加权。"
            "关键件断供风险 = 100 × Σ（因素权重 × 暴露程度）× 停供影响，空格按最坏情况计算，因此“不知道”不会降低风险。"
        )
    yield "同一题既有企业自评又有专家核验的，得分取核验值。所有数字先精确计算，显示时才四舍五入。"


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
    rows = [row for form_id in source.begun for row in _unchecked_of(source, form_of(source, form_id))]
    rows += _unchecked_factors(source)
    if source.plan.measures:
        rows.append(("改进方案", "措施的周期、投资和效果", "多为经验估计或公开报价的量级，立项前应询价核实"))
    if not rows:
        yield Paragraph("本报告用到的数值都已核对来源。")
        return
    yield Paragraph("下列内容的数值或文字尚未对照标准原文，报告照常使用，正式申报前应以原文为准。")
    columns = (TableColumn("问卷", 1.2), TableColumn("内容", 3.4), TableColumn("来源与说明", 4))
    yield Table(
        columns,
        tuple(TableRow(tuple(cell(text) for text in row)) for row in rows),
        "待核对的内容",
        key="table-unchecked",
        dense=True,
    )


def _unchecked_of(source: ReportInput, form: Form) -> Iterator[tuple[str, str, str]]:
    """Yield what of a form still has to be compared with the original: basis, weights, items, bases and leads."""
    for entry in form.basis:
        if entry.status == _UNCHECKED:
            yield (
                form.short_title,
                f"{entry.standard} {entry.title}".strip(),
                entry.note or "整理值，未对照原文",
            )
    result = source.scored.result(form.id)
    weights = form.scoring.weight_sets.get(result.weight_set)
    if weights is not None and weights.status == _UNCHECKED:
        yield form.short_title, f"权重：{weights.title}", weights.source
    count = sum(item.status == _UNCHECKED for item in form.items.values())
    if count:
        yield form.short_title, f"{count} 道题的依据", "题目要求据整理材料写成，正式评估以标准文本为准"
    for indicator in result.indicators:
        for part in indicator.parts:
            if part.status == _UNCHECKED and part.fraction is not None:
                bounds = f"基准 {part.base:g}、引领 {part.lead:g}"
                yield form.short_title, f"{indicator.title}：{part.title} {bounds}", part.source


def _unchecked_factors(source: ReportInput) -> list[tuple[str, str, str]]:
    """Return the energy and carbon factors that were used and still have to be checked."""
    factors = source.scored.catalog.packs.energy
    rows = source.scored.value("gf.energy")
    if factors is None or isinstance(rows, Missing):
        return []
    used = [factors.kinds[kind] for row in rows if (kind := row.get("kind")) in factors.kinds]
    found = [
        ("能源与碳", f"{kind.title}：折标系数", kind.source) for kind in used if kind.status == _UNCHECKED
    ]
    found += [
        ("能源与碳", f"{kind.title}：碳排放因子", kind.carbon.source or kind.source)
        for kind in used
        if kind.carbon.status == _UNCHECKED and kind.carbon.method != "none"
    ]
    return list(dict.fromkeys(found))
