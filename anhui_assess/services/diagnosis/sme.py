"""The form of points and scenarios: score by section, the two gates of every level, and the scenarios one by one."""

from __future__ import annotations

from anhui_assess.domain.form import Form, Item, ScenarioLevel
from anhui_assess.domain.scoring.result import FormResult, ScenarioScore
from anhui_assess.domain.scoring.tolerance import TOLERANCE
from anhui_assess.services import wording
from anhui_assess.services.chart_data import BarsData
from anhui_assess.services.diagnosis.grid import Cell, Column, Grid, Row
from anhui_assess.services.navigation import Place

STAR = "★"
GATES_NOTE = "每一级有两道关，都过了才算达到：一是得分，二是做到这一级及以上的场景数（其中带 ★ 的约束性场景另有下限）。"
SCENARIOS_NOTE = "带 ★ 的是约束性场景。不适用或没有答的场景不计入个数。点一行回到这一题。"


def conclusion(form: Form, result: FormResult) -> str:
    """Say in words which level both gates allow, and what the next one lacks."""
    where = f"现在是 {result.level} 级（{result.level_name}）" if result.level else f"现在{result.level_name}"
    text = f"得分 {wording.gated(result.score)}（满分 {result.full:g}），按得分和场景两道关，{where}。"
    following = next_rule(form, result)
    if following is None:
        return text + "最高一级的两道关都已过。"
    return text + f"离 {following.level} 级（{following.name}）还差：{'、'.join(lacks(following, result))}。"


def next_rule(form: Form, result: FormResult) -> ScenarioLevel | None:
    """Return the rule of the next level; None at the top."""
    rules = form.scoring.scenario_levels
    return next((rule for rule in rules if rule.level == result.next_level), None)


def at_level(result: FormResult, level: int) -> tuple[int, int]:
    """Return how many scenarios are at or above a level, and how many of them are required ones."""
    reached = [entry for entry in result.scenarios if entry.level is not None and entry.level >= level]
    return len(reached), sum(entry.required for entry in reached)


def lacks(rule: ScenarioLevel, result: FormResult) -> tuple[str, ...]:
    """Return what a level still needs, gate by gate; empty when both gates are passed."""
    found = []
    score = result.score or 0.0
    if result.score is None or score < rule.min_score - TOLERANCE:
        found.append(f"{wording.lacking(rule.min_score - score)} 分")
    scenarios, required = at_level(result, rule.level)
    if scenarios < rule.min_scenarios:
        found.append(f"{rule.min_scenarios - scenarios} 个做到 {rule.level} 级的场景")
    if required < rule.min_required:
        found.append(f"{rule.min_required - required} 个做到 {rule.level} 级的约束性场景（{STAR}）")
    return tuple(found)


def lacks_briefly(rule: ScenarioLevel, result: FormResult) -> str:
    """Return what a level still needs in the fewest words."""
    found = []
    points = rule.min_score - (result.score or 0.0)
    if result.score is None or points > TOLERANCE:
        found.append(f"总分 {wording.lacking(points)} 分")
    scenarios, required = at_level(result, rule.level)
    if scenarios < rule.min_scenarios:
        found.append(f"场景 {rule.min_scenarios - scenarios} 个")
    if required < rule.min_required:
        found.append(f"约束性场景 {rule.min_required - required} 个")
    return "、".join(found)


def section_bars(result: FormResult) -> BarsData:
    """Return the share of points reached in each section."""
    rows = tuple(
        (node.title, node.score / node.weight, f"{wording.gated(node.score)} / {node.weight:g}")
        for node in result.nodes
        if node.score is not None and node.weight > 0
    )
    return BarsData(rows, 1.0, percent_axis=True)


def gates(form: Form, result: FormResult) -> Grid:
    """Return what every level needs beside what there is."""
    rows = []
    for rule in form.scoring.scenario_levels:
        scenarios, required = at_level(result, rule.level)
        missing = lacks(rule, result)
        state = "达到" if not missing else f"还差 {'、'.join(missing)}"
        tone, mark = ("attention", "warning") if missing else ("good", "check")
        rows.append(
            Row(
                (
                    Cell(f"{rule.level} 级 {rule.name}", bold=rule.level == result.level),
                    _gate(result.score or 0.0, rule.min_score, wording.gated(result.score)),
                    _gate(scenarios, rule.min_scenarios, str(scenarios)),
                    _gate(required, rule.min_required, str(required)),
                    Cell(state, tone, mark=mark, tip=state),
                )
            )
        )
    columns = (
        Column("等级", 8),
        Column("得分\n现有 / 需要", 8.5),
        Column("达到该级的场景\n现有 / 需要", 9),
        Column(f"其中约束性 {STAR}\n现有 / 需要", 9),
        Column("两道关"),
    )
    return Grid("各级的两道关", columns, tuple(rows))


def _gate(have: float, need: float, shown: str) -> Cell:
    passed = have >= need - TOLERANCE
    return Cell(f"{shown} / {need:g}", "good" if passed else "attention", mark="check" if passed else "cross")


def scenarios(form: Form, result: FormResult) -> Grid:
    """Return the scenarios in reading order with what is done in each, and whether it counts for the next level."""
    following = next_rule(form, result)
    wanted = (
        following.level if following is not None else max(rule.level for rule in form.scoring.scenario_levels)
    )
    rows = tuple(_scenario(form, entry, wanted) for entry in result.scenarios)
    columns = (
        Column("题号", 3.4, "right"),
        Column("场景", 10),
        Column("现在", 5.5),
        Column("现在的做法"),
        Column(f"够不够 {wanted} 级", 8.5),
    )
    return Grid("各场景做到几级", columns, rows)


def _scenario(form: Form, entry: ScenarioScore, wanted: int) -> Row:
    item = form.items[entry.item]
    title = item.title if not entry.required or item.title.startswith(STAR) else f"{STAR}{item.title}"
    done = "没有答，或不适用" if entry.level is None else practice(item, entry.level)
    cells = (
        Cell(str(form.item_order[item.id]), "text2"),
        Cell(title, bold=entry.required, tip=item.question),
        Cell(wording.DASH if entry.level is None else f"{entry.level} 级"),
        Cell(done, "text2", tip=done),
        _enough(entry, wanted),
    )
    return Row(cells, Place(form.id, item.id))


def practice(item: Item, level: int) -> str:
    """Return what a scenario's option says, without the name of the level that it begins with."""
    words = item.choices[level].title
    name, _, rest = words.partition("：")
    return rest if rest and name.endswith("级") else words


def _enough(entry: ScenarioScore, wanted: int) -> Cell:
    if entry.level is None:
        return Cell("不计", "text2", mark="dash")
    if entry.level >= wanted:
        return Cell("够", "good", mark="check")
    return Cell(f"差 {wanted - entry.level} 级", "attention", mark="warning")
