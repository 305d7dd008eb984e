"""The way of a project and the four rates: what holds for every register, and worked cases by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.planning.projects import (
    PLANNED_STATES,
    STATES,
    Project,
    State,
    advanced,
    as_of,
    days_late,
    due_in,
    due_soon,
    faults,
    months_later,
    overdue,
    rates,
    slip,
    stepped_back,
)
from anhui_assess.domain.problems import Problem
from anhui_assess.services.project_data import project_data, project_from

DAY = "2026-11-23"
RESERVE, STARTED, COMPLETED, AT_CAPACITY = STATES


def project(
    number: int = 1, planned: Mapping[State, str] | None = None, actual: str = "2026-01-10"
) -> Project:
    dates = dict(zip(STATES, actual.split(), strict=False))
    return Project(f"p_{number}", number, f"项目 {number}", planned=planned or {}, actual=dates)


_DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)).map(dt.date.isoformat)


@st.composite
def registers(draw: st.DrawFn) -> list[Project]:
    found = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        actual = sorted(draw(st.lists(_DAYS, min_size=1, max_size=4)))
        planned = draw(st.dictionaries(st.sampled_from(PLANNED_STATES), _DAYS))
        found.append(project(number, planned, " ".join(actual)))
    return found


# ------------------------------------------------------------------------------------------ the way


def test_a_project_goes_step_by_step_and_back() -> None:
    one = project()
    assert (one.state, one.next_state, one.finished) == (RESERVE, STARTED, False)
    for state, day in ((STARTED, "2026-02-01"), (COMPLETED, "2026-06-01"), (AT_CAPACITY, "2026-09-01")):
        moved = advanced(one, state, day)
        assert isinstance(moved, Project)
        assert faults(moved, DAY) == ()
        assert stepped_back(moved) == one
        one = moved
    assert (one.state, one.next_state, one.finished) == (AT_CAPACITY, None, True)
    assert isinstance(advanced(one, AT_CAPACITY, DAY), Problem)
    assert isinstance(stepped_back(project()), Problem)


@pytest.mark.parametrize("state", [COMPLETED, AT_CAPACITY, RESERVE])
def test_no_state_is_skipped(state: State) -> None:
    refused = advanced(project(), state, DAY)
    assert isinstance(refused, Problem)
    assert "下一步是“开工”" in refused.message


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"title": " "}, "title", "要有名称"),
        ({"title": "长" * 201}, "title", "最多 200 字"),
        ({"notes": "a\x00"}, "notes", "不能保存"),
        ({"actual": {}}, "actual.reserve", "一步一步"),
        ({"actual": {RESERVE: "2026-01-01", COMPLETED: "2026-02-01"}}, "actual.reserve", "一步一步"),
        (
            {"actual": {RESERVE: "2026-01-10", STARTED: "2026-01-09"}},
            "actual.started",
            "不能早于实际储备日期",
        ),
        ({"actual": {RESERVE: "2026-01-10", STARTED: "2026-11-24"}}, "actual.started", "还没有到"),
        ({"actual": {RESERVE: "10.1.2026"}}, "actual.reserve", "日期要写成"),
        ({"planned": {STARTED: "2026-02-30"}}, "planned.started", "日期要写成"),
        (
            {"planned": {STARTED: "2026-05-01", AT_CAPACITY: "2026-04-30"}},
            "planned.at_capacity",
            "不能早于计划开工",
        ),
        ({"planned_amount": -1.0}, "planned_amount", "万元"),
        ({"actual_amount": float("nan")}, "actual_amount", "万元"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(wrong: dict[str, object], field: str, words: str) -> None:
    (found,) = faults(replace(project(), **wrong), DAY)  # type: ignore[arg-type] # any field
    assert found.item == field
    assert words in found.message


def test_a_planned_date_may_lie_anywhere_and_today_is_no_future() -> None:
    assert faults(project(planned={STARTED: "2030-01-01"}, actual=DAY), DAY) == ()


# ------------------------------------------------------------------------------------------ rates


def test_the_four_rates_of_a_register_counted_by_hand() -> None:
    register = [
        project(1, {}, "2025-01-01 2025-02-01 2025-06-01 2025-09-01"),
        project(2, {AT_CAPACITY: "2026-10-01"}, "2025-01-01 2025-02-01 2026-06-01"),  # late for 达产
        project(3, {COMPLETED: "2026-11-22"}, "2025-01-01 2026-02-01"),  # late for 竣工 by a day
        project(4, {COMPLETED: DAY}, "2025-01-01 2026-02-01"),  # due today: not late
        project(5, {STARTED: "2026-01-01", COMPLETED: "2026-02-01"}, "2025-06-01"),  # late for 开工 alone
        project(6),  # without a plan: nothing is due
    ]
    counted = [(rate.reached, rate.base) for rate in rates(register, DAY)]
    assert counted == [(4, 6), (4, 5), (2, 3), (1, 2)]
    assert [one.number for one in overdue(register, DAY)] == [5, 2, 3]
    assert [one.number for one in due_soon(register, DAY)] == [4]


def test_nothing_to_count_is_no_rate() -> None:
    assert [rate.value for rate in rates([], DAY)] == [None] * 4
    assert [rate.value for rate in rates([project()], DAY)] == [0.0, None, None, None]


@given(registers(), _DAYS)
def test_rates_lie_between_0_and_1_and_agree_with_the_overdue_list(register: list[Project], day: str) -> None:
    found = rates(register, day)
    known = as_of(register, day)
    assert all(0 <= rate.reached <= rate.base <= len(known) for rate in found)
    assert sum(rate.base - rate.reached for rate in found[1:]) == len(overdue(known, day))
    for rate in found[1:]:
        assert rate.reached == sum(rate.state in one.actual for one in known)


@given(registers(), _DAYS)
def test_late_due_and_neither_exclude_each_other(register: list[Project], day: str) -> None:
    for one in register:
        late, left = days_late(one, day), due_in(one, day)
        assert not (late and left is not None)
        unplanned = one.next_state is None or one.next_state not in one.planned
        assert unplanned == (not late and left is None)
    days = [days_late(one, day) for one in overdue(register, day)]
    assert days == sorted(days, reverse=True)
    assert all(days)


@given(registers(), _DAYS)
def test_advancing_an_overdue_project_never_lowers_a_rate(register: list[Project], day: str) -> None:
    for one in overdue(as_of(register, day), day):
        assert one.next_state is not None
        moved = advanced(one, one.next_state, day)
        assert isinstance(moved, Project)
        after = rates([moved if other.id == one.id else other for other in register], day)
        before = rates(register, day)
        place = STATES.index(one.next_state)
        assert (after[place].value or 0) > (before[place].value or 0)
        assert (after[0].value or 0) >= (before[0].value or 0)


def test_the_register_of_an_earlier_day_knows_nothing_of_later_ones() -> None:
    one = project(1, {STARTED: "2026-02-01"}, "2026-01-10 2026-03-01 2026-06-01")
    assert as_of([one], "2026-01-09") == ()
    (then,) = as_of([one], "2026-02-11")
    assert (then.state, days_late(then, "2026-02-11")) == (RESERVE, 10)
    assert as_of([one], "2026-06-01") == (one,)
    assert (slip(one, STARTED), slip(one, COMPLETED)) == (28, None)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-15", 2, "2028-02-15"),
        ("2026-11-29", 1.5, "2027-01-13"),
        ("2026-11-29", 0, "2026-11-29"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_are_counted_by_the_calendar(day: str, months: float, expected: str) -> None:
    assert months_later(day, months) == expected


# ------------------------------------------------------------------------------------------ as data


@given(registers())
def test_plain_data_gives_the_same_project(register: list[Project]) -> None:
    for one in register:
        full = replace(one, measure_id="m", planned_amount=0.1, actual_amount=0.0, notes="一\n二")
        assert project_from(project_data(full)) == full
        assert project_from(project_data(one)) == one


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "{…}"),
        ({"id": "p", "number": 1, "titel": "x"}, "titel"),
        ({"id": "p", "number": True}, "number"),
        ({"id": "p", "number": 0}, "number"),
        ({"number": 1}, "id"),
        ({"id": "p", "number": 1, "title": 3}, "title"),
        ({"id": "p", "number": 1, "planned_amount": "12"}, "planned_amount"),
        ({"id": "p", "number": 1, "planned": {"reserve": "2026-01-01"}}, "reserve"),
        ({"id": "p", "number": 1, "actual": {"reserve": 20260101}}, "actual"),
        ({"id": "p", "number": 1, "actual": ["2026-01-01"]}, "actual"),
    ],
)
def test_what_is_no_project_is_refused(data: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        project_from(data)
