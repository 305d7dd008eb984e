"""The tree of forms, sections and questions with their marks, and how a row is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.gui import icons
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.diagnosis.quick import minutes
from anhui_assess.services.forms_begun import ESTIMATE
from anhui_assess.services.navigation import Filter, FormView, ItemState, NodeCount, counts, view

MARK = Qt.ItemDataRole.UserRole + 1
PICTURE = Qt.ItemDataRole.UserRole + 2
FLAGGED = Qt.ItemDataRole.UserRole + 3
KEY = Qt.ItemDataRole.UserRole + 4
MUTED = Qt.ItemDataRole.UserRole + 5
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_STATE_ICONS = {
    ItemState.OPEN: "circle-empty",
    ItemState.DONE: "check",
    ItemState.UNKNOWN: "question",
    ItemState.NOT_APPLICABLE: "dash",
    ItemState.ABSENT: "dash",
}
Key = tuple[str, str, str]
"""Form id, section id (empty for the form), item id (empty for a section)."""
_Seen = tuple[FormView, Mapping[str, NodeCount], Mapping[str, str], bool]
"""What the rows of a form were last marked from: its questions, its counts, what was tailored out, whether it was begun."""


class TreeModel(QStandardItemModel):
    """Rows for every scored form; `refresh` brings the marks up to date."""

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalog = catalog
        self.rows: dict[Key, QStandardItem] = {}
        self._wanted = Filter.ALL
        self._seen: dict[str, _Seen] = {}
        self._hidden: dict[str, frozenset[Key]] = {}
        for form in catalog.scored_forms:
            top = self._row((form.id, "", ""), form.short_title)
            top.setToolTip(form.summary)
            self.invisibleRootItem().appendRow(top)
            for root in form.roots:
                self._add_node(form, root.id, top)

    def _row(self, key: Key, title: str) -> QStandardItem:
        made = QStandardItem(title)
        made.setEditable(False)
        made.setData(key, KEY)
        self.rows[key] = made
        return made

    def _add_node(self, form: Form, node_id: str, above: QStandardItem) -> None:
        node = form.nodes[node_id]
        row = self._row((form.id, node_id, ""), node.title)
        row.setToolTip(node.summary)
        above.appendRow(row)
        for child in node.children:
            self._add_node(form, child, row)
        for item_id in node.items:
            row.appendRow(self._row((form.id, node_id, item_id), form.items[item_id].title))

    def refresh(self, scored: Scored, wanted: Filter) -> frozenset[Key]:
        """Bring the marks up to date; return the keys of the rows that the filter hides.

        A form in which nothing changed since the last time is left as it is.
        """
        if wanted is not self._wanted:
            self._wanted = wanted
            self._hidden.clear()
        for form in scored.catalog.scored_forms:
            answers = scored.sheet.form(form.id)
            found = view(scored, form)
            sections = counts(scored, form.id)
            now = (found, sections, answers.tailored_out, bool(answers.answers))
            if form.id in self._hidden and _same(self._seen[form.id], now):
                continue
            self._mark_items(form, found, self._seen.get(form.id))
            self._mark_sections(form, sections, answers.tailored_out)
            top = self.rows[(form.id, "", "")]
            _set(top, MARK, _share(scored, form) if answers.answers else _fresh(form))
            _set(top, _SPOKEN, f"{form.short_title}，{top.data(MARK)}")
            self._seen[form.id] = now
            self._hidden[form.id] = _hidden(form, found.shown(wanted), wanted)
        return frozenset().union(*self._hidden.values())

    @property
    def left(self) -> int:
        """How many required questions of all forms are open."""
        return sum(sections[""].open for _, sections, _, _ in self._seen.values())

    def _mark_items(self, form: Form, found: FormView, before: _Seen | None) -> None:
        old = before[0] if before is not None else None
        for number, item in enumerate(form.items.values()):
            state, flagged = found.states[number], found.flagged[number]
            if old is not None and (old.states[number], old.flagged[number]) == (state, flagged):
                continue
            row = self.rows[(form.id, item.node, item.id)]
            _set(row, PICTURE, _STATE_ICONS[state])
            _set(row, FLAGGED, flagged)
            _set(row, _SPOKEN, f"{item.title}，{state.value}{'，存疑' if flagged else ''}")

    def _mark_sections(
        self, form: Form, sections: Mapping[str, NodeCount], tailored: Mapping[str, str]
    ) -> None:
        for node in form.nodes.values():
            row = self.rows[(form.id, node.id, "")]
            mark = _node_mark(sections[node.id], tailored=node.id in tailored)
            _set(row, MARK, mark)
            _set(row, MUTED, not sections[node.id].applies)
            _set(row, _SPOKEN, f"{node.title}，{mark}")


def _same(before: _Seen, now: _Seen) -> bool:
    """Return whether a form stands as before: views and counts are the same objects as long as it does."""
    return before[0] is now[0] and before[1] is now[1] and before[2:] == now[2:]


def _hidden(form: Form, shown: Sequence[bool], wanted: Filter) -> frozenset[Key]:
    """Return the keys of a form's rows that a filter hides: what it does not show, and sections with nothing to show."""
    hidden: set[Key] = set()
    visible: set[str] = set()
    for item, passes in zip(form.items.values(), shown, strict=True):
        if passes:
            visible.update(node.id for node in form.path(item.node))
        else:
            hidden.add((form.id, item.node, item.id))
    if wanted is not Filter.ALL:
        hidden.update((form.id, node_id, "") for node_id in form.nodes if node_id not in visible)
        if not visible:
            hidden.add((form.id, "", ""))
    return frozenset(hidden)


def _set(row: QStandardItem, role: int, value: object) -> None:
    if row.data(role) != value:
        row.setData(value, role)


def _share(scored: Scored, form: Form) -> str:
    progress = scored.progress(form.id)
    return "完成" if progress.settled == progress.applicable else f"{int(progress.completeness * 100)}%"


def _fresh(form: Form) -> str:
    return f"约 {minutes(form)} 分钟" if form.scoring.model == ESTIMATE else "未开始"


def _node_mark(count: NodeCount, *, tailored: bool) -> str:
    if tailored:
        return "已裁剪"
    if not count.applies or not count.total:
        return "不涉及"
    return f"{count.open} 题" if count.open else "完成"


class TreeDelegate(QStyledItemDelegate):
    """Draws a row: arrow or state mark, title, and at the right how much is left."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row's height at the text size in use."""
        del option, index
        return QSize(60, current_theme().px(28))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row across the whole width, so that the current one is one calm bar."""
        theme = current_theme()
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # same
        whole = QRect(4, rect.y() + 1, self._view.viewport().width() - 8, rect.height() - 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if selected else "hover"))
            painter.drawRoundedRect(whole, 4, 4)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole.adjusted(1, 0, -1, -1), 4, 4)
        key: Key = index.data(KEY)
        self._draw_mark(painter, rect, index, is_item=bool(key[2]))
        font = QFont(option.font)  # type: ignore[attr-defined]  # same
        if key[2]:
            font.setPixelSize(theme.px(13))
        font.setBold(not key[1] or (selected and bool(key[2])))
        painter.setFont(font)
        mark = "" if key[2] else str(index.data(MARK) or "")
        mark_width = painter.fontMetrics().horizontalAdvance(mark) + 8 if mark else 8
        words = QRect(rect.x() + 20, rect.y(), whole.right() - rect.x() - 24 - mark_width, rect.height())
        muted = bool(index.data(MUTED))
        painter.setPen(theme.colour("accent" if selected else "text2" if muted else "text"))
        title = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(theme.colour("good" if mark == "完成" else "accent" if selected else "text2"))
        right = QRect(whole.right() - mark_width - 2, rect.y(), mark_width, rect.height())
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, mark)
        if index.data(FLAGGED):
            painter.drawPixmap(
                whole.right() - 20, rect.center().y() - 7, icons.pixmap("flag", "attention", 14)
            )
        painter.restore()

    def _draw_mark(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, *, is_item: bool
    ) -> None:
        if is_item:
            name = str(index.data(PICTURE) or "circle-empty")
            colour = {"check": "good", "question": "attention"}.get(name, "text2")
        else:
            plain_index = self._view.model().index(index.row(), 0, index.parent())
            name, colour = (
                ("chevron-down" if self._view.isExpanded(plain_index) else "chevron-right"),
                "text2",
            )
        painter.drawPixmap(rect.x() + 2, rect.center().y() - 6, icons.pixmap(name, colour, 14))
