"""The one window: header, messages, and under them the start page or the open assessment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from anhui_assess.domain.errors import AssessError
from anhui_assess.gui import icons
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.header import HeaderBar
from anhui_assess.gui.message_bar import MessageBar
from anhui_assess.gui.parts import fill, set_margins
from anhui_assess.gui.prompter import Prompter, QtPrompter
from anhui_assess.gui.settings_menu import SIZE_SETTING, THEME_SETTING, settings_menu
from anhui_assess.gui.start_page import StartPage
from anhui_assess.services.session import AssessmentSession

if TYPE_CHECKING:
    from anhui_assess.gui.shell import AssessmentShell

Restyle = Callable[[str, str], None]
"""Puts a theme (id) and a text size (name) in force for the application."""


class MainWindow(QMainWindow):
    """Holds the pages. Changing the look builds the pages anew over the same app session."""

    def __init__(self, app: AppSession, restyle: Restyle, prompter: Prompter | None = None) -> None:
        super().__init__()
        self.app = app
        self.prompter: Prompter = prompter or QtPrompter(self)
        self._restyle = restyle
        self.setWindowTitle("皖企诊断")
        self.setWindowIcon(icons.icon("app", "accent", 32))
        self.setMinimumSize(1000, 600)
        self.resize(1366, 768)
        self._build()
        search = QShortcut(QKeySequence.StandardKey.Find, self)
        search.activated.connect(self._focus_search)
        app.opening.connect(self._ensure_shell)
        app.opened.connect(self._on_opened)
        app.problem.connect(self.show_problem)

    def _build(self) -> None:
        self.header = HeaderBar(self.app)
        self.start = StartPage(self.app, self.prompter, self.header.enterprises)
        self._shell: AssessmentShell | None = None
        self.message = MessageBar()
        self.banner = MessageBar(closable=False)
        self.stack = QStackedWidget()
        self.stack.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.stack.addWidget(self.start)
        body = QWidget()
        body.setProperty("look", "ground")
        column = QVBoxLayout(body)
        set_margins(column, 0, 0, 0, 0, 0)
        fill(column, self.header, self.banner, self.message)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(body)
        self.header.home_wanted.connect(self.go_home)
        self.header.settings_wanted.connect(self._show_settings)
        store = self.app.tools.library.store
        if store.read_only:
            self.banner.show_message(
                "现在是只读：可以看、可以出报告，不能改", store.read_only_reason, "attention"
            )
        self.start.refresh()
        self.stack.setFocus()

    def _ensure_shell(self) -> None:
        """Build the pages of an assessment when the first one is opened: the start page need not wait for them."""
        if self._shell is None:
            from anhui_assess.gui.shell import AssessmentShell

            self._shell = AssessmentShell(self.app, self.prompter)
            self.stack.addWidget(self._shell)
            # Connected anew so that it runs after the pages have loaded: the focus it sets must stay.
            self.app.opened.disconnect(self._on_opened)
            self.app.opened.connect(self._on_opened)

    @property
    def shell(self) -> AssessmentShell:
        """The pages of an assessment."""
        self._ensure_shell()
        assert self._shell is not None  # noqa: S101 - built by the line above
        return self._shell

    def leave(self) -> None:
        """Store what was typed and not stored yet."""
        if self._shell is not None:
            self._shell.leave()

    def _on_opened(self, session: AssessmentSession | None) -> None:
        self.message.dismiss()
        self.stack.setCurrentWidget(self.start if session is None else self.shell)
        self.stack.setFocus()
        name = f"{session.enterprise.name} · {session.record.title} — " if session is not None else ""
        self.setWindowTitle(f"{name}皖企诊断")

    def go_home(self) -> None:
        """Close the assessment and show 企业库, up to date."""
        self.leave()
        self.app.close()
        self.start.refresh()

    def show_problem(self, title: str, text: str) -> None:
        """Show a sentence over the page."""
        self.message.show_message(title, text, "bad")

    def _show_settings(self) -> None:
        menu = settings_menu(self.app, self.prompter, self.restyle, self)
        corner = self.header.settings.rect().bottomRight()
        at = self.header.settings.mapToGlobal(corner)
        at.setX(at.x() - menu.sizeHint().width())
        menu.popup(at)

    def _focus_search(self) -> None:
        self.header.focus_search()

    def restyle(self, theme_id: str, size: str) -> None:
        """Put another look in force and remember it."""
        try:
            store = self.app.tools.library.store
            if not store.read_only:
                store.set_setting(THEME_SETTING, theme_id)
                store.set_setting(SIZE_SETTING, size)
        except AssessError as error:
            self.show_problem(error.title, str(error))
        self.leave()
        QTimer.singleShot(0, self, lambda: self._rebuild(theme_id, size))

    def _rebuild(self, theme_id: str, size: str) -> None:
        session = self.app.current
        page = self.shell.tabs.currentIndex() if session is not None else 0
        place = self.shell.questionnaire.place if session is not None else None
        old = self.takeCentralWidget()
        shiboken6.delete(old)
        self._restyle(theme_id, size)
        self._build()
        if session is not None:
            self.app.open(session.record.id)
            if place is not None:
                self.shell.questionnaire.go(place, focus=False)
            self.shell.show_page(page)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what was typed; nothing is asked, because nothing is unsaved."""
        self.leave()
        super().closeEvent(event)
