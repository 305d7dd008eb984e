"""The settings menu: look, text size, backup and check of the workspace, log, about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QActionGroup, QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from anhui_assess import __version__
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.faults import attempt
from anhui_assess.gui.prompter import Prompter
from anhui_assess.gui.theme import TEXT_SIZES, current_theme

THEME_TITLES = {"light": "浅色", "dark": "深色"}
THEME_SETTING = "window.theme"
SIZE_SETTING = "window.text_size"
_FINDINGS_SHOWN = 10


def settings_menu(
    app: AppSession, prompter: Prompter, restyle: Callable[[str, str], None], parent: QWidget
) -> QMenu:
    """Return the menu; `restyle` is called with a theme id and the name of a text size."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    theme = current_theme()
    size_now = next((name for name, scale in TEXT_SIZES.items() if scale == theme.scale), "标准")
    themes, sizes = QActionGroup(menu), QActionGroup(menu)
    for theme_id, title in THEME_TITLES.items():
        action = themes.addAction(title)
        action.setCheckable(True)
        action.setChecked(theme_id == theme.id)
        action.triggered.connect(lambda _=False, key=theme_id: restyle(key, size_now))
        menu.addAction(action)
    menu.addSeparator()
    for name in TEXT_SIZES:
        action = sizes.addAction(f"文字{name}")
        action.setCheckable(True)
        action.setChecked(name == size_now)
        action.triggered.connect(lambda _=False, key=name: restyle(theme.id, key))
        menu.addAction(action)
    menu.addSeparator()
    menu.addAction("备份工作区…").triggered.connect(lambda: _backup(app, prompter))
    menu.addAction("检查工作区").triggered.connect(lambda: attempt(app, lambda: _check(app, prompter)))
    if app.tools.packs is not None:
        menu.addAction("资料包…").triggered.connect(lambda: _packs(app, prompter))
        menu.addAction("添加资料包…").triggered.connect(
            lambda: attempt(app, lambda: _add_packs(app, prompter))
        )
    log = QUrl.fromLocalFile(str(app.tools.log_file))
    menu.addAction("打开日志").triggered.connect(lambda: QDesktopServices.openUrl(log))
    menu.addSeparator()
    menu.addAction("关于").triggered.connect(lambda: _about(app, prompter))
    return menu


def _backup(app: AppSession, prompter: Prompter) -> None:
    today = dt.datetime.now().astimezone().date().isoformat()
    target = prompter.save_as("备份工作区", f"皖企诊断备份-{today}.db", "工作区备份 (*.db)")
    if target is not None and attempt(app, lambda: app.tools.library.store.backup(target)):
        prompter.tell("备份好了", f"已写到：{target}")


def _check(app: AppSession, prompter: Prompter) -> None:
    found = app.tools.library.store.check()
    if not found:
        prompter.tell("检查工作区", "没有发现问题：数据库、每条答案、改动记录和证据文件都对得上。")
        return
    lines = [f"{entry.where}：{entry.message}" for entry in found[:_FINDINGS_SHOWN]]
    prompter.tell(f"检查出 {len(found)} 个问题", "\n".join(lines))


def _packs(app: AppSession, prompter: Prompter) -> None:
    keeper = app.tools.packs
    if keeper is not None:
        words = "\n".join(
            (*keeper.lines(), "", f"后加的放在：{keeper.folder()}", keeper.complaint())
        ).rstrip()
        prompter.tell("正在使用的问卷和资料包", words)


def _add_packs(app: AppSession, prompter: Prompter) -> None:
    paths = prompter.files("选择更新的问卷或资料包", "问卷和资料包 (*.yaml)")
    if paths and app.tools.packs is not None:
        lines = app.tools.packs.add(paths)
        prompter.tell("资料包检查通过", "\n".join((*lines, "", "请关闭程序再打开，新的版次就会用上。")))


def _about(app: AppSession, prompter: Prompter) -> None:
    forms = "\n".join(f"{form.title} {form.version}" for form in app.tools.catalog.forms.values())
    folder = app.tools.library.store.folder
    prompter.tell("关于皖企诊断", f"版本 {__version__}\n\n{forms}\n\n工作区：{folder}\n本程序不联网。")
