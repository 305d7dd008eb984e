"""`projects`: the register on the command line, listed, filled from the plan, moved on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anhui_assess import composition
from anhui_assess.cli import main
from anhui_assess.domain.planning.first_plan import Plan, first_plan
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.projects import today
from tests.assessments import SAMPLES

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def call(name: str, *arguments: object) -> tuple[int, str, str]:
        workspace = ("--workspace", str(tmp_path / "工作区"))
        try:
            status = main([name, *map(str, arguments), *workspace])
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def hefei(run: Run) -> str:
    return run("import", SAMPLES["hefei-precision"])[1].strip()


def as_json(said: tuple[int, str, str]) -> Any:
    status, out, err = said
    assert (status, err) == (0, "")
    return json.loads(out)


def test_the_register_is_listed_with_rates_and_what_is_overdue(run: Run, hefei: str) -> None:
    status, out, err = run("projects", hefei)
    assert (status, err) == (0, "")
    assert out.startswith("9 个项目：")
    assert all(title in out for title in ("转化率", "开工率", "竣工率", "达产率", "车间工业网络改造", "逾期"))
    data = as_json(run("projects", hefei, "--json"))
    assert data["schema"] == "anhui-assess/projects/1"
    assert data["day"] == today()
    assert [one["number"] for one in data["projects"]] == list(range(1, 10))
    assert set(data["overdue"]) == {one["id"] for one in data["projects"] if one["days_late"]}
    rate = data["rates"]["conversion"]
    assert rate["value"] == rate["reached"] / rate["base"]
    first = data["projects"][0]
    assert (first["state"], first["next"], first["due_in"]) == ("at_capacity", None, None)


def test_an_empty_register_says_so(run: Run) -> None:
    made = run("import", SAMPLES["anqing-textile"])[1].strip()
    assert run("projects", made)[1].startswith("定下来要做的措施")
    data = as_json(run("projects", made, "--json"))
    assert data["projects"] == []
    assert {rate["value"] for rate in data["rates"].values()} == {None}


def test_measures_of_the_plan_are_taken_in(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run("import", SAMPLES["anqing-textile"])[1].strip()
    plans: list[Plan] = []

    def planned(scored: Scored, *_: object) -> Plan:
        """The same plan each time: working it out takes a second."""
        if not plans:
            plans.append(first_plan(scored))
        return plans[0]

    monkeypatch.setattr(composition, "plan_for_report", planned)
    status, out, err = run("projects", made, "--accept-plan", "nix")
    assert (status, out) == (1, "")
    assert "没有可列入的措施“nix”" in err
    data = as_json(run("projects", made, "--json", "--accept-plan"))
    count = len(data["projects"])
    assert count > 3
    assert all(one["actual"] == {"reserve": today()} for one in data["projects"])
    assert len(as_json(run("projects", made, "--accept-plan", "--json"))["projects"]) == count


def test_a_project_is_moved_on_and_refusals_say_why(run: Run, hefei: str) -> None:
    for words, arguments in (
        ("下一步是“开工”", ("6", "竣工", "2026-11-20")),
        ("没有状态“投产”", ("6", "投产", "2026-11-20")),
        ("没有项目“99”", ("99", "开工", "2026-11-20")),
        ("还没有到", ("6", "开工", "2999-01-01")),
        ("日期要写成", ("6", "开工", "昨天")),
    ):
        status, out, err = run("projects", hefei, "--set", *arguments)
        assert (status, out) == (1, ""), words
        assert words in err
    data = as_json(run("projects", hefei, "--json", "--set", "6", "开工", "2026-11-20"))
    assert data["projects"][5]["actual"] == {"reserve": "2026-07-06", "started": "2026-11-20"}
    data = as_json(run("projects", hefei, "--json", "--set", "p_sample06", "completed", "2026-11-21"))
    assert data["projects"][5]["state"] == "completed"


def test_projects_travel_with_the_answers_file(run: Run, hefei: str, tmp_path: Path) -> None:
    assert run("export", hefei, "--to", tmp_path / "a.json")[0] == 0
    written = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    source = json.loads(SAMPLES["hefei-precision"].read_text(encoding="utf-8"))
    assert written["projects"] == source["projects"]
    again = run("import", tmp_path / "a.json")[1].strip()
    first, second = (as_json(run("projects", key, "--json")) for key in (hefei, again))
    assert first == second


def test_wrong_usage_ends_with_2(run: Run) -> None:
    assert run("projects")[0] == 2
    assert run("projects", "a_1", "--set", "1", "开工")[0] == 2
    assert run("projects", "a_1", "--accept-plan", "--set", "1", "开工", "2026-01-01")[0] == 2
    assert run("projects", "a_none", "--json")[0] == 1
