"""What the program calculates from a section of the profile, shown live under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from anhui_assess.gui.parts import clear_layout, label, set_margins, set_property
from anhui_assess.services.rates import Rate


class RatesPanel(QFrame):
    """Title and value of every figure; hidden when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "strip")
        self.setAccessibleName("按上面的数据算出")
        self._grid = QGridLayout(self)
        set_margins(self._grid, 14, 10, 14, 10, 6)
        self._grid.setHorizontalSpacing(24)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[Rate, ...] = ()
        self.hide()

    def show_rates(self, found: tuple[Rate, ...]) -> None:
        """Show the figures."""
        if found != self._shown:
            self._shown = found
            clear_layout(self._grid)
            self._grid.addWidget(label("按上面的数据算出（实时更新）", "second"), 0, 0, 1, 2)
            for number, rate in enumerate(found, start=1):
                title = label(rate.title)
                title.setToolTip(rate.note)
                value = label(rate.value, "heading" if rate.known else "second")
                set_property(value, "rate", rate.id)
                self._grid.addWidget(title, number, 0)
                self._grid.addWidget(value, number, 1, Qt.AlignmentFlag.AlignLeft)
            self.setAccessibleDescription(self.words())
        self.setVisible(bool(found))

    def words(self) -> str:
        """Return the figures as shown."""
        return "；".join(f"{rate.title} {rate.value}" for rate in self._shown)
