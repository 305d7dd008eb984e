"""The first plan of the open assessment: computed once, off the interface thread, for every page that shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from anhui_assess.domain.planning.first_plan import Plan, first_plan
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.background import Background


class PlanKeeper(QObject):
    """Belongs to the session hub. Scores are immutable, so a plan stays true for the scores it was made from.

    Signals:
        ready(object, object): the scores and their plan.
        failed(object): the exception that ended the computation.
    """

    ready = Signal(object, object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.background = Background(self)
        self.background.finished.connect(self._on_finished)
        self.background.failed.connect(self._on_failed)
        self._made: tuple[Scored, Plan] | None = None
        self._wanted: Scored | None = None

    @staticmethod
    def of(app: AppSession) -> PlanKeeper:
        """Return the keeper of a session hub; all pages share it."""
        found: PlanKeeper | None = app.findChild(PlanKeeper)
        return found if found is not None else PlanKeeper(app)

    def plan_of(self, scored: Scored) -> Plan | None:
        """Return the plan for these scores, or None and begin to compute it; `ready` tells when it is there."""
        if self._made is not None and self._made[0] is scored:
            return self._made[1]
        self._wanted = scored
        if not self.background.busy:
            self._compute(scored)
        return None

    def _compute(self, scored: Scored) -> None:
        """Begin to compute; what is wanted meanwhile waits, so that quick answers do not pile up work."""
        self.background.start(lambda _progress, _cancelled: (scored, first_plan(scored)))

    def _on_finished(self, made: tuple[Scored, Plan]) -> None:
        wanted = self._wanted
        if wanted is not None and wanted is not made[0]:
            self._compute(wanted)
            return
        self._made = made
        self._wanted = None
        self.ready.emit(*made)

    def _on_failed(self, error: Exception) -> None:
        self._wanted = None
        self.failed.emit(error)
