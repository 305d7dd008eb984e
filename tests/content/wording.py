"""What a reviewer of the shipped texts looks for. Every check returns what it found, so that planted faults can test it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form, Item

SMART = "smart_factory"
SMART_FORMS = (SMART, "smart_quick", "sme_digital", "smart_gradient")
VAGUE = re.compile("个别|少量|少数|大多(?!数)|多数|较好|较为|比较完善|基本完善|一定程度|若干|适当|良好")
FIGURE = re.compile("[0-9一二三四五六七八九十两半每全均逐各都]")
COMPOUND = re.compile("，并|并且|，且|有没有.+有没有|是否.+是否|能否.+能否")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9/.-]*(?: (?:UA|16949))?")
PLAIN_LATIN = {"kW", "kWh", "pH", "B"}
POLICY = re.compile(r"(二（三）|三（[一二三四五六]）|四（[一二]）|五（[一二三四五六]）)(.*)")
BOXES = dict(zip("12345", ("三（一）", "三（二）", "三（三）", "三（四）", "三（五）"), strict=True))
LEVELS_CLOSED = 4
SHOP_FLOOR = (
    "resources.",
    "manufacturing.production.",
    "manufacturing.design.process_design",
    "manufacturing.logistics",
)
LEAST_WORDINGS = 2


def words_of(item: Item) -> Iterator[tuple[str, str]]:
    """Yield every text of an item that a user reads, with the name of its place."""
    for name in ("title", "question", "guidance", "full_marks", "verifier", "policy"):
        yield name, getattr(item, name)
    for kind, wording in item.variants.items():
        yield f"question ({kind})", wording.question
        yield f"guidance ({kind})", wording.guidance
    for key, words in item.anchors.items():
        yield f"anchor {key}", words
    for words in item.evidence:
        yield "evidence", words
    if not item.choices_from:
        for choice in item.choices:
            yield f"choice {choice.id}", choice.title


def all_items(catalog: Catalog, forms: tuple[str, ...] = ()) -> Iterator[Item]:
    for form in catalog.forms.values():
        if not forms or form.id in forms:
            yield from form.items.values()


def missing_parts(catalog: Catalog) -> list[str]:
    """An item of the smart forms without one of its parts, or an example that names no industry at all."""
    found = []
    for item in all_items(catalog, SMART_FORMS):
        parts = (item.title, item.question, item.guidance, item.verifier, item.clause, item.policy)
        if not all(part.strip() for part in parts) or not item.evidence or not all(item.evidence):
            found.append(f"{item.id}: a part is empty")
        if item.kind == "scale" and item.anchors.keys() != {"1", "0.8", "0.5", "0"}:
            found.append(f"{item.id}: marks {sorted(item.anchors)}")
        if item.kind == "anchored_rating" and item.anchors.keys() != set("12345"):
            found.append(f"{item.id}: marks {sorted(item.anchors)}")
        texts = (item.guidance, *(wording.guidance for wording in item.variants.values()))
        found += [f"{item.id}: no example" for words in texts if "例：" not in words]
    return found


def compound_questions(catalog: Catalog) -> list[str]:
    """A question of the long form that asks for two things, so that nobody knows which of them is scored."""
    found = []
    for item in all_items(catalog, (SMART,)):
        questions = (item.question, *(wording.question for wording in item.variants.values()))
        found += [f"{item.id}: {words}" for words in questions if COMPOUND.search(words)]
        found += [f"{item.id}: {words}" for words in questions if words.count("？") != 1]
    return found


def one_sided_wordings(catalog: Catalog) -> list[str]:
    """An item worded for one kind of factory only; a section of the shop floor that speaks to one kind alone."""
    form = catalog.forms[SMART]
    found = [
        f"{item.id}: {sorted(item.variants)}" for item in form.items.values() if 0 < len(item.variants) < 2
    ]
    for leaf in form.leaves:
        own = [item_id for item_id in leaf.items if form.items[item_id].variants]
        if leaf.id.startswith(SHOP_FLOOR) and len(own) < LEAST_WORDINGS:
            found.append(f"{leaf.id}: {len(own)} items in own words")
    return found


def vague_marks(catalog: Catalog) -> list[str]:
    """A mark that says 'some' or 'fairly' where a verifier needs a number; full marks without anything to count."""
    found = []
    for item in all_items(catalog, (SMART,)):
        for key, words in item.anchors.items():
            if key != "0" and VAGUE.search(words):
                found.append(f"{item.id} {key}: {words}")
        if not any(FIGURE.search(item.anchors.get(key, "")) for key in ("1", "0.8", "0.5")):
            found.append(f"{item.id}: nothing to count in any mark")
    return found


def one_template(catalog: Catalog) -> list[str]:
    """Items whose marks, checks or explanations are the same sentence with another noun (shared runs of four signs)."""
    found = []
    limits = {"marks": 0.25, "guidance": 0.35, "verifier": 0.35}
    for part, limit in limits.items():
        runs = {item.id: _runs(_part(item, part)) for item in all_items(catalog)}
        known = [(key, mine) for key, mine in runs.items() if len(mine) > 10]
        for number, (one, mine) in enumerate(known):
            for other, theirs in known[:number]:
                if len(mine & theirs) > limit * len(mine | theirs):
                    found.append(f"{part} of {other} and {one}")
    return found


def _part(item: Item, part: str) -> str:
    return "".join(item.anchors.values()) if part == "marks" else str(getattr(item, part))


def _runs(words: str) -> set[str]:
    plain = re.sub(r"[\d，。；、：（）“”]", "", words)
    return {plain[start : start + 4] for start in range(len(plain) - 3)}


def said_twice(catalog: Catalog) -> list[str]:
    """A long text that stands at two places of one form, or a question or explanation at two places of any forms."""
    found = []
    everywhere: Counter[str] = Counter()
    for form in catalog.forms.values():
        own = Counter(
            words
            for item in form.items.values()
            for name, words in words_of(item)
            if words
            and name.split(" ")[0] in {"title", "question", "guidance", "verifier", "anchor", "full_marks"}
        )
        found += [words for words, count in own.items() if count > 1]
        everywhere.update(
            words
            for item in form.items.values()
            for name, words in words_of(item)
            if words and name.split(" ")[0] in {"question", "guidance", "verifier", "anchor"}
        )
    return found + [words for words, count in everywhere.items() if count > 1]


def unexplained_abbreviations(catalog: Catalog) -> list[str]:
    """Latin letters in a form that no term of the glossary explains; units and single letters are plain."""
    terms = {entry.term for entry in catalog.packs.glossary if re.search("[A-Za-z]", entry.term)}
    known = re.compile("|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)))
    return [
        f"{item.id} {name}: {sign}"
        for item in all_items(catalog)
        for name, words in words_of(item)
        for sign in LATIN.findall(known.sub(" ", words))
        if len(sign) > 1 and sign not in PLAIN_LATIN
    ]


def glossary_faults(catalog: Catalog) -> list[str]:
    """A term explained twice, by itself, too long for a tooltip, or without a source where it says it was checked against one."""
    entries = catalog.packs.glossary
    found = [f"{term}: twice" for term, count in Counter(e.term for e in entries).items() if count > 1]
    found += [f"{words}: said of two" for words, n in Counter(e.meaning for e in entries).items() if n > 1]
    for entry in entries:
        if not 8 <= len(entry.meaning) <= 60 or not entry.meaning.endswith("。"):
            found.append(f"{entry.term}: {entry.meaning}")
        if entry.status not in {"已核对", "待核对", "估计"}:
            found.append(f"{entry.term}: status {entry.status}")
    return found


def policy_faults(catalog: Catalog) -> list[str]:
    """A place of the policy that does not exist, or a box (专栏) cited under a section that does not hold it."""
    found = []
    for item in all_items(catalog, SMART_FORMS):
        for place in re.split("[；、]", item.policy):
            match = POLICY.fullmatch(place)
            box = re.search("专栏([0-9])", place)
            if match is None or (box is not None and BOXES.get(box[1]) != match[1]):
                found.append(f"{item.id}: {place}")
        if len(item.policy) > 30 or item.policy in {"三（一）", "三（一）·专栏1"}:
            found.append(f"{item.id}: {item.policy} names no task")
    return found


def empty_cells(catalog: Catalog) -> list[str]:
    """A section without items at a level and without a reason, or with both."""
    form = catalog.forms[SMART]
    found = []
    for leaf in form.leaves:
        asked = {form.items[item_id].level for item_id in leaf.items}
        for level in range(1, 6):
            reason = leaf.absent_levels.get(level, "")
            if (level in asked) == bool(reason):
                found.append(f"{leaf.id} {level}: items and a reason, or neither")
            if reason and ("标准" not in reason or len(reason) < 15):
                found.append(f"{leaf.id} {level}: {reason}")
    return found


def unreachable_items(catalog: Catalog) -> list[str]:
    """An item at levels 1–4 that no measure of the library lifts to full marks."""
    form = catalog.forms[SMART]
    reached = {
        item.id
        for measure in catalog.packs.measures.values()
        for closing in measure.closes
        if closing.form == SMART and closing.to >= 1
        for item in form.items.values()
        if (item.id == closing.item)
        or (closing.item is None and _under(form, item, closing.node, closing.levels))
    }
    return [
        item.id
        for item in form.items.values()
        if (item.level or 0) <= LEVELS_CLOSED and item.id not in reached
    ]


def _under(form: Form, item: Item, node: str | None, levels: tuple[int, ...]) -> bool:
    inside = any(part.id == node for part in form.path(item.node))
    return inside and (not levels or item.level in levels)


CHECKS: tuple[Callable[[Catalog], list[str]], ...] = (
    missing_parts,
    compound_questions,
    one_sided_wordings,
    vague_marks,
    one_template,
    said_twice,
    unexplained_abbreviations,
    glossary_faults,
    policy_faults,
    empty_cells,
    unreachable_items,
)
