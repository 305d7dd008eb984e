"""A small dependency graph of cells, so that one changed answer recomputes only what rests on it.

A value is recomputed by the very function the full computation uses, over the same inputs in the same order; the
incremental result is therefore bit for bit the full one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class CircularDependencyError(ValueError):
    """Cells depend on each other in a circle; `cycle` names them in order."""

    def __init__(self, cycle: Sequence[str]) -> None:
        self.cycle = tuple(cycle)
        super().__init__(" → ".join(self.cycle))


@dataclass(frozen=True, slots=True)
class _Cell:
    key: str
    deps: tuple[str, ...]
    compute: Callable[..., Any] | None


@dataclass(frozen=True, slots=True)
class Graph:
    """Cells in an order in which each follows what it depends on.

    Attributes:
        index: cell key to its place in a value list.
        cells: (places of the dependencies, function) per cell; function None marks an input.
        downstream: per cell, the places of all cells resting on it, in order.
    """

    index: Mapping[str, int]
    cells: tuple[tuple[tuple[int, ...], Callable[..., Any] | None], ...]
    downstream: Mapping[int, tuple[int, ...]]

    def evaluate(self, inputs: Mapping[str, Any]) -> list[Any]:
        """Return the values of all cells; every input cell must be in `inputs`."""
        values: list[Any] = [None] * len(self.cells)
        for key, place in self.index.items():
            deps, compute = self.cells[place]
            values[place] = inputs[key] if compute is None else compute(*[values[dep] for dep in deps])
        return values

    def update(self, values: Sequence[Any], changed: Mapping[str, Any]) -> list[Any]:
        """Return new values after some inputs changed; `values` is left as it was."""
        result = list(values)
        dirty: set[int] = set()
        places: set[int] = set()
        for key, value in changed.items():
            place = self.index[key]
            if result[place] != value or type(result[place]) is not type(value):
                result[place] = value
                dirty.add(place)
                places.update(self.downstream[place])
        for place in sorted(places):
            deps, compute = self.cells[place]
            if compute is None or dirty.isdisjoint(deps):
                continue
            value = compute(*[result[dep] for dep in deps])
            if value != result[place] or type(value) is not type(result[place]):
                result[place] = value
                dirty.add(place)
        return result


class GraphBuilder:
    """Collects cells in any order and builds the graph."""

    def __init__(self) -> None:
        self._cells: dict[str, _Cell] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._cells

    def add_input(self, key: str) -> None:
        """Declare an input cell."""
        self._cells[key] = _Cell(key, (), None)

    def add(self, key: str, deps: Iterable[str], compute: Callable[..., Any]) -> None:
        """Declare a computed cell: `compute` receives the dependencies' values in the order of `deps`."""
        self._cells[key] = _Cell(key, tuple(deps), compute)

    def build(self) -> Graph:
        """Order the cells.

        Raises CircularDependencyError when cells rest on each other, KeyError when a dependency was never declared.
        """
        order = self._topological_order()
        index = {key: place for place, key in enumerate(order)}
        cells = tuple(
            (tuple(index[dep] for dep in self._cells[key].deps), self._cells[key].compute) for key in order
        )
        direct: list[list[int]] = [[] for _ in order]
        for place, (deps, _) in enumerate(cells):
            for dep in set(deps):
                direct[dep].append(place)
        closure: list[set[int]] = [set() for _ in order]
        for place in range(len(order) - 1, -1, -1):
            for user in direct[place]:
                closure[place].add(user)
                closure[place] |= closure[user]
        downstream = {place: tuple(sorted(users)) for place, users in enumerate(closure)}
        return Graph(index, cells, downstream)

    def _topological_order(self) -> list[str]:
        order: list[str] = []
        state: dict[str, int] = {}
        for start in self._cells:
            trail: list[tuple[str, int]] = [(start, 0)]
            while trail:
                key, at = trail.pop()
                if at == 0:
                    if state.get(key) == 2:  # noqa: PLR2004 - 1 open, 2 closed
                        continue
                    if state.get(key) == 1:
                        raise CircularDependencyError(self._cycle(key, trail))
                    state[key] = 1
                deps = self._cells[key].deps
                if at < len(deps):
                    trail.append((key, at + 1))
                    if state.get(deps[at]) == 1:
                        raise CircularDependencyError(self._cycle(deps[at], trail))
                    trail.append((deps[at], 0))
                else:
                    state[key] = 2
                    order.append(key)
        return order

    @staticmethod
    def _cycle(key: str, trail: Sequence[tuple[str, int]]) -> list[str]:
        keys = [entry for entry, _ in trail]
        begin = keys.index(key) if key in keys else 0
        return [*keys[begin:], key]
