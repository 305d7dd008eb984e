from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.content import source
from anhui_assess.content.source import LinedDict, line_of, parse_yaml, read_yaml
from anhui_assess.domain.problems import Problem


def parsed(raw: bytes) -> tuple[Any, list[str]]:
    problems: list[Problem] = []
    found = parse_yaml(raw, "a.yaml", problems)
    return found, [str(problem) for problem in problems]


def test_values_and_their_lines() -> None:
    found, problems = parsed("键: 1\nlist:\n- 甲\n-  乙\n\nmap:\n  inner: {deep: 2}\n".encode())
    assert problems == []
    assert found == {"键": 1, "list": ["甲", "乙"], "map": {"inner": {"deep": 2}}}
    assert [line_of(found, key) for key in ("键", "list", "map")] == [1, 2, 6]
    assert [line_of(found["list"], place) for place in (0, 1, 9)] == [3, 4, 3]
    assert (
        line_of(found["map"]["inner"]),
        line_of(found["map"], "gone"),
        line_of("text"),
        line_of({}, "x"),
    ) == (7, 7, 1, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("-5", -5), ("1_000", 1000), ("0", 0), ("0.8", 0.8), ("1.5e+3", 1500.0), ("true", True), ("No", False),
        ("null", None), ("~", None), ("''", ""), ("'1'", "1"), ("0123", "0123"), ("0x1F", "0x1F"), ("1:30", "1:30"),
        (".nan", ".nan"), (".inf", ".inf"), ("2026-01-05", "2026-01-05"), ("1" * 5000, "1" * 5000), ("三", "三"),
    ],
)  # fmt: skip
def test_scalars(text: str, value: object) -> None:
    """Codes with a leading zero and dates stay texts; what is no usable number stays one too."""
    found, problems = parsed(f"a: {text}".encode())
    assert problems == []
    assert found["a"] == value
    assert type(found["a"]) is type(value)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "1: 文件最外层应是“键: 值”。"),
        (b"- 1\n- 2", "1: 文件最外层应是“键: 值”。"),
        (b"text", "1: 文件最外层应是“键: 值”。"),
        ("a: 1\nb: 安徽".encode("gbk"), "2: 不是 UTF-8 编码的文字，请另存为 UTF-8。"),
        (b"a: 1\n---\nb: 2", "2: YAML 语法有错：but found another document"),
        (b"a: &x [*x]", "1: 不支持用 * 引用列表或“键: 值”，请把内容写全。"),
        (b"a: &x {k: 1}\nb:\n  <<: *x", "1: 不支持用 * 引用列表或“键: 值”，请把内容写全。"),
        (b"a: " + b"[" * 60 + b"]" * 60, "1: 嵌套超过 50 层，不像是表单或资源文件。"),
        (b"a: *gone", "1: YAML 语法有错：found undefined alias"),
    ],
)
def test_what_cannot_be_read(raw: bytes, expected: str) -> None:
    assert parsed(raw)[1] == [f"a.yaml:{expected}"]


def test_a_word_may_be_referred_to() -> None:
    assert parsed(b"a: &x text\nb: *x") == ({"a": "text", "b": "text"}, [])


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parsed(b"\xef\xbb\xbfa: 1") == ({"a": 1}, [])


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problems: list[Problem] = []
    assert read_yaml(tmp_path, problems) is None
    assert str(problems[0]).startswith(f"{tmp_path}:1: 读不出文件：")
    large = tmp_path / "large.yaml"
    large.write_text("a: 12345", encoding="utf-8")
    assert read_yaml(large, problems) == {"a": 12345}
    monkeypatch.setattr(source, "_LARGEST", 5)
    assert read_yaml(large, problems) is None
    assert str(problems[-1]) == f"{large}:1: 文件太大，不像是表单或资源文件。"


@given(st.binary(max_size=60) | st.text("ab:-[]{}&*!|>'\"#%@ \n1.", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    found, problems = parsed(raw)
    assert isinstance(found, LinedDict) or problems
    assert all(problem.startswith("a.yaml:") and "\n" not in problem for problem in problems)
