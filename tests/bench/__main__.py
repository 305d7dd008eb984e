"""Runs every benchmark and prints a table of ratios."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from anhui_assess.composition import open_library, prepare_report
from anhui_assess.content.library import load_catalog
from anhui_assess.content.locations import fonts_folder, resources_folder
from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.planning.first_plan import first_plan
from anhui_assess.domain.planning.problem import Phase
from anhui_assess.domain.planning.reading import read_problem
from anhui_assess.domain.planning.request import LEAST_COST, MOST_GAIN, Request, Target
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.exchange.answers_json import read_answers
from anhui_assess.report.compose import compose
from anhui_assess.services.planning import Search, make_plan
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.session import AssessmentSession
from anhui_assess.solving.highs import HighsSolver
from tests.bench.measure import Row, median_seconds, shown
from tests.bench.typst_peer import typst_source
from tests.planning import costs

_SAMPLE = "hefei-precision.json"
_WALK = "tests.bench.walk"
_ITEM = ("smart_factory", "sf.sched.3.1")

_BARE_WINDOW = (
    "from PySide6.QtWidgets import QApplication, QMainWindow\n"
    "app = QApplication([])\nwindow = QMainWindow()\nwindow.resize(1366, 768)\nwindow.show()\napp.processEvents()\n"
)
_OUR_WINDOW = (
    "import os, pathlib, sys\n"
    "from anhui_assess.app import open_window, prepare_application\n"
    "from anhui_assess.composition import open_library\n"
    "app = prepare_application([])\n"
    "library = open_library(pathlib.Path(sys.argv[1]), create=False)\n"
    "window = open_window(app, library, pathlib.Path(os.devnull))\n"
    "app.processEvents()\n"
    "library.store.close()\n"
)


def _session(folder: Path) -> AssessmentSession:
    library = open_library(folder, create=True)
    document = read_answers(resources_folder() / "samples" / _SAMPLE, library.catalog)
    record = library.import_documents([document])[0]
    return library.open(record.id)


def _answers(session: AssessmentSession) -> Iterator[Row]:
    engine, scored = session.engine, session.scored
    values = itertools.cycle([0.5, 0.8])

    def one() -> None:
        old = scored.sheet.get(*_ITEM)
        sheet = scored.sheet.with_answer(*_ITEM, replace(old, value=next(values)))
        engine.rescore(scored, sheet, [_ITEM]).result(_ITEM[0])

    incremental = median_seconds(one, 200)
    full = median_seconds(lambda: engine.score(scored.sheet), 20)
    yield Row("一次作答：引擎增量计算", incremental, "全量重算", full, "≤ 1 ms")

    def stored() -> None:
        session.answer(*_ITEM, next(values))

    durable = median_seconds(stored, 50)
    yield Row("一次作答：校验、评分、落盘", durable, "界面一帧 16 ms", 0.016, "≤ 1 帧")


def _content() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        load_catalog(cache_folder=cache)
        warm = median_seconds(lambda: load_catalog(cache_folder=cache), 9)
        yield Row("载入全部表单与资源（热）", warm, "限额 100 ms", 0.1, "≤ 1")


_LIMIT_SECONDS = 2.0
_MEASURES = 150
_BUDGET = 6000.0
_FACTORIES = 8
_FOUR_PHASES = (
    Phase("a", "一", 9.0, 80000, 8),
    Phase("b", "二", 18.0, 100000, 8),
    Phase("c", "三", 27.0, 130000, 8),
    Phase("d", "四", 36.0, 240000, 8),
)


def _plan(session: AssessmentSession) -> Iterator[Row]:
    """The whole library over four phases with their own budgets and hands, from a factory that has hardly anything."""
    catalog = session.engine.catalog
    bare = {
        form.id: FormAnswers(
            form.version, {next(iter(form.items)): session.sheet.get(form.id, next(iter(form.items)))}
        )
        for form in catalog.scored_forms
    }
    forms = {**bare, "profile": session.sheet.form("profile")}
    roles = {key: Answer.of("both") for key in catalog.forms["four_bases"].items if key.endswith(".role")}
    forms["four_bases"] = replace(forms["four_bases"], answers=roles)
    sheet = AnswerSheet(forms).with_answer("profile", "size", Answer.of("大型"))
    scored = session.engine.score(sheet)
    yield from _level(scored, 4, LEAST_COST)
    yield from _level(scored, 3, MOST_GAIN)
    whole = median_seconds(lambda: make_plan(session.scored, Request(), HighsSolver()), 5)
    greedy = median_seconds(lambda: first_plan(session.scored), 5)
    yield Row("示例企业的整份方案（测算、求解、排期、说明）", whole, "逐项贪心选取", greedy, "—")


def _level(scored: Scored, level: int, objective: str) -> Iterator[Row]:
    targets = (
        Target("smart_factory", level=level),
        Target("four_bases", score=40.0),
        Target("green_factory", score=5.0),
    )
    request = Request(objective, targets, _BUDGET if objective == MOST_GAIN else None)
    reading = read_problem(scored, request, targets)
    reading = replace(reading, problem=replace(reading.problem, phases=_FOUR_PHASES))
    if len(reading.problem.options) < _MEASURES:
        sys.exit(f"only {len(reading.problem.options)} measures take part")

    def solve() -> None:
        found, _ = Search(reading, request, HighsSolver(), lambda: False, scored).run()
        if not found.proven or found.nearest:
            sys.exit(f"not proven: {found}")

    what = f"最省到 {level} 级" if objective == LEAST_COST else f"{_BUDGET:g} 万元内提高最多"
    size = f"{len(reading.problem.options)} 项措施 × {len(_FOUR_PHASES)} 阶段"
    seconds = median_seconds(solve, 3, 0)
    yield Row(f"方案：{what}，{size}，证到最优并排期", seconds, "限额 2 s", _LIMIT_SECONDS, "≤ 1")


_TYPST_ONCE = (
    "import sys, time, typst\n"
    "begin = time.perf_counter()\n"
    "typst.compile(sys.argv[1] + '/report.typ', root=sys.argv[1], font_paths=[sys.argv[2]])\n"
    "print(time.perf_counter() - begin)\n"
)
_OURS = r"""
import json, pathlib, sys, time
from anhui_assess import composition
import anhui_assess.report.compose, anhui_assess.report.pdf.writer
import numpy, anhui_assess.solving.highs

library = composition.open_library(pathlib.Path(sys.argv[1]), create=False)
session = library.open(library.store.assessments()[0].id)
form, item = sys.argv[3].split("/")
target = pathlib.Path(sys.argv[2])
gaps, last = [], 0.0


def cancelled():
    global last
    now = time.perf_counter()
    gaps.append(now - last)
    last = now
    return False


def timed(work):
    begin = time.perf_counter()
    made = work()
    return time.perf_counter() - begin, made


def issue():
    global last
    last = time.perf_counter()
    planned, source = timed(
        lambda: composition.report_preparation(session, "2026-11-23")(lambda share, what: None, cancelled)
    )
    written, _ = timed(lambda: composition.write_report(source, target, lambda share, what: None, cancelled))
    return planned, written


runs = [issue()]
memory = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024 if sys.platform == "linux" else 0
longest = max(gaps)
for value in (0.5, 0.8, 0.5, 0.8, 0.5):
    session.answer(form, item, value)
    runs.append(issue())
library.store.close()
print(json.dumps({"runs": runs, "memory": memory, "gap": longest}))
"""


def _once(script: str, *arguments: str) -> float:
    """Return what a fresh process printed: the seconds of its first and only run, nothing memoised."""
    return float(_run(script, *arguments))


def _ours(workspace: Path, target: Path) -> list[dict[str, Any]]:
    """Issue the report in fresh processes, then again and again after one changed answer."""
    item = "/".join(_ITEM)
    return [json.loads(_run(_OURS, str(workspace), str(target), item)) for _ in range(5)]


def _report(workspace: Path, source: ReportInput) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.typ").write_text(typst_source(compose(source), folder), encoding="utf-8")
        found = _ours(workspace, folder / "ours.pdf")
        peer = statistics.median(_once(_TYPST_ONCE, str(folder), str(fonts_folder())) for _ in range(5))
    first = statistics.median(run["runs"][0][1] for run in found)
    again = statistics.median(written for run in found for _, written in run["runs"][1:])
    whole = statistics.median(sum(run["runs"][0]) for run in found)
    whole_again = statistics.median(
        planned + written for run in found for planned, written in run["runs"][1:]
    )
    yield Row("报告 PDF（整份示例报告，新进程首次）", first, "typst 排同样文字、表格、图", peer, "≤ 1")
    yield Row("报告 PDF（改一题后再次生成，不含重算方案）", again, "本程序首次", first, "≤ 0.25")
    yield Row("报告 PDF（改一题后再次生成，不含重算方案）", again, "typst 排同样文字、表格、图", peer, "—")
    yield Row("报告（改一题后再次生成，连同重算方案）", whole_again, "首次，连同方案", whole, "—")
    gap = max(run["gap"] for run in found)
    yield Row("生成报告：两次询问是否取消之间最长", gap, "限额 0.5 s", 0.5, "≤ 1")
    memory = statistics.median(run["memory"] for run in found)
    yield Row("生成报告的进程内存峰值（连同方案）", memory, "限额 100 MB", 100.0, "≤ 1", "MB")


def _run(script: str, *arguments: str) -> str:
    return _python("-c", script, *arguments)


def _python(*arguments: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, *arguments],
        check=True,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _window(workspace: Path) -> Iterator[Row]:
    bare = median_seconds(lambda: _run(_BARE_WINDOW), 5)
    ours = median_seconds(lambda: _run(_OUR_WINDOW, str(workspace)), 5)
    yield Row("打开窗口到可用（含进程启动）", ours, "空白 PySide6 窗口", bare, "≤ 1.3")


_FELT = 0.1
"""Seconds from which on a person feels a pause."""


def _walk(workspace: Path) -> Iterator[Row]:
    taken = sorted(
        json.loads(_run(f"import runpy; runpy.run_module('{_WALK}', run_name='__main__')", str(workspace)))
    )
    what = f"窗口里答一题并到下一题画好，智能工厂 {len(taken)} 题"
    for name, share in (("中位", 0.5), ("第 95 百分位", 0.95)):
        seconds = taken[min(len(taken) - 1, int(len(taken) * share))]
        yield Row(f"{what}：{name}", seconds, "觉得到停顿的 100 ms", _FELT, "≤ 1")


def _costs(session: AssessmentSession) -> Iterator[str]:
    """Yield a table of what the optimal plan saves against the greedy one, samples first."""
    yield "| 企业 | 目标 | 证到最省（万元） | 逐项贪心（万元） | 省 |"
    yield "| --- | --- | ---: | ---: | ---: |"
    engine = session.engine
    bases = {
        path.stem: engine.score(read_answers(path, engine.catalog).sheet)
        for path in sorted((resources_folder() / "samples").glob("*.json"))
    }
    for name, scored in bases.items():
        alone = costs.smart_alone(scored)
        level = alone.result("smart_factory").next_level
        if level and scored.sheet.form("smart_factory").answers:
            yield _cost_row(name, f"智能工厂 {level} 级", costs.next_level(alone))
        yield _cost_row(name, "贪心方案达到的全部目标", costs.all_that_greedy_reaches(scored))
    base = bases[Path(_SAMPLE).stem]
    for seed in range(_FACTORIES):
        alone = costs.factory(base, seed)
        level = alone.result("smart_factory").next_level
        yield _cost_row(f"生成的企业 {seed + 1}", f"智能工厂 {level} 级", costs.next_level(alone))


def _cost_row(name: str, goal: str, found: costs.Compared) -> str:
    if not (found.reached and found.proven and found.optimal <= found.greedy):
        sys.exit(f"{name}: {found}")
    saved = found.greedy - found.optimal
    share = saved / found.greedy if found.greedy else 0.0
    return f"| {name} | {goal} | {found.optimal:,g} | {found.greedy:,g} | {saved:,g}（{share:.1%}） |"


_ROWS_LONG, _ROWS_SHORT = 500, 17


def _long_inventory(workspace: Path) -> Iterator[Row]:
    """An edit of one cell until it is painted, in a long inventory and in one of usual length."""
    long, short = (
        float(_python("-m", "tests.bench.long_inventory", str(count), str(workspace)))
        for count in (_ROWS_LONG, _ROWS_SHORT)
    )
    what = f"清单 {_ROWS_LONG} 行改一格：校验、评分、落盘到画好"
    yield Row(what, long, f"同一窗口里 {_ROWS_SHORT} 行", short, "≤ 3")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="tests.bench")
    parser.add_argument("--skip-window", action="store_true")
    parser.add_argument("--report-only", action="store_true")
    options = parser.parse_args()
    rows: list[Row] = [] if options.report_only else list(_content())
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name) / "workspace"
        session = _session(workspace)
        saved: list[str] = []
        if not options.report_only:
            rows += _answers(session)
            rows += _plan(session)
            saved = list(_costs(session))
        source = prepare_report(session, "2026-11-23")
        session.store.close()
        rows += _report(workspace, source)
        if not (options.skip_window or options.report_only):
            rows += _window(workspace)
            rows += _walk(workspace)
            rows += _long_inventory(workspace)
    sys.stdout.write(f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}\n\n")
    sys.stdout.write(
        "| 工作 | 用时 | 对照 | 对照用时 | 比值 | 目标 |\n| --- | ---: | --- | ---: | ---: | --- |\n"
    )
    for row in rows:
        theirs = "—" if row.theirs is None else shown(row.theirs, row.unit)
        ratio = "—" if row.ratio is None else f"{row.ratio:.3g}"
        sys.stdout.write(
            f"| {row.what} | {shown(row.ours, row.unit)} | {row.yardstick} | {theirs} | {ratio} | {row.goal} |\n"
        )
    if saved:
        sys.stdout.write("\n" + "\n".join(saved) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
