"""The Word report: what python-docx reads back is what the document says, in real styles, whatever was typed."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from PIL import Image

from anhui_assess.domain.errors import EnvironmentFaultError
from anhui_assess.report.drawing import Circle, Drawing, Label, Line, Polygon, Rect
from anhui_assess.report.model import (
    Block,
    Cell,
    Cover,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
)
from anhui_assess.report.raster import to_png
from anhui_assess.report.word.writer import WordReport, write_docx
from anhui_assess.services.ports import CancelledError
from tests.report.conftest import FONTS, document_of
from tests.report.docx_checks import sound, text_of
from tests.report.sample import sample_document
from tests.report.test_writer import HOSTILE, every_block


def word(tmp_path: Path, document: Document) -> tuple[Any, WordReport]:
    target = tmp_path / "r.docx"
    report = write_docx(document, target, fonts_dir=FONTS)
    return sound(target), report


def of(tmp_path: Path, *blocks: Block, **changes: object) -> tuple[Any, WordReport]:
    return word(tmp_path, document_of(*blocks, **changes))


@pytest.mark.parametrize("text", HOSTILE, ids=[f"{number}" for number in range(len(HOSTILE))])
def test_hostile_text_in_every_field_gives_a_sound_file(text: str, tmp_path: Path) -> None:
    short = text[:3000]
    found, report = of(
        tmp_path, *every_block(short), cover=Cover(text, (text,), text, ((text, text),), text, (text,)), title=text,
        author=text, subject=text, keywords=(text,), header=(text, text), footer=text, watermark=text[:20],
    )  # fmt: skip
    odd = any(
        (ord(char) < 32 and char not in "\t\n\r\x0b\x0c") or 0xD800 <= ord(char) < 0xE000 for char in short
    )
    assert ("□" in text_of(found)) >= odd
    assert bool(report.missing) >= odd


def test_what_was_typed_is_there_letter_by_letter(tmp_path: Path) -> None:
    typed = "<b>&amp;</b> ‘引号’ 䶮𠮷 😀 مرحبا " + "长" * 20000 + "w" * 300
    found, report = of(tmp_path, Paragraph(typed))
    assert typed in text_of(found)
    assert not report.missing


def test_control_characters_are_boxes_and_counted(tmp_path: Path) -> None:
    found, report = of(tmp_path, Paragraph("甲\x00\x1b乙\u202e丙"))
    assert "甲□□乙□丙" in text_of(found)
    assert report.missing == {"U+0000": 1, "U+001B": 1, "U+202E": 1}
    assert "有 3 个控制字符" in text_of(found)


def test_headings_are_headings_and_the_contents_lead_to_them(tmp_path: Path) -> None:
    found, _ = of(
        tmp_path,
        Heading(0, "第一部分", "p"), Heading(1, "摘要", "a", "一、"), Paragraph("字"), Heading(2, "总览", "b", "（一）"), Heading(3, "细目", "c"),
    )  # fmt: skip
    styled = [
        (entry.style.name, entry.text) for entry in found.paragraphs if entry.style.name.startswith("Heading")
    ]
    assert styled == [("Heading 1", "一、摘要"), ("Heading 2", "（一）总览"), ("Heading 3", "细目")]
    contents = [entry.text for entry in found.paragraphs if entry.style.name.startswith("toc")]
    assert [entry.rstrip("\t") for entry in contents] == ["第一部分", "一、摘要", "（一）总览"]
    instructions = [entry.text for entry in found.element.body.iter(qn("w:instrText"))]
    assert instructions[0].split() == ["TOC", "\\o", '"1-2"', "\\h", "\\z", "\\u"]


def test_a_table_repeats_its_head_and_keeps_short_rows_whole(tmp_path: Path) -> None:
    columns = (TableColumn("项目", 2), TableColumn("用量", 1, "decimal", "kWh"))
    rows = (
        TableRow((Cell("组"),), "group"),
        TableRow((Cell("电"), Cell("12.5"))),
        TableRow((Cell("备注" * 300), Cell(""))),
        TableRow((Cell("跨", span=2),)),
    )
    found, _ = of(tmp_path, Table(columns, rows, "能源表", "注", "t", "表 1"))
    (table,) = found.element.body.iter(qn("w:tbl"))
    heads, whole = (
        [row.find(f"{qn('w:trPr')}/{qn(name)}") is not None for row in table.iter(qn("w:tr"))]
        for name in ("w:tblHeader", "w:cantSplit")
    )
    assert heads == [True, False, False, False, False]
    assert whole == [True, True, True, False, True]
    assert "用量（kWh）" in text_of(found)
    assert "表 1　能源表" in [entry.text for entry in found.paragraphs]


def test_a_figure_is_a_picture_with_words_for_those_who_cannot_see_it(tmp_path: Path) -> None:
    drawing = Drawing(100, 40, (Rect(0, 0, 50, 40, "accent"), Label(5, 30, "标")), "雷达图\x00")
    found, report = of(tmp_path, Figure(drawing, "能力域", number="图 1"))
    assert report.pictures == 1
    (picture,) = found.inline_shapes
    assert (round(picture.width.pt), round(picture.height.pt)) == (100, 40)
    assert picture._inline.docPr.get("descr") == "雷达图□：能力域"


def test_drawings_become_pictures_in_the_colours_of_the_palette() -> None:
    shapes = (
        Rect(0, 0, 40, 40, "accent"), Circle(60, 20, 15, "bad"), Polygon(((80, 0), (100, 0), (100, 40)), "good", "text", opacity=0.5),
        Line(0, 45, 100, 45, "text", 1.0, (2.0, 2.0)), Label(50, 48, "中", 8, anchor="middle", bold=True), Rect(5, 5, 0, 0, "bad"),
        Polygon(((1, 1),), "bad"), Label(0, 0, ""), Polygon(((0, 1), (9, 9)), stroke="bad", closed=False, dash=(1.0, 1.0)),
    )  # fmt: skip
    image = Image.open(io.BytesIO(to_png(Drawing(100, 50, shapes), FONTS))).convert("RGB")
    assert image.size == (334, 167)

    def near(x: int, y: int, colour: tuple[int, int, int]) -> bool:
        found = image.getpixel((x, y))
        assert isinstance(found, tuple)
        return all(abs(part - other) <= 8 for part, other in zip(found, colour, strict=True))

    assert near(60, 100, (0x0F, 0x5C, 0x8C))
    assert near(200, 66, (0xB3, 0x26, 0x1E))
    assert near(155, 10, (255, 255, 255))


def test_the_whole_sample_is_sound_and_the_same_every_time(tmp_path: Path) -> None:
    made = []
    for name in ("a.docx", "b.docx"):
        write_docx(sample_document(6), tmp_path / name, fonts_dir=FONTS)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    found = sound(tmp_path / "a.docx")
    assert found.core_properties.title == sample_document(6).title
    assert found.core_properties.comments == ""
    faces = {entry.get(qn("w:eastAsia")) for entry in found.styles.element.iter(qn("w:rFonts"))}
    assert {"宋体", "黑体"} <= faces


def test_a_short_paper_has_neither_cover_nor_contents(tmp_path: Path) -> None:
    found, _ = of(tmp_path, Heading(1, "甲", "a"), bare=True)
    assert text_of(found) == "甲"


def stopping(after: int) -> Callable[[], bool]:
    """Return what asks to stop after it was asked so often."""
    asked = itertools.count()
    return lambda: next(asked) >= after


def test_cancelling_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "r.docx"
    target.write_bytes(b"earlier")
    for after in range(4):
        with pytest.raises(CancelledError):
            write_docx(sample_document(3), target, fonts_dir=FONTS, cancelled=stopping(after))
    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFaultError, match="不存在"):
        write_docx(sample_document(1), tmp_path / "no" / "r.docx", fonts_dir=FONTS)


def test_header_and_footer_carry_fingerprint_draft_and_page_number(tmp_path: Path) -> None:
    of(tmp_path, Paragraph("字"), footer="指纹 abcd", watermark="草稿", header=("左", "右"))
    with zipfile.ZipFile(tmp_path / "r.docx") as package:
        parts = {
            name: package.read(name).decode()
            for name in package.namelist()
            if "header" in name or "footer" in name
        }
    assert any("草稿" in part and "右" in part for part in parts.values())
    assert any("指纹 abcd" in part and "NUMPAGES" in part for part in parts.values())
