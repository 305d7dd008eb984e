"""The provincial indicators beside the enterprise's own figures."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.packs import Benchmark
from anhui_assess.domain.scoring.engine import Scored


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator: the firm's figure (None when not known) and its distance to the latest target.

    `distance` is positive when the firm is better than the target; None when they cannot be subtracted.
    """

    benchmark: Benchmark
    firm: float | None
    target_year: int
    target: float | None
    distance: float | None
    verdict: str


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
    distance = firm - target if benchmark.direction == "more" else target - firm
    return Comparison(benchmark, firm, year, target, distance, "达到" if distance >= 0 else "未达到")
