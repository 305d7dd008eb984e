"""The cells every model rests on: effective answers, conditions, table rows with calculated columns, calculations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.catalog import Catalog, reference
from anhui_assess.domain.expressions import Expression, Missing, Scope
from anhui_assess.domain.form import Calculation, Column, Form, Item
from anhui_assess.domain.layouts import FILLERS, Lookup
from anhui_assess.domain.row_gaps import GappedRows, lacking, spread
from anhui_assess.domain.row_memo import RowMemo
from anhui_assess.domain.scoring.energy_functions import energy_figure
from anhui_assess.domain.scoring.graph import GraphBuilder
from anhui_assess.domain.scoring.supply_risk import RiskReader


def answer_key(form_id: str, item_id: str) -> str:
    """Return the input cell of an item's own effective answer."""
    return f"answer:{form_id}:{item_id}"


def tailored_key(form_id: str) -> str:
    """Return the input cell of a form's tailored-out nodes (a frozenset of node ids)."""
    return f"tailored:{form_id}"


def weight_set_key(form_id: str) -> str:
    """Return the cell that names the weight set in force for a form."""
    return f"weights:{form_id}"


def scope_over(names: Sequence[str], values: Sequence[Any]) -> Scope:
    """Return a scope over the dependencies of a cell."""
    known = dict(zip(names, values, strict=True))
    return lambda name: known.get(name, Missing.UNANSWERED)


class Cells:
    """Adds the common cells to a graph builder and knows under which key each value is found."""

    def __init__(self, catalog: Catalog, builder: GraphBuilder) -> None:
        self.catalog = catalog
        self.builder = builder
        self._values: dict[str, str] = {}
        self._applies: dict[str, str] = {}
        self._calculated = {calc_id for form in catalog.forms.values() for calc_id in form.calculations}
        for form in catalog.forms.values():
            builder.add_input(tailored_key(form.id))
            for item in form.items.values():
                builder.add_input(answer_key(form.id, item.id))
                self._values[reference(form, item)] = f"value:{reference(form, item)}"
        for form in catalog.forms.values():
            self._add_nodes(form)
            for item in form.items.values():
                self._add_item(form, item)
            for calculation in form.calculations.values():
                self._add_calculation(form, calculation)

    def value_key(self, name: str) -> str:
        """Return the cell of a name used in an expression; raises KeyError for an unknown name."""
        if name.startswith("calc."):
            if name.removeprefix("calc.") not in self._calculated:
                raise KeyError(name)
            return name
        return self._values[name]

    def item_key(self, form: Form, item: Item) -> str:
        """Return the cell of an item's value as scores see it."""
        return self._values[reference(form, item)]

    def node_applies_key(self, form: Form, node_id: str) -> str | None:
        """Return the cell that says whether a section applies, or None when it always does."""
        return self._applies.get(f"node:{form.id}:{node_id}")

    def applies_key(self, form: Form, item: Item) -> str | None:
        """Return the cell that says whether an item applies, or None when it always does."""
        return self._applies.get(f"item:{form.id}:{item.id}")

    def add_expression(self, key: str, expression: Expression, *, holds: bool = False) -> None:
        """Add a cell that evaluates an expression, or with `holds` whether it is true."""
        names = sorted(expression.names)

        def compute(*values: Any) -> Any:
            scope = scope_over(names, values)
            return expression.holds(scope) if holds else expression.evaluate(scope)

        self.builder.add(key, [self.value_key(name) for name in names], compute)

    def _conditions(self, key: str, whens: Iterable[Expression], more: Iterable[str]) -> str | None:
        """Add a cell that is true while all conditions and all cells of `more` are; None when there are none."""
        deps: list[str] = list(more)
        for number, when in enumerate(whens):
            part = f"{key}:when{number}"
            self.add_expression(part, when, holds=True)
            deps.append(part)
        if not deps:
            return None
        self.builder.add(key, deps, lambda *values: all(values))
        return key

    def _add_weight_set(self, form: Form) -> None:
        """Add the cell that names the weight set in force."""
        sets, default = form.scoring.weight_sets, form.scoring.default_weight_set
        if form.scoring.weight_set_by is None:
            self.builder.add(weight_set_key(form.id), [], lambda: default)
            return
        by = f"{weight_set_key(form.id)}:by"
        self.add_expression(by, form.scoring.weight_set_by)
        self.builder.add(weight_set_key(form.id), [by], lambda name: name if name in sets else default)

    def _add_nodes(self, form: Form) -> None:
        tailored = tailored_key(form.id)
        sets = form.scoring.weight_sets
        sometimes_excluded = frozenset[str]().union(*(weight_set.excluded for weight_set in sets.values()))
        if sets:
            self._add_weight_set(form)
        for node in form.nodes.values():
            key = f"node:{form.id}:{node.id}"
            above = self._applies.get(f"node:{form.id}:{node.parent}") if node.parent else None
            deps = [above] if above else []
            if node.tailorable:
                self.builder.add(f"{key}:kept", [tailored], lambda out, node_id=node.id: node_id not in out)
                deps.append(f"{key}:kept")
            if node.id in sometimes_excluded:
                self.builder.add(
                    f"{key}:set",
                    [weight_set_key(form.id)],
                    lambda set_id, node_id=node.id: node_id not in sets[set_id].excluded,
                )
                deps.append(f"{key}:set")
            made = self._conditions(key, [node.when] if node.when else [], deps)
            if made:
                self._applies[key] = made

    def _add_item(self, form: Form, item: Item) -> None:
        key = f"item:{form.id}:{item.id}"
        above = self._applies.get(f"node:{form.id}:{item.node}")
        applies = self._conditions(key, [item.when] if item.when else [], [above] if above else [])
        if applies:
            self._applies[key] = applies
        own = answer_key(form.id, item.id)
        others = [
            answer_key(*place)
            for place in self.catalog.shared.get(item.shared or "", ())
            if place != (form.id, item.id)
        ]
        deps = [own, *others]
        if item.layout == "energy":
            deps.extend(self.grid_keys(form))
        if applies:
            deps.append(applies)
        self.builder.add(
            self.item_key(form, item),
            deps,
            self._item_value(form, item, len(others), conditional=applies is not None),
        )

    @staticmethod
    def grid_keys(form: Form, item_id: str | None = None) -> list[str]:
        """Return the cell of the question where a form's grid factor is chosen; without `item_id` the first such one."""
        if item_id is not None:
            return [answer_key(form.id, item_id)]
        chosen = next((item for item in form.items.values() if item.choices_from == "grid_factors"), None)
        return [answer_key(form.id, chosen.id)] if chosen else []

    def _item_value(self, form: Form, item: Item, others: int, *, conditional: bool) -> Callable[..., Any]:
        fill = self._row_filler(form, item) if item.kind == "table" else None
        has_grid = item.layout == "energy" and bool(self.grid_keys(form))

        def compute(*values: Any) -> Any:
            if conditional and not values[-1]:
                return Missing.NOT_APPLICABLE
            first, *more = (
                Missing.UNANSWERED if item.unfilled(value) else value for value in values[: 1 + others]
            )
            value = first
            if value is Missing.UNANSWERED:
                value = next((other for other in more if not isinstance(other, Missing)), value)
            if fill is None or isinstance(value, Missing):
                return value
            return fill(value, values[1 + others] if has_grid else None)

        return compute

    def _row_filler(self, form: Form, item: Item) -> Callable[[Any, Any], Any]:
        packs = self.catalog.packs
        limits = packs.limits.values if packs.limits else {}
        lay_out = FILLERS.get(item.layout or "")
        formulas = [column for column in item.columns if column.formula is not None]
        rule = form.scoring.supply_risk
        reader = RiskReader(rule) if rule is not None and rule.table == item.id else None

        def filled(row: Mapping[str, Any]) -> Mapping[str, Any]:
            found = _filled(row, formulas)
            return found if reader is None else reader.filled(found)

        memo = RowMemo(filled)
        required = [column.id for column in item.columns if column.required and not column.calculated]
        lacks = RowMemo(lambda row: lacking(row, required))
        readers = [(column.id, column.formula.evaluate) for column in formulas if column.formula is not None]

        def fill(rows: Any, grid_id: Any) -> Any:
            gaps = {number: found for number, row in enumerate(rows) if (found := lacks(row))}
            if lay_out is not None:
                lookup = Lookup(packs.energy, limits, grid_id if isinstance(grid_id, str) else None)
                rows = lay_out(rows, lookup)
            made = tuple(memo(row) for row in rows)
            if not gaps:
                return made
            return GappedRows.of(
                made, {number: spread(found, made[number], readers) for number, found in gaps.items()}
            )

        return fill

    def _add_calculation(self, form: Form, calculation: Calculation) -> None:
        key = f"calc.{calculation.id}"
        if calculation.override is not None:
            own = own_key(calculation)
            overrides = self.item_key(form, form.items[calculation.override])
            self.builder.add(
                key, [own, overrides], lambda value, rows: override_of(calculation, rows, value)[0]
            )
            key = own
        if calculation.formula is not None:
            self.add_expression(key, calculation.formula)
            return
        factors = self.catalog.packs.energy
        table = form.items[calculation.table or ""]

        def compute(rows: Any, grid_id: Any = None) -> Any:
            chosen = grid_id if isinstance(grid_id, str) else None
            if calculation.grid is not None and chosen is None:
                return Missing.UNANSWERED
            return energy_figure(calculation.function or "", rows, factors, chosen)

        self.builder.add(key, [self.item_key(form, table), *self.grid_keys(form, calculation.grid)], compute)


def own_key(calculation: Calculation) -> str:
    """Return the cell of what the program itself calculates, where the enterprise may put another figure."""
    return f"calc.{calculation.id}:own" if calculation.override else f"calc.{calculation.id}"


def override_of(calculation: Calculation, rows: Any, own: Any) -> tuple[Any, str]:
    """Return the figure that counts and why it is not the program's own; an override without a reason does not count."""
    for row in () if isinstance(rows, Missing) else rows:
        value, reason = row.get("value"), row.get("reason")
        if row.get("figure") == calculation.id and reason and isinstance(value, (int, float)):
            return float(value), str(reason)
    return own, ""


def _filled(row: Mapping[str, Any], formulas: Sequence[Column]) -> Mapping[str, Any]:
    filled: dict[str, Any] = dict(row)
    for column in formulas:
        assert column.formula is not None  # noqa: S101 - narrowed by the caller's list
        value = column.formula.evaluate(
            lambda name: Missing.UNANSWERED if filled.get(name) is None else filled[name]
        )
        if not isinstance(value, Missing):
            filled[column.id] = value
    return filled


def inputs_of(catalog: Catalog, sheet: AnswerSheet) -> dict[str, Any]:
    """Return the value of every input cell for a sheet."""
    inputs: dict[str, Any] = {}
    for form in catalog.forms.values():
        answers = sheet.form(form.id)
        inputs[tailored_key(form.id)] = frozenset(answers.tailored_out)
        for item_id in form.items:
            inputs[answer_key(form.id, item_id)] = answers.get(item_id).effective
    return inputs
