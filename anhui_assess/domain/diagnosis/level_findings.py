"""Rules over a form with maturity levels: what holds the next level back, weak and strong sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from anhui_assess.domain.diagnosis.checks import with_figures
from anhui_assess.domain.diagnosis.finding import GOOD, HIGH, MIDDLE, Finding, listed, mark_words, named
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.level_gated import items_at
from anhui_assess.domain.scoring.model import ROOT, effective_weights, item_score
from anhui_assess.domain.scoring.result import FormResult

_MODEL = "level_gated"
_THREE = 3
_NAMED = 4
_NEAREST = 2
_SOLID = 0.9
"""From this score a section at a level reached counts as solid."""
_WEAKNESSES = 5
_LOW_MEAN = 0.8
_HIGH_MARK = 1.0
_LOW_MARK = 0.5


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
        yield from _nearest(scored, form, result, tree, level)
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
    scored: Scored, form: Form, result: FormResult, tree: Mapping[str, float | None], level: int
) -> Iterator[Finding]:
    """Where no section passes the gate yet: the two nearest to it, or those done best at the level already reached."""
    near = [(value, leaf_id) for value, leaf_id in _ranked(form, tree) if value > _LOW_MARK][:_NEAREST]
    for value, leaf_id in near:
        text = f"{level} 级得分 {value:.3f}，在各部分里最接近门槛 {form.scoring.met_at:g}，还差 {form.scoring.met_at - value:.3f}"
        if result.level:
            text += f"；{result.level} 级及以下已经达到，可以先从这里往上做"
        yield Finding("strength", GOOD, form.id, form.nodes[leaf_id].title, f"{text}。", (), leaf_id)
    if near or not result.level:
        return
    reached = scored.read(f"level:{form.id}:{result.level}")
    for value, leaf_id in _ranked(form, reached)[:_NEAREST]:
        if value >= _SOLID:
            items = tuple(item.id for item in items_at(form, leaf_id, result.level))
            text = f"{result.level} 级得分 {value:.2f}，是已达到的级里做得最扎实的；{level} 级还没有一个部分过半，往上走可以先从这里试。"
            yield Finding("strength", GOOD, form.id, form.nodes[leaf_id].title, text, items, leaf_id)


def _ranked(form: Form, tree: Mapping[str, float | None]) -> list[tuple[float, str]]:
    """Return the sections that hold questions by score, the best first, in reading order among equals."""
    found = [(value, leaf.id) for leaf in form.leaves if (value := tree.get(leaf.id)) is not None]
    return sorted(found, key=lambda pair: -pair[0])
