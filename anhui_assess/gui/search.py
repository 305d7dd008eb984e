"""The search box over all questions: Ctrl+F, a list below, Enter jumps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from anhui_assess.gui import icons
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.finding import Hit, QuestionIndex
from anhui_assess.services.session import AssessmentSession

_ROWS = 7


class _HitDelegate(QStyledItemDelegate):
    """Two lines a hit: the title with its section, and the words that matched."""

    def __init__(self, box: SearchBox) -> None:
        super().__init__(box)
        self._box = box

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """Return the height of two lines."""
        del option, index
        return QSize(200, current_theme().px(48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        """Draw a hit."""
        theme = current_theme()
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        hit = self._box.hits[index.row()]  # type: ignore[attr-defined]  # a model index
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]  # same
            painter.fillRect(rect, theme.colour("selection"))
        font = option.font  # type: ignore[attr-defined]  # same
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        upper = rect.adjusted(10, 4, -10, -rect.height() // 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, hit.title)
        taken = painter.fontMetrics().horizontalAdvance(hit.title) + 12
        font.setBold(False)
        font.setPixelSize(theme.px(12))
        painter.setFont(font)
        painter.setPen(theme.colour("text2"))
        painter.drawText(upper.adjusted(taken, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, hit.section)
        lower = rect.adjusted(10, rect.height() // 2 - 2, -10, -4)
        words = painter.fontMetrics().elidedText(hit.excerpt, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class SearchBox(QLineEdit):
    """Finds questions while typing; nothing is changed by searching."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._index: QuestionIndex | None = None
        self.hits: tuple[Hit, ...] = ()
        self.setProperty("look", "search")
        self.setPlaceholderText("搜索题目、编号、备注  Ctrl+F")
        self.setAccessibleName("搜索全部题目")
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search", "text2", 16), QLineEdit.ActionPosition.LeadingPosition)
        self._model = QStringListModel(self)
        self.popup = QListView(self)
        self.popup.hide()
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setProperty("look", "popup")
        self.popup.setAccessibleName("搜索结果")
        self.popup.setModel(self._model)
        self.popup.setItemDelegate(_HitDelegate(self))
        self.popup.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.popup.clicked.connect(lambda index: self._jump(index.row()))
        self.textEdited.connect(lambda _: self._find())
        self.installEventFilter(self)
        app.opened.connect(self._on_opened)

    def _on_opened(self, session: AssessmentSession | None) -> None:
        self._index = QuestionIndex(session.engine.catalog) if session is not None else None
        self.clear()
        self.popup.hide()

    def _find(self) -> None:
        session = self._app.current
        self.hits = self._index.find(self.text(), session.sheet) if self._index and session else ()
        self._model.setStringList([f"{hit.title} {hit.section}" for hit in self.hits])
        if not self.hits:
            self.popup.hide()
            return
        width = max(self.width(), current_theme().px(440))
        height = current_theme().px(48) * min(len(self.hits), _ROWS) + 12
        host = self._host()
        self.popup.setParent(host)
        corner = self.mapTo(host, self.rect().bottomRight())
        self.popup.setGeometry(corner.x() - width, corner.y() + 4, width, height)
        self.popup.setCurrentIndex(self._model.index(0))
        self.popup.show()
        self.popup.raise_()

    def _host(self) -> QWidget:
        """Return the page body the list lies over; a window of its own would be the window manager's to place."""
        host: QWidget = self
        while (above := host.parentWidget()) is not None and not above.isWindow():
            host = above
        return host

    def _jump(self, row: int) -> None:
        if not 0 <= row < len(self.hits):
            return
        place = self.hits[row].place
        self.popup.hide()
        self.clear()
        self._app.item_wanted.emit(place.form_id, place.item_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the list with the arrow keys, jump with Enter, leave with Escape."""
        row = self.popup.currentIndex().row()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.hits:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.popup.setCurrentIndex(self._model.index(max(0, min(row + step, len(self.hits) - 1))))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._jump(row)
        elif event.key() == Qt.Key.Key_Escape:
            self.popup.hide()
            self.clear()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the list when the box is left."""
        if watched is self and event.type() == QEvent.Type.FocusOut and not self.popup.underMouse():
            self.popup.hide()
        return super().eventFilter(watched, event)
