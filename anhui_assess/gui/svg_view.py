"""Shows an SVG picture, sharp at every scale, in its own proportions."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from anhui_assess.gui.theme import current_theme


def paper_width(width: float) -> float:
    """Return the width a chart is drawn at: with larger text there is room for less beside it."""
    return width / current_theme().scale


class SvgView(QWidget):
    """A picture as wide as there is room, up to `magnify` times its own size, and never stretched.

    The charts are drawn for paper at 8 pt; on the screen they are shown larger.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, magnify: float = 1.6) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(self)
        self._magnify = magnify * current_theme().scale
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)

    def show_svg(self, content: bytes, description: str) -> None:
        """Show a picture; `description` says in words what it shows."""
        self._renderer.load(QByteArray(content))
        self.setAccessibleDescription(description)
        self.setToolTip(description)
        self.updateGeometry()
        self.update()

    @property
    def valid(self) -> bool:
        """Whether there is a picture."""
        return self._renderer.isValid()

    def sizeHint(self) -> QSize:
        """Return the size it would like to have."""
        own = self._renderer.defaultSize()
        return QSize(round(own.width() * self._magnify), round(own.height() * self._magnify))

    def minimumSizeHint(self) -> QSize:
        """Return half of its own size, where labels can still be read on a sharp screen."""
        own = self._renderer.defaultSize()
        return QSize(own.width() // 2, own.height() // 2)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that keeps the proportions."""
        own = self._renderer.defaultSize()
        if own.width() <= 0:
            return 0
        return round(own.height() * min(width / own.width(), self._magnify))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the picture in the middle of the room."""
        own = self._renderer.defaultSize()
        if not self._renderer.isValid() or own.isEmpty():
            return
        scale = min(self.width() / own.width(), self.height() / own.height(), self._magnify)
        width, height = own.width() * scale, own.height() * scale
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        self._renderer.render(painter, QRectF(left, top, width, height))
        painter.end()
