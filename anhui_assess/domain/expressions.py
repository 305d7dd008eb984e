"""The small expression language of forms: conditions, calculated columns, formulas (see forms/README.md).

A real tokenizer and recursive-descent parser; no `eval`. An expression knows every name it depends on, so conditions and
formulas can be ordered in a dependency graph and cycles found when a form is loaded.

A value that is not there is a `Missing` member. Arithmetic with a missing operand is missing; every comparison with one
is false. Not-applicable outweighs unanswered, so that an indicator over a not-applicable figure leaves the weighting.
"""

from __future__ import annotations

import enum
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from anhui_assess.domain.row_gaps import gaps_of

Row = Mapping[str, Any]


class Missing(enum.Enum):
    """Why a value is not there."""

    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"
    UNDEFINED = "undefined"

    def __bool__(self) -> bool:
        return False


class ExpressionError(ValueError):
    """The text is not an expression; the message (Chinese) says where and what was expected."""


class Scope(Protocol):
    """Where an expression finds the value of a name."""

    def __call__(self, name: str) -> Any:
        """Return the value of `name`, or a `Missing` member."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A sum, maximum, minimum or count over the rows of a table within an expression.

    `kept` returns, for a scope, the rows that count with their numbers from 0; none while the table is not answered. `gaps`
    returns the (row number, empty required column) pairs that keep a sum, maximum or minimum from being known.
    """

    function: str
    table: str
    column: str
    kept: Callable[[Scope], Sequence[tuple[int, Row]]] = field(repr=False, compare=False)
    gaps: Callable[[Scope], Sequence[tuple[int, str]]] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression.

    Attributes:
        text: the source text.
        names: every item, profile field, calculation or column name it reads, in the order they appear.
        calls: every function it uses, for static checks; `=` with a name and a text it is compared with, `cell=` with
            a table, a column and such a text.
        aggregates: every sum, maximum, minimum and count, for showing what went into it.
    """

    text: str
    names: tuple[str, ...]
    calls: tuple[tuple[str, tuple[str, ...]], ...]
    _evaluate: Callable[[Scope], Any] = field(repr=False, compare=False)
    aggregates: tuple[Aggregate, ...] = field(default=(), repr=False, compare=False)

    def evaluate(self, scope: Scope) -> Any:
        """Return a number, string, bool or a `Missing` member."""
        return self._evaluate(scope)

    def holds(self, scope: Scope) -> bool:
        """Return whether the expression is true; a missing value counts as not true."""
        value = self._evaluate(scope)
        return value is True or (value is not False and not isinstance(value, Missing) and bool(value))


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*')|(?P<name>[A-Za-z_\u4e00-\u9fff][\w]*(?:\.\w+)*)|(?P<op><=|>=|!=|[-+*/()=<>,]))"
)
_OPEN = "("
_BOOLEANS = {"true": True, "false": False}
_KEYWORDS = frozenset({"and", "or", "not", "in", "true", "false"})
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def worst(*values: Any) -> Missing:
    """Return the strongest reason among the missing values given."""
    if any(value is Missing.NOT_APPLICABLE for value in values):
        return Missing.NOT_APPLICABLE
    if any(value is Missing.UNANSWERED for value in values):
        return Missing.UNANSWERED
    return Missing.UNDEFINED


def _number(value: Any) -> float | Missing:
    if isinstance(value, Missing):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, (int, float)):
        return value
    return Missing.UNDEFINED


def _arithmetic(symbol: str, left: Any, right: Any) -> float | Missing:
    first, second = _number(left), _number(right)
    if isinstance(first, Missing) or isinstance(second, Missing):
        return worst(first, second)
    if symbol == "+":
        return first + second
    if symbol == "-":
        return first - second
    if symbol == "*":
        return first * second
    return first / second if second else Missing.UNDEFINED


def _compare(symbol: str, left: Any, right: Any) -> bool:
    if isinstance(left, Missing) or isinstance(right, Missing):
        return False
    if isinstance(left, bool) != isinstance(right, bool) or isinstance(left, str) != isinstance(right, str):
        return symbol == "!="
    try:
        return bool(_COMPARE[symbol](left, right))
    except TypeError:
        return False


def _truth(value: Any) -> bool:
    return not isinstance(value, Missing) and bool(value)


Evaluator = Callable[[Scope], Any]


class _Parser:
    """Recursive descent over the token list; collects names and calls as it goes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokenize(text))
        self.at = 0
        self.names: dict[str, None] = {}
        self.calls: list[tuple[str, tuple[str, ...]]] = []
        self.aggregates: list[Aggregate] = []

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def take(self, expected: str | None = None) -> str:
        token = self.peek()
        if expected is not None and token != expected:
            raise ExpressionError(
                f"第 {self.at + 1} 个词应为“{expected}”，却是“{token or '结尾'}”：{self.text}"
            )
        self.at += 1
        return token

    def parse(self) -> Evaluator:
        result = self.either()
        if self.at < len(self.tokens):
            raise ExpressionError(f"多出“{self.peek()}”：{self.text}")
        return result

    def either(self) -> Evaluator:
        parts = [self.both()]
        while self.peek() == "or":
            self.take()
            parts.append(self.both())
        if len(parts) == 1:
            return parts[0]
        return lambda scope: any(_truth(part(scope)) for part in parts)

    def both(self) -> Evaluator:
        parts = [self.negation()]
        while self.peek() == "and":
            self.take()
            parts.append(self.negation())
        if len(parts) == 1:
            return parts[0]
        return lambda scope: all(_truth(part(scope)) for part in parts)

    def negation(self) -> Evaluator:
        if self.peek() == "not":
            self.take()
            inner = self.negation()
            return lambda scope: not _truth(inner(scope))
        return self.comparison()

    def comparison(self) -> Evaluator:
        start = self.at
        left = self.total()
        name = self.tokens[start][1] if self.at == start + 1 and self.tokens[start][0] == "name" else ""
        symbol = self.peek()
        if symbol in _COMPARE:
            self.take()
            right = self.operand(name)
            return lambda scope: _compare(symbol, left(scope), right(scope))
        if symbol == "in":
            self.take()
            self.take("(")
            members = [self.operand(name)]
            while self.peek() == ",":
                self.take()
                members.append(self.operand(name))
            self.take(")")
            return lambda scope: any(_compare("=", left(scope), member(scope)) for member in members)
        return left

    def operand(self, compared: str) -> Evaluator:
        """Parse what the name `compared` (empty for none) is compared with; a text is noted as a choice of it."""
        if compared and self.kind() == "text":
            self.calls.append(("=", (compared, self.peek()[1:-1])))
        return self.total()

    def total(self) -> Evaluator:
        result = self.product()
        while self.peek() in ("+", "-"):
            result = self.binary(result, self.take(), self.product())
        return result

    def product(self) -> Evaluator:
        result = self.unary()
        while self.peek() in ("*", "/"):
            result = self.binary(result, self.take(), self.unary())
        return result

    @staticmethod
    def binary(left: Evaluator, symbol: str, right: Evaluator) -> Evaluator:
        return lambda scope: _arithmetic(symbol, left(scope), right(scope))

    def unary(self) -> Evaluator:
        if self.peek() == "-":
            self.take()
            inner = self.unary()
            return lambda scope: _arithmetic("-", 0, inner(scope))
        return self.atom()

    def atom(self) -> Evaluator:
        kind, token = self.kind(), self.peek()
        if token == _OPEN:
            self.take()
            inner = self.either()
            self.take(")")
            return inner
        self.take()
        if kind == "number":
            value = float(token) if "." in token else int(token)
            return lambda _scope: value
        if kind == "text":
            content = token[1:-1]
            return lambda _scope: content
        if token in _BOOLEANS:
            flag = _BOOLEANS[token]
            return lambda _scope: flag
        if kind == "name" and token not in _KEYWORDS:
            return self.call(token) if self.peek() == "(" else self.name(token)
        raise ExpressionError(f"这里应是数字、文字或名称，却是“{token or '结尾'}”：{self.text}")

    def name(self, name: str) -> Evaluator:
        self.names[name] = None
        return lambda scope: scope(name)

    def call(self, function: str) -> Evaluator:
        if function not in _FUNCTIONS:
            raise ExpressionError(f"没有函数“{function}”：{self.text}")
        self.take("(")
        return _FUNCTIONS[function](self)

    def plain_name(self) -> str:
        if self.kind() != "name":
            raise ExpressionError(f"这里应是名称，却是“{self.peek() or '结尾'}”：{self.text}")
        return self.take()

    def row_condition(self, table: str) -> tuple[Evaluator, tuple[str, ...]]:
        """Parse a condition over the rows of `table`: a name without a dot is a column, one with a dot an outer name."""
        before, noted = self.names, len(self.calls)
        self.names = {}
        condition = self.either()
        for place in range(noted, len(self.calls)):
            function, arguments = self.calls[place]
            if function == "=" and "." not in arguments[0]:
                self.calls[place] = ("cell=", (table, *arguments))
        inside, self.names = self.names, before
        columns = tuple(sorted(name for name in inside if "." not in name))
        self.names.update({name: None for name in inside if "." in name})
        return condition, columns


def _row_scope(row: Row, outer: Scope) -> Scope:
    def scope(name: str) -> Any:
        if "." in name:
            return outer(name)
        return Missing.UNANSWERED if row.get(name) is None else row[name]

    return scope


def _rows(value: Any) -> Sequence[Row]:
    return value if isinstance(value, (list, tuple)) else ()


def _gaps(
    table: str, column: str, used: Sequence[str], condition: Evaluator | None
) -> Callable[[Scope], Sequence[tuple[int, str]]]:
    """Return what finds the rows that keep a total from being known; a count (no column) has none."""

    def gaps(scope: Scope) -> Sequence[tuple[int, str]]:
        def holds(row: Row) -> bool:
            return condition is None or _truth(condition(_row_scope(row, scope)))

        return gaps_of(scope(table), column, used, holds) if column else ()

    return gaps


def _aggregate(
    combine: Callable[[Sequence[float]], float | Missing], name: str, *, with_column: bool
) -> Callable[[_Parser], Evaluator]:
    def parse(parser: _Parser) -> Evaluator:
        table = parser.plain_name()
        parser.names[table] = None
        column = ""
        if with_column:
            parser.take(",")
            column = parser.plain_name()
        condition: Evaluator | None = None
        columns: tuple[str, ...] = (column,) if column else ()
        used: tuple[str, ...] = ()
        if parser.peek() == ",":
            parser.take()
            condition, used = parser.row_condition(table)
            columns += used
        parser.take(")")
        parser.calls.append((name, (table, *columns)))

        def kept_rows(scope: Scope) -> Sequence[tuple[int, Row]]:
            return [
                (number, row)
                for number, row in enumerate(_rows(scope(table)))
                if condition is None or _truth(condition(_row_scope(row, scope)))
            ]

        gaps = _gaps(table, column, used, condition)
        parser.aggregates.append(Aggregate(name, table, column, kept_rows, gaps))

        def evaluate(scope: Scope) -> Any:
            rows = scope(table)
            if isinstance(rows, Missing):
                return rows
            kept = kept_rows(scope)
            if not with_column:
                return len(kept)
            if gaps(scope):
                return Missing.UNANSWERED
            numbers = [_number(row[column]) for _, row in kept if row.get(column) is not None]
            return combine([number for number in numbers if not isinstance(number, Missing)])

        return evaluate

    return parse


def _sum(numbers: Sequence[float]) -> float | Missing:
    return float(sum(numbers))


def _max(numbers: Sequence[float]) -> float | Missing:
    return max(numbers) if numbers else Missing.UNANSWERED


def _min(numbers: Sequence[float]) -> float | Missing:
    return min(numbers) if numbers else Missing.UNANSWERED


def _arguments(parser: _Parser, count: int) -> list[Evaluator]:
    found = [parser.either()]
    while parser.peek() == ",":
        parser.take()
        found.append(parser.either())
    parser.take(")")
    if len(found) != count:
        raise ExpressionError(f"这个函数要 {count} 个参数，却有 {len(found)} 个：{parser.text}")
    return found


def _parse_answered(parser: _Parser) -> Evaluator:
    name = parser.plain_name()
    parser.names[name] = None
    parser.take(")")
    return lambda scope: not isinstance(scope(name), Missing)


def _parse_value_or(parser: _Parser) -> Evaluator:
    first, second = _arguments(parser, 2)

    def evaluate(scope: Scope) -> Any:
        value = first(scope)
        return second(scope) if isinstance(value, Missing) else value

    return evaluate


def _parse_if(parser: _Parser) -> Evaluator:
    condition, yes, no = _arguments(parser, 3)
    return lambda scope: yes(scope) if _truth(condition(scope)) else no(scope)


def _parse_pick(choose: Callable[[float, float], float]) -> Callable[[_Parser], Evaluator]:
    def parse(parser: _Parser) -> Evaluator:
        first, second = _arguments(parser, 2)

        def evaluate(scope: Scope) -> Any:
            left, right = _number(first(scope)), _number(second(scope))
            if isinstance(left, Missing) or isinstance(right, Missing):
                return worst(left, right)
            return choose(left, right)

        return evaluate

    return parse


def _parse_has(parser: _Parser) -> Evaluator:
    name = parser.plain_name()
    parser.names[name] = None
    parser.take(",")
    parser.calls.append(("has", (name, parser.peek().strip("'"))))
    wanted = parser.atom()
    parser.take(")")

    def evaluate(scope: Scope) -> bool:
        chosen = scope(name)
        return not isinstance(chosen, Missing) and wanted(scope) in chosen

    return evaluate


def _parse_selected(parser: _Parser) -> Evaluator:
    name = parser.plain_name()
    parser.names[name] = None
    parser.calls.append(("selected", (name,)))
    parser.take(")")

    def evaluate(scope: Scope) -> Any:
        chosen = scope(name)
        return chosen if isinstance(chosen, Missing) else len(chosen)

    return evaluate


def _parse_both(parser: _Parser) -> Evaluator:
    """`both(a, b)`: how many choices are picked in both answers."""
    names = []
    for closing in (",", ")"):
        name = parser.plain_name()
        parser.names[name] = None
        parser.calls.append(("selected", (name,)))
        parser.take(closing)
        names.append(name)
    first, second = names

    def evaluate(scope: Scope) -> Any:
        left, right = scope(first), scope(second)
        if isinstance(left, Missing) or isinstance(right, Missing):
            return worst(left, right)
        return len(frozenset(left) & frozenset(right))

    return evaluate


_FUNCTIONS: Mapping[str, Callable[[_Parser], Evaluator]] = {
    "sum": _aggregate(_sum, "sum", with_column=True),
    "max": _aggregate(_max, "max", with_column=True),
    "min": _aggregate(_min, "min", with_column=True),
    "count": _aggregate(_sum, "count", with_column=False),
    "answered": _parse_answered,
    "value_or": _parse_value_or,
    "if": _parse_if,
    "least": _parse_pick(min),
    "greatest": _parse_pick(max),
    "has": _parse_has,
    "selected": _parse_selected,
    "both": _parse_both,
}


def tokens(text: str) -> list[tuple[str, str]]:
    """Return the words of an expression as (kind, text); kind is number, text, name or op."""
    return list(_kept_tokens(text))


@lru_cache(maxsize=2048)
def _kept_tokens(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of an expression, once for all reports: a form's formulas are printed in each."""
    return tuple(_tokenize(text))


def _tokenize(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    stripped = text.rstrip()
    while at < len(stripped):
        match = _TOKEN.match(stripped, at)
        if match is None:
            raise ExpressionError(f"看不懂“{stripped[at:].strip()[:12]}”：{text}")
        at = match.end()
        kind = match.lastgroup or ""
        yield kind, match.group(kind)


def parse(text: str) -> Expression:
    """Parse an expression.

    Raises ExpressionError with a Chinese message when the text is not one.
    """
    parser = _Parser(str(text))
    if not parser.tokens:
        raise ExpressionError("表达式是空的")
    evaluate = parser.parse()
    return Expression(str(text), tuple(parser.names), tuple(parser.calls), evaluate, tuple(parser.aggregates))
