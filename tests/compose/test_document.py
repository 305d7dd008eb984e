"""The neutral report: golden data per sample, numbers that match the result, and text that is never changed."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.domain.answers import Answer, AnswerSheet, AnswerState, FormAnswers, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.enterprise import PROFILE_FORM, Enterprise
from anhui_assess.domain.planning.projects import Project, State
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.report.compose import SECTION_IDS, compose
from anhui_assess.report.model import Document, Heading, to_plain
from anhui_assess.services.earlier import Earlier, EarlierForm
from anhui_assess.services.reporting import ReportHeading, ReportInput, gather, with_projects
from tests.assessments import HOSTILE, sample

GOLDEN = Path(__file__).parent.parent / "data" / "golden"
NAMES = ("hefei-precision", "tongling-copper", "anqing-textile")


_GATHERED: dict[int, tuple[AnswerSheet, ReportInput]] = {}


def source_of(
    engine: ScoringEngine,
    sheet: AnswerSheet,
    sections: tuple[str, ...] = (),
    projects: tuple[Project, ...] = (),
) -> ReportInput:
    """Return the input of a report; what takes a second, the plan, is worked out once for a sheet."""
    if id(sheet) not in _GATHERED:
        _GATHERED[id(sheet)] = (sheet, gathered(engine, sheet))
    return with_projects(replace(_GATHERED[id(sheet)][1], sections=sections), projects)


def gathered(engine: ScoringEngine, sheet: AnswerSheet) -> ReportInput:
    heading = ReportHeading("2026 年自评", "2026-10-31", "李四", "2026-11-23")
    return replace(gather(engine.score(sheet), heading, attachments={"a.json": b"{}"}), program_version="0")


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for entry in value.values() for text in texts(entry)]
    return [text for entry in value for text in texts(entry)] if isinstance(value, list) else []


def readable(value: Any) -> Any:
    """Return plain data in fewer lines: a drawing by its labels (charts are tested elsewhere), a plain row in one line."""
    if isinstance(value, list):
        return [readable(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "Drawing":
        return {
            "type": "Drawing",
            "labels": " | ".join(shape["text"] for shape in value["shapes"] if "text" in shape),
        }
    if value.get("type") == "TableRow":
        cells = [" ".join(_cell(entry)) for entry in value["cells"]]
        more = {key: entry for key, entry in value.items() if key in {"style", "key"}}
        return {**more, "row": " | ".join(cells)} if more else " | ".join(cells)
    return {key: readable(entry) for key, entry in value.items()}


def _cell(cell: dict[str, Any]) -> list[str]:
    text = cell.get("text", "")
    words = [text] if isinstance(text, str) else [json.dumps(text, ensure_ascii=False)]
    return words + [
        f"[{key}={cell[key]}]" for key in sorted(cell) if key not in {"type", "text"} and cell[key]
    ]


def everything(document: Document) -> str:
    return "\n".join(texts(to_plain(document)))


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_reports_are_what_they_were(
    name: str, engine: ScoringEngine, catalog: Catalog, request: pytest.FixtureRequest
) -> None:
    made = sample(name, catalog)
    document = compose(source_of(engine, made.sheet, projects=made.projects))
    found = json.dumps(readable(to_plain(document)), ensure_ascii=False, indent=1) + "\n"
    path = GOLDEN / f"{name}.json"
    if request.config.getoption("--snapshot-update"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), (
        "--snapshot-update writes it anew; read the difference first"
    )


def test_summary_says_the_numbers_of_the_result(engine: ScoringEngine, catalog: Catalog) -> None:
    source = source_of(engine, sample("hefei-precision", catalog).sheet, ("summary",))
    said = everything(compose(source))
    smart, green = source.scored.result("smart_factory"), source.scored.result("green_factory")
    assert smart.score is not None
    assert green.score is not None
    assert f"{smart.score:.2f}" in said
    assert f"{smart.level} 级 {smart.level_name}" in said
    assert f"{green.score:.1f} 分" in said
    assert f"离 {smart.next_level} 级最少差 {smart.items_to_next} 条" in said


def test_sections_can_be_chosen_and_numbering_follows(engine: ScoringEngine, catalog: Catalog) -> None:
    sheet = sample("hefei-precision", catalog).sheet
    document = compose(source_of(engine, sheet, ("profile", "green_factory", "plan")))
    assert [section.id for section in document.sections] == ["profile", "green_factory", "plan"]
    chapters = [
        block.number
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Heading) and block.level == 1
    ]
    assert chapters == ["一、", "二、", "三、"]


def test_each_section_stands_alone(engine: ScoringEngine, catalog: Catalog) -> None:
    whole = sample("hefei-precision", catalog)
    sheet = whole.sheet
    only_estimated = AnswerSheet({key: form for key, form in sheet.forms.items() if key != "smart_factory"})
    answer = sheet.get("smart_factory", "sf.org.1.1")
    verified = sheet.with_answer(
        "smart_factory", "sf.org.1.1", replace(answer, verified=Verified(0.5, "抽查"))
    )
    before = Earlier("2025 年自评", "2025-10-31", {"smart_factory": EarlierForm("1", "1 级 规划级", 1.2)})
    for section in SECTION_IDS:
        answers = {"smart_quick": only_estimated, "checked": verified}.get(section, sheet)
        source = replace(source_of(engine, answers, (section,), whole.projects), earlier=before)
        made = [one.id for one in compose(source).sections]
        assert made == ([] if section == "glossary" else [section])


def test_the_register_shows_plan_and_fact_and_the_day_decides(
    engine: ScoringEngine, catalog: Catalog
) -> None:
    whole = sample("hefei-precision", catalog)
    source = source_of(engine, whole.sheet, ("projects",), whole.projects)
    said = everything(compose(source))
    for words in ("截至 2026 年 11 月 23 日", "56%", "83%", "75%", "逾期 39 天", "2026-10-15", "未定日期"):
        assert words in said, words
    earlier = with_projects(replace(source, report_date="2026-01-31"), whole.projects)
    assert [project.number for project in earlier.projects] == [1, 2]
    assert earlier.projects[1].state is State.RESERVE
    first = with_projects(replace(source, report_date="2025-02-01"), whole.projects)
    assert [project.number for project in first.projects] == [1]
    assert everything(compose(first)).count("暂无数据") == 3
    assert not with_projects(replace(source, report_date="2020-01-01"), whole.projects).projects
    none = compose(with_projects(source, ()))
    assert none.sections == ()


def test_what_was_typed_into_a_project_is_printed_unchanged(engine: ScoringEngine) -> None:
    late = {State.STARTED: "2026-01-02"}
    projects = tuple(
        Project(f"p_{n}", n, text[:200], "", late, {State.RESERVE: "2026-01-01"}, 1.5, None, text[:60], text)
        for n, text in enumerate(HOSTILE, start=1)
    )
    said = everything(compose(source_of(engine, AnswerSheet(), ("projects",), projects)))
    for text in HOSTILE:
        assert text[:200] in said
        assert text[:60] in said


def test_less_than_nine_tenths_answered_is_a_draft(engine: ScoringEngine, catalog: Catalog) -> None:
    assert compose(source_of(engine, AnswerSheet())).watermark == "草稿"
    assert compose(source_of(engine, sample("tongling-copper", catalog).sheet)).watermark == ""


def test_an_empty_assessment_is_a_report_all_the_same(engine: ScoringEngine) -> None:
    said = everything(compose(source_of(engine, AnswerSheet())))
    assert "还没有" in said


def test_everything_not_applicable_is_a_report_all_the_same(engine: ScoringEngine, catalog: Catalog) -> None:
    forms = {
        form.id: FormAnswers(form.version, {item: Answer.not_applicable("停产") for item in form.items})
        for form in catalog.scored_forms
    }
    assert "停产" in everything(compose(source_of(engine, AnswerSheet(forms))))


def hostile(sheet: AnswerSheet, catalog: Catalog, text: str) -> AnswerSheet:
    rng = random.Random(3)
    forms = {}
    for form_id, answers in sheet.forms.items():
        given = {}
        for item_id, answer in answers.answers.items():
            item = catalog.item(form_id, item_id)
            value = text[: item.max_length] if item.kind == "text" and not item.format else answer.value
            if item.kind == "table" and isinstance(answer.value, tuple):
                words = [
                    column.id for column in item.columns if column.kind == "text" and not column.calculated
                ]
                value = tuple(
                    {**row, **{key: text[:2000] for key in words if key in row}} for row in answer.value
                )
            state = (
                AnswerState.NOT_APPLICABLE if item.not_applicable and rng.random() < 0.05 else answer.state
            )
            reason = text if state is not AnswerState.ANSWERED else ""
            given[item_id] = replace(answer, value=value, note=text, state=state, reason=reason)
        forms[form_id] = replace(answers, answers=given)
    return AnswerSheet(forms)


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "emoji", "quotes", "lines", "long"])
def test_what_was_typed_goes_through_unchanged(text: str, engine: ScoringEngine, catalog: Catalog) -> None:
    sheet = hostile(sample("hefei-precision", catalog).sheet, catalog, text)
    scored = engine.score(sheet)
    source = source_of(engine, sample("hefei-precision", catalog).sheet)
    source = replace(source, scored=scored, enterprise=Enterprise.of(sheet), findings=findings(scored))
    document = compose(source)
    assert document.author == sheet.get(PROFILE_FORM, "name").value
    assert str(document.author) in text
    assert everything(document).count(text) > 300


def test_no_heading_stands_twice_under_one_key(engine: ScoringEngine, catalog: Catalog) -> None:
    document = compose(source_of(engine, sample("hefei-precision", catalog).sheet))
    keys = [
        block.key for section in document.sections for block in section.blocks if isinstance(block, Heading)
    ]
    assert len(keys) == len(set(keys))


def test_tables_and_figures_count_through_the_report(engine: ScoringEngine, catalog: Catalog) -> None:
    said = everything(compose(source_of(engine, sample("hefei-precision", catalog).sheet)))
    for word in ("表", "图"):
        numbers = [int(found) for found in re.findall(rf"^{word} (\d+)$", said, re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1))
