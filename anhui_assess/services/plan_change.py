"""What another wish makes of a plan, in one sentence: measures, phases, money, months, scores at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.planning.plan import Plan, PlannedMeasure
from anhui_assess.domain.planning.problem import MONEY
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording
from anhui_assess.services.plan_words import PHASE_TITLES

_NAMED = 2
_NEAR = 1e-9


def change_words(scored: Scored, before: Plan, after: Plan) -> str:
    """Say what differs between two plans for the same answers."""
    parts = list(_parts(scored, before, after))
    return (
        f"和上一个方案比：{'；'.join(parts)}。"
        if parts
        else "和上一个方案比：措施、投资、工期和得分都没有变。"
    )


def _parts(scored: Scored, before: Plan, after: Plan) -> Iterator[str]:
    old = {entry.measure.id: entry for entry in before.measures}
    new = {entry.measure.id: entry for entry in after.measures}
    yield from _named("多", [entry for key, entry in new.items() if key not in old])
    yield from _named("少", [entry for key, entry in old.items() if key not in new])
    moved = [entry for key, entry in new.items() if key in old and old[key].phase != entry.phase]
    if len(moved) == 1:
        yield f"“{moved[0].measure.title}”移到{PHASE_TITLES[moved[0].phase]}"
    elif moved:
        yield f"{len(moved)} 项换了阶段"
    cost, was = _cost(after), _cost(before)
    if cost != was:
        yield f"投资 {plain(was)} → {plain(cost)} 万元（{'多' if cost > was else '少'} {plain(abs(round(cost - was, 1)))}）"
    end, ended = _months(after), _months(before)
    if end != ended:
        yield f"工期 {ended} → {end} 个月"
    yield from _scores(scored, before, after)


def _named(word: str, entries: Sequence[PlannedMeasure]) -> Iterator[str]:
    if entries:
        titles = "、".join(entry.measure.title for entry in entries[:_NAMED])
        more = "等" if len(entries) > _NAMED else ""
        yield f"{word} {len(entries)} 项（{titles}{more}）"


def _cost(plan: Plan) -> float:
    return (
        sum(round(sum(entry.investment) / 2 * MONEY) for entry in plan.measures if entry.investment) / MONEY
    )


def _months(plan: Plan) -> int:
    return round(max((entry.end for entry in plan.measures), default=0.0))


def _scores(scored: Scored, before: Plan, after: Plan) -> Iterator[str]:
    """Yield the scores at the end that differ."""
    was = {form: value for form, value, _ in before.path[-1].scores} if before.path else {}
    for form_id, value, _ in after.path[-1].scores if after.path else ():
        old = was.get(form_id)
        if value is None or old is None or abs(value - old) <= _NEAR:
            continue
        form = scored.catalog.forms[form_id]
        decimals = wording.form_decimals(form)
        first, last = wording.score(old, decimals), wording.score(value, decimals)
        if first != last:
            yield f"{form.short_title}末分 {first} → {last}"
