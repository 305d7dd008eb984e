"""Asking the user something: one narrow door, so that tests can answer and no widget opens a message box itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)


class Prompter(Protocol):
    """What the window may ask."""

    def text(self, title: str, label: str, start: str = "") -> str | None:
        """Ask for one line of text; None when the user turned away."""

    def password(self, title: str, label: str) -> str | None:
        """Ask for a password, which is not shown; None when the user turned away."""

    def files(self, title: str, pattern: str) -> Sequence[Path]:
        """Ask for files to open; empty when the user turned away."""

    def save_as(self, title: str, start: str, pattern: str) -> Path | None:
        """Ask where to save; None when the user turned away."""

    def confirm(self, title: str, text: str, yes: str) -> bool:
        """Ask whether to go on; `yes` names the action on its button."""

    def tell(self, title: str, text: str) -> None:
        """Show a sentence that must not be missed."""


_MOST_LINES = 14
"""More lines than these do not fit into a message on a small screen."""


def list_dialog(title: str, text: str, parent: QWidget | None) -> QDialog:
    """Return a dialog that shows lines to scroll through and to copy."""
    made = QDialog(parent)
    made.setWindowTitle(title)
    shown = QPlainTextEdit(text)
    shown.setReadOnly(True)
    shown.setAccessibleName(title)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
    buttons.accepted.connect(made.accept)
    column = QVBoxLayout(made)
    column.setContentsMargins(20, 16, 20, 16)
    column.setSpacing(12)
    heading = QLabel(title)
    heading.setProperty("look", "heading")
    for part in (heading, shown, buttons):
        column.addWidget(part)
    made.resize(560, 480)
    return made


class QtPrompter:
    """Asks through Qt's own dialogs, over a parent window."""

    def __init__(self, parent: QWidget | None) -> None:
        self._parent = parent

    def text(self, title: str, label: str, start: str = "") -> str | None:
        """Ask for one line of text."""
        found, accepted = QInputDialog.getText(self._parent, title, label, QLineEdit.EchoMode.Normal, start)
        return found if accepted else None

    def password(self, title: str, label: str) -> str | None:
        """Ask for a password."""
        found, accepted = QInputDialog.getText(self._parent, title, label, QLineEdit.EchoMode.Password)
        return found if accepted else None

    def files(self, title: str, pattern: str) -> Sequence[Path]:
        """Ask for files to open."""
        names, _ = QFileDialog.getOpenFileNames(self._parent, title, "", pattern)
        return [Path(name) for name in names]

    def save_as(self, title: str, start: str, pattern: str) -> Path | None:
        """Ask where to save."""
        name, _ = QFileDialog.getSaveFileName(self._parent, title, start, pattern)
        return Path(name) if name else None

    def confirm(self, title: str, text: str, yes: str) -> bool:
        """Ask whether to go on."""
        box = QMessageBox(QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.Cancel)
        if self._parent is not None:
            box.setParent(self._parent, box.windowFlags())
        go_on = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        return box.clickedButton() is go_on

    def tell(self, title: str, text: str) -> None:
        """Show a sentence that must not be missed; a long list scrolls."""
        if text.count("\n") >= _MOST_LINES:
            list_dialog(title, text, self._parent).exec()
            return
        box = QMessageBox(QMessageBox.Icon.Information, title, text, QMessageBox.StandardButton.Ok)
        if self._parent is not None:
            box.setParent(self._parent, box.windowFlags())
        box.exec()
