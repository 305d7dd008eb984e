"""The sample factories: sound, nearly complete, and three different factories."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.qualifications import result_scope
from anhui_assess.domain.enterprise import Enterprise, uscc_fault
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services.diagnosis import green_tables
from anhui_assess.services.library import SAMPLE_MARK
from tests.assessments import ALL_SAMPLES, GREEN_ONLY, SAMPLES, sample

SCORED = ("smart_factory", "green_factory", "four_bases")


@pytest.fixture
def scored(catalog: Catalog, engine: ScoringEngine) -> dict[str, Scored]:
    return {name: engine.score(sample(name, catalog).sheet) for name in SAMPLES}


def test_there_are_three() -> None:
    assert set(SAMPLES) == {"hefei-precision", "tongling-copper", "anqing-textile"}


@pytest.mark.parametrize("path", SAMPLES.values(), ids=SAMPLES)
def test_a_sample_loads_and_says_what_it_is(path: Path, catalog: Catalog) -> None:
    document = sample(path.stem, catalog)
    view = Enterprise.of(document.sheet)
    assert SAMPLE_MARK in view.name
    assert uscc_fault(view.uscc) is None
    assert view.manufacturing_type in {"discrete", "process"}
    assert view.region
    assert document.title
    assert document.date
    assert set(json.loads(path.read_text(encoding="utf-8"))["forms"]) >= set(SCORED)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_at_least_nine_tenths_complete(name: str, scored: dict[str, Scored]) -> None:
    shares = {form: scored[name].result(form).progress.completeness for form in SCORED}
    whole = [scored[name].result(form).progress for form in SCORED]
    assert sum(part.settled for part in whole) / sum(part.applicable for part in whole) >= 0.9
    assert min(shares.values()) >= 0.85, shares


def test_the_three_differ_clearly(scored: dict[str, Scored]) -> None:
    for first, second in itertools.combinations(scored.values(), 2):
        for form in SCORED:
            one, other = first.result(form), second.result(form)
            assert one.score is not None
            assert other.score is not None
            assert abs(one.score - other.score) >= 0.1 * one.full, form
        assert first.result("smart_factory").level != second.result("smart_factory").level
    types = {Enterprise.of(found.sheet).manufacturing_type for found in scored.values()}
    cities = {Enterprise.of(found.sheet).text("city") for found in scored.values()}
    sizes = {Enterprise.of(found.sheet).size for found in scored.values()}
    assert types == {"discrete", "process"}
    assert len(cities) == len(sizes) == 3


def test_one_has_a_veto_and_one_a_high_supply_risk(scored: dict[str, Scored]) -> None:
    assert any(found.result("green_factory").unmet_vetoes for found in scored.values())
    assert not all(found.result("green_factory").unmet_vetoes for found in scored.values())
    risks = {line.class_title for found in scored.values() for line in found.result("four_bases").inventory}
    assert "高" in risks


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_a_sample_has_the_two_years_before_and_the_program_adds_its_own(
    name: str, engine: ScoringEngine
) -> None:
    found = engine.score(sample(name, engine.catalog).sheet)
    years = found.sheet.get("green_factory", "gf.years").effective
    assert isinstance(years, (list, tuple))
    year = found.value("gf.year")
    assert [row["year"] for row in years] == [year - 2, year - 1]
    assert [row["output_value"] for row in years] == [
        found.value("gf.output_prior2"),
        found.value("gf.output_prior1"),
    ]
    grid = green_tables.years(found, found.catalog.forms["green_factory"])
    assert [column.title for column in grid.columns][2:] == [
        *(f"{shown} 年" for shown in (year - 2, year - 1, year)),
        "比上年",
    ]
    energy = next(row for row in grid.rows if row.cells[0].text == "综合能耗")
    assert energy.cells[4].text == f"{found.value('calc.energy_tce'):,.3f}"


def test_the_fourth_is_green_only_and_complete_in_that(engine: ScoringEngine) -> None:
    found = engine.score(sample(GREEN_ONLY, engine.catalog).sheet)
    for form_id in ("green_factory", "green_checklist", "green_chain", "zero_carbon"):
        assert found.result(form_id).progress.completeness == 1.0, form_id
    assert not found.result("green_factory").unmet_vetoes
    assert found.result("smart_factory").progress.settled == 0
    assert SAMPLE_MARK in Enterprise.of(found.sheet).name
    assert uscc_fault(Enterprise.of(found.sheet).uscc) is None
    assert len([row for row in found.value("gf.products") if row.get("counted")]) == 3
    scope = result_scope(found)
    assert not [check.id for check in found.catalog.packs.cross_checks if check.rule.holds(scope)]
