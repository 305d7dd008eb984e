from __future__ import annotations

import pytest

from anhui_assess.domain.errors import ContentError, EnvironmentFaultError, InputRefusedError
from anhui_assess.domain.form import Form
from anhui_assess.domain.problems import Problem, did_you_mean, nearest
from tests.builders import catalog_of, only_form

BODY = """
    nodes:
    - id: a
      title: 甲
      nodes:
      - {id: a.b, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}
      - {id: a.c, title: 丙, tailorable: true, items: [{id: y, kind: yes_no, WORDS,
         variants: {process: {question: 流程怎么问, guidance: 流程怎么说}}}]}
    - {id: d, title: 丁, items: [{id: z, kind: table, WORDS, columns: [{id: k, title: 列, kind: text}]}]}
"""


@pytest.fixture(scope="module")
def form() -> Form:
    return only_form(catalog_of(BODY))


def test_roots_leaves_and_order(form: Form) -> None:
    assert [node.id for node in form.roots] == ["a", "d"]
    assert [node.id for node in form.leaves] == ["a.b", "a.c", "d"]
    assert form.item_order == {"x": 1, "y": 2, "z": 3}
    assert [item.id for item in form.items_below("a")] == ["x", "y"]


def test_paths_do_not_say_the_same_twice(form: Form) -> None:
    assert [node.id for node in form.path("a.c")] == ["a", "a.c"]
    assert form.path_title("a.c") == "甲 › 丙"
    assert form.path_title("a.b", "/") == "甲"


def test_a_tailorable_section_is_found_by_id_or_its_last_part(form: Form) -> None:
    assert form.tailorable_node("a.c") is form.tailorable_node("c") is form.nodes["a.c"]
    assert form.tailorable_node("b") is None


def test_wording_goes_by_manufacturing_type(form: Form) -> None:
    item = form.items["y"]
    assert item.wording("process").question == "流程怎么问"
    assert item.wording("discrete").question == item.wording(None).question == "问"


def test_columns_are_found_by_id(form: Form) -> None:
    column = form.items["z"].column("k")
    assert column is not None
    assert not column.calculated
    assert form.items["z"].column("m") is None


def test_equal_content_has_an_equal_fingerprint(form: Form) -> None:
    assert only_form(catalog_of(BODY)).fingerprint == form.fingerprint
    assert only_form(catalog_of(BODY.replace("丁", "戊"))).fingerprint != form.fingerprint


def test_problems_and_errors_are_said_in_one_place() -> None:
    problems = [Problem("a.yaml:3", "写错了。"), Problem("", "没写。")]
    assert [str(problem) for problem in problems] == ["a.yaml:3: 写错了。", "没写。"]
    refused = InputRefusedError(problems)
    assert (
        str(refused)
        == "没有导入任何内容，原有数据没有变化。共发现 2 个问题：\n  a.yaml:3: 写错了。\n  没写。"
    )
    assert str(InputRefusedError(problems[:1], "不行：")) == "不行：\n  a.yaml:3: 写错了。"
    assert str(ContentError(problems)) == "a.yaml:3: 写错了。\n没写。"
    assert EnvironmentFaultError.title == "电脑环境出了问题"


def test_the_nearest_known_name() -> None:
    assert nearest("schedling", ["scheduling", "operation"]) == "scheduling"
    assert did_you_mean("schedling", ["scheduling"]) == "（是不是“scheduling”？）"
    assert did_you_mean("xyz", ["scheduling"]) == ""
