"""Stored plain data (headlines, form sources) as mappings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from anhui_assess.domain.errors import DamagedWorkspaceError
from anhui_assess.storage import codec, messages


def decoded(text: str, place: str) -> dict[str, Any]:
    """Return a stored JSON object; raises DamagedWorkspaceError naming `place` when it is none."""
    try:
        plain = codec.loads(text)
    except ValueError as error:
        raise DamagedWorkspaceError(messages.damaged_row(place)) from error
    if not isinstance(plain, dict):
        raise DamagedWorkspaceError(messages.damaged_row(place))
    return plain


@lru_cache(maxsize=256)
def decoded_once(text: str, place: str) -> Mapping[str, Any]:
    """Like `decoded`, for texts that thousands of rows share; callers copy what they hand out."""
    return decoded(text, place)


class LazyMapping(Mapping[str, Any]):
    """A stored JSON object, decoded when first looked into.

    Decoding the headlines of 10,000 assessments takes 0.1 s, all a list may cost; the list shows a screen of them.
    """

    __slots__ = ("_place", "_plain", "_text")

    def __init__(self, text: str, place: str) -> None:
        self._text = text
        self._place = place
        self._plain: dict[str, Any] | None = None

    def _decoded(self) -> dict[str, Any]:
        if self._plain is None:
            self._plain = decoded(self._text, self._place)
        return self._plain

    def __getitem__(self, key: str) -> Any:
        return self._decoded()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded())

    def __len__(self) -> int:
        return len(self._decoded())

    def __repr__(self) -> str:
        return repr(self._decoded())
