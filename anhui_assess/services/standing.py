"""Where a form or an assessment stands, in the few words lists and the bottom bar have room for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.result import FormResult
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
    if form.scoring.model == "level_gated":
        return Standing(f"{_level(result.level, result.level_name)} {result.score:.2f}", _level_gap(result))
    if form.scoring.model == "points_on_a_line":
        unmet = len(result.unmet_vetoes)
        return Standing(f"{result.score:.1f} 分", f"{unmet} 条基本要求没有达到" if unmet else "")
    grade = f"{result.grade} 级 {result.grade_name} " if result.grade is not None else ""
    return Standing(f"{grade}{result.score:.1f} 分", "")


def _level(level: int | None, name: str) -> str:
    return f"{level} 级 {name}" if level else name or "未达一级"


def _level_gap(result: FormResult) -> str:
    if result.next_level is None or not result.items_to_next:
        return ""
    return f"离 {result.next_level} 级还差 {result.items_to_next} 条"


def short_standing(form: Form, entry: Mapping[str, Any] | None) -> str:
    """Return a form's standing from a stored headline: `2 级 2.31`, `71.3`, or a dash when it was not begun."""
    if not entry or not entry.get("begun") or entry.get("score") is None:
        return "—"
    score = float(entry["score"])
    if form.scoring.model == "level_gated":
        return f"{entry['level']} 级 {score:.2f}" if entry.get("level") else f"未达一级 {score:.2f}"
    return f"{score:.1f}"


def completeness(summary: Mapping[str, Any], catalog: Catalog) -> float:
    """Return the share settled over the forms begun (over all of them when none is)."""
    entries = [summary[form.id] for form in catalog.scored_forms if form.id in summary]
    begun = [entry for entry in entries if entry.get("begun")]
    shares = [float(entry.get("completeness", 0.0)) for entry in begun]
    return sum(shares) / len(shares) if shares else 0.0


def main_standing(record: AssessmentRecord, catalog: Catalog) -> str:
    """Return the large line of an assessment's card: that of the first form begun."""
    for form in catalog.scored_forms:
        entry = record.summary.get(form.id)
        if entry and entry.get("begun") and entry.get("score") is not None:
            if form.scoring.model == "level_gated":
                return (
                    f"{_level(entry.get('level'), entry.get('level_name', ''))} · {float(entry['score']):.2f}"
                )
            return f"{form.short_title} {float(entry['score']):.1f} 分"
    return "还没有开始答题"


def next_step(record: AssessmentRecord, catalog: Catalog) -> str:
    """Say in one sentence what to do next with an assessment."""
    entries = [(form, record.summary.get(form.id, {})) for form in catalog.scored_forms]
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
    fresh = [form for form, entry in entries if not entry.get("begun")]
    return f"已答完；可以出报告，或接着答{fresh[0].short_title}。" if fresh else "全部答完，可以出报告。"
