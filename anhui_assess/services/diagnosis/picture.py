"""One diagnosis of one scored sheet, computed once for all its views."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.diagnosis.benchmarks import Comparison, comparisons
from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.scoring.engine import Scored


@dataclass(frozen=True)
class Diagnosis:
    """The scores with findings and comparisons."""

    scored: Scored
    findings: tuple[Finding, ...]
    comparisons: tuple[Comparison, ...]


def diagnose(scored: Scored) -> Diagnosis:
    """Look at a scored sheet."""
    return Diagnosis(scored, findings(scored), comparisons(scored))
