"""Sections and roles against the aspects, and the titles a firm means to apply for, with its own figures."""

from __future__ import annotations

from typing import Any

import pytest

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services.diagnosis import aspects, bases, gradient
from tests.assessments import SAMPLES, document, sample

FB = "four_bases"


@pytest.fixture
def form(catalog: Catalog) -> Form:
    return catalog.forms[FB]


def scored(engine: ScoringEngine, **forms: dict[str, Any]) -> Scored:
    return engine.score(document(engine.catalog, **forms).sheet)


def parts(role: str, supplier: int, user: int) -> dict[str, Any]:
    names = ("level", "readiness", "autonomy", "quality", "ip", "launch", "testing", "partners")
    ratings = {
        f"fb.parts.{side}.{name}": value for side, value in (("s", supplier), ("u", user)) for name in names
    }
    return {"fb.parts.role": role, **ratings}


def test_making_and_using_are_scored_apart_and_together_make_the_section(
    engine: ScoringEngine, form: Form
) -> None:
    """All fives as a maker and all twos as a user: 100 and 25; equal weights on both sides: the section has 62.5."""
    state = scored(engine, four_bases=parts("both", 5, 2))
    maker, user = aspects.sides(state, form)
    assert (maker.role, maker.score) == ("供给方", pytest.approx(100))
    assert (user.role, user.score) == ("使用方", pytest.approx(25))
    node = state.result(FB).node("parts")
    assert node is not None
    assert node.score == pytest.approx(62.5)
    assert "供给方 100.0 分、使用方 25.0 分" in aspects.words((maker, user))


@pytest.mark.parametrize(("role", "shown"), [("supplier", ["供给方"]), ("user", ["使用方"]), ("none", [])])
def test_only_the_role_of_the_firm_is_shown(
    engine: ScoringEngine, form: Form, role: str, shown: list[str]
) -> None:
    found = aspects.sides(scored(engine, four_bases=parts(role, 4, 2)), form)
    assert [side.role for side in found] == shown
    assert aspects.matrix(found, form).rows == () or len(aspects.matrix(found, form).rows) == 1


def test_a_row_has_every_rating_and_leads_to_the_lowest(engine: ScoringEngine, form: Form) -> None:
    given = parts("supplier", 4, 1) | {
        "fb.parts.s.ip": 1,
        "fb.parts.s.testing": Answer(),
        "fb.parts.s.partners": Answer.not_applicable("不开发"),
    }
    (side,) = aspects.sides(scored(engine, four_bases=given), form)
    (row,) = aspects.matrix((side,), form).rows
    assert [cell.text for cell in row.cells[3:]] == ["4", "4", "4", "4", "1", "4", "未答", "不适用"]
    assert row.cells[7].tone == "bad"
    assert row.cells[7].tip == form.items["fb.parts.s.ip"].anchors["1"]
    assert row.place is not None
    assert row.place.item_id == "fb.parts.s.testing"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sides_of_a_sample_make_its_sections(name: str, engine: ScoringEngine, form: Form) -> None:
    state = engine.score(sample(name, engine.catalog).sheet)
    found = aspects.sides(state, form)
    assert found
    for node in state.result(FB).nodes:
        own = [side for side in found if side.section == node.title]
        assert (node.score is None) == (not own)
        if len(own) == 1:
            assert own[0].score == pytest.approx(node.score)
    assert aspects.aspect_names(found) == aspects.aspect_names(found[:1])
    assert len(aspects.aspect_names(found)) == 8


# ---------------------------------------------------------------------------------------------------- titles


def test_titles_nobody_means_to_apply_for_are_not_looked_at(engine: ScoringEngine, form: Form) -> None:
    state = scored(engine, four_bases={})
    assert bases.title_cards(state, form) == ()
    assert "没有勾选" in bases.title_words(())


def test_the_nearest_title_is_named_with_what_it_lacks(engine: ScoringEngine, form: Form) -> None:
    state = engine.score(sample("hefei-precision", engine.catalog).sheet)
    cards = bases.title_cards(state, form)
    assert [card.id for card in cards] == ["little_giant", "first_set_equipment", "foundation_project"]
    assert "最近的是专精特新“小巨人”" in bases.title_words(cards)
    grid = bases.title_grid(cards, form)
    assert grid.rows[0].cells[3].text == "平台评价六十分以上"
    assert grid.rows[0].place is not None


def test_a_condition_says_what_the_firm_has(engine: ScoringEngine) -> None:
    state = scored(
        engine,
        profile={"revenue": 6000.0, "rd_expense": 150.0},
        four_bases={
            "fb.title.targets": ("little_giant",),
            "fb.title.main_share": 88,
            "fb.title.key_link": True,
        },
    )
    (card,) = [entry for entry in gradient.qualification_cards(state) if entry.id == "little_giant"]
    lines = {line.title: line for line in card.conditions}
    assert "主营收入占比" in lines["主营占比九成以上"].figures
    assert "88 %" in lines["主营占比九成以上"].figures
    assert lines["主营占比九成以上"].word == "不满足"
    assert "营业收入 6,000 万元" in lines["上年营收五千万元以上"].figures
    assert lines["六基或产业链关键环节"].figures.endswith("是")
    assert "研发" in lines["研发占比每年 3% 以上"].figures
    assert lines["平台评价六十分以上"].figures == ""


@pytest.mark.parametrize(
    ("award", "title", "word"),
    [
        ("none", "little_giant", "不满足"),
        ("province", "little_giant", "不满足"),
        ("national", "little_giant", "满足"),
        ("none", "province_sme", "不满足"),
        ("province", "province_sme", "满足"),
        ("national", "province_sme", "满足"),
    ],
)
def test_an_award_counts_for_its_own_tier_and_those_below(
    engine: ScoringEngine, award: str, title: str, word: str
) -> None:
    given = {"fb.title.targets": (title,), "fb.title.class1_ip": 0, "fb.title.ip_award": award}
    (card,) = [
        entry for entry in gradient.qualification_cards(scored(engine, four_bases=given)) if entry.id == title
    ]
    assert [line.word for line in card.conditions if line.title.startswith("一类知识产权")] == [word]
