from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.content import checking
from anhui_assess.content.library import (
    content_files,
    content_in_use,
    load_catalog,
    rebuild_form,
    shipped_catalog,
)
from anhui_assess.content.locations import data_root, fonts_folder, forms_folder, resources_folder
from anhui_assess.content.themes import THEMES, load_theme
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import ContentError
from anhui_assess.domain.expressions import Expression
from tests.builders import form_text

BODY = "nodes: [{id: a, title: 甲, items: [{id: x, kind: yes_no, WORDS}]}]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "forms"
    found.mkdir()
    (found / "f.yaml").write_text(form_text(BODY), encoding="utf-8")
    return found


def cached(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def told(value: Any) -> Any:
    """A value without what cannot be compared: an expression stands for its text."""
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, dict):
        return {key: told(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return tuple(told(entry) for entry in value)
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: told(getattr(value, field.name)) for field in fields(value)}
    return value


def test_a_warm_load_equals_a_cold_one(tmp_path: Path) -> None:
    cold, warm = (load_catalog(cache_folder=tmp_path) for _ in range(2))
    assert len(cached(tmp_path)) == 1
    assert told(cold.forms) == told(warm.forms)
    assert told(cold.packs) == told(warm.packs)
    assert next(iter(cold.forms)) == "profile"
    assert [form.id for form in cold.main_forms] == ["smart_factory", "green_factory", "four_bases"]


def test_a_warm_load_does_not_check_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_catalog([folder], cache_folder=tmp_path / "cache")
    monkeypatch.setattr(checking, "check_files", None)
    assert "x" in load_catalog([folder], cache_folder=tmp_path / "cache").forms["f"].items


def test_changed_content_is_read_again_and_the_old_cache_goes(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_catalog([folder], cache_folder=cache)
    before = cached(cache)
    (folder / "f.yaml").write_text(form_text(BODY.replace("甲", "乙")), encoding="utf-8")
    assert load_catalog([folder], cache_folder=cache).forms["f"].nodes["a"].title == "乙"
    assert len(cached(cache)) == 1
    assert cached(cache) != before


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw.replace("甲".encode(), "乙".encode()),
        lambda raw: b'{"forms": [], "packs": []}',
        lambda raw: b"\xff\xfe" + raw,
        lambda raw: raw + b" ",
    ],
    ids=["empty", "cut", "altered", "foreign", "binary", "longer"],
)
def test_a_corrupt_cache_is_ignored_and_replaced(folder: Path, tmp_path: Path, damage: Any) -> None:
    cache = tmp_path / "cache"
    load_catalog([folder], cache_folder=cache)
    (path,) = cached(cache)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert load_catalog([folder], cache_folder=cache).forms["f"].nodes["a"].title == "甲"
    assert path.read_bytes() == whole


def test_a_cache_folder_that_cannot_be_written_is_fine(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file, no folder", encoding="utf-8")
    with caplog.at_level(logging.INFO):
        assert "f" in load_catalog([folder], cache_folder=in_the_way).forms
    assert "content cache not written" in caplog.text


def test_faults_are_raised_together_and_not_cached(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.yaml").write_text("schema: x", encoding="utf-8")
    (folder / "worse.yaml").write_text("- 1", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_catalog([folder], cache_folder=tmp_path / "cache")
    assert str(caught.value) == (
        f"{folder / 'bad.yaml'}:1: schema “x”不认识。\n{folder / 'worse.yaml'}:1: 文件最外层应是“键: 值”。"
    )
    assert not (tmp_path / "cache").exists()


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="读不出文件"):
        load_catalog([tmp_path / "gone.yaml"], cache_folder=tmp_path)


def test_files_come_in_order_of_their_path(tmp_path: Path) -> None:
    for name in ("b/2.yaml", "a/9.yaml", "b/1.yaml", "b/note.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = content_files([tmp_path / "b", tmp_path / "a", tmp_path / "b" / "note.txt"])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "b/1.yaml",
        "b/2.yaml",
        "a/9.yaml",
        "b/note.txt",
    ]


def test_a_pinned_form_is_rebuilt_as_it_was(catalog: Catalog) -> None:
    """Its data go through JSON into a workspace and back; choices from packs are inside, so it stands alone."""
    for form in catalog.forms.values():
        rebuilt = rebuild_form(json.loads(json.dumps(form.source)))
        assert rebuilt.fingerprint == form.fingerprint
        assert told(rebuilt.items) == told(form.items)
        assert told(rebuilt.scoring) == told(form.scoring)
        assert all(item.choices for item in rebuilt.items.values() if item.choices_from)


@pytest.fixture
def fresh_shipped() -> Iterator[None]:
    content_in_use.cache_clear()
    yield
    content_in_use.cache_clear()


def test_the_shipped_catalogue_is_loaded_once(
    fresh_shipped: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert shipped_catalog() is shipped_catalog()
    assert "smart_factory" in shipped_catalog().forms


def test_content_lies_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = data_root()
    assert (forms_folder(), resources_folder()) == (root / "forms", root / "resources")
    assert (fonts_folder() / "NotoSansSC-Regular.ttf").is_file()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert data_root() == root
    for name in ("forms", "resources"):
        (tmp_path / "anhui_assess" / "_data" / name).mkdir(parents=True)
    assert data_root() == tmp_path / "anhui_assess" / "_data"


def test_both_themes_name_the_same_colours(tmp_path: Path) -> None:
    light, dark = (load_theme(name) for name in THEMES)
    assert light.keys() == dark.keys()
    assert all(len(colour) == 7 and colour.startswith("#") for colour in (*light.values(), *dark.values()))
    (tmp_path / "plain.yaml").write_text("id: plain", encoding="utf-8")
    with pytest.raises(ContentError, match="配色文件里没有 colours"):
        load_theme("plain", tmp_path)
    with pytest.raises(ContentError, match="读不出文件"):
        load_theme("gone", tmp_path)
