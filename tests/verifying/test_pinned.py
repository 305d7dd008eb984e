"""A report calculated with the packs an assessment was begun with can be recomputed by a program with newer ones."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from anhui_assess.composition import issue_report, verify_report
from anhui_assess.content.library import content_files, load_catalog, rebuild, shipped_catalog
from anhui_assess.content.locations import forms_folder, resources_folder
from anhui_assess.services.library import Library
from anhui_assess.services.verifying import State
from anhui_assess.storage.workspace import open_workspace
from tests.assessments import document

pytestmark = pytest.mark.usefixtures("no_planning")


def test_an_older_pack_travels_with_the_report(tmp_path: Path) -> None:
    found: Any = yaml.safe_load((resources_folder() / "factors" / "energy.yaml").read_text(encoding="utf-8"))
    older = copy.deepcopy(found)
    older["edition"] = "2025.9"
    gas = next(kind for kind in older["energy_kinds"] if kind["id"] == "natural_gas")
    gas["tce_per_unit"] = 0.0012
    file = tmp_path / "zz-older.yaml"
    file.write_text(yaml.safe_dump(older, allow_unicode=True, sort_keys=False), encoding="utf-8")
    then = load_catalog(
        [*content_files([forms_folder(), resources_folder()]), file], cache_folder=tmp_path / "cache"
    )
    with open_workspace(tmp_path / "w") as store:
        answers = document(then, green_factory={"gf.energy": [{"kind": "natural_gas", "consumption": 1000}]})
        record = Library(store, then, rebuild).import_documents([answers])[0]
    with open_workspace(tmp_path / "w") as store:
        session = Library(store, shipped_catalog(), rebuild).open(record.id)
        assert session.scored.result("green_factory").calculated["energy_tce"] == pytest.approx(1.2)
        assert "2025.9" in {info.edition for info in session.engine.catalog.packs.infos}
        issue_report(
            session, tmp_path / "r.pdf", report_date="2026-11-23", sections=("green_factory", "sources")
        )
    assert verify_report(tmp_path / "r.pdf").state is State.INTACT
