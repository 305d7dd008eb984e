"""Rules over a form with maturity levels: what holds the next level back, weak and strong sections, odd answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.diagnosis.checks import with_figures
from anhui_assess.domain.diagnosis.finding import GOOD, HIGH, MIDDLE, Finding, listed, mark_words, named
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.level_gated import items_at
from anhui_assess.domain.scoring.model import ROOT, effective_weights, item_score
from anhui_assess.domain.scoring.result import FormResult

_MODEL = "level_gated"
_THREE = 3
_NAMED = 4
_NEAREST = 2
_WEAKNESSES = 5
_LOW_MEAN = 0.8
_HIGH_MARK = 1.0
_LOW_MARK = 0.5
_DOUBTED = 6
_AHEAD = 1.5
_ALIKE, _ENOUGH = 0.95, 60
"""A section this many levels ahead of the middle one, and this share of answers alike among so many, are not believed."""


def leaf_contributions(
    scored: Scored, form: Form, result: FormResult
) -> list[tuple[str, float, float, float]]:
    """Return (leaf, score at the next level, share of the whole, points lost), the largest loss first."""
    level = result.next_level or len(result.levels)
    tree = scored.read(f"level:{form.id}:{level}")
    weights = form.scoring.weight_sets[result.weight_set]
    shares = effective_weights(form, weights, tree)
    rows = []
    for leaf in form.leaves:
        value = tree.get(leaf.id)
        if value is not None:
            share = shares.get(leaf.id, 0.0)
            rows.append((leaf.id, value, share, share * (1.0 - value)))
    return sorted(rows, key=lambda row: (-row[3], list(form.nodes).index(row[0])))


def total_of(scored: Scored, form: Form, level: int) -> float | None:
    """Return the whole's score at a level."""
    value = scored.read(f"level:{form.id}:{level}")[ROOT]
    return None if value is None else float(value)


def blocking(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """The three answers that hold the next level back most, and how far full marks for them would lead."""
    if result.model != _MODEL or result.next_level is None:
        return
    top = [entry for entry in result.blocking if entry.gain > 0][:_THREE]
    score = total_of(scored, form, result.next_level)
    if not top or score is None:
        return
    name = next(level.name for level in result.levels if level.level == result.next_level)
    gate = form.scoring.met_at
    parts = [
        f"{named(form, form.items[entry.item])}现在{mark_words(scored, form, form.items[entry.item])}，补到全部满足加 {entry.gain:.3f}"
        for entry in top
    ]
    gain = sum(entry.gain for entry in top)
    text = (
        f"{result.next_level} 级（{name}）得 {score:.2f}，门槛 {gate:g}，差 {max(0.0, gate - score):.3f}。"
        f"压得最重的是：{'；'.join(parts)}。这{_count(len(top))}条合计 {gain:.3f}"
    )
    rest = result.items_to_next
    text += (
        f"；到门槛最少要补 {rest} 条，其余见“还差什么”。"
        if rest
        else "；全部补满仍到不了门槛，先看裁剪和不适用。"
    )
    brief = f"{'、'.join(form.items[entry.item].title for entry in top)}，合计少 {gain:.3f}"
    items = tuple(entry.item for entry in top)
    yield Finding(
        "blocking",
        HIGH,
        form.id,
        f"卡住 {result.next_level} 级的{_count(len(top))}条",
        text,
        items,
        brief=brief,
    )


def _count(number: int) -> str:
    return "零一两三"[number]


def weaknesses(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """The sections that cost the next level most, with the answers behind and the firm's own figures."""
    if result.model != _MODEL or result.next_level is None:
        return
    for leaf_id, value, share, lost in leaf_contributions(scored, form, result)[:_WEAKNESSES]:
        if value >= _LOW_MEAN:
            continue
        items = [
            item
            for item in items_at(form, leaf_id, result.next_level)
            if (score := item_score(item, scored.value(item.id))) is not None and score < _HIGH_MARK
        ]
        text = (
            f"{result.next_level} 级得分 {value:.2f}，占全厂 {share:.1%}，让总分少了 {lost:.3f}；"
            f"没有得满的有 {len(items)} 条（{_with_marks(scored, form, items)}）。{_illustrated(scored, form, leaf_id)}"
        )
        brief = f"{result.next_level} 级得分 {value:.2f}，{len(items)} 条没有得满"
        ids = tuple(item.id for item in items)
        yield Finding("weakness", MIDDLE, form.id, form.nodes[leaf_id].title, text, ids, leaf_id, brief)


def _with_marks(scored: Scored, form: Form, items: Sequence[Item]) -> str:
    """Return items grouped by how they stand, the worst first: `不满足：甲、乙；部分满足：丙`."""
    by_mark: dict[str, list[str]] = {}
    for item in sorted(items, key=lambda entry: item_score(entry, scored.value(entry.id)) or 0.0):
        by_mark.setdefault(mark_words(scored, form, item), []).append(item.title)
    return "；".join(f"{mark}：{listed(titles, _NAMED)}" for mark, titles in by_mark.items())


def _illustrated(scored: Scored, form: Form, node_id: str) -> str:
    """Return the sentences with the firm's own figures that belong to a section and whose figures are all known."""
    made = [
        with_figures(scored, entry.text)
        for entry in scored.catalog.packs.illustrations
        if entry.form == form.id and entry.node == node_id
    ]
    return "".join(text for text in made if "（缺）" not in text)


def strengths(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """The best sections at the level worked on, and what they rest on."""
    if result.model != _MODEL:
        return
    level = result.next_level or len(result.levels)
    tree = scored.read(f"level:{form.id}:{level}")
    good = sorted(
        (
            (value, leaf.id)
            for leaf in form.leaves
            if (value := tree.get(leaf.id)) is not None and value >= _LOW_MEAN
        ),
        key=lambda pair: -pair[0],
    )
    if not good:
        yield from _nearest(form, result, tree, level)
    answers = scored.sheet.form(form.id)
    for value, leaf_id in good[:_THREE]:
        items = items_at(form, leaf_id, level)
        full = [item for item in items if item_score(item, scored.value(item.id)) == _HIGH_MARK]
        backed = sum(bool(answers.get(item.id).evidence) for item in full)
        text = f"{level} 级得分 {value:.2f}，已达到该级门槛 {form.scoring.met_at:g}"
        if full:
            text += f"；全部满足的有{listed([item.title for item in full], _NAMED)}，其中 {backed} 条附了证据"
        ids = tuple(item.id for item in full)
        yield Finding("strength", GOOD, form.id, form.nodes[leaf_id].title, f"{text}。", ids, leaf_id)


def _nearest(
    form: Form, result: FormResult, tree: Mapping[str, float | None], level: int
) -> Iterator[Finding]:
    """Where no section passes the gate yet: the two nearest to it, if they are more than half way."""
    near = sorted(
        ((value, leaf.id) for leaf in form.leaves if (value := tree.get(leaf.id)) is not None),
        key=lambda pair: -pair[0],
    )
    for value, leaf_id in near[:_NEAREST]:
        if value > _LOW_MARK:
            title = form.nodes[leaf_id].title
            text = f"{level} 级得分 {value:.3f}，在各部分里最接近门槛 {form.scoring.met_at:g}，还差 {form.scoring.met_at - value:.3f}"
            if result.level:
                text += f"；{result.level} 级及以下已经站稳，可以先从这里往上做"
            yield Finding("strength", GOOD, form.id, title, f"{text}。", (), leaf_id)


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
