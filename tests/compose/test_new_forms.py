"""The sections on the quick scan, the SME digital level, titles and terms: they compose, and say what was computed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.content.locations import fonts_folder
from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.qualifications import Verdict, checked
from anhui_assess.domain.expressions import parse
from anhui_assess.domain.packs import CrossCheck, GlossaryTerm
from anhui_assess.domain.planning.first_plan import first_plan
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.result import FormResult, Progress
from anhui_assess.exchange.result_json import result_bytes
from anhui_assess.report.compose import compose
from anhui_assess.report.model import (
    Block,
    Card,
    Cards,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
    plain_text,
)
from anhui_assess.report.pdf.writer import write_pdf
from anhui_assess.services.diagnosis.checklists import tallies
from anhui_assess.services.diagnosis.overview import card, cards
from anhui_assess.services.headline import headline
from anhui_assess.services.plan_view import score_paths
from anhui_assess.services.reporting import ReportHeading, gather
from anhui_assess.services.standing import short_standing, standing
from anhui_assess.services.statements import NOTHING_BEGUN, draft_words, sentence
from tests.builders import sheet_of

HEADING = ReportHeading("2026 年自评", "2026-11-20", "张三", "2026-11-24")
ABOUT = re.compile(r"约 ?\d 级|约不到 1 级")
WORDED = re.compile(r"(约 \d 级|约不到 1 级)（估计(，区间 \d\.\d\d–\d\.\d\d)?）")
Given = Mapping[str, Any]


@pytest.fixture(scope="session")
def planless(catalog: Catalog) -> ScoringEngine:
    """Without measures: what is looked at here does not need the plan, which takes its time."""
    return ScoringEngine(replace(catalog, packs=replace(catalog.packs, measures={})))


def quick(catalog: Catalog, *ratings: int) -> Given:
    return dict(zip(catalog.forms["smart_quick"].items, ratings, strict=False))


def sme(catalog: Catalog, level: int, lower: int = 0) -> Given:
    """Full marks everywhere; scenarios at `level`, the last `lower` of them one below."""
    form = catalog.forms["sme_digital"]
    given: dict[str, Any] = {}
    for item in form.items.values():
        if item.kind == "choice":
            given[item.id] = item.choices[-1].id
        elif item.kind == "multi_choice":
            given[item.id] = tuple(choice.id for choice in item.choices if choice.score)
        else:
            given[item.id] = 100.0
    scenarios = list(form.items_below(form.scoring.scenario_node))
    for place, item in enumerate(scenarios):
        given[item.id] = item.choices[level - (place >= len(scenarios) - lower)].id
    return given


def some_smart(catalog: Catalog) -> Given:
    return {key: 1.0 for key, item in catalog.forms["smart_factory"].items.items() if item.level == 1}


def document(scored: Scored) -> Document:
    return compose(gather(scored, HEADING, attachments={"result.json": result_bytes(scored)}))


def score(engine: ScoringEngine, **forms: Given) -> Scored:
    return engine.score(sheet_of((), **forms))


def blocks(made: Document, section: str) -> tuple[Block, ...]:
    return next(entry.blocks for entry in made.sections if entry.id == section)


def ids(made: Document) -> list[str]:
    return [entry.id for entry in made.sections]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for entry in value:
            yield from texts(entry)


def table(made: Document, key: str) -> Table:
    found = [
        block
        for entry in made.sections
        for block in entry.blocks
        if isinstance(block, Table) and block.key == key
    ]
    assert len(found) == 1
    return found[0]


def grid(made: Document, key: str) -> list[list[str]]:
    return [
        [plain_text(cell.text) for cell in row.cells] for row in table(made, key).rows if row.style != "group"
    ]


def all_cards(made: Document) -> list[tuple[Card, ...]]:
    return [block.cards for block in blocks(made, "summary") if isinstance(block, Cards)]


# -------------------------------------------------------------------------------------------------- quick scan


def test_a_quick_scan_alone_is_a_chapter_and_always_an_estimate(
    catalog: Catalog, engine: ScoringEngine
) -> None:
    scored = score(engine, smart_quick=quick(catalog, *[3] * 18), sme_digital=sme(catalog, 2))
    result = scored.result("smart_quick")
    assert result.band is not None
    made = document(scored)
    assert "smart_quick" in ids(made)
    assert "smart_factory" not in ids(made)
    everything = [*texts(made.sections), *texts(made.cover)]
    assert any(ABOUT.search(text) for text in everything)
    assert all(len(ABOUT.findall(text)) == len(WORDED.findall(text)) for text in everything)
    words = f"约 {result.level} 级（估计，区间 {result.band[0]:.2f}–{result.band[1]:.2f}）"
    assert words in sentence(scored)
    assert any(words in text for text in texts(blocks(made, "smart_quick")))
    assert words in made.cover.qr_text
    chapter = "\n".join(texts(blocks(made, "smart_quick")))
    assert not re.search(r"(现在是|成熟度为|达到了?) ?\d 级", chapter)


def test_the_quick_chapter_lists_every_sub_domain_with_its_rating_and_anchor(
    catalog: Catalog, engine: ScoringEngine
) -> None:
    form = catalog.forms["smart_quick"]
    given = quick(catalog, *[1, 2, 3, 4, 5] * 4)
    scored = score(engine, smart_quick=given)
    rows = grid(document(scored), "table-quick")
    assert len(rows) == len(form.leaves) == 20
    for row, (item_id, rating) in zip(rows, given.items(), strict=True):
        assert row[1] == str(form.item_order[item_id])
        assert row[3] == f"{rating} 档"
        assert row[4] == form.items[item_id].anchors[str(rating)]


def test_sections_a_process_factory_does_not_have_are_left_blank(
    catalog: Catalog, engine: ScoringEngine
) -> None:
    scored = score(engine, profile={"manufacturing_type": "process"}, smart_quick=quick(catalog, *[2] * 20))
    rows = {row[2]: row for row in grid(document(scored), "table-quick")}
    assert rows["产品设计"][3:] == ["不设", ""]
    assert rows["工艺设计"][3] == "2 档"


def test_beside_the_full_questionnaire_the_quick_scan_is_one_line(
    catalog: Catalog, planless: ScoringEngine
) -> None:
    scored = score(planless, smart_factory=some_smart(catalog), smart_quick=quick(catalog, *[3] * 20))
    made = document(scored)
    assert "smart_quick" not in ids(made)
    assert not [entry for entry in texts(blocks(made, "summary")) if "快速自评" in entry]
    lines = [
        block
        for block in blocks(made, "smart_factory")
        if isinstance(block, Paragraph) and "快速自评" in block.text
    ]
    assert len(lines) == 1
    assert "（估计，区间" in plain_text(lines[0].text)
    assert "快速自评" not in sentence(scored) + draft_words(scored) + made.cover.subtitle + made.cover.qr_text
    assert "smart_quick" not in [entry.form_id for entry in cards(scored)]
    assert any("快速自评：" in text for text in texts(blocks(made, "method")))


def test_an_estimate_below_the_first_level_is_worded_as_one(catalog: Catalog, engine: ScoringEngine) -> None:
    scored = score(engine, smart_quick=quick(catalog, *[1] * 20))
    result = scored.result("smart_quick")
    assert result.level == 0
    assert result.band == pytest.approx((0.0, 0.79))
    form = catalog.forms["smart_quick"]
    words = "约不到 1 级（估计，区间 0.00–0.79）"
    assert words in sentence(scored)
    assert standing(form, result).now == words
    entry = headline(scored)["smart_quick"]
    assert entry["estimate"] is True
    assert entry["band"] == [0.0, pytest.approx(0.79)]
    assert short_standing(form, entry) == words
    assert all("estimate" not in other for key, other in headline(scored).items() if key != "smart_quick")


# -------------------------------------------------------------------------------------------------- SME digital level


@pytest.mark.parametrize(("level", "lower"), [(1, 0), (2, 5), (3, 7), (4, 16), (4, 0)])
def test_the_gates_and_scenarios_are_those_of_the_result(
    catalog: Catalog, engine: ScoringEngine, level: int, lower: int
) -> None:
    form = catalog.forms["sme_digital"]
    scored = score(engine, sme_digital=sme(catalog, level, lower))
    result = scored.result("sme_digital")
    made = document(scored)
    rows = grid(made, "table-sme-gates")
    assert [row[0] for row in rows] == ["1 级 初始级", "2 级 规范级", "3 级 集成级", "4 级 协同级"]
    for row, rule, reached in zip(rows, form.scoring.scenario_levels, result.levels, strict=True):
        at = [entry for entry in result.scenarios if (entry.level or 0) >= rule.level]
        assert row[1] == f"{result.score:.1f} / {rule.min_score:g}"
        assert row[2] == f"{len(at)} / {rule.min_scenarios}"
        assert row[3] == f"{sum(entry.required for entry in at)} / {rule.min_required}"
        assert row[4] == ("达到" if reached.met else "未达到")
    marks = [[cell.mark for cell in row.cells[1:]] for row in table(made, "table-sme-gates").rows]
    assert all((row[3] == "tick") == (set(row[:3]) == {"tick"}) for row in marks)
    scenarios = grid(made, "table-sme-scenarios")
    assert len(scenarios) == 16
    assert sum(row[1] == "★" for row in scenarios) == len(form.scoring.required_scenarios) == 10
    assert [row[3] for row in scenarios] == [str(entry.level) for entry in result.scenarios]
    missing = any(
        isinstance(block, Heading) and block.key == "sme-missing" for block in blocks(made, "sme_digital")
    )
    assert missing == (result.next_level is not None)


def test_points_that_are_short_are_listed_and_never_rounded_to_enough(
    catalog: Catalog, engine: ScoringEngine
) -> None:
    given = {**sme(catalog, 4), "sd.network": (), "sd.auto_collection": (), "sd.fund_share": 3.0}
    scored = score(engine, sme_digital=given)
    result = scored.result("sme_digital")
    assert result.score is not None
    assert result.score == pytest.approx(74.5)
    assert result.level == 3
    assert "离 4 级还差总分 5.50 分" in sentence(scored)
    made = document(scored)
    shown = "\n".join(texts(blocks(made, "sme_digital")))
    assert "失 10.00 分" in shown
    assert "失 7.50 分" in shown
    assert not any(
        isinstance(block, Table) and block.key == "table-sme-upgrades"
        for block in blocks(made, "sme_digital")
    )
    close = replace(scored.catalog.forms["sme_digital"].scoring.scenario_levels[3], min_score=74.53)
    rules = (*catalog.forms["sme_digital"].scoring.scenario_levels[:3], close)
    form = catalog.forms["sme_digital"]
    nearly = catalog.with_form(replace(form, scoring=replace(form.scoring, scenario_levels=rules)))
    scored = ScoringEngine(nearly).score(sheet_of(sme_digital=given))
    assert "还差总分 0.03 分" in sentence(scored)


def test_scenarios_left_out_do_not_count(catalog: Catalog, engine: ScoringEngine) -> None:
    given = {
        **sme(catalog, 3),
        "sd.scene.hr": Answer.not_applicable("没有"),
        "sd.scene.office": Answer.unknown(""),
    }
    made = document(score(engine, sme_digital=given))
    rows = {row[2]: row for row in grid(made, "table-sme-scenarios")}
    assert rows["人力资源场景"][3:] == ["—", "没有答，或不适用"]
    assert grid(made, "table-sme-gates")[2][2] == "14 / 8"


# -------------------------------------------------------------------------------------------------- titles and terms


def test_every_title_is_shown_condition_by_condition(catalog: Catalog, planless: ScoringEngine) -> None:
    scored = score(planless, profile={"revenue": 12000.0}, smart_factory=some_smart(catalog))
    made = document(scored)
    found = checked(scored)
    overview = grid(made, "table-qualifications")
    assert len(overview) == len(found) > 0
    words = {
        Verdict.MET: ("满足", "tick"),
        Verdict.UNMET: ("不满足", "cross"),
        Verdict.UNKNOWN: ("不知道", "dash"),
    }
    for row, entry in zip(overview, found, strict=True):
        assert row[2:5] == [
            str(entry.count(verdict)) for verdict in (Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN)
        ]
        shown = table(made, f"table-qualification-{entry.qualification.id}")
        assert entry.qualification.document in shown.note
        assert entry.qualification.date in shown.note
        for line, condition in zip(shown.rows, entry.conditions, strict=True):
            assert (line.cells[1].text, line.cells[1].mark) == words[condition.verdict]
            said = plain_text(line.cells[2].text)
            assert said.startswith("本企业：") or bool(said) == (condition.verdict is not Verdict.MET)
            assert condition.condition.status in plain_text(line.cells[4].text)


def test_an_estimate_never_meets_a_condition_of_maturity(catalog: Catalog, engine: ScoringEngine) -> None:
    scored = score(engine, smart_quick=quick(catalog, *[5] * 20))
    for entry in checked(scored):
        for condition in entry.conditions:
            rule = condition.condition.rule
            if rule is not None and "result.smart_factory.level" in rule.names:
                assert condition.verdict is Verdict.UNKNOWN


def test_only_terms_that_occur_are_explained_in_the_order_of_the_glossary(
    catalog: Catalog, engine: ScoringEngine
) -> None:
    given = {"smart_quick": quick(catalog, *[2] * 20)}
    made = document(score(engine, **given))
    explained = [row[0] for row in grid(made, "table-glossary")]
    order = [entry.term for entry in catalog.packs.glossary]
    assert explained == [term for term in order if term in explained]
    others = "\n".join(
        text for entry in made.sections if entry.id != "glossary" for text in texts(entry.blocks)
    )
    assert all(term in others for term in explained)
    assert 0 < len(explained) < len(order)
    terms = tuple(GlossaryTerm(term, "意思", "", "已核对") for term in ("乌有词", "ES", "快速自评"))
    own = replace(catalog, packs=replace(catalog.packs, glossary=terms))
    assert [
        row[0] for row in grid(document(ScoringEngine(own).score(sheet_of((), **given))), "table-glossary")
    ] == ["快速自评"]
    none = replace(catalog, packs=replace(catalog.packs, glossary=terms[:1]))
    assert "glossary" not in ids(document(ScoringEngine(none).score(sheet_of((), **given))))


# -------------------------------------------------------------------------------------------------- the whole


def test_the_main_forms_have_the_cards_the_others_a_line_and_cards_when_alone(
    catalog: Catalog, planless: ScoringEngine
) -> None:
    forms = {
        form.id: {next(iter(form.items)): Answer.unknown("")}
        for form in catalog.scored_forms
        if form.id != "smart_quick"
    }
    made = document(score(planless, **forms))
    (row,) = all_cards(made)
    assert [entry.label for entry in row] == [form.short_title for form in catalog.main_forms]
    others = {form.short_title for key, form in catalog.forms.items() if key in forms and form.part_of}
    (line,) = [text for text in texts(blocks(made, "summary")) if text.startswith("另有：")]
    assert len(others) >= 2
    assert all(f"{title} " in line for title in others)
    companions = {key: forms[key] for key in forms if catalog.forms[key].part_of}
    alone = all_cards(document(score(planless, **companions)))
    assert max(map(len, alone)) <= 3
    assert {entry.label for row in alone for entry in row} == others


def test_the_new_forms_are_no_goals_of_the_plan(catalog: Catalog, engine: ScoringEngine) -> None:
    scored = score(engine, smart_quick=quick(catalog, *[1] * 20), sme_digital=sme(catalog, 1))
    plan = first_plan(scored)
    assert plan.goals == ()
    assert plan.measures == ()
    assert all(point.scores == () for point in plan.path)
    assert score_paths(scored, plan) == ()
    both = first_plan(score(engine, smart_factory=some_smart(catalog), sme_digital=sme(catalog, 1)))
    assert [form_id for form_id, _, _ in both.path[0].scores] == ["smart_factory"]


def test_a_contradiction_between_forms_names_the_questions_of_each(catalog: Catalog) -> None:
    items = ("sf.org.1.1", "gf.veto.incident")
    check = CrossCheck("x", "两处对不上", parse("sf.org.1.1 >= 0"), "两处对不上，请核对。", items)
    own = replace(catalog, packs=replace(catalog.packs, cross_checks=(check,), measures={}))
    made = document(ScoringEngine(own).score(sheet_of(smart_factory=some_smart(catalog))))
    shown = "\n".join(texts(blocks(made, "doubts")))
    assert re.search(r"第 \d+ 题，绿色工厂第 \d+ 题", shown)


def test_a_checklist_is_a_share_and_never_a_level(catalog: Catalog) -> None:
    form = catalog.forms["four_bases"]
    form = replace(form, id="list", short_title="清单", scoring=replace(form.scoring, model="checklist"))
    result = FormResult("list", "1", "checklist", 62.5, 100.0, Progress(8, 8))
    assert standing(form, result).now == "已具备 62%"
    shown = card(form, result)
    assert shown.value == "已具备 62%"
    assert "级" not in shown.value + shown.below
    assert short_standing(form, {"begun": True, "score": 62.5}) == "已具备 62%"


def test_the_green_lists_are_a_chapter_beside_the_green_score(
    catalog: Catalog, planless: ScoringEngine
) -> None:
    form = catalog.forms["green_checklist"]
    given: dict[str, Any] = dict.fromkeys(form.items, True)
    given |= {"gc.meter.energy": False, "gc.light.auto": False}
    scored = score(planless, green_checklist=given, green_factory={"gf.year": 2025.0})
    made = document(scored)
    assert ids(made).index("green_lists") == ids(made).index("green_factory") + 1
    rows = grid(made, "table-green_checklist")
    result = scored.result("green_checklist")
    assert [row[0] for row in rows] == [*(root.title for root in form.roots), "合计"]
    for row, entry in zip(rows, tallies(form, result), strict=False):
        assert row[1] == f"{entry.met} / {entry.mandatory}"
        assert row[5] == f"{entry.optional_met} / {entry.optional}"
    (unmet,) = grid(made, "table-green_checklist-lacking")
    assert unmet[:3] == [str(form.item_order["gc.meter.energy"]), "能源计量器具", "不符合"]
    chapter = "\n".join(texts(blocks(made, "green_lists")))
    assert "照明自动控制" in chapter
    assert "不加进绿色工厂评分" in chapter
    assert "绿色供应链管理自评" not in chapter


def test_supply_chain_and_zero_carbon_have_their_pages(catalog: Catalog, planless: ScoringEngine) -> None:
    chain = {key: 0.5 for key, item in catalog.forms["green_chain"].items.items() if item.kind == "scale"}
    made = document(score(planless, green_chain=chain, zero_carbon={"zc.offset.plan": 1.0}))
    assert [row[1] for row in grid(made, "table-green_chain")] == ["10.0 / 20 分"] * 4 + ["5.0 / 10 分"] * 2
    assert len(grid(made, "table-green_chain-lacking")) == 20
    assert len(grid(made, "table-zero_carbon")) == 6
    assert len(grid(made, "table-zero_carbon-lacking")) == 19


def test_the_annex_of_evidence_lists_the_records_by_indicator(
    catalog: Catalog, planless: ScoringEngine
) -> None:
    made = document(score(planless, green_factory={"gf.year": 2025.0}))
    shown = table(made, "table-records-green_factory")
    groups = [plain_text(row.cells[0].text) for row in shown.rows if row.style == "group"]
    assert len(groups) == len(catalog.forms["green_factory"].indicators) == 14
    assert any("205-1" in row[0] for row in grid(made, "table-records-green_factory"))
    without = document(score(planless, green_checklist={"gc.lead.body": True}))
    assert "205-1" not in "\n".join(texts(blocks(without, "evidence")))


def test_vetoes_stand_beside_their_dates(catalog: Catalog, planless: ScoringEngine) -> None:
    given = {"gf.veto.incident": True, "gf.veto.incident_date": "2025-04-02"}
    shown = table(document(score(planless, green_factory=given)), "table-vetoes")
    rows = {plain_text(row.cells[1].text): plain_text(row.cells[3].text) for row in shown.rows}
    title = catalog.item("green_factory", "gf.veto.incident").title
    assert "2028-04-02 满三年" in rows[title]
    assert "2023-11-21 至 2026-11-20" in shown.note


def test_nothing_begun_still_makes_a_report(engine: ScoringEngine) -> None:
    scored = engine.score(sheet_of())
    assert sentence(scored) == NOTHING_BEGUN
    made = document(scored)
    assert not {"smart_quick", "sme_digital", "qualifications"} & set(ids(made))


def test_the_new_sections_can_be_typeset(catalog: Catalog, engine: ScoringEngine, tmp_path: Path) -> None:
    scored = score(engine, smart_quick=quick(catalog, *[1, 3, 2, 4, 5]), sme_digital=sme(catalog, 2, 3))
    made = document(scored)
    figures = [block for section in made.sections for block in section.blocks if isinstance(block, Figure)]
    assert figures
    written = write_pdf(made, tmp_path / "report.pdf", fonts_dir=fonts_folder())
    assert not written.missing_glyphs
