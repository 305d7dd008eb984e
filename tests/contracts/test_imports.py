"""No module imports itself through others, not even for type hints: each can be read and tested by what stands below it."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_circle_of_imports() -> None:
    graph = grimp.build_graph("anhui_assess", cache_dir=None)
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(below) > 300
    try:
        TopologicalSorter(below).prepare()
    except CycleError as circle:
        raise AssertionError(" → ".join(circle.args[1])) from None
