"""The enterprise library: list, create, import and open assessments of a workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.enterprise import PROFILE_FORM, Enterprise
from anhui_assess.domain.errors import InputRefusedError
from anhui_assess.domain.form import Form
from anhui_assess.domain.limits import Limits
from anhui_assess.domain.problems import Problem
from anhui_assess.domain.quantities import EnergyFactors
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.services.headline import enterprise_texts, headline
from anhui_assess.services.ports import (
    PACK_MARK,
    AnswersDocument,
    AssessmentRecord,
    EnterpriseRecord,
    NewAssessment,
    PinnedForm,
    WorkspaceStore,
)
from anhui_assess.services.session import AssessmentSession

SAMPLE_MARK = "示例"
Rebuild = Callable[[Mapping[str, Any]], Form | EnergyFactors | Limits]
"""Builds a form or a pack from the plain data it was pinned with."""


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """An enterprise with its newest assessment, as the start page lists it."""

    enterprise: EnterpriseRecord
    newest: AssessmentRecord | None
    assessments: int


class Library:
    """The use cases around a workspace as a whole."""

    def __init__(self, store: WorkspaceStore, catalog: Catalog, rebuild: Rebuild, *, who: str = "") -> None:
        self.store = store
        self.catalog = catalog
        self.who = who
        self._rebuild = rebuild
        self._engines: dict[tuple[str, ...], ScoringEngine] = {}

    def engine(self, versions: Mapping[str, str] | None = None) -> ScoringEngine:
        """Return the engine for the shipped forms and packs, or for the pinned versions of an assessment.

        An assessment from before packs were pinned calculates with the packs of today.
        """
        catalog = self.catalog
        shipped = {form.id: form.version for form in catalog.forms.values()}
        shipped |= {pack_key(pack): pack.edition for pack in catalog.pinned_packs}
        packs = []
        for form_id, version in sorted((versions or {}).items()):
            if shipped.get(form_id) == version:
                continue
            pinned = self._rebuild(self.store.pinned_form(form_id, version).source)
            if isinstance(pinned, Form):
                catalog = catalog.with_form(pinned)
            else:
                packs.append(pinned)
        for pack in packs:
            catalog = catalog.with_pack(pack)
        key = tuple(part.fingerprint for part in (*catalog.forms.values(), *catalog.pinned_packs))
        if key not in self._engines:
            self._engines[key] = ScoringEngine(catalog)
        return self._engines[key]

    def rows(self, search: str = "") -> Sequence[LibraryRow]:
        """Return the enterprises whose name, code, city or industry contains every word of `search`."""
        newest: dict[str, AssessmentRecord] = {}
        counts: dict[str, int] = {}
        for record in self.store.assessments():
            newest.setdefault(record.enterprise_id, record)
            counts[record.enterprise_id] = counts.get(record.enterprise_id, 0) + 1
        words = search.lower().split()
        found = []
        for enterprise in self.store.enterprises():
            parts = (
                enterprise.name,
                enterprise.uscc,
                enterprise.city,
                enterprise.county,
                enterprise.industry,
            )
            text = " ".join(parts)
            if all(word in text.lower() for word in words):
                found.append(LibraryRow(enterprise, newest.get(enterprise.id), counts.get(enterprise.id, 0)))
        return found

    def create_enterprise(
        self, name: str, *, title: str = "", date: str = "", assessor: str = ""
    ) -> AssessmentRecord:
        """Create an enterprise with its first, empty assessment.

        Raises InputRefusedError when the name is empty.
        """
        if not name.strip():
            raise InputRefusedError([Problem("", "企业名称不能为空。")], "没有新建企业：")
        today = date or dt.datetime.now().astimezone().date().isoformat()
        version = self.catalog.forms[PROFILE_FORM].version
        sheet = AnswerSheet({PROFILE_FORM: FormAnswers(version, {"name": Answer.of(name.strip())})})
        document = AnswersDocument(sheet, title or f"{today[:4]} 年自评", today, assessor)
        return self.import_documents([document])[0]

    def continue_enterprise(self, enterprise_id: str, *, title: str, date: str) -> AssessmentRecord:
        """Begin a new assessment of an enterprise with the profile and the projects of its newest one."""
        records = self.store.assessments(enterprise_id)
        sheet = AnswerSheet()
        projects = tuple(self.store.projects(records[0].id)) if records else ()
        if records:
            profile = self.store.sheet(records[0].id).form(PROFILE_FORM)
            sheet = AnswerSheet(
                {PROFILE_FORM: replace(profile, version=self.catalog.forms[PROFILE_FORM].version)}
            )
        document = AnswersDocument(sheet, title, date, projects=projects)
        return self.store.create_assessment(self._new(document, enterprise_id))

    def import_documents(self, documents: Sequence[AnswersDocument]) -> Sequence[AssessmentRecord]:
        """Store assessments, all or none; an enterprise already in the workspace gets a further assessment."""
        known = {record.uscc: record.id for record in self.store.enterprises() if record.uscc}
        new = [self._new(document, known.get(Enterprise.of(document.sheet).uscc)) for document in documents]
        return self.store.create_assessments(new)

    def _new(self, document: AnswersDocument, enterprise_id: str | None) -> NewAssessment:
        sheet = document.sheet
        pinned_forms = {
            form.id: sheet.form(form.id) if form.id in sheet.forms else FormAnswers(form.version)
            for form in self.catalog.forms.values()
        }
        sheet = AnswerSheet(
            {
                form_id: replace(found, version=found.version or self.catalog.forms[form_id].version)
                for form_id, found in pinned_forms.items()
            }
        )
        texts = enterprise_texts(sheet, EnterpriseRecord("", "未命名企业"))
        texts = replace(texts, is_sample=SAMPLE_MARK in texts.name)
        return NewAssessment(
            enterprise=texts,
            title=document.title,
            date=document.date,
            assessor=document.assessor,
            pinned=[
                *(pinned_form(form) for form in self.catalog.forms.values()),
                *(pinned_pack(pack) for pack in self.catalog.pinned_packs),
            ],
            sheet=sheet,
            summary=headline(self.engine().score(sheet)),
            enterprise_id=enterprise_id,
            projects=document.projects,
        )

    def open(self, assessment_id: str) -> AssessmentSession:
        """Open an assessment with the form versions it was answered with."""
        record = self.store.assessment(assessment_id)
        enterprise = self.store.enterprise(record.enterprise_id)
        sheet = self.store.sheet(assessment_id)
        return AssessmentSession(
            self.store, self.engine(record.forms), record, enterprise, sheet, who=self.who
        )


def pinned_form(form: Form) -> PinnedForm:
    """Return a form as it is kept with an assessment."""
    return PinnedForm(form.id, form.version, form.fingerprint, form.source)


def pack_key(pack: EnergyFactors | Limits) -> str:
    """Return the id under which a pack is pinned."""
    return f"{PACK_MARK}{'factors' if isinstance(pack, EnergyFactors) else 'limits'}"


def pinned_pack(pack: EnergyFactors | Limits) -> PinnedForm:
    """Return a pack as it is kept with an assessment."""
    return PinnedForm(pack_key(pack), pack.edition, pack.fingerprint, pack.source)
