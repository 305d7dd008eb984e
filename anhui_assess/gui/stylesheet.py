"""The one stylesheet, written over the palette. Widgets choose a look by the dynamic property `look`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from string import Template

_SHEET = Template("""
QWidget { color: $text; font-size: ${f14}px; }
QMainWindow, QDialog, QWidget[look="ground"], QStackedWidget { background: $ground; }
QLabel { background: transparent; }
QToolTip { background: $tooltip; color: $on_tooltip; border: 1px solid $tooltip; padding: 4px 8px; }

QFrame[look="panel"] { background: $panel; border: 1px solid $line; border-radius: 6px; }
QFrame[look="header"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[look="footer"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[look="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[look="strip"] { background: $ground; border: 1px solid $line; border-radius: 6px; }
QFrame[look="info-bar"] { background: $info_ground; border: none; border-radius: 6px; }
QFrame[look="attention-bar"] { background: $attention_ground; border: none; border-radius: 6px; }
QFrame[look="bad-bar"] { background: $bad_ground; border: none; border-radius: 6px; }
QWidget[look="plain"] { background: transparent; }

QLabel[look="brand"] { font-weight: 700; font-size: ${f15}px; }
QLabel[look="title"] { font-weight: 700; font-size: ${f20}px; }
QLabel[look="figure"] { font-weight: 700; font-size: ${f20}px; }
QLabel[look="heading"] { font-weight: 700; }
QLabel[look="question"] { font-size: ${f16}px; font-weight: 700; }
QLabel[look="second"] { color: $text2; font-size: ${f13}px; }
QLabel[look="small"] { color: $text2; font-size: ${f12}px; }
QLabel[look="good"] { color: $good; font-size: ${f13}px; }
QLabel[look="attention"] { color: $attention; font-size: ${f13}px; }
QLabel[look="bad"] { color: $bad; font-size: ${f13}px; }
QLabel[look="chip"] { color: $attention; background: $attention_ground; border-radius: 4px; padding: 1px 6px;
    font-size: ${f12}px; }
QLabel[look="tag"] { color: $accent; background: $selection; border-radius: 4px; padding: 1px 6px;
    font-size: ${f12}px; }
QLabel[look="unit"] { color: $text2; }

QPushButton { background: $panel; border: 1px solid $border; border-radius: 6px; padding: 6px 13px;
    min-height: ${h18}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 2px solid $focus; padding: 5px 12px; }
QPushButton:checked { background: $selection; border-color: $accent; color: $accent; }
QPushButton:disabled { color: $disabled; border-color: $line; background: $ground; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 700; }
QPushButton[look="primary"]:hover { background: $accent_hover; }
QPushButton[look="primary"]:pressed { background: $accent_pressed; }
QPushButton[look="primary"]:focus { border: 2px solid $text; padding: 5px 12px; }
QPushButton[look="primary"]:disabled { background: $sunken; color: $disabled; border-color: $line; }
QPushButton[look="quiet"] { background: transparent; border: 1px solid transparent; color: $text2; padding: 4px 8px; }
QPushButton[look="quiet"]:hover { background: $hover; color: $text; }
QPushButton[look="quiet"]:focus { border: 2px solid $focus; padding: 3px 7px; }
QPushButton[look="quiet"]:checked { background: $selection; color: $accent; }
QPushButton[look="quiet"]:disabled { color: $disabled; }
QPushButton[look="filter"] { background: transparent; border: 1px solid transparent; color: $text2;
    padding: 2px 5px; border-radius: 4px; font-size: ${f13}px; }
QPushButton[look="filter"]:hover { background: $hover; }
QPushButton[look="filter"]:focus { border: 2px solid $focus; padding: 1px 4px; }
QPushButton[look="filter"]:checked { background: $selection; color: $accent; font-weight: 700; }
QPushButton[look="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 2px 4px;
    text-align: left; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border: 2px solid $focus; padding: 1px 3px; }
QPushButton[look="term"] { background: transparent; border: none; border-bottom: 1px dotted $text2; border-radius: 0;
    color: $text2; padding: 1px 1px; min-height: 0; font-size: ${f12}px; }
QPushButton[look="term"]:hover { color: $accent; }
QPushButton[look="term"]:focus { border: 2px solid $focus; border-radius: 3px; padding: 0; }
QPushButton[look="way"] { text-align: left; padding: 15px 16px; background: $panel; border: 1px solid $line; }
QPushButton[look="way"]:hover { background: $hover; border-color: $accent; }
QPushButton[look="way"]:focus { border: 2px solid $focus; padding: 14px 15px; }

QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox { background: $panel; border: 1px solid $border;
    border-radius: 6px; padding: 5px 9px; selection-background-color: $selection; selection-color: $text;
    min-height: ${h20}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid $focus;
    padding: 4px 8px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit:read-only { background: $sunken;
    color: $text2; border-color: $line; }
QLineEdit[fault="true"], QComboBox[fault="true"] { border: 2px solid $bad; padding: 4px 8px; }
QLineEdit[look="search"] { background: $ground; border-color: $line; }
QLineEdit[look="search"]:focus { border: 2px solid $focus; background: $panel; }
QLineEdit[look="cell"], QComboBox[look="cell"] { border-radius: 0; padding: 0 5px; min-height: 0; border: 2px solid $focus; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($assets/chevron-down-$id.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $border; outline: none; padding: 4px;
    selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${h28}px; padding: 0 6px; }

QCheckBox { spacing: 8px; padding: 3px 4px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus { border: 2px solid $focus; padding: 2px 3px; }
QCheckBox::indicator, QTableView::indicator { width: 16px; height: 16px; border: 1px solid $border; border-radius: 4px;
    background: $panel; }
QCheckBox::indicator:checked, QTableView::indicator:checked { background: $accent; border-color: $accent; image: url($assets/check-$id.svg); }
QCheckBox::indicator:disabled { border-color: $line; background: $sunken; }
QCheckBox::indicator:checked:disabled { background: $disabled; }

QTabBar { background: $panel; }
QTabBar::tab { background: transparent; color: $text2; padding: 10px 13px 9px 13px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; font-weight: 700; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { background: $hover; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $border; border-radius: 4px; min-height: 32px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $border; border-radius: 4px; min-width: 32px; margin: 2px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }

QTreeView, QTableView, QListView { background: $panel; border: 1px solid transparent; border-radius: 6px; outline: none;
    selection-background-color: $selection; selection-color: $text; alternate-background-color: $panel; }
QTreeView:focus, QListView:focus { border: 1px solid $focus; }
QTreeView { selection-background-color: transparent; show-decoration-selected: 0; }
QTreeView::branch, QTreeView::branch:selected, QTreeView::branch:hover, QTreeView::item:selected { background: transparent;
    border: none; image: none; }
QTableView { gridline-color: $line; }
QTableView[look="frame"] { border: 1px solid $line; }
QTableView:focus { border: 1px solid $focus; }
QTableView::item { padding: 0 8px; }
QTableView::item:selected { background: $selection; color: $text; }
QTableView::item:focus { border: 2px solid $focus; }
QTableView[look="list"]::item:focus { border: none; }
QTableView[look="list"]::item { border-bottom: 1px solid $line; }
QTableView[look="list"]::item:hover { background: $hover; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $text2; border: none; border-bottom: 1px solid $line; padding: 6px 10px;
    font-size: ${f13}px; }
QTableView[look="frame"] QHeaderView::section { background: $sunken; border-right: 1px solid $line; color: $text; }
QTableCornerButton::section { background: $sunken; border: none; border-bottom: 1px solid $line;
    border-right: 1px solid $line; }
QListView[look="popup"] { border: 1px solid $border; padding: 4px; }

QProgressBar { background: $sunken; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $level4; border-radius: 4px; }

QMenu { background: $panel; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
""")


def stylesheet(colours: Mapping[str, str], px: Callable[[float], int], theme_id: str, assets: Path) -> str:
    """Return the stylesheet of a palette at a text scale; `assets` holds the small pictures it refers to."""
    sizes = {f"f{size}": px(size) for size in (12, 13, 14, 15, 16, 20)} | {
        f"h{size}": px(size) for size in (18, 20, 28)
    }
    return _SHEET.substitute(colours, **sizes, id=theme_id, assets=assets.as_posix())
