"""From the plan to a higher score in the real window over a real workspace, and back: the whole way of a project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anhui_assess import composition
from anhui_assess.app import open_window, prepare_application
from anhui_assess.composition import issue_report, open_library, verify_report
from anhui_assess.domain.planning.projects import State
from anhui_assess.exchange.answers_json import read_answers
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.plan_page import PlanPage
from anhui_assess.gui.shell import PLAN, PROJECTS, QUESTIONS
from anhui_assess.report.pdf.reading import read_pdf
from anhui_assess.services.library import Library
from anhui_assess.services.projects import today
from anhui_assess.services.verifying import State as Found
from tests.assessments import SAMPLES


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = open_library(tmp_path / "w", create=True)
    yield made
    made.store.close()


@pytest.fixture
def window(library: Library, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = open_window(prepare_application([]), library, tmp_path / "log")
    qtbot.addWidget(made)
    made.activateWindow()
    yield made
    QThreadPool.globalInstance().waitForDone(20_000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_measure_goes_from_the_plan_to_a_higher_score_and_back(
    window: MainWindow, library: Library, qtbot: QtBot, tmp_path: Path
) -> None:
    document = read_answers(SAMPLES["anqing-textile"], library.catalog)
    session = window.app.open(library.import_documents([document])[0].id)
    shell = window.shell
    shell.show_page(PLAN)
    plan_page = shell.findChildren(PlanPage)[0]
    qtbot.waitUntil(lambda: plan_page.table.grid_model.rowCount() > 0, timeout=30_000)

    qtbot.mouseClick(plan_page.take, Qt.MouseButton.LeftButton)
    page = shell.projects
    assert shell.pages.currentIndex() == PROJECTS
    qtbot.waitUntil(page.acceptance.isVisible, timeout=30_000)
    page.acceptance.table.tick_all(is_ticked=False)
    offered = page.acceptance._measures
    raising = next(row for row, entry in enumerate(offered) if any(gain > 0 for _, gain in entry.gains))
    page.acceptance.table.tick(raising, is_ticked=True)
    qtbot.mouseClick(page.acceptance.take, Qt.MouseButton.LeftButton)
    (project,) = library.store.projects(session.record.id)
    assert (project.state, project.actual[State.RESERVE]) == (State.RESERVE, today())

    for state in (State.STARTED, State.COMPLETED):
        qtbot.mouseClick(page.pane.go_on, Qt.MouseButton.LeftButton)
        (project,) = library.store.projects(session.record.id)
        assert project.state is state
    assert [card.value.text() for card in page.rates.cards] == ["100%", "100%", "100%", "暂无数据"]

    before, sheet = session.scored, session.sheet
    qtbot.mouseClick(page.pane.review, Qt.MouseButton.LeftButton)
    assert session.scored is before
    promised = page.outcome.score_words()
    chosen = page.outcome.chosen()
    qtbot.mouseClick(page.outcome.record, Qt.MouseButton.LeftButton)
    assert library.store.sheet(session.record.id) == session.sheet != sheet
    forms = {entry.form_id for entry in chosen}
    assert any((session.scored.result(form).score or 0) > (before.result(form).score or 0) for form in forms)
    assert promised
    assert not page.pane.review.isVisible()

    shell.show_page(QUESTIONS)
    shell.questionnaire.undo()
    assert library.store.sheet(session.record.id) == session.sheet == sheet
    for form in forms:
        assert session.scored.result(form) == before.result(form)
    assert library.store.check() == []

    shell.show_page(PROJECTS)
    assert page.pane.review.isVisible()
    issued = issue_report(session, tmp_path / "r.pdf", report_date=today(), sections=("projects",))
    text = "".join("".join(one.texts) for one in read_pdf(issued.path.read_bytes()).pages)
    assert project.title in text
    assert verify_report(issued.path).state is Found.INTACT
    assert composition.answers_document(session).projects == (project,)
