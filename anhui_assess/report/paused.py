"""Makes a report without the search for cyclic garbage: a report makes hardly any, and a search takes as long as ten pages."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_inside = 0
_was_on = False


@contextmanager
def collection_paused() -> Iterator[None]:
    """Keep the garbage collector from running inside the block, whatever other thread is inside one as well."""
    global _inside, _was_on  # noqa: PLW0603 - the collector is one for the process
    with _LOCK:
        if not _inside:
            _was_on = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _LOCK:
            _inside -= 1
            if not _inside and _was_on:
                gc.enable()
