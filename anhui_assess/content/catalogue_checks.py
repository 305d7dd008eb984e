"""Checks of catalogue packs against the inventory table, the industries and the measures they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from anhui_assess.content.form_builder import Plain, expression, plain_items
from anhui_assess.content.source import line_of
from anhui_assess.content.spec import Report
from anhui_assess.domain.expressions import ExpressionError
from anhui_assess.domain.problems import Problem, did_you_mean

_ANY = "any"


def check_catalogues(
    packs: Sequence[tuple[str, Plain]], forms: Sequence[Plain], problems: list[Problem]
) -> None:
    """Report ids given twice, and columns, options, industries and measures that do not exist."""
    columns = _columns(forms)
    industries = {entry["id"] for _, pack in packs for entry in pack.get("industries") or ()}
    measures = {entry["id"] for _, pack in packs for entry in pack.get("measures") or ()}
    seen: set[str] = set()
    for name, pack in packs:
        checker = _Checker(Report(name, problems), columns)
        for entry in pack.get("critical_items") or ():
            checker.item(entry, industries, seen)
        for entry in pack.get("what_ifs") or ():
            checker.what_if(entry)
        for entry in pack.get("chokepoints") or ():
            checker.chokepoint(entry, measures)
        for entry in pack.get("readiness") or ():
            checker.scale(entry)


def _columns(forms: Sequence[Plain]) -> Mapping[str, Plain]:
    found: dict[str, Plain] = {}
    for form in forms:
        for item, _ in plain_items(form):
            if item.get("layout") == "inventory":
                found.update({column["id"]: column for column in item["columns"]})
    return found


class _Checker:
    def __init__(self, report: Report, columns: Mapping[str, Plain]) -> None:
        self.report = report
        self.columns = columns

    def _known(self, line: int, who: str, what: str, name: str, known: Any) -> None:
        if known and name not in known:
            self.report.add(line, f"{who}：没有{what}“{name}”{did_you_mean(name, known)}。")

    def column(self, entry: Plain, key: str, who: str) -> None:
        """Report a column the inventory does not have."""
        self._known(line_of(entry, key), who, "清单列", entry[key], self.columns)

    def _options(self, column: str) -> list[str]:
        return [choice["id"] for choice in self.columns.get(column, {}).get("choices") or ()]

    def item(self, entry: Plain, industries: set[str], seen: set[str]) -> None:
        """Report what a typical item names and nobody knows."""
        who = f"典型关键件“{entry['id']}”"
        if entry["id"] in seen:
            self.report.add(line_of(entry, "id"), f"{who}重复。")
        seen.add(entry["id"])
        for column in ("base", "stage"):
            self._known(line_of(entry, column), who, "选项", entry[column], self._options(column))
        for industry in entry["industries"]:
            self._known(line_of(entry, "industries"), who, "产业", industry, industries)

    def what_if(self, entry: Plain) -> None:
        """Report a condition that does not parse, and columns the inventory does not have."""
        who = f"假设“{entry['id']}”"
        self._condition(entry, who)
        for change in entry["changes"]:
            self.column(change, "column", who)

    def _condition(self, entry: Plain, who: str) -> None:
        for name in self._names(entry, who) if entry.get("when") else ():
            self._known(line_of(entry, "when"), who, "清单列", name, self.columns)

    def chokepoint(self, entry: Plain, measures: set[str]) -> None:
        """Report a rule that does not parse or reads unknown columns, and measures that do not exist."""
        who = f"卡点类型“{entry['id']}”"
        self._condition(entry, who)
        for base, ids in entry["measures"].items():
            if base != _ANY:
                self._known(line_of(entry["measures"], base), who, "类别", base, self._options("base"))
            for measure in ids:
                self._known(line_of(entry["measures"], base), who, "措施", measure, measures)

    def _names(self, entry: Plain, who: str) -> Iterator[str]:
        try:
            parsed = expression(entry["when"])
        except ExpressionError as error:
            self.report.add(line_of(entry, "when"), f"{who}：{error}")
            return
        yield from sorted(parsed.names) if parsed else ()

    def scale(self, entry: Plain) -> None:
        """Report a scale whose steps do not run 1, 2, 3… or whose column does not exist."""
        who = f"就绪度“{entry['id']}”"
        self.column(entry, "column", who)
        levels = [step["level"] for step in entry["steps"]]
        if levels != list(range(1, len(levels) + 1)):
            self.report.add(line_of(entry, "steps"), f"{who}：级别应从 1 起逐级写，现在是{levels}。")
