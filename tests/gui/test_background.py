from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, QThreadPool
from pytestqt.qtbot import QtBot

from anhui_assess.gui.background import Background
from anhui_assess.services.ports import Cancelled, CancelledError, Progress


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    if shiboken6.isValid(made):
        made.stop()


class Gate:
    """Work that waits until the test lets it go, or until it is asked to stop."""

    def __init__(self, outcome: object = "done") -> None:
        self.outcome = outcome
        self.begun = threading.Event()
        self.open = threading.Event()

    def at_once(self, progress: Progress, cancelled: Cancelled) -> object:
        return self.outcome

    def __call__(self, progress: Progress, cancelled: Cancelled) -> object:
        self.begun.set()
        while not self.open.wait(0.005):
            if cancelled():
                raise CancelledError
        return self.outcome


def test_the_work_runs_in_another_thread_and_its_outcome_arrives_in_this_one(
    background: Background, qtbot: QtBot
) -> None:
    here = QThread.currentThread()
    seen: list[object] = []
    background.finished.connect(lambda outcome: seen.append((outcome, QThread.currentThread() is here)))
    with qtbot.waitSignal(background.finished):
        background.start(lambda progress, cancelled: threading.current_thread() is threading.main_thread())
    assert seen == [(False, True)]
    assert not background.busy


def test_progress_is_told_in_order(background: Background, qtbot: QtBot) -> None:
    told: list[tuple[float, str]] = []
    background.progressed.connect(lambda share, what: told.append((share, what)))

    def work(progress: Progress, cancelled: Cancelled) -> None:
        progress(0.25, "一")
        progress(0.75, "二")

    with qtbot.waitSignal(background.finished):
        background.start(work)
    assert told == [(0.25, "一"), (0.75, "二")]


def test_an_exception_is_handed_over_whole(background: Background, qtbot: QtBot) -> None:
    def work(progress: Progress, cancelled: Cancelled) -> None:
        raise ValueError("坏了")

    with qtbot.waitSignal(background.failed) as told:
        background.start(work)
    assert isinstance(told.args[0], ValueError)


def test_cancelling_ends_the_work_and_says_so(background: Background, qtbot: QtBot) -> None:
    gate = Gate()
    background.start(gate)
    assert gate.begun.wait(5)
    with qtbot.waitSignal(background.cancelled):
        background.cancel()
    assert not background.busy


def test_the_outcome_of_work_that_was_replaced_is_not_told(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    background.finished.connect(told.append)
    old, new = Gate("old"), Gate("new")
    background.start(old)
    assert old.begun.wait(5)
    background.start(new)
    old.open.set()
    new.open.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["new"]


def test_stopping_leaves_no_thread_behind(background: Background) -> None:
    before = threading.active_count()
    gate = Gate()
    background.start(gate)
    assert gate.begun.wait(5)
    background.stop()
    assert QThreadPool.globalInstance().waitForDone(1000)
    assert threading.active_count() == before


def test_python_collects_no_garbage_in_the_workers_thread(background: Background, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []

    class Cycle:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            threads.append(threading.current_thread())

    def work(progress: Progress, cancelled: Cancelled) -> None:
        for _ in range(5000):
            Cycle()

    assert gc.isenabled()
    with qtbot.waitSignal(background.finished):
        background.start(work)
    assert gc.isenabled()
    assert set(threads) == {threading.main_thread()}


def test_a_dispatcher_that_goes_with_its_page_stops_its_work(qtbot: QtBot) -> None:
    page = QObject()
    gate = Gate()
    Background(page).start(gate)
    assert gate.begun.wait(5)
    shiboken6.delete(page)
    assert QThreadPool.globalInstance().waitForDone(5000)


def test_many_short_works_neither_crash_nor_pile_up(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    background.finished.connect(told.append)
    for number in range(200):
        background.start(Gate(number).at_once)
    qtbot.waitUntil(lambda: not background.busy)
    assert told[-1] == 199
    qtbot.waitUntil(lambda: all(run.ended.is_set() for run in background._runs))
    background.start(Gate(200).at_once)
    assert len(background._runs) == 1
    qtbot.waitUntil(lambda: not background.busy)
