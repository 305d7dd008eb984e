"""Qualifications condition by condition, in words, with the question behind each rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.diagnosis.qualifications import (
    CheckedCondition,
    CheckedQualification,
    Verdict,
    checked,
    result_scope,
)
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.diagnosis.figures_behind import figures_behind
from anhui_assess.services.navigation import Place, first_in

NOTE = "这里只是预检，按企业档案和问卷的答案判断；缺数据的和只能由人判断的都写“不知道”，不当作满足。以当年的申报通知和主管部门的审查为准。"
_RESULT = "result."
_LOOKS = {
    Verdict.MET: ("满足", "check", "good"),
    Verdict.UNMET: ("不满足", "cross", "bad"),
    Verdict.UNKNOWN: ("不知道", "question", "attention"),
}


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition: its title, its verdict as word, icon and tone, what is missing, the question behind it, its source.

    `figures` are the figures it was judged by, in words.
    """

    title: str
    word: str
    icon: str
    tone: str
    missing: str
    place: Place | None
    link: str
    source: str
    figures: str = ""

    @property
    def told(self) -> str:
        """What is missing and what the verdict rests on."""
        return self.missing + (f"{self.figures}。" if self.figures else "")


@dataclass(frozen=True, slots=True)
class QualificationCard:
    """A qualification: what it is, its verdict as word, icon and tone, the counts in words, and its conditions.

    `group` is what it stands under, `level` whose title it is: 市, 省, 国家, or 参照 and 法定 where it is none.
    """

    id: str
    title: str
    level: str
    document: str
    note: str
    word: str
    icon: str
    tone: str
    counts: str
    met: int
    conditions: tuple[ConditionLine, ...]
    group: str = ""


def qualification_cards(scored: Scored) -> tuple[QualificationCard, ...]:
    """Return a card for every qualification of the packs."""
    return tuple(_card(scored, entry) for entry in checked(scored))


def next_to_reach(cards: tuple[QualificationCard, ...]) -> int:
    """Return the place of the first card whose conditions are not all met; 0 when there is none."""
    return next((place for place, card in enumerate(cards) if card.met < len(card.conditions)), 0)


def _card(scored: Scored, entry: CheckedQualification) -> QualificationCard:
    unmet, unknown = entry.count(Verdict.UNMET, hard=True), entry.count(Verdict.UNKNOWN, hard=True)
    met = entry.count(Verdict.MET)
    _, icon, tone = _LOOKS[entry.verdict]
    word = {
        Verdict.MET: "条件都满足",
        Verdict.UNMET: f"有 {unmet} 条不满足",
        Verdict.UNKNOWN: f"没有不满足的，{unknown} 条不知道",
    }[entry.verdict]
    found = entry.qualification
    document = f"{found.document}，{found.date}" if found.date else found.document
    return QualificationCard(
        found.id,
        found.title,
        found.level,
        document,
        found.note,
        word,
        icon,
        tone,
        _counts(entry),
        met,
        tuple(_line(scored, condition) for condition in entry.conditions),
        found.group,
    )


def _counts(entry: CheckedQualification) -> str:
    met, unmet, unknown = (entry.count(verdict) for verdict in (Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN))
    soft = sum(not found.condition.hard for found in entry.conditions)
    text = f"共 {len(entry.conditions)} 条：满足 {met}，不满足 {unmet}，不知道 {unknown}"
    return text + (f"；其中 {soft} 条只作择优或参照，不影响结论" if soft else "")


def _line(scored: Scored, entry: CheckedCondition) -> ConditionLine:
    word, icon, tone = _LOOKS[entry.verdict]
    if entry.verdict is Verdict.UNMET and not entry.condition.hard:
        icon, tone = "warning", "attention"
    place = _place(scored, entry)
    link = ""
    if place is not None:
        form = scored.catalog.forms[place.form_id]
        link = f"{form.short_title}“{form.items[place.item_id].title}”"
    condition = entry.condition
    source = f"{condition.source}（{condition.status}）" if condition.status else condition.source
    figures = figures_behind(scored, condition.rule) if condition.rule is not None else ""
    return ConditionLine(
        condition.title, word, icon, tone, _missing(entry, link), place, link, source, figures
    )


def _missing(entry: CheckedCondition, link: str) -> str:
    """Return what is missing: what is not met, what has not been answered, or what only a person can say."""
    condition = entry.condition
    if entry.verdict is Verdict.MET:
        return ""
    if entry.verdict is Verdict.UNMET:
        return f"{condition.unmet}再核实：{condition.ask}" if condition.ask else condition.unmet
    if condition.rule is None:
        return f"由人判断：{condition.ask}"
    return f"还没有数据，先答{link}。" if link else "还没有判断所需的数据。"


def _place(scored: Scored, entry: CheckedCondition) -> Place | None:
    """Return the question behind a rule: the first one without data while the verdict is unknown, else the first one.

    A level or score that is reached has no single question behind it.
    """
    rule = entry.condition.rule
    if rule is None:
        return None
    if entry.verdict is Verdict.MET and all(name.startswith(_RESULT) for name in rule.names):
        return None
    scope = result_scope(scored)
    names = [name for name in rule.names if isinstance(scope(name), Missing)] or list(rule.names)
    places = (_of_name(scored, name) for name in names)
    return next((place for place in places if place is not None), None)


def _of_name(scored: Scored, name: str) -> Place | None:
    catalog = scored.catalog
    if name.startswith(_RESULT):
        form_id = name.removeprefix(_RESULT).rsplit(".", 1)[0]
        return _of_result(scored, form_id) if form_id in catalog.forms else None
    if name in catalog.names:
        return _asked(scored, Place(*catalog.names[name]))
    return _of_calculation(catalog, [name])


def _asked(scored: Scored, place: Place) -> Place:
    """Return the question itself, or the one whose answer decides that it is not asked now."""
    form = scored.catalog.forms[place.form_id]
    item = form.items[place.item_id]
    if item.when is None or scored.applies(form, item):
        return place
    above = (scored.catalog.names.get(name) for name in sorted(item.when.names))
    return next((Place(*found) for found in above if found is not None), place)


def _of_result(scored: Scored, form_id: str) -> Place | None:
    """Return what lifts a result most: its first blocking question, else the first one left to answer."""
    blocking = scored.result(form_id).blocking if scored.sheet.form(form_id).answers else ()
    return Place(form_id, blocking[0].item) if blocking else first_in(scored, form_id)


def _of_calculation(catalog: Catalog, names: Iterable[str]) -> Place | None:
    calculations = {
        f"calc.{entry.id}": entry for form in catalog.forms.values() for entry in form.calculations.values()
    }
    open_names, seen = list(names), set[str]()
    while open_names:
        name = open_names.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if name in catalog.names:
            return Place(*catalog.names[name])
        found = calculations.get(name)
        if found is not None:
            open_names += [found.table] if found.table else []
            open_names += found.formula.names if found.formula is not None else ()
    return None
