"""Checks of what the policy packs name: departments, tasks, programmes, industries, dates, and figures inside texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from anhui_assess.content.form_builder import Plain, plain_items, plain_nodes
from anhui_assess.content.source import line_of
from anhui_assess.content.spec import Report
from anhui_assess.domain.problems import Problem, did_you_mean

Names = Mapping[str, object]
Packs = Sequence[tuple[str, Plain]]

_FIGURE = re.compile(r"\{([A-Za-z_][\w.]*)\}")
_KINDS = ("node", "items", "indicator", "benchmark")


def check_policy(packs: Packs, forms: Sequence[Plain], names: Names, problems: list[Problem]) -> None:
    """Report what the policy packs name and nobody defines, and dates in the wrong order."""
    known = _Known(packs, forms)
    for file_name, pack in packs:
        report = Report(file_name, problems)
        _departments(pack, known, report)
        _tasks_named(pack, known, report)
        _programmes(pack, known, report)
        _industries(pack, known, report)
        _lines(pack, known, report)
        _dates(pack, report)
        _figures(pack, known, names, report)


class _Known:
    """What packs and forms define; a form that is not at hand is not judged."""

    def __init__(self, packs: Packs, forms: Sequence[Plain]) -> None:
        def ids(key: str, field: str = "id") -> set[object]:
            return {entry[field] for _, pack in packs for entry in pack.get(key) or ()}

        self.departments = ids("names", "original")
        self.tasks = ids("tasks", "number")
        self.benchmarks = ids("indicators")
        self.items = {form["id"]: {item["id"] for item, _ in plain_items(form)} for form in forms}
        self.nodes = {form["id"]: {node["id"] for node, _ in plain_nodes(form)} for form in forms}
        self.indicators = {
            form["id"]: {entry["id"] for entry in form.get("indicators") or ()} for form in forms
        }

    @property
    def all_items(self) -> set[str]:
        return {item for items in self.items.values() for item in items}


def _unknown(report: Report, line: int, who: str, what: str, name: object, known: Iterable[object]) -> None:
    hint = did_you_mean(str(name), [str(entry) for entry in known])
    report.add(line, f"{who}：没有{what}“{name}”{hint}。")


def _departments(pack: Plain, known: _Known, report: Report) -> None:
    """Every department of a task has an entry that says what it is called today."""
    seen: set[object] = set()
    for task in pack.get("tasks") or ():
        who = f"任务 {task['number']}"
        if task["number"] in seen:
            report.add(line_of(task, "number"), f"{who}重复。")
        seen.add(task["number"])
        for key in ("lead", "join"):
            for name in task[key]:
                if known.departments and name not in known.departments:
                    _unknown(report, line_of(task, key), who, "部门", name, known.departments)


def _tasks_named(pack: Plain, known: _Known, report: Report) -> None:
    if not known.tasks:
        return
    for key, title in (("instruments", "政策工具"), ("measures", "措施")):
        for entry in pack.get(key) or ():
            if entry.get("task") is not None and entry["task"] not in known.tasks:
                who = f"{title}“{entry['id']}”"
                _unknown(report, line_of(entry, "task"), who, "任务", entry["task"], ())


def _programmes(pack: Plain, known: _Known, report: Report) -> None:
    for entry in pack.get("programmes") or ():
        who = f"专栏{entry['number']}"
        for form in entry.get("forms") or ():
            if form not in known.items:
                _unknown(report, line_of(entry, "forms"), who, "表单", form, known.items)
        for path in entry.get("nodes") or ():
            form, _, node = path.partition(":")
            if form in known.nodes and node not in known.nodes[form]:
                _unknown(report, line_of(entry, "nodes"), who, "章节", node, known.nodes[form])
        for item in entry.get("items") or ():
            if known.items and item not in known.all_items:
                _unknown(report, line_of(entry, "items"), who, "题目", item, known.all_items)
        for benchmark in entry.get("benchmarks") or ():
            if known.benchmarks and benchmark not in known.benchmarks:
                _unknown(report, line_of(entry, "benchmarks"), who, "指标", benchmark, known.benchmarks)


def _industries(pack: Plain, known: _Known, report: Report) -> None:
    for industry in pack.get("industries") or ():
        for want in industry.get("wants") or ():
            for ground in want["grounds"]:
                _ground(ground, f"产业“{industry['id']}”的 grounds", known, report)


def _ground(ground: Plain, who: str, known: _Known, report: Report) -> None:
    line = line_of(ground)
    if sum(key in ground for key in _KINDS) != 1:
        report.add(line, f"{who}：node、items、indicator、benchmark 写且只写一个。")
        return
    if "benchmark" in ground:
        if known.benchmarks and ground["benchmark"] not in known.benchmarks:
            _unknown(report, line, who, "指标", ground["benchmark"], known.benchmarks)
        return
    form = ground.get("form")
    if form not in known.items:
        _unknown(report, line, who, "表单", form, known.items)
        return
    for key, title, defined in (
        ("node", "章节", known.nodes[form]),
        ("indicator", "指标", known.indicators[form]),
    ):
        if key in ground and ground[key] not in defined:
            _unknown(report, line, who, title, ground[key], defined)
    for item in ground.get("items") or ():
        if item not in known.items[form]:
            _unknown(report, line, who, "题目", item, known.items[form])


def _lines(pack: Plain, known: _Known, report: Report) -> None:
    """Later reference lines name an indicator that exists, or none; bounds and periods name years with a value."""
    for entry in pack.get("reference_lines") or ():
        if entry.get("indicator") is not None and entry["indicator"] not in known.benchmarks:
            who = f"参照线“{entry['id']}”"
            _unknown(report, line_of(entry, "indicator"), who, "指标", entry["indicator"], known.benchmarks)
    for entry in pack.get("indicators") or ():
        for key in ("bound", "periods"):
            for year in entry.get(key) or ():
                if entry["values"].get(year) is None:
                    report.add(line_of(entry, key), f"指标“{entry['id']}”的 {key}：{year} 年没有数值。")


def _dates(pack: Plain, report: Report) -> None:
    for entry in pack.get("current") or ():
        start, end = entry.get("valid_from"), entry.get("valid_to")
        if start and end and start > end:
            report.add(line_of(entry, "valid_to"), f"现行支持“{entry['id']}”：止期 {end} 早于起期 {start}。")
        if entry.get("validity") == "有期限" and not end:
            report.add(line_of(entry, "validity"), f"现行支持“{entry['id']}”：写了有期限，却没有止期。")


def _figures(pack: Plain, known: _Known, names: Names, report: Report) -> None:
    """Items and figures that cross-checks and illustrations name exist."""
    if not names:
        return
    for entry in pack.get("checks") or ():
        who = f"矛盾规则“{entry['id']}”"
        for name in entry.get("items") or ():
            if name not in names:
                _unknown(report, line_of(entry, "items"), who, "题目", name, names)
        _placeholders(entry, who, names, report)
    for entry in pack.get("illustrations") or ():
        who = f"例数“{entry['node']}”"
        if entry["form"] in known.nodes and entry["node"] not in known.nodes[entry["form"]]:
            _unknown(report, line_of(entry, "node"), who, "章节", entry["node"], known.nodes[entry["form"]])
        _placeholders(entry, who, names, report)


def _placeholders(entry: Plain, who: str, names: Names, report: Report) -> None:
    for name in _FIGURE.findall(entry["text"]):
        if name not in names:
            _unknown(report, line_of(entry, "text"), who, "数据", name, names)
