"""Pictures of every page of the window, without a screen: light at 1366×768 and at 200 %, two in dark.

Run as `python tools/screenshots.py --out FOLDER`; at 200 % it starts itself again with QT_SCALE_FACTOR=2.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

from anhui_assess.app import dress, make_tools, prepare_application
from anhui_assess.composition import open_library
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis_page import DiagnosisPage
from anhui_assess.gui.editors.table import TableEditor
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.shell import DIAGNOSIS, PLAN, PROFILE, PROJECTS, QUESTIONS, REPORT
from anhui_assess.services.navigation import Filter, Place
from anhui_assess.services.session import AssessmentSession

_TABLE = Place("green_factory", "gf.energy")
_NUMBER = Place("green_factory", "gf.year")
_ANCHORED = Place("four_bases", "fb.parts.s.level")
_INVENTORY = Place("four_bases", "fb.inventory")
_YES_NO = Place("green_factory", "gf.veto.registered")


class Camera:
    """Takes the pictures of one run."""

    def __init__(self, app: QApplication, out: Path, suffix: str, theme: str) -> None:
        self._app = app
        self._out = out
        self._suffix = suffix
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.library = open_library(Path(self._folder.name) / "workspace", create=True)
        dress(app, theme, "标准")
        self.session = AppSession(make_tools(self.library, Path(os.devnull)))
        self.window = MainWindow(self.session, lambda theme_id, size: dress(app, theme_id, size))
        self.window.resize(1366, 768)
        self.window.show()

    def take(
        self, name: str, before: Callable[[], object] | None = None, grabbed: QWidget | None = None
    ) -> None:
        """Do something, let the window settle, take a picture of it, or of a dialog over it."""
        if before is not None:
            before()
        for _ in range(10):
            self._app.processEvents()
            QThreadPool.globalInstance().waitForDone(30_000)
        target = self._out / f"{name}{self._suffix}.png"
        (grabbed or self.window).grab().save(str(target))
        print(target)

    def fill(self) -> str:
        """Put the sample enterprises into the workspace; return the assessment to show."""
        records = []
        for path in sorted((self.session.tools.resources / "samples").glob("*.json"), reverse=True):
            records.extend(self.library.import_documents(self.session.tools.read_answers(path)))
        self.window.start.refresh()
        return next(
            record.id
            for record in records
            if record.enterprise_id and "合肥" in self._name(record.enterprise_id)
        )

    def _name(self, enterprise_id: str) -> str:
        return self.library.store.enterprise(enterprise_id).name

    def close(self) -> None:
        """End the run."""
        self.window.close()
        self.library.store.close()
        self._folder.cleanup()


def shoot(camera: Camera, *, few: bool) -> None:
    """Take all pictures, or the two that show a theme."""
    window, session = camera.window, camera.session
    if not few:
        camera.take("start-welcome")
    assessment = camera.fill()
    camera.take("start")
    current = session.open(assessment)
    shell = window.shell
    questions = shell.questionnaire
    if not few:
        camera.take("profile", lambda: shell.show_page(PROFILE))
    shell.show_page(QUESTIONS)
    forms = session.tools.catalog.forms
    scale = next(
        item.id
        for item in forms["smart_factory"].items.values()
        if item.node.endswith("scheduling") and item.level == 3
    )
    camera.take("question-scale", lambda: questions.go(Place("smart_factory", scale)))
    camera.take("projects", lambda: shell.show_page(PROJECTS))
    shell.show_page(QUESTIONS)
    if few:
        return
    for name, place in (("table", _TABLE), ("number", _NUMBER), ("anchored", _ANCHORED), ("yes-no", _YES_NO)):
        camera.take(f"question-{name}", lambda place=place: questions.go(place))
    multi = next(item.id for item in forms["green_factory"].items.values() if item.kind == "multi_choice")
    camera.take("question-multi", lambda: questions.go(Place("green_factory", multi)))
    questions.go(Place("smart_factory", scale))
    camera.take("question-reason", questions.question.not_applicable.click)
    questions.question.reason.close_strip()
    camera.take("question-filter", lambda: questions.tree.set_filter(Filter.FLAGGED))
    questions.tree.set_filter(Filter.ALL)
    _shoot_new_models(camera, current)
    for name, page in (("diagnosis", DIAGNOSIS), ("plan", PLAN), ("report", REPORT)):
        camera.take(name, lambda page=page: shell.show_page(page))
    _shoot_projects(camera)
    camera.take(
        "message",
        lambda: session.problem.emit("磁盘空间不足", "这一题没有存上，之前的都在。腾出空间后再答一次就行。"),
    )


def _shoot_new_models(camera: Camera, session: AssessmentSession) -> None:
    """Take the quick scan, its suggestion, bands, terms, a clash, and the tabs of the newer forms."""
    shell = camera.window.shell
    questions = shell.questionnaire
    _answer(session, "smart_quick", every=7)
    _answer(session, "sme_digital", every=9)
    shell.show_page(PROFILE)
    camera.take("profile-rates", lambda: shell.profile.show_item("design_tool_users"))
    shell.show_page(QUESTIONS)
    camera.take("question-quick", lambda: questions.go(Place("smart_quick", "sq.sched")))
    session.clear("smart_factory", "sf.sched.3.1")
    camera.take("question-suggestion", lambda: questions.go(Place("smart_factory", "sf.sched.3.1")))
    camera.take("question-mandatory", lambda: questions.go(Place("green_checklist", "gc.meter.energy")))
    camera.take("question-bands", lambda: questions.go(Place("sme_digital", "sd.equipment_digital_rate")))
    questions.go(Place("smart_factory", "sf.sched.3.1"))
    camera.take("question-terms", questions.question.terms.buttons[0].click)
    revenue = session.current("profile", "revenue").value
    session.answer(
        "green_factory", "gf.revenue", float(revenue if isinstance(revenue, (int, float)) else 0) + 1200
    )
    camera.take("question-clash", lambda: questions.go(Place("green_factory", "gf.revenue")))
    shell.show_page(DIAGNOSIS)
    diagnosis = shell.findChildren(DiagnosisPage)[0]
    _shoot_bases(camera, diagnosis)
    shell.show_page(DIAGNOSIS)
    for name, tab in (("sme", "sme_digital"), ("qualifications", "qualifications"), ("overview", "")):
        camera.take(f"diagnosis-{name}", lambda tab=tab: diagnosis.show_tab(tab))
    for name, tab in (("sme", diagnosis.sme), ("qualifications", diagnosis.gradient)):
        diagnosis.show_tab("sme_digital" if name == "sme" else "qualifications")
        bar = tab.verticalScrollBar()
        camera.take(f"diagnosis-{name}-below", lambda bar=bar: bar.setValue(bar.maximum() // 2))
    for form_id in ("green_checklist", "green_chain", "zero_carbon"):
        camera.take(f"diagnosis-{form_id}", lambda form_id=form_id: diagnosis.show_tab(form_id))
    bar = diagnosis.lists.verticalScrollBar()
    diagnosis.show_tab("green_checklist")
    camera.take("diagnosis-green_checklist-below", lambda: bar.setValue(bar.maximum() // 3))
    diagnosis.show_tab("")


def _shoot_projects(camera: Camera) -> None:
    """Take the due list, the dialog that takes measures in, and the trial of a finished project."""
    shell = camera.window.shell
    shell.show_page(PROJECTS)
    page = shell.projects
    camera.take("projects-due", lambda: page.bar.setCurrentIndex(1))
    page.bar.setCurrentIndex(0)
    page.offer_plan()
    camera.take("projects-accept", grabbed=page.acceptance)
    page.acceptance.reject()
    page.choose("p_sample02")
    page.pane.review.click()
    camera.take("projects-trial", grabbed=page.outcome)
    page.outcome.reject()


def _shoot_bases(camera: Camera, diagnosis: DiagnosisPage) -> None:
    """Take the four-bases tab from top to bottom, the inventory, and its two helpers."""
    camera.take("diagnosis-bases", lambda: diagnosis.show_tab("four_bases"))
    bar = diagnosis.bases.verticalScrollBar()
    for part in range(1, 5):
        camera.take(f"diagnosis-bases-{part}", lambda at=part: bar.setValue(bar.maximum() * at // 4))
    shell = camera.window.shell
    shell.show_page(QUESTIONS)
    camera.take("question-inventory", lambda: shell.questionnaire.go(_INVENTORY))
    editor = shell.questionnaire.question.editor
    aids = editor.aids if isinstance(editor, TableEditor) else None
    if not isinstance(editor, TableEditor) or aids is None:
        return
    editor.grid.setCurrentIndex(editor.model.index(0, 0))
    for name, act, dialog in (
        ("catalogue", aids.open_catalogue, aids.catalogue),
        ("readiness", aids.open_readiness, aids.readiness),
    ):
        act()
        camera.take(f"inventory-{name}", grabbed=dialog)
        dialog.reject()


def _answer(session: AssessmentSession, form_id: str, every: int) -> None:
    """Answer the questions of a form that are open, but leave one in `every` out."""
    for number, item in enumerate(session.engine.catalog.forms[form_id].items.values(), start=1):
        if number % every == 0 or session.current(form_id, item.id).settled:
            continue
        if item.kind == "anchored_rating":
            session.answer(form_id, item.id, 1 + number % 4)
        elif item.kind == "choice":
            session.answer(form_id, item.id, item.choices[min(1 + number % 3, len(item.choices) - 1)].id)
        elif item.kind == "multi_choice":
            session.answer(form_id, item.id, [choice.id for choice in item.choices[1:3]])
        elif item.kind == "number":
            session.answer(form_id, item.id, 34)
        elif item.kind == "yes_no":
            session.answer(form_id, item.id, number % 3 != 0)


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", choices=("normal", "double", "dark"), help="one run instead of all three")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.only is None:
        for run in ("normal", "double", "dark"):
            scale = "2" if run == "double" else "1"
            command = [sys.executable, __file__, "--out", str(options.out), "--only", run]
            subprocess.run(command, check=True, env={**os.environ, "QT_SCALE_FACTOR": scale})  # noqa: S603 - itself
        return 0
    app = prepare_application(sys.argv[:1])
    suffix = {"normal": "", "double": "-200", "dark": "-dark"}[options.only]
    camera = Camera(app, options.out, suffix, "dark" if options.only == "dark" else "light")
    shoot(camera, few=options.only == "dark")
    camera.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
