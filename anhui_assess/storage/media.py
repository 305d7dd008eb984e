"""What kind of file a piece of evidence is, by its content first and its suffix second."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath

_LONGEST_NAME = 200
_UNNAMED = "证据"
_UNKNOWN = "application/octet-stream"

# Programs by their first bytes: Windows, Linux, macOS (four ways; the fourth is also Java), Android, shortcuts, scripts.
_PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"#!",
    b"\xef\xbb\xbf#!",
    b"!<arch>\n",
    b"\xed\xab\xee\xdb",
)
_PROGRAM_SUFFIXES = frozenset({
    "apk", "app", "appimage", "application", "bat", "bin", "chm", "class", "cmd", "com", "cpl", "deb", "desktop",
    "dll", "dmg", "dylib", "elf", "exe", "gadget", "hta", "inf", "ins", "iso", "jar", "js", "jse", "ko", "lnk",
    "mjs", "msc", "msi", "msix", "msp", "mst", "ocx", "pif", "pl", "ps1", "psm1", "py", "pyc", "pyw", "rb", "reg",
    "rpm", "run", "scf", "scr", "sh", "so", "sys", "url", "vb", "vbe", "vbs", "wsc", "wsf", "wsh",
})  # fmt: skip
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_SUFFIX_TYPES = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "heic": "image/heic",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ofd": "application/ofd",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "txt": "text/plain",
    "wps": "application/vnd.ms-works",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "zip": "application/zip",
}


def is_executable(head: bytes, *names: str) -> bool:
    """Whether the first bytes or any of the names belong to a program, a script or a shortcut."""
    return head.startswith(_PROGRAM_STARTS) or any(_suffix(name) in _PROGRAM_SUFFIXES for name in names)


def media_type(head: bytes, name: str) -> str:
    """Return the media type; an image or PDF is what its content says, whatever its name."""
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return _SUFFIX_TYPES.get(_suffix(name), _UNKNOWN)


def _suffix(name: str) -> str:
    # Windows ignores dots and spaces at the end: "run.exe. " runs.
    return PurePath(clean_name(name).rstrip(". ")).suffix[1:].lower()


def clean_name(name: str) -> str:
    """Return the last part of a file name without control and direction characters, at most 200 characters long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        one for one in last if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ).strip()
    if len(visible) > _LONGEST_NAME:
        suffix = PurePath(visible).suffix[:20]
        visible = visible[: _LONGEST_NAME - len(suffix)] + suffix
    return visible if visible.strip(".") else _UNNAMED
