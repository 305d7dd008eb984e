from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.row_memo import CheckedRows, RowMemo, row_key


def test_the_same_row_is_made_once_and_an_equal_one_anew() -> None:
    made: list[Any] = []

    def make(row: Any) -> Any:
        made.append(row)
        return {**row, "sum": row["a"] + 1}

    memo = RowMemo(make)
    row, twin = MappingProxyType({"a": 1}), MappingProxyType({"a": 1})
    assert memo(row) == memo(row) == {"a": 1, "sum": 2}
    assert len(made) == 1
    assert memo(twin) == {"a": 1, "sum": 2}
    plain = {"a": 1}
    assert memo(plain)["sum"] == 2
    plain["a"] = 5
    assert memo(plain)["sum"] == 6


def test_types_tell_rows_apart() -> None:
    keys = [row_key({"a": value}) for value in (1, 1.0, True, "1")]
    assert len(set(keys)) == 4


def test_a_table_is_known_by_its_columns() -> None:
    memory = CheckedRows()
    first, second = ("a", "b"), ("c", "d")
    memory.of(first)[row_key({"x": 1})] = {"x": 1}
    assert memory.of(first)
    assert memory.of(second) == {}
    for number in range(40):
        memory.of((number,))
    assert memory.of(second) == {}


def test_an_edited_row_is_checked_again_and_the_others_stay_themselves(catalog: Catalog) -> None:
    item = catalog.item("four_bases", "fb.inventory")
    rows: list[dict[str, Any]] = [{"name": f"件 {n}", "impact": 3} for n in range(5)]
    before, problems = kind_of(item).check(item, rows)
    assert problems == ()
    assert isinstance(before, tuple)
    rows[2] = {"name": "件 2", "impact": 4}
    after, _ = kind_of(item).check(item, rows)
    assert isinstance(after, tuple)
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, True, False, True, True]
    rows[2] = {"name": "件 2", "impact": 9}
    assert kind_of(item).check(item, rows)[0] is None


@pytest.mark.parametrize("bad", [{"impact": [1]}, {"impact": True}, {"impact": float("nan")}, {"other": 1}])
def test_what_is_unsound_is_refused_every_time(catalog: Catalog, bad: dict[str, Any]) -> None:
    item = catalog.item("four_bases", "fb.inventory")
    assert kind_of(item).check(item, [{"name": "件", "impact": 1}])[1] == ()
    for _ in range(2):
        value, problems = kind_of(item).check(item, [{"name": "件", **bad}])
        assert value is None
        assert len(problems) == 1
