"""Colours by role, as the report uses them when no other palette is handed in (equal to the light theme)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DEFAULT_PALETTE: Mapping[str, str] = MappingProxyType(
    {
        "ground": "#F6F7F9",
        "panel": "#FFFFFF",
        "sunken": "#EDF0F3",
        "line": "#DDE1E6",
        "border": "#7F8A95",
        "text": "#1F2933",
        "text2": "#5B6773",
        "disabled": "#98A2AC",
        "accent": "#0F5C8C",
        "on_accent": "#FFFFFF",
        "good": "#256B43",
        "attention": "#8A5200",
        "bad": "#B3261E",
        "good_ground": "#E6F2EB",
        "attention_ground": "#FBF1E1",
        "bad_ground": "#FBE9E7",
        "info_ground": "#E4EFF6",
        "level1": "#DCE9F2",
        "level2": "#A9CBE0",
        "level3": "#6FA6C8",
        "level4": "#2F78A6",
        "level5": "#0B4468",
        "on_level1": "#1F2933",
        "on_level2": "#1F2933",
        "on_level3": "#1F2933",
        "on_level4": "#FFFFFF",
        "on_level5": "#FFFFFF",
        "series1": "#0F5C8C",
        "series2": "#C06A00",
        "series3": "#6B7785",
        "series4": "#2E7D4F",
        "grid": "#E3E7EB",
    }
)
"""Role to `#RRGGBB`."""

GROUNDS: Mapping[str, str] = MappingProxyType(
    {"accent": "info_ground", "good": "good_ground", "attention": "attention_ground", "bad": "bad_ground"}
)
"""The pale ground that belongs to a tone."""


def hex_of(palette: Mapping[str, str], role: str) -> str:
    """Return the colour of a role; an unknown role is drawn as text, never refused."""
    colour = palette.get(role) or DEFAULT_PALETTE.get(role) or palette.get("text", "")
    return colour or DEFAULT_PALETTE["text"]


def rgb_of(palette: Mapping[str, str], role: str) -> tuple[float, float, float]:
    """Return the colour of a role as red, green and blue, each 0–1."""
    colour = hex_of(palette, role)
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def text_on(palette: Mapping[str, str], fill: str) -> str:
    """Return the role of text that is readable on a filled ground."""
    if f"on_{fill}" in palette or f"on_{fill}" in DEFAULT_PALETTE:
        return f"on_{fill}"
    red, green, blue = rgb_of(palette, fill)
    return "panel" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else "text"  # noqa: PLR2004 - mid grey
