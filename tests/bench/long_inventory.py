"""One edit in the inventory of the sample factory, from the cell to the painted page, in a window of its own process.

Run as `python -m tests.bench.long_inventory ROWS WORKSPACE`; prints the median of the edits in seconds.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from anhui_assess.app import open_window, prepare_application
from anhui_assess.composition import open_library
from anhui_assess.gui.editors.table import TableEditor
from anhui_assess.gui.shell import QUESTIONS
from anhui_assess.services.navigation import Place

_FORM, _TABLE = "four_bases", "fb.inventory"
_EDITS, _WARM = 40, 5


def rows(sample: tuple[Any, ...], count: int) -> list[dict[str, Any]]:
    """Return so many rows, those of the sample again and again under names of their own."""
    return [
        {**sample[n % len(sample)], "name": f"{sample[n % len(sample)]['name']} {n}"} for n in range(count)
    ]


def main() -> int:
    """Measure and print."""
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    app = prepare_application([])
    library = open_library(folder, create=False)
    window = open_window(app, library, Path(os.devnull))
    session = window.app.open(library.store.assessments()[0].id)
    before = session.current(_FORM, _TABLE).value
    assert isinstance(before, tuple)
    session.answer(_FORM, _TABLE, rows(before, count))
    window.shell.show_page(QUESTIONS)
    window.shell.questionnaire.go(Place(_FORM, _TABLE))
    editor = window.shell.questionnaire.question.editor
    assert isinstance(editor, TableEditor)
    column = [entry.id for entry in editor.model.columns].index("stock_weeks")
    app.processEvents()
    times = []
    for edit in range(_EDITS + _WARM):
        place = editor.model.index(count // 2 + edit % 7, column)
        editor.grid.setCurrentIndex(place)
        app.processEvents()
        begin = time.perf_counter()
        editor.model.setData(place, str(1 + edit))
        editor.grid.viewport().repaint()
        app.processEvents()
        times.append(time.perf_counter() - begin)
    session.answer(_FORM, _TABLE, [dict(row) for row in before])
    library.store.close()
    print(statistics.median(times[_WARM:]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
