"""Where every block stands: agreed layouts kept as data, and the rules that no page of a sample report may break."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.report.brief import brief
from anhui_assess.report.compose import compose
from anhui_assess.report.model import Document, Heading
from anhui_assess.report.pdf.writer import count_pages
from anhui_assess.services.reporting import ReportHeading, ReportInput, gather
from tests.assessments import SAMPLES, sample_plan
from tests.report.drawn import blocks_of, faults, layout_of
from tests.report.sample import sample_document

AGREED = Path(__file__).parents[1] / "data" / "layout"
HEADING = ReportHeading("2026 年自评", "2026-10-31", "李四", "2026-11-23")


def source_of(name: str, engine: ScoringEngine, catalog: Catalog) -> ReportInput:
    scored, plan = sample_plan(name, engine)
    source = gather(scored, HEADING, attachments={"a.json": b"{}"}, plan=plan)
    return replace(source, program_version="0")


def agreed(name: str, found: str, request: pytest.FixtureRequest) -> None:
    path = AGREED / f"{name}.txt"
    if request.config.getoption("--snapshot-update"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), (
        "--snapshot-update writes it anew; look at the pages first (tests/README.md)"
    )


def test_every_kind_of_block_stands_where_agreed(fonts_dir: Path, request: pytest.FixtureRequest) -> None:
    agreed("blocks", blocks_of(sample_document(1), fonts_dir), request)


def test_front_pages_and_brief_stand_where_agreed(
    engine: ScoringEngine, catalog: Catalog, fonts_dir: Path, request: pytest.FixtureRequest
) -> None:
    source = source_of("hefei-precision", engine, catalog)
    chosen = ("summary", "profile", "declaration")
    front = blocks_of(compose(replace(source, sections=chosen)), fonts_dir)
    one_page = brief(source, lambda made: count_pages(made, fonts_dir=fonts_dir))
    agreed("front", front + "一页简报\n" + blocks_of(one_page, fonts_dir), request)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_page_of_a_sample_report_breaks_a_rule(
    name: str, engine: ScoringEngine, catalog: Catalog, fonts_dir: Path
) -> None:
    document = compose(source_of(name, engine, catalog))
    assert faults(document, fonts_dir) == []
    assert one_page_summary(document, fonts_dir)


def one_page_summary(document: Document, fonts_dir: Path) -> bool:
    layout, _ = layout_of(document, fonts_dir)
    places = {entry.key: entry.page for entry in layout.entries}
    after = next(
        block.key
        for section in document.sections[1:]
        for block in section.blocks
        if isinstance(block, Heading)
    )
    return places[after] == places["summary"] + 1


def test_the_rules_find_what_is_wrong(fonts_dir: Path) -> None:
    from anhui_assess.report.drawing import Drawing, Line
    from anhui_assess.report.model import Figure, Paragraph, Section

    heading = Heading(1, "标题", "k")
    wide = Figure(Drawing(100, 20, (Line(-200, 0, 900, 0),)))
    made = sample_document(1)
    broken = replace(made, sections=(Section("s", "节", (heading, wide, Paragraph("正文"))),))
    assert any("越出左右" in fault for fault in faults(broken, fonts_dir))
