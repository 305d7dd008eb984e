"""Loads forms and packs into a catalogue: everything is checked, every fault reported at once with file and line.

Checking several hundred kilobytes of YAML takes a second; the outcome is kept as JSON in the user's cache folder under the
hash of all source files and the program version, so that a warm start only reads and builds.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from anhui_assess import __version__
from anhui_assess.content.added import Origin, PackFile, added_files, pack_file, select
from anhui_assess.content.factor_builder import energy_factors, limits_of
from anhui_assess.content.form_builder import build_form
from anhui_assess.content.locations import added_folder, forms_folder, resources_folder
from anhui_assess.content.sources import Sources, build_catalog
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import ContentError
from anhui_assess.domain.form import Form
from anhui_assess.domain.limits import Limits
from anhui_assess.domain.problems import Problem
from anhui_assess.domain.quantities import EnergyFactors

_LOG = logging.getLogger(__name__)
_CACHE_FORMAT = 5


def content_files(folders: Iterable[Path]) -> list[Path]:
    """Return the YAML files below some folders (or the files themselves), sorted by path."""
    found: list[Path] = []
    for folder in folders:
        found.extend(sorted(folder.rglob("*.yaml")) if folder.is_dir() else [folder])
    return found


def load_catalog(folders: Sequence[Path] | None = None, *, cache_folder: Path | None = None) -> Catalog:
    """Load the shipped (or the given) forms and packs.

    Raises ContentError listing every fault with file and line.
    """
    return _load(content_files(folders) if folders is not None else shipped_files(), cache_folder)


def shipped_files() -> list[Path]:
    """Return the files the program brings along."""
    return content_files((forms_folder(), resources_folder()))


def _load(files: Sequence[Path], cache_folder: Path | None = None) -> Catalog:
    key = _key(files)
    cached = _cache_path(cache_folder, key)
    sources = _read_cache(cached)
    if sources is None:
        from anhui_assess.content.checking import check_files

        sources, problems = check_files(files)
        if sources is None:
            raise ContentError(problems)
        _write_cache(cached, sources)
    return build_catalog(sources)


@dataclass(frozen=True)
class Content:
    """What is in use: the catalogue, which added files it rests on, and why others are not in use."""

    catalog: Catalog
    adopted: tuple[Path, ...]
    set_aside: tuple[Path, ...]
    problems: tuple[Problem, ...]


@cache
def content_in_use() -> Content:
    """Return the shipped content with newer packs that the user added in its place, loaded once per process.

    Added files with a fault are all left out, the program goes on with its own, and `problems` says why.
    """
    shipped = shipped_files()
    selection = select(shipped, added_files(added_folder()))
    try:
        return Content(_load(selection.files), selection.adopted, selection.set_aside, ())
    except ContentError as error:
        if not selection.adopted:
            raise
        return Content(_load(shipped), (), selection.set_aside, error.problems)


def pack_rows() -> list[tuple[PackFile, Origin]]:
    """Return every form and pack with where it comes from: those in use, then the added ones that are not."""
    content = content_in_use()
    added = added_files(added_folder())
    selected = select(shipped_files(), [path for path in added if path in content.adopted])
    rows = [
        (found, Origin.ADDED if path in content.adopted else Origin.SHIPPED)
        for path in selected.files
        if (found := pack_file(path)) is not None and not found.is_theme
    ]
    left = (pack_file(path) for path in added if path not in content.adopted)
    return rows + [(found, Origin.SET_ASIDE) for found in left if found is not None]


def shipped_catalog() -> Catalog:
    """Return the catalogue in use: the shipped content, with newer packs the user added in its place."""
    return content_in_use().catalog


def rebuild_form(source: Mapping[str, Any]) -> Form:
    """Build a form from the data pinned with an assessment."""
    return build_form(source)


def rebuild_catalog(forms: Sequence[Mapping[str, Any]], packs: Sequence[Mapping[str, Any]]) -> Catalog:
    """Build a catalogue from the data that travelled with a report; raises ContentError when it cannot be one."""
    try:
        catalog = build_catalog(Sources(forms, packs))
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        problem = Problem("forms.json、packs.json", f"不是完整的问卷和资料数据（{error}）。")
        raise ContentError([problem]) from error
    for pack in catalog.pinned_packs:
        catalog = catalog.with_pack(pack)
    return catalog


def rebuild(source: Mapping[str, Any]) -> Form | EnergyFactors | Limits:
    """Build a form or a pack from the data pinned with an assessment."""
    if "energy_kinds" in source:
        return energy_factors(source)
    return limits_of(source) if "limits" in source else build_form(source)


def _key(files: Sequence[Path]) -> str:
    digest = hashlib.sha256(f"{_CACHE_FORMAT}:{__version__}".encode())
    for path in files:
        digest.update(str(path.name).encode())
        try:
            digest.update(path.read_bytes())
        except OSError:
            digest.update(b"?")
    return digest.hexdigest()


def _cache_path(folder: Path | None, key: str) -> Path:
    base = folder or Path(platformdirs.user_cache_dir("anhui-assess", appauthor=False))
    return base / f"content-{key[:32]}.json"


def _read_cache(path: Path) -> Sources | None:
    """Return the outcome kept earlier; None when there is none or a byte of it is not as it was written."""
    try:
        digest, _, text = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if hashlib.sha256(text).hexdigest().encode() != digest:
        return None
    found = json.loads(text)
    return Sources(found["forms"], found["packs"])


def _write_cache(path: Path, sources: Sources) -> None:
    """Keep the outcome; a cache that cannot be written only costs time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        text = json.dumps({"forms": sources.forms, "packs": sources.packs}, ensure_ascii=False).encode()
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        Path(name).replace(path)
        for old in path.parent.glob("content-*.json"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        _LOG.info("content cache not written: %s", error.strerror)
