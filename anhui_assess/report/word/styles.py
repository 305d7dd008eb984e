"""Styles, page and running lines of the Word report. Faces are those a Chinese office PC has: 宋体, 黑体, 仿宋."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from anhui_assess.report.palette import hex_of

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
_TWIPS = 20

# id, name, base, face, size, bold, tone, paragraph properties (in the schema's order)
_Spec = tuple[str, str, str, str, float, bool, str, str]


def _spacing(before: float, after: float, line: float = 0.0) -> str:
    exact = f' w:line="{round(line * _TWIPS)}" w:lineRule="atLeast"' if line else ""
    return f'<w:spacing w:before="{round(before * _TWIPS)}" w:after="{round(after * _TWIPS)}"{exact}/>'


_KEEP = "<w:keepNext/><w:keepLines/>"
_SPECS: tuple[_Spec, ...] = (
    ("ReportPart", "报告部分", "Normal", HEI, 16, False, "accent", _KEEP + _spacing(0, 12) + '<w:jc w:val="center"/><w:outlineLvl w:val="0"/>'),
    ("Heading1", "heading 1", "Normal", HEI, 18, False, "text", _KEEP + _spacing(18, 12) + '<w:outlineLvl w:val="0"/>'),
    ("Heading2", "heading 2", "Normal", HEI, 14, False, "text", _KEEP + _spacing(14, 8) + '<w:outlineLvl w:val="1"/>'),
    ("Heading3", "heading 3", "Normal", HEI, 12, False, "text", _KEEP + _spacing(12, 6) + '<w:outlineLvl w:val="2"/>'),
    ("Heading4", "heading 4", "Normal", HEI, 10.5, False, "text", _KEEP + _spacing(9, 4) + '<w:outlineLvl w:val="3"/>'),
    ("BodyText", "Body Text", "Normal", SONG, 10.5, False, "text", _spacing(2, 5, 17) + '<w:ind w:firstLineChars="200" w:firstLine="420"/><w:jc w:val="both"/>'),
    ("ReportLead", "报告导语", "Normal", SONG, 12.5, False, "text", _spacing(4, 12, 20.5) + '<w:jc w:val="both"/>'),
    ("ReportSmall", "报告小字", "Normal", SONG, 9, False, "text2", _spacing(2, 4)),
    ("ReportNote", "报告注", "Normal", SONG, 8, False, "text2", _spacing(2, 5)),
    ("ReportCentre", "报告居中", "Normal", SONG, 10.5, False, "text", _spacing(2, 5) + '<w:jc w:val="center"/>'),
    ("ReportList", "报告列表", "Normal", SONG, 10.5, False, "text", _spacing(1, 2, 16.6) + '<w:ind w:left="420" w:hanging="420"/>'),
    ("ReportCell", "报告表格", "Normal", SONG, 9, False, "text", _spacing(1, 1)),
    ("ReportCellDense", "报告密表", "Normal", SONG, 8, False, "text", _spacing(0.5, 0.5)),
    ("ReportRecord", "报告条目", "Normal", SONG, 10.5, False, "text", _spacing(6, 1)),
    ("ReportRecordLine", "报告条目说明", "Normal", SONG, 9.5, False, "text2", _spacing(0, 2) + '<w:ind w:left="420"/>'),
    ("ReportFigure", "报告图", "Normal", SONG, 10.5, False, "text", "<w:keepNext/>" + _spacing(9, 3) + '<w:jc w:val="center"/>'),
    ("ReportPlace", "报告签章栏", "Normal", SONG, 10.5, False, "text", _spacing(14, 14)),
    ("Caption", "caption", "Normal", HEI, 9, False, "text2", _spacing(6, 4) + '<w:jc w:val="center"/>'),
    ("ReportOverline", "封面题头", "Normal", HEI, 11, False, "text2", _spacing(0, 72) + '<w:jc w:val="left"/>'),
    ("ReportTitle", "封面题名", "Normal", HEI, 34, False, "text", _spacing(6, 6)),
    ("ReportSubtitle", "封面副题", "Normal", SONG, 15, False, "text2", _spacing(8, 84)),
    ("ReportContents", "目录标题", "Normal", HEI, 18, False, "text", _KEEP + _spacing(0, 12)),
    ("TOC1", "toc 1", "Normal", HEI, 10.5, False, "text", '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{measure}"/></w:tabs>' + _spacing(5, 2)),
    ("TOC2", "toc 2", "Normal", SONG, 10, False, "text", '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{measure}"/></w:tabs>' + _spacing(1, 1) + '<w:ind w:left="420"/>'),
    ("Header", "header", "Normal", SONG, 8, False, "text2", '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="auto"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="{measure}"/></w:tabs>'),
    ("Footer", "footer", "Normal", SONG, 8, False, "text2", '<w:tabs><w:tab w:val="right" w:pos="{measure}"/></w:tabs>'),
)  # fmt: skip


def set_styles(document: Any, palette: Mapping[str, str], measure: int) -> None:
    """Replace the template's styles by the report's; `measure` is the text width in twentieths of a point."""
    styles = document.styles.element
    for entry in list(styles.findall(qn("w:style"))):
        if entry.get(qn("w:styleId")) not in {"DefaultParagraphFont", "TableNormal", "NoList"}:
            styles.remove(entry)
    faces = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:rFonts')}"
    )
    for name in list(faces.attrib):  # the template names theme faces, which win over those of a style
        del faces.attrib[name]
    normal = ("Normal", "Normal", "", SONG, 10.5, False, "text", _spacing(0, 0))
    for spec in (normal, *_SPECS):
        styles.append(parse_xml(_style(spec, palette, measure)))
    line = hex_of(palette, "line").lstrip("#")
    rule = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
        for side in ("top", "bottom", "insideH")
    )
    styles.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="报告表"/>'
            f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{rule}</w:tblBorders><w:tblCellMar>'
            '<w:top w:w="30" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>'
            '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        )
    )


def _style(spec: _Spec, palette: Mapping[str, str], measure: int) -> str:
    style_id, name, base, face, size, bold, tone, about = spec
    default = ' w:default="1"' if style_id == "Normal" else ""
    own = ' w:customStyle="1"' if style_id.startswith("Report") else ""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    following = '<w:next w:val="BodyText"/>' if style_id.startswith("Heading") else ""
    half = round(size * 2)
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{default}{own} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f"{based}{following}<w:qFormat/><w:pPr>{about.replace('{measure}', str(measure))}</w:pPr><w:rPr>"
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{face}" w:cs="{LATIN}"/>'
        f'{"<w:b/>" if bold else ""}<w:color w:val="{hex_of(palette, tone).lstrip("#")}"/>'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )
