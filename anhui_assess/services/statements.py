"""What a director would say of an assessment in one breath; report and window say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.checklists import words as checklist_words
from anhui_assess.services.diagnosis.quick import estimate
from anhui_assess.services.diagnosis.sme import lacks_briefly, next_rule
from anhui_assess.services.forms_begun import ESTIMATE, leading, spoken_of
from anhui_assess.services.reporting import DRAFT_BELOW

NOTHING_BEGUN = "问卷都还没有开始填写。"
_HIGH_RISK = "高"


def sentence(scored: Scored, plan: Plan | None = None) -> str:
    """Say where the firm stands and, when a plan is given, what it takes; the first line of report and window."""
    parts = [_of_form(scored.catalog.forms[key], scored.result(key)) for key in leading(scored)]
    if plan is not None and plan.measures:
        parts.append(_of_plan(plan))
    return "；".join(parts) + "。" if parts else NOTHING_BEGUN


def headlines(scored: Scored) -> tuple[str, ...]:
    """Return each form's result in a few words, for the QR code and for a comparison."""
    return tuple(_headline(scored.catalog.forms[key], scored.result(key)) for key in leading(scored))


def _headline(form: Form, result: FormResult) -> str:
    if result.model == ESTIMATE:
        return f"{form.short_title} {estimate(result)}"
    if result.model == "checklist":
        return f"{form.short_title} {checklist_words(form, result)}"
    return (
        f"{form.short_title} {wording.score(result.score)} {result.level_name or result.grade_name}".strip()
    )


def _of_form(form: Form, result: FormResult) -> str:
    return _SENTENCES.get(result.model, _of_ratings)(form, result)


def _of_levels(form: Form, result: FormResult) -> str:
    where = f"现在是 {result.level} 级{result.level_name}" if result.level else result.level_name
    words = f"{form.short_title}{where}，{wording.score(result.score)} 分"
    if result.next_level and result.items_to_next:
        name = next(level.name for level in form.scoring.levels if level.level == result.next_level)
        words += f"；最少再补 {result.items_to_next} 条要求就到 {result.next_level} 级{name}"
    return words


def _of_points(form: Form, result: FormResult) -> str:
    unmet = len(result.unmet_vetoes)
    unknown = sum(veto.state == "unknown" for veto in result.vetoes)
    state = f"有 {unmet} 项基本要求不满足，暂不具备申报条件" if unmet else "基本要求没有不满足项"
    if unknown and not unmet:
        state = f"基本要求还有 {unknown} 项没有答，能不能申报还不知道"
    return f"{form.short_title} {wording.score(result.score, 1)} 分，{state}"


def _of_scenarios(form: Form, result: FormResult) -> str:
    where = f"现在是 {result.level} 级{result.level_name}" if result.level else result.level_name
    words = f"{form.short_title}{where}，{wording.gated(result.score)} 分"
    rule = next_rule(form, result)
    return words + (f"；离 {rule.level} 级还差{lacks_briefly(rule, result)}" if rule else "")


def _of_ratings(form: Form, result: FormResult) -> str:
    high = sum(line.class_title == _HIGH_RISK for line in result.inventory)
    words = f"{form.short_title}能力 {wording.score(result.score, 1)} 分（{result.grade_name or '未评'}）"
    return words + (f"，高风险断供项 {high} 个" if high else "")


def _of_estimate(form: Form, result: FormResult) -> str:
    return f"{form.short_title}{wording.estimate(result.level, result.band)}，定级要做完整问卷"


def _of_checklist(form: Form, result: FormResult) -> str:
    return f"{form.short_title}{checklist_words(form, result)}"


_SENTENCES: Mapping[str, Callable[[Form, FormResult], str]] = MappingProxyType(
    {
        "level_gated": _of_levels,
        "points_on_a_line": _of_points,
        "points_and_scenarios": _of_scenarios,
        "estimate": _of_estimate,
        "checklist": _of_checklist,
        "anchored": _of_ratings,
    }
)


def _of_plan(plan: Plan) -> str:
    end = max(entry.end for entry in plan.measures)
    low, high = plan.investment
    cost = f"{plain(round(low))}–{plain(round(high))} 万元（估算）"
    return f"方案共 {len(plan.measures)} 项措施，约 {cost}、{round(end)} 个月"


def draft_words(scored: Scored) -> str:
    """Say why a report made now would be marked as a draft; empty when it would not."""
    open_forms = []
    draft = not spoken_of(scored)
    for form_id in spoken_of(scored):
        progress = scored.result(form_id).progress
        draft = draft or progress.completeness < DRAFT_BELOW
        if progress.settled < progress.applicable:
            left = progress.applicable - progress.settled
            open_forms.append(f"{scored.catalog.forms[form_id].short_title}还有 {left} 题未答")
    if not draft:
        return ""
    words = "；".join(open_forms) or "问卷还没有开始填写"
    return f"{words}。完成度不到九成的报告标为草稿，得分会随补答而变。"
