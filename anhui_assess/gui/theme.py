"""The look of the window: one palette, one font, one stylesheet, at a text size the user chose."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from anhui_assess.gui import icons
from anhui_assess.gui.stylesheet import stylesheet

FAMILY = "Noto Sans SC"
TEXT_SIZES: Mapping[str, float] = {"标准": 1.0, "大": 1.15, "特大": 1.3}
_FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


@dataclass(frozen=True)
class Theme:
    """A palette with a text scale.

    Attributes:
        id: `light` or `dark`; charts are asked for in the same theme.
        colours: name to `#RRGGBB`, as in resources/themes.
        scale: 1.0 for 14 px base text.
    """

    id: str
    colours: Mapping[str, str]
    scale: float = 1.0

    def colour(self, name: str) -> QColor:
        """Return a colour of the palette."""
        return QColor(self.colours[name])

    def px(self, size: float) -> int:
        """Return a text size in pixels at the chosen scale."""
        return round(size * self.scale)


class _Look:
    """What is in force for the process, like the application's own palette and stylesheet."""

    theme: Theme | None = None
    assets: tempfile.TemporaryDirectory[str] | None = None


def current_theme() -> Theme:
    """Return the theme in force."""
    assert _Look.theme is not None, "apply_theme comes first"  # noqa: S101 - a bug of ours, not of the user
    return _Look.theme


def load_fonts(folder: Path) -> None:
    """Make the bundled fonts known to Qt, so that the window looks the same on every machine."""
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(folder / name))


def apply_theme(app: QApplication, theme: Theme, resources: Path) -> None:
    """Dress the application in a theme; widgets shown already follow."""
    _Look.theme = theme
    icons.use(resources / "icons", theme.colours)
    if _Look.assets is None:
        _Look.assets = tempfile.TemporaryDirectory(prefix="anhui-assess-", ignore_cleanup_errors=True)
    assets = Path(_Look.assets.name)
    for name, colour in (("chevron-down", "text2"), ("chevron-right", "text2"), ("check", "on_accent")):
        svg = icons.tinted(name, theme.colours[colour])
        (assets / f"{name}-{theme.id}.svg").write_bytes(svg)
    font = QFont(FAMILY)
    font.setPixelSize(theme.px(14))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    app.setPalette(_palette(theme))
    app.setStyleSheet(stylesheet(theme.colours, theme.px, theme.id, assets))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: "ground",
        roles.WindowText: "text",
        roles.Base: "panel",
        roles.AlternateBase: "sunken",
        roles.Text: "text",
        roles.Button: "panel",
        roles.ButtonText: "text",
        roles.Highlight: "selection",
        roles.HighlightedText: "text",
        roles.PlaceholderText: "text2",
        roles.ToolTipBase: "tooltip",
        roles.ToolTipText: "on_tooltip",
        roles.Link: "accent",
        roles.Accent: "accent",
        roles.Light: "panel",
        roles.Midlight: "line",
        roles.Mid: "line",
        roles.Dark: "border",
        roles.Shadow: "line",
    }
    for role, name in pairs.items():
        palette.setColor(role, theme.colour(name))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("disabled"))
    return palette
