"""A TrueType file read on demand: only what is asked for is looked at, so that opening a 10 MB font takes no time.

Widths and the way from characters to glyphs are held in memory (about 1 MB a face); outlines are read from the file one
by one when first used, so that the rest of it takes no room. Each face becomes one composite font.
"""

from __future__ import annotations

import os
import struct
import sys
import threading
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

COMPOSITE_WORDS, COMPOSITE_SCALE, COMPOSITE_MORE, COMPOSITE_XY, COMPOSITE_2X2 = 0x1, 0x8, 0x20, 0x40, 0x80
BOX_ADVANCE = 1000
_MOST_OUTLINES = 4000
"""So many outlines of a face are held for the next report, about 300 bytes each."""


class TrueTypeFile:
    """One font file.

    Attributes:
        units: units per em.
        glyph_count: how many glyphs the file has.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._handle)
        self._lock = threading.Lock()
        self._outlines: dict[int, bytes] = {}
        start = self._read(0, 12)
        count = struct.unpack_from(">H", start, 4)[0]
        directory = self._read(12, 16 * count)
        self._tables: dict[bytes, tuple[int, int]] = {}
        for number in range(count):
            tag, _, offset, length = struct.unpack_from(">4sLLL", directory, 16 * number)
            self._tables[tag] = (offset, length)
        head, self._hmtx, self._loca = map(self._table, (b"head", b"hmtx", b"loca"))
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        self._long_loca = struct.unpack_from(">H", head, 50)[0] == 1
        self._metrics: int = struct.unpack_from(">H", self._table(b"hhea"), 34)[0]
        self.glyph_count: int = struct.unpack_from(">H", self._table(b"maxp"), 4)[0]
        self._data = self._table(b"cmap")
        self._read_cmap()

    def _read(self, offset: int, length: int) -> bytes:
        """Read a part of the file; raises ValueError when it ends before."""
        with self._lock:
            os.lseek(self._handle, offset, os.SEEK_SET)
            data = os.read(self._handle, length)
        if len(data) != length:
            raise ValueError("字体文件不完整")
        return data

    def _u16(self, offset: int) -> int:
        """Return a number of the character map."""
        value: int = struct.unpack_from(">H", self._data, offset)[0]
        return value

    def _read_cmap(self) -> None:
        best = (-1, 0)
        for number in range(self._u16(2)):
            platform, encoding, offset = struct.unpack_from(">HHL", self._data, 4 + 8 * number)
            form = self._u16(offset)
            if platform in (0, 3) and form in (4, 12) and encoding != 5:  # noqa: PLR2004 - 5 holds variation sequences
                best = max(best, (form, offset))
        form, self._cmap = best
        self._wide = form == 12  # noqa: PLR2004 - cmap format with code points above U+FFFF
        if self._wide:
            groups = struct.unpack_from(">L", self._data, self._cmap + 12)[0]
            flat = array("I", self._data[self._cmap + 16 : self._cmap + 16 + 12 * groups])
            if sys.byteorder == "little":
                flat.byteswap()
            self._starts: Sequence[int] = flat[::3]
            self._ends: Sequence[int] = flat[1::3]
            self._deltas: Sequence[int] = flat[2::3]
            return
        segments = self._u16(self._cmap + 6) // 2
        read = f">{segments}H"
        self._ends = struct.unpack_from(read, self._data, self._cmap + 14)
        self._starts = struct.unpack_from(read, self._data, self._cmap + 16 + 2 * segments)
        self._deltas = struct.unpack_from(read, self._data, self._cmap + 16 + 4 * segments)
        self._range_base = self._cmap + 16 + 6 * segments
        self._ranges = struct.unpack_from(read, self._data, self._range_base)

    def glyph(self, code: int) -> int:
        """Return the glyph of a code point, 0 when the font has none."""
        segment = bisect_left(self._ends, code)
        if segment == len(self._ends) or self._starts[segment] > code:
            return 0
        if self._wide:
            return int(self._deltas[segment] + code - self._starts[segment])
        if not self._ranges[segment]:
            return int((code + self._deltas[segment]) & 0xFFFF)
        offset = self._range_base + 2 * segment + self._ranges[segment] + 2 * (code - self._starts[segment])
        glyph = self._u16(offset)
        return (glyph + self._deltas[segment]) & 0xFFFF if glyph else 0

    def metric(self, glyph: int) -> tuple[int, int]:
        """Return advance and left side bearing of a glyph in font units."""
        if glyph < self._metrics:
            advance, bearing = struct.unpack_from(">Hh", self._hmtx, 4 * glyph)
            return advance, bearing
        advance = struct.unpack_from(">H", self._hmtx, 4 * (self._metrics - 1))[0]
        bearing = struct.unpack_from(">h", self._hmtx, 4 * self._metrics + 2 * (glyph - self._metrics))[0]
        return advance, bearing

    def outline(self, glyph: int) -> bytes:
        """Return the stored outline of a glyph, empty for a space."""
        kept = self._outlines.get(glyph)
        if kept is not None:
            return kept
        if self._long_loca:
            first, end = struct.unpack_from(">LL", self._loca, 4 * glyph)
        else:
            first, end = (2 * value for value in struct.unpack_from(">HH", self._loca, 2 * glyph))
        found = self._read(self._tables[b"glyf"][0] + first, end - first) if end > first else b""
        if len(self._outlines) < _MOST_OUTLINES:
            self._outlines[glyph] = found
        return found

    def box(self) -> tuple[bytes, int, int]:
        """Return outline, advance and bearing of the box that stands for a glyph the font lacks."""
        unit = self.units / 1000
        low, high, left, right = (round(value * unit) for value in (-60, 780, 80, 920))
        edge = round(44 * unit)
        inner = [
            (left + edge, low + edge),
            (right - edge, low + edge),
            (right - edge, high - edge),
            (left + edge, high - edge),
        ]
        points = [(left, low), (left, high), (right, high), (right, low), *inner]
        xs, ys, previous = b"", b"", (0, 0)
        for x, y in points:
            xs += struct.pack(">h", x - previous[0])
            ys += struct.pack(">h", y - previous[1])
            previous = (x, y)
        head = struct.pack(">hhhhhHHH", 2, left, low, right, high, 3, 7, 0)
        return head + b"\x01" * len(points) + xs + ys, round(BOX_ADVANCE * unit), left

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """Return a font file of the glyphs in this order; glyph 0 and every -1 become the box."""
        order = list(glyphs)
        places = {glyph: place for place, glyph in enumerate(order) if glyph > 0}
        outlines, metrics = [], []
        box, box_advance, box_bearing = self.box()
        place = 0
        while place < len(order):
            glyph = order[place]
            if glyph <= 0:
                outlines.append(box)
                metrics.append((box_advance, box_bearing))
            else:
                outlines.append(self._renumbered(self.outline(glyph), order, places))
                metrics.append(self.metric(glyph))
            place += 1
        return self._file(outlines, metrics)

    def _renumbered(self, outline: bytes, order: list[int], places: dict[int, int]) -> bytes:
        """Return an outline whose parts (of a composite glyph) point into the subset; adds parts to `order`."""
        if len(outline) < 2 or outline[0] < 0x80:  # noqa: PLR2004 - sign bit of the number of contours
            return outline
        data, at, more = bytearray(outline), 10, True
        while more:
            flags, part = struct.unpack_from(">HH", data, at)
            if part not in places:
                places[part] = len(order)
                order.append(part)
            struct.pack_into(">H", data, at + 2, places[part])
            at += 8 if flags & COMPOSITE_WORDS else 6
            at += (
                2 * bool(flags & COMPOSITE_SCALE)
                + 4 * bool(flags & COMPOSITE_XY)
                + 8 * bool(flags & COMPOSITE_2X2)
            )
            more = bool(flags & COMPOSITE_MORE)
        return bytes(data)

    def _file(self, outlines: Sequence[bytes], metrics: Sequence[tuple[int, int]]) -> bytes:
        count = len(outlines)
        padded = [outline + b"\0" * (-len(outline) % 4) for outline in outlines]
        offsets = [0]
        for outline in padded:
            offsets.append(offsets[-1] + len(outline))
        names = (b"cvt ", b"fpgm", b"prep", b"head", b"hhea", b"maxp")
        tables: dict[bytes, bytes] = {tag: self._table(tag) for tag in names if tag in self._tables}
        tables[b"head"] = tables[b"head"][:50] + b"\0\1" + tables[b"head"][52:]
        tables[b"hhea"] = tables[b"hhea"][:34] + struct.pack(">H", count)
        tables[b"maxp"] = tables[b"maxp"][:4] + struct.pack(">H", count) + tables[b"maxp"][6:]
        tables[b"hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in metrics)
        tables[b"loca"] = struct.pack(f">{count + 1}L", *offsets)
        tables[b"glyf"] = b"".join(padded)
        return _assemble(tables)

    def _table(self, tag: bytes) -> bytes:
        return self._read(*self._tables[tag])


def _assemble(tables: dict[bytes, bytes]) -> bytes:
    """Return a font file of its tables, with check sums."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    at = 12 + 16 * count
    directory, body, total = b"", [], 0
    head_at = 0
    tables[b"head"] = tables[b"head"][:8] + b"\0\0\0\0" + tables[b"head"][12:]
    for tag in sorted(tables):
        content = tables[tag]
        padded = content + b"\0" * (-len(content) % 4)
        if tag == b"head":
            head_at = at
        checksum = _checksum(padded)
        total += checksum
        directory += struct.pack(">4sLLL", tag, checksum, at, len(content))
        at += len(padded)
        body.append(padded)
    whole = bytearray(b"".join([head, directory, *body]))
    total += _checksum(head + directory)
    struct.pack_into(">L", whole, head_at + 8, (0xB1B0AFBA - total) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(data: bytes) -> int:
    words = array("I", data)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
