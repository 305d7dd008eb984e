"""The commands on forms and packs: list, show, check them, and take newer ones into use."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from anhui_assess.cli.arguments import Command, with_json
from anhui_assess.cli.output import FAULT, OK, complain, print_json, say
from anhui_assess.content.added import Origin

_TYPES = {"process": "流程型", "discrete": "离散型"}


def add_commands(command: Command) -> None:
    """Add `forms` and `packs`."""
    forms = command("forms", _forms_list, "查看和检查表单")
    forms.set_defaults(json=False)
    actions = forms.add_subparsers(title="动作", metavar="动作")
    with_json(command("list", _forms_list, "列出表单", actions))
    made = command("show", _forms_show, "列出一份表单的每道题", actions)
    made.add_argument("form", metavar="FORM")
    with_json(made)
    made = command("check", _forms_check, "检查表单和资源文件", actions)
    made.add_argument("paths", type=Path, nargs="*", metavar="PATH")
    command("schema", _forms_schema, "输出编辑器用的 JSON Schema", actions)

    packs = command("packs", _packs_list, "查看、添加和移除资料包")
    packs.set_defaults(json=False)
    actions = packs.add_subparsers(title="动作", metavar="动作")
    with_json(command("list", _packs_list, "列出问卷和资料包的版次、状态和来源", actions))
    made = command("add", _packs_add, "检查并采用更新的问卷或资料包", actions)
    made.add_argument("files", type=Path, nargs="+", metavar="FILE.yaml")
    made = command("remove", _packs_remove, "移除后加的资料包，改用随程序的", actions)
    made.add_argument("pack", metavar="PACK")


def _forms_list(options: argparse.Namespace) -> int:
    from anhui_assess.content.library import shipped_catalog

    forms = shipped_catalog().forms.values()
    if options.json:
        rows = [
            {
                "id": form.id,
                "version": form.version,
                "title": form.title,
                "model": form.scoring.model,
                "items": len(form.items),
                "nodes": len(form.nodes),
                "fingerprint": form.fingerprint,
            }
            for form in forms
        ]
        print_json({"schema": "anhui-assess/forms/1", "forms": rows})
    else:
        for form in forms:
            say(f"{form.id:<16}{form.version:<10}{len(form.items):>4} 题  {form.title}")
    return OK


def _forms_show(options: argparse.Namespace) -> int:
    from anhui_assess.content.library import shipped_catalog
    from anhui_assess.domain.item_kinds.scales import RATINGS
    from anhui_assess.domain.problems import did_you_mean
    from anhui_assess.exchange.form_json import form_data

    catalog = shipped_catalog()
    form = catalog.forms.get(options.form)
    if form is None:
        complain(
            f"没有表单“{options.form}”{did_you_mean(options.form, catalog.forms)}；可用：{'、'.join(catalog.forms)}"
        )
        return FAULT
    if options.json:
        print_json(form_data(form))
        return OK
    say(f"{form.title}（{form.id} {form.version}，{len(form.items)} 题）\n{form.summary}")
    for leaf in form.leaves:
        say(f"\n{form.path_title(leaf.id)}")
        for item_id in leaf.items:
            item = form.items[item_id]
            level = f" {item.level} 级" if item.level else ""
            say(f"  {item.id:<26} {item.kind:<15}{level} {item.question}")
            for name, wording in item.variants.items():
                say(f"{'':<46}{_TYPES.get(name, name)}：{wording.question}")
            for step, words in item.anchors.items():
                say(f"      {step:>3}  {words}")
    rated = [item for item in form.items.values() if item.kind == "anchored_rating"]
    if rated:
        whole = [item for item in rated if all(item.anchors.get(str(step), "").strip() for step in RATINGS)]
        say(f"\n评分题 {len(rated)} 道，五档都写了文字的 {len(whole)} 道。")
    return OK


def _forms_check(options: argparse.Namespace) -> int:
    from anhui_assess.content.checking import check_files
    from anhui_assess.content.library import content_files
    from anhui_assess.content.locations import forms_folder, resources_folder

    shipped = content_files([forms_folder(), resources_folder()])
    missing = [path for path in options.paths if not path.exists()]
    if missing:
        complain("\n".join(f"{path}:1: 没有这个文件或文件夹。" for path in missing))
        return FAULT
    wanted = content_files(options.paths) if options.paths else shipped
    context = [path for path in shipped if not _replaced(path, wanted)]
    _, problems = check_files(wanted, context)
    for problem in problems:
        complain(str(problem))
    if problems:
        complain(f"共 {len(problems)} 个问题。")
        return FAULT
    say(f"检查了 {len(wanted)} 个文件，没有问题。")
    return OK


def _replaced(shipped: Path, wanted: Sequence[Path]) -> bool:
    """Whether a file to be checked stands in for a shipped one of the same name, as a newer version of it."""
    return any(path.resolve() == shipped.resolve() or path.name == shipped.name for path in wanted)


def _forms_schema(_options: argparse.Namespace) -> int:
    from anhui_assess.content.form_spec import json_schema

    print_json(json_schema())
    return OK


def _packs_list(options: argparse.Namespace) -> int:
    """List forms and packs with edition, status and where they come from."""
    from anhui_assess.content.library import content_in_use, pack_rows
    from anhui_assess.content.locations import added_folder

    rows = pack_rows()
    if options.json:
        packs: list[dict[str, Any]] = [
            {
                "id": found.id,
                "schema": found.schema,
                "title": found.title,
                "edition": found.edition,
                "status": found.status or None,
                "origin": origin.name.lower(),
                "path": None if origin is Origin.SHIPPED else str(found.path),
            }
            for found, origin in rows
        ]
        problems = [str(problem) for problem in content_in_use().problems]
        found_json = {
            "schema": "anhui-assess/packs/1",
            "folder": str(added_folder()),
            "packs": packs,
            "problems": problems,
        }
        print_json(found_json)
        return OK
    for found, origin in rows:
        say(f"{found.id:<20}{found.edition:<10}{origin.value:<6}{found.title}")
    say(f"后加的资料包放在：{added_folder()}")
    return OK


def _packs_add(options: argparse.Namespace) -> int:
    """Check newer forms and packs and take them into use."""
    from anhui_assess.content.added import add as add_packs
    from anhui_assess.content.library import shipped_files
    from anhui_assess.content.locations import added_folder

    paths: list[Path] = options.files
    for found in add_packs(paths, added_folder(), shipped_files()):
        say(f"已采用 {found.title or found.id} {found.edition}。{found.effect}")
    return OK


def _packs_remove(options: argparse.Namespace) -> int:
    """Take an added pack out of use."""
    from anhui_assess.content.added import remove as remove_pack
    from anhui_assess.content.locations import added_folder

    found = remove_pack(options.pack, added_folder())
    say(f"已移除后加的 {found.title or found.id} {found.edition}，改用随程序的一版。")
    return OK
