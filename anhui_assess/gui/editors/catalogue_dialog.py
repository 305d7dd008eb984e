"""Picks typical critical items of an industry for the inventory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from anhui_assess.domain.critical_items import CriticalItem
from anhui_assess.gui.editors.combo import StillCombo
from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.gui.theme import current_theme

_ALL = "全部产业"
_HEADS = ("名称", "类别", "卡在哪个环节", "常用在哪", "填表前先查清")
_WIDTHS = (220, 146, 108, 160, 0)


class CatalogueDialog(QDialog):
    """Ticks typical items; what is in the table already cannot be ticked again.

    Signals:
        chosen(object): the CriticalItems ticked, in the order shown.
    """

    chosen = Signal(object)

    def __init__(
        self, items: Sequence[CriticalItem], titles: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("从典型关键件里挑")
        self._items = items
        self._titles = titles
        self._present: frozenset[str] = frozenset()
        self._ticked: dict[str, CriticalItem] = {}
        self.industry = StillCombo()
        self.industry.setAccessibleName("产业")
        known = dict.fromkeys(industry for item in items for industry in item.industries)
        self.industry.addItems([_ALL, *known])
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜名称、用途")
        self.search.setAccessibleName("搜典型关键件")
        self.search.setClearButtonEnabled(True)
        self.table = QTableWidget(0, len(_HEADS))
        self.add = button("加入清单", self._on_add, look="primary", icon="add")
        self.add.setDefault(True)
        self._lay_out()
        self.industry.currentIndexChanged.connect(lambda _: self._fill())
        self.search.textChanged.connect(lambda _: self._fill())
        self.table.itemChanged.connect(self._on_ticked)

    def _lay_out(self) -> None:
        theme = current_theme()
        self.table.setHorizontalHeaderLabels(list(_HEADS))
        self.table.setAccessibleName("典型关键件")
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.px(30))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, width in enumerate(_WIDTHS):
            if width:
                self.table.setColumnWidth(place, theme.px(width))
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        note = (
            "上下键移动、空格勾选、回车加入。勾上就加一行，只带名称、类别和环节；"
            "占比、交期这些数按本厂实际填。没有的，关掉窗口自己加一行。"
        )
        above, below = QHBoxLayout(), QHBoxLayout()
        set_margins(above, 0, 0, 0, 0, 8)
        set_margins(below, 0, 0, 0, 0, 8)
        above.addWidget(self.industry)
        above.addWidget(self.search, 1)
        fill(below, None, button("不加了", self.reject), self.add)
        column = QVBoxLayout(self)
        set_margins(column, 20, 16, 20, 16, 10)
        fill(column, label(note, "second", wrap=True), above, self.table, below)
        self.resize(theme.px(1000), theme.px(560))

    def offer(self, industry: str, present: Sequence[str]) -> None:
        """Begin anew with an industry and the names the table has already."""
        self._present = frozenset(name.strip() for name in present)
        self._ticked = {}
        place = self.industry.findText(industry)
        self.industry.setCurrentIndex(max(place, 0))
        self.search.clear()
        self._fill()
        self.table.setCurrentCell(0, 0)
        self.table.setFocus()

    def shown(self) -> list[CriticalItem]:
        """Return the items of the industry chosen that hold what is searched for."""
        industry, wanted = self.industry.currentText(), self.search.text().strip().lower()
        return [
            item
            for item in self._items
            if (industry == _ALL or industry in item.industries)
            and (not wanted or wanted in f"{item.name} {item.used_in} {item.check}".lower())
        ]

    def _fill(self) -> None:
        self.table.blockSignals(True)
        found = self.shown()
        self.table.setRowCount(len(found))
        for row, item in enumerate(found):
            base, stage = self._titles.get(item.base, item.base), self._titles.get(item.stage, item.stage)
            for place, text in enumerate((item.name, base, stage, item.used_in, item.check)):
                made = QTableWidgetItem(text)
                made.setToolTip(f"{text}\n政策位置：{item.section}" if place == 0 else text)
                if place == 0:
                    self._dress_tick(made, item)
                self.table.setItem(row, place, made)
        self.table.blockSignals(False)
        self._count()

    def _dress_tick(self, made: QTableWidgetItem, item: CriticalItem) -> None:
        made.setData(Qt.ItemDataRole.UserRole, item)
        if item.name in self._present:
            made.setText(f"{item.name}（已在清单）")
            made.setFlags(Qt.ItemFlag.ItemIsSelectable)
            return
        made.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        )
        state = Qt.CheckState.Checked if item.id in self._ticked else Qt.CheckState.Unchecked
        made.setCheckState(state)

    def tick(self, item_id: str) -> None:
        """Tick an item that is shown."""
        for row, item in enumerate(self.shown()):
            made = self.table.item(row, 0)
            if item.id == item_id and made is not None:
                made.setCheckState(Qt.CheckState.Checked)

    def _on_ticked(self, made: QTableWidgetItem) -> None:
        item = made.data(Qt.ItemDataRole.UserRole)
        if not isinstance(item, CriticalItem) or item.name in self._present:
            return
        if made.checkState() is Qt.CheckState.Checked:
            self._ticked[item.id] = item
        else:
            self._ticked.pop(item.id, None)
        self._count()

    def _count(self) -> None:
        count = len(self._ticked)
        self.add.setText(f"加入 {count} 项" if count else "加入清单")
        self.add.setEnabled(bool(count))

    def _on_add(self) -> None:
        self.chosen.emit(tuple(item for item in self._items if item.id in self._ticked))
        self.accept()
