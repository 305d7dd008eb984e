"""Composition root of the window: wires workspace, content, files and report into the pages."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from anhui_assess import __version__
from anhui_assess.composition import (
    answers_document,
    load_signer,
    make_plan,
    open_library,
    report_preparation,
    solver,
    write_brief,
    write_report,
    write_word,
)
from anhui_assess.content.library import content_in_use, pack_rows, shipped_catalog, shipped_files
from anhui_assess.content.locations import added_folder, fonts_folder, resources_folder
from anhui_assess.content.themes import THEMES, load_theme
from anhui_assess.domain.errors import AssessError
from anhui_assess.gui.app_session import AppSession, Tools
from anhui_assess.gui.faults import install_hooks
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.prompter import QtPrompter
from anhui_assess.gui.settings_menu import SIZE_SETTING, THEME_SETTING
from anhui_assess.gui.theme import TEXT_SIZES, Theme, apply_theme, load_fonts
from anhui_assess.services.library import Library
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.session import AssessmentSession

_APP = "anhui-assess"
_LOG_BYTES = 1_000_000


def default_workspace() -> Path:
    """Return the folder of the workspace when none is named."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "workspace"


def prepare_application(arguments: list[str]) -> QApplication:
    """Return the Qt application, speaking Chinese in the bundled font."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName(_APP)
    app.setApplicationDisplayName("皖企诊断")
    app.setApplicationVersion(__version__)
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    load_fonts(fonts_folder())
    return app


def dress(app: QApplication, theme_id: str, size: str) -> None:
    """Put a theme and a text size in force."""
    known = theme_id if theme_id in THEMES else THEMES[0]
    apply_theme(app, Theme(known, load_theme(known), TEXT_SIZES.get(size, 1.0)), resources_folder())


def paint(kind: str, data: Any, *, width: float, theme: str) -> bytes:
    """Draw a chart as SVG, the very drawing the report uses."""
    from anhui_assess.report import figures

    return figures.paint(kind, data, width=width, palette=load_theme(theme))


def _read_answers(path: Path) -> list[AnswersDocument]:
    from anhui_assess.exchange.answers_json import read_answers

    return [read_answers(path, shipped_catalog())]


def _write_answers(session: AssessmentSession, target: Path) -> None:
    from anhui_assess.exchange.answers_json import answers_bytes
    from anhui_assess.exchange.files import write_whole

    write_whole(target, answers_bytes(answers_document(session), session.engine.catalog))


def report_sections() -> tuple[tuple[str, str], ...]:
    """Return id and title of the sections a report can have."""
    from anhui_assess.report.compose import SECTIONS

    return tuple((maker.id, maker.title) for maker in SECTIONS)


class Packs:
    """The forms and packs in use, for the settings of the window."""

    def lines(self) -> list[str]:
        """Return a line for every form and pack."""
        return [
            f"{found.title or found.id}　{found.edition}　{origin.value}" for found, origin in pack_rows()
        ]

    def add(self, paths: Sequence[Path]) -> list[str]:
        """Take newer ones into use from the next start on."""
        from anhui_assess.content.added import add

        made = add(paths, added_folder(), shipped_files())
        return [f"{found.title or found.id} {found.edition}：{found.effect}" for found in made]

    def folder(self) -> Path:
        """Return the folder in which added ones lie."""
        return added_folder()

    def complaint(self) -> str:
        """Return why added ones are not in use."""
        problems = content_in_use().problems
        return "\n".join(("后加的资料包有错，没有采用：", *map(str, problems))) if problems else ""


def make_tools(library: Library, log_file: Path) -> Tools:
    """Return what the pages need from outside."""
    return Tools(
        library=library,
        catalog=library.catalog,
        resources=resources_folder(),
        paint=paint,
        prepare_report=report_preparation,
        load_signer=load_signer,
        write_report=write_report,
        write_word=write_word,
        write_brief=write_brief,
        report_sections=report_sections,
        read_answers=_read_answers,
        write_answers=_write_answers,
        log_file=log_file,
        make_plan=make_plan,
        solves=solver() is not None,
        packs=Packs(),
    )


def run(workspace: Path | None) -> int:
    """Open the window over a workspace and return the exit code."""
    log_file = start_log()
    app = prepare_application(sys.argv[:1])
    try:
        library = open_library(workspace or default_workspace(), create=True)
    except AssessError as error:
        dress(app, "light", "标准")
        QtPrompter(None).tell(error.title, str(error))
        return 1
    try:
        window = open_window(app, library, log_file)
        recovery = getattr(library.store, "recovery", "")
        if recovery:
            window.message.show_message("上次没有正常退出，已经恢复", recovery, "info")
        complaint = window.app.tools.packs.complaint() if window.app.tools.packs else ""
        if complaint:
            window.show_problem("用的是随程序的资料", complaint)
        return app.exec()
    finally:
        library.store.close()


def open_window(app: QApplication, library: Library, log_file: Path) -> MainWindow:
    """Show the window over an open workspace, in the theme and text size last chosen."""
    store = library.store
    dress(app, store.setting(THEME_SETTING) or "light", store.setting(SIZE_SETTING) or "标准")
    session = AppSession(make_tools(library, log_file))
    window = MainWindow(session, lambda theme_id, name: dress(app, theme_id, name))
    install_hooks(session.problem.emit)
    window.show()
    return window


def start_log() -> Path:
    """Begin the log file; it never holds answers or names."""
    folder = Path(platformdirs.user_log_dir(_APP, appauthor=False))
    file = folder / "anhui-assess.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8")
    except OSError:
        return Path(os.devnull)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    return file
