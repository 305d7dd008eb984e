"""The plan of the open assessment: computed once, off the interface thread, for every page that shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.request import Request
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.background import Background
from anhui_assess.services import planning
from anhui_assess.services.plan_request import store_request, stored_request
from anhui_assess.services.ports import Cancelled, Progress

_REMEMBERED = 24


def _without_solver(scored: Scored, request: Request, progress: Progress, cancelled: Cancelled) -> Plan:
    return planning.make_plan(scored, request, None, progress, cancelled)


class PlanKeeper(QObject):
    """Belongs to the session hub. Scores are immutable, so a plan stays true for the scores it was made from.

    Signals:
        ready(object, object): the scores and their plan.
        failed(object): the exception that ended the computation; what was asked for before is in force again.
        cancelled(): the user stopped it; likewise.
        progressed(float, str): share done 0–1 and what is being done.
        wishes_changed(): there is more or less to undo or redo.
    """

    ready = Signal(object, object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(float, str)
    wishes_changed = Signal()

    def __init__(self, app: AppSession) -> None:
        super().__init__(app)
        self._app = app
        self._make = app.tools.make_plan or _without_solver
        self.background = Background(self)
        self.background.finished.connect(self._on_finished)
        self.background.failed.connect(self._on_failed)
        self.background.cancelled.connect(self._on_cancelled)
        self.background.progressed.connect(self.progressed)
        self._made: list[tuple[Scored, Request, Plan]] = []
        self._undo: list[Request] = []
        self._redo: list[Request] = []
        self._wanted: tuple[Scored, Request] | None = None
        self._running: Request | None = None
        self._good: Request | None = None
        self.request = Request()
        app.opened.connect(self._on_opened)
        self._on_opened(app.current)

    @staticmethod
    def of(app: AppSession) -> PlanKeeper:
        """Return the keeper of a session hub; all pages share it."""
        found: PlanKeeper | None = app.findChild(PlanKeeper)
        return found if found is not None else PlanKeeper(app)

    @property
    def optimal(self) -> bool:
        """Whether goals and limits can be chosen: a solver is installed."""
        return self._app.tools.make_plan is not None and self._app.tools.solves

    @property
    def can_undo(self) -> bool:
        """Whether something was asked for before."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._redo)

    def ask(self, request: Request) -> None:
        """Ask for another plan and keep the wish; `plan_of` then begins to compute it."""
        if request != self.request:
            self._undo = [*self._undo[1 - _REMEMBERED :], self.request]
            self._redo.clear()
            self._turn_to(request)

    def undo(self) -> bool:
        """Ask again for what was asked for before; False where there is nothing."""
        if not self._undo:
            return False
        self._redo.append(self.request)
        self._turn_to(self._undo.pop())
        return True

    def redo(self) -> bool:
        """Ask again for what was taken back last; False where there is nothing."""
        if not self._redo:
            return False
        self._undo.append(self.request)
        self._turn_to(self._redo.pop())
        return True

    def _turn_to(self, request: Request) -> None:
        self.request = request
        session = self._app.current
        if session is not None:
            store_request(session.store, session.record.id, request)
        self.wishes_changed.emit()

    def plan_of(self, scored: Scored) -> Plan | None:
        """Return the plan for these scores, or None and begin to compute it; `ready` tells when it is there."""
        made = self.last(scored)
        if made is not None:
            self._wanted = None
            self._good = self.request
            if self.background.busy:
                self.background.discard()
            return made
        self._wanted = (scored, self.request)
        if not self.background.busy or self._running != self.request:
            self._compute(scored, self.request)
        return None

    def last(self, scored: Scored) -> Plan | None:
        """Return the plan made for these scores and what is asked for, when it is still remembered."""
        for of, request, plan in self._made:
            if of is scored and request == self.request:
                return plan
        return None

    def _compute(self, scored: Scored, request: Request) -> None:
        """Begin to compute. New answers wait until it is done, so that they do not pile up work; a new wish does not."""
        make = self._make
        self._running = request
        self.background.start(
            lambda progress, cancelled: (scored, request, make(scored, request, progress, cancelled))
        )

    def _on_opened(self, _session: object) -> None:
        current = self._app.current
        self.request = Request() if current is None else stored_request(current.store, current.record.id)
        self._good = None
        self._made.clear()
        self._undo.clear()
        self._redo.clear()
        self.wishes_changed.emit()

    def _on_finished(self, made: tuple[Scored, Request, Plan]) -> None:
        wanted = self._wanted
        if wanted is not None and (wanted[0] is not made[0] or wanted[1] != made[1]):
            self._compute(*wanted)
            return
        self._made = [made, *(entry for entry in self._made if entry[0] is made[0])][:_REMEMBERED]
        self._good = made[1]
        self._wanted = None
        self.ready.emit(made[0], made[2])

    def _back(self) -> None:
        self._wanted = None
        if self._good is not None and self._good != self.request:
            if self._undo and self._undo[-1] == self._good:
                self._undo.pop()
            elif self._redo and self._redo[-1] == self._good:
                self._redo.pop()
            self._turn_to(self._good)

    def _on_failed(self, error: Exception) -> None:
        self._back()
        self.failed.emit(error)

    def _on_cancelled(self) -> None:
        self._back()
        self.cancelled.emit()
