"""What is registered in explicit tuples keeps the promises of its registry."""

from __future__ import annotations

import inspect
import pkgutil
import re
from importlib import import_module

import pytest

import anhui_assess
from anhui_assess.content.pack_spec import PACKS
from anhui_assess.domain import errors
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.finding import GOOD, HIGH, LOW, MIDDLE
from anhui_assess.domain.diagnosis.findings import RULES, findings
from anhui_assess.domain.errors import AssessError, ContentError, InputRefusedError
from anhui_assess.domain.item_kinds import BY_ID, KINDS
from anhui_assess.domain.problems import Problem
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.domain.scoring.registry import BY_ID as MODELS
from anhui_assess.domain.scoring.registry import MODEL_IDS
from anhui_assess.report.compose import SECTIONS
from anhui_assess.report.figures import FIGURES
from anhui_assess.services import chart_data
from anhui_assess.services.diagnosis.doubts import GROUPS
from tests.assessments import SAMPLES, sample

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_kinds_are_registered_once_and_used(catalog: Catalog) -> None:
    assert len({kind.id for kind in KINDS}) == len(KINDS) == len(BY_ID)
    used = {item.kind for form in catalog.forms.values() for item in form.items.values()}
    assert used <= set(BY_ID)
    assert all(kind.editor for kind in KINDS)


def test_models_are_registered_once_and_every_form_has_one(catalog: Catalog) -> None:
    assert len(set(MODEL_IDS)) == len(MODEL_IDS)
    assert {form.scoring.model for form in catalog.forms.values()} == set(MODEL_IDS)
    assert all(model.id == key for key, model in MODELS.items())


def test_sections_have_one_id_each_and_a_chinese_title() -> None:
    ids = [maker.id for maker in SECTIONS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z_]+", maker) for maker in ids)
    assert all(CHINESE.search(maker.title) for maker in SECTIONS)
    parts = [maker.part for maker in SECTIONS]
    assert parts == sorted(parts, key=["", *dict.fromkeys(part for part in parts if part)].index)


def test_every_finding_has_a_chinese_title_and_a_known_severity(
    catalog: Catalog, engine: ScoringEngine
) -> None:
    known = {severity for severity, *_ in GROUPS}
    assert known == {HIGH, MIDDLE, LOW, GOOD}
    codes = set()
    for name in SAMPLES:
        for entry in findings(engine.score(sample(name, catalog).sheet)):
            codes.add(entry.code)
            assert entry.title.strip()
            assert CHINESE.search(entry.title + entry.text)
            assert entry.severity in known
            assert entry.form in catalog.forms
            assert re.fullmatch(r"[a-z_]+", entry.code)
    assert {"veto", "weakness", "strength", "supply_risk"} <= codes
    assert len(set(RULES)) == len(RULES)


def error_classes() -> list[type[AssessError]]:
    found: list[type[AssessError]] = [AssessError]
    for entry in found:
        found.extend(entry.__subclasses__())
    return found


def test_every_error_has_its_own_chinese_title() -> None:
    for module in pkgutil.walk_packages(anhui_assess.__path__, "anhui_assess."):
        if not module.name.startswith(("anhui_assess.gui", "anhui_assess.app", "anhui_assess.__main__")):
            import_module(module.name)
    classes = error_classes()
    declared = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, AssessError)]
    assert set(declared) <= set(classes)
    assert all(CHINESE.search(cls.title) for cls in classes)
    own = [cls for cls in declared if "title" in vars(cls)]
    assert own == declared
    assert len({cls.title for cls in declared}) == len(declared)


@pytest.mark.parametrize("error", [ContentError, InputRefusedError])
def test_an_error_of_many_problems_says_them_all(error: type[ContentError | InputRefusedError]) -> None:
    problems = [Problem("a.json", "一。"), Problem("", "二。", "item")]
    text = str(error(problems))
    assert "a.json: 一。" in text
    assert "二。" in text


def test_every_chart_data_has_a_drawing() -> None:
    kinds = [name for name, _ in inspect.getmembers(chart_data, inspect.isclass) if name.endswith("Data")]
    assert len(kinds) == len(FIGURES)


def test_every_pack_kind_is_shipped(catalog: Catalog) -> None:
    from anhui_assess.content.library import content_files
    from anhui_assess.content.locations import resources_folder

    heads = [path.read_text(encoding="utf-8").split("\n", 40) for path in content_files([resources_folder()])]
    schemas = {line.split()[1] for head in heads for line in head if line.startswith("schema:")}
    assert {f"anhui-assess/{kind}/1" for kind in PACKS} <= schemas
    assert catalog.packs.infos


def test_measures_that_exclude_each_other_say_so_both_ways(catalog: Catalog) -> None:
    library = catalog.packs.measures
    for measure in library.values():
        assert all(measure.id in library[other].excludes for other in measure.excludes), measure.id
        assert not set(measure.prerequisites) & set(measure.excludes)
