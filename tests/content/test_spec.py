from __future__ import annotations

import math

import pytest

from anhui_assess.content.spec import Either, Flag, Key, ListOf, MapOf, Number, Record, Report, Spec, Text
from anhui_assess.domain.problems import Problem


def faults(spec: Spec, value: object) -> list[str]:
    problems: list[Problem] = []
    spec.check(value, 3, "它", Report("a.yaml", problems))
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("spec", "value", "expected"),
    [
        (Text(nullable=True), None, []),
        (Text(), None, ["它应是文字，却是空。"]),
        (Text(), True, ["它应是文字，却是true/false（给数字加上引号）。"]),
        (Text(of=("good",)), "goood", ["它不能是“goood”（是不是“good”？）；可用：good。"]),
        (Text(pattern="a+"), "b", ["它“b”写法不对，应符合 a+。"]),
        (Text(pattern="a+"), "", []),
        (Number(nullable=True), None, []),
        (Number(0, 5), 5, []),
        (Number(0, 5), 6, ["它应在 0 到 5 之间，却是 6。"]),
        (Number(2), 1, ["它不能小于 2，却是 1。"]),
        (Number(), True, ["它应是数字，却是true/false。"]),
        (Number(), math.inf, ["它不是一个可用的数。"]),
        (Number(), math.nan, ["它不是一个可用的数。"]),
        (Number(integer=True), 1.0, []),
        (Flag(nullable=True), None, []),
        (Flag(), 0, ["它应是 true 或 false，却是数字。"]),
        (ListOf(Text(), 1, 2), ["a", "b", "c"], ["它应有 1 到 2 项，却有 3 项。"]),
        (ListOf(Flag()), [True, 1], ["它第 2 项应是 true 或 false，却是数字。"]),
        (MapOf(Flag()), [], ["它应是“键: 值”，却是列表。"]),
        (Either([(bool, Flag()), ((int, float), Number())]), True, []),
        (Either([((int, float), Number())]), True, ["它不能是true/false。"]),
        (Record("件", {}), 5, ["它应是“键: 值”，却是数字。"]),
        (
            Record("件", {"k": Key(Text(), required=True)}),
            {"id": ""},
            ["它：不认识的键“id”。", "它：缺少“k”。"],
        ),
    ],
)
def test_checks(spec: Spec, value: object, expected: list[str]) -> None:
    assert faults(spec, value) == expected


def test_schemas() -> None:
    assert Text(2, "a", ("x", "y"), nullable=True, doc="说明").schema() == {
        "type": ["string", "null"], "enum": ["x", "y", None], "pattern": "^(?:a)$", "minLength": 2, "description": "说明",
    }  # fmt: skip
    assert Number(0, 5, integer=True, nullable=True).schema() == {
        "type": ["integer", "null"],
        "minimum": 0,
        "maximum": 5,
    }
    assert Flag(nullable=True).schema() == {"type": ["boolean", "null"]}
    assert ListOf(Flag(), 1).schema() == {"type": "array", "items": {"type": "boolean"}, "minItems": 1}
    assert MapOf(Flag()).schema() == {"type": "object", "additionalProperties": {"type": "boolean"}}
    assert MapOf(Flag(), ("k",)).schema() == {
        "type": "object", "properties": {"k": {"type": "boolean"}}, "additionalProperties": False,
    }  # fmt: skip
    record = Record("件", {"k": Key(Flag(), required=True), "m": Key(Either([(str, Text())]))}, doc="一件")
    assert record.schema() == record.schema() == {
        "type": "object", "additionalProperties": False, "required": ["k"], "description": "一件",
        "properties": {"k": {"type": "boolean"}, "m": {"anyOf": [{"type": "string"}]}},
    }  # fmt: skip
