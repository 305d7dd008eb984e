"""Composition root of the commands. No command but the window imports Qt; heavy parts are imported when used.

Exit status: 0 done, 1 the input is at fault (message on stderr), 2 usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from anhui_assess import __version__
from anhui_assess.cli import assessments, content, planning, reports
from anhui_assess.cli.arguments import Run, with_workspace
from anhui_assess.cli.output import FAULT, OK, complain
from anhui_assess.domain.errors import AssessError


def _gui(options: argparse.Namespace) -> int:
    try:
        from anhui_assess.app import run
    except ImportError as error:
        complain(
            f"这台电脑缺少窗口所需的系统库，打不开窗口：{error}\n命令行的其他功能不受影响；在项目目录运行 make run 会说明缺什么。"
        )
        return FAULT
    return run(options.workspace)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="anhui-assess", description="皖企诊断：一企一诊断、一企一方案（离线）"
    )
    parser.add_argument("--version", action="version", version=f"anhui-assess {__version__}")
    parser.set_defaults(run=_gui, workspace=None)
    commands = parser.add_subparsers(title="命令", metavar="命令")

    def command(name: str, run: Run, words: str, where: Any = commands) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = where.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    with_workspace(command("gui", _gui, "打开窗口"), required=False)
    reports.add_demo(command)
    for part in (content, assessments, reports, planning):
        part.add_commands(command)
    return parser


def _tell_of_packs() -> None:
    """Say on stderr when packs the user added were left out, where the command used the content at all."""
    library = sys.modules.get("anhui_assess.content.library")
    if library is None or not library.content_in_use.cache_info().currsize:
        return
    problems = library.content_in_use().problems
    if problems:
        complain("后加的资料包有错，没有采用，用的是随程序的资料：")
        complain("\n".join(f"  {problem}" for problem in problems))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = _parser().parse_args(arguments)
    run: Run = options.run
    try:
        status = run(options)
        sys.stdout.flush()
    except AssessError as error:
        complain(f"{error.title}：{error}" if error.title not in str(error) else str(error))
        status = FAULT
    except KeyboardInterrupt:
        complain("已停止。")
        status = FAULT
    except BrokenPipeError:  # whoever reads (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    _tell_of_packs()
    return status
