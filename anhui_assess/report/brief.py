"""一页简报: what the owner must know on one page, always one: the level, three gaps, three first steps, the money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from anhui_assess.domain.planning.plan import PathPoint, PlannedMeasure
from anhui_assess.domain.planning.request import PHASES
from anhui_assess.report import wording
from anhui_assess.report.compose import report_number, shortened
from anhui_assess.report.model import (
    Block,
    Callout,
    Columns,
    Cover,
    Document,
    Heading,
    Paragraph,
    Record,
    Records,
    Rule,
    Section,
    Table,
    TableColumn,
    TableRow,
    plain_text,
)
from anhui_assess.report.sections.common import cell
from anhui_assess.report.sections.front import first_step_records, gap_records, score_cards
from anhui_assess.services.plan_words import goals_sentence, phase_span
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.statements import sentence
from anhui_assess.services.wording import form_decimals, gaps_title, steps_title

TITLE = "企业负责人一页简报"
_ROOMS = (400, 160, 90, 50, 24)
"""Longest text, in characters, of each try; the last fits whatever was typed."""
_HEADER = 24
_ROOM_FOR_PHASES, _MOST_SUPPORTS = 90, 4
"""The table by phase is left out on the closest tries; so many instruments are named below it."""
_FEW = 2
"""Up to so many forms, the sentence about them is set large."""
_NONE = "按目前的答案没有可以列出的内容。"


def brief(source: ReportInput, pages: Callable[[Document], int]) -> Document:
    """Return the brief, shortened until `pages` says it takes one page; what was cut ends in …."""
    made = _document(source, _ROOMS[0])
    for room in _ROOMS[1:]:
        if pages(made) <= 1:
            break
        made = _document(source, room)
    return made


def _document(source: ReportInput, room: int) -> Document:
    name = source.enterprise.name or "未命名企业"
    short = source.fingerprint[:8]
    return Document(
        title=f"{name} {TITLE}",
        author=name,
        subject="等级、三处短板、先做三件事、钱和时间",
        keywords=("一企一诊断", "一企一方案", "一页简报", name),
        created=source.report_date,
        header=(
            f"{shortened(name, _HEADER)} · {TITLE}",
            f"{shortened(source.title, _HEADER)} · 报告编号 {report_number(source)}",
        ),
        footer=f"指纹 {short[:4]} {short[4:]} · 编制日期 {source.report_date}",
        cover=Cover("", (), "", (), "", ()),
        bare=True,
        sections=(Section("brief", TITLE, tuple(_blocks(source, name, room))),),
        watermark="草稿" if source.is_draft else "",
    )


def _blocks(source: ReportInput, name: str, room: int) -> list[Block]:
    gaps = tuple(_short(record, room) for record in gap_records(source))
    steps = tuple(_short(record, room) for record in first_step_records(source))
    left: tuple[Block, ...] = (Heading(3, gaps_title(len(gaps)), "brief-gaps"), _records(gaps))
    right: tuple[Block, ...] = (Heading(3, steps_title(len(steps)), "brief-steps"), _records(steps))
    blocks: list[Block] = [
        Heading(1, shortened(name, min(room, 60)), "brief"),
        Paragraph(
            shortened(sentence(source.scored), 2 * room), "lead" if len(source.spoken_of) <= _FEW else "body"
        ),
    ]
    if source.is_draft:
        blocks.append(Paragraph("草稿：完成度不到九成，得分会随补答而变。", "note"))
    blocks += score_cards(source)
    blocks += [
        Columns(left, right, 0.52),
        Callout("钱和时间", shortened(goals_sentence(source.plan), 2 * room), "accent"),
        *(_by_phase(source) if room >= _ROOM_FOR_PHASES else ()),
        Rule(),
        Paragraph(
            f"依据企业自评数据（评价日期 {wording.chinese_date(source.date)}）由软件计算，投资和周期多为估计；"
            "各数字的来历、全部措施和政策依据见同一编号的完整报告。",
            "note",
        ),
    ]
    return blocks


def _by_phase(source: ReportInput) -> Iterator[Block]:
    """Yield what each phase takes and where it leads to."""
    rows = []
    for phase_id, title, _ in PHASES:
        taken = [entry for entry in source.plan.measures if entry.phase == phase_id]
        if taken:
            point = next((entry for entry in source.plan.path if entry.title.startswith(title)), None)
            rows.append(
                TableRow(
                    (
                        cell(f"{title}（{phase_span(source.plan, phase_id)}）", bold=True),
                        cell(str(len(taken))),
                        cell(_sum_words(taken), bold=True),
                        cell(_reached(source, point)),
                    )
                )
            )
    if not rows:
        return
    columns = (
        TableColumn("阶段", 1.9),
        TableColumn("措施", 0.6, "right", "项"),
        TableColumn("投资", 1.6, "right"),
        TableColumn("阶段末得分", 3.6),
    )
    supports = _supports(source)
    note = f"可对照申请的支持：{'、'.join(supports)}；是否符合以当年通知为准。" if supports else ""
    yield Table(columns, tuple(rows), "分阶段的投资和得分", note, key="brief-phases")


def _sum_words(taken: Sequence[PlannedMeasure]) -> str:
    ranges = [entry.investment for entry in taken if entry.investment is not None]
    asked = len(taken) - len(ranges)
    found = wording.money((round(sum(low for low, _ in ranges)), round(sum(high for _, high in ranges))))
    return (
        f"{found if ranges else ''}{'，' if ranges and asked else ''}{f'{asked} 项需询价' if asked else ''}"
    )


def _reached(source: ReportInput, point: PathPoint | None) -> str:
    parts = []
    for form_id, value, name in point.scores if point is not None else ():
        form = source.scored.catalog.forms[form_id]
        words = wording.score(value, form_decimals(form))
        parts.append(f"{form.short_title} {words}{f' {name}' if name else ''}")
    return "；".join(parts) or wording.DASH


def _supports(source: ReportInput) -> list[str]:
    """Return the instruments that most measures can use."""
    instruments = source.scored.catalog.packs.instruments
    counts = Counter(key for entry in source.plan.measures for key in entry.measure.instruments)
    return [instruments[key].title for key, _ in counts.most_common(_MOST_SUPPORTS) if key in instruments]


def _records(entries: tuple[Record, ...]) -> Block:
    return Records(entries) if entries else Paragraph(_NONE, "small")


def _short(record: Record, room: int) -> Record:
    return replace(
        record,
        title=shortened(plain_text(record.title), room),
        aside=shortened(record.aside, room),
        lines=tuple(shortened(plain_text(line), room) for line in record.lines),
    )
