"""Titles and gradients checked condition by condition: met, not met, or not known; never mixed into a score."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.expressions import Missing, Scope
from anhui_assess.domain.packs import Condition, Qualification
from anhui_assess.domain.scoring.checklist import OPEN, UNMET
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.result import FormResult

RESULT = "result."
_TURNS = re.compile(r"\bnot\b|!=|\bif\(|\bvalue_or\(")
"""What can make a rule hold because something is missing."""


class Verdict(enum.Enum):
    """What is known of a condition."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckedCondition:
    """A condition with its verdict."""

    condition: Condition
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CheckedQualification:
    """A qualification with its conditions checked; `verdict` is met only when every hard condition is."""

    qualification: Qualification
    conditions: tuple[CheckedCondition, ...]

    @property
    def verdict(self) -> Verdict:
        """Unmet when a condition is unmet, else unknown when one is unknown, else met."""
        verdicts = {entry.verdict for entry in self.conditions if entry.condition.hard}
        if Verdict.UNMET in verdicts:
            return Verdict.UNMET
        return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.MET

    def count(self, verdict: Verdict, *, hard: bool | None = None) -> int:
        """Return how many conditions have a verdict: all of them, the hard ones, or the others."""
        return sum(
            entry.verdict is verdict and hard in (None, entry.condition.hard) for entry in self.conditions
        )


def result_scope(scored: Scored) -> Scope:
    """Return a scope that also knows the results of forms that were begun.

    `result.<form>.level`, `.score`, `.completeness`, and `.mandatory_met`: false as soon as a mandatory item of a
    checklist is not met, missing while one is open, else true.
    """

    def scope(name: str) -> Any:
        if not name.startswith(RESULT):
            return scored.value(name)
        form_id, field = name.removeprefix(RESULT).rsplit(".", 1)
        if form_id not in scored.catalog.forms or not scored.sheet.form(form_id).answers:
            return Missing.UNANSWERED
        result = scored.result(form_id)
        value = {
            "level": result.level,
            "score": result.score,
            "completeness": result.progress.completeness,
            "mandatory_met": _mandatory_met(result),
        }.get(field)
        return Missing.UNANSWERED if value is None else value

    return scope


def _mandatory_met(result: FormResult) -> bool | None:
    states = {entry.state for entry in result.requirements if entry.mandatory}
    if UNMET in states:
        return False
    return True if states and OPEN not in states else None


def checked(scored: Scored) -> tuple[CheckedQualification, ...]:
    """Check every qualification of the packs that is to be looked at, in their order."""
    scope = result_scope(scored)
    found = (_checked(entry, scope) for entry in scored.catalog.packs.qualifications.values())
    return tuple(entry for entry in found if entry is not None)


def check(scored: Scored, qualification: Qualification) -> CheckedQualification | None:
    """Check one qualification; None where it is not to be looked at."""
    return _checked(qualification, result_scope(scored))


def _checked(entry: Qualification, scope: Scope) -> CheckedQualification | None:
    if entry.when is not None and not entry.when.holds(scope):
        return None
    return CheckedQualification(
        entry, tuple(CheckedCondition(c, _verdict(c, scope)) for c in entry.conditions)
    )


def _verdict(condition: Condition, scope: Scope) -> Verdict:
    """A rule over anything missing is unknown, unless what is known already decides that it is met.

    A comparison with something missing never holds, so a rule of `and` and `or` alone that holds nevertheless is met
    whatever the rest turns out to be. One that only a person can judge is unknown.
    """
    rule = condition.rule
    if rule is None:
        return Verdict.UNKNOWN
    holds = rule.holds(scope)
    if any(isinstance(scope(name), Missing) for name in rule.names):
        return Verdict.MET if holds and not _TURNS.search(rule.text) else Verdict.UNKNOWN
    return Verdict.MET if holds else Verdict.UNMET
