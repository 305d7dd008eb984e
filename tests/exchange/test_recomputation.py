from __future__ import annotations

import ast
import contextlib
import io
import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhui_assess.cli import main
from tests.assessments import SAMPLES
from tests.exchange import outsider

STEPS = (1, 0.8, 0.5, 0)
TAILORABLE = ("design", "manufacturing.logistics", "sales", "service", "logistics")


def said(*arguments: str) -> Any:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(arguments) == 0
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    shown: dict[str, Any] = said("forms", "show", "smart_factory", "--json")
    return shown


def random_file(rng: random.Random, form: dict[str, Any], lean: float) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for item in form["items"]:
        dice = rng.random()
        value = 1 if item["level"] <= 3 and rng.random() < lean else rng.choice(STEPS)
        if dice < 0.06 and item["not_applicable"]:
            answers[item["id"]] = {"not_applicable": "没有"}
        elif dice < 0.1:
            answers[item["id"]] = {"unknown": ""}
        elif dice < 0.2:
            answers[item["id"]] = {"value": value, "verified": {"value": rng.choice(STEPS), "reason": "现场"}}
        elif dice < 0.97:
            answers[item["id"]] = {"value": value}
    kind = rng.choice(["discrete", "process", None])
    return {
        "schema": "anhui-assess/answers/1",
        "enterprise": {"manufacturing_type": kind} if kind else {},
        "forms": {
            "smart_factory": {
                "version": form["version"],
                "tailored_out": {name: "不做" for name in TAILORABLE if rng.random() < 0.25},
                "answers": answers,
            }
        },
    }


def same(found: float | None, wanted: float | None) -> bool:
    return found is wanted if found is None or wanted is None else abs(found - wanted) <= 1e-9


def test_an_outsider_gets_the_same_numbers_to_1e_9(form: dict[str, Any]) -> None:
    @settings(max_examples=25)
    @given(st.integers(0, 2**32), st.sampled_from([0.0, 0.6, 0.95, 1.0]))
    def check(seed: int, lean: float) -> None:
        file = random_file(random.Random(seed), form, lean)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.json"
            path.write_text(json.dumps(file), encoding="utf-8")
            agree(said("score", str(path), "--json")["forms"]["smart_factory"], outsider.score(form, file))

    check()


def agree(result: dict[str, Any], own: dict[str, Any]) -> None:
    assert result["level"] == own["level"]
    assert same(result["score"], own["score"])
    for number, (level, wanted) in enumerate(zip(result["levels"], own["levels"], strict=True)):
        assert same(level["score"], wanted)
        assert level["met"] == (number < own["level"])
    for node in result["nodes"]:
        for level_id, value in node["levels"].items():
            assert same(value, own["nodes"][node["id"]][level_id]), (node["id"], level_id)


@pytest.mark.parametrize("name", SAMPLES)
def test_an_outsider_agrees_on_the_samples(name: str, form: dict[str, Any]) -> None:
    result = said("score", str(SAMPLES[name]), "--json")["forms"]["smart_factory"]
    own = outsider.score(form, json.loads(SAMPLES[name].read_text(encoding="utf-8")))
    assert (result["level"], same(result["score"], own["score"])) == (own["level"], True)


def test_the_outsider_knows_nothing_of_the_product() -> None:
    tree = ast.parse(Path(outsider.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert imported == {"__future__", "typing"}
