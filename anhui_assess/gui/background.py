"""Long work off the interface thread: a dispatcher with signals, a one-shot runnable, a pure function."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal

from anhui_assess.services.ports import Cancelled, CancelledError, Progress

_LOG = logging.getLogger(__name__)
Work = Callable[[Progress, Cancelled], Any]
"""Does the work, tells how far it is, asks whether to stop (then raises CancelledError). No widget, no database in here."""
_WAIT_SECONDS = 30.0
PROGRESSED = "progressed"


class _Relay(QObject):
    """Lives in the interface thread as long as the process; carries what the workers say across."""

    said = Signal(object, str, object)


class _Pool:
    """What all dispatchers share, used from the interface thread only.

    It keeps the runs alive: Qt would not, when a page is closed while its work still goes on. And it holds back Python's
    cyclic garbage collection meanwhile, because that may run in any thread, and a QObject must die in its own.
    """

    relay: _Relay | None = None
    runs: set[_Run] = set()  # noqa: RUF012 - one for the process, as the pool of threads is
    collects = False

    @classmethod
    def start(cls, run: _Run) -> None:
        cls.runs = {other for other in cls.runs if not other.ended.is_set()} | {run}
        if gc.isenabled():
            gc.disable()
            cls.collects = True
        QThreadPool.globalInstance().start(run)

    @classmethod
    def settle(cls) -> None:
        """Collect garbage here and let it be collected as usual again, when no work goes on."""
        if cls.collects and all(run.over for run in cls.runs):
            cls.collects = False
            gc.collect(1)
            gc.enable()

    @classmethod
    def the_relay(cls) -> _Relay:
        if cls.relay is None or not shiboken6.isValid(cls.relay):
            cls.relay = _Relay()
            cls.relay.said.connect(lambda _run, kind, _what: cls.settle() if kind != PROGRESSED else None)
        return cls.relay


class _Run(QRunnable):
    """One piece of work. `stopped` asks it to end, `over` says that the work is done, `ended` that the thread is free."""

    def __init__(self, work: Work, relay: _Relay) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.stopped = threading.Event()
        self.ended = threading.Event()
        self.over = False
        self._work = work
        self._relay = relay

    def run(self) -> None:
        """Do the work in a thread of the pool; nothing may escape from here."""
        try:
            kind, outcome = self._outcome()
            self._work = _nothing
            self.over = True
            self._say(kind, outcome)
        finally:
            self.ended.set()

    def _outcome(self) -> tuple[str, Any]:
        if self.stopped.is_set():
            return "cancelled", None
        try:
            return "finished", self._work(self._progress, self.stopped.is_set)
        except CancelledError:
            return "cancelled", None
        except Exception as error:  # noqa: BLE001 - handed over whole; the page decides what to say
            return "failed", error

    def _progress(self, share: float, what: str) -> None:
        self._say(PROGRESSED, (share, what))

    def _say(self, kind: str, what: Any) -> None:
        try:
            self._relay.said.emit(self, kind, what)
        except RuntimeError:  # the window is gone
            _LOG.debug("nobody listens any more")


def _nothing(_progress: Progress, _cancelled: Cancelled) -> None:
    """Stand in for work that is done, so that what it held can go."""


def _stop_all(runs: Iterable[_Run]) -> None:
    for run in runs:
        run.stopped.set()


class Background(QObject):
    """Runs one piece of work at a time; starting another discards the one before.

    Signals:
        progressed(float, str): share done 0–1 and what is being done.
        finished(object): what the work returned.
        failed(object): the exception it raised.
        cancelled(): it was stopped by `cancel`.
    """

    progressed = Signal(float, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._relay = _Pool.the_relay()
        self._relay.said.connect(self._on_said)
        self._current: _Run | None = None
        self._runs: list[_Run] = []
        runs = self._runs
        self.destroyed.connect(lambda *_: _stop_all(runs))
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether work is under way whose outcome is still wanted."""
        return self._current is not None

    def start(self, work: Work) -> None:
        """Begin a piece of work; the outcome of an earlier one will not be told any more."""
        self.discard()
        run = _Run(work, self._relay)
        self._current = run
        self._runs.append(run)
        _Pool.start(run)

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` tells when it has."""
        if self._current is not None:
            self._current.stopped.set()

    def discard(self) -> None:
        """Stop the work and forget it without telling anyone."""
        self.cancel()
        self._current = None
        self._runs[:] = [run for run in self._runs if not run.ended.is_set()]

    def stop(self) -> None:
        """Discard the work and wait until no thread is busy with it, as on closing the window."""
        self.discard()
        for run in self._runs:
            run.ended.wait(_WAIT_SECONDS)
        _Pool.settle()

    def _on_said(self, run: object, kind: str, what: Any) -> None:
        if run is not self._current:
            return
        if kind == PROGRESSED:
            self.progressed.emit(*what)
            return
        self._current = None
        if kind == "finished":
            self.finished.emit(what)
        elif kind == "failed":
            self.failed.emit(what)
        else:
            self.cancelled.emit()
