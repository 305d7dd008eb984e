"""Every contradiction can be tripped and every condition of a title met, by some answers and not by others; blanks do neither."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from anhui_assess.content.library import load_catalog
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.expressions import Expression, Missing
from anhui_assess.domain.form import Column, Item
from anhui_assess.domain.layouts import LAYOUT_RESULTS

PACKS = load_catalog().packs
CHECKS = PACKS.cross_checks
RULES = {check.id: check.rule for check in CHECKS} | {
    f"{title.id} {condition.id}": condition.rule
    for title in PACKS.qualifications.values()
    for condition in title.conditions
    if condition.rule is not None
}
TRIES = 20000
PLACE = re.compile(r"\{[\w.]+\}")
"""Where a text shows a figure."""


def formulas(catalog: Catalog) -> dict[str, Expression]:
    return {
        f"calc.{key}": calculation.formula
        for form in catalog.forms.values()
        for key, calculation in form.calculations.items()
        if calculation.formula is not None
    }


def some_rows(item: Item, rng: random.Random) -> list[dict[str, Any]]:
    def cell(column: Column) -> Any:
        if column.kind == "choice":
            return rng.choice([choice.id for choice in column.choices])
        if column.kind == "yes_no":
            return rng.random() < 0.5
        if column.kind != "number":
            return None
        return rng.choice([-5 if column.calculated else 0, 0, 1, 10, 90, 500, 1_000_000])

    known = {column.id for column in item.columns}
    hidden = [name for name in LAYOUT_RESULTS.get(item.layout or "", ()) if name not in known]
    return [
        {
            **{column.id: cell(column) for column in item.columns},
            **{name: rng.random() < 0.5 for name in hidden},
        }
        for _ in range(rng.randint(0, 2))
    ]


def some_value(item: Item, rng: random.Random) -> Any:
    choices = [choice.id for choice in item.choices]
    makers: dict[str, Callable[[], Any]] = {
        "scale": lambda: rng.choice([1, 0.8, 0.5, 0]),
        "anchored_rating": lambda: rng.randint(1, 5),
        "yes_no": lambda: rng.random() < 0.5,
        "choice": lambda: rng.choice(choices),
        "multi_choice": lambda: tuple(rng.sample(choices, rng.randint(0, len(choices)))),
        "table": lambda: some_rows(item, rng),
        "number": lambda: rng.choice([0, 1, 5, 20, 35, 55, 75, 95, 100, 2024, 2025, 9000, 90_000]),
    }
    return makers[item.kind]()


class Answers:
    """Answers made up as they are asked for; calculations follow from them, results of whole forms are made up too.

    `blank` answers nothing, `gaps` leaves every third answer out.
    """

    def __init__(
        self, catalog: Catalog, rng: random.Random, *, blank: bool = False, gaps: bool = False
    ) -> None:
        self._catalog, self._rng, self._blank, self._gaps = catalog, rng, blank, gaps
        self._formulas = formulas(catalog)
        self._given: dict[str, Any] = {}

    def __call__(self, name: str) -> Any:
        if name in self._given:
            return self._given[name]
        if name in self._formulas:
            return self._formulas[name].evaluate(self)
        if self._blank:
            return Missing.UNANSWERED
        value: Any
        if self._gaps and self._rng.random() < 1 / 3:
            value = Missing.UNANSWERED
        elif name.endswith(".mandatory_met"):
            value = self._rng.random() < 0.5
        elif name.startswith("result."):
            value = (
                self._rng.choice([0, 1, 2, 3, 4]) if name.endswith("level") else self._rng.choice([0.5, 1])
            )
        elif name in self._catalog.names:
            value = some_value(self._catalog.item(*self._catalog.names[name]), self._rng)
        else:
            value = self._rng.choice([0.0, 10.0, 100.0, 1_000_000.0])
        self._given[name] = value
        return value


@pytest.mark.parametrize("name", RULES)
def test_some_answers_fulfil_it_and_others_do_not(catalog: Catalog, name: str) -> None:
    rng = random.Random(name)
    seen: set[bool] = set()
    for _ in range(TRIES):
        seen.add(RULES[name].holds(Answers(catalog, rng, gaps="answered(" in RULES[name].text)))
        if len(seen) == 2:
            break
    assert seen == {True, False}


@pytest.mark.parametrize("name", RULES)
def test_blanks_fulfil_nothing(catalog: Catalog, name: str) -> None:
    assert not RULES[name].holds(Answers(catalog, random.Random(0), blank=True))


def test_titles_and_texts_are_said_once_and_lead_to_an_answer(catalog: Catalog) -> None:
    assert [words for words, n in Counter(c.title for c in CHECKS).items() if n > 1] == []
    assert [words for words, n in Counter(c.text for c in CHECKS).items() if n > 1] == []
    for check in CHECKS:
        assert check.items, check.id
        assert all(name in catalog.names for name in check.items), check.id
        assert 4 <= len(check.title) <= 16, check.title
        assert 20 <= len(PLACE.sub("9999 台", check.text)) <= 80, check.text
        assert "请" in check.text, f"{check.id} does not say what to do"


def test_a_support_is_for_its_cities_and_industries_and_unknown_excludes_nobody() -> None:
    found = {entry.id: entry for entry in PACKS.supports}
    hefei, circuits, anyone = found["hf_pilot"], found["tax_rd_deduction_ic"], found["tax_rd_deduction"]
    assert hefei.concerns("合肥市", "纺织")
    assert not hefei.concerns("铜陵市", "冶金")
    assert hefei.concerns("", "")
    assert circuits.concerns("安庆市", "智能装备")
    assert not circuits.concerns("安庆市", "纺织")
    assert anyone.concerns("安庆市", "纺织")
