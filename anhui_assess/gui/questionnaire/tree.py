"""The left pane: the tree of questions, its filters, and tailoring a section out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.gui.questionnaire.reason_strip import ReasonStrip
from anhui_assess.gui.questionnaire.tree_model import KEY, Key, TreeDelegate, TreeModel
from anhui_assess.services.navigation import Filter, Place, filter_counts, first_in, tailorable
from anhui_assess.services.session import AssessmentSession


class Tree(QTreeView):
    """A tree whose rows are drawn whole by their delegate.

    Signals:
        row_chosen(object): a row was clicked or Enter was pressed on it; carries its key.
    """

    row_chosen = Signal(object)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:  # type: ignore[override]
        """Leave the branches to the delegate."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter and Space; digits are not for the tree."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentIndex().isValid():
                self.row_chosen.emit(self.currentIndex().data(KEY))
        elif event.text().isdigit():
            event.ignore()
        else:
            super().keyPressEvent(event)


class TreePanel(QFrame):
    """Where everything is and how far it is.

    Signals:
        place_wanted(object): go to this Place.
        filter_changed(object): another Filter is in force.
        tailor_wanted(str, str, object): form, section and reason (None takes it back).
    """

    place_wanted = Signal(object)
    filter_changed = Signal(object)
    tailor_wanted = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.filter = Filter.ALL
        self.session: AssessmentSession | None = None
        self.model: TreeModel | None = None
        self._current: Place | None = None
        self._hidden: frozenset[Key] = frozenset()
        self.summary = label("", "small")
        self.tree = Tree()
        self.tree.setAccessibleName("题目目录")
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setMouseTracking(True)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setItemDelegate(TreeDelegate(self.tree))
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.tree.clicked.connect(lambda index: self._choose(index.data(KEY)))
        self.tree.row_chosen.connect(self._choose)
        self.nothing = label("", "second", wrap=True)
        self.nothing.setContentsMargins(16, 12, 16, 0)
        self.nothing.hide()
        self.reason = ReasonStrip()
        self.tailoring = label("", "second", wrap=True)
        self.tailor = button("裁剪…", self._on_tailor, look="quiet")
        self._tailored: tuple[str, str] | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        set_margins(head, 16, 12, 14, 0, 8)
        fill(head, label("问卷", "heading"), None, self.summary)
        filters = QHBoxLayout()
        set_margins(filters, 10, 0, 10, 0, 0)
        self.filters: dict[Filter, QPushButton] = {}
        for entry in Filter:
            made = button(
                entry.value,
                partial(self.set_filter, entry),
                look="filter",
                name=f"只看{entry.value}",
            )
            made.setCheckable(True)
            made.setChecked(entry is Filter.ALL)
            self.filters[entry] = made
            filters.addWidget(made)
        filters.addStretch(1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        set_margins(foot, 16, 0, 8, 0, 4)
        foot.addWidget(self.tailoring, 1)
        foot.addWidget(self.tailor, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        set_margins(column, 1, 1, 1, 10, 6)
        fill(column, head, filters)
        column.addWidget(self.nothing)
        column.addWidget(self.tree, 1)
        fill(column, self._foot, self.reason)
        self._foot.hide()

    def open(self, session: AssessmentSession) -> None:
        """Show the questions of an assessment."""
        self.session = session
        old, self.model = self.model, TreeModel(session.engine.catalog, self)
        self.tree.setModel(self.model)
        if old is not None:
            old.deleteLater()
        self._current, self._hidden = None, frozenset()
        self.refresh(session.scored)

    def set_filter(self, wanted: Filter) -> None:
        """Show only some questions."""
        self.filter = wanted
        for entry, made in self.filters.items():
            made.setChecked(entry is wanted)
        if self.session is not None:
            self.refresh(self.session.scored)
        self.filter_changed.emit(wanted)

    def refresh(self, scored: Scored) -> None:
        """Bring all marks up to date."""
        if self.model is None:
            return
        hidden = self.model.refresh(scored, self.filter)
        for key in hidden ^ self._hidden:
            index = self.model.rows[key].index()
            self.tree.setRowHidden(index.row(), index.parent(), key in hidden)
        self._hidden = hidden
        found = filter_counts(scored)
        self.summary.setText(f"未答 {self.model.left} · 存疑 {found[Filter.FLAGGED]}")
        self.nothing.setText(f"没有“{self.filter.value}”的题。")
        self.nothing.setVisible(not found[self.filter])
        for entry, made in self.filters.items():
            made.setToolTip(f"{found[entry]} 题")
        self._show_tailoring(scored)

    def show_place(self, place: Place) -> None:
        """Mark the current question and open its section; the section left before closes."""
        if self.model is None or self.session is None:
            return
        form = self.session.engine.catalog.forms[place.form_id]
        node = form.items[place.item_id].node
        before_leaf: tuple[str, str] | None = None
        if self._current is not None:
            before = self.session.engine.catalog.forms[self._current.form_id]
            before_leaf = (before.id, before.items[self._current.item_id].node)
            if before_leaf != (form.id, node):
                self.tree.collapse(self.model.rows[(*before_leaf, "")].index())
        self._current = place
        row = self.model.rows[(form.id, node, place.item_id)]
        for above in form.path(node):
            self.tree.expand(self.model.rows[(form.id, above.id, "")].index())
        self.tree.expand(self.model.rows[(form.id, "", "")].index())
        self.tree.setCurrentIndex(row.index())
        moved = before_leaf != (form.id, node)
        hint = (
            QAbstractItemView.ScrollHint.PositionAtCenter
            if moved
            else QAbstractItemView.ScrollHint.EnsureVisible
        )
        self.tree.scrollTo(row.index(), hint)
        self._show_tailoring(self.session.scored)

    def _choose(self, key: Key) -> None:
        if self.session is None or self.model is None:
            return
        form_id, node_id, item_id = key
        if item_id:
            self.place_wanted.emit(Place(form_id, item_id))
            return
        form = self.session.engine.catalog.forms[form_id]
        index = self.model.rows[key].index()
        if not node_id or form.nodes[node_id].children:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
            return
        self.tree.expand(index)
        found = first_in(self.session.scored, form_id, node_id, self.filter)
        if found is not None:
            self.place_wanted.emit(found)
        self._show_node(form_id, node_id)

    def _show_tailoring(self, scored: Scored) -> None:
        if self._current is not None:
            form = scored.catalog.forms[self._current.form_id]
            self._show_node(form.id, form.items[self._current.item_id].node)

    def _show_node(self, form_id: str, node_id: str) -> None:
        """Show below the tree whether the section can be tailored, or why it was."""
        if self.session is None:
            return
        form = self.session.engine.catalog.forms[form_id]
        found = tailorable(form, node_id)
        self._foot.setVisible(found is not None)
        if found is None:
            self._tailored = None
            self.reason.hide()
            return
        self._tailored = (form_id, found)
        title, reason = form.nodes[found].title, self.session.sheet.form(form_id).tailored_out.get(found)
        self.tailoring.setText(
            f"“{title}”企业没有就可以裁剪" if reason is None else f"“{title}”已裁剪：{reason}"
        )
        self.tailor.setText("裁剪…" if reason is None else "恢复")
        self.tailor.setAccessibleName(f"{'裁剪' if reason is None else '恢复'}{title}")
        self.tailor.setEnabled(not self.session.read_only)

    def _on_tailor(self) -> None:
        if self._tailored is None or self.session is None:
            return
        form_id, node_id = self._tailored
        if node_id in self.session.sheet.form(form_id).tailored_out:
            self.tailor_wanted.emit(form_id, node_id, None)
            return
        title = self.session.engine.catalog.forms[form_id].nodes[node_id].title

        def done(reason: str) -> bool:
            self.tailor_wanted.emit(form_id, node_id, reason)
            return bool(reason.strip())

        self.reason.ask(f"为什么裁剪“{title}”？", "理由会印在报告里", done, self.tailor)

    def _on_menu(self, at: QPoint) -> None:
        index = self.tree.indexAt(at)
        if not index.isValid() or self.session is None:
            return
        form_id, node_id, _ = index.data(KEY)
        if not node_id or tailorable(self.session.engine.catalog.forms[form_id], node_id) is None:
            return
        self._show_node(form_id, node_id)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(self.tailor.accessibleName())
        action.setEnabled(self.tailor.isEnabled())
        action.triggered.connect(self._on_tailor)
        menu.popup(self.tree.viewport().mapToGlobal(at))
