"""Which terms of the glossary a text uses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anhui_assess.domain.packs import GlossaryTerm

_LATIN = "A-Za-z0-9"


class TermFinder:
    """Finds the terms of a glossary. The longest term wins where several begin at one place; latin ones stand as whole words."""

    def __init__(self, glossary: Sequence[GlossaryTerm]) -> None:
        self._terms = {entry.term: entry for entry in glossary}
        names = sorted(self._terms, key=lambda term: (-len(term), term))
        self._pattern = re.compile("|".join(_pattern(name) for name in names)) if names else None

    def find(self, *texts: str) -> tuple[GlossaryTerm, ...]:
        """Return the terms of some texts, each once, in the order in which they are first used."""
        if self._pattern is None:
            return ()
        found: dict[str, GlossaryTerm] = {}
        for text in texts:
            for match in self._pattern.finditer(text):
                found.setdefault(match.group(), self._terms[match.group()])
        return tuple(found.values())

    def uses(self, text: str) -> bool:
        """Tell whether a text uses any term."""
        return self._pattern is not None and self._pattern.search(text) is not None


def _pattern(name: str) -> str:
    """Return the pattern of a term; `MES` is not found in `TIMES`."""
    before = f"(?<![{_LATIN}])" if re.match(f"[{_LATIN}]", name[0]) else ""
    after = f"(?![{_LATIN}])" if re.match(f"[{_LATIN}]", name[-1]) else ""
    return f"{before}{re.escape(name)}{after}"
