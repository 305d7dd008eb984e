from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pytest

from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import FORM, NODE, connection_of, new_assessment, project
from tests.storage.future import LATER

KILLS = 60

pytestmark = [pytest.mark.kill, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]


class Nursery:
    """Sends children out to answer and kills them; keeps what they acknowledged last of every kind."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders: IO[str] = process.stdin
        self._news: IO[str] = process.stdout
        self.acknowledged: dict[str, int] = {}
        self.changes: Counter[str] = Counter()
        self.last = 0

    def kill_one(self, after_seconds: float, wait_for: int = 0) -> None:
        """Let one child answer and kill it after some seconds, or some seconds after its n-th acknowledgement."""
        self._orders.write(f"{self.last + 100}\n")
        self._orders.flush()
        lines = iter(self._news.readline, "gone\n")
        pid = next(int(line.split()[1]) for line in self._noted(lines) if line.startswith("born"))
        for _, line in zip(range(wait_for), self._noted(lines), strict=False):
            assert line.startswith("ack")
        time.sleep(after_seconds)
        with suppress(ProcessLookupError):  # a child without assessment ends by itself
            os.kill(pid, signal.SIGKILL)
        for _ in self._noted(lines):
            pass

    def _noted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            word, *rest = line.split()
            if word == "ack":
                self.acknowledged[rest[0]] = self.last = int(rest[1])
                self.changes[rest[0]] += 1
            yield line


@contextmanager
def nursery(folder: Path, assessment_id: str, schema: str = "now") -> Iterator[Nursery]:
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.storage.nursery", str(folder), assessment_id, schema],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:
        yield Nursery(process)


def lost(store: SqliteWorkspace, assessment_id: str, acknowledged: dict[str, int]) -> list[str]:
    """Name every kind of change whose last acknowledged number, or a later one in flight, is not there."""
    form = store.sheet(assessment_id).form(FORM)
    newest = {
        item: int(answer.value) for item, answer in form.answers.items() if isinstance(answer.value, int)
    }
    newest["tailoring"] = int(form.tailored_out.get(NODE, "").removeprefix("第三方物流") or 0)
    newest["setting"] = int(store.setting("last") or 0)
    names = [firm.name.split()[1] for firm in store.enterprises() if firm.name.startswith("企业 ")]
    newest["assessment"] = max(map(int, names), default=0)
    rows = connection_of(store).execute("SELECT name FROM evidence").fetchall()
    newest["evidence"] = max((int(row["name"].removesuffix(".txt")) for row in rows), default=0)
    notes = [int(found.notes) for found in store.projects(assessment_id)]
    newest["project"] = max(notes, default=0)
    return [
        f"{kind} {number} > {newest[kind]}" for kind, number in acknowledged.items() if newest[kind] < number
    ]


@pytest.fixture
def assessment_id(folder: Path) -> str:
    with open_workspace(folder) as store:
        return store.create_assessment(new_assessment(answers={})).id


@pytest.mark.timeout(100)
def test_nothing_acknowledged_is_lost_by_a_kill(folder: Path, assessment_id: str, tmp_path: Path) -> None:
    moments = random.Random()
    recovered = 0
    with nursery(folder, assessment_id) as children:
        for number in range(KILLS):
            children.kill_one(moments.uniform(0, 0.01), wait_for=moments.randrange(10))
            copied_alone(folder, tmp_path / f"copy{number}", assessment_id, children.acknowledged)
            with open_workspace(folder) as store:
                assert not store.read_only
                recovered += bool(store.recovery)
                assert lost(store, assessment_id, children.acknowledged) == []
                assert store.check() == []
            shutil.rmtree(tmp_path / f"copy{number}", ignore_errors=True)
    assert sum(children.changes.values()) > KILLS
    assert len(children.acknowledged) == 12
    assert recovered > KILLS / 2


def copied_alone(folder: Path, target: Path, assessment_id: str, acknowledged: dict[str, int]) -> bool:
    """Copy `workspace.db` and nothing else; it must hold everything acknowledged unless a commit was cut in half."""
    journal = folder / "workspace.db-journal"
    if journal.exists():
        return True
    target.mkdir()
    shutil.copyfile(folder / "workspace.db", target / "workspace.db")
    with open_workspace(target, read_only=True) as copy:
        assert lost(copy, assessment_id, acknowledged) == []
    return False


def test_a_plain_copy_holds_every_answer_while_the_program_runs_and_after_a_kill(
    folder: Path, assessment_id: str, tmp_path: Path
) -> None:
    with open_workspace(folder) as store:
        store.set_setting("last", "7")
        assert not copied_alone(folder, tmp_path / "running", assessment_id, {"setting": 7})
    idle = subprocess.Popen(
        [sys.executable, "-c", IDLE, str(folder), assessment_id],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    with idle:
        assert idle.stdout is not None
        acknowledged = {f"i{number % 7}": number for number in range(20)}
        assert idle.stdout.readline().strip() == b"20"
        assert not copied_alone(folder, tmp_path / "idle", assessment_id, acknowledged)
        idle.kill()
    assert not copied_alone(folder, tmp_path / "killed", assessment_id, acknowledged)


IDLE = f"""
import sys, time
from pathlib import Path
from anhui_assess.domain.answers import UNANSWERED, Answer
from anhui_assess.services.ports import AnswerChange
from anhui_assess.storage.workspace import open_workspace
store = open_workspace(Path(sys.argv[1]))
for number in range(20):
    store.save_answer(AnswerChange(sys.argv[2], {FORM!r}, f"i{{number % 7}}", UNANSWERED, Answer.of(number)))
print(20, flush=True)
time.sleep(60)
"""


def test_a_kill_while_a_workspace_is_being_made(tmp_path: Path) -> None:
    """Kill at random moments of the first opening: the next one finds no workspace or a whole one."""
    moments = random.Random()
    with nursery(tmp_path / "new", "a_none") as children:
        for _ in range(15):
            children.kill_one(moments.uniform(0, 0.15))
            shutil.rmtree(tmp_path / "copy", ignore_errors=True)
            if (tmp_path / "new").exists():
                shutil.copytree(tmp_path / "new", tmp_path / "copy")
                with open_workspace(tmp_path / "copy") as store:
                    assert store.check() == []
                shutil.rmtree(tmp_path / "new")


def test_a_kill_while_migrating(folder: Path, assessment_id: str) -> None:
    """The workspace has the old schema or the new one, and everything is in it."""
    with open_workspace(folder) as store:
        made = store.create_assessments(
            [new_assessment(f"企业 {number}", projects=[project()]) for number in range(50)]
        )
        whole = {record.id: store.sheet(record.id) for record in made}
    old = (folder / "workspace.db").read_bytes()
    moments = random.Random()
    with nursery(folder, assessment_id, "later") as children:
        for _ in range(20):
            (folder / "workspace.db").write_bytes(old)
            children.kill_one(moments.uniform(0, 0.04))
            for read_only in (True, False):
                with open_workspace(folder, read_only=read_only, schema=LATER) as store:
                    assert {key: store.sheet(key) for key in whole} == whole
                    assert all(list(store.projects(key)) == [project()] for key in whole)
                    assert store.check() == []
    assert not list((folder / "backups").glob(".*"))
