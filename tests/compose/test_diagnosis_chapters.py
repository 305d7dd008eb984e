"""The chapters on where totals come from, on the direction of the industry, and on benchmarks, as blocks."""

from __future__ import annotations

import pytest

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.report.compose import SECTION_IDS
from anhui_assess.report.model import Block, Paragraph, Record, Records, Table, TableRow, plain_text
from anhui_assess.report.sections import benchmarks, direction, doubts, main_findings, walk
from anhui_assess.services import reporting
from anhui_assess.services.reporting import ReportHeading, ReportInput, gather
from tests.assessments import SAMPLES, document, sample

HEADING = ReportHeading("2026 年自评", "2026-10-31", "李四", "2026-11-23")
NO_PLAN = Plan((), (), (), (), (0.0, 0.0), 0)


@pytest.fixture(scope="module", params=SAMPLES)
def source(request: pytest.FixtureRequest, catalog: Catalog) -> ReportInput:
    return made(ScoringEngine(catalog), sample(request.param, catalog).sheet)


def made(engine: ScoringEngine, sheet: AnswerSheet) -> ReportInput:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reporting, "first_plan", lambda _scored: NO_PLAN)
        return gather(engine.score(sheet), HEADING, attachments={"a.json": b"{}"})


def tables(blocks: list[Block] | tuple[Block, ...]) -> dict[str, Table]:
    return {block.key: block for block in blocks if isinstance(block, Table)}


def texts(row: TableRow) -> list[str]:
    return [plain_text(cell.text) for cell in row.cells]


def records(blocks: list[Block] | tuple[Block, ...]) -> list[Record]:
    return [entry for block in blocks if isinstance(block, Records) for entry in block.entries]


def test_the_chapters_stand_between_the_forms_and_the_titles() -> None:
    order = [
        SECTION_IDS.index(key) for key in ("four_bases", "walk", "benchmarks", "direction", "qualifications")
    ]
    assert order == sorted(order)


def test_each_form_is_taken_apart_to_a_sum_that_is_its_total(source: ReportInput) -> None:
    found = tables(tuple(walk.walk(source)))
    assert list(found) == [f"table-walk-{key}" for key in ("smart_factory", "green_factory", "four_bases")]
    for key, table in found.items():
        form_id = key.removeprefix("table-walk-")
        result = source.scored.result(form_id)
        total = texts(table.rows[-1])
        assert table.rows[-1].style == "total"
        assert total[1] == "100.0%"
        if form_id == "smart_factory":
            level = next(entry for entry in result.levels if entry.level == result.next_level)
            assert total[3] == f"{level.score:.3f}"
        else:
            assert total[3] == f"{result.score:.1f}"


def test_questions_behind_a_section_are_numbered_and_linked(source: ReportInput) -> None:
    table = tables(tuple(walk.walk(source)))["table-walk-smart_factory"]
    leaves = [row for row in table.rows if plain_text(row.cells[-1].text).startswith("第 ")]
    assert len(leaves) >= 15
    assert all(row.cells[-1].link.startswith("item-sf.") for row in leaves)
    form = source.scored.catalog.forms["smart_factory"]
    for row in leaves:
        first = form.items[row.cells[-1].link.removeprefix("item-")]
        assert f"第 {form.item_order[first.id]}" in plain_text(row.cells[-1].text)


def test_three_answers_say_how_they_stand_and_what_is_wanted(source: ReportInput) -> None:
    found = records(tuple(walk.walk(source)))
    assert len(found) == 9
    for entry in found:
        lines = [plain_text(line) for line in entry.lines]
        assert lines[0].startswith("现状：")
        assert entry.aside.startswith("+")
        assert "第 " in lines[-1]


def test_the_walk_is_left_out_of_a_report_on_lists_alone(engine: ScoringEngine, catalog: Catalog) -> None:
    quick = made(engine, document(catalog, smart_quick={"sq.sched": 2}).sheet)
    assert not walk.wanted(quick)


def test_the_direction_shows_each_want_with_its_grounds_and_all_programmes(source: ReportInput) -> None:
    found = tables(tuple(direction.direction(source)))
    industry = source.scored.catalog.packs.industries[source.enterprise.text("industry")]
    rows = [texts(row) for row in found["table-direction"].rows]
    assert [row[0].partition(" ")[2] for row in rows if row[0][0].isdigit()] == [
        want.text for want in industry.wants
    ]
    assert len(rows) == len(industry.wants) + sum(len(want.grounds) for want in industry.wants)
    programmes = [texts(row) for row in found["table-programmes"].rows]
    assert [row[0][:3] for row in programmes] == [f"专栏{number}" for number in range(1, 6)]
    assert all("2020 年：" in row[2] and "2025 年：" in row[2] for row in programmes)


def test_without_an_industry_the_direction_says_so(engine: ScoringEngine, catalog: Catalog) -> None:
    bare = made(engine, document(catalog, green_factory={"gf.revenue": 5}).sheet)
    words = [plain_text(block.text) for block in direction.direction(bare) if isinstance(block, Paragraph)]
    assert any("没有选重点产业领域" in text for text in words)


def test_missed_benchmarks_and_later_lines_stand_with_year_and_source(source: ReportInput) -> None:
    blocks = tuple(benchmarks.benchmarks(source))
    gaps = [entry for entry in source.findings if entry.code == "benchmark_gap"]
    assert [entry.title for entry in records(blocks)] == [entry.title for entry in gaps]
    cited = [
        plain_text(line) for entry in records(blocks) for line in entry.lines if "专栏" in plain_text(line)
    ]
    assert cited
    assert len(cited) == len(set(cited))
    beside = tables(blocks)["table-beside"]
    for row in beside.rows:
        cells = texts(row)
        assert any(character.isdigit() for character in cells[1])
        assert cells[4]


def test_every_finding_stands_in_the_report_once_with_its_sentence(source: ReportInput) -> None:
    said = [
        plain_text(line)
        for chapter in (main_findings.main_findings, doubts.doubts, benchmarks.benchmarks)
        for entry in records(tuple(chapter(source)))
        for line in entry.lines
    ]
    assert len(source.findings) > 15
    for entry in source.findings:
        assert said.count(entry.text) == 1, entry.title


def test_a_target_of_the_policy_is_cited_once_among_the_findings(source: ReportInput) -> None:
    lines = [
        plain_text(line)
        for entry in records(tuple(main_findings.main_findings(source)))
        for line in entry.lines
        if plain_text(line).startswith("政策目标：")
    ]
    assert lines
    assert len(lines) == len(set(lines))
