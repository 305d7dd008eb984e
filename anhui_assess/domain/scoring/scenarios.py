"""Points with a second gate of scenarios (SME digital level 2024): both the score and enough scenarios must reach a level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form, Item, ScenarioLevel
from anhui_assess.domain.scoring.cells import Cells
from anhui_assess.domain.scoring.model import ROOT, Context, item_score
from anhui_assess.domain.scoring.result import (
    Explanation,
    FormResult,
    LevelScore,
    NodeScore,
    ScenarioScore,
    Term,
)
from anhui_assess.domain.scoring.tolerance import TOLERANCE

NO_LEVEL = "未达一级"


class PointsAndScenarios:
    """The model of the SME digital-level form."""

    id = "points_and_scenarios"

    def compile(self, form: Form, cells: Cells) -> None:
        """Add a cell per scored section and one for the scenarios."""
        for node_id in form.scoring.scored_nodes:
            items = scored_items(form, node_id)
            cells.builder.add(
                _section_key(form, node_id), [cells.item_key(form, item) for item in items], _points(items)
            )
        scenarios = scenario_items(form)
        cells.builder.add(
            f"scenarios:{form.id}",
            [cells.item_key(form, item) for item in scenarios],
            _scenario_levels(form, scenarios),
        )

    def result(self, form: Form, context: Context) -> FormResult:
        """Return the score, the level both gates allow, sections and scenarios."""
        sections = {
            node_id: context.read(_section_key(form, node_id)) for node_id in form.scoring.scored_nodes
        }
        full = sum(entry[1] for entry in sections.values())
        score = (
            form.scoring.full_marks * sum(entry[0] for entry in sections.values()) / full
            if full > 0
            else None
        )
        scenarios: tuple[ScenarioScore, ...] = context.read(f"scenarios:{form.id}")
        reached = [entry for entry in form.scoring.scenario_levels if fulfilled(entry, score, scenarios)]
        level = max(reached, key=lambda entry: entry.level) if reached else None
        higher = [
            entry for entry in form.scoring.scenario_levels if level is None or entry.level > level.level
        ]
        return FormResult(
            form=form.id,
            version=form.version,
            model=self.id,
            score=score,
            full=form.scoring.full_marks,
            progress=context.progress,
            level=level.level if level else 0,
            level_name=level.name if level else NO_LEVEL,
            next_level=higher[0].level if higher else None,
            levels=tuple(
                LevelScore(entry.level, entry.name, None, fulfilled(entry, score, scenarios))
                for entry in form.scoring.scenario_levels
            ),
            nodes=tuple(
                NodeScore(
                    node_id,
                    form.nodes[node_id].title,
                    None,
                    weight,
                    got if weight else None,
                    applies=weight > 0,
                )
                for node_id, (got, weight) in sections.items()
            ),
            scenarios=scenarios,
        )

    def explain(self, form: Form, context: Context, node_id: str) -> Explanation:
        """Explain the score by sections, or a section by its questions."""
        result = self.result(form, context)
        if node_id == ROOT:
            terms = tuple(
                Term(
                    node.title,
                    node.weight,
                    None if node.score is None else node.score / node.weight,
                    node.score,
                    node=node.id,
                )
                for node in result.nodes
                if node.weight
            )
            return Explanation(
                form.title,
                result.score,
                "总分 = 各部分得分之和；等级还要看达级场景数和其中的约束性场景数",
                terms,
            )
        items = scored_items(form, node_id)
        scores = [item_score(item, context.read(f"value:{item.id}")) for item in items]
        terms = tuple(
            Term(item.title, item.weight, score, None if score is None else item.weight * score, item=item.id)
            for item, score in zip(items, scores, strict=True)
        )
        value = next((node.score for node in result.nodes if node.id == node_id), None)
        return Explanation(form.nodes[node_id].title, value, "得分 = Σ（分值 × 该题得分比例）", terms)


def scored_items(form: Form, node_id: str) -> list[Item]:
    """Return the items of a scored section that carry points."""
    return [item for item in form.items_below(node_id) if item.weight > 0 and item.kind in _SCORABLE]


_SCORABLE = frozenset({"choice", "multi_choice", "yes_no", "number", "scale", "anchored_rating"})


def scenario_items(form: Form) -> list[Item]:
    """Return the scenario questions; their options are the levels from 0 up, in order."""
    return [item for item in form.items_below(form.scoring.scenario_node) if item.kind == "choice"]


def fulfilled(rule: ScenarioLevel, score: float | None, scenarios: Sequence[ScenarioScore]) -> bool:
    """Return whether score, scenarios and required scenarios all reach a level."""
    at_level = [entry for entry in scenarios if entry.level is not None and entry.level >= rule.level]
    return (
        score is not None
        and score >= rule.min_score - TOLERANCE
        and len(at_level) >= rule.min_scenarios
        and sum(entry.required for entry in at_level) >= rule.min_required
    )


def _section_key(form: Form, node_id: str) -> str:
    return f"section:{form.id}:{node_id}"


def _points(items: Sequence[Item]) -> Any:
    def points(*values: Any) -> tuple[float, float]:
        got = full = 0.0
        for item, value in zip(items, values, strict=True):
            score = item_score(item, value)
            if score is not None:
                got += item.weight * score
                full += item.weight
        return got, full

    return points


def _scenario_levels(form: Form, items: Sequence[Item]) -> Any:
    required = frozenset(form.scoring.required_scenarios)

    def levels(*values: Any) -> tuple[ScenarioScore, ...]:
        found = []
        for item, value in zip(items, values, strict=True):
            ids = [choice.id for choice in item.choices]
            level = None if isinstance(value, Missing) or value not in ids else ids.index(value)
            found.append(ScenarioScore(item.id, item.title, level, item.id in required))
        return tuple(found)

    return levels
