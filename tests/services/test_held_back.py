"""The walk in numbers: contributions add up to the total, gains are those of the result, policy targets are cited."""

from __future__ import annotations

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.finding import Finding
from anhui_assess.domain.diagnosis.findings import findings
from anhui_assess.domain.diagnosis.industry_fit import FAR, FITS, PARTLY
from anhui_assess.domain.scoring.engine import Scored, ScoringEngine
from anhui_assess.services.diagnosis import direction, overview
from anhui_assess.services.diagnosis.held_back import chain, held_back, held_grid, sections
from tests.assessments import SAMPLES, sample

SF, GF, FB = "smart_factory", "green_factory", "four_bases"


@pytest.fixture(scope="module", params=SAMPLES)
def scored(request: pytest.FixtureRequest, catalog: Catalog) -> Scored:
    return ScoringEngine(catalog).score(sample(request.param, catalog).sheet)


def total(scored: Scored, form_id: str) -> float:
    result = scored.result(form_id)
    if form_id != SF:
        return result.score or 0.0
    level = next(entry for entry in result.levels if entry.level == result.next_level)
    return level.score or 0.0


@pytest.mark.parametrize("form_id", [SF, GF, FB])
def test_contributions_of_the_top_add_up_to_the_total(scored: Scored, form_id: str) -> None:
    lines = sections(scored, form_id)
    top = [line for line in lines if line.depth == 0]
    assert sum(line.contribution or 0.0 for line in top) == pytest.approx(total(scored, form_id))
    assert sum(line.share or 0.0 for line in top) == pytest.approx(1.0)
    full = 1.0 if form_id == SF else 100.0
    assert sum(line.lost or 0.0 for line in top) == pytest.approx(full - total(scored, form_id))


@pytest.mark.parametrize("form_id", [SF, GF, FB])
def test_every_line_is_the_sum_of_the_lines_under_it(scored: Scored, form_id: str) -> None:
    lines = sections(scored, form_id)
    for place, line in enumerate(lines):
        under = []
        for other in lines[place + 1 :]:
            if other.depth <= line.depth:
                break
            if other.depth == line.depth + 1:
                under.append(other)
        if under and line.contribution is not None:
            assert sum(one.contribution or 0.0 for one in under) == pytest.approx(line.contribution), (
                line.title
            )


def test_what_holds_the_level_back_gains_what_the_result_says(scored: Scored) -> None:
    held = held_back(scored, SF)
    gains = {entry.item: entry.gain for entry in scored.result(SF).blocking}
    assert len(held) == 3
    for entry in held:
        assert entry.place is not None
        assert entry.gain == pytest.approx(gains[entry.place.item_id])
        assert entry.wanted
        assert entry.now
    assert [entry.gain for entry in held] == sorted((entry.gain for entry in held), reverse=True)
    grid = held_grid(scored, SF)
    assert [row.place for row in grid.rows] == [entry.place for entry in held]


def test_what_holds_indicators_back_is_measured_against_full_marks(scored: Scored) -> None:
    held = held_back(scored, GF)
    by_title = {entry.title: entry for entry in scored.result(GF).indicators}
    for entry in held:
        indicator = by_title[entry.title]
        assert indicator.score is not None
        assert entry.gain >= indicator.weight - indicator.score - 1e-9
        assert entry.wanted.startswith("满分要：")
        assert "已评分" not in entry.now


def test_the_chain_says_gate_levels_and_total(scored: Scored) -> None:
    result = scored.result(SF)
    words = chain(scored, SF)
    assert f"总分 {result.score:.2f} = 已达到的级数 {result.level} + {result.next_level} 级得分" in words
    assert "每级门槛 0.8" in words
    green = chain(scored, GF)
    assert f"总分 {scored.result(GF).score:.1f}，满分 100" in green
    assert ("退出加权" in green) == any(entry.score is None for entry in scored.result(GF).indicators)


# ----------------------------------------------------------------------------------------- direction


def finding(form: str, node: str = "", items: tuple[str, ...] = (), benchmark: str = "") -> Finding:
    return Finding("weakness", "middle", form, "题", "文", items, node, "", benchmark)


@pytest.mark.parametrize(
    ("entry", "number"),
    [
        (finding(SF), 1),
        (finding(SF, "manufacturing.production.energy_management"), 5),
        (finding(SF, "manufacturing.design.product_design"), 4),
        (finding(SF, items=("sf.oper.3.4",)), 2),
        (finding(FB), 3),
        (finding(GF), 5),
        (finding("profile", benchmark="rd_intensity"), 4),
        (finding("profile", benchmark="co2_reduction"), 5),
    ],
)
def test_a_finding_cites_the_programme_it_touches(catalog: Catalog, entry: Finding, number: int) -> None:
    assert [found.number for found in direction.cited(catalog.packs, entry)] == [number]
    line = direction.policy_line(catalog.packs, entry)
    assert line.startswith(f"政策目标：专栏{number}")
    assert "2025 年" in line


def test_a_finding_of_nothing_the_policy_names_cites_nothing(catalog: Catalog) -> None:
    assert direction.policy_line(catalog.packs, finding("profile")) == ""


def test_each_finding_but_strengths_stands_under_the_programmes_it_touches(scored: Scored) -> None:
    found = findings(scored)
    touched = direction.touched(scored.catalog.packs, found)
    assert [entry.programme.number for entry in touched] == [1, 2, 3, 4, 5]
    counted = {id(one) for entry in touched for one in entry.findings}
    assert all(one.severity != "good" for entry in touched for one in entry.findings)
    assert len(counted) == sum(
        one.severity != "good" and bool(direction.cited(scored.catalog.packs, one)) for one in found
    )


def test_the_fit_says_how_many_and_the_farthest(scored: Scored) -> None:
    words = direction.conclusion(scored)
    fits = direction.fits(scored)
    assert f"{len(fits)} 项要求" in words
    judged = [entry for entry in fits if entry.verdict in {FITS, PARTLY, FAR}]
    worst = min(judged, key=lambda entry: entry.share or 0.0)
    assert worst.want.text in words
    grid = direction.table(scored)
    assert len(grid.rows) == len(fits) + sum(len(entry.grounds) for entry in fits)
    assert all(row.place is not None for row in grid.rows if row.cells[0].text.startswith("　智能工厂"))


def test_three_shortfalls_come_from_different_forms_where_there_are_some(scored: Scored) -> None:
    found = findings(scored)
    gaps = overview.gaps(found)
    forms = {entry.form for entry in found if entry.code in {"veto", "weakness", "supply_risk", "no_data"}}
    assert len({entry.form for entry in gaps}) == min(3, len(forms))
    assert all(entry.code in {"veto", "weakness", "supply_risk", "no_data"} for entry in gaps)
