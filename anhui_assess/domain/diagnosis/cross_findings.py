"""Rules over several forms at once: contradictions, figures nobody believes, two values of one figure, benchmarks missed."""

from __future__ import annotations

from collections.abc import Iterator

from anhui_assess.domain.diagnosis.benchmarks import Comparison, comparisons
from anhui_assess.domain.diagnosis.checks import holding_checks, with_figures
from anhui_assess.domain.diagnosis.finding import LOW, MIDDLE, Finding
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.scoring.engine import Scored

_REMARKED = ("energy", "products", "quotas")
_DOUBTED = 8
_DOUBTFUL = ("核对", "没有", "缺", "反", "像是", "不出", "改填报单位")
"""Remarks that ask for a second look; the others only tell what was done."""


def contradictions(scored: Scored) -> Iterator[Finding]:
    """Cross-checks over figures and forms whose rule holds."""
    names = scored.catalog.names
    for check in holding_checks(scored):
        found = [names[name] for name in check.items if name in names]
        form = found[0][0] if found else next(iter(scored.catalog.forms))
        items = tuple(item for _, item in found)
        text = with_figures(scored, check.text)
        yield Finding(check.kind, MIDDLE, form, check.title, text, items, brief=check.title)
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


def clashes(scored: Scored) -> Iterator[Finding]:
    """Shared figures with different values in two places."""
    figures = scored.catalog.packs.figures
    for clash in scored.clashes():
        title = figures[clash.figure].title if clash.figure in figures else clash.figure
        places = "；".join(
            f"{scored.catalog.forms[form].short_title}“{asked.title}”填 {kind_of(asked).display(asked, value)}"
            for form, item, value in clash.values
            for asked in [scored.catalog.item(form, item)]
        )
        items = tuple(item for _, item, _ in clash.values)
        text = f"{places}。请核对后改成一致。"
        yield Finding("clash", MIDDLE, clash.values[0][0], f"{title}前后不一", text, items)


def benchmark_gaps(scored: Scored) -> Iterator[Finding]:
    """Provincial indicators the firm does not reach, with both figures and how to read the comparison."""
    for entry in comparisons(scored):
        benchmark = entry.benchmark
        if entry.verdict == "未达到":
            yield _gap(scored, entry)
        elif entry.verdict == "没有":
            text = f"本企业没有；全省到 {entry.target_year} 年要有 {entry.target:g}{benchmark.unit} 的企业有。{benchmark.reading}"
            yield _finding(scored, entry, text, "没有")
        elif entry.pace is not None and entry.firm is not None and entry.firm < entry.pace.value:
            pace = entry.pace
            text = (
                f"本企业从 {pace.firm_base} 年到 {pace.firm_year} 年下降 {entry.firm:.2f}%。全省目标从 {pace.target_base} 年算起，"
                f"到 {entry.target_year} 年降 {entry.target:g}%；按同样的速度折到本企业的年数，约合 {pace.value:.1f}%，"
                f"还差 {pace.value - entry.firm:.1f} 个百分点。{benchmark.reading}"
            )
            brief = f"下降 {entry.firm:.2f}%，同样速度约合 {pace.value:.1f}%"
            yield _finding(scored, entry, text, brief)


def _gap(scored: Scored, entry: Comparison) -> Finding:
    benchmark = entry.benchmark
    firm, target, distance = entry.firm or 0.0, entry.target or 0.0, entry.distance or 0.0
    period = benchmark.periods.get(entry.target_year, f"{entry.target_year} 年")
    bound = "（下限）" if entry.target_year in benchmark.lower_bound else ""
    less = "低于" if benchmark.direction == "more" else "高于"
    unit = benchmark.unit if benchmark.unit in ("", "%") else f" {benchmark.unit}"
    missed = f"{abs(distance):.2f}{' 个百分点' if unit == '%' else unit}"
    text = f"本企业 {firm:.2f}{unit}，{less}全省 {period}的目标 {target:g}{unit}{bound}，差 {missed}。{benchmark.reading}"
    return _finding(scored, entry, text, f"{firm:.2f}{unit}，全省目标 {target:g}{unit}")


def _finding(scored: Scored, entry: Comparison, text: str, brief: str) -> Finding:
    formula = entry.benchmark.firm_formula
    known = scored.catalog.names
    items = tuple(known[name][1] for name in sorted(formula.names) if name in known) if formula else ()
    return Finding(
        "benchmark_gap",
        LOW,
        PROFILE_FORM,
        entry.benchmark.title,
        text,
        items,
        brief=brief,
        benchmark=entry.benchmark.id,
    )
