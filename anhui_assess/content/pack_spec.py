"""What resource packs may contain, by kind. `schema: anhui-assess/<kind>/1` at the top of a file says which."""

from __future__ import annotations

from collections.abc import Mapping

from anhui_assess.content.catalogue_spec import CATALOGUE
from anhui_assess.content.form_spec import EXPRESSION, FREE, IDENTIFIER, STATUS, WORDS
from anhui_assess.content.schemas import SCHEMA_PREFIX
from anhui_assess.content.spec import Either, Flag, Key, ListOf, MapOf, Number, Record, Spec, Text

_DATE = Text(pattern=r"\d{4}(-\d\d(-\d\d)?)?", nullable=True)
_CODE = Text(1, r"\d+")
_SOURCED: Mapping[str, Key] = {"source": Key(FREE), "status": Key(STATUS), "note": Key(FREE)}

_PLACE = Record("区划", {"code": Key(_CODE, True), "title": Key(WORDS, True)}, identify="title")
_CITY = Record(
    "城市",
    {
        "code": Key(_CODE, True),
        "title": Key(WORDS, True),
        "counties": Key(ListOf(_PLACE, 1), True),
        **_SOURCED,
    },
    identify="title",
)
_DIVISION = Record("大类", {"code": Key(_CODE, True), "title": Key(WORDS, True), **_SOURCED}, identify="code")
_SIZE = Record(
    "规模",
    {
        "id": Key(WORDS, True),
        "title": Key(WORDS, True),
        "min_employees": Key(Number(0)),
        "min_revenue": Key(Number(0)),
        "revenue_unit": Key(FREE),
        **_SOURCED,
    },
)
_GROUND = Record(
    "依据",
    {
        "form": Key(IDENTIFIER),
        "node": Key(FREE),
        "up_to": Key(Number(1, 9, integer=True, doc="只看到这一级的题；缺省 3")),
        "items": Key(ListOf(IDENTIFIER, 1)),
        "indicator": Key(IDENTIFIER),
        "benchmark": Key(IDENTIFIER),
    },
    identify="form",
)
_WANT = Record("要求", {"text": Key(WORDS, True), "grounds": Key(ListOf(_GROUND, 1), True)}, identify="text")
_INDUSTRY = Record(
    "产业",
    {
        "id": Key(WORDS, True),
        "title": Key(WORDS, True),
        "group": Key(Text(of=("高端", "传统", "其他")), True),
        "section": Key(FREE, True),
        "sub_fields": Key(ListOf(WORDS), True),
        "focus": Key(ListOf(WORDS), True),
        "path": Key(FREE, True),
        "wants": Key(ListOf(_WANT, 1)),
        "divisions": Key(ListOf(_CODE), True),
        "classes": Key(ListOf(_CODE)),
        "mapping_note": Key(FREE),
        **_SOURCED,
    },
)
_TASK = Record(
    "任务",
    {
        "number": Key(Number(1, 99, integer=True), True),
        "title": Key(WORDS, True),
        "section": Key(WORDS, True),
        "lead": Key(ListOf(WORDS, 1), True),
        "join": Key(ListOf(WORDS), True),
        **_SOURCED,
    },
    identify="number",
)
_PROGRAMME = Record(
    "专栏",
    {
        "number": Key(Number(1, 9, integer=True), True),
        "title": Key(WORDS, True),
        "section": Key(WORDS, True),
        "asks": Key(WORDS, True),
        "targets": Key(
            ListOf(
                Record(
                    "目标",
                    {
                        "year": Key(Number(2000, 2100, integer=True), True),
                        "text": Key(WORDS, True),
                        **_SOURCED,
                    },
                    identify="year",
                ),
                1,
            ),
            True,
        ),
        "forms": Key(ListOf(IDENTIFIER)),
        "nodes": Key(ListOf(Text(pattern=r"[a-z_]+:[a-z_.]+", doc="表单:章节"))),
        "items": Key(ListOf(IDENTIFIER)),
        "benchmarks": Key(ListOf(IDENTIFIER)),
        **_SOURCED,
    },
    identify="number",
)
_DEPARTMENT = Record(
    "部门",
    {
        "original": Key(WORDS, True),
        "today": Key(Text(nullable=True), True),
        "year": Key(Either([(int, Number()), (str, FREE), (type(None), Text(nullable=True))])),
        **_SOURCED,
    },
    identify="original",
)
_ADDED = Record(
    "新增部门",
    {
        "title": Key(WORDS, True),
        "year": Key(Either([(int, Number()), (str, FREE)])),
        "matter": Key(FREE),
        **_SOURCED,
    },
    identify="title",
)
_INSTRUMENT = Record(
    "政策工具",
    {
        "id": Key(IDENTIFIER, True),
        "tag": Key(FREE),
        "title": Key(WORDS, True),
        "section": Key(WORDS, True),
        "task": Key(Number(1, 99, integer=True, nullable=True)),
        "what": Key(WORDS, True),
        "caution": Key(FREE),
        **_SOURCED,
    },
)
_SUPPORT = Record(
    "现行支持",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "level": Key(WORDS, True),
        "what": Key(WORDS, True),
        "amount": Key(FREE),
        "document": Key(FREE),
        "issued": Key(_DATE),
        "valid_from": Key(_DATE),
        "valid_to": Key(_DATE),
        "validity": Key(FREE),
        "checked_on": Key(_DATE, True),
        "instruments": Key(ListOf(IDENTIFIER)),
        "cities": Key(ListOf(WORDS, 1)),
        "industries": Key(ListOf(WORDS, 1)),
        **_SOURCED,
    },
)
_BENCHMARK = Record(
    "指标",
    {
        "id": Key(IDENTIFIER, True),
        "group": Key(WORDS, True),
        "title": Key(WORDS, True),
        "unit": Key(FREE, True),
        "direction": Key(Text(of=("more", "less")), True),
        "kind": Key(Text(of=("level", "growth", "cumulative", "index")), True),
        "compare": Key(Text(of=("number", "has", "side_by_side"))),
        "values": Key(MapOf(Number(nullable=True)), True),
        "bound": Key(MapOf(Text(of=("lower", "upper")))),
        "periods": Key(MapOf(WORDS)),
        "base_year": Key(Number(integer=True)),
        "firm_base_year": Key(EXPRESSION),
        "reading": Key(FREE),
        "firm_formula": Key(EXPRESSION),
        "section": Key(WORDS, True),
        **_SOURCED,
    },
)
_REFERENCE = Record(
    "参照线",
    {
        "id": Key(IDENTIFIER, True),
        "indicator": Key(Text(nullable=True)),
        "title": Key(WORDS, True),
        "region": Key(FREE),
        "year": Key(FREE, True),
        "value": Key(Number(), True),
        "unit": Key(FREE),
        "kind": Key(Text(of=("actual", "target", "distribution"))),
        "bound": Key(Text(of=("lower", "upper"))),
        "firm": Key(EXPRESSION),
        "divisions": Key(ListOf(_CODE, 1)),
        **_SOURCED,
    },
)
_CO2 = Record(
    "碳因子",
    {
        "method": Key(Text(of=("fuel", "grid", "heat", "zero", "none")), True),
        "ncv": Key(Number(0)),
        "ncv_unit": Key(FREE),
        "carbon_tc_per_gj": Key(Number(0)),
        "oxidation": Key(Number(0, 1)),
        "per_unit_factor": Key(Number(0)),
        "t_per_gj": Key(Number(0)),
        **_SOURCED,
    },
    identify="method",
)
_ENERGY_KIND = Record(
    "能源",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "unit": Key(WORDS, True),
        "tce_per_unit": Key(Number(0), True),
        "calorific": Key(
            Either(
                [
                    (
                        dict,
                        Record(
                            "热值", {"value": Key(Number(0), True), "unit": Key(WORDS, True)}, identify="unit"
                        ),
                    ),
                    (type(None), Text(nullable=True)),
                ]
            )
        ),
        "range": Key(ListOf(Number(0), 2, 2)),
        "category": Key(Text(of=("fuel", "electricity", "heat", "medium", "renewable")), True),
        "renewable": Key(Flag(), True),
        "market_zero": Key(Flag()),
        "heat_from": Key(Text(of=("enthalpy", "temperature"))),
        "equivalent_tce_per_unit": Key(Number(0)),
        "also": Key(ListOf(WORDS, 1)),
        "co2": Key(_CO2, True),
        **_SOURCED,
    },
)
_UNIT = Record(
    "填报单位",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "base": Key(WORDS, True),
        "times": Key(Number(0), True),
    },
)
_LIMIT = Record(
    "限额或定额",
    {
        "id": Key(IDENTIFIER, True),
        "kind": Key(Text(of=("energy", "water")), True),
        "title": Key(WORDS, True),
        "standard": Key(WORDS, True),
        "measure": Key(Text(of=("kgce", "tce", "kwh", "m3")), True),
        "unit": Key(WORDS, True),
        "lead": Key(Number(0), True),
        "base": Key(Number(0), True),
        "divisions": Key(ListOf(_CODE)),
        **_SOURCED,
    },
)
_GRID = Record(
    "电网因子",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "region": Key(FREE),
        "year": Key(Number(integer=True), True),
        "kg_per_kwh": Key(Number(0), True),
        "basis": Key(FREE),
        **_SOURCED,
    },
)
_FIGURE = Record(
    "共用数据",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "unit": Key(FREE, True),
        "period": Key(FREE),
        "default_from": Key(FREE),
        "definition": Key(WORDS, True),
        "aliases": Key(ListOf(IDENTIFIER)),
        **_SOURCED,
    },
)
_CLOSES = Record(
    "补的差距",
    {
        "form": Key(IDENTIFIER, True),
        "item": Key(IDENTIFIER),
        "items": Key(ListOf(IDENTIFIER, 1)),
        "node": Key(FREE),
        "levels": Key(ListOf(Number(1, 9, integer=True), 1)),
        "to": Key(Number(0, 1)),
    },
    identify="form",
)
_RANGE = Either([(list, ListOf(Number(0), 2, 2)), (type(None), Text(nullable=True))])
DEMANDS = ("rule_only", "supplier", "window", "line_stop")
"""Only a rule or a form; an outside supplier; a planned stop of hours or days; a line that stands still."""
_EFFECT = Record(
    "效果",
    {
        "figure": Key(WORDS, True),
        "direction": Key(Text(of=("up", "down")), True),
        "range": Key(ListOf(Number(0), 2, 2), True),
        "unit": Key(WORDS, True),
        "scope": Key(FREE),
    },
    identify="figure",
)
_MEASURE = Record(
    "措施",
    {
        "id": Key(Text(1, r"[a-z][a-z0-9-]*"), True),
        "title": Key(WORDS, True),
        "why": Key(WORDS, True),
        "closes": Key(ListOf(_CLOSES, 1), True),
        "steps": Key(ListOf(WORDS, 3, 7), True),
        "prerequisites": Key(ListOf(WORDS)),
        "ready_when": Key(EXPRESSION),
        "ready_words": Key(WORDS),
        "excludes": Key(ListOf(WORDS)),
        "needs": Key(WORDS, True),
        "demands": Key(ListOf(Text(of=DEMANDS), 1)),
        "months": Key(ListOf(Number(0), 2, 2), True),
        "investment": Key(MapOf(_RANGE, ("S", "M", "L")), True),
        "benefit": Key(WORDS, True),
        "effects": Key(ListOf(_EFFECT, 1)),
        "payback_years": Key(ListOf(Number(0), 2, 2)),
        "running_cost": Key(FREE),
        "instruments": Key(ListOf(IDENTIFIER)),
        "task": Key(Number(1, 25, integer=True), True),
        "evidence": Key(ListOf(WORDS, 1), True),
        **_SOURCED,
    },
)

_CONDITION = Record(
    "条件",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "rule": Key(Either([(str, EXPRESSION), (type(None), Text(nullable=True))])),
        "ask": Key(Text(nullable=True)),
        "unmet": Key(FREE),
        "hard": Key(Flag(doc="false：择优或参照条件，不影响结论；缺省 true")),
        **_SOURCED,
    },
)
_WINDOW = Record(
    "申报期",
    {
        "closes": Key(
            Text(pattern=r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", doc="每年的截止月日，如 07-31"), True
        ),
        "words": Key(WORDS, True),
        "source": Key(WORDS, True),
        "status": Key(STATUS, True),
    },
    identify="closes",
)
_QUALIFICATION = Record(
    "资格",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "level": Key(FREE),
        "document": Key(FREE, True),
        "date": Key(_DATE),
        "when": Key(EXPRESSION),
        "window": Key(_WINDOW),
        "conditions": Key(ListOf(_CONDITION, 1), True),
        **_SOURCED,
    },
)
_RECORDS = Record(
    "指标证明",
    {
        "form": Key(IDENTIFIER, True),
        "indicator": Key(IDENTIFIER, True),
        "entries": Key(
            ListOf(
                Record(
                    "证明",
                    {
                        "number": Key(Text(doc="统计报表的表号，没有写空")),
                        "title": Key(WORDS, True),
                        "take": Key(WORDS, True),
                        "keeper": Key(WORDS, True),
                        **_SOURCED,
                    },
                    identify="title",
                ),
                1,
            ),
            True,
        ),
    },
    identify="indicator",
)
_CHECK = Record(
    "矛盾规则",
    {
        "id": Key(IDENTIFIER, True),
        "title": Key(WORDS, True),
        "rule": Key(EXPRESSION, True),
        "text": Key(WORDS, True),
        "items": Key(ListOf(IDENTIFIER)),
        "kind": Key(Text(of=("inconsistency", "outlier"))),
        "why": Key(FREE),
        **_SOURCED,
    },
)
_ILLUSTRATION = Record(
    "例数",
    {"form": Key(IDENTIFIER, True), "node": Key(FREE, True), "text": Key(WORDS, True), **_SOURCED},
    identify="node",
)
_TERM = Record(
    "术语",
    {
        "term": Key(WORDS, True),
        "meaning": Key(WORDS, True),
        "note": Key(FREE),
        "source": Key(Text(nullable=True)),
        "status": Key(STATUS),
    },
    identify="term",
)

_HEAD: Mapping[str, Key] = {
    "schema": Key(WORDS, True),
    "id": Key(IDENTIFIER, True),
    "edition": Key(WORDS, True),
    "title": Key(WORDS, True),
    "issued": Key(_DATE),
    **_SOURCED,
}


def _pack(keys: Mapping[str, Key]) -> Record:
    return Record("资源", {**_HEAD, **keys})


PACKS: Mapping[str, Record] = {
    "regions": _pack({"province": Key(_PLACE), "cities": Key(ListOf(_CITY, 1), True)}),
    "divisions": _pack(
        {
            "section": Key(FREE),
            "divisions": Key(ListOf(_DIVISION, 1), True),
            "sizes_source": Key(FREE),
            "sizes_status": Key(STATUS),
            "sizes_rule": Key(FREE),
            "sizes_rule_status": Key(STATUS),
            "sizes": Key(ListOf(_SIZE, 1), True),
        }
    ),
    "industries": _pack(
        {
            "divisions_source": Key(FREE),
            "divisions_status": Key(STATUS),
            "industries": Key(ListOf(_INDUSTRY, 1), True),
        }
    ),
    "departments": _pack(
        {
            "tasks": Key(ListOf(_TASK, 1), True),
            "names_source": Key(FREE),
            "names": Key(ListOf(_DEPARTMENT), True),
            "added": Key(ListOf(_ADDED)),
        }
    ),
    "policies": _pack(
        {
            "stacking": Key(ListOf(WORDS)),
            "instruments": Key(ListOf(_INSTRUMENT, 1), True),
            "current_checked_on": Key(_DATE),
            "current": Key(ListOf(_SUPPORT), True),
        }
    ),
    "benchmarks": _pack(
        {"indicators": Key(ListOf(_BENCHMARK, 1), True), "reference_lines": Key(ListOf(_REFERENCE), True)}
    ),
    "factors": _pack(
        {
            "tce_kj": Key(Number(0)),
            "default_grid": Key(IDENTIFIER, True),
            "units": Key(ListOf(_UNIT)),
            "energy_kinds": Key(ListOf(_ENERGY_KIND, 1), True),
            "grid_factors": Key(ListOf(_GRID, 1), True),
        }
    ),
    "limits": _pack({"limits": Key(ListOf(_LIMIT, 1), True)}),
    "figures": _pack({"figures": Key(ListOf(_FIGURE, 1), True)}),
    "measures": _pack({"measures": Key(ListOf(_MEASURE, 1), True)}),
    "qualifications": _pack(
        {
            "place": Key(Number(1, integer=True, doc="同类资源里排第几，缺省排最后")),
            "qualifications": Key(ListOf(_QUALIFICATION, 1), True),
        }
    ),
    "records": _pack({"records": Key(ListOf(_RECORDS, 1), True)}),
    "checks": _pack({"checks": Key(ListOf(_CHECK, 1), True), "illustrations": Key(ListOf(_ILLUSTRATION))}),
    "programmes": _pack({"programmes": Key(ListOf(_PROGRAMME, 1), True)}),
    "glossary": _pack({"terms": Key(ListOf(_TERM, 1), True)}),
    "catalogue": _pack(CATALOGUE),
}


def pack_kind(schema: object) -> str | None:
    """Return the kind a `schema` value names, or None when it is not a pack's."""
    if isinstance(schema, str) and schema.startswith(SCHEMA_PREFIX) and schema.endswith("/1"):
        kind = schema[len(SCHEMA_PREFIX) : -2]
        return kind if kind in PACKS else None
    return None


def spec_of(kind: str) -> Spec:
    """Return the spec of a pack kind."""
    return PACKS[kind]
