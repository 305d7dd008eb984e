from __future__ import annotations

import ast
import contextlib
import copy
import io
import json
import random
import tempfile
from collections.abc import Callable
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
TAILORED = {"design", "logistics", "sales", "service"}


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


@pytest.fixture(scope="module")
def scored(form: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, Any]]:
    """Answers files that between them hold every case of the method, each with what the program says to it."""
    folder = tmp_path_factory.mktemp("answers")
    found = []
    for seed, kind in enumerate(["discrete", "process", None] * 4):
        rng = random.Random(seed)
        file = random_file(rng, form, 0.9)
        file["enterprise"] = {"manufacturing_type": kind} if kind else {}
        entry = file["forms"]["smart_factory"]
        if seed % 2:
            entry["tailored_out"] = {}
        for item in form["items"]:
            answer = entry["answers"].get(item["id"])
            if seed < 6 and item["not_applicable"] and rng.random() < 0.5:
                entry["answers"][item["id"]] = {"not_applicable": "没有这项业务"}
            elif answer is None or "value" not in answer or item["level"] <= 3:
                continue
            elif seed % 3 == 0:
                entry["answers"][item["id"]] = {"value": 1}
        path = folder / f"{seed}.json"
        path.write_text(json.dumps(file), encoding="utf-8")
        found.append((file, said("score", str(path), "--json")["forms"]["smart_factory"]))
    return found


def test_both_weight_sets_tailoring_and_whole_sections_not_applicable(
    form: dict[str, Any], scored: list[tuple[Any, Any]]
) -> None:
    for file, result in scored:
        agree(result, outsider.score(form, file))
    kinds = {result["weight_set"] for _, result in scored}
    assert kinds == {"discrete", "process"}
    tailored = [file["forms"]["smart_factory"]["tailored_out"] for file, _ in scored]
    assert {bool(names) for names in tailored} == {True, False}
    assert {name.split(".")[-1] for names in tailored for name in names} == TAILORED
    assert any(
        node["applies"] and None in (node["levels"]["1"], node["levels"]["2"], node["levels"]["3"])
        for _, result in scored
        for node in result["nodes"]
    ), "no section lost all its items of a level to 不适用"
    assert {result["level"] for _, result in scored} >= {0, 3, 5}


def without(state: str) -> Callable[[dict[str, Any]], None]:
    """Read every answer of a state as if it had not been given."""

    def change(file: dict[str, Any]) -> None:
        answers = file["forms"]["smart_factory"]["answers"]
        for item_id in [item_id for item_id, answer in answers.items() if state in answer]:
            del answers[item_id]

    return change


def other_set(file: dict[str, Any]) -> None:
    kind = file["enterprise"].get("manufacturing_type")
    file["enterprise"]["manufacturing_type"] = "discrete" if kind == "process" else "process"


def own_values(file: dict[str, Any]) -> None:
    for answer in file["forms"]["smart_factory"]["answers"].values():
        answer.pop("verified", None)


def untailored(file: dict[str, Any]) -> None:
    file["forms"]["smart_factory"]["tailored_out"] = {}


@pytest.mark.parametrize(
    "misread", [without("not_applicable"), other_set, own_values, untailored], ids=lambda one: one.__name__
)
def test_a_rule_read_wrongly_would_show(
    misread: Callable[[dict[str, Any]], None], form: dict[str, Any], scored: list[tuple[Any, Any]]
) -> None:
    """The files tell the rules apart: an outsider who errs in one of them gets other numbers."""
    wrong = 0
    for file, result in scored:
        mistaken = copy.deepcopy(file)
        misread(mistaken)
        own = outsider.score(form, mistaken)["levels"]
        wrong += any(
            not same(level["score"], value) for level, value in zip(result["levels"], own, strict=True)
        )
    assert wrong >= 3


def test_the_gain_of_a_blocking_item_is_what_full_marks_there_would_bring(
    form: dict[str, Any], scored: list[tuple[Any, Any]]
) -> None:
    rng = random.Random(1)
    checked = 0
    for file, result in scored:
        next_level = result["level"] + 1
        for entry in rng.sample(result["blocking"], min(5, len(result["blocking"]))):
            better = copy.deepcopy(file)
            better["forms"]["smart_factory"]["answers"][entry["item"]] = {"value": 1}
            now = result["levels"][next_level - 1]["score"]
            then = outsider.score(form, better)["levels"][next_level - 1]
            assert same(then - now, entry["gain"]), entry
            checked += 1
    assert checked > 30


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
