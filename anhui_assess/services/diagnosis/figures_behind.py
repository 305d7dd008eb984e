"""The figures that a condition was judged by, in words: `本企业：营业收入 9,000 万元；智能工厂 2 级`."""

from __future__ import annotations

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.qualifications import RESULT, result_scope
from anhui_assess.domain.expressions import Expression, Missing
from anhui_assess.domain.form import Calculation
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.domain.item_kinds.numbers import with_decimals
from anhui_assess.domain.scoring.engine import Scored

_MOST = 4
_CALCULATED = "calc."


def figures_behind(scored: Scored, rule: Expression) -> str:
    """Return what is known of the figures in a rule, in the order it names them; empty when nothing is.

    Calculations without a unit, texts and tables are left out, and so is a list ticked off unless its ticks are counted.
    """
    names = sorted(rule.names, key=rule.text.find)
    told = [words for name in names if (words := _words(scored, name, rule.text))]
    return f"本企业：{'；'.join(dict.fromkeys(told[:_MOST]))}" if told else ""


def _words(scored: Scored, name: str, rule: str) -> str:
    value = result_scope(scored)(name)
    if isinstance(value, Missing):
        return ""
    if name.startswith(RESULT):
        return _of_result(scored.catalog, name, value)
    if name.startswith(_CALCULATED):
        found = _calculation(scored.catalog, name)
        known = found is not None and found.unit and isinstance(value, (int, float))
        return f"{found.title} {with_decimals(value, found.decimals)} {found.unit}" if found and known else ""
    form_id, item_id = scored.catalog.names[name]
    item = scored.catalog.item(form_id, item_id)
    if item.kind == "multi_choice":
        return f"{item.title}：{len(value)} 项" if f"selected({name})" in rule else ""
    if item.kind in {"table", "text"}:
        return ""
    between = " " if item.kind == "number" else "："
    return f"{item.title}{between}{kind_of(item).display(item, value)}"


def _of_result(catalog: Catalog, name: str, value: object) -> str:
    form_id, field = name.removeprefix(RESULT).rsplit(".", 1)
    title = catalog.forms[form_id].short_title
    if field == "level":
        return f"{title} {value} 级" if value else f"{title}未达一级"
    return f"{title} {value:.1f} 分" if field == "score" and isinstance(value, float) else ""


def _calculation(catalog: Catalog, name: str) -> Calculation | None:
    key = name.removeprefix(_CALCULATED)
    return next((form.calculations[key] for form in catalog.forms.values() if key in form.calculations), None)
