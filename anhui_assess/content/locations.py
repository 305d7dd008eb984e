"""Where forms/ and resources/ live: in the repository, in the installed wheel, or inside a frozen program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

ADDED_FOLDER = "ANHUI_ASSESS_PACKS"
"""The environment variable that names another folder for the packs a user adds."""


def data_root() -> Path:
    """Return the folder that holds `forms` and `resources`.

    The wheel and the frozen program carry them under `anhui_assess/_data`; a checkout has them beside the package.
    """
    package = Path(__file__).resolve().parent.parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [package / "_data", package.parent]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "anhui_assess" / "_data")
    for candidate in candidates:
        if (candidate / "forms").is_dir() and (candidate / "resources").is_dir():
            return candidate
    return package.parent


def forms_folder() -> Path:
    """Return the folder of the shipped forms."""
    return data_root() / "forms"


def resources_folder() -> Path:
    """Return the folder of the shipped resources."""
    return data_root() / "resources"


def added_folder() -> Path:
    """Return the folder of the forms and packs that the user adds; it need not exist."""
    named = os.environ.get(ADDED_FOLDER)
    return (
        Path(named) if named else Path(platformdirs.user_data_dir("anhui-assess", appauthor=False)) / "packs"
    )


def fonts_folder() -> Path:
    """Return the folder of the bundled fonts."""
    return resources_folder() / "fonts"
