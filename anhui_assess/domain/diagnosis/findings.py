"""The rules that make findings. A rule looks at a scored sheet; nothing is written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from anhui_assess.domain.diagnosis import cross_findings, form_findings, level_doubts, level_findings
from anhui_assess.domain.diagnosis.finding import GOOD, HIGH, LOW, MIDDLE, Finding
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult

_ORDER = {HIGH: 0, MIDDLE: 1, LOW: 2, GOOD: 3}

Rule = Callable[[Scored, Form, FormResult], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    form_findings.vetoes,
    level_findings.blocking,
    level_doubts.narrow_margin,
    level_findings.weaknesses,
    form_findings.indicators,
    form_findings.low_ratings,
    form_findings.supply_risk,
    level_doubts.level_gaps,
    level_doubts.outliers,
    level_doubts.thin_evidence,
    form_findings.bare_ratings,
    level_findings.strengths,
)
"""Rules over one form that was begun."""

ACROSS: tuple[Callable[[Scored], Iterator[Finding]], ...] = (
    cross_findings.contradictions,
    cross_findings.clashes,
    cross_findings.benchmark_gaps,
)
"""Rules over all forms together."""


def findings(scored: Scored) -> tuple[Finding, ...]:
    """Return every finding, vetoes and high severities first, otherwise in the order of forms and rules."""
    found: list[Finding] = []
    for form in scored.catalog.scored_forms:
        if scored.sheet.form(form.id).answers:
            result = scored.result(form.id)
            for rule in RULES:
                found.extend(rule(scored, form, result))
    for across in ACROSS:
        found.extend(across(scored))
    return tuple(sorted(found, key=lambda finding: (_ORDER[finding.severity], finding.code != "veto")))
