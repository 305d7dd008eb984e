"""An assessment keeps the factor pack and the limits it was calculated with; a newer pack dropped in changes only new ones."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from anhui_assess.content.library import content_files, load_catalog, rebuild
from anhui_assess.content.locations import forms_folder, resources_folder
from anhui_assess.domain.catalog import Catalog
from anhui_assess.services.library import Library
from anhui_assess.storage.workspace import open_workspace
from tests.assessments import sample

GREEN = "green_factory"


@pytest.fixture
def newer(tmp_path: Path) -> Catalog:
    """The shipped content with a newer factor pack behind it: another gas factor, one kind less, another edition."""
    found: Any = yaml.safe_load((resources_folder() / "factors" / "energy.yaml").read_text(encoding="utf-8"))
    found = copy.deepcopy(found)
    found["edition"] = "2027.1"
    found["energy_kinds"] = [kind for kind in found["energy_kinds"] if kind["id"] != "gasoline"]
    gas = next(kind for kind in found["energy_kinds"] if kind["id"] == "natural_gas")
    gas["tce_per_unit"] = 0.0012
    dropped = tmp_path / "zz-factors.yaml"
    dropped.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load_catalog(
        [*content_files([forms_folder(), resources_folder()]), dropped], cache_folder=tmp_path
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "w"


def test_a_newer_factor_pack_leaves_a_stored_assessment_alone(
    catalog: Catalog, newer: Catalog, folder: Path
) -> None:
    with open_workspace(folder) as store:
        library = Library(store, catalog, rebuild)
        record = library.import_documents([sample("hefei-precision", catalog)])[0]
        assert record.forms["pack:factors"] == "2026.2"
        before = library.open(record.id).scored.result(GREEN)

    with open_workspace(folder) as store:
        later = Library(store, newer, rebuild)
        opened = later.open(record.id)
        assert opened.scored.result(GREEN) == before
        assert opened.engine.catalog.packs.energy is not None
        assert opened.engine.catalog.packs.energy.edition == "2026.2"
        kinds = opened.item(GREEN, "gf.energy").columns[0].choices
        assert "gasoline" in {choice.id for choice in kinds}
        assert later.open(record.id).engine is opened.engine

        fresh = later.open(later.create_enterprise("乙厂").id)
        assert fresh.record.forms["pack:factors"] == "2027.1"
        assert fresh.answer(GREEN, "gf.energy", [{"kind": "natural_gas", "consumption": 1000}]).stored
        assert fresh.scored.result(GREEN).calculated["energy_tce"] == pytest.approx(1.2, abs=1e-9)
        assert "gasoline" not in {choice.id for choice in fresh.item(GREEN, "gf.energy").columns[0].choices}
        assert not store.check()


def test_a_newer_pack_is_not_another_form(catalog: Catalog, newer: Catalog) -> None:
    assert newer.forms[GREEN].fingerprint == catalog.forms[GREEN].fingerprint


def test_changed_factors_under_the_same_edition_are_another_pack(catalog: Catalog, newer: Catalog) -> None:
    first, second = catalog.packs.energy, newer.packs.energy
    assert first is not None
    assert second is not None
    assert first.fingerprint != second.fingerprint
    assert first.source["edition"] == "2026.2"


def test_the_score_of_a_pinned_kind_that_a_newer_pack_lacks_is_said(catalog: Catalog, newer: Catalog) -> None:
    changed = catalog.with_pack(newer.packs.energy)  # type: ignore[arg-type]
    ids = {choice.id for choice in changed.forms[GREEN].items["gf.energy"].columns[0].choices}
    assert "gasoline" not in ids
    assert catalog.forms[GREEN].items["gf.energy"].columns[0].choices != ()
