from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from anhui_assess.content.themes import THEMES, load_theme
from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.enterprise import uscc_with_check
from anhui_assess.gui import faults
from anhui_assess.gui.editors.line import LineEditor
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.shell import PROFILE, QUESTIONS
from anhui_assess.services.navigation import Place
from anhui_assess.services.ports import EnterpriseRecord, NewAssessment
from tests.gui.conftest import Desk
from tests.gui.fakes import type_text

_PAIRS = (
    [(ink, ground, 4.5) for ink in ("text", "text2", "accent", "good", "attention", "bad")
     for ground in ("ground", "panel", "sunken", "hover", "selection")]
    + [("on_accent", ground, 4.5) for ground in ("accent", "accent_hover", "accent_pressed")]
    + [(tone, f"{tone}_ground", 4.5) for tone in ("good", "attention", "bad")]
    + [("text", f"{tone}_ground", 4.5) for tone in ("good", "attention", "bad", "info")]
    + [("on_tooltip", "tooltip", 4.5)]
    + [(edge, ground, 3.0) for edge in ("focus", "border") for ground in ("ground", "panel", "sunken")]
)  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground", "least"), _PAIRS)
def test_contrast(theme: str, ink: str, ground: str, least: float) -> None:
    colours = load_theme(theme)
    one, two = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (one + 0.05) / (two + 0.05) >= least


def test_first_start_offers_three_ways_in(desk: Desk, window: MainWindow) -> None:
    names = {made.accessibleName() for made in window.start.findChildren(QPushButton) if made.isVisible()}
    assert {"看看示例企业", "新建企业", "导入"} <= names


def test_new_enterprise_opens_its_profile(desk: Desk, window: MainWindow) -> None:
    desk.prompter.texts = ["芜湖甲公司"]
    window.start.new_enterprise()
    assert desk.app.current is not None
    assert desk.app.current.enterprise.name == "芜湖甲公司"
    assert window.shell.pages.currentIndex() == PROFILE


def test_an_empty_name_is_refused_with_a_sentence(desk: Desk, window: MainWindow) -> None:
    desk.prompter.texts = ["  "]
    window.start.new_enterprise()
    assert "名称不能为空" in desk.problems[0][1]
    assert window.message.isVisible()


def test_sample_enterprise_is_put_in_once(desk: Desk, window: MainWindow) -> None:
    window.start.open_sample()
    assert desk.app.current is not None
    window.go_home()
    window.start.open_sample()
    assert len(desk.store.assessments()) == 1
    assert window.shell.pages.currentIndex() == QUESTIONS


def test_a_bad_file_is_refused_and_nothing_is_stored(desk: Desk, window: MainWindow, tmp_path: Path) -> None:
    bad = tmp_path / "坏.json"
    bad.write_text("{", encoding="utf-8")
    desk.prompter.chosen = [[bad]]
    window.start.import_files()
    assert desk.problems
    assert desk.store.assessments() == []


def test_ten_thousand_enterprises_stay_fluid(desk: Desk, window: MainWindow) -> None:
    new = [
        NewAssessment(
            EnterpriseRecord("", f"企业 {n}", city="合肥市"),
            "2026 年自评",
            "2026-11-24",
            "",
            (),
            AnswerSheet(),
        )
        for n in range(10_000)
    ]
    desk.store.create_assessments(new)
    read: list[int] = []
    plain_data = window.start.model.data

    def counted(index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        read.append(index.row())
        return plain_data(index, role)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window.start.model, "data", counted)
        window.start.refresh()
        window.header.enterprises.setText("999")
        assert window.start.model.rowCount() == 19
        window.header.enterprises.clear()
        assert window.start.model.rowCount() == 10_000
        window.repaint()
    assert read
    assert len(set(read)) < 200  # what is on the screen, not what is in the library


def test_cards_say_what_to_do_next_and_open(desk: Desk, window: MainWindow) -> None:
    desk.fill()
    window.go_home()
    go = next(made for made in window.start.findChildren(QPushButton) if made.text() == "继续")
    go.click()
    assert desk.app.current is not None
    assert window.shell.pages.currentIndex() == QUESTIONS


def test_enter_opens_the_row(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    desk.fill()
    window.go_home()
    window.start.table.setCurrentIndex(window.start.model.index(0, 0))
    qtbot.keyClick(window.start.table, Qt.Key.Key_Return)
    assert desk.app.current is not None


def test_row_menu_continues_and_deletes(desk: Desk, window: MainWindow) -> None:
    desk.fill()
    window.go_home()
    menu = window.start.row_menu(window.start.model.row(0))
    actions = {action.text(): action for action in menu.actions()}
    actions["再做一次评价"].trigger()
    assert len(desk.store.assessments()) == 2
    window.go_home()
    row = window.start.model.row(0)
    next(a for a in window.start.row_menu(row).actions() if a.text().startswith("删除")).trigger()
    assert len(desk.store.assessments()) == 1


def test_profile_refuses_a_bad_code_in_words_and_takes_a_good_one(
    desk: Desk, window: MainWindow, qtbot: QtBot
) -> None:
    desk.fill()
    window.shell.show_page(PROFILE)
    field = window.shell.profile.fields["uscc"]
    assert isinstance(field.editor, LineEditor)
    type_text(field.editor.line, "123")
    qtbot.keyClick(field.editor.line, Qt.Key.Key_Return)
    assert "18 位" in field.fault.text()
    assert field.fault.isVisible()
    assert desk.store.saves == []
    field.editor.line.clear()
    type_text(field.editor.line, uscc_with_check("91340100MA00A0009"))
    qtbot.keyClick(field.editor.line, Qt.Key.Key_Return)
    assert not field.fault.isVisible()
    assert len(desk.store.saves) == 1


def test_profile_loads_silently(desk: Desk, window: MainWindow) -> None:
    desk.fill(every=1)
    window.shell.show_page(PROFILE)
    window.shell.show_page(QUESTIONS)
    window.go_home()
    assert desk.store.saves == []


def test_another_city_takes_the_county_back(desk: Desk, window: MainWindow) -> None:
    session = desk.fill()
    window.shell.show_page(PROFILE)
    fields = window.shell.profile.fields
    fields["city"].answered.emit("city", "合肥市")
    fields["county"].answered.emit("county", "蜀山区")
    fields["city"].answered.emit("city", "芜湖市")
    assert session.current("profile", "county").value is None
    assert session.current("profile", "city").value == "芜湖市"


def test_size_is_suggested_and_taken_by_a_button(desk: Desk, window: MainWindow) -> None:
    session = desk.fill()
    window.shell.show_page(PROFILE)
    fields = window.shell.profile.fields
    fields["employees"].answered.emit("employees", 350)
    fields["revenue"].answered.emit("revenue", 1800)
    fields["size"].answered.emit("size", "大型")
    assert "小型" in fields["size"].suggestion.text()
    fields["size"].suggestion.click()
    assert session.current("profile", "size").value == "小型"
    assert fields["size"].suggestion.isHidden()


def test_changing_the_look_keeps_the_place(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    desk.fill()
    window.shell.show_page(QUESTIONS)
    place = Place("green_factory", "gf.year")
    window.shell.questionnaire.go(place)
    old = window.shell
    window.restyle("dark", "大")
    qtbot.waitUntil(lambda: window.shell is not old)
    assert window.shell.questionnaire.place == place
    assert window.shell.pages.currentIndex() == QUESTIONS
    assert desk.store.setting("window.theme") == "dark"
    assert desk.store.saves == []


def test_a_bug_becomes_a_sentence_and_goes_to_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import qInstallMessageHandler

    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", __import__("threading").excepthook)
    faults.install_hooks(lambda title, text: shown.append((title, text)))
    qInstallMessageHandler(None)
    error = ValueError("内部")
    sys.excepthook(ValueError, error, None)
    assert shown[0][0] == faults.BUG_TITLE
    assert "内部" not in shown[0][1]
    assert "unexpected" in caplog.text


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_fits_into_a_small_screen(
    desk: Desk, window: MainWindow, qapp: QApplication, size: str, qtbot: QtBot
) -> None:
    desk.fill()
    old = window.shell
    window.restyle("light", size)
    qtbot.waitUntil(lambda: window.shell is not old)
    window.resize(1366, 768)
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768
