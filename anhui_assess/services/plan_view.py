"""The first plan as neutral tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.planning.effects import lifts
from anhui_assess.domain.planning.plan import (
    GREEDY,
    Candidate,
    PathPoint,
    Plan,
    PlannedMeasure,
    investment_of,
)
from anhui_assess.domain.planning.request import MOST_GAIN, PHASES, Request
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording
from anhui_assess.services.chart_data import EffortData, EffortPoint, GanttData, GanttRow, ScorePathData
from anhui_assess.services.diagnosis.doubts import Link
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row, group
from anhui_assess.services.measure_words import before_words, effect_words, site_words
from anhui_assess.services.navigation import Place
from anhui_assess.services.plan_words import (
    NO_MEASURES,
    PHASE_TITLES,
    gain_words,
    goals_sentence,
    loss_words,
    payback_words,
    phase_span,
    reason_words,
)

__all__ = ["NO_MEASURES", "PHASE_TITLES", "gain_words", "goals_sentence"]

_CHECKED = "已核对"


@dataclass(frozen=True, slots=True)
class MeasureDetail:
    """Everything about a measure: labelled paragraphs, and links to the questions it lifts.

    `decisions` are what the user can decide on it: (what, words), what being `in`, `out`, `free` or a phase id.
    """

    title: str
    summary: str
    pairs: tuple[tuple[str, str], ...]
    closes: tuple[Link, ...]
    id: str = ""
    decisions: tuple[tuple[str, str], ...] = ()


_OF_CHOSEN = frozenset({"不做会怎样", "为什么在这一阶段", "先决条件", "支撑"})
PLAN_NOTE = "投资取自措施库，多为估计值，立项前应询价。"


def measures(scored: Scored, plan: Plan) -> Grid:
    """Return the measures by phase. The rows of measures stand in the order of `in_table_order`."""
    rows: list[Row] = []
    last = ""
    for entry in in_table_order(plan):
        if entry.phase != last:
            last = entry.phase
            rows.append(group(f"{PHASE_TITLES[last]}　{phase_span(plan, last)}"))
        gain = gain_words(scored, entry)
        rows.append(
            Row(
                (
                    Cell(str(entry.number), "text2"),
                    Cell(entry.measure.title, bold=True, tip=entry.measure.why),
                    Cell(wording.months(entry.measure.months)),
                    Cell(wording.money(entry.investment)),
                    Cell(str(len(entry.closes))),
                    Cell(gain, tip=gain),
                )
            )
        )
    spare = spare_candidates(plan)
    if spare:
        rows.append(group(f"没有选上的措施　{len(spare)} 项，可以指定要做"))
    for candidate in spare:
        measure = scored.catalog.packs.measures[candidate.id]
        gain = candidate_gain(scored, candidate)
        figure = investment_of(measure, Enterprise.of(scored.sheet).size)
        rows.append(
            Row(
                (
                    Cell("", "text2"),
                    Cell(measure.title, "text2", tip=measure.why),
                    Cell(wording.months(measure.months), "text2"),
                    Cell(wording.money(figure), "text2"),
                    Cell("", "text2"),
                    Cell(gain, "text2", tip=gain),
                )
            )
        )
    columns = (
        Column("", 2.4, "right"),
        Column("措施"),
        Column("周期", 6.5),
        Column("投资", 9, "right"),
        Column("补题", 3.4, "right"),
        Column("得分变化", 12),
    )
    return Grid("措施一览", columns, tuple(rows))


def in_table_order(plan: Plan) -> tuple[PlannedMeasure, ...]:
    """Return the measures by phase, then by number."""
    order = [phase_id for phase_id, _, _ in PHASES]
    return tuple(sorted(plan.measures, key=lambda entry: (order.index(entry.phase), entry.number)))


def spare_candidates(plan: Plan) -> tuple[Candidate, ...]:
    """Return the measures that were not chosen, those that add most by themselves first."""
    chosen = {entry.measure.id for entry in plan.measures}
    rest = [entry for entry in plan.candidates if entry.id not in chosen]
    return tuple(
        sorted(rest, key=lambda entry: (-sum(gain for _, gain in entry.gains), entry.cost, entry.id))
    )


def candidate_gain(scored: Scored, candidate: Candidate) -> str:
    """Say what a measure would add to the scores by itself."""
    parts = []
    for form_id, gain in candidate.gains:
        form = scored.catalog.forms[form_id]
        parts.append(f"{form.short_title} {gain:+.{3 if form.scoring.model == 'level_gated' else 1}f}")
    return "，".join(parts) or "单独做不加分"


def candidate_of_row(plan: Plan, number: int) -> Candidate | None:
    """Return the measure not chosen in a row of the table of `measures`, None for any other row."""
    chosen_rows = len(plan.measures) + len({entry.phase for entry in plan.measures})
    spare = spare_candidates(plan)
    place = number - chosen_rows - 1
    return spare[place] if 0 <= place < len(spare) else None


def measure_of_row(plan: Plan, number: int) -> PlannedMeasure | None:
    """Return the measure in a row of the table of `measures`, None for a heading row."""
    rows: list[PlannedMeasure | None] = []
    last = ""
    for entry in in_table_order(plan):
        if entry.phase != last:
            last = entry.phase
            rows.append(None)
        rows.append(entry)
    return rows[number] if 0 <= number < len(rows) else None


def row_of(plan: Plan, measure_id: str) -> int | None:
    """Return the row of a chosen measure in the table of `measures`, None when it is not chosen."""
    headings = 0
    last = ""
    for place, entry in enumerate(in_table_order(plan)):
        if entry.phase != last:
            last = entry.phase
            headings += 1
        if entry.measure.id == measure_id:
            return place + headings
    return None


def next_phase(plan: Plan, entry: PlannedMeasure, step: int) -> str | None:
    """Return the phase `step` phases later (earlier when negative) than a measure stands in, None when there is none."""
    if not _decisions(plan, entry) or plan.proof is None:
        return None
    order = [phase.id for phase in plan.proof.request.phases()]
    place = order.index(entry.phase) + step
    return order[place] if 0 <= place < len(order) else None


def detail(scored: Scored, plan: Plan, entry: PlannedMeasure) -> MeasureDetail:
    """Return everything about one measure."""
    measure = entry.measure
    summary = " · ".join(
        (
            PHASE_TITLES[entry.phase],
            wording.months(measure.months),
            wording.money(entry.investment) + ("" if measure.status == _CHECKED else "（估计）"),
            gain_words(scored, entry),
        )
    )
    links = tuple(_link(scored, form_id, item_id) for form_id, item_id in sorted_closes(scored, entry))
    return MeasureDetail(
        f"{entry.number}. {measure.title}",
        summary,
        tuple(_pairs(scored, plan, entry)),
        links,
        measure.id,
        _decisions(plan, entry),
    )


def _decisions(plan: Plan, entry: PlannedMeasure) -> tuple[tuple[str, str], ...]:
    """Return what can be decided on a chosen measure; nothing where no solver could follow."""
    if plan.proof is None or plan.proof.method == GREEDY:
        return ()
    request = plan.proof.request
    found = [("out", "不做")]
    decided = entry.measure.id in request.forced_in or entry.measure.id in request.placed
    found.append(("free", "取消指定") if decided else ("in", "必做"))
    found += [(phase.id, f"移到{phase.title}") for phase in request.phases() if phase.id != entry.phase]
    return tuple(found)


def decided(request: Request, measure_id: str, what: str) -> Request:
    """Return a request with a decision on a measure: `in`, `out`, `free`, or the id of the phase it shall end in."""
    placed = {key: phase for key, phase in request.placed.items() if key != measure_id}
    inside, outside = request.forced_in - {measure_id}, request.forced_out - {measure_id}
    if what == "in":
        inside |= {measure_id}
    elif what == "out":
        outside |= {measure_id}
    elif what in PHASE_TITLES:
        placed[measure_id] = what
    return replace(request, forced_in=inside, forced_out=outside, placed=placed)


def spare_detail(scored: Scored, plan: Plan, candidate: Candidate) -> MeasureDetail:
    """Return everything about a measure that could be had and was not chosen."""
    measure = scored.catalog.packs.measures[candidate.id]
    size = Enterprise.of(scored.sheet).size
    entry = PlannedMeasure(
        measure,
        0,
        PHASES[0][0],
        0.0,
        0.0,
        investment_of(measure, size),
        tuple(lifts(scored, measure)),
        candidate.gains,
        (),
    )
    summary = " · ".join(
        (
            "没有选上",
            wording.months(measure.months),
            wording.money(entry.investment),
            gain_words(scored, entry),
        )
    )
    pairs = [pair for pair in _pairs(scored, plan, entry) if pair[0] not in _OF_CHOSEN]
    forms = scored.catalog.packs.measures
    before = before_words(measure, [forms[key].title for key in candidate.prerequisites])
    if candidate.prerequisites or measure.ready_words:
        pairs.insert(2, ("先决条件", before))
    links = tuple(_link(scored, form_id, item_id) for form_id, item_id in sorted_closes(scored, entry))
    return MeasureDetail(measure.title, summary, tuple(pairs), links, measure.id, (("in", "要做这一项"),))


def sorted_closes(scored: Scored, entry: PlannedMeasure) -> list[tuple[str, str]]:
    """Return the questions a measure lifts in the order of the forms."""
    forms = scored.catalog.forms
    order = list(forms)
    return sorted(entry.closes, key=lambda pair: (order.index(pair[0]), forms[pair[0]].item_order[pair[1]]))


def _link(scored: Scored, form_id: str, item_id: str) -> Link:
    form = scored.catalog.forms[form_id]
    text = f"{form.short_title} 第 {form.item_order[item_id]} 题"
    return Link(text, form.items[item_id].title, Place(form_id, item_id))


def _pairs(scored: Scored, plan: Plan, entry: PlannedMeasure) -> Iterator[tuple[str, str]]:
    measure = entry.measure
    packs = scored.catalog.packs
    titles = {other.measure.id: f"第 {other.number} 项 {other.measure.title}" for other in plan.measures}
    before = before_words(measure, [titles[key] for key in measure.prerequisites if key in titles])
    instruments = "\n".join(
        f"{packs.instruments[key].title}（{packs.instruments[key].section}）"
        for key in measure.instruments
        if key in packs.instruments
    )
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(measure.steps, start=1))
    pairs = (
        ("为什么做", measure.why),
        ("做什么", steps),
        ("不做会怎样", loss_words(scored, plan, entry)),
        ("为什么在这一阶段", reason_words(plan, entry)),
        ("先决条件", before),
        ("支撑", "、".join(entry.needed_for)),
        ("现场条件", site_words(measure)),
        ("回收年限", payback_words(measure)),
        ("年运行费", measure.running_cost),
        ("预期效果", measure.benefit),
        ("对指标的作用", effect_words(measure)),
        ("可用政策", instruments or "无直接对应"),
        ("对口部门", _departments(scored, measure.task)),
        ("留下什么", "、".join(measure.evidence)),
        ("依据", measure.source),
    )
    return (pair for pair in pairs if pair[1])


def _departments(scored: Scored, number: int) -> str:
    packs = scored.catalog.packs
    task = packs.tasks.get(number)
    if task is None:
        return ""
    lead = "、".join(packs.department_today(name) for name in task.lead)
    words = f"任务 {number} {task.title}\n牵头：{lead}"
    joined = "、".join(packs.department_today(name) for name in task.join)
    return words + (f"\n参加：{joined}" if joined else "")


def gantt(plan: Plan, start: str) -> GanttData:
    """Return the roadmap; amounts are the middle of the range in 万元."""
    places = {entry.measure.id: place for place, entry in enumerate(plan.measures)}
    rows = []
    for entry in plan.measures:
        after = tuple(places[key] for key in entry.measure.prerequisites if key in places)
        amount = wording.DASH if entry.investment is None else plain(round(sum(entry.investment) / 2))
        label = f"{entry.number}. {entry.measure.title}"
        rows.append(GanttRow(label, entry.start, entry.end, entry.phase, amount, after))
    return GanttData(tuple(rows), start)


def effort(scored: Scored, plan: Plan) -> EffortData:
    """Return what each measure costs against what the plan would lose without it, else what it adds in the plan's order."""
    points = []
    for entry in plan.measures:
        if entry.losses:
            effect = sum(
                (loss.before - loss.after) / (1.0 if loss.level else scored.result(loss.form_id).full)
                for loss in entry.losses
            )
        else:
            effect = sum(gain / scored.result(form_id).full for form_id, gain in entry.gains)
        cost = sum(entry.investment) / 2 if entry.investment else 0.0
        points.append(
            EffortPoint(str(entry.number), entry.measure.title, cost, max(0.0, effect) * 100, entry.phase)
        )
    return EffortData(tuple(points))


def score_paths(scored: Scored, plan: Plan) -> tuple[tuple[str, ScorePathData], ...]:
    """Return for each form the plan is for its title and its scores at the end of each phase, with level and money."""
    titles = tuple(point.title for point in plan.path)
    spent = _spent(plan)
    found = []
    for form_id, _, _ in plan.path[0].scores if plan.path else ():
        values = [_score_at(point, form_id) for point in plan.path]
        title = scored.catalog.forms[form_id].short_title
        full = scored.result(form_id).full
        notes = tuple(
            "\n".join(part for part in (_name_at(point, form_id), spent.get(point.title, "")) if part)
            for point in plan.path
        )
        data = ScorePathData(titles, ((title, tuple(values), full),), notes, _marks(plan, form_id))
        found.append((title, data))
    return tuple(found)


def _spent(plan: Plan) -> dict[str, str]:
    """Return for the title of each phase's end what the phase costs, in words."""
    found = {}
    for phase_id, title, _ in PHASES:
        cost = sum(sum(e.investment) / 2 for e in plan.measures if e.phase == phase_id and e.investment)
        if cost:
            found[f"{title}末"] = f"投资 {plain(round(cost))} 万元"
    return found


def _marks(plan: Plan, form_id: str) -> tuple[tuple[str, float], ...]:
    """Return the target of a form as a named height."""
    if plan.proof is None or plan.proof.request.objective == MOST_GAIN:
        return ()
    for target in plan.proof.request.targets:
        if target.form_id == form_id:
            if target.level is not None:
                return ((f"目标 {target.level} 级", float(target.level)),)
            return ((f"目标 {plain(round(target.score or 0.0, 1))}", target.score or 0.0),)
    return ()


def _name_at(point: PathPoint, form_id: str) -> str:
    return next((name for key, _, name in point.scores if key == form_id), "") or ""


def _score_at(point: PathPoint, form_id: str) -> float:
    return next((value for key, value, _ in point.scores if key == form_id), None) or 0.0
