"""Find passages that the shipped texts share with other texts: `python tools/copied_runs.py [--least N] FOLDER_OR_FILE...`.

Forms and packs must be in our own words. Every run of at least N signs (20 unless told; blanks and table signs left out)
that also stands in the texts given is printed with its file and place; the exit status is 1 when there is one. Names of
documents and lists of proper names come up too: whether a run is a sentence is for a reader to say.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
LEAST = 20
TEXTS = {".md", ".txt"}


def plain(text: str) -> str:
    """Return a text without blanks and the signs of tables and emphasis."""
    return re.sub(r"[\s*`|]", "", text)


def grams(texts: Iterable[str], least: int) -> set[str]:
    """Return every run of exactly `least` signs of some texts."""
    return {text[i : i + least] for text in map(plain, texts) for i in range(len(text) - least + 1)}


def runs(text: str, known: set[str], least: int) -> Iterator[str]:
    """Yield the longest passages of a text whose every run of `least` signs is known."""
    text = plain(text)
    start = 0
    while start <= len(text) - least:
        end = start + least
        if text[start:end] not in known:
            start += 1
            continue
        while end < len(text) and text[end - least + 1 : end + 1] in known:
            end += 1
        yield text[start:end]
        start = end


def strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text inside a parsed file with its place; entries with an id are named by it."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from strings(entry, f"{place}.{key}")
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            name = entry.get("id", number) if isinstance(entry, Mapping) else number
            yield from strings(entry, f"{place}[{name}]")


def files_of(places: Iterable[Path], suffixes: set[str]) -> Iterator[Path]:
    """Yield the files below some places that have one of the suffixes; a file given is taken as it is."""
    for place in places:
        yield from (
            sorted(p for p in place.rglob("*") if p.suffix in suffixes) if place.is_dir() else [place]
        )


def copied(
    content: Iterable[Path], sources: Iterable[Path], least: int = LEAST
) -> Iterator[tuple[Path, str, str]]:
    """Yield file, place and passage for every shared passage."""
    known = grams((path.read_text(encoding="utf-8") for path in files_of(sources, TEXTS)), least)
    for path in files_of(content, {".yaml"}):
        for place, text in strings(yaml.safe_load(path.read_text(encoding="utf-8"))):
            for passage in runs(text, known, least):
                yield path, place, passage


def main() -> int:
    """Print what was found; return 1 when there is any."""
    parser = argparse.ArgumentParser(description="Passages shared with other texts.")
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--least", type=int, default=LEAST)
    given = parser.parse_args()
    count = 0
    for path, place, passage in copied([ROOT / "forms", ROOT / "resources"], given.sources, given.least):
        count += 1
        print(f"{path.relative_to(ROOT)} {place.lstrip('.')}: {passage}")
    print(f"{count} passages of {given.least} signs or more", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
