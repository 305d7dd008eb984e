"""Where a report is written: a plain, safe name in the workspace's report folder, never over an earlier one."""

from __future__ import annotations

from pathlib import Path

FOLDER = "reports"
_FORBIDDEN = set('<>:"/\\|?*')
_LONGEST = 50


def report_path(workspace: Path, enterprise: str, report_date: str) -> Path:
    """Return a file name that is free. The folder need not exist."""
    folder = workspace / FOLDER
    stem = f"{safe_name(enterprise) or '未命名企业'} 一企一诊断一企一方案 {report_date}"
    path = folder / f"{stem}.pdf"
    number = 2
    while path.exists():
        path = folder / f"{stem}（{number}）.pdf"
        number += 1
    return path


def safe_name(name: str) -> str:
    """Return a name without what file systems refuse."""
    kept = "".join(character for character in name if character not in _FORBIDDEN and character.isprintable())
    return kept.strip(" .")[:_LONGEST]
