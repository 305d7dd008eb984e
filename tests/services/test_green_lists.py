"""The green lists in words and tables, the dates beside exclusions, and the records of an indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services.diagnosis import checklists
from anhui_assess.services.diagnosis.dates import date_words, window, years_later
from anhui_assess.services.diagnosis.overview import card
from anhui_assess.services.forms_begun import accompanying, leading
from anhui_assess.services.records import by_indicator, fed_by, indicators_of, records_of
from anhui_assess.services.standing import standing
from anhui_assess.services.statements import sentence
from tests.builders import problems_of, sheet_of

GC, GS, ZC, GF = "green_checklist", "green_chain", "zero_carbon", "green_factory"


def score(engine: ScoringEngine, **forms: Mapping[str, Any]) -> Scored:
    return engine.score(sheet_of((), **forms))


def all_true(catalog: Catalog, **changed: Any) -> dict[str, Any]:
    return dict.fromkeys(catalog.forms[GC].items, True) | changed


# ------------------------------------------------------------------------------------------ 必选 and 可选


def test_mandatory_is_passed_or_failed_and_optional_counted(engine: ScoringEngine, catalog: Catalog) -> None:
    answers = all_true(catalog)
    answers["gc.meter.energy"] = False
    answers["gc.equip.treatment"] = Answer.not_applicable("没有")
    answers["gc.light.auto"] = False
    del answers["gc.perf.review"]
    scored = score(engine, green_checklist=answers)
    form, result = catalog.forms[GC], scored.result(GC)
    whole = checklists.tally(form, result)
    mandatory = sum(item.obligation == "mandatory" for item in form.items.values())
    assert (whole.met, whole.unmet, whole.open, whole.not_applicable) == (mandatory - 3, 1, 1, 1)
    assert whole.optional_met == whole.optional - 1
    parts = checklists.tallies(form, result)
    assert sum(entry.mandatory for entry in parts) == whole.mandatory
    verdicts = {entry.node: entry.verdict[0] for entry in parts}
    assert verdicts["infrastructure"] == "1 条不符合"
    assert verdicts["performance"] == "1 条没有答"
    assert verdicts["leadership"] == "通过"
    words = f"必选 {mandatory - 3}/{mandatory - 1}，可选 {whole.optional - 1}/{whole.optional}"
    assert checklists.words(form, result) == words == standing(form, result).now == card(form, result).value
    assert standing(form, result).gap == "必选 1 条不符合、1 条没有答"
    rows = [row for row in checklists.lacking(scored, form, result).rows if row.style != "group"]
    assert [row.place.item_id for row in rows if row.place] == ["gc.meter.energy", "gc.perf.review"]
    assert "照明自动控制" in checklists.optional_left(result)


def test_nothing_of_the_lists_enters_the_green_score(engine: ScoringEngine, catalog: Catalog) -> None:
    functions = catalog.item(GF, "gf.platform.functions").choices
    green = {"gf.platform.has": True, "gf.platform.functions": (functions[0].id,)}
    alone = score(engine, green_factory=green).result(GF)
    beside = score(engine, green_factory=green, green_checklist=all_true(catalog)).result(GF)
    assert alone == beside


def test_the_chain_is_in_points_of_its_parts(engine: ScoringEngine, catalog: Catalog) -> None:
    form = catalog.forms[GS]
    answers = {key: 1.0 for key, item in form.items.items() if item.kind == "scale"}
    answers["gs.strategy.plan"] = 0.5
    scored = score(engine, green_chain=answers)
    result = scored.result(GS)
    assert result.score == pytest.approx(96.0, abs=1e-9)
    rows = checklists.sections(form, result).rows
    assert [row.cells[1].text for row in rows] == [
        "16.0 / 20 分",
        "20.0 / 20 分",
        "20.0 / 20 分",
        "20.0 / 20 分",
        "10.0 / 10 分",
        "10.0 / 10 分",
    ]
    lacking = [row for row in checklists.lacking(scored, form, result).rows if row.place]
    assert [(row.place.item_id, row.cells[2].text) for row in lacking if row.place] == [
        ("gs.strategy.plan", "做到一部分")
    ]


def test_six_paths_by_share(engine: ScoringEngine, catalog: Catalog) -> None:
    form = catalog.forms[ZC]
    result = score(engine, zero_carbon={"zc.offset.route": 1.0}).result(ZC)
    assert [row.cells[1].text for row in checklists.sections(form, result).rows] == ["0%"] * 5 + ["33%"]


def test_lists_step_back_behind_the_questionnaires(engine: ScoringEngine, catalog: Catalog) -> None:
    alone = score(engine, green_checklist={"gc.lead.body": True})
    assert leading(alone) == (GC,)
    assert accompanying(alone) == ()
    assert "绿色管理清单必选 1/" in sentence(alone)
    both = score(engine, green_checklist={"gc.lead.body": True}, green_factory={"gf.year": 2025.0})
    assert leading(both) == (GF,)
    assert accompanying(both) == (GC,)
    assert "清单" not in sentence(both)


# ------------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("day", "today", "words"),
    [
        ("2025-04-02", "2026-11-23", "2025-04-02 起，2028-04-02 满三年，还没有满"),
        ("2023-11-23", "2026-11-23", "2023-11-23 起，2026-11-23 满三年，已满三年，核实后可改答"),
        ("2023-11-24", "2026-11-23", "2023-11-24 起，2026-11-24 满三年，还没有满"),
        ("2024-02-29", "", "2024-02-29 起，2027-02-28 满三年"),
    ],
)
def test_an_exclusion_says_when_it_is_over(
    engine: ScoringEngine, catalog: Catalog, day: str, today: str, words: str
) -> None:
    scored = score(engine, green_factory={"gf.veto.incident": True, "gf.veto.incident_date": day})
    assert date_words(scored, catalog.forms[GF], "gf.veto.incident", today) == words


def test_a_certificate_says_when_it_ends(engine: ScoringEngine, catalog: Catalog) -> None:
    given = {"gf.cond.certified": ("quality",), "gf.cond.expiry_quality": "2026-05-18"}
    scored = score(engine, green_factory=given)
    form = catalog.forms[GF]
    assert date_words(scored, form, "gf.veto.quality") == "有效至 2026-05-18"
    assert date_words(scored, form, "gf.veto.quality", "2026-11-23") == "有效至 2026-05-18，已过期"
    assert date_words(scored, form, "gf.veto.energy") == ""
    assert date_words(scored, form, "gf.year") == ""


def test_a_date_that_no_longer_applies_is_not_shown(engine: ScoringEngine, catalog: Catalog) -> None:
    given = {"gf.veto.incident": False, "gf.veto.incident_date": "2025-04-02"}
    scored = score(engine, green_factory=given)
    assert date_words(scored, catalog.forms[GF], "gf.veto.incident") == ""


def test_the_window_is_three_years_to_the_day() -> None:
    assert window("2026-11-23") == "“近三年”指 2023-11-24 至 2026-11-23"
    assert window("") == window("去年") == ""


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31)), st.integers(-3, 3))
def test_years_later_stays_in_the_month(day: dt.date, years: int) -> None:
    found = years_later(day, years)
    assert (found.year, found.month) == (day.year + years, day.month)
    assert found.day == day.day or (day.month, day.day, found.day) == (2, 29, 28)


def test_every_veto_of_three_years_and_every_system_has_its_date(catalog: Catalog) -> None:
    form = catalog.forms[GF]
    dated = {item.date_of for item in form.items.values() if item.date_of}
    assert {f"gf.veto.{name}" for name in ("quality", "safety", "environment", "energy", "incident")} <= dated
    wanted = ("stopped", "safety_accident", "quality_accident", "pollution", "tax", "removed", "inspection")
    assert {f"gf.cond.{name}" for name in wanted} <= dated


def test_a_date_of_nothing_is_a_problem() -> None:
    body = "nodes: [{id: n, title: 节, items: [{id: a, kind: date, date_of: b, WORDS}]}]"
    assert problems_of(body) == ["1.yaml:1: 题目“a”：date_of 的题目“b”不存在。"]


def test_an_obligation_outside_a_checklist_is_a_problem() -> None:
    body = "nodes: [{id: n, title: 节, items: [{id: a, kind: yes_no, obligation: mandatory, WORDS}]}]"
    (problem,) = problems_of(body)
    assert "obligation 只用于 checklist" in problem


# ------------------------------------------------------------------------------------------ records


def test_every_indicator_has_its_records(engine: ScoringEngine, catalog: Catalog) -> None:
    form = catalog.forms[GF]
    given = {"gf.energy": Answer(evidence=("ab" * 32,))}
    found = by_indicator(catalog, form, score(engine, green_factory=given).sheet.form(GF))
    assert [entry.indicator.id for entry in found] == list(form.indicators)
    attached = {entry.indicator.id: entry.attached for entry in found}
    assert attached["gf.i.energy"] == 1
    assert attached["gf.i.land"] == 0
    numbers = {record.number for entry in found for record in entry.records}
    assert {"B204-1", "205-1", "205-2", "205-3", "205-4", "205-6", "环统基101"} <= numbers


def test_records_are_found_from_the_answers_that_feed_an_indicator(catalog: Catalog) -> None:
    form = catalog.forms[GF]
    assert "gf.energy" in fed_by(form, form.indicators["gf.i.energy"])
    assert "gf.i.energy" in {found.id for found in indicators_of(form, "gf.energy")}
    assert indicators_of(form, "gf.cond.tax") == ()
    assert all(entry.take and entry.keeper for entry in records_of(catalog, GF, "gf.i.water"))
