"""Every way a form can be wrong, with the exact words; the line is that of the test's own text."""

from __future__ import annotations

import pytest

from tests.builders import catalog_of, problems_of

FIGURES = """
    schema: anhui-assess/figures/1
    id: figures
    edition: "1"
    title: 共用
    figures: [{id: people, title: 人数, unit: 人, definition: 在岗}]
"""
LEAF = "{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}"
PARTS = 'parts: [{id: p, title: 部, share: 1, formula: x, unit: "", direction: more, variants: [{base: 0, lead: 1}]}]'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            """
            nodes:
            - id: a
              title: 甲
              items:
              - {id: x, kind: yes_no, qestion: 问, WORDS}
            """,
            ["1.yaml:5: 题目“x”：不认识的键“qestion”（是不是“question”？）。"],
            id="unknown key",
        ),
        pytest.param(
            "nodes:\n- {id: a, title: 甲, items: [{id: x, kind: yes_no}]}",
            [f"1.yaml:2: 题目“x”：缺少“{key}”。" for key in
             ("title", "question", "guidance", "verifier", "evidence", "clause", "policy")],
            id="missing keys",
        ),
        pytest.param(
            "nodes:\n- {id: a, title: 甲, tailorable: 也许, items: [{id: x, kind: yes_no, required: 1, WORDS}]}",
            ["1.yaml:2: 章节“a”的 tailorable 应是 true 或 false，却是文字。",
             "1.yaml:2: 题目“x”的 required 应是 true 或 false，却是数字。"],
            id="wrong type: flag",
        ),
        pytest.param(
            "title: 12\nnodes: 甲",
            ["1.yaml:1: 表单“f”的 title 应是文字，却是数字（给数字加上引号）。", "1.yaml:2: 表单“f”的 nodes 应是列表，却是文字。"],
            id="wrong type: text and list",
        ),
        pytest.param(
            f"nodes:\n- {LEAF}\n- 5\nscales: []",
            ["1.yaml:3: 表单“f”的 nodes 第 2 项应是“键: 值”，却是数字。", "1.yaml:4: 表单“f”的 scales 应是“键: 值”，却是列表。"],
            id="wrong type: mapping",
        ),
        pytest.param(
            "nodes:\n- {id: a, title: 甲, items: [{id: x, kind: number, unit: t, min: [1], weight: 重, decimals: 1.5, max: false, WORDS}]}",
            ["1.yaml:2: 题目“x”的 min 不能是列表。", "1.yaml:2: 题目“x”的 weight 应是数字，却是文字。",
             "1.yaml:2: 题目“x”的 decimals 应是整数，却是 1.5。", "1.yaml:2: 题目“x”的 max 不能是true/false。"],
            id="wrong type: number",
        ),
        pytest.param(
            "nodes:\n- {id: a, title: 甲, items: [{id: x, kind: number, unit: t, decimals: 10, weight: -1, max: 1" + "0" * 400 + ", WORDS}]}",
            ["1.yaml:2: 题目“x”的 decimals 应在 0 到 9 之间，却是 10。", "1.yaml:2: 题目“x”的 weight 不能小于 0，却是 -1。",
             "1.yaml:2: 题目“x”的 max 不是一个可用的数。"],
            id="numbers out of range",
        ),
        pytest.param(
            f"title: ' '\nid: F\nversion: '1'\nnodes: [{LEAF}]",
            ["1.yaml:1: 表单“F”的 title 不能为空。", "1.yaml:2: 表单“F”的 id “F”写法不对，应符合 [a-z][a-z0-9_]*。",
             r"1.yaml:3: 表单“F”的 version “1”写法不对，应符合 \d{4}\.\d+(\.\d+)?。"],
            id="texts of a wrong shape",
        ),
        pytest.param(
            "nodes:\n- {id: a, title: 甲, items: [{id: x, kind: yesno, WORDS}]}",
            ["1.yaml:2: 题目“x”的 kind 不能是“yesno”（是不是“yes_no”？）；可用：scale、anchored_rating、yes_no、choice、multi_choice、number、text、date、table。"],
            id="unknown kind",
        ),
        pytest.param(
            "nodes: []\nscales: {s: [{value: 1, title: 一}]}\nscoring: {model: none, weight_sets: {d: {weights: {a: 2}}}}",
            ["1.yaml:1: 表单“f”的 nodes 应至少有 1 项，却有 0 项。", "1.yaml:2: 表单“f”的 scales 的“s”应至少有 2 项，却有 1 项。",
             "1.yaml:3: 表单“f”的 scoring 的 weight_sets 的“d”的 weights 的“a”应在 0 到 1 之间，却是 2。"],
            id="too few, too much",
        ),
        pytest.param(
            "nodes:\n- {id: a, title: 甲, items: [{id: x, kind: number, unit: t, typical: [1, 2, 3], variants: {batch: {}}, WORDS}]}",
            ["1.yaml:2: 题目“x”的 typical 应有 2 项，却有 3 项。",
             "1.yaml:2: 题目“x”的 variants 没有“batch”；可用：process、discrete。"],
            id="fixed lengths and keys",
        ),
        pytest.param(
            f"schema: anhui-assess/form/2\nid: f\nnodes: [{LEAF}]",
            ["1.yaml:1: schema “anhui-assess/form/2”不认识（是不是“anhui-assess/form/1”？）。"],
            id="unknown schema",
        ),
        pytest.param(
            """
            SCALES
            nodes:
            - id: a
              title: 甲
              items:
              - {id: x, kind: scale, scale: ss, WORDS}
              - {id: y, kind: scale, scale: zzz, WORDS}
            """,
            ["1.yaml:6: 题目“x”：没有分档“ss”（是不是“s”？）。", "1.yaml:7: 题目“y”：没有分档“zzz”。"],
            id="unknown scale",
        ),
        pytest.param(
            """
            SCALES
            nodes:
            - id: a
              title: 甲
              items:
              - id: x
                kind: scale
                scale: s
                WORDS2
                anchors: {"1": 一, "0.8": 二, "0.4": 三}
              - {id: y, kind: anchored_rating, WORDS}
            """.replace("WORDS2", "title: 题\n                question: 问\n                guidance: 说\n"
                                  "                verifier: 核\n                evidence: [证]\n"
                                  "                clause: 款\n                policy: 策"),
            ["1.yaml:16: 题目“x”：缺少第“0.5”档的说明（anchors）。", "1.yaml:16: 题目“x”：缺少第“0”档的说明（anchors）。",
             "1.yaml:16: 题目“x”：anchors 里没有“0.4”这一档；可用：1、0.8、0.5、0。",
             *(f"1.yaml:17: 题目“y”：缺少第“{rating}”档的说明（anchors）。" for rating in range(1, 6))],
            id="missing anchors",
        ),
        pytest.param(
            """
            nodes:
            - id: a
              title: 甲
              items:
              - {id: x, kind: yes_no, WORDS}
              - {id: x, kind: yes_no, WORDS}
            - id: a
              title: 乙
              items: [{id: y, kind: yes_no, WORDS}]
            """,
            ["1.yaml:7: 章节“a”重复（第 2 行已有）。", "1.yaml:6: 题目“x”重复（第 5 行已有）。"],
            id="duplicate id",
        ),
        pytest.param(
            """
            nodes:
            - {id: a, title: 甲, items: [{id: x, kind: choice, choices: [{id: p, title: 一}, {id: p, title: 二}], WORDS}]}
            - {id: b, title: 乙, items: [{id: t, kind: table, WORDS, columns: [{id: k, title: 列, kind: text}, {id: k, title: 列, kind: date}]}]}
            """,
            ["1.yaml:2: 题目“x”的选项“p”重复（第 2 行已有）。", "1.yaml:3: 题目“t”的列“k”重复（第 3 行已有）。"],
            id="duplicate choice and column",
        ),
        pytest.param(
            """
            nodes:
            - id: a
              title: 甲
              title: 乙
              items: [{id: x, kind: yes_no, WORDS}]
            """,
            ["1.yaml:4: 键“title”写了两次（上一次在第 3 行）。"],
            id="duplicate YAML key",
        ),
        pytest.param(
            """
            retired: [x]
            nodes:
            - {id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}
            """,
            ["1.yaml:3: 题目“x”已停用（retired），编号不能再用。"],
            id="retired id reused",
        ),
        pytest.param(
            f"""
            nodes:
            - {LEAF}
            retired: [old]
            migration:
            - {{change: renamed, from: old, to: xx}}
            - {{change: joined, from: [gone, old], to: x}}
            - {{change: same, from: elsewhere}}
            """,
            ["1.yaml:5: 迁移：目标题目“xx”不存在（是不是“x”？）。", "1.yaml:6: 迁移：来源题目“gone”既不在现有题目里，也不在 retired 里。"],
            id="migration",
        ),
        pytest.param(
            "nodes:\n- id: a\n  title: 甲\n  nodes:\n  - {id: b.c, title: 丙, items: [{id: x, kind: yes_no, WORDS}]}\n- {id: d, title: 丁}",
            ["1.yaml:5: 章节“b.c”应放在“b”之下，却在“a”之下。", "1.yaml:6: 章节“d”应有子章节或题目，二者选一。"],
            id="section in the wrong place",
        ),
        pytest.param(
            """
            nodes:
            - id: a
              title: 甲
              items:
              - {id: n, kind: number, unit: t, scale: s, max_length: 5, WORDS}
              - {id: m, kind: number, WORDS}
              - {id: t, kind: table, WORDS}
              - {id: k, WORDS}
              - {id: r, kind: number, unit: t, min: 5, max: 1, WORDS}
            """,
            ["1.yaml:5: 题目“n”：number 题不用“max_length”。", "1.yaml:5: 题目“n”：number 题不用“scale”。",
             "1.yaml:6: 题目“m”：number 题必须写“unit”。", "1.yaml:7: 题目“t”：table 题必须写“columns”。",
             "1.yaml:8: 题目“k”：没有写 kind，defaults 里也没有。", "1.yaml:9: 题目“r”：min 大于 max。"],
            id="keys that do not fit the kind",
        ),
        pytest.param(
            """
            nodes:
            - id: a
              title: 甲
              items:
              - {id: x, kind: choice, WORDS}
              - {id: y, kind: choice, choices_from: cities, depends_on: xx, WORDS}
              - {id: z, kind: multi_choice, choices_from: cities, choices: [{id: p, title: 一}], WORDS}
              - {id: t, kind: table, layout: energy, WORDS, columns: [{id: kind, title: 能, kind: choice}, {id: v, title: 值, kind: number, calculated: layout}]}
            """,
            ["1.yaml:5: 题目“x”：choices 和 choices_from 写且只写一个。", "1.yaml:6: 题目“y”：depends_on 的题目“xx”不存在。",
             "1.yaml:7: 题目“z”：choices 和 choices_from 写且只写一个。", "1.yaml:8: 题目“t”：layout energy 要有“consumption”这一列。",
             "1.yaml:8: 题目“t”：layout energy 要有“transferred_out”这一列。", "1.yaml:8: 题目“t”：layout energy 要有“measured_kj”这一列。",
             "1.yaml:8: 题目“t”的列“kind”：choices 和 choices_from 写且只写一个。", "1.yaml:8: 题目“t”的列“v”：layout energy 不计算这一列。"],
            id="choices and layouts",
        ),
        pytest.param(
            """
            SCALES
            scoring:
              model: level_gated
              levels: [{level: 1, name: 一}, {level: 2, name: 二}]
              weight_sets:
                d:
                  weights: {a: 0.5, b: 0.4, zz: 0.1}
                  excluded: [bb]
              default_weight_set: dd
            nodes:
            - {id: a, title: 甲, items: [{id: a1, level: 1, STEPS, WORDS}]}
            - {id: b, title: 乙, absent_levels: {1: 没有, 2: 没有}, items: [{id: b1, level: 1, STEPS, WORDS}, {id: b3, level: 3, STEPS, WORDS}]}
            - {id: c, title: 丙, absent_levels: {2: 没有}, items: [{id: c1, level: 1, STEPS, WORDS}]}
            """,
            ["1.yaml:11: 章节“a”第 2 级没有题目；确实没有要求时写 absent_levels 说明理由。",
             "1.yaml:12: 章节“b”第 1 级有题目，不应又写在 absent_levels。", "1.yaml:12: 题目“b3”：level 应是 1、2 之一。",
             "1.yaml:7: 权重组“d”：没有章节“zz”。", "1.yaml:8: 权重组“d”：没有章节“bb”（是不是“b”？）。",
             "1.yaml:7: 权重组“d”：章节“c”没有权重，也不在 excluded。", "1.yaml:7: 权重组“d”：最外层的权重合计 0.9，应为 1。",
             "1.yaml:9: default_weight_set：没有权重组“dd”（是不是“d”？）。"],
            id="weights and levels",
        ),
        pytest.param(
            """
            scoring: {model: anchored, weight_sets: {d: {weights: {a: 1, a.b: 0.7, a.c: 0.2}}}}
            nodes:
            - {id: a, title: 甲, nodes: [{id: a.b, title: 乙, items: [{id: x, FIVE, WORDS}]}, {id: a.c, title: 丙, items: [{id: y, FIVE, WORDS}]}]}
            """,
            ["1.yaml:1: 计分模型 anchored 要写“grades”。", "1.yaml:1: 权重组“d”：“a”下的权重合计 0.9，应为 1。"],
            id="weights below a section",
        ),
        pytest.param(
            f"scoring: {{model: level_gated}}\nnodes: [{LEAF}]",
            ["1.yaml:1: 计分模型 level_gated 要写“levels”。", "1.yaml:1: 计分模型 level_gated 要写“weight_sets”。"],
            id="what a model needs",
        ),
        pytest.param(
            """
            scoring:
              model: none
              supply_risk:
                table: inv
                impact: {column: impct, points: [[1, 0.2], [5, 1]]}
                factors:
                - {column: plan, weight: 0.5, choices: {non: 1, batch: 0}}
                - {column: stock, weight: 0.3, points: [[4, 1], [1, 0]]}
                - {column: stock}
                classes: [{id: high, title: 高, min: 60}]
            nodes:
            - {id: a, title: 甲, items: [{id: inv, kind: table, WORDS, columns: [{id: plan, title: 案, kind: choice,
               choices: [{id: none, title: 无}, {id: batch, title: 批}]}, {id: stock, title: 存, kind: number}, {id: impact, title: 响, kind: number}]}]}
            """,
            ["1.yaml:7: 供应风险“plan”：没有选项“non”（是不是“none”？）。", "1.yaml:8: 供应风险“stock”：points 的横坐标应从小到大且不重复。",
             "1.yaml:9: 供应风险“stock”：points 和 choices 写且只写一个。", "1.yaml:5: 供应风险：表里没有“impct”这一列（是不是“impact”？）。",
             "1.yaml:6: 供应风险：各因素权重合计 0.8，应为 1。", "1.yaml:10: 供应风险：最低一级的 min 应为 0。"],
            id="supply risk",
        ),
        pytest.param(
            f"""
            scoring:
              model: none
              supply_risk: {{table: inv, impact: {{column: i}}, factors: [{{column: i}}], classes: [{{id: low, title: 低, min: 0}}]}}
            nodes: [{LEAF}]
            """,
            ["1.yaml:3: 供应风险：没有表格题“inv”。"],
            id="supply risk without its table",
        ),
        pytest.param(
            f"""
            scoring: {{model: points_on_a_line}}
            nodes: [{LEAF}]
            indicators:
            - {{id: i, node: aa, title: 甲, weight: 60, {PARTS.replace("share: 1", "share: 0.5")}}}
            - {{id: i, node: a, title: 乙, weight: 30, {PARTS}}}
            calculations:
            - {{id: c, title: 丙, unit: t}}
            - {{id: d, title: 丁, unit: t, function: carbon_emission, table: x}}
            - {{id: d, title: 丁, unit: t, formula: 1, function: carbon_emission}}
            """,
            ["1.yaml:5: 指标“i”重复（第 4 行已有）。", "1.yaml:5: 指标部分“p”重复（第 4 行已有）。",
             "1.yaml:4: 指标“i”：没有章节“aa”（是不是“a”？）。", "1.yaml:4: 指标“i”：各部分 share 合计 0.5，应为 1。",
             "1.yaml:3: 各指标分值合计 90，应为 100。", "1.yaml:9: 计算量“d”重复（第 8 行已有）。",
             "1.yaml:7: 计算量“c”：formula 和 function 写且只写一个。", "1.yaml:8: 计算量“d”：table 应是一道表格题。",
             "1.yaml:9: 计算量“d”：formula 和 function 写且只写一个。", "1.yaml:9: 计算量“d”：table 应是一道表格题。"],
            id="indicators and calculations",
        ),
        pytest.param(
            """
            nodes:
            - id: a
              title: 甲
              when: cc = 1
              items:
              - {id: count, kind: number, unit: t, WORDS}
              - {id: pick, kind: choice, choices: [{id: left, title: 左}, {id: right, title: 右}], when: count > , WORDS}
              - {id: many, kind: multi_choice, choices: [{id: left, title: 左}], when: pick = 'lft', WORDS}
              - {id: q, kind: yes_no, when: "pick in ('left', 'wrong') or has(many, 'rigt') or has(pick, 'left') or selected(count) > 1", WORDS}
              - {id: t, kind: table, WORDS, columns: [{id: side, title: 边, kind: choice, choices: [{id: left, title: 左}]},
                 {id: n, title: 数, kind: number}, {id: two, title: 两倍, kind: number, calculated: m * 2}]}
            calculations:
            - {id: s, title: 合, unit: t, formula: "sum(t, nn) + sum(count, n) + sum(t, n, side = 'lefft' and size > 1) + sum(nowhere, n)"}
            - {id: u, title: 用, unit: t, formula: "calc.ss + avg(t, n)"}
            - {id: v, title: 用, unit: t, formula: calc.ss}
            """,
            ["1.yaml:4: 章节“a”的 when：没有“cc”。", "1.yaml:7: 题目“pick”的 when：这里应是数字、文字或名称，却是“结尾”：count >",
             "1.yaml:8: 题目“many”的 when：“pick”没有选项“lft”（是不是“left”？）。",
             "1.yaml:9: 题目“q”的 when：“pick”没有选项“wrong”。", "1.yaml:9: 题目“q”的 when：“many”没有选项“rigt”。",
             "1.yaml:9: 题目“q”的 when：has() 的第一个参数应是多选题，“pick”不是。",
             "1.yaml:9: 题目“q”的 when：selected() 的第一个参数应是多选题，“count”不是。",
             "1.yaml:11: “t”的列“two”：没有“m”。",
             "1.yaml:13: 计算量“s”的 formula：没有“nowhere”。",
             "1.yaml:13: 计算量“s”的 formula：表“t”没有“nn”这一列（是不是“n”？）。",
             "1.yaml:13: 计算量“s”的 formula：sum() 的第一个参数应是表格题，“count”不是。",
             "1.yaml:13: 计算量“s”的 formula：“t”的列“side”没有选项“lefft”（是不是“left”？）。",
             "1.yaml:13: 计算量“s”的 formula：表“t”没有“size”这一列（是不是“side”？）。",
             "1.yaml:14: 计算量“u”的 formula：没有函数“avg”：calc.ss + avg(t, n)",
             "1.yaml:15: 计算量“v”的 formula：没有“calc.ss”（是不是“calc.s”？）。"],
            id="expressions",
        ),
        pytest.param(
            """
            nodes:
            - {id: a, title: 甲, items: [{id: x, kind: yes_no, when: y = true, WORDS}]}
            - id: b
              title: 乙
              when: x = true
              items: [{id: y, kind: yes_no, WORDS}]
            """,
            ["1.yaml:5: 条件或计算量互相依赖，成了一个圈：章节“b” → 题目“x” → 题目“y” → 章节“b”。"],
            id="circular conditions",
        ),
        pytest.param(
            """
            nodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}]
            calculations:
            - {id: c, title: 丙, unit: t, formula: calc.d + 1}
            - {id: d, title: 丁, unit: t, formula: calc.c + 1}
            """,
            ["1.yaml:3: 条件或计算量互相依赖，成了一个圈：计算量“c” → 计算量“d” → 计算量“c”。"],
            id="circular calculations",
        ),
        pytest.param(
            "nodes: [{id: a, title: 甲, items: [{id: x, kind: number, unit: 人, shared: peple, WORDS}]}]",
            ["1.yaml:1: 题目“x”：没有共用数据“peple”，先登记到 resources/figures。"],
            id="unknown shared figure",
        ),
        pytest.param("schema: [", ["1.yaml:2: YAML 语法有错：did not find expected node content"], id="YAML syntax"),
        pytest.param("schema: a\nb: c: d", ["1.yaml:2: YAML 语法有错：mapping values are not allowed in this context"], id="YAML mapping"),
        pytest.param("schema: a\nb: \x01", ["1.yaml:2: YAML 语法有错：control characters are not allowed"], id="control character"),
        pytest.param("schema: !!python/name:os.system x", ["1.yaml:1: 不支持 YAML 标签“tag:yaml.org,2002:python/name:os.system”。",
                     "1.yaml:1: schema “x”不认识。"], id="YAML tag"),
    ],
)  # fmt: skip
def test_each_fault_is_said_with_its_line(body: str, expected: list[str]) -> None:
    assert problems_of(body) == expected


def test_an_id_belongs_to_one_form() -> None:
    body = "nodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}]"
    assert problems_of(f"id: f\n{body}", f"id: g\n{body}") == [
        "2.yaml:2: “x”在 1.yaml 里已经用过，编号要全库唯一。"
    ]
    assert problems_of(f"id: profile\n{body}", f"id: g\n{body}") == []
    both = [
        f"id: {name}\n{body.replace('x', name)}\ncalculations: [{{id: c, title: 丙, unit: t, formula: 1}}]"
        for name in "fg"
    ]
    assert problems_of(*both) == ["2.yaml:3: “calc.c”在 1.yaml 里已经用过，编号要全库唯一。"]


def test_a_form_is_one_file() -> None:
    body = "nodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}]"
    other = body.replace("id: x", "id: y")
    assert problems_of(body, other)[
        0
    ] == "2.yaml:2: 表单“f”在 1.yaml 里已经有了，每份问卷只能有一个文件。".replace(":2:", ":3:")


def test_a_shared_figure_keeps_its_unit() -> None:
    body = "nodes:\n- {id: a, title: 甲, items: [{id: x, kind: number, unit: 万人, shared: people, WORDS}]}"
    assert problems_of(body, FIGURES) == ["1.yaml:2: 题目“x”的单位是“万人”，共用数据“people”登记的是“人”。"]
    assert problems_of(body.replace("万人", "人"), FIGURES) == []
    assert problems_of(body.replace("people", "peple"), FIGURES) == [
        "1.yaml:2: 题目“x”：没有共用数据“peple”（是不是“people”？），先登记到 resources/figures。"
    ]


def test_a_circle_may_run_over_two_forms() -> None:
    one = "id: f\nnodes:\n- {id: a, title: 甲, items: [{id: x, kind: yes_no, when: y = true, WORDS}]}"
    two = "id: g\nnodes:\n- {id: a, title: 甲, items: [{id: y, kind: yes_no, when: x = true, WORDS}]}"
    assert problems_of(one, two) == [
        "1.yaml:3: 条件或计算量互相依赖，成了一个圈：题目“x” → 题目“y” → 题目“x”。"
    ]


def test_faults_of_all_files_are_reported_together() -> None:
    bad = "nodes:\n- {id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS, extra: 1}]}"
    found = problems_of(bad, "schema: [", bad.replace("extra", "titel"))
    assert [problem.split(" ")[0] for problem in found] == ["1.yaml:2:", "2.yaml:2:", "3.yaml:2:"]


def test_context_lends_names_and_is_not_reported() -> None:
    body = "id: f\nnodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, when: y = true, WORDS}]}]"
    lending = "id: g\nnodes: [{id: a, title: 甲, items: [{id: y, kind: yes_no, WORDS}]}]"
    assert problems_of(body) == ["1.yaml:2: 题目“x”的 when：没有“y”。"]
    assert problems_of(body, context=[lending]) == []
    assert problems_of(body, context=[lending, "schema: ["]) == []


def test_an_id_taken_by_a_context_form_is_reported_at_the_new_file() -> None:
    body = "id: f\nnodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}]"
    assert problems_of(body, context=[body.replace("id: f", "id: g")]) == [
        "1.yaml:2: “x”在 2.yaml 里已经用过，编号要全库唯一。"
    ]


def test_a_new_version_of_a_context_form_takes_its_place() -> None:
    body = "id: f\nnodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}]"
    assert problems_of(body, context=[body]) == []


def test_a_sound_form_has_no_problems() -> None:
    assert problems_of("nodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}]") == []
    assert list(catalog_of("nodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}]").forms) == [
        "f"
    ]
