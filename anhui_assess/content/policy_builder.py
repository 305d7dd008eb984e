"""What the policy asks for, from checked pack data: programmes, the wants of an industry, illustrations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from anhui_assess.domain.policy import Ground, Illustration, Programme, ProgrammeTarget, Want

Plain = Mapping[str, Any]

_UP_TO = 3
"""The level a section is looked at up to where a ground does not say: 集成级, where a smart factory begins."""


def programmes(pack: Plain) -> Iterator[Programme]:
    """Yield the programmes of a pack."""
    for entry in pack.get("programmes") or ():
        yield Programme(
            number=entry["number"],
            title=entry["title"],
            section=entry["section"],
            asks=entry["asks"].strip(),
            targets=tuple(
                ProgrammeTarget(found["year"], found["text"].strip()) for found in entry["targets"]
            ),
            forms=tuple(entry.get("forms") or ()),
            nodes=tuple(entry.get("nodes") or ()),
            items=tuple(entry.get("items") or ()),
            benchmarks=tuple(entry.get("benchmarks") or ()),
            status=entry.get("status") or pack.get("status") or "",
        )


def wants(industry: Plain) -> tuple[Want, ...]:
    """Return what an industry's entry says the policy wants."""
    return tuple(
        Want(entry["text"].strip(), tuple(_ground(found) for found in entry["grounds"]))
        for entry in industry.get("wants") or ()
    )


def _ground(entry: Plain) -> Ground:
    return Ground(
        form=entry.get("form") or "",
        node=entry.get("node") or "",
        up_to=entry.get("up_to", _UP_TO),
        items=tuple(entry.get("items") or ()),
        indicator=entry.get("indicator") or "",
        benchmark=entry.get("benchmark") or "",
    )


def illustrations(pack: Plain) -> Iterator[Illustration]:
    """Yield the illustrations of a pack."""
    for entry in pack.get("illustrations") or ():
        yield Illustration(entry["form"], entry["node"], entry["text"].strip())
