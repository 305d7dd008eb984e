"""Writes a document as Word (.docx).

The package is python-docx's, the body our own WordprocessingML: a table of five hundred rows takes no longer than its text.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import segno
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Pt

from anhui_assess.report.drawing import Drawing
from anhui_assess.report.model import Cover, Document, Heading
from anhui_assess.report.palette import DEFAULT_PALETTE
from anhui_assess.report.pdf.fonts import BOX, clean, code_points
from anhui_assess.report.pdf.output import write_file
from anhui_assess.report.pdf.style import BOTTOM, LEFT, MEASURE, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP
from anhui_assess.report.raster import to_png
from anhui_assess.report.word.blocks import BREAK, Blocks, keys_of, titled
from anhui_assess.report.word.markup import SHOWN_BOX, Markup, cell, field, row, spread, table
from anhui_assess.report.word.styles import set_styles
from anhui_assess.services.ports import Cancelled, CancelledError, Progress

NOTE = "Word 版供编辑和摘用，不带数据附件，也不能核对是否改动；报送和存档请用 PDF 版。"
_TWIPS = 20
_MEASURE = round(MEASURE * _TWIPS)
_NAMES = nsdecls("w", "r", "wp", "a", "pic")
_DEEPEST = 2
_MOST_NAMED = 20
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class WordReport:
    """What was written. `missing` is code point to how often a box stands for a character no document may hold."""

    tables: int
    pictures: int
    missing: Mapping[str, int]


def write_docx(
    document: Document,
    target: Path,
    *,
    fonts_dir: Path,
    palette: Mapping[str, str] = DEFAULT_PALETTE,
    progress: Progress = lambda _share, _what: None,
    cancelled: Cancelled = lambda: False,
) -> WordReport:
    """Write a document to `target`.

    Raises CancelledError when `cancelled` says so, EnvironmentFaultError or DiskFullError when the machine refuses; in each
    case `target` is as it was and nothing else is left behind.
    """

    def step(share: float, what: str) -> None:
        if cancelled():
            raise CancelledError
        progress(share, what)

    maker = _Maker(document, fonts_dir, palette)
    for number, section in enumerate(document.sections):
        step(0.9 * number / len(document.sections), f"编写：{section.title}")
        maker.add(maker.blocks.xml(section.blocks))
    step(0.9, "生成文件")
    data = maker.finish()
    write_file(target, data, lambda: step(0.98, "写入文件"))
    progress(1.0, "完成")
    return WordReport(maker.tables, maker.pictures, code_points(maker.made.missing))


class _Maker:
    """A Word document in the making."""

    def __init__(self, document: Document, fonts_dir: Path, palette: Mapping[str, str]) -> None:
        self._document = document
        self._fonts_dir = fonts_dir
        self._palette = palette
        self._word = docx.Document()
        self._body = self._word.element.body
        self.made = Markup(palette)
        self.blocks = Blocks(self.made, self._picture, _MEASURE)
        self.tables = self.pictures = 0
        keys = (key for section in document.sections for key in keys_of(section.blocks))
        self.made.anchors = {key: f"k{number}" for number, key in enumerate(dict.fromkeys(keys), 1)}
        set_styles(self._word, palette, _MEASURE)
        self._set_page()
        if not document.bare:
            self.add(self._cover(document.cover))
            self.add(self._contents())

    def add(self, parts: Iterator[str]) -> None:
        """Append paragraphs and tables before the section's properties."""
        end = self._body.find(qn("w:sectPr"))
        for xml in parts:
            self.tables += xml.startswith("<w:tbl>")
            for element in parse_xml(f"<w:body {_NAMES}>{xml}</w:body>"):
                end.addprevious(element)

    def _set_page(self) -> None:
        section = self._word.sections[0]
        section.page_width, section.page_height = Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT)
        section.left_margin, section.right_margin = Pt(LEFT), Pt(RIGHT)
        section.top_margin, section.bottom_margin = Pt(TOP), Pt(BOTTOM)
        section.header_distance, section.footer_distance = Pt(42), Pt(36)
        section.different_first_page_header_footer = not self._document.bare
        made = self.made
        draft = (
            made.run(f"{self._document.watermark}　", bold=True, tone="bad")
            if self._document.watermark
            else ""
        )
        left, right = self._document.header
        head = draft + made.run(left) + "<w:r><w:tab/></w:r>" + made.run(right)
        foot = made.run(self._document.footer) + "<w:r><w:tab/></w:r>" + made.run("第 ")
        foot += field("PAGE", made.run("1")) + made.run(" 页 / 共 ") + field("NUMPAGES", made.run("1"))
        foot += made.run(" 页")
        for part, inside, style in ((section.header, head, "Header"), (section.footer, foot, "Footer")):
            part.is_linked_to_previous = False
            for paragraph in list(part.paragraphs):
                part._element.remove(paragraph._element)  # noqa: SLF001 - python-docx has no way to replace it
            xml = made.paragraph(inside, style).replace("<w:p>", f"<w:p {_NAMES}>", 1)
            part._element.append(parse_xml(xml))  # noqa: SLF001 - as above

    def _cover(self, cover: Cover) -> Iterator[str]:
        made = self.made
        yield made.paragraph(made.run(cover.overline), "ReportOverline")
        for title in cover.titles:
            yield made.paragraph(made.run(title), "ReportTitle")
        yield made.paragraph(made.run(cover.subtitle), "ReportSubtitle")
        widths = spread([0.9, 3.0], _MEASURE)
        rows = "".join(
            row(
                cell(made.paragraph(made.run(key, tone="text2"), "ReportCell"), widths[0])
                + cell(made.paragraph(made.run(value), "ReportCell"), widths[1])
            )
            for key, value in cover.pairs
        )
        if rows:
            yield table(rows, widths)
        yield made.paragraph("", "ReportNote")
        if cover.qr_text:
            yield made.paragraph(self._qr(cover.qr_text), "ReportSmall")
        for line in cover.qr_note:
            yield made.paragraph(made.run(line), "ReportNote")
        if self._document.attachments:
            yield made.paragraph(made.run(NOTE), "ReportNote")

    def _contents(self) -> Iterator[str]:
        """Headings as a field that Word brings up to date; each line leads to its heading already."""
        made = self.made
        headings = [
            block
            for section in self._document.sections
            for block in section.blocks
            if isinstance(block, Heading) and block.level <= _DEEPEST
        ]
        if not headings:
            yield BREAK
            return
        yield made.paragraph(made.run("目录"), "ReportContents", "<w:pageBreakBefore/>")
        start, end = field(f'TOC \\o "1-{_DEEPEST}" \\h \\z \\u', "|", dirty=True).split("|")
        for number, heading in enumerate(headings):
            words = made.run(titled(heading))
            anchor = made.anchors.get(heading.key)
            line = (
                f'<w:hyperlink w:anchor="{anchor}" w:history="1">{words}</w:hyperlink>' if anchor else words
            )
            if anchor:
                line += "<w:r><w:tab/></w:r>" + field(f"PAGEREF {anchor} \\h", dirty=True)
            first = start if number == 0 else ""
            last = end if number == len(headings) - 1 else ""
            yield made.paragraph(first + line + last, "TOC1" if heading.level <= 1 else "TOC2")
        first_block = next((block for section in self._document.sections for block in section.blocks), None)
        if not (isinstance(first_block, Heading) and first_block.new_page):
            yield BREAK

    def _picture(self, drawing: Drawing, room: int, caption: str) -> str:
        """Return a run with a drawing, no wider than `room` (twentieths of a point), described by its caption, too."""
        png = to_png(drawing, self._fonts_dir, self._palette)
        scale = min(
            1.0, room / _TWIPS / max(drawing.width, 1.0), PAGE_HEIGHT * 0.7 / max(drawing.height, 1.0)
        )
        words = f"{drawing.title}：{caption}" if caption else drawing.title
        return self._inline(png, (drawing.width * scale, drawing.height * scale), words)

    def _qr(self, text: str) -> str:
        try:
            code = segno.make_qr(text, error="m", boost_error=False)
        except (segno.DataOverflowError, ValueError):
            return ""
        target = io.BytesIO()
        code.save(target, kind="png", scale=6, border=0)
        return self._inline(target.getvalue(), (70.0, 70.0), "报告编号、数据指纹与主要结论的二维码")

    def _inline(self, png: bytes, size: tuple[float, float], title: str) -> str:
        """Return a run with a picture; `size` in points, `title` for readers who cannot see it."""
        self.pictures += 1
        inline: Any = self._word.part.new_pic_inline(
            io.BytesIO(png), *(Emu(round(Pt(part))) for part in size)
        )
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("descr", clean(title).replace(BOX, SHOWN_BOX))
        return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"

    def finish(self) -> bytes:
        """Return the file; equal documents give equal bytes."""
        made = self.made
        if made.missing:
            count = sum(made.missing.values())
            words = f"有 {count} 个控制字符等不能写入文档的字符，以 {SHOWN_BOX} 表示：{'、'.join(list(code_points(made.missing))[:_MOST_NAMED])}。"
            self.add(iter([made.paragraph(made.run(words), "ReportNote")]))
        self._set_information()
        target = io.BytesIO()
        self._word.save(target)
        return _dateless(target.getvalue())

    def _set_information(self) -> None:
        document, about = self._document, self._word.core_properties
        about.title, about.author, about.subject, about.keywords = (
            clean(text).replace(BOX, SHOWN_BOX).replace("\n", " ")[:255]
            for text in (document.title, document.author, document.subject, "、".join(document.keywords))
        )
        about.comments = about.last_modified_by = ""
        about.language = "zh-CN"
        try:
            moment = dt.datetime.fromisoformat(document.created)
        except ValueError:
            moment = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a date without a place, as the document gives it
        about.created = about.modified = moment


def _dateless(data: bytes) -> bytes:
    """Return a zip with its members as they are but for their times."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            about = zipfile.ZipInfo(name, _FIRST_MOMENT)
            about.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(about, source.read(name))
    return target.getvalue()
