"""Checks across packs: references between packs, from packs to forms, and circles of prerequisites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from anhui_assess.content.catalogue_checks import check_catalogues
from anhui_assess.content.form_builder import Plain, expression, plain_items, plain_nodes
from anhui_assess.content.policy_checks import check_policy
from anhui_assess.content.source import line_of
from anhui_assess.content.spec import Report
from anhui_assess.domain.expressions import ExpressionError
from anhui_assess.domain.problems import Problem, did_you_mean


def check_packs(
    packs: Sequence[tuple[str, Plain]],
    forms: Sequence[Plain],
    names: Mapping[str, tuple[str, Plain]],
    problems: list[Problem],
) -> None:
    """Report unknown references and circles in `packs` (file name and data)."""
    instruments = {entry["id"] for _, pack in packs for entry in pack.get("instruments") or ()}
    industries = {entry["id"] for _, pack in packs for entry in pack.get("industries") or ()}
    for name, pack in packs:
        report = Report(name, problems)
        _benchmark_rules(pack, report, names)
        for qualification in pack.get("qualifications") or ():
            _rule(qualification, "when", f"资格“{qualification['id']}”", report, names)
            for condition in qualification["conditions"]:
                _rule(condition, "rule", f"条件“{condition['id']}”", report, names)
        for check in pack.get("checks") or ():
            _rule(check, "rule", f"矛盾规则“{check['id']}”", report, names)
        for indicator in pack.get("records") or ():
            _indicator(indicator, forms, report)
        for support in pack.get("current") or ():
            _known(support, "instruments", instruments, f"现行支持“{support['id']}”", report)
            if industries:
                _known(support, "industries", industries, f"现行支持“{support['id']}”", report)
        if "grid_factors" in pack and pack["default_grid"] not in {
            grid["id"] for grid in pack["grid_factors"]
        }:
            report.add(
                line_of(pack, "default_grid"), f"default_grid “{pack['default_grid']}”不在 grid_factors 里。"
            )
    _check_measures(packs, forms, instruments, problems, names)
    check_catalogues(packs, forms, problems)
    check_policy(packs, forms, names, problems)


def _benchmark_rules(pack: Plain, report: Report, names: Mapping[str, tuple[str, Plain]]) -> None:
    for benchmark in pack.get("indicators") or ():
        for key in ("firm_formula", "firm_base_year"):
            _rule(benchmark, key, f"指标“{benchmark['id']}”", report, names)
    for line in pack.get("reference_lines") or ():
        _rule(line, "firm", f"参照线“{line['id']}”", report, names)


def _known(entry: Plain, key: str, known: set[str], who: str, report: Report) -> None:
    for name in entry.get(key) or ():
        if name not in known:
            report.add(line_of(entry, key), f"{who}的 {key}：没有“{name}”{did_you_mean(name, known)}。")


def _indicator(entry: Plain, forms: Sequence[Plain], report: Report) -> None:
    """Report an indicator that its form does not have; a form that is not at hand is not judged."""
    form = next((form for form in forms if form["id"] == entry["form"]), None)
    known = {found["id"] for found in (form or {}).get("indicators") or ()}
    if form is not None and entry["indicator"] not in known:
        line = line_of(entry, "indicator")
        hint = did_you_mean(entry["indicator"], known)
        report.add(line, f"指标证明：表单“{entry['form']}”没有指标“{entry['indicator']}”{hint}。")


def _rule(entry: Plain, key: str, who: str, report: Report, names: Mapping[str, tuple[str, Plain]]) -> None:
    """Report an expression that does not parse or reads unknown names; `result.<form>.…` is known for any form."""
    if entry.get(key) is None:
        return
    line = line_of(entry, key)
    try:
        parsed = expression(entry[key])
    except ExpressionError as error:
        report.add(line, f"{who}：{error}")
        return
    used = parsed.names if parsed else ()
    for name in sorted(name for name in used - names.keys() if not name.startswith("result.")):
        report.add(line, f"{who}：没有“{name}”{did_you_mean(name, names)}。")


def _measures(packs: Sequence[tuple[str, Plain]]) -> Iterator[tuple[str, Plain]]:
    for name, pack in packs:
        for measure in pack.get("measures") or ():
            yield name, measure


def _check_measures(
    packs: Sequence[tuple[str, Plain]],
    forms: Sequence[Plain],
    instruments: set[str],
    problems: list[Problem],
    names: Mapping[str, tuple[str, Plain]],
) -> None:
    ids: dict[str, Plain] = {}
    items = {form["id"]: {item["id"] for item, _ in plain_items(form)} for form in forms}
    nodes = {form["id"]: {node["id"] for node, _ in plain_nodes(form)} for form in forms}
    for name, measure in _measures(packs):
        report = Report(name, problems)
        if measure["id"] in ids:
            report.add(line_of(measure, "id"), f"措施“{measure['id']}”重复。")
        ids[measure["id"]] = measure
    for name, measure in _measures(packs):
        report = Report(name, problems)
        who = f"措施“{measure['id']}”"
        if instruments:
            _known(measure, "instruments", instruments, who, report)
        _known(measure, "prerequisites", set(ids), who, report)
        _known(measure, "excludes", set(ids), who, report)
        if ("ready_when" in measure) != ("ready_words" in measure):
            report.add(line_of(measure, "id"), f"{who}：ready_when 和 ready_words 要一起写。")
        if "ready_when" in measure:
            _rule(measure, "ready_when", who, report, names)
        for close in measure["closes"]:
            _closes(close, who, report, items, nodes)
    _circles(ids, packs, problems)


def _closes(
    close: Plain, who: str, report: Report, items: Mapping[str, set[str]], nodes: Mapping[str, set[str]]
) -> None:
    line = line_of(close)
    form = close["form"]
    if form not in items:
        report.add(line, f"{who}：没有表单“{form}”{did_you_mean(form, items)}。")
        return
    given = [key for key in ("item", "items", "node") if key in close]
    if len(given) != 1:
        report.add(line, f"{who}：closes 里 item、items、node 写且只写一个。")
        return
    wanted = close.get("items") or ([close["item"]] if "item" in close else [])
    for item_id in wanted:
        if item_id not in items[form]:
            report.add(line, f"{who}：表单“{form}”没有题目“{item_id}”{did_you_mean(item_id, items[form])}。")
    if "node" in close and close["node"] not in nodes[form]:
        report.add(
            line, f"{who}：表单“{form}”没有章节“{close['node']}”{did_you_mean(close['node'], nodes[form])}。"
        )


def _circles(
    measures: Mapping[str, Plain], packs: Sequence[tuple[str, Plain]], problems: list[Problem]
) -> None:
    state: dict[str, int] = {}

    def visit(measure_id: str, trail: tuple[str, ...]) -> None:
        if state.get(measure_id) == 1:
            circle = " → ".join((*trail[trail.index(measure_id) :], measure_id))
            name = next(name for name, measure in _measures(packs) if measure["id"] == measure_id)
            Report(name, problems).add(
                line_of(measures[measure_id], "prerequisites"), f"措施的前置成了一个圈：{circle}"
            )
            return
        if measure_id in state or measure_id not in measures:
            return
        state[measure_id] = 1
        for prerequisite in measures[measure_id].get("prerequisites") or ():
            visit(prerequisite, (*trail, measure_id))
        state[measure_id] = 2

    for measure_id in measures:
        visit(measure_id, ())
