"""Storing new assessments with everything they bring along, inside a transaction that the caller holds."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Mapping
from typing import Any

from anhui_assess.domain.answers import Answer, FormAnswers
from anhui_assess.domain.errors import InputRefusedError, NotFoundError
from anhui_assess.domain.problems import Problem
from anhui_assess.services.ports import AssessmentRecord, NewAssessment, PinnedForm
from anhui_assess.services.project_data import project_data
from anhui_assess.storage import assessments, codec, history, messages, projects
from anhui_assess.storage.rows import (
    ANSWER,
    ASSESSMENT,
    ENTERPRISE,
    PINNED_FORM,
    TAILORING,
    next_touched,
)

_ID_LENGTH = 16


def _new_id(prefix: str) -> str:
    return f"{prefix}_{uuid.uuid4().hex[:_ID_LENGTH]}"


def create(connection: sqlite3.Connection, new: NewAssessment, at: str) -> AssessmentRecord:
    """Store an assessment, its enterprise when new, its forms, answers and tailoring."""
    _require_forms(new)
    row = {
        "id": _new_id("a"),
        "enterprise_id": _put_enterprise(connection, new, at),
        "title": new.title,
        "date": new.date,
        "assessor": new.assessor,
        "forms": codec.dumps({form.form_id: form.version for form in new.pinned}),
        "summary": codec.dumps(new.summary),
        "created_at": at,
        "updated_at": at,
        "touched": next_touched(connection, ASSESSMENT),
    }
    for form in new.pinned:
        _pin(connection, form, at)
    ASSESSMENT.put(connection, row)
    answered = {form.form_id: new.sheet.form(form.form_id) for form in new.pinned}
    for form_id, answers in answered.items():
        _put_answers(connection, (str(row["id"]), form_id), answers, at)
    projects.put_first(connection, str(row["id"]), new.projects, at)
    history.append(connection, _creation(row, new, answered, at))
    return assessments.record(row)


def _require_forms(new: NewAssessment) -> None:
    pinned = {form.form_id for form in new.pinned}
    for form_id, answers in new.sheet.forms.items():
        if form_id not in pinned and (answers.answers or answers.tailored_out):
            raise NotFoundError(messages.no_form(form_id))


def _put_enterprise(connection: sqlite3.Connection, new: NewAssessment, at: str) -> str:
    if new.enterprise_id is not None:
        assessments.touch_enterprise(connection, new.enterprise_id, at, new.enterprise)
        return new.enterprise_id
    row = {text: getattr(new.enterprise, text) for text in assessments.TEXTS}
    row |= {
        "id": _new_id("e"),
        "is_sample": int(new.enterprise.is_sample),
        "created_at": at,
        "updated_at": at,
    }
    row["touched"] = next_touched(connection, ENTERPRISE)
    ENTERPRISE.put(connection, row)
    return str(row["id"])


def _pin(connection: sqlite3.Connection, form: PinnedForm, at: str) -> None:
    stored = connection.execute(
        "SELECT fingerprint FROM pinned_form WHERE form_id = ? AND version = ?", (form.form_id, form.version)
    ).fetchone()
    if stored is None:
        row = {
            "form_id": form.form_id,
            "version": form.version,
            "fingerprint": form.fingerprint,
            "pinned_at": at,
        }
        PINNED_FORM.put(connection, row | {"source": codec.dumps(form.source)})
    elif stored["fingerprint"] != form.fingerprint:
        raise InputRefusedError([Problem(form.form_id, messages.form_changed(form.form_id, form.version))])


def _put_answers(connection: sqlite3.Connection, key: tuple[str, str], form: FormAnswers, at: str) -> None:
    common = {"assessment_id": key[0], "form_id": key[1], "updated_at": at}
    for item_id, answer in form.answers.items():
        if not answer.empty:
            ANSWER.put(connection, common | {"item_id": item_id, "body": codec.encode_answer(answer)})
    for node_id, reason in form.tailored_out.items():
        TAILORING.put(connection, common | {"node_id": node_id, "reason": reason})


def _creation(
    row: Mapping[str, Any], new: NewAssessment, forms: Mapping[str, FormAnswers], at: str
) -> history.LogEntry:
    content = {name: row[name] for name in ("enterprise_id", "title", "date", "assessor")}
    content["forms"] = {
        pinned.form_id: {
            "version": pinned.version,
            "answers": _plain_answers(forms[pinned.form_id].answers),
            "tailored_out": forms[pinned.form_id].tailored_out,
        }
        for pinned in new.pinned
    }
    if new.projects:
        content["projects"] = [project_data(project) for project in new.projects]
    return history.LogEntry(at, new.assessor, row["id"], history.CREATE, new=codec.dumps(content))


def _plain_answers(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {item_id: codec.answer_to_plain(answer) for item_id, answer in answers.items() if not answer.empty}
