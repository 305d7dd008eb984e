"""Packs that a user puts beside the shipped ones, through the real commands and folders."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.cli import main
from anhui_assess.content.added import PackFile, pack_file, select
from anhui_assess.content.library import content_in_use, shipped_catalog, shipped_files
from anhui_assess.content.locations import ADDED_FOLDER, resources_folder

ENERGY = resources_folder() / "factors" / "energy.yaml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    found = tmp_path / "packs"
    monkeypatch.setenv(ADDED_FOLDER, str(found))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    content_in_use.cache_clear()
    yield found
    content_in_use.cache_clear()


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        content_in_use.cache_clear()
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def energy_edition() -> str:
    """The edition of the factors in use."""
    return next(info.edition for info in shipped_catalog().packs.infos if info.id == "energy_factors")


def edition_of_energy(tmp_path: Path, edition: str, change: Callable[[str], str] = str) -> Path:
    text = ENERGY.read_text(encoding="utf-8")
    made = tmp_path / "新因子.yaml"
    made.write_text(
        change(re.sub(r'^edition: ".*"$', f'edition: "{edition}"', text, count=1, flags=re.MULTILINE)),
        encoding="utf-8",
    )
    return made


def test_a_newer_pack_is_taken_into_use_and_away_again(run: Run, folder: Path, tmp_path: Path) -> None:
    shipped = energy_edition()
    status, out, _ = run("packs", "add", str(edition_of_energy(tmp_path, "2027.1")))
    assert status == 0
    assert "2027.1" in out
    assert "已有的评估仍用开始时的那一版" in out
    assert [path.name for path in folder.iterdir()] == ["factors-energy_factors.yaml"]
    content_in_use.cache_clear()
    assert energy_edition() == "2027.1"
    listed: Any = json.loads(run("packs", "list", "--json")[1])
    assert {entry["origin"] for entry in listed["packs"] if entry["id"] == "energy_factors"} == {"added"}
    assert run("packs", "remove", "energy_factors")[0] == 0
    content_in_use.cache_clear()
    assert energy_edition() == shipped


def test_an_older_or_equal_pack_is_not_taken(run: Run, folder: Path, tmp_path: Path) -> None:
    now = energy_edition()
    status, _, err = run("packs", "add", str(edition_of_energy(tmp_path, now)))
    assert status == 1
    assert "没有采用任何资料包" in err
    assert f"不比现在用的 {now} 新" in err
    assert not folder.exists()


def test_a_faulty_pack_is_refused_with_its_line(run: Run, folder: Path, tmp_path: Path) -> None:
    made = edition_of_energy(
        tmp_path, "2027.1", lambda text: text.replace("tce_kj: 29307600", "tce_kj: viel")
    )
    line = (
        made.read_text(encoding="utf-8")
        .split("\n")
        .index(next(row for row in made.read_text(encoding="utf-8").split("\n") if row.startswith("tce_kj")))
    )
    status, _, err = run("packs", "add", str(made))
    assert status == 1
    assert f"{made.name}:{line + 1}" in err
    assert not folder.exists()


def test_a_pack_that_went_bad_in_the_folder_leaves_the_program_as_shipped(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    made = edition_of_energy(
        tmp_path, "2027.1", lambda text: text.replace("tce_kj: 29307600", "tce_kj: viel")
    )
    made.rename(folder / "factors.yaml")
    status, out, err = run("forms", "list")
    assert status == 0
    assert "smart_factory" in out
    assert "没有采用" in err
    assert "factors.yaml" in err
    assert energy_edition() != "2027.1"


def test_what_is_no_pack_and_what_is_not_there_is_said(run: Run, tmp_path: Path) -> None:
    stray = tmp_path / "x.yaml"
    stray.write_text("a: 1\n", encoding="utf-8")
    assert "不是问卷或资料包" in run("packs", "add", str(stray))[2]
    assert "现在没有后加的资料包" in run("packs", "remove", "energy_factors")[2]


def test_editions_compare_by_their_numbers() -> None:
    def made(edition: str) -> PackFile:
        return PackFile(Path("x"), "anhui-assess/factors/1", "x", edition, "", "")

    assert made("2026.10").newer_than(made("2026.9"))
    assert made("2027").newer_than(made("2026.12"))
    assert not made("2026.1").newer_than(made("2026.1"))


def test_every_shipped_form_and_pack_has_a_head(tmp_path: Path) -> None:
    """Otherwise a newer edition of it could never stand in for it."""
    found = [pack_file(path) for path in shipped_files() if path.parent.name != "themes"]
    assert all(entry is not None and entry.title for entry in found)
    keys = [entry.key for entry in found if entry is not None]
    assert len(set(keys)) == len(keys)


def test_the_shipped_edition_wins_over_an_older_added_one(tmp_path: Path) -> None:
    older = edition_of_energy(tmp_path, "2020.1")
    selection = select(shipped_files(), [older])
    assert selection.set_aside == (older,)
    assert ENERGY in selection.files
