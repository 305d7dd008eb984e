"""A calm row of tabs under a page's first sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from anhui_assess.gui.parts import set_margins

_TAB_PADDING = 13


def tab_bar(name: str) -> QTabBar:
    """Return a tab bar."""
    bar = QTabBar()
    bar.setAccessibleName(name)
    bar.setDrawBase(False)
    bar.setExpanding(False)
    bar.setUsesScrollButtons(False)
    return bar


def page_head(bar: QTabBar, *lines: QWidget, aside: QWidget | None = None) -> QFrame:
    """Return the head of a page: its sentences, the tabs flush with them, and `aside` at their right end."""
    head = QFrame()
    head.setProperty("look", "header")
    column = QVBoxLayout(head)
    set_margins(column, 24, 14, 24, 0, 6)
    for line in lines:
        column.addWidget(line)
    row = QHBoxLayout()
    set_margins(row, 0, 0, 0, 0, 0)
    row.addSpacing(-_TAB_PADDING)
    row.addWidget(bar)
    row.addStretch(1)
    if aside is not None:
        row.addWidget(aside)
    column.addLayout(row)
    return head
