"""疑点: the findings by severity, each with links to the questions behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.gui.diagnosis.panels import Section, Tab
from anhui_assess.gui.parts import button, fill, icon_label, label, rule, set_margins
from anhui_assess.services.diagnosis.doubts import Doubt, DoubtGroup, Link, grouped
from anhui_assess.services.diagnosis.picture import Diagnosis


class DoubtsTab(Tab):
    """The tab of findings."""

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Fill the tab."""
        self.clear()
        groups = grouped(found.scored.catalog, found.findings)
        for group in groups:
            self.column.addWidget(self._group(group))
        if not groups:
            self.column.addWidget(
                Section("没有发现问题", "答题以后，前后不一致、缺证据、短板和强项会列在这里。")
            )
        self.column.addStretch(1)

    def _group(self, group: DoubtGroup) -> Section:
        section = Section(f"{group.heading}　{len(group.doubts)}")
        for number, doubt in enumerate(group.doubts):
            if number:
                section.add(rule())
            section.add(self._doubt(doubt, group))
        return section

    def _doubt(self, doubt: Doubt, group: DoubtGroup) -> QWidget:
        made = QWidget()
        made.setProperty("look", "plain")
        row = QHBoxLayout(made)
        set_margins(row, 0, 2, 0, 2, 12)
        row.addWidget(icon_label(group.icon, group.tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        set_margins(words, 0, 0, 0, 0, 3)
        head = QHBoxLayout()
        fill(head, label(doubt.title, "heading"), 4, label(doubt.form, "small"), None)
        fill(words, head, label(doubt.text, "second", wrap=True, selectable=True))
        if doubt.policy:
            words.addWidget(label(doubt.policy, "small", wrap=True, selectable=True))
        if doubt.links:
            links = QHBoxLayout()
            set_margins(links, 0, 0, 0, 0, 0)
            links.addSpacing(-_LINK_PADDING)
            links.addWidget(self._links(doubt), 1)
            words.addLayout(links)
        row.addLayout(words, 1)
        return made

    def _links(self, doubt: Doubt) -> QWidget:
        box = QWidget()
        box.setProperty("look", "plain")
        cells = QGridLayout(box)
        set_margins(cells, 0, 0, 0, 0, 4)
        for number, link in enumerate(doubt.links):
            cells.addWidget(self._link(link), number // 3, number % 3, Qt.AlignmentFlag.AlignLeft)
        if doubt.more:
            place = len(doubt.links)
            cells.addWidget(label(f"另有 {doubt.more} 题", "small"), place // 3, place % 3)
        cells.setColumnStretch(3, 1)
        return box

    def _link(self, link: Link) -> QWidget:
        title = link.title if len(link.title) <= _TITLE else f"{link.title[:_TITLE]}…"
        text = f"{link.text}　{title}"
        return button(text, lambda: self.place_wanted.emit(link.place), look="link", tip=link.title)


_TITLE = 14
_LINK_PADDING = 5
