"""Prerequisites that are answers: what a measure works on must be there."""

from __future__ import annotations

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.planning.plan import can_be_had, is_ready
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services.measure_words import before_words
from tests.assessments import document

COAL = "coal-substitution"


@pytest.mark.parametrize(
    ("kinds", "ready"),
    [(("raw_coal", "natural_gas"), True), (("natural_gas",), False), ((), None)],
)
def test_a_boiler_measure_asks_for_coal_in_the_energy_table(
    engine: ScoringEngine, catalog: Catalog, kinds: tuple[str, ...], ready: bool | None
) -> None:
    measure = catalog.packs.measures[COAL]
    answers = {"gf.energy": [{"kind": kind, "consumption": 100.0} for kind in kinds]} if kinds else {}
    scored = engine.score(document(catalog, green_factory=answers).sheet)
    assert is_ready(scored, measure) is ready
    assert can_be_had(scored, measure, "中型") is (ready is not False)


def test_a_measure_for_makers_of_software_is_for_nobody_else(engine: ScoringEngine, catalog: Catalog) -> None:
    measure = catalog.packs.measures["first-software-application"]

    def played(role: str) -> Scored:
        sheet = document(catalog, four_bases={"fb.software.role": role}).sheet
        return engine.score(sheet.with_answer("four_bases", "fb.parts.role", Answer.of("user")))

    assert is_ready(played("both"), measure) is True
    assert is_ready(played("user"), measure) is False


def test_the_prerequisite_is_said_beside_the_measures_before_it(catalog: Catalog) -> None:
    measures = catalog.packs.measures
    words = before_words(measures[COAL], ["第 3 项 全厂能源审计"])
    assert words == "第 3 项 全厂能源审计；能源消费明细里有煤：本厂还在烧煤"
    assert before_words(measures["smart-diagnosis"], []) == "无"


def test_a_rule_always_comes_with_its_words(catalog: Catalog) -> None:
    found = [measure for measure in catalog.packs.measures.values() if measure.ready_when is not None]
    assert len(found) >= 12
    assert all(measure.ready_words for measure in found)
