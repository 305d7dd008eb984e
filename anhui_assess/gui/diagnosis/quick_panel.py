"""The line of the quick scan in 总览: the estimate with its band, the weakest sections, and the way there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.gui.flow import FlowLayout
from anhui_assess.gui.parts import button, clear_layout, fill, label, set_margins
from anhui_assess.services.diagnosis.quick import QuickLine
from anhui_assess.services.navigation import Place


class QuickPanel(QFrame):
    """Shows the quick scan; hidden when there is none.

    Signals:
        place_wanted(object): a Place the user wants to see.
    """

    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self._place: Place | None = None
        self.name = label("", "second")
        self.words = label("", "heading")
        self.detail = label("", "second", wrap=True)
        self._weak = FlowLayout(4)
        self.go = button("去答", self._on_go, look="link")
        head = QHBoxLayout()
        fill(head, self.name, 4, self.words, None, self.go)
        column = QVBoxLayout(self)
        set_margins(column, 20, 10, 16, 10, 4)
        fill(column, head, self.detail, self._weak)
        self.hide()

    def show_line(self, line: QuickLine | None) -> None:
        """Show the line."""
        self.setVisible(line is not None)
        if line is None:
            return
        self._place = line.place
        self.name.setText(line.form.short_title)
        self.words.setText(line.words)
        self.detail.setText(line.detail)
        self.go.setText("看回答" if line.complete else "去答")
        self.go.setAccessibleName(f"{line.form.short_title}，{self.go.text()}")
        self.go.setVisible(line.place is not None)
        self.setAccessibleName(f"{line.form.short_title}：{line.words}")
        clear_layout(self._weak)
        if line.weakest:
            self._weak.addWidget(label("最弱的几块：", "second"))
        for weak in line.weakest:
            text = f"{weak.title}（第 {weak.rating} 档）"
            self._weak.addWidget(button(text, partial(self.place_wanted.emit, weak.place), look="link"))

    def _on_go(self) -> None:
        if self._place is not None:
            self.place_wanted.emit(self._place)
