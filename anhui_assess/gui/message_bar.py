"""A calm bar over a page: what happened, what was kept, what to do next. Never a traceback."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from anhui_assess.gui import icons
from anhui_assess.gui.parts import button, fill, icon_label, label, set_look, set_margins

_ICONS = {"info": ("info", "accent"), "attention": ("warning", "attention"), "bad": ("error", "bad")}


class MessageBar(QFrame):
    """Shows one message at a time; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self._picture = icon_label("info", "accent", 18)
        self.title = label("", "heading", wrap=True)
        self.text = label("", "second", wrap=True, selectable=True)
        self._close = button("", self.dismiss, look="quiet", name="关闭提示", tip="关闭提示")
        self._close.setIcon(icons.icon("close", "text2", 14))
        self._close.setIconSize(QSize(14, 14))
        self._close.setVisible(closable)
        words = QVBoxLayout()
        set_margins(words, 0, 0, 0, 0, 2)
        fill(words, self.title, self.text)
        row = QHBoxLayout(self)
        set_margins(row, 16, 8, 8, 8, 12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName("提示")
        self.hide()

    def show_message(self, title: str, text: str = "", look: str = "bad") -> None:
        """Show a message in the look `info`, `attention` or `bad`."""
        name, colour = _ICONS[look]
        set_look(self, f"{look}-bar")
        self._picture.setPixmap(icons.pixmap(name, colour, 18))
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setAccessibleDescription(f"{title} {text}")
        self.show()

    def dismiss(self) -> None:
        """Hide the bar."""
        self.hide()
