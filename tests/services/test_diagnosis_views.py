from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.errors import DiskFullError, EnvironmentFaultError
from anhui_assess.domain.planning.first_plan import first_plan
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.domain.scoring.model import ROOT
from anhui_assess.services import plan_view, report_files
from anhui_assess.services.diagnosis import bases, doubts, green, overview, smart, walk
from anhui_assess.services.diagnosis.picture import diagnose
from anhui_assess.services.statements import NOTHING_BEGUN, draft_words, sentence


@pytest.fixture(scope="module")
def scored(engine: ScoringEngine) -> Scored:
    """Every scale half met, every rating in the middle, every basic requirement met but one."""
    forms = {}
    for form in engine.catalog.scored_forms:
        answers = {}
        for item in form.items.values():
            if item.kind == "scale":
                answers[item.id] = Answer.of(1.0 if item.level == 1 else 0.5)
            elif item.kind == "anchored_rating":
                answers[item.id] = Answer.of(3)
            elif item.veto_on is not None:
                answers[item.id] = Answer.of(not item.veto_on)
            elif item.id.endswith(".role"):
                answers[item.id] = Answer.of("both")
        forms[form.id] = FormAnswers(form.version, answers)
    first = next(
        item for item in engine.catalog.forms["green_factory"].items.values() if item.veto_on is not None
    )
    sheet = AnswerSheet(forms).with_answer("green_factory", first.id, Answer.of(bool(first.veto_on)))
    return engine.score(sheet)


def test_the_sentence_names_every_form_begun(scored: Scored) -> None:
    text = sentence(scored)
    assert "智能工厂现在是 1 级规划级" in text
    assert "绿色工厂" in text
    assert "有 1 项基本要求不满足" in text
    assert "工业四基能力 50.0 分" in text
    assert "措施" not in text
    assert "项措施" in sentence(scored, first_plan(scored))


def test_nothing_begun_is_said(engine: ScoringEngine) -> None:
    empty = engine.score(AnswerSheet())
    assert sentence(empty) == NOTHING_BEGUN
    assert draft_words(empty)
    assert [(card.form_id, card.value) for card in overview.cards(empty)] == [
        (form_id, "未开始") for form_id in ("smart_factory", "green_factory", "four_bases")
    ]
    assert overview.gaps(diagnose(empty).findings) == ()


@pytest.mark.parametrize("form_id", ["smart_factory", "four_bases"])
def test_the_summands_add_up_at_every_step(scored: Scored, form_id: str) -> None:
    decimals = 3 if form_id == "smart_factory" else 1

    def check(node: str) -> int:
        rows = walk.below(scored, form_id, node)
        value = scored.explain(form_id, node).value
        parts = [float(row.contribution) for row in rows if row.contribution != "—"]
        if value is not None and parts:
            assert sum(parts) == pytest.approx(value, abs=len(parts) * 10**-decimals)
        return len(rows) + sum(check(row.node) for row in rows if row.node is not None)

    assert check(ROOT) > 30


def test_the_walk_of_points_goes_from_groups_to_indicators(scored: Scored) -> None:
    groups = walk.below(scored, "green_factory", ROOT)
    indicators = [row for one in groups if one.node for row in walk.below(scored, "green_factory", one.node)]
    assert len(indicators) == 14
    assert all(row.node is None and row.place is not None for row in indicators)


def test_the_heat_map_covers_every_cell_and_marks_the_short_ones(scored: Scored) -> None:
    form = scored.catalog.forms["smart_factory"]
    heat = smart.heat_map(scored, form)
    assert len(heat.rows) == len(form.leaves) == 20
    short = [cell for row in heat.rows for cell in row.cells if cell.short]
    assert short
    assert all(cell.words.endswith("没有达到门槛") for cell in short)
    assert {row.element for row in heat.rows} == {"", *(root.title for root in form.roots)}


def test_a_section_that_is_tailored_out_says_so(scored: Scored) -> None:
    form = scored.catalog.forms["smart_factory"]
    node = next(node for node in form.nodes.values() if node.tailorable)
    answers = dataclasses.replace(scored.sheet.form(form.id), tailored_out={node.id: "没有"})
    after = scored.engine.rescore(scored, scored.sheet.with_form(form.id, answers), [])
    notes = {row.title: row.note for row in smart.heat_map(after, form).rows}
    assert "已裁剪" in notes.values()


def test_tables_have_a_cell_for_every_column(scored: Scored) -> None:
    found = diagnose(scored)
    catalog = scored.catalog
    plan = first_plan(scored)
    grids = [
        smart.levels(catalog.forms["smart_factory"], scored.result("smart_factory")),
        smart.blocking(scored, catalog.forms["smart_factory"]),
        green.vetoes(scored, catalog.forms["green_factory"], scored.result("green_factory")),
        green.indicators(catalog.forms["green_factory"], scored.result("green_factory")),
        bases.inventory(scored, catalog.forms["four_bases"]),
        plan_view.measures(scored, plan),
    ]
    for grid in grids:
        for row in grid.rows:
            assert len(row.cells) == (1 if row.style == "group" else len(grid.columns))
    assert doubts.grouped(catalog, found.findings)[0].heading == "先处理"


def test_every_row_of_the_plan_finds_its_measure(scored: Scored) -> None:
    plan = first_plan(scored)
    rows = plan_view.measures(scored, plan).rows
    for number, row in enumerate(rows):
        entry = plan_view.measure_of_row(plan, number)
        assert (entry is None) == (row.style == "group")
        if entry is not None:
            assert row.cells[1].text == entry.measure.title
            assert plan_view.detail(scored, plan, entry).closes
    assert plan_view.measure_of_row(plan, len(rows)) is None


def test_a_report_never_takes_the_name_of_an_earlier_one(tmp_path: Path) -> None:
    first = report_files.report_path(tmp_path, "a/b:甲" + "长" * 80, "2026-11-24")
    first.parent.mkdir()
    first.touch()
    second = report_files.report_path(tmp_path, "a/b:甲" + "长" * 80, "2026-11-24")
    assert first.name.startswith("ab甲")
    assert second != first
    assert len(second.name.encode()) < 255
    assert report_files.report_path(tmp_path, "…/..", "x").parent == tmp_path / "reports"


def test_faults_of_the_machine_become_ours(tmp_path: Path) -> None:
    full = report_files.fault_of(OSError(28, "No space left on device"), tmp_path / "a.pdf")
    assert isinstance(full, DiskFullError)
    assert "没有权限" in str(report_files.fault_of(PermissionError(13, "x"), tmp_path / "a.pdf"))
    with pytest.raises(EnvironmentFaultError):
        report_files.read_report(tmp_path / "nothing.pdf")
