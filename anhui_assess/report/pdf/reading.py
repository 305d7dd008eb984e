"""Reads a report back from its PDF: attachments, and each page's drawing, dress and texts. No outside tool is needed.

The texts come from the drawing operators through each font's ToUnicode map, so they are what a reader would copy.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pikepdf

from anhui_assess.domain.errors import InputRefusedError
from anhui_assess.domain.problems import Problem
from anhui_assess.report.pdf.envelope import CREATOR
from anhui_assess.report.pdf.record import PAGES, digest_of, parse_record
from anhui_assess.services.printed import PrintedFile, PrintedPage

LARGEST_FILE = 256 * 1024 * 1024
_LARGEST_STREAM = 64 * 1024 * 1024
_MOST_PAGES = 20_000
_DEEPEST = 20
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_BOXES = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_SIGNATURE = "/Widget"
_SHOW = {"Tj", "TJ", "'", '"'}
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TEXT_STEP = re.compile(rb"(/F\d+) [\d.]+ Tf|<((?:[0-9A-F]{4})*)>")
_MAP_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


def read_pdf(data: bytes) -> PrintedFile:
    """Read a PDF as far as a comparison needs it.

    Raises InputRefusedError when it is no PDF, is encrypted, damaged beyond reading or unreasonably large.
    """
    if len(data) > LARGEST_FILE:
        raise _refused(f"文件超过 {LARGEST_FILE // 1048576} MB。")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise _refused("页数多得离谱。")
            return _read(pdf)
    except pikepdf.PasswordError:
        raise _refused("文件加了打开密码；请先另存一份不带密码的再核对。") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RecursionError, ValueError, TypeError) as error:
        raise _refused(
            "不是 PDF，或者已经损坏，读不出里面的页面和附件；请向出具的单位重新要一份。"
        ) from error


def _refused(message: str) -> InputRefusedError:
    return InputRefusedError([Problem("", message)], "读不出这个文件：")


def _read(pdf: pikepdf.Pdf) -> PrintedFile:
    attachments = {name: content for name, content in _attachments(pdf) if content is not None}
    hashes: dict[tuple[int, int], str] = {}
    maps: dict[tuple[int, int], Mapping[bytes, str]] = {}
    pages = [_page(page, hashes, maps) for page in pdf.pages]
    root = pdf.Root
    names = root.get("/Names")
    scripts = "/OpenAction" in root or "/AA" in root or (names is not None and "/JavaScript" in names)
    form = root.get("/AcroForm")
    creator = str(pdf.docinfo.get("/Creator", ""))
    return PrintedFile(
        attachments=attachments,
        pages=pages,
        record=parse_record(attachments.get(PAGES)),
        ours=creator == CREATOR,
        scripts=scripts,
        signed=form is not None and int(form.get("/SigFlags", 0)) != 0,
    )


def _attachments(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes | None]]:
    for name, specification in pdf.attachments.items():
        yield name, _stream_bytes(specification.obj["/EF"]["/F"])


def _stream_bytes(stream: Any) -> bytes:
    """Return a stream's content, refusing one that blows up beyond all reason."""
    if str(stream.get("/Filter", "")) == "/FlateDecode" and "/DecodeParms" not in stream:
        inflate = zlib.decompressobj()
        content = inflate.decompress(stream.read_raw_bytes(), _LARGEST_STREAM + 1)
    else:
        content = stream.read_bytes()
    if len(content) > _LARGEST_STREAM:
        raise ValueError("一个内容流展开后过大")
    return bytes(content)


def _page(
    page: pikepdf.Page,
    hashes: dict[tuple[int, int], str],
    maps: dict[tuple[int, int], Mapping[bytes, str]],
) -> PrintedPage:
    resources = _effective(page.obj, "/Resources")
    drawing = _drawing(page.obj.get("/Contents"))
    dress = hashlib.sha256(_hash(resources, hashes).encode())
    for key in _BOXES:
        dress.update(f"{key}{_plain(_effective(page.obj, key))}".encode())
    fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
    texts = _Texts(drawing, fonts, maps)
    return PrintedPage(digest_of(drawing), dress.hexdigest(), texts, texts.neutral, tuple(_notes(page)))


def _effective(node: Any, key: str) -> Any:
    """Return an attribute of a page, inherited ones from the nodes above."""
    for _ in range(_DEEPEST):
        if key in node:
            return node[key]
        if key not in _INHERITED or "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _drawing(contents: Any) -> bytes:
    if contents is None:
        return b""
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(_stream_bytes(part) for part in parts)


def _plain(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return "[" + " ".join(_plain(entry) for entry in value) + "]"
    if value is None or isinstance(value, (bool, str)):
        return str(value)
    try:
        return f"{float(value):g}"
    except (TypeError, ValueError):
        return str(value)


def _hash(value: Any, hashes: dict[tuple[int, int], str], depth: int = 0) -> str:
    """Return a digest of an object with all it refers to, the way it is stored left out."""
    number = getattr(value, "objgen", (0, 0))
    if number != (0, 0) and number in hashes:
        return hashes[number]
    if depth > _DEEPEST:
        return "…"
    if number != (0, 0):
        hashes[number] = "…"
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        stored = {"/Length", "/Filter", "/DecodeParms"} if isinstance(value, pikepdf.Stream) else set()
        parts = [
            f"{key}:{_hash(entry, hashes, depth + 1)}"
            for key, entry in sorted(value.items())
            if key not in stored
        ]
        if isinstance(value, pikepdf.Stream):
            parts.append(hashlib.sha256(_stream_bytes(value)).hexdigest())
        text = "<" + ",".join(parts) + ">"
    elif isinstance(value, pikepdf.Array):
        text = "[" + ",".join(_hash(entry, hashes, depth + 1) for entry in value) + "]"
    else:
        text = _plain(value)
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if number != (0, 0):
        hashes[number] = found
    return found


def _notes(page: pikepdf.Page) -> Iterator[str]:
    """Yield the kinds of annotations that show or do something; links inside the file and unseen signature fields do not."""
    for note in page.obj.get("/Annots") or ():
        kind = str(note.get("/Subtype", "/?"))
        if kind == "/Link" and "/AP" not in note and "/A" not in note:
            continue
        if kind == _SIGNATURE and str(note.get("/FT", "")) == "/Sig" and _unseen(note):
            continue
        yield kind.removeprefix("/")


def _unseen(note: Any) -> bool:
    """Tell whether an annotation has no extent, as the field of a signature that shows nothing."""
    try:
        left, bottom, right, top = (float(edge) for edge in note.get("/Rect", ()))
    except (TypeError, ValueError):
        return False
    return left == right or bottom == top


class _Texts(Sequence[str]):
    """The texts of a page, one for each text object, read when first looked at."""

    def __init__(self, drawing: bytes, fonts: Any, maps: dict[tuple[int, int], Mapping[bytes, str]]) -> None:
        self._drawing = drawing
        self._fonts = {
            str(name): _font_map(font, maps) for name, font in (fonts.items() if fonts is not None else ())
        }
        self._found: list[str] | None = None

    def neutral(self) -> str:
        """Return the drawing with the characters in place of their codes, as far as it is written the way we write it."""
        font: Mapping[bytes, str] = {}

        def decoded(match: re.Match[bytes]) -> bytes:
            nonlocal font
            name, code = match.groups()
            if name is not None:
                font = self._fonts.get(name.decode(), {})
                return match.group()
            return _decoded(bytes.fromhex(code.decode()), font).encode("utf-8", "surrogatepass")

        return _TEXT_STEP.sub(decoded, self._drawing).decode("utf-8", "replace")

    def _all(self) -> list[str]:
        if self._found is None:
            self._found = list(_texts(self._drawing, self._fonts))
        return self._found

    def __len__(self) -> int:
        return len(self._all())

    def __getitem__(self, place: Any) -> Any:
        return self._all()[place]


def _texts(drawing: bytes, fonts: Mapping[str, Mapping[bytes, str]]) -> Iterator[str]:
    holder = pikepdf.new()
    steps = pikepdf.parse_content_stream(holder.make_stream(drawing))
    font: Mapping[bytes, str] = {}
    text: list[str] = []
    for step in steps:
        operator = str(step.operator)
        if operator == "Tf":
            font = fonts.get(str(step.operands[0]), {})
        elif operator in _SHOW:
            text += [_decoded(bytes(part), font) for part in _strings(step.operands)]
        elif operator == "ET":
            if text:
                yield "".join(text)
            text = []


def _strings(operands: Iterable[Any]) -> Iterator[Any]:
    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            yield from _strings(operand)
        elif isinstance(operand, pikepdf.String):
            yield operand


def _decoded(code: bytes, font: Mapping[bytes, str]) -> str:
    size = len(next(iter(font), b""))
    if not size:
        return code.decode("latin-1")
    return "".join(font.get(code[at : at + size], "\ufffd") for at in range(0, len(code), size))


def _font_map(font: Any, maps: dict[tuple[int, int], Mapping[bytes, str]]) -> Mapping[bytes, str]:
    if font.objgen in maps and font.objgen != (0, 0):
        return maps[font.objgen]
    found: dict[bytes, str] = {}
    if "/ToUnicode" in font:
        for kind, body in _MAP_BLOCK.findall(_stream_bytes(font["/ToUnicode"])):
            if kind == b"bfchar":
                found.update({_code(code): _unicode(char) for code, char in _CHAR.findall(body)})
            else:
                for first, last, start in _RANGE.findall(body):
                    _add_range(found, first, last, start)
    maps[font.objgen] = found
    return found


def _add_range(found: dict[bytes, str], first: bytes, last: bytes, start: bytes) -> None:
    size, low, high = len(_code(first)), int(first, 16), int(last, 16)
    if high - low > 0xFFFF or len(_unicode(start)) != 1:  # noqa: PLR2004 - a two-byte code space
        return
    base = ord(_unicode(start))
    for code in range(low, min(high, low + 0x10FFFF - base) + 1):
        found[code.to_bytes(size, "big")] = chr(base + code - low)


def _code(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode("ascii").zfill(len(digits) + len(digits) % 2))


def _unicode(digits: bytes) -> str:
    return _code(digits).decode("utf-16-be", "replace")
