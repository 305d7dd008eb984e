"""What every PDF we write must satisfy, read with pikepdf, qpdf and pdffonts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf


def described_and_linked(path: Path) -> tuple[int, int]:
    """Language and document information are complete, each link and bookmark leads to a page; return how many there are."""
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root["/Lang"]) == "zh-CN"
        for key in ("/Title", "/Author", "/Subject", "/Keywords", "/CreationDate", "/Producer"):
            assert str(pdf.docinfo[key])
        pages = {page.obj.objgen for page in pdf.pages}
        named = _destinations(pdf)
        links = 0
        for page in pdf.pages:
            for note in page.obj.get("/Annots", []):
                target = note["/A"]["/D"] if "/A" in note else note.get("/Dest")
                assert _leads(target, named, pages), target
                links += 1
        with pdf.open_outline() as outline:
            entries = list(_walk(outline.root))
        assert entries
        assert all(_leads(entry.destination, named, pages) for entry in entries)
        return links, len(entries)


def embedded_and_clean(path: Path) -> None:
    """Every font is embedded as a subset with its map to Unicode, and qpdf has nothing to say."""
    if shutil.which("pdffonts"):
        done = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)
        rows = done.stdout.splitlines()[2:]
        assert rows
        assert all(" yes yes yes " in row for row in rows), done.stdout
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def _destinations(pdf: pikepdf.Pdf) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "/Dests" in pdf.Root:
        found |= {str(key).lstrip("/"): value for key, value in pdf.Root["/Dests"].items()}
    if "/Names" in pdf.Root and "/Dests" in pdf.Root["/Names"]:
        found |= {str(key): value for key, value in pikepdf.NameTree(pdf.Root["/Names"]["/Dests"]).items()}
    return found


def _leads(target: Any, named: dict[str, Any], pages: set[Any]) -> bool:
    if isinstance(target, (pikepdf.Name, pikepdf.String, str)):
        target = named.get(str(target).lstrip("/"))
    if isinstance(target, pikepdf.Dictionary):
        target = target["/D"]
    return target is not None and target[0].objgen in pages


def _walk(entries: Any) -> Iterator[Any]:
    for entry in entries:
        yield entry
        yield from _walk(entry.children)
