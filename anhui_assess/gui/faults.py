"""What happens when something goes wrong: our errors become a sentence, bugs go to the log and become a sentence too."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from anhui_assess.domain.errors import AssessError
from anhui_assess.gui.app_session import AppSession
from anhui_assess.services.session import Changes

_LOG = logging.getLogger(__name__)
_QT = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}
BUG_TITLE = "程序出了差错"
BUG_TEXT = (
    "已经保存的内容都在，没有受影响。可以接着用；若再次出现，请打开“设置 → 打开日志”，把日志发给维护人员。"
)


def change(app: AppSession, action: Callable[[], Changes | None], initiator: object) -> Changes | None:
    """Do one change of the open assessment and tell all pages; a fault of the machine becomes a message.

    Returns None when nothing could be done.
    """
    try:
        changes = action()
    except AssessError as error:
        app.problem.emit(error.title, str(error))
        return None
    if changes is not None and changes.stored:
        app.publish(changes, initiator)
    return changes


def attempt(app: AppSession, action: Callable[[], object]) -> bool:
    """Do something; our own errors become a message. Returns whether it was done."""
    try:
        action()
    except AssessError as error:
        app.problem.emit(error.title, str(error))
        return False
    return True


def install_hooks(show: Callable[[str, str], None]) -> None:
    """Send every unexpected exception to the log and a sentence to the user, and Qt's messages to the log."""

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, AssessError):
            show(error.title, str(error))
            return
        _LOG.error("unexpected", exc_info=(kind, error, trace))
        show(BUG_TITLE, BUG_TEXT)

    def on_thread_exception(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            _LOG.error("unexpected in thread", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))

    def on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:  # noqa: ARG001 - Qt's signature
        _QT.log(_LEVELS.get(kind, logging.ERROR), text)

    sys.excepthook = on_exception
    threading.excepthook = on_thread_exception
    qInstallMessageHandler(on_qt_message)
