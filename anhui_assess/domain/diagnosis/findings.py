"""What a finding is, and the rules that make them. A rule looks at a scored sheet; nothing is written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.diagnosis.checks import holding_checks, with_figures
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.level_gated import items_at
from anhui_assess.domain.scoring.model import ROOT, effective_weights, item_score
from anhui_assess.domain.scoring.result import FormResult

HIGH, MIDDLE, LOW, GOOD = "high", "middle", "low", "good"
_ORDER = {HIGH: 0, MIDDLE: 1, LOW: 2, GOOD: 3}
_STRENGTHS = 3
_WEAKNESSES = 5
_LOW_MEAN = 0.8
_HIGH_MARK = 1.0
_INVENTORY_SHOWN = 10
_DOUBTED = 8
_REMARKED = ("energy", "products", "quotas")
_DOUBTFUL = ("核对", "没有", "缺", "反", "像是", "不出", "改填报单位")
"""Remarks that ask for a second look; the others only tell what was done."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the diagnosis says.

    Attributes:
        code: veto, blocking, weakness, strength, inconsistency, supply_risk, thin_evidence, clash, uncalibrated, no_data.
        severity: high, middle, low or good.
        title, text: composed here, in Chinese, with the figures behind it; brief: the same in half a line.
        items: ids of the items behind it; node: the section, where one stands for it.
    """

    code: str
    severity: str
    form: str
    title: str
    text: str
    items: tuple[str, ...] = ()
    node: str = ""
    brief: str = ""


Rule = Callable[[Scored, Form, FormResult], Iterator[Finding]]


def _vetoes(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:  # noqa: ARG001 - a rule's signature
    for veto in result.vetoes:
        item = form.items[veto.item]
        if veto.state == "unmet":
            yield Finding(
                "veto",
                HIGH,
                form.id,
                item.title,
                f"“{item.title}”不满足，属于一票否决：不具备申报条件，评分只作参考。",
                (item.id,),
                brief="一票否决，暂不具备申报条件",
            )
    unknown = [veto for veto in result.vetoes if veto.state == "unknown"]
    if unknown and len(unknown) < len(result.vetoes):
        titles = "、".join(veto.title for veto in unknown)
        yield Finding(
            "veto_unknown",
            MIDDLE,
            form.id,
            "否决项未填全",
            f"还有 {len(unknown)} 项否决条件没有回答：{titles}。",
            tuple(v.item for v in unknown),
        )


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


def _weaknesses(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    if result.model != "level_gated" or result.next_level is None:
        return
    for leaf_id, value, share, lost in leaf_contributions(scored, form, result)[:_WEAKNESSES]:
        if value >= _LOW_MEAN:
            continue
        items = [
            item
            for item in items_at(form, leaf_id, result.next_level)
            if (item_score(item, scored.value(item.id)) or 0) < 1
        ]
        node = form.nodes[leaf_id]
        text = (
            f"{result.next_level} 级得分 {value:.2f}，占全厂 {share:.1%}，让总分少了 {lost:.3f}；"
            f"没有得满的有 {len(items)} 条：{'、'.join(item.title for item in items[:4])}{'等' if len(items) > 4 else ''}。"  # noqa: PLR2004
        )
        brief = f"{result.next_level} 级得分 {value:.2f}，{len(items)} 条没有得满"
        ids = tuple(item.id for item in items)
        yield Finding("weakness", MIDDLE, form.id, node.title, text, ids, leaf_id, brief)


def _strengths(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    if result.model != "level_gated":
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
    for value, leaf_id in good[:_STRENGTHS]:
        node = form.nodes[leaf_id]
        text = f"{level} 级得分 {value:.2f}，已达到该级门槛 {form.scoring.met_at:g}。"
        yield Finding("strength", GOOD, form.id, node.title, text, (), leaf_id)


def _level_gaps(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """Full marks at a high level while a lower level of the same section has gaps: a verifier will ask."""
    if result.model != "level_gated":
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
                if (score := item_score(i, scored.value(i.id))) is not None and score <= 0.5  # noqa: PLR2004 - 部分满足
            ]
            if high and lower:
                text = (
                    f"{level} 级的“{high[0].title}”给了全部满足，但更低等级的“{lower[0].title}”只有部分满足或不满足；"
                    "两处不一致，核验时会被追问，请先核对这两条。"
                )
                yield Finding(
                    "inconsistency", MIDDLE, form.id, leaf.title, text, (high[0].id, lower[0].id), leaf.id
                )
                break


def _supply_risk(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    if not result.inventory or form.scoring.supply_risk is None:
        return
    rows = scored.value(form.scoring.supply_risk.table)
    top_class = form.scoring.supply_risk.classes[0].id
    risky = sorted(
        (line for line in result.inventory if line.risk_class == top_class), key=lambda line: -line.risk
    )
    for line in risky[:_INVENTORY_SHOWN]:
        row = rows[line.row]
        factors = {factor.id: factor.title for factor in form.scoring.supply_risk.factors}
        worst = sorted(line.factors.items(), key=lambda pair: -pair[1])[:3]
        causes = "、".join(factors[key] for key, value in worst if value > 0)
        unknown = f"；{'、'.join(line.unknown)}未填，按最坏情况算" if line.unknown else ""
        name = row.get("name", f"第 {line.row + 1} 行")
        text = f"断供风险 {line.risk:.1f}（{line.class_title}），主要因为{causes}{unknown}。"
        brief = f"断供风险 {line.risk:.1f}（{line.class_title}）"
        yield Finding(
            "supply_risk", HIGH, form.id, str(name), text, (form.scoring.supply_risk.table,), brief=brief
        )


def _indicator_states(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:  # noqa: ARG001 - a rule's signature
    open_ones = [entry for entry in result.indicators if entry.state == "uncalibrated"]
    if open_ones:
        titles = "、".join(entry.title for entry in open_ones)
        yield Finding(
            "uncalibrated",
            LOW,
            form.id,
            "未定标指标",
            f"{len(open_ones)} 项指标缺基准值或引领值，已退出加权：{titles}。",
        )
    missing = [entry for entry in result.indicators if entry.state == "no_data"]
    if missing:
        titles = "、".join(entry.title for entry in missing)
        yield Finding(
            "no_data", MIDDLE, form.id, "缺数据的指标", f"{len(missing)} 项指标缺数据，按 0 分计：{titles}。"
        )
    for entry in result.indicators:
        if entry.state == "scored" and entry.score is not None and entry.score < 0.4 * entry.weight:
            part = min((p for p in entry.parts if p.fraction is not None), key=lambda p: p.fraction or 0.0)
            value = "缺" if isinstance(part.value, Missing) else f"{part.value:.{part.decimals}f}{part.unit}"
            text = f"得 {entry.score:.1f} 分（满分 {entry.weight:g}）：{part.title} {value}，基准 {part.base:g}，引领 {part.lead:g}。"
            yield Finding("weakness", MIDDLE, form.id, entry.title, text, (), entry.node)


def _low_ratings(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    if result.model != "anchored":
        return
    nodes = [node for node in result.nodes if node.score is not None and not form.nodes[node.id].children]
    for node in sorted(nodes, key=lambda entry: entry.score or 0.0)[:2]:
        items = [
            form.items[key] for key in form.nodes[node.id].items if form.items[key].kind == "anchored_rating"
        ]
        low = [item for item in items if isinstance(value := scored.value(item.id), int) and value <= 2]  # noqa: PLR2004
        if low:
            text = f"得分 {node.score:.1f}；评到 1–2 档的有 {len(low)} 项：{'、'.join(item.title for item in low[:5])}。"
            yield Finding(
                "weakness", MIDDLE, form.id, node.title, text, tuple(item.id for item in low), node.id
            )
    best = max(nodes, key=lambda entry: entry.score or 0.0, default=None)
    if best is not None and (best.score or 0.0) >= 60:  # noqa: PLR2004 - the form's fourth grade
        yield Finding(
            "strength", GOOD, form.id, best.title, f"得分 {best.score:.1f}，是四基中最强的一项。", (), best.id
        )


def _thin_evidence(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """High marks at levels that were won, without note, evidence or verification: what a verifier will doubt first."""
    if result.model != "level_gated":
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
        titles = "、".join(item.title for item in bare[:_DOUBTED])
        more = f"等 {len(bare)} 条" if len(bare) > _DOUBTED else f"共 {len(bare)} 条"
        text = f"{titles}，{more}在 3 级以上给了全部满足，却没有备注、证据或核验；核验人员会先看这些。"
        yield Finding("thin_evidence", MIDDLE, form.id, "高分缺证据", text, tuple(item.id for item in bare))


RULES: tuple[Rule, ...] = (
    _vetoes,
    _weaknesses,
    _indicator_states,
    _low_ratings,
    _supply_risk,
    _level_gaps,
    _thin_evidence,
    _strengths,
)


def findings(scored: Scored) -> tuple[Finding, ...]:
    """Return every finding, vetoes and high severities first, otherwise in the order of forms and rules."""
    found: list[Finding] = []
    for form in scored.catalog.scored_forms:
        if scored.sheet.form(form.id).answers:
            result = scored.result(form.id)
            for rule in RULES:
                found.extend(rule(scored, form, result))
    found.extend(_contradictions(scored))
    figures = scored.catalog.packs.figures
    for clash in scored.clashes():
        title = figures[clash.figure].title if clash.figure in figures else clash.figure
        places = "；".join(
            f"{scored.catalog.forms[form].short_title}“{asked.title}”填 {kind_of(asked).display(asked, value)}"
            for form, item, value in clash.values
            for asked in [scored.catalog.item(form, item)]
        )
        items = tuple(item for _, item, _ in clash.values)
        found.append(
            Finding(
                "clash",
                MIDDLE,
                clash.values[0][0],
                f"{title}前后不一",
                f"{places}。请核对后改成一致。",
                items,
            )
        )
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def _contradictions(scored: Scored) -> Iterator[Finding]:
    """Cross-checks over figures and forms whose rule holds."""
    names = scored.catalog.names
    for check in holding_checks(scored):
        found = [names[name] for name in check.items if name in names]
        form = found[0][0] if found else next(iter(scored.catalog.forms))
        items = tuple(item for _, item in found)
        text = with_figures(scored, check.text)
        yield Finding("inconsistency", MIDDLE, form, check.title, text, items, brief=check.title)
    yield from _row_remarks(scored)


def _row_remarks(scored: Scored) -> Iterator[Finding]:
    """What the program notes beside the rows of tables it understands, one finding a table."""
    for form in scored.catalog.scored_forms:
        for item in form.items.values():
            rows = scored.value(item.id) if item.layout in _REMARKED else ()
            noted = [
                f"第 {number} 行：{row['remark']}"
                for number, row in enumerate(() if isinstance(rows, Missing) else rows, start=1)
                if row.get("remark") and any(sign in row["remark"] for sign in _DOUBTFUL)
            ]
            if noted:
                more = f"另有 {len(noted) - _DOUBTED} 行。" if len(noted) > _DOUBTED else ""
                yield Finding(
                    "inconsistency",
                    MIDDLE,
                    form.id,
                    f"{item.title}要核对",
                    "".join(noted[:_DOUBTED]) + more,
                    (item.id,),
                    brief=f"{len(noted)} 行要核对",
                )


def total_of(scored: Scored, form: Form, level: int) -> float | None:
    """Return the whole's score at a level."""
    value = scored.read(f"level:{form.id}:{level}")[ROOT]
    return None if value is None else float(value)
