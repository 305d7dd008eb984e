"""The reports of the sample factories as files: read back what a reader and an authority's archive would meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.domain.answers import Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.report.compose import SECTION_IDS, compose
from anhui_assess.report.drawing import Drawing
from anhui_assess.report.model import Columns, Document, Figure, Table, to_plain
from anhui_assess.report.pdf.linebreak import NO_END, NO_START
from anhui_assess.report.pdf.reading import read_pdf
from anhui_assess.report.pdf.writer import pdf_bytes
from anhui_assess.services.earlier import earlier_of
from anhui_assess.services.ports import AssessmentRecord
from anhui_assess.services.printed import PrintedFile
from anhui_assess.services.reporting import ReportHeading, gather
from tests.assessments import SAMPLES, sample, sample_plan
from tests.report.pdf_checks import described_and_linked, embedded_and_clean

BEFORE = AssessmentRecord("old", "e", "2025 年自评", "2025-10-31")
CHARTS = {
    "雷达图": "radar",
    "条形图": "grouped bars by domain",
    "两次得分": "grouped bars in pairs",
    "成熟度标尺": "ruler of levels",
    "对标图": "bullet",
    "风险矩阵": "risk matrix",
    "依赖图": "heat map of dependence",
    "实施路线": "Gantt",
    "投资与作用": "cost–effect scatter",
    "得分路径": "score path",
    "构成": "energy stacked bar",
}


@dataclass(frozen=True)
class Report:
    """A sample's report: the neutral document, the file, and what was read back from it."""

    document: Document
    path: Path
    printed: PrintedFile


@pytest.fixture(scope="module")
def reports(
    tmp_path_factory: pytest.TempPathFactory, engine: ScoringEngine, catalog: Catalog
) -> Callable[[str], Report]:
    """Return what makes a sample's report, once: with an assessment before and a verified answer, so that every section is there."""
    folder = tmp_path_factory.mktemp("samples")
    made: dict[str, Report] = {}

    def report(name: str) -> Report:
        if name not in made:
            scored, plan = sample_plan(name, engine)
            sheet = sample(name, catalog).sheet
            before = earlier_of(engine.score(sheet), BEFORE)
            item = next(
                key for key, answer in sheet.form("smart_factory").answers.items() if answer.value == 1.0
            )
            answer = replace(
                sheet.get("smart_factory", item), verified=Verified(0.5, "抽查两条线，一条没有用起来")
            )
            changed = sheet.with_answer("smart_factory", item, answer)
            heading = ReportHeading("2026 年自评", "2026-10-31", "李四", "2026-11-23", (), before)
            rescored = engine.rescore(scored, changed, [("smart_factory", item)])
            source = gather(rescored, heading, attachments={"answers.json": b"{}"}, plan=plan)
            document = compose(source)
            fonts = Path(__file__).parents[2] / "resources" / "fonts"
            path = folder / f"{name}.pdf"
            path.write_bytes(pdf_bytes(document, fonts_dir=fonts))
            made[name] = Report(document, path, read_pdf(path.read_bytes()))
        return made[name]

    return report


def walk(value: Any, kind: type[Any]) -> Iterator[Any]:
    for section in value.sections:
        for block in section.blocks:
            inside = (*block.left, *block.right) if isinstance(block, Columns) else (block,)
            yield from (entry for entry in inside if isinstance(entry, kind))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from texts(entry)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_printed_line_begins_or_ends_with_a_forbidden_mark(
    name: str, reports: Callable[[str], Report]
) -> None:
    """避头尾, read back from the file: a line that begins so is a whole text of its own, as a dash in a cell is."""
    report = reports(name)
    whole = {text.strip() for text in texts(to_plain(report.document))}
    for number, page in enumerate(report.printed.pages, 1):
        for line in page.texts:
            if line and (line[0] in NO_START or line[-1] in NO_END):
                assert line.strip() in whole, f"第 {number} 页：{line}"


def test_every_chart_stands_in_a_sample_report(reports: Callable[[str], Report]) -> None:
    report = reports("hefei-precision")
    figures = list(walk(report.document, Figure))
    titles = {figure.drawing.title for figure in figures}
    missing = [chart for title, chart in CHARTS.items() if not any(title in found for found in titles)]
    assert missing == []
    heat = [table for table in walk(report.document, Table) if table.key == "table-heat"]
    assert heat
    assert sum(bool(cell.fill) for row in heat[0].rows for cell in row.cells) > 50
    printed = "".join(text for page in report.printed.pages for text in page.texts)
    for figure in figures:
        assert figure.caption in printed
        labels = [shape.text for shape in figure.drawing.shapes if hasattr(shape, "text")]
        assert all(label in printed for label in labels if label)
        assert isinstance(figure.drawing, Drawing)


def test_all_sections_stand_in_a_sample_report(reports: Callable[[str], Report]) -> None:
    found = {section.id for section in reports("hefei-precision").document.sections}
    absent = {"smart_quick", "projects"}  # the full questionnaire speaks in its place; no project was entered
    assert set(SECTION_IDS) - found == absent


def test_tables_and_figures_are_numbered_through_and_captioned(reports: Callable[[str], Report]) -> None:
    document = reports("hefei-precision").document
    for kind, word in ((Table, "表"), (Figure, "图")):
        numbers = [block.number for block in walk(document, kind) if block.caption]
        assert numbers == [f"{word} {place}" for place in range(1, len(numbers) + 1)]
    assert all(figure.caption for figure in walk(document, Figure))


def test_units_stand_in_the_heads_of_number_columns(reports: Callable[[str], Report]) -> None:
    """A column of bare numbers that measure something says its unit in the head, or beside the number."""
    (energy,) = [
        table for table in walk(reports("hefei-precision").document, Table) if table.key == "table-energy"
    ]
    heads = {column.title: column.unit for column in energy.columns}
    assert "tce" in heads.values()


@pytest.mark.parametrize("name", SAMPLES)
def test_links_and_bookmarks_lead_to_pages_and_the_file_is_described(
    name: str, reports: Callable[[str], Report]
) -> None:
    links, bookmarks = described_and_linked(reports(name).path)
    assert links > 100
    assert bookmarks > 60


@pytest.mark.poppler
def test_every_font_is_embedded_and_qpdf_finds_nothing(reports: Callable[[str], Report]) -> None:
    embedded_and_clean(reports("hefei-precision").path)


def test_ticks_are_drawn_not_set(reports: Callable[[str], Report]) -> None:
    report = reports("hefei-precision")
    marks = [cell.mark for table in walk(report.document, Table) for row in table.rows for cell in row.cells]
    assert {"tick", "cross"} <= set(marks)
    printed = {char for page in report.printed.pages for text in page.texts for char in text}
    assert not printed & set("☑☐✔✓✗✘√")
