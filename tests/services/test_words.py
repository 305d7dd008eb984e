"""The small words of window and lists: history lines, search, standings, headline, figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.domain.scoring.result import FormResult
from anhui_assess.services import wording
from anhui_assess.services.finding import QuestionIndex
from anhui_assess.services.forms_begun import begun
from anhui_assess.services.headline import enterprise_texts, headline
from anhui_assess.services.history_wording import clock, history_line, what_changed
from anhui_assess.services.ports import AssessmentRecord, EnterpriseRecord, HistoryEntry
from anhui_assess.services.standing import completeness, main_standing, next_step, short_standing, standing
from tests.assessments import SAMPLES, document, sample

SF, ITEM = "smart_factory", "sf.org.1.1"
NONE = Answer()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (NONE, Answer.of(1), "答“全部满足”"),
        (Answer.of(1), Answer.of(0.5), "改为“部分满足”（原“全部满足”）"),
        (Answer.of(1), NONE, "清除了答案（原“全部满足”）"),
        (Answer.not_applicable("没有"), Answer.of(1), "改为“全部满足”（原不适用）"),
        (Answer.unknown("待查"), NONE, "清除了答案（原暂不清楚）"),
        (Answer.unknown(), NONE, "清除了答案"),
        (Answer.of(1), Answer.not_applicable("没有这道\n工序"), "标为不适用：没有这道 工序"),
        (NONE, Answer.unknown(), "标为暂不清楚"),
        (NONE, Answer.unknown("长" * 30), f"标为暂不清楚：{'长' * 24}…"),
        (Answer.of(1), Answer.of(1, verified=Verified(0.5)), "核验为“部分满足”"),
        (Answer.of(1, verified=Verified(0.5)), Answer.of(1), "取消了核验"),
        (NONE, Answer(flagged=True), "标了存疑"),
        (Answer(flagged=True), NONE, "取消存疑"),
        (NONE, Answer(note="备"), "备注：备"),
        (Answer(note="备"), NONE, "删了备注"),
        (NONE, Answer(evidence=("a", "b")), "证据 2 份"),
        (NONE, NONE, "没有变化"),
    ],
)
def test_a_change_in_words(old: Answer, new: Answer, words: str, catalog: Catalog) -> None:
    assert what_changed(catalog.item(SF, ITEM), old, new) == words


def test_a_changed_table_says_how_many_rows(catalog: Catalog) -> None:
    table = catalog.item("green_factory", "gf.energy")
    assert what_changed(table, Answer.of(({},)), Answer.of(({}, {}))) == "改了表格，现在 2 行"


def test_a_line_of_history_says_when_and_who(catalog: Catalog) -> None:
    today = dt.datetime.now().astimezone().replace(hour=14, minute=32, second=7)
    entry = HistoryEntry(1, today.isoformat(), "王五", SF, ITEM, "answer", NONE, Answer.of(1), "1")
    assert history_line(catalog.item(SF, ITEM), entry) == "14:32 王五 答“全部满足”"
    assert clock(today.isoformat(), seconds=True) == "14:32:07"
    assert clock("2020-03-04T05:06:07") == "03-04 05:06"
    assert clock("gestern") == ""
    assert history_line(catalog.item(SF, ITEM), replace(entry, at="", who="")) == "答“全部满足”"


def test_questions_are_found_by_title_number_wording_and_note(catalog: Catalog) -> None:
    index = QuestionIndex(catalog)
    sheet = AnswerSheet().with_answer(SF, ITEM, Answer(note="见二号车间台账"))
    item = catalog.item(SF, ITEM)
    assert index.find("  ", sheet) == ()
    assert index.find("不会有这样的词", sheet) == ()
    assert index.find(ITEM.upper(), sheet)[0].place.item_id == ITEM
    assert index.find(item.title, sheet)[0].title == item.title
    noted = index.find("二号车间台账", sheet)
    assert [(hit.place.item_id, hit.excerpt) for hit in noted] == [(ITEM, "备注：见二号车间台账")]
    assert len(index.find("数据", sheet)) == 40
    assert len(index.find("数据", sheet, limit=3)) == 3
    found = index.find("能源", sheet, limit=1000)
    in_title = ["能源" in f"{hit.title} {hit.place.item_id}" for hit in found]
    assert in_title == sorted(in_title, reverse=True)


def expected_words(form: Form, result: FormResult) -> str:
    """An estimate never stands without its band, a checklist says a share; all others say their score."""
    assert result.score is not None
    if result.band is not None:
        return f"区间 {result.band[0]:.2f}–{result.band[1]:.2f}"
    if result.requirements:
        mandatory = [entry for entry in result.requirements if entry.mandatory]
        return f"必选 {sum(entry.state == 'met' for entry in mandatory)}/"
    if form.scoring.model == "checklist":
        return f"{result.score:.0f}%"
    return f"{result.score:.{wording.form_decimals(form)}f}"


@pytest.mark.parametrize("name", SAMPLES)
def test_standing_and_headline_say_the_score(name: str, catalog: Catalog, engine: ScoringEngine) -> None:
    scored = engine.score(sample(name, catalog).sheet)
    entries = headline(scored)
    for form_id in begun(scored):
        form, result = catalog.forms[form_id], scored.result(form_id)
        now = standing(form, result)
        said = expected_words(form, result)
        assert said in now.now
        if result.requirements:
            said = f"{result.score:.0f}%"  # a stored headline keeps the share, not the counts
        assert said in short_standing(form, entries[form.id])
        assert entries[form.id]["score"] == result.score
        assert entries[form.id]["vetoes"] == len(result.unmet_vetoes)
    smart = standing(catalog.forms[SF], scored.result(SF))
    assert smart.gap == f"离 {scored.result(SF).next_level} 级还差 {scored.result(SF).items_to_next} 条"
    green = standing(catalog.forms["green_factory"], scored.result("green_factory"))
    assert green.gap == ("1 条基本要求没有达到" if scored.result("green_factory").unmet_vetoes else "")


def test_standing_at_both_ends(catalog: Catalog, engine: ScoringEngine) -> None:
    form = catalog.forms[SF]
    none = engine.score(AnswerSheet()).result(SF)
    assert standing(form, none).now.startswith("未达一级 0.00")
    every = document(catalog, smart_factory=dict.fromkeys(form.items, 1))
    best = standing(form, engine.score(every.sheet).result(SF))
    assert (best.now, best.gap) == ("5 级 引领级 5.00", "")
    bases = engine.score(AnswerSheet()).result("four_bases")
    assert standing(catalog.forms["four_bases"], bases).now == "还没有得分"


def record(**summary: Any) -> AssessmentRecord:
    return AssessmentRecord("a", "e", "t", "2026-01-01", summary=summary)


def entry(**more: Any) -> dict[str, Any]:
    return {
        "begun": True,
        "score": 2.314,
        "level": 2,
        "level_name": "规范级",
        "completeness": 0.5,
        "open": 0,
    } | more


def test_short_standing_of_lists(catalog: Catalog) -> None:
    smart, green = catalog.forms[SF], catalog.forms["green_factory"]
    assert short_standing(smart, None) == short_standing(smart, entry(begun=False)) == "—"
    assert short_standing(smart, entry(score=None)) == "—"
    assert short_standing(smart, entry()) == "2 级 2.31"
    assert short_standing(smart, entry(level=0)) == "未达一级 2.31"
    assert short_standing(green, entry(score=71.26)) == "71.3"


def test_cards_of_the_start_page(catalog: Catalog) -> None:
    assert main_standing(record(), catalog) == "还没有开始答题"
    assert main_standing(record(smart_factory=entry()), catalog) == "2 级 规范级 · 2.31"
    assert (
        main_standing(record(smart_factory=entry(level=0, level_name="未达一级")), catalog)
        == "未达一级 · 2.31"
    )
    assert main_standing(record(green_factory=entry(score=71.26)), catalog) == "绿色工厂 71.3 分"
    assert completeness({}, catalog) == 0.0
    both = {SF: entry(), "green_factory": entry(completeness=1.0), "four_bases": entry(begun=False)}
    assert completeness(both, catalog) == 0.75


def test_the_next_step_in_one_sentence(catalog: Catalog) -> None:
    rest = {"green_factory": entry(), "four_bases": entry()}
    assert next_step(record(), catalog) == "先核对企业档案，再从智能工厂开始答。"
    assert next_step(record(smart_factory=entry(open=7)), catalog) == "还有 7 题，都在智能工厂。"
    two = record(smart_factory=entry(open=7), green_factory=entry(open=3))
    assert next_step(two, catalog) == "还有 10 题；最快的下一步：绿色工厂 3 题。"
    assert "2 题标了存疑" in next_step(record(smart_factory=entry(flagged=2)), catalog)
    assert next_step(record(smart_factory=entry()), catalog) == "已答完；可以出报告，或接着答绿色工厂。"
    assert next_step(record(smart_factory=entry(), **rest), catalog) == "全部答完，可以出报告。"


def test_enterprise_texts_follow_the_profile(catalog: Catalog) -> None:
    old = EnterpriseRecord("e", "旧名", uscc="x", is_sample=True, created_at="c")
    sheet = document(catalog, profile={"city": "合肥市"}).sheet
    assert enterprise_texts(sheet, old) == EnterpriseRecord(
        "e", "旧名", "", "合肥市", is_sample=True, created_at="c"
    )


def test_numbers_in_words() -> None:
    assert (wording.score(None), wording.score(2.345, 1)) == ("—", "2.3")
    assert [wording.percent(value) for value in (0, 0.001, 0.5, 0.999, 1)] == [
        "0%",
        "1%",
        "50%",
        "99%",
        "100%",
    ]
    assert wording.figure(None) == wording.figure(Missing.UNANSWERED) == "未填"
    assert wording.figure(Missing.NOT_APPLICABLE) == "不适用"
    assert wording.figure(Missing.UNDEFINED) == "无法计算"
    assert (wording.figure(True), wording.figure(False)) == ("是", "否")
    assert wording.figure(1234.5, 2, "tce") == "1,234.50 tce"
    assert wording.figure(12, None, "%") == "12%"
    assert wording.figure("甲") == "甲"
    assert wording.money(None) == "需询价"
    assert wording.money((5, 5)) == "5 万元"
    assert wording.money((5, 1200)) == "5–1,200 万元"
    assert (wording.months((3, 3)), wording.months((3, 6))) == ("3 个月", "3–6 个月")


def test_answers_in_words(catalog: Catalog) -> None:
    item = catalog.item(SF, ITEM)
    assert wording.answer_text(item, Answer.of(1)) == "全部满足"
    assert wording.answer_text(item, Answer.not_applicable("x")) == "不适用"
    assert wording.answer_text(item, Answer.unknown()) == "暂不清楚"
    assert wording.answer_text(item, NONE) == "未答"
    assert wording.anchor_text(item, Answer.of(1)) == item.anchors["1"]
    assert wording.anchor_text(item, Answer.of(1, verified=Verified(0.5))) == item.anchors.get("0.5", "")
    assert wording.anchor_text(item, Answer.of("x")) == wording.anchor_text(item, Answer.of(True)) == ""


def test_points_never_look_as_if_they_had_reached_a_gate() -> None:
    assert [wording.gated(value) for value in (39.999, 40.0, 39.95, 66.55, None)] == [
        "39.99",
        "40.00",
        "39.95",
        "66.55",
        "—",
    ]
    assert [wording.lacking(value) for value in (0.001, 0.05, 13.45)] == ["0.01", "0.05", "13.45"]


def test_ai_counts_only_where_the_scenario_is_in_use(catalog: Catalog, engine: ScoringEngine) -> None:
    form = catalog.forms["smart_gradient"]
    groups = ("factory", "product", "process", "management", "operation", "business", "service", "supply")
    answers: dict[str, tuple[str, ...]] = {}
    for group in groups:
        first, second = (choice.id for choice in form.items[f"gr.{group}.use"].choices[:2])
        answers |= {f"gr.{group}.use": (first,), f"gr.{group}.ai": (second,)}
    scored = engine.score(document(catalog, smart_gradient=answers).sheet)
    assert scored.value("calc.scenarios_in_use") == 8
    assert scored.value("calc.ai_scenario_share") == 0


def test_a_heading_counts_three_only_where_there_are_three() -> None:
    assert [wording.gaps_title(count) for count in (0, 1, 3)] == [
        "最要紧的短板",
        "最要紧的短板",
        "最要紧的三处短板",
    ]
    assert [wording.steps_title(count) for count in (2, 3)] == ["先做的事", "先做三件事"]
