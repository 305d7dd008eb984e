"""A report calculated with the packs an assessment was begun with can be recomputed by a program with newer ones."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from anhui_assess.composition import issue_report, open_library, verify_report
from anhui_assess.content.library import content_files, load_catalog, rebuild, shipped_catalog
from anhui_assess.content.locations import forms_folder, resources_folder
from anhui_assess.domain.planning.request import Request
from anhui_assess.services.library import Library
from anhui_assess.services.plan_request import store_request
from anhui_assess.services.verifying import State
from anhui_assess.storage.workspace import open_workspace
from tests.assessments import document, sample


@pytest.mark.usefixtures("no_planning")
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


def test_the_plan_of_a_report_is_worked_out_again(tmp_path: Path) -> None:
    library = open_library(tmp_path / "w", create=True)
    session = library.open(library.import_documents([sample("anqing-textile", shipped_catalog())])[0].id)
    store_request(library.store, session.record.id, Request(months=24, forced_out=frozenset({"master-data"})))
    issue_report(session, tmp_path / "r.pdf", report_date="2026-11-23", sections=("summary", "plan"))
    library.store.close()
    found = verify_report(tmp_path / "r.pdf")
    assert found.state is State.INTACT
    assert found.recomposed
    with pikepdf.open(tmp_path / "r.pdf", allow_overwriting_input=True) as pdf:
        carried = json.loads(pdf.attachments["report.json"].get_file().read_bytes())
        assert carried["plan"]["request"]["months"] == 24
        carried["plan"]["request"]["months"] = 12
        pdf.attachments["report.json"] = json.dumps(carried, ensure_ascii=False).encode()
        pdf.save(tmp_path / "b.pdf")
    assert verify_report(tmp_path / "b.pdf").state is State.ALTERED
