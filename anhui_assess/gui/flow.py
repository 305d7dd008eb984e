"""A layout that sets its parts in lines like words, going on to the next line when one is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Parts side by side, broken into lines."""

    def __init__(self, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, entry: QLayoutItem) -> None:
        """Add a part."""
        self._entries.append(entry)

    def count(self) -> int:
        """Return the number of parts."""
        return len(self._entries)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return a part."""
        return self._entries[index] if 0 <= index < len(self._entries) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # the stubs leave out None
        """Take a part out."""
        return self._entries.pop(index) if 0 <= index < len(self._entries) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Say that no more room is wanted than the lines need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width."""
        return self._set(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Set the parts."""
        super().setGeometry(rect)
        self._set(rect, place=True)

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        width = sum(entry.sizeHint().width() + self.spacing() for entry in self._entries)
        return QSize(width, self.minimumSize().height())

    def minimumSize(self) -> QSize:
        """Return the size of the largest part."""
        size = QSize()
        for entry in self._entries:
            size = size.expandedTo(entry.minimumSize())
        return size

    def _set(self, rect: QRect, *, place: bool) -> int:
        """Set the parts into a rectangle, or only reckon its height; return the height."""
        top = rect.y()
        for number, line in enumerate(self._lines(rect.width())):
            top += self.spacing() // 2 if number else 0
            height = max(size.height() for _, size in line)
            left = rect.x()
            for entry, size in line:
                if place:
                    entry.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self.spacing()
            top += height
        return top - rect.y()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Return the parts with their sizes, line by line."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for entry in self._entries:
            size = entry.sizeHint().boundedTo(QSize(max(width, 1), 10_000))
            if not lines or left + size.width() > width:
                lines.append([])
                left = 0
            lines[-1].append((entry, size))
            left += size.width() + self.spacing()
        return lines
