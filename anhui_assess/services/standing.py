"""Where a form or an assessment stands, in the few words lists and the bottom bar have room for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.services import wording
from anhui_assess.services.diagnosis import checklists
from anhui_assess.services.diagnosis.sme import lacks_briefly, next_rule
from anhui_assess.services.forms_begun import is_superseded, main_first
from anhui_assess.services.ports import AssessmentRecord


@dataclass(frozen=True, slots=True)
class Standing:
    """The live line of a form: where it stands, and what is in the way (empty when nothing is)."""

    now: str
    gap: str


def standing(form: Form, result: FormResult) -> Standing:
    """Return where a form stands now."""
    if result.score is None:
        return Standing("还没有得分", "")
    match form.scoring.model:
        case "level_gated":
            now = f"{_level(result.level, result.level_name)} {result.score:.2f}"
            gap = _level_gap(result)
        case "estimate":
            now, gap = wording.estimate(result.level, result.band), ""
        case "points_and_scenarios":
            now = f"{_level(result.level, result.level_name)} {wording.gated(result.score)} 分"
            gap = _scenario_gap(form, result)
        case "points_on_a_line":
            unmet = len(result.unmet_vetoes)
            now, gap = f"{result.score:.1f} 分", f"{unmet} 条基本要求没有达到" if unmet else ""
        case "checklist":
            now, gap = checklists.words(form, result), _requirement_gap(form, result)
        case _:
            grade = f"{result.grade} 级 {result.grade_name} " if result.grade is not None else ""
            now, gap = f"{grade}{result.score:.1f} 分", ""
    return Standing(now, gap)


def _level(level: int | None, name: str) -> str:
    return f"{level} 级 {name}" if level else name or "未达一级"


def _level_gap(result: FormResult) -> str:
    if result.next_level is None or not result.items_to_next:
        return ""
    return f"离 {result.next_level} 级还差 {result.items_to_next} 条"


def _requirement_gap(form: Form, result: FormResult) -> str:
    return checklists.remark(form, result)[0] if checklists.missing(result) else ""


def _scenario_gap(form: Form, result: FormResult) -> str:
    rule = next_rule(form, result)
    return f"离 {rule.level} 级还差{lacks_briefly(rule, result)}" if rule is not None else ""


def short_standing(form: Form, entry: Mapping[str, Any] | None) -> str:
    """Return a form's standing from a stored headline: `2 级 2.31`, `71.3`, or a dash when it was not begun."""
    if not entry or not entry.get("begun") or entry.get("score") is None:
        return "—"
    score = float(entry["score"])
    match form.scoring.model:
        case "level_gated":
            return f"{entry['level']} 级 {score:.2f}" if entry.get("level") else f"未达一级 {score:.2f}"
        case "estimate":
            return wording.estimate(entry.get("level"), entry.get("band"))
        case "points_and_scenarios":
            return (
                f"{entry['level']} 级 {wording.gated(score)}"
                if entry.get("level")
                else f"未达一级 {wording.gated(score)}"
            )
        case "checklist":
            return wording.in_place(score)
    return f"{score:.1f}"


def completeness(summary: Mapping[str, Any], catalog: Catalog) -> float:
    """Return the share settled over the forms begun (over all of them when none is)."""
    begun = [entry for _, entry in _entries(summary, catalog) if entry.get("begun")]
    shares = [float(entry.get("completeness", 0.0)) for entry in begun]
    return sum(shares) / len(shares) if shares else 0.0


def _entries(summary: Mapping[str, Any], catalog: Catalog) -> list[tuple[Form, Mapping[str, Any]]]:
    """Return the forms with their headlines, less an estimate whose full questionnaire was begun."""
    started = {key for key, entry in summary.items() if entry.get("begun")}
    forms = [form for form in main_first(catalog.scored_forms) if not is_superseded(form, started)]
    return [(form, summary.get(form.id, {})) for form in forms]


def main_standing(record: AssessmentRecord, catalog: Catalog) -> str:
    """Return the large line of an assessment's card: that of the first form begun."""
    for form, entry in _entries(record.summary, catalog):
        if entry.get("begun") and entry.get("score") is not None:
            return _main_line(form, entry, float(entry["score"]))
    return "还没有开始答题"


def _main_line(form: Form, entry: Mapping[str, Any], score: float) -> str:
    where = _level(entry.get("level"), entry.get("level_name", ""))
    match form.scoring.model:
        case "level_gated":
            return f"{where} · {score:.2f}"
        case "estimate":
            return f"{form.short_title} {wording.estimate(entry.get('level'), entry.get('band'))}"
        case "points_and_scenarios":
            return f"{form.short_title} {where} · {wording.gated(score)} 分"
        case "checklist":
            return f"{form.short_title} {wording.in_place(score)}"
    return f"{form.short_title} {score:.1f} 分"


def next_step(record: AssessmentRecord, catalog: Catalog) -> str:
    """Say in one sentence what to do next with an assessment."""
    entries = _entries(record.summary, catalog)
    begun = [(form, entry) for form, entry in entries if entry.get("begun")]
    if not begun:
        return "先核对企业档案，再从智能工厂开始答。"
    left = [(form, int(entry.get("open", 0))) for form, entry in begun if entry.get("open")]
    if left:
        form, count = min(left, key=lambda pair: pair[1])
        total = sum(number for _, number in left)
        more = (
            f"；最快的下一步：{form.short_title} {count} 题" if len(left) > 1 else f"，都在{form.short_title}"
        )
        return f"还有 {total} 题{more}。"
    flagged = sum(int(entry.get("flagged", 0)) for _, entry in begun)
    if flagged:
        return f"已答完；还有 {flagged} 题标了存疑，看一眼再出报告。"
    fresh = [form for form, entry in entries if not entry.get("begun") and not form.part_of]
    return f"已答完；可以出报告，或接着答{fresh[0].short_title}。" if fresh else "全部答完，可以出报告。"
