"""The green figures survive an auditor: recomputed from the answers file with hand-typed factors, exact to 1e-9."""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.cli import main
from tests.assessments import ALL_SAMPLES
from tests.exchange import auditor

_MOVED = {
    "gf.energy": ("consumption", "purchase"),
    "gf.products": ("output", "value", "tce"),
    "gf.water": ("withdrawal", "recycled", "reuse", "discharge"),
    "gf.solid_waste": ("generated", "utilised"),
    "gf.pollutants": ("limit", "mean"),
    "gf.upgrades": ("investment",),
}


def said(path: Path) -> Any:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(("score", str(path), "--json")) == 0
    return json.loads(out.getvalue())["forms"]["green_factory"]


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def agrees(path: Path) -> None:
    answers, result = auditor.answers_of(json.loads(path.read_text(encoding="utf-8"))), said(path)
    for name, value in auditor.figures(answers).items():
        assert result["calculated"][name] == near(value), name
    points = auditor.indicators(answers)
    told = {entry["id"].removeprefix("gf.i."): entry["score"] for entry in result["indicators"]}
    assert told.keys() == points.keys()
    for name, own in points.items():
        assert told[name] is None if own is None else told[name] == near(own), name
    assert result["score"] == near(auditor.total(points))


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_an_auditor_agrees_on_the_samples(name: str) -> None:
    agrees(ALL_SAMPLES[name])


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_an_auditor_agrees_when_every_figure_is_another(name: str, tmp_path: Path) -> None:
    """Every amount of the tables moves by its own factor, so that nothing agrees by chance or by rounding."""
    chance, file = random.Random(name), json.loads(ALL_SAMPLES[name].read_text(encoding="utf-8"))
    changed = copy.deepcopy(file)
    answers = changed["forms"]["green_factory"]["answers"]
    for item_id, columns in _MOVED.items():
        for row in answers[item_id]["value"] if item_id in answers else ():
            row.update({c: round(row[c] * chance.uniform(0.6, 1.5), 3) for c in columns if c in row})
    for row in answers["gf.energy"]["value"]:
        row["transferred_out"] = round(
            row.get("consumption", row.get("purchase", 0)) * chance.uniform(0, 0.1), 3
        )
    path = tmp_path / "a.json"
    path.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    agrees(path)


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_the_terms_alone_give_every_sum(name: str) -> None:
    """From `score --json` by itself: amount × factor of each term, added up, is the figure."""
    checked = 0
    for figure in said(ALL_SAMPLES[name])["calculations"]:
        factors = [term for term in figure["terms"] if term["factor"] is not None]
        if factors:
            own = sum(term["amount"] * term["factor"] for term in factors)
            assert figure["own_value"] == near(own), figure["id"]
            checked += 1
        assert figure["terms"] or figure["reason"] or figure["value"] == 0, figure["id"]
    assert checked >= 7


def test_the_auditor_knows_nothing_of_the_product() -> None:
    tree = ast.parse(Path(auditor.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"__future__", "typing"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
