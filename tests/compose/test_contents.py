"""What stands in the report beyond its frame: every number of the 摘要, evidence, remarks, hash of the log, footers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.report.brief import brief
from anhui_assess.report.compose import compose, report_number
from anhui_assess.report.model import (
    Bars,
    Callout,
    Cards,
    Columns,
    Document,
    Heading,
    Paragraph,
    Records,
    Table,
    plain_text,
    to_plain,
)
from anhui_assess.services import reporting, statements
from anhui_assess.services.forms_begun import spoken_of
from anhui_assess.services.plan_words import goals_sentence
from anhui_assess.services.ports import EvidenceRecord
from anhui_assess.services.reporting import ReportHeading, ReportInput, gather
from anhui_assess.services.wording import form_decimals
from tests.assessments import SAMPLES, document, sample_plan

SF, GF, FB = "smart_factory", "green_factory", "four_bases"
HEADING = ReportHeading("2026 年自评", "2026-10-31", "李四", "2026-11-23")
NO_PLAN = Plan((), (), (), (), (0.0, 0.0), 0)
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@pytest.fixture(autouse=True)
def _no_planning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planning takes a second and is looked at elsewhere; here a plan is there only where a test brings it."""
    monkeypatch.setattr(reporting, "first_plan", lambda _scored: NO_PLAN)


def source(engine: ScoringEngine, sheet: AnswerSheet, *sections: str, **more: Any) -> ReportInput:
    return gather(
        engine.score(sheet), replace(HEADING, sections=sections), attachments={"a.json": b"{}"}, **more
    )


def blocks(made: Document, kind: type[Any]) -> list[Any]:
    found = []
    for section in made.sections:
        for block in section.blocks:
            inside = (*block.left, *block.right) if isinstance(block, Columns) else (block,)
            found += [entry for entry in inside if isinstance(entry, kind)]
    return found


def words(made: Document) -> str:
    def walk(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [text for entry in inner for text in walk(entry)]

    return "\n".join(walk(to_plain(made)))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_number_of_the_summary_is_one_of_the_result(name: str, engine: ScoringEngine) -> None:
    scored, plan = sample_plan(name, engine)
    made = compose(
        replace(
            source(engine, AnswerSheet(), "summary"), scored=scored, plan=plan, findings=_findings(scored)
        )
    )
    smart, green, bases = (scored.result(key) for key in (SF, GF, FB))
    (cards,) = blocks(made, Cards)
    high = sum(line.class_title == "高" for line in bases.inventory)
    assert [(card.value, card.below) for card in cards.cards] == [
        (f"{smart.level} 级 {smart.level_name}", f"{smart.score:.2f} / 5"),
        (f"{green.score:.1f} 分", "满分 100"),
        (f"{bases.score:.1f} 分", f"{bases.grade_name} · 满分 100"),
    ]
    assert cards.cards[0].remark == f"离 {smart.next_level} 级最少差 {smart.items_to_next} 条"
    assert cards.cards[2].remark == (f"高风险断供项 {high} 个" if high else "没有高风险断供项")
    (bars,) = blocks(made, Bars)
    progress = [scored.result(key).progress for key in spoken_of(scored)]
    for (_, share, said), (part, whole) in zip(
        bars.rows,
        (
            (sum(p.settled for p in progress), sum(p.applicable for p in progress)),
            (sum(p.with_evidence for p in progress), sum(p.asks_evidence for p in progress)),
            (sum(p.verified for p in progress), sum(p.answered for p in progress)),
        ),
        strict=True,
    ):
        assert share == part / whole
        assert f"（{part}/{whole} 题）" in said
    gaps, steps = blocks(made, Records)
    shown = {(entry.title, entry.brief or entry.text) for entry in _findings(scored)}
    assert len(gaps.entries) == 3
    for record in gaps.entries:
        assert any(record.title == title and str(record.lines[0]).startswith(said) for title, said in shown)
    assert [record.title for record in steps.entries] == [entry.measure.title for entry in plan.measures[:3]]
    for record, entry in zip(steps.entries, plan.measures, strict=False):
        assert entry.investment is not None
        amounts = {f"{value:,g}" if value < 1e6 else str(value) for value in entry.investment}
        assert amounts <= set(NUMBER.findall(str(record.lines[0])))
    lead = blocks(made, Paragraph)[0]
    assert lead.text == statements.sentence(scored)
    money = [block.text for block in blocks(made, Callout) if block.title == "目标、钱和时间"]
    assert money == [goals_sentence(plan)]
    low, high_sum = (f"{round(value):,}" for value in plan.investment)
    middle = f"{round(sum(plan.investment) / 2):,}"
    assert f"约 {middle} 万元（估价 {low}–{high_sum}）" in money[0]
    assert all(goal in money[0] for goal in plan.goals)
    allowed = {str(smart.level), f"{smart.score:.2f}", str(smart.next_level), str(smart.items_to_next)}
    allowed |= {f"{green.score:.1f}", f"{bases.score:.1f}", str(len(green.unmet_vetoes)), str(high)}
    assert set(NUMBER.findall(plain_text(lead.text))) <= allowed


@pytest.mark.parametrize("name", SAMPLES)
def test_the_brief_parts_the_money_by_phase(name: str, engine: ScoringEngine) -> None:
    scored, plan = sample_plan(name, engine)
    given = replace(source(engine, AnswerSheet()), scored=scored, plan=plan, findings=_findings(scored))
    made = brief(given, lambda _document: 1)
    (table,) = blocks(made, Table)
    cells = [[plain_text(cell.text) for cell in row.cells] for row in table.rows]
    assert sum(int(row[1]) for row in cells) == len(plan.measures)
    sums = [[float(part.replace(",", "")) for part in NUMBER.findall(row[2])] for row in cells]
    for place, total in enumerate(plan.investment):
        assert sum(entry[min(place, len(entry) - 1)] for entry in sums) == pytest.approx(
            total, abs=len(cells)
        )
    last = plan.path[-1]
    for form_id, value, _ in last.scores:
        form = scored.catalog.forms[form_id]
        assert f"{form.short_title} {value:.{form_decimals(form)}f}" in cells[-1][3]


def _findings(scored: Any) -> Any:
    from anhui_assess.domain.diagnosis.findings import findings

    return findings(scored)


def test_remarks_of_an_answer_are_all_printed(engine: ScoringEngine, catalog: Catalog) -> None:
    answer = Answer.of(1, note="看过台账", flagged=True, verified=Verified(0.5, "只见一半"))
    made = compose(source(engine, document(catalog, smart_factory={"sf.org.1.1": answer}).sheet, "answers"))
    (table,) = [block for block in blocks(made, Table) if block.key == "table-answers-smart_factory"]
    (row,) = [row for row in table.rows if row.key == "item-sf.org.1.1"]
    assert [plain_text(cell.text) for cell in row.cells][3:] == [
        "全部满足", "部分满足", "看过台账；核验理由：只见一半；（存疑）",
    ]  # fmt: skip


def test_evidence_is_listed_with_name_size_and_hash(engine: ScoringEngine, catalog: Catalog) -> None:
    known, unknown = "ab" * 32, "现场照片.jpg"
    answer = Answer.of(1, evidence=(known, unknown))
    record = EvidenceRecord(known, "台账.pdf", 3 * 1024 * 1024, "application/pdf", "2026-01-01T00:00:00")
    sheet = document(catalog, smart_factory={"sf.org.1.1": answer}).sheet
    made = compose(source(engine, sheet, "evidence", evidence={known: record}))
    (table,) = blocks(made, Table)
    texts = [[plain_text(cell.text) for cell in row.cells] for row in table.rows]
    assert texts == [["智能工厂", "1", "台账.pdf", "3.0 MB", known], ["智能工厂", "1", unknown, "", ""]]
    none = compose(source(engine, document(catalog, smart_factory={"sf.org.1.1": 1}).sheet, "evidence"))
    assert "本次评估没有附证据文件。" in words(none)


def test_a_wide_table_keeps_every_value(engine: ScoringEngine, catalog: Catalog) -> None:
    item = catalog.item(FB, "fb.inventory")
    row = {
        column.id: {"number": 3, "text": f"文字-{column.id}", "yes_no": True}.get(
            column.kind, column.choices[0].id if column.choices else "2026-01-01"
        )
        for column in item.columns
        if not column.calculated
    }
    assert len(row) > 8
    made = compose(source(engine, document(catalog, four_bases={"fb.inventory": (row,)}).sheet, "answers"))
    text = words(made)
    assert all(
        f"文字-{column.id}" in text for column in item.columns if column.id in row and column.kind == "text"
    )
    assert all(column.title in text for column in item.columns if column.id in row)


def test_a_long_inventory_shows_twenty_in_the_body_and_all_in_the_annex(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    rows = tuple({"name": f"件{n:03}", "impact": 1 + n % 5, "import_share": n % 101} for n in range(500))
    sheet = document(catalog, four_bases={"fb.inventory": rows}).sheet
    body = compose(source(engine, sheet, FB))
    tables = {table.key: table for table in blocks(body, Table)}
    assert len(tables["table-inventory"].rows) == 20
    assert "全部 500 项按同样的编号" in words(body)
    annex = compose(source(engine, sheet, "answers"))
    (whole,) = [table for table in blocks(annex, Table) if table.key == "table-fb.inventory"]
    listed = [row for row in whole.rows if row.style != "detail"]
    risks = sorted(engine.score(sheet).result(FB).inventory, key=lambda line: (-line.risk, line.row))
    assert [plain_text(row.cells[1].text) for row in listed] == [rows[line.row]["name"] for line in risks]
    assert [plain_text(row.cells[2].text) for row in listed] == [f"{line.risk:.1f}" for line in risks]
    for upper, lower in zip(tables["table-inventory"].rows, listed, strict=False):
        assert [plain_text(cell.text) for cell in upper.cells[:2]] == [
            plain_text(cell.text) for cell in lower.cells[:2]
        ]


def test_the_factors_of_a_risk_add_up_to_it(engine: ScoringEngine, catalog: Catalog) -> None:
    sheet = document(
        catalog, four_bases={"fb.inventory": ({"name": "件", "impact": 3, "stock_weeks": 8},)}
    ).sheet
    made = compose(source(engine, sheet, FB))
    (table,) = [table for table in blocks(made, Table) if table.key == "table-inventory-factors"]
    cells = [plain_text(cell.text).strip("*× ") for cell in table.rows[0].cells[2:]]
    *factors, total, impact, risk = (float(cell) for cell in cells)
    assert sum(factors) == pytest.approx(total, abs=0.05)
    assert total * impact == pytest.approx(risk, abs=0.05)
    assert risk == pytest.approx(engine.score(sheet).result(FB).inventory[0].risk, abs=0.05)


def test_what_was_left_out_is_said_with_its_reason(engine: ScoringEngine, catalog: Catalog) -> None:
    sheet = document(catalog, smart_factory={"sf.org.1.1": Answer.not_applicable("没有这个部门")}).sheet
    sheet = sheet.with_form(
        SF, replace(sheet.form(SF), tailored_out={"manufacturing.logistics": "第三方物流"})
    )
    text = words(compose(source(engine, sheet, "method", SF)))
    assert "裁剪：" in text
    assert "第三方物流" in text
    assert "没有这个部门" in text
    assert "已裁剪" in text


def test_sources_name_versions_fingerprints_and_the_head_of_the_log(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    found = source(engine, document(catalog, smart_factory={"sf.org.1.1": 1}).sheet, history_head="feed" * 16)
    made = compose(found)
    text = words(made)
    assert "feed" * 16 in text
    assert found.fingerprint in text
    named = {form.id for form in catalog.forms.values() if form.fingerprint[:16] in text}
    assert named == {"profile", SF}
    assert f"皖企诊断 {found.program_version}" in text
    assert report_number(found) in made.header[1]
    assert made.footer.startswith(f"指纹 {found.fingerprint[:4]} {found.fingerprint[4:8]} · 智能工厂 2026.1")
    assert report_number(found) in made.cover.qr_text
    assert made.attachments == {"a.json": b"{}"}
    assert "修改记录链首" not in words(compose(replace(found, history_head="")))


def test_other_attachments_are_another_fingerprint(engine: ScoringEngine) -> None:
    scored = engine.score(AnswerSheet())
    made = {
        gather(scored, HEADING, attachments=files).fingerprint
        for files in ({}, {"a": b"1"}, {"a": b"2"}, {"b": b"1"}, {"a": b"", "b": b"1"}, {"a": b"1", "b": b""})
    }
    assert len(made) == 6
    one, two = {"a": b"1", "b": b"2"}, {"b": b"2", "a": b"1"}
    assert (
        gather(scored, HEADING, attachments=one).fingerprint
        == gather(scored, HEADING, attachments=two).fingerprint
    )


def test_the_cover_says_who_answered_and_who_verified(engine: ScoringEngine, catalog: Catalog) -> None:
    own = document(
        catalog, smart_factory={"sf.org.1.1": 1}, profile={"name": "甲厂", "gbt4754": "3851"}
    ).sheet
    pairs = dict(compose(source(engine, own)).cover.pairs)
    assert pairs["评价方式"] == "企业自评，填报人 李四"
    assert "C3851 电气机械和器材制造业" in pairs["所属领域"]
    assert pairs["统一社会信用代码"] == "未填"
    checked = own.with_answer(SF, "sf.org.1.1", Answer.of(1, verified=Verified(1)))
    assert dict(compose(source(engine, checked)).cover.pairs)["评价方式"] == "企业自评，专家核验 100%"


def test_a_draft_says_why(engine: ScoringEngine, catalog: Catalog) -> None:
    made = compose(source(engine, document(catalog, smart_factory={"sf.org.1.1": 1}).sheet))
    assert made.watermark == "草稿"
    (callout,) = [block for block in blocks(made, Callout) if block.title == "草稿"]
    left = sum(item.required for item in catalog.forms[SF].items.values()) - 1
    assert {str(left)} == set(NUMBER.findall(plain_text(callout.text)))
    assert "智能工厂" in plain_text(callout.text)
    ready = dict.fromkeys(catalog.forms[SF].items, 1)
    assert compose(source(engine, document(catalog, smart_factory=ready).sheet)).watermark == ""


def test_a_factory_at_the_top_and_one_with_nothing_else(engine: ScoringEngine, catalog: Catalog) -> None:
    ready = dict.fromkeys(catalog.forms[SF].items, 1)
    text = words(compose(source(engine, document(catalog, smart_factory=ready).sheet)))
    assert "五个等级的要求都已满足。" in text
    assert "按目前的答案没有可提出的措施" in text
    made = compose(source(engine, document(catalog, four_bases={"fb.inventory": ()}).sheet))
    assert "还没有选择与本企业相关的部分，未评分。" in words(made)
    assert "未评" in words(made)
    assert [section.id for section in made.sections if section.id in {SF, GF, FB}] == [FB]


def test_annexes_and_the_summary_are_not_numbered(engine: ScoringEngine, catalog: Catalog) -> None:
    made = compose(source(engine, document(catalog, smart_factory={"sf.org.1.1": 1}).sheet))
    for section in made.sections:
        numbered = [block.number for block in section.blocks if isinstance(block, Heading) and block.number]
        plain = section.id in {"summary", "answers", "evidence", "sources", "glossary", "declaration"}
        assert (not numbered) == plain, section.id
    seconds = [
        block.number
        for block in blocks(made, Heading)
        if block.level == 2 and block.key.startswith("method-")
    ]
    assert seconds[:3] == ["（一）", "（二）", "（三）"]
