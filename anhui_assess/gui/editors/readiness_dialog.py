"""Asks the steps of a readiness scale one by one and gives the level for a row of the inventory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from anhui_assess.domain.critical_items import ReadinessScale
from anhui_assess.domain.readiness import (
    BETWEEN,
    Reached,
    basis_text,
    kept_basis,
    notes_of,
    parts_of,
    reached,
)
from anhui_assess.gui.parts import ScrollColumn, button, fill, label, rule, set_margins, set_property
from anhui_assess.gui.theme import current_theme


class ScalePage(QWidget):
    """The steps of one scale.

    Signals:
        answered(): a step was answered or its evidence written.
    """

    answered = Signal()

    def __init__(self, scale: ReadinessScale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = scale
        self.boxes: dict[int, QCheckBox] = {}
        self.notes: dict[int, QLineEdit] = {}
        self.result = label("", "heading", wrap=True)
        self.warning = label("", "attention", wrap=True)
        scroll = ScrollColumn()
        for step in scale.steps:
            self._add_step(scroll.column, step.level)
        scroll.column.addStretch(1)
        column = QVBoxLayout(self)
        set_margins(column, 12, 10, 4, 4, 6)
        fill(column, self.result, self.warning, scroll)
        self._show()

    def _add_step(self, column: QVBoxLayout, level: int) -> None:
        step = self.scale.steps[level - 1]
        box = QCheckBox(f"{level} 级　{step.title}")
        box.setAccessibleName(f"{level} 级 {step.question} 是")
        note = QLineEdit()
        note.setPlaceholderText(f"证据编号或名称，如：{'、'.join(step.evidence)}")
        note.setAccessibleName(f"{level} 级的证据")
        note.setMaxLength(60)
        self.boxes[level], self.notes[level] = box, note
        fill(column, box, label(step.question, "second", wrap=True), note, rule())
        box.toggled.connect(lambda _: self._on_answered())
        note.textChanged.connect(lambda _: self._on_answered())

    def _on_answered(self) -> None:
        self._show()
        self.answered.emit()

    def load(self, level: int | None, notes: Mapping[int, str]) -> None:
        """Show a level reached earlier and the evidence noted for its steps."""
        for number, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(level is not None and number <= level)
            box.blockSignals(False)
            self.notes[number].setText(notes.get(number, ""))
        self._show()

    def answers(self) -> dict[int, bool]:
        """Return the steps answered."""
        return {level: box.isChecked() for level, box in self.boxes.items()}

    def found(self) -> Reached:
        """Return the level the answers give."""
        return reached(self.scale, self.answers())

    def basis(self) -> str:
        """Return what the level rests on."""
        return basis_text(
            self.scale, self.answers(), {level: note.text() for level, note in self.notes.items()}
        )

    def _show(self) -> None:
        found = self.found()
        words = (
            f"{self.scale.title}：{found.level} 级" if found.level else f"{self.scale.title}：还没有到 1 级"
        )
        if found.next_step is not None:
            words += f"；还差第 {found.next_step.level} 级“{found.next_step.title}”"
        self.result.setText(words)
        beyond = "、".join(f"{level} 级" for level in found.beyond)
        self.warning.setText(f"{beyond}勾了“是”，但前面有一步没做到，先不算，请核对。" if beyond else "")
        self.warning.setVisible(bool(beyond))
        set_property(self.result, "look", "heading")


class ReadinessDialog(QDialog):
    """The scales as tabs; writes the levels and what they rest on into the row.

    Signals:
        settled(int, object): the row, and column id to value for its cells.
    """

    settled = Signal(int, object)

    def __init__(
        self, scales: Sequence[ReadinessScale], basis_column: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("就绪级助手")
        self._row = -1
        self._basis_column = basis_column
        self._touched: set[str] = set()
        self._given: tuple[str, ...] = ()
        self.name = label("", "heading", wrap=True)
        self.tabs = QTabWidget()
        self.pages = tuple(ScalePage(scale) for scale in scales)
        for page in self.pages:
            self.tabs.addTab(page, page.scale.title)
            page.answered.connect(lambda scale_id=page.scale.id: self._touched.add(scale_id))
        self.write = button("写进这一行", self._on_write, look="primary", icon="check")
        note = "对国产替代件，从第 1 级起逐步回答；做到了就勾上并写证据。不勾不会抬高级数。"
        below = QHBoxLayout()
        set_margins(below, 0, 0, 0, 0, 8)
        fill(below, None, button("不写了", self.reject), self.write)
        column = QVBoxLayout(self)
        set_margins(column, 20, 16, 20, 16, 10)
        fill(column, self.name, label(note, "second", wrap=True), self.tabs, below)
        theme = current_theme()
        self.resize(theme.px(640), theme.px(620))

    def ask(self, row: int, cells: Mapping[str, object]) -> None:
        """Begin with what a row says already."""
        self._row = row
        self.name.setText(f"第 {row + 1} 行　{cells.get('name') or '（还没有名称）'}")
        basis = str(cells.get(self._basis_column) or "")
        self._given = parts_of(basis)
        for page in self.pages:
            level = cells.get(page.scale.column)
            noted = notes_of(kept_basis(basis, page.scale))
            page.load(int(level) if isinstance(level, (int, float)) else None, noted)
        self._touched.clear()

    def _on_write(self) -> None:
        cells: dict[str, object] = {}
        parts = list(self._given)
        for page in self.pages:
            if page.scale.id in self._touched:
                cells[page.scale.column] = page.found().level
                parts = [part for part in parts if not part.startswith(page.scale.title)]
                parts.append(page.basis())
        if cells:
            cells[self._basis_column] = BETWEEN.join(parts)
            self.settled.emit(self._row, cells)
        self.accept()
