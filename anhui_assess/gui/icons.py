"""The product's own icons, tinted to the palette and sharp at every scale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_DRAWN_IN = b"#5B6773"


class _Drawer:
    folder = Path()
    colours: Mapping[str, str] = {}
    pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}  # noqa: RUF012 - a cache


def use(folder: Path, colours: Mapping[str, str]) -> None:
    """Say where the icons are and which palette tints them."""
    _Drawer.folder = folder
    _Drawer.colours = colours
    _Drawer.pixmaps.clear()


def tinted(name: str, colour: str) -> bytes:
    """Return the SVG of an icon in a colour."""
    return (_Drawer.folder / f"{name}.svg").read_bytes().replace(_DRAWN_IN, colour.encode())


def pixmap(name: str, colour: str = "text2", size: int = 20) -> QPixmap:
    """Return an icon as a pixmap, in a colour of the palette."""
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio()
    key = (name, colour, size, ratio)
    if key not in _Drawer.pixmaps:
        picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        renderer = QSvgRenderer(QByteArray(tinted(name, _Drawer.colours[colour])))
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        _Drawer.pixmaps[key] = picture
    return _Drawer.pixmaps[key]


def icon(name: str, colour: str = "text2", size: int = 20) -> QIcon:
    """Return an icon in a colour of the palette, greyed when disabled."""
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, "disabled", size), QIcon.Mode.Disabled)
    return made
