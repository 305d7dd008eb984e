"""What is kept of earlier reports, so that one issued again after a changed answer takes a fraction of the first.

Everything is kept under all it was made from, so it never changes a report: a block laid out under the block, its place and
its width; a page drawn under its pieces, their places and the watermark. What the last few documents did not use is dropped.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_AGE = 2
"""So many documents later, what none of them used is dropped: the report and its one-page brief take turns."""


class Key:
    """All that something is made from, its digest worked out once: a table has thousands of cells."""

    __slots__ = ("_hash", "_parts")

    def __init__(self, *parts: Hashable) -> None:
        self._parts = parts
        self._hash = hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self._hash == other._hash and self._parts == other._parts


class Store(Generic[T]):
    """Things made before, and when they were last used; together they weigh no more than `most`. Safe in threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[T, int]] = {}
        self._used: dict[Hashable, int] = {}
        self._weight = 0
        self._now = 0
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Begin another document."""
        with self._lock:
            self._now += 1
            for key in [key for key, moment in self._used.items() if moment < self._now - _AGE]:
                self._weight -= self._kept.pop(key)[1]
                del self._used[key]

    def get(self, key: Hashable) -> T | None:
        """Return what is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._used[key] = self._now
            return found[0]

    def keep(self, key: Hashable, made: T, weight: int) -> None:
        """Keep something, unless the room is used up or another thread was first."""
        with self._lock:
            if key in self._kept or self._weight + weight > self._most:
                return
            self._kept[key] = made, weight
            self._used[key] = self._now
            self._weight += weight

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._used.clear()
            self._weight = 0

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page's own drawing, the running lines left out.

    Attributes:
        packed: the compressed content stream.
        normal: SHA-256 over the drawing with its spaces made equal, to be gone on with; `anything`: whether there is a drawing.
        used: face to the characters it draws, each once.
        links: rectangle and key of each link, whether or not the key leads anywhere.
        targets: what may be led to, with its upper edge from the top of the page.
        opacities: those of its fills.
    """

    packed: bytes
    normal: Any
    anything: bool
    used: Mapping[str, str]
    links: Sequence[tuple[str, str]]
    targets: Sequence[tuple[Any, float]]
    opacities: frozenset[float]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A block's pieces and the characters no face can draw."""

    pieces: Sequence[Any]
    missing: Counter[str]


class Memory:
    """What the faces of one folder have set and drawn before; the limits are cells, and bytes."""

    def __init__(self) -> None:
        self.blocks: Store[LaidOut] = Store(30_000)
        self.pages: Store[DrawnPage] = Store(8_000_000)
        self.contents: Store[Sequence[Any]] = Store(4_000)
        self.fonts: Store[tuple[bytes, ...]] = Store(6_000_000)
        self.streams: Store[bytes] = Store(6_000_000)
        self._stores: tuple[Store[Any], ...] = (
            self.blocks,
            self.pages,
            self.contents,
            self.fonts,
            self.streams,
        )

    def begin(self) -> None:
        """Begin another document."""
        for store in self._stores:
            store.begin()

    def clear(self) -> None:
        """Forget everything."""
        for store in self._stores:
            store.clear()

    def stream(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return what `make` gives, kept under `key`, which must tell all it is made from."""
        found = self.streams.get(key)
        if found is None:
            found = make()
            self.streams.keep(key, found, len(found))
        return found
