"""The library over a real workspace: what is listed, and forms that keep the version they were answered with."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.composition import answers_document, open_library
from anhui_assess.content.library import rebuild_form
from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import NotFoundError
from anhui_assess.domain.form import Form
from anhui_assess.exchange.answers_json import answers_bytes, parse_answers
from anhui_assess.services.library import Library
from anhui_assess.storage.workspace import open_workspace
from tests.assessments import OTHER_USCC, USCC, document, sample

SF, ITEM = "smart_factory", "sf.org.1.1"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = open_library(tmp_path / "w", create=True)
    yield made
    made.store.close()


def newer(form: Form, drop: str) -> Form:
    """Return the next version of a form: one item less, another wording."""
    source: Any = copy.deepcopy(dict(form.source))
    source["version"] = "2027.1"

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("items"), list):
                value["items"] = [entry for entry in value["items"] if entry.get("id") != drop]
                for entry in value["items"]:
                    entry["question"] = f"新：{entry['question']}"
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(source)
    made = rebuild_form(source)
    assert (made.version, drop in made.items) == ("2027.1", False)
    assert made.fingerprint != form.fingerprint
    return made


@pytest.fixture
def changed(catalog: Catalog) -> Catalog:
    return catalog.with_form(newer(catalog.forms[SF], ITEM))


def test_an_assessment_keeps_the_form_it_was_answered_with(
    library: Library, changed: Catalog, tmp_path: Path
) -> None:
    record = library.import_documents([sample("hefei-precision", library.catalog)])[0]
    before = library.open(record.id)
    library.store.close()

    with open_workspace(tmp_path / "w") as store:
        later = Library(store, changed, rebuild_form)
        opened = later.open(record.id)
        assert opened.engine.catalog.forms[SF].version == record.forms[SF] == "2026.1"
        assert opened.item(SF, ITEM).question == library.catalog.forms[SF].items[ITEM].question
        assert opened.scored.result(SF) == before.scored.result(SF)
        assert opened.answer(SF, ITEM, 0.5).stored
        content = answers_bytes(answers_document(opened), opened.engine.catalog)
        assert parse_answers(content, "x.json", library.catalog).sheet == opened.sheet

        fresh = later.open(later.create_enterprise("乙厂").id)
        assert fresh.engine.catalog.forms[SF].version == "2027.1"
        assert ITEM not in fresh.engine.catalog.forms[SF].items
        assert later.engine(record.forms) is opened.engine
        assert later.engine(fresh.record.forms) is later.engine()

        following = later.open(
            later.continue_enterprise(record.enterprise_id, title="2027", date="2027-01-01").id
        )
        assert following.engine.catalog.forms[SF].version == "2027.1"


def test_a_form_the_program_no_longer_ships_is_still_there(
    library: Library, catalog: Catalog, tmp_path: Path
) -> None:
    record = library.create_enterprise("甲厂")
    library.store.close()
    without = Catalog(
        {key: form for key, form in catalog.forms.items() if key != "four_bases"}, catalog.packs
    )
    with open_workspace(tmp_path / "w") as store:
        assert "four_bases" in Library(store, without, rebuild_form).open(record.id).engine.catalog.forms


def test_new_assessments_carry_the_headline_of_their_answers(library: Library) -> None:
    record = library.import_documents([sample("tongling-copper", library.catalog)])[0]
    result = library.open(record.id).scored.result(SF)
    stored = library.store.assessment(record.id).summary[SF]
    assert (stored["score"], stored["level"]) == (result.score, result.level)
    assert stored["open"] == result.progress.applicable - result.progress.settled
    assert stored["begun"] is True


def test_an_empty_enterprise_gets_today_and_this_year(library: Library) -> None:
    record = library.create_enterprise("  甲厂 ")
    assert record.title == f"{record.date[:4]} 年自评"
    assert library.open(record.id).enterprise.name == "甲厂"
    given = library.create_enterprise("乙厂", title="首评", date="2025-02-03", assessor="王五")
    assert (given.title, given.date, given.assessor) == ("首评", "2025-02-03", "王五")


def test_names_say_what_is_a_sample(library: Library) -> None:
    library.create_enterprise("示例厂")
    library.create_enterprise("真厂")
    assert {row.enterprise.name: row.enterprise.is_sample for row in library.rows()} == {
        "示例厂": True,
        "真厂": False,
    }


def test_rows_are_found_by_every_word_in_name_code_place_or_industry(library: Library) -> None:
    first = {
        "name": "Alpha 轴承厂",
        "uscc": USCC,
        "city": "合肥市",
        "county": "蜀山区",
        "industry": "智能装备",
    }
    second = {"name": "乙厂", "uscc": OTHER_USCC, "city": "芜湖市", "industry": "智能装备"}
    library.import_documents(
        [document(library.catalog, profile=first), document(library.catalog, profile=second)]
    )

    def names(search: str) -> set[str]:
        return {row.enterprise.name for row in library.rows(search)}

    assert names("") == names("  智能装备 ") == {"Alpha 轴承厂", "乙厂"}
    assert names("alpha 合肥") == names(USCC.lower()) == names("蜀山") == {"Alpha 轴承厂"}
    assert names("合肥 芜湖") == set()


def test_an_enterprise_row_shows_its_newest_assessment(library: Library) -> None:
    record = library.create_enterprise("甲厂", date="2025-01-01")
    later = library.continue_enterprise(record.enterprise_id, title="续", date="2026-01-01")
    (row,) = library.rows()
    assert row.newest is not None
    assert (row.newest.id, row.assessments) == (later.id, 2)
    library.store.delete_assessment(later.id)
    library.store.delete_assessment(record.id)
    (row,) = library.rows()
    assert (row.newest, row.assessments) == (None, 0)
    begun = library.continue_enterprise(record.enterprise_id, title="再来", date="2026-02-01")
    assert not library.open(begun.id).sheet.form("profile").answers


def test_one_new_enterprise_in_two_documents_is_one_enterprise(library: Library) -> None:
    made = [document(library.catalog, profile={"name": f"甲厂 {year}", "uscc": USCC}) for year in (1, 2)]
    nameless = [document(library.catalog, smart_factory={ITEM: 1}) for _ in range(2)]
    records = library.import_documents([*made, *nameless])
    assert records[0].enterprise_id == records[1].enterprise_id
    assert len({record.enterprise_id for record in records}) == 3
    assert {row.enterprise.name for row in library.rows()} == {"甲厂 2", "未命名企业"}


def test_a_batch_that_fails_stores_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from anhui_assess.storage import creation

    sound = creation.create
    calls = []

    def second_fails(connection: Any, new: Any, at: str) -> Any:
        calls.append(new)
        if len(calls) == 2:
            raise NotFoundError("没有")
        return sound(connection, new, at)

    monkeypatch.setattr(creation, "create", second_fails)
    with pytest.raises(NotFoundError):
        library.import_documents(
            [sample(name, library.catalog) for name in ("hefei-precision", "anqing-textile")]
        )
    assert list(library.rows()) == []


def test_a_second_reader_of_the_same_folder_sees_what_is_stored(library: Library, tmp_path: Path) -> None:
    record = library.create_enterprise("甲厂")
    library.open(record.id).answer(SF, ITEM, 1)
    reader = open_library(tmp_path / "w", create=False, read_only=True)
    try:
        assert reader.open(record.id).current(SF, ITEM) == Answer.of(1)
    finally:
        reader.store.close()


def test_an_unknown_id_is_not_found(library: Library) -> None:
    with pytest.raises(NotFoundError):
        library.open("a_0")
