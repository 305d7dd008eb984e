"""Projects: accepted measures on their way 储备 → 开工 → 竣工 → 达产, the rules of that way, the four rates, and what is late.

Source: 皖政〔2015〕106号 五（一），督新建保开工、督续建保竣工、督竣工保达产、督储备保转化, and the four rates named there. The policy
pairs each rate with the projects it watches; it states no formula. The denominators here (`rates`) are our reading of those
pairs and are printed beside every rate.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from anhui_assess.domain.item_kinds.texts import date_fault, text_fault
from anhui_assess.domain.problems import Problem


class State(StrEnum):
    """Where a project stands. Each state is entered on a day of its own."""

    RESERVE = "reserve"
    STARTED = "started"
    COMPLETED = "completed"
    AT_CAPACITY = "at_capacity"


STATES = tuple(State)
STATE_TITLES: Mapping[State, str] = {
    State.RESERVE: "储备",
    State.STARTED: "开工",
    State.COMPLETED: "竣工",
    State.AT_CAPACITY: "达产",
}
PLANNED_STATES = STATES[1:]
"""States that can be planned; the reserve is entered when the project is taken in."""
DUE_SOON_DAYS = 30
LONGEST_TITLE, LONGEST_NAME, LONGEST_NOTE = 200, 60, 5000
LARGEST_AMOUNT = 1e8
"""万元; more is a slip of the unit."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project of an assessment.

    Attributes:
        id: stable, never reused; number: its place in the register, from 1, not given twice.
        measure_id: the measure of the library it was made from, empty for one of the firm's own.
        planned: state to planned ISO date, where one is written down.
        actual: state to the ISO date it was entered; always a beginning of `STATES`, `RESERVE` always there.
        planned_amount, actual_amount: 万元, the latter what has been spent up to now; None where not known.
    """

    id: str
    number: int
    title: str
    measure_id: str = ""
    planned: Mapping[State, str] = field(default_factory=dict)
    actual: Mapping[State, str] = field(default_factory=dict)
    planned_amount: float | None = None
    actual_amount: float | None = None
    responsible: str = ""
    notes: str = ""

    @property
    def state(self) -> State:
        """The state entered last."""
        return STATES[max(len(self.actual) - 1, 0)]

    @property
    def next_state(self) -> State | None:
        """The state after this one, None at the end."""
        place = STATES.index(self.state) + 1
        return STATES[place] if place < len(STATES) else None

    @property
    def finished(self) -> bool:
        """Whether what it builds is there: 竣工 or 达产."""
        return self.state in (State.COMPLETED, State.AT_CAPACITY)


# ------------------------------------------------------------------------------------------ rules


def faults(project: Project, today: str) -> tuple[Problem, ...]:
    """Return what is wrong with a project; `Problem.item` is the field as `services.projects` names it."""
    return (*_text_faults(project), *_date_faults(project, today), *_amount_faults(project))


def _text_faults(project: Project) -> Iterator[Problem]:
    if not project.title.strip():
        yield Problem("项目名称", "项目要有名称。", "title")
    for name, title, text, longest in (
        ("title", "项目名称", project.title, LONGEST_TITLE),
        ("responsible", "负责人", project.responsible, LONGEST_NAME),
        ("notes", "备注", project.notes, LONGEST_NOTE),
    ):
        if fault := text_fault(text, longest):
            yield Problem(title, fault, name)


def _date_faults(project: Project, today: str) -> Iterator[Problem]:
    if not project.actual or set(project.actual) != set(STATES[: len(project.actual)]):
        yield Problem("实际日期", "状态要一步一步走：储备、开工、竣工、达产，中间不能空。", "actual.reserve")
        return
    for kind, title, dates in (("actual", "实际", project.actual), ("planned", "计划", project.planned)):
        before: tuple[State, str] | None = None
        for state in STATES:
            if state not in dates:
                continue
            name, day = f"{kind}.{state}", dates[state]
            where = f"{title}{STATE_TITLES[state]}日期"
            fault = date_fault(day)
            if fault is None and before is not None and day < before[1]:
                fault = f"不能早于{title}{STATE_TITLES[before[0]]}日期 {before[1]}。"
            if fault is None and kind == "actual" and day > today:
                fault = f"{day} 还没有到，今天是 {today}：还没有发生的写在计划日期里。"
            if fault is not None:
                yield Problem(where, fault, name)
            else:
                before = (state, day)


def _amount_faults(project: Project) -> Iterator[Problem]:
    for name, title, amount in (
        ("planned_amount", "计划投资", project.planned_amount),
        ("actual_amount", "实际投资", project.actual_amount),
    ):
        if amount is not None and not (math.isfinite(amount) and 0.0 <= amount <= LARGEST_AMOUNT):
            yield Problem(title, f"应是 0 到 {LARGEST_AMOUNT:,.0f} 之间的万元数。", name)


def advanced(project: Project, state: State, day: str) -> Project | Problem:
    """Return the project in its next state, or why it cannot go there; dates are judged by `faults`."""
    if state is not project.next_state:
        done = project.next_state is None
        said = (
            "已经达产，没有下一步。" if done else f"下一步是“{STATE_TITLES[project.next_state or state]}”。"
        )
        return Problem(
            project.title,
            f"现在是“{STATE_TITLES[project.state]}”，{said}状态要一步一步走。",
            f"actual.{state}",
        )
    return replace(project, actual={**project.actual, state: day})


def stepped_back(project: Project) -> Project | Problem:
    """Return the project in the state before, or that there is none."""
    if project.state is State.RESERVE:
        return Problem(project.title, "储备是第一个状态，不能再退；不做了请移出。")
    return replace(
        project, actual={state: project.actual[state] for state in STATES[: len(project.actual) - 1]}
    )


# ------------------------------------------------------------------------------------------ on a given day


def as_of(projects: Iterable[Project], day: str) -> tuple[Project, ...]:
    """Return the register as it was on a day: without what was entered later."""
    found = []
    for project in projects:
        actual = {state: date for state, date in project.actual.items() if date <= day}
        if actual:
            found.append(project if len(actual) == len(project.actual) else replace(project, actual=actual))
    return tuple(found)


def days_late(project: Project, day: str) -> int:
    """Return by how many days the planned date of the next state has passed; 0 when it has not, or there is none."""
    due = project.planned.get(project.next_state) if project.next_state else None
    return max(_days(due, day), 0) if due else 0


def due_in(project: Project, day: str) -> int | None:
    """Return in how many days the next state is due, from 0; None when it is overdue, unplanned, or there is none."""
    due = project.planned.get(project.next_state) if project.next_state else None
    if not due or due < day:
        return None
    return _days(day, due)


def slip(project: Project, state: State) -> int | None:
    """Return by how many days a state was entered later than planned (negative: earlier); None without both dates."""
    planned, actual = project.planned.get(state), project.actual.get(state)
    return _days(planned, actual) if planned and actual else None


def overdue(projects: Iterable[Project], day: str) -> tuple[Project, ...]:
    """Return the projects whose next state should have been entered before `day`, the latest first."""
    late = [project for project in projects if days_late(project, day)]
    return tuple(sorted(late, key=lambda project: (-days_late(project, day), project.number)))


def due_soon(projects: Iterable[Project], day: str, within: int = DUE_SOON_DAYS) -> tuple[Project, ...]:
    """Return the projects whose next state is due within some days from `day`, the nearest first."""
    near = [(left, project) for project in projects if (left := due_in(project, day)) is not None]
    near = [(left, project) for left, project in near if left <= within]
    return tuple(project for _, project in sorted(near, key=lambda pair: (pair[0], pair[1].number)))


def _days(first: str, last: str) -> int:
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days


def months_later(day: str, months: float) -> str:
    """Return the date some months after a day; a part of a month counts thirty days to the month."""
    begin = dt.date.fromisoformat(day)
    whole = math.floor(months)
    year, month = divmod(begin.year * 12 + begin.month - 1 + whole, 12)
    month += 1
    kept = dt.date(year, month, min(begin.day, calendar.monthrange(year, month)[1]))
    return (kept + dt.timedelta(days=round((months - whole) * 30))).isoformat()


# ------------------------------------------------------------------------------------------ the four rates


@dataclass(frozen=True, slots=True)
class Rate:
    """One of the four rates.

    Attributes:
        state: the state it looks at; 转化率 looks at `RESERVE`, which is to be left.
        reached: projects counted as done; base: projects that should be, done or not.
    """

    state: State
    reached: int
    base: int

    @property
    def value(self) -> float | None:
        """The rate 0–1, None when there is nothing to count."""
        return self.reached / self.base if self.base else None


def rates(projects: Iterable[Project], day: str) -> tuple[Rate, ...]:
    """Return 转化率, 开工率, 竣工率, 达产率 on a day.

    转化率 (督储备保转化): of all projects ever taken into the reserve, those that have left it for 开工.
    The others (督新建保开工, 督续建保竣工, 督竣工保达产): of the projects that have reached the state, and those that stand right
    before it and should have reached it before that day, the ones that have. A late project so lowers just one of the three,
    that of the step it hangs at; one without a planned date counts only once it has reached the state.
    """
    known = as_of(projects, day)
    converted = sum(project.state is not State.RESERVE for project in known)
    return (
        Rate(State.RESERVE, converted, len(known)),
        *(_rate(known, state, day) for state in PLANNED_STATES),
    )


def _rate(known: Iterable[Project], state: State, day: str) -> Rate:
    reached = missing = 0
    for project in known:
        if state in project.actual:
            reached += 1
        elif project.next_state is state and days_late(project, day):
            missing += 1
    return Rate(state, reached, reached + missing)
