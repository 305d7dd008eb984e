"""The findings by severity, each with the questions behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.finding import GOOD, HIGH, LOW, MIDDLE, Finding
from anhui_assess.services.diagnosis.direction import policy_line
from anhui_assess.services.navigation import Place

GROUPS = (
    (HIGH, "先处理", "bad", "error"),
    (MIDDLE, "要核对、要改进", "attention", "warning"),
    (LOW, "知道即可", "text2", "info"),
    (GOOD, "强项", "good", "check"),
)
"""Severity, heading, tone and icon."""
_LINKS = 6


@dataclass(frozen=True, slots=True)
class Link:
    """A question to go to, with its number and title."""

    text: str
    title: str
    place: Place


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding ready to be shown; `more` says how many questions are not linked, `policy` what the policy aims at there."""

    title: str
    form: str
    text: str
    links: tuple[Link, ...]
    more: int
    policy: str = ""


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """The findings of one severity."""

    heading: str
    tone: str
    icon: str
    doubts: tuple[Doubt, ...]


def grouped(catalog: Catalog, found: Sequence[Finding]) -> tuple[DoubtGroup, ...]:
    """Return the findings by severity, groups without any left out.

    A target of the policy stands with the first finding that touches it, not again with every other.
    """
    made = []
    told: set[str] = set()
    for severity, heading, tone, icon in GROUPS:
        doubts = tuple(
            replace(doubt(catalog, entry), policy=_untold(policy_line(catalog.packs, entry), told))
            if severity != GOOD
            else doubt(catalog, entry)
            for entry in found
            if entry.severity == severity
        )
        if doubts:
            made.append(DoubtGroup(heading, tone, icon, doubts))
    return tuple(made)


def _untold(line: str, told: set[str]) -> str:
    """Return a line once, and empty ever after."""
    if line in told:
        return ""
    told.add(line)
    return line


def doubt(catalog: Catalog, entry: Finding) -> Doubt:
    """Return a finding with its links. An item of a clash may stand in another form than the finding."""
    places = [place for item_id in entry.items if (place := _where(catalog, entry.form, item_id)) is not None]
    links = tuple(_link(catalog, place, entry.form) for place in places[:_LINKS])
    short = catalog.forms[entry.form].short_title
    return Doubt(entry.title, short, entry.text, links, max(0, len(places) - _LINKS))


def _where(catalog: Catalog, form_id: str, item_id: str) -> Place | None:
    if item_id in catalog.forms[form_id].items:
        return Place(form_id, item_id)
    return next((Place(form.id, item_id) for form in catalog.forms.values() if item_id in form.items), None)


def _link(catalog: Catalog, place: Place, home: str) -> Link:
    form = catalog.forms[place.form_id]
    number = f"第 {form.item_order[place.item_id]} 题"
    text = number if form.id == home else f"{form.short_title}{number}"
    return Link(text, form.items[place.item_id].title, place)
