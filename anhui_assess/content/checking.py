"""Reads and checks form and pack files: every fault of every file, with its line. Only needed when the cache is cold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from anhui_assess.content.form_builder import Plain, plain_items, plain_nodes, with_choices
from anhui_assess.content.form_checks import check_form, check_names, form_names
from anhui_assess.content.form_spec import FORM
from anhui_assess.content.pack_builder import choice_sources
from anhui_assess.content.pack_checks import check_packs
from anhui_assess.content.pack_spec import PACKS, pack_kind, spec_of
from anhui_assess.content.schemas import FORM_SCHEMA, SCHEMA_PREFIX
from anhui_assess.content.source import LinedDict, line_of, read_yaml
from anhui_assess.content.sources import Sources, build_catalog
from anhui_assess.content.spec import Report
from anhui_assess.domain.problems import Problem, did_you_mean
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.domain.scoring.graph import CircularDependencyError

_IGNORED_SCHEMAS = ("theme",)


def check_files(files: Sequence[Path], context: Sequence[Path] = ()) -> tuple[Sources | None, list[Problem]]:
    """Read and check files; return their data, or None when there is a fault, and all problems.

    `context` files lend names and choices that `files` may refer to; their own faults are not reported again. A context
    form or pack of the same id as one of `files` stands back for it.
    """
    problems: list[Problem] = []
    forms: list[tuple[Path, LinedDict]] = []
    packs: list[tuple[Path, LinedDict]] = []
    for path in [*files, *(path for path in context if path not in files)]:
        own: list[Problem] = []
        _sort(path, forms, packs, own)
        if path in files:
            problems.extend(own)
    forms, packs = _without_replaced(forms, files), _without_replaced(packs, files)
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


def _without_replaced(
    found: Sequence[tuple[Path, LinedDict]], files: Sequence[Path]
) -> list[tuple[Path, LinedDict]]:
    """Leave out what one of `files` stands in for: the same kind and id."""
    own = {(source["schema"], source["id"]) for path, source in found if path in files}
    return [
        (path, source)
        for path, source in found
        if path in files or (source["schema"], source["id"]) not in own
    ]


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
        ScoringEngine(build_catalog(sources))
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
