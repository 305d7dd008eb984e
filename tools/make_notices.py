"""Write THIRD_PARTY_NOTICES.md from the metadata of what is installed: `make notices`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "window.txt"
TARGET = ROOT / "THIRD_PARTY_NOTICES.md"
HEAD = """# Third-party notices

anhui-assess itself is under the Apache License 2.0 (LICENSE). It runs with the parts below, each under its
own licence; the packaged program (installer/) carries copies of them. Made by tools/make_notices.py from
the installed metadata of requirements/window.txt; do not edit by hand.

| part | version | licence | what for |
| --- | --- | --- | --- |
"""
TAIL = """
## Qt and PySide6

Qt, PySide6 and Shiboken are used under the GNU Lesser General Public License, version 3. They are
unmodified, linked dynamically, and lie as separate libraries in the installation, so that a user may
replace them with compatible versions of their own. Parts of Qt that are only under the GPL (Qt Charts among
them) are not used. The sources are those that The Qt Company publishes for the version named above. QtPdf
contains PDFium (BSD-3-Clause and Apache-2.0) with its own third-party parts.

## pikepdf and qpdf

pikepdf is under the Mozilla Public License 2.0, unmodified; its wheels contain qpdf (Apache-2.0) and
libjpeg-turbo.

## Fonts

resources/fonts/ holds subsets of Noto Sans SC (copyright 2014-2021 Adobe, Reserved Font Name 'Source') and
Noto Serif SC (copyright 2017-2024 Adobe) under the SIL Open Font License 1.1, text in
resources/fonts/OFL.txt. tools/make_fonts.py made them: fewer glyphs, no hinting, and a few glyphs (raised
and lowered digits, small triangles) composed from the fonts' own.

## Icons

resources/icons/ was drawn for this project and is under its licence.
"""
EXTRA_HEAD = """
## Only with the extra `signing`

Not part of the packages; installed by whoever wants digital signatures (`pip install "anhui-assess[signing]"`).

| part | version | licence | what for |
| --- | --- | --- | --- |
"""
EXTRA = "pyhanko"
PURPOSE = {
    "highspy": "the optimal plan (HiGHS)",
    "numpy": "part of highspy's interface",
    "pikepdf": "reading PDF reports back",
    "pillow": "charts as pictures for Word",
    "platformdirs": "the user's folders",
    "pyhanko": "digital signatures",
    "reportlab": "the PDF report",
    "pyside6-addons": "PDF preview",
    "pyside6-essentials": "the window",
    "python-docx": "the Word report",
    "pyyaml": "forms and resources",
    "segno": "QR code",
    "shiboken6": "part of PySide6",
    "sqlite-utils": "storage",
}
# The metadata offers a choice; this is ours.
QT_LICENCE = "LGPL-3.0-only (of LGPL-3.0 / GPL / commercial)"
QT_PARTS = ("pyside6", "shiboken6")


def licence_of(part: Distribution) -> str:
    """The licence in one line."""
    metadata = part.metadata
    name = metadata["Name"]
    if name.lower().startswith(QT_PARTS):
        return QT_LICENCE
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classified = [
        c.rsplit("::", 1)[-1].strip() for c in metadata.get_all("Classifier", []) if c.startswith("License")
    ]
    classified = [c for c in classified if c != "OSI Approved"]
    if classified:
        return ", ".join(classified)
    first = str(metadata.get("License") or "").strip().splitlines()
    return first[0] if first else "see its licence file"


def row(name: str) -> str:
    """A line of the table; empty for a part that is only on another system."""
    try:
        part = distribution(name)
    except PackageNotFoundError:
        return ""
    return f"| {part.metadata['Name']} | {part.version} | {licence_of(part)} | {PURPOSE.get(name, '')} |"


def table(names: Iterable[str]) -> str:
    """The lines of some parts."""
    return "\n".join(filter(None, map(row, names))) + "\n"


def with_parts(name: str) -> list[str]:
    """A package and all it needs, by name."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        known = waiting.pop().lower().replace("_", "-")
        if known in found:
            continue
        found.append(known)
        with suppress(PackageNotFoundError):
            needed = [entry for entry in distribution(known).requires or () if "extra ==" not in entry]
            waiting += [re.split(r"[^A-Za-z0-9._-]", entry, maxsplit=1)[0] for entry in needed]
    return sorted(found)


def main() -> int:
    """Write the file."""
    names = re.findall(r"^([a-z0-9][a-z0-9-]*)==", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    always = list(dict.fromkeys(names))
    extra = [name for name in with_parts(EXTRA) if name not in always]
    TARGET.write_text(HEAD + table(always) + EXTRA_HEAD + table(extra) + TAIL, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
