from __future__ import annotations

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.scoring.graph import CircularDependencyError, Graph, GraphBuilder


def build(**cells: tuple[list[str], object]) -> Graph:
    builder = GraphBuilder()
    for key, (deps, compute) in cells.items():
        if compute is None:
            builder.add_input(key)
        else:
            assert callable(compute)
            builder.add(key, deps, compute)
    return builder.build()


def test_a_circle_is_named_in_order() -> None:
    builder = GraphBuilder()
    for key, dep in (("start", "a"), ("a", "b"), ("b", "c"), ("c", "a")):
        builder.add(key, [dep], lambda value: value)
    with pytest.raises(CircularDependencyError) as caught:
        builder.build()
    assert caught.value.cycle == ("a", "b", "c", "a")
    assert str(caught.value) == "a → b → c → a"


def test_a_cell_may_not_rest_on_itself() -> None:
    builder = GraphBuilder()
    builder.add("a", ["a"], lambda value: value)
    with pytest.raises(CircularDependencyError) as caught:
        builder.build()
    assert caught.value.cycle == ("a", "a")


def test_an_undeclared_dependency_is_an_error() -> None:
    builder = GraphBuilder()
    builder.add("a", ["nowhere"], lambda value: value)
    with pytest.raises(KeyError, match="nowhere"):
        builder.build()


def test_cells_may_be_added_in_any_order() -> None:
    graph = build(
        total=(["left", "right"], operator.add),
        left=(["x"], lambda x: x + 1),
        right=([], lambda: 10),
        x=([], None),
    )
    values = graph.evaluate({"x": 1})
    assert values[graph.index["total"]] == 12


def test_an_equal_value_ends_the_recomputation() -> None:
    """The sign stays when the number changes, so what rests on the sign is not computed again."""
    seen: list[bool] = []

    def note(positive: bool) -> bool:
        seen.append(positive)
        return positive

    graph = build(x=([], None), sign=(["x"], lambda x: x > 0), end=(["sign"], note))
    values = graph.evaluate({"x": 1})
    later = graph.update(values, {"x": 2})
    assert seen == [True]
    graph.update(later, {"x": -2})
    assert seen == [True, False]


def test_an_unchanged_input_computes_nothing() -> None:
    calls: list[int] = []

    def count(value: int) -> int:
        calls.append(value)
        return value

    graph = build(x=([], None), y=(["x"], count))
    values = graph.evaluate({"x": 1})
    assert graph.update(values, {"x": 1}) == values
    assert calls == [1]


def test_equal_numbers_of_another_type_are_a_change() -> None:
    """1, 1.0 and true are equal in Python; a yes must not stay where a number is."""
    graph = build(x=([], None), same=(["x"], lambda x: x))
    values = graph.evaluate({"x": 1})
    for new in (1.0, True):
        assert [type(value) for value in graph.update(values, {"x": new})] == [type(new)] * 2


def test_update_leaves_the_old_values() -> None:
    graph = build(x=([], None), y=(["x"], lambda x: x * 2))
    values = graph.evaluate({"x": 1})
    assert graph.update(values, {"x": 5}) == [5, 10]
    assert values == [1, 2]


def test_the_builder_knows_its_cells() -> None:
    builder = GraphBuilder()
    builder.add_input("x")
    assert "x" in builder
    assert "y" not in builder


@given(st.data())
def test_random_graphs_update_to_the_full_result(data: st.DataObject) -> None:
    """Each cell sums some earlier ones modulo 3 (so that values often stay equal); any edits give the full result."""
    size = data.draw(st.integers(2, 12))
    builder = GraphBuilder()
    names = [f"c{number}" for number in range(size)]
    inputs = names[: data.draw(st.integers(1, size - 1))]
    for number, name in enumerate(names):
        if name in inputs:
            builder.add_input(name)
            continue
        deps = data.draw(st.lists(st.sampled_from(names[:number]), max_size=4))
        builder.add(name, deps, lambda *values: sum(values) % 3)
    graph = builder.build()
    known = {name: data.draw(st.integers(0, 5)) for name in inputs}
    values = graph.evaluate(known)
    for _ in range(3):
        change = data.draw(st.dictionaries(st.sampled_from(inputs), st.integers(0, 5)))
        known |= change
        values = graph.update(values, change)
        assert values == graph.evaluate(known)
