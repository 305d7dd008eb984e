"""Which figures of the factory a plan changes: by how much, where, through which measure, and from which month on."""

from __future__ import annotations

from dataclasses import dataclass

from anhui_assess.domain.planning.plan import Plan
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.measure_words import change_of
from anhui_assess.services.plan_words import PHASE_TITLES

EFFECTS_NOTE = "幅度是措施库里的估计，只对所写的范围，不是全厂，也不能相加；上线后按实测改。"


@dataclass(frozen=True, slots=True)
class PlanEffect:
    """A figure, its change in words and what part of the factory it is for; the measure and when it is done."""

    figure: str
    change: str
    scope: str
    number: int
    title: str
    phase: str
    month: int


def plan_effects(plan: Plan) -> tuple[PlanEffect, ...]:
    """Return the figures the chosen measures change, first those that change first."""
    found = [
        PlanEffect(
            effect.figure,
            change_of(effect),
            effect.scope,
            entry.number,
            entry.measure.title,
            PHASE_TITLES[entry.phase],
            round(entry.end),
        )
        for entry in plan.measures
        for effect in entry.measure.effects
    ]
    return tuple(sorted(found, key=lambda entry: (entry.month, entry.number)))


def effects_grid(plan: Plan) -> Grid:
    """Return them as a table of the window."""
    columns = (
        Column("指标", 11),
        Column("变化（估计）", 11),
        Column("对哪一部分"),
        Column("靠哪项措施"),
        Column("什么时候", 9),
    )
    rows = tuple(
        Row(
            (
                Cell(entry.figure, bold=True),
                Cell(entry.change),
                Cell(entry.scope, "text2", tip=entry.scope),
                Cell(f"{entry.number}. {entry.title}", tip=entry.title),
                Cell(f"第 {entry.month} 个月"),
            )
        )
        for entry in plan_effects(plan)
    )
    return Grid("指标变化", columns, rows)
