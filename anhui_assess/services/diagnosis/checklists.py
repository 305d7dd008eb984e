"""Lists that are ticked off: mandatory items passed or failed and optional ones counted, or what is in place by section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.checklist import (
    MANDATORY,
    MET,
    NOT_APPLICABLE,
    OPEN,
    OPTIONAL,
    UNMET,
    ticked_items,
)
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import ROOT, item_score
from anhui_assess.domain.scoring.result import FormResult, NodeScore, Requirement
from anhui_assess.domain.scoring.tolerance import TOLERANCE
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row, group
from anhui_assess.services.forms_begun import CHECKLIST
from anhui_assess.services.navigation import Place

MANDATORY_NOTE = (
    "必选条目适用的全部符合，这一部分才算通过；可选条目只数个数。这份结果不折算成分，不加进绿色工厂评分。"
)
_FULL = 100.0
_STATES = {
    UNMET: ("不符合", "cross", "bad"),
    OPEN: ("没有答", "dash", "attention"),
    MET: ("符合", "check", "good"),
    NOT_APPLICABLE: ("不适用", "dash", "text2"),
}
OBLIGATIONS = {MANDATORY: "必选", OPTIONAL: "可选"}
GREEN_LISTS = ("green_checklist", "green_chain", "zero_carbon")
"""The lists beside the green-factory score, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the requirements of a section stand; those that do not apply are counted in no other number."""

    title: str
    node: str
    met: int
    unmet: int
    open: int
    not_applicable: int
    optional_met: int
    optional: int

    @property
    def mandatory(self) -> int:
        """The mandatory items that apply."""
        return self.met + self.unmet + self.open

    @property
    def verdict(self) -> tuple[str, str, str]:
        """Words, icon and tone: passed, failed, not known yet, or nothing asked."""
        if self.unmet:
            return f"{self.unmet} 条不符合", "cross", "bad"
        if self.open:
            return f"{self.open} 条没有答", "dash", "attention"
        return ("通过", "check", "good") if self.met else ("不涉及", "dash", "text2")


def tally(form: Form, result: FormResult, node_id: str = ROOT) -> Tally:
    """Count the requirements below a section, `ROOT` for all of them."""
    below = None if node_id == ROOT else {item.id for item in form.items_below(node_id)}
    found = [entry for entry in result.requirements if below is None or entry.item in below]
    mandatory = [entry.state for entry in found if entry.mandatory]
    optional = [entry.state for entry in found if not entry.mandatory]
    return Tally(
        "合计" if node_id == ROOT else form.nodes[node_id].title,
        node_id,
        mandatory.count(MET),
        mandatory.count(UNMET),
        mandatory.count(OPEN),
        mandatory.count(NOT_APPLICABLE),
        optional.count(MET),
        len(optional) - optional.count(NOT_APPLICABLE),
    )


def tallies(form: Form, result: FormResult) -> tuple[Tally, ...]:
    """Return the counts of every top section."""
    return tuple(tally(form, result, root.id) for root in form.roots)


def words(form: Form, result: FormResult) -> str:
    """Return how a list stands in the fewest words."""
    if not result.requirements:
        return wording.in_place(result.score)
    found = tally(form, result)
    return f"必选 {found.met}/{found.mandatory}，可选 {found.optional_met}/{found.optional}"


def remark(form: Form, result: FormResult) -> tuple[str, str]:
    """Return what holds a list back, and its tone."""
    if not result.requirements:
        weakest = _weakest(result)
        if weakest is None or (weakest.score or 0.0) >= _FULL - TOLERANCE:
            return "各条都已具备", "good"
        return f"最弱的是{weakest.title}", "attention"
    found = tally(form, result)
    if found.unmet or found.open:
        parts = [
            f"{found.unmet} 条不符合" if found.unmet else "",
            f"{found.open} 条没有答" if found.open else "",
        ]
        return "必选 " + "、".join(part for part in parts if part), "bad" if found.unmet else "attention"
    return "必选全部符合", "good"


def conclusion(form: Form, result: FormResult) -> str:
    """Say in words how a list stands."""
    if not result.requirements:
        points = is_in_points(form)
        got = f"得 {wording.score(result.score, 1)} 分（满分 {_FULL:g}）" if points else words(form, result)
        weakest = _weakest(result)
        low = "" if weakest is None else f"最低的是“{weakest.title}”，{_reached(weakest, in_points=points)}。"
        return f"{form.short_title}{got}。{low}"
    found = tally(form, result)
    passed = sum(entry.verdict[1] == "check" for entry in tallies(form, result))
    text = f"必选条目适用 {found.mandatory} 条：符合 {found.met} 条，不符合 {found.unmet} 条"
    text += f"，没有答 {found.open} 条。" if found.open else "。"
    text += f"可选条目适用 {found.optional} 条，符合 {found.optional_met} 条。"
    return text + f"{len(form.roots)} 个部分里有 {passed} 个必选全部符合。"


def _weakest(result: FormResult) -> NodeScore | None:
    tops = (node for node in result.nodes if node.parent is None and node.score is not None)
    return min(tops, key=lambda node: node.score or 0.0, default=None)


def optional_left(result: FormResult) -> str:
    """Return the optional items that could still be done, in words; empty when there is none."""
    left = [
        entry.title for entry in result.requirements if not entry.mandatory and entry.state in (UNMET, OPEN)
    ]
    return f"可选条目里还可以做的有 {len(left)} 条：{'、'.join(left)}。" if left else ""


def is_in_points(form: Form) -> bool:
    """Whether the weights of a list are points of a hundred."""
    return abs(sum(item.weight for item in ticked_items(form, ROOT)) - _FULL) <= TOLERANCE


def _reached(node: NodeScore, *, in_points: bool) -> str:
    if node.score is None:
        return wording.DASH
    if in_points:
        return f"{node.score * node.weight / _FULL:.1f} / {node.weight:g} 分"
    return wording.percent(node.score / _FULL)


def sections(form: Form, result: FormResult) -> Grid:
    """Return the list section by section."""
    return _by_obligation(form, result) if result.requirements else _by_share(form, result)


def _by_obligation(form: Form, result: FormResult) -> Grid:
    rows = [_tally_row(entry) for entry in tallies(form, result)]
    whole = _tally_row(tally(form, result))
    columns = (
        Column("部分"),
        Column("必选符合", 8, "right"),
        Column("不符合", 6, "right"),
        Column("没有答", 6, "right"),
        Column("不适用", 6, "right"),
        Column("可选符合", 8, "right"),
        Column("必选结果", 10),
    )
    return Grid(f"{form.short_title}各部分结果", columns, (*rows, Row(whole.cells, style="total")))


def _tally_row(entry: Tally) -> Row:
    text, mark, tone = entry.verdict
    return Row(
        (
            Cell(entry.title, bold=True),
            Cell(f"{entry.met} / {entry.mandatory}"),
            Cell(str(entry.unmet), "bad" if entry.unmet else "text2"),
            Cell(str(entry.open), "attention" if entry.open else "text2"),
            Cell(str(entry.not_applicable), "text2"),
            Cell(f"{entry.optional_met} / {entry.optional}"),
            Cell(text, tone, mark=mark),
        )
    )


def _by_share(form: Form, result: FormResult) -> Grid:
    in_points = is_in_points(form)
    rows = tuple(
        Row(
            (
                Cell(node.title, bold=True),
                Cell(
                    _reached(node, in_points=in_points),
                    bar=None if node.score is None else node.score / _FULL,
                ),
                Cell(form.nodes[node.id].summary, "text2", tip=form.nodes[node.id].summary),
            )
        )
        for node in result.nodes
        if node.parent is None and node.weight > 0
    )
    columns = (Column("部分", 12), Column("得分" if in_points else "已具备", 10, "right"), Column("看什么"))
    return Grid(f"{form.short_title}各部分结果", columns, rows)


def lacking(scored: Scored, form: Form, result: FormResult) -> Grid:
    """Return what is missing, with what would do: mandatory items first, or every item below full marks."""
    rows = tuple(_lacking_rows(scored, form, result))
    title = "还要补的必选条目" if result.requirements else "还没有做到的"
    columns = (Column("题号", 3.4, "right"), Column("条目", 12), Column("现在", 7), Column("怎样算符合"))
    return Grid(title, columns, rows)


def _lacking_rows(scored: Scored, form: Form, result: FormResult) -> Iterator[Row]:
    states = {entry.item: entry.state for entry in missing(result)}
    for root in form.roots:
        items = [item for item in form.items_below(root.id) if _is_missing(scored, form, states, item)]
        if items:
            yield group(root.title)
        for item in items:
            text, mark, tone = _STATES[states[item.id]] if item.obligation else _shown(scored, form, item)
            yield Row(
                (
                    Cell(str(form.item_order[item.id]), "text2"),
                    Cell(item.title, tip=item.question),
                    Cell(text, tone, mark=mark),
                    Cell(what_would_do(item), "text2", tip=what_would_do(item)),
                ),
                Place(form.id, item.id),
            )


def missing(result: FormResult) -> tuple[Requirement, ...]:
    """Return the mandatory items that are not met or not answered."""
    return tuple(entry for entry in result.requirements if entry.mandatory and entry.state in (UNMET, OPEN))


def _is_missing(scored: Scored, form: Form, states: dict[str, str], item: Item) -> bool:
    if item.obligation:
        return item.id in states
    if item not in ticked_items(form, item.node):
        return False
    score = item_score(item, scored.value(item.id))
    return score is not None and score < 1.0 - TOLERANCE


def _shown(scored: Scored, form: Form, item: Item) -> tuple[str, str, str]:
    value = scored.item_value(form.id, item.id)
    known = kind_of(item).display(item, value) if isinstance(value, (bool, int, float, str)) else ""
    return (known, "warning", "attention") if known else ("没有答", "dash", "attention")


def what_would_do(item: Item) -> str:
    """Return what meets an item: its full marks, or the text of its best step."""
    return item.full_marks.removeprefix("填“是”：") or item.anchors.get("1", "")


def begun_lists(scored: Scored) -> tuple[str, ...]:
    """Return the green lists that were begun."""
    return tuple(key for key in GREEN_LISTS if key in scored.catalog.forms and scored.sheet.form(key).answers)


def is_list(form: Form) -> bool:
    """Whether a form is a list that accompanies the questionnaires with a score."""
    return form.scoring.model == CHECKLIST
