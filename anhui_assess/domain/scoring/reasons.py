"""Why a figure or an indicator has no value or no points, in words a factory understands."""

from __future__ import annotations

from typing import Any

from anhui_assess.domain.energy_table import energy_faults
from anhui_assess.domain.expressions import Expression, Missing, tokens
from anhui_assess.domain.form import Calculation, Form, IndicatorPart, IndicatorVariant
from anhui_assess.domain.row_gaps import as_they_stand
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.formula_words import title_of
from anhui_assess.domain.scoring.points import NO_DATA, SCORED, UNCALIBRATED
from anhui_assess.domain.scoring.result import PartScore


def in_order(expression: Expression) -> list[str]:
    """Return the names an expression reads, in the order in which it first says them."""
    said = [text for kind, text in tokens(expression.text) if kind == "name"]
    return sorted(expression.names, key=said.index)


def calculation_named(scored: Scored, form: Form, name: str) -> Calculation | None:
    """Return the calculation an expression names, of this form or of another; None when there is none."""
    calc_id = name.removeprefix("calc.")
    forms = (form, *scored.catalog.forms.values())
    return next((found.calculations[calc_id] for found in forms if calc_id in found.calculations), None)


def missing_reason(scored: Scored, form: Form, name: str) -> str:
    """Say in words why an item or calculation has no value; empty when it has one."""
    value = scored.value(name)
    if not isinstance(value, Missing):
        return ""
    title = title_of(scored.catalog, form, name)
    if not name.startswith("calc."):
        return f"“{title}”{'标为不适用' if value is Missing.NOT_APPLICABLE else '没有填'}"
    calculation = calculation_named(scored, form, name)
    if calculation is None:
        return f"没有“{title}”这个量"
    said = _absence(scored, calculation)
    if said:
        return said
    if calculation.formula is not None:
        return expression_reason(scored, form, calculation.formula)
    return _table_reason(scored, form, calculation)


def _absence(scored: Scored, calculation: Calculation) -> str:
    """Return what the form says of the absence; a gap goes before a word that rests on counting the same rows."""
    gap = gap_reason(scored, calculation.formula) if calculation.formula is not None else ""
    for absence in calculation.absent:
        if gap and absence.when.aggregates:
            return gap
        if absence.when.holds(scored.value):
            return absence.say
    return ""


def is_idle(scored: Scored, calculation: Calculation) -> bool:
    """Whether a figure has no value because the case does not ask for one."""
    if not isinstance(scored.value(f"calc.{calculation.id}"), Missing):
        return False
    said = (absence for absence in calculation.absent if absence.when.holds(scored.value))
    first = next(said, None)
    return first is not None and first.idle


def _table_reason(scored: Scored, form: Form, calculation: Calculation) -> str:
    table = form.items[calculation.table or ""]
    rows, factors = scored.value(table.id), scored.catalog.packs.energy
    if isinstance(rows, Missing):
        return f"“{table.title}”{'标为不适用' if rows is Missing.NOT_APPLICABLE else '没有填'}"
    if calculation.grid is not None:
        return f"“{form.items[calculation.grid].title}”没有选"
    if factors is None:
        return "没有能源因子包"
    faults = energy_faults(rows, factors)
    return "；".join(f"“{table.title}”第 {number + 1} 行：{word.rstrip('。')}" for number, word in faults)


def expression_reason(scored: Scored, form: Form, expression: Expression) -> str:
    """Say in words why an expression has no value: what it lacks, or which divisor is zero."""
    read: set[str] = set()

    def scope(name: str) -> Any:
        read.add(name)
        return scored.value(name)

    value = expression.evaluate(scope)
    if not isinstance(value, Missing):
        return ""
    names = _in_the_way(scored, expression, [name for name in in_order(expression) if name in read])
    lacking = [reason for name in names if (reason := missing_reason(scored, form, name))]
    if lacking and value is not Missing.UNDEFINED:
        return "；".join(dict.fromkeys(lacking))
    gap = gap_reason(scored, expression)
    if gap:
        return gap
    zero = [name for name in names if scored.value(name) == 0 and not isinstance(scored.value(name), bool)]
    if zero:
        titles = "、".join(f"“{title_of(scored.catalog, form, name)}”" for name in zero)
        return f"{titles}为 0，不能作除数"
    return "；".join(dict.fromkeys(lacking)) or _nothing_to_count(scored, form, expression)


def _in_the_way(scored: Scored, expression: Expression, names: list[str]) -> list[str]:
    """Leave out of the names those whose absence the expression makes up for, as by `value_or`."""
    amounts = {name for name in names if isinstance(scored.value(name), Missing) and _is_amount(scored, name)}

    def needed(lacking: str) -> bool:
        def scope(name: str) -> Any:
            return 1.0 if name in amounts and name != lacking else scored.value(name)

        return isinstance(expression.evaluate(scope), Missing)

    return [name for name in names if name not in amounts or needed(name)] if amounts else names


def _is_amount(scored: Scored, name: str) -> bool:
    place = scored.catalog.names.get(name)
    return name.startswith("calc.") or (place is not None and scored.catalog.item(*place).kind == "number")


def gap_reason(scored: Scored, expression: Expression) -> str:
    """Say in which rows a required cell is empty, so that a total is not known; empty when there is none."""
    said: dict[str, None] = {}
    for aggregate in expression.aggregates:
        place = scored.catalog.names.get(aggregate.table)
        if place is None:
            continue
        table = scored.catalog.item(*place)
        for number, column_id in aggregate.gaps(scored.value):
            column = table.column(column_id)
            said[f"“{table.title}”第 {number + 1} 行“{column.title if column else column_id}”没有填"] = None
    return "；".join(said)


def _nothing_to_count(scored: Scored, form: Form, expression: Expression) -> str:
    for aggregate in expression.aggregates:
        if not aggregate.kept(scored.value):
            return f"“{title_of(scored.catalog, form, aggregate.table)}”里没有可计入的行"
    tables = dict.fromkeys(title_of(scored.catalog, form, entry.table) for entry in expression.aggregates)
    if tables:
        return f"“{'、'.join(tables)}”里的数加起来是 0，不能作除数，或者还有格没填齐"
    return "条件还没有答全"


def part_reason(scored: Scored, form: Form, found: PartScore) -> str:
    """Say why a measured part has no points or counts in an unusual way; empty when it is scored as usual."""
    part = _part(form, found.id)
    if found.state == NO_DATA and not isinstance(found.value, Missing):
        return "合计不大于 0，请核对明细"
    if found.state == NO_DATA:
        return expression_reason(scored, form, part.formula)
    if found.state == UNCALIBRATED:
        return _uncalibrated(scored, form, part, found)
    if found.state == SCORED and found.base == found.lead:
        return f"基准值与引领值相同（{found.base:g}），达到就得满分，达不到不得分"
    return ""


def _part(form: Form, part_id: str) -> IndicatorPart:
    return next(
        part for indicator in form.indicators.values() for part in indicator.parts if part.id == part_id
    )


def _uncalibrated(scored: Scored, form: Form, part: IndicatorPart, found: PartScore) -> str:
    if found.base is not None and found.lead is not None:
        better, side = ("越大越好", "大") if part.direction == "more" else ("越小越好", "小")
        return f"这项指标{better}，基准值 {found.base:g} 却比引领值 {found.lead:g} 还{side}，像是填反了，没有评分"
    variant = next(
        (entry for entry in part.variants if entry.when is None or entry.when.holds(scored.value)), None
    )
    if variant is None:
        names = {name for entry in part.variants if entry.when for name in entry.when.names}
        lacking = [reason for name in sorted(names) if (reason := missing_reason(scored, form, name))]
        return "；".join(dict.fromkeys(lacking)) or "没有适用的基准值和引领值"
    return "；".join(_bounds(scored, form, variant))


def _bounds(scored: Scored, form: Form, variant: IndicatorVariant) -> list[str]:
    said = []
    for words, bound in (("基准值", variant.base), ("引领值", variant.lead)):
        if bound is None:
            said.append(f"{words}没有给出")
        elif isinstance(bound.evaluate(as_they_stand(scored.value)), Missing):
            said.append(f"缺{words}：{expression_reason(scored, form, bound)}")
    return said
