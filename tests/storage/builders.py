"""Small workspaces, and what the tests look at in them."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from anhui_assess.domain.answers import UNANSWERED, Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.planning.projects import Project, State
from anhui_assess.services.ports import (
    AnswerChange,
    AssessmentRecord,
    EnterpriseRecord,
    NewAssessment,
    PinnedForm,
    ProjectChange,
    WorkspaceStore,
)
from anhui_assess.storage.workspace import SqliteWorkspace

FORM = "smart_factory"
OTHER_FORM = "green_factory"
ITEM = "sf.people.1"
TABLE_ITEM = "sf.energy"
NODE = "logistics"

FIRST_ANSWERS: Mapping[str, Answer] = {
    ITEM: Answer.of(0.8, note="看过排产系统"),
    TABLE_ITEM: Answer.of(({"source": "电", "amount": 1.5}, {"source": "天然气", "amount": 2})),
    "sf.choice": Answer.of(("erp", "mes"), flagged=True),
}


class Clock:
    """A clock that a test sets; every reading is one second later."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 23, 14, 32, 7, 123456, tzinfo=dt.timezone(dt.timedelta(hours=8)))

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


def pinned(form_id: str = FORM, version: str = "2026.1", fingerprint: str = "f1") -> PinnedForm:
    source = {"id": form_id, "version": version, "nodes": [{"id": NODE, "weight": 0.16}], "title": "智能工厂"}
    return PinnedForm(form_id, version, fingerprint, source)


def new_assessment(
    name: str = "合肥示例精密机械有限公司",
    answers: Mapping[str, Answer] = FIRST_ANSWERS,
    enterprise_id: str | None = None,
    **more: Any,
) -> NewAssessment:
    form = FormAnswers("2026.1", dict(answers), {NODE: "第三方物流"})
    return NewAssessment(
        enterprise=EnterpriseRecord("", name, "91340100MA2MXXXX0X", "合肥市", "蜀山区", "智能家电"),
        title="2026 年自评",
        date="2026-11-23",
        assessor="张三",
        pinned=more.pop("pinned", (pinned(), pinned(OTHER_FORM))),
        sheet=AnswerSheet({FORM: form, OTHER_FORM: FormAnswers("2026.1")}),
        summary={"levels": {FORM: 2}, "completeness": 0.25},
        enterprise_id=enterprise_id,
        projects=more.pop("projects", ()),
    )


def put(store: WorkspaceStore, assessment_id: str, item_id: str, new: Answer, **more: Any) -> str:
    old = store.sheet(assessment_id).get(FORM, item_id)
    return store.save_answer(AnswerChange(assessment_id, FORM, item_id, old, new, "李四", **more))


def project(number: int = 1, **more: Any) -> Project:
    made: dict[str, Any] = {
        "title": f"车间物联网改造 {number}",
        "measure_id": "m.iot",
        "planned": {State.STARTED: "2026-03-01", State.COMPLETED: "2026-09-30"},
        "actual": {State.RESERVE: "2026-01-15"},
        "planned_amount": 120.0,
        "responsible": "喆工",
        "notes": "长" * 300,
    }
    return Project(f"p_{number}", number, **(made | more))


def put_project(
    store: WorkspaceStore, assessment_id: str, new: Project | None, key: str = "", action: str = "edit"
) -> str:
    project_id = new.id if new else key
    return store.save_projects([ProjectChange(assessment_id, project_id, new, action, "李四", "试一次")])


def put_number(store: WorkspaceStore, assessment_id: str, item_id: str, number: int, size: int = 0) -> None:
    new = Answer.of(number, note="注" * size)
    store.save_answer(AnswerChange(assessment_id, FORM, item_id, UNANSWERED, new, "李四", {"n": number}))


def filled(store: WorkspaceStore) -> AssessmentRecord:
    """Store one assessment with a few changes after it."""
    record = store.create_assessment(new_assessment())
    put(store, record.id, ITEM, Answer.of(0.5, note="复核后改"))
    put(store, record.id, "sf.new", Answer.not_applicable("没有这道工序"))
    store.save_tailoring(record.id, FORM, "design", "集团统一设计", "李四", {})
    return record


def with_projects(store: WorkspaceStore, assessment_id: str) -> None:
    """Take three projects in, move one on, remove one."""
    for number in (1, 2, 3):
        put_project(store, assessment_id, project(number), action="accept")
    started = {State.RESERVE: "2026-01-15", State.STARTED: "2026-03-04"}
    put_project(store, assessment_id, project(1, actual=started, actual_amount=40.5), action="advance")
    put_project(store, assessment_id, None, key="p_3", action="remove")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    """Return every file below the folder with hash and modification time."""
    return {
        str(path.relative_to(folder)): (digest(path), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database as a curious user with a database browser would; committed at the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def connection_of(store: SqliteWorkspace) -> sqlite3.Connection:
    return store._database._open_connection()


def database_of(store: WorkspaceStore) -> Path:
    return store.folder / "workspace.db"
