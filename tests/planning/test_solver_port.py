"""The solver stays behind its port: asked for only when used, silent, and not missed where it is absent."""

from __future__ import annotations

import subprocess
import sys

from anhui_assess.domain.planning.program import INFEASIBLE, OPTIMAL, ProgramBuilder
from anhui_assess.solving.highs import HighsSolver


def _python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout


def test_nothing_numeric_is_loaded_until_a_plan_is_solved() -> None:
    code = (
        "import sys, anhui_assess.cli, anhui_assess.composition, anhui_assess.services.planning\n"
        "import anhui_assess.solving.highs as highs\n"
        "highs.available()\n"
        "print(sorted({'numpy', 'highspy'} & sys.modules.keys()))\n"
    )
    assert _python(code).strip() == "[]"


def test_without_the_solver_the_program_works_and_says_so() -> None:
    code = (
        "import sys\n"
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'highspy' else find(name, *rest)\n"
        "sys.modules['highspy'] = None\n"
        "from anhui_assess.composition import solver\n"
        "print(solver())\n"
    )
    assert _python(code).strip() == "None"


def test_it_writes_nothing_to_stdout() -> None:
    code = (
        "from anhui_assess.domain.planning.program import ProgramBuilder\n"
        "from anhui_assess.solving.highs import HighsSolver\n"
        "builder = ProgramBuilder()\n"
        "x = builder.column(whole=True)\n"
        "builder.row({x: 2.0}, at_least=1.0)\n"
        "HighsSolver()(builder.build({x: 1.0}), seconds=5, cancelled=lambda: False)\n"
    )
    assert _python(code) == ""


def test_programs_without_columns_are_answered_too() -> None:
    builder = ProgramBuilder()
    solve = HighsSolver()
    assert solve(builder.build({}), seconds=1, cancelled=lambda: False).state == OPTIMAL
    builder.row({}, at_least=1.0)
    assert solve(builder.build({}), seconds=1, cancelled=lambda: False).state == INFEASIBLE
