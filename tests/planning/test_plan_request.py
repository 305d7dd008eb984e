"""What the user asks of the plan: kept with the workspace, and read back whatever has become of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.planning.request import (
    LEAST_COST,
    MOST_GAIN,
    PHASES,
    PhaseLimit,
    Request,
    Target,
    money,
)
from anhui_assess.services import plan_view
from anhui_assess.services.plan_request import request_data, request_from, store_request, stored_request
from tests.gui.fakes import FakeStore

MONEY = st.one_of(st.none(), st.floats(0, 1e6))
IDS = st.frozensets(st.text("abc-", min_size=1, max_size=6), max_size=3)
PHASE = st.sampled_from([phase_id for phase_id, _, _ in PHASES])
REQUESTS = st.builds(
    Request,
    st.sampled_from([LEAST_COST, MOST_GAIN]),
    st.lists(
        st.builds(Target, st.sampled_from(["smart_factory", "x"]), st.none() | st.integers(1, 5), MONEY),
        max_size=3,
    ).map(tuple),
    MONEY,
    st.floats(1, 36),
    st.dictionaries(PHASE, st.builds(PhaseLimit, MONEY, st.integers(1, 9))),
    IDS,
    IDS,
    st.dictionaries(st.text("abc", min_size=1, max_size=4), PHASE, max_size=3),
)


@given(REQUESTS)
def test_a_request_comes_back_as_it_went(request_: Request) -> None:
    assert request_from(json.loads(json.dumps(request_data(request_)))) == request_


def test_it_is_kept_with_the_workspace() -> None:
    store = FakeStore()
    assert stored_request(store, "a") == Request()
    wanted = Request(budget=120.0, forced_out=frozenset({"erp"}))
    store_request(store, "a", wanted)
    assert stored_request(store, "a") == wanted
    assert stored_request(store, "b") == Request()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"objective": "x"}', '{"budget": -1}', '{"targets": [1]}', '{"limits": {"near": 3}}'],
)
def test_what_cannot_be_read_gives_the_proposal(text: str) -> None:
    store = FakeStore()
    store.set_setting("plan:a", text)
    assert stored_request(store, "a") == Request()


def test_a_read_only_workspace_keeps_nothing() -> None:
    store = FakeStore()
    store.read_only = True
    store_request(store, "a", Request(budget=1.0))
    store.read_only = False
    assert stored_request(store, "a") == Request()


def test_the_horizon_cuts_the_phases() -> None:
    assert [(p.id, p.end) for p in Request(months=18.0).phases()] == [("near", 12.0), ("middle", 18.0)]
    assert [(p.id, p.end) for p in Request(months=6.0).phases()] == [("near", 6.0)]
    assert [p.end for p in Request().phases()] == [12.0, 24.0, 36.0]


def test_money_is_counted_in_tenths_halves_up() -> None:
    assert [money(amount) for amount in (0.0, 1.75, 2.5, 99.94, 0.05)] == [0, 18, 25, 999, 1]


def test_one_decision_replaces_another() -> None:
    request = Request()
    for what, inside, outside, placed in (
        ("in", {"a"}, set(), {}),
        ("out", set(), {"a"}, {}),
        ("far", set(), set(), {"a": "far"}),
        ("free", set(), set(), {}),
    ):
        request = plan_view.decided(request, "a", what)
        assert (request.forced_in, request.forced_out, dict(request.placed)) == (inside, outside, placed)
