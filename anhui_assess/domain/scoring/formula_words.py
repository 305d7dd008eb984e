"""A formula as a reader sees it: names by their titles, signs as in a schoolbook, functions in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.expressions import Expression, tokens
from anhui_assess.domain.form import Choice, Form, Item

_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "*": " × ",
        "/": " ÷ ",
        "+": " ＋ ",
        "-": " － ",
        ",": "，",
        "(": "（",
        ")": "）",
        "=": "为",
        "!=": "不是",
        ">": " 大于 ",
        ">=": " 不小于 ",
        "<": " 小于 ",
        "<=": " 不大于 ",
        "and": "且",
        "or": "或",
        "not": "非",
        "in": "属于",
        "true": "是",
        "false": "否",
    }
)
_FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "sum": "合计",
        "max": "最大",
        "min": "最小",
        "count": "行数",
        "value_or": "没有则取",
        "if": "按条件取",
        "least": "取小",
        "greatest": "取大",
        "has": "勾选了",
        "selected": "勾选数",
        "both": "都勾选数",
        "answered": "已填",
    }
)
_OVER_ROWS = frozenset({"sum", "max", "min", "count"})


def title_of(catalog: Catalog, form: Form, name: str) -> str:
    """Return the title of an item, a profile figure or a calculation by the name expressions use."""
    if name.startswith("calc."):
        calc_id = name.removeprefix("calc.")
        for found in (form, *catalog.forms.values()):
            if calc_id in found.calculations:
                return found.calculations[calc_id].title
    if name in catalog.names:
        form_id, item_id = catalog.names[name]
        return catalog.forms[form_id].items[item_id].title
    return name


def formula_words(catalog: Catalog, form: Form, expression: Expression) -> str:
    """Return an expression in words."""
    found = tokens(expression.text)
    words: list[str] = []
    tables: list[Item | None] = []
    compared: tuple[Item | None, str] = (None, "")
    for place, (kind, text) in enumerate(found):
        following = found[place + 1][1] if place + 1 < len(found) else ""
        table = next((item for item in reversed(tables) if item is not None), None)
        if kind == "name" and following == "(" and text in _FUNCTIONS:
            words.append(_FUNCTIONS[text])
            tables.append(_table(catalog, found[place + 2][1]) if text in _OVER_ROWS else None)
        elif kind == "name" and text not in _SIGNS:
            compared = (table, text)
            words.append(_name(catalog, form, table, text))
        elif kind == "text":
            words.append(f"“{_choice(catalog, compared, text[1:-1])}”")
        else:
            if text == "(" and not (place and found[place - 1][1] in _FUNCTIONS):
                tables.append(None)
            if text == ")" and tables:
                tables.pop()
            words.append(_SIGNS.get(text, text))
    return "".join(words)


def _table(catalog: Catalog, name: str) -> Item | None:
    place = catalog.names.get(name)
    return catalog.item(*place) if place else None


def _name(catalog: Catalog, form: Form, table: Item | None, name: str) -> str:
    if table is not None and "." not in name:
        column = table.column(name)
        return column.title if column else _HIDDEN.get(name, name)
    return title_of(catalog, form, name)


_HIDDEN: Mapping[str, str] = MappingProxyType(
    {"counted": "计入评价", "used_unit": "限额单位", "rank": "名次", "renewable": "可再生"}
)


def _choice(catalog: Catalog, compared: tuple[Item | None, str], choice_id: str) -> str:
    table, name = compared
    choices: tuple[Choice, ...] = ()
    if table is not None and "." not in name:
        column = table.column("limit_unit" if name == "used_unit" else name)
        choices = column.choices if column else ()
    elif name in catalog.names:
        choices = catalog.item(*catalog.names[name]).choices
    return next((choice.title for choice in choices if choice.id == choice_id), choice_id)
