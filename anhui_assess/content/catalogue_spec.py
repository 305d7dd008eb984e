"""What a catalogue pack may contain: typical critical items, what-ifs, kinds of chokepoint, readiness scales."""

from __future__ import annotations

from collections.abc import Mapping

from anhui_assess.content.form_spec import EXPRESSION, FREE, IDENTIFIER, STATUS, WORDS
from anhui_assess.content.spec import Either, Key, ListOf, MapOf, Number, Record, Text

_SLUG = Text(1, r"[a-z][a-z0-9_-]*")
_SOURCED: Mapping[str, Key] = {"source": Key(FREE), "status": Key(STATUS), "note": Key(FREE)}

_ITEM = Record(
    "典型关键件",
    {
        "id": Key(_SLUG, True),
        "name": Key(Text(2), True),
        "base": Key(IDENTIFIER, True),
        "stage": Key(IDENTIFIER, True),
        "used_in": Key(Text(2), True),
        "check": Key(Text(6), True),
        "industries": Key(ListOf(WORDS, 1), True),
        "section": Key(WORDS, True),
        **_SOURCED,
    },
)
_CHANGE = Record(
    "改动",
    {
        "column": Key(IDENTIFIER, True),
        "value": Key(Either([((int, float), Number()), (str, WORDS)])),
        "times": Key(Number(0)),
        "add": Key(Number()),
        "least": Key(Number()),
        "most": Key(Number()),
    },
    identify="column",
)
_WHAT_IF = Record(
    "假设",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(Text(2), True),
        "assumes": Key(Text(6), True),
        "when": Key(EXPRESSION),
        "changes": Key(ListOf(_CHANGE, 1), True),
    },
)
_CHOKEPOINT = Record(
    "卡点类型",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(Text(2), True),
        "when": Key(EXPRESSION, True),
        "why": Key(Text(6), True),
        "do": Key(Text(6), True),
        "measures": Key(MapOf(ListOf(_SLUG, 1)), True),
    },
)
_STEP = Record(
    "就绪级",
    {
        "level": Key(Number(1, 10, integer=True), True),
        "title": Key(Text(2), True),
        "question": Key(Text(6), True),
        "evidence": Key(ListOf(WORDS, 1, 4), True),
    },
    identify="level",
)
_SCALE = Record(
    "就绪度",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(Text(2), True),
        "column": Key(IDENTIFIER, True),
        "steps": Key(ListOf(_STEP, 2), True),
        **_SOURCED,
    },
)

CATALOGUE: Mapping[str, Key] = {
    "critical_items": Key(ListOf(_ITEM, 1)),
    "what_ifs": Key(ListOf(_WHAT_IF, 1)),
    "chokepoints": Key(ListOf(_CHOKEPOINT, 1)),
    "readiness": Key(ListOf(_SCALE, 1)),
}
"""The keys of a catalogue pack beside its head."""
