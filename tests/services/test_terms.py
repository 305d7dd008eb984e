from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.packs import GlossaryTerm
from anhui_assess.services.terms import TermFinder


def finder(*terms: str) -> TermFinder:
    return TermFinder([GlossaryTerm(term, f"{term}的意思", "", "") for term in terms])


def names(made: TermFinder, *texts: str) -> list[str]:
    return [entry.term for entry in made.find(*texts)]


def test_the_longest_term_wins() -> None:
    made = finder("两化融合", "两化融合贯标", "贯标")
    assert names(made, "通过了两化融合贯标") == ["两化融合贯标"]
    assert names(made, "两化融合做得早，贯标在后") == ["两化融合", "贯标"]


def test_latin_terms_stand_as_whole_words() -> None:
    made = finder("MES", "OA", "5G工厂", "tce")
    assert names(made, "用MES排产，TIMES不算，ROAD、OA2也不算") == ["MES"]
    assert names(made, "每年 120tce、15G工厂") == []
    assert names(made, "建成5G工厂后") == ["5G工厂"]


def test_each_once_in_the_order_of_use() -> None:
    made = finder("节拍", "换型")
    assert names(made, "换型慢，节拍", "换型和节拍") == ["换型", "节拍"]


def test_signs_of_patterns_are_letters_here() -> None:
    assert names(finder("A+B", "(x)"), "A+B 和 (x)，AAB") == ["A+B", "(x)"]


def test_an_empty_glossary_finds_nothing() -> None:
    assert TermFinder(()).find("MES") == ()


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert all(term in text for term in names(finder("节拍", "MES", "标准煤"), text))


def test_the_shipped_questions_use_the_shipped_terms(catalog: Catalog) -> None:
    made = TermFinder(catalog.packs.glossary)
    items = [item for form in catalog.forms.values() for item in form.items.values()]
    used = {entry.term for item in items for entry in made.find(item.question, item.guidance)}
    assert len(used) > 40
