from __future__ import annotations

import pytest

from tests.builders import catalog_of, problems_of

FORM = "nodes: [{id: a, title: 甲, items: [{id: x.one, kind: number, unit: t, WORDS}]}]"
HEAD = 'id: pack\nedition: "1"\ntitle: 包\n'
POLICIES = (
    f"schema: anhui-assess/policies/1\n{HEAD}instruments: [{{id: fund, title: 基金, section: 五, what: 给钱}}]\n"
    "current:\n- {id: now, title: 现行, level: 省, what: 给钱, checked_on: 2026-01, instruments: [fnd]}\n"
)
MEASURE = (
    "id: {id}, title: 题, why: 因, steps: [一, 二, 三], needs: 要, months: [1, 2], investment: {{S: [1, 2], M: null}}, "
    "benefit: 益, task: 1, evidence: [证]"
)


def measures(*entries: str) -> str:
    return "\n".join([f"schema: anhui-assess/measures/1\n{HEAD}measures:", *entries, ""])


def measure(measure_id: str, rest: str) -> str:
    return f"- {{{MEASURE.format(id=measure_id)}, {rest}}}"


CLOSES = "closes: [{form: f, item: x.one}]"


def test_support_names_known_instruments() -> None:
    assert problems_of(POLICIES) == ["1.yaml:7: 现行支持“now”的 instruments：没有“fnd”（是不是“fund”？）。"]


def test_the_default_grid_factor_exists() -> None:
    pack = (
        f"schema: anhui-assess/factors/1\n{HEAD}default_grid: here\nenergy_kinds:\n"
        "- {id: coal, title: 煤, unit: t, tce_per_unit: 0.7, category: fuel, renewable: false, co2: {method: none}}\n"
        "grid_factors: [{id: there, title: 彼, year: 2023, kg_per_kwh: 0.5}]\n"
    )
    assert problems_of(pack) == ["1.yaml:5: default_grid “here”不在 grid_factors 里。"]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x.one * 2", []),
        ("x.on * 2", ["2.yaml:6: 指标“b”：没有“x.on”（是不是“x.one”？）。"]),
        ("x.one +", ["2.yaml:6: 指标“b”：这里应是数字、文字或名称，却是“结尾”：x.one +"]),
    ],
)
def test_the_formula_of_a_benchmark(formula: str, expected: list[str]) -> None:
    pack = (
        f"schema: anhui-assess/benchmarks/1\n{HEAD}indicators:\n- {{id: b, group: 组, title: 标, unit: t, direction: more, "
        f'kind: level, values: {{2020: null, 2025: 3}}, section: 二, firm_formula: "{formula}"}}\nreference_lines: []\n'
    )
    assert problems_of(FORM, pack) == expected


def test_measures_name_what_exists() -> None:
    pack = measures(
        measure("m-one", "closes: [{form: ff, item: x.one}]"),
        measure(
            "m-two",
            "closes: [{form: f, item: x.two}, {form: f, node: aa}, {form: f}, {form: f, item: x.one, node: a}]",
        ),
        measure("m-three", f"{CLOSES}, prerequisites: [m-oen], excludes: [m-tow], instruments: [fnd]"),
        measure("m-one", f"{CLOSES}, items: []"),
    )
    assert problems_of(FORM, pack.replace(", items: []", ""), POLICIES.replace("fnd", "fund")) == [
        "2.yaml:9: 措施“m-one”重复。",
        "2.yaml:6: 措施“m-one”：没有表单“ff”（是不是“f”？）。",
        "2.yaml:7: 措施“m-two”：表单“f”没有题目“x.two”（是不是“x.one”？）。",
        "2.yaml:7: 措施“m-two”：表单“f”没有章节“aa”（是不是“a”？）。",
        "2.yaml:7: 措施“m-two”：closes 里 item、items、node 写且只写一个。",
        "2.yaml:7: 措施“m-two”：closes 里 item、items、node 写且只写一个。",
        "2.yaml:8: 措施“m-three”的 instruments：没有“fnd”（是不是“fund”？）。",
        "2.yaml:8: 措施“m-three”的 prerequisites：没有“m-oen”（是不是“m-one”？）。",
        "2.yaml:8: 措施“m-three”的 excludes：没有“m-tow”（是不是“m-two”？）。",
    ]


def test_a_circle_of_prerequisites() -> None:
    pack = measures(
        measure("start", f"{CLOSES}, prerequisites: [m-a]"),
        measure("m-a", f"{CLOSES}, prerequisites: [m-b]"),
        measure("m-b", f"{CLOSES}, prerequisites: [m-a]"),
    )
    assert problems_of(FORM, pack) == ["2.yaml:7: 措施的前置成了一个圈：m-a → m-b → m-a"]


def test_shapes_of_packs_are_checked() -> None:
    assert problems_of(measures(measure("M_1", CLOSES.replace("item", "itm")))) == [
        "1.yaml:6: 措施“M_1”的 id “M_1”写法不对，应符合 [a-z][a-z0-9-]*。",
        "1.yaml:6: 补的差距“f”：不认识的键“itm”（是不是“item”？）。",
    ]


def test_a_measure_as_it_is_built() -> None:
    catalog = catalog_of(
        FORM,
        measures(
            measure(
                "m-a",
                "closes: [{form: f, items: [x.one], to: 0.8}, {form: f, node: a, levels: [1, 2]}], status: 估计",
            ),
            measure("m-b", f"{CLOSES}, prerequisites: [m-a]"),
        ),
    )
    built = catalog.packs.measures["m-a"]
    assert [(close.item, close.node, close.levels, close.to) for close in built.closes] == [
        ("x.one", None, (), 0.8),
        (None, "a", (1, 2), 1.0),
    ]
    assert built.investment == {"S": (1.0, 2.0), "M": None}
    assert (built.months, built.status) == ((1.0, 2.0), "估计")
    assert catalog.packs.measures["m-b"].prerequisites == ("m-a",)


def test_of_two_entries_with_one_id_the_later_file_wins() -> None:
    first = f"schema: anhui-assess/figures/1\n{HEAD}figures: [{{id: people, title: 人数, unit: 人, definition: 旧}}]\n"
    found = catalog_of(first, first.replace("旧", "新")).packs.figures
    assert found["people"].definition == "新"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('ready_when: "x.one > 0", ready_words: 有', []),
        ('ready_when: "x.on > 0", ready_words: 有', ["措施“a”：没有“x.on”（是不是“x.one”？）。"]),
        ("ready_words: 有", ["措施“a”：ready_when 和 ready_words 要一起写。"]),
    ],
)
def test_what_a_measure_needs_of_the_answers(more: str, expected: list[str]) -> None:
    found = problems_of(FORM, measures(measure("a", f"{CLOSES}, {more}")))
    assert [problem.split(": ", 1)[1] for problem in found] == expected
