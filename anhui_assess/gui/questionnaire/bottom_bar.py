"""The live line under the questionnaire: where the form stands, what is missing, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.elided_label import ElidedLabel
from anhui_assess.gui.parts import button, fill, icon_label, label, set_margins
from anhui_assess.services.standing import standing


class BottomBar(QFrame):
    """Level or score of the current form, progress, and the two steps.

    Signals:
        previous_wanted(), next_wanted(): the user wants to walk on.
    """

    previous_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "footer")
        self.form_name = label("", "second")
        self.now = label("", "heading")
        self._gap_icon = icon_label("flag", "attention", 16)
        self.gap = ElidedLabel("attention")
        self.progress = QProgressBar()
        self.progress.setFixedWidth(160)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("本问卷的完成度")
        self.done = label("", "second")
        self.previous = button("上一题 ↑", self.previous_wanted.emit, name="上一题")
        self.next = button("下一题  Enter", self.next_wanted.emit, look="primary", name="下一题")
        row = QHBoxLayout(self)
        set_margins(row, 20, 10, 20, 10, 8)
        fill(row, self.form_name, self.now, 16, self._gap_icon)
        row.addWidget(self.gap, 12)
        fill(row, None, 16, self.progress, self.done, 16, self.previous, self.next)

    def show_form(self, form: Form, scored: Scored) -> None:
        """Show where a form stands."""
        result = scored.result(form.id)
        found = standing(form, result)
        self.form_name.setText(f"{form.short_title}现在")
        self.now.setText(found.now)
        self.gap.setText(found.gap)
        self._gap_icon.setVisible(bool(found.gap))
        self.gap.setVisible(bool(found.gap))
        progress = result.progress
        self.progress.setMaximum(max(progress.applicable, 1))
        self.progress.setValue(progress.settled)
        self.done.setText(f"已答 {progress.settled} / {progress.applicable}")
        self.setAccessibleDescription(f"{found.now}，{found.gap}")
