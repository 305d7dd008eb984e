"""Rules over a form with maturity levels on what a verifier will doubt: thin margins, gaps below, bare marks, outliers."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.diagnosis.finding import MIDDLE, Finding, listed, mark_words, named
from anhui_assess.domain.diagnosis.level_findings import total_of
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.level_gated import items_at
from anhui_assess.domain.scoring.model import effective_weights, item_score
from anhui_assess.domain.scoring.result import FormResult

_MODEL = "level_gated"
_THREE = 3
_HIGH_MARK = 1.0
_LOW_MARK = 0.5
_DOUBTED = 6
_NARROW = 0.03
"""By less than this over the gate a level stands badly."""
_AHEAD = 1.5
_ALIKE, _ENOUGH = 0.95, 60
"""A section this many levels ahead of the middle one, and this share of answers alike among so many, are not believed."""


def narrow_margin(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """A level reached by so little that a verifier who takes one answer down a step takes the level away."""
    if result.model != _MODEL or not result.level:
        return
    score = total_of(scored, form, result.level)
    margin = 0.0 if score is None else score - form.scoring.met_at
    if score is None or margin >= _NARROW:
        return
    drops = sorted(_drops(scored, form, result, result.level), key=lambda pair: -pair[0])
    lost, count = 0.0, 0
    for drop, _ in drops:
        if lost > margin:
            break
        lost, count = lost + drop, count + 1
    if lost <= margin:
        return
    named_items = "、".join(f"{named(form, item)}（少 {drop:.3f}）" for drop, item in drops[:_THREE])
    few = "只要 1 条改低一档" if count == 1 else f"有 {count} 条各改低一档"
    below = f"掉到 {result.level - 1} 级" if result.level > 1 else "达不到 1 级"
    text = (
        f"{result.level} 级得 {score:.3f}，只比门槛 {form.scoring.met_at:g} 高 {margin:.3f}。核验时{few}，就可能{below}。"
        f"改低一档影响最大的是{named_items}，先把这几条的证据备齐，再谈往上走。"
    )
    brief = f"只比门槛高 {margin:.3f}，核验改低 {count} 条就会掉级"
    items = tuple(item.id for _, item in drops[:_THREE])
    yield Finding("narrow_margin", MIDDLE, form.id, f"{result.level} 级站得不稳", text, items, brief=brief)


def _drops(scored: Scored, form: Form, result: FormResult, level: int) -> Iterator[tuple[float, Item]]:
    """Yield what each answer at a level would cost it if taken down one step of its scale."""
    tree = scored.read(f"level:{form.id}:{level}")
    shares = effective_weights(form, form.scoring.weight_sets[result.weight_set], tree)
    for leaf in form.leaves:
        worth = [(item, item_score(item, scored.value(item.id))) for item in items_at(form, leaf.id, level)]
        total = sum(item.weight for item, score in worth if score is not None)
        for item, score in worth:
            lower = [point.value for point in item.scale if score is not None and point.value < score]
            if score and lower and total:
                yield shares.get(leaf.id, 0.0) * item.weight / total * (score - max(lower)), item


def level_gaps(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """Full marks at a high level while a lower level of the same section has gaps: a verifier will ask."""
    if result.model != _MODEL:
        return
    for leaf in form.leaves:
        for level in range(3, len(result.levels) + 1):
            high = [
                i for i in items_at(form, leaf.id, level) if item_score(i, scored.value(i.id)) == _HIGH_MARK
            ]
            lower = [
                i
                for below in range(1, level - 1)
                for i in items_at(form, leaf.id, below)
                if (score := item_score(i, scored.value(i.id))) is not None and score <= _LOW_MARK
            ]
            if high and lower:
                text = (
                    f"{level} 级的“{high[0].title}”给了全部满足，{lower[0].level} 级的“{lower[0].title}”却是"
                    f"{mark_words(scored, form, lower[0])}：底下没有做到，上面很难做到，核验时会被追问，请先核对这两条。"
                )
                yield Finding(
                    "inconsistency",
                    MIDDLE,
                    form.id,
                    f"{leaf.title}高低两级不一致",
                    text,
                    (high[0].id, lower[0].id),
                    leaf.id,
                )
                break


def thin_evidence(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """High marks at levels that were won, without note, evidence or verification: what a verifier will doubt first."""
    if result.model != _MODEL:
        return
    answers = scored.sheet.form(form.id)
    bare = [
        item
        for item in form.items.values()
        if (item.level or 0) >= 3  # noqa: PLR2004 - higher levels are the ones that are doubted
        and (answer := answers.get(item.id)).state is AnswerState.ANSWERED
        and answer.value == _HIGH_MARK
        and not answer.evidence
        and not answer.note
        and answer.verified is None
    ]
    if bare:
        wanted = f"先备：{bare[0].evidence[0]}。" if len(bare) == 1 and bare[0].evidence else ""
        text = (
            f"{listed([item.title for item in bare], _DOUBTED)}在 3 级以上给了全部满足，却没有备注、证据或核验；"
            f"核验人员会先看这些。{wanted}"
        )
        yield Finding("thin_evidence", MIDDLE, form.id, "高分缺证据", text, tuple(item.id for item in bare))


def outliers(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """What stands out so far that a verifier will not believe it at once: one section far ahead, answers all alike."""
    if result.model != _MODEL:
        return
    yield from _far_ahead(form, result)
    answers = scored.sheet.form(form.id)
    given = [
        (item.id, value)
        for item in form.items.values()
        if item.kind == "scale"
        and not isinstance(value := answers.get(item.id).effective, Missing)
        and isinstance(value, (int, float))
    ]
    if len(given) < _ENOUGH:
        return
    values = [value for _, value in given]
    common = max(set(values), key=lambda value: (values.count(value), value))
    share = values.count(common) / len(values)
    if share >= _ALIKE:
        some = tuple(item_id for item_id, value in given if value == common)[:_DOUBTED]
        mark = mark_words(scored, form, form.items[some[0]])
        text = (
            f"答了 {len(given)} 条，{share:.0%} 都是“{mark}”。各部分好坏总会有差别，整卷一个答案会被当作没有逐条看；"
            "请挑最有把握和最没有把握的各十条重新看一遍。"
        )
        yield Finding("outlier", MIDDLE, form.id, "答案几乎都一样", text, some)


def _far_ahead(form: Form, result: FormResult) -> Iterator[Finding]:
    leaves = [
        node
        for node in result.nodes
        if node.score is not None and not form.nodes[node.id].children and form.nodes[node.id].items
    ]
    if len(leaves) <= _THREE:
        return
    middle = median(node.score or 0.0 for node in leaves)
    for node in sorted(leaves, key=lambda entry: -(entry.score or 0.0))[:_THREE]:
        if (node.score or 0.0) - middle >= _AHEAD:
            high = [
                key
                for key in form.nodes[node.id].items
                if (form.items[key].level or 0) >= 3  # noqa: PLR2004
            ]
            text = (
                f"“{node.title}”自评 {node.score:.2f}，全厂各部分居中的是 {middle:.2f}，高出 {(node.score or 0.0) - middle:.2f} 级。"
                "单独领先一截的部分核验时看得最细，先把运行记录和截图备齐；没有把握的条目现在就改低。"
            )
            yield Finding(
                "outlier",
                MIDDLE,
                form.id,
                f"{node.title}明显高于其他部分",
                text,
                tuple(high[:_DOUBTED]),
                node.id,
            )
