"""报告: choose what goes in, make it in the background, look at it, hand it on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from anhui_assess.domain.errors import AssessError
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.background import Background
from anhui_assess.gui.diagnosis.panels import warning_strip
from anhui_assess.gui.faults import BUG_TEXT, BUG_TITLE
from anhui_assess.gui.parts import button, clear_layout, fill, label, set_margins
from anhui_assess.gui.prompter import Prompter, QtPrompter
from anhui_assess.gui.report.choices import ReportChoices
from anhui_assess.gui.report.preview import ReportPreview
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.ports import Cancelled, Progress
from anhui_assess.services.report_files import copy_report, prepare_and_make, read_report, report_path
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.session import AssessmentSession
from anhui_assess.services.signing import WHAT_IT_IS
from anhui_assess.services.statements import draft_words

_LOG = logging.getLogger(__name__)
_THOUSAND = 1000
_PATTERN = "PDF 文件 (*.pdf)"
_WORD_PATTERN = "Word 文档 (*.docx)"
_CERTIFICATES = "证书文件 (*.p12 *.pfx)"
_PAINT_FIRST = 20
Opener = Callable[[Path], bool]


def open_with_system(path: Path) -> bool:
    """Open a file or folder with the program the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@dataclass(frozen=True)
class _Job:
    """What is being made: where, by which tool, and whether it is the report shown in the preview."""

    target: Path
    write: Callable[[ReportInput, Path, Progress, Cancelled], Any]
    shown: bool = True


class ReportPage(QWidget):
    """Makes and shows the report of the open assessment."""

    def __init__(
        self,
        app: AppSession,
        prompter: Prompter | None = None,
        opener: Opener = open_with_system,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "ground")
        self._app = app
        self._prompter: Prompter = prompter or QtPrompter(self)
        self._opener = opener
        self._job: _Job | None = None
        self.report: Path | None = None
        self.background = Background(self)
        self.background.progressed.connect(self._on_progress)
        self.background.finished.connect(self._on_finished)
        self.background.failed.connect(self._on_failed)
        self.background.cancelled.connect(self._on_cancelled)
        self.choices = ReportChoices(app.tools.report_sections())
        self.choices.changed.connect(self._show_ready)
        self.warning = QVBoxLayout()
        self.make = button("生成报告", self.generate, look="primary")
        self.word = button("另存 Word 版…", self.save_word)
        self.brief = button("另存一页简报…", self.save_brief)
        self.signed = button("另存签名版…", self.save_signed)
        self.signed.setToolTip(WHAT_IT_IS)
        self.cancel = button("取消", self._on_cancel)
        self.progress = QProgressBar()
        self.progress.setMaximum(_THOUSAND)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("生成进度")
        self.status = label("", "second", wrap=True)
        self.preview = ReportPreview()
        self.preview.save_wanted.connect(self._on_save)
        self.preview.open_wanted.connect(lambda: self._open(self.report))
        self.preview.folder_wanted.connect(self._open_folder)
        self._lay_out()
        app.opened.connect(self._on_opened)
        app.changed.connect(self._on_changed)
        self._rest()

    def _lay_out(self) -> None:
        side = QFrame()
        side.setProperty("look", "panel")
        side.setFixedWidth(current_theme().px(290))
        column = QVBoxLayout(side)
        set_margins(column, 1, 1, 1, 16, 10)
        body = QWidget()
        body.setProperty("look", "plain")
        inside = QVBoxLayout(body)
        set_margins(inside, 18, 16, 14, 8, 12)
        set_margins(self.warning, 0, 0, 0, 0, 0)
        fill(inside, self.warning, self.choices, None)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        column.addWidget(scroll, 1)
        foot = QVBoxLayout()
        set_margins(foot, 18, 0, 18, 0, 8)
        others = QHBoxLayout()
        fill(others, self.word, self.brief)
        fill(foot, self.status, self.progress, self.cancel, self.make, others, self.signed)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        set_margins(row, 24, 16, 24, 16, 16)
        row.addWidget(side)
        row.addWidget(self.preview, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Look whether a report made now would be a draft."""
        super().showEvent(event)
        self._show_draft()

    def generate(self) -> None:
        """Make the report in the background; the workspace is read here, because the database belongs to this thread."""
        session = self._app.current
        target = self._where(session) if session is not None and not self.background.busy else None
        if target is not None:
            self._start(_Job(target, self._app.tools.write_report))

    def save_word(self) -> None:
        """Make the report as Word where the user wants it."""
        self._save("Word 版另存为", ".docx", _WORD_PATTERN, self._app.tools.write_word)

    def save_brief(self) -> None:
        """Make the owner's one page where the user wants it."""
        self._save("一页简报另存为", ".pdf", _PATTERN, self._app.tools.write_brief, " 一页简报")

    def save_signed(self) -> None:
        """Make the report once more, signed with a certificate file of the firm's own."""
        load = self._app.tools.load_signer
        if load is None or self._app.current is None or self.background.busy:
            return
        files = self._prompter.files("选择签名用的证书文件", _CERTIFICATES)
        password = (
            self._prompter.password("证书密码", f"{WHAT_IT_IS}\n\n“{files[0].name}”的密码：")
            if files
            else None
        )
        if password is None:
            return
        try:
            signer = load(files[0], password)
        except AssessError as error:
            self._tell(error)
            return
        write = self._app.tools.write_report
        self._save("签名版另存为", ".pdf", _PATTERN, lambda *given: write(*given, signer), "（已签名）")

    def _save(
        self,
        title: str,
        suffix: str,
        pattern: str,
        write: Callable[[ReportInput, Path, Progress, Cancelled], Any],
        ending: str = "",
    ) -> None:
        session = self._app.current
        if session is None or self.background.busy:
            return
        stem = report_path(session.store.folder, session.enterprise.name, self.choices.iso_date()).stem
        name = f"{stem}{ending}"
        target = self._prompter.save_as(title, f"{name}{suffix}", pattern)
        if target is not None:
            target = target if target.suffix.lower() == suffix else target.with_name(f"{target.name}{suffix}")
            self._start(_Job(target, write, shown=False))

    def _start(self, job: _Job) -> None:
        session = self._app.current
        if session is None:
            return
        self._job = job
        self._work("整理内容…")
        QTimer.singleShot(_PAINT_FIRST, self, lambda: self._begin(session, job))

    def _where(self, session: AssessmentSession) -> Path | None:
        name = session.enterprise.name
        path = report_path(session.store.folder, name, self.choices.iso_date())
        if session.read_only:
            return self._prompter.save_as("工作区是只读的，报告存到哪里", path.name, _PATTERN)
        return path

    def _begin(self, session: AssessmentSession, job: _Job) -> None:
        if session is not self._app.current or job is not self._job:
            return
        try:
            prepare = self._app.tools.prepare_report(session, self.choices.iso_date(), self.choices.chosen())
        except AssessError as error:
            self._on_failed(error)
            return
        self.background.start(
            lambda progress, cancelled: prepare_and_make(job.write, prepare, job.target, progress, cancelled)
        )

    def _on_progress(self, share: float, what: str) -> None:
        self.progress.setValue(round(share * _THOUSAND))
        self.status.setText(f"{what}…")

    def _on_finished(self, _outcome: Any) -> None:
        self._rest()
        job = self._job
        if job is None:
            return
        if not job.shown:
            self.status.setText(f"已存为 {job.target.name}")
            return
        self.report = job.target
        try:
            self.preview.show_pdf(read_report(self.report))
        except AssessError as error:
            self._tell(error)
            return
        self.status.setText(
            f"已生成 {self.preview.pages} 页，存在“{self.report.parent.name}”文件夹：{self.report.name}"
        )

    def _on_failed(self, error: Exception) -> None:
        self._rest()
        self.status.setText("报告没有生成，原有内容都在。")
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        if isinstance(error, AssessError):
            self._app.problem.emit(error.title, str(error))
            return
        _LOG.error("report", exc_info=error)
        self._app.problem.emit(BUG_TITLE, BUG_TEXT)

    def _on_cancel(self) -> None:
        self.status.setText("正在停下…")
        self.cancel.setEnabled(False)
        self.background.cancel()
        if not self.background.busy:
            self._on_cancelled()

    def _on_cancelled(self) -> None:
        self._job = None
        self._rest()
        self.status.setText("已取消，没有留下文件。")

    def _on_opened(self, _session: object) -> None:
        self.background.discard()
        self._job = self.report = None
        self.preview.clear()
        self._rest()
        self.status.clear()
        self._show_draft()

    def _on_changed(self, *_: object) -> None:
        if self.report is not None and not self.background.busy:
            self.status.setText("答题在报告生成以后有改动；重新生成，报告才会跟着变。")
        if self.isVisible():
            self._show_draft()

    def _on_save(self) -> None:
        if self.report is None:
            return
        target = self._prompter.save_as("报告另存为", self.report.name, _PATTERN)
        if target is None:
            return
        target = target if target.suffix.lower() == ".pdf" else target.with_name(f"{target.name}.pdf")
        try:
            copy_report(self.report, target)
        except AssessError as error:
            self._tell(error)
            return
        self.status.setText(f"已另存为 {target.name}")

    def _open_folder(self) -> None:
        self._open(self.report.parent if self.report is not None else None)

    def _open(self, path: Path | None) -> None:
        if path is not None and not self._opener(path):
            self._app.problem.emit("没有打开", f"系统里没有能打开“{path.name}”的程序，文件在：{path}")

    def _show_draft(self) -> None:
        clear_layout(self.warning)
        session = self._app.current
        words = draft_words(session.scored) if session is not None else ""
        if words:
            self.warning.addWidget(warning_strip("这会是一份草稿", words, "attention"))
        self._show_ready()

    def _show_ready(self) -> None:
        ready = self._app.current is not None and bool(self.choices.chosen())
        for action in (self.make, self.word, self.signed):
            action.setEnabled(ready)
        self.brief.setEnabled(self._app.current is not None)

    def _work(self, what: str) -> None:
        self.progress.setValue(0)
        self.status.setText(what)
        self.cancel.setEnabled(True)
        self._show_busy(busy=True)
        self.cancel.setFocus()

    def _rest(self) -> None:
        """Show that nothing is under way; the focus does not leave the page with the button that goes."""
        focused = self.cancel.hasFocus()
        self._show_busy(busy=False)
        self._show_ready()
        if focused:
            self.make.setFocus()

    def _show_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel.setVisible(busy)
        for action in (self.make, self.word, self.brief, self.signed):
            action.setVisible(not busy)
        self.choices.setEnabled(not busy)
