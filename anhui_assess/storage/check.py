"""检查: find every change of the stored content that this program did not make.

Five looks: SQLite's own checks; tables and triggers as they were created; the content hash of every row; the chain of
the change log; and the log replayed, which must give just the answers that are stored. The evidence files are looked at
by `evidence`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import groupby
from typing import Any

from anhui_assess.services.ports import CheckFinding
from anhui_assess.storage import answers, codec, history, messages, projects
from anhui_assess.storage.faults import primary_code
from anhui_assess.storage.rows import TABLES, Table
from anhui_assess.storage.schema import Schema, structure

_MOST = 50
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_TABLE_TITLES = {
    "enterprise": "企业", "assessment": "评估", "pinned_form": "表单", "answer": "答案",
    "tailoring": "裁剪", "project": "项目", "evidence": "证据", "setting": "设置",
}  # fmt: skip
Look = Callable[[sqlite3.Connection], Iterable[CheckFinding]]


def findings(connection: sqlite3.Connection, schema: Schema) -> list[CheckFinding]:
    """Return what is wrong with the database, the first finding for each place."""
    looks: tuple[tuple[str, Look], ...] = (
        ("数据库文件", _integrity),
        ("表结构", lambda found: _structure(found, schema)),
        ("数据行", _row_hashes),
        ("变更记录", history.verify),
        ("答案与变更记录", _against_log),
        ("评估用的表单", _missing_forms),
        ("证据引用", _unknown_evidence),
    )
    seen: dict[str, CheckFinding] = {}
    with _lossy_text(connection):
        for where, look in looks:
            for finding in _as_far_as_readable(where, look(connection)):
                seen.setdefault(finding.where, finding)
    return list(seen.values())


def listed_evidence(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return hash and name of every registered evidence file."""
    with _lossy_text(connection):
        try:
            return [
                tuple(row) for row in connection.execute("SELECT sha256, name FROM evidence ORDER BY sha256")
            ]
        except sqlite3.DatabaseError as error:
            if primary_code(error) not in _DAMAGE:
                raise
            return []


@contextmanager
def _lossy_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Read text that is no longer UTF-8 with replacement signs: its row then fails by its hash, and only its row."""
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    try:
        yield
    finally:
        connection.text_factory = str


def _as_far_as_readable(where: str, found: Iterable[CheckFinding]) -> Iterator[CheckFinding]:
    try:
        yield from found
    except sqlite3.Error as error:
        if primary_code(error) not in (*_DAMAGE, sqlite3.SQLITE_ERROR):
            raise
        yield CheckFinding(where, messages.UNREADABLE)


def _integrity(connection: sqlite3.Connection) -> Iterator[CheckFinding]:
    for (verdict,) in connection.execute(f"PRAGMA integrity_check({_MOST})"):
        if verdict != "ok":
            yield CheckFinding(f"数据库文件：{verdict}", messages.integrity(verdict))
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        row = "" if rowid is None else f" 第 {rowid} 行"  # a table whose rows have no number
        yield CheckFinding(f"表 {table}{row}", messages.dangling(table, parent))


def _structure(connection: sqlite3.Connection, schema: Schema) -> Iterator[CheckFinding]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        schema.migrate(fresh)
        expected = structure(fresh)
    found = structure(connection)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield CheckFinding(f"表结构 {name}", messages.SCHEMA_CHANGED)


def _row_hashes(connection: sqlite3.Connection) -> Iterator[CheckFinding]:
    for table in TABLES:
        yield from _as_far_as_readable(_TABLE_TITLES[table.name], _hashes_of(connection, table))


def _hashes_of(connection: sqlite3.Connection, table: Table) -> Iterator[CheckFinding]:
    for row in connection.execute(f"SELECT * FROM {table.name}"):
        try:
            intact = table.hash(row) == row["content_hash"]
        except TypeError:  # bytes where text belongs
            intact = False
        if not intact:
            yield CheckFinding(_row_place(table, row), messages.CHANGED_OUTSIDE)


def _row_place(table: Table, row: sqlite3.Row) -> str:
    key = tuple(str(row[column]) for column in table.key)
    if table.name in ("answer", "tailoring"):
        return answers.place(*key)
    if table.name == "project":
        return projects.place(*key)
    return f"{_TABLE_TITLES[table.name]} {' · '.join(key)}"


# ------------------------------------------------------------------------------------------ the log replayed


def _against_log(connection: sqlite3.Connection) -> Iterator[CheckFinding]:
    stored = {row["id"] for row in connection.execute("SELECT id FROM assessment")}
    rows = connection.execute("SELECT * FROM change_log ORDER BY assessment_id, number")
    for assessment_id, entries in groupby(rows, key=lambda row: str(row["assessment_id"])):
        try:
            expected = _replayed(entries)
        except (ValueError, KeyError, TypeError, AttributeError):
            yield CheckFinding(f"评估 {assessment_id} 的变更记录", messages.UNREADABLE)
            stored.discard(assessment_id)
            continue
        if expected is not None and assessment_id not in stored:
            yield CheckFinding(f"评估 {assessment_id}", messages.GONE)
        elif expected is None and assessment_id in stored:
            yield CheckFinding(f"评估 {assessment_id}", messages.NOT_LOGGED)
        else:
            yield from _compared(assessment_id, expected or {}, answers.current(connection, assessment_id))
        stored.discard(assessment_id)
    for assessment_id in sorted(stored):
        yield CheckFinding(f"评估 {assessment_id}", messages.NOT_LOGGED)


def _replayed(entries: Iterable[sqlite3.Row]) -> dict[tuple[str, str, str], Any] | None:
    """Return what the entries of one assessment lead to; None when it was never made, or deleted."""
    state: dict[tuple[str, str, str], Any] | None = None
    for entry in entries:
        if entry["action"] == history.CREATE:
            first = {("item", *key): body for key, body in history.first_answers(entry["new"]).items()}
            state = first | {
                ("node", *key): reason for key, reason in history.first_tailoring(entry["new"]).items()
            }
            state |= {
                ("project", "", key): body for key, body in history.first_projects(entry["new"]).items()
            }
        elif entry["action"] == history.DELETE:
            state = None
        elif state is not None and entry["subject"] != "assessment":
            key = (entry["subject"], entry["form_id"], entry["subject_id"])
            left = _left_by(entry)
            if left is None:
                state.pop(key, None)
            else:
                state[key] = left
    return state


def _left_by(entry: sqlite3.Row) -> Any:
    """Return what is stored after an entry, None when nothing is."""
    if entry["subject"] == projects.SUBJECT:
        return projects.logged_body(entry["new"]) or None
    if entry["new"] == codec.EMPTY_ANSWER:
        return None
    return entry["new"] if entry["subject"] == "item" else codec.loads(entry["new"]).get("reason", "")


def _compared(
    assessment_id: str,
    expected: Mapping[tuple[str, str, str], Any],
    stored: Mapping[tuple[str, str, str], Any],
) -> Iterator[CheckFinding]:
    for key in sorted(expected.keys() | stored.keys()):
        if key not in stored:
            message = messages.GONE
        elif key not in expected:
            message = messages.NOT_LOGGED
        elif stored[key] != expected[key]:
            message = messages.NOT_AS_LOGGED
        else:
            continue
        subject, form_id, subject_id = key
        is_project = subject == projects.SUBJECT
        where = (
            projects.place(assessment_id, subject_id)
            if is_project
            else answers.place(assessment_id, form_id, subject_id)
        )
        yield CheckFinding(where, message)


def _missing_forms(connection: sqlite3.Connection) -> Iterator[CheckFinding]:
    kept = {
        (row["form_id"], row["version"])
        for row in connection.execute("SELECT form_id, version FROM pinned_form")
    }
    for row in connection.execute("SELECT DISTINCT forms FROM assessment"):
        try:
            pinned = codec.loads(row["forms"]).items()
        except (ValueError, AttributeError):
            continue  # the hash of its row tells
        for form_id, version in pinned:
            if (form_id, version) not in kept:
                yield CheckFinding(f"表单 {form_id} · {version}", messages.FORM_GONE)


def _unknown_evidence(connection: sqlite3.Connection) -> Iterator[CheckFinding]:
    known = {row["sha256"] for row in connection.execute("SELECT sha256 FROM evidence")}
    for row in connection.execute("SELECT * FROM answer WHERE body LIKE '%\"evidence\"%'"):
        try:
            referred = codec.decode_answer(row["body"]).evidence
        except ValueError:
            continue  # its hash tells
        for sha256 in referred:
            if sha256 not in known:
                where = answers.place(row["assessment_id"], row["form_id"], row["item_id"])
                yield CheckFinding(f"{where} · 证据 {sha256[:12]}…", messages.EVIDENCE_UNKNOWN)
