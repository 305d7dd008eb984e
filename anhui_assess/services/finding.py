"""Searching all questions of an assessment by title, wording, number and note."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item, Wording
from anhui_assess.services.navigation import Place


@dataclass(frozen=True, slots=True)
class Hit:
    """A question found: where, its title, its section, and the text that matched."""

    place: Place
    title: str
    section: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    title: str
    text: str


class QuestionIndex:
    """The searchable texts of a catalogue's questions; notes come from the sheet at the time of asking."""

    def __init__(self, catalog: Catalog) -> None:
        self._entries = [
            _Entry(
                Hit(
                    Place(form.id, item.id),
                    item.title,
                    f"{form.short_title} › {form.path_title(item.node)}",
                    item.question,
                ),
                f"{item.title} {item.id}".lower(),
                f"{_words(item)} {form.path_title(item.node)}".lower(),
            )
            for form in catalog.forms.values()
            for item in form.items.values()
        ]

    def find(self, text: str, sheet: AnswerSheet, limit: int = 40) -> tuple[Hit, ...]:
        """Return the questions that contain every word of `text`; hits in title or number come first."""
        words = text.lower().split()
        if not words:
            return ()
        ranked: list[tuple[int, Hit]] = []
        for entry in self._entries:
            note = sheet.get(entry.hit.place.form_id, entry.hit.place.item_id).note
            whole = f"{entry.title} {entry.text} {note.lower()}"
            if not all(word in whole for word in words):
                continue
            in_title = all(word in entry.title for word in words)
            in_note = bool(note) and any(word in note.lower() for word in words)
            hit = entry.hit
            if in_note and not in_title:
                hit = Hit(hit.place, hit.title, hit.section, f"备注：{note}")
            ranked.append((0 if in_title else 1 if in_note else 2, hit))
        ranked.sort(key=lambda pair: pair[0])
        return tuple(hit for _, hit in ranked[:limit])


def _words(item: Item) -> str:
    """Return question and guidance in every wording, so that a factory finds its own."""
    wordings = (Wording(item.question, item.guidance), *item.variants.values())
    return " ".join(f"{wording.question} {wording.guidance}" for wording in wordings)
