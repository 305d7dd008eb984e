"""One measure of the plan in full: why, how, with whose help, and which questions it settles."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from anhui_assess.gui.parts import button, fill, label, rule, set_margins
from anhui_assess.services.diagnosis.doubts import Link
from anhui_assess.services.plan_view import MeasureDetail

_TITLE = 16
_SHOWN = 40


class MeasurePane(QFrame):
    """Shows the measure chosen in the table.

    Signals:
        place_wanted(object): the Place of a question it lifts.
        decided(str, str): a measure's id and `in`, `out`, `free`, or the phase it shall end in.
    """

    place_wanted = Signal(object)
    decided = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setAccessibleName("措施详情")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        set_margins(whole, 1, 1, 1, 1, 0)
        whole.addWidget(self._scroll)
        self.show_detail(None)

    def show_detail(self, detail: MeasureDetail | None) -> None:
        """Show a measure, or how to choose one."""
        body = QWidget()
        body.setProperty("look", "plain")
        column = QVBoxLayout(body)
        set_margins(column, 20, 16, 16, 16, 3)
        if detail is None:
            fill(
                column,
                label(
                    "在左边选一项措施，这里列出它的做法、先决条件、可用政策和对口部门。", "second", wrap=True
                ),
                None,
            )
        else:
            self._fill(column, detail)
        self._scroll.setWidget(body)
        self._scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)

    def _fill(self, column: QVBoxLayout, detail: MeasureDetail) -> None:
        fill(
            column,
            label(detail.title, "question", wrap=True),
            label(detail.summary, "second", wrap=True),
            2,
            rule(),
        )
        if detail.decisions:
            fill(column, 4, self._decisions(detail))
        for name, text in detail.pairs:
            words = label(text, "", wrap=True, selectable=True)
            words.setAccessibleName(f"{name}：{text}")
            fill(column, 8, label(name, "small"), words)
        if detail.closes:
            fill(column, 8, label(f"补哪些题（{len(detail.closes)}）", "small"))
        for link in detail.closes[:_SHOWN]:
            column.addWidget(self._link(link), 0, Qt.AlignmentFlag.AlignLeft)
        if len(detail.closes) > _SHOWN:
            column.addWidget(label(f"另有 {len(detail.closes) - _SHOWN} 题", "small"))
        column.addStretch(1)

    def _decisions(self, detail: MeasureDetail) -> QHBoxLayout:
        row = QHBoxLayout()
        set_margins(row, 0, 0, 0, 0, 4)
        for what, words in detail.decisions:
            made = button(words, partial(self.decided.emit, detail.id, what))
            made.setAccessibleName(f"{words}：{detail.title}")
            if words.startswith("移到"):
                made.setToolTip("也可以在左边的表里按 Alt+← 提前一个阶段、Alt+→ 推后一个阶段")
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _link(self, link: Link) -> QWidget:
        title = link.title if len(link.title) <= _TITLE else f"{link.title[:_TITLE]}…"
        text = f"{link.text}　{title}"
        return button(text, lambda: self.place_wanted.emit(link.place), look="link", tip=link.title)
