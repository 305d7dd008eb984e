from __future__ import annotations

import json
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.exchange.form_json import form_data
from anhui_assess.exchange.plan_json import plan_data
from anhui_assess.exchange.result_json import result_bytes, result_data
from anhui_assess.services.forms_begun import begun
from tests.assessments import SAMPLES, document, sample, sample_plan

FORMS = ("profile", "smart_factory", "green_factory", "four_bases")
ITEM_KEYS = {
    "id", "node", "kind", "level", "weight", "question", "guidance", "anchors", "verifier", "evidence", "clause", "policy",
    "required", "not_applicable", "when", "unit", "min", "max", "shared", "choices", "columns",
}  # fmt: skip


@pytest.fixture(params=SAMPLES)
def scored(request: pytest.FixtureRequest, catalog: Catalog, engine: ScoringEngine) -> Scored:
    return engine.score(sample(request.param, catalog).sheet)


@pytest.mark.parametrize("form_id", FORMS)
def test_a_form_carries_every_part_of_the_contract(form_id: str, catalog: Catalog) -> None:
    form = catalog.forms[form_id]
    data = form_data(form)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert {"schema", "id", "version", "title", "basis", "scoring", "nodes", "items"} <= data.keys()
    assert data["schema"] == "anhui-assess/form/1"
    assert (data["id"], data["version"], data["title"]) == (form.id, form.version, form.title)
    assert all(isinstance(text, str) and text for text in data["basis"])
    assert data["scoring"]["model"] == form.scoring.model
    assert [node["id"] for node in data["nodes"]] == list(form.nodes)
    assert all({"id", "parent", "title", "tailorable"} <= node.keys() for node in data["nodes"])
    assert [item["id"] for item in data["items"]] == list(form.items)
    assert all(item.keys() >= ITEM_KEYS for item in data["items"])


@pytest.mark.parametrize("form_id", FORMS)
def test_every_item_says_what_the_form_says(form_id: str, catalog: Catalog) -> None:
    form = catalog.forms[form_id]
    for data in form_data(form)["items"]:
        item = form.items[data["id"]]
        assert (data["node"], data["kind"], data["level"], data["weight"]) == (
            item.node,
            item.kind,
            item.level,
            item.weight,
        )
        assert (data["question"], data["guidance"], data["verifier"]) == (
            item.question,
            item.guidance,
            item.verifier,
        )
        assert data["when"] == (item.when.text if item.when else None)
        assert (data["unit"], data["min"], data["max"], data["shared"]) == (
            item.unit,
            item.minimum,
            item.maximum,
            item.shared,
        )
        assert (data["required"], data["not_applicable"]) == (item.required, item.not_applicable)
        assert [choice["id"] for choice in data["choices"]] == [choice.id for choice in item.choices]
        assert [column["id"] for column in data["columns"]] == [column.id for column in item.columns]
        assert [column["calculated"] for column in data["columns"]] == [
            column.calculated for column in item.columns
        ]
        if item.kind == "anchored_rating":
            assert list(data["anchors"]) == ["1", "2", "3", "4", "5"]
        if item.kind == "scale":
            assert set(data["anchors"]) <= {f"{point['value']:g}" for point in data["scale"]}
            assert {"1"} <= set(data["anchors"])


def test_the_scoring_parameters_of_each_model(catalog: Catalog) -> None:
    smart = form_data(catalog.forms["smart_factory"])["scoring"]
    assert (smart["model"], smart["met_at"]) == ("level_gated", 0.8)
    assert set(smart["weight_sets"]) == {"discrete", "process"} == set(smart["excluded"])
    assert [level["level"] for level in smart["levels"]] == [1, 2, 3, 4, 5]
    assert smart["weight_set_by"] == "profile.manufacturing_type"
    assert smart["default_weight_set"] in smart["weight_sets"]
    green = form_data(catalog.forms["green_factory"])
    assert green["scoring"] == {"model": "points_on_a_line", "full_marks": 100}
    assert sum(entry["weight"] for entry in green["indicators"]) == pytest.approx(100)
    assert {"energy_tce", "co2_t"} <= {entry["id"] for entry in green["calculations"]}
    assert all(entry["formula"] or entry["function"] for entry in green["calculations"])
    parts = [part for entry in green["indicators"] for part in entry["parts"]]
    assert all({"formula", "direction", "share", "unit", "variants", "when"} <= part.keys() for part in parts)
    bases = form_data(catalog.forms["four_bases"])["scoring"]
    assert bases["model"] == "anchored"
    assert [grade["grade"] for grade in bases["grades"]] == [1, 2, 3, 4, 5]
    risk = bases["supply_risk"]
    columns = {column.id for column in catalog.forms["four_bases"].items[risk["table"]].columns}
    assert {factor["column"] for factor in risk["factors"]} <= columns
    assert risk["classes"][0]["id"] == "high"
    assert form_data(catalog.forms["profile"])["scoring"] == {"model": "none"}


def test_a_result_has_every_part_of_the_contract(scored: Scored) -> None:
    data = result_data(scored)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["schema"] == "anhui-assess/result/1"
    assert set(data["forms"]) == set(begun(scored)) >= {"smart_factory", "green_factory", "four_bases"}
    common = {"version", "score", "completeness", "evidence_coverage", "verified_share", "vetoes", "nodes"}
    for form_id, entry in data["forms"].items():
        assert common <= entry.keys()
        assert entry["score"] == scored.result(form_id).score
        assert all({"id", "title", "weight", "score"} <= node.keys() for node in entry["nodes"])
    smart, green, bases = (data["forms"][key] for key in ("smart_factory", "green_factory", "four_bases"))
    assert {"level", "level_name", "levels", "blocking"} <= smart.keys()
    assert all({"level", "score", "met"} <= level.keys() for level in smart["levels"])
    assert all(set(entry) == {"item", "level", "gain"} for entry in smart["blocking"])
    assert {"indicators", "calculated"} <= green.keys()
    assert {"energy_tce", "co2_t"} <= green["calculated"].keys()
    assert all(
        {"id", "value", "unit", "base", "lead", "score", "weight"} <= entry.keys()
        for entry in green["indicators"]
    )
    assert {"grade", "inventory"} <= bases.keys()
    assert all({"row", "risk", "class"} <= line.keys() for line in bases["inventory"])
    assert result_bytes(scored) == result_bytes(scored.engine.score(scored.sheet))


def test_what_is_missing_is_null_and_never_nought(engine: ScoringEngine, catalog: Catalog) -> None:
    made = document(catalog, green_factory={"gf.veto.quality": False})
    data = result_data(engine.score(made.sheet))
    assert list(data["forms"]) == ["green_factory"]
    green = data["forms"]["green_factory"]
    assert green["calculated"]["energy_tce"] is None
    assert [veto["item"] for veto in green["vetoes"]] == ["gf.veto.quality"]
    assert "gf.veto.quality" not in green["vetoes_unknown"]
    assert green["vetoes_unknown"]
    missing = [entry for entry in green["indicators"] if entry["state"] != "scored"]
    assert missing
    assert all(entry["value"] is None for entry in missing)


def test_nothing_begun_gives_no_form(engine: ScoringEngine, catalog: Catalog) -> None:
    scored = engine.score(document(catalog, profile={"name": "甲"}).sheet)
    assert result_data(scored) == {"schema": "anhui-assess/result/1", "forms": {}, "clashes": []}


def test_clashes_of_shared_figures_are_listed_with_their_places(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    made = document(
        catalog, profile={"revenue": 100}, green_factory={"gf.revenue": 90, "gf.year": Answer.unknown()}
    )
    (clash,) = result_data(engine.score(made.sheet))["clashes"]
    assert clash == {
        "figure": "annual_revenue",
        "values": [
            {"form": "profile", "item": "revenue", "value": 100},
            {"form": "green_factory", "item": "gf.revenue", "value": 90},
        ],
    }


@pytest.mark.parametrize("name", SAMPLES)
def test_a_plan_is_written_as_plain_data(name: str, engine: ScoringEngine) -> None:
    scored, plan = sample_plan(name, engine)
    data: dict[str, Any] = plan_data(plan)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["schema"] == "anhui-assess/plan/1"
    assert [entry["id"] for entry in data["measures"]] == [entry.measure.id for entry in plan.measures]
    assert [point["title"] for point in data["path"]] == ["现在", "近期末", "中期末", "远期末"]
    for form_id in ("smart_factory", "green_factory", "four_bases"):
        assert data["path"][0]["scores"][form_id]["score"] == scored.result(form_id).score
    assert not any(isinstance(value, Missing) for value in data.values())
