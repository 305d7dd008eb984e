"""A small language to declare what a file may contain: it checks with line numbers and gives the JSON Schema."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from anhui_assess.content.source import line_of
from anhui_assess.domain.problems import Problem, did_you_mean

_LARGEST = 1e15
_TYPE_WORDS = {
    dict: "“键: 值”",
    list: "列表",
    str: "文字",
    bool: "true/false",
    int: "数字",
    float: "数字",
    type(None): "空",
}


class Report:
    """Collects problems of one file."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems

    def add(self, line: int, message: str) -> None:
        """Add a problem at a line."""
        self.problems.append(Problem(f"{self.name}:{line}", message))


class Spec(Protocol):
    """Something a value can be checked against."""

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        """Report every fault of `value`, which stands at `line` and is called `what`."""

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema."""


def _kind(value: Any) -> str:
    for base in (dict, list):
        if isinstance(value, base):
            return _TYPE_WORDS[base]
    return _TYPE_WORDS.get(type(value), type(value).__name__)


@dataclass(frozen=True)
class Text:
    """A text of at least `least` characters, matching `pattern` when given; `of` lists the allowed values."""

    least: int = 0
    pattern: str = ""
    of: tuple[str, ...] = ()
    nullable: bool = False
    doc: str = ""

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        """Report a wrong type, an unknown value or a wrong shape."""
        if value is None and self.nullable:
            return
        if not isinstance(value, str):
            hint = "（给数字加上引号）" if isinstance(value, (int, float)) else ""
            report.add(line, f"{what}应是文字，却是{_kind(value)}{hint}。")
        elif self.of and value not in self.of:
            report.add(
                line, f"{what}不能是“{value}”{did_you_mean(value, self.of)}；可用：{'、'.join(self.of)}。"
            )
        elif len(value.strip()) < self.least:
            report.add(line, f"{what}不能为空。")
        elif self.pattern and value and not re.fullmatch(self.pattern, value):
            report.add(line, f"{what}“{value}”写法不对，应符合 {self.pattern}。")

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema."""
        found: dict[str, Any] = {"type": ["string", "null"] if self.nullable else "string"}
        if self.of:
            found["enum"] = [*self.of, None] if self.nullable else list(self.of)
        if self.pattern:
            found["pattern"] = f"^(?:{self.pattern})$"
        if self.least:
            found["minLength"] = self.least
        return _documented(found, self.doc)


@dataclass(frozen=True)
class Number:
    """A finite number within a range."""

    low: float | None = None
    high: float | None = None
    integer: bool = False
    nullable: bool = False
    doc: str = ""

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        """Report a wrong type or range."""
        if value is None and self.nullable:
            return
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            report.add(line, f"{what}应是数字，却是{_kind(value)}。")
        elif abs(value) > _LARGEST or math.isnan(value):
            report.add(line, f"{what}不是一个可用的数。")
        elif self.integer and value != int(value):
            report.add(line, f"{what}应是整数，却是 {value}。")
        elif (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            report.add(line, f"{what}{self._range()}，却是 {value}。")

    def _range(self) -> str:
        if self.high is None:
            return f"不能小于 {self.low}"
        return f"不能大于 {self.high}" if self.low is None else f"应在 {self.low} 到 {self.high} 之间"

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema."""
        name = "integer" if self.integer else "number"
        found: dict[str, Any] = {"type": [name, "null"] if self.nullable else name}
        if self.low is not None:
            found["minimum"] = self.low
        if self.high is not None:
            found["maximum"] = self.high
        return _documented(found, self.doc)


@dataclass(frozen=True)
class Flag:
    """true or false."""

    nullable: bool = False
    doc: str = ""

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        """Report anything but a boolean."""
        if not isinstance(value, bool) and not (value is None and self.nullable):
            report.add(line, f"{what}应是 true 或 false，却是{_kind(value)}。")

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema."""
        return _documented({"type": ["boolean", "null"] if self.nullable else "boolean"}, self.doc)


@dataclass(frozen=True)
class ListOf:
    """A list of alike entries."""

    entry: Spec
    least: int = 0
    most: int | None = None
    doc: str = ""

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        """Report a wrong type, length, and every faulty entry."""
        if not isinstance(value, list):
            report.add(line, f"{what}应是列表，却是{_kind(value)}。")
            return
        if len(value) < self.least or (self.most is not None and len(value) > self.most):
            report.add(line, f"{what}{self._wanted()} 项，却有 {len(value)} 项。")
        for number, entry in enumerate(value):
            self.entry.check(entry, line_of(value, number), f"{what}第 {number + 1} 项", report)

    def _wanted(self) -> str:
        if self.most is None:
            return f"应至少有 {self.least}"
        return f"应有 {self.least}" if self.least == self.most else f"应有 {self.least} 到 {self.most}"

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema."""
        found: dict[str, Any] = {"type": "array", "items": self.entry.schema()}
        if self.least:
            found["minItems"] = self.least
        return _documented(found, self.doc)


@dataclass(frozen=True)
class MapOf:
    """A mapping of free keys (or of those in `keys`) to alike values."""

    value: Spec
    keys: tuple[str, ...] = ()
    doc: str = ""

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        """Report a wrong type, unknown keys and every faulty value."""
        if not isinstance(value, dict):
            report.add(line, f"{what}应是“键: 值”，却是{_kind(value)}。")
            return
        for key, entry in value.items():
            at = line_of(value, key)
            if self.keys and key not in self.keys:
                report.add(
                    at, f"{what}没有“{key}”{did_you_mean(key, self.keys)}；可用：{'、'.join(self.keys)}。"
                )
            else:
                self.value.check(entry, at, f"{what}的“{key}”", report)

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema."""
        found: dict[str, Any] = {"type": "object"}
        if self.keys:
            found["properties"] = {key: self.value.schema() for key in self.keys}
            found["additionalProperties"] = False
        else:
            found["additionalProperties"] = self.value.schema()
        return _documented(found, self.doc)


@dataclass(frozen=True)
class Either:
    """A value that fits one of several specs, told apart by type."""

    options: Sequence[tuple[type | tuple[type, ...], Spec]]
    doc: str = ""

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        """Check against the option of the value's type."""
        for types, spec in self.options:
            if isinstance(value, types) and not (isinstance(value, bool) and types is not bool):
                spec.check(value, line, what, report)
                return
        report.add(line, f"{what}不能是{_kind(value)}。")

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema."""
        return _documented({"anyOf": [spec.schema() for _, spec in self.options]}, self.doc)


@dataclass(frozen=True)
class Key:
    """A key of a record: what its value must be and whether it must stand."""

    spec: Spec
    required: bool = False


@dataclass(frozen=True)
class Record:
    """A mapping with declared keys; any other key is a fault with the nearest name."""

    name: str
    keys: Mapping[str, Key]
    doc: str = ""
    identify: str = "id"
    _cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def check(self, value: Any, line: int, what: str, report: Report) -> None:
        """Report a wrong type, unknown and missing keys, and every faulty value."""
        if not isinstance(value, dict):
            report.add(line, f"{what}应是“键: 值”，却是{_kind(value)}。")
            return
        label = value.get(self.identify)
        who = (
            f"{self.name}“{label}”" if isinstance(label, (str, int)) and label != "" else (what or self.name)
        )
        for key, entry in value.items():
            at = line_of(value, key)
            if key not in self.keys:
                report.add(at, f"{who}：不认识的键“{key}”{did_you_mean(key, self.keys)}。")
            else:
                self.keys[key].spec.check(entry, at, f"{who}的 {key} ", report)
        for key, declared in self.keys.items():
            if declared.required and key not in value:
                report.add(line_of(value), f"{who}：缺少“{key}”。")

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema."""
        if not self._cache:
            self._cache["found"] = {
                "type": "object",
                "additionalProperties": False,
                "required": [key for key, declared in self.keys.items() if declared.required],
                "properties": {key: declared.spec.schema() for key, declared in self.keys.items()},
            }
        return _documented(dict(self._cache["found"]), self.doc)


def _documented(schema: dict[str, Any], doc: str) -> Mapping[str, Any]:
    return {**schema, "description": doc} if doc else schema
