"""The PDF around the pages: document information, attachments, dates, and a canvas that brings no font of its own."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from anhui_assess.report.model import Document
from anhui_assess.report.pdf.deflate import DEFLATE
from anhui_assess.report.pdf.fonts import clean
from anhui_assess.report.pdf.record import digest_of
from anhui_assess.report.pdf.style import PAGE_HEIGHT, PAGE_WIDTH

CREATOR = "皖企诊断"
_NO_FONT = "anhui-assess-none"
_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "txt": "text/plain",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def new_canvas(document: Document) -> Any:
    """Return a canvas that gives the same bytes for the same document and starts without Helvetica."""
    rl_config.useA85 = 0  # streams as bytes: a quarter smaller; nothing else in the program uses reportlab
    if _NO_FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(
            SimpleNamespace(
                fontName=_NO_FONT, _dynamicFont=1, _multiByte=1, face=SimpleNamespace(name=_NO_FONT)
            )
        )
    canvas = Canvas(
        io.BytesIO(), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1,
        initialFontName=_NO_FONT, lang="zh-CN", pdfVersion=(1, 7),
    )  # fmt: skip
    canvas.setTitle(clean(document.title))
    canvas.setAuthor(clean(document.author))
    canvas.setSubject(clean(document.subject))
    canvas.setKeywords([clean(keyword) for keyword in document.keywords])
    canvas.setCreator(CREATOR)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    canvas._doc._timeStamp = _time_stamp(document.created)  # noqa: SLF001 - reportlab knows "now" and "2000" only
    return canvas


def _time_stamp(created: str) -> Any:
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        moment = datetime(2000, 1, 1)  # noqa: DTZ001 - a date without a place, as the document gives it
    return SimpleNamespace(YMDhms=moment.timetuple()[:6], dhh=8, dmm=0, t=0.0)


def show_page(canvas: Any, body: int) -> str:
    """End the page and return the digest of its drawing.

    The first `body` operators make a stream of their own: what stands on a page is often as in the last report while the
    running lines, with the fingerprint in them, are not.
    """
    document = canvas._doc  # noqa: SLF001 - the canvas compresses each page anew and tells nobody what it drew
    name = document.thisPageName()
    code = canvas._code  # noqa: SLF001 - as above
    parts = ["\n".join([canvas._preamble, *code[:body]]), "\n".join(code[body:])]  # noqa: SLF001 - as above
    canvas.showPage()
    streams = [
        pdfdoc.PDFStream(pdfdoc.PDFDictionary(), f"{part}\n".encode(), [DEFLATE]) for part in parts if part
    ]
    document.idToObject[name].Contents = pdfdoc.PDFArray([document.Reference(stream) for stream in streams])
    digest = digest_of(b"\n".join(stream.content for stream in streams))
    document.updateSignature(bytes.fromhex(digest))
    return digest


def attach(canvas: Any, attachments: Mapping[str, bytes]) -> None:
    """Embed files under their names."""
    if not attachments:
        return
    document = canvas._doc  # noqa: SLF001 - the canvas has no attachments of its own
    names: list[Any] = []
    for name in sorted(attachments):
        content = attachments[name]
        title = clean(name).replace("\n", " ")
        stream = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary(
                {
                    "Type": "/EmbeddedFile",
                    "Subtype": "/"
                    + _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream").replace(
                        "/", "#2F"
                    ),
                    "Params": pdfdoc.PDFDictionary(
                        {
                            "Size": len(content),
                            "CheckSum": f"<{hashlib.md5(content, usedforsecurity=False).hexdigest()}>",
                            "ModDate": pdfdoc.PDFDate(ts=document._timeStamp),  # noqa: SLF001 - as above
                        }
                    ),
                }
            ),
            content,
            [DEFLATE],
        )
        specification = pdfdoc.PDFDictionary(
            {
                "Type": "/Filespec",
                "F": pdfdoc.PDFString(title),
                "UF": pdfdoc.PDFString(title),
                "AFRelationship": "/Data",
                "EF": pdfdoc.PDFDictionary({"F": document.Reference(stream)}),
            }
        )
        names += [pdfdoc.PDFString(title), document.Reference(specification)]
    files = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(names)})
    canvas.setCatalogEntry("Names", pdfdoc.PDFDictionary({"EmbeddedFiles": document.Reference(files)}))
