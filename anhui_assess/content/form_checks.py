"""Checks of a form beyond its shape: ids, references, anchors, weights, expressions, conditions that can never hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anhui_assess.content.form_builder import expression, plain_items, plain_nodes
from anhui_assess.content.source import line_of
from anhui_assess.content.spec import Report
from anhui_assess.domain.expressions import Expression, ExpressionError
from anhui_assess.domain.item_kinds.scales import RATINGS
from anhui_assess.domain.layouts import LAYOUT_COLUMNS, LAYOUT_RESULTS
from anhui_assess.domain.problems import did_you_mean

Plain = Mapping[str, Any]
WEIGHT_TOLERANCE = 1e-6
_PROFILE = "profile"

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "number": ("unit",),
    "table": ("columns",),
}
_ALLOWED: Mapping[str, frozenset[str]] = {
    "scale": frozenset({"scale", "anchors"}),
    "anchored_rating": frozenset({"anchors"}),
    "yes_no": frozenset({"veto_on"}),
    "choice": frozenset({"choices", "choices_from", "depends_on"}),
    "multi_choice": frozenset({"choices", "choices_from"}),
    "number": frozenset({"unit", "min", "max", "decimals", "typical", "bands"}),
    "text": frozenset({"max_length", "format", "multiline"}),
    "date": frozenset({"min", "max", "date_of"}),
    "table": frozenset({"layout", "min_rows", "max_rows", "columns"}),
}
_PASSABLE = frozenset({"yes_no", "scale", "choice"})
"""Kinds of which one can say that a requirement is met or not."""
_KIND_KEYS = frozenset().union(*_ALLOWED.values())


def check_form(source: Plain, report: Report, known_figures: Sequence[str]) -> None:
    """Report every fault that can be seen within one form. Names from other forms are checked by `check_names`."""
    checker = _FormChecker(source, report, known_figures)
    checker.nodes()
    checker.items()
    checker.scoring()
    checker.indicators()
    checker.calculations()
    checker.history()


def form_names(source: Plain) -> dict[str, tuple[str, Plain]]:
    """Return the names a form offers to expressions, each with its kind (`calc` for a calculation) and its entry."""
    prefix = f"{_PROFILE}." if source.get("id") == _PROFILE else ""
    default = (source.get("defaults") or {}).get("kind")
    names = {
        f"{prefix}{item['id']}": (str(item.get("kind") or default), item) for item, _ in plain_items(source)
    }
    for calculation in source.get("calculations") or ():
        names[f"calc.{calculation['id']}"] = ("calc", calculation)
    return names


def form_expressions(source: Plain) -> Iterator[tuple[str, int, Any, str]]:
    """Yield (who, line, expression text, table id or empty) for every expression of a form."""
    for node, _ in plain_nodes(source):
        yield from _keyed(node, ("when",), f"章节“{node['id']}”")
    for item, _ in plain_items(source):
        yield from _keyed(item, ("when",), f"题目“{item['id']}”")
        for column in item.get("columns") or ():
            if column.get("calculated") not in {None, "layout"}:
                who = f"“{item['id']}”的列“{column['id']}”"
                yield who, line_of(column, "calculated"), column["calculated"], item["id"]
    yield from _keyed(source.get("scoring") or {}, ("weight_set_by",), "计分")
    for calculation in source.get("calculations") or ():
        yield from _keyed(calculation, ("formula",), f"计算量“{calculation['id']}”")
        for found in calculation.get("absent") or ():
            yield from _keyed(found, ("when",), f"计算量“{calculation['id']}”的缺数说明")
    for indicator in source.get("indicators") or ():
        for part in indicator["parts"]:
            yield from _keyed(part, ("formula", "when"), f"指标“{part['id']}”")
            for variant in part["variants"]:
                yield from _keyed(variant, ("when", "base", "lead"), f"指标“{part['id']}”")


def _keyed(entry: Plain, keys: Sequence[str], who: str) -> Iterator[tuple[str, int, Any, str]]:
    for key in keys:
        if key in entry:
            yield f"{who}的 {key}", line_of(entry, key), entry[key], ""


def check_names(source: Plain, report: Report, names: Mapping[str, tuple[str, Plain]]) -> None:
    """Report expressions that do not parse, unknown names, columns and choices, and conditions that can never hold."""
    for who, line, text, table in form_expressions(source):
        try:
            parsed = expression(text)
        except ExpressionError as error:
            report.add(line, f"{who}：{error}")
            continue
        if parsed is not None:
            _check_expression(parsed, _Place(who, line, report), table, names)


@dataclass(frozen=True)
class _Place:
    """Whose expression it is and where a problem is reported."""

    who: str
    line: int
    report: Report

    def add(self, message: str) -> None:
        self.report.add(self.line, f"{self.who}：{message}")


def _check_expression(
    parsed: Expression, place: _Place, table: str, names: Mapping[str, tuple[str, Plain]]
) -> None:
    known: Mapping[str, Any] = names
    if table:
        item = names[table][1]
        known = dict.fromkeys([column["id"] for column in item["columns"]])
        known = {**known, **dict.fromkeys(LAYOUT_RESULTS.get(item.get("layout", ""), ()))}
    for name in sorted(set(parsed.names) - known.keys()):
        place.add(f"没有“{name}”{did_you_mean(name, known)}。")
    for function, arguments in parsed.calls:
        _check_call(function, arguments, place, names)


def _check_call(
    function: str, arguments: Sequence[str], place: _Place, names: Mapping[str, tuple[str, Plain]]
) -> None:
    if arguments[0] not in names:
        return
    kind, entry = names[arguments[0]]
    if function in {"=", "has", "selected"}:
        _check_choice(function, arguments, kind, entry, place)
    elif kind != "table":
        place.add(f"{function}() 的第一个参数应是表格题，“{arguments[0]}”不是。")
    elif function == "cell=":
        column = next((column for column in entry["columns"] if column["id"] == arguments[1]), None)
        if column is not None:
            _known_choice(column, f"“{arguments[0]}”的列“{arguments[1]}”", arguments[2], place)
    else:
        _check_columns(arguments[0], arguments[1:], entry, place)


def _check_choice(function: str, arguments: Sequence[str], kind: str, entry: Plain, place: _Place) -> None:
    if function != "=" and kind != "multi_choice":
        place.add(f"{function}() 的第一个参数应是多选题，“{arguments[0]}”不是。")
    elif len(arguments) > 1:
        _known_choice(entry, f"“{arguments[0]}”", arguments[1], place)


def _known_choice(entry: Plain, who: str, wanted: str, place: _Place) -> None:
    known = [choice["id"] for choice in entry.get("choices") or ()]
    if known and wanted not in known:
        place.add(f"{who}没有选项“{wanted}”{did_you_mean(wanted, known)}。")


def _check_columns(table: str, columns: Sequence[str], item: Plain, place: _Place) -> None:
    known = [column["id"] for column in item["columns"]]
    known.extend(LAYOUT_RESULTS.get(item.get("layout", ""), ()))
    for column in columns:
        if column not in known:
            place.add(f"表“{table}”没有“{column}”这一列{did_you_mean(column, known)}。")


class _FormChecker:
    def __init__(self, source: Plain, report: Report, known_figures: Sequence[str]) -> None:
        self.source = source
        self.report = report
        self.figures = known_figures
        self.all_nodes = list(plain_nodes(source))
        self.all_items = list(plain_items(source))
        self.scales = source.get("scales") or {}
        self.defaults = source.get("defaults") or {}
        self.model = source["scoring"]["model"]
        self.levels = [level["level"] for level in source["scoring"].get("levels") or ()]

    def _unique(self, entries: Sequence[Plain], name: str) -> None:
        seen: dict[str, int] = {}
        for entry in entries:
            line = line_of(entry, "id")
            if entry["id"] in seen:
                self.report.add(line, f"{name}“{entry['id']}”重复（第 {seen[entry['id']]} 行已有）。")
            seen.setdefault(entry["id"], line)

    def nodes(self) -> None:
        """Ids, parents, and items only in leaves."""
        self._unique([node for node, _ in self.all_nodes], "章节")
        for node, parent in self.all_nodes:
            line = line_of(node, "id")
            above = node["id"].rsplit(".", 1)[0] if "." in node["id"] else None
            if above != parent:
                self.report.add(
                    line,
                    f"章节“{node['id']}”应放在“{above or '最外层'}”之下，却在“{parent or '最外层'}”之下。",
                )
            if ("nodes" in node) == ("items" in node):
                self.report.add(line, f"章节“{node['id']}”应有子章节或题目，二者选一。")
            if self.model == "level_gated" and "items" in node:
                self._level_coverage(node)

    def _level_coverage(self, node: Plain) -> None:
        absent = {int(level) for level in node.get("absent_levels") or {} if str(level).isdigit()}
        present = {item.get("level") for item in node["items"]}
        for level in self.levels:
            if level not in present and level not in absent:
                self.report.add(
                    line_of(node, "id"),
                    f"章节“{node['id']}”第 {level} 级没有题目；确实没有要求时写 absent_levels 说明理由。",
                )
            if level in present and level in absent:
                self.report.add(
                    line_of(node, "absent_levels"),
                    f"章节“{node['id']}”第 {level} 级有题目，不应又写在 absent_levels。",
                )

    def items(self) -> None:
        """Ids, keys that fit the kind, anchors, ranges, choices, columns, shared figures."""
        self._unique([item for item, _ in self.all_items], "题目")
        for item, _ in self.all_items:
            self._item(item)

    def _item(self, item: Plain) -> None:
        kind = item.get("kind") or self.defaults.get("kind")
        line = line_of(item, "id")
        who = f"题目“{item['id']}”"
        if kind is None:
            self.report.add(line, f"{who}：没有写 kind，defaults 里也没有。")
            return
        for key in sorted((item.keys() & _KIND_KEYS) - _ALLOWED[kind]):
            self.report.add(line_of(item, key), f"{who}：{kind} 题不用“{key}”。")
        for key in _NEEDED.get(kind, ()):
            if key not in item:
                self.report.add(line, f"{who}：{kind} 题必须写“{key}”。")
        if self.model == "level_gated" and kind == "scale" and item.get("level") not in self.levels:
            self.report.add(line, f"{who}：level 应是 {'、'.join(map(str, self.levels))} 之一。")
        self._range(item, who)
        if kind in ("scale", "anchored_rating"):
            self._anchors(item, kind, who)
        if kind in ("choice", "multi_choice"):
            self._choices(item, who, line)
        if kind == "table" and "columns" in item:
            self._table(item, who)
        self._shared(item, who)
        self._belonging(item, kind, who)

    def _belonging(self, item: Plain, kind: str, who: str) -> None:
        if "obligation" in item and (self.model != "checklist" or kind not in _PASSABLE):
            self.report.add(
                line_of(item, "obligation"),
                f"{who}：obligation 只用于 checklist 里的 {'、'.join(sorted(_PASSABLE))} 题。",
            )
        known = {found["id"] for found, _ in self.all_items}
        if "date_of" in item and item["date_of"] not in known:
            hint = did_you_mean(item["date_of"], known)
            self.report.add(
                line_of(item, "date_of"), f"{who}：date_of 的题目“{item['date_of']}”不存在{hint}。"
            )

    def _range(self, item: Plain, who: str) -> None:
        low, high = item.get("min"), item.get("max")
        if low is not None and high is not None and type(low) is type(high) and low > high:
            self.report.add(line_of(item, "min"), f"{who}：min 大于 max。")

    def _shared(self, item: Plain, who: str) -> None:
        if "shared" in item and item["shared"] not in self.figures:
            hint = did_you_mean(item["shared"], self.figures)
            self.report.add(
                line_of(item, "shared"),
                f"{who}：没有共用数据“{item['shared']}”{hint}，先登记到 resources/figures。",
            )

    def _anchors(self, item: Plain, kind: str, who: str) -> None:
        if kind == "scale":
            name = item.get("scale") or self.defaults.get("scale")
            if name not in self.scales:
                hint = did_you_mean(str(name), self.scales)
                self.report.add(line_of(item, "scale"), f"{who}：没有分档“{name}”{hint}。")
                return
            wanted = [f"{point['value']:g}" for point in self.scales[name]]
        else:
            wanted = [str(rating) for rating in RATINGS]
        anchors = item.get("anchors") or {}
        for key in wanted:
            if key not in anchors:
                self.report.add(line_of(item, "anchors"), f"{who}：缺少第“{key}”档的说明（anchors）。")
        for key in anchors:
            if key not in wanted:
                self.report.add(
                    line_of(anchors, key), f"{who}：anchors 里没有“{key}”这一档；可用：{'、'.join(wanted)}。"
                )

    def _choices(self, item: Plain, who: str, line: int) -> None:
        if ("choices" in item) == ("choices_from" in item):
            self.report.add(line, f"{who}：choices 和 choices_from 写且只写一个。")
        self._unique(item.get("choices") or (), f"{who}的选项")
        if "depends_on" in item and item["depends_on"] not in {found["id"] for found, _ in self.all_items}:
            self.report.add(
                line_of(item, "depends_on"), f"{who}：depends_on 的题目“{item['depends_on']}”不存在。"
            )

    def _table(self, item: Plain, who: str) -> None:
        columns = item["columns"]
        self._unique(columns, f"{who}的列")
        ids = {column["id"] for column in columns}
        layout = item.get("layout")
        for needed in LAYOUT_COLUMNS.get(layout or "", ()):
            if needed not in ids:
                self.report.add(line_of(item, "columns"), f"{who}：layout {layout} 要有“{needed}”这一列。")
        for column in columns:
            line = line_of(column, "id")
            if column["kind"] == "choice" and ("choices" in column) == ("choices_from" in column):
                self.report.add(line, f"{who}的列“{column['id']}”：choices 和 choices_from 写且只写一个。")
            if column.get("calculated") == "layout" and column["id"] not in LAYOUT_RESULTS.get(
                layout or "", ()
            ):
                self.report.add(
                    line, f"{who}的列“{column['id']}”：layout {layout or '（未写）'} 不计算这一列。"
                )
            self._names(column.get("choices") or (), f"{who}的列“{column['id']}”的选项")
        self._names([column for column in columns if "calculated" not in column], f"{who}的列")

    def _names(self, entries: Sequence[Plain], who: str) -> None:
        """No name, title or other name, may stand for two entries: a pasted table could not tell them apart."""
        seen: dict[str, str] = {}
        for entry in entries:
            for name in (entry["title"], *(entry.get("also") or ())):
                if seen.setdefault(name, entry["id"]) != entry["id"]:
                    self.report.add(
                        line_of(entry, "id"), f"{who}：“{name}”同时是“{seen[name]}”和“{entry['id']}”的名称。"
                    )

    def scoring(self) -> None:
        """What the model needs, and weights that add up to 1 among siblings."""
        scoring = self.source["scoring"]
        line = line_of(scoring, "model")
        needed = {
            "level_gated": ("levels", "weight_sets"),
            "anchored": ("weight_sets", "grades"),
            "points_on_a_line": (),
            "checklist": (),
            "points_and_scenarios": ("levels", "scored_nodes", "scenario_node"),
            "estimate": ("levels", "weight_sets"),
            "none": (),
        }
        for key in needed[self.model]:
            if key not in scoring:
                self.report.add(line, f"计分模型 {self.model} 要写“{key}”。")
        node_ids = {node["id"] for node, _ in self.all_nodes}
        for name, weight_set in (scoring.get("weight_sets") or {}).items():
            self._weight_set(name, weight_set, node_ids)
        sets, default = scoring.get("weight_sets") or {}, scoring.get("default_weight_set")
        if default is not None and default not in sets:
            at = line_of(scoring, "default_weight_set")
            self.report.add(at, f"default_weight_set：没有权重组“{default}”{did_you_mean(default, sets)}。")
        self._scenarios(scoring, node_ids)
        risk = scoring.get("supply_risk")
        if risk:
            self._supply_risk(risk)

    def _scenarios(self, scoring: Plain, node_ids: set[str]) -> None:
        if self.model != "points_and_scenarios":
            return
        for node_id in (*(scoring.get("scored_nodes") or ()), scoring.get("scenario_node", "")):
            if node_id not in node_ids:
                self.report.add(
                    line_of(scoring), f"计分：没有章节“{node_id}”{did_you_mean(node_id, node_ids)}。"
                )
        item_ids = {item["id"] for item, _ in self.all_items}
        for item_id in scoring.get("required_scenarios") or ():
            if item_id not in item_ids:
                hint = did_you_mean(item_id, item_ids)
                self.report.add(
                    line_of(scoring, "required_scenarios"), f"计分：没有场景题“{item_id}”{hint}。"
                )
        for level in scoring.get("levels") or ():
            if not {"min_score", "min_scenarios", "min_required"} <= level.keys():
                self.report.add(line_of(level), "计分：每一级要写 min_score、min_scenarios、min_required。")

    def _weight_set(self, name: str, weight_set: Plain, node_ids: set[str]) -> None:
        weights, excluded = weight_set["weights"], set(weight_set.get("excluded") or ())
        for node_id in (*weights, *excluded):
            if node_id not in node_ids:
                at = line_of(weights, node_id) if node_id in weights else line_of(weight_set, "excluded")
                self.report.add(at, f"权重组“{name}”：没有章节“{node_id}”{did_you_mean(node_id, node_ids)}。")
        families: dict[str | None, list[str]] = {}
        for node, parent in self.all_nodes:
            families.setdefault(parent, []).append(node["id"])
        for parent, members in families.items():
            kept = [member for member in members if member in weights and member not in excluded]
            if self.model in {"level_gated", "estimate"} and parent not in excluded:
                for member in members:
                    if member not in weights and member not in excluded:
                        self.report.add(
                            line_of(weight_set, "weights"),
                            f"权重组“{name}”：章节“{member}”没有权重，也不在 excluded。",
                        )
            if kept and not math.isclose(
                sum(weights[member] for member in kept), 1.0, abs_tol=WEIGHT_TOLERANCE
            ):
                total = sum(weights[member] for member in kept)
                where = f"“{parent}”下" if parent else "最外层"
                self.report.add(
                    line_of(weights, kept[0]), f"权重组“{name}”：{where}的权重合计 {total:g}，应为 1。"
                )

    def _supply_risk(self, risk: Plain) -> None:
        tables = {item["id"]: item for item, _ in self.all_items if item.get("kind") == "table"}
        if risk["table"] not in tables:
            self.report.add(
                line_of(risk, "table"),
                f"供应风险：没有表格题“{risk['table']}”{did_you_mean(risk['table'], tables)}。",
            )
            return
        columns = {column["id"]: column for column in tables[risk["table"]]["columns"]}
        for factor in (*risk["factors"], risk["impact"]):
            at = line_of(factor, "column")
            if factor["column"] not in columns:
                self.report.add(
                    at,
                    f"供应风险：表里没有“{factor['column']}”这一列{did_you_mean(factor['column'], columns)}。",
                )
            known = [choice["id"] for choice in columns.get(factor["column"], {}).get("choices") or ()]
            for choice in factor.get("choices") or {}:
                if known and choice not in known:
                    hint = did_you_mean(choice, known)
                    self.report.add(
                        line_of(factor["choices"], choice),
                        f"供应风险“{factor['column']}”：没有选项“{choice}”{hint}。",
                    )
            if ("points" in factor) == ("choices" in factor):
                self.report.add(at, f"供应风险“{factor['column']}”：points 和 choices 写且只写一个。")
            xs = [point[0] for point in factor.get("points") or ()]
            if xs != sorted(set(xs)):
                self.report.add(at, f"供应风险“{factor['column']}”：points 的横坐标应从小到大且不重复。")
        total = sum(factor.get("weight", 0) for factor in risk["factors"])
        if not math.isclose(total, 1.0, abs_tol=WEIGHT_TOLERANCE):
            self.report.add(line_of(risk, "factors"), f"供应风险：各因素权重合计 {total:g}，应为 1。")
        if min(entry["min"] for entry in risk["classes"]) > 0:
            self.report.add(line_of(risk, "classes"), "供应风险：最低一级的 min 应为 0。")

    def indicators(self) -> None:
        """Indicator ids, sections, shares; calculations with exactly one way to be found."""
        indicators = self.source.get("indicators") or ()
        self._unique(indicators, "指标")
        self._unique([part for indicator in indicators for part in indicator["parts"]], "指标部分")
        node_ids = {node["id"] for node, _ in self.all_nodes}
        for indicator in indicators:
            if indicator["node"] not in node_ids:
                hint = did_you_mean(indicator["node"], node_ids)
                self.report.add(
                    line_of(indicator, "node"),
                    f"指标“{indicator['id']}”：没有章节“{indicator['node']}”{hint}。",
                )
            total = sum(part["share"] for part in indicator["parts"])
            if not math.isclose(total, 1.0, abs_tol=WEIGHT_TOLERANCE):
                self.report.add(
                    line_of(indicator, "parts"),
                    f"指标“{indicator['id']}”：各部分 share 合计 {total:g}，应为 1。",
                )
        if self.model == "points_on_a_line":
            full = self.source["scoring"].get("full_marks", 100)
            total = sum(indicator["weight"] for indicator in indicators)
            if not math.isclose(total, full, abs_tol=WEIGHT_TOLERANCE):
                self.report.add(
                    line_of(self.source, "indicators"), f"各指标分值合计 {total:g}，应为 {full:g}。"
                )

    def calculations(self) -> None:
        """Calculations: exactly one way to be found, over tables and questions that exist."""
        tables = {item["id"] for item, _ in self.all_items if item.get("kind") == "table"}
        grids = {item["id"] for item, _ in self.all_items if item.get("choices_from") == "grid_factors"}
        calculations = self.source.get("calculations") or ()
        self._unique(calculations, "计算量")
        for calculation in calculations:
            line = line_of(calculation, "id")
            if ("formula" in calculation) == ("function" in calculation):
                self.report.add(line, f"计算量“{calculation['id']}”：formula 和 function 写且只写一个。")
            if "function" in calculation and calculation.get("table") not in tables:
                self.report.add(line, f"计算量“{calculation['id']}”：table 应是一道表格题。")
            if calculation.get("override", next(iter(tables), "")) not in tables | {""}:
                self.report.add(line, f"计算量“{calculation['id']}”：override 应是一道表格题。")
            if "grid" in calculation and calculation["grid"] not in grids:
                self.report.add(line, f"计算量“{calculation['id']}”：grid 应是一道选电网因子的题。")

    def history(self) -> None:
        """Retired ids are not in use; the migration map names ids that exist."""
        item_ids = {item["id"] for item, _ in self.all_items}
        retired = set(self.source.get("retired") or ())
        for item, _ in self.all_items:
            if item["id"] in retired:
                self.report.add(line_of(item, "id"), f"题目“{item['id']}”已停用（retired），编号不能再用。")
        for entry in self.source.get("migration") or ():
            line = line_of(entry, "change")
            targets = entry.get("to") or []
            for target in [targets] if isinstance(targets, str) else targets:
                if target not in item_ids:
                    self.report.add(line, f"迁移：目标题目“{target}”不存在{did_you_mean(target, item_ids)}。")
            origins = entry.get("from") or []
            for origin in [origins] if isinstance(origins, str) else origins:
                if entry["change"] != "same" and origin not in retired and origin not in item_ids:
                    self.report.add(line, f"迁移：来源题目“{origin}”既不在现有题目里，也不在 retired 里。")
