"""Whole assessments of the shipped forms: the sample factories, random documents, and plain answers files."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from anhui_assess.content.locations import resources_folder
from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers, Verified
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.enterprise import PROFILE_FORM, uscc_with_check
from anhui_assess.domain.form import Column, Item
from anhui_assess.domain.planning.first_plan import Plan, first_plan
from anhui_assess.domain.planning.projects import PLANNED_STATES, STATES, Project
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.exchange.answers_json import read_answers
from anhui_assess.services.ports import AnswersDocument

ALL_SAMPLES: Mapping[str, Path] = {
    path.stem: path for path in sorted((resources_folder() / "samples").glob("*.json"))
}
GREEN_ONLY = "chuzhou-aluminium"
"""The sample that answers the green forms alone, as a factory does that only applies as a green factory."""
SAMPLES: Mapping[str, Path] = {name: path for name, path in ALL_SAMPLES.items() if name != GREEN_ONLY}
"""The samples that answer every questionnaire."""
USCC = uscc_with_check("91340100MA2TEXT00")
OTHER_USCC = uscc_with_check("91340200MA2TEXT01")
HOSTILE = (
    "<b>&amp;</b> <img src='file:///etc/passwd'/> {x} %s %(a)s \\n",
    "表情 😀👩‍👩‍👧 完 𠮷䶮",
    "\"引号\" '单' ‘’“”；=1+1 @SUM(A1)",
    "两行\n三行\t制表 \u2028 \u202e倒\u202c \ufeff",
    "长" * 20000,
)


_READ: dict[tuple[str, int], tuple[Catalog, AnswersDocument]] = {}
_PLANNED: dict[tuple[str, int], tuple[Scored, Plan]] = {}


def sample(name: str, catalog: Catalog) -> AnswersDocument:
    """Return a shipped sample, read once."""
    key = (name, id(catalog))
    if key not in _READ:
        _READ[key] = (catalog, read_answers(ALL_SAMPLES[name], catalog))
    return _READ[key][1]


def sample_plan(name: str, engine: ScoringEngine) -> tuple[Scored, Plan]:
    """Return the scores and the first plan of a shipped sample, worked out once: planning takes a second."""
    key = (name, id(engine))
    if key not in _PLANNED:
        scored = engine.score(sample(name, engine.catalog).sheet)
        _PLANNED[key] = (scored, first_plan(scored))
    return _PLANNED[key]


def answers_file(
    catalog: Catalog, enterprise: Mapping[str, Any] | None = None, **forms: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an answers file as plain data: `item=value` per form, a mapping is taken as the whole entry."""
    return {
        "schema": "anhui-assess/answers/1",
        "enterprise": dict(enterprise or {}),
        "assessment": {"title": "2026 年自评", "date": "2026-11-23", "assessor": "张三"},
        "forms": {
            form_id: {
                "version": catalog.forms[form_id].version,
                "answers": {
                    item: value if isinstance(value, dict) else {"value": value}
                    for item, value in given.items()
                },
            }
            for form_id, given in forms.items()
        },
    }


def raw(data: Any) -> bytes:
    """Return plain data as the bytes of a file."""
    return json.dumps(data).encode()


def document(catalog: Catalog, **forms: Mapping[str, Any]) -> AnswersDocument:
    """Return a document from plain values by form id."""
    made = {
        form_id: FormAnswers(
            catalog.forms[form_id].version,
            {key: value if isinstance(value, Answer) else Answer.of(value) for key, value in given.items()},
        )
        for form_id, given in forms.items()
    }
    return AnswersDocument(AnswerSheet(made), "2026 年自评", "2026-11-23", "张三")


# ------------------------------------------------------------------------------------------ random answers

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
_DAYS = ("1999-12-31", "2024-02-29", "2026-01-01")


def _number(rng: random.Random, field: Item | Column) -> float:
    low = float(field.minimum) if isinstance(field.minimum, (int, float)) else -1e6
    high = float(field.maximum) if isinstance(field.maximum, (int, float)) else 1e6
    if field.decimals == 0:
        return rng.randint(int(low), int(high))
    return rng.choice([rng.uniform(low, high), low, high])


def _cell(rng: random.Random, words: Sequence[str], field: Item | Column) -> Any:
    if field.kind == "number":
        return _number(rng, field)
    if field.kind == "choice":
        return rng.choice(field.choices).id
    if field.kind == "yes_no":
        return rng.random() < 0.5
    return _day(rng, field) if field.kind == "date" else rng.choice(words)


def _day(rng: random.Random, field: Item | Column) -> str:
    low = field.minimum if isinstance(field.minimum, str) else "0001-01-01"
    high = field.maximum if isinstance(field.maximum, str) else "9999-12-31"
    return rng.choice([day for day in (*_DAYS, low, high) if low <= day <= high])


def _rows(rng: random.Random, words: Sequence[str], item: Item) -> tuple[dict[str, Any], ...]:
    columns = [column for column in item.columns if not column.calculated]
    return tuple(
        {column.id: _cell(rng, words, column) for column in columns if rng.random() < 0.7}
        for _ in range(rng.randint(0, 3))
    )


def random_value(rng: random.Random, words: Sequence[str], item: Item) -> Any:
    """Return a value that the item accepts, as it is stored."""
    if item.kind == "scale":
        return rng.choice(item.scale).value
    if item.kind == "anchored_rating":
        return rng.randint(1, 5)
    if item.kind == "multi_choice":
        return tuple(choice.id for choice in item.choices if rng.random() < 0.5)
    if item.kind == "table":
        return _rows(rng, words, item)
    special = {"uscc": USCC, "gbt4754": "3851"}.get(item.format or "")
    return special if item.kind == "text" and special else _cell(rng, words, item)


def random_answer(rng: random.Random, words: Sequence[str], item: Item) -> Answer:
    """Return an answer in any state with any of its extras; never an empty one."""
    more: dict[str, Any] = {}
    if rng.random() < 0.3:
        more["note"] = rng.choice(words)
    if rng.random() < 0.1:
        more["flagged"] = True
    if rng.random() < 0.1:
        more["evidence"] = ("ab" * 32, "现场照片.jpg")
    if rng.random() < 0.1:
        more["verified"] = Verified(random_value(rng, words, item), rng.choice(words))
    state = rng.random()
    if state < 0.1 and item.not_applicable:
        return Answer.not_applicable(f"没有 {rng.choice(words)}", **more)
    if state < 0.2:
        return Answer.unknown(rng.choice(["", *words]), **more)
    if state < 0.3 and more:
        return Answer(**more)
    return Answer.of(random_value(rng, words, item), **more)


SEEDS = st.integers(0, 2**32)
WORDS = st.lists(_TEXT, min_size=1, max_size=4)
SHARES = st.sampled_from([0.02, 0.3, 1.0])


def random_document(catalog: Catalog, seed: int, words: Sequence[str], share: float) -> AnswersDocument:
    """Return any document that a session could have made: some forms, some items, tailoring, all states."""
    rng = random.Random(seed)
    forms: dict[str, FormAnswers] = {}
    for form in catalog.forms.values():
        if form.id != PROFILE_FORM and rng.random() < 0.3:
            continue
        answers = {
            item_id: random_answer(rng, words, item)
            for item_id, item in form.items.items()
            if rng.random() < share
        }
        nodes = [node.id for node in form.nodes.values() if node.tailorable and rng.random() < 0.3]
        forms[form.id] = FormAnswers(form.version, answers, dict.fromkeys(nodes, f"不做 {words[0]}"))
    projects = tuple(_project(rng, words, number) for number in range(1, rng.randint(1, 4)))
    return AnswersDocument(
        AnswerSheet(forms), words[-1], rng.choice(_DAYS), rng.choice(["", *words]), projects
    )


def _project(rng: random.Random, words: Sequence[str], number: int) -> Project:
    days = sorted(rng.choices(("2024-02-29", "2025-06-30", "2026-01-01", "2026-12-31"), k=7))
    planned = {state: day for state, day in zip(PLANNED_STATES, days[4:], strict=True) if rng.random() < 0.7}
    return Project(
        f"p_{number}",
        number,
        (rng.choice(words).strip() or "项目")[:200],
        rng.choice(("", "mes")),
        planned,
        dict(zip(STATES, days[: rng.randint(1, 4)], strict=False)),
        rng.choice((None, 0.1, 1e7)),
        rng.choice((None, 0.0, 33)),
        rng.choice(words)[:60],
        rng.choice(("", *words))[:5000],
    )
