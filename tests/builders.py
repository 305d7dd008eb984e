"""Questionnaires as text: ten lines of YAML inside a test become a catalogue, or the exact list of their problems.

Inside an item `WORDS` stands for the sentences every item must have and a test does not care about, `STEPS` for a scale
of 1, 0.8, 0.5 and 0 with its anchors (`SCALES` declares it), `FIVE` for the anchors of a rating. The head of the file
(schema, id, version, titles, basis) is put at its end where it is missing, so that line 1 is the test's first line.
"""

from __future__ import annotations

import re
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from anhui_assess.content.checking import check_files
from anhui_assess.content.library import load_catalog
from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine

WORDS = "title: 题, question: 问, guidance: 说, verifier: 核, evidence: [证], clause: 款, policy: 策"
STEPS = 'kind: scale, scale: s, anchors: {"1": 全部, "0.8": 大半, "0.5": 一半, "0": 没有}'
SCALES = (
    "scales: {s: ["
    + ", ".join(f"{{value: {step}, title: 档{step}}}" for step in ("1", "0.8", "0.5", "0"))
    + "]}"
)
FIVE = (
    "kind: anchored_rating, anchors: {"
    + ", ".join(f'"{rating}": 第{rating}档' for rating in range(1, 6))
    + "}"
)
_TOKENS = {"WORDS": WORDS, "STEPS": STEPS, "SCALES": SCALES, "FIVE": FIVE}
_HEAD = {
    "schema": "anhui-assess/form/1",
    "id": "f",
    "version": '"2026.1"',
    "title": "表",
    "short_title": "表",
    "summary": "表",
    "basis": "[{standard: 据}]",
    "scoring": "{model: none}",
}
Given = Mapping[str, Any]


def form_text(body: str) -> str:
    """Return a whole file: the body as it stands, and behind it what a form needs and the body leaves out."""
    text = textwrap.dedent(body).lstrip("\n")
    text = re.sub(r"\b(WORDS|STEPS|SCALES|FIVE)\b", lambda found: _TOKENS[found[1]], text)
    if re.search(r"^schema:", text, re.MULTILINE):
        return text
    missing = [
        f"{key}: {value}" for key, value in _HEAD.items() if not re.search(rf"^{key}:", text, re.MULTILINE)
    ]
    return "\n".join([text.rstrip("\n"), *missing, ""])


def write_forms(folder: Path, bodies: Sequence[str]) -> list[Path]:
    """Write the bodies as 1.yaml, 2.yaml … and return their paths."""
    paths = []
    for number, body in enumerate(bodies, start=1):
        path = folder / f"{number}.yaml"
        path.write_text(form_text(body), encoding="utf-8")
        paths.append(path)
    return paths


def catalog_of(*bodies: str) -> Catalog:
    """Load forms and packs from text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return load_catalog(write_forms(folder, bodies), cache_folder=folder / "cache")


def engine_of(*bodies: str) -> ScoringEngine:
    """Compile forms from text."""
    return ScoringEngine(catalog_of(*bodies))


def problems_of(*bodies: str, context: Sequence[str] = ()) -> list[str]:
    """Return every problem of the texts, as `1.yaml:3: message`; `context` files come after and are not reported."""
    with tempfile.TemporaryDirectory() as name:
        paths = write_forms(Path(name), [*bodies, *context])
        _, problems = check_files(paths[: len(bodies)], paths[len(bodies) :])
        return [str(problem).replace(f"{name}/", "") for problem in problems]


def answers_of(given: Given, tailored_out: Sequence[str] = (), version: str = "2026.1") -> FormAnswers:
    """Return form answers: plain values are answered, `Answer`s taken as they are."""
    answers = {key: value if isinstance(value, Answer) else Answer.of(value) for key, value in given.items()}
    return FormAnswers(version, answers, dict.fromkeys(tailored_out, "不做这一块"))


def sheet_of(tailored_out: Sequence[str] = (), **forms: Given) -> AnswerSheet:
    """Return a sheet from the answers by form id; tailoring goes to each form named."""
    return AnswerSheet({form_id: answers_of(given, tailored_out) for form_id, given in forms.items()})


def scored(engine: ScoringEngine, tailored_out: Sequence[str] = (), **forms: Given) -> Scored:
    """Score a sheet made of plain values."""
    return engine.score(sheet_of(tailored_out, **forms))


def only_form(catalog: Catalog) -> Form:
    """Return the one form of a catalogue."""
    (form,) = catalog.forms.values()
    return form
