"""Cards of the assessments worked on last, and the welcome of a workspace that is still empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from anhui_assess.domain.catalog import Catalog
from anhui_assess.gui import icons
from anhui_assess.gui.parts import button, fill, label, panel, set_margins
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.ports import AssessmentRecord, EnterpriseRecord
from anhui_assess.services.standing import completeness, main_standing, next_step


def assessment_card(
    enterprise: EnterpriseRecord,
    record: AssessmentRecord,
    catalog: Catalog,
    go_on: Callable[[], object],
    *,
    first: bool,
) -> QFrame:
    """Return the card of an assessment; the first one carries the page's main button."""
    card = panel()
    card.setAccessibleName(f"{enterprise.name} {record.title}")
    name = label(enterprise.name, "heading")
    name.setToolTip(enterprise.name)
    name.setMinimumWidth(40)
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(int(completeness(record.summary, catalog) * 100))
    bar.setAccessibleName("完成度")
    when = label(f"{record.title}  ·  {record.date}", "small")
    row = QHBoxLayout()
    go = button("继续", go_on, look="primary" if first else "", name=f"继续 {enterprise.name} {record.title}")
    fill(row, go, None)
    column = QVBoxLayout(card)
    set_margins(column, 18, 14, 18, 14, 6)
    fill(column, name, when, 4, label(main_standing(record, catalog), "figure"), bar, 2)
    fill(column, label(next_step(record, catalog), "second", wrap=True), None, row)
    return card


@dataclass(frozen=True)
class Way:
    """A way into the product: its picture, name, what happens, and the action."""

    icon: str
    title: str
    text: str
    act: Callable[[], object]


def welcome_panel(ways: tuple[Way, ...]) -> QWidget:
    """Return the welcome of the first start, with its ways in."""
    made = panel()
    column = QVBoxLayout(made)
    set_margins(column, 32, 28, 32, 28, 8)
    intro = (
        "回答智能工厂、绿色工厂、工业四基的问题，程序当场算出等级和得分，给出“一企一诊断、一企一方案”，印成一份报告。"
        "全程不联网，每答一题就存一题，没有“保存”按钮，随时可以关掉。"
    )
    fill(column, label("欢迎使用皖企诊断", "title"), label(intro, "second", wrap=True), 12)
    row = QHBoxLayout()
    set_margins(row, 0, 0, 0, 0, 16)
    for way in ways:
        row.addWidget(_way(way), 1)
    fill(column, row)
    return made


class WayButton(QPushButton):
    """A button as large as the words laid out in it."""

    def sizeHint(self) -> QSize:
        """Return the size of the words."""
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the words."""
        inner = self.layout()
        return inner.minimumSize() if inner is not None else super().minimumSizeHint()


def _way(way: Way) -> QPushButton:
    made = WayButton()
    made.setProperty("look", "way")
    made.setAccessibleName(way.title)
    made.clicked.connect(lambda *_: way.act())
    made.setAccessibleDescription(way.text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    picture = label()
    picture.setPixmap(icons.pixmap(way.icon, "accent", 28))
    picture.setFixedSize(QSize(28, 28))
    words = QVBoxLayout(made)
    set_margins(words, 18, 16, 18, 16, 8)
    fill(words, picture, label(way.title, "heading"), label(way.text, "second", wrap=True), None)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    made.setMinimumHeight(current_theme().px(148))
    for child in made.findChildren(QWidget):
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
