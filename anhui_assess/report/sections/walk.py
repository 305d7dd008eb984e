"""得分来历: from each total to its sections with weight, score and what left the weighting, and the three answers that hold it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.form import Form
from anhui_assess.report import wording
from anhui_assess.report.model import (
    Block,
    Heading,
    Paragraph,
    Record,
    Records,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.sections.common import cell, form_of, item_key, numbers
from anhui_assess.services.diagnosis.held_back import WALKED, Held, SectionLine, chain, held_back, sections
from anhui_assess.services.forms_begun import leading
from anhui_assess.services.reporting import ReportInput

_DECIMALS = {"level_gated": 3, "points_on_a_line": 1, "anchored": 1}
_INDENT = "　"
_COUNT = "零一两三"


def walked(source: ReportInput) -> tuple[str, ...]:
    """Return the leading forms whose total comes apart into sections."""
    return tuple(key for key in leading(source.scored) if form_of(source, key).scoring.model in WALKED)


def wanted(source: ReportInput) -> bool:
    """Whether there is a total to take apart."""
    return bool(walked(source))


def walk(source: ReportInput) -> Sequence[Block]:
    """The chapter on where each total comes from."""
    blocks: list[Block] = [
        Heading(1, "得分来历", "walk", new_page=True),
        Paragraph(
            "总分怎样由各部分、各部分怎样由每道题得来，都列在下面：占全卷的比重 × 得分 = 贡献，同一层各行的贡献相加就是总数。"
            "不适用和裁剪的部分退出加权，比重由其余各项分摊。题号可在附件一查到原题和答案。"
        ),
    ]
    for form_id in walked(source):
        blocks += _one(source, form_of(source, form_id))
    return blocks


def _one(source: ReportInput, form: Form) -> Iterator[Block]:
    yield Heading(2, form.short_title, f"walk-{form.id}")
    yield Paragraph(chain(source.scored, form.id))
    held = held_back(source.scored, form.id)
    if held:
        yield Heading(3, f"压住得分的{_COUNT[len(held)]}处", f"walk-held-{form.id}")
        yield Records(tuple(_held(source, form, number, entry) for number, entry in enumerate(held, start=1)))
    lines = sections(source.scored, form.id)
    decimals = _DECIMALS[form.scoring.model]
    columns = (
        TableColumn("部分", 2.4),
        TableColumn("占全卷", 0.8, "right"),
        TableColumn("得分" if decimals > 1 else "得分率", 0.8, "right"),
        TableColumn("贡献", 0.9, "right"),
        TableColumn("少得", 0.9, "right"),
        TableColumn("怎么来的", 3.6),
    )
    rows = (*(_row(form, line, decimals) for line in lines), _total(form, lines, decimals))
    note = "“少得”是补到满分还能增加的数。"
    yield Table(columns, rows, f"{form.short_title}得分分解", note, key=f"table-walk-{form.id}", dense=True)


def _held(source: ReportInput, form: Form, number: int, entry: Held) -> Record:
    where = ""
    if entry.place is not None:
        home = form_of(source, entry.place.form_id)
        where = numbers(home, (entry.place.item_id,))
    lines = [f"现状：{entry.now}"]
    if entry.wanted:
        lines.append(entry.wanted if entry.wanted.startswith("满分") else f"满分要求：{entry.wanted}")
    lines.append("，".join(part for part in (where, entry.path) if part))
    decimals = _DECIMALS[form.scoring.model]
    return Record(str(number), entry.title, f"+{wording.score(entry.gain, decimals)}", tuple(lines))


def _row(form: Form, line: SectionLine, decimals: int) -> TableRow:
    value = wording.DASH if line.value is None else wording.score(line.value, 2)
    if line.value is not None and decimals == 1:
        value = wording.percent(line.value if form.scoring.model == "points_on_a_line" else line.value / 100)
    asked = tuple(place.item_id for place in line.places if place.form_id == form.id)
    where = numbers(form, asked, 6) if asked else ""
    words = "：".join(part for part in (where, line.answers or line.note) if part)
    bold = line.depth == 0
    return TableRow(
        (
            cell(_INDENT * line.depth + line.title, bold=bold),
            cell(wording.DASH if line.share is None else f"{line.share:.1%}"),
            cell(value),
            cell(wording.score(line.contribution, decimals), bold=bold),
            cell(wording.score(line.lost, decimals)),
            cell(words, tone="text2", link=item_key(form.items[asked[0]]) if asked else ""),
        )
    )


def _total(form: Form, lines: Sequence[SectionLine], decimals: int) -> TableRow:
    top = [line for line in lines if line.depth == 0]
    return TableRow(
        (
            cell("合计"),
            cell(f"{sum(line.share or 0.0 for line in top):.1%}"),
            cell(""),
            cell(wording.score(sum(line.contribution or 0.0 for line in top), decimals)),
            cell(wording.score(sum(line.lost or 0.0 for line in top), decimals)),
            cell("本级得分" if form.scoring.model == "level_gated" else "总分", tone="text2"),
        ),
        "total",
    )
