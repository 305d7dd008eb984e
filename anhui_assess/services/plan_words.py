"""The plan in words, for window, report and commands: what it is for, how good it is proven to be, why each measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning import plan as plans
from anhui_assess.domain.planning.plan import Binding, Loss, Plan, PlannedMeasure, Proof, Shortfall
from anhui_assess.domain.planning.request import MOST_GAIN, PHASES
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording

PHASE_TITLES: Mapping[str, str] = MappingProxyType({phase_id: title for phase_id, title, _ in PHASES})
NO_MEASURES = "按目前的答案没有可提出的措施：要么问卷还没有开始，要么各项要求已经满足。"
NOTHING_TO_DO = "目标已经达到，不需要新的措施。"
NOTHING_FITS = "给定的预算和期限内，没有能用的措施。"


def phase_span(plan: Plan, phase_id: str) -> str:
    """Return the months of a phase."""
    begin = 1
    for known, _, end in PHASES:
        last = end if plan.proof is None else min(end, plan.proof.request.months)
        if known == phase_id:
            return f"{begin}–{plain(last)} 个月"
        begin = int(end) + 1
    return ""


def goals_sentence(plan: Plan) -> str:
    """Say what the plan is for, what it takes, and what it does not reach."""
    if not plan.measures:
        return _nothing(plan)
    low, high = plan.investment
    end = round(max(entry.end for entry in plan.measures))
    text = f"目标：{'；'.join(plan.goals)}。共 {len(plan.measures)} 项措施，"
    text += f"约 {plain(round((low + high) / 2))} 万元（估价 {plain(round(low))}–{plain(round(high))}）、{end} 个月"
    text += f"（另有 {plan.without_figure} 项需询价）。" if plan.without_figure else "。"
    missed = [goal for goal in plan.goals if goal not in plan.reached]
    return text + (f"还不能完全达到：{'；'.join(missed)}。" if missed else "")


def _nothing(plan: Plan) -> str:
    if not plan.goals:
        return NO_MEASURES
    if set(plan.goals) <= set(plan.reached) and plan.proof and plan.proof.request.objective != MOST_GAIN:
        return f"目标：{'；'.join(plan.goals)}。{NOTHING_TO_DO}"
    return f"目标：{'；'.join(plan.goals)}。{NOTHING_FITS}"


def proof_lines(scored: Scored, plan: Plan) -> tuple[str, ...]:
    """Say how the measures were chosen, how good the choice is proven to be, and how near to a goal out of reach."""
    return tuple(_proof_lines(scored, plan.proof)) if plan.proof is not None and plan.goals else ()


def _proof_lines(scored: Scored, proof: Proof) -> Iterator[str]:
    if proof.method == plans.GREEDY:
        yield (
            "这台电脑没有安装求解器，措施按“每万元对目标的贡献”从大到小逐项选取，先决条件排在前面；"
            "这样的方案不保证最省，也不能指定目标和预算。"
        )
        return
    yield _how_good(proof)
    if proof.nearest:
        yield (
            "目标在给定的预算、期限和措施库之内达不到，这里是离目标最近的方案："
            + "；".join(_short(scored, entry) for entry in proof.shortfalls)
            + "。"
            + "".join(_binding(proof, entry) for entry in proof.bindings)
        )
    if not proof.exact:
        yield "有的指标由多道题共同决定，没有全部计入，实际得分只会比所列的高。"
    limits = _limits(proof)
    if limits:
        yield limits


def _binding(proof: Proof, entry: Binding) -> str:
    """Say which limit is in the way, and what it takes without it."""
    cost = plain(entry.cost or 0.0)
    if entry.limit == plans.BUDGET:
        more = plain(round((entry.cost or 0.0) - (proof.request.budget or 0.0), 1))
        return f"卡在总投资：期限和人手不变，达到目标至少要 {cost} 万元，比预算多 {more} 万元。"
    words = {
        plans.PHASE_BUDGETS: f"卡在分阶段的投资限额：不分阶段限额就能达到，合计 {cost} 万元。",
        plans.MONTHS: f"卡在期限：放宽到 {PHASES[-1][2]:g} 个月就能达到，合计 {cost} 万元。",
        plans.HANDS: f"卡在人手：同时进行的项数放开就能达到，合计 {cost} 万元。",
        plans.DECISIONS: f"卡在您对措施的指定：取消这些指定就能达到，合计 {cost} 万元。",
        plans.TOGETHER: f"只放宽一个条件还不够；预算、期限、人手和指定都放开才能达到，合计 {cost} 万元。",
        plans.LIBRARY: "卡在措施：就算不限预算、期限和人手，措施库里的办法也到不了；剩下的差距要另想办法，例如改善数据表里的实测指标。",
    }
    return words[entry.limit]


def _how_good(proof: Proof) -> str:
    cost = f"{plain(proof.cost)} 万元（各项投资取区间中值）"
    if proof.request.objective == MOST_GAIN:
        if proof.method == plans.OPTIMAL:
            return f"已证明最优：在给定的预算和期限内，没有别的组合能让得分提高更多；方案合计 {cost}。"
        more = wording.percent(max(0.0, proof.gain_bound - proof.gain) / max(proof.gain_bound, 1e-9))
        return f"方案合计 {cost}；还没有证明最优，别的组合最多再多提高 {more}。"
    what = "离目标同样近" if proof.nearest else "达到同样目标"
    if proof.method == plans.OPTIMAL:
        return f"已证明最省：{what}，没有比 {cost}更便宜的组合。"
    return f"方案合计 {cost}；{what}的组合不会低于 {plain(proof.bound)} 万元，最多还能省 {wording.percent(proof.gap)}。"


def _limits(proof: Proof) -> str:
    request = proof.request
    parts = []
    if request.budget is not None:
        parts.append(f"总投资不超过 {plain(request.budget)} 万元")
    if request.months < PHASES[-1][2]:
        parts.append(f"{plain(request.months)} 个月内完成")
    for phase_id, title, _ in PHASES:
        limit = request.limits.get(phase_id)
        if limit is not None and limit.budget is not None:
            parts.append(f"{title}不超过 {plain(limit.budget)} 万元")
    at_once = sorted({phase.capacity for phase in request.phases()})
    parts.append(f"同时进行不超过 {'、'.join(map(str, at_once))} 项")
    return f"限制：{'，'.join(parts)}。"


def _short(scored: Scored, entry: Shortfall) -> str:
    form = scored.catalog.forms[entry.form_id]
    if entry.level is not None:
        return f"{form.short_title} {entry.level} 级得分到 {entry.reached:.3f}（要 {entry.wanted:.2f}）"
    return f"{form.short_title}到 {entry.reached:.1f} 分（要 {entry.wanted:.1f} 分）"


def path_lines(scored: Scored, plan: Plan) -> tuple[str, ...]:
    """Say for each form how its score rises from phase to phase."""
    lines = []
    for form_id, _, _ in plan.path[0].scores if plan.path and plan.measures else ():
        form = scored.catalog.forms[form_id]
        steps = []
        for point in plan.path:
            value, name = next((v, n) for key, v, n in point.scores if key == form_id)
            shown = wording.score(value, wording.form_decimals(form))
            steps.append(f"{point.title} {shown}{f'（{name}）' if name else ''}")
        lines.append(f"{form.short_title}：{' → '.join(steps)}")
    return tuple(lines)


def measure_line(entry: PlannedMeasure) -> str:
    """Say in one line which measure it is, when it is done and what it costs."""
    months = f"第 {plain(entry.start)}–{plain(entry.end)} 个月"
    return (
        f"{entry.number:>3}. {PHASE_TITLES[entry.phase]}　{entry.measure.title}　{months}　"
        f"{wording.money(entry.investment)}"
    )


def gain_words(scored: Scored, entry: PlannedMeasure) -> str:
    """Say what a measure adds to the scores."""
    parts = []
    for form_id, gain in entry.gains:
        form = scored.catalog.forms[form_id]
        decimals = 3 if form.scoring.model == "level_gated" else 1
        parts.append(f"{form.short_title} {gain:+.{decimals}f}")
    return "，".join(parts) or "为后续措施打底"


def loss_words(scored: Scored, plan: Plan, entry: PlannedMeasure) -> str:
    """Say what the plan would lose without a measure; empty where nothing was worked out."""
    if plan.proof is None or plan.proof.method == plans.GREEDY:
        return ""
    if entry.losses:
        words = "；".join(_loss(scored, loss) for loss in entry.losses)
        also = f"（依靠它的{'、'.join(entry.falls)}也做不成）" if entry.falls else ""
        return f"不做它{also}，{words}。"
    if entry.needed_for:
        return f"它是{'、'.join(entry.needed_for)}的先决条件。"
    if entry.measure.id in plan.proof.request.forced_in or entry.measure.id in plan.proof.request.placed:
        return "由您指定必做；不做它，目标仍能达到。"
    return ""


def _loss(scored: Scored, loss: Loss) -> str:
    form = scored.catalog.forms[loss.form_id]
    missed = "，达不到目标" if loss.goal_missed else ""
    if loss.level is not None:
        return f"{form.short_title} {loss.level} 级得分从 {loss.before:.3f} 降到 {loss.after:.3f}{missed}"
    return f"{form.short_title}从 {loss.before:.1f} 分降到 {loss.after:.1f} 分{missed}"


def payback_words(measure: Measure) -> str:
    """Say in how many years a measure pays for itself, where the library claims any."""
    if measure.payback is None:
        return ""
    low, high = measure.payback
    return f"{plain(high)} 年以内（估计）" if not low else f"{plain(low)}–{plain(high)} 年（估计）"


def payback_sentence(plan: Plan) -> str:
    """Say in how many years the measures that pay for themselves do, weighed by their investment; empty for none."""
    paying = [
        (sum(entry.investment) / 2, entry.measure.payback)
        for entry in plan.measures
        if entry.investment is not None and entry.measure.payback is not None
    ]
    total = sum(cost for cost, _ in paying)
    if not total:
        return ""
    low = sum(cost * years[0] for cost, years in paying) / total
    high = sum(cost * years[1] for cost, years in paying) / total
    rest = len(plan.measures) - len(paying)
    text = f"其中 {len(paying)} 项有回收年限（估计），投资中值 {plain(round(total))} 万元，按投资加权 {low:.1f}–{high:.1f} 年收回"
    return text + (f"；其余 {rest} 项是打基础、合规或难以折成钱的，不计回收。" if rest else "。")


def reason_words(plan: Plan, entry: PlannedMeasure) -> str:
    """Say why a measure stands in its phase; empty where nothing was worked out."""
    if plan.proof is None or plan.proof.method == plans.GREEDY:
        return ""
    code, title = entry.reason
    phase = PHASE_TITLES[entry.phase]
    words = {
        plans.FIRST: "没有要等的措施，越早做完越早见效，安排在最早的阶段。",
        plans.AFTER: f"要等“{title}”做完，最早在{phase}完成。",
        plans.LENGTH: f"自身周期长，最早在{phase}完成。",
        plans.MONEY_SPENT: "前一阶段的预算已经用完。",
        plans.CAPACITY_FULL: "前一阶段人手已经排满，对目标见效更快的排在前面。",
        plans.BY_HAND: f"由您指定在{phase}完成。",
    }
    return words[code]
