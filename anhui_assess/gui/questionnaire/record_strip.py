"""The strip under the options: the note of the question and its evidence files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.gui.editors.resting_area import RestingArea
from anhui_assess.gui.parts import button, clear_layout, fill, icon_label, label, set_margins
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.ports import EvidenceRecord

_KIB = 1024
_SHOWN = 5


def size_text(size: int) -> str:
    """Return a file size in words of an office."""
    return f"{size / _KIB / _KIB:.1f} MB" if size >= _KIB * _KIB else f"{max(size // _KIB, 1)} KB"


def local_files(data: QMimeData) -> list[Path]:
    """Return the files that are dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class RecordStrip(QFrame):
    """Note on the left, evidence on the right; files can be dropped anywhere on it.

    Signals:
        noted(str): the note was changed.
        files_wanted(): the user wants to choose evidence files.
        files_dropped(object): a list of paths was dropped.
    """

    noted = Signal(str)
    files_wanted = Signal()
    files_dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "strip")
        self.note = RestingArea()
        self.note.setAccessibleName("备注")
        self.note.setPlaceholderText("写下口径、数据出处、谁答的；会印在报告附录里。")
        self.note.setFixedHeight(current_theme().px(66))
        self.note.told.connect(self.noted)
        self.add = button(
            "添加…", self.files_wanted.emit, look="quiet", icon="add", name="添加证据文件", tip="Ctrl+E"
        )
        self._shown: tuple[EvidenceRecord, ...] | None = None
        self._files = QVBoxLayout()
        set_margins(self._files, 0, 0, 0, 0, 4)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            set_margins(column, 0, 0, 0, 0, 6)
        head = QHBoxLayout()
        set_margins(head, 0, 0, 0, 0, 6)
        self._head = label("证据", "heading")
        fill(head, self._head, None, self.add)
        note_head = QHBoxLayout()
        note_title = label("备注", "heading")
        for title in (note_title, self._head):
            title.setMinimumHeight(current_theme().px(30))
        fill(note_head, note_title, label("F2", "small"), None)
        fill(left, note_head, self.note)
        fill(right, head, self._files, None)
        row = QHBoxLayout(self)
        set_margins(row, 14, 8, 14, 10, 20)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        self.setAcceptDrops(True)

    def show_record(self, note: str, files: Sequence[EvidenceRecord]) -> None:
        """Show note and evidence without telling anyone."""
        self.note.load(note)
        if self._shown == tuple(files):
            return
        self._shown = tuple(files)
        clear_layout(self._files)
        self._head.setText(f"证据 {len(files)}" if files else "证据")
        for record in files[:_SHOWN]:
            line = QWidget()
            row = QHBoxLayout(line)
            set_margins(row, 0, 0, 0, 0, 6)
            name = label(record.name, "second", wrap=True)
            name.setToolTip(record.name)
            row.addWidget(icon_label("evidence", "text2", 14))
            row.addWidget(name, 1)
            row.addWidget(label(size_text(record.size), "small"))
            self._files.addWidget(line)
        if len(files) > _SHOWN:
            self._files.addWidget(label(f"另有 {len(files) - _SHOWN} 份", "small"))
        if not files:
            self._files.addWidget(label("把照片、文件拖到这里，或按 Ctrl+E 选择。", "small", wrap=True))

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        self.note.setReadOnly(read_only)
        self.add.setEnabled(not read_only)
        self.setAcceptDrops(not read_only)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files only."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the files."""
        event.acceptProposedAction()
        self.files_dropped.emit(local_files(event.mimeData()))
