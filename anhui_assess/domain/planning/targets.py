"""What a plan aims at: what the program proposes when the user names nothing, in words, and whether it is met."""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.planning.effects import with_measures
from anhui_assess.domain.planning.first_plan import begun_goals
from anhui_assess.domain.planning.plan import can_be_had
from anhui_assess.domain.planning.request import Request, Target
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import ROOT
from anhui_assess.domain.scoring.tolerance import TOLERANCE

_SHARE = 0.5
"""Of what the library can add to a score without levels or grades, the share that a plan aims at by itself."""


def default_targets(scored: Scored, request: Request) -> tuple[Target, ...]:
    """Return a target for each form that was begun and leads: the next level, the next grade, or half of what can be had."""
    size = Enterprise.of(scored.sheet).size
    can = [
        measure
        for key, measure in scored.catalog.packs.measures.items()
        if key not in request.forced_out and can_be_had(scored, measure, size)
    ]
    best = with_measures(scored, can)
    found = (_default(scored, best, form_id) for form_id in begun_goals(scored))
    return tuple(target for target in found if target is not None)


def _default(scored: Scored, best: Scored, form_id: str) -> Target | None:
    form = scored.catalog.forms[form_id]
    result = scored.result(form_id)
    if form.scoring.model == "level_gated":
        return Target(form_id, level=result.next_level) if result.next_level else None
    now, most = result.score or 0.0, best.result(form_id).score or 0.0
    above = [grade.minimum for grade in form.scoring.grades if now + TOLERANCE < grade.minimum <= most]
    if above:
        return Target(form_id, score=min(above))
    if most <= now + TOLERANCE and not result.unmet_vetoes:
        return None
    half = now + _SHARE * (most - now)
    return Target(form_id, score=max(now, int(half * 10) / 10))


def settled(scored: Scored, target: Target) -> Target:
    """Return a target with the one number its form is measured by: a level where there are levels, else a score."""
    form = scored.catalog.forms[target.form_id]
    if form.scoring.model == "level_gated":
        return Target(target.form_id, level=target.level)
    return Target(target.form_id, score=target.score)


def target_words(scored: Scored, target: Target) -> str:
    """Say what a target asks for."""
    form = scored.catalog.forms[target.form_id]
    if target.level is not None:
        names = {level.level: level.name for level in form.scoring.levels}
        return f"{form.short_title}达到 {target.level} 级 {names.get(target.level, '')}".rstrip()
    grade = next((g.name for g in form.scoring.grades if g.minimum == target.score), "")
    points = f"{plain(round(target.score or 0.0, 1))} 分"
    words = f"达到{grade}（{points}）" if grade else f"得分到 {points}"
    unmet = len(scored.result(target.form_id).unmet_vetoes)
    return f"{form.short_title}先消除 {unmet} 项否决，{words}" if unmet else f"{form.short_title}{words}"


def is_met(scored: Scored, target: Target) -> bool:
    """Whether these scores meet a target, basic requirements included."""
    result = scored.result(target.form_id)
    if result.unmet_vetoes:
        return False
    if target.level is not None:
        return (result.level or 0) >= target.level
    return (result.score or 0.0) >= (target.score or 0.0) - TOLERANCE


def level_scores(scored: Scored, form_id: str, top: int) -> Sequence[float]:
    """Return the scores 0–1 of the levels up to `top`, lowest first."""
    return [scored.read(f"level:{form_id}:{level}")[ROOT] or 0.0 for level in range(1, top + 1)]


def target_faults(scored: Scored, targets: Sequence[Target]) -> list[str]:
    """Return in words what is wrong with targets a user names: unknown forms, levels that do not exist, too many points."""
    named = [target.form_id for target in targets]
    faults = [
        f"目标“{form_id}”写了不止一次，一份问卷只能有一个目标"
        for form_id in dict.fromkeys(named)
        if named.count(form_id) > 1
    ]
    for target in targets:
        form = scored.catalog.forms.get(target.form_id)
        if form is None or form.scoring.model == "none":
            known = "、".join(entry.id for entry in scored.catalog.scored_forms)
            faults.append(f"没有问卷“{target.form_id}”；可用：{known}")
        elif form.scoring.model == "level_gated":
            levels = [level.level for level in form.scoring.levels]
            if target.level not in levels:
                faults.append(f"{form.short_title}的目标要写等级 {levels[0]}–{levels[-1]}，例如 {form.id}=3")
        elif form.scoring.model not in {"points_on_a_line", "anchored", "checklist"}:
            faults.append(f"{form.short_title}不能作为方案的目标：没有措施与它对应。")
        elif target.score is None or not 0 <= target.score <= scored.result(form.id).full:
            faults.append(
                f"{form.short_title}的目标要写得分 0–{scored.result(form.id).full:g}，例如 {form.id}=70"
            )
    return faults
