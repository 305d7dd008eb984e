"""Rules over forms of indicators, ratings and inventories: vetoes, low indicators, low ratings, supply risk, bare claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from anhui_assess.domain.answers import AnswerState
from anhui_assess.domain.diagnosis.finding import GOOD, HIGH, LOW, MIDDLE, Finding, items_behind, listed
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult, IndicatorScore, InventoryLine
from anhui_assess.domain.scoring.tolerance import TOLERANCE

_INVENTORY_SHOWN = 10
_LOW_RATING = 2
_TOP_RATINGS = (4, 5)
_STRONG = 60
_LOW_SHARE = 0.4
_NAMED = 5
_BARE = 3


def vetoes(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:  # noqa: ARG001 - a rule's signature
    """Each veto that is not met, and those still open when some were answered."""
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
            f"还有 {len(unknown)} 项否决条件没有回答：{titles}。没有答全，就说不准能不能申报。",
            tuple(v.item for v in unknown),
        )


def indicators(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:  # noqa: ARG001 - a rule's signature
    """Indicators without base or lead, without data, and those that got little."""
    open_ones = [entry for entry in result.indicators if entry.state == "uncalibrated"]
    if open_ones:
        titles = "、".join(entry.title for entry in open_ones)
        weight = sum(entry.weight for entry in open_ones)
        yield Finding(
            "uncalibrated",
            LOW,
            form.id,
            "未定标指标",
            f"{len(open_ones)} 项指标缺基准值或引领值，已退出加权：{titles}。"
            f"合计 {weight:g} 分没有参加评分；找到行业数值和出处后填进去就会参加。",
            _bounds_behind(form, open_ones),
        )
    missing = [entry for entry in result.indicators if entry.state == "no_data"]
    if missing:
        titles = "、".join(entry.title for entry in missing)
        weight = sum(entry.weight for entry in missing)
        yield Finding(
            "no_data",
            MIDDLE,
            form.id,
            "缺数据的指标",
            f"{len(missing)} 项指标缺数据，按 0 分计：{titles}。合计 {weight:g} 分，补上数据多半就能得一部分。",
            _figures_behind(form, missing),
            brief=f"{len(missing)} 项指标没有数据，{weight:g} 分按 0 计",
        )
    for entry in result.indicators:
        if entry.state == "scored" and entry.score is not None and entry.score < _LOW_SHARE * entry.weight:
            yield _low_indicator(form, entry)
    full = [
        entry
        for entry in result.indicators
        if entry.state == "scored" and entry.score is not None and entry.score >= entry.weight - TOLERANCE
    ]
    if full:
        titles = "、".join(entry.title for entry in full)
        weight = sum(entry.weight for entry in full)
        text = f"{len(full)} 项指标到了引领值，{weight:g} 分全得：{titles}。申报时把这几项的证明放在前面。"
        yield Finding("strength", GOOD, form.id, "得满分的指标", text, _figures_behind(form, full))


def _figures_behind(form: Form, entries: Sequence[IndicatorScore]) -> tuple[str, ...]:
    """Return the items whose figures make indicators."""
    parts = [part for entry in entries for part in form.indicators[entry.id].parts]
    return items_behind(form, {name for part in parts for name in part.formula.names})


def _bounds_behind(form: Form, entries: Sequence[IndicatorScore]) -> tuple[str, ...]:
    """Return the items where base and lead of indicators are entered."""
    variants = [
        variant for entry in entries for part in form.indicators[entry.id].parts for variant in part.variants
    ]
    bounds = [bound for variant in variants for bound in (variant.base, variant.lead) if bound is not None]
    return items_behind(form, {name for bound in bounds for name in bound.names})


def _low_indicator(form: Form, entry: IndicatorScore) -> Finding:
    part = min((p for p in entry.parts if p.fraction is not None), key=lambda p: p.fraction or 0.0)
    value = "缺" if isinstance(part.value, Missing) else _with_unit(part.value, part.decimals, part.unit)
    score = entry.score or 0.0
    text = (
        f"得 {score:.1f} 分（满分 {entry.weight:g}）：{part.title} {value}，"
        f"基准 {plain(part.base or 0.0)}，引领 {plain(part.lead or 0.0)}。{_next_step(entry, part.title, part.fraction or 0.0)}"
    )
    brief = f"得 {score:.1f} 分（满分 {entry.weight:g}），{part.title} {value}"
    return Finding(
        "weakness", MIDDLE, form.id, entry.title, text, _figures_behind(form, [entry]), entry.node, brief
    )


def _with_unit(value: float, decimals: int, unit: str) -> str:
    return f"{value:.{decimals}f}{'' if unit in ('%', '') else ' '}{unit}"


def _next_step(entry: IndicatorScore, title: str, fraction: float) -> str:
    if fraction > 0:
        return f"从基准到引领走了 {fraction:.0%}。"
    lost = entry.weight - (entry.score or 0.0)
    return f"“{title}”还没有过基准，这项最多还能加 {lost:.1f} 分。"


def low_ratings(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """The two weakest sections of ratings, and the strongest where it is good."""
    if result.model != "anchored":
        return
    nodes = [node for node in result.nodes if node.score is not None and not form.nodes[node.id].children]
    for node in sorted(nodes, key=lambda entry: entry.score or 0.0)[:2]:
        items = [
            form.items[key] for key in form.nodes[node.id].items if form.items[key].kind == "anchored_rating"
        ]
        low = [
            item for item in items if isinstance(value := scored.value(item.id), int) and value <= _LOW_RATING
        ]
        if low:
            text = f"得分 {node.score:.1f}；评到 1–2 档的有 {len(low)} 项：{listed([item.title for item in low], _NAMED)}。"
            worst = min(low, key=lambda item: int(scored.value(item.id)))
            anchor = worst.anchors.get(str(scored.value(worst.id)), "")
            if anchor:
                text += f"其中“{worst.title}”现状是：{anchor}"
            brief = f"得分 {node.score:.1f}，{len(low)} 项评在 1–2 档"
            ids = tuple(item.id for item in low)
            yield Finding("weakness", MIDDLE, form.id, node.title, text, ids, node.id, brief)
    best = max(nodes, key=lambda entry: entry.score or 0.0, default=None)
    if best is not None and (best.score or 0.0) >= _STRONG:
        yield Finding(
            "strength", GOOD, form.id, best.title, f"得分 {best.score:.1f}，是四基中最强的一项。", (), best.id
        )


def supply_risk(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """The critical items of the top class, with what drives the risk and the figures of the row."""
    rule = form.scoring.supply_risk
    if not result.inventory or rule is None:
        return
    rows = scored.value(rule.table)
    risky = sorted(
        (line for line in result.inventory if line.risk_class == rule.classes[0].id),
        key=lambda line: -line.risk,
    )
    titles = {factor.id: factor.title for factor in rule.factors}
    for line in risky[:_INVENTORY_SHOWN]:
        row = rows[line.row]
        worst = sorted(line.factors.items(), key=lambda pair: -pair[1])[:3]
        causes = "、".join(titles[key] for key, value in worst if value > 0)
        name = row.get("name", f"第 {line.row + 1} 行")
        facts = _row_facts(form.items[rule.table], row)
        text = f"断供风险 {line.risk:.1f}（{line.class_title}），主要因为{causes}{_unknown(line)}。{facts}"
        brief = f"断供风险 {line.risk:.1f}（{line.class_title}），主要因为{causes or '未填的项'}"
        yield Finding("supply_risk", HIGH, form.id, str(name), text, (rule.table,), brief=brief)


def _unknown(line: InventoryLine) -> str:
    return f"；{'、'.join(line.unknown)}未填，按最坏情况算" if line.unknown else ""


_FACTS = (
    ("product", "用在{}"),
    ("annual_purchase", "年采购 {} 万元"),
    ("import_share", "进口占 {}%"),
    ("qualified_suppliers", "合格供应商 {} 家"),
    ("stock_weeks", "库存够 {} 周"),
    ("lead_time_weeks", "采购周期 {} 周"),
)


def _row_facts(table: Item, row: Mapping[str, Any]) -> str:
    """Return what a row says of itself, of the columns that are filled, and the weeks nothing would come."""
    known = {column.id for column in table.columns}
    parts = []
    for key, words in _FACTS:
        value = row.get(key)
        if key in known and value is not None and not isinstance(value, Missing):
            parts.append(words.format(plain(value) if isinstance(value, (int, float)) else value))
    stock, lead = row.get("stock_weeks"), row.get("lead_time_weeks")
    if isinstance(stock, (int, float)) and isinstance(lead, (int, float)) and lead > stock:
        parts.append(f"一断就有 {plain(lead - stock)} 周没货")
    return f"{'，'.join(parts)}。" if parts else ""


def bare_ratings(scored: Scored, form: Form, result: FormResult) -> Iterator[Finding]:
    """Ratings at the two highest steps with neither note nor evidence nor verification."""
    if result.model != "anchored":
        return
    answers = scored.sheet.form(form.id)
    bare: list[Item] = []
    for item in form.items.values():
        if item.kind != "anchored_rating" or not scored.applies(form, item):
            continue
        answer = answers.get(item.id)
        stated = answer.state is AnswerState.ANSWERED and answer.value in _TOP_RATINGS
        if stated and not answer.evidence and not answer.note and answer.verified is None:
            bare.append(item)
    if len(bare) >= _BARE:
        text = (
            f"{len(bare)} 项评在 4–5 档，却没有备注、证据或核验：{_by_section(form, bare)}。"
            "核验时先问检测报告、认定文件和用户证明，拿不出来的会被改低。"
        )
        yield Finding("thin_evidence", MIDDLE, form.id, "高分缺证据", text, tuple(item.id for item in bare))


def _by_section(form: Form, items: Sequence[Item]) -> str:
    found: dict[str, list[str]] = {}
    for item in items:
        found.setdefault(form.nodes[item.node].title, []).append(item.title)
    return "；".join(f"{title}的{listed(titles, _BARE)}" for title, titles in found.items())
