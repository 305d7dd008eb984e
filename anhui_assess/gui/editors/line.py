"""One-line controls: numbers with unit and range, dates, short texts; and texts of several lines."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from anhui_assess.domain.answers import Value
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.gui.editors.base import Editor, Shown
from anhui_assess.gui.editors.reading import read_amount, read_date, read_number, write_number
from anhui_assess.gui.editors.resting_area import RestingArea
from anhui_assess.gui.parts import label, set_margins, set_property
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.bands import band_words

_LINE_LIMIT = 200


class LineEditor(Editor):
    """A line of text that is told when it is left or Enter is pressed, and only when it changed."""

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(item, compact=compact, parent=parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(item.title)
        self.line.editingFinished.connect(self.commit)
        self._told = ""
        self._faulty = False
        self._column = QVBoxLayout(self)
        set_margins(self._column, 0, 0, 0, 0, 4)
        self._row = QHBoxLayout()
        set_margins(self._row, 0, 0, 0, 0, 8)
        self._row.addWidget(self.line)
        self._column.addLayout(self._row)
        self.setFocusProxy(self.line)

    def commit(self) -> None:
        """Tell the text when it differs from what was told or shown last."""
        text = self.line.text()
        if text == self._told or self.line.isReadOnly():
            return
        self._told = text
        if text.strip():
            self._tell(self._read(text))
        else:
            self._tell_cleared()

    def set_read_only(self, read_only: bool) -> None:
        """Keep the text readable and copyable."""
        self.line.setReadOnly(read_only)

    def set_fault(self, faulty: bool) -> None:
        """Mark the line."""
        self._faulty = faulty
        set_property(self.line, "fault", faulty)

    def unsaved(self) -> object | None:
        """Return the text that was refused."""
        return self.line.text() if self._faulty else None

    def restore(self, unsaved: object) -> None:
        """Show the refused text again."""
        if isinstance(unsaved, str):
            self.line.setText(unsaved)
            self._told = unsaved
            self.set_fault(True)

    def _read(self, text: str) -> object:
        return text

    def _write(self, value: Value) -> str:
        return str(value)

    def _show(self, shown: Shown) -> None:
        text = "" if shown.value is None else self._write(shown.value)
        if self._told != text or not self.line.hasFocus():
            self.line.setText(text)
            self._told = text


class TextEditor(LineEditor):
    """A short text."""

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(item, compact=compact, parent=parent)
        self.line.setMaxLength(item.max_length)
        if compact and item.max_length <= 60:  # noqa: PLR2004 - a name or a code
            self.line.setFixedWidth(current_theme().px(360))
            self._row.addStretch(1)


class DateEditor(LineEditor):
    """A day, read in any usual way of writing."""

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(item, compact=compact, parent=parent)
        self.line.setPlaceholderText("例如 2026-11-23")
        self.line.setFixedWidth(current_theme().px(200))
        self._row.addStretch(1)

    def _read(self, text: str) -> object:
        return read_date(text)


class NumberEditor(LineEditor):
    """A quantity with its unit, the range that is accepted and a word when it is unusual."""

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(item, compact=compact, parent=parent)
        self.line.setFixedWidth(current_theme().px(200))
        self.line.setAccessibleDescription(f"单位 {item.unit}" if item.unit else "")
        if item.unit:
            self._row.addWidget(label(item.unit, "unit"))
        self.range = label(_range_hint(item), "small")
        self._row.addWidget(self.range)
        self._row.addStretch(1)
        self._converted = ""
        self.conversion = label("", "second", wrap=True)
        self.conversion.hide()
        self._column.addWidget(self.conversion)
        self.warning = label("", "attention", wrap=True)
        self.warning.hide()
        self._column.addWidget(self.warning)
        self.band = label("", "second", wrap=True)
        self.band.setVisible(bool(item.bands))
        self._column.addWidget(self.band)
        if item.bands:
            self.line.textChanged.connect(self._show_band)
            self._show_band("")

    def _read(self, text: str) -> object:
        value, self._converted = read_amount(text, self.item.unit)
        return value

    def _show_band(self, text: str) -> None:
        """Say which band the number falls in, while it is typed."""
        value = read_number(text)
        self.band.setText(band_words(self.item, value if isinstance(value, (int, float)) else None))

    def _write(self, value: Value) -> str:
        return write_number(value) if isinstance(value, (int, float)) else str(value)

    def _show(self, shown: Shown) -> None:
        super()._show(shown)
        self.conversion.setText(f"按 {self._converted} 换算。" if self._converted else "")
        self.conversion.setVisible(bool(self._converted))
        low, high = self.item.typical or (float("-inf"), float("inf"))
        unusual = isinstance(shown.value, (int, float)) and not low <= shown.value <= high
        self.warning.setVisible(unusual)
        if unusual and isinstance(shown.value, (int, float)):
            self.warning.setText(
                f"已保存，但和常见值差得多（一般在 {plain(low)} 到 {plain(high)} 之间）：请看一眼单位和小数点。"
            )


def _range_hint(item: Item) -> str:
    write = write_number if item.unit == "年" else plain
    low = write(item.minimum) if isinstance(item.minimum, (int, float)) else ""
    high = write(item.maximum) if isinstance(item.maximum, (int, float)) else ""
    if low and high:
        return f"可填 {low} 到 {high}"
    if low and low != "0":
        return f"不小于 {low}"
    return f"不大于 {high}" if high else ""


class LongTextEditor(Editor):
    """A text of several lines, told when it is left and when typing rests."""

    def __init__(self, item: Item, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(item, compact=compact, parent=parent)
        self.area = RestingArea()
        self.area.setAccessibleName(item.title)
        self.area.setFixedHeight(72 if compact else 132)
        self.area.told.connect(self._on_told)
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 0)
        column.addWidget(self.area)
        self.setFocusProxy(self.area)

    def _on_told(self, text: str) -> None:
        if text.strip():
            self._tell(text)
        else:
            self._tell_cleared()

    def commit(self) -> None:
        """Tell the text when it is news."""
        self.area.commit()

    def takes_return(self) -> bool:
        """Enter makes a new line."""
        return True

    def set_read_only(self, read_only: bool) -> None:
        """Keep the text readable and copyable."""
        self.area.setReadOnly(read_only)

    def _show(self, shown: Shown) -> None:
        self.area.load(shown.value if isinstance(shown.value, str) else "")


def text_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return a line for a short text, an area for a long one."""
    if item.multiline or item.max_length > _LINE_LIMIT:
        return LongTextEditor(item, compact=compact)
    return TextEditor(item, compact=compact)


def number_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return the control of a number."""
    return NumberEditor(item, compact=compact)


def date_editor(item: Item, *, compact: bool = False) -> Editor:
    """Return the control of a date."""
    return DateEditor(item, compact=compact)
