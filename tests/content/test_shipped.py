"""The shipped forms and packs: sound, complete, and faithful to ids once given out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from anhui_assess.content.checking import check_files
from anhui_assess.content.form_spec import json_schema
from anhui_assess.content.library import content_files
from anhui_assess.content.locations import forms_folder, resources_folder
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.planning.effects import targets

SNAPSHOTS = Path(__file__).parents[1] / "data" / "form_ids"
FORMS = tuple(sorted(path.stem for path in forms_folder().glob("*.yaml")))
LENGTHS = {
    "title": (4, 16),
    "question": (6, 60),
    "guidance": (20, 160),
    "verifier": (10, 80),
    "clause": (4, 60),
    "policy": (1, 30),
}
forms = pytest.mark.parametrize("form_id", FORMS)


def anchored(form: Form) -> list[Item]:
    return [item for item in form.items.values() if item.kind in {"scale", "anchored_rating"}]


def test_shipped_content_has_no_problems() -> None:
    _, problems = check_files(content_files([forms_folder(), resources_folder()]))
    assert [str(problem) for problem in problems] == []


@forms
def test_an_id_never_changes_its_kind_and_goes_only_into_retired(catalog: Catalog, form_id: str) -> None:
    """The snapshot holds every id ever given out; a new item is added to it by hand, nothing is taken out."""
    form = catalog.forms[form_id]
    lines = (SNAPSHOTS / f"{form_id}.txt").read_text(encoding="utf-8").splitlines()
    given = dict(line.split() for line in lines)
    assert len(given) == len(lines)
    now = {item.id: item.kind for item in form.items.values()}
    assert [item_id for item_id in given if item_id not in now and item_id not in form.retired] == []
    assert [item_id for item_id in now if item_id not in given] == []
    assert {item_id: kind for item_id, kind in now.items() if given[item_id] != kind} == {}
    assert [item_id for item_id in form.retired if item_id not in given] == []


def texts(item: Item) -> Iterator[tuple[str, str]]:
    for name in LENGTHS:
        yield name, getattr(item, name)
    for manufacturing_type, wording in item.variants.items():
        yield f"question ({manufacturing_type})", wording.question
        yield f"guidance ({manufacturing_type})", wording.guidance
    for key, words in item.anchors.items():
        yield f"anchor {key}", words
    for words in item.evidence:
        yield "evidence", words
    if item.full_marks:
        yield "full_marks", item.full_marks


@forms
def test_every_item_has_all_its_parts_within_bounds(catalog: Catalog, form_id: str) -> None:
    faults = []
    for item in catalog.forms[form_id].items.values():
        for name, words in texts(item):
            low, high = LENGTHS.get(name.split(" ")[0], (2, 90))
            if not low <= len(words) <= high or words != words.strip():
                faults.append((item.id, name, words))
        if not 1 <= len(item.evidence) <= 4:
            faults.append((item.id, "evidence", str(len(item.evidence))))
    assert faults == []


@forms
def test_no_long_text_is_said_twice(catalog: Catalog, form_id: str) -> None:
    """A question, an explanation, a check or an anchor written for one item fits no other."""
    once = Counter(
        words
        for item in catalog.forms[form_id].items.values()
        for name, words in texts(item)
        if name.split(" ")[0] in {"title", "question", "guidance", "verifier", "anchor"}
    )
    assert [words for words, count in once.items() if count > 1] == []


def test_titles_are_told_apart_across_forms(catalog: Catalog) -> None:
    questions = Counter(item.question for form in catalog.forms.values() for item in form.items.values())
    assert [words for words, count in questions.items() if count > 1] == []


@forms
def test_texts_are_plain_chinese(catalog: Catalog, form_id: str) -> None:
    """No half-width punctuation beside Chinese words, nothing doubled, no unfinished passages."""
    faults = []
    for item in catalog.forms[form_id].items.values():
        for name, words in texts(item):
            if re.search(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|TODO|XXX|\?\?|。。|，，", words):
                faults.append((item.id, name, words))
    assert faults == []


def test_every_section_asks_at_every_level_it_does_not_declare_absent(catalog: Catalog) -> None:
    form = catalog.forms["smart_factory"]
    for leaf in form.leaves:
        levels = {form.items[item_id].level for item_id in leaf.items}
        assert {1, 2, 3} <= levels, leaf.id
        assert levels | leaf.absent_levels.keys() == {1, 2, 3, 4, 5}, leaf.id
        assert all(len(reason) >= 10 for reason in leaf.absent_levels.values())


def test_questions_ask(catalog: Catalog) -> None:
    """One sentence with a question mark in it; only what is to be listed or picked may end otherwise."""
    for form in catalog.forms.values():
        assert [item.id for item in form.items.values() if item.question.count("？") != 1] == []


def test_smart_items_are_scales_with_all_anchors_and_at_least_two_records(catalog: Catalog) -> None:
    for item in catalog.forms["smart_factory"].items.values():
        assert item.kind == "scale"
        assert [point.value for point in item.scale] == [1, 0.8, 0.5, 0]
        assert item.anchors.keys() == {"1", "0.8", "0.5", "0"}
        assert item.clause.endswith(f"{'一二三四五'[(item.level or 0) - 1]}级")
        if (item.level or 9) <= 3:
            assert len(item.evidence) >= 2, item.id
            assert item.required, item.id


def test_four_bases_items_have_five_anchors(catalog: Catalog) -> None:
    rated = anchored(catalog.forms["four_bases"])
    assert rated
    assert all(item.anchors.keys() == {"1", "2", "3", "4", "5"} for item in rated)


def test_the_green_checklist_has_the_sections_of_2018_with_both_obligations(catalog: Catalog) -> None:
    """At least 70 items, every one mandatory or optional and passed or failed; mandatory ones are asked of everybody."""
    form = catalog.forms["green_checklist"]
    assert len(form.items) >= 70
    assert {item.obligation for item in form.items.values()} == {"mandatory", "optional"}
    assert {item.kind for item in form.items.values()} == {"yes_no"}
    assert all(item.full_marks.startswith("填“是”：") and item.required for item in form.items.values())
    assert [root.title for root in form.roots][1:6] == [
        "基础设施",
        "管理体系",
        "能源与资源投入",
        "产品",
        "环境排放",
    ]
    for root in form.roots:
        assert {item.obligation for item in form.items_below(root.id)} == {"mandatory", "optional"}, root.id
    for item in form.items.values():
        assert item.clause.endswith("必选" if item.obligation == "mandatory" else "可选"), item.id


def test_every_mandatory_item_of_the_green_checklist_is_met_by_a_measure(catalog: Catalog) -> None:
    form = catalog.forms["green_checklist"]
    reached = {
        item.id
        for measure in catalog.packs.measures.values()
        for closes in measure.closes
        if closes.form == form.id and closes.to >= 1
        for item in targets(form, closes)
    }
    wanted = {item.id for item in form.items.values() if item.obligation == "mandatory"}
    assert wanted - reached == set()


def test_the_green_chain_is_worth_twenty_twenty_twenty_twenty_ten_ten(catalog: Catalog) -> None:
    form = catalog.forms["green_chain"]
    worth = [
        sum(item.weight for item in form.items_below(root.id)) for root in form.roots if root.id != "basics"
    ]
    assert worth == [20, 20, 20, 20, 10, 10]
    assert all(
        item.anchors.keys() == {"1", "0.5", "0"} for item in form.items.values() if item.kind == "scale"
    )


def test_zero_carbon_asks_about_its_six_paths(catalog: Catalog) -> None:
    form = catalog.forms["zero_carbon"]
    assert len(form.roots) == 6
    assert all(len(list(form.items_below(root.id))) >= 3 for root in form.roots)


def test_anchors_of_one_item_differ(catalog: Catalog) -> None:
    for form in catalog.forms.values():
        for item in anchored(form):
            assert len(set(item.anchors.values())) == len(item.anchors), item.id


def test_ids_carry_the_prefix_of_their_form(catalog: Catalog) -> None:
    prefixes = {
        "smart_factory": "sf.",
        "green_factory": "gf.",
        "green_checklist": "gc.",
        "green_chain": "gs.",
        "zero_carbon": "zc.",
        "four_bases": "fb.",
    }
    for form_id, prefix in prefixes.items():
        assert all(item_id.startswith(prefix) for item_id in catalog.forms[form_id].items)


def test_weight_sets_cover_the_twelve_domains_and_twenty_sub_domains(catalog: Catalog) -> None:
    form = catalog.forms["smart_factory"]
    assert len(form.roots) == 4
    assert len(form.leaves) == 20
    for weights in form.scoring.weight_sets.values():
        assert weights.weights.keys() | weights.excluded == form.nodes.keys()
        assert not weights.weights.keys() & weights.excluded


def test_weights_not_checked_against_the_standard_say_so(catalog: Catalog) -> None:
    for form in catalog.scored_forms:
        for weights in form.scoring.weight_sets.values():
            assert weights.status in {"已核对", "待核对"}
            assert weights.source


def test_every_county_belongs_to_a_city_of_the_pack(catalog: Catalog) -> None:
    regions = catalog.packs.regions
    assert len(regions) == 16
    assert sum(len(city.counties) for city in regions) == 104
    county = catalog.forms["profile"].items["county"]
    assert {choice.group for choice in county.choices} == {city.title for city in regions}


def test_the_policys_lists_are_complete(catalog: Catalog) -> None:
    """12 high-end fields and 5 traditional industries, 25 tasks, 12 provincial indicators."""
    packs = catalog.packs
    groups = Counter(industry.group for industry in packs.industries.values())
    assert (groups["高端"], groups["传统"]) == (12, 5)
    assert sorted(packs.tasks) == list(range(1, 26))
    assert len(packs.benchmarks) == 12
    assert packs.infos


def test_the_schema_for_editors_knows_every_key_the_forms_use(catalog: Catalog) -> None:
    schema = json_schema()
    assert schema["properties"]["nodes"]["items"] == {"$ref": "#/$defs/node"}
    item_keys = schema["$defs"]["node"]["properties"]["items"]["items"]["properties"]
    for form in catalog.forms.values():
        assert form.source.keys() <= schema["properties"].keys()
        assert set(schema["required"]) <= form.source.keys()
        stack = list(form.source["nodes"])
        while stack:
            node = stack.pop()
            assert node.keys() <= schema["$defs"]["node"]["properties"].keys()
            assert all(item.keys() <= item_keys.keys() for item in node.get("items", ()))
            stack.extend(node.get("nodes", ()))
