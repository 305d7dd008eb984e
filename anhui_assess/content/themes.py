"""Loads a colour theme: the one palette that drives window, charts and PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from anhui_assess.content.locations import resources_folder
from anhui_assess.content.source import read_yaml
from anhui_assess.domain.errors import ContentError
from anhui_assess.domain.problems import Problem

THEMES = ("light", "dark")


def load_theme(theme_id: str, folder: Path | None = None) -> Mapping[str, str]:
    """Return the colours of a theme, name to `#RRGGBB`.

    Raises ContentError when the file is missing or malformed.
    """
    path = (folder or resources_folder() / "themes") / f"{theme_id}.yaml"
    problems: list[Problem] = []
    source = read_yaml(path, problems)
    colours = source.get("colours") if source is not None else None
    if not isinstance(colours, dict):
        raise ContentError(problems or [Problem(f"{path}:1", "配色文件里没有 colours。")])
    return MappingProxyType({str(name): str(value) for name, value in colours.items()})
