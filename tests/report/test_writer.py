from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhui_assess.domain.errors import DiskFullError, EnvironmentFaultError
from anhui_assess.report.drawing import Drawing, Label
from anhui_assess.report.model import (
    Bars,
    Block,
    Bullets,
    Callout,
    Card,
    Cards,
    Cell,
    Columns,
    Cover,
    Figure,
    Heading,
    KeyValues,
    Paragraph,
    Record,
    Records,
    Run,
    Signature,
    Table,
    TableColumn,
    TableRow,
)  # fmt: skip
from anhui_assess.report.pdf.blocks import LAYOUTS, lay_out
from anhui_assess.report.pdf.blocks.rows import Row
from anhui_assess.report.pdf.blocks.table import widened
from anhui_assess.report.pdf.fonts import load_faces
from anhui_assess.report.pdf.pieces import paginate
from anhui_assess.report.pdf.setter import Setter
from anhui_assess.report.pdf.writer import lay_out_document, write_pdf
from anhui_assess.services.ports import CancelledError
from tests.report.conftest import Write, document_of
from tests.report.sample import sample_document

HOSTILE = (
    "<b>&amp;</b><img src='file:///etc/passwd'/> {x} %s \\n (a) [b] \\( %PDF",
    "表情 😀👩‍👩‍👧 🇨🇳 完", "阿拉伯 مرحبا 希伯来 שלום 完", "控制\x00\x01\x1b\x7f\x85符", "方向\u202e倒过来\u202c 完 \u2066x\u2069", "生僻 䶮 𠮷 喆 堃 镕 ㎡",
    "半个代理 \ud83d 完", "长" * 32000, "w" * 300, "\n\n\n", " ", "", "a\r\nb\tc", "组合 e\u0301 a\u0308 \u200b零宽\ufeff", "‘’“”……——", "，。、；：",
)  # fmt: skip


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def every_block(text: str) -> tuple[Block, ...]:
    columns = (TableColumn(text, 1), TableColumn("数", 1, "decimal", text))
    return (
        Heading(1, text, "key-1", "一、"), Paragraph(text), Paragraph((Run(text, bold=True), Run(text, tone="bad"))), Paragraph(text, "note"),
        Bullets((text, text), numbered=True), KeyValues(((text, text), ("键", text)), 2), KeyValues(((text, text),)),
        Table(columns, (TableRow((Cell(text), Cell(text))), TableRow((Cell(text),), "group"), TableRow((Cell(text), Cell("1.5")), "total"), TableRow((Cell(""), Cell(text)), "detail")), text, text, "t"),
        Figure(Drawing(100, 20, (Label(0, 10, text),), text), text), Cards((Card(text, text, text, text, "good"),)),
        Records((Record(text, text, text, (text, text)),)), Columns((Paragraph(text),), (Bullets((text,)),)), Callout(text, text), Bars(((text, 2.0, text),)),
        Signature(text, (text, text)),
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[f"{number}" for number in range(len(HOSTILE))])
def test_hostile_text_in_every_field_gives_a_sound_file(text: str, write: Write) -> None:
    short = text[:3000]
    path, report = write(
        *every_block(short), cover=Cover(text, (text,), text, ((text, text),), text, (text,)), title=text, author=text, subject=text,
        keywords=(text,), header=(text, text), footer=text, watermark=text[:20],
    )  # fmt: skip
    assert report.pages == len(pypdf.PdfReader(path).pages)
    if shutil.which("qpdf"):
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


@pytest.mark.poppler
def test_long_texts_are_printed_whole(write: Write, pdftotext: Callable[[Path], str]) -> None:
    long = "".join(chr(0x4E00 + index % 3000) for index in range(32000))
    path, _ = write(Paragraph(long))
    assert long in body(pdftotext(path))
    table = Table((TableColumn("甲", 1), TableColumn("乙", 3)), (TableRow((Cell("短"), Cell(long[:20000]))),))
    path, _ = write(table, name="table.pdf")
    assert long[:20000] in body(pdftotext(path)).replace("甲乙", "")


@pytest.mark.poppler
@pytest.mark.parametrize("place", range(len(every_block("字"))))
def test_a_long_text_is_printed_whole_in_every_block(
    place: int, write: Write, pdftotext: Callable[[Path], str]
) -> None:
    text = "".join(chr(0x4E00 + index) for index in range(2500))
    path, _ = write(every_block(text)[place])
    assert set(text) <= set(pdftotext(path))


def body(text: str) -> str:
    """The text without running lines."""
    lines = [
        line
        for line in text.replace("\f", "\n").split("\n")
        if not re.fullmatch(r"左|右|脚|左 ?右|脚 ?第.*|第 \d+ 页 / 共 \d+ 页", line)
    ]
    return squeezed("".join(lines))


words = st.text(alphabet="企业诊断方案工厂数据，。（）abc 12.5", min_size=1, max_size=120)


@pytest.mark.poppler
@given(texts=st.lists(words, min_size=1, max_size=25))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_appears_once_and_in_order(
    texts: list[str], write: Write, pdftotext: Callable[[Path], str]
) -> None:
    marked = [f"【{number}始】{text}【{number}终】" for number, text in enumerate(texts)]
    makers: tuple[Callable[[str, int], Block], ...] = (
        lambda text, _: Paragraph(text), lambda text, number: Heading(number % 3 + 1, text, f"k{number}"), lambda text, _: Bullets((text,)),
        lambda text, _: KeyValues((("键", text),)), lambda text, _: Callout("题", text), lambda text, _: Records((Record("1", text),)),
        lambda text, _: Table((TableColumn("列", 1),), (TableRow((Cell(text),)),)),
    )  # fmt: skip
    path, _ = write(*(makers[number % len(makers)](text, number) for number, text in enumerate(marked)))
    printed = body(pdftotext(path))
    place = 0
    for text in marked:
        found = printed.find(squeezed(text), place)
        assert found >= 0, text
        place = found + 1


def test_file_is_the_same_every_time(tmp_path: Path, fonts_dir: Path) -> None:
    first = write_pdf(sample_document(12), tmp_path / "a.pdf", fonts_dir=fonts_dir)
    second = write_pdf(sample_document(12), tmp_path / "b.pdf", fonts_dir=fonts_dir)
    assert first.sha256 == second.sha256
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    script = (
        "import sys; from pathlib import Path; from tests.report.sample import sample_document;"
        "from anhui_assess.report.pdf.writer import write_pdf;"
        "print(write_pdf(sample_document(12), Path(sys.argv[1]), fonts_dir=Path(sys.argv[2])).sha256)"
    )
    root = Path(__file__).parents[2]
    import sys

    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "c.pdf"), str(fonts_dir)],
        cwd=root, env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima"}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() == first.sha256


@pytest.mark.poppler
def test_file_is_sound_and_all_fonts_are_embedded(tmp_path: Path, fonts_dir: Path) -> None:
    target = tmp_path / "a.pdf"
    write_pdf(sample_document(12, "草稿"), target, fonts_dir=fonts_dir)
    subprocess.run(["qpdf", "--check", str(target)], check=True, capture_output=True)
    fonts = subprocess.run(
        ["pdffonts", str(target)], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    assert len(fonts) == 4
    assert all(re.search(r"Identity-H +yes +yes +yes", line) for line in fonts)


def test_information_contents_bookmarks_and_attachment(tmp_path: Path, fonts_dir: Path) -> None:
    target = tmp_path / "a.pdf"
    report = write_pdf(sample_document(12), target, fonts_dir=fonts_dir)
    reader = pypdf.PdfReader(target)
    assert reader.metadata is not None
    assert reader.metadata.title == "一企一诊断 一企一方案：合肥示例精密机械有限公司"
    assert "2026" in str(reader.metadata.creation_date)
    assert str(reader.root_object["/Lang"]) == "zh-CN"
    assert set(reader.attachments) == {"assessment.json", "pages.json"}
    assert b"answers" in reader.attachments["assessment.json"][0]
    first = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [str(entry["/Title"]) for entry in first][:3] == ["摘要", "一、企业概况", "二、智能工厂诊断"]
    contents = reader.pages[1].extract_text()
    for entry in first:
        page = reader.get_destination_page_number(entry)
        assert page is not None
        number = page + 1
        assert re.search(rf"{re.escape(squeezed(str(entry['/Title'])))}{number}", squeezed(contents))
    assert len(reader.pages) == report.pages
    assert f"第 {report.pages} 页 / 共 {report.pages} 页" in reader.pages[-1].extract_text()


def test_table_head_stands_on_every_page(write: Write) -> None:
    rows = tuple(TableRow((Cell(str(number)), Cell("值"))) for number in range(120))
    path, _ = write(Table((TableColumn("序号列", 1), TableColumn("数值列", 1)), rows, "表题"))
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages][1:]
    assert len(pages) >= 3
    assert all("序号列" in page for page in pages)
    assert sum(page.count("表题") for page in pages) == 1


def test_heading_is_never_last_on_a_page(fonts_dir: Path) -> None:
    for lines in range(20, 60):
        blocks: list[Block] = [
            *(Paragraph("行", "small") for _ in range(lines)),
            Heading(2, "题", "h"),
            Paragraph("段" * 200),
        ]
        layout = lay_out_document(
            document_of(*blocks), Setter(load_faces(fonts_dir), lay_out), lambda *_: None
        )
        for page in layout.body:
            assert page[-1][0].entry is None


def test_every_page_is_filled_but_not_over(fonts_dir: Path) -> None:
    from anhui_assess.report.pdf.style import BODY_HEIGHT

    layout = lay_out_document(sample_document(), Setter(load_faces(fonts_dir), lay_out), lambda *_: None)
    assert layout.page_count >= 30
    for page in layout.body:
        assert page
        assert max(y + piece.height for piece, y in page) <= BODY_HEIGHT + 0.1
        tops = [y for _, y in page]
        assert tops == sorted(tops)


def test_what_no_face_has_is_boxed_counted_and_still_searchable(write: Write) -> None:
    path, report = write(Paragraph("龘靐 𠮷 野家 𠮷 䶮 \x07"))
    assert report.missing_glyphs["U+20BB7"] == 2
    assert report.missing_glyphs["U+0007"] == 1
    assert "𠮷" in pypdf.PdfReader(path).pages[1].extract_text()


def test_names_and_places_of_the_standard_list_are_drawn(write: Write, tmp_path: Path) -> None:
    """通用规范汉字表 goes beyond GBK: 䶮 and 鿏 in names, 𬭚 𫖮 𫗧 𬬭 beyond 16 bits."""
    rare = "䶮㛃㛚鿏𬭚𫖮𫗧𬬭"
    table = Table((TableColumn("法定代表人", 1),), (TableRow((Cell(rare, bold=True),)),))
    path, report = write(Heading(1, rare, "h"), Paragraph(rare), Paragraph((Run(rare, bold=True),)), table)
    assert report.missing_glyphs == {}
    assert pypdf.PdfReader(path).pages[2].extract_text().count(rare) == 4


def cancel_at(moment: int) -> Callable[[], bool]:
    calls = itertools.count()
    return lambda: next(calls) >= moment


def test_cancelling_anywhere_leaves_nothing(tmp_path: Path, fonts_dir: Path) -> None:
    document, target = sample_document(12), tmp_path / "a.pdf"
    for moment in (0, 3, 10, 20, 30):
        with pytest.raises(CancelledError):
            write_pdf(document, target, fonts_dir=fonts_dir, cancelled=cancel_at(moment))
        assert list(tmp_path.iterdir()) == []
    steps: list[float] = []
    write_pdf(document, target, fonts_dir=fonts_dir, progress=lambda share, _what: steps.append(share))
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    before = target.read_bytes()
    with pytest.raises(CancelledError):
        write_pdf(document, target, fonts_dir=fonts_dir, cancelled=cancel_at(len(steps) - 2))
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_faults_of_the_machine_are_told_in_chinese(
    tmp_path: Path, fonts_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = document_of(Paragraph("段"))
    with pytest.raises(EnvironmentFaultError, match="不存在"):
        write_pdf(document, tmp_path / "no" / "a.pdf", fonts_dir=fonts_dir)
    with pytest.raises(EnvironmentFaultError, match="字体"):
        write_pdf(document, tmp_path / "a.pdf", fonts_dir=tmp_path)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError, match="磁盘空间不足"):
        write_pdf(document, tmp_path / "a.pdf", fonts_dir=fonts_dir)
    assert list(tmp_path.iterdir()) == []


def test_decimal_points_stand_below_each_other(fonts_dir: Path) -> None:
    values = ("1.5", "12.25", "1,203", "0.125", "-3.0%")
    table = Table(
        (TableColumn("甲", 1), TableColumn("乙", 1, "decimal")),
        tuple(TableRow((Cell("x"), Cell(value))) for value in values),
    )
    setter = Setter(load_faces(fonts_dir), lay_out)
    sans = setter.faces.faces["sans"]
    points = set()
    for piece in lay_out(setter, (table,), 0, 400)[1:]:
        assert isinstance(piece, Row)
        box = piece.boxes[1]
        whole = re.match(r"[-0-9,]+", box.lines[0].text)
        assert whole is not None
        points.add(
            round(
                box.x + box.offset + sum(sans.widths[char] for char in whole.group()) * box.style.size / 1000,
                3,
            )
        )
    assert len(points) == 1


def test_no_number_is_cut_in_two_while_words_have_room(fonts_dir: Path) -> None:
    numbers = ("0.0001229", "11,820,000", "7,728,608.250", "1,449,483")
    columns = (TableColumn("品种", 6.0), *(TableColumn(f"数{n}", 0.5, "right") for n in range(len(numbers))))
    table = Table(columns, (TableRow((Cell("外购电力（电网）"), *map(Cell, numbers))),))
    setter = Setter(load_faces(fonts_dir), lay_out)
    row = lay_out(setter, (table,), 0, 400)[1]
    assert isinstance(row, Row)
    assert [len(box.lines) for box in row.boxes[1:]] == [1] * len(numbers)
    assert [box.lines[0].text for box in row.boxes[1:]] == list(numbers)
    assert row.boxes[-1].x + row.boxes[-1].width <= 400


@given(st.lists(st.tuples(st.floats(1, 200), st.floats(0, 200)), min_size=1, max_size=12))
def test_widened_columns_fill_the_same_room(columns: list[tuple[float, float]]) -> None:
    widths, least = [width for width, _ in columns], [need for _, need in columns]
    found = widened(widths, least)
    assert sum(found) == pytest.approx(sum(widths))
    if found != widths:
        assert all(width >= need - 1e-9 for width, need in zip(found, least, strict=True))


def test_links_lead_to_keys_and_unknown_keys_are_left_out(write: Write) -> None:
    table = Table(
        (TableColumn("甲", 1),),
        (TableRow((Cell("去", link="there"),)), TableRow((Cell("空", link="nowhere"),))),
    )
    path, _ = write(table, Heading(1, "那里", "there"))
    page = pypdf.PdfReader(path).pages[2]
    assert len(page.get("/Annots", [])) == 1


def test_every_block_of_the_model_has_a_layout() -> None:
    import typing

    from anhui_assess.report import model

    assert {kind.__name__ for kind in typing.get_args(model.Block)} == {kind.__name__ for kind in LAYOUTS} | {
        "PageBreak"
    }


def test_layout_of_the_sample_is_as_agreed(fonts_dir: Path) -> None:
    layout = lay_out_document(sample_document(12), Setter(load_faces(fonts_dir), lay_out), lambda *_: None)
    found = [f"{entry.page} {entry.text}" for entry in layout.entries if entry.level == 1]
    expected = (Path(__file__).parent / "layout.txt").read_text("utf-8").splitlines()
    assert found == expected


def test_stopping_does_not_wait_for_the_end_of_a_long_table(tmp_path: Path, fonts_dir: Path) -> None:
    """Asked thousands of times while one section is laid out, the writer stops at the first yes and leaves nothing."""
    rows = tuple(TableRow((Cell(f"第 {number} 行的说明文字"), Cell(str(number)))) for number in range(2000))
    document = document_of(Table((TableColumn("甲", 3), TableColumn("乙", 1)), rows))
    asked = itertools.count()
    with pytest.raises(CancelledError):
        write_pdf(document, tmp_path / "r.pdf", fonts_dir=fonts_dir, cancelled=lambda: next(asked) > 500)
    assert next(asked) == 502
    assert list(tmp_path.iterdir()) == []


def test_a_report_after_another_one_is_the_same_as_alone(tmp_path: Path, fonts_dir: Path) -> None:
    """What is kept of earlier reports saves time only: bytes and counted boxes are as in a fresh process."""
    odd = document_of(
        Paragraph("甲\x01😀 企业"), Table((TableColumn("列", 1),), (TableRow((Cell("乙\x02"),)),))
    )
    load_faces(fonts_dir).kept.clear()
    first = write_pdf(odd, tmp_path / "1.pdf", fonts_dir=fonts_dir)
    write_pdf(sample_document(2), tmp_path / "2.pdf", fonts_dir=fonts_dir)
    again = write_pdf(odd, tmp_path / "3.pdf", fonts_dir=fonts_dir)
    assert again.sha256 == first.sha256
    assert again.missing_glyphs == first.missing_glyphs == {"U+0001": 1, "U+0002": 1, "U+1F600": 1}


def test_a_numbered_chapter_follows_on_a_page_that_carries_little(fonts_dir: Path) -> None:
    setter = Setter(load_faces(fonts_dir), lay_out)

    def pages(lines: int, number: str) -> int:
        blocks = (
            *(Paragraph(f"第 {place} 段。") for place in range(lines)),
            Heading(1, "下一章", "next", number=number, new_page=True),
            Paragraph("正文。"),
        )
        return len(paginate(lay_out(setter, blocks, 0, 400), 700.0))

    assert pages(4, "二、") == 1
    assert pages(4, "") == 2  # an annex, or the page to be stamped
    assert pages(20, "二、") == 2
