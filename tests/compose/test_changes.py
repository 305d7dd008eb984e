"""The chapters 与上次评估相比 and 自评与核验: what they say is what the two assessments say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.report.compose import compose
from anhui_assess.report.model import Document, Figure, Heading, Paragraph, Table, plain_text
from anhui_assess.services.earlier import earlier_of
from anhui_assess.services.ports import AssessmentRecord
from anhui_assess.services.reporting import ReportHeading, ReportInput, gather
from tests.assessments import sample

SF = "smart_factory"
NO_PLAN = Plan((), (), (), (), (0.0, 0.0), 0)
BEFORE = AssessmentRecord("old", "e", "2025 年自评", "2025-10-31")
CHECKED = ("sf.org.3.1", "sf.skill.3.1", "sf.skill.3.3")
RAISED = ("sf.data.3.1", "sf.data.3.2", "sf.data.3.4")


@pytest.fixture(scope="module")
def now(engine: ScoringEngine, catalog: Catalog) -> AnswerSheet:
    sheet = sample("hefei-precision", catalog).sheet
    for item in CHECKED:
        verified = replace(sheet.get(SF, item), verified=Verified(0.0, "现场没有看到记录"))
        sheet = sheet.with_answer(SF, item, verified)
    return sheet


@pytest.fixture(scope="module")
def then(engine: ScoringEngine, now: AnswerSheet) -> Scored:
    sheet = now
    for item in (*CHECKED, *RAISED):
        sheet = sheet.with_answer(SF, item, Answer.of(0.0))
    return engine.score(sheet)


@pytest.fixture(scope="module")
def source(engine: ScoringEngine, now: AnswerSheet, then: Scored) -> ReportInput:
    heading = ReportHeading("2026 年自评", "2026-10-31", "李四", "2026-11-23", (), earlier_of(then, BEFORE))
    return gather(engine.score(now), heading, attachments={"a.json": b"{}"}, plan=NO_PLAN)


def made(source: ReportInput, *sections: str) -> Document:
    return compose(replace(source, sections=sections))


def blocks(document: Document, kind: type[Any]) -> list[Any]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, kind)]


def rows(table: Table) -> list[list[str]]:
    return [[plain_text(cell.text) for cell in row.cells] for row in table.rows]


def test_scores_then_and_now_stand_beside_each_other(source: ReportInput, then: Scored) -> None:
    document = made(source, "changes")
    table = blocks(document, Table)[0]
    first = rows(table)[0]
    was, now = (entry.result(SF).score for entry in (then, source.scored))
    assert was is not None
    assert now is not None
    assert first[2] == f"{was:.2f}"
    assert first[4] == f"{now:.2f}"
    assert first[5].replace("−", "-") == f"{now - was:+.2f}"
    said = "".join(plain_text(block.text) for block in blocks(document, Paragraph))
    assert "2025 年自评" in said
    assert "2025 年 10 月 31 日" in said
    assert "绿色工厂" in said  # nothing moved there, said in one line instead of a page
    assert [block.caption for block in blocks(document, Figure)] == ["智能工厂各部分两次得分"]


def test_items_that_moved_are_listed_with_both_answers(source: ReportInput) -> None:
    rose = next(block for block in blocks(made(source, "changes"), Table) if "提高的题" in block.caption)
    items = source.scored.catalog.forms[SF].items
    assert {row[1] for row in rows(rose)} == {items[item].title for item in RAISED}
    assert {row[2] for row in rows(rose)} == {"不满足"}


def test_the_summary_draws_both_outlines_and_says_the_step(source: ReportInput) -> None:
    document = made(source, "summary")
    (columns,) = [
        block for section in document.sections for block in section.blocks if hasattr(block, "left")
    ]
    labels = [shape.text for shape in columns.left[0].drawing.shapes if hasattr(shape, "text")]
    assert "上次（2025 年）" in labels
    assert any("与上次（2025 年自评" in plain_text(block.text) for block in blocks(document, Paragraph))


def test_without_an_assessment_before_there_is_no_such_chapter(source: ReportInput) -> None:
    alone = compose(replace(source, earlier=None, sections=()))
    assert "changes" not in [section.id for section in alone.sections]
    assert "checked" in [section.id for section in alone.sections]


def test_what_was_found_otherwise_is_listed_with_its_reason(source: ReportInput) -> None:
    scores, *others = blocks(made(source, "checked"), Table)
    row = rows(scores)[0]
    form = source.scored.catalog.forms[SF]
    assert row[0] == form.short_title
    assert float(row[6]) > float(row[7])  # what was found counts less
    found = next(
        entry for table in others for entry in rows(table) if entry[1] == form.items[CHECKED[0]].title
    )
    assert found[3:] == ["不满足", "现场没有看到记录"]


def test_headings_of_the_third_level_are_counted_and_a_lone_one_is_not(source: ReportInput) -> None:
    document = compose(replace(source, sections=("four_bases", "sme_digital")))
    thirds = [(block.number, block.text) for block in blocks(document, Heading) if block.level == 3]
    assert [number for number, _ in thirds[:4]] == ["1.", "2.", "1.", "2."]
    lone = compose(replace(source, sections=("green_lists",)))
    assert {block.number for block in blocks(lone, Heading) if block.level == 3} == {""}
