"""The commands on the plan and on the projects that come of it."""

from __future__ import annotations

import argparse
from typing import Any

from anhui_assess.cli.arguments import Command, amount, months, target, with_json, with_workspace
from anhui_assess.cli.output import FAULT, OK, complain, going_on, print_json, say, silent


def add_commands(command: Command) -> None:
    """Add `plan` and `projects`."""
    made = command("plan", _plan, "求最省的改进方案；只给预算时求提高最多的方案")
    made.add_argument("id", metavar="ID")
    with_workspace(made)
    _plan_options(made)
    with_json(made)
    made = command("projects", _projects, "列出项目、四督四保的四个率和逾期项目；也可从方案列入、转状态")
    made.add_argument("id", metavar="ID")
    with_workspace(made)
    _project_options(made)
    with_json(made)


def _plan_options(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--target",
        type=target,
        action="append",
        default=[],
        metavar="FORM=LEVEL",
        help="目标等级或得分，可写多个；不写时用下一等级",
    )
    made.add_argument("--budget", type=amount, metavar="万元", help="总投资不超过这个数（按区间中值计）")
    made.add_argument("--months", type=months, metavar="N", help="在这么多个月内完成，1–36")


def _project_options(made: argparse.ArgumentParser) -> None:
    either = made.add_mutually_exclusive_group()
    either.add_argument(
        "--accept-plan", nargs="*", metavar="MEASURE", help="把方案里的措施列为项目；不写措施编号就是全部"
    )
    either.add_argument(
        "--set",
        nargs=3,
        metavar=("PROJECT", "STATE", "DATE"),
        help="把项目（序号或编号）转到下一状态：开工、竣工、达产，日期写 2026-11-23",
    )


def _plan(options: argparse.Namespace) -> int:
    from anhui_assess.composition import make_plan, open_library, solver
    from anhui_assess.domain.planning.targets import target_faults
    from anhui_assess.exchange.plan_json import plan_data
    from anhui_assess.services import plan_words
    from anhui_assess.services.plan_request import stored_request

    library = open_library(options.workspace, create=False, read_only=True)
    try:
        session = library.open(options.id)
        request = _plan_request(options) or stored_request(library.store, session.record.id)
    finally:
        library.store.close()
    faults = target_faults(session.scored, request.targets)
    if faults:
        complain("\n".join(faults))
        return FAULT
    if solver() is None and _plan_request(options) is not None:
        complain(
            "没有安装求解器 highspy，不能按目标或预算求最优方案；装好后再试，或不带 --target、--budget、--months。"
        )
        return FAULT
    found = make_plan(session.scored, request, lambda _share, _what: None, lambda: False)
    if options.json:
        print_json(plan_data(found))
        return OK
    say(plan_words.goals_sentence(found))
    for line in plan_words.proof_lines(session.scored, found):
        say(line)
    for line in plan_words.path_lines(session.scored, found):
        say(line)
    for entry in found.measures:
        say(plan_words.measure_line(entry))
    return OK


def _plan_request(options: argparse.Namespace) -> Any:
    """Return what the options ask for: targets at least cost, else the most within a budget; None without any."""
    from anhui_assess.domain.planning.request import HORIZON, LEAST_COST, MOST_GAIN, Request

    if not options.target and options.budget is None and options.months is None:
        return None
    objective = MOST_GAIN if options.budget is not None and not options.target else LEAST_COST
    return Request(objective, tuple(options.target), options.budget, options.months or float(HORIZON))


def _projects(options: argparse.Namespace) -> int:
    from anhui_assess.composition import open_library
    from anhui_assess.services.projects import ProjectRegister

    changes = options.accept_plan is not None or options.set is not None
    library = open_library(options.workspace, create=False, read_only=not changes)
    try:
        register = ProjectRegister(library.open(options.id))
        refused = _change_projects(register, options) if changes else []
        if refused:
            complain("\n".join(["没有保存任何内容：", *refused]))
            return FAULT
        _show_projects(register, as_json=options.json)
    finally:
        library.store.close()
    return OK


def _change_projects(register: Any, options: argparse.Namespace) -> list[str]:
    """Take measures of the plan in, or move a project on; return what was refused."""
    from anhui_assess.composition import plan_for_report
    from anhui_assess.services.plan_request import stored_request
    from anhui_assess.services.projects import state_of

    if options.accept_plan is not None:
        session = register.session
        wanted = stored_request(session.store, session.record.id)
        plan = plan_for_report(session.scored, wanted, silent, going_on)
        outcome = register.accept(plan, options.accept_plan or None)
    else:
        key, name, day = options.set
        state = state_of(name)
        if state is None:
            return [f"没有状态“{name}”；可用：开工（started）、竣工（completed）、达产（at_capacity）。"]
        outcome = register.advance(register.project(key).id, state, day)
    return [str(problem) for problem in outcome.problems]


def _show_projects(register: Any, *, as_json: bool) -> None:
    from anhui_assess.domain.planning.projects import STATE_TITLES
    from anhui_assess.exchange.projects_json import projects_data
    from anhui_assess.services import project_view

    if as_json:
        print_json(projects_data(register.projects, register.day))
        return
    say(project_view.summary(register.projects, register.day))
    if not register.projects:
        return
    say(project_view.money_line(register.projects))
    for rate in map(project_view.rate_words, register.rates()):
        say(f"{rate.title}　{rate.value}（{rate.counted}）")
    for project in register.projects:
        state = STATE_TITLES[project.state]
        due = project_view.due_words(project, register.day)
        say(f"{project.number:>3}  {state}  {project_view.next_words(project):<14}{due:<9}{project.title}")
