"""What every Word file we write must satisfy, read with the standard library and python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def sound(path: Path) -> Any:
    """Open a Word file after its zip, its XML, its relationships, bookmarks and tables were found in order."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                raw = package.read(name)
                parse_xml(raw)
                assert not _FORBIDDEN.search(raw.decode("utf-8"))
    document = docx.Document(str(path))
    body = document.element.body
    names = [entry.get(qn("w:name")) for entry in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    assert {entry.get(qn("w:anchor")) for entry in body.iter(qn("w:hyperlink"))} <= set(names)
    styles = {style.style_id for style in document.styles}
    assert {entry.get(qn("w:val")) for entry in body.iter(qn("w:pStyle"))} <= styles
    for table in body.iter(qn("w:tbl")):
        columns = len(table.find(qn("w:tblGrid")))
        for row in table.findall(qn("w:tr")):  # a cell may hold a table of its own
            inside = row.findall(qn("w:tc"))
            spans = [
                int(span.get(qn("w:val")))
                for cell in inside
                for span in cell.findall(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            ]
            cells = len(inside)
            assert all(cell[-1].tag == qn("w:p") for cell in inside)
            assert cells - len(spans) + sum(spans) == columns
    begins = sum(char.get(qn("w:fldCharType")) == "begin" for char in body.iter(qn("w:fldChar")))
    ends = sum(char.get(qn("w:fldCharType")) == "end" for char in body.iter(qn("w:fldChar")))
    assert begins == ends
    return document


def text_of(document: Any) -> str:
    """Return all text of the body, tables included."""
    return "".join(entry.text or "" for entry in document.element.body.iter(qn("w:t")))
