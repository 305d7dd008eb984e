"""The provincial indicators beside the enterprise's own figures."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.packs import Benchmark, ReferenceLine
from anhui_assess.domain.scoring.engine import Scored

OTHER_START = "起点不同"


@dataclass(frozen=True, slots=True)
class Pace:
    """A target that counts from `target_base`, brought to the firm's own years at the same yearly speed."""

    target_base: int
    firm_base: int
    firm_year: int
    value: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator: the firm's figure (None when not known) and its distance to the latest target.

    `distance` is positive when the firm is better than the target; None when they cannot be subtracted. `pace` is set where
    the firm counts a fall from another year than the target does.
    """

    benchmark: Benchmark
    firm: float | None
    target_year: int
    target: float | None
    distance: float | None
    verdict: str
    pace: Pace | None = None


def comparisons(scored: Scored) -> tuple[Comparison, ...]:
    """Return every provincial indicator with the firm's figure, in the policy's order."""
    return tuple(_compare(scored, benchmark) for benchmark in scored.catalog.packs.benchmarks)


def _compare(scored: Scored, benchmark: Benchmark) -> Comparison:
    firm: float | None = None
    if benchmark.firm_formula is not None:
        value = benchmark.firm_formula.evaluate(scored.value)
        if not isinstance(value, (Missing, bool)) and isinstance(value, (int, float)):
            firm = float(value)
    year = max(benchmark.values)
    target = benchmark.values[year]
    if firm is None:
        return Comparison(benchmark, None, year, target, None, "未填")
    if benchmark.compare == "has":
        return Comparison(benchmark, firm, year, target, None, "有" if firm > 0 else "没有")
    if benchmark.compare != "number" or target is None:
        return Comparison(benchmark, firm, year, target, None, "只并排显示")
    pace = _pace(scored, benchmark, year, target)
    if pace is not None:
        return Comparison(benchmark, firm, year, target, None, OTHER_START, pace)
    distance = firm - target if benchmark.direction == "more" else target - firm
    return Comparison(benchmark, firm, year, target, distance, "达到" if distance >= 0 else "未达到")


def _pace(scored: Scored, benchmark: Benchmark, year: int, target: float) -> Pace | None:
    """Return the target over the firm's years where the firm's base year is known and another one.

    A fall of t % over n years is one of 1 - (1 - t)^(m/n) over m years.
    """
    if benchmark.base_year is None or benchmark.firm_base_year is None:
        return None
    base = benchmark.firm_base_year.evaluate(scored.value)
    now = scored.value("profile.data_year")
    if isinstance(base, (Missing, bool)) or not isinstance(base, (int, float)) or base == benchmark.base_year:
        return None
    last = int(now) if isinstance(now, (int, float)) and not isinstance(now, bool) else year
    years = max(last - int(base), 0)
    share = years / (year - benchmark.base_year)
    return Pace(benchmark.base_year, int(base), last, 100 * (1 - (1 - target / 100) ** share))


@dataclass(frozen=True, slots=True)
class Beside:
    """A later reference line that belongs to none of the indicators, with the firm's own figure where it has one."""

    line: ReferenceLine
    firm: float | None


def reference_lines(scored: Scored, benchmark_id: str = "") -> list[ReferenceLine]:
    """Return the later lines of an indicator, or those of none, that concern the firm's division."""
    code = scored.value("profile.gbt4754")
    division = code[:2] if isinstance(code, str) else ""
    return [
        line
        for line in scored.catalog.packs.reference_lines
        if line.benchmark == benchmark_id and line.concerns(division)
    ]


def beside(scored: Scored) -> tuple[Beside, ...]:
    """Return the lines that can be held against a figure of the firm, then the distributions, in the pack's order."""
    lines = reference_lines(scored)
    compared = [
        Beside(line, _number(line.firm.evaluate(scored.value))) for line in lines if line.firm is not None
    ]
    spread = [Beside(line, None) for line in lines if line.firm is None and line.kind == "distribution"]
    return (*compared, *spread)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
