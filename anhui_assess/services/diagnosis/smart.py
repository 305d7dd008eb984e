"""The level-gated form: ruler, levels, domains, heat map, what blocks the next level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.form import Form, Node
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.domain.scoring.tolerance import TOLERANCE
from anhui_assess.services import wording
from anhui_assess.services.chart_data import BarsData, LevelRulerData, RadarData
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row, first_of_section
from anhui_assess.services.navigation import Place

_STEPS = 5
BLOCKING_SHOWN = 200


def domains(form: Form) -> Iterator[str]:
    """Yield the capability domains: the children of the elements, or what stands alone."""
    for root in form.roots:
        yield from root.children or (root.id,)


def conclusion(form: Form, result: FormResult) -> str:
    """Say in words how far the next level is."""
    name = f" {result.level} 级（{result.level_name}）" if result.level else f"：{result.level_name}"
    text = f"总分 {wording.score(result.score)}，成熟度{name}。"
    if result.next_level is None:
        return text + "五个等级的要求都已满足。"
    level = next(entry for entry in result.levels if entry.level == result.next_level)
    gap = max(0.0, form.scoring.met_at - (level.score or 0.0))
    text += (
        f"{level.level} 级（{level.name}）得分 {wording.score(level.score)}，"
        f"门槛 {form.scoring.met_at:g}，还差 {wording.score(gap, 3)}。"
    )
    if result.items_to_next:
        text += f"按增益从大到小补齐，最少补 {result.items_to_next} 条要求即可达到。"
    return text


def ruler(form: Form, result: FormResult) -> LevelRulerData:
    """Return the ruler of levels with the total on it."""
    names = tuple((level.level, level.name) for level in form.scoring.levels)
    return LevelRulerData(names, result.score or 0.0, gate=form.scoring.met_at)


def radar(form: Form, result: FormResult) -> RadarData | None:
    """Return the capability domains with the ring of the next level; None with fewer than three of them."""
    found = [
        node for key in domains(form) if (node := result.node(key)) is not None and node.score is not None
    ]
    if len(found) < 3:  # noqa: PLR2004 - two axes make no area
        return None
    values = tuple(node.score or 0.0 for node in found)
    target = float(result.next_level) if result.next_level else None
    return RadarData(tuple(node.title for node in found), (("本次", values),), result.full, target)


def domain_bars(form: Form, result: FormResult) -> BarsData:
    """Return the capability domains as bars."""
    rows = tuple(
        (node.title, node.score, wording.score(node.score))
        for key in domains(form)
        if (node := result.node(key)) is not None and node.score is not None
    )
    return BarsData(rows, result.full, float(result.next_level) if result.next_level else None)


def levels(form: Form, result: FormResult) -> Grid:
    """Return every level's score, whether it counts, and what it adds to the total."""
    rows = []
    counted = True
    for level in result.levels:
        state = "达到" if level.met else ("未达到" if counted else "不计入总分")
        part = 1.0 if level.met else (level.score or 0.0) if counted else None
        tone = "good" if level.met else "attention" if counted else "text2"
        rows.append(
            Row(
                (
                    Cell(f"{level.level} 级 {level.name}", bold=True),
                    Cell(wording.score(level.score, 3), bar=level.score),
                    Cell(f"{form.scoring.met_at:g}", "text2"),
                    Cell(state, tone, mark="check" if level.met else "dash"),
                    Cell(wording.score(part, 3)),
                )
            )
        )
        counted = counted and level.met
    total = Cell(wording.score(result.score, 3), bold=True)
    rows.append(Row((Cell("总分", bold=True), Cell(""), Cell(""), Cell(""), total), style="total"))
    columns = (
        Column("等级"),
        Column("等级得分", 11),
        Column("门槛", 5, "right"),
        Column("结果", 9),
        Column("计入总分", 7, "right"),
    )
    return Grid("各等级得分与总分的来历", columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A sub-domain at a level. `step` 1–5 names the level colour, 0 none; `short` marks what misses the next gate."""

    text: str
    step: int
    short: bool
    words: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A sub-domain: the element on its first row, the title, its levels, and why it may be empty."""

    element: str
    title: str
    cells: tuple[HeatCell, ...]
    note: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All sub-domains by level."""

    levels: tuple[int, ...]
    rows: tuple[HeatRow, ...]
    legend: str


def heat_map(scored: Scored, form: Form) -> HeatMap:
    """Return the sub-domains × levels with a colour step for each score."""
    result = scored.result(form.id)
    numbers = tuple(level.level for level in form.scoring.levels)
    tailored = scored.sheet.form(form.id).tailored_out
    rows = []
    last = ""
    for leaf in form.leaves:
        path = form.path(leaf.id)
        out = any(node.id in tailored for node in path)
        rows.append(
            _heat_row(form, leaf, result, "" if path[0].title == last else path[0].title, tailored=out)
        )
        last = path[0].title
    legend = "每格是该级各题的平均分，颜色随得分分五档；“—”是该级没有要求或不参加。按 Enter 或点一下到这一格的第一题。"
    if result.next_level:
        legend = f"框出的格子是 {result.next_level} 级里没有达到 {form.scoring.met_at:g} 的子域。{legend}"
    return HeatMap(numbers, tuple(rows), legend)


def _heat_row(form: Form, leaf: Node, result: FormResult, element: str, *, tailored: bool) -> HeatRow:
    node = result.node(leaf.id)
    applies = node is not None and node.applies
    cells = []
    for level in form.scoring.levels:
        value = node.levels.get(level.level) if node is not None and applies else None
        cells.append(_heat_cell(form, leaf, level.level, value, result))
    note = "已裁剪" if tailored else ("" if applies else "不设")
    return HeatRow(element, leaf.title, tuple(cells), note, first_of_section(form, leaf.id))


def _heat_cell(form: Form, leaf: Node, level: int, value: float | None, result: FormResult) -> HeatCell:
    place = first_of_section(form, leaf.id, level)
    if value is None:
        return HeatCell(wording.DASH, 0, False, f"{leaf.title} {level} 级：没有得分", place)  # noqa: FBT003 - a field
    short = level == result.next_level and value < form.scoring.met_at - TOLERANCE
    step = 1 + min(_STEPS - 1, int(value * _STEPS))
    count = sum(item.level == level for item in form.items_below(leaf.id))
    words = f"{leaf.title} {level} 级：{wording.score(value)}，{count} 题"
    return HeatCell(wording.score(value), step, short, words + ("，没有达到门槛" if short else ""), place)


def blocking_title(result: FormResult) -> str:
    """Return the heading over the blocking list."""
    if result.next_level is None:
        return "五个等级的要求都已满足"
    if result.items_to_next:
        return f"离 {result.next_level} 级最少还差 {result.items_to_next} 条"
    return f"离 {result.next_level} 级还差"


def blocking(scored: Scored, form: Form) -> Grid:
    """Return what blocks the next level, the largest gain first, with the present answer."""
    result = scored.result(form.id)
    answers = scored.sheet.form(form.id)
    rows = []
    gaining = [entry for entry in result.blocking if entry.gain > 0]
    kind = Enterprise.of(scored.sheet).manufacturing_type
    for entry in gaining[:BLOCKING_SHOWN]:
        item = form.items[entry.item]
        answer = answers.get(item.id)
        now = wording.answer_text(item, answer)
        meaning = wording.anchor_text(item, answer)
        rows.append(
            Row(
                (
                    Cell(str(form.item_order[item.id]), "text2"),
                    Cell(item.title, tip=item.wording(kind).question),
                    Cell(form.nodes[item.node].title, "text2", tip=form.path_title(item.node)),
                    Cell(f"{now}：{meaning}" if meaning else now, "text2", tip=meaning),
                    Cell(f"+{entry.gain:.3f}", bold=True),
                ),
                Place(form.id, item.id),
            )
        )
    gain = f"补齐后 {result.next_level} 级" if result.next_level else "增益"
    columns = (
        Column("题号", 3.4, "right"),
        Column("要求", 16),
        Column("子域", 7),
        Column("现状"),
        Column(gain, 6.6, "right"),
    )
    return Grid("卡住下一级的要求", columns, tuple(rows))


def blocking_note(result: FormResult) -> str:
    """Say what the list leaves out."""
    gaining = sum(entry.gain > 0 for entry in result.blocking)
    rest = len(result.blocking) - gaining
    words = []
    if gaining > BLOCKING_SHOWN:
        words.append(f"共 {gaining} 条，这里列增益最大的 {BLOCKING_SHOWN} 条。")
    if rest:
        words.append(f"另有 {rest} 条属于低等级或不加分，不影响升级，也应补齐。")
    return "".join(words)
