"""Enterprises, assessments and their pinned forms, inside a transaction that the caller holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from anhui_assess.domain.errors import DamagedWorkspaceError, NotFoundError
from anhui_assess.services.ports import AssessmentRecord, EnterpriseRecord, PinnedForm
from anhui_assess.storage import codec, history, messages
from anhui_assess.storage.rows import ASSESSMENT, ENTERPRISE, PINNED_FORM, next_touched

TEXTS = ("name", "uscc", "city", "county", "industry")
"""What the library shows of an enterprise."""


# ------------------------------------------------------------------------------------------ reading


def enterprises(connection: sqlite3.Connection) -> list[EnterpriseRecord]:
    """Return all enterprises, most recently changed first."""
    return [_enterprise(row) for row in connection.execute("SELECT * FROM enterprise ORDER BY touched DESC")]


def enterprise(connection: sqlite3.Connection, enterprise_id: str) -> EnterpriseRecord:
    """Return one enterprise; raises NotFoundError."""
    return _enterprise(_enterprise_row(connection, enterprise_id))


def _enterprise(row: Mapping[str, Any] | sqlite3.Row) -> EnterpriseRecord:
    return EnterpriseRecord(
        id=row["id"],
        **{text: row[text] for text in TEXTS},
        is_sample=bool(row["is_sample"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _enterprise_row(connection: sqlite3.Connection, enterprise_id: str) -> dict[str, Any]:
    row = ENTERPRISE.get(connection, enterprise_id)
    if row is None:
        raise NotFoundError(messages.no_enterprise(enterprise_id))
    return row


def assessments(connection: sqlite3.Connection, enterprise_id: str | None) -> list[AssessmentRecord]:
    """Return the assessments of one or all enterprises, most recently changed first."""
    chosen, values = ("", ()) if enterprise_id is None else ("WHERE enterprise_id = ?", (enterprise_id,))
    forms: dict[str, dict[str, str]] = {}
    for assessment_id, form_id, version in connection.execute(
        "SELECT assessment_id, form_id, version FROM assessment_form "
        + (chosen and f"WHERE assessment_id IN (SELECT id FROM assessment {chosen}) ")
        + "ORDER BY assessment_id, position",
        values,
    ):
        forms.setdefault(assessment_id, {})[form_id] = version
    rows = connection.execute(f"SELECT * FROM assessment {chosen} ORDER BY touched DESC", values)
    return [record(row, forms.get(row["id"], {})) for row in rows]


def assessment(connection: sqlite3.Connection, assessment_id: str) -> AssessmentRecord:
    """Return one assessment; raises NotFoundError."""
    return record(_assessment_row(connection, assessment_id), pinned_versions(connection, assessment_id))


def record(row: Mapping[str, Any] | sqlite3.Row, forms: Mapping[str, str]) -> AssessmentRecord:
    """Return a row of the table `assessment` with its pinned versions."""
    return AssessmentRecord(
        id=row["id"],
        enterprise_id=row["enterprise_id"],
        title=row["title"],
        date=row["date"],
        assessor=row["assessor"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        forms=forms,
        summary=_plain(row["summary"], f"评估 {row['id']} 的概要"),
    )


def _assessment_row(connection: sqlite3.Connection, assessment_id: str) -> dict[str, Any]:
    row = ASSESSMENT.get(connection, assessment_id)
    if row is None:
        raise NotFoundError(messages.no_assessment(assessment_id))
    return row


def pinned_versions(connection: sqlite3.Connection, assessment_id: str) -> dict[str, str]:
    """Return form id to version of an assessment, in the order the forms were given."""
    rows = connection.execute(
        "SELECT form_id, version FROM assessment_form WHERE assessment_id = ? ORDER BY position",
        (assessment_id,),
    )
    return {row["form_id"]: row["version"] for row in rows}


def pinned_form(connection: sqlite3.Connection, form_id: str, version: str) -> PinnedForm:
    """Return a stored form version; raises NotFoundError."""
    row = PINNED_FORM.get(connection, form_id, version)
    if row is None:
        raise NotFoundError(messages.no_form(form_id, version))
    source = _plain(row["source"], f"表单 {form_id} 版本 {version}")
    return PinnedForm(form_id, version, row["fingerprint"], source)


def _plain(text: str, where: str) -> dict[str, Any]:
    try:
        plain = codec.loads(text)
    except ValueError as error:
        raise DamagedWorkspaceError(messages.damaged_row(where)) from error
    if not isinstance(plain, dict):
        raise DamagedWorkspaceError(messages.damaged_row(where))
    return plain


# ------------------------------------------------------------------------------------------ changing


def touch(
    connection: sqlite3.Connection,
    assessment_id: str,
    at: str,
    *,
    summary: Mapping[str, Any] | None = None,
    texts: EnterpriseRecord | None = None,
) -> None:
    """Note that an assessment was changed, with the headline and enterprise texts that follow."""
    row = _assessment_row(connection, assessment_id)
    row |= {"updated_at": at, "touched": next_touched(connection, ASSESSMENT)}
    if summary is not None:
        row["summary"] = codec.dumps(summary)
    ASSESSMENT.put(connection, row)
    touch_enterprise(connection, row["enterprise_id"], at, texts)


def touch_enterprise(
    connection: sqlite3.Connection, enterprise_id: str, at: str, texts: EnterpriseRecord | None = None
) -> None:
    """Note that something of an enterprise was changed; `texts` replaces what the library shows of it."""
    row = _enterprise_row(connection, enterprise_id)
    row |= {"updated_at": at, "touched": next_touched(connection, ENTERPRISE)}
    if texts is not None:
        row |= {text: getattr(texts, text) for text in TEXTS}
    ENTERPRISE.put(connection, row)


def update_heading(
    connection: sqlite3.Connection, assessment_id: str, heading: Mapping[str, str], at: str
) -> None:
    """Change title, date and assessor."""
    row = _assessment_row(connection, assessment_id)
    old = {name: row[name] for name in heading}
    if old == dict(heading):
        return
    ASSESSMENT.put(connection, row | dict(heading))
    entry = history.LogEntry(
        at,
        heading["assessor"],
        assessment_id,
        history.HEADING,
        old=codec.dumps(old),
        new=codec.dumps(heading),
    )
    history.append(connection, entry)
    touch(connection, assessment_id, at)


def delete(connection: sqlite3.Connection, assessment_id: str, at: str) -> None:
    """Remove an assessment with its answers; the change log keeps what was."""
    row = _assessment_row(connection, assessment_id)
    old = codec.dumps({name: row[name] for name in ("enterprise_id", "title", "date", "assessor")})
    connection.execute("DELETE FROM assessment WHERE id = ?", (assessment_id,))
    history.append(connection, history.LogEntry(at, "", assessment_id, history.DELETE, old=old))
    touch_enterprise(connection, row["enterprise_id"], at)
