"""Every answer control: loading is silent, one change is told once, read-only stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import KINDS, kind_of
from anhui_assess.gui.editors import EDITORS, make_editor
from anhui_assess.gui.editors.base import Editor, Shown
from anhui_assess.gui.editors.checks import ChecksEditor
from anhui_assess.gui.editors.combo import ComboEditor
from anhui_assess.gui.editors.line import LineEditor, LongTextEditor
from anhui_assess.gui.editors.option_list import OptionListEditor
from anhui_assess.gui.editors.table import TableEditor
from tests.gui.fakes import type_text, value_for

KIND_IDS = [kind.id for kind in KINDS]


def item_of(catalog: Catalog, kind: str, where: Callable[[Item], bool] = lambda _: True) -> Item:
    return next(
        i
        for f in catalog.forms.values()
        for i in f.items.values()
        if i.kind == kind and i.format is None and where(i)
    )


def operate(qtbot: QtBot, editor: Editor) -> None:
    """Do with the control what a user would do."""
    typed = {"date": "2026-04-05", "number": f"{value_for(editor.item)}", "text": "新的"}
    if isinstance(editor, OptionListEditor):
        qtbot.mouseClick(editor.rows[0], Qt.MouseButton.LeftButton)
    elif isinstance(editor, ComboEditor):
        editor.box.setCurrentIndex(1)
        editor.box.activated.emit(1)
    elif isinstance(editor, ChecksEditor):
        editor.boxes[-1].click()
    elif isinstance(editor, LineEditor):
        editor.line.clear()
        type_text(editor.line, typed[editor.item.kind])
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    elif isinstance(editor, LongTextEditor):
        type_text(editor.area, "新的")
        editor.commit()
    elif isinstance(editor, TableEditor):
        editor.model.add_row(-1, {})
    else:
        raise TypeError(type(editor))


@pytest.fixture
def made(catalog: Catalog, qtbot: QtBot) -> Callable[..., tuple[Editor, list[Any]]]:
    def make(item: Item, *, compact: bool = False) -> tuple[Editor, list[Any]]:
        editor = make_editor(item, compact=compact)
        qtbot.addWidget(editor)
        told: list[Any] = []
        editor.edited.connect(told.append)
        editor.cleared.connect(lambda: told.append("cleared"))
        editor.show()
        return editor, told

    return make


def test_every_kind_has_a_control() -> None:
    assert {kind.editor for kind in KINDS} == set(EDITORS)


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("kind", KIND_IDS)
def test_loading_is_silent(catalog: Catalog, made: Callable[..., Any], kind: str, compact: bool) -> None:
    item = item_of(catalog, kind)
    editor, told = made(item, compact=compact)
    for shown in (Shown(), Shown(value_for(item), value_for(item)), Shown()):
        editor.load(shown)
        editor.commit()
        editor.setFocus()
        editor.clearFocus()
    assert told == []


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("kind", KIND_IDS)
def test_one_change_is_told_once_and_accepted(
    catalog: Catalog, made: Callable[..., Any], qtbot: QtBot, kind: str, compact: bool
) -> None:
    item = item_of(catalog, kind)
    editor, told = made(item, compact=compact)
    editor.load(Shown())
    operate(qtbot, editor)
    assert len(told) == 1
    value, problems = kind_of(item).check(item, told[0])
    assert value is not None
    assert not problems
    editor.load(Shown(value, value))
    editor.commit()
    assert len(told) == 1


@pytest.mark.parametrize("kind", KIND_IDS)
def test_read_only_tells_nothing(catalog: Catalog, made: Callable[..., Any], qtbot: QtBot, kind: str) -> None:
    editor, told = made(item_of(catalog, kind))
    editor.load(Shown())
    editor.set_read_only(True)
    for digit in range(1, 6):
        editor.press_digit(digit)
    for line in editor.findChildren(QLineEdit):
        type_text(line, "5")
    for area in editor.findChildren(QPlainTextEdit):
        type_text(area, "5")
    if isinstance(editor, TableEditor):
        editor.paste("甲\t1")
        editor.model.add_row(-1)
    editor.commit()
    assert told == []


@pytest.mark.parametrize("kind", KIND_IDS)
def test_every_control_has_an_accessible_name(catalog: Catalog, made: Callable[..., Any], kind: str) -> None:
    editor, _ = made(item_of(catalog, kind))
    focusable = [
        w
        for w in editor.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.isVisible()
        and not w.objectName().startswith("qt_")
    ]
    assert focusable
    assert all(w.accessibleName() for w in focusable)


def test_number_keeps_what_cannot_be_read_for_the_check_to_refuse(
    catalog: Catalog, made: Callable[..., Any], qtbot: QtBot
) -> None:
    editor, told = made(item_of(catalog, "number"))
    type_text(editor.line, "约一千")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert told == ["约一千"]
    editor.set_fault(True)
    assert editor.unsaved() == "约一千"


def test_number_warns_of_an_unusual_value_and_still_takes_it(
    catalog: Catalog, made: Callable[..., Any]
) -> None:
    item = catalog.item("profile", "employees")
    editor, _ = made(item)
    editor.load(Shown(9_000_000))
    assert "常见值" in editor.warning.text()
    editor.load(Shown(300))
    assert editor.warning.isHidden()


def test_none_ticked_differs_from_not_answered(catalog: Catalog, made: Callable[..., Any]) -> None:
    editor, told = made(item_of(catalog, "multi_choice"))
    editor.none.click()
    editor.none.click()
    assert told == [(), "cleared"]


def test_counties_follow_the_city(catalog: Catalog, made: Callable[..., Any]) -> None:
    editor, told = made(catalog.item("profile", "county"), compact=True)
    editor.load(Shown(group="芜湖市"))
    titles = [editor.box.itemText(n) for n in range(editor.box.count())]
    assert "镜湖区" in titles
    assert "瑶海区" not in titles
    assert told == []


@pytest.mark.parametrize("form_id", ["smart_quick", "four_bases"])
def test_the_rows_of_a_rating_are_the_written_anchors(
    catalog: Catalog, made: Callable[..., Any], form_id: str
) -> None:
    rated = next(item for item in catalog.forms[form_id].items.values() if item.kind == "anchored_rating")
    editor, _ = made(rated)
    assert [row.text() for row in editor.rows] == [rated.anchors[key] for key in "12345"]
