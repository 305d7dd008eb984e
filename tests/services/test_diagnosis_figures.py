"""The diagnosis as the window shows it: every figure is that of the result, and words agree with the report's."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.benchmarks import comparisons
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.errors import DiskFullError, EnvironmentFaultError
from anhui_assess.domain.planning.first_plan import Plan, first_plan
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services import navigation, plan_view, report_files, wording
from anhui_assess.services.diagnosis import (
    bases,
    comparing,
    doubts,
    green,
    inventory,
    overview,
    smart,
    walk,
)
from anhui_assess.services.diagnosis.grid import Grid, first_of_section, first_place
from anhui_assess.services.forms_begun import spoken_of
from anhui_assess.services.navigation import Place
from anhui_assess.services.statements import draft_words, sentence
from tests.assessments import SAMPLES, document, sample_plan

SF, GF, FB = "smart_factory", "green_factory", "four_bases"


@pytest.fixture(params=SAMPLES)
def planned(request: pytest.FixtureRequest, engine: ScoringEngine) -> tuple[Scored, Plan]:
    return sample_plan(request.param, engine)


@pytest.fixture
def scored(planned: tuple[Scored, Plan]) -> Scored:
    return planned[0]


@pytest.fixture
def plan(planned: tuple[Scored, Plan]) -> Plan:
    return planned[1]


@pytest.fixture(scope="module")
def best(engine: ScoringEngine, catalog: Catalog) -> Scored:
    return engine.score(document(catalog, smart_factory=dict.fromkeys(catalog.forms[SF].items, 1)).sheet)


def column(grid: Grid, number: int) -> list[str]:
    return [row.cells[number].text for row in grid.rows if row.style != "group"]


# ------------------------------------------------------------------------------------------ overview


def test_cards_say_the_results(scored: Scored) -> None:
    smart_card, green_card, bases_card, *others = overview.cards(scored)
    assert [card.form_id for card in others] == list(spoken_of(scored)[3:])
    one, two, three = (scored.result(key) for key in (SF, GF, FB))
    assert smart_card.value == f"{one.level} 级 {one.level_name}"
    assert smart_card.below == f"{one.score:.2f} / 5"
    assert smart_card.remark == f"离 {one.next_level} 级最少差 {one.items_to_next} 条"
    assert green_card.value == f"{two.score:.1f} 分"
    assert (green_card.tone == "bad") == bool(two.unmet_vetoes)
    assert (bases_card.value, bases_card.below) == (f"{three.score:.1f} 分", f"{three.grade_name} · 满分 100")
    high = sum(line.class_title == "高" for line in three.inventory)
    assert bases_card.remark == (f"高风险断供项 {high} 个" if high else "没有高风险断供项")
    assert smart_card.completeness == one.progress.completeness


def test_cards_at_the_ends(best: Scored, engine: ScoringEngine, catalog: Catalog) -> None:
    top = overview.cards(best)[0]
    assert (top.remark, top.tone) == ("五级要求都已满足", "good")
    low = engine.score(
        document(catalog, smart_factory={"sf.org.1.1": 0}, four_bases={"fb.inventory": ()}).sheet
    )
    result = replace(low.result(SF), items_to_next=None)
    assert overview._level_remark(result)[0] == "离 1 级还远"
    assert overview.cards(low)[0].value == "未达一级"
    assert overview.cards(low)[2].value == "未评"
    vetoes = [item for item in catalog.forms[GF].items.values() if item.veto_on is not None]
    first = engine.score(document(catalog, green_factory={vetoes[0].id: not vetoes[0].veto_on}).sheet)
    assert overview.cards(first)[1].remark == f"{len(vetoes) - 1} 项否决条件未填"
    every = document(catalog, green_factory={item.id: not item.veto_on for item in vetoes})
    assert overview.cards(engine.score(every.sheet))[1].remark == "基本要求没有不满足项"


def test_what_a_statement_rests_on(scored: Scored) -> None:
    answered, evidence, verified = overview.supports(scored)
    found = [scored.result(key).progress for key in spoken_of(scored)]
    settled, applicable = sum(p.settled for p in found), sum(p.applicable for p in found)
    assert answered.share == settled / applicable
    assert answered.words == f"{wording.percent(answered.share)}（{applicable} 题中 {settled} 题）"
    assert evidence.share == sum(p.with_evidence for p in found) / sum(p.asks_evidence for p in found)
    assert verified.share == sum(p.verified for p in found) / sum(p.answered for p in found)


def test_three_gaps_and_three_first_steps(scored: Scored, plan: Plan) -> None:
    found = overview.gaps(findings(scored))
    assert len(found) == 3
    if scored.result(GF).unmet_vetoes:
        assert found[0].code == "veto"
    steps = overview.first_steps(plan)
    assert [title for title, _ in steps] == [entry.measure.title for entry in plan.measures[:3]]
    assert all("万元" in effort and "个月" in effort for _, effort in steps)


def test_the_sentence_counts_what_the_result_counts(scored: Scored, plan: Plan) -> None:
    text = sentence(scored, plan)
    result = scored.result(SF)
    assert f"智能工厂现在是 {result.level} 级{result.level_name}，{result.score:.2f} 分" in text
    assert f"方案共 {len(plan.measures)} 项措施" in text
    assert draft_words(scored) == "" or "完成度不到九成" in draft_words(scored)


def test_a_draft_says_how_many_questions_are_left(engine: ScoringEngine, catalog: Catalog) -> None:
    scored = engine.score(
        document(catalog, smart_factory={"sf.org.1.1": 1}, four_bases={"fb.parts.role": "user"}).sheet
    )
    words = draft_words(scored)
    for key in (SF, FB):
        progress = scored.result(key).progress
        assert (
            f"{catalog.forms[key].short_title}还有 {progress.applicable - progress.settled} 题未答" in words
        )


# ------------------------------------------------------------------------------------------ the three forms


def test_the_smart_factory_in_words_and_tables(scored: Scored) -> None:
    form, result = scored.catalog.forms[SF], scored.result(SF)
    assert result.next_level is not None
    next_score = result.levels[result.next_level - 1].score
    assert next_score is not None
    text = smart.conclusion(form, result)
    assert f"总分 {result.score:.2f}，成熟度 {result.level} 级（{result.level_name}）" in text
    assert f"还差 {max(0.0, 0.8 - next_score):.3f}" in text
    assert f"最少补 {result.items_to_next} 条" in text
    assert smart.blocking_title(result) == f"离 {result.next_level} 级最少还差 {result.items_to_next} 条"
    assert smart.blocking_title(replace(result, items_to_next=None)) == f"离 {result.next_level} 级还差"
    levels = smart.levels(form, result)
    assert column(levels, 1)[:5] == [wording.score(level.score, 3) for level in result.levels]
    counted = [float(value) for value in column(levels, 4) if value != "—"]
    assert sum(counted[:-1]) == pytest.approx(counted[-1], abs=0.002)
    ruler = smart.ruler(form, result)
    assert ruler.score == result.score
    radar = smart.radar(form, result)
    assert radar is not None
    assert radar.target == result.next_level
    bars = smart.domain_bars(form, result)
    assert tuple(label for label, _, _ in bars.rows) == radar.axes
    assert tuple(value for _, value, _ in bars.rows) == radar.series[0][1]
    gains = [float(text) for text in column(smart.blocking(scored, form), 4)]
    assert gains == sorted(gains, reverse=True)
    rest = sum(entry.gain <= 0 for entry in result.blocking)
    assert smart.blocking_note(result) == (
        f"另有 {rest} 条属于低等级或不加分，不影响升级，也应补齐。" if rest else ""
    )


def test_the_smart_factory_at_the_top(
    best: Scored, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, result = catalog.forms[SF], best.result(SF)
    assert smart.conclusion(form, result).endswith("五个等级的要求都已满足。")
    assert smart.blocking_title(result) == "五个等级的要求都已满足"
    assert smart.blocking(best, form).rows == ()
    assert smart.blocking_note(result) == ""
    radar = smart.radar(form, result)
    assert radar is not None
    assert radar.target is None
    assert not any(cell.short for row in smart.heat_map(best, form).rows for cell in row.cells)
    assert walk.total(best, SF).note == "总分 5.00 = 已达到 5 级"
    assert smart.radar(form, replace(result, nodes=())) is None
    monkeypatch.setattr(smart, "BLOCKING_SHOWN", 2)
    low = best.engine.score(document(catalog, smart_factory={"sf.org.1.1": 0}).sheet)
    assert len(smart.blocking(low, form).rows) == 2
    assert "这里列增益最大的 2 条" in smart.blocking_note(low.result(SF))


def test_the_green_factory_in_words_and_tables(scored: Scored) -> None:
    form, result = scored.catalog.forms[GF], scored.result(GF)
    counted = [entry for entry in result.indicators if entry.score is not None]
    assert f"得分 {result.score:.1f}（满分 100），{len(counted)} 项指标参加评分" in green.conclusion(result)
    warning = green.veto_warning(result)
    assert all(veto.title in warning for veto in result.unmet_vetoes)
    assert bool(warning) == bool(result.unmet_vetoes)
    for title, share, words in green.group_bars(form, result).rows:
        node = next(entry for entry in result.nodes if entry.title == title and entry.parent is None)
        assert share == (node.score or 0.0) / node.weight
        assert words == (f"{node.score:.1f} / {node.weight:g}" if node.score is not None else "未评")
    assert column(green.vetoes(scored, form, result), 2)[: len(result.unmet_vetoes)] == [
        "不满足（否决）"
    ] * len(result.unmet_vetoes)
    assert len(green.indicators(form, result).rows) >= 14
    total = walk.total(scored, GF)
    assert (total.value, total.note) == (f"{result.score:.1f}", "满分 100")
    shown = [float(row.contribution) for row in walk.below(scored, GF, "") if row.contribution != "—"]
    assert sum(shown) == pytest.approx(sum(entry.score or 0.0 for entry in counted), abs=0.05)
    assert walk.rule(scored, GF).startswith("单项得分 =")


def test_the_four_bases_in_words_and_tables(scored: Scored) -> None:
    form, result = scored.catalog.forms[FB], scored.result(FB)
    assert f"能力得分 {result.score:.1f}，属于{result.grade_name}" in bases.conclusion(form, result)
    out = [node.title for node in result.nodes if node.score is None]
    assert ("不相关，退出加权" in bases.conclusion(form, result)) == bool(out)
    assert [value for _, value, _ in bases.section_bars(result).rows] == [
        node.score for node in result.nodes if node.score is not None
    ]
    risks = [line.risk for line in inventory.ordered(result)]
    assert risks == sorted(risks, reverse=True)
    assert column(bases.inventory(scored, form), -1) == [
        f"{line.risk:.1f} {line.class_title}" for line in inventory.ordered(result)
    ]
    for (_, exposure, impact, _), line in zip(
        bases.risk_matrix(form, result).points, inventory.ordered(result), strict=False
    ):
        assert 100 * exposure * impact == pytest.approx(line.risk)
    assert f"清单共 {len(result.inventory)} 项" in bases.inventory_words(form, result)


def test_the_four_bases_without_anything(engine: ScoringEngine, catalog: Catalog) -> None:
    scored = engine.score(AnswerSheet())
    form, result = catalog.forms[FB], scored.result(FB)
    assert bases.conclusion(form, result) == "还没有选择与本企业相关的部分，未评分。"
    assert bases.inventory_words(form, result) == "关键件清单还没有填写。"
    assert bases.inventory(scored, form).rows == ()
    plain = replace(form, scoring=replace(form.scoring, supply_risk=None))
    assert bases.inventory(scored, plain).rows == ()
    assert bases.inventory_words(plain, result) == "关键件清单还没有填写。"
    row = {"name": "", "impact": 1}
    shown = bases.inventory(engine.score(document(catalog, four_bases={"fb.inventory": (row,)}).sheet), form)
    assert shown.rows[0].cells[1].text == "第 1 行"
    assert "未填）" in shown.rows[0].cells[-2].text


def test_green_conclusion_counts_what_is_open(engine: ScoringEngine, catalog: Catalog) -> None:
    result = engine.score(document(catalog, green_factory={"gf.year": 2025}).sheet).result(GF)
    unknown = sum(veto.state == "unknown" for veto in result.vetoes)
    assert f"未答 {unknown} 项" in green.conclusion(result)
    assert "退出加权" in green.conclusion(result)


# ------------------------------------------------------------------------------------------ comparisons, doubts


def test_comparisons_show_missing_as_a_dash(scored: Scored, engine: ScoringEngine) -> None:
    found = comparisons(scored)
    shown = [row for row in comparing.table(scored, found).rows if row.style != "group"]
    assert len(shown) == 12
    for row, entry in zip(shown, found, strict=True):
        assert (row.cells[5].text == "—") == (entry.firm is None)
        assert (row.cells[6].text == "—") == (entry.distance is None)
        assert (row.cells[2].text == "—") == (entry.benchmark.values[2014] is None)
        assert row.cells[7].text == entry.verdict
        assert row.place is not None
    drawn = comparing.bullets(found)
    assert all(entry.marks for entry in drawn)
    empty = comparisons(engine.score(AnswerSheet()))
    assert comparing.bullets(empty) == ()
    without = [replace(entry, benchmark=replace(entry.benchmark, firm_formula=None)) for entry in empty]
    assert all(row.place is None for row in comparing.table(scored, without).rows)


def test_doubts_lead_to_their_questions(scored: Scored) -> None:
    found = findings(scored)
    made = [doubt for group in doubts.grouped(scored.catalog, found) for doubt in group.doubts]
    assert len(made) == len(found)
    for doubt in made:
        assert all(
            link.place.item_id in scored.catalog.forms[link.place.form_id].items for link in doubt.links
        )
        assert doubt.more == 0 or len(doubt.links) == 6


def test_a_clash_links_to_both_forms(engine: ScoringEngine, catalog: Catalog) -> None:
    made = document(catalog, profile={"revenue": 5}, green_factory={"gf.revenue": 6})
    entry = next(entry for entry in findings(engine.score(made.sheet)) if entry.code == "clash")
    links = doubts.doubt(catalog, entry).links
    assert [link.place.form_id for link in links] == ["profile", GF]
    assert links[1].text.startswith("绿色工厂第 ")
    assert doubts.doubt(catalog, replace(entry, items=("gone",))).links == ()


def test_places_behind_names_are_found_through_calculations(catalog: Catalog) -> None:
    form = catalog.forms[GF]
    assert first_place(form, ["calc.energy_tce"]) == Place(GF, "gf.energy")
    assert first_place(form, ["profile.revenue", "gone"]) is None
    assert first_of_section(catalog.forms[SF], "people", 3) is not None
    assert first_of_section(catalog.forms[SF], "people", 9) is None


# ------------------------------------------------------------------------------------------ plan


def test_the_plan_in_words(scored: Scored, plan: Plan) -> None:
    text = plan_view.goals_sentence(plan)
    assert f"共 {len(plan.measures)} 项措施" in text
    assert all(goal in text for goal in plan.goals)
    missed = replace(plan, reached=(), without_figure=2)
    assert f"还不能完全达到：{'；'.join(plan.goals)}" in plan_view.goals_sentence(missed)
    assert "另有 2 项需询价" in plan_view.goals_sentence(missed)
    drawn = plan_view.gantt(plan, "2026-11-23")
    assert [row.phase for row in drawn.rows] == [entry.phase for entry in plan.measures]
    for row, entry in zip(drawn.rows, plan.measures, strict=True):
        waits = {plan.measures[place].measure.id for place in row.after}
        assert waits == set(entry.measure.prerequisites) & {other.measure.id for other in plan.measures}
    for title, path in plan_view.score_paths(scored, plan):
        form = next(form for form in scored.catalog.scored_forms if form.short_title == title)
        assert path.series[0][1][0] == scored.result(form.id).score


def test_no_measures_in_words(engine: ScoringEngine) -> None:
    empty = first_plan(engine.score(AnswerSheet()))
    assert plan_view.goals_sentence(empty) == plan_view.NO_MEASURES
    assert plan_view.gantt(empty, "2026-11-23").rows == ()


def test_a_measure_of_no_known_task_or_price(scored: Scored, plan: Plan) -> None:
    entry = plan.measures[0]
    odd = replace(entry, measure=replace(entry.measure, task=99, instruments=("gone",)), investment=None)
    labels = dict(plan_view.detail(scored, plan, odd).pairs)
    assert "对口部门" not in labels
    assert labels["可用政策"] == "无直接对应"
    priced = replace(plan, measures=(odd,))
    assert plan_view.gantt(priced, "2026-11-23").rows[0].amount == "—"


# ------------------------------------------------------------------------------------------ report files


def test_a_report_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    target = tmp_path / "reports" / "a.pdf"

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def partly(_source: Any, path: Path, *_: Any) -> str:
        path.write_bytes(b"%PDF")
        return "done"

    with pytest.raises(DiskFullError, match="磁盘满了"):
        report_files.make_report(full, None, target, lambda *_: None, lambda: False)  # type: ignore[arg-type]
    assert not target.parent.exists()
    made = report_files.make_report(partly, None, target, lambda *_: None, lambda: False)  # type: ignore[arg-type]
    assert made == "done"
    with pytest.raises(DiskFullError):
        report_files.make_report(full, None, target, lambda *_: None, lambda: False)  # type: ignore[arg-type]
    assert report_files.read_report(target) == b"%PDF"


def test_a_copy_is_whole_or_not_there(tmp_path: Path) -> None:
    original, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    original.write_bytes(b"%PDF")
    report_files.copy_report(original, target)
    assert target.read_bytes() == b"%PDF"
    (tmp_path / "c.pdf").mkdir()
    with pytest.raises(EnvironmentFaultError):
        report_files.copy_report(original, tmp_path / "c.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf", "c.pdf"]


# ------------------------------------------------------------------------------------------ navigation


def test_states_of_questions_and_what_a_change_did_to_them(engine: ScoringEngine, catalog: Catalog) -> None:
    form = catalog.forms[FB]
    after = engine.score(document(catalog, four_bases={"fb.parts.role": "user"}).sheet)
    states = {
        Answer.of(3): navigation.ItemState.DONE,
        Answer.unknown(): navigation.ItemState.UNKNOWN,
        Answer.not_applicable("x"): navigation.ItemState.NOT_APPLICABLE,
        Answer(): navigation.ItemState.OPEN,
    }
    for answer, wanted in states.items():
        sheet = after.sheet.with_answer(FB, "fb.parts.u.level", answer)
        item = form.items["fb.parts.u.level"]
        assert navigation.item_state(engine.score(sheet), form, item) is wanted


def test_work_starts_at_the_first_question_when_nothing_is_open(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    sheet = AnswerSheet(
        {
            form.id: FormAnswers(form.version, {key: Answer.not_applicable("x") for key in form.items})
            for form in catalog.scored_forms
        }
    )
    first = next(iter(catalog.scored_forms[0].items))
    assert navigation.start(engine.score(sheet)) == Place(catalog.scored_forms[0].id, first)
