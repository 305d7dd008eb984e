"""The settings menu: what its entries say and do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from anhui_assess.content.library import content_in_use
from anhui_assess.content.locations import ADDED_FOLDER, resources_folder
from anhui_assess.gui.main_window import MainWindow
from anhui_assess.gui.prompter import list_dialog
from anhui_assess.gui.settings_menu import settings_menu
from tests.gui.conftest import Desk


def chosen(menu: QMenu, title: str) -> None:
    next(action for action in menu.actions() if action.text() == title).trigger()


@pytest.fixture
def menu(desk: Desk, window: MainWindow) -> QMenu:
    return settings_menu(desk.app, desk.prompter, lambda _theme, _size: None, window)


def test_the_packs_in_use_are_listed_with_edition_and_origin(desk: Desk, menu: QMenu) -> None:
    chosen(menu, "资料包…")
    title, text = desk.prompter.told[-1]
    assert title == "正在使用的问卷和资料包"
    assert re.search(r"能源折标与碳排放因子　\d{4}\.\d+　随程序", text)
    assert "后加的放在" in text


def test_a_newer_pack_is_added_and_a_faulty_one_refused(
    desk: Desk, menu: QMenu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "packs"
    monkeypatch.setenv(ADDED_FOLDER, str(folder))
    content_in_use.cache_clear()
    text = (resources_folder() / "factors" / "energy.yaml").read_text(encoding="utf-8")
    newer = re.sub(r'^edition: ".*"$', 'edition: "2099.1"', text, count=1, flags=re.MULTILINE)
    made = tmp_path / "factors.yaml"
    made.write_text(newer.replace("tce_kj: 29307600", "tce_kj: viel"), encoding="utf-8")
    desk.prompter.chosen.append([made])
    chosen(menu, "添加资料包…")
    assert "没有采用任何资料包" in desk.problems[-1][1]
    assert not folder.exists()
    made.write_text(newer, encoding="utf-8")
    desk.prompter.chosen.append([made])
    chosen(menu, "添加资料包…")
    assert "2099.1：以后新建的评估用它" in desk.prompter.told[-1][1]
    assert [path.name for path in folder.iterdir()] == ["factors-energy_factors.yaml"]
    content_in_use.cache_clear()


def test_a_long_list_scrolls_in_a_dialog_of_its_own(window: MainWindow) -> None:
    made = list_dialog("正在使用的问卷和资料包", "\n".join(f"第 {number} 行" for number in range(60)), window)
    shown = made.findChild(QPlainTextEdit)
    assert shown is not None
    assert shown.isReadOnly()
    assert "第 59 行" in shown.toPlainText()
    assert made.height() < 600
    made.deleteLater()


def test_turning_away_adds_nothing(desk: Desk, menu: QMenu) -> None:
    desk.prompter.chosen.append([])
    chosen(menu, "添加资料包…")
    assert desk.prompter.told == []
