"""YAML text to plain data that remembers its line numbers. Safe tags only; a key written twice is a problem."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from anhui_assess.domain.problems import Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LARGEST = 20_000_000
_DEEPEST = 50


class LinedDict(dict[str, Any]):
    """A mapping that knows on which line it and each key stands."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class LinedList(list[Any]):
    """A list that knows on which line it and each entry stands."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def line_of(container: Any, key: Any = None) -> int:
    """Return the line of a container, or of one of its entries."""
    if key is None or not isinstance(container, (LinedDict, LinedList)):
        return getattr(container, "line", 1)
    if isinstance(container, LinedDict):
        return container.lines.get(key, container.line)
    return container.lines[key] if 0 <= key < len(container.lines) else container.line


def read_yaml(path: Path, problems: list[Problem]) -> LinedDict | None:
    """Read a YAML file whose top is a mapping; on a fault add problems and return None."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(f"{path}:1", f"读不出文件：{error.strerror}"))
        return None
    if len(raw) > _LARGEST:
        problems.append(Problem(f"{path}:1", "文件太大，不像是表单或资源文件。"))
        return None
    return parse_yaml(raw, str(path), problems)


def parse_yaml(raw: bytes, name: str, problems: list[Problem]) -> LinedDict | None:
    """Parse YAML bytes whose top is a mapping; `name` stands before the line in problems."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(f"{name}:{line}", "不是 UTF-8 编码的文字，请另存为 UTF-8。"))
        return None
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.append(Problem(f"{name}:{line}", f"YAML 语法有错：{error.reason}"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problems.append(
            Problem(f"{name}:{line}", f"YAML 语法有错：{getattr(error, 'problem', None) or error}")
        )
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(f"{name}:1", "文件最外层应是“键: 值”。"))
        return None
    converted = _Converter(name, problems).convert(node)
    return converted if isinstance(converted, LinedDict) else None


class _Converter:
    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems
        self.seen: set[int] = set()
        self.depth = 0

    def convert(self, node: yaml.Node) -> Any:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if id(node) in self.seen:
            self.problems.append(
                Problem(f"{self.name}:{line}", "不支持用 * 引用列表或“键: 值”，请把内容写全。")
            )
            return None
        self.seen.add(id(node))
        if self.depth > _DEEPEST:
            self.problems.append(
                Problem(f"{self.name}:{line}", f"嵌套超过 {_DEEPEST} 层，不像是表单或资源文件。")
            )
            return None
        self.depth += 1
        found = (
            self._mapping(node, line) if isinstance(node, yaml.MappingNode) else self._sequence(node, line)
        )
        self.depth -= 1
        return found

    def _sequence(self, node: yaml.Node, line: int) -> LinedList:
        entries = LinedList(line)
        for child in node.value:
            entries.append(self.convert(child))
            entries.lines.append(child.start_mark.line + 1)
        return entries

    def _mapping(self, node: yaml.MappingNode, line: int) -> LinedDict:
        mapping = LinedDict(line)
        for key_node, value_node in node.value:
            key = str(key_node.value)
            at = key_node.start_mark.line + 1
            if key in mapping:
                self.problems.append(
                    Problem(f"{self.name}:{at}", f"键“{key}”写了两次（上一次在第 {mapping.lines[key]} 行）。")
                )
                continue
            mapping[key] = self.convert(value_node)
            mapping.lines[key] = at
        return mapping

    def _scalar(self, node: yaml.Node, line: int) -> Any:
        tag = str(node.tag).rsplit(":", 1)[-1]
        text = str(node.value)
        try:
            if tag == "int":
                return (
                    int(text.replace("_", ""), 0)
                    if not text.lstrip("+-").startswith("0") or text == "0"
                    else text
                )
            if tag == "float":
                return float(text.replace("_", ""))
        except ValueError:
            return text
        if tag == "bool":
            return text.lower() in ("true", "yes", "on")
        if tag == "null":
            return None
        if tag not in ("str", "timestamp", "merge", "int", "float"):
            self.problems.append(Problem(f"{self.name}:{line}", f"不支持 YAML 标签“{node.tag}”。"))
        return text
