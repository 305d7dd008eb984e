from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.expressions import ExpressionError, Missing, parse, worst

ROWS = (
    {"kind": "a", "n": 3, "ok": True},
    {"kind": "b", "n": 5, "ok": False},
    {"kind": "a", "n": None},
    {"kind": "a", "n": 4.5},
)
KNOWN: dict[str, Any] = {
    "x": 6,
    "y": 4.0,
    "yes": True,
    "no": False,
    "word": "甲",
    "none": Missing.UNANSWERED,
    "na": Missing.NOT_APPLICABLE,
    "undefined": Missing.UNDEFINED,
    "t": ROWS,
    "empty": (),
    "picked": ("p", "q"),
    "profile.type": "discrete",
    "calc.limit": 4,
    "中文.题": 2,
}


def value(text: str) -> Any:
    return parse(text).evaluate(lambda name: KNOWN[name])


def holds(text: str) -> bool:
    return parse(text).holds(lambda name: KNOWN[name])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("24 / 4 / 2", 3.0),
        ("-2 * -3", 6),
        ("--2", 2),
        ("2 - -2", 4),
        ("x / y", 1.5),
        ("0.1 + 0.2", 0.1 + 0.2),
        ("1 + 1 = 2", True),
        ("not 1 = 2", True),
        ("not yes or yes", True),
        ("not (yes or yes)", False),
        ("no and no or yes", True),
        ("no and (no or yes)", False),
        ("yes or no and no", True),
        ("x >= 6 and x <= 6", True),
        ("x != y", True),
        ("x < y", False),
        ("x > y", True),
        ("'甲' = word", True),
        ("word = 'it is'", False),
        ("x in (1, 2 * 3)", True),
        ("word in ('乙', '丙')", False),
        ("none in ('乙')", False),
        ("yes = true", True),
        ("true + true", 2.0),
        ("profile.type = 'discrete'", True),
        ("中文.题 + 1", 3),
        ("if(x > 5, 'big', 'small')", "big"),
        ("if(none = 1, 1, 2)", 2),
        ("if(yes and no, 1, if(yes, 2, 3))", 2),
        ("least(x, y)", 4.0),
        ("greatest(x, y)", 6),
        ("least(x, none)", Missing.UNANSWERED),
        ("value_or(none, 7)", 7),
        ("value_or(x, 7)", 6),
        ("value_or(none, na)", Missing.NOT_APPLICABLE),
        ("answered(x)", True),
        ("answered(none)", False),
        ("answered(na)", False),
        ("has(picked, 'p')", True),
        ("has(picked, 'r')", False),
        ("has(none, 'p')", False),
        ("selected(picked)", 2),
        ("selected(na)", Missing.NOT_APPLICABLE),
        ("sum(t, n)", 12.5),
        ("sum(t, n, kind = 'a')", 7.5),
        ("sum(t, n, kind = 'a' and n > 3)", 4.5),
        ("sum(t, n, n > calc.limit)", 9.5),
        ("sum(t, n, kind = 'c')", 0.0),
        ("max(t, n)", 5),
        ("min(t, n, kind = 'a')", 3),
        ("max(t, n, kind = 'c')", Missing.UNANSWERED),
        ("min(empty, n)", Missing.UNANSWERED),
        ("sum(empty, n)", 0.0),
        ("count(t)", 4),
        ("count(t, ok = true)", 1),
        ("count(t, not ok = true)", 3),
        ("count(t, n >= 0)", 3),
        ("sum(none, n)", Missing.UNANSWERED),
        ("count(na)", Missing.NOT_APPLICABLE),
        ("sum(x, n)", 0.0),
        ("sum(t, kind)", 0.0),
    ],
)
def test_values(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert isinstance(found, bool) == isinstance(expected, bool)


@pytest.mark.parametrize("symbol", ["+", "-", "*", "/"])
def test_arithmetic_with_a_missing_value_is_missing_and_not_applicable_is_the_strongest(symbol: str) -> None:
    assert value(f"x {symbol} none") is Missing.UNANSWERED
    assert value(f"none {symbol} x") is Missing.UNANSWERED
    assert value(f"none {symbol} na") is Missing.NOT_APPLICABLE
    assert value(f"undefined {symbol} none") is Missing.UNANSWERED
    assert value(f"undefined {symbol} x") is Missing.UNDEFINED
    assert value(f"-(x {symbol} none)") is Missing.UNANSWERED


def test_division_by_zero_and_arithmetic_with_words_are_undefined() -> None:
    for text in ("x / 0", "x / (y - 4)", "word + 1", "x * word", "least(word, 1)"):
        assert value(text) is Missing.UNDEFINED, text


@pytest.mark.parametrize("symbol", ["=", "!=", "<", "<=", ">", ">="])
def test_a_comparison_with_a_missing_value_never_holds(symbol: str) -> None:
    for name in ("none", "na", "undefined", "(1 / 0)"):
        assert value(f"{name} {symbol} 1") is False
        assert value(f"1 {symbol} {name}") is False
        assert value(f"{name} {symbol} {name}") is False


def test_unlike_types_are_unequal_and_in_no_order() -> None:
    assert value("word != 1") is True
    for text in ("word = 1", "word < 1", "word > 1", "yes = 1", "picked < 1"):
        assert value(text) is False, text
    assert value("yes != 1") is True


def test_holds() -> None:
    assert holds("yes")
    assert holds("x")
    assert not any(holds(text) for text in ("no", "none", "na", "x - 6", "undefined"))


def test_worst() -> None:
    assert worst(1, Missing.UNDEFINED) is Missing.UNDEFINED
    assert worst(Missing.UNDEFINED, Missing.UNANSWERED) is Missing.UNANSWERED
    assert worst(Missing.UNANSWERED, Missing.NOT_APPLICABLE) is Missing.NOT_APPLICABLE
    assert not Missing.UNANSWERED


def test_an_expression_knows_the_names_it_reads() -> None:
    parsed = parse(
        "if(sum(t, n, kind = 'a' and n > calc.limit) > 0, has(picked, 'p'), answered(x)) or value_or(y, z) in (w)"
    )
    assert parsed.names == ("t", "calc.limit", "picked", "x", "y", "z", "w")
    assert ("sum", ("t", "n", "kind", "n")) in parsed.calls
    assert ("cell=", ("t", "kind", "a")) in parsed.calls
    assert ("has", ("picked", "p")) in parsed.calls
    assert parse("a = 'p' and b in ('q', 'r') and 1 = 's' and c + 1 = 't' and selected(d) > 1").calls == (
        ("=", ("a", "p")),
        ("=", ("b", "q")),
        ("=", ("b", "r")),
        ("selected", ("d",)),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "表达式是空的"),
        ("   ", "表达式是空的"),
        ("1 +", "这里应是数字、文字或名称，却是“结尾”：1 +"),
        ("(1", "第 3 个词应为“)”，却是“结尾”：(1"),
        ("1 2", "多出“2”：1 2"),
        ("a b", "多出“b”：a b"),
        ("1 = 2 = 3", "多出“=”：1 = 2 = 3"),
        ("a == 1", "这里应是数字、文字或名称，却是“=”：a == 1"),
        ("a & b", "看不懂“& b”：a & b"),
        ("a = '没写完", "看不懂“'没写完”：a = '没写完"),
        ("1.5.2", "看不懂“.2”：1.5.2"),
        ("and a", "这里应是数字、文字或名称，却是“and”：and a"),
        ("a in 1", "第 3 个词应为“(”，却是“1”：a in 1"),
        ("avg(t, n)", "没有函数“avg”：avg(t, n)"),
        ("sum(1, n)", "这里应是名称，却是“1”：sum(1, n)"),
        ("sum(t)", "第 4 个词应为“,”，却是“)”：sum(t)"),
        ("sum(t, 1)", "这里应是名称，却是“1”：sum(t, 1)"),
        ("if(a, 1)", "这个函数要 3 个参数，却有 2 个：if(a, 1)"),
        ("least(1, 2, 3)", "这个函数要 2 个参数，却有 3 个：least(1, 2, 3)"),
        ("answered()", "这里应是名称，却是“)”：answered()"),
        ("answered(", "这里应是名称，却是“结尾”：answered("),
    ],
)
def test_parser_errors_say_in_chinese_what_and_where(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert str(caught.value) == message


@given(st.text("ab1. ()+-*/=<>!,'甲ifandortsum", max_size=30))
def test_any_text_is_parsed_or_refused_in_words(text: str) -> None:
    try:
        parsed = parse(text)
    except ExpressionError as error:
        assert str(error)
    else:
        parsed.evaluate(lambda name: KNOWN.get(name, Missing.UNANSWERED))


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner)
    return pairs.map(" ".join) | inner.map("({})".format) | inner.map("-({})".format)


numbers = st.integers(0, 99).map(str) | st.decimals(0, 99, places=2).map(str)


@given(st.recursive(numbers, _wrapped, max_leaves=12))
def test_arithmetic_agrees_with_python(text: str) -> None:
    assert value(text) == eval(text)  # noqa: S307 - the text is made of digits and + - * ( )


@given(
    st.recursive(
        st.sampled_from(["yes", "no"]),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join),
            inner.map("not {}".format),
            inner.map("({})".format),
        ),
        max_leaves=10,
    )
)
def test_logic_agrees_with_python(text: str) -> None:
    assert holds(text) == eval(text, {"yes": True, "no": False})  # noqa: S307 - the text is made of and, or, not


@given(st.lists(st.integers(-50, 50) | st.none(), max_size=8), st.integers(-50, 50))
def test_aggregates_agree_with_python(cells: list[int | None], limit: int) -> None:
    rows = tuple({"n": cell} for cell in cells)
    kept = [cell for cell in cells if cell is not None and cell > limit]

    def found(text: str) -> Any:
        return parse(text).evaluate(lambda name: rows if name == "t" else limit)

    assert found("sum(t, n, n > calc.limit)") == sum(kept)
    assert found("count(t, n > calc.limit)") == len(kept)
    assert found("max(t, n, n > calc.limit)") == (max(kept) if kept else Missing.UNANSWERED)
    assert found("min(t, n, n > calc.limit)") == (min(kept) if kept else Missing.UNANSWERED)


def test_names_are_read_in_the_order_of_the_text_in_every_process() -> None:
    assert parse("profile.z > 1 and calc.y < 2 or b = 1 and calc.y > 0").names == (
        "profile.z",
        "calc.y",
        "b",
    )


def test_both_counts_what_two_answers_share() -> None:
    values: dict[str, object] = {"a": ("x", "y"), "b": ("y", "z"), "none": ()}

    def scope(name: str) -> object:
        return values.get(name, Missing.UNANSWERED)

    assert parse("both(a, b)").evaluate(scope) == 1
    assert parse("both(a, none)").evaluate(scope) == 0
    assert parse("both(a, open)").evaluate(scope) is Missing.UNANSWERED
    assert parse("both(a, b)").names == ("a", "b")
