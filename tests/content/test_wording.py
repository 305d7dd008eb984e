"""The shipped texts pass every check of a reviewer, and every check sees the fault that it is there for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item, Wording
from anhui_assess.domain.packs import GlossaryTerm
from tests.content import wording

Change = Callable[[Catalog], Catalog]
ONE, OTHER = "sf.sched.3.2", "sf.ware.2.2"


@pytest.mark.parametrize("check", wording.CHECKS, ids=lambda check: check.__name__)
def test_the_shipped_texts_have_no_fault(catalog: Catalog, check: Callable[[Catalog], list[str]]) -> None:
    assert check(catalog) == []


def item_with(**changes: object) -> Change:
    def made(catalog: Catalog) -> Catalog:
        form = catalog.forms[wording.SMART]
        item = replace(form.items[ONE], **changes)  # type: ignore[arg-type]
        return catalog.with_form(replace(form, items={**form.items, ONE: item}))

    return made


def anchor(key: str, words: str) -> Change:
    def made(catalog: Catalog) -> Catalog:
        anchors = catalog.forms[wording.SMART].items[ONE].anchors
        return item_with(anchors={**anchors, key: words})(catalog)

    return made


def no_figures(catalog: Catalog) -> Catalog:
    return item_with(anchors={"1": "做得到", "0.8": "做得不太够", "0.5": "做得不够", "0": "没有做"})(catalog)


def copied(name: str) -> Change:
    def made(catalog: Catalog) -> Catalog:
        source = catalog.forms[wording.SMART].items[OTHER]
        return item_with(**{name: getattr(source, name)})(catalog)

    return made


def mark_of_another(catalog: Catalog) -> Catalog:
    return anchor("1", catalog.forms[wording.SMART].items[OTHER].anchors["1"])(catalog)


def same_template(catalog: Catalog) -> Catalog:
    source: Item = catalog.forms[wording.SMART].items[OTHER]
    anchors = {key: words.replace("库", "机").replace("九", "八") for key, words in source.anchors.items()}
    return item_with(anchors=anchors)(catalog)


def without_items(level: int) -> Change:
    def made(catalog: Catalog) -> Catalog:
        form = catalog.forms[wording.SMART]
        leaf = form.nodes[form.items[ONE].node]
        kept = tuple(item_id for item_id in leaf.items if form.items[item_id].level != level)
        return catalog.with_form(replace(form, nodes={**form.nodes, leaf.id: replace(leaf, items=kept)}))

    return made


def without_own_words(catalog: Catalog) -> Catalog:
    form = catalog.forms[wording.SMART]
    leaf = form.nodes[form.items[ONE].node]
    plain = {item_id: replace(form.items[item_id], variants={}) for item_id in leaf.items}
    return catalog.with_form(replace(form, items={**form.items, **plain}))


def absent_beside_items(catalog: Catalog) -> Catalog:
    form = catalog.forms[wording.SMART]
    leaf = form.nodes[form.items[ONE].node]
    declared = replace(leaf, absent_levels={3: "现有资料未见标准在这里单列三级条款，待核实。"})
    return catalog.with_form(replace(form, nodes={**form.nodes, leaf.id: declared}))


def measures_only_to(worth: float) -> Change:
    def made(catalog: Catalog) -> Catalog:
        measures = {
            key: replace(
                measure,
                closes=tuple(
                    replace(closing, to=worth) if closing.item == ONE else closing
                    for closing in measure.closes
                ),
            )
            for key, measure in catalog.packs.measures.items()
        }
        return replace(catalog, packs=replace(catalog.packs, measures=measures))

    return made


def term(*entry: str) -> Change:
    def made(catalog: Catalog) -> Catalog:
        added = GlossaryTerm(*entry)
        return replace(catalog, packs=replace(catalog.packs, glossary=(*catalog.packs.glossary, added)))

    return made


def without_term(name: str) -> Change:
    def made(catalog: Catalog) -> Catalog:
        kept = tuple(entry for entry in catalog.packs.glossary if entry.term != name)
        return replace(catalog, packs=replace(catalog.packs, glossary=kept))

    return made


PLANTED = [
    (wording.missing_parts, item_with(verifier=" ")),
    (wording.missing_parts, item_with(evidence=())),
    (wording.missing_parts, item_with(guidance="只说口径，不举例子，办公室的人看不懂要填什么。")),
    (wording.missing_parts, item_with(anchors={"1": "四类约束都由系统取数", "0": "只按交期排"})),
    (wording.missing_parts, item_with(variants={"process": Wording("排不排得下？", "没有举例")})),
    (wording.compound_questions, item_with(question="是否编了计划，并按计划执行？")),
    (wording.compound_questions, item_with(question="有没有计划、有没有人管？")),
    (wording.compound_questions, item_with(variants={"discrete": Wording("是否编了？是否照做？", "例：甲厂")})),
    (wording.one_sided_wordings, item_with(variants={"process": Wording("排得下吗？", "例：甲厂。")})),
    (wording.one_sided_wordings, without_own_words),
    (wording.vague_marks, anchor("0.8", "多数产线做得较好，个别还差一些。")),
    (wording.vague_marks, no_figures),
    (wording.one_template, same_template),
    (wording.said_twice, copied("question")),
    (wording.said_twice, copied("guidance")),
    (wording.said_twice, copied("verifier")),
    (wording.said_twice, mark_of_another),
    (wording.unexplained_abbreviations, item_with(guidance="要上QMES和XYZ。例：甲厂。")),
    (wording.unexplained_abbreviations, without_term("Modbus")),
    (wording.unexplained_abbreviations, without_term("DCS")),
    (wording.glossary_faults, term("节拍", "产线上每隔多少秒出一件，再解释一遍。", "", "已核对")),
    (wording.glossary_faults, term("新词", "太短。", "", "已核对")),
    (wording.glossary_faults, term("新词", "解释写得够长，但状态不认识。", "", "大概")),
    (wording.policy_faults, item_with(policy="三（七）·没有这一节")),
    (wording.policy_faults, item_with(policy="三（二）·专栏1 智能制造")),
    (wording.policy_faults, item_with(policy="三（一）·专栏1")),
    (wording.empty_cells, without_items(4)),
    (wording.empty_cells, absent_beside_items),
    (wording.unreachable_items, measures_only_to(0.8)),
]  # fmt: skip


@pytest.mark.parametrize(("check", "plant"), PLANTED)
def test_a_planted_fault_is_seen(
    catalog: Catalog, check: Callable[[Catalog], list[str]], plant: Change
) -> None:
    assert check(plant(catalog)) != []
