"""Gathers everything a report is made of, once, as plain immutable data that can be handed to another thread."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from anhui_assess import __version__
from anhui_assess.domain.diagnosis.benchmarks import Comparison, comparisons
from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.planning.first_plan import Plan, first_plan
from anhui_assess.domain.planning.projects import Project, as_of
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.earlier import Earlier
from anhui_assess.services.forms_begun import begun, spoken_of
from anhui_assess.services.ports import EvidenceRecord

DRAFT_BELOW = 0.9
"""Below this completeness of any form that was begun, the report is a draft."""


@dataclass(frozen=True)
class ReportInput:
    """What a report rests on.

    Attributes:
        scored: the answers with their scores; enterprise: a view of the profile.
        title, date, assessor: of the assessment; report_date: ISO date printed on the report.
        findings, comparisons, plan: computed from `scored`.
        fingerprint: SHA-256 over the attachments; history_head: newest hash of the change log.
        attachments: file name to bytes, embedded in the PDF.
        evidence: what is known of evidence files, by SHA-256.
        sections: ids of the sections wanted, empty for all.
        earlier: the assessment before, None where there is none.
        projects: the register as it was on the day of the report.
    """

    scored: Scored
    enterprise: Enterprise
    title: str
    date: str
    assessor: str
    report_date: str
    findings: tuple[Finding, ...]
    comparisons: tuple[Comparison, ...]
    plan: Plan
    fingerprint: str
    history_head: str = ""
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    evidence: Mapping[str, EvidenceRecord] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    program_version: str = __version__
    earlier: Earlier | None = None
    projects: tuple[Project, ...] = ()

    @property
    def begun(self) -> tuple[str, ...]:
        """The scored forms that have any answer."""
        return begun(self.scored)

    @property
    def spoken_of(self) -> tuple[str, ...]:
        """The forms begun that the conclusions speak of: all but an estimate beside its full questionnaire."""
        return spoken_of(self.scored)

    @property
    def is_draft(self) -> bool:
        """Whether a form the report speaks of is less than nine tenths complete, or nothing was begun."""
        return not self.spoken_of or any(
            self.scored.result(form_id).progress.completeness < DRAFT_BELOW for form_id in self.spoken_of
        )


@dataclass(frozen=True, slots=True)
class ReportHeading:
    """What a report is made for: the assessment's title, date and assessor, the report's date and sections, the one before."""

    title: str
    date: str
    assessor: str
    report_date: str
    sections: tuple[str, ...] = ()
    earlier: Earlier | None = None


def gather(
    scored: Scored,
    heading: ReportHeading,
    *,
    attachments: Mapping[str, bytes],
    history_head: str = "",
    evidence: Mapping[str, EvidenceRecord] | None = None,
    plan: Plan | None = None,
) -> ReportInput:
    """Diagnose and compare, plan where no plan is handed in, and return everything the report needs."""
    return ReportInput(
        scored=scored,
        enterprise=Enterprise.of(scored.sheet),
        title=heading.title,
        date=heading.date,
        assessor=heading.assessor,
        report_date=heading.report_date,
        findings=findings(scored),
        comparisons=comparisons(scored),
        plan=first_plan(scored) if plan is None else plan,
        fingerprint=attachments_fingerprint(attachments),
        history_head=history_head,
        attachments=dict(attachments),
        evidence=dict(evidence or {}),
        sections=heading.sections,
        earlier=heading.earlier,
    )


def with_projects(source: ReportInput, projects: Sequence[Project]) -> ReportInput:
    """Add the register as it was on the day of the report; amounts have no days and are those known now."""
    return replace(source, projects=as_of(projects, source.report_date))


def attachments_fingerprint(attachments: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over names, sizes and contents of the attachments, in the order of their names."""
    digest = hashlib.sha256()
    for name in sorted(attachments):
        content = attachments[name]
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
