"""Answers and tailored-out sections of an assessment, inside a transaction that the caller holds."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from anhui_assess.domain.answers import UNANSWERED, Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.errors import DamagedWorkspaceError, NotFoundError
from anhui_assess.services.ports import PACK_MARK, AnswerChange, HistoryEntry
from anhui_assess.storage import assessments, codec, history, messages
from anhui_assess.storage.rows import ANSWER, TAILORING


def place(assessment_id: str, form_id: str, subject_id: str) -> str:
    """Name an answer so that it can be found again."""
    return f"评估 {assessment_id} · 表单 {form_id} · {subject_id}"


def sheet(connection: sqlite3.Connection, assessment_id: str) -> AnswerSheet:
    """Return all answers; every pinned form is there with its version, also without answers."""
    versions = assessments.assessment(connection, assessment_id).forms
    answers: defaultdict[str, dict[str, Answer]] = defaultdict(dict)
    tailored: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in connection.execute(
        "SELECT form_id, item_id, body FROM answer WHERE assessment_id = ?", (assessment_id,)
    ):
        where = place(assessment_id, row["form_id"], row["item_id"])
        answers[row["form_id"]][row["item_id"]] = _decoded(row["body"], where)
    for row in connection.execute(
        "SELECT form_id, node_id, reason FROM tailoring WHERE assessment_id = ?",
        (assessment_id,),
    ):
        tailored[row["form_id"]][row["node_id"]] = row["reason"]
    return AnswerSheet(
        {
            form_id: FormAnswers(version, answers[form_id], tailored[form_id])
            for form_id, version in versions.items()
            if not form_id.startswith(PACK_MARK)
        }
    )


def _decoded(text: str, where: str) -> Answer:
    try:
        return codec.decode_answer(text)
    except ValueError as error:
        raise DamagedWorkspaceError(messages.damaged_row(where)) from error


def save(connection: sqlite3.Connection, change: AnswerChange, at: str) -> None:
    """Store one answer with its history entry. The log takes the old answer from the database, not from the caller."""
    key = (change.assessment_id, change.form_id, change.item_id)
    _require_form(connection, change.assessment_id, change.form_id)
    stored = ANSWER.get(connection, *key)
    old = codec.EMPTY_ANSWER if stored is None else stored["body"]
    new = codec.encode_answer(change.new)
    if new != old:
        if change.new.empty:
            ANSWER.drop(connection, *key)
        else:
            ANSWER.put(connection, dict(zip(ANSWER.key, key, strict=True)) | {"body": new, "updated_at": at})
        action = history.action_of(_decoded(old, place(*key)), change.new)
        _log(connection, key, change.who, at, ("item", action, old, new))
    assessments.touch(connection, change.assessment_id, at, summary=change.summary, texts=change.enterprise)


def save_tailoring(
    connection: sqlite3.Connection, key: tuple[str, str, str], reason: str | None, who: str, at: str
) -> None:
    """Tailor a section out with a reason, or back in with None. In the log it reads like a not-applicable answer."""
    assessment_id, form_id, _ = key
    _require_form(connection, assessment_id, form_id)
    stored = TAILORING.get(connection, *key)
    old_reason = None if stored is None else stored["reason"]
    if old_reason == reason:
        return
    if reason is None:
        TAILORING.drop(connection, *key)
    else:
        TAILORING.put(
            connection, dict(zip(TAILORING.key, key, strict=True)) | {"reason": reason, "updated_at": at}
        )
    action = history.TAILOR_IN if reason is None else history.TAILOR_OUT
    _log(connection, key, who, at, ("node", action, _as_answer(old_reason), _as_answer(reason)))


def _as_answer(reason: str | None) -> str:
    return codec.encode_answer(UNANSWERED if reason is None else Answer.not_applicable(reason))


def _log(
    connection: sqlite3.Connection,
    key: tuple[str, str, str],
    who: str,
    at: str,
    what: tuple[str, str, str, str],
) -> None:
    assessment_id, form_id, subject_id = key
    subject, action, old, new = what
    entry = history.LogEntry(at, who, assessment_id, action, subject, form_id, subject_id, old, new)
    history.append(connection, entry)


def _require_form(connection: sqlite3.Connection, assessment_id: str, form_id: str) -> None:
    if form_id not in assessments.assessment(connection, assessment_id).forms:
        raise NotFoundError(messages.no_form(form_id))


def changes(
    connection: sqlite3.Connection, assessment_id: str, form_id: str, item_id: str, most: int | None = None
) -> list[HistoryEntry]:
    """Return the changes of one answer, newest first; at most so many when told so."""
    try:
        return history.of_item(connection, assessment_id, form_id, item_id, most)
    except (ValueError, KeyError, AttributeError) as error:
        where = place(assessment_id, form_id, item_id)
        raise DamagedWorkspaceError(messages.damaged_row(f"{where} 的变更记录")) from error


def current(connection: sqlite3.Connection, assessment_id: str) -> Mapping[tuple[str, str, str], Any]:
    """Return what is stored of an assessment as (subject, form id, id) to text, as the replayed log gives it."""
    found: dict[tuple[str, str, str], Any] = {}
    for form_id, item_id, body in connection.execute(
        "SELECT form_id, item_id, body FROM answer WHERE assessment_id = ?", (assessment_id,)
    ):
        found["item", form_id, item_id] = body
    for form_id, node_id, reason in connection.execute(
        "SELECT form_id, node_id, reason FROM tailoring WHERE assessment_id = ?", (assessment_id,)
    ):
        found["node", form_id, node_id] = reason
    for project_id, body in connection.execute(
        "SELECT project_id, body FROM project WHERE assessment_id = ?", (assessment_id,)
    ):
        found["project", "", project_id] = body
    return found
