"""Following the projects of an assessment: take in, move on, edit, remove, rates, what is late, what a finished one changes.

Every action checks the whole project by the rules of the domain, stores it with its history entry in one transaction, and
returns an `Outcome`; what is refused stores nothing. Answers change only by `confirm`, through the `AssessmentSession`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.errors import NotFoundError
from anhui_assess.domain.item_kinds.texts import text_fault
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning import outcomes
from anhui_assess.domain.planning import projects as rules
from anhui_assess.domain.planning.plan import Plan, PlannedMeasure, investment_of
from anhui_assess.domain.planning.projects import LONGEST_NOTE, STATE_TITLES, STATES, Project, State
from anhui_assess.domain.problems import Problem
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.ports import ProjectChange, ProjectEntry
from anhui_assess.services.session import AssessmentSession, Changes

ACCEPT, ADD, EDIT, ADVANCE, STEP_BACK, REMOVE, UNDO = (
    "accept",
    "add",
    "edit",
    "advance",
    "step_back",
    "remove",
    "undo",
)
ACTION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        ACCEPT: "从方案列入",
        ADD: "新增",
        EDIT: "修改",
        ADVANCE: "进入下一状态",
        STEP_BACK: "退回",
        REMOVE: "移出",
        UNDO: "撤销",
    }
)
_ID_LENGTH = 12
_TEXT_FIELDS = ("title", "responsible", "notes")
_AMOUNT_FIELDS = ("planned_amount", "actual_amount")
FIELDS = (
    *_TEXT_FIELDS,
    *_AMOUNT_FIELDS,
    *(f"planned.{state}" for state in rules.PLANNED_STATES),
    *(f"actual.{state}" for state in STATES),
)
"""What `edit` takes; dates are fields of a state."""


def today() -> str:
    """Return the local date."""
    return dt.datetime.now().astimezone().date().isoformat()


_Pairs = tuple[tuple[Project | None, Project | None], ...]
"""What a change made of some projects: (before, after)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an action: the projects as stored, when, and why nothing was stored."""

    projects: tuple[Project, ...] = ()
    saved_at: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def stored(self) -> bool:
        """Whether something was stored."""
        return bool(self.saved_at)


class ProjectRegister:
    """The projects of the open assessment. `day` tells today's date; tests set it."""

    def __init__(self, session: AssessmentSession, day: Callable[[], str] = today) -> None:
        self._session = session
        self._day = day
        self._projects = tuple(session.store.projects(session.record.id))
        self._undo: list[_Pairs | Scored] = []

    @property
    def session(self) -> AssessmentSession:
        """The assessment they belong to."""
        return self._session

    @property
    def day(self) -> str:
        """Today, as ISO date."""
        return self._day()

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects as stored, by number."""
        return self._projects

    @property
    def can_undo(self) -> bool:
        """Whether there is a change made here to take back: of projects, or answers confirmed and not changed since."""
        while (
            self._undo and isinstance(self._undo[-1], Scored) and self._undo[-1] is not self._session.scored
        ):
            self._undo.pop()
        return bool(self._undo)

    @property
    def undo_is_of_answers(self) -> bool:
        """Whether the change to take back next is one of answers: `undo_answers` takes it back, `undo` any other."""
        return self.can_undo and isinstance(self._undo[-1], Scored)

    def project(self, key: str) -> Project:
        """Return a project by id or number; raises NotFoundError."""
        for project in self._projects:
            if key in (project.id, str(project.number)):
                return project
        raise NotFoundError(f"没有项目“{key}”。没有改动任何内容。")

    def rates(self) -> tuple[rules.Rate, ...]:
        """Return the four rates of today."""
        return rules.rates(self._projects, self.day)

    def overdue(self) -> tuple[Project, ...]:
        """Return the projects whose next state is late today."""
        return rules.overdue(self._projects, self.day)

    def due_soon(self) -> tuple[Project, ...]:
        """Return the projects whose next state is due within thirty days."""
        return rules.due_soon(self._projects, self.day)

    def history(self, project_id: str) -> Sequence[ProjectEntry]:
        """Return the changes of one project, newest first."""
        return self._session.store.project_history(self._session.record.id, project_id)

    # -------------------------------------------------------------------------------------- taking in

    def open_measures(self, plan: Plan) -> tuple[PlannedMeasure, ...]:
        """Return the measures of a plan that are no projects yet."""
        taken = {project.measure_id for project in self._projects}
        return tuple(entry for entry in plan.measures if entry.measure.id not in taken)

    def accept(self, plan: Plan, measure_ids: Iterable[str] | None = None) -> Outcome:
        """Take measures of a plan in as projects, all or none; without ids all that are not in the register yet.

        Planned dates come from the plan's months counted from today, the planned amount is the middle of its range. When
        a project comes to capacity no plan says; that date is left to the user.
        """
        chosen = self.open_measures(plan)
        if measure_ids is not None:
            wanted = list(measure_ids)
            known = {entry.measure.id for entry in chosen}
            strange = [key for key in wanted if key not in known]
            if strange:
                message = f"方案里没有可列入的措施“{'、'.join(strange)}”：可能不在方案里，或者已经列为项目。"
                return Outcome(problems=(Problem("", message),))
            chosen = tuple(entry for entry in chosen if entry.measure.id in wanted)
        first = self._next_number()
        made = [self._of_plan(entry, first + place) for place, entry in enumerate(chosen)]
        return self._put([(None, project) for project in made], ACCEPT)

    def _of_plan(self, entry: PlannedMeasure, number: int) -> Project:
        middle = None if entry.investment is None else round(sum(entry.investment) / 2, 2)
        day = self.day
        return Project(
            id=_new_id(),
            number=number,
            title=entry.measure.title,
            measure_id=entry.measure.id,
            planned={
                State.STARTED: rules.months_later(day, entry.start),
                State.COMPLETED: rules.months_later(day, entry.end),
            },
            actual={State.RESERVE: day},
            planned_amount=middle,
        )

    def add(self, title: str, measure_id: str = "") -> Outcome:
        """Take in a project of the firm's own, or of a measure of the library."""
        measure = self._measure(measure_id)
        range_ = None
        if measure is not None:
            range_ = investment_of(measure, Enterprise.of(self._session.sheet).size)
        project = Project(
            _new_id(),
            self._next_number(),
            title.strip(),
            measure_id,
            actual={State.RESERVE: self.day},
            planned_amount=None if range_ is None else round(sum(range_) / 2, 2),
        )
        return self._put([(None, project)], ADD)

    def _next_number(self) -> int:
        entries = self._session.store.project_history(self._session.record.id)
        logged = [project.number for entry in entries for project in (entry.old, entry.new) if project]
        return max([0, *logged, *(project.number for project in self._projects)]) + 1

    # -------------------------------------------------------------------------------------- changing

    def edit(self, project_id: str, field: str, value: Any) -> Outcome:
        """Change one field of `FIELDS`; a date or amount of None takes it away. Dates of states not reached are refused."""
        old = self.project(project_id)
        kind, _, name = field.partition(".")
        if kind == "planned" and field in FIELDS:
            new = replace(old, planned=_with(old.planned, State(name), value))
        elif kind == "actual" and field in FIELDS:
            state = State(name)
            if state not in old.actual or not value:
                message = "要进入这个状态，请用“转为”一步；要取消，请用“退回”。"
                return Outcome((old,), problems=(Problem(old.title, message, field),))
            new = replace(old, actual=_with(old.actual, state, value))
        elif field in _AMOUNT_FIELDS:
            if isinstance(value, bool) or not isinstance(value, (int, float, type(None))):
                message = f"应填万元数，现在是“{str(value)[:20]}”。"
                return Outcome((old,), problems=(Problem(old.title, message, field),))
            amount: dict[str, Any] = {field: None if value is None else float(value)}
            new = replace(old, **amount)
        elif field in _TEXT_FIELDS:
            text: dict[str, Any] = {field: str(value) if field == "notes" else str(value).strip()}
            new = replace(old, **text)
        else:
            raise ValueError(field)
        return self._put([(old, new)], EDIT)

    def advance(self, project_id: str, state: State, day: str) -> Outcome:
        """Enter the next state on a day."""
        old = self.project(project_id)
        new = rules.advanced(old, state, day)
        if isinstance(new, Problem):
            return Outcome((old,), problems=(new,))
        return self._put([(old, new)], ADVANCE)

    def step_back(self, project_id: str, reason: str) -> Outcome:
        """Go back to the state before; a reason is required and stays in the history."""
        old = self.project(project_id)
        new = rules.stepped_back(old)
        problem = new if isinstance(new, Problem) else _reason_fault(old, reason, "退回要写明原因。")
        if problem is not None or isinstance(new, Problem):
            return Outcome((old,), problems=(problem,) if problem else ())
        return self._put([(old, new)], STEP_BACK, reason.strip())

    def remove(self, project_id: str, reason: str) -> Outcome:
        """Take a project out of the register; a reason is required, the history keeps what was."""
        old = self.project(project_id)
        problem = _reason_fault(old, reason, "移出要写明原因。")
        if problem is not None:
            return Outcome((old,), problems=(problem,))
        return self._put([(old, None)], REMOVE, reason.strip())

    def undo(self) -> Outcome:
        """Take back the last change of projects made here; stored and logged like any other."""
        last = self._undo[-1] if self.can_undo else None
        if last is None or isinstance(last, Scored):
            return Outcome()
        pairs = [(new, old) for old, new in reversed(last)]
        outcome = self._store(pairs, UNDO, "")
        self._undo.pop()
        return outcome

    def _put(
        self, pairs: Sequence[tuple[Project | None, Project | None]], action: str, reason: str = ""
    ) -> Outcome:
        pairs = [(old, new) for old, new in pairs if old != new]
        found = [problem for old, new in pairs if new for problem in self._new_faults(old, new)]
        if found:
            return Outcome(tuple(old for old, _ in pairs if old), problems=tuple(found))
        if not pairs:
            return Outcome()
        outcome = self._store(pairs, action, reason)
        self._undo.append(tuple(pairs))
        return outcome

    def _new_faults(self, old: Project | None, new: Project) -> list[Problem]:
        """Return what a change makes wrong; what an imported project brought along does not hold up other edits."""
        known = rules.faults(old, self.day) if old else ()
        return [problem for problem in rules.faults(new, self.day) if problem not in known]

    def _store(
        self, pairs: Sequence[tuple[Project | None, Project | None]], action: str, reason: str
    ) -> Outcome:
        session = self._session
        changes = []
        for old, new in pairs:
            key = new.id if new else old.id if old else ""
            changes.append(ProjectChange(session.record.id, key, new, action, session.who, reason))
        saved_at = session.store.save_projects(changes)
        left = {project.id: project for project in self._projects}
        for change in changes:
            if change.new is None:
                left.pop(change.project_id, None)
            else:
                left[change.project_id] = change.new
        self._projects = tuple(sorted(left.values(), key=lambda project: (project.number, project.id)))
        return Outcome(tuple(new for _, new in pairs if new), saved_at)

    # -------------------------------------------------------------------------------------- what a finished one changes

    def _measure(self, measure_id: str) -> Measure | None:
        return self._session.engine.catalog.packs.measures.get(measure_id)

    def proposals(self, project_id: str) -> outcomes.Proposals:
        """Return the answers a finished project proposes to raise, empty for any other; nothing is changed."""
        project = self.project(project_id)
        measure = self._measure(project.measure_id)
        if measure is None or not project.finished:
            return outcomes.Proposals(())
        return outcomes.proposals(self._session.scored, measure)

    def confirm(self, chosen: Sequence[outcomes.Proposal]) -> Changes:
        """Record the chosen answers in one transaction; one undo of the session takes them back."""
        changes = self._session.answer_together(
            [(entry.form_id, entry.item_id, entry.value) for entry in chosen]
        )
        if changes.stored:
            self._undo.append(changes.after)
        return changes

    def undo_answers(self) -> Changes | None:
        """Take back the answers confirmed last, if no answer was changed since."""
        if not self.undo_is_of_answers:
            return None
        changes = self._session.undo()
        self._undo.pop()
        return changes


def _new_id() -> str:
    return f"p_{uuid.uuid4().hex[:_ID_LENGTH]}"


def _with(dates: Mapping[State, str], state: State, day: str | None) -> Mapping[State, str]:
    found = {**dates, state: day} if day else {key: value for key, value in dates.items() if key is not state}
    return {key: found[key] for key in STATES if key in found}


def _reason_fault(project: Project, reason: str, missing: str) -> Problem | None:
    if not reason.strip():
        return Problem(project.title, missing, "reason")
    fault = text_fault(reason, LONGEST_NOTE)
    return Problem(project.title, f"原因：{fault}", "reason") if fault else None


def state_of(text: str) -> State | None:
    """Return the state a user means, by id or Chinese name; None when there is none."""
    for state in STATES:
        if text in (str(state), STATE_TITLES[state]):
            return state
    return None
