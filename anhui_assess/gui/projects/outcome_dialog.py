"""What a finished project would change in the answers, tried on first: nothing is recorded until it is confirmed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.domain.planning.outcomes import Proposal, Proposals
from anhui_assess.domain.planning.projects import Project
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.parts import button, clear_layout, fill, label, panel, set_margins
from anhui_assess.gui.projects.tick_table import TickTable
from anhui_assess.gui.theme import current_theme
from anhui_assess.services import project_view

_HEADS = ("题目", "现在的答案", "改为")
_WIDTHS = (300, 300, 0)


class OutcomeDialog(QDialog):
    """Shows each proposed answer with the one recorded, and the scores before and after what is ticked.

    Signals:
        confirmed(object): the Proposals ticked, to be recorded.
    """

    confirmed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("项目完成后更新答题")
        self._scored: Scored | None = None
        self._found = Proposals(())
        self.title = label("", "question", wrap=True)
        self.note = label("", "second", wrap=True)
        self.table = TickTable("建议改动的答案", _HEADS, _WIDTHS)
        self._strip = panel("strip")
        self._strip.setAccessibleName("改动前后的得分")
        self._scores = QVBoxLayout(self._strip)
        set_margins(self._scores, 14, 10, 14, 10, 4)
        self.record = button("更新答题", self._on_confirm, look="primary", icon="check")
        below = QHBoxLayout()
        set_margins(below, 0, 0, 0, 0, 8)
        fill(
            below,
            button("全选", lambda: self.table.tick_all(is_ticked=True)),
            button("全不选", lambda: self.table.tick_all(is_ticked=False)),
            None,
            button("先不改", self.reject),
            self.record,
        )
        column = QVBoxLayout(self)
        set_margins(column, 20, 16, 20, 16, 10)
        fill(column, self.title, self.note, self.table, self._strip, below)
        self.table.ticked.connect(self._on_ticked)
        self.resize(current_theme().px(960), current_theme().px(580))

    def offer(self, scored: Scored, project: Project, found: Proposals) -> None:
        """Show what a project proposes for these scores."""
        self._scored, self._found = scored, found
        self.title.setText(f"“{project.title}”已完成，下面的题可以改到措施要达到的程度")
        words = (
            "逐条对照现场：做到了才勾，没做到的留着不勾。现在只是试算，点“更新”才记入答题，记入后可以撤销。"
        )
        if found.verified:
            words += f"另有 {len(found.verified)} 题有核验结果，要由核验人员重新核验，不在这里改。"
        self.note.setText(words)
        self.table.show_rows([(project_view.proposal_words(scored, entry), True) for entry in found.entries])

    def chosen(self) -> tuple[Proposal, ...]:
        """Return the proposals ticked."""
        return tuple(self._found.entries[row] for row in self.table.rows_ticked())

    def score_words(self) -> str:
        """Return the lines about the scores as shown."""
        if self._scored is None:
            return ""
        lines = project_view.score_lines(self._scored, self.chosen())
        return "\n".join(f"{title}　{before} → {after}" for title, before, after in lines)

    def _on_ticked(self) -> None:
        chosen = self.chosen()
        clear_layout(self._scores)
        words = self.score_words() or "没有勾选，得分不变。"
        fill(self._scores, label("勾选的题都改了以后", "small"))
        for line in words.splitlines():
            self._scores.addWidget(label(line, "heading"))
        self._strip.setAccessibleDescription(words)
        self.record.setText(f"更新 {len(chosen)} 题" if chosen else "更新答题")
        self.record.setAccessibleName(self.record.text())
        self.record.setEnabled(bool(chosen))

    def _on_confirm(self) -> None:
        self.confirmed.emit(self.chosen())
        self.accept()
