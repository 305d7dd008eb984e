"""A workspace kept in memory, a prompter that answers by list, and answers made from the catalogue."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers, Value
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import AssessError, NotFoundError, ReadOnlyError
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.planning.projects import Project
from anhui_assess.services.ports import (
    AnswerChange,
    AssessmentRecord,
    CheckFinding,
    EnterpriseRecord,
    EvidenceRecord,
    HistoryEntry,
    NewAssessment,
    PinnedForm,
    ProjectChange,
    ProjectEntry,
)


class FakeStore:
    """A `WorkspaceStore` in memory. `fail_with` makes the next changes fail, `saves` counts them."""

    def __init__(self) -> None:
        self.read_only = False
        self.fail_with: AssessError | None = None
        self.saves: list[AnswerChange] = []
        self._ids = itertools.count(1)
        self._enterprises: dict[str, EnterpriseRecord] = {}
        self._assessments: dict[str, AssessmentRecord] = {}
        self._sheets: dict[str, AnswerSheet] = {}
        self._history: list[tuple[str, HistoryEntry]] = []
        self._evidence: dict[str, EvidenceRecord] = {}
        self._settings: dict[str, str] = {}
        self._projects: dict[str, dict[str, Project]] = {}
        self._project_log: list[tuple[str, ProjectEntry]] = []

    @property
    def folder(self) -> Path:
        return Path("memory")

    @property
    def read_only_reason(self) -> str:
        return "另一个窗口正在使用这个工作区。" if self.read_only else ""

    def _change(self) -> str:
        if self.read_only:
            raise ReadOnlyError("工作区是只读的，没有保存。")
        if self.fail_with is not None:
            raise self.fail_with
        return dt.datetime.now().astimezone().isoformat()

    def enterprises(self) -> Sequence[EnterpriseRecord]:
        return list(reversed(self._enterprises.values()))

    def assessments(self, enterprise_id: str | None = None) -> Sequence[AssessmentRecord]:
        found = [r for r in self._assessments.values() if enterprise_id in (None, r.enterprise_id)]
        return list(reversed(found))

    def assessment(self, assessment_id: str) -> AssessmentRecord:
        if assessment_id not in self._assessments:
            raise NotFoundError("没有这次评价。")
        return self._assessments[assessment_id]

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord:
        return self._enterprises[enterprise_id]

    def create_assessment(self, new: NewAssessment) -> AssessmentRecord:
        return self.create_assessments([new])[0]

    def create_assessments(self, new: Sequence[NewAssessment]) -> Sequence[AssessmentRecord]:
        self._change()
        made = []
        for entry in new:
            enterprise_id = entry.enterprise_id
            if enterprise_id is None:
                enterprise_id = f"e{next(self._ids)}"
                self._enterprises[enterprise_id] = replace(entry.enterprise, id=enterprise_id)
            forms = {form_id: answers.version for form_id, answers in entry.sheet.forms.items()}
            record = AssessmentRecord(
                f"a{next(self._ids)}",
                enterprise_id,
                entry.title,
                entry.date,
                forms=forms,
                summary=entry.summary,
            )
            self._assessments[record.id] = record
            self._sheets[record.id] = entry.sheet
            self._projects[record.id] = {project.id: project for project in entry.projects}
            made.append(record)
        return made

    def sheet(self, assessment_id: str) -> AnswerSheet:
        return self._sheets[assessment_id]

    def pinned_form(self, form_id: str, version: str) -> PinnedForm:
        raise NotFoundError(f"没有 {form_id} {version}。")

    def save_answer(self, change: AnswerChange) -> str:
        at = self._change()
        self.saves.append(change)
        sheet = self._sheets[change.assessment_id]
        self._sheets[change.assessment_id] = sheet.with_answer(change.form_id, change.item_id, change.new)
        entry = HistoryEntry(
            len(self._history) + 1,
            at,
            change.who,
            change.form_id,
            change.item_id,
            "answer",
            change.old,
            change.new,
            "0",
        )
        self._history.append((change.assessment_id, entry))
        if change.summary is not None:
            record = self._assessments[change.assessment_id]
            self._assessments[change.assessment_id] = replace(record, summary=change.summary)
        return at

    def save_answers(self, changes: Sequence[AnswerChange]) -> str:
        return [self.save_answer(change) for change in changes][-1]

    def projects(self, assessment_id: str) -> Sequence[Project]:
        found = self._projects.get(assessment_id, {}).values()
        return sorted(found, key=lambda project: project.number)

    def save_projects(self, changes: Sequence[ProjectChange]) -> str:
        at = self._change()
        for change in changes:
            kept = self._projects.setdefault(change.assessment_id, {})
            old = kept.pop(change.project_id, None)
            if change.new is not None:
                kept[change.project_id] = change.new
            number = len(self._project_log) + 1
            entry = ProjectEntry(
                number, at, change.who, change.project_id, change.action, old, change.new, change.reason, "0"
            )
            self._project_log.append((change.assessment_id, entry))
        return at

    def project_history(self, assessment_id: str, project_id: str | None = None) -> Sequence[ProjectEntry]:
        return [
            entry
            for key, entry in reversed(self._project_log)
            if key == assessment_id and project_id in (None, entry.project_id)
        ]

    def save_tailoring(
        self,
        assessment_id: str,
        form_id: str,
        node_id: str,
        reason: str | None,
        who: str,
        summary: Mapping[str, Any],
    ) -> str:
        return self._change()

    def update_assessment(
        self, assessment_id: str, *, title: str, date: str, assessor: str
    ) -> AssessmentRecord:
        self._change()
        self._assessments[assessment_id] = replace(self._assessments[assessment_id], title=title, date=date)
        return self._assessments[assessment_id]

    def delete_assessment(self, assessment_id: str) -> None:
        self._change()
        del self._assessments[assessment_id]

    def history(
        self, assessment_id: str, form_id: str, item_id: str, most: int | None = None
    ) -> Sequence[HistoryEntry]:
        return [
            entry
            for key, entry in reversed(self._history)
            if (key, entry.form_id, entry.item_id) == (assessment_id, form_id, item_id)
        ][:most]

    def history_head(self) -> str:
        return ""

    def add_evidence(self, source: Path, name: str) -> EvidenceRecord:
        self._change()
        record = EvidenceRecord(f"sha-{name}", name, 2048, "image/png", "2026-11-24T08:00:00+08:00")
        self._evidence[record.sha256] = record
        return record

    def evidence(self, sha256s: Sequence[str]) -> Mapping[str, EvidenceRecord]:
        return {key: self._evidence[key] for key in sha256s if key in self._evidence}

    def setting(self, key: str) -> str | None:
        return self._settings.get(key)

    def set_setting(self, key: str, value: str) -> None:
        self._settings[key] = value

    def backup(self, target: Path) -> Path:
        return target

    def check(self) -> Sequence[CheckFinding]:
        return ()

    def close(self) -> None:
        pass


@dataclass
class FakePrompter:
    """Answers from lists and remembers what was told."""

    texts: list[str | None] = field(default_factory=list)
    chosen: list[list[Path]] = field(default_factory=list)
    agrees: bool = True
    told: list[tuple[str, str]] = field(default_factory=list)

    def text(self, title: str, label: str, start: str = "") -> str | None:
        return self.texts.pop(0)

    def password(self, title: str, label: str) -> str | None:
        return self.texts.pop(0)

    def files(self, title: str, pattern: str) -> Sequence[Path]:
        return self.chosen.pop(0)

    def save_as(self, title: str, start: str, pattern: str) -> Path | None:
        return None

    def confirm(self, title: str, text: str, yes: str) -> bool:
        return self.agrees

    def tell(self, title: str, text: str) -> None:
        self.told.append((title, text))


def value_for(item: Item) -> Value:
    """Return an acceptable value of an item."""
    simple: dict[str, Value] = {
        "anchored_rating": 3,
        "yes_no": True,
        "text": "说明",
        "date": "2026-03-01",
        "table": (),
    }
    if item.kind == "scale":
        return item.scale[1].value
    if item.kind == "choice":
        return item.choices[0].id
    if item.kind == "multi_choice":
        return (item.choices[0].id,)
    if item.kind == "number":
        low = item.minimum if isinstance(item.minimum, (int, float)) else 0
        return low + 1 if not isinstance(item.maximum, (int, float)) or item.maximum > low else low
    return simple[item.kind]


def form_answers(form: Form, every: int = 1) -> FormAnswers:
    """Return answers to every nth item of a form."""
    plain = [item for item in form.items.values() if item.format is None]
    return FormAnswers(form.version, {item.id: Answer.of(value_for(item)) for item in plain[::every]})


def sample_sheet(catalog: Catalog, every: int = 3) -> AnswerSheet:
    """Return a sheet that is partly answered."""
    return AnswerSheet({form.id: form_answers(form, every) for form in catalog.forms.values()})


def type_text(widget: QWidget, text: str) -> None:
    """Type as an input method does; key events know no Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
