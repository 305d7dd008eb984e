"""The answers file (`anhui-assess/answers/1`): strictly read, all problems listed, and written back the same.

`projects` is optional: the register of the assessment, there only when it has any, and restored without a change.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anhui_assess.domain.answers import Answer, AnswerSheet, AnswerState, FormAnswers, Value, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.enterprise import PROFILE_FORM
from anhui_assess.domain.errors import EnvironmentFaultError, InputRefusedError
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.item_kinds.texts import text_fault
from anhui_assess.domain.planning.projects import Project, faults
from anhui_assess.domain.problems import Problem, did_you_mean
from anhui_assess.exchange import strict_json
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.project_data import project_data, project_from

SCHEMA = "anhui-assess/answers/1"
_TOP = ("schema", "enterprise", "assessment", "forms", "projects", "program")
_ASSESSMENT = ("title", "date", "assessor")
_FORM = ("version", "tailored_out", "answers")
_ANSWER = ("value", "note", "verified", "not_applicable", "unknown", "flagged", "evidence")
_STATES = ("value", "not_applicable", "unknown")
_NOTE_LENGTH = 20000
_REFERENCE_LENGTH = 200
_ANY_DAY = "9999-12-31"
"""The reader cannot know the day on which a file was written, so no date in it is called one of the future."""


def read_answers(path: Path, catalog: Catalog) -> AnswersDocument:
    """Read an answers file.

    Raises InputRefusedError listing every problem, EnvironmentFaultError when the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(strict_json.LARGEST_BYTES + 1)
    except OSError as error:
        raise EnvironmentFaultError(
            f"读不出文件“{path.name}”：{error.strerror}。原有数据没有变化。"
        ) from error
    return parse_answers(raw, path.name, catalog)


def parse_answers(raw: bytes, name: str, catalog: Catalog) -> AnswersDocument:
    """Parse the bytes of an answers file called `name`; raises InputRefusedError."""
    data = strict_json.loads(raw, name)
    reader = _Reader(name, catalog)
    document = reader.document(data)
    if reader.problems or document is None:
        raise InputRefusedError(reader.problems)
    return document


class _Reader:
    def __init__(self, name: str, catalog: Catalog) -> None:
        self.name = name
        self.catalog = catalog
        self.problems: list[Problem] = []

    def fault(self, where: str, message: str, item: str | None = None) -> None:
        self.problems.append(Problem(f"{self.name} {where}".strip(), message, item))

    def mapping(self, value: Any, where: str, known: tuple[str, ...] = ()) -> Mapping[str, Any]:
        """Return a mapping whose keys are known, else report and return an empty one."""
        if not isinstance(value, dict):
            self.fault(where, "这里应是 {…}。")
            return {}
        for key in value:
            if known and key not in known:
                self.fault(where, f"不认识的键“{key[:60]}”{did_you_mean(key, known)}。")
        return value

    def text(self, value: Any, where: str, longest: int = 500) -> str:
        if value is None:
            return ""
        fault = text_fault(value, longest)
        if fault is not None:
            self.fault(where, fault)
            return ""
        return str(value)

    def document(self, data: Any) -> AnswersDocument | None:
        top = self.mapping(data, "", _TOP)
        if top.get("schema") != SCHEMA:
            self.fault("schema", f"应是“{SCHEMA}”，这个文件不是答案文件，或者来自不认识的版本。")
            return None
        assessment = self.mapping(top.get("assessment", {}), "assessment", _ASSESSMENT)
        forms: dict[str, FormAnswers] = {PROFILE_FORM: self.profile(top.get("enterprise", {}))}
        for form_id, entry in self.mapping(top.get("forms", {}), "forms").items():
            if form_id not in self.catalog.forms:
                self.fault(
                    f"forms.{form_id}", f"没有表单“{form_id}”{did_you_mean(form_id, self.catalog.forms)}。"
                )
                continue
            found = self.form(self.catalog.forms[form_id], entry)
            if form_id == PROFILE_FORM:
                found = FormAnswers(found.version, {**found.answers, **forms[PROFILE_FORM].answers})
            forms[form_id] = found
        return AnswersDocument(
            AnswerSheet(forms),
            self.text(assessment.get("title"), "assessment.title") or "自评",
            self.date(assessment.get("date")),
            self.text(assessment.get("assessor"), "assessment.assessor"),
            self.projects(top.get("projects", [])),
        )

    def projects(self, value: Any) -> tuple[Project, ...]:
        if not isinstance(value, list):
            self.fault("projects", "应是项目的列表。")
            return ()
        found: list[Project] = []
        for place, raw in enumerate(value):
            where = f"projects[{place}]"
            try:
                project = project_from(raw)
            except ValueError as error:
                self.fault(where, str(error))
                continue
            for problem in faults(project, _ANY_DAY):
                self.fault(f"{where} {problem.where}", problem.message)
            if any(project.id == other.id or project.number == other.number for other in found):
                self.fault(where, f"编号“{project.id}”或序号 {project.number} 重复。")
            found.append(project)
        return tuple(found)

    def date(self, value: Any) -> str:
        if value is None:
            return dt.datetime.now().astimezone().date().isoformat()
        try:
            return dt.date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            self.fault("assessment.date", "日期要写成 2026-11-23 这样。")
            return ""

    def profile(self, value: Any) -> FormAnswers:
        form = self.catalog.forms[PROFILE_FORM]
        answers: dict[str, Answer] = {}
        for field, raw in self.mapping(value, "enterprise").items():
            if field not in form.items:
                self.fault(f"enterprise.{field}", f"企业档案没有“{field}”{did_you_mean(field, form.items)}。")
            elif raw is not None and raw != "":
                checked = self.value(form.items[field], raw, f"enterprise.{field}")
                if checked is not None:
                    answers[field] = Answer.of(checked)
        return FormAnswers(form.version, answers)

    def form(self, form: Form, value: Any) -> FormAnswers:
        where = f"forms.{form.id}"
        entry = self.mapping(value, where, _FORM)
        version = entry.get("version")
        if version != form.version:
            self.fault(
                f"{where}.version", f"“{form.title}”的版本“{version}”不认识，本程序是“{form.version}”。"
            )
        tailored: dict[str, str] = {}
        for name, reason in self.mapping(entry.get("tailored_out", {}), f"{where}.tailored_out").items():
            node = form.tailorable_node(name)
            if node is None:
                known = [found.id for found in form.nodes.values() if found.tailorable]
                names = [*known, *(found.rsplit(".", 1)[-1] for found in known)]
                self.fault(
                    f"{where}.tailored_out",
                    f"“{name}”不是可以裁剪的章节{did_you_mean(name, names)}；可裁剪：{'、'.join(known)}。",
                )
            elif reason is None or (isinstance(reason, str) and not reason.strip()):
                self.fault(f"{where}.tailored_out.{name}", "裁剪要写明理由。")
            elif words := self.text(reason, f"{where}.tailored_out.{name}", _NOTE_LENGTH):
                tailored[node.id] = words
        answers: dict[str, Answer] = {}
        for item_id, raw in self.mapping(entry.get("answers", {}), f"{where}.answers").items():
            item = form.items.get(item_id)
            if item is None:
                self.fault(
                    f"{where}.answers",
                    f"没有题目“{item_id[:80]}”{did_you_mean(item_id, form.items)}。",
                    item_id,
                )
                continue
            answer = self.answer(item, raw, f"{where}.answers.{item_id}")
            if answer is not None and not answer.empty:
                answers[item_id] = answer
        return FormAnswers(form.version, answers, tailored)

    def value(self, item: Item, raw: Any, where: str) -> Value | None:
        checked, problems = kind_of(item).check(item, raw)
        for problem in problems:
            self.fault(where, problem.message, item.id)
        return checked

    def answer(self, item: Item, raw: Any, where: str) -> Answer | None:
        entry = self.mapping(raw, where, _ANSWER)
        if not isinstance(raw, dict):
            return None
        given = [state for state in _STATES if state in entry]
        if len(given) > 1:
            self.fault(where, f"{'、'.join(given)} 只能写一个。", item.id)
            return None
        state, value, reason = AnswerState.UNANSWERED, None, ""
        if "value" in entry:
            state, value = AnswerState.ANSWERED, self.value(item, entry["value"], where)
        elif "not_applicable" in entry:
            state, reason = (
                AnswerState.NOT_APPLICABLE,
                self.text(entry["not_applicable"], f"{where}.not_applicable", _NOTE_LENGTH),
            )
            if not item.not_applicable:
                self.fault(where, f"“{item.title}”不允许“不适用”。", item.id)
            elif not reason.strip():
                self.fault(where, f"“{item.title}”选“不适用”要写明理由。", item.id)
        elif "unknown" in entry:
            state, reason = AnswerState.UNKNOWN, self.text(entry["unknown"], f"{where}.unknown", _NOTE_LENGTH)
        flagged = entry.get("flagged", False)
        if not isinstance(flagged, bool):
            self.fault(f"{where}.flagged", "应是 true 或 false。", item.id)
        return Answer(
            state=state,
            value=value,
            reason=reason,
            note=self.text(entry.get("note"), f"{where}.note", _NOTE_LENGTH),
            flagged=flagged is True,
            verified=self.verified(item, entry.get("verified"), where),
            evidence=self.evidence(entry.get("evidence"), where),
        )

    def verified(self, item: Item, raw: Any, where: str) -> Verified | None:
        if raw is None:
            return None
        entry = self.mapping(raw, f"{where}.verified", ("value", "reason"))
        if "value" not in entry:
            self.fault(f"{where}.verified", "缺少 value。", item.id)
            return None
        value = self.value(item, entry["value"], f"{where}.verified")
        return (
            None
            if value is None
            else Verified(value, self.text(entry.get("reason"), f"{where}.verified.reason", _NOTE_LENGTH))
        )

    def evidence(self, raw: Any, where: str) -> tuple[str, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list) or not all(
            text_fault(entry, _REFERENCE_LENGTH) is None for entry in raw
        ):
            self.fault(f"{where}.evidence", "应是 SHA-256 或文件名的列表。")
            return ()
        return tuple(raw)


def answers_data(document: AnswersDocument, catalog: Catalog) -> dict[str, Any]:
    """Return an assessment as the plain data of an answers file."""
    sheet = document.sheet
    profile = sheet.form(PROFILE_FORM)
    enterprise: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for item_id in catalog.forms[PROFILE_FORM].items:
        answer = profile.get(item_id)
        plain_answer = answer.value is not None and answer.value != "" and answer == Answer.of(answer.value)
        if plain_answer:
            enterprise[item_id] = _plain(answer.value)
        elif not answer.empty:
            extra[item_id] = answer_data(answer)
    forms: dict[str, Any] = {}
    for form in catalog.forms.values():
        if form.id == PROFILE_FORM and not extra:
            continue
        if form.id not in sheet.forms:
            continue
        answers = sheet.form(form.id)
        entry: dict[str, Any] = {"version": answers.version or form.version}
        if answers.tailored_out:
            entry["tailored_out"] = dict(answers.tailored_out)
        ordered = [item_id for item_id in form.items if item_id in answers.answers]
        entry["answers"] = (
            extra
            if form.id == PROFILE_FORM
            else {item_id: answer_data(answers.get(item_id)) for item_id in ordered}
        )
        forms[form.id] = entry
    assessment = {"title": document.title, "date": document.date, "assessor": document.assessor}
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "enterprise": enterprise,
        "assessment": assessment,
        "forms": forms,
    }
    if document.projects:
        data["projects"] = [project_data(project) for project in document.projects]
    return data


def answers_bytes(document: AnswersDocument, catalog: Catalog) -> bytes:
    """Return an assessment as an answers file; equal assessments give equal bytes."""
    return (
        json.dumps(answers_data(document, catalog), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    ).encode()


def answer_data(answer: Answer) -> dict[str, Any]:
    """Return one answer as plain data."""
    entry: dict[str, Any] = {}
    if answer.state is AnswerState.ANSWERED:
        entry["value"] = _plain(answer.value)
    elif answer.state is AnswerState.NOT_APPLICABLE:
        entry["not_applicable"] = answer.reason
    elif answer.state is AnswerState.UNKNOWN:
        entry["unknown"] = answer.reason
    if answer.note:
        entry["note"] = answer.note
    if answer.flagged:
        entry["flagged"] = True
    if answer.verified is not None:
        entry["verified"] = {"value": _plain(answer.verified.value), "reason": answer.verified.reason}
    if answer.evidence:
        entry["evidence"] = list(answer.evidence)
    return entry


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, (list, tuple)) else value
