"""Indicators on a line (GB/T 36132-2025): no points at the base, all points at the lead; vetoes beside the score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anhui_assess.domain.expressions import Expression, Missing
from anhui_assess.domain.form import Form, Indicator, IndicatorPart
from anhui_assess.domain.row_gaps import as_they_stand
from anhui_assess.domain.scoring.cells import Cells, scope_over
from anhui_assess.domain.scoring.model import ROOT, Context
from anhui_assess.domain.scoring.result import (
    Explanation,
    FormResult,
    IndicatorScore,
    NodeScore,
    PartScore,
    Term,
    Veto,
)

SCORED = "scored"
NO_DATA = "no_data"
UNCALIBRATED = "uncalibrated"
NOT_APPLICABLE = "not_applicable"

STATE_WORDS = {
    SCORED: "已评分",
    NO_DATA: "缺数据，按 0 分计",
    UNCALIBRATED: "未定标，退出加权",
    NOT_APPLICABLE: "不适用，退出加权",
}


def on_line(value: float, base: float, lead: float, direction: str) -> float | None:
    """Return how far `value` is on the way from `base` (0) to `lead` (1), clamped.

    `direction` is `more` (a larger value is better) or `less`. With base equal to lead the line is a step: 1 when the
    value is at least as good. None when base and lead contradict the direction, so that no line exists.
    """
    if direction == "less":
        value, base, lead = -value, -base, -lead
    if base > lead:
        return None
    if base == lead:
        return 1.0 if value >= lead else 0.0
    return min(1.0, max(0.0, (value - base) / (lead - base)))


class Points:
    """The model of the green-factory form."""

    id = "points_on_a_line"

    def compile(self, form: Form, cells: Cells) -> None:
        """Add a cell per indicator part, per indicator and for the total."""
        for indicator in form.indicators.values():
            for part in indicator.parts:
                self._compile_part(cells, part)
            cells.builder.add(
                _indicator_key(indicator.id),
                [_part_key(part.id) for part in indicator.parts],
                _combine(indicator),
            )

    @staticmethod
    def _compile_part(cells: Cells, part: IndicatorPart) -> None:
        expressions: list[Expression] = [part.formula]
        if part.when is not None:
            expressions.append(part.when)
        for variant in part.variants:
            expressions.extend(
                entry for entry in (variant.when, variant.base, variant.lead) if entry is not None
            )
        names = sorted(frozenset[str]().union(*(expression.names for expression in expressions)))

        def compute(*values: Any) -> PartScore:
            return _score_part(part, scope_over(names, values))

        cells.builder.add(_part_key(part.id), [cells.value_key(name) for name in names], compute)

    def result(self, form: Form, context: Context) -> FormResult:
        """Return indicators, sections, total and vetoes."""
        indicators = tuple(context.read(_indicator_key(indicator_id)) for indicator_id in form.indicators)
        score = _total(indicators, form.scoring.full_marks)
        return FormResult(
            form=form.id,
            version=form.version,
            model=self.id,
            score=score,
            full=form.scoring.full_marks,
            progress=context.progress,
            nodes=tuple(_node(form, node_id, indicators) for node_id in _scored_nodes(form)),
            vetoes=tuple(
                _veto(form, context, item_id)
                for item_id, item in form.items.items()
                if item.veto_on is not None
            ),
            indicators=indicators,
        )

    def explain(self, form: Form, context: Context, node_id: str) -> Explanation:
        """Explain a section or the whole by its indicators."""
        indicators = [context.read(_indicator_key(key)) for key in form.indicators]
        if node_id != ROOT:
            below = {
                node.id
                for node in form.nodes.values()
                if node_id in {above.id for above in form.path(node.id)}
            }
            indicators = [indicator for indicator in indicators if indicator.node in below]
        title = form.title if node_id == ROOT else form.nodes[node_id].title
        value = (
            _total(indicators, form.scoring.full_marks)
            if node_id == ROOT
            else sum(i.score or 0 for i in indicators)
        )
        terms = tuple(
            Term(
                indicator.title,
                indicator.weight if indicator.score is not None else None,
                indicator.score / indicator.weight
                if indicator.weight and indicator.score is not None
                else None,
                indicator.score,
                node=indicator.node,
                note="；".join(
                    [STATE_WORDS[indicator.state], *(_part_words(part) for part in indicator.parts)]
                ),
            )
            for indicator in indicators
        )
        rule = "单项得分 = 分值 ×（数值 − 基准值）÷（引领值 − 基准值），不低于 0、不高于分值；未定标和不适用的退出后折算为百分制"
        return Explanation(title, value, rule, terms)


def _score_part(part: IndicatorPart, scope: Any) -> PartScore:
    variant = next((entry for entry in part.variants if entry.when is None or entry.when.holds(scope)), None)
    standing = as_they_stand(scope)
    base, lead = (
        _bound(variant.base if variant else None, standing),
        _bound(variant.lead if variant else None, standing),
    )
    value = part.formula.evaluate(scope)
    if isinstance(value, bool):
        value = float(value)
    fraction: float | None = None
    if value is Missing.NOT_APPLICABLE or (part.when is not None and not part.when.holds(scope)):
        state = NOT_APPLICABLE
        value = Missing.NOT_APPLICABLE
    elif base is None or lead is None:
        state = UNCALIBRATED
    elif isinstance(value, Missing) or _below_all(value, lead, part.direction):
        state, fraction = NO_DATA, 0.0
    else:
        fraction = on_line(value, base, lead, part.direction)
        state = UNCALIBRATED if fraction is None else SCORED
    return PartScore(
        id=part.id,
        title=part.title,
        share=part.share,
        value=value,
        unit=part.unit,
        decimals=part.decimals,
        direction=part.direction,
        base=base,
        lead=lead,
        fraction=fraction,
        state=state,
        source=variant.source if variant else "",
        status=variant.status if variant else "",
    )


def _below_all(value: float, lead: float, direction: str) -> bool:
    """Whether a consumption or emission is nothing or less than nothing: that is a slip in the rows, not full marks."""
    return direction == "less" and (value < 0 <= lead or value == 0 < lead)


def _bound(expression: Expression | None, scope: Any) -> float | None:
    if expression is None:
        return None
    value = expression.evaluate(scope)
    return (
        float(value) if isinstance(value, (int, float)) and not isinstance(value, (bool, Missing)) else None
    )


def _combine(indicator: Indicator) -> Any:
    def combine(*parts: PartScore) -> IndicatorScore:
        counted = [part for part in parts if part.fraction is not None]
        share = sum(part.share for part in counted)
        score = None
        if share > 0:
            score = indicator.weight * sum(part.share * (part.fraction or 0.0) for part in counted) / share
        states = [part.state for part in parts]
        state = next(
            (state for state in (SCORED, NO_DATA, UNCALIBRATED, NOT_APPLICABLE) if state in states),
            UNCALIBRATED,
        )
        return IndicatorScore(
            indicator.id, indicator.node, indicator.title, indicator.weight, score, state, parts
        )

    return combine


def _total(indicators: Sequence[IndicatorScore], full_marks: float) -> float | None:
    counted = [indicator for indicator in indicators if indicator.score is not None]
    weight = sum(indicator.weight for indicator in counted)
    return full_marks * sum(indicator.score or 0.0 for indicator in counted) / weight if weight > 0 else None


def _scored_nodes(form: Form) -> list[str]:
    named = {node.id for indicator in form.indicators.values() for node in form.path(indicator.node)}
    return [node_id for node_id in form.nodes if node_id in named]


def _node(form: Form, node_id: str, indicators: Sequence[IndicatorScore]) -> NodeScore:
    below = [entry for entry in indicators if node_id in {node.id for node in form.path(entry.node)}]
    counted = [entry for entry in below if entry.score is not None]
    node = form.nodes[node_id]
    return NodeScore(
        node_id,
        node.title,
        node.parent,
        sum(entry.weight for entry in below),
        sum(entry.score or 0.0 for entry in counted) if counted else None,
        applies=bool(counted),
    )


def _veto(form: Form, context: Context, item_id: str) -> Veto:
    item = form.items[item_id]
    value = context.read(f"value:{item_id}")
    if value is Missing.NOT_APPLICABLE:
        state = "met"
    elif isinstance(value, Missing):
        state = "unknown"
    else:
        state = "unmet" if value is item.veto_on else "met"
    return Veto(item_id, item.title, state)


def _part_words(part: PartScore) -> str:
    if part.state == NOT_APPLICABLE:
        return f"{part.title} 不适用"
    value = "无" if isinstance(part.value, Missing) else f"{part.value:.{part.decimals}f}"
    base = "未定" if part.base is None else f"{part.base:g}"
    lead = "未定" if part.lead is None else f"{part.lead:g}"
    return f"{part.title} {value} {part.unit}（基准 {base}，引领 {lead}）".replace("  ", " ")


def _part_key(part_id: str) -> str:
    return f"part:{part_id}"


def _indicator_key(indicator_id: str) -> str:
    return f"indicator:{indicator_id}"
