"""The walk from a total to single answers as one list, and the three answers that hold a score back; same numbers as the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from anhui_assess.domain.diagnosis.finding import items_behind, mark_words
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import ROOT
from anhui_assess.domain.scoring.points import STATE_WORDS
from anhui_assess.domain.scoring.result import Term
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.green import indicator_place
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.navigation import Place

WALKED = ("level_gated", "points_on_a_line", "anchored")
"""Models whose total comes apart into sections and answers."""
_THREE = 3
_FULL = {"level_gated": 1.0, "anchored": 100.0}


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section on the way down.

    Attributes:
        depth: 0 for a section under the total; share: of the whole, None when it left the weighting.
        value, contribution, lost: on the scale of the total; contributions of one depth-0 level add up to it.
        answers: how its answers stand, in words; places: the questions counted.
    """

    depth: int
    title: str
    share: float | None
    value: float | None
    contribution: float | None
    lost: float | None
    note: str
    answers: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that holds the total back: where, how it stands, what full marks would add to the total, what they ask for."""

    place: Place | None
    title: str
    path: str
    now: str
    gain: float
    wanted: str


def chain(scored: Scored, form_id: str) -> str:
    """Return in words how the total comes about: levels met and the gate, or points of full marks."""
    form = scored.catalog.forms[form_id]
    result = scored.result(form_id)
    decimals = wording.form_decimals(form)
    if result.model != "level_gated":
        left_out = sum(entry.weight for entry in result.indicators if entry.score is None)
        text = f"总分 {wording.score(result.score, decimals)}，满分 {result.full:g}，由下面各行的得分相加"
        if left_out:
            text += f"再折算：有 {left_out:g} 分的指标未定标或不适用，退出加权"
        return text + "。"
    gate = f"{form.scoring.met_at:g}"
    parts = []
    for level in result.levels:
        state = "达到" if level.met else "没有到门槛"
        parts.append(f"{level.level} 级 {wording.score(level.score, 3)} {state}")
        if not level.met:
            break
    text = f"每级门槛 {gate}：{'，'.join(parts)}。"
    if result.next_level is None:
        return f"{text}五级都已达到，总分 {wording.score(result.score)}。"
    value = next(entry.score for entry in result.levels if entry.level == result.next_level)
    above = [str(entry.level) for entry in result.levels if entry.level > result.next_level]
    text += f"总分 {wording.score(result.score)} = 已达到的级数 {result.level or 0} + {result.next_level} 级得分 {wording.score(value, 3)}"
    return text + (f"；{'、'.join(above)} 级的得分不计入。" if above else "。")


def sections(scored: Scored, form_id: str) -> tuple[SectionLine, ...]:
    """Return every section on the way from the total down to those that hold questions, in reading order."""
    form = scored.catalog.forms[form_id]
    if form.scoring.model == "points_on_a_line":
        return tuple(_points(scored, form))
    return tuple(_walk(scored, form, ROOT, 1.0, 0))


def _walk(scored: Scored, form: Form, node_id: str, share: float, depth: int) -> Iterator[SectionLine]:
    for term in scored.explain(form.id, node_id).terms:
        if term.node is None:
            continue
        part = None if term.weight is None or term.value is None else share * term.weight
        full = _FULL[form.scoring.model]
        leaf = not form.nodes[term.node].children
        below = scored.explain(form.id, term.node).terms if leaf and part is not None else ()
        yield SectionLine(
            depth,
            term.label,
            part,
            term.value,
            None if part is None else part * (term.value or 0.0),
            None if part is None else part * (full - (term.value or 0.0)),
            term.note,
            _standing(scored, form, below),
            tuple(
                Place(form.id, found.item)
                for found in below
                if found.item is not None and found.value is not None
            ),
        )
        if not leaf and part is not None:
            yield from _walk(scored, form, term.node, part, depth + 1)


def _standing(scored: Scored, form: Form, terms: tuple[Term, ...]) -> str:
    """Return how many answers stand at each mark, in the order they first occur; those that do not apply said last."""
    marks = Counter(
        mark_words(scored, form, form.items[term.item])
        for term in terms
        if term.item and term.value is not None
    )
    out = sum(term.value is None for term in terms)
    words = [f"{mark} {count} 条" for mark, count in marks.items()]
    return "，".join([*words, *([f"不适用 {out} 条（退出）"] if out else [])])


def _points(scored: Scored, form: Form) -> Iterator[SectionLine]:
    result = scored.result(form.id)
    whole = sum(entry.weight for entry in result.indicators if entry.score is not None)
    scale = result.full / whole if whole else 0.0
    for node in result.nodes:
        if node.parent is not None:
            continue
        inside = [
            (entry, term)
            for entry, term in zip(
                [one for one in result.indicators if node.id in {up.id for up in form.path(one.node)}],
                scored.explain(form.id, node.id).terms,
                strict=True,
            )
        ]
        if not inside:
            continue
        weight = sum(entry.weight for entry, _ in inside if entry.score is not None)
        got = sum(entry.score or 0.0 for entry, _ in inside)
        share = weight * scale / result.full if weight else None
        yield SectionLine(
            0,
            node.title,
            share,
            got / weight if weight else None,
            got * scale if weight else None,
            (weight - got) * scale if weight else None,
            "" if weight else "未定标或不适用，退出加权",
            "",
            (),
        )
        for entry, term in inside:
            counted = entry.score is not None
            formulas = [part.formula for part in form.indicators[entry.id].parts]
            asked = items_behind(form, {name for formula in formulas for name in formula.names})
            yield SectionLine(
                1,
                entry.title,
                entry.weight * scale / result.full if counted else None,
                term.value,
                (entry.score or 0.0) * scale if counted else None,
                (entry.weight - (entry.score or 0.0)) * scale if counted else None,
                "",
                _measured(term.note),
                tuple(Place(form.id, item) for item in asked),
            )


def _measured(note: str) -> str:
    """Return what an indicator's note says beyond that it was scored."""
    return note.removeprefix(f"{STATE_WORDS['scored']}；").replace(" （", "（")


def held_back(scored: Scored, form_id: str) -> tuple[Held, ...]:
    """Return the three answers whose full marks would add most to the total; fewer when there is nothing to add."""
    form = scored.catalog.forms[form_id]
    if form.scoring.model == "points_on_a_line":
        found = list(_held_indicators(scored, form))
    else:
        found = list(_held_items(scored, form, ROOT, 1.0))
    found.sort(key=lambda entry: -entry.gain)
    return tuple(entry for entry in found[:_THREE] if entry.gain > 0)


def held_grid(scored: Scored, form_id: str) -> Grid:
    """Return the three answers as rows that lead to their questions."""
    decimals = 3 if scored.catalog.forms[form_id].scoring.model == "level_gated" else 1
    rows = tuple(
        Row(
            (
                Cell(entry.title, bold=True),
                Cell(entry.path, "text2"),
                Cell(entry.now, "text2", tip=entry.now),
                Cell(f"+{wording.score(entry.gain, decimals)}", bold=True),
            ),
            entry.place,
        )
        for entry in held_back(scored, form_id)
    )
    columns = (
        Column("压住得分的三处"),
        Column("在哪里", 14),
        Column("现状", 26),
        Column("补到满分加", 6, "right"),
    )
    return Grid("压住得分的三处", columns, rows)


def _held_items(scored: Scored, form: Form, node_id: str, share: float) -> Iterator[Held]:
    full = _FULL[form.scoring.model]
    for term in scored.explain(form.id, node_id).terms:
        if term.weight is None or term.value is None:
            continue
        if term.item is not None:
            item = form.items[term.item]
            yield Held(
                Place(form.id, item.id),
                item.title,
                form.path_title(item.node),
                _now(scored, form, item),
                share * term.weight * (full - term.value),
                _best(item),
            )
        elif term.node is not None:
            yield from _held_items(scored, form, term.node, share * term.weight)


def _now(scored: Scored, form: Form, item: Item) -> str:
    """Return how an item stands, with the words of its anchor where there are some."""
    mark = mark_words(scored, form, item)
    value = scored.value(item.id)
    anchor = item.anchors.get(f"{value:g}", "") if isinstance(value, (int, float)) else ""
    return f"{mark}——{anchor}" if anchor else mark


def _best(item: Item) -> str:
    """Return the words of the best anchor."""
    return item.anchors.get("5" if item.kind == "anchored_rating" else "1", "")


def _held_indicators(scored: Scored, form: Form) -> Iterator[Held]:
    result = scored.result(form.id)
    whole = sum(entry.weight for entry in result.indicators if entry.score is not None)
    scale = result.full / whole if whole else 0.0
    terms = scored.explain(form.id, ROOT).terms
    for entry, term in zip(result.indicators, terms, strict=True):
        if entry.score is not None:
            leads = "、".join(
                f"{part.title}到 {part.lead:g} {part.unit}".strip()
                for part in entry.parts
                if part.lead is not None
            )
            yield Held(
                indicator_place(scored, form, entry.id),
                entry.title,
                form.path_title(entry.node),
                _measured(term.note),
                (entry.weight - entry.score) * scale,
                f"满分要：{leads}" if leads else "",
            )
