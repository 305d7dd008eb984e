from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import Clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "工作区 #1 50%?"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(folder: Path, clock: Clock) -> Iterator[SqliteWorkspace]:
    with open_workspace(folder, clock=clock) as opened:
        yield opened
