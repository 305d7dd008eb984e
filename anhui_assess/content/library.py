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
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from anhui_assess import __version__
from anhui_assess.content.form_builder import Plain, build_form, plain_items, plain_nodes, with_choices
from anhui_assess.content.form_checks import check_form, check_names, form_names
from anhui_assess.content.form_spec import FORM, FORM_SCHEMA
from anhui_assess.content.locations import forms_folder, resources_folder
from anhui_assess.content.pack_builder import build_packs, choice_sources
from anhui_assess.content.pack_checks import check_packs
from anhui_assess.content.pack_spec import PACKS, SCHEMA_PREFIX, pack_kind, spec_of
from anhui_assess.content.source import LinedDict, line_of, read_yaml
from anhui_assess.content.spec import Report
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import ContentError
from anhui_assess.domain.form import Form
from anhui_assess.domain.problems import Problem, did_you_mean
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.domain.scoring.graph import CircularDependencyError

_LOG = logging.getLogger(__name__)
_CACHE_FORMAT = 4
FORM_ORDER = ("profile", "smart_quick", "smart_factory", "green_factory", "four_bases", "sme_digital")
_IGNORED_SCHEMAS = ("theme",)


class Sources:
    """The checked plain data of all files: forms with their choices filled in, and packs."""

    def __init__(self, forms: Sequence[Plain], packs: Sequence[Plain]) -> None:
        self.forms = forms
        self.packs = packs


def content_files(folders: Iterable[Path]) -> list[Path]:
    """Return the YAML files below some folders (or the files themselves), sorted by path."""
    found: list[Path] = []
    for folder in folders:
        found.extend(sorted(folder.rglob("*.yaml")) if folder.is_dir() else [folder])
    return found


def check_files(files: Sequence[Path], context: Sequence[Path] = ()) -> tuple[Sources | None, list[Problem]]:
    """Read and check files; return their data, or None when there is a fault, and all problems.

    `context` files lend names and choices that `files` may refer to; their own faults are not reported again. A context
    form of the same id as one of `files` stands back for it.
    """
    problems: list[Problem] = []
    forms: list[tuple[Path, LinedDict]] = []
    packs: list[tuple[Path, LinedDict]] = []
    for path in [*files, *(path for path in context if path not in files)]:
        own: list[Problem] = []
        _sort(path, forms, packs, own)
        if path in files:
            problems.extend(own)
    own_forms = {form["id"] for path, form in forms if path in files}
    forms = [(path, form) for path, form in forms if path in files or form["id"] not in own_forms]
    forms.sort(key=lambda entry: entry[0] in files)
    if not problems:
        problems = _cross_checks(forms, packs, set(files))
    if problems:
        return None, problems
    choices = choice_sources([pack for _, pack in packs])
    filled = [with_choices(form, choices) for _, form in forms]
    sources = Sources(filled, [pack for _, pack in packs])
    problems = _graph_problems(sources, forms)
    return (None if problems else sources), problems


def _sort(
    path: Path,
    forms: list[tuple[Path, LinedDict]],
    packs: list[tuple[Path, LinedDict]],
    problems: list[Problem],
) -> None:
    """Check the shape of one file and put it with the forms or the packs."""
    before = len(problems)
    source = read_yaml(path, problems)
    if source is None:
        return
    report = Report(str(path), problems)
    schema = source.get("schema")
    kind = pack_kind(schema)
    if schema == FORM_SCHEMA:
        FORM.check(source, 1, "表单", report)
        if len(problems) == before:
            forms.append((path, source))
    elif kind is not None:
        spec_of(kind).check(source, 1, "资源", report)
        if len(problems) == before:
            packs.append((path, source))
    elif schema not in {f"{SCHEMA_PREFIX}{name}/1" for name in _IGNORED_SCHEMAS}:
        known = [FORM_SCHEMA, *(f"{SCHEMA_PREFIX}{name}/1" for name in PACKS)]
        report.add(line_of(source, "schema"), f"schema “{schema}”不认识{did_you_mean(str(schema), known)}。")


def _cross_checks(
    forms: Sequence[tuple[Path, LinedDict]], packs: Sequence[tuple[Path, LinedDict]], wanted: set[Path]
) -> list[Problem]:
    problems: list[Problem] = []
    figures = [figure["id"] for _, pack in packs for figure in pack.get("figures") or ()]
    for path, form in forms:
        if path in wanted:
            check_form(form, Report(str(path), problems), figures)
    if problems:
        return problems
    names: dict[str, tuple[str, Plain]] = {}
    owners: dict[str, Path] = {}
    form_files: dict[str, Path] = {}
    for path, form in forms:
        report = Report(str(path), problems)
        if form["id"] in form_files:
            other = form_files[form["id"]].name
            report.add(
                line_of(form, "id"), f"表单“{form['id']}”在 {other} 里已经有了，每份问卷只能有一个文件。"
            )
            continue
        form_files[form["id"]] = path
        for name, entry in form_names(form).items():
            if name in names and path in wanted:
                report.add(
                    line_of(entry[1], "id"), f"“{name}”在 {owners[name].name} 里已经用过，编号要全库唯一。"
                )
            names[name] = entry
            owners[name] = path
        _figure_units(form, packs, report)
    for path, form in forms:
        if path in wanted:
            check_names(form, Report(str(path), problems), names)
    check_packs(
        [(str(path), pack) for path, pack in packs if path in wanted],
        [form for _, form in forms],
        names,
        problems,
    )
    return problems


def _figure_units(form: Plain, packs: Sequence[tuple[Path, LinedDict]], report: Report) -> None:
    units = {figure["id"]: figure["unit"] for _, pack in packs for figure in pack.get("figures") or ()}
    for item, _ in plain_items(form):
        figure = item.get("shared")
        if figure in units and item.get("kind") == "number" and item.get("unit") != units[figure]:
            report.add(
                line_of(item, "unit"),
                f"题目“{item['id']}”的单位是“{item.get('unit')}”，共用数据“{figure}”登记的是“{units[figure]}”。",
            )


def _graph_problems(sources: Sources, forms: Sequence[tuple[Path, LinedDict]]) -> list[Problem]:
    """Report circles of conditions and calculations."""
    try:
        ScoringEngine(_build(sources))
    except CircularDependencyError as error:
        places = _cell_places(forms)
        found = [places[name] for key in error.cycle if (name := key.partition(":when")[0]) in places]
        words = [who for number, (_, who) in enumerate(found) if number == 0 or who != found[number - 1][1]]
        return [Problem(found[0][0], f"条件或计算量互相依赖，成了一个圈：{' → '.join(words)}。")]
    return []


def _cell_places(forms: Sequence[tuple[Path, LinedDict]]) -> dict[str, tuple[str, str]]:
    """Return for every cell a file declares where it is declared and what it is called."""
    places: dict[str, tuple[str, str]] = {}
    for path, form in forms:
        for node, _ in plain_nodes(form):
            place = (f"{path}:{line_of(node, 'when')}", f"章节“{node['id']}”")
            places[f"node:{form['id']}:{node['id']}"] = place
        for name, (kind, entry) in form_names(form).items():
            if kind == "calc":
                places[name] = (f"{path}:{line_of(entry, 'formula')}", f"计算量“{entry['id']}”")
            else:
                place = (f"{path}:{line_of(entry, 'when')}", f"题目“{entry['id']}”")
                places[f"value:{name}"] = places[f"item:{form['id']}:{entry['id']}"] = place
    return places


def _build(sources: Sources) -> Catalog:
    forms = [build_form(form) for form in sources.forms]
    order = {form_id: place for place, form_id in enumerate(FORM_ORDER)}
    forms.sort(key=lambda form: (order.get(form.id, len(order)), form.id))
    return Catalog({form.id: form for form in forms}, build_packs(sources.packs))


def load_catalog(folders: Sequence[Path] | None = None, *, cache_folder: Path | None = None) -> Catalog:
    """Load the shipped (or the given) forms and packs.

    Raises ContentError listing every fault with file and line.
    """
    files = content_files(folders if folders is not None else (forms_folder(), resources_folder()))
    key = _key(files)
    cached = _cache_path(cache_folder, key)
    sources = _read_cache(cached)
    if sources is None:
        sources, problems = check_files(files)
        if sources is None:
            raise ContentError(problems)
        _write_cache(cached, sources)
    return _build(sources)


@cache
def shipped_catalog() -> Catalog:
    """Return the catalogue of the shipped content, loaded once per process."""
    return load_catalog()


def rebuild_form(source: Mapping[str, Any]) -> Form:
    """Build a form from the data pinned with an assessment."""
    return build_form(source)


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
