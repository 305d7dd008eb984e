from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anhui_assess.app import Packs, dress, paint, prepare_application, report_sections
from anhui_assess.composition import load_signer, report_preparation, write_brief, write_report, write_word
from anhui_assess.content.library import rebuild_form
from anhui_assess.content.locations import resources_folder
from anhui_assess.domain.catalog import Catalog
from anhui_assess.exchange.answers_json import read_answers
from anhui_assess.gui.app_session import AppSession, Tools
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.library import Library
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.session import AssessmentSession
from tests.gui.fakes import FakePrompter, FakeStore, sample_sheet

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    prepare_application([])
    dress(qapp, "light", "标准")


@dataclass
class Desk:
    """An app session over a fake workspace, with everything a page test wants at hand."""

    app: AppSession
    store: FakeStore
    prompter: FakePrompter
    library: Library
    problems: list[tuple[str, str]]

    def fill(self, every: int = 3) -> AssessmentSession:
        """Put a partly answered enterprise in and open it."""
        document = AnswersDocument(sample_sheet(self.library.catalog, every), "2026 年自评", "2026-11-24")
        record = self.library.import_documents([document])[0]
        return self.app.open(record.id)


@pytest.fixture
def desk(catalog: Catalog, dressed: None, tmp_path: Path) -> Desk:
    store, prompter = FakeStore(), FakePrompter()
    library = Library(store, catalog, rebuild_form)
    tools = Tools(
        library=library,
        catalog=catalog,
        resources=resources_folder(),
        paint=paint,
        prepare_report=report_preparation,
        write_report=write_report,
        write_word=write_word,
        write_brief=write_brief,
        report_sections=report_sections,
        read_answers=lambda path: [read_answers(path, catalog)],
        write_answers=lambda session, target: None,
        log_file=tmp_path / "log",
        packs=Packs(),
        load_signer=load_signer,
    )
    app = AppSession(tools)
    problems: list[tuple[str, str]] = []
    app.problem.connect(lambda title, text: problems.append((title, text)))
    return Desk(app, store, prompter, library, problems)


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    made = MainWindow(desk.app, lambda theme, size: dress(qapp, theme, size), desk.prompter)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    if current_theme().id != "light" or current_theme().scale != 1.0:
        made.close()
        dress(qapp, "light", "标准")


@pytest.fixture(autouse=True)
def no_leaks(qapp: QApplication) -> Iterator[None]:
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert QThreadPool.globalInstance().waitForDone(5000)
