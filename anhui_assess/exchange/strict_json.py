"""JSON from elsewhere: no NaN, no duplicate keys, bounded depth and size."""

from __future__ import annotations

import json
from typing import Any

from anhui_assess.domain.errors import InputRefusedError
from anhui_assess.domain.problems import Problem

LARGEST_BYTES = 64 * 1024 * 1024
DEEPEST = 40


class _RefusalError(ValueError):
    pass


def loads(raw: bytes, name: str) -> Any:
    """Parse JSON bytes of a file called `name`.

    Raises InputRefusedError saying what and where for anything but sound JSON of sane size.
    """
    if len(raw) > LARGEST_BYTES:
        raise _refused(name, f"文件超过上限 {LARGEST_BYTES // 1048576} MB。")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(f"{name}:{raw[: error.start].count(10) + 1}", "不是 UTF-8 编码的文字。") from None
    if _depth(text) > DEEPEST:
        raise _refused(name, f"嵌套超过 {DEEPEST} 层，不像是答案文件。")
    try:
        return json.loads(text, parse_constant=_constant, object_pairs_hook=_pairs, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise _refused(
            f"{name}:{error.lineno}", f"不是正确的 JSON（第 {error.colno} 列）：{error.msg}。"
        ) from None
    except _RefusalError as error:
        raise _refused(name, str(error)) from None
    except (RecursionError, ValueError):
        raise _refused(name, "不是正确的 JSON。") from None


def _refused(where: str, message: str) -> InputRefusedError:
    return InputRefusedError([Problem(where, message)])


def _depth(text: str) -> int:
    """Return the deepest nesting, strings left out, without recursion."""
    deepest = depth = 0
    inside = escaped = False
    for character in text:
        if inside:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                inside = False
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _constant(name: str) -> Any:
    raise _RefusalError(f"不能用 {name} 作数值。")


def _integer(text: str) -> int:
    if len(text) > 30:  # noqa: PLR2004 - beyond any quantity; guards against huge integers
        raise _RefusalError("有一个整数长得离谱。")
    return int(text)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RefusalError(f"键“{key[:60]}”写了两次。")
        found[key] = value
    return found
