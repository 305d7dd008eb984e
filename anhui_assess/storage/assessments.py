"""Enterprises, assessments and their pinned forms, inside a transaction that the caller holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from anhui_assess.domain.errors import NotFoundError
from anhui_assess.services.ports import AssessmentRecord, EnterpriseRecord, PinnedForm
from anhui_assess.storage import codec, history, messages
from anhui_assess.storage.plain import LazyMapping, decoded, decoded_once
from anhui_assess.storage.rows import ASSESSMENT, ENTERPRISE, PINNED_FORM, next_touched

TEXTS = ("name", "uscc", "city", "county", "industry")
"""What the library shows of an enterprise."""
_RECORD = (
    "id", "enterprise_id", "title", "date", "assessor", "created_at", "updated_at", "forms", "summary",
)  # fmt: skip


# ------------------------------------------------------------------------------------------ reading


def enterprises(connection: sqlite3.Connection) -> list[EnterpriseRecord]:
    """Return all enterprises, most recently changed first."""
    cursor = connection.cursor()
    cursor.row_factory = None  # plain tuples: two thirds of the time over 10,000 rows
    columns = f"id, {', '.join(TEXTS)}, is_sample = 1, created_at, updated_at"
    rows = cursor.execute(f"SELECT {columns} FROM enterprise ORDER BY touched DESC")
    return [
        EnterpriseRecord(key, name, uscc, city, county, industry, bool(is_sample), created_at, updated_at)
        for key, name, uscc, city, county, industry, is_sample, created_at, updated_at in rows
    ]


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
    cursor = connection.cursor()
    cursor.row_factory = None
    rows = cursor.execute(
        f"SELECT {', '.join(_RECORD)} FROM assessment {chosen} ORDER BY touched DESC", values
    )
    return [_record(row) for row in rows]


def assessment(connection: sqlite3.Connection, assessment_id: str) -> AssessmentRecord:
    """Return one assessment; raises NotFoundError."""
    return record(_assessment_row(connection, assessment_id))


def record(row: Mapping[str, Any]) -> AssessmentRecord:
    """Return a row of the table `assessment` as others see it."""
    return _record(tuple(row[column] for column in _RECORD))


def _record(row: tuple[str, ...]) -> AssessmentRecord:
    key, enterprise_id, title, date, assessor, created_at, updated_at, forms, summary = row
    pinned = dict(decoded_once(forms, "表单"))
    headline = LazyMapping(summary, key)
    return AssessmentRecord(
        key, enterprise_id, title, date, assessor, created_at, updated_at, pinned, headline
    )


def _assessment_row(connection: sqlite3.Connection, assessment_id: str) -> dict[str, Any]:
    row = ASSESSMENT.get(connection, assessment_id)
    if row is None:
        raise NotFoundError(messages.no_assessment(assessment_id))
    return row


def pinned_form(connection: sqlite3.Connection, form_id: str, version: str) -> PinnedForm:
    """Return a stored form version; raises NotFoundError."""
    row = PINNED_FORM.get(connection, form_id, version)
    if row is None:
        raise NotFoundError(messages.no_form(form_id, version))
    source = decoded(row["source"], f"{form_id} {version}")
    return PinnedForm(form_id, version, row["fingerprint"], source)


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
    row |= {"updated_at": at, "touched": next_touched(connection, ASSESSMENT, row["touched"])}
    if summary is not None:
        row["summary"] = codec.dumps(summary)
    ASSESSMENT.put(connection, row)
    touch_enterprise(connection, row["enterprise_id"], at, texts)


def touch_enterprise(
    connection: sqlite3.Connection, enterprise_id: str, at: str, texts: EnterpriseRecord | None = None
) -> None:
    """Note that something of an enterprise was changed; `texts` replaces what the library shows of it."""
    row = _enterprise_row(connection, enterprise_id)
    row |= {"updated_at": at, "touched": next_touched(connection, ENTERPRISE, row["touched"])}
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
