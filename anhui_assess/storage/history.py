"""The change log: append-only, every entry chained to the one before it by SHA-256.

Storing an assessment with its first answers is one entry that holds them all, so that importing thousands of
assessments stays cheap; the history of an item takes its first entry from there. Count and newest hash also stand in
the table `workspace`, so that cutting off the end shows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from anhui_assess import __version__
from anhui_assess.domain.answers import UNANSWERED, Answer, AnswerState
from anhui_assess.services.ports import CheckFinding, HistoryEntry
from anhui_assess.storage import codec, messages

CREATE, HEADING, DELETE = "create", "heading", "delete"
TAILOR_OUT, TAILOR_IN = "tailor_out", "tailor_in"

_LINKED = (
    "previous_hash", "number", "at", "who", "assessment_id", "form_id", "subject", "subject_id", "action", "old", "new",
    "program_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A change to append. `old` and `new` are JSON texts, empty where there is nothing to say."""

    at: str
    who: str
    assessment_id: str
    action: str
    subject: str = "assessment"
    form_id: str = ""
    subject_id: str = ""
    old: str = ""
    new: str = ""


def action_of(old: Answer, new: Answer) -> str:
    """Name the change of an answer by what weighs most in it."""
    if old.state is not new.state or old.value != new.value:
        return "clear" if new.state is AnswerState.UNANSWERED else new.state.value
    if old.verified != new.verified:
        return "verify"
    if old.reason != new.reason:
        return "reason"
    if old.evidence != new.evidence:
        return "evidence"
    return "note" if old.note != new.note else "flag"


def append(connection: sqlite3.Connection, entry: LogEntry) -> int:
    """Add an entry inside the running transaction and return its number."""
    count, newest = connection.execute("SELECT log_count, log_head FROM workspace").fetchone()
    number = int(count) + 1
    fields: dict[str, Any] = {
        "previous_hash": newest,
        "number": number,
        "at": entry.at,
        "who": entry.who,
        "assessment_id": entry.assessment_id,
        "form_id": entry.form_id,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "action": entry.action,
        "old": entry.old,
        "new": entry.new,
        "program_version": __version__,
    }
    fields["hash"] = link(fields)
    connection.execute(
        f"INSERT INTO change_log ({', '.join(fields)}) VALUES ({', '.join('?' * len(fields))})",
        tuple(fields.values()),
    )
    connection.execute("UPDATE workspace SET log_count = ?, log_head = ?", (number, fields["hash"]))
    return number


def link(fields: Mapping[str, Any] | sqlite3.Row) -> str:
    """Return the hash of an entry, which covers the hash of the one before it."""
    return codec.sha256([fields[name] for name in _LINKED])


def head(connection: sqlite3.Connection) -> str:
    """Return the hash of the newest entry, empty when there is none."""
    row = connection.execute("SELECT hash FROM change_log ORDER BY number DESC LIMIT 1").fetchone()
    return "" if row is None else str(row[0])


def of_item(
    connection: sqlite3.Connection, assessment_id: str, form_id: str, item_id: str, most: int | None = None
) -> list[HistoryEntry]:
    """Return the changes of one answer or section, newest first; raises ValueError when an entry cannot be read.

    With `most` only so many of the newest are read: each carries whole answers, and a long table is long in every one.
    """
    rows = connection.execute(
        "SELECT * FROM change_log WHERE assessment_id = ? AND form_id = ? AND subject IN ('item', 'node') "
        "AND subject_id = ? ORDER BY number DESC LIMIT ?",
        (assessment_id, form_id, item_id, -1 if most is None else most),
    )
    found = [_entry(row, codec.decode_answer(row["old"]), codec.decode_answer(row["new"])) for row in rows]
    if most is not None and len(found) >= most:
        return found
    for row in connection.execute(
        "SELECT * FROM change_log WHERE assessment_id = ? AND form_id = '' AND subject = 'assessment' AND action = ?",
        (assessment_id, CREATE),
    ):
        form = _forms_at_first(row["new"]).get(form_id, _NO_FORM)
        first, reason = form["answers"].get(item_id), form["tailored_out"].get(item_id)
        if first is not None:
            found.append(_entry(row, UNANSWERED, codec.decode_answer(codec.dumps(first)), form_id, item_id))
        elif reason is not None:
            found.append(_entry(row, UNANSWERED, Answer.not_applicable(reason), form_id, item_id))
    return found


def _entry(row: sqlite3.Row, old: Answer, new: Answer, form_id: str = "", item_id: str = "") -> HistoryEntry:
    return HistoryEntry(
        number=row["number"],
        at=row["at"],
        who=row["who"],
        form_id=form_id or row["form_id"],
        item_id=item_id or row["subject_id"],
        action=row["action"],
        old=old,
        new=new,
        program_version=row["program_version"],
    )


def first_answers(text: str) -> dict[tuple[str, str], str]:
    """Return (form id, item id) to answer text of a creation entry."""
    return {key: codec.dumps(plain) for key, plain in _first(text, "answers").items()}


def first_tailoring(text: str) -> dict[tuple[str, str], str]:
    """Return (form id, node id) to reason of a creation entry."""
    return _first(text, "tailored_out")


def first_projects(text: str) -> dict[str, str]:
    """Return project id to stored text of a creation entry."""
    return {plain["id"]: codec.dumps(plain) for plain in codec.loads(text).get("projects", ())}


def _first(text: str, part: str) -> dict[tuple[str, str], Any]:
    forms = codec.loads(text)["forms"]
    return {(form_id, key): plain for form_id, form in forms.items() for key, plain in form[part].items()}


_NO_FORM: Mapping[str, Any] = {"answers": {}, "tailored_out": {}}


@lru_cache(maxsize=4)
def _forms_at_first(text: str) -> Mapping[str, Any]:
    """Return the forms of a creation entry; it holds every answer of the assessment and is asked for at every question."""
    return codec.loads(text)["forms"]  # type: ignore[no-any-return]  # the entry's own layout


def verify(connection: sqlite3.Connection) -> Iterator[CheckFinding]:
    """Find every edited, missing or cut-off entry and say where."""
    previous_number, previous_hash = 0, ""
    for row in connection.execute("SELECT * FROM change_log ORDER BY number"):
        number = row["number"]
        where = f"变更记录第 {number} 条"
        if number != previous_number + 1:
            yield CheckFinding("变更记录", messages.log_gap(previous_number + 1, number - 1))
        elif row["previous_hash"] != previous_hash:
            yield CheckFinding(where, messages.LOG_BROKEN)
        if link(row) != row["hash"]:
            yield CheckFinding(where, messages.LOG_EDITED)
        previous_number, previous_hash = number, row["hash"]
    known = connection.execute("SELECT log_count, log_head FROM workspace").fetchone()
    if known is None or tuple(known) != (previous_number, previous_hash):
        yield CheckFinding("变更记录", messages.LOG_SHORTENED)
