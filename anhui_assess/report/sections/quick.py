"""快速自评: an estimate with its band, the sub-domains by rating, and what to do next. Never a level that was reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.anchored import rated_items
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.report import wording
from anhui_assess.report.figures import level_ruler
from anhui_assess.report.model import (
    Block,
    Bullets,
    Callout,
    Figure,
    Heading,
    Paragraph,
    Record,
    Records,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, item_number
from anhui_assess.services.chart_data import LevelRulerData
from anhui_assess.services.diagnosis.quick import estimate
from anhui_assess.services.forms_begun import ESTIMATE
from anhui_assess.services.reporting import ReportInput

_WEAKEST = 5
_TOP = 5
"""The highest rating."""


def wanted(source: ReportInput) -> bool:
    """Whether a quick scan was begun and its full questionnaire was not."""
    return bool(_forms(source))


def _forms(source: ReportInput) -> list[Form]:
    forms = [form_of(source, form_id) for form_id in source.spoken_of]
    return [form for form in forms if form.scoring.model == ESTIMATE]


def quick(source: ReportInput) -> Sequence[Block]:
    """The chapter on the quick scan."""
    blocks: list[Block] = []
    for form in _forms(source):
        result = source.scored.result(form.id)
        ratings = {leaf: rating for leaf, _, rating in _ratings(source, form)}
        blocks += [Heading(1, form.short_title, f"quick-{form.id}", new_page=True)]
        blocks += [Heading(2, "大概在几级", "quick-level"), Paragraph(_conclusion(form, result))]
        if result.score is not None:
            names = tuple((level.level, level.name) for level in form.scoring.levels)
            ruler = level_ruler(LevelRulerData(names, result.score, result.band, form.scoring.met_at))
            blocks.append(Figure(ruler, "估计值与区间", "quick-ruler"))
        full = source.scored.catalog.forms.get(form.scoring.estimates)
        blocks.append(Callout("这是估计，不是评定", _caution(full), "attention"))
        blocks += [Heading(2, "各能力子域", "quick-leaves"), _table(source, form, result)]
        blocks += list(_next(source, form, full, ratings))
    return blocks


def _conclusion(form: Form, result: FormResult) -> str:
    if result.score is None:
        return "还没有估计。"
    low, high = (_level(value) for value in result.band or (result.score, result.score))
    span = f"{low}左右" if low == high else f"{low}到{high}之间"
    progress = result.progress
    text = f"{form.short_title}的结果是{estimate(result)}，估计值 {wording.score(result.score)}。按区间两端推算，做完整问卷可能在{span}。"
    left = progress.applicable - progress.settled
    return text + (f"还有 {left} 题没有答，补答后区间会变窄。" if left else "")


def _level(total: float) -> str:
    """Return a total's level in words: the part behind the point is the way to the next one."""
    return f" {int(total)} 级" if int(total) else "未达一级"


def _caution(full: Form | None) -> str:
    name = f"“{full.title}”（{len(full.items)} 题）" if full is not None else "完整问卷"
    return (
        f"每个子域只选了一档，没有逐条核对，也没有证据；与完整自评可能相差一级。要定级、要申报，请做{name}。"
    )


def _ratings(source: ReportInput, form: Form) -> Iterator[tuple[str, Item, int]]:
    """Yield the sub-domains with a rating."""
    for leaf in form.leaves:
        for item in rated_items(form, leaf.id)[:1]:
            value = source.scored.item_value(form.id, item.id)
            if isinstance(value, int) and not isinstance(value, bool):
                yield leaf.id, item, value


def _table(source: ReportInput, form: Form, result: FormResult) -> Table:
    answers = source.scored.sheet.form(form.id)
    excluded = form.scoring.weight_sets[result.weight_set].excluded
    rows: list[TableRow] = []
    last_root = ""
    for leaf in form.leaves:
        root = form.path(leaf.id)[0]
        for item in rated_items(form, leaf.id)[:1]:
            answer = answers.get(item.id)
            value = source.scored.item_value(form.id, item.id)
            rated = isinstance(value, int) and not isinstance(value, bool)
            out = leaf.id in excluded
            shown = "不设" if out else f"{value} 档" if rated else wording.answer_text(item, answer)
            share = value / _TOP if rated and not out else None
            meaning = "" if out else item.anchors.get(f"{value}", "") if rated else answer.reason
            rows.append(
                TableRow(
                    (
                        cell("" if root.id == last_root else root.title, bold=True),
                        cell(item_number(form, item.id)),
                        cell(leaf.title),
                        cell(shown, bar=share, tone="" if rated and not out else "text2"),
                        cell(meaning, tone="text2"),
                    )
                )
            )
        last_root = root.id
    columns = (
        TableColumn("要素", 0.8),
        TableColumn("题号", 0.6, "right"),
        TableColumn("能力子域", 1.7),
        TableColumn("评定", 1.2),
        TableColumn("对应的情况", 4.6),
    )
    note = "第 r 档表示大致已到 r − 1 级、正在走向 r 级；一档是还没有达到一级。"
    return Table(columns, tuple(rows), "各能力子域的评定", note, key="table-quick", dense=True)


def _next(source: ReportInput, form: Form, full: Form | None, ratings: dict[str, int]) -> Iterator[Block]:
    yield Heading(2, "下一步做什么", "quick-next")
    result = source.scored.result(form.id)
    excluded = form.scoring.weight_sets[result.weight_set].excluded
    order = list(form.nodes)
    weak = sorted(
        ((leaf, rating) for leaf, rating in ratings.items() if leaf not in excluded and rating < _TOP),
        key=lambda pair: (pair[1], order.index(pair[0])),
    )[:_WEAKEST]
    if weak:
        yield Paragraph(f"评得最低的 {len(weak)} 个子域如下，先看往上一档差在哪里：")
        yield Records(tuple(_weak_record(form, leaf, rating) for leaf, rating in weak))
    steps = []
    left = result.progress.applicable - result.progress.settled
    if left:
        steps.append(f"把没有答的 {left} 题答完，让区间变窄。")
    if full is not None:
        steps.append(
            f"做“{full.title}”：逐条核对，得到等级、卡住下一级的要求和改进方案；本次的评定只在答题时作提示，不会代替作答。"
        )
    steps.append("改进方案只根据完整问卷提出，本次估计不生成措施。")
    yield Bullets(tuple(steps), numbered=True)


def _weak_record(form: Form, leaf: str, rating: int) -> Record:
    item = rated_items(form, leaf)[0]
    lines = (
        f"现状：{item.anchors.get(f'{rating}', '')}",
        f"往上一档：{item.anchors.get(f'{rating + 1}', '')}",
    )
    return Record(item_number(form, item.id), form.path_title(leaf), f"{rating} 档", lines, badge=False)
