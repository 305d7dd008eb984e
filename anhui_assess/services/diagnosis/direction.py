"""产业方向: what the policy wants of the firm's industry and how the firm fits; the programmes a firm's gaps touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.domain.diagnosis.industry_fit import (
    FAR,
    FITS,
    PARTLY,
    THIN,
    UNKNOWN,
    GroundFit,
    WantFit,
    industry_fit,
    industry_of,
)
from anhui_assess.domain.packs import Industry, Packs
from anhui_assess.domain.policy import Programme
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.navigation import Place

TONES = {FITS: ("good", "check"), PARTLY: ("attention", "warning"), FAR: ("bad", "cross")}
_NAMED = 4
_GROUPS = {"高端": "高端制造业领域", "传统": "优势传统产业"}
NOTE = (
    "“政策要什么”由政策原文的发展路径归纳；“企业怎样”取自己的得分和数据，各项依据的平均到八成算契合，到一半算部分契合，"
    "没答的不少于答了的写依据不足；这些线是本产品自定的。"
)
TARGETS_NOTE = "目标说的是全省，年份已过，只作参照线，不是对单个企业的要求。"


@dataclass(frozen=True, slots=True)
class TouchedProgramme:
    """A programme with the findings that touch it."""

    programme: Programme
    findings: tuple[Finding, ...]


def industry_words(industry: Industry) -> str:
    """Say which part of the policy an industry stands in."""
    group = _GROUPS.get(industry.group, "其他制造业")
    return f"{industry.id}属于皖政〔2015〕106号{industry.section}所列的{group}。"


def conclusion(scored: Scored) -> str:
    """Say in a sentence how the firm fits; empty when its industry is not chosen or the policy has no wants of it."""
    found = industry_fit(scored)
    industry = industry_of(scored)
    if industry is None or not found:
        return ""
    by_verdict = {
        word: [entry for entry in found if entry.verdict == word] for word in (FITS, PARTLY, FAR, THIN)
    }
    parts = [f"{len(entries)} 项{word}" for word, entries in by_verdict.items() if entries]
    if not parts:
        return f"政策对{industry.id}有 {len(found)} 项要求，本企业的答题还不足以比较。"
    text = f"政策对{industry.id}的 {len(found)} 项要求里，本企业有 {'、'.join(parts)}"
    judged = [entry for entry in found if entry.verdict not in (THIN, UNKNOWN)]
    if not judged:
        return f"{text}，先把相关的题答完再看。"
    worst = min(judged, key=lambda entry: entry.share or 0.0)
    weakest = worst.weakest
    if worst.verdict != FITS and weakest is not None:
        text += f"；离得最远的是“{worst.want.text}”，主要因为{weakest.label}（{weakest.words}）"
    return f"{text}。"


def place_of(scored: Scored, entry: GroundFit) -> Place | None:
    """Return the first question behind a ground."""
    form = scored.catalog.forms.get(entry.form)
    if form is None:
        return None
    first = next((item for item in entry.items if item in form.items), None)
    if first is None and entry.ground.node in form.nodes:
        first = next((item.id for item in form.items_below(entry.ground.node)), None)
    if first is None and entry.ground.indicator in form.indicators:
        node = form.indicators[entry.ground.indicator].node
        first = next((item.id for item in form.items_below(node)), None)
    return Place(form.id, first) if first is not None else None


def table(scored: Scored) -> Grid:
    """Return each want with its grounds as rows that lead to questions."""
    rows: list[Row] = []
    for number, fit in enumerate(industry_fit(scored), start=1):
        tone, mark = TONES.get(fit.verdict, ("text2", "dash"))
        rows.append(
            Row(
                (
                    Cell(f"{number}. {fit.want.text}", bold=True),
                    Cell(wording.DASH if fit.share is None else wording.percent(fit.share), bold=True),
                    Cell(fit.verdict, tone, mark=mark),
                )
            )
        )
        rows += [
            Row(
                (
                    Cell(f"　{entry.label}", "text2"),
                    Cell(wording.DASH if entry.share is None else wording.percent(entry.share)),
                    Cell(entry.words, "text2"),
                ),
                place_of(scored, entry),
            )
            for entry in fit.grounds
        ]
    columns = (Column("政策要什么 / 看企业的哪里"), Column("做到", 5, "right"), Column("怎样", 22))
    return Grid("产业方向对照", columns, tuple(rows))


def cited(packs: Packs, finding: Finding) -> tuple[Programme, ...]:
    """Return the programmes a finding touches: by its indicator, its items or section, else by its form."""
    for touches in (_by_benchmark, _by_items, _by_node, _by_form):
        found = tuple(entry for entry in packs.programmes.values() if touches(entry, finding))
        if found:
            return found
    return ()


def _by_benchmark(entry: Programme, finding: Finding) -> bool:
    return bool(finding.benchmark) and finding.benchmark in entry.benchmarks


def _by_items(entry: Programme, finding: Finding) -> bool:
    return len(finding.items) == 1 and finding.items[0] in entry.items


def _by_node(entry: Programme, finding: Finding) -> bool:
    place = f"{finding.form}:{finding.node}"
    return bool(finding.node) and any(place == node or place.startswith(f"{node}.") for node in entry.nodes)


def _by_form(entry: Programme, finding: Finding) -> bool:
    return finding.form in entry.forms


def policy_line(packs: Packs, finding: Finding) -> str:
    """Return what the policy aims at where a finding lies: programme, its place, its latest target; empty when none."""
    return "；".join(
        f"政策目标：专栏{entry.number}{entry.title}，{latest.year} 年{latest.text.rstrip('。')}"
        for entry in cited(packs, finding)
        for latest in [max(entry.targets, key=lambda target: target.year)]
    )


def touched(packs: Packs, found: Sequence[Finding]) -> tuple[TouchedProgramme, ...]:
    """Return every programme, each with the findings that touch it and are no strengths."""
    return tuple(
        TouchedProgramme(
            entry,
            tuple(
                finding for finding in found if finding.severity != "good" and entry in cited(packs, finding)
            ),
        )
        for entry in packs.programmes.values()
    )


def targets(packs: Packs, found: Sequence[Finding]) -> Grid:
    """Return the programmes with their targets and where the firm touches them."""
    rows = []
    for entry in touched(packs, found):
        titles = list(dict.fromkeys(finding.title for finding in entry.findings))
        mine = "、".join(titles[:_NAMED]) + (f"等 {len(titles)} 处" if len(titles) > _NAMED else "")
        programme = entry.programme
        rows.append(
            Row((Cell(f"专栏{programme.number} {programme.title}", bold=True), Cell("", "text2"), Cell(mine)))
        )
        rows += [
            Row((Cell(f"　{target.text}", "text2"), Cell(f"{target.year} 年", "text2"), Cell("")))
            for target in programme.targets
        ]
    columns = (Column("工程与全省目标"), Column("年份", 6), Column("本企业碰到的", 24))
    return Grid("五项工程的目标", columns, tuple(rows))


def fits(scored: Scored) -> tuple[WantFit, ...]:
    """Return the wants with the firm's standing."""
    return industry_fit(scored)
