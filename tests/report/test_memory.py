"""What is kept of earlier reports changes no byte, is bounded, and leaves little to do after one changed answer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from anhui_assess import composition
from anhui_assess.content.library import shipped_catalog
from anhui_assess.report.compose import compose
from anhui_assess.report.drawing import Drawing, Label, Polygon
from anhui_assess.report.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Columns,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.pdf import drawing
from anhui_assess.report.pdf.fonts import load_faces
from anhui_assess.report.pdf.memory import Store
from anhui_assess.report.pdf.writer import pdf_bytes
from anhui_assess.services.session import AssessmentSession
from tests.assessments import sample
from tests.report.conftest import document_of
from tests.verifying.conftest import without_planning

WORDS = (
    "企业",
    "诊断，方案。",
    "产线 12.5 万元",
    "MES 系统",
    "𠮷䶮😀",
    "مرحبا",
    "\x07",
    "（一）",
    "0.8",
    "长" * 90,
)


def table(dice: random.Random) -> Table:
    count = dice.choice((1, 5, 14, 40, 90))
    columns = (TableColumn("项", 3), TableColumn("数", 1, "decimal"), TableColumn("注", 2))
    rows = tuple(
        TableRow(
            (Cell(f"第 {n} 行{dice.choice(WORDS[:3])}"), Cell(f"{n}.5"), Cell(dice.choice(WORDS), link="k1")),
            dice.choice(("", "", "", "group", "detail", "total")),
            f"row-{n % 7}",
        )
        for n in range(count)
    )
    return Table(columns, rows, dice.choice(("", "表题")), dice.choice(("", "注")), dice.choice(("", "t1")))


def block(dice: random.Random) -> Block:
    text = dice.choice(WORDS)
    shape = Polygon(((0, 0), (90, 0), (50, 60)), "accent", opacity=dice.choice((1.0, 0.4)))
    return dice.choice(
        (
            Heading(
                dice.choice((1, 2, 3)), text, dice.choice(("k1", "k2", "")), new_page=dice.random() < 0.3
            ),
            Paragraph(text * dice.choice((1, 9, 60))),
            Paragraph((Run(text, bold=True), Run("后文", tone="bad"))),
            Bullets((text, "另一条"), numbered=dice.random() < 0.5),
            Callout("注意", text, "bad"),
            Columns((Heading(2, text, "k3"), Paragraph(text)), (Paragraph("右"),)),
            Figure(Drawing(120, 80, (shape, Label(5, 5, text))), text, "f1"),
            PageBreak(),
            table(dice),
        )
    )


def edited(document: Document, dice: random.Random) -> Document:
    """Change something somewhere: a block, the order, a cell of a table, the running lines, the watermark."""
    blocks = list(document.sections[0].blocks)
    at = dice.randrange(len(blocks))
    chosen = blocks[at]
    if isinstance(chosen, Table) and dice.random() < 0.8:
        rows = list(chosen.rows)
        where = dice.randrange(len(rows))
        rows[where] = replace(rows[where], cells=(Cell(dice.choice(WORDS)), *rows[where].cells[1:]))
        blocks[at] = replace(chosen, rows=tuple(rows))
    else:
        dice.choice(
            (
                lambda: blocks.insert(at, block(dice)),
                lambda: blocks.insert(at, chosen),
                lambda: blocks.append(blocks.pop(at)),
                lambda: blocks.__setitem__(at, block(dice)),
            )
        )()
    return replace(
        document,
        sections=(Section("s", "章", tuple(blocks)),),
        footer=f"指纹 {dice.randrange(10**6)}",
        watermark=dice.choice((document.watermark, "", "草稿")),
    )


def cold(document: Document, fonts_dir: Path) -> bytes:
    """The bytes a process gives that has made no report before."""
    load_faces.cache_clear()
    return pdf_bytes(document, fonts_dir=fonts_dir)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    load_faces.cache_clear()
    yield
    load_faces.cache_clear()


@pytest.mark.parametrize("seed", range(3))
def test_a_document_edited_again_and_again_is_the_same_as_made_alone(seed: int, fonts_dir: Path) -> None:
    dice = random.Random(seed)
    document = document_of(*(block(dice) for _ in range(14)))
    made: list[tuple[Document, bytes]] = []
    for _ in range(10):
        made.append((document, pdf_bytes(document, fonts_dir=fonts_dir)))
        document = edited(document, dice)
    made.append((made[0][0], pdf_bytes(made[0][0], fonts_dir=fonts_dir)))
    for document, data in made:
        assert cold(document, fonts_dir) == data


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AssessmentSession]:
    without_planning(monkeypatch)
    library = composition.open_library(tmp_path / "w", create=True)
    yield library.open(library.import_documents([sample("anqing-textile", shipped_catalog())])[0].id)
    library.store.close()


def test_after_one_changed_answer_few_pages_are_drawn_and_no_byte_differs(
    session: AssessmentSession, fonts_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []
    draw = drawing._Drawing._draw

    def counted(self: object, page: object) -> object:
        drawn.append(page)
        return draw(self, page)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing._Drawing, "_draw", counted)
    document = compose(composition.prepare_report(session, "2026-11-23"))
    pdf_bytes(document, fonts_dir=fonts_dir)
    whole = len(drawn)
    for value in (0.5, 0.8):
        drawn.clear()
        session.answer("smart_factory", "sf.sched.3.1", value)
        document = compose(composition.prepare_report(session, "2026-11-23"))
        warm = pdf_bytes(document, fonts_dir=fonts_dir)
        assert 1 <= len(drawn) <= whole / 4
    assert cold(document, fonts_dir) == warm


def test_what_is_kept_is_bounded(fonts_dir: Path) -> None:
    memory = load_faces(fonts_dir).memory
    sizes = []
    for number in range(8):
        pdf_bytes(document_of(*(Paragraph(f"{number} {place}") for place in range(20))), fonts_dir=fonts_dir)
        sizes.append((len(memory.blocks), len(memory.pages), len(memory.fonts)))
    assert sizes[-1] == sizes[-2] == sizes[-3]
    assert len(memory.blocks) == 60


def test_a_store_forgets_what_is_not_used_and_takes_no_more_than_it_may() -> None:
    store: Store[str] = Store(10)
    store.begin()
    store.keep("a", "甲", 6)
    store.keep("b", "乙", 6)
    assert store.get("a") == "甲"
    assert store.get("b") is None
    for _ in range(3):
        store.begin()
    assert store.get("a") is None
    store.keep("b", "乙", 6)
    assert store.get("b") == "乙"
