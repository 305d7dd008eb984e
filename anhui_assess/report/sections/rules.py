"""How each instrument scores, in one paragraph each, for 评估说明."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.estimate import ON_THE_WAY
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.report.sections.common import form_of
from anhui_assess.services.reporting import ReportInput


def rules(source: ReportInput) -> Iterator[str]:
    """Yield a paragraph for every form that was begun, then what holds for all."""
    for form_id in source.begun:
        form = form_of(source, form_id)
        rule = _RULES.get(form.scoring.model)
        if rule is not None:
            yield f"{form.short_title}：{rule(form, source.scored.result(form_id))}"
    if source.begun and source.scored.catalog.packs.qualifications:
        yield (
            "资格与梯度：按企业档案和问卷答案逐条对照申报条件，结果分满足、不满足、不知道三种；缺数据的和只能由人判断的一律写“不知道”，"
            "不当作满足。它与各问卷的得分互不折算，快速自评的估计也不作为成熟度条件的依据；只是预检，以当年申报通知和主管部门审查为准。"
        )
    yield "同一题既有企业自评又有专家核验的，得分取核验值。所有数字先精确计算，显示时才四舍五入。"


def _gated(form: Form, result: FormResult) -> str:
    return (
        "每题按全部满足 1、大部分满足 0.8、部分满足 0.5、不满足 0 打分；子域在某一级的得分是该级各题的平均，"
        "未答和暂不清楚按 0 计，不适用的题不参加平均。各子域、能力域、要素按权重逐层合成等级得分，权重在参加加权的各项之间归一。"
        "某一级得分达到 0.8 且低等级都满足，才算达到该级；总分等于已达到的级数加上第一个未达到等级的得分。"
        f"本次采用“{form.scoring.weight_sets[result.weight_set].title}”权重。"
    )


def _estimated(form: Form, result: FormResult) -> str:
    return (
        f"{len(form.leaves)} 个子域各选一档，第 r 档表示已到 r − 1 级、正在走向 r 级；走向 r 级的部分，估计值按 {ON_THE_WAY['middle']:g}、"
        f"区间低端按 {ON_THE_WAY['low']:g}、高端按 {ON_THE_WAY['high']:g} 计。各级按权重逐层合成，用 {form.scoring.met_at:g} 的门槛逐级判断。"
        "未答和暂不清楚的，在估计值和低端按第一档、在高端按第五档计，因此没答的题只会让区间变宽。"
        f"本次采用“{form.scoring.weight_sets[result.weight_set].title}”权重。结果始终是估计，不能用于定级和申报。"
    )


def _on_a_line(_form: Form, _result: FormResult) -> str:
    return (
        "基本要求为一票否决，任何一项不满足即不具备申报条件，但评分仍然给出。十四项指标在基准值与引领值之间按直线给分，"
        "低于基准得 0 分，达到引领得满分；缺基准值或引领值的指标为未定标，退出加权，其余折算为百分制；该填而没填的按 0 分计。"
    )


def _rated(_form: Form, _result: FormResult) -> str:
    return (
        "每项能力对照五档文字说明自评，一档 0 分、五档 100 分，按权重合成；与本企业不相关的部分退出加权。"
        "关键件断供风险 = 100 × Σ（因素权重 × 暴露程度）× 停供影响，空格按最坏情况计算，因此“不知道”不会降低风险。"
    )


def _with_scenarios(form: Form, result: FormResult) -> str:
    titles = "、".join(form.nodes[node_id].title for node_id in form.scoring.scored_nodes)
    top = max(rule.level for rule in form.scoring.scenario_levels)
    return (
        f"{titles}的各题按分值合计，未答和暂不清楚按 0 分，不适用的题退出、其余折算为满分 {form.scoring.full_marks:g}；"
        f"{len(result.scenarios)} 个业务场景各评 0–{top} 级，只看达级个数，不加分。达到某一级要同时过两道关：一是总分不低于该级分数线；"
        "二是做到该级或更高的场景数、其中约束性场景数都不少于该级要求。任何一条不够，就停在低一级；不适用和未答的场景不算达级。"
    )


def _ticked(_form: Form, result: FormResult) -> str:
    if result.requirements:
        return (
            "逐条判断符合或不符合；适用的必选条目全部符合，这一部分才算通过，可选条目只数符合了几条。"
            "必选、可选的划分按公开转述资料整理，待对照标准原文。结果单独列出，不折算成分，不加进绿色工厂评分。"
        )
    return "已具备的比例 = 各题得分按权重平均 × 100，未答按 0 计，不适用的题退出；它说明条件准备得怎样，不评等级。"


_RULES: Mapping[str, Callable[[Form, FormResult], str]] = MappingProxyType(
    {
        "level_gated": _gated,
        "estimate": _estimated,
        "points_on_a_line": _on_a_line,
        "anchored": _rated,
        "points_and_scenarios": _with_scenarios,
        "checklist": _ticked,
    }
)
