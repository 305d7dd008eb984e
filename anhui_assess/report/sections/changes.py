"""与上次评估相比, 自评与核验: what has changed since the assessment before, and what the assessor found otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.tolerance import TOLERANCE
from anhui_assess.report import wording
from anhui_assess.report.charts import BarRow, GroupedBars, grouped_bars
from anhui_assess.report.drawing import Drawing
from anhui_assess.report.model import Block, Cell, Figure, Heading, Paragraph, Table, TableColumn, TableRow
from anhui_assess.report.sections.common import cell, item_key, item_number
from anhui_assess.services.diagnosis.changes import FormChange, ItemChange, difference_words
from anhui_assess.services.diagnosis.changes import changes as changes_of
from anhui_assess.services.diagnosis.checked import CheckedForm, CheckedItem, checked
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.wording import form_decimals

_MOST = 12
"""So many items that rose, and that fell, are listed for each form."""
_AXES = {"level_gated": 5.0, "anchored": 100.0}


def wanted(source: ReportInput) -> bool:
    """Whether there is an older assessment with a form that this one has, too."""
    return source.earlier is not None and bool(changes_of(source.scored, source.earlier))


def changes(source: ReportInput) -> Sequence[Block]:
    """The chapter on what has changed since the assessment before."""
    earlier = source.earlier
    if earlier is None:
        return ()
    found = changes_of(source.scored, earlier)
    blocks: list[Block] = [
        Heading(1, "与上次评估相比", "changes", new_page=True),
        Paragraph(
            f"上次是“{earlier.title}”（评价日期 {wording.chinese_date(earlier.date)}），"
            f"本次评价日期 {wording.chinese_date(source.date)}。两次都按各自的问卷版本计分；"
            "已经核验的题用核验值。只列两次都填了的问卷。"
        ),
        Heading(2, "得分变化", "changes-scores"),
        _scores(found),
    ]
    for change in found:
        blocks += _form(change)
    still = [change.form.short_title for change in found if change.same_version and not _moved(change)]
    if still:
        blocks.append(Paragraph(f"{'、'.join(still)}：各部分得分和逐题评定都与上次相同。"))
    return blocks


def _moved(change: FormChange) -> bool:
    """Whether anything of a form is otherwise than before."""
    sections = any(abs(now - was) > TOLERANCE for _, was, now in change.sections)
    inventory = change.high_risk[0] != change.high_risk[1]
    return bool(sections or inventory or change.rose or change.fell or change.solved or change.arisen)


def _scores(found: Sequence[FormChange]) -> Table:
    rows = tuple(
        TableRow(
            (
                cell(change.form.short_title, bold=True),
                cell(change.words_before),
                cell(wording.score(change.before, form_decimals(change.form))),
                cell(change.words_after),
                cell(wording.score(change.after, form_decimals(change.form))),
                _difference(change),
            )
        )
        for change in found
    )
    columns = (
        TableColumn("问卷", 1.6),
        TableColumn("上次结论", 2.2),
        TableColumn("上次得分", 1.1, "decimal"),
        TableColumn("本次结论", 2.2),
        TableColumn("本次得分", 1.1, "decimal"),
        TableColumn("变化", 1.0, "decimal"),
    )
    note = "得分按各问卷自己的满分：智能工厂 5 分，其余 100 分。变化为正是提高。"
    return Table(columns, rows, "两次评估的结论和得分", note, key="table-changes")


def _difference(change: FormChange) -> Cell:
    words = difference_words(change)
    tone = "good" if words.startswith("+") else "bad" if words.startswith("-") else "text2"
    return cell(words.replace("-", "−"), tone=tone, bold=True)


def _form(change: FormChange) -> Iterator[Block]:
    form = change.form
    key = f"changes-{form.id}"
    if not change.same_version:
        yield Heading(2, form.short_title, key)
        yield Paragraph("两次用的问卷版本不同，题目或权重有变动，只比总分，不逐项比。")
        return
    if not _moved(change):
        return
    yield Heading(2, form.short_title, key)
    yield Paragraph(_sentence(change))
    if len(change.sections) > 1:
        yield Figure(_bars(change), f"{form.short_title}各部分两次得分", f"{key}-bars")
    for title, entries, place in (("提高的题", change.rose, "rose"), ("退步的题", change.fell, "fell")):
        if entries:
            yield _items(form, title, entries, f"table-{key}-{place}")


def _sentence(change: FormChange) -> str:
    parts = [f"提高的题 {len(change.rose)} 道，退步的题 {len(change.fell)} 道。"]
    for words, items in (("不再卡住的基本要求", change.solved), ("新出现的不满足项", change.arisen)):
        if items:
            parts.append(f"{words}：{'、'.join(change.form.items[item].title for item in items)}。")
    was, now = change.high_risk
    if was or now:
        parts.append(f"高风险断供项由 {was} 个变为 {now} 个。")
    return "".join(parts)


def _bars(change: FormChange) -> Drawing:
    rows = tuple(BarRow(title, (now, was)) for title, was, now in change.sections)
    most = _AXES.get(change.form.scoring.model, 0.0)
    decimals = form_decimals(change.form)
    return grouped_bars(GroupedBars(("本次", "上次"), rows, most=most, title="两次得分", decimals=decimals))


def _items(form: Form, title: str, entries: Sequence[ItemChange], key: str) -> Table:
    rows = tuple(
        TableRow(
            (
                cell(item_number(form, entry.item_id), link=item_key(form.items[entry.item_id])),
                cell(form.items[entry.item_id].title, bold=True),
                cell(_shown(form, entry.item_id, entry.before), tone="text2"),
                cell(_shown(form, entry.item_id, entry.after)),
            )
        )
        for entry in entries[:_MOST]
    )
    columns = (
        TableColumn("题号", 0.6, "right"),
        TableColumn("题目", 3.0),
        TableColumn("上次", 2.2),
        TableColumn("本次", 2.2),
    )
    more = len(entries) - _MOST
    note = f"按变化大小排列；另有 {more} 道没有列出，见附件答题表。" if more > 0 else ""
    return Table(columns, rows, f"{form.short_title}{title}", note, key=key, dense=True)


def _shown(form: Form, item_id: str, value: float) -> str:
    item = form.items[item_id]
    if item.kind == "choice":
        return next((choice.title for choice in item.choices if choice.score == value), f"{value:g}")
    return kind_of(item).display(item, round(value) if item.kind == "anchored_rating" else value)


def checked_wanted(source: ReportInput) -> bool:
    """Whether an assessor verified anything."""
    return any(answer.verified is not None for _, _, answer in source.scored.sheet.all_answers())


def self_and_verified(source: ReportInput) -> Sequence[Block]:
    """The chapter on the firm's own answers beside what the assessor found."""
    found = checked(source.scored)
    if not found:
        return ()
    blocks: list[Block] = [
        Heading(1, "自评与核验", "checked", new_page=True),
        Paragraph(
            "评估人员核验过的题，得分用核验值；没有核验的题仍用企业自评值。"
            "下面把两种口径的得分并排，并逐题列出核验与自评不同的地方和理由。"
        ),
        _checked_scores(found),
    ]
    for entry in found:
        blocks += _checked_items(entry)
    return blocks


def _checked_scores(found: Sequence[CheckedForm]) -> Table:
    rows = []
    for entry in found:
        decimals = form_decimals(entry.form)
        fell = sum(item.fell is True for item in entry.differing)
        rose = sum(item.fell is False for item in entry.differing)
        rows.append(
            TableRow(
                (
                    cell(entry.form.short_title, bold=True),
                    cell(str(entry.answered)),
                    cell(str(entry.verified)),
                    cell(str(entry.verified - len(entry.differing))),
                    cell(str(fell)),
                    cell(str(rose)),
                    cell(wording.score(entry.own_score, decimals)),
                    cell(wording.score(entry.score, decimals), bold=True),
                    cell(_gap(entry)),
                )
            )
        )
    columns = (
        TableColumn("问卷", 1.7),
        TableColumn("已答", 0.8, "right", "题"),
        TableColumn("已核验", 0.9, "right", "题"),
        TableColumn("一致", 0.8, "right", "题"),
        TableColumn("下调", 0.8, "right", "题"),
        TableColumn("上调", 0.8, "right", "题"),
        TableColumn("自评得分", 1.1, "decimal"),
        TableColumn("核验后得分", 1.3, "decimal"),
        TableColumn("差", 0.8, "decimal"),
    )
    note = "有的题改动后不分高低（如数量、文字），不计入下调和上调。"
    return Table(columns, tuple(rows), "自评得分与核验后得分", note, key="table-checked")


def _gap(entry: CheckedForm) -> str:
    if entry.score is None or entry.own_score is None:
        return wording.DASH
    text = f"{entry.score - entry.own_score:+.{form_decimals(entry.form)}f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def _checked_items(entry: CheckedForm) -> Iterator[Block]:
    form = entry.form
    yield Heading(2, form.short_title, f"checked-{form.id}")
    if not entry.differing:
        yield Paragraph(f"核验了 {entry.verified} 道题，都与自评一致。")
        return
    columns = (
        TableColumn("题号", 0.6, "right"),
        TableColumn("题目", 2.4),
        TableColumn("自评", 1.8),
        TableColumn("核验", 1.8),
        TableColumn("理由", 3.0),
    )
    rows = tuple(_checked_row(form, item) for item in entry.differing)
    yield Table(
        columns,
        rows,
        f"{form.short_title}核验与自评不同的题",
        key=f"table-checked-{form.id}",
        dense=True,
    )


def _checked_row(form: Form, item: CheckedItem) -> TableRow:
    tone = "bad" if item.fell else "good" if item.fell is False else ""
    return TableRow(
        (
            cell(item_number(form, item.item_id), link=item_key(form.items[item.item_id])),
            cell(form.items[item.item_id].title, bold=True),
            cell(item.own, tone="text2"),
            cell(item.found, tone=tone),
            cell(item.reason or "没有写理由", tone="" if item.reason else "text2"),
        )
    )
