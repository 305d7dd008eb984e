"""The commands `packs list|add|remove`: newer forms and packs than the program brought along."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from anhui_assess.content.added import Origin


def show(options: argparse.Namespace) -> int:
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
        sys.stdout.write(json.dumps(found_json, ensure_ascii=False, indent=2) + "\n")
        return 0
    for found, origin in rows:
        sys.stdout.write(f"{found.id:<20}{found.edition:<10}{origin.value:<6}{found.title}\n")
    sys.stdout.write(f"后加的资料包放在：{added_folder()}\n")
    return 0


def add(options: argparse.Namespace) -> int:
    """Check newer forms and packs and take them into use."""
    from anhui_assess.content.added import add as add_packs
    from anhui_assess.content.library import shipped_files
    from anhui_assess.content.locations import added_folder

    paths: list[Path] = options.files
    for found in add_packs(paths, added_folder(), shipped_files()):
        sys.stdout.write(f"已采用 {found.title or found.id} {found.edition}。{found.effect}\n")
    return 0


def remove(options: argparse.Namespace) -> int:
    """Take an added pack out of use."""
    from anhui_assess.content.added import remove as remove_pack
    from anhui_assess.content.locations import added_folder

    found = remove_pack(options.pack, added_folder())
    sys.stdout.write(f"已移除后加的 {found.title or found.id} {found.edition}，改用随程序的一版。\n")
    return 0
