"""What a form file may contain. The JSON Schema for editors is made from these declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anhui_assess.content.schemas import FORM_SCHEMA
from anhui_assess.content.spec import Either, Flag, Key, ListOf, MapOf, Number, Record, Report, Spec, Text
from anhui_assess.domain.item_kinds import BY_ID
from anhui_assess.domain.layouts import LAYOUT_COLUMNS
from anhui_assess.domain.scoring.checklist import MANDATORY, OPTIONAL
from anhui_assess.domain.scoring.energy_functions import FUNCTIONS
from anhui_assess.domain.scoring.registry import MODEL_IDS

STATUSES = ("已核对", "待核对", "估计")
CHOICE_SOURCES = (
    "cities", "counties", "industries", "divisions", "energy_kinds", "energy_units", "grid_factors", "energy_limits",
    "water_quotas", "sizes",
)  # fmt: skip
OBLIGATIONS = (MANDATORY, OPTIONAL)
LAYOUTS = tuple(LAYOUT_COLUMNS)
COLUMN_KINDS = ("text", "number", "choice", "yes_no", "date")
_ID = r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*"
_NODE_ID = r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*"

IDENTIFIER = Text(1, _ID)
STATUS = Text(of=STATUSES, doc="这个值是否已对照原文核对")
WORDS = Text(1)
FREE = Text()
EXPRESSION = Either(
    [(str, Text(1)), (bool, Flag()), ((int, float), Number())], doc="表达式，见 forms/README.md"
)

CHOICE = Record(
    "选项",
    {
        "id": Key(Text(1), True),
        "title": Key(WORDS, True),
        "score": Key(Number(0, 1, nullable=True)),
        "also": Key(ListOf(WORDS, 1)),
    },
)
COLUMN = Record(
    "列",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "kind": Key(Text(of=COLUMN_KINDS), True),
        "unit": Key(Text(nullable=True)),
        "min": Key(Number(nullable=True)),
        "max": Key(Number(nullable=True)),
        "decimals": Key(Number(0, 9, integer=True, nullable=True)),
        "choices": Key(ListOf(CHOICE, 1)),
        "choices_from": Key(Text(of=CHOICE_SOURCES)),
        "required": Key(Flag()),
        "help": Key(FREE),
        "also": Key(ListOf(WORDS, 1)),
        "calculated": Key(Text(1, doc="表达式，或 layout")),
    },
)
WORDING = Record("说法", {"question": Key(WORDS, True), "guidance": Key(WORDS, True)})
ITEM = Record(
    "题目",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "kind": Key(Text(of=tuple(BY_ID))),
        "level": Key(Number(1, 9, integer=True)),
        "weight": Key(Number(0)),
        "question": Key(WORDS, True),
        "guidance": Key(WORDS, True),
        "variants": Key(MapOf(WORDING, ("process", "discrete"))),
        "scale": Key(IDENTIFIER),
        "anchors": Key(MapOf(WORDS)),
        "full_marks": Key(FREE),
        "verifier": Key(WORDS, True),
        "evidence": Key(ListOf(WORDS, 1), True),
        "clause": Key(WORDS, True),
        "policy": Key(WORDS, True),
        "required": Key(Flag()),
        "not_applicable": Key(Flag()),
        "when": Key(EXPRESSION),
        "shared": Key(IDENTIFIER),
        "veto_on": Key(Flag()),
        "obligation": Key(Text(of=OBLIGATIONS, doc="必选或可选，只用于 checklist")),
        "date_of": Key(IDENTIFIER),
        "status": Key(STATUS),
        "unit": Key(FREE),
        "min": Key(Either([((int, float), Number()), (str, Text(pattern=r"\d{4}-\d\d-\d\d"))])),
        "max": Key(Either([((int, float), Number()), (str, Text(pattern=r"\d{4}-\d\d-\d\d"))])),
        "decimals": Key(Number(0, 9, integer=True)),
        "typical": Key(ListOf(Number(), 2, 2)),
        "bands": Key(ListOf(ListOf(Number(), 2, 2), 2)),
        "choices": Key(ListOf(CHOICE, 1)),
        "choices_from": Key(Text(of=CHOICE_SOURCES)),
        "depends_on": Key(IDENTIFIER),
        "max_length": Key(Number(1, 20000, integer=True)),
        "format": Key(Text(of=("uscc", "gbt4754"))),
        "multiline": Key(Flag()),
        "layout": Key(Text(of=LAYOUTS)),
        "min_rows": Key(Number(0, integer=True)),
        "max_rows": Key(Number(1, 10000, integer=True)),
        "columns": Key(ListOf(COLUMN, 1)),
    },
)


class _NodeSpec:
    """A section; it contains sections of its own kind."""

    def __init__(self) -> None:
        self.record = Record(
            "章节",
            {
                "id": Key(Text(1, _NODE_ID), True),
                "title": Key(WORDS, True),
                "summary": Key(FREE),
                "tailorable": Key(Flag()),
                "when": Key(EXPRESSION),
                "absent_levels": Key(MapOf(WORDS)),
                "nodes": Key(ListOf(self, 1)),
                "items": Key(ListOf(ITEM, 1)),
            },
        )

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        self.record.check(value, line, what, report)

    def schema(self) -> Mapping[str, Any]:
        return {"$ref": "#/$defs/node"}


NODE = _NodeSpec()
SCENARIO_KEYS: Mapping[str, Key] = {
    "min_score": Key(Number(0, 100)),
    "min_scenarios": Key(Number(0, integer=True)),
    "min_required": Key(Number(0, integer=True)),
}
LEVEL = Record(
    "等级",
    {
        "level": Key(Number(1, 9, integer=True), True),
        "name": Key(WORDS, True),
        "summary": Key(FREE),
        **SCENARIO_KEYS,
    },
    identify="level",
)
GRADE = Record(
    "档次",
    {
        "grade": Key(Number(1, 9, integer=True), True),
        "name": Key(WORDS, True),
        "min": Key(Number(0, 100), True),
        "summary": Key(FREE),
    },
    identify="grade",
)
WEIGHT_SET = Record(
    "权重组",
    {
        "title": Key(FREE),
        "status": Key(STATUS),
        "source": Key(FREE),
        "note": Key(FREE),
        "weights": Key(MapOf(Number(0, 1)), True),
        "excluded": Key(ListOf(WORDS)),
    },
)
_POINTS = ListOf(ListOf(Number(), 2, 2), 2)
RISK_FACTOR = Record(
    "风险因素",
    {
        "id": Key(IDENTIFIER),
        "title": Key(FREE),
        "column": Key(IDENTIFIER, True),
        "weight": Key(Number(0, 1)),
        "points": Key(_POINTS),
        "choices": Key(MapOf(Number(0, 1))),
        "missing": Key(Number(0, 1)),
        "note": Key(FREE),
    },
)
SUPPLY_RISK = Record(
    "供应风险",
    {
        "table": Key(IDENTIFIER, True),
        "impact": Key(RISK_FACTOR, True),
        "factors": Key(ListOf(RISK_FACTOR, 1), True),
        "classes": Key(
            ListOf(
                Record(
                    "风险等级",
                    {
                        "id": Key(IDENTIFIER, True),
                        "title": Key(WORDS, True),
                        "min": Key(Number(0, 100), True),
                        "summary": Key(FREE),
                    },
                ),
                1,
            ),
            True,
        ),
        "status": Key(STATUS),
        "source": Key(FREE),
        "note": Key(FREE),
    },
)
SCORING = Record(
    "计分",
    {
        "model": Key(Text(of=MODEL_IDS), True),
        "met_at": Key(Number(0, 1)),
        "levels": Key(ListOf(LEVEL, 1)),
        "weight_sets": Key(MapOf(WEIGHT_SET)),
        "weight_set_by": Key(EXPRESSION),
        "default_weight_set": Key(IDENTIFIER),
        "full_marks": Key(Number(1)),
        "grades": Key(ListOf(GRADE, 1)),
        "scored_nodes": Key(ListOf(WORDS, 1)),
        "scenario_node": Key(WORDS),
        "required_scenarios": Key(ListOf(IDENTIFIER)),
        "estimates": Key(IDENTIFIER),
        "supply_risk": Key(SUPPLY_RISK),
        "note": Key(FREE),
        "status": Key(STATUS),
    },
)
CALCULATION = Record(
    "计算量",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "unit": Key(FREE, True),
        "decimals": Key(Number(0, 9, integer=True)),
        "formula": Key(EXPRESSION),
        "function": Key(Text(of=FUNCTIONS)),
        "table": Key(IDENTIFIER),
        "grid": Key(IDENTIFIER),
        "absent": Key(
            ListOf(
                Record(
                    "缺数说明",
                    {"when": Key(EXPRESSION, True), "say": Key(WORDS, True), "idle": Key(Flag())},
                    identify="say",
                ),
                1,
            )
        ),
        "words": Key(WORDS),
        "override": Key(IDENTIFIER),
        "note": Key(FREE),
    },
)
VARIANT = Record(
    "定标",
    {
        "when": Key(EXPRESSION),
        "base": Key(EXPRESSION),
        "lead": Key(EXPRESSION),
        "source": Key(FREE),
        "status": Key(STATUS),
        "note": Key(FREE),
    },
)
PART = Record(
    "指标部分",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "share": Key(Number(0), True),
        "formula": Key(EXPRESSION, True),
        "unit": Key(FREE, True),
        "decimals": Key(Number(0, 9, integer=True)),
        "direction": Key(Text(of=("more", "less")), True),
        "when": Key(EXPRESSION),
        "variants": Key(ListOf(VARIANT, 1), True),
        "note": Key(FREE),
    },
)
INDICATOR = Record(
    "指标",
    {
        "id": Key(IDENTIFIER, True),
        "node": Key(WORDS, True),
        "title": Key(WORDS, True),
        "weight": Key(Number(0), True),
        "clause": Key(FREE),
        "policy": Key(FREE),
        "guidance": Key(FREE),
        "records": Key(ListOf(WORDS)),
        "warnings": Key(ListOf(WORDS)),
        "parts": Key(ListOf(PART, 1), True),
        "status": Key(STATUS),
    },
)
BASIS = Record(
    "依据",
    {
        "standard": Key(WORDS, True),
        "title": Key(FREE),
        "clause": Key(FREE),
        "status": Key(STATUS),
        "note": Key(FREE),
    },
    identify="standard",
)
MIGRATION = Record(
    "迁移",
    {
        "change": Key(Text(of=("same", "renamed", "split", "joined", "dropped", "new")), True),
        "from": Key(Either([(str, IDENTIFIER), (list, ListOf(IDENTIFIER, 1))])),
        "to": Key(Either([(str, IDENTIFIER), (list, ListOf(IDENTIFIER, 1))])),
        "note": Key(FREE),
    },
)
SCALE_POINT = Record("分档", {"value": Key(Number(0, 1), True), "title": Key(WORDS, True)}, identify="value")
FORM = Record(
    "表单",
    {
        "schema": Key(Text(of=(FORM_SCHEMA,)), True),
        "id": Key(Text(1, r"[a-z][a-z0-9_]*"), True),
        "version": Key(Text(1, r"\d{4}\.\d+(\.\d+)?"), True),
        "title": Key(WORDS, True),
        "short_title": Key(WORDS, True),
        "summary": Key(WORDS, True),
        "part_of": Key(Text(1, r"[a-z][a-z0-9_]*", nullable=True)),
        "basis": Key(ListOf(BASIS, 1), True),
        "previous": Key(Text(nullable=True)),
        "migration": Key(ListOf(MIGRATION)),
        "retired": Key(ListOf(IDENTIFIER)),
        "scales": Key(MapOf(ListOf(SCALE_POINT, 2))),
        "defaults": Key(
            Record(
                "公共项",
                {"kind": Key(Text(of=tuple(BY_ID))), "scale": Key(IDENTIFIER), "clause_prefix": Key(FREE)},
            )
        ),
        "scoring": Key(SCORING, True),
        "nodes": Key(ListOf(NODE, 1), True),
        "calculations": Key(ListOf(CALCULATION)),
        "indicators": Key(ListOf(INDICATOR)),
    },
)


def json_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of a form file, for completion and checks in an editor."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "皖企诊断表单",
        "$defs": {"node": NODE.record.schema()},
        **FORM.schema(),
    }


SPEC: Spec = FORM
