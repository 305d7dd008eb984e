"""How arguments are read, and options that several commands share."""

from __future__ import annotations

import argparse
import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

Run = Callable[[argparse.Namespace], int]


class Command(Protocol):
    """Adds a command, to the commands or to the actions `where` of one."""

    def __call__(self, name: str, run: Run, words: str, where: Any = ...) -> argparse.ArgumentParser:
        """Return the parser of the new command."""


def target(text: str) -> Any:
    """Return a target of the plan, a level or a score of a form."""
    from anhui_assess.domain.planning.request import Target

    form_id, _, value = text.partition("=")
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(
            f"目标要写成 smart_factory=3（等级）或 four_bases=60（得分），现在是“{text}”"
        )
    level = int(number) if number == int(number) else None
    return Target(form_id, level, number)


def amount(text: str) -> float:
    """Return an amount of money in 万元."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0.0 <= found < float("inf"):
        raise argparse.ArgumentTypeError(f"预算要写 0 以上的数（万元），现在是“{text}”")
    return found


def months(text: str) -> float:
    """Return a number of months within the horizon of a plan."""
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 1.0 <= found <= 36.0:  # noqa: PLR2004 - the plan's horizon
        raise argparse.ArgumentTypeError(f"月数要写 1–36，现在是“{text}”")
    return found


def iso_date(text: str) -> str:
    """Return an ISO date."""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期要写成 2026-11-23 这样，现在是“{text}”") from None


def with_workspace(made: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add `--workspace`."""
    made.add_argument("--workspace", type=Path, required=required, metavar="DIR", help="工作区文件夹")


def with_json(made: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    made.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
