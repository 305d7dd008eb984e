"""The engine: one graph over all forms of a catalogue, and a `Scored` sheet that is cheap to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.catalog import Catalog, reference
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.cells import Cells, answer_key, inputs_of, tailored_key
from anhui_assess.domain.scoring.graph import GraphBuilder
from anhui_assess.domain.scoring.model import ROOT, Context
from anhui_assess.domain.scoring.registry import BY_ID
from anhui_assess.domain.scoring.result import Clash, Explanation, FormResult, Progress
from anhui_assess.domain.scoring.tally import Tally, counted, tally


class ScoringEngine:
    """Compiled once for a catalogue; scores any number of sheets.

    Raises CircularDependencyError when conditions or calculations rest on each other.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        builder = GraphBuilder()
        self.cells = Cells(catalog, builder)
        for form in catalog.scored_forms:
            BY_ID[form.scoring.model].compile(form, self.cells)
        self.graph = builder.build()
        self._asked: dict[str, tuple[tuple[Item, int | None], ...]] = {}

    def score(self, sheet: AnswerSheet) -> Scored:
        """Compute everything for a sheet."""
        return Scored(self, sheet, self.graph.evaluate(inputs_of(self.catalog, sheet)))

    def rescore(self, scored: Scored, sheet: AnswerSheet, changed: Iterable[tuple[str, str]]) -> Scored:
        """Return the scores of `sheet`, which differs from the scored one in the (form id, item id) pairs `changed`.

        Tailoring is always compared, so it need not be named.
        """
        inputs: dict[str, Any] = {}
        for form_id, item_id in changed:
            inputs[answer_key(form_id, item_id)] = sheet.get(form_id, item_id).effective
            scored.tally(form_id)
        for form_id in self.catalog.forms:
            inputs[tailored_key(form_id)] = frozenset(sheet.form(form_id).tailored_out)
        return Scored(self, sheet, self.graph.update(scored.values, inputs), scored.tallies)

    def place(self, key: str) -> int:
        """Return the place of a cell in a value list."""
        return self.graph.index[key]

    def asked(self, form: Form) -> Sequence[tuple[Item, int | None]]:
        """Return a form's items with the place of the cell that says whether each applies, None where it always does."""
        found = self._asked.get(form.id)
        if found is None:
            keys = ((item, self.cells.applies_key(form, item)) for item in form.items.values())
            found = tuple((item, None if key is None else self.place(key)) for item, key in keys)
            self._asked[form.id] = found
        return found


@dataclass(frozen=True)
class Scored:
    """A sheet with all its computed cells. Results and counts are put together when asked for, once.

    `_earlier` are the counts of the sheet this one was changed from.
    """

    engine: ScoringEngine
    sheet: AnswerSheet
    values: Sequence[Any]
    _earlier: Mapping[str, Tally] = field(default_factory=dict, repr=False, compare=False)
    _tallies: dict[str, Tally] = field(default_factory=dict, repr=False, compare=False)
    _results: dict[str, FormResult] = field(default_factory=dict, repr=False, compare=False)

    @property
    def catalog(self) -> Catalog:
        """The catalogue the sheet was scored with."""
        return self.engine.catalog

    @property
    def tallies(self) -> Mapping[str, Tally]:
        """The counts made so far, by form id; where none were made, those of the sheet before."""
        return {**self._earlier, **self._tallies}

    def read(self, key: str) -> Any:
        """Return a cell's value."""
        return self.values[self.engine.place(key)]

    def value(self, name: str) -> Any:
        """Return the value an expression name has: an item, `profile.…` or `calc.…`; unanswered when unknown."""
        try:
            return self.read(self.engine.cells.value_key(name))
        except KeyError:
            return Missing.UNANSWERED

    def item_value(self, form_id: str, item_id: str) -> Any:
        """Return an item's effective value, with calculated columns and shared figures filled in."""
        form = self.catalog.forms[form_id]
        return self.value(reference(form, form.items[item_id]))

    def applies(self, form: Form, item: Item) -> bool:
        """Return whether an item is asked, given conditions, tailoring and weight set."""
        key = self.engine.cells.applies_key(form, item)
        return True if key is None else bool(self.read(key))

    def node_applies(self, form: Form, node_id: str) -> bool:
        """Return whether a section is asked."""
        key = self.engine.cells.node_applies_key(form, node_id)
        return True if key is None else bool(self.read(key))

    def result(self, form_id: str) -> FormResult:
        """Return the result of a scored form."""
        found = self._results.get(form_id)
        if found is None:
            form = self.catalog.forms[form_id]
            model = BY_ID[form.scoring.model]
            found = model.result(form, self._context(form))
            calculated = {calc_id: self.read(f"calc.{calc_id}") for calc_id in form.calculations}
            found = replace(found, calculated=calculated)
            self._results[form_id] = found
        return found

    def explain(self, form_id: str, node_id: str = ROOT) -> Explanation:
        """Explain a score down one step: its rule and the terms it was made of."""
        form = self.catalog.forms[form_id]
        return BY_ID[form.scoring.model].explain(form, self._context(form), node_id)

    def _context(self, form: Form) -> Context:
        return Context(self.read, self.progress(form.id))

    def progress(self, form_id: str, node_id: str | None = None) -> Progress:
        """Return the counts of a form or of one of its sections."""
        form = self.catalog.forms[form_id]
        below = None if node_id is None else {item.id for item in form.items_below(node_id)}
        return self.tally(form_id).progress(self.engine.asked(form), below)

    def tally(self, form_id: str) -> Tally:
        """Return what every item of a form adds to its counts, made once."""
        form = self.catalog.forms[form_id]
        found = self._tallies.get(form.id)
        if found is None:
            found = tally(
                self.engine.asked(form),
                self.sheet.form(form.id).answers,
                self.values,
                lambda item: self._answered_elsewhere(form, item),
                self._earlier.get(form.id),
            )
            self._tallies[form.id] = found
        return found

    def _answered_elsewhere(self, form: Form, item: Item) -> bool:
        if item.shared is None:
            return False
        places = self.catalog.shared[item.shared]
        return any(
            counted(self.catalog.item(*place), self.sheet.get(*place)).settled
            for place in places
            if place != (form.id, item.id)
        )

    def clashes(self) -> tuple[Clash, ...]:
        """Return every shared figure that has different values in different places."""
        found = []
        for figure, places in self.catalog.shared.items():
            values = [
                (form_id, item_id, self.sheet.get(form_id, item_id).effective) for form_id, item_id in places
            ]
            given = [entry for entry in values if not isinstance(entry[2], Missing)]
            if len({entry[2] for entry in given}) > 1:
                found.append(Clash(figure, tuple(given)))
        return tuple(found)
